"""The steps of a case as buttons: each is offered where the table of moves allows it, and asks for what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import month_of
from jlt_desktop.domain.deed import Deed
from jlt_desktop.ledgers.clock import now
from jlt_desktop.ledgers.concern_opinions import OPINION_FIELDS, PIECES, WHO, complete, missing
from jlt_desktop.ledgers.concern_states import FOLLOWED, ON_LIST, URGENT_FROM
from jlt_desktop.ledgers.plan_rules import latest_plan, number_after
from jlt_desktop.ledgers.referral_deeds import START_CRISIS, START_REFERRAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

    When = Callable[[Record, Around], bool]
    Sets = Callable[[Record, Around], Mapping[str, object]]

_PARENTS = ("parents_told_on", "parents_told_how")
_COPIED = ("situation", "strengths", "goals", "measures", "family_tasks", "safety_plan", "teacher_extract")
_REMOVAL = ("removed_on", "removed_why")


def _in(*states: str, agreed: bool | None = None) -> When:
    """Offer a step in some states; agreed: only when the three opinions are there, or only when they are not."""

    def when(record: Record, _around: Around) -> bool:
        return record.get("state") in states and agreed in (None, complete(record.values))

    return when


def _to(state: str, *names: str, **given: object) -> Sets:
    """Set the state, today's date in the named fields, and more."""

    def sets(_record: Record, around: Around) -> Mapping[str, object]:
        return {"state": state, **dict.fromkeys(names, around.today), **given}

    return sets


def _listing(record: Record, around: Around) -> Mapping[str, object]:
    days = {f"{who}_on": record.get(f"{who}_on") or around.today for who in WHO}
    return {"state": "listed", "panel_on": around.today, **days}


def _urgent(record: Record, around: Around) -> Mapping[str, object]:
    fresh: dict[str, object] = dict.fromkeys((*OPINION_FIELDS, "dissent", *_REMOVAL, "keep_until", "review_on"))
    kept = fresh if record.get("state") == "removed" else {}
    return {**kept, "state": "listed", "urgent": True, "urgent_at": now(around), "counselor_on": around.today}


def _lacking(record: Record, around: Around) -> Mapping[str, object]:
    return {f"{who}_on": record.get(f"{who}_on") or around.today for who in missing(record.values)}


def _fresh(state: str | None = None, *names: str) -> Sets:
    """Empty the opinions of last time, keep who gave them, and begin with today's date."""

    def sets(record: Record, around: Around) -> Mapping[str, object]:
        blank: dict[str, object] = dict.fromkeys((*OPINION_FIELDS, "dissent"))
        whose = {f"{who}_by": record.get(f"{who}_by") for who in WHO}
        days = dict.fromkeys((*(f"{who}_on" for who in WHO), *names), around.today)
        return {**blank, **whose, **days, **({"state": state} if state else {"review_on": None})}

    return sets


def _again(_record: Record, _around: Around) -> Mapping[str, object]:
    emptied = ("level", "urgent", "urgent_at", "panel_on", "review_on", "dissent", *_REMOVAL, "keep_until", *OPINION_FIELDS)
    return {**dict.fromkeys(emptied), "state": "to_review"}


def _has_plan(*, there: bool) -> When:
    def when(record: Record, around: Around) -> bool:
        return record.get("state") in FOLLOWED and (latest_plan(around.parts("individual_plan")) is not None) is there

    return when


def _new_plan(record: Record, around: Around) -> Mapping[str, object]:
    """Begin with a line for each concern, so that none is forgotten."""
    concerns = record.get("concerns")
    goals = tuple((one, None, None, None, None) for one in concerns) if isinstance(concerns, tuple) else ()
    return {"from_date": around.today, "version": number_after(around.parts("individual_plan")), "goals": goals or None}


def _next_plan(record: Record, around: Around) -> Mapping[str, object]:
    """Begin with what stood in the version before; concerns that were added since have a line waiting."""
    plans = around.parts("individual_plan")
    latest = latest_plan(plans)
    given = {name: latest.get(name) for name in _COPIED} if latest else {}
    goals, concerns = given.get("goals"), record.get("concerns")
    lines = goals if isinstance(goals, tuple) else ()
    known = {line[0] for line in lines}
    more = tuple((one, None, None, None, None) for one in concerns if one not in known) if isinstance(concerns, tuple) else ()
    return {**given, "goals": (*lines, *more) or None, "from_date": around.today, "version": number_after(plans)}


def _month_is_open(record: Record, around: Around) -> bool:
    written = {one.get("month") for one in around.parts("follow_up")}
    return record.get("state") in FOLLOWED and month_of(around.today) not in written


def _this_month(_record: Record, around: Around) -> Mapping[str, object]:
    return {"month": month_of(around.today), "on": around.today}


def _talk(_record: Record, around: Around) -> Mapping[str, object]:
    return {"at": now(around)}


_COUNSELOR = tuple(f"counselor_{piece}" for piece in PIECES)
_DECIDED = (*OPINION_FIELDS, "dissent")

