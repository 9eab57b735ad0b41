"""个别辅导记录: what was said in the room, seen by nobody but the counselor who wrote it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.deed import Deed, Follow
from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Number, Text, Values, YesNo
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date, DateTime
from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.seal import Seal, after_hours
from jlt_desktop.ledgers.case_consent import stopped
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.clock import latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

FORMS = choose(talk=("面询", "面谈"), phone="电话", online="线上")
ORIGINS = choose(self="自述", parent="家长", homeroom="班主任转介", peer="同伴", other="其他")
FAMILIES = choose(core="核心", single="单亲", blended="重组", grandparents="隔代", other="其他")
RISKS = choose(none="无", thoughts="意念", plan="计划", acts="行为")
_GRAVE = ("plan", "acts")


def next_number(values: Values, around: Around) -> Mapping[str, object]:
    """Count the sessions of a case."""
    if values.get("seq") is not None or around.parent is None:
        return {}
    given = [one.get("seq") for one in around.parts_of(around.parent, "counselling_session")]
    return {"seq": 1 + max((one for one in given if isinstance(one, int)), default=0)}


def times_and_exception(values: Values, around: Around) -> Iterable[Finding]:
    """The end is after the start; an exception to secrecy says why; a plan or an act asks whether there is one."""
    at, end = values.get("at"), values.get("end")
    if isinstance(at, datetime) and at > latest(around):
        yield Problem("at", "开始时间还没有到。")
    if isinstance(at, datetime) and isinstance(end, datetime) and end <= at:
        yield Problem("end", "结束时间应晚于开始时间。")
    if values.get("exception") and not values.get("exception_why"):
        yield Problem("exception_why", "启动了保密例外,请写明原因:有生命危险、受到侵害,还是法律要求。")
    if values.get("exception_done") and not values.get("exception"):
        yield Problem("exception_done", "没有启动保密例外,不用填告知日期。")
    if values.get("risk") in _GRAVE and not values.get("exception"):
        yield Question("kept_secret", "exception", "有自伤或伤人的计划或行为,应启动保密例外;没有启动请说明。")


def consent_stands(_values: Values, around: Around) -> Iterable[Finding]:
    """Where the guardians said no to counselling, a talk is noted with why it took place all the same; it is never refused."""
    said = stopped("counselling", around) if around.before is None else ""
    if said:
        yield Question("against_consent", "at", f"监护人对个别辅导的答复是“{said}”。学生自己来求助、有生命危险等,请写明为什么还谈。")


def exception_is_open(record: Record, around: Around) -> Iterable[Due]:
    """Once secrecy gives way, guardian and principal are told on that day."""
    at = record.get("at")
    if record.get("exception") and record.get("exception_done") is None and isinstance(at, datetime):
        yield Due(
            key=f"exception:{record.id}", ledger="concern", record=record.parent or record.id, text="保密例外:告知监护人和校长并登记",
            about=around.parent.text("case_no") if around.parent else "", on=at.date(), basis="保密例外:生命危险、受到侵害、法律要求",
        )  # fmt: skip


def next_talk(record: Record, around: Around) -> Iterable[Due]:
    """The next talk that was agreed, until there was one."""
    day, at = record.get("next_on"), record.get("at")
    if not isinstance(day, date) or around.parent is None or around.parent.get("state") == "removed":
        return
    later = (one.get("at") for one in around.parts_of(around.parent, "counselling_session"))
    if not any(isinstance(one, datetime) and isinstance(at, datetime) and one > at for one in later):
        yield Due(
            key=f"talk:{record.id}", ledger="concern", record=record.parent or record.id, text="个别辅导",
            about=around.parent.text("case_no"), on=day, basis="上次辅导约定的时间", add="counselling_session",
        )  # fmt: skip


def referral_after(record: Record, around: Around) -> Follow | None:
    """Return the referral that follows a plan or an act; nothing that was said in the room is copied into it."""
    grave = record.get("risk") in _GRAVE
    if not grave and not record.get("refer"):
        return None
    running = around.parts_of(around.parent, "referral") if around.parent else ()
    if any(one.get("closed_on") is None for one in running):
        return None
    words = "有计划或行为:先有人陪着,再登记转介。" if grave else "辅导记录里选了需要转介,请登记。"
    return Follow("referral", {"kind": "urgent" if grave else "routine", "t_found": record.get("at")}, words + "辅导记录里的话不会抄过去。")


def _to_tell(record: Record, _around: Around) -> bool:
    return bool(record.get("exception")) and record.get("exception_done") is None


def _told_today(_record: Record, around: Around) -> Mapping[str, object]:
    return {"exception_done": around.today}


COUNSELLING_SESSION = Ledger(
    key="counselling_session",
    title="个别辅导记录",
    scope="confidential",
    group="心理",
    part_of="concern",
    happened="at",
    owner_only=True,
    fields={
        "seq": Number(label="次数", least=1, most=999, unit="次", purpose="第几次辅导,空着自动接着数。"),
        "at": DateTime(label="开始时间", required=True, purpose="例如 2026-9-1 14:30。"),
        "end": DateTime(label="结束时间", purpose="谈完的时间。"),
        "place": Text(label="地点", most=40, purpose="在哪里谈。"),
        "form": Choice(label="方式", options=FORMS),
        "origin": Choice(label="来源", options=ORIGINS),
        "family": Choice(label="家庭结构", options=FAMILIES),
        "facts": Text(label="事实", most=1000, multiline=True, purpose="看到的:样子、情绪、动作、出勤。不写身份证号、电话和住址。"),
        "quote": Text(label="学生原话", most=1000, multiline=True, purpose="照原话写,加引号;不改、不概括。"),
        "judgement": Text(label="判断", most=1000, multiline=True, purpose="你怎么看,根据是什么;不写病名。"),
        "risk": Choice(label="自伤伤人风险", options=RISKS, required=True),
        "goal": Text(label="辅导目标", most=300, multiline=True, purpose="这几次想帮到哪一步。"),
        "action": Text(label="行动", most=1000, multiline=True, purpose="谈了什么、用了什么办法、和谁联系了。"),
        "agreed": Text(label="约定", most=300, multiline=True, purpose="和学生约好做什么、注意什么。"),
        "next_on": Date(label="下次时间", purpose="约好下次谈的日子,到时提醒你。"),
        "refer": YesNo(label="需要转介", purpose="要转到医院或区局的选“是”,保存后接着登记转介。"),
        "exception": YesNo(label="启动保密例外", purpose="有生命危险、受到侵害或法律要求时选“是”。"),
        "exception_why": Text(label="保密例外原因", most=300, multiline=True, purpose="为什么、告诉谁、只告诉哪些。"),
        "exception_done": Date(label="已告知日期", purpose="告知监护人和校长的日子,填了就不再提醒。"),
        "by": PersonName(label="记录人", purpose="写这条记录的人。"),
        "supplement": Text(label="补充说明", most=2000, multiline=True, purpose="写下 24 小时以后,只能在这里接着写。"),
    },
    sheet=("seq", "at", "form", "risk", "refer", "exception", "next_on"),
    form={
        "这一次": ("seq", "at", "end", "place", "form", "origin", "family"),
        "记录": ("facts", "quote", "judgement", "risk", "goal", "action", "agreed", "next_on"),
        "保密例外": ("refer", "exception", "exception_why", "exception_done"),
        "补充": ("by", "supplement"),
    },
    identity=("at", "risk"),
    named=("seq", "at"),
    search=("place", "quote", "action"),
    order=("-at",),
    fills=(next_number,),
    checks=(times_and_exception, consent_stands),
    dues=(exception_is_open, next_talk),
    due_filled=("exception", "next_on"),
    deeds=(
        Deed(
            key="told",
            title="已告知监护人和校长",
            hint="保密例外:记下今天的日期。",
            when=_to_tell,
            sets=_told_today,
            at_once=True,
            urgent=True,
        ),
    ),
    then=referral_after,
    seal=Seal(since=after_hours(24), open=("exception_done",), grows=("supplement",)),
    counts_only=True,
)
