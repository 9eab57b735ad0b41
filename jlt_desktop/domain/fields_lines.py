"""A field that is a small table: goals with owner and date, measures with how often; each cell a field of its own kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from jlt_desktop.domain.fields import Field, FieldProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.fields import Lookup

SEPARATOR = " | "


@dataclass(frozen=True, kw_only=True)
class Lines(Field):
    """Lines of cells; `columns`: name -> field of the cells, none of them a link. As text: a line a line, cells parted by " | "."""

    kind: ClassVar[str] = "lines"

    columns: Mapping[str, Field]
    most: int = 30

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        rows = [self._cells(one) for one in (raw if isinstance(raw, list | tuple) else str(raw).splitlines())]
        read = [self._line(number, row) for number, row in enumerate((one for one in rows if any(one)), start=1)]
        if len(read) > self.most:
            message = f"{self.label}最多 {self.most} 行,现在有 {len(read)} 行。"
            raise FieldProblem(message)
        return tuple(read) or None

    def _cells(self, line: object) -> Sequence[object]:
        if isinstance(line, list | tuple):
            return list(line)
        return [part.strip() for part in str(line).replace("\uff5c", "|").split("|")]

    def _line(self, number: int, cells: Sequence[object]) -> tuple[object, ...]:
        if len(cells) > len(self.columns):
            message = f"{self.label}第 {number} 行有 {len(cells)} 格,应是 {len(self.columns)} 格:{self.heading}。"
            raise FieldProblem(message)
        padded = [*cells, *[None] * (len(self.columns) - len(cells))]
        read = []
        for one, cell in zip(self.columns.values(), padded, strict=True):
            try:
                value = one.parse(cell)
            except FieldProblem as problem:
                message = f"{self.label}第 {number} 行:{problem}"
                raise FieldProblem(message) from None
            if value is None and one.required:
                message = f"{self.label}第 {number} 行:{one.label}没有填。"
                raise FieldProblem(message)
            read.append(value)
        return tuple(read)

    @property
    def heading(self) -> str:
        """Return the labels of the cells as a line shows them."""
        return SEPARATOR.join(one.label for one in self.columns.values())

    def to_sql(self, value: object) -> object:
        """Keep as a JSON list of lists."""
        if not isinstance(value, tuple) or not value:
            return None
        kept = [[one.to_sql(cell) for one, cell in zip(self.columns.values(), line, strict=True)] for line in value]
        return json.dumps(kept, ensure_ascii=False)

    def from_sql(self, kept: object) -> object:
        """Return a tuple of tuples."""
        if kept is None:
            return None
        return tuple(
            tuple(None if cell is None else one.from_sql(cell) for one, cell in zip(self.columns.values(), line, strict=True))
            for line in json.loads(str(kept))
        )

    def _show(self, value: object, lookup: Lookup | None) -> str:
        return "\n".join(SEPARATOR.join(row) for row in self.texts(value, lookup))

    def texts(self, value: object, lookup: Lookup | None = None) -> tuple[tuple[str, ...], ...]:
        """Return the lines as rows of texts, for a table on paper or on the screen."""
        if not isinstance(value, tuple):
            return ()
        return tuple(tuple(one.show(cell, lookup) for one, cell in zip(self.columns.values(), line, strict=True)) for line in value)


def read_out(field: Field, text: str, value: object) -> str:
    """Return what people read on a page or on paper: numbers with their unit, lines without bars, and which of them wait to be filled."""
    if isinstance(field, Lines):
        rows = field.texts(value)
        waiting = "、".join(row[0] for row in rows if len(row) > 1 and row[0] and not any(row[1:]))
        filled = ["  ".join(filter(None, row)) for row in rows if any(row[1:]) or len(row) == 1]
        return "\n".join([*filled, f"还没有记:{waiting}"] if waiting else filled)
    return f"{text} {field.unit}" if text and field.unit else text
