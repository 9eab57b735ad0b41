"""jlt keys ...: the school's keys: how they stand, asking for a certificate, taking in the bureau's answer, changing keys."""

from __future__ import annotations

from pathlib import Path

import click

from jlt_desktop.cli.chinese import Command, Group
from jlt_desktop.cli.context import Given, pass_given, shared, writable, write_output
from jlt_desktop.services import school_keys

_PATH = click.Path(path_type=Path)


@click.group(cls=Group)
@shared
def keys() -> None:
    """学校的签名钥匙:登记、证书、信任清单、换钥匙、挂失。"""


@click.command(cls=Command)
@shared
@pass_given
def status(given: Given) -> None:
    """看钥匙、证书、信任清单现在怎样。"""
    with given.office() as office:
        found = school_keys.standing(office)
    values: dict[str, object] = {
        "standing": [{"label": one.label, "found": one.found, "good": one.good, "todo": one.todo} for one in found]
    }
    given.answer(values, "\n".join(f"{'✓' if one.good else '▲'} {one.label}:{one.found}  {one.todo}".rstrip() for one in found))


@click.command(cls=Command)
@shared
@click.option("--to", "folder", type=_PATH, required=True, metavar="文件夹", help="申请文件写到哪里,例如 U 盘。")
@click.option("--sheet", type=_PATH, metavar="OUT.pdf", help="同时印出登记表(签字盖章,和 U 盘一起交)。")
@pass_given
def ask(given: Given, folder: Path, sheet: Path | None) -> None:
    """申请证书(校长的账户):写出申请文件,印登记表。"""
    _check(folder, sheet)
    with given.office() as office:
        made = school_keys.ask_for_certificate(office)
        path = school_keys.write_request(office, folder)
        _print(given, office, sheet)
    values: dict[str, object] = {"path": str(path), "fingerprint": made.key_fingerprint, "reason": made.reason}
    given.answer(values, f"申请已写好:{path}\n钥匙指纹 {made.key_fingerprint}\n请打印登记表,签字盖章后和 U 盘一起交给教育局。")


def _check(folder: Path, sheet: Path | None) -> None:
    from jlt_desktop.services.submitting import check_folder  # with the commands that need it

    check_folder(folder)
    if sheet is not None:
        writable(sheet)


def _print(given: Given, office: object, sheet: Path | None) -> None:
    if sheet is None:
        return
    from jlt_desktop.paper.fonts import Fonts  # paper is read only where something is printed
    from jlt_desktop.services.enrol_sheet import enrol_sheet
    from jlt_desktop.services.printing import to_pdf

    write_output(sheet, to_pdf(enrol_sheet(office), Fonts(given.house.resources / "fonts")).pdf)  # type: ignore[arg-type]  # an office


@click.command(cls=Command)
@shared
@click.argument("fingerprint", metavar="指纹")
@pass_given
def pin(given: Given, fingerprint: str) -> None:
    """登记教育局根钥匙的指纹(照纸面通知抄,不要从 U 盘上拿)。"""
    with given.office() as office:
        kept = school_keys.pin_root(office, fingerprint)
    given.answer({"root": kept}, f"已登记:{kept}")


@click.command(cls=Command)
@shared
@click.argument("folder", type=_PATH, metavar="文件夹")
@pass_given
def take(given: Given, folder: Path) -> None:
    """导入教育局交回的信任清单和证书。"""
    with given.office() as office:
        found = school_keys.take_folder(office, folder)
    given.answer({"taken": found}, f"已导入:{'、'.join(found)}。")


@click.command(cls=Command)
@shared
@click.option("--to", "folder", type=_PATH, required=True, metavar="文件夹", help="交接文件写到哪里,例如 U 盘。")
@pass_given
def rotate(given: Given, folder: Path) -> None:
    """换钥匙(校长的账户):旧钥匙签给新钥匙;拿到新证书以前仍用旧的。"""
    _check(folder, None)
    with given.office() as office:
        made = school_keys.rotate(office)
        path = school_keys.write_rotation(office, folder)
    values: dict[str, object] = {"path": str(path), "old": made.old_fingerprint, "new": made.new_fingerprint}
    given.answer(values, f"交接文件已写好:{path}\n新钥匙指纹 {made.new_fingerprint}\n教育局发来新证书并导入以后,才换上新钥匙。")


@click.command(cls=Command)
@shared
@click.option("--to", "folder", type=_PATH, required=True, metavar="文件夹", help="申请文件写到哪里,例如 U 盘。")
@click.option("--sheet", type=_PATH, metavar="OUT.pdf", help="同时印出登记表。")
@pass_given
def lost(given: Given, folder: Path, sheet: Path | None) -> None:
    """钥匙丢失或泄露(校长的账户):马上换一把,按纸面重新登记。"""
    _check(folder, sheet)
    with given.office() as office:
        made = school_keys.replace_lost(office)
        path = school_keys.write_request(office, folder)
        _print(given, office, sheet)
    values: dict[str, object] = {"path": str(path), "fingerprint": made.key_fingerprint, "replaces": made.replaces}
    given.answer(values, f"已换上新钥匙,申请写在:{path}\n请马上打电话给教育局作废原来的 {made.replaces}。")


for _one in (status, ask, pin, take, rotate, lost):
    keys.add_command(_one)

COMMANDS = (keys,)
"""The commands of this file."""
