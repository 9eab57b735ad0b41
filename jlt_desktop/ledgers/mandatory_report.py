"""强制报告: a sign of harm to a child was found; to whom it was told, when, by whom and in which words (未成年人保护法第11条)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.deed import Deed, Follow
from jlt_desktop.domain.fields import Choice, Choices, Text
from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date, DateTime
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.care_dues import report_open
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import REPORTED
from jlt_desktop.ledgers.keeping import REPORT_KEPT
from jlt_desktop.ledgers.student_deeds import FOR_A_REPORT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

# the nine situations of 关于建立侵害未成年人案件强制报告制度的意见(试行), 2020, Art. 4, in short words
SIGNS = choose(
    private_injury="隐私部位非正常损伤",
    girl_below_14="不满14周岁女孩疑似受性侵或怀孕流产",
    girl_above_14="满14周岁女孩疑似因性侵怀孕流产",
    injuries="多处损伤或严重营养不良或意识不清",
    abnormal_harm="自杀自残或中毒殴打等致伤残死亡",
    abandoned="被遗弃或长期无人照料",
    unknown_origin="来源不明或失踪或疑似被拐卖",
    begging="被组织乞讨",
    other_harm="其他严重侵害或正面临不法侵害危险",
)
TOLD_GUARDIAN = choose(told="已告知监护人", suspect="监护人涉嫌侵害,未告知", unreachable="联系不上", later="暂未告知")


def report_after(record: Record, _around: Around) -> Follow | None:
    """Return the report that follows at once when a contact or a visit noted one of the nine signs."""
    signs = record.get("signs")
    if not signs:
        return None
    when = record.get("at") or record.get("date")
    found = when if isinstance(when, datetime) else None
    given: dict[str, object] = {"signs": signs, "facts": record.text("issue") or record.text("summary") or record.text("talk")}
    if found:
        given["found_at"] = found
    return Follow(
        "mandatory_report", given,
        "勾选的情形属于强制报告:请立即拨打 110 报案,再在这里登记向谁报、几点报、谁报的、怎么说的。先报案,后补记也可以。",
    )  # fmt: skip


def report_of_new_file(record: Record, _around: Around) -> Follow | None:
    """Return the report that a file was opened for."""
    if record.text("basis_note") != FOR_A_REPORT:
        return None
    now = datetime.now().replace(second=0, microsecond=0)
    return Follow(
        "mandatory_report", {"found_at": now},
        "档案已建好。请立即拨打 110 报案,再在这里登记向谁报、几点报、谁报的、怎么说的。先报案,后补记也可以。",
    )  # fmt: skip


def _police(_record: Record, _around: Around) -> Mapping[str, object]:
    return {"reported_at": datetime.now().replace(second=0, microsecond=0)}


def _bureau(_record: Record, _around: Around) -> Mapping[str, object]:
    return {"bureau_at": datetime.now().replace(second=0, microsecond=0)}


MANDATORY_REPORT = Ledger(
    key="mandatory_report",
    title="强制报告",
    group="学生",
    part_of="care_file",
    happened="found_at",
    fields={
        "signs": Choices(label="发现的情形", options=SIGNS, required=True, special=True, leaves=COUNT),
        "found_at": DateTime(label="发现时间", required=True, leaves=COUNT, purpose="什么时候看到或听到的,例如 2026-9-1 14:30。"),
        "found_by": PersonName(label="发现人", purpose="谁看到或听到的。"),
        "facts": Text(
            label="事实与孩子原话",
            most=1000,
            multiline=True,
            special=True,
            purpose="只写看到的和孩子的原话,不追问、不判断。",
        ),
        "reported_at": DateTime(label="报案时间", leaves=COUNT, purpose="打通 110 或到派出所的时间。"),
        "reported_to": Text(label="报案单位和接警人", most=100, purpose="派出所名称、接警人姓名或警号。"),
        "reported_by": PersonName(label="报案人", purpose="谁报的案。"),
        "said": Text(label="报案时怎么说的", most=500, multiline=True, special=True, purpose="照实记下说了哪几句。"),
        "late_why": Text(label="迟报的原因", most=200, purpose="从发现到报案超过 6 小时的,写明原因。"),
        "bureau_at": DateTime(label="报告教育局时间", leaves=COUNT, purpose="向教育局报告的时间。"),
        "bureau_to": Text(label="教育局接报人", most=60, purpose="科室和姓名。"),
        "guardian_told": Choice(label="告知监护人", options=TOLD_GUARDIAN, special=True),
        "measures": Text(
            label="学校已采取的保护措施", most=500, multiline=True, special=True, purpose="孩子现在在哪里、谁陪着、怎样保密。"
        ),
        "outcome": Text(label="处理结果", most=500, multiline=True, special=True, purpose="公安机关是否受理、后来怎样。"),
        "outcome_on": Date(label="结果日期", purpose="知道结果的日子。"),
        "files": Attachment(label="材料", purpose="回执、伤情照片等,只放必要的。"),
    },
    sheet=("found_at", "signs", "reported_at", "reported_to", "reported_by", "bureau_at", "outcome_on"),
    form={
        "发现": ("signs", "found_at", "found_by", "facts"),
        "报案": ("reported_at", "reported_to", "reported_by", "said", "late_why"),
        "报告与保护": ("bureau_at", "bureau_to", "guardian_told", "measures"),
        "结果": ("outcome", "outcome_on", "files"),
    },
    identity=("found_at", "signs"),
    search=("reported_to", "facts"),
    order=("-found_at",),
    handling=REPORTED,
    dues=(report_open,),
    retention=REPORT_KEPT,
    deeds=(
        Deed(
            key="police",
            title="已报案",
            hint="记下报案时间、单位和怎么说的。",
            when=lambda record, _a: not record.get("reported_at"),
            sets=_police,
            asks=("reported_at", "reported_to", "reported_by", "said", "late_why"),
            urgent=True,
        ),
        Deed(
            key="bureau",
            title="已报教育局",
            hint="记下报告时间和接报人。",
            when=lambda record, _a: not record.get("bureau_at"),
            sets=_bureau,
            asks=("bureau_at", "bureau_to"),
        ),
        Deed(
            key="outcome",
            title="登记结果",
            hint="记下公安机关是否受理、后来怎样。",
            when=lambda record, _a: not record.get("outcome"),
            asks=("outcome", "outcome_on", "files"),
        ),
    ),
)
