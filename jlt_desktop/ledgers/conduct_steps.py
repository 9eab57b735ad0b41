"""The steps of a conduct case, and what each of them needs by law."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from jlt_desktop.domain.deed import Deed
from jlt_desktop.domain.fact import Fact
from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.ledgers.conduct_law import GRAVE, MOVES, STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

_IN_ORDER = ("found_on", "asked_on", "judged_on", "special_from", "special_to", "closed_on")
_LABELS = {"asked_on": "申请评估日期", "judged_on": "评估意见日期", "special_from": "专门教育开始", "special_to": "专门教育结束",
           "closed_on": "封存日期", "told_on": "告知监护人日期", "found_on": "发现日期"}  # fmt: skip
_NEEDS = {"asked": ("asked_on",), "special": ("asked_on", "judged_on", "special_from"), "back": ("special_to",), "closed": ("closed_on",)}


def known_person(values: Values, _around: Around) -> Iterable[Finding]:
    """A case is about somebody."""
    if not values.get("student") and not values.get("name"):
        yield Problem("name", "请选学生,或写明姓名。")


def kind_fits_conduct(values: Values, _around: Around) -> Iterable[Finding]:
    """Whoever did what article 38 names is a grave case; nobody is made one by what article 28 names."""
    done = values.get("behaviours")
    grave = bool(GRAVE & set(done)) if isinstance(done, tuple) else False
    if grave and values.get("kind") == "minor":
        yield Problem("kind", "选了第三十八条列的行为,类别应是“严重不良行为”。")
    if done and not grave and values.get("kind") == "grave":
        yield Problem("kind", "没有选第三十八条列的行为,类别应是“不良行为”。")


def by_the_table(values: Values, around: Around) -> Iterable[Finding]:
    """A case goes from state to state by the table only; what was sealed stays sealed."""
    was, now = around.before.get("state") if around.before else None, values.get("state")
    if was is None or now is None or was == now or now in MOVES[str(was)]:
        return
    can = "、".join(STATES.label(one) for one in MOVES[str(was)]) or "没有,封存的个案不再打开;又有情况另立一份"
    yield Problem("state", f"不能从“{STATES.label(str(was))}”改成“{STATES.label(str(now))}”;可以改成:{can}。")


def what_the_state_needs(values: Values, around: Around) -> Iterable[Finding]:
    """Only grave conduct is put before the committee; each state has its day, and the days stand in their order."""
    state = str(values.get("state") or "")
    for name in _NEEDS.get(state, ()):
        if values.get(name) is None:
            yield Problem(name, f"状态是“{STATES.label(state)}”,请填{_LABELS[name]}。")
    if state in ("asked", "special") and values.get("kind") == "minor":
        yield Problem("state", "只有严重不良行为才能申请专门教育评估(预防未成年人犯罪法第四十三、四十四条)。")
    if state == "closed" and values.get("closed_why") is None:
        yield Problem("closed_why", "封存,请选封存原因。")
    days = [(name, day) for name in _IN_ORDER if isinstance(day := values.get(name), date)]
    for (first, before), (then, after) in pairwise(days):
        if after < before:
            yield Problem(then, f"{_LABELS[then]}早于{_LABELS[first]},请核对。")
    for name in (*_IN_ORDER, "told_on"):
        day = values.get(name)
        if isinstance(day, date) and day > around.today:
            yield Problem(name, "这个日期还没有到。")


def parents_hear_of_it(values: Values, _around: Around) -> Iterable[Finding]:
    """Measures are told to the guardians (article 32), and before anybody is put before the committee."""
    if values.get("told_on") is None and (values.get("measures") or values.get("state") in ("asked", "special")):
        yield Question("parents_not_told", "told_on", "采取管理教育措施要及时告知监护人(第三十二条);还没有告知请说明。")


def conduct_glance(record: Record, around: Around) -> Iterator[Fact]:
    """Yield where the case stands, the next review, the guardians."""
    yield Fact("状态", STATES.label(record.text("state")))
    if _closed(record):
        yield Fact("封存", f"{record.get('closed_on')},只在有理由时打开", "")
        return
    day = record.get("review_on")
    if isinstance(day, date):
        yield Fact("下次评估", f"{day.isoformat()}{',已过' if day < around.today else ''}", "wrong" if day < around.today else "")
    else:
        yield Fact("下次评估", "没有定日期", "due")
    told = record.get("told_on")
    yield Fact("监护人", f"{told} 已告知" if told else "还没有告知", "good" if told else "due")


def _closed(record: Record) -> bool:
    return record.get("state") == "closed"


def put_away(record: Record, _around: Around) -> str:
    """Return why a case may be read for a reason only; empty while it is worked on."""
    day = record.get("closed_on")
    return f"这份个案已于 {day} 封存(预防未成年人犯罪法第五十九条)。" if _closed(record) else ""


def _in(*states: str, grave: bool = False) -> Callable[[Record, Around], bool]:
    def when(record: Record, _around: Around) -> bool:
        return record.get("state") in states and (not grave or record.get("kind") == "grave")

    return when


def _to(state: str, *names: str) -> Callable[[Record, Around], Mapping[str, object]]:
    def sets(record: Record, around: Around) -> Mapping[str, object]:
        return {"state": state, **{name: record.get(name) or around.today for name in names}}

    return sets


def _told(_record: Record, around: Around) -> Mapping[str, object]:
    return {"told_on": around.today}


def _judged(_record: Record, around: Around) -> Mapping[str, object]:
    return {"judged_on": around.today}


DEEDS = (
    Deed(
        key="told", title="登记告知监护人", hint="告诉监护人做了什么、学校采取什么措施。", sets=_told, asks=("told_on", "told_how"),
        when=lambda record, _around: not _closed(record) and record.get("told_on") is None,
    ),
    Deed(
        key="ask", title="申请专门教育评估", hint="向教育行政部门申请,由专门教育指导委员会评估。", when=_in("school", "back", grave=True),
        sets=_to("asked", "asked_on"), asks=("asked_on", "asked_by", "asked_why"),
    ),
    Deed(
        key="judge", title="登记评估意见", hint="专门教育指导委员会怎么说、谁决定的。", when=_in("asked"), sets=_judged,
        asks=("judged_on", "opinion", "decided_by", "review_on"),
    ),
    Deed(
        key="special", title="开始专门教育", hint="学籍保留在本校。", when=_in("asked"), sets=_to("special", "judged_on", "special_from"),
        asks=("judged_on", "opinion", "decided_by", "special_from", "special_at", "review_on"),
    ),
    Deed(
        key="keeps", title="留校继续教育", hint="评估后不送专门学校,学校接着管理教育。", when=_in("asked"), sets=_to("school", "judged_on"),
        asks=("judged_on", "opinion", "decided_by", "review_on"),
    ),
    Deed(
        key="back", title="回到学校", hint="专门教育结束,回到本校。", when=_in("special"), sets=_to("back", "special_to"),
        asks=("special_to", "review_on"),
    ),
    Deed(
        key="close", title="结束并封存", hint="封存以后不能改,打开要写依据;学生离校后列入到期销毁。",
        when=_in("school", "asked", "special", "back"),
        sets=_to("closed", "closed_on"), asks=("closed_on", "closed_why"), urgent=True,
    ),
)  # fmt: skip
