"""The log: where in the program something went wrong, and never what stood in a record.

A line holds the fixed words of the code, numbers and plain names of the program. Everything else is left out, whoever logs it:
Chinese text, texts of exceptions, lines of source.
"""

from __future__ import annotations

import logging
import re
import traceback
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,60}")
_LEFT_OUT = "..."
_SIZE, _OLDER = 200_000, 2
NAME = "log.txt"


class PlainFormatter(logging.Formatter):
    """Writes a record without anything that could come from a person."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and one more for each step of a traceback: module, line, function."""
        words = record.msg if isinstance(record.msg, str) and record.msg.isascii() else _LEFT_OUT
        given = record.args if isinstance(record.args, tuple) else ()
        text = words % tuple(map(_plain, given)) if given and words != _LEFT_OUT else words
        head = f"{self.formatTime(record)} {record.levelname} {record.name} {text}"
        return "\n".join([head, *self._steps(record)])

    @staticmethod
    def _steps(record: logging.LogRecord) -> list[str]:
        if not record.exc_info or record.exc_info[2] is None:
            return []
        steps = traceback.extract_tb(record.exc_info[2])
        return [f"  {_module(one.filename)}:{one.lineno} {one.name}" for one in steps]


def _plain(value: object) -> object:
    if isinstance(value, int | float):
        return value
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else _LEFT_OUT


def _module(path: str) -> str:
    # where the program lies may hold the name of the person at the computer
    parts = path.replace("\\", "/").rsplit("/", 3)
    return "/".join(parts[-2:])


def set_up(folder: Path) -> None:
    """Write the program's own log into a folder of the user's profile, once; where that cannot be written, go without one."""
    log = logging.getLogger("jlt_desktop")
    if any(isinstance(one.formatter, PlainFormatter) for one in log.handlers):
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / NAME, maxBytes=_SIZE, backupCount=_OLDER, encoding="ascii", errors="replace")
    except OSError:
        return
    handler.setFormatter(PlainFormatter())
    log.addHandler(handler)
    log.propagate = False
