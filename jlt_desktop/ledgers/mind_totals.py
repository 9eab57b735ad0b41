"""心理健康工作统计表: totals of the whole school, no breakdown by class or grade; what is small is hidden before it leaves."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import month_after, month_of
from jlt_desktop.domain.fields import texts_of
from jlt_desktop.domain.figures import Share, Single, Totals
from jlt_desktop.ledgers.concern_levels import LEVELS
from jlt_desktop.ledgers.concern_states import NEVER_LISTED, ON_LIST, followed_in, listed_since
from jlt_desktop.ledgers.referral_clock import limit, minutes_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.figures import Number
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.domain.record import Record

_ON_ROLL = (None, "enrolled", "home_taught", "suspended")
_TESTED, _CHECKED, _LIST, _CASES, _STAFF = "测评", "抑郁筛查(结合体检)", "关注名单", "一生一策、跟踪和转介", "队伍"
_COMMON = "面向全体"
_ON = ("concern.on_list", "")
_WHOLE = {"n_target": "应测", "n_done": "已测", "n_refused": "家长不同意", "n_missed": "缺测", "n_leave": "休学病假", "n_na": "不适用"}


def _kept(around: Around, ledger: str) -> list[Record]:
    return [one for one in around.all_of(ledger) if one.removed_at is None]


def _pupils(around: Around, _span: Span) -> int:
    return sum(1 for one in _kept(around, "student") if one.get("enrol_status") in _ON_ROLL)


def _batches(name: str, kind: str) -> Number:
    def number(around: Around, span: Span) -> int:
        found = [one for one in _kept(around, "assessment_batch") if one.get("batch_type") == kind and span.holds(one.get("date_from"))]
        return sum(value for one in found if isinstance(value := one.get(name), int))

    return number


def _listed(record: Record) -> bool:
    """Tell whether a case ever came onto the list."""
    if record.get("state") == "removed":
        return record.get("removed_why") not in NEVER_LISTED
    return record.get("state") in (*ON_LIST, "suspended")


def _on_list(around: Around, day: date, *, before: bool) -> list[Record]:
    """Return the cases on the list at the end of a day, or at its beginning."""

    def there(record: Record) -> bool:
        since, gone = listed_since(record), record.get("removed_on")
        if not _listed(record) or since is None:
            return False
        begun = since < day if before else since <= day
        ended = isinstance(gone, date) and record.get("state") == "removed" and (gone < day if before else gone <= day)
        return begun and not ended

    return [one for one in _kept(around, "concern") if there(one)]


def _opening(around: Around, span: Span) -> int:
    return len(_on_list(around, span.since, before=True))


def _closing(around: Around, span: Span) -> int:
    return len(_on_list(around, span.until, before=False))


def _come(around: Around, span: Span) -> int:
    return sum(1 for one in _kept(around, "concern") if _listed(one) and span.holds(listed_since(one)))


def _gone(around: Around, span: Span) -> int:
    cases = [one for one in _kept(around, "concern") if _listed(one) and one.get("state") == "removed"]
    return sum(1 for one in cases if span.holds(one.get("removed_on")))


def _level(key: str | None) -> Number:
    def number(around: Around, span: Span) -> int:
        return sum(1 for one in _on_list(around, span.until, before=False) if one.get("level") == key)

    return number


def _planned(around: Around, span: Span) -> int:
    cases = _on_list(around, span.until, before=False)
    return sum(1 for one in cases if any(_by(plan.get("from_date"), span.until) for plan in around.parts_of(one, "individual_plan")))


def _by(value: object, day: date) -> bool:
    return isinstance(value, date) and value <= day


def _months(span: Span) -> Iterator[str]:
    month = month_of(span.since)
    while month <= month_of(span.until):
        yield month
        month = month_after(month)


def _months_due(around: Around, span: Span) -> int:
    return sum(1 for one in _kept(around, "concern") for month in _months(span) if followed_in(one, month))


def _months_done(around: Around, span: Span) -> int:
    done = 0
    for one in _kept(around, "concern"):
        written = {part.get("month") for part in around.parts_of(one, "follow_up")}
        done += sum(1 for month in _months(span) if month in written and followed_in(one, month))
    return done


def _referred(around: Around, span: Span) -> Sequence[Record]:
    return [one for one in _kept(around, "referral") if isinstance(at := one.get("t_initiated"), datetime) and span.holds(at)]


def _referrals(around: Around, span: Span) -> int:
    return len(_referred(around, span))


def _in_time(around: Around, span: Span) -> int:
    waits = [minutes_between(one.values, "t_initiated", "t_responded") for one in _referred(around, span)]
    return sum(1 for one in waits if one is not None and one <= limit(around))


def _sessions(around: Around, span: Span) -> int:
    return sum(1 for one in _kept(around, "counselling_session") if span.holds(one.get("at")))


def _held(*kinds: str) -> Number:
    def number(around: Around, span: Span) -> int:
        return sum(1 for one in _kept(around, "psych_activity") if one.get("kind") in kinds and span.holds(one.get("date")))

    return number


def _came(*kinds: str) -> Number:
    def number(around: Around, span: Span) -> int:
        found = [one for one in _kept(around, "psych_activity") if one.get("kind") in kinds and span.holds(one.get("date"))]
        return sum(value for one in found if isinstance(value := one.get("n_pupils"), int))

    return number


def _lessons(around: Around, span: Span) -> int:
    found = [one for one in _kept(around, "psych_activity") if one.get("kind") == "lesson" and span.holds(one.get("date"))]
    return sum(value if isinstance(value := one.get("lessons"), int) else 1 for one in found)


def _rooms(around: Around, span: Span) -> int:
    return sum(1 for one in _kept(around, "psych_room") if not _by(one.get("closed_on"), span.until))


def _trained(around: Around, span: Span) -> int:
    kinds = ("crisis", "talking", "classroom")
    found = [one for one in _kept(around, "training") if span.holds(one.get("date")) and set(kinds) & set(texts_of(one.get("kind")))]
    return sum(len(texts_of(one.get("attended"))) for one in found)


def _posts(*keys: str) -> Number:
    def number(around: Around, _span: Span) -> int:
        return sum(1 for one in _kept(around, "staff") if any(key in texts_of(one.get("post")) for key in keys))

    return number


def _note(around: Around, span: Span) -> str:
    return (
        f"名单和队伍是 {span.until} 的情况,其余是 {span.since} 至 {span.until} 发生的。"
        f"在册包括观察期、转介中、复学评估和休学。及时响应:从打通通道电话起 {limit(around)} 分钟以内。"
        "个别辅导只数本人记的;没有记在程序里的不算。只有学校合计,不分年级、班级。"
    )


MIND_TOTALS = Totals(
    key="mind",
    title="心理健康工作统计表",
    lines=(
        Single("pupils", "在校生", _pupils, "学生", as_of=True),
        *(Single(name, label, _batches(name, "whole"), _TESTED) for name, label in _WHOLE.items()),
        Share("coverage", "测评覆盖率", "n_done", "n_target", _TESTED),
        Single("n_flag", "初筛预警", _batches("n_flag", "whole"), _TESTED),
        Single("n_interviewed", "复核访谈", _batches("n_interviewed", "whole"), _TESTED),
        Single("checked", "体检人数", _batches("n_target", "depression"), _CHECKED),
        Single("screened", "筛查人数", _batches("n_done", "depression"), _CHECKED),
        Share("screening", "筛查率", "screened", "checked", _CHECKED),
        Single("opening", "期初在册", _opening, _LIST, like=_ON, as_of=True),
        Single("come", "本期列入", _come, _LIST),
        Single("gone", "本期移出", _gone, _LIST, like=("concern.removed", "")),
        Single("closing", "期末在册", _closing, _LIST, like=_ON, as_of=True),
        *(
            Single(one.key, f"期末在册:{one.label}", _level(one.key), _LIST, like=("concern.by_level", one.label), as_of=True)
            for one in LEVELS
        ),
        Single("l0", "期末在册:没有定级", _level(None), _LIST, as_of=True),
        Single("plans", "有一生一策方案的", _planned, _CASES, "份", like=("individual_plan.plans", ""), as_of=True),
        Single("months_due", "应跟踪", _months_due, _CASES, "人月"),
        Single("months_done", "已跟踪", _months_done, _CASES, "人月", like=("follow_up.months", "")),
        Share("followed", "跟踪率", "months_done", "months_due", _CASES),
        Single("referrals", "转介", _referrals, _CASES, "人次", like=("referral.by_kind", "*")),
        Single("in_time", "及时响应", _in_time, _CASES, "人次", like=("referral.in_time", "")),
        Single("sessions", "个别辅导", _sessions, _CASES, "人次"),
        Single("lessons", "心理课", _lessons, _COMMON, "节", people=False),
        Single("groups", "团体辅导", _held("group"), _COMMON, "场", people=False),
        Single("group_people", "参加团体辅导", _came("group"), _COMMON, "人次"),
        Single("parents", "家长讲座", _held("parents"), _COMMON, "场", people=False),
        Single("parents_came", "参加的家长", _came("parents"), _COMMON, "人次", people=False),
        Single("rooms", "心理辅导室", _rooms, _COMMON, "间", people=False),
        Single("trained", "教师参加心理方面的培训", _trained, _STAFF, "人次", people=False),
        Single("full", "专职心理教师", _posts("psych_full"), _STAFF, people=False),
        Single("part", "兼职心理教师", _posts("psych_part"), _STAFF, people=False),
        Single("doctors", "校医、保健教师", _posts("doctor", "health_teacher"), _STAFF, people=False),
    ),
    parts=(tuple(one for one in _WHOLE if one != "n_target"), ("l1", "l2", "l3", "l4", "l0")),
    flows=(("opening", "come", "gone", "closing"),),
    note=_note,
    leaves=True,
)
