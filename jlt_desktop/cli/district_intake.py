"""jlt district intake, expect, status, begin, return, receipt, returns."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jlt_desktop.bundle.receipt import Finding
from jlt_desktop.bundle.receipt import parse as parse_receipt
from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, pass_given, shared
from jlt_desktop.district import intake, publish, receipts, returns, status
from jlt_desktop.district.intake import Taken
from jlt_desktop.district.run import FAILED, take_in
from jlt_desktop.district.trust import write_files

_PATH = click.Path(path_type=Path)
_STORE = click.option(
    "--store", "where", metavar="postgresql://…", help="收件结果存进 PostgreSQL(记住;只能在收第一份以前换)。不写时照旧,起初是本机。"
)


@click.command("intake", cls=Command)
@shared
@click.argument("paths", type=_PATH, nargs=-1, required=True, metavar="文件或文件夹…")
@click.option("--to", "folder", type=_PATH, metavar="文件夹", help="回执写到哪里,例如 U 盘。")
@click.option("--workers", type=click.IntRange(1, 64), default=1, metavar="个数", help="几个进程同时收(只用于 PostgreSQL)。")
@_STORE
@pass_given
def intake_(given: Given, paths: tuple[Path, ...], folder: Path | None, workers: int, where: str | None) -> int:
    """收件:逐份核验,一份坏了不影响其他的。"""
    with given.bureau() as bureau:
        if where is not None:
            bureau.keep_elsewhere(where)
        run = take_in(bureau, paths, workers=workers, progress=None if given.as_json else _progress)
        answers = [one.answer for one in run.taken if one.answer]
        written = receipts.write_receipts(answers, folder) if folder else []
    told = [
        {"file": one.name, "outcome": one.outcome, "code": one.code, "school": one.school_id, "period": one.period, "seq": one.seq,
         "receipt": one.answer.number if one.answer else 0}
        for one in run.taken
    ]  # fmt: skip
    values: dict[str, object] = {"counts": run.counts(), "taken": told, "receipts": [str(one) for one in written]}
    given.answer(values, "\n".join([run.words(), *(_line(one) for one in run.taken)]))
    return 1 if any(one.outcome not in ("accepted", "duplicate") for one in run.taken) else 0


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{of}", nl=done == of, err=True)


def _line(one: Taken) -> str:
    code = parse_receipt(one.answer.content).code if one.answer else ""
    parts = [one.name, (intake.WORDS | {FAILED: "没有收成"})[one.outcome], one.words]
    return "\t".join([*parts, f"回执第 {one.answer.number:03} 号,核对码 {code}" if one.answer else "没有回执"])


@click.command(cls=Command)
@shared
@click.argument("form", metavar="general|confidential")
@click.argument("period", metavar="2026-11")
@click.option("--due", required=True, metavar="2026-12-05", help="截止日期。")
@pass_given
def expect(given: Given, form: str, period: str, due: str) -> None:
    """写明每所学校要交哪一种、哪一期、到哪天。"""
    with given.bureau() as bureau:
        status.expect(bureau, form, period, due)
    given.answer({"form": form, "period": period, "due": due}, f"{period} 的{status.FORM_TITLES[form]}应在 {due} 前交齐。")


@click.command("status", cls=Command)
@shared
@click.option("--period", default="", metavar="2026-11", help="只看这一期。")
@pass_given
def status_(given: Given, period: str) -> None:
    """应收对照:已收、未到、退回、缺号,和要人办的事。"""
    with given.bureau() as bureau:
        found, waiting = status.matrix(bureau, period), status.alarms(bureau)
    lines = ["\t".join(["学校", *(f"{one.period} {status.FORM_TITLES[one.form]}" for one in found.columns)])]
    lines += ["\t".join([name, *(cell.state for cell in cells)]) for _, name, cells in found.lines]
    lines += [f"{one.state}\t{one.school_id}\t{one.words}(收件第 {one.submission} 号)" for one in waiting]
    values: dict[str, object] = {
        "columns": [{"form": one.form, "period": one.period, "due": one.due} for one in found.columns],
        "schools": [{"school": code, "name": name, "states": [cell.state for cell in cells]} for code, name, cells in found.lines],
        "alarms": [{"state": one.state, "school": one.school_id, "submission": one.submission, "words": one.words} for one in waiting],
    }
    given.answer(values, "\n".join(lines))


@click.command(cls=Command)
@shared
@click.argument("number", type=int, metavar="收件号")
@pass_given
def begin(given: Given, number: int) -> None:
    """同意一所学校换新的编号(恢复过备份或换了电脑),只需一次。"""
    with given.bureau() as bureau:
        taken = intake.let_begin(bureau, number)
    given.answer({"taken": [one.outcome for one in taken]}, "\n".join(_line(one) for one in taken))


@click.command("return", cls=Command)
@shared
@click.argument("number", type=int, metavar="收件号")
@click.option("--finding", "texts", multiple=True, required=True, metavar="表:行:话", help="退回的理由,可以写几条;整张表写 0 行。")
@click.option("--to", "folder", type=_PATH, metavar="文件夹", help="回执写到哪里。")
@pass_given
def send_back(given: Given, number: int, texts: tuple[str, ...], folder: Path | None) -> None:
    """退回一份已收的材料,逐条写明理由。"""
    with given.bureau() as bureau:
        answer = intake.send_back(bureau, number, _findings(texts))
        written = receipts.write_receipts([answer], folder) if folder else []
    given.answer({"receipt": answer.number, "files": [str(one) for one in written]}, f"已退回,回执第 {answer.number:03} 号。")


def _findings(texts: tuple[str, ...]) -> list[Finding]:
    found = []
    for text in texts:
        table, _, rest = text.partition(":")
        row, _, words = rest.partition(":")
        if not row.isdigit() or not words.strip():
            raise click.UsageError("理由写成“表:行:话”,例如 student_counts:2:男生数少了一个班;整张表写 0 行。")
        found.append(Finding(code="value", table=table, row=int(row), words=words.strip()))
    return found


@click.command(cls=Command)
@shared
@click.argument("number", type=int, metavar="回执号")
@click.option("--to", "folder", type=_PATH, required=True, metavar="文件夹", help="写到哪里,例如 U 盘。")
@pass_given
def receipt(given: Given, number: int, folder: Path) -> None:
    """把一份回执再写一次,一字不差。"""
    with given.bureau() as bureau:
        answer = receipts.receipt_of(bureau, number)
        written = receipts.write_receipts([answer], folder)
    code = parse_receipt(answer.content).code
    given.answer({"path": str(written[0]), "outcome": answer.outcome, "code": code}, f"回执第 {number:03} 号,核对码 {code}:{written[0]}")


@click.command("returns", cls=Command)
@shared
@click.argument("period", metavar="2026-11")
@click.option("--form", default="general", metavar="general|confidential", help="哪一种;不写时是 general。")
@click.option("--to", "folder", type=_PATH, required=True, metavar="文件夹", help="写到哪里。")
@click.option("--publish", "open_", is_flag=True, help="写可以转发、公布的一份:只有全区合计,不足 10 的不写数,其余取整到 5。")
@pass_given
def returns_(given: Given, period: str, form: str, folder: Path, open_: bool) -> None:
    """把各校的表合在一起,写成 xlsx 和 CSV;每一行写明来自哪份报送。"""
    with given.bureau() as bureau:
        made = (publish if open_ else returns).files(bureau, form, period)
        written = write_files(made, folder)
    given.answer({"files": [str(one) for one in written]}, f"写好 {len(written)} 个文件:{folder}")


COMMANDS = (intake_, expect, status_, begin, send_back, receipt, returns_)
