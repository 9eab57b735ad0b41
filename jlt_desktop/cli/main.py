"""`jlt`: runs one command and turns every failure into a sentence and an exit status."""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jlt_desktop.cli import (
    boxes,
    bundles,
    district,
    entering,
    filling,
    lawful,
    making,
    obligations,
    records,
    school_keys,
    sheets,
    upkeep,
    yearly,
)
from jlt_desktop.cli.chinese import Group, usage_words
from jlt_desktop.cli.context import Given, shared
from jlt_desktop.domain.errors import SaidError, UserError
from jlt_desktop.vault.files import outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.cli.house import House

DONE, INPUT, USAGE, OUTSIDE = 0, 1, 2, 3

_FIRST_STEPS = """\b
先试一试(虚构的学校):
  jlt --vault 示范学校 demo --secrets 口令.json
  jlt --vault 示范学校 --user 周敏 list student --search 三年级1班
\b
正式建立:jlt setup --help。每个命令的写法:jlt 命令 --help。
"""


def run(argv: Sequence[str], house: House) -> int:
    """Run one command; returns 0 done, 1 the input's fault, 2 typed wrongly, 3 the world outside."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = Given(house, as_json="--json" in argv)
    try:
        status = program().main(list(argv), prog_name="jlt", standalone_mode=False, obj=given)
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.UsageError as error:
        return _typed_wrongly(error, given)
    except SaidError as error:
        return _said(error, given)
    except (click.Abort, KeyboardInterrupt):
        return _tell(given, OUTSIDE, {"what": "已停止。", "why": "", "kept": "没有做完的一步没有留下。", "todo": ""})
    except OSError as error:
        return _said(outside(error, "文件"), given)
    except Exception as error:  # noqa: BLE001  # a fault of the program is said in a sentence too, without any content
        return _tell(given, OUTSIDE, _fault(error))
    return status if isinstance(status, int) else DONE


def program() -> Group:
    """Return the whole command line."""

    @click.group(cls=Group, no_args_is_help=True, epilog=_FIRST_STEPS)
    @shared
    def jlt() -> None:
        """教联体学校台账。退出码:0 做成;1 输入有问题;2 命令写错;3 磁盘、锁、口令等外部原因。"""

    for module in (making, records, entering, sheets, filling, obligations, bundles, school_keys, yearly, lawful, boxes, upkeep, district):
        for command in module.COMMANDS:
            jlt.add_command(command)
    return jlt


def _said(error: SaidError, given: Given) -> int:
    status = INPUT if isinstance(error, UserError) else OUTSIDE
    return _tell(given, status, {"what": error.what, "why": error.why, "kept": error.kept, "todo": error.todo})


def _fault(error: Exception) -> dict[str, str]:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__},{Path(place.filename).name} 第 {place.lineno} 行"
    return {"what": "程序出了错。", "why": f"({where})", "kept": "没有做完的一步没有留下。", "todo": "请把这句话告诉维护的人。"}


def _typed_wrongly(error: click.UsageError, given: Given) -> int:
    words = usage_words(error)
    todo = f"写 {error.ctx.command_path} --help 看用法。" if error.ctx is not None else "写 jlt --help 看用法。"
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return USAGE
    return _tell(given, USAGE, {"what": words, "why": "", "kept": "", "todo": todo})


def _tell(given: Given, status: int, parts: dict[str, str]) -> int:
    if given.as_json:
        click.echo(json.dumps({"error": parts, "exit": status}, ensure_ascii=False))
    else:
        click.echo("".join(parts.values()), err=True)
    return status
