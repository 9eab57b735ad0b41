"""The steps of a meeting in the order it happens: notice, attendance, agenda, votes, resolutions, signatures, issue, correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.deed import Deed
from jlt_desktop.ledgers.charter import day_of
from jlt_desktop.ledgers.minutes_number import number_for
from jlt_desktop.ledgers.quorum import body_of, members_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_SAME = (
    "kind",
    "committee",
    "start",
    "end",
    "place",
    "chair",
    "recorder",
    "due_count",
    "present_count",
    "present",
    "on_leave",
    "observers",
)


def _open(record: Record, _around: Around) -> bool:
    return not record.get("signed_on")


def _begun(record: Record, around: Around) -> bool:
    day = day_of(record.get("start"))
    return day is not None and day <= around.today


def _to_announce(record: Record, around: Around) -> bool:
    day = day_of(record.get("start"))
    return day is not None and day >= around.today and not record.get("notice_on") and _open(record, around)


def _to_count(record: Record, around: Around) -> bool:
    return _open(record, around) and _begun(record, around) and record.get("present_count") is None


def _attended(record: Record, around: Around) -> bool:
    return _open(record, around) and record.get("present_count") is not None


def _to_sign(record: Record, around: Around) -> bool:
    return _attended(record, around) and not record.get("signed_record_on")


def _to_issue(record: Record, around: Around) -> bool:
    return _open(record, around) and record.get("signed_record_on") is not None


def _issued(record: Record, _around: Around) -> bool:
    return bool(record.get("signed_on"))


def _everybody(record: Record, around: Around) -> Mapping[str, object]:
    body, day = body_of(record.values, around), day_of(record.get("start"))
    members = members_on(body, day, around) if body and day else ()
    if not members:
        return {}
    return {"due_count": len(members), "present": tuple(one.id for one in members)}


def _announced(record: Record, around: Around) -> Mapping[str, object]:
    return {"notice_on": around.today, "notice_to": record.get("notice_to") or ("全体成员" if record.get("committee") else None)}


def _next_item(_record: Record, around: Around) -> Mapping[str, object]:
    given = [one.get("no") for one in around.parts("agenda_item")]
    return {"no": max((one for one in given if isinstance(one, int)), default=0) + 1}


def _voted(_record: Record, around: Around) -> Mapping[str, object]:
    done = {one.text("topic") for one in around.parts("vote")}
    return {"topic": next((one.text("topic") for one in around.parts("agenda_item") if one.text("topic") not in done), None)}


def _resolved(_record: Record, _around: Around) -> Mapping[str, object]:
    return {"state": "open"}


def _signed(_record: Record, around: Around) -> Mapping[str, object]:
    return {"signed_record_on": around.today}


def _issuing(record: Record, around: Around) -> Mapping[str, object]:
    return {"minutes_no": number_for(record, around), "signed_on": around.today}


def _corrected(record: Record, _around: Around) -> Mapping[str, object]:
    return {"title": f"{record.text('title')}(更正)"[:60], "corrects": record.id, **{name: record.get(name) for name in _SAME}}


DEEDS = (
    Deed(
        key="notice",
        title="发通知",
        hint="写明怎样通知、通知到谁;通知可以打印。",
        when=_to_announce,
        sets=_announced,
        asks=("notice_on", "notice_how", "notice_to", "notice_note"),
    ),
    Deed(
        key="attend",
        title="登记到会",
        hint="先列出当天在任的全体成员,去掉没有来的;是否达到法定人数由章程算。",
        when=_to_count,
        sets=_everybody,
        asks=("due_count", "present", "present_count", "on_leave", "observers"),
    ),
    Deed(key="agenda", title="加议题", hint="议什么、谁提出、讨论了哪几点。", part="agenda_item", when=_open, sets=_next_item),
    Deed(key="vote", title="记表决", hint="一件事一次表决,是否通过由章程算。", part="vote", when=_attended, sets=_voted),
    Deed(key="resolve", title="记决议", hint="定下的事,写明谁办、哪天前办完。", part="resolution", when=_attended, sets=_resolved),
    Deed(key="opinion", title="记家长意见", hint="家长提的意见建议,答复以前会一直提醒。", part="parent_opinion", when=_begun),
    Deed(
        key="sign",
        title="签字",
        hint="主持人和记录人在会议记录上签了字。",
        when=_to_sign,
        sets=_signed,
        asks=("chair", "recorder", "signed_record_on"),
    ),
    Deed(
        key="issue",
        title="编号并签发",
        hint="给纪要接着上一号编号;签发以后会议、议题、表决、决议不能再改。",
        when=_to_issue,
        sets=_issuing,
        asks=("minutes_no", "signed_by", "signed_on"),
    ),
    Deed(key="correct", title="更正", hint="另记一份,写明更正哪一份;原来的保持原样。", part="meeting", when=_issued, sets=_corrected),
)


def _unfinished(record: Record, _around: Around) -> bool:
    return record.get("state") in ("open", "doing")


def _done(_record: Record, around: Around) -> Mapping[str, object]:
    return {"state": "done", "done_on": around.today}


RESOLUTION_DEEDS = (
    Deed(
        key="done",
        title="办结",
        hint="记下哪天办完、办得怎样。",
        when=_unfinished,
        sets=_done,
        asks=("state", "done_on", "progress"),
    ),
)


def _waiting(record: Record, _around: Around) -> bool:
    return record.get("answered_on") is None


def _answered(_record: Record, around: Around) -> Mapping[str, object]:
    return {"answered_on": around.today}


OPINION_DEEDS = (
    Deed(
        key="answer",
        title="登记答复",
        hint="怎样答复的、哪天答复的。",
        when=_waiting,
        sets=_answered,
        asks=("handed_to", "answer", "answered_on", "told"),
    ),
)
