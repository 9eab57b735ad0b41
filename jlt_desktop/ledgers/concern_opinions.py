"""The three opinions: who gave them, when, in what way, and which level they speak for; and the history of levels they decided."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Field, Text, Values
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.clock import now
from jlt_desktop.ledgers.concern_levels import ADVISED, level_words
from jlt_desktop.ledgers.concern_states import FOLLOWED, LEFT_SCHOOL, ON_LIST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

WHO = {"homeroom": "班主任", "counselor": "心理教师", "health_vp": "健康副校长"}
HOW = choose(talk="面谈", phone="电话", written="书面", meeting="会上")
STEPS = choose(l1="一级(最高)", l2="二级", l3="三级", l4="四级(关注)", removed="移出")
NEEDED, PIECES = ("by", "on", "how"), ("by", "on", "how", "level", "says")
URGENT_FOR = timedelta(hours=72)
# with an emergency behind it a case may be here before the opinions are complete
_BEFORE_OPINIONS = ("listed", "referring", "suspended")
_WORDS = {"by": "姓名", "on": "日期", "how": "提出方式"}
_SAYS = {
    "homeroom": "在班里看到的和建议。",
    "counselor": "谈话后的判断和打算。",
    "health_vp": "从身体和就医角度的意见。",
}
OPINION_FIELDS = tuple(f"{who}_{piece}" for who in WHO for piece in PIECES)


def opinion_fields() -> dict[str, Field]:
    """Return the fields of the three opinions."""
    made: dict[str, Field] = {}
    for who, title in WHO.items():
        made[f"{who}_by"] = PersonName(label=title, purpose=f"提意见的{title}。")
        made[f"{who}_on"] = Date(label=f"{title}意见日期", purpose=f"{title}提意见的日子。")
        made[f"{who}_how"] = Choice(label=f"{title}意见方式", options=HOW, purpose="意见是怎样提出来的。")
        made[f"{who}_level"] = Choice(label=f"{title}建议等级", options=ADVISED)
        made[f"{who}_says"] = Text(label=f"{title}意见", most=300, multiline=True, purpose=_SAYS[who])
    return made


def level_history() -> Lines:
    """Return the field that keeps every level with the opinions that decided it; the program writes it."""
    opinions = {who: Text(label=f"{title}意见", most=400) for who, title in WHO.items()}
    steps = {"from": Choice(label="原等级", options=STEPS), "to": Choice(label="新等级", options=STEPS, required=True)}
    return Lines(
        label="等级变更史",
        columns={"on": Date(label="日期", required=True), **steps, **opinions},
        most=200,
        typed=False,
        purpose="列入、调级、移出时程序自动记下三方意见,不能改。",
    )


def complete(values: Values) -> bool:
    """Tell whether all three have said who, when and how."""
    return not missing(values)


def missing(values: Values) -> tuple[str, ...]:
    """Return which of the three have not given a whole opinion."""
    return tuple(who for who in WHO if any(values.get(f"{who}_{piece}") is None for piece in NEEDED))


def urgent_until(values: Values) -> datetime | None:
    """Return when the 72 hours of an emergency end; they run from the minute it was taken in, or the counselor's day."""
    at, day = values.get("urgent_at"), values.get("counselor_on")
    if not isinstance(at, datetime):
        at = datetime.combine(day, time.min) if isinstance(day, date) else None
    return at + URGENT_FOR if values.get("urgent") and isinstance(at, datetime) else None


def three_opinions(values: Values, _around: Around) -> Iterable[Finding]:
    """Nobody is on the list without the three opinions, each with name, day and manner, unless taken in as an emergency."""
    state = values.get("state")
    excused = values.get("urgent") and state in _BEFORE_OPINIONS
    for who, title in WHO.items():
        lacks = [piece for piece in NEEDED if values.get(f"{who}_{piece}") is None]
        if 0 < len(lacks) < len(NEEDED):
            words = "、".join(_WORDS[one] for one in lacks)
            yield Problem(f"{who}_{lacks[0]}", f"{title}的意见要同时写明姓名、日期和提出方式,还缺{words}。")
        elif lacks and state in ON_LIST and not excused:
            yield Problem(f"{who}_by", f"还没有{title}的意见,不能列为{_where(state)};情况紧急请勾选“紧急列入”。")


def _where(state: object) -> str:
    return {"listed": "在册", "observing": "观察期", "referring": "转介中", "returning": "复学评估"}[str(state)]


