"""A file behind a key of its own keeps its own copy of a pupil's name and class, and never has to ask the roster again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import class_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values


def own_copy(values: Values, around: Around) -> Mapping[str, object]:
    """Copy name and class of the linked pupil as they are today."""
    linked = values.get("student")
    record = around.record("student", str(linked)) if linked else None
    if record is None:
        return {}
    entry, number = record.get("entry_year"), record.get("class_no")
    known = isinstance(entry, int) and isinstance(number, int)
    where = class_title(entry, number, around.today, around.calendar.stage) if known else ""  # type: ignore[arg-type]
    return {"name": record.get("name"), "class_title": where or None}
