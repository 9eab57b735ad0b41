"""What the bureau asked for: a month's return that is nearly due, the semester's later on, one that was forgotten; the counselor's own."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import month_after, month_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Town

_BUREAU, _CLOSING = "清河门区教育局", time(17)


def submissions(town: Town) -> Iterator[Sample]:
    """Yield the requests of both rooms, due in every band of the home page."""
    today = town.today
    month, before = month_of(today), month_after(month_of(today), -1)
    yield _asked(town, "submission_batch", before, -2, title="留守与特殊儿童月报", no="清教办〔2026〕41号")
    yield _asked(town, "submission_batch", month, 4, title="教联体工作月报")
    yield _asked(town, "submission_batch", month, 20, title="家校协同工作情况统计", no="清教办〔2026〕47号")
    yield _asked(town, "private_return", month, 5, title="心理健康工作月报")
    yield _asked(town, "private_return", before, 25, title="心理健康工作统计", no="清教办〔2026〕45号")


def _asked(town: Town, ledger: str, period: str, days: int, *, title: str, no: str | None = None) -> Sample:
    due = datetime.combine(town.today + timedelta(days=days), _CLOSING)
    asked = min(town.today, due.date() - timedelta(days=14))
    return town.draw.sample(
        ledger, None, req_title=title, req_no=no, req_date=asked, to_org=_BUREAU, dept="德育科" if no else None, due_at=due,
        period=period, as_of=town.today, kind="final", definition_note="在校生按学籍,留守按民政口径,截至统计时点。" if no else None,
        pi_level="rows" if ledger == "submission_batch" else "none", method="usb", state="draft",
    )  # fmt: skip
