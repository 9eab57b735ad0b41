"""会议纪要: a meeting as an official paper, of what was before it, how it voted and what it resolved."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields_time import chinese_day
from jlt_desktop.domain.minutes import Minutes, Paragraph, number_text, official_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_CALLED = "会议纪要"
_MEETINGS, _CORRECTED = ("会", "会议"), "(更正)"
# a reason in brackets may hold commas of its own
_BETWEEN = re.compile(r"[、\uff0c,\uff1b;\n]+\s*(?![^\uff08(]*[\uff09)])")
_STOPS = "。\uff01\uff1f!?\uff1b;.…"


def meeting_minutes(record: Record, around: Around) -> Minutes:
    """Return the minutes of one meeting, to be issued. Discussion and opinions stay in the record of the meeting."""
    committee, school = _committee(record, around), str((around.school or {}).get("school_name") or "")
    start = record.get("start")
    on = record.get("signed_on") or (start.date() if isinstance(start, datetime) else None)
    titled = record.text("title")
    (present,) = around.texts("meeting", record, ("present",))
    return Minutes(
        name=_CALLED, mark=official_text(f"{committee or school}{_CALLED}"), number=number_text(record.text("minutes_no")),
        body=official_text(school or committee), on=on if isinstance(on, date) else None,
        title=official_text(_title(titled)),
        paragraphs=(Paragraph(_opening(record, around, committee or school)), *_agenda(around), *_votes(around), *_resolved(around)),
        present=_names(present), on_leave=_names(record.text("on_leave")), observers=_names(record.text("observers")),
    )  # fmt: skip


def _title(titled: str) -> str:
    # 全体会议 -> 全体会议纪要, 全体会议(更正) -> 全体会议纪要(更正)
    whole, corrected = titled.removesuffix(_CORRECTED), titled.endswith(_CORRECTED)
    return f"{whole}{'纪要' if whole.endswith(_MEETINGS) else ''}{_CORRECTED if corrected else ''}"


def _committee(record: Record, around: Around) -> str:
    linked = record.get("committee")
    found = around.record("committee", str(linked)) if linked else None
    return found.text("title") if found else ""


def _opening(record: Record, around: Around, who: str) -> str:
    start, end = record.get("start"), record.get("end")
    when = ""
    if isinstance(start, datetime):
        when = f"{chinese_day(start.date())}{start:%H:%M}"
        if isinstance(end, datetime):
            when += f"至{chinese_day(end.date()) if end.date() != start.date() else ''}{end:%H:%M}"
    (quorum,) = around.texts("meeting", record, ("quorum",))
    due, present = record.get("due_count"), record.get("present_count")
    counted = "\uff0c".join(f"{word}{count}人" for word, count in (("应到", due), ("实到", present)) if count is not None)
    reached = f"\uff0c{quorum.partition('(')[0]}法定人数" if quorum else ""
    counts = f"会议{counted}{reached}。" if counted else ""
    titled = record.text("title").removesuffix("纪要").removesuffix(_CORRECTED)
    short = titled.removeprefix(who) or titled
    what = f"召开{short}" if titled.endswith(_MEETINGS) else f"举办“{titled}”"
    held = f"{when}\uff0c{who}在{record.text('place')}{what}"
    led = f"会议由{record.text('chair')}主持\uff0c{record.text('recorder')}记录"
    return official_text(f"{held}。{led}。{counts}{_corrects(record, around)}{_as_follows(record, around)}")


def _as_follows(record: Record, around: Around) -> str:
    old = around.record("meeting", record.text("corrects"))
    if old is None or any(around.parts(part) for part in ("agenda_item", "vote", "resolution")):
        return "现将会议情况纪要如下。"
    # a correction of a line or two repeats nothing
    return f"更正以外的内容，以{number_text(old.text('minutes_no'))}会议纪要为准。"


def _corrects(record: Record, around: Around) -> str:
    old = around.record("meeting", record.text("corrects"))
    if old is None:
        return ""
    why = record.text("corrects_why").rstrip(_STOPS)
    return f"本纪要更正{number_text(old.text('minutes_no'))}“{old.text('title')}”{f':{why}' if why else ''}。"


def _agenda(around: Around) -> Iterator[Paragraph]:
    items = around.parts("agenda_item")
    if items:
        yield Paragraph("会议议题", 1)
    for one in items:
        by = f"({one.text('raised_by')}提出)" if one.text("raised_by") else ""
        yield Paragraph(official_text(f"{one.text('topic').rstrip(_STOPS)}{by}"), 2)
        if one.text("points"):
            yield Paragraph(official_text(_ended(one.text("points"))))


def _votes(around: Around) -> Iterator[Paragraph]:
    votes = around.parts("vote")
    if votes:
        yield Paragraph("表决情况", 1)
    for one in votes:
        how, carried = around.texts("vote", one, ("how", "carried"))
        counts = f"赞成{one.get('ayes')}票\uff0c反对{one.get('noes')}票\uff0c弃权{one.get('abstained')}票"
        counts += f"\uff0c{carried.partition('(')[0]}" if carried else ""
        by = f"({how})" if how else ""
        yield Paragraph(official_text(f"{one.text('topic').rstrip(_STOPS)}{by}:{counts}。"), 3)


def _resolved(around: Around) -> Iterator[Paragraph]:
    resolutions = around.parts("resolution")
    if resolutions:
        yield Paragraph("议定事项", 1)
    for one in resolutions:
        due = one.get("due_on")
        by = f"\uff0c{chinese_day(due)}前完成" if isinstance(due, date) else ""
        yield Paragraph(official_text(f"{_ended(one.text('text'))}由{one.text('owner')}负责{by}。"), 3)


def _ended(text: str) -> str:
    """Return a text that ends with a full stop."""
    text = text.strip()
    return text if text.endswith(tuple(_STOPS)) else f"{text}。"


def _names(text: str) -> tuple[str, ...]:
    return tuple(official_text(one) for one in _split(text))


def _split(text: str) -> Iterable[str]:
    return filter(None, (one.strip().rstrip("。") for one in _BETWEEN.split(text)))
