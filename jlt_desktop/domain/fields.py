"""The kinds of field: each holds all of its own conversions, from a typed or cell text to a value and back.

A value is one of: None, str, int, float, bool, date, datetime, or a tuple of str (choices, people) or of Attached
(see fields_links).
Conversions know no windows and no sheets; what they cannot read they refuse with a Chinese sentence.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Protocol

from jlt_desktop.domain.leaves import Leaves
from jlt_desktop.domain.options import Options
from jlt_desktop.domain.texts import plain_text, trimmed, without_controls

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around

Values = Mapping[str, object]


class Lookup(Protocol):
    """Finds records of other ledgers by what people call them."""

    def find(self, ledger: str, text: str) -> Sequence[str]:
        """Return the ids of the records of `ledger` that `text` names; several when the name is shared."""

    def label(self, ledger: str, record_id: str) -> str:
        """Return what people call that record; an empty text when it is not there."""


class FieldProblem(ValueError):
    """A text that a field cannot take; the message is the sentence shown beside the field."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a ledger.

    label: the heading everywhere. required: a blank is refused. leaves: what may go to the bureau.
    special: masked by default even in the clerk's list. typed: False for a fact copied from outside, shown but never typed.
    aliases: other headings it is known by in sheets. purpose: why the school keeps it, shown as help. unit: shown after the value.
    shown_if: pairs (another field, key or value): the form asks for this one when any of them holds, always when there are none.
    """

    kind: ClassVar[str] = "text"
    sql_type: ClassVar[str] = "TEXT"
    stored: ClassVar[bool] = True
    importable: ClassVar[bool] = True

    label: str
    required: bool = False
    leaves: Leaves = Leaves.NEVER
    special: bool = False
    typed: bool = True
    aliases: tuple[str, ...] = ()
    purpose: str = ""
    unit: str = ""
    shown_if: tuple[tuple[str, object], ...] = ()

    def parse(self, raw: object, lookup: Lookup | None = None) -> object:
        """Return the value of a typed text or a cell; None when blank. Raises FieldProblem."""
        if raw is None:
            return None
        if isinstance(raw, str):
            raw = without_controls(raw)
            if not raw:
                return None
        return self._read(raw, lookup)

    def show(self, value: object, lookup: Lookup | None = None) -> str:
        """Return the value as people read it; an empty text for None."""
        return "" if value is None else self._show(value, lookup)

    def to_sql(self, value: object) -> object:
        """Return what is kept in the column."""
        return value

    def from_sql(self, kept: object) -> object:
        """Return the value of what was kept in the column."""
        return kept

    def looks_like(self, text: str) -> bool:
        """Tell whether a sample cell could be of this field by its shape alone."""
        del text
        return False

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        return plain_text(raw)

    def _show(self, value: object, lookup: Lookup | None) -> str:
        del lookup
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """A text of at most `most` characters; `multiline` keeps line breaks."""

    most: int = 0
    multiline: bool = False
    pattern: str = ""
    pattern_help: str = ""

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        text = plain_text(raw, keep_lines=self.multiline)
        limit = self.most or (4000 if self.multiline else 200)
        if len(text) > limit:
            message = f"{self.label}最多 {limit} 个字,现在有 {len(text)} 个。"
            raise FieldProblem(message)
        if self.pattern:
            text = _half_width(text)
        if self.pattern and not re.fullmatch(self.pattern, text, re.ASCII):
            message = self.pattern_help or f"{self.label}的写法不对。"
            raise FieldProblem(message)
        return text


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number between `least` and `most` with at most `decimals` places; whole by default."""

    kind: ClassVar[str] = "number"
    sql_type: ClassVar[str] = "REAL"

    least: float | None = None
    most: float | None = None
    decimals: int = 0

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        try:
            number = float(_half_width(str(raw)).replace(",", "").replace("_", "?"))
        except ValueError:
            message = f"{self.label}要填数字,这里是“{raw}”。"
            raise FieldProblem(message) from None
        if not math.isfinite(number) or round(number, self.decimals) != number:
            message = f"{self.label}" + ("要填整数。" if not self.decimals else f"最多 {self.decimals} 位小数。")
            raise FieldProblem(message)
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            low, high = _bound(self.least), _bound(self.most)
            message = f"{self.label}应在 {low} 到 {high} 之间,这里是 {raw}。"
            raise FieldProblem(message)
        return number if self.decimals else int(number)

    def from_sql(self, kept: object) -> object:
        """Whole numbers come back whole."""
        return int(kept) if not self.decimals and isinstance(kept, float) else kept

    def _show(self, value: object, lookup: Lookup | None) -> str:
        del lookup
        return f"{value:.{self.decimals}f}".rstrip("0").rstrip(".") if self.decimals else str(value)


