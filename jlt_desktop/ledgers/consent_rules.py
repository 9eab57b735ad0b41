"""What every consent has in common, in the general file and in a case: decisions, what they need, what a withdrawal switches off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.deed import Deed
from jlt_desktop.domain.due import Due
from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.options import Options
    from jlt_desktop.domain.record import Record

DECISIONS = choose(agreed="同意", refused="不同意", withdrawn="撤回", waiting=("未回收", "没有收回"))
ASSENT = choose(agreed="同意", refused="不同意", not_asked="不适用")
RETURN_WITHIN, HANDLE_WITHIN = timedelta(days=14), timedelta(days=15)
_ALONE_FROM = 14
_LABELS = {"guardian": "监护人", "relation": "与学生关系", "signed_on": "签字日期", "withdrawn_on": "撤回日期"}
_NEEDS = {
    "agreed": ("guardian", "relation", "signed_on"),
    "refused": ("guardian", "signed_on"),
    "withdrawn": ("withdrawn_on",),
    "waiting": (),
}
_WORDS = {"agreed": "选了“同意”", "refused": "选了“不同意”", "withdrawn": "选了“撤回”"}

# what a matter allows while there is consent, and what stops without it
Allowed = dict[str, tuple[str, str]]


def decision_is_backed(values: Values, around: Around) -> Iterable[Finding]:
    """A decision has somebody who made it and a day; nothing is signed or withdrawn in the future."""
    decision = str(values.get("decision") or "waiting")
    for name in _NEEDS.get(decision, ()):
        if values.get(name) is None:
            yield Problem(name, f"{_WORDS[decision]},请填{_LABELS[name]}。")
    if decision != "withdrawn" and values.get("withdrawn_on"):
        yield Problem("withdrawn_on", "填了撤回日期,结果请选“撤回”。")
    signed, withdrawn, handled = (values.get(name) for name in ("signed_on", "withdrawn_on", "handled_on"))
    for name, day in (("signed_on", signed), ("withdrawn_on", withdrawn), ("handled_on", handled)):
        if isinstance(day, date) and day > around.today:
            yield Problem(name, "这个日期还没有到。")
    if isinstance(signed, date) and isinstance(withdrawn, date) and withdrawn < signed:
        yield Problem("withdrawn_on", "撤回日期早于签字日期,请核对。")
    if handled and not withdrawn:
        yield Problem("handled_on", "没有撤回,不用填处理完成日期。")
    if handled and not values.get("action"):
        yield Problem("action", "处理完了,请写明停了什么、删了什么。")


def asked_from_fourteen(birth: object, values: Values) -> Iterable[Finding]:
    """From 14 on a pupil decides beside the guardian (个人信息保护法第31条)."""
    signed = values.get("signed_on")
    if not (isinstance(birth, date) and isinstance(signed, date)) or values.get("decision") != "agreed":
        return
    age = signed.year - birth.year - ((signed.month, signed.day) < (birth.month, birth.day))
    if age >= _ALONE_FROM and values.get("child_assent") in (None, "not_asked"):
        yield Question("own_word", "child_assent", f"学生签字时已满 {age} 周岁,满 14 周岁的要另问本人;没有问请说明。")


def effect(matters: Options, allowed: Allowed, values: Values) -> str:
    """Return in words what may be done now, or what is switched off."""
    matter, decision = str(values.get("matter") or ""), values.get("decision")
    if matter not in allowed:
        return ""
    may, stops = allowed[matter]
    title = matters.label(matter)
    if decision == "agreed" and values.get("child_assent") == "refused":
        return f"监护人同意、学生本人不同意:先和学生谈,谈通以前不做。{stops}"
    if decision == "agreed":
        return f"可以:{may}"
    if decision == "withdrawn":
        day = values.get("withdrawn_on")
        since = f"自 {day.isoformat()} 起撤回" if isinstance(day, date) else "已撤回"
        done = "已处理完。" if values.get("handled_on") else "还没有处理完。"
        return f"{since}“{title}”:{stops}撤回以前已经做的不受影响。{done}"
    reason = "家长不同意" if decision == "refused" else "没有收回,先按不同意办"
    return f"{reason}:{stops}"


def dues_of(record: Record, around: Around, ledger: str, about: str, asked: object) -> Iterable[Due]:
    """Yield what a consent still needs: the paper that did not come back, the withdrawal that was not handled."""
    decision, withdrawn = record.get("decision"), record.get("withdrawn_on")
    lead = record.parent or record.id
    if decision == "waiting":
        day = asked if isinstance(asked, date) else around.today
        yield Due(
            key=f"consent:{record.id}", ledger=ledger, record=lead, text="收回知情同意书", about=about, on=day + RETURN_WITHIN,
            basis="个人信息保护法第三十一条:不满十四周岁要有监护人同意(两周为默认值)",
        )  # fmt: skip
    if decision == "withdrawn" and isinstance(withdrawn, date) and not record.get("handled_on"):
        yield Due(
            key=f"withdrawn:{record.id}", ledger=ledger, record=lead, text="处理撤回同意:停止使用并记下怎样处理", about=about,
            on=withdrawn + HANDLE_WITHIN, basis="个人信息保护法第十五、四十七条(十五天为默认值)",
        )  # fmt: skip


def _waiting(record: Record, _around: Around) -> bool:
    return record.get("decision") == "waiting"


def _agreed(record: Record, _around: Around) -> bool:
    return record.get("decision") == "agreed"


def _to_handle(record: Record, _around: Around) -> bool:
    return record.get("decision") == "withdrawn" and record.get("handled_on") is None


def _signed_today(_record: Record, around: Around) -> Mapping[str, object]:
    return {"decision": "agreed", "signed_on": around.today}


def _withdrawn_today(_record: Record, around: Around) -> Mapping[str, object]:
    return {"decision": "withdrawn", "withdrawn_on": around.today}


def _handled_today(_record: Record, around: Around) -> Mapping[str, object]:
    return {"handled_on": around.today}


DEEDS = (
    Deed(
        key="back",
        title="收回了",
        hint="登记收回的同意书:同意还是不同意、谁签的、放在哪里。",
        when=_waiting,
        sets=_signed_today,
        asks=("decision", "guardian", "relation", "signed_on", "child_assent", "paper_at", "scan"),
    ),
    Deed(
        key="withdraw",
        title="撤回同意",
        hint="家长或学生不再同意;页面会写明要停下什么。",
        when=_agreed,
        sets=_withdrawn_today,
        asks=("decision", "withdrawn_on", "action"),
    ),
    Deed(
        key="handled",
        title="撤回已处理完",
        hint="写明停了什么、删了什么、告诉了谁。",
        when=_to_handle,
        sets=_handled_today,
        asks=("action", "handled_on"),
    ),
)
