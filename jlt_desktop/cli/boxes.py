"""jlt box, jlt summary: for an inspection the box of a task or all of a semester; the table of the fifteen tasks."""

from __future__ import annotations

from pathlib import Path

import click

from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, existing, pass_given, shared, writable, write_output
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.periods import is_period

_PATH = click.Path(path_type=Path)


@click.command(cls=Command)
@shared
@click.argument("task", metavar="任务|all")
@click.argument("out", type=_PATH, metavar="OUT.pdf|文件夹")
@click.option("--semester", default="", metavar="学期", help="写作 2026-T1(第一学期)或 2026-T2;不写就是本学期。")
@click.option("--names", is_flag=True, help="校内留存用:学生和家长的姓名不遮住。")
@pass_given
def box(given: Given, task: str, out: Path, semester: str, names: bool) -> None:
    """台账盒:一项任务(1 至 15;0 是总体工作)装成一个 PDF;写 all 时每项任务一个,放进文件夹。"""
    from jlt_desktop.paper.fonts import Fonts  # paper is read only where something is printed
    from jlt_desktop.services.box import Boxes, box_period, write_boxes

    if semester and not (is_period(semester) and "-T" in semester):
        raise UserError(f"学期“{semester}”不对。", "", "没有写文件。", "第一学期写 2026-T1,第二学期写 2026-T2(九月那一年)。")
    if task != "all" and not task.isdigit():
        raise UserError(f"任务“{task}”不对。", "", "没有写文件。", "写 1 至 15 的数,或者 all。")
    if task == "all" and not out.is_dir():
        raise OutsideError(f"没有文件夹“{out}”。", "", "没有写文件。", "请先建好文件夹。")
    if task != "all":
        writable(out)
    with given.office() as office:
        boxes = Boxes(office, semester or box_period(office.today()), Fonts(given.house.resources / "fonts"), masked=not names)
        if task == "all":
            made = write_boxes(boxes, out)
        else:
            made = [boxes.bind(boxes.task(int(task)))]
            write_output(out, made[0].pdf)
    rows = [{"task": one.task.number, "file": one.name, "pages": one.pages, "left_out": list(one.left_out)} for one in made]
    lines = [f"{one.name}\t{one.pages} 页" + (f"\t{';'.join(one.left_out)}" if one.left_out else "") for one in made]
    given.answer({"path": str(out), "boxes": rows}, "\n".join([*lines, f"已装好 {len(made)} 盒。"]))


@click.command(cls=Command)
@shared
@click.argument("out", type=_PATH, metavar="OUT.pdf|OUT.xlsx")
@click.option("--period", default="", metavar="期间", help="学期 2026-T1、月 2026-11、全年 2026;不写就是本学期。")
@click.option("--form", "template", type=_PATH, metavar="上级表.xlsx", help="填进上级发的表;只改那张工作表。")
@pass_given
def summary(given: Given, out: Path, period: str, template: Path | None) -> None:
    """任务完成情况汇总表:十五项任务各一行,由台账算出。"""
    from jlt_desktop.paper.fonts import Fonts  # as above
    from jlt_desktop.services.box import box_period
    from jlt_desktop.services.filling import kept_apart
    from jlt_desktop.services.filling_figures import fill_summary
    from jlt_desktop.services.printing import to_pdf
    from jlt_desktop.services.summary import summary_document, summary_workbook

    if period and not is_period(period):
        raise UserError(f"期间“{period}”不对。", "", "没有写文件。", "按月写 2026-11,按学期写 2026-T1 或 2026-T2,全年写 2026。")
    writable(out)
    content = kept_apart(existing(template), out) if template else b""
    with given.office() as office:
        days = period or box_period(office.today())
        if template is not None:
            done = fill_summary(office, days, content, template.name)
            write_output(out, done.content)
            values = {"path": str(out), "written": done.written, "left_blank": list(done.left_blank), "notes": list(done.notes)}
            given.answer(values, "\n".join([f"写入 {done.written} 行,回读一致:{out.name}", *done.notes]))
            return
        if out.suffix.lower() == ".xlsx":
            write_output(out, summary_workbook(office, days))
            given.answer({"path": str(out)}, f"已写好 {out.name}。")
            return
        printed = to_pdf(summary_document(office, days), Fonts(given.house.resources / "fonts"))
    write_output(out, printed.pdf)
    given.answer({"path": str(out), "pages": printed.pages, "missing": list(printed.missing)}, f"已写好 {out.name},共 {printed.pages} 页。")


COMMANDS = (box, summary)