def opinions_of_this_decision(values: Values, around: Around) -> Iterable[Finding]:
    """Another level, and leaving the list, are decided by three opinions given for it, not by those of last time."""
    before = around.before
    if before is None or not _decides(values, before):
        return
    deed = "移出名单" if values.get("state") == "removed" else "调级"
    for who, title in WHO.items():
        old, new = ([one.get(f"{who}_{piece}") for piece in PIECES] for one in (before.values, values))
        if any(values.get(f"{who}_{piece}") is None for piece in NEEDED):
            yield Problem(f"{who}_by", f"{deed}要有{title}这一次的意见:姓名、日期和提出方式。")
        elif old == new:
            yield Problem(f"{who}_says", f"{deed}要有{title}这一次的意见,现在还是上一次的。")
        elif isinstance(old[1], date) and isinstance(new[1], date) and new[1] < old[1]:
            yield Problem(f"{who}_on", f"{title}这一次的意见不能早于上一次({old[1].isoformat()})。")


def _decides(values: Values, before: Record) -> bool:
    """Tell whether this is another level, or the end; the opinions that follow an emergency may settle its first level."""
    if before.get("state") not in FOLLOWED:
        return False
    if values.get("state") == "removed":
        return values.get("removed_why") not in LEFT_SCHOOL
    return before.get("level") is not None and values.get("level") != before.get("level") and complete(before.values)


def different_levels_are_explained(values: Values, _around: Around) -> Iterable[Finding]:
    """Where the three speak for different levels, their reasons are on record."""
    said = {values.get(f"{who}_level") for who in WHO} - {None}
    if len(said) > 1 and not values.get("dissent"):
        yield Question("dissent_unwritten", "dissent", "三方建议的等级不一致,分歧记录还空着;各自的理由请记下来,不记请说明。")


def clock_is_not_turned_back(values: Values, around: Around) -> Iterable[Finding]:
    """The 72 hours run from the first moment; nobody gains time by writing a later one."""
    was = around.before.get("urgent_at") if around.before and around.before.get("state") in FOLLOWED else None
    given = values.get("urgent_at")
    if not isinstance(was, datetime) or not values.get("urgent"):
        return
    if not isinstance(given, datetime) or given > was:
        yield Problem("urgent_at", f"紧急列入的时间已记为 {was:%Y-%m-%d %H:%M},不能推后。")


def begin_clock(values: Values, around: Around) -> Mapping[str, object]:
    """An emergency has its minute: now when it is of today, else the beginning of the counselor's day."""
    day = values.get("counselor_on")
    if not values.get("urgent") or not isinstance(day, date):
        return {}
    return {"urgent_at": now(around) if day == around.today else datetime.combine(day, time.min)}


def keep_level_history(values: Values, around: Around) -> Mapping[str, object]:
    """Add a line for each level that three opinions decided, and for the end; what stands there is never changed by anybody."""
    lines = (around.before.values if around.before else values).get("level_changes")
    kept = lines if isinstance(lines, tuple) else ()
    last = kept[-1][2] if kept else None
    line = _ended(values, last, around) if values.get("state") == "removed" else _decided(values, last, around)
    return {"level_changes": (*kept, line) if line else kept or None}


def _decided(values: Values, last: object, around: Around) -> tuple[object, ...] | None:
    level = values.get("level")
    if values.get("state") not in FOLLOWED or level in (None, last) or not complete(values):
        return None
    days = [day for who in WHO if isinstance(day := values.get(f"{who}_on"), date)]
    return (max(days), last, level, *(_said(values, who, around) for who in WHO))


def _ended(values: Values, last: object, around: Around) -> tuple[object, ...] | None:
    day = values.get("removed_on")
    if last in (None, "removed") or not isinstance(day, date):
        return None
    agreed = values.get("removed_why") not in LEFT_SCHOOL
    return (day, last, "removed", *(_said(values, who, around) if agreed else None for who in WHO))


def _said(values: Values, who: str, around: Around) -> str | None:
    """Return one opinion on one line, as it is kept beside the level."""
    day, how, level = values.get(f"{who}_on"), values.get(f"{who}_how"), values.get(f"{who}_level")
    head = (
        values.get(f"{who}_by"),
        day.isoformat() if isinstance(day, date) else None,
        HOW.label(str(how)) if how else None,
        f"建议{level_words(level, around)}" if level else None,
    )
    says = " ".join(str(values.get(f"{who}_says") or "").replace("|", "/").replace("\uff5c", "/").split())
    words = " ".join(str(one).replace("|", "/") for one in head if one)
    return f"{words}:{says}" if words and says else words or None
