"""专门教育个案: conduct that the law names, kept by the principal alone in a file of their own, out of every list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Choices, Text
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_links import Attachment, Link
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.report import Measure, Section, Tally, option_lines
from jlt_desktop.domain.retention import Retention
from jlt_desktop.domain.seal import Seal
from jlt_desktop.ledgers.care_dues import GONE
from jlt_desktop.ledgers.conduct_law import BEHAVIOURS, CLOSED, KINDS, MEASURES, OPINIONS, STATES, TOLD_HOW
from jlt_desktop.ledgers.conduct_steps import (
    DEEDS,
    by_the_table,
    conduct_glance,
    kind_fits_conduct,
    known_person,
    parents_hear_of_it,
    put_away,
    what_the_state_needs,
)
from jlt_desktop.ledgers.handlings import CONDUCT
from jlt_desktop.ledgers.numbering import random_number
from jlt_desktop.ledgers.pupil_copy import own_copy

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record


def until_the_pupil_left(record: Record, around: Around) -> date | None:
    """Return the day the pupil left the school, by the roster or as written here; None while that is not known."""
    pupil = around.record("student", record.text("student"))
    left = pupil.get("status_from") if pupil is not None and pupil.get("enrol_status") in GONE else record.get("left_on")
    return left if isinstance(left, date) else None


def _is(name: str, key: str) -> Measure:
    labels = {"kind": KINDS, "state": STATES}
    return Measure(labels[name].label(key), lambda record, _around: record.get(name) == key)


_COUNTED = Tally(
    key="counts",
    title="专门教育情况统计表",
    columns=(Measure("合计"), *(_is("kind", option.key) for option in KINDS)),
    sections=(
        Section("按状态", tuple(_is("state", option.key) for option in STATES)),
        Section("按行为(可以有几项)", option_lines("behaviours", [(one.key, one.label) for one in BEHAVIOURS])[:-1], whole=False),
    ),
    note=lambda _around: "只有数,没有姓名;由校长直接交专门教育指导委员会,不进报送包。",
    signers=("学校(盖章)", "校长", "填报日期"),
)

CONDUCT_CASE = Ledger(
    key="conduct_case",
    title="专门教育个案",
    # the file that opens with the key of the school's signature: the one key that neither the clerk nor the counselor holds
    scope="signing",
    group="校长专管",
    happened="found_on",
    unlisted=True,
    put_away=put_away,
    fields={
        "case_no": Text(label="个案编号", most=12, typed=False, purpose="随机编号,保存时自动产生,看不出是谁。"),
        "student": Link(label="学生", to="student", purpose="输姓名首字母选;姓名和班级会抄一份进来,名册里不留痕迹。"),
        "name": PersonName(label="姓名", aliases=("学生姓名",), purpose="从学生带出;名册里没有的直接写。"),
        "class_title": Text(label="班级", most=30, purpose="从学生带出,是当时的班级。"),
        "kind": Choice(label="类别", options=KINDS, required=True),
        "behaviours": Choices(label="行为", options=BEHAVIOURS, required=True, purpose="照法律列的选,不写评语。"),
        "found_on": Date(label="发现日期", required=True, purpose="第一次发现的日子。"),
        "facts": Text(label="事实", most=1000, multiline=True, purpose="看到的事、谁看到的;不写猜测,不贴标签。"),
        "state": Choice(label="状态", options=STATES, required=True, purpose="从校内管理教育开始,走不通的一步不能存。"),
        "measures": Choices(label="管理教育措施", options=MEASURES, purpose="第三十一条列的措施;不得体罚或变相体罚。"),
        "steps": Lines(
            label="帮教经过",
            most=60,
            columns={
                "on": Date(label="日期", required=True),
                "what": Text(label="做了什么", most=200, required=True),
                "who": Text(label="谁做的", most=30),
                "came": Text(label="结果", most=100),
            },
            purpose="一次一行:谈话、家访、法治副校长到校、社工介入。",
        ),
        "told_on": Date(label="告知监护人日期", purpose="告诉监护人的日子。"),
        "told_how": Choice(label="告知方式", options=TOLD_HOW),
        "asked_on": Date(label="申请评估日期", purpose="向教育行政部门提出申请的日子。"),
        "asked_by": Text(label="申请人", most=60, purpose="监护人、学校,或公安机关会同。"),
        "asked_why": Text(label="申请理由", most=500, multiline=True, purpose="无力管教或者管教无效的事实。"),
        "judged_on": Date(label="评估意见日期", purpose="专门教育指导委员会给出意见的日子。"),
        "opinion": Choice(label="评估意见", options=OPINIONS),
        "decided_by": Text(label="决定机关", most=60, purpose="谁作的决定、文号。"),
        "special_at": Text(label="专门学校", most=60, purpose="在哪所学校。"),
        "special_from": Date(label="专门教育开始", purpose="到专门学校的日子;学籍保留在本校。"),
        "special_to": Date(label="专门教育结束", purpose="回到本校的日子。"),
        "review_on": Date(label="下次评估日期", purpose="专门教育期间每学期评估一次。"),
        "paper": Attachment(label="文书", purpose="申请、意见和决定的扫描件。"),
        "closed_on": Date(label="封存日期", purpose="结束并封存的日子。"),
        "closed_why": Choice(label="封存原因", options=CLOSED),
        "left_on": Date(label="离校日期", purpose="名册里没有这名学生时填;有的按名册。离校后列入到期销毁。"),
    },
    sheet=("case_no", "kind", "state", "found_on", "review_on", "closed_on"),
    form={
        "个案": ("case_no", "student", "name", "class_title", "found_on", "kind", "behaviours", "facts"),
        "校内管理教育": ("state", "measures", "steps", "told_on", "told_how"),
        "专门教育": (
            "asked_on", "asked_by", "asked_why", "judged_on", "opinion", "decided_by", "special_at", "special_from", "special_to",
            "review_on", "paper",
        ),
        "封存": ("closed_on", "closed_why", "left_on"),
    },
    identity=("found_on", "kind"),
    named=("case_no",),
    search=("case_no",),
    order=("closed_on", "-found_on"),
    match=(("case_no",),),
    unique=("case_no",),
    who=("student", "name", "class_title"),
    fills=(own_copy,),
    numbers={"case_no": random_number},
    checks=(known_person, kind_fits_conduct, by_the_table, what_the_state_needs, parents_hear_of_it),
    glance=conduct_glance,
    deeds=DEEDS,
    seal=Seal(since=put_away, open=("left_on",)),
    reports=(_COUNTED,),
    handling=CONDUCT,
    retention=Retention(until_the_pupil_left, "学生离校之日起(预防未成年人犯罪法第五十九条,默认值);没有离校日期的不动"),
    counts_only=True,
)  # fmt: skip
