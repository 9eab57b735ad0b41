"""jlt obligations: what the school owes, how far it is, and what the school has laid down instead of a default."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, pass_given, shared, writable, write_output
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.obligation import STATES
from jlt_desktop.services.obligations import adjust, overview
from jlt_desktop.services.obligations_paper import counted, overview_document, year_document

if TYPE_CHECKING:
    from jlt_desktop.domain.document import Document
    from jlt_desktop.domain.obligation import Standing
    from jlt_desktop.services.obligations import Overview

_PATH = click.Path(path_type=Path)


@click.command(cls=Command)
@shared
@click.option("--task", type=click.IntRange(0, 99), metavar="号", help="只看一项任务;0 是总体工作,90 是法律要求。")
@click.option("--owed", is_flag=True, help="只看还没有做到的。")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="那一天的情况,例如 2026-08-31;以后补记的也算。")
@click.option("--as-it-stood", is_flag=True, help="和 --on 一起用:只算那天以前已经记下的,和当时印出来的一样。")
@click.option("--year", type=int, metavar="年份", help="和 --out 一起用:印整个学年,两个学期并排(九月那一年)。")
@click.option("--out", type=_PATH, metavar="文件", help="写成 .pdf 或 .xlsx。")
@click.option("--adjust", "key", default="", metavar="编号", help="改一项默认要求,要写 --reason。")
@click.option("--threshold", type=float, metavar="数", help="改成多少次或百分之几。")
@click.option("--off", is_flag=True, help="不要求;仍然列出来,写着已关闭。")
@click.option("--reason", default="", metavar="理由", help="为什么改。")
@pass_given
def obligations(
    given: Given, /, task: int | None, owed: bool, on: datetime | None, as_it_stood: bool, year: int | None, out: Path | None,
    key: str, threshold: float | None, off: bool, reason: str,
) -> None:  # fmt: skip
    """任务总览:方案和法律要求的每一项,应做多少、做了多少、凭哪些记录。"""
    if (as_it_stood and on is None) or (year is not None and out is None) or (key == "" and (off or threshold is not None or reason)):
        raise click.UsageError(
            "--as-it-stood 要和 --on 一起写,--year 要和 --out 一起写,--threshold、--off、--reason 要和 --adjust 一起写。"
        )
    with given.office() as office:
        if key:
            adjust(office, key, threshold=threshold, on=not off, reason=reason)
        found = overview(office, on.date() if on else None, as_it_stood=as_it_stood)
        if out is not None:
            write_output(writable(out), _made(given, office, found, year, out))
            given.answer({"file": str(out)}, f"已写出“{out.name}”。")
            return
    chosen = [
        one
        for one in found.standings
        if (task is None or one.obligation.task.number == task) and (one.owed or not owed) and key in ("", one.obligation.id)
    ]
    rows = [_row(found, one) for one in chosen]
    lines = [f"{one.obligation.id}\t{one.obligation.title}\t{one.words}\t{STATES[one.state]}" for one in chosen]
    values = {"school_year": found.title, "on": str(found.day), "note": found.note, "rows": rows}
    given.answer(values, "\n".join(filter(None, (*lines, counted(chosen), found.note))))


def _made(given: Given, office: object, found: Overview, year: int | None, out: Path) -> bytes:
    from jlt_desktop.paper.fonts import Fonts  # paper is read only when something is printed
    from jlt_desktop.services.printing import to_pdf
    from jlt_desktop.sheets.write_document import document_workbook

    if out.suffix.lower() not in (".pdf", ".xlsx"):
        raise UserError(f"不会写“{out.suffix or out.name}”这种文件。", "", "没有写文件。", "文件名请用 .pdf 或 .xlsx 结尾。")
    made: Document = year_document(office, year) if year is not None else overview_document(office, found)  # type: ignore[arg-type]
    if out.suffix.lower() == ".xlsx":
        return document_workbook(made)
    return to_pdf(made, Fonts(given.house.resources / "fonts")).pdf


def _row(found: Overview, one: Standing) -> dict[str, object]:
    owed = one.obligation
    return {
        "id": owed.id, "action": owed.task.action, "task": owed.task.number, "title": owed.title, "required": one.required,
        "done": one.done,
        "unit": (one.unit or owed.unit).removeprefix("%"), "rate": one.rate, "state": one.state, "state_words": STATES[one.state],
        "bar": one.words, "words": owed.words, "period": owed.period_words, "from": str(one.first or ""), "to": str(one.last or ""),
        "days_left": one.days_left, "threshold": one.threshold, "threshold_words": owed.threshold_words, "counted": owed.counted,
        "source": owed.source, "source_words": owed.source_words, "owner": owed.owner, "evidence_kinds": list(owed.evidence),
        "evidence": one.evidence, "to_district": owed.to_district, "lacking": list(one.lacking),
        "setting": {"threshold": one.setting.threshold, "on": one.setting.on, "since": str(one.setting.since), "reason": one.setting.reason}
        if one.setting else None,
        "records": [
            {"ledger": ledger, "id": record, "also": [key for key in found.uses((ledger, record)) if key != owed.id]}
            for ledger, record in one.records
        ],
    }  # fmt: skip


COMMANDS = (obligations,)
