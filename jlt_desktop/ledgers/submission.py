"""报送批次: what the bureau asked for, by when and in which sense, and how far the answer has come; one ledger for each of the two rooms.

The clerk's stands in the general file. The counselor's own return is a ledger of its own in the confidential file, so that the general
one holds nothing of it: the same declaration twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fact import Fact
from jlt_desktop.domain.fields import Choice, Number, Text, Values
from jlt_desktop.domain.fields_links import Attachment, Link
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date, DateTime
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.periods import is_period, span
from jlt_desktop.domain.rail import KINDS, OPEN, STATES
from jlt_desktop.domain.seal import Seal
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.ledger import Scope
    from jlt_desktop.domain.record import Record

PERSONAL = choose(none="不含个人信息", rows="没有姓名的行", named="含个人信息")
METHODS = choose(usb="U盘", paper="纸质", intranet="内网", by_hand="当面")
_TODO = {
    "draft": "请收集、校验并定稿",
    "checked": "请看预览并定稿",
    "fixed": "请校长用自己的口令登录审签",
    "signed": "请封装",
    "sealed": "请写到 U 盘",
    "written": "请送去教育局",
    "returned": "教育局退回了,请照理由改正再报更正",
}


def usual(_values: Values, around: Around) -> Mapping[str, object]:
    """Fill what is nearly always the same: a proper return, counted as of today, without anybody's name."""
    return {"kind": "final", "as_of": around.today, "pi_level": "rows"}


def state_kept(_values: Values, around: Around) -> Mapping[str, object]:
    """Keep the state as the program wrote it, whatever was typed or read."""
    return {"state": (around.before.get("state") if around.before else None) or "draft"}


def request_hangs_together(values: Values, around: Around) -> Iterable[Finding]:
    """The period is one, the day of the figures lies not before it, a correction names what it replaces, names need a ground."""
    period, as_of = values.get("period"), values.get("as_of")
    if isinstance(period, str) and not is_period(period):
        yield Problem("period", "报送期按月写 2026-11,按学期写 2026-T1 或 2026-T2,全年写 2026。")
    elif isinstance(period, str) and as_of and str(as_of) < span(period, around.calendar).since.isoformat():
        yield Problem("as_of", "统计时点早于报送期的第一天。")
    if values.get("kind") in ("correction", "withdrawal") and not values.get("corrects"):
        yield Problem("corrects", "更正和撤回要写明针对哪一次报送。")
    if values.get("kind") in ("final", "nil") and values.get("corrects"):
        yield Problem("corrects", "正式报送和零报告不针对以前的报送;要更正请把种类改成“更正”。")
    if values.get("pi_level") == "named" and (not values.get("legal_basis") or values.get("n_persons") is None):
        yield Problem("legal_basis", "含个人信息的,要写明依据和人数。")


def deadline(record: Record, _around: Around) -> Iterable[Due]:
    """Yield the deadline of a request until it was handed in."""
    due, state = record.get("due_at"), str(record.get("state") or "draft")
    if isinstance(due, datetime) and state in _TODO:
        words, about = f"报送:{_TODO[state]}", f"{record.text('req_title')}({record.text('period')})"
        yield Due(f"{record.ledger}:{record.id}", record.ledger, record.id, words, about, due.date(), "来文要求的截止时间")


def submission_glance(record: Record, around: Around) -> Iterable[Fact]:
    """Yield how far it is and how much time is left."""
    state = str(record.get("state") or "draft")
    yield Fact("进行到", STATES.label(state), "good" if state in ("received", "handed") else "wrong" if state == "returned" else "due")
    due = record.get("due_at")
    if isinstance(due, datetime) and state in _TODO:
        days = (due.date() - around.today).days
        left = f"还有 {days} 天" if days >= 0 else f"逾期 {-days} 天"
        yield Fact("截止", f"{due:%Y-%m-%d %H:%M},{left}", "wrong" if days < 0 else "due")


