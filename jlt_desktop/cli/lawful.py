"""jlt papers, jlt paper, jlt person: what the law asks a school to have at hand."""

from __future__ import annotations

from pathlib import Path

import click

from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, pass_given, shared, writable, write_output

_PATH = click.Path(path_type=Path)


@click.command(cls=Command)
@shared
@pass_given
def papers(given: Given) -> None:
    """列出依法应备的材料。"""
    from jlt_desktop.services.law_papers import law_papers  # paper is read only where something is printed

    with given.office() as office:
        found = law_papers(office)
    rows = [{"name": one.key, "title": one.title, "use": one.use, "law": one.law, "about": one.about} for one in found]
    given.answer({"papers": rows}, "\n".join(f"{one.key:20}{one.title}。{one.use}" for one in found))


@click.command(cls=Command)
@shared
@click.argument("name", metavar="材料")
@click.argument("out", type=_PATH, metavar="OUT.pdf|OUT.xlsx")
@click.option("--year", type=click.IntRange(2000, 2100), metavar="年份", help="哪一年的数字(1 至 12 月);不写时三月以前是上一年。")
@click.option("--about", default="", metavar="编号", help="写给某一名学生家长的,写学生的编号;不写就印空白的。")
@pass_given
def paper(given: Given, name: str, out: Path, year: int | None, about: str) -> None:
    """把一份依法应备的材料填上已知的内容,印成 PDF,或者写成可以改的 Excel。"""
    from jlt_desktop.paper.fonts import Fonts  # as above
    from jlt_desktop.services.law_papers import law_document
    from jlt_desktop.services.printing import to_pdf
    from jlt_desktop.sheets.write_document import document_workbook

    writable(out)
    with given.office() as office:
        made = law_document(office, name, year=year, about=about)
    if out.suffix.lower() == ".xlsx":
        write_output(out, document_workbook(made))
        given.answer({"path": str(out), "title": made.title}, f"已写好 {out.name}:{made.title}。")
        return
    printed = to_pdf(made, Fonts(given.house.resources / "fonts"))
    write_output(out, printed.pdf)
    values = {"path": str(out), "title": made.title, "pages": printed.pages, "missing": list(printed.missing)}
    given.answer(values, f"已写好 {out.name}:{made.title},共 {printed.pages} 页。")


@click.command(cls=Command)
@shared
@click.argument("record", metavar="学生编号")
@click.argument("out", type=_PATH, metavar="OUT.pdf")
@click.option("--asked-by", required=True, metavar="姓名", help="申请人;先核对身份。")
@click.option("--relation", default="", metavar="关系", help="与学生的关系。")
@click.option("--purpose", default="", metavar="用途", help="申请人说明的用途。")
@pass_given
def person(given: Given, record: str, out: Path, asked_by: str, relation: str, purpose: str) -> None:
    """监护人申请查阅时:一名学生的全部信息,别人的遮住,记入日志。"""
    from jlt_desktop.paper.fonts import Fonts  # as above
    from jlt_desktop.services.one_person import Asking, person_document
    from jlt_desktop.services.printing import to_pdf

    writable(out)
    with given.office() as office:
        printed = to_pdf(person_document(office, record, Asking(asked_by, relation, purpose)), Fonts(given.house.resources / "fonts"))
    write_output(out, printed.pdf)
    given.answer({"path": str(out), "pages": printed.pages, "missing": list(printed.missing)}, f"已写好 {out.name},共 {printed.pages} 页。")


COMMANDS = (papers, paper, person)
