"""What closes minutes: whom copies go to, at the foot of the last page; and the number at the foot of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields_time import chinese_day
from jlt_desktop.paper.fonts import MAIN, Run
from jlt_desktop.paper.official import LEFT, LINES, MM, SMALL, WIDTH, Paper
from jlt_desktop.paper.paragraphs import Column, Line, set_list
from jlt_desktop.paper.system_fonts import FANGSONG, SONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.minutes import Minutes
    from jlt_desktop.paper.fonts import Fonts

_BELOW = 7 * MM
_COPY_FOOT, _COPY_SIZE, _COPY_GREY = 9 * MM, 7.5, 0.45
_OUTER, _INNER = 0.35 * MM, 0.25 * MM


def set_copies(minutes: Minutes, fonts: Fonts) -> list[Line]:
    """Return the lines that say whom copies go to; the one who issued the minutes has a line of its own below them."""
    if not minutes.copies_to:
        return []
    plain = fonts.face(FANGSONG)
    items = (*minutes.copies_to[:-1], f"{minutes.copies_to[-1]}。")
    lines = set_list(fonts, Run(plain, "抄送："), items, plain, Column(WIDTH - SMALL, SMALL, SMALL))
    return [*lines, *([Line((Run(plain, minutes.body),), SMALL)] if minutes.body or minutes.on else [])]


def draw_copies(paper: Paper, minutes: Minutes, lines: Sequence[Line]) -> None:
    """Draw them so that the last rule is the foot of the type area."""
    if not lines:
        return
    for row, line in enumerate(lines, start=LINES - len(lines)):
        paper.line(row, line, SMALL)
    if minutes.on:
        paper.to_right(LINES - 1, f"{chinese_day(minutes.on)}印发", SMALL, paper.fonts.face(FANGSONG))
    paper.rule(paper.edge(LINES - len(lines)), _OUTER)
    if minutes.body or minutes.on:
        paper.rule(paper.edge(LINES - 1), _INNER)
    paper.rule(paper.edge(LINES), _OUTER)


def draw_number(paper: Paper, minutes: Minutes, number: int) -> None:
    """Write the page number, odd at the right, even at the left, one character in; and small in the margin who printed this copy."""
    fonts, face = paper.fonts, paper.fonts.face(SONG)
    text = f"— {number} —"
    x = WIDTH - SMALL - fonts.width(text, SMALL, face) if number % 2 else SMALL
    paper.at(LEFT + x, paper.edge(LINES) - _BELOW - fonts.ink_top("—", SMALL, face), text, SMALL, face)
    who = f"打印人:{minutes.operator}" if minutes.operator else ""
    when = f"打印时间:{minutes.printed_at:%Y-%m-%d %H:%M}" if minutes.printed_at else ""
    paper.canvas.setFillGray(_COPY_GREY)
    paper.at(LEFT, _COPY_FOOT, "  ".join(one for one in (who, when) if one), _COPY_SIZE, MAIN)
    paper.canvas.setFillGray(0)
