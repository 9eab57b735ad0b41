"""Moments as the vault keeps them (UTC), said in the school's own time."""

from __future__ import annotations

from datetime import UTC, datetime


def local_time(moment: str) -> str:
    """Return 2026-11-24 10:32 for a kept moment; a text that is none is returned as it is."""
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone().strftime("%Y-%m-%d %H:%M")
