"""What closes minutes: whom copies go to, at the foot of the last page; and the number at the foot of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields_time import chinese_day
from jlt_desktop.paper.fonts import MAIN, Run
from jlt_desktop.paper.official import LEFT, LINES, MM, SMALL, WIDTH, Paper
from jlt_desktop.paper.paragraphs import Column, Line, set_list, set_paragraph
from jlt_desktop.paper.system_fonts import FANGSONG, SONG

if TYPE_CHECKING:
    from jlt_desktop.domain.minutes import Minutes
    from jlt_desktop.paper.fonts import Fonts

_BELOW = 7 * MM
_COPY_FOOT, _COPY_SIZE, _COPY_GREY = 9 * MM, 7.5, 0.45
_OUTER, _INNER = 0.35 * MM, 0.25 * MM


@dataclass(frozen=True, slots=True)
class Closing:
    """The lines at the foot of the last page: whom copies go to, and who issued the minutes, the day at the end of the last."""

    copies: tuple[Line, ...] = ()
    issued: tuple[Line, ...] = ()
    day: str = ""

    @property
    def height(self) -> int:
        """Return how many lines they take."""
        return len(self.copies) + len(self.issued)


def set_closing(minutes: Minutes, fonts: Fonts) -> Closing:
    """Set them; nothing when nobody gets a copy."""
    if not minutes.copies_to:
        return Closing()
    plain = fonts.face(FANGSONG)
    items = (*minutes.copies_to[:-1], f"{minutes.copies_to[-1]}。")
    copies = set_list(fonts, Run(plain, "抄送："), items, plain, Column(WIDTH - SMALL, SMALL, SMALL))
    if not minutes.body and not minutes.on:
        return Closing(tuple(copies))
    day = f"{chinese_day(minutes.on)}印发" if minutes.on else ""
    beside = WIDTH - fonts.width(day, SMALL, plain) - 3 * SMALL
    issued = set_paragraph(fonts, (Run(plain, minutes.body),), Column(beside, SMALL, SMALL, SMALL))
    return Closing(tuple(copies), tuple(issued), day)


def draw_closing(paper: Paper, closing: Closing) -> None:
    """Draw them so that the last rule is the foot of the type area."""
    if not closing.height:
        return
    for row, line in enumerate((*closing.copies, *closing.issued), start=LINES - closing.height):
        paper.line(row, line, SMALL)
    paper.to_right(LINES - 1, closing.day, SMALL, paper.fonts.face(FANGSONG))
    paper.rule(paper.edge(LINES - closing.height), _OUTER)
    if closing.issued:
        paper.rule(paper.edge(LINES - len(closing.issued)), _INNER)
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