def fixed(record: Record, _around: Around) -> str:
    """Tell why the request of a submission can no longer be rewritten."""
    state = str(record.get("state") or "draft")
    if state in OPEN:
        return ""
    return f"这一批{STATES.label(state)},内容和口径不能再改;要改请先“退回草稿”(签名随之作废),写出以后只能报更正。"


def submission_ledger(key: str, title: str, scope: Scope, group: str) -> Ledger:
    """Return the ledger of one room's submissions."""
    return Ledger(
        key=key,
        title=title,
        scope=scope,
        group=group,
        happened="due_at",
        counts_only=True,
        submits=True,
        fields={
            "req_title": Text(label="来文名称", most=80, required=True, purpose="教育局要什么,照来文写;没有来文的写“月报”。"),
            "req_no": Text(label="文号", most=40, purpose="来文的文号,没有可以不填。"),
            "req_date": Date(label="来文日期", purpose="来文落款的日子,或接到电话的日子。"),
            "to_org": Text(label="要求单位", most=60, required=True, purpose="哪个单位要,例如“清河门区教育局”。"),
            "dept": Text(label="科室", most=40, purpose="哪个科室。"),
            "contact": Text(label="对方联系人和电话", most=60, purpose="有问题找谁问。"),
            "due_at": DateTime(label="截止时间", required=True, purpose="最晚什么时候交到,例如 2026-9-1 17:00。"),
            "period": Text(label="报送期", most=10, required=True, purpose="按月写 2026-11,按学期写 2026-T1,全年写 2026。"),
            "as_of": Date(label="统计时点", purpose="数字算到哪一天;不填就是今天。"),
            "definition_note": Text(label="统计口径", most=500, multiline=True, purpose="来文里的定义、范围,照抄要紧的话。"),
            "template": Text(label="所用模板", most=60, purpose="来文附的表,连版本。"),
            "kind": Choice(label="种类", options=KINDS),
            "corrects": Link(label="针对哪一次", to=key, purpose="更正或撤回的是以前的哪一次报送。"),
            "state": Choice(label="进行到", options=STATES, typed=False),
            "pi_level": Choice(label="个人信息", options=PERSONAL),
            "n_persons": Number(label="涉及人数", least=0, most=99999, unit="人", purpose="含个人信息时,涉及多少人。"),
            "legal_basis": Text(label="提供依据", most=200, purpose="含个人信息时,凭哪一份书面要求、哪一条规定。"),
            "method": Choice(label="报送方式", options=METHODS),
            "usb_label": Text(label="U盘编号", most=40, purpose="贴在 U 盘上的编号。"),
            "received_by": PersonName(label="对方接收人", purpose="谁签收的。"),
            "papers": Attachment(label="来文和签收单", purpose="来文的扫描件、签收单照片。"),
        },
        sheet=("req_title", "period", "kind", "due_at", "to_org", "as_of", "state"),
        form={
            "来文": ("req_title", "req_no", "req_date", "to_org", "dept", "contact", "due_at"),
            "口径": ("period", "as_of", "definition_note", "template", "kind", "corrects"),
            "个人信息": ("pi_level", "n_persons", "legal_basis"),
            "交接": ("state", "method", "usb_label", "received_by", "papers"),
        },
        identity=("req_title", "period", "due_at"),
        named=("req_title", "period"),
        search=("req_title", "period", "to_org", "req_no"),
        order=("-due_at",),
        fills=(usual,),
        keeps=(state_kept,),
        checks=(request_hangs_together,),
        dues=(deadline,),
        glance=submission_glance,
        seal=Seal(since=fixed, open=("method", "usb_label", "received_by", "papers")),
    )


SUBMISSION = submission_ledger("submission_batch", "报送批次", "general", "报送")
PRIVATE_RETURN = submission_ledger("private_return", "专项报送批次", "confidential", "心理")
