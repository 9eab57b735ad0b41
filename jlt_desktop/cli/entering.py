"""jlt fields, add, bureau, school-key: one record, whom submissions go to, what the bureau knows us by; without a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, pass_given, shared, write_output
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields import Choice, Choices, Derived
from jlt_desktop.services import submitting
from jlt_desktop.services.checking_bundles import school_line
from jlt_desktop.services.desk import Desk, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.fields import Field
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office

_SHOWN = 30


@click.command(cls=Command)
@shared
@click.argument("ledger", metavar="台账")
@pass_given
def fields(given: Given, ledger: str) -> None:
    """列出一个台账的各项:怎么写,哪些必填,有哪些选项。"""
    found = next((one for one in given.house.ledgers if ledger in (one.key, one.title)), None)
    if found is None:
        raise UserError(f"没有“{ledger}”这个台账。", "", "", "全部台账:jlt ledgers。")
    rows = [_described(name, one) for name, one in found.fields.items() if not isinstance(one, Derived)]
    whole = next((one.title for one in given.house.ledgers if one.key == found.part_of), "")
    lines = [f"{found.title}({found.key})" + (f",记在“{whole}”的一份档案里:jlt add 时用 --of 写档案的编号。" if whole else "")]
    for row in rows:
        options = f":{'、'.join(row['options'])}" if row["options"] else ""  # type: ignore[arg-type]  # a list of words
        lines.append(f"  {row['label']}{' *' if row['required'] else ''}{options}")
    given.answer({"ledger": found.key, "part_of": found.part_of, "fields": rows}, "\n".join([*lines, "带 * 的必填。"]))


def _described(name: str, one: Field) -> dict[str, object]:
    options = [option.label for option in one.options] if isinstance(one, Choice | Choices) else []
    return {"key": name, "label": one.label, "kind": one.kind, "required": one.required, "options": options[:_SHOWN]}


@click.command(cls=Command)
@shared
@click.argument("ledger", metavar="台账")
@click.argument("given_values", nargs=-1, required=True, metavar="项目=内容 …")
@click.option("--of", "parent", metavar="编号", help="记在哪一份档案(会议、个案)里:它的编号,用 list 查。")
@click.option("--answer", "answers", multiple=True, metavar="问题=理由", help="对需核对的问题写明理由,可以写几次。")
@pass_given
def add(given: Given, ledger: str, given_values: tuple[str, ...], parent: str | None, answers: tuple[str, ...]) -> None:
    """新增一条记录,例如:add staff 姓名=孙老师 职务岗位=班主任。各项怎么写:jlt fields 台账。"""
    with given.office() as office:
        found = office.ledger(ledger)
        raw, reasons = _values(found, given_values), dict(_pair(one, "--answer 要写成 问题=理由") for one in answers)
        above = _file_of(office, found, parent)
        try:
            made = Desk(office).save(found, raw, parent=above, answers=reasons)
        except Refused as refused:
            raise _with_names(refused) from None
        called = office.lookup.label(found.key, made.id)
    given.answer({"id": made.id, "ledger": found.key, "called": called}, f"已新增{found.title}“{called}”,编号 {made.id}。")


def _values(ledger: Ledger, pairs: Sequence[str]) -> dict[str, object]:
    """Return field name -> text; a field is named by its label or its key."""
    known = {one.label: name for name, one in ledger.stored.items()} | {name: name for name in ledger.stored}
    found: dict[str, object] = {}
    for pair in pairs:
        label, text = _pair(pair, "要写成 项目=内容")
        if label not in known:
            raise UserError(f"“{ledger.title}”里没有“{label}”这一项。", "", "没有写入。", f"各项怎么写:jlt fields {ledger.key}。")
        found[known[label]] = text
    return found


def _pair(text: str, rule: str) -> tuple[str, str]:
    left, sign, right = text.partition("=")
    if not sign or not left.strip():
        raise click.UsageError(f"{rule},这里是“{text}”。")
    return left.strip(), right.strip()


def _file_of(office: Office, ledger: Ledger, parent: str | None) -> str | None:
    whole = office.ledgers.get(ledger.part_of or "")
    if whole is None:
        if parent:
            raise UserError(f"“{ledger.title}”不记在别的档案里。", "", "没有写入。", "请去掉 --of。")
        return None
    if not parent:
        todo = f"用 --of 写明编号;编号用 jlt list {whole.key} 查。"
        raise UserError(f"“{ledger.title}”要记在一份“{whole.title}”里。", "", "没有写入。", todo)
    return Desk(office).get(whole, parent).id


def _with_names(refused: Refused) -> UserError:
    """Return the refusal with the names its questions are answered under."""
    if refused.problems or not refused.unanswered:
        return refused
    names = " ".join(f"--answer {one.name}=理由" for one in refused.unanswered)
    return UserError(refused.what, refused.why, "没有写入。", f"确认无误的,加上 {names} 再写一次。")


@click.command(cls=Command)
@shared
@click.argument("district", metavar="区划代码")
@click.argument("recipient", metavar="收件钥匙")
@pass_given
def bureau(given: Given, district: str, recipient: str) -> None:
    """登记报送给谁:教育局的区划代码和收件钥匙(age1 开头的一行)。"""
    with given.office() as office:
        submitting.set_bureau(office, district, recipient)
    given.answer({"district": district, "recipient": recipient}, f"已登记。以后的报送包都封给这把钥匙(区划 {district})。")


@click.command(cls=Command, name="school-key")
@shared
@click.argument("out", type=click.Path(path_type=Path), metavar="OUT.txt")
@pass_given
def school_key(given: Given, out: Path) -> None:
    """把学校的公钥写成文件,交给教育局核验签名用(verify --keys);里面没有秘密。"""
    with given.office() as office:
        line = school_line(office)
    write_output(out, line.encode())
    given.answer({"path": str(out), "key": line.strip()}, f"已写好 {out.name}。请和学校盖章的通知一起交给教育局,由他们核对后使用。")


COMMANDS = (fields, add, bureau, school_key)
