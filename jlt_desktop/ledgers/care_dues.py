"""What is due for a child in care: contacts and visits by rule, verification, papers that are missing, promises, children who left."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.ledgers.care_rule import KINDS, days_of, stages, wanted
from jlt_desktop.ledgers.left_behind_flags import BOTH_AWAY, parents_away

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_BASIS = {
    "contact": "每人每月至少 1 次联系(默认值,方案未规定)",
    "visit": "留守与特殊儿童每学期至少家访 1 次(默认值,方案未规定)",
}
_TEXT = {"contact": "记一次关爱联系", "visit": "家访一次"}
_ADD = {"contact": "contact_log", "visit": "home_visit"}
_ENTRUSTED = ("grand", "maternal", "relative", "other")
GONE = ("transferred", "graduated", "dropped_out", "deceased")
_WEEKS_FOR_PAPERS = timedelta(days=14)
_FOUND_BEFORE, _SOON = timedelta(days=7), timedelta(hours=6)


def _about(record: Record, around: Around) -> str:
    linked = record.id if record.ledger == "student" else record.text("student")
    return around.lookup.label("student", linked) if around.lookup and linked else record.text("file_no")


def contacts_and_visits(record: Record, around: Around) -> Iterable[Due]:
    """The contact and the visit of the period that runs, and what was missed before; a missed one stays until somebody says why."""
    if record.get("closed_on"):
        return
    for kind in ("contact", "visit"):
        happened, periods = days_of(kind, around), wanted(kind, record, around)
        for one in periods:
            if any(one.first <= day <= one.last for day in happened):
                continue
            over, own = one.last < around.today, len(stages(kind, around.today, around)) > 1
            yield Due(
                key=f"{kind}:{record.id}:{one.first.isoformat()}", ledger="care_file", record=record.id,
                text=f"补上错过的{KINDS.label(kind)}:{one.title}" if over else _TEXT[kind], about=_about(record, around), on=one.last,
                basis=("本档案的关爱安排" if own else _BASIS[kind]) + (";补不了的点“不需要”写明原因" if over else ""), add=_ADD[kind],
            )  # fmt: skip


def verified_each_semester(record: Record, around: Around) -> Iterable[Due]:
    """The file is verified in each semester, unless it is exempted."""
    if record.get("closed_on"):
        return
    first, last = around.calendar.semester(around.today)
    if [one for one in stages("verify", first, around) if one.first <= around.today][-1].every == "exempt":
        return
    day = record.get("verified_on") or record.get("opened_on")
    if not (isinstance(day, date) and day >= first):
        yield Due(
            key=f"verify:{record.id}:{first.isoformat()}", ledger="care_file", record=record.id, text="核实档案",
            about=_about(record, around), on=last - timedelta(days=30), basis="台账每学期核实更新(默认值,方案未规定)",
        )  # fmt: skip


def pupil_left(record: Record, around: Around) -> Iterable[Due]:
    """The file of a child who left the school is closed."""
    pupil = around.record("student", record.text("student")) if record.get("closed_on") is None else None
    if pupil and pupil.get("enrol_status") in GONE:
        day = pupil.get("status_from")
        yield Due(
            key=f"left:{record.id}", ledger="care_file", record=record.id, text="学生已离校,请关闭档案", about=_about(record, around),
            on=day if isinstance(day, date) else around.today, basis="学生名册里的在校状态",
        )  # fmt: skip


def missing_papers(record: Record) -> list[str]:
    """Return in words what an entrustment still lacks by 未成年人保护法 Art. 22 and 23."""
    lacks = []
    if record.get("doc_type") in ("oral", "none"):
        lacks.append("书面协议")
    if record.get("school_notified_on") is None:
        lacks.append("书面告知学校")
    if not record.get("child_heard"):
        lacks.append("听取儿童意见")
    if not record.get("disqualifiers"):
        lacks.append("不适宜情形筛查")
    if record.get("contact_freq") is None:
        lacks.append("亲子联系约定")
    return lacks


def agreement_missing(record: Record, around: Around) -> Iterable[Due]:
    """Parents who leave a child in somebody's care do so on paper and tell the school; nothing is asked of a closed file."""
    lacks = missing_papers(record)
    if not lacks or (around.parent and around.parent.get("closed_on")):
        return
    made = datetime.fromisoformat(record.created_at).date() if record.created_at else around.today
    yield Due(
        key=f"entrust:{record.id}", ledger="care_file", record=record.parent or record.id, text=f"补齐委托照护:{'、'.join(lacks)}",
        about=_about(around.parent, around) if around.parent else record.text("trustee"), on=made + _WEEKS_FOR_PAPERS,
        basis="未成年人保护法第二十二、二十三条", add="",
    )  # fmt: skip