DEEDS = (
    Deed(key="month", title="写本月跟踪", hint="情绪状态和干预措施两样必填。", part="follow_up", when=_month_is_open, sets=_this_month),
    Deed(
        key="talk",
        title="记个别辅导",
        hint="只有写的人自己看得到。",
        part="counselling_session",
        when=_in(*FOLLOWED, "to_review"),
        sets=_talk,
    ),
    Deed(
        key="review",
        title="提交研判",
        hint="请班主任、心理教师、健康副校长一起研判。",
        when=_in("screened"),
        sets=_to("to_review"),
        at_once=True,
    ),
    Deed(
        key="list",
        title="列入名单",
        hint="三方意见齐了才能在册:各写姓名、日期和提出方式。",
        when=_in("to_review"),
        sets=_listing,
        asks=("level", "panel_on", *_DECIDED, *_PARENTS, "review_on"),
    ),
    Deed(
        key="opinions",
        title="补齐三方意见",
        hint="紧急列入后 72 小时内补齐。",
        when=_in(*FOLLOWED, agreed=False),
        sets=_lacking,
        asks=(*_DECIDED, "level", "panel_on"),
        urgent=True,
    ),
    Deed(
        key="level",
        title="调级",
        hint="三方为这一次调级重新提意见;原来的等级和意见留在等级变更史里。",
        when=_in(*FOLLOWED, agreed=True),
        sets=_fresh(),
        asks=("level", *_DECIDED, "review_on"),
    ),
    Deed(
        key="observe",
        title="转入观察期",
        hint="情况稳定下来,再看一段时间;月跟踪照做。",
        when=_in("listed", "referring", "returning", agreed=True),
        sets=_to("observing", review_on=None),
        asks=("review_on",),
    ),
    Deed(
        key="back",
        title="回到在册",
        hint="结束观察、转介或复学评估,照原来的等级跟踪。",
        when=_in("observing", "returning", agreed=True),
        sets=_to("listed", review_on=None),
        asks=("review_on",),
    ),
    Deed(
        key="refer_ended",
        title="转介结束",
        hint="回到学校,照原来的等级跟踪。",
        when=_in("referring"),
        sets=_to("listed", review_on=None),
        asks=("review_on",),
    ),
    Deed(
        key="referring",
        title="转介中",
        hint="已经转介到医院或专门机构,等结果。",
        when=_in("listed", "observing", "returning"),
        sets=_to("referring"),
        at_once=True,
    ),
    Deed(
        key="suspend",
        title="休学",
        hint="在家休养;月跟踪用电话照做,返校前先做复学评估。",
        when=_in("listed", "observing", "referring", "returning"),
        sets=_to("suspended"),
        at_once=True,
    ),
    Deed(
        key="return",
        title="复学评估",
        hint="返校前评估:家长、医院的意见和在校看护怎样安排。",
        when=_in("suspended", "referring", agreed=True),
        sets=_to("returning"),
        asks=("review_on", "dissent"),
    ),
    Deed(
        key="remove",
        title="移出名单",
        hint="写明理由,三方提意见;记录都保留,可以重新列入。",
        when=_in(*FOLLOWED),
        sets=_fresh("removed", "removed_on"),
        asks=(*_REMOVAL, *_DECIDED, "keep_until"),
    ),
    Deed(
        key="left",
        title="毕业或转学",
        hint="学生离开学校,移出名单。",
        when=_in(*FOLLOWED),
        sets=_to("removed", "removed_on"),
        asks=(*_REMOVAL, "keep_until"),
    ),
    Deed(
        key="not_listed",
        title="不列入",
        hint="研判后不用列入名单。",
        when=_in("screened", "to_review"),
        sets=_to("removed", "removed_on", removed_why="not_listed"),
        asks=(*_REMOVAL, "dissent"),
    ),
    Deed(
        key="again",
        title="重新列入",
        hint="回到待研判,三方重新提意见;以前的记录都在。",
        when=_in("removed"),
        sets=_again,
        asks=("listed_again_why", "concerns", "facts"),
    ),
    Deed(
        key="parents",
        title="登记告知家长",
        when=lambda record, _around: record.get("state") in ON_LIST and record.get("parents_told_on") is None,
        sets=lambda _record, around: {"parents_told_on": around.today},
        asks=_PARENTS,
    ),
    Deed(
        key="plan",
        title="制定一生一策",
        hint="每个关注点有目标、负责人和日期才算完整。",
        part="individual_plan",
        when=_has_plan(there=False),
        sets=_new_plan,
    ),
    Deed(
        key="next_plan",
        title="修订一生一策",
        hint="从上一版抄过来改;上一版封存,只供查阅。",
        part="individual_plan",
        when=_has_plan(there=True),
        sets=_next_plan,
    ),
    START_REFERRAL,
    Deed(
        key="urgent",
        title="紧急列入",
        hint="心理教师一人先列入,72 小时内补齐三方意见。",
        when=_in(*URGENT_FROM),
        sets=_urgent,
        asks=("level", "urgent_at", *_COUNSELOR),
        urgent=True,
    ),
    START_CRISIS,
)
