"""jlt import, jlt undo-import, jlt export, jlt report."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, existing, pass_given, read_input, shared, writable, write_output
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.figures import Crosstab
from jlt_desktop.domain.periods import is_period, span
from jlt_desktop.services.exporting import export_workbook, left_out_workbook
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.listing import Wanted, matching
from jlt_desktop.services.undoing import undo_import
from jlt_desktop.sheets.read import read_file

if TYPE_CHECKING:
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.domain.report import Report
    from jlt_desktop.services.import_plan import Plan
    from jlt_desktop.services.office import Office

_PATH = click.Path(path_type=Path)


@click.command(cls=Command, name="import")
@shared
@click.argument("ledger", metavar="台账")
@click.argument("file", type=_PATH, metavar="文件")
@click.option("--dry-run", is_flag=True, help="只预览,不写入。")
@click.option("--refused", type=_PATH, metavar="OUT.xlsx", help="把没有导入的行连同原因存成工作簿。")
@click.option("--answer", "answers", multiple=True, metavar="问题=理由", help="对某一类需核对的问题写明理由,可以写几次。")
@click.option("--sheet", metavar="工作表", help="读哪一张工作表;不写时自动选。")
@pass_given
def import_sheet(
    given: Given, ledger: str, file: Path, dry_run: bool, refused: Path | None, answers: tuple[str, ...], sheet: str | None
) -> None:
    """从 xlsx、xls、ods、csv 导入;先看全部,再一次写入,可以撤销。"""
    # what is there is read as the windows read it: a workbook open in WPS has a sentence of its own
    content = read_file(file) if file.is_file() else read_input(file)
    if refused is not None:
        writable(refused)
    with given.office() as office:
        plan = plan_import(office, office.ledger(ledger), file.name, content, sheet=sheet, answers=_answers(answers))
        if refused is not None and plan.left_out:
            write_output(refused, left_out_workbook(plan))
        done = None if dry_run else apply_import(office, plan)
    asked = {name: len(rows) for name, rows in plan.questions.items()}
    values: dict[str, object] = {
        **asdict(plan.counts), "questions": sum(asked.values()), "only_in_vault": len(plan.only_in_vault),
        "import_id": done.id if done else None, "dry_run": dry_run, "asked": asked, "notes": list(plan.notes),
        "left_out": [{"row": row.number, "kind": row.kind, "reasons": _reasons(row)} for row in plan.left_out],
    }  # fmt: skip
    given.answer(values, _words(plan, done.id if done else "", refused))


def _reasons(row: object) -> list[str]:
    problems, questions = row.problems, row.questions  # type: ignore[attr-defined]  # a planned row
    return [*(one.text for one in problems), *(one.text for one in questions)]


def _answers(pairs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, sign, reason = pair.partition("=")
        if not sign or not reason.strip():
            raise click.UsageError(f"--answer 要写成 问题=理由,这里是“{pair}”。")
        found[name.strip()] = reason.strip()
    return found


def _words(plan: Plan, run: str, refused: Path | None) -> str:
    counts = plan.counts
    done = f"新增 {counts.added},更新 {counts.changed},不变 {counts.same},待核对 {counts.skipped},拒收 {counts.refused}"
    lines = [f"读到 {counts.read} 行:{done}。"]
    if plan.only_in_vault:
        lines.append(f"本校有而文件里没有的 {len(plan.only_in_vault)} 条,没有改动。")
    lines += [f"第 {row.number} 行:{' '.join(_reasons(row))}" for row in plan.left_out[:20]]
    if len(plan.left_out) > 20:
        lines.append(f"……还有 {len(plan.left_out) - 20} 行。")
    lines += [f"问题 {name}:{len(rows)} 行,可用 --answer {name}=理由 一次说明。" for name, rows in plan.questions.items()]
    if refused is not None and plan.left_out:
        lines.append(f"没有导入的行存在 {refused.name}。")
    lines.append(f"已写入。撤销:jlt undo-import {run}" if run else "只是预览,没有写入。")
    return "\n".join(lines)


@click.command(cls=Command, name="undo-import")
@shared
@click.argument("run", metavar="导入编号")
@pass_given
def undo(given: Given, run: str) -> None:
    """撤销一次导入;导入后改过的保留。"""
    with given.office() as office:
        done = undo_import(office, run)
    values: dict[str, object] = {
        "reversed": done.reversed, "kept": len(done.kept), "refused": len(done.refused),
        "reasons": [f"{called}:{why}" for called, why in (*done.kept, *done.refused)],
    }  # fmt: skip
    given.answer(values, f"撤回 {done.reversed} 条,保留 {len(done.kept)} 条(导入后改过),不能撤回 {len(done.refused)} 条。")


@click.command(cls=Command, name="export")
@shared
@click.argument("ledger", metavar="台账")
@click.argument("out", type=_PATH, metavar="OUT.xlsx")
@click.option("--masked", is_flag=True, help="遮住姓名和号码,去掉敏感项目。")
@pass_given
def export(given: Given, ledger: str, out: Path, masked: bool) -> None:
    """导出成 Excel 工作簿。"""
    writable(out)
    with given.office() as office:
        found = office.ledger(ledger)
        records = matching(office, found, Wanted())
        data = export_workbook(office, found, records, masked=masked)
    write_output(out, data)
    given.answer({"path": str(out), "records": len(records), "masked": masked}, f"已导出 {len(records)} 条:{out.name}")


@click.command(cls=Command)
@shared
@click.argument("ledger", metavar="台账")
@click.argument("name", metavar="表")
@click.argument("out", type=_PATH, metavar="OUT.pdf|OUT.xlsx")
@click.option("--period", default="", metavar="期间", help="月 2026-11、学期 2026-T1、全年 2026;不写就是本学期。")
@click.option("--masked", is_flag=True, help="公示或交出用:遮住姓名,不显示小数目。")
@click.option("--form", "template", type=_PATH, metavar="上级表.xlsx", help="按年级的统计表填进上级发的表;只改那张工作表。")
@pass_given
def report(given: Given, /, ledger: str, name: str, out: Path, period: str, masked: bool, template: Path | None) -> None:
    """把台账的一张统计表或名单印成 PDF,或者写成 Excel。"""
    from jlt_desktop.paper.fonts import Fonts  # paper is read only where something is printed
    from jlt_desktop.services.printing import to_pdf
    from jlt_desktop.services.reporting import report_document, report_of, report_workbook

    writable(out)
    if period and not is_period(period):
        raise UserError(f"期间“{period}”不对。", "", "没有写文件。", "按月写 2026-11,按学期写 2026-T1 或 2026-T2,全年写 2026。")
    with given.office() as office:
        found, days = office.ledger(ledger), span(period, office.around().calendar) if period else None
        if template is not None:
            _filled(given, office, report_of(found, name), days, (template, out))
            return
        if out.suffix.lower() == ".xlsx":
            write_output(out, report_workbook(office, found, name, masked=masked, span=days))
            given.answer({"path": str(out)}, f"已写好 {out.name}。")
            return
        printed = to_pdf(report_document(office, found, name, masked=masked, span=days), Fonts(given.house.resources / "fonts"))
    write_output(out, printed.pdf)
    given.answer({"path": str(out), "pages": printed.pages, "missing": list(printed.missing)}, f"已写好 {out.name},共 {printed.pages} 页。")


def _filled(given: Given, office: Office, report: Report, days: Span | None, files: tuple[Path, Path]) -> None:
    from jlt_desktop.services.crosstabs import usual_span  # as above
    from jlt_desktop.services.filling import kept_apart
    from jlt_desktop.services.filling_figures import fill_report

    template, out = files
    ledger = next(one for one in office.ledgers.values() if report in one.reports)
    if not isinstance(report, Crosstab):
        raise UserError(f"“{report.title}”不能填进上级的表。", "", "没有写文件。", "逐人的名册用 jlt fill。")
    done = fill_report(office, ledger, report, days or usual_span(office), kept_apart(existing(template), out), template.name)
    write_output(out, done.content)
    values = {"path": str(out), "written": done.written, "left_blank": list(done.left_blank), "notes": list(done.notes)}
    given.answer(values, "\n".join([f"写入 {done.written} 行,回读一致:{out.name}", *done.notes]))


COMMANDS = (import_sheet, undo, export, report)