def entrustment_missing(record: Record, around: Around) -> Iterable[Due]:
    """Whose parents are both away and who lives with somebody else is entrusted to them; that has to be written down."""
    if record.get("closed_on") or record.get("guardianship_type") not in _ENTRUSTED or around.parts("care_entrustment"):
        return
    if parents_away(record.values, around) == BOTH_AWAY:
        opened = record.get("opened_on")
        yield Due(
            key=f"entrust-none:{record.id}", ledger="care_file", record=record.id, text="登记委托照护(父母双方外出)",
            about=_about(record, around), on=(opened if isinstance(opened, date) else around.today) + _WEEKS_FOR_PAPERS,
            basis="未成年人保护法第二十二、二十三条", add="care_entrustment",
        )  # fmt: skip


def agreement_runs_out(record: Record, around: Around) -> Iterable[Due]:
    """An agreement that ends is made anew."""
    end = record.get("valid_to")
    if isinstance(end, date) and end - timedelta(days=30) <= around.today and not (around.parent and around.parent.get("closed_on")):
        yield Due(
            key=f"entrust-end:{record.id}:{end.isoformat()}", ledger="care_file", record=record.parent or record.id,
            text="委托照护协议到期,请续签或登记新的照护人", about=_about(around.parent, around) if around.parent else "", on=end,
            basis="协议写明的有效期",
        )  # fmt: skip


def open_follow_up(record: Record, around: Around) -> Iterable[Due]:
    """What a visit promised is done by its day; it is shown with the child's file, or with the pupil where the visit is part of that."""
    due = record.get("follow_up_due")
    if isinstance(due, date) and record.get("follow_up_done") is None:
        yield Due(
            key=f"follow_up:{record.id}", ledger=around.parent.ledger if around.parent else "care_file",
            record=record.parent or record.id, text="办理家访后续措施",
            about=_about(around.parent, around) if around.parent else "", on=due, basis="家访记录写明的完成期限",
        )  # fmt: skip


def signs_without_report(record: Record, around: Around) -> Iterable[Due]:
    """A sign for which the law asks a report was noted, and no report was made since; one of an earlier harm does not count."""
    parent, signs = around.parent, record.get("signs")
    if not signs or parent is None:
        return
    noted = _day_of(record.get("date") or record.get("at")) or around.today
    told = [_day_of(one.get("found_at")) for one in around.parts_of(parent, "mandatory_report")]
    if not any(day and day >= noted - _FOUND_BEFORE for day in told):
        yield Due(
            key=f"sign:{record.id}", ledger="care_file", record=parent.id, text="强制报告:立即向公安机关报案并登记",
            about=_about(parent, around), on=noted, basis="未成年人保护法第十一条、强制报告制度", add="mandatory_report", stays=True,
        )  # fmt: skip


def _day_of(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def report_open(record: Record, around: Around) -> Iterable[Due]:
    """A case for mandatory report is told to the police at once and to the bureau, and its outcome is written down.

    Nothing of it stops anybody from writing a report down: what is missing or late is asked for here.
    """
    day = _day_of(record.get("found_at")) or around.today
    missing = next(_still_open(record, day), None)
    if missing:
        key, text, on = missing
        yield Due(
            key=f"report:{record.id}:{key}", ledger="care_file", record=record.parent or record.id, text=f"强制报告:{text}",
            about=_about(around.parent, around) if around.parent else "", on=on, basis="未成年人保护法第十一条、强制报告制度", stays=True,
        )  # fmt: skip


def _still_open(record: Record, day: date) -> Iterator[tuple[str, str, date]]:
    found, told = record.get("found_at"), record.get("reported_at")
    if told is None:
        yield "told", "还没有登记报案", day
    if not record.get("bureau_at"):
        yield "bureau", "还没有登记报告教育局", day
    if not record.get("facts"):
        yield "facts", "补写事实与孩子原话", day
    if isinstance(found, datetime) and isinstance(told, datetime):
        if told < found:
            yield "order", "报案时间早于发现时间,请核对", day
        elif told - found > _SOON and not record.get("late_why"):
            yield "late", "补写迟报的原因", day
    if not record.get("outcome"):
        yield "outcome", "登记处理结果", day + timedelta(days=15)
