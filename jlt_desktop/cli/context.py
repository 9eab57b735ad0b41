"""What every command shares: where the data is, who asks, and how the answer is given."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.vault.files import outside, write_whole

if TYPE_CHECKING:
    from jlt_desktop.cli.house import House
    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.services.office import Office


@dataclass
class Given:
    """What was typed before or after the command."""

    house: House
    vault: Path | None = None
    user: str = ""
    password_file: Path | None = None
    as_json: bool = False

    @property
    def folder(self) -> Path:
        """Return the folder of the vault."""
        return self.vault or self.house.usual

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Unlock for the length of one command. Raises OutsideError, UsageError without a user."""
        if not self.user:
            raise click.UsageError("请用 --user 写明是谁(姓名)。")
        office = self.house.open_office(self.folder, self.user, self.password())
        try:
            yield office
        finally:
            office.close()

    @property
    def desk_folder(self) -> Path:
        """Return the folder of the bureau's vault."""
        return self.vault or self.house.usual_desk

    @contextmanager
    def bureau(self) -> Iterator[Bureau]:
        """Unlock the bureau's desk for the length of one command. Raises OutsideError, UsageError without a user."""
        if not self.user:
            raise click.UsageError("请用 --user 写明是谁(姓名)。")
        bureau = self.house.open_bureau(self.desk_folder, self.user, self.password())
        try:
            yield bureau
        finally:
            bureau.close()

    def password(self) -> str:
        """Return the passphrase: from the file, the environment, or typed at a terminal."""
        if self.password_file is not None:
            return read_secret(self.password_file)
        found = os.environ.get("JLT_PASSWORD")
        if found is not None:
            return found
        if sys.stdin is not None and sys.stdin.isatty():
            return getpass.getpass("口令:")
        raise click.UsageError("请用 --password-file 或环境变量 JLT_PASSWORD 给出口令。")

    def answer(self, values: Mapping[str, object], words: str) -> None:
        """Give the one answer of a command."""
        if self.as_json:
            click.echo(json.dumps(values, ensure_ascii=False))
        else:
            click.echo(words)


def read_secret(path: Path) -> str:
    """Return the first line of a file. Raises OutsideError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise OutsideError(f"读不到口令文件“{path.name}”。", "", "数据没有改动。", "请核对位置;文件里只写口令,一行。") from None
    return lines[0] if lines else ""


def read_input(path: Path, most: int | None = None) -> bytes:
    """Return a file that a command was given, one byte more than `most` at the utmost. Raises UserError, OutsideError."""
    try:
        with existing(path).open("rb") as file:
            return file.read() if most is None else file.read(most + 1)
    except OSError as error:
        raise outside(error, path.name) from None


def existing(path: Path) -> Path:
    """Return the path of a file that a command was given. Raises UserError when there is none or it is a folder."""
    if path.is_dir():
        raise UserError(f"“{path.name or path}”是文件夹,不是文件。", "", "数据没有改动。", "请写明文件名。")
    if not path.exists():
        raise UserError(f"没有找到“{path.name}”。", "", "数据没有改动。", "请核对文件名和位置。")
    return path


def write_output(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OutsideError."""
    writable(path)
    write_whole(path, data)


def writable(path: Path) -> Path:
    """Return a path that a file can be written to, before long work is begun for it. Raises OutsideError, UserError."""
    if not path.parent.is_dir():
        raise OutsideError(f"没有文件夹“{path.parent}”。", "", "没有写文件。", "请先建好文件夹。")
    if path.is_dir():
        raise UserError(f"“{path.name or path}”是文件夹,不能写成文件。", "", "没有写文件。", "请写明文件名。")
    return path


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that may stand before or after a command."""
    options = (
        click.option("--json", "as_json", is_flag=True, expose_value=False, callback=_keep, help="只输出一个 JSON 对象。"),
        click.option(
            "--password-file",
            type=_PATH,
            metavar="文件",
            expose_value=False,
            callback=_keep,
            help="口令文件;也可以用环境变量 JLT_PASSWORD。",
        ),
        click.option("--user", metavar="姓名", expose_value=False, callback=_keep, help="以谁的身份打开。"),
        click.option("--vault", type=_PATH, metavar="文件夹", expose_value=False, callback=_keep, help="学校数据所在的文件夹。"),
    )
    for one in options:
        command = one(command)
    return command


def _keep(ctx: click.Context, param: click.Parameter, value: object) -> None:
    if value and param.name:
        setattr(ctx.find_object(Given), param.name, value)


_PATH = click.Path(path_type=Path)
pass_given = click.make_pass_decorator(Given)
