"""馆校共建协议: which venues the school has an agreement with, what each side does, and until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Derived, Text, Values
from jlt_desktop.domain.fields_person import Phone
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.leaves import PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.proof import evidence, forward

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

VENUE_LEVELS = choose(province=("省级", "省"), city=("市级", "市"), district=("区级", "区", "县级"))
VENUE_KINDS = choose(
    museum="博物馆",
    science=("科技馆", "科学馆"),
    culture="文化馆",
    memorial="纪念馆",
    library="图书馆",
    red=("红色阵地", "红色基地"),
    other="其他",
)
BENEFITS = choose(free="免费", reduced="优惠", none="无优惠")
_NOTICE = timedelta(days=60)


def valid(values: Values, today: date) -> bool:
    """Tell whether an agreement holds on a day; one without an end holds on."""
    start, end = values.get("signed_on"), values.get("valid_to")
    return isinstance(start, date) and start <= today and not (isinstance(end, date) and end < today)


def valid_words(values: Values, around: Around) -> str:
    """Return whether the agreement is in force today."""
    if values.get("signed_on") is None:
        return ""
    end = values.get("valid_to")
    return "有效" if valid(values, around.today) else "已过期" if isinstance(end, date) and end < around.today else "还没有生效"


def agreement_ends(record: Record, around: Around) -> Iterable[Due]:
    """An agreement is renewed before it ends."""
    end = record.get("valid_to")
    if isinstance(end, date) and end - _NOTICE <= around.today:
        yield Due(
            key=f"agreement:{record.id}:{end.isoformat()}", ledger="venue_agreement", record=record.id,
            text="续签馆校协议" if end >= around.today else "馆校协议已过期,续签或登记新协议", about=record.text("venue"), on=end,
            basis="方案任务1:馆校签订合作协议,明确权利义务",
        )  # fmt: skip


VENUE_AGREEMENT = Ledger(
    key="venue_agreement",
    title="馆校共建协议",
    group="大思政",
    happened="signed_on",
    standing=True,
    fields={
        "venue": Text(label="场馆名称", most=60, required=True, leaves=PSEUDONYM, aliases=("场馆", "合作场馆"), purpose="场馆的全称。"),
        "level": Choice(label="级别", options=VENUE_LEVELS, required=True, leaves=PSEUDONYM, aliases=("场馆级别",)),
        "category": Choice(label="类别", options=VENUE_KINDS, required=True, leaves=PSEUDONYM, aliases=("场馆类别", "场馆类型")),
        "signed_on": Date(label="签订日期", required=True, leaves=PSEUDONYM, aliases=("签订日", "签约日期"), purpose="协议上的签订日期。"),
        "valid_to": Date(
            label="有效期至", leaves=PSEUDONYM, aliases=("到期日期", "有效期"), purpose="到期前 60 天提醒续签;长期有效的不填。"
        ),
        "our_duties": Text(
            label="我方义务", most=500, multiline=True, leaves=PSEUDONYM, aliases=("学校义务",), purpose="协议里学校要做的。"
        ),
        "their_duties": Text(
            label="对方义务", most=500, multiline=True, leaves=PSEUDONYM, aliases=("场馆义务",), purpose="协议里场馆要做的。"
        ),
        "benefit": Choice(label="优惠", options=BENEFITS, leaves=PSEUDONYM, aliases=("优惠或免费",)),
        "contact": Text(label="联系人", most=30, purpose="场馆那边谁管。"),
        "phone": Phone(label="联系电话", aliases=("电话",), purpose="打得通的电话。"),
        "state_today": Derived(label="是否有效", compute=valid_words, leaves=PSEUDONYM, purpose="按签订日期和有效期计算。"),
        "evidence": evidence("协议的扫描件,选“协议扫描”。"),
        "note": Text(label="备注", most=300, multiline=True, purpose="其他要记的。"),
    },
    sheet=("venue", "level", "category", "signed_on", "valid_to", "state_today", "benefit", "contact", "phone"),
    form={
        "协议": ("venue", "level", "category", "signed_on", "valid_to", "benefit"),
        "约定": ("our_duties", "their_duties"),
        "联系和佐证": ("contact", "phone", "evidence", "note"),
    },
    identity=("venue", "signed_on"),
    named=("venue",),
    search=("venue", "contact"),
    order=("-signed_on", "venue"),
    checks=(forward("signed_on", "valid_to", "有效期早于签订日期,请核对。"),),
    dues=(agreement_ends,),
    due_filled=("valid_to",),
)
