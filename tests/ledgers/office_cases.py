"""Examples of the checks of the school's calendar, its settings and its submissions: one that passes and one that does not."""

from __future__ import annotations

from datetime import date

D = date

_YEAR = {"year": 2026, "autumn_from": D(2026, 9, 1), "autumn_to": D(2027, 1, 15), "spring_from": D(2027, 3, 1), "spring_to": D(2027, 7, 10)}
_NAMED = {"period": "2026-11", "as_of": D(2026, 11, 30), "kind": "final", "pi_level": "named"}

OFFICE_CASES: list[tuple[str, dict[str, object], tuple[str, ...]]] = [
    ("holiday.holiday_in_order", {"from_date": D(2026, 10, 1), "to_date": D(2026, 10, 7)}, ()),
    ("holiday.holiday_in_order", {"from_date": D(2026, 10, 1)}, ()),
    ("holiday.holiday_in_order", {"from_date": D(2026, 10, 7), "to_date": D(2026, 10, 1)}, ("to_date",)),
    ("holiday.holiday_in_order", {"from_date": D(2026, 7, 10), "to_date": D(2026, 9, 20)}, ("to_date",)),
    ("school_calendar.semesters_in_order", _YEAR, ()),
    ("school_calendar.semesters_in_order", {**_YEAR, "spring_from": D(2027, 1, 10)}, ("spring_from",)),
    ("school_calendar.semesters_in_order", {**_YEAR, "year": 2028}, ("autumn_from",)),
    ("obligation_setting.only_where_nothing_is_laid_down", {"obligation": "O-10c"}, ()),
    ("obligation_setting.only_where_nothing_is_laid_down", {"obligation": "O-06a"}, ("obligation",)),
    ("submission.request_hangs_together", {"period": "2026-11", "as_of": D(2026, 11, 30), "kind": "final"}, ()),
    ("submission.request_hangs_together", {"period": "十一月"}, ("period",)),
    ("submission.request_hangs_together", {"period": "2026-11", "as_of": D(2026, 10, 31)}, ("as_of",)),
    ("submission.request_hangs_together", {"period": "2026-11", "kind": "correction"}, ("corrects",)),
    ("submission.request_hangs_together", {"period": "2026-11", "kind": "final", "corrects": "x"}, ("corrects",)),
    ("submission.request_hangs_together", _NAMED, ("legal_basis",)),
    ("submission.request_hangs_together", {**_NAMED, "legal_basis": "来文", "n_persons": 3}, ()),
]
