"""jlt ledgers, jlt list, jlt print, jlt roster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, pass_given, shared, writable, write_output
from jlt_desktop.services.listing import Wanted, list_rows

if TYPE_CHECKING:
    from datetime import datetime

    from jlt_desktop.services.printing import Printed

_PATH = click.Path(path_type=Path)


@click.command(cls=Command)
@shared
@pass_given
def ledgers(given: Given) -> None:
    """列出全部台账;给了 --user 时只列这个人能打开的。"""
    if given.user:
        with given.office() as office:
            found = list(office.ledgers.values())
    else:
        found = list(given.house.ledgers)
    rows = [{"key": one.key, "title": one.title, "scope": one.scope, "part_of": one.part_of, "fields": len(one.fields)} for one in found]
    given.answer({"ledgers": rows, "total": len(rows)}, "\n".join(f"{one.key:20}{one.title}" for one in found))


@click.command(cls=Command, name="list")
@shared
@click.argument("ledger", metavar="台账")
@click.option("--search", default="", metavar="词", help="姓名、拼音、首字母、班级、号码尾数。")
@click.option("--limit", type=click.IntRange(1), metavar="条数", help="最多列几条。")
@pass_given
def list_records(given: Given, ledger: str, search: str, limit: int | None) -> None:
    """列出一个台账的记录。"""
    with given.office() as office:
        found = office.ledger(ledger)
        listed = list_rows(office, found, Wanted(search=search), limit=limit)
    labels = [found.fields[name].label for name in found.sheet]
    rows = [{"id": row.id, **dict(zip(found.sheet, row.texts, strict=True))} for row in listed.rows]
    lines = ["\t".join(["编号", *labels]), *("\t".join([row.id, *row.texts]) for row in listed.rows), f"共 {listed.total} 条"]
    given.answer({"ledger": found.key, "total": listed.total, "rows": rows}, "\n".join(lines))


@click.command(cls=Command, name="print")
@shared
@click.argument("ledger", metavar="台账")
@click.argument("record", metavar="编号")
@click.argument("out", type=_PATH, metavar="OUT.pdf|OUT.xlsx")
@click.option("--style", default="", metavar="印法", help="record 是平常的表;有的台账另有印法,例如 minutes 是公文格式的纪要。")
@click.option("--reason", default="", metavar="用途", help="心理资料上要印姓名时写明给谁、做什么用;不写就不印姓名。")
@pass_given
def print_record(given: Given, ledger: str, record: str, out: Path, style: str, reason: str) -> None:
    """把一条记录(连同它的各项)印成 PDF;文件名以 .xlsx 结尾时写成 Excel。"""
    from jlt_desktop.paper.fonts import Fonts  # paper is read only where something is printed
    from jlt_desktop.services.printing import record_document, record_workbook, to_pdf

    writable(out)
    if out.suffix.lower() == ".xlsx":
        with given.office() as office:
            content = record_workbook(office, office.ledger(ledger), record, style, reason)
        write_output(out, content)
        given.answer({"path": str(out)}, f"已写好 {out.name}。")
        return
    with given.office() as office:
        made = to_pdf(record_document(office, office.ledger(ledger), record, style, reason), Fonts(given.house.resources / "fonts"))
    write_output(out, made.pdf)
    _printed(given, out, made)


@click.command(cls=Command)
@shared
@click.argument("class_", metavar="班级")
@click.argument("out", type=_PATH, metavar="OUT.pdf")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="按哪一天的名单印,例如 2025-10-08;不写就是今天。")
@pass_given
def roster(given: Given, class_: str, out: Path, on: datetime | None) -> None:
    """把一个班的花名册印成 PDF;班级写作 三年级2班 或 三2。"""
    from jlt_desktop.paper.fonts import Fonts  # as above
    from jlt_desktop.services.printing import roster_document, to_pdf

    writable(out)
    with given.office() as office:
        made = to_pdf(roster_document(office, class_, on.date() if on else None), Fonts(given.house.resources / "fonts"))
    write_output(out, made.pdf)
    _printed(given, out, made)


def _printed(given: Given, out: Path, made: Printed) -> None:
    words = f"已写好 {out.name},共 {made.pages} 页。"
    if made.missing:
        words += f"有 {len(made.missing)} 个字没有字形,印成了空框:{'、'.join(made.missing)}。"
    if made.standing_in:
        words += f"这台电脑缺少公文字体:{'、'.join(f'{face}用{ours}代替' for face, ours in made.standing_in)}。"
    told = {"path": str(out), "pages": made.pages, "missing": list(made.missing), "standing_in": dict(made.standing_in)}
    given.answer(told, words)


COMMANDS = (ledgers, list_records, print_record, roster)
