"""What is due for a referral: a crisis that is open, a late answer without a reason, the parents' consent, the return to school."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.ledgers.referral_clock import is_late, limit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_CHANNEL = "方案任务4:心理危机转介“1小时响应通道”"
_PARENTS = "精神卫生法、预防未成年人犯罪法第十九条:告知父母并送专业机构诊治"
_TWO_WEEKS, _THREE_DAYS = timedelta(days=14), timedelta(days=3)
_BACK = ("normal", "observed", "passed")


def _due(record: Record, around: Around, key: str, text: str, on: date, basis: str) -> Due:
    about = around.parent.text("case_no") if around.parent else record.text("ref_no")
    return Due(key=f"{key}:{record.id}", ledger="concern", record=record.parent or record.id, text=text, about=about, on=on, basis=basis)


def crisis_is_open(record: Record, around: Around) -> Iterable[Due]:
    """A crisis, or an urgent referral, is for today, every day until it is closed."""
    if record.get("closed_on") is None and record.get("kind") != "routine":
        words = "危机处置还没有结束" if record.get("kind") == "crisis" else "紧急转介还没有结束"
        yield _due(record, around, "crisis", words, around.today, _CHANNEL)


def late_without_reason(record: Record, around: Around) -> Iterable[Due]:
    """An answer beyond the limit has its reason; one that is still awaited is asked for again."""
    begun = record.get("t_initiated")
    if isinstance(begun, datetime) and is_late(record.values, around) and not record.get("late_reason"):
        answered = record.get("t_responded") is not None
        text = "写明响应超时的原因" if answered else f"转介已过 {limit(around)} 分钟没有响应:再打通道电话"
        yield _due(record, around, "late", text, begun.date(), _CHANNEL)


def parents_to_win(record: Record, around: Around) -> Iterable[Due]:
    """Parents who refuse are talked to, who cannot be reached are called again, who agreed by word sign."""
    found = record.get("t_found")
    if record.get("closed_on") or not isinstance(found, datetime):
        return
    consent = record.get("consent")
    if consent == "refused" and not record.get("persuasion"):
        yield _due(record, around, "refused", "家长拒绝转介:劝导并记录", around.today, _PARENTS)
    elif consent == "unreachable":
        yield _due(record, around, "unreachable", "联系不上家长:继续联系,必要时请村(居)委会协助", around.today, _PARENTS)
    elif consent == "oral":
        on = found.date() + _THREE_DAYS
        yield _due(record, around, "oral", "补家长书面同意", on, "口头同意后补书面(三天为默认值)")


def return_to_school(record: Record, around: Around) -> Iterable[Due]:
    """Who was in hospital, or stays at home, is evaluated before coming back; also after the referral was closed."""
    if record.get("return_eval") in _BACK:
        return
    planned, arrived = record.get("return_due"), record.get("t_arrived")
    on = planned if isinstance(planned, date) else arrived.date() + _TWO_WEEKS if isinstance(arrived, datetime) else None
    if on:
        yield _due(record, around, "return", "复学评估", on, "计划评估日期;没有填时为到院后两周(默认值)")
