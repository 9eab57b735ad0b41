"""The kinds of field that hold a day, a moment or a month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from jlt_desktop.domain.fields import Field, FieldProblem, Lookup
from jlt_desktop.domain.texts import plain_text

if TYPE_CHECKING:
    from collections.abc import Collection

_DAY = re.compile(r"(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{2})(\d{2}))")
_TIME = re.compile(r"(\d{1,2})[::时点](\d{1,2})?分?(?::(\d{1,2}))?")
_MONTH = re.compile(r"(\d{4})[-./年]?(\d{1,2})月?")
_SATURDAY = 5
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def read_day(text: str) -> date | None:
    """Return the day a text names in any of the usual ways (2010.9.1, 2010年9月1日, 20100901); None otherwise."""
    match = _DAY.fullmatch(text.translate(_WIDE).replace(" ", ""))
    if not match:
        return None
    year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def chinese_day(day: date) -> str:
    """Return a day as official papers write it: 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day of the calendar between 1900 and 2100."""

    kind: ClassVar[str] = "date"

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        if isinstance(raw, datetime):
            raw = raw.date()
        found = raw if isinstance(raw, date) else self._from_text(plain_text(raw))
        if found is None or not 1900 <= found.year <= 2100:
            message = f"{self.label}“{raw}”不是一个日期,请写成 2026-9-1 这样。"
            raise FieldProblem(message)
        return found

    @staticmethod
    def _from_text(text: str) -> date | None:
        # spreadsheets hand a date over as "2026-09-01 00:00:00" when the cell is text of a date
        head, _, tail = text.partition(" ")
        return read_day(head if tail.strip("0: ") == "" else text)

    def to_sql(self, value: object) -> object:
        """Keep as YYYY-MM-DD."""
        return value.isoformat() if isinstance(value, date) else None

    def from_sql(self, kept: object) -> object:
        """Return a date."""
        return None if kept is None else date.fromisoformat(str(kept))

    def looks_like(self, text: str) -> bool:
        """A day in any usual writing."""
        return read_day(text) is not None

    def _show(self, value: object, lookup: Lookup | None) -> str:
        del lookup
        return value.isoformat() if isinstance(value, date) else ""


@dataclass(frozen=True, kw_only=True)
class DateTime(Field):
    """A moment to the minute, in the clock of this computer."""

    kind: ClassVar[str] = "date_time"

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        if isinstance(raw, datetime):
            return raw.replace(second=0, microsecond=0, tzinfo=None)
        if isinstance(raw, date):
            return datetime(raw.year, raw.month, raw.day)
        found = self._from_text(plain_text(raw).translate(_WIDE))
        if found is None:
            message = f"{self.label}“{raw}”不是一个时间,请写成 2026-9-1 14:30 这样。"
            raise FieldProblem(message)
        return found

    @staticmethod
    def _from_text(text: str) -> datetime | None:
        head, _, tail = text.replace("T", " ").partition(" ")
        day = read_day(head)
        time = _TIME.fullmatch(tail.replace(" ", "")) if tail else None
        if day is None or (tail and time is None):
            return None
        hour, minute = (int(time[1]), int(time[2] or 0)) if time else (0, 0)
        try:
            return datetime(day.year, day.month, day.day, hour, minute)
        except ValueError:
            return None

    def to_sql(self, value: object) -> object:
        """Keep as YYYY-MM-DD HH:MM."""
        return value.isoformat(" ", "minutes") if isinstance(value, datetime) else None

    def from_sql(self, kept: object) -> object:
        """Return a datetime without a zone."""
        return None if kept is None else datetime.fromisoformat(str(kept))

    def looks_like(self, text: str) -> bool:
        """A day and a time of day."""
        return ":" in text and self._from_text(text) is not None

    def _show(self, value: object, lookup: Lookup | None) -> str:
        del lookup
        return str(self.to_sql(value) or "")


@dataclass(frozen=True, kw_only=True)
class Month(Field):
    """A calendar month, kept as YYYY-MM."""

    kind: ClassVar[str] = "month"

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        if isinstance(raw, date):
            return f"{raw.year:04}-{raw.month:02}"
        match = _MONTH.fullmatch(plain_text(raw).translate(_WIDE).replace(" ", ""))
        if not match or not 1 <= int(match[2]) <= 12:
            message = f"{self.label}“{raw}”不是一个月份,请写成 2026-09 这样。"
            raise FieldProblem(message)
        return f"{match[1]}-{int(match[2]):02}"


def working_days_after(day: date, count: int, off: Collection[date] = (), working: Collection[date] = ()) -> date:
    """Return the day so many working days later; `off`: weekdays that are holidays, `working`: weekends that are worked for them."""
    while count:
        day += timedelta(days=1)
        count -= day in working or (day.weekday() < _SATURDAY and day not in off)
    return day
