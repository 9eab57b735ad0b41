"""Places in a sheet (A1, C5:C200) and how they move when rows are put in after the prepared ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils import column_index_from_string, get_column_letter

LAST_ROW = 1_048_576
_PLACE = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_RANGE = re.compile(r"(?P<left>\$?[A-Za-z]{1,3}\$?)(?P<top>[0-9]{1,7})(?::(?P<right>\$?[A-Za-z]{1,3}\$?)(?P<bottom>[0-9]{1,7}))?")
_ROWS = re.compile(r"(?P<left>\$?)(?P<top>[0-9]{1,7}):(?P<right>\$?)(?P<bottom>[0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells; columns counted from 0, rows as the sheet numbers them, all ends included."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, column: int, row: int) -> bool:
        """Tell whether a cell lies inside."""
        return self.left <= column <= self.right and self.top <= row <= self.bottom


@dataclass(frozen=True, slots=True)
class Move:
    """`by` rows are put in after row `last`; the prepared rows begin at `first`."""

    first: int
    last: int
    by: int

    def row(self, row: int) -> int:
        """Return where a row lies afterwards."""
        return row + self.by if row > self.last and row + self.by <= LAST_ROW else row

    def bottom(self, top: int, bottom: int, *, stretch: bool) -> int:
        """Return where the last row of a rectangle lies; stretch: one that ends with the prepared rows takes the new ones in."""
        meets = bottom > self.last or (stretch and bottom == self.last and top <= self.last)
        return min(bottom + self.by, LAST_ROW) if meets else bottom


def place(text: str) -> tuple[int, int]:
    """Return column (from 0) and row of A1. Raises ValueError."""
    found = _PLACE.fullmatch(text)
    if not found:
        raise ValueError(text)
    return column_index_from_string(found[2]) - 1, int(found[4])


def named(column: int, row: int) -> str:
    """Return A1 for column 0 and row 1."""
    return f"{get_column_letter(column + 1)}{row}"


def boxes(text: str | None) -> list[Box]:
    """Return the rectangles of a list like "C5:C200 E5"; whole rows and columns reach to the sheet's end."""
    found = []
    for one in (text or "").split():
        start, _, end = one.replace("$", "").partition(":")
        end = end or start
        if start.isdigit():
            start, end = f"A{start}", f"XFD{end}"
        elif start.isalpha():
            start, end = f"{start}1", f"{end}{LAST_ROW}"
        (left, top), (right, bottom) = place(start), place(end)
        found.append(Box(left, top, right, bottom))
    return found


def moved_places(text: str, move: Move, *, stretch: bool) -> str:
    """Return a list of places after the move."""
    # where just one row was prepared, its rules name single cells; they are meant for every row of the kind
    alone = stretch and move.first == move.last
    listed = (re.sub(r"^[A-Za-z]{1,3}([0-9]+)$", r"\g<0>:\g<0>", one) if alone else one for one in text.split())
    return " ".join(_moved(one, move, stretch=stretch) for one in listed)


def moved_formula(formula: str, move: Move, sheet: str, *, inside: bool) -> str:
    """Return a formula (without its =) after the move; inside: it stands in a prepared row and its ranges do not stretch."""
    try:
        tokens = Tokenizer(f"={formula}")
    except (TokenizerError, IndexError):
        return formula
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            before, sign, refers = token.value.rpartition("!")
            if not sign or before.strip("'").replace("''", "'") == sheet:
                token.value = before + sign + _moved(refers, move, stretch=not inside)
    return str(tokens.render())[1:]


def _moved(text: str, move: Move, *, stretch: bool) -> str:
    found = _RANGE.fullmatch(text)
    if found and found["bottom"] is None:
        return f"{found['left']}{move.row(int(found['top']))}"
    found = found or _ROWS.fullmatch(text)
    if not found:
        return text
    top, bottom = int(found["top"]), int(found["bottom"])
    return f"{found['left']}{move.row(top)}:{found['right']}{move.bottom(top, bottom, stretch=stretch)}"