@dataclass(frozen=True, kw_only=True)
class YesNo(Field):
    """Yes or no; unanswered stays unanswered."""

    kind: ClassVar[str] = "yes_no"
    sql_type: ClassVar[str] = "INTEGER"

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        if isinstance(raw, bool):
            return raw
        word = _half_width(str(raw)).lower()
        if word in _YES:
            return True
        if word in _NO:
            return False
        message = f"{self.label}要填“是”或“否”,这里是“{raw}”。"
        raise FieldProblem(message)

    def to_sql(self, value: object) -> object:
        """Keep as 0 or 1."""
        return None if value is None else int(bool(value))

    def from_sql(self, kept: object) -> object:
        """Return True, False or None."""
        return None if kept is None else bool(kept)

    def _show(self, value: object, lookup: Lookup | None) -> str:
        del lookup
        return "是" if value else "否"


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a list of options; the stored key never changes, the shown words may."""

    kind: ClassVar[str] = "choice"

    options: Options

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        return _option_key(self.label, self.options, raw)

    def _show(self, value: object, lookup: Lookup | None) -> str:
        del lookup
        return self.options.label(str(value))


@dataclass(frozen=True, kw_only=True)
class Choices(Field):
    """Any number of a list of options, kept in the list's own order."""

    kind: ClassVar[str] = "choices"

    options: Options

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        parts = raw if isinstance(raw, list | tuple) else split_list(str(raw))
        keys = {_option_key(self.label, self.options, part) for part in parts}
        return tuple(option.key for option in self.options if option.key in keys) or None

    def to_sql(self, value: object) -> object:
        """Keep as a JSON list of keys."""
        return None if not value else json.dumps(value, ensure_ascii=False)

    def from_sql(self, kept: object) -> object:
        """Return a tuple of keys."""
        return None if kept is None else _keys_of(str(kept))

    def _show(self, value: object, lookup: Lookup | None) -> str:
        del lookup
        return "、".join(self.options.label(key) for key in texts_of(value))


@dataclass(frozen=True, kw_only=True)
class Derived(Field):
    """A text computed from the record and what stands around it; never typed, never stored.

    `needs` names the parts of the record that `compute` reads, so that they are fetched only where it is shown.
    """

    kind: ClassVar[str] = "derived"
    stored: ClassVar[bool] = False
    importable: ClassVar[bool] = False

    compute: Callable[[Values, Around], str]
    needs: tuple[str, ...] = field(default=())


def split_list(text: str) -> list[str]:
    """Return the items of a list typed with any of the usual Chinese or Western separators."""
    return [part for part in (trimmed(p) for p in re.split(r"[\u3001,\uff0c;\uff1b/\n]+", text)) if part]


_YES = frozenset({"是", "1", "1.0", "y", "yes", "true", "有", "√", "✓", "对"})
_NO = frozenset({"否", "0", "0.0", "n", "no", "false", "无", "×", "x", "不是", "非"})


def _half_width(text: str) -> str:
    return text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}).strip()


def _bound(number: float | None) -> str:
    return "不限" if number is None else f"{number:g}"


@lru_cache(maxsize=4096)
def _keys_of(kept: str) -> tuple[str, ...]:
    # the same few choices stand in thousands of rows
    return tuple(json.loads(kept))


def texts_of(value: object) -> tuple[str, ...]:
    """Return the texts of a list value; empty for anything else."""
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def _option_key(label: str, options: Options, raw: object) -> str:
    key = options.find(plain_text(raw))
    if key is None:
        some = "、".join(option.label for option in list(options)[:8])
        message = f"{label}没有“{raw}”这一项,可以填:{some}{'等' if len(options) > 8 else ''}。"
        raise FieldProblem(message)
    return key
