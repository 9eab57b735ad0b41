"""jlt fill: a form of the bureau's own, filled from a ledger."""

from __future__ import annotations

from pathlib import Path

import click

from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, existing, pass_given, shared, writable, write_output
from jlt_desktop.services.filling import Filled, fill_file, in_class
from jlt_desktop.services.listing import Wanted, matching

_PATH = click.Path(path_type=Path)


@click.command(cls=Command)
@shared
@click.argument("ledger", metavar="台账")
@click.argument("template", type=_PATH, metavar="上级表.xlsx")
@click.argument("out", type=_PATH, metavar="OUT.xlsx")
@click.option("--class", "class_", default="", metavar="班级", help="只填一个班;写作 三年级2班 或 三2。")
@click.option("--search", default="", metavar="词", help="只填查得到的:姓名、拼音、首字母、号码尾数。")
@pass_given
def fill(given: Given, ledger: str, template: Path, out: Path, class_: str, search: str) -> None:
    """把台账填进上级发的 xlsx 表;只改要填的那张工作表,写好以后回读核对。"""
    existing(template)
    writable(out)
    with given.office() as office:
        found = office.ledger(ledger)
        records = matching(office, found, Wanted(search=search))
        if class_:
            records = in_class(office, found, records, class_)
        done = fill_file(office, found, records, template, out)
    write_output(out, done.content)
    values = {"path": str(out), "written": done.written, "left_blank": list(done.left_blank), "notes": list(done.notes)}
    given.answer(values, _words(done, out))


def _words(done: Filled, out: Path) -> str:
    lines = [f"写入 {done.written} 行,回读一致:{out.name}"]
    if done.left_blank:
        lines.append(f"台账里没有、留空的列:{'、'.join(done.left_blank)}。")
    return "\n".join([*lines, *done.notes])


COMMANDS = (fill,)
