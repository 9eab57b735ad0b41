"""全国学籍号: G + identity number, J + 18 characters for pupils without one, L + 18 for temporary numbers."""

from __future__ import annotations

import re

from jlt_desktop.domain.identity import normalised

_SHAPE = re.compile(r"[GJL][0-9]{17}[0-9X]")


class EduNumberProblem(ValueError):
    """The text is no 学籍号; the message is the sentence shown beside the field."""


def examine(text: str) -> str:
    """Return the number in its normal writing. Raises EduNumberProblem."""
    number = normalised(text)
    if _SHAPE.fullmatch(number):
        return number
    if re.fullmatch(r"\d{17}[\dX]", number):
        message = "学籍号应以 G、J 或 L 开头,这里缺了开头的字母。"
    else:
        message = "学籍号应为 G、J 或 L 加 18 位,共 19 位。"
    raise EduNumberProblem(message)
