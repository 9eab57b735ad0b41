"""jlt submit, jlt resend, jlt verify, jlt receipt, jlt cover."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jlt_desktop.bundle.verify import MOST_CONTAINER
from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, pass_given, read_input, read_secret, shared, writable, write_output
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.services import examining, handing, receiving, signing, submitting
from jlt_desktop.services.checking_bundles import check_bundle
from jlt_desktop.services.collecting import OWN_TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.bundle.make import Made
    from jlt_desktop.services.office import Office

_PATH = click.Path(path_type=Path)


@click.command(cls=Command)
@shared
@click.option("--period", required=True, metavar="2026-11", help="报送的月份。")
@click.option("--to", "folder", type=_PATH, required=True, metavar="文件夹", help="写到哪里,例如 U 盘。")
@click.option("--signer", required=True, metavar="姓名", help="签名的校长。")
@click.option("--signer-password-file", type=_PATH, required=True, metavar="文件", help="校长的口令文件。")
@click.option("--explain", default="", metavar="说明", help="经验校验的说明,随数据包交出;不写时标为“未作说明”。")
@pass_given
def submit(given: Given, period: str, folder: Path, signer: str, signer_password_file: Path, explain: str) -> None:
    """收集、校验、签名、封装并写出报送包。"""
    with given.office() as office:
        parcel = submitting.prepare(office, period)
        submitting.check_folder(folder)
        found = examining.look_over(office, parcel)
        _refuse_wrong(found)
        strange = examining.notes(found, dict.fromkeys((one.key for one in found), explain))
        if strange:
            parcel = submitting.prepare(office, period, notes=strange)
        made = submitting.sign_and_seal(office, parcel, signer, read_secret(signer_password_file), given.house.floor)
        path = _written(office, made, folder)
    values: dict[str, object] = {
        "path": str(path), "sha256": made.sha256, "period": period, "form": parcel.scope, "seq": made.statement.seq,
        "tables": {one.name: len(one.rows) for one in parcel.tables if one.name not in OWN_TABLES}, "withheld": len(parcel.withheld),
    }  # fmt: skip
    given.answer(values, f"已签名封装,写完并核对一致:{path}\n共 {len(parcel.tables)} 张表;SHA-256 {made.sha256}")


def _refuse_wrong(found: Sequence[examining.Found]) -> None:
    """Let nothing leave that contradicts itself. Raises UserError."""
    wrong = [one for one in found if one.kind == "logic"]
    if wrong:
        listed = "".join(f"{one.title} {one.place}:{one.words}" for one in wrong[:5])
        raise UserError(f"逻辑校验有 {len(wrong)} 条必须改,没有报送。", listed, "数据没有改动,没有签名。", "请改好后再报送。")


def _written(office: Office, made: Made, folder: Path) -> Path:
    try:
        return handing.write_out(office, made.statement.seq, folder).path
    except OutsideError as error:
        todo = f"换好位置后用 jlt resend {made.statement.seq} 再写一份。"
        raise OutsideError(error.what, error.why, "报送包已经签名,留在数据里。", todo) from None


@click.command(cls=Command)
@shared
@click.argument("seq", type=int, metavar="序号")
@click.option("--to", "folder", type=_PATH, required=True, metavar="文件夹", help="写到哪里,例如 U 盘。")
@pass_given
def resend(given: Given, seq: int, folder: Path) -> None:
    """把以前的报送包原样再写一份。"""
    with given.office() as office:
        path = handing.write_again(office, seq, folder)
    given.answer({"path": str(path), "seq": seq}, f"已再写一份,和原来的一模一样:{path}")


@click.command(cls=Command)
@shared
@click.argument("bundle", type=_PATH, metavar="报送包")
@click.option("--keys", type=_PATH, required=True, metavar="文件", help="信任的学校公钥(OpenSSH allowed_signers)。")
@click.option("--unseal", type=_PATH, metavar="文件", help="教育局的 age 私钥,用来拆封;不给时只核签名。")
@pass_given
def verify(given: Given, bundle: Path, keys: Path, unseal: Path | None) -> int:
    """局端核验:按规定的顺序,遇到第一个不符就拒收。不需要学校的数据。"""
    identity = read_input(unseal) if unseal is not None else None
    found = check_bundle(read_input(bundle, MOST_CONTAINER), read_input(keys), identity, datetime.now().astimezone())
    values: dict[str, object] = {"verdict": found.verdict, "reasons": list(found.reasons), "codes": list(found.codes), **found.about}
    words = {"accepted": "核验通过。", "signed": "签名有效;没有拆封,内容没有核对。", "rejected": "拒收:" + "".join(found.reasons)}
    given.answer(values, words[found.verdict] + "".join(f"\n{label}:{text}" for label, text in found.words))
    return 1 if found.verdict == "rejected" else 0


@click.command(cls=Command)
@shared
@click.argument("receipt", type=_PATH, metavar="receipt.json")
@click.option("--sig", type=_PATH, metavar="文件", help="签名文件;不写时取同名加 .sig 的那一个。")
@click.option("--pin", metavar="钥匙", help="先登记教育局的回执钥匙(ssh-ed25519 开头的一整行,照纸面通知)。")
@pass_given
def receipt(given: Given, receipt: Path, sig: Path | None, pin: str | None) -> int:
    """导入教育局的回执:核签名、对上是哪一份、说明结果。"""
    data = read_input(receipt)
    signature = read_input(sig or receipt.with_name(receipt.name + ".sig"))
    with given.office() as office:
        if pin:
            receiving.pin_bureau(office, pin)
        found = receiving.take_receipt(office, data, signature)
    values: dict[str, object] = {
        "state": found.state, "kept": found.kept, "findings": list(found.findings), "words": found.words,
        "outcome": found.receipt.outcome if found.receipt else "", "number": found.receipt.number if found.receipt else 0,
    }  # fmt: skip
    given.answer(values, "\n".join((f"{receiving.STATES[found.state]}。{found.words}", *found.findings)))
    return 0 if found.kept else 1


@click.command(cls=Command)
@shared
@click.argument("seq", type=int, metavar="序号")
@click.argument("out", type=_PATH, metavar="OUT.pdf")
@pass_given
def cover(given: Given, seq: int, out: Path) -> None:
    """印一份和 U 盘一起交的随附单:文件名、核对码、二维码、签收栏。"""
    from jlt_desktop.paper.fonts import Fonts  # paper is read only where something is printed
    from jlt_desktop.services.cover_sheet import cover_sheet
    from jlt_desktop.services.printing import to_pdf

    writable(out)
    with given.office() as office:
        made = to_pdf(cover_sheet(office, seq), Fonts(given.house.resources / "fonts"))
    write_output(out, made.pdf)
    given.answer({"path": str(out), "pages": made.pages}, f"已写好 {out.name}。")


@click.command(cls=Command)
@shared
@click.option("--signer-password-file", type=_PATH, metavar="文件", help="校长的口令文件;给了才签,不给只列出来。")
@pass_given
def sign(given: Given, signer_password_file: Path | None) -> None:
    """看等着审签的报送,并签名(校长的账户)。"""
    with given.office() as office:
        found = signing.waiting(office)
        password = read_secret(signer_password_file) if signer_password_file else ""
        names = [signing.approve(office, one, password, given.house.floor) for one in found] if password else []
    rows = [{"called": one.called, "period": one.frozen.about["period"], "sha256": one.frozen.sha256} for one in found]
    listed = "\n".join(f"{one.called}  {one.frozen.about['compared']}" for one in found) or "没有等着审签的报送。"
    given.answer({"waiting": rows, "signed": names}, listed + "".join(f"\n已签名封装:{name}" for name in names))


COMMANDS = (submit, sign, resend, verify, receipt, cover)
