"""jlt demo, jlt setup, jlt shots."""

from __future__ import annotations

from pathlib import Path

import click

from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, existing, pass_given, shared, writable
from jlt_desktop.domain.errors import SaidError
from jlt_desktop.services.demo import discard, write_secrets
from jlt_desktop.services.setup import ROLES, read_answers
from jlt_desktop.vault.files import write_whole

_PATH = click.Path(path_type=Path)

_ANSWERS = """\b
FILE.toml 这样写(人员至少要有 clerk 校办文员和 principal 校长;counselor 是心理教师):
\b
  [school]
  school_name = "某某镇中心小学"
  school_code = "2109990001"
  region_code = "210999"
  school_type = "小学"
\b
  [[people]]
  name = "姓名"
  role = "clerk"
  password = "至少十个字的口令"
\b
  [bureau]
  district = "210999"
  recipient = "age1……(教育局给的收件钥匙)"
"""


@click.command(cls=Command)
@shared
@click.option("--students", type=click.IntRange(0, 50_000), default=600, metavar="人数", help="学生人数,可以是 0;不写时 600。")
@click.option("--seed", type=int, default=1, metavar="整数", help="同一个数生成同样的学校;不写时 1。")
@click.option("--secrets", type=_PATH, required=True, metavar="OUT.json", help="把口令和教育局的钥匙写到这里。")
@pass_given
def demo(given: Given, students: int, seed: int, secrets: Path) -> None:
    """在空文件夹里建一所示范学校(虚构数据)。"""
    writable(secrets)
    made = given.house.build_demo(given.folder, students, seed)
    try:
        write_secrets(made, secrets)
    except SaidError:
        discard(given.folder)  # nobody could open a school whose secrets were not written
        raise
    people = ";".join(f"{ROLES[one.role]} {one.name} 口令 {one.password}" for one in made.users)
    answer = {"vault": str(given.folder), "students": students, "secrets": str(secrets)}
    given.answer(answer, f"示范学校已建好({students} 名虚构学生):{given.folder}\n{people}")


@click.command(cls=Command, epilog=_ANSWERS)
@shared
@click.option("--answers", type=_PATH, required=True, metavar="FILE.toml", help="学校、人员、口令、收件钥匙。")
@click.option("--sheets", type=_PATH, metavar="OUT.txt", help="把恢复码写到文件;不写时显示出来,请抄到纸上。")
@pass_given
def setup(given: Given, answers: Path, sheets: Path | None) -> None:
    """建立一所学校的数据。"""
    if sheets is not None:
        writable(sheets)
    made = given.house.create_office(given.folder, read_answers(existing(answers)))
    codes = [{"title": one.title, "code": "-".join(one.groups)} for one in made]
    lines = [f"{one['title']}:{one['code']}" for one in codes]
    head = f"学校数据已建好:{given.folder}"
    if sheets is None:
        given.answer({"vault": str(given.folder), "recovery": codes}, "\n".join([head, "恢复码如下,请抄到纸上分开保管:", *lines]))
        return
    write_whole(sheets, ("\n".join(lines) + "\n").encode(), private=True)
    words = f"{head}\n恢复码在 {sheets.name} 里,请抄到纸上分开保管后删掉文件。"
    given.answer({"vault": str(given.folder), "sheets": str(sheets)}, words)


@click.command(cls=Command)
@shared
@click.argument("folder", type=_PATH, metavar="文件夹")
@pass_given
def shots(given: Given, folder: Path) -> None:
    """把每个窗口画成 PNG。"""
    with given.office() as office:
        made = given.house.shots(office, folder)
    given.answer({"pictures": [str(one) for one in made], "count": len(made)}, f"画了 {len(made)} 张:{folder}")


COMMANDS = (demo, setup, shots)
