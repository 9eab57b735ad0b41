"""Days of promises such that every band of the home page has something: overdue, today, this week, later."""

from __future__ import annotations

from datetime import date, timedelta


def days_in_bands(today: date) -> tuple[date, ...]:
    """Return days that lie in every band; on a Sunday nothing can be left of the week."""
    sunday = today + timedelta(days=6 - today.weekday())
    soon = min(today + timedelta(days=2), sunday) if sunday > today else today + timedelta(days=1)
    return (
        today - timedelta(days=5), today, soon, today + timedelta(days=16), today - timedelta(days=2), today + timedelta(days=23),
    )  # fmt: skip
