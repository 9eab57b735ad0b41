"""jlt check, jlt backup, jlt restore, jlt people."""

from __future__ import annotations

from pathlib import Path

import click

from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, existing, pass_given, shared
from jlt_desktop.services import handover, upkeep

_PATH = click.Path(path_type=Path)


@click.command(cls=Command)
@shared
@pass_given
def check(given: Given) -> int:
    """核对这个账户能打开的数据:文件、日志链、记录。"""
    with given.office() as office:
        found = upkeep.check(office)
    given.answer({"ok": not found, "findings": found}, "数据完好。" if not found else "\n".join(found))
    return 1 if found else 0


@click.command(cls=Command)
@shared
@click.argument("folder", type=_PATH, metavar="文件夹")
@pass_given
def backup(given: Given, folder: Path) -> None:
    """做一份备份,并读回来核对。"""
    with given.office() as office:
        made = upkeep.back_up(office, folder)
    values: dict[str, object] = {"path": str(made.path), "size": made.size, "records": sum(made.counts.values())}
    given.answer(values, f"备份已写好,读回核对一致:{made.path}")


@click.command(cls=Command)
@shared
@click.argument("file", type=_PATH, metavar="备份文件")
@click.option("--dry-run", is_flag=True, help="只看备份里有什么,不恢复。")
@pass_given
def restore(given: Given, file: Path, *, dry_run: bool) -> None:
    """用备份恢复;原来的数据改名保留,不删除。"""
    if dry_run:
        told = upkeep.told_of(existing(file), given.house.ledgers)
        given.answer({"backup": told.headline, "holds": list(told.lines)}, "\n".join((f"{told.headline}。", *told.lines)))
        return
    kept = upkeep.restore(existing(file), given.folder)
    words = f"已恢复到 {given.folder}。" + (f"原来的数据保留在 {kept}。" if kept else "")
    given.answer({"vault": str(given.folder), "kept": str(kept) if kept else None}, words)


@click.command(cls=Command)
@shared
@pass_given
def people(given: Given) -> None:
    """列出谁能解锁、各能打开什么;换人和换钥匙在窗口里办。"""
    with given.office() as office:
        found = handover.here(office)
    rows = [{"name": one.name, "role": one.role, "opens": list(one.opens)} for one in found]
    given.answer({"people": rows}, "\n".join(f"{one.name}\t{one.title}\t{'、'.join(one.opens)}" for one in found))


COMMANDS = (check, backup, restore, people)
