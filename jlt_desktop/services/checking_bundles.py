"""The bureau's check of one bundle with a plain file of school keys, put into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.sshsig import allowed_signers_line, read_allowed_signers
from jlt_desktop.bundle.suite import read_identity
from jlt_desktop.bundle.verify import verify_bundle
from jlt_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jlt_desktop.bundle.verify import Verdict
    from jlt_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class Finding:
    """verdict: accepted, signed or rejected. about: what the statement says, for machines; words: the same for people."""

    verdict: str
    reasons: tuple[str, ...]
    codes: tuple[str, ...]
    about: Mapping[str, object] = field(default_factory=dict)
    words: tuple[tuple[str, str], ...] = ()


def check_bundle(data: bytes, keys: bytes, identity: bytes | None, now: datetime) -> Finding:
    """Check a bundle. Raises UserError when the keys or the identity cannot be read; whatever the bundle holds is a verdict."""
    try:
        signers = read_allowed_signers(keys.decode("utf-8"))
    except (Refusal, ValueError):
        raise UserError("学校公钥文件读不懂。", "应是 OpenSSH allowed_signers 的格式。", "没有核验。", "请核对文件。") from None
    if not signers:
        raise UserError("学校公钥文件里没有一把可用的钥匙。", "", "没有核验。", "请核对文件。")
    try:
        secret = None if identity is None else read_identity(identity.decode("utf-8"))
    except (Refusal, ValueError):
        raise UserError("拆封的钥匙读不懂。", "应是 age 私钥文件(AGE-SECRET-KEY-1 开头)。", "没有核验。", "请核对文件。") from None
    return _put(verify_bundle(data, signers, now, secret))


def school_line(office: Office) -> str:
    """Return the line by which a bureau trusts this school's signatures, as OpenSSH's allowed_signers has it; nothing in it is secret."""
    return allowed_signers_line(str(office.school["school_code"]), office.session.signing_public)


def _put(found: Verdict) -> Finding:
    reasons = (found.reason,) if found.reason else ()
    codes = (found.code,) if found.code else ()
    one = found.statement
    if one is None or found.verdict == "rejected":
        return Finding(found.verdict, reasons, codes)
    tables = {table.name: len(table.rows) for table in found.bag.tables} if found.bag else {}
    about: dict[str, object] = {
        "school": one.school_id, "period": one.period, "form": one.form["id"], "seq": one.seq, "bundle_id": one.bundle_id, "tables": tables,
        "demo": one.app["build"] == "demo",
    }  # fmt: skip
    listed = "、".join(f"{name} {count} 行" for name, count in tables.items())
    marked = "示范学校,数据是虚构的" if about["demo"] else ""
    words = (("注意", marked), ("学校", one.school_id), ("月份", one.period), ("序号", str(one.seq)), ("表", listed))
    return Finding(found.verdict, reasons, codes, about, tuple((label, text) for label, text in words if text))
