"""Minutes as an official paper (纪要), described without ink: what GB/T 9704-2012 asks to stand on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

Level = Literal[0, 1, 2, 3, 4]
BODY: Level = 0
_FIGURES = "零一二三四五六七八九"
_YEAR = re.compile(r"[〔\[(（【［]\s*(\d{4})\s*年?\s*[〕\])）】］]")
_LEADING = re.compile(r"(?<=[〕第])\s*0*(?=\d)")
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_BESIDE = "[\u3400-\u9fff\U00020000-\U0003ffff\u3001-\u3011\u201c\u201d（）]"
_SPACES = re.compile(rf"(?<={_BESIDE}) +(?=[!-~])|(?<=[!-~]) +(?={_BESIDE})")
_NARROW = re.compile(rf"(?<={_BESIDE})[,;:?!()]|[,;:?!()](?={_BESIDE})")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. level: 0 body, 1 一、 2 (一) 3 1. 4 (1), numbered in their order. more: body text that goes on in the same line."""

    text: str
    level: Level = BODY
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """Minutes to be issued.

    name: neutral, for file and print job. mark: the red heading, 某某会议纪要. number: 〔2026〕3号 or 第3期. body: who issues them.
    on: the day of issue. title: of this meeting, when the mark does not say enough. copies_to: 抄送. operator and printed_at: who
    printed this copy and when, small in the lowest margin.
    """

    name: str
    mark: str
    paragraphs: tuple[Paragraph, ...]
    number: str = ""
    body: str = ""
    on: date | None = None
    title: str = ""
    present: tuple[str, ...] = ()
    on_leave: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    operator: str = ""
    printed_at: datetime | None = None


def number_text(typed: str) -> str:
    """Return a number of minutes with the brackets and figures the standard asks for: [2026]03号 becomes 〔2026〕3号, 3 becomes 第3期."""
    if typed.strip().isdigit():
        return f"第{int(typed)}期"
    return _LEADING.sub("", _YEAR.sub(r"〔\1〕", typed.strip()))


def official_text(text: str) -> str:
    """Return a text as papers print it: full-width signs beside Chinese characters, no blanks around figures; 14:30 stays."""
    text, before = _SPACES.sub("", text), ""
    while before != text:
        before, text = text, _NARROW.sub(lambda found: _WIDE[found[0]], text)
    return text


def chinese(number: int) -> str:
    """Return a whole number from 1 to 99 in Chinese figures."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _FIGURES[ones]
    return f"{'' if tens == 1 else _FIGURES[tens]}十{_FIGURES[ones] if ones else ''}"


def numbered(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, Paragraph]]:
    """Go through paragraphs with the number each begins with; a heading begins the numbers below it anew."""
    counts = [0, 0, 0, 0, 0]
    for one in paragraphs:
        if one.level != BODY:
            counts[one.level] += 1
            counts[one.level + 1 :] = [0] * (4 - one.level)
        yield _number(one.level, counts[one.level]), one


def _number(level: Level, count: int) -> str:
    match level:
        case 1:
            return f"{chinese(count)}、"
        case 2:
            return f"（{chinese(count)}）"
        case 3:
            return f"{count}."
        case 4:
            return f"（{count}）"
        case _:
            return ""
