"""落实巡查和作业公示: short checks that breaks, sport, eyes, screens and homework are as the plan says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.classes import read_classes
from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Derived, Number, Text, Values, YesNo
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.proof import evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

CHECKED = choose(
    breaks=("课间15分钟", "课间"), sport=("每日体育活动", "体育"), eyes=("眼保健操", "眼操"), screen=("电子屏时长", "电子屏"),
    homework="作业",
    other="其他",
)  # fmt: skip
POSTED = choose(wall=("教室公示栏", "公示栏"), group=("家长群", "班级群"), site="校园网", none="没有公示")
# the state's most for a day's written homework, by grade
_LIMITS = {1: 0, 2: 0, 3: 60, 4: 60, 5: 60, 6: 60, 7: 90, 8: 90, 9: 90}


def classes_are_read(values: Values, around: Around) -> Iterable[Finding]:
    """The text names classes of this school."""
    text, day = values.get("classes"), values.get("date")
    if isinstance(text, str) and text:
        unread = read_classes(text, day if isinstance(day, date) else around.today, around.calendar.stage).unread
        if unread:
            yield Problem("classes", f"看不出“{'、'.join(unread)}”是哪个班。请写成“全校”“三年级”“三至五年级”或“三年级2班”。")


def trouble_is_told(values: Values, around: Around) -> Iterable[Finding]:
    """What was not as it should be is told."""
    if values.get("ok") is False and not values.get("trouble"):
        yield Problem("trouble", "不符合的,请写发现了什么问题。")
    day = values.get("date")
    if isinstance(day, date) and day > around.today:
        yield Problem("date", "还没有到的日子不能登记巡查。")


def trouble_is_mended(record: Record, _around: Around) -> Iterable[Due]:
    """What was found is put right by its day."""
    due = record.get("mend_by")
    if record.get("ok") is False and isinstance(due, date) and record.get("mended_on") is None:
        yield Due(
            key=f"spot_check:{record.id}", ledger="spot_check", record=record.id, text="巡查发现的问题要整改",
            about=f"{record.text('classes')} {record.text('trouble')[:20]}", on=due, basis="落实巡查记录",
        )  # fmt: skip


SPOT_CHECK = Ledger(
    key="spot_check",
    title="落实巡查",
    group="强体魄",
    happened="date",
    fields={
        "date": Date(label="日期", required=True, leaves=COUNT, aliases=("巡查日期", "检查日期"), purpose="巡查的日子。"),
        "item": Choice(label="巡查项目", options=CHECKED, required=True, leaves=COUNT, aliases=("项目", "检查项目")),
        "classes": Text(label="班级", most=100, required=True, leaves=COUNT, aliases=("年级班级",), purpose="看的是哪些班,或“全校”。"),
        "ok": YesNo(label="符合", required=True, leaves=COUNT, aliases=("是否符合",), purpose="符合要求选“是”。"),
        "minutes": Number(label="实测分钟", least=0, most=600, unit="分钟", leaves=COUNT, purpose="看了表的写实际分钟数。"),
        "trouble": Text(label="问题", most=200, multiline=True, shown_if=(("ok", False),), aliases=("发现问题",), purpose="哪里不符合。"),
        "mend_by": Date(label="整改期限", shown_if=(("ok", False),), purpose="哪天前改好,到期会提醒。"),
        "mended_on": Date(label="整改完成日期", leaves=COUNT, shown_if=(("ok", False),), purpose="改好的日子。"),
        "by": Link(label="巡查人", to="staff", purpose="谁去看的。"),
        "evidence": evidence("巡查记录、照片。"),
    },
    sheet=("date", "item", "classes", "ok", "minutes", "trouble", "mend_by", "mended_on", "by"),
    form={"巡查": ("date", "item", "classes", "ok", "minutes", "by"), "整改和佐证": ("trouble", "mend_by", "mended_on", "evidence")},
    identity=("date", "item", "classes"),
    named=("date", "item", "classes"),
    search=("classes", "trouble"),
    order=("-date", "item", "classes"),
    checks=(trouble_is_told, classes_are_read),
    dues=(trouble_is_mended,),
    due_filled=("mend_by",),
    counts_only=True,
    indicators=(
        Indicator(key="by_item", label="落实巡查次数按项目", counts=lambda _r, _a: True, by="item"),
        Indicator(key="bad", label="不符合的巡查次数按项目", counts=lambda r, _a: r.get("ok") is False, by="item"),
    ),
)


def homework_limit(values: Values, around: Around) -> int | None:
    """Return the most minutes for the classes named, the strictest where there are several; None when no grade is known."""
    day = values.get("date")
    day = day if isinstance(day, date) else around.today
    stage = around.calendar.stage
    named = read_classes(str(values.get("classes") or ""), day, stage)
    limits = [most for grade, most in _LIMITS.items() if grade in named.all_grades(day, stage)]
    return min(limits) if limits else None


def homework_told(values: Values, around: Around) -> str:
    """Return whether the homework is within what the state allows."""
    length, most = values.get("minutes"), homework_limit(values, around)
    if not isinstance(length, int) or most is None:
        return ""
    if most == 0:
        return "符合" if length == 0 else f"一、二年级不布置书面作业,这里是 {length} 分钟"
    return "符合" if length <= most else f"超过 {most} 分钟"


HOMEWORK_LOG = Ledger(
    key="homework_log",
    title="书面作业公示",
    group="强体魄",
    happened="date",
    fields={
        "date": Date(label="日期", required=True, leaves=COUNT, purpose="公示或抽查的日子。"),
        "classes": Text(
            label="班级", most=100, required=True, leaves=COUNT, aliases=("年级班级",), purpose="哪个年级或班级,例如“五年级2班”。"
        ),
        "minutes": Number(
            label="书面作业总时长",
            least=0,
            most=600,
            unit="分钟",
            required=True,
            leaves=COUNT,
            aliases=("总时长", "作业时长"),
            purpose="各科加在一起,中等学生做完要几分钟。",
        ),
        "within": Derived(
            label="是否符合", compute=homework_told, leaves=COUNT, purpose="一、二年级 0 分钟,三至六年级不超过 60 分钟,初中不超过 90 分钟。"
        ),
        "posted": Choice(label="公示方式", options=POSTED, required=True, leaves=COUNT),
        "by": Link(label="登记人", to="staff", purpose="谁登记的。"),
        "evidence": evidence("公示截图。"),
    },
    sheet=("date", "classes", "minutes", "within", "posted", "by"),
    form={"作业": ("date", "classes", "minutes", "posted", "by", "evidence")},
    identity=("date", "classes"),
    named=("date", "classes"),
    search=("classes",),
    order=("-date", "classes"),
    checks=(classes_are_read,),
    counts_only=True,
    indicators=(Indicator(key="logged", label="书面作业公示次数", counts=lambda _r, _a: True),),
)
