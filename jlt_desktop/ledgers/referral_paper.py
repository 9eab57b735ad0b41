"""转介单 and 告知书: what a hospital has to know, and what parents are told and may refuse; names only where a reason was given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_time import chinese_day
from jlt_desktop.ledgers.case_consent import stopped
from jlt_desktop.ledgers.clock import span
from jlt_desktop.ledgers.paper_blocks import head_pairs, in_full_width
from jlt_desktop.ledgers.referral_clock import STEPS, minutes_between

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_HEAD = ("kind", "t_found", "t_initiated", "channel_org", "hospital", "escort", "consent")
_END = ("consent", "persuaded_at", "mandatory_report", "return_eval", "return_eval_on", "return_due", "closed_on")
_ADVICE = (
    "学校在近期的观察和谈话中了解到上面的情况。学校不是医疗机构,不作诊断,也不能替代医院的检查。"
    "按照《精神卫生法》和《预防未成年人犯罪法》第十九条,学校把情况告诉您,建议您尽快带孩子到有精神科或心理科的医院就诊。\n"
    "就诊以前请做到:孩子身边有大人陪着;收好药品、刀具、绳索和农药;不打骂、不追问;"
    "听到孩子说不想活,当真对待,马上拨打 120 或带到最近的医院急诊。\n"
    "这次告知只有必要的人知道,不影响孩子的学籍、成绩和评优。就诊结果由您决定是否告诉学校。"
)
_AGREE = (
    "□ 我同意学校转介,由学校把必要的情况告诉医院。\n□ 我自己带孩子就诊,时间:______________  医院:______________\n"
    "□ 我暂时不同意就诊。学校已向我说明可能的危险和求助办法,我知道孩子需要有大人陪着。\n"
    "   不同意的原因:______________________________________________"
)

_COPIES = "本告知书一式两份,监护人和学校各存一份。监护人拒绝签字时,由两名在场人员签名,并写明时间、地点和经过。"
_CHECKLIST = ("告知谁", "时间", "谁打的", "结果")
_UPWARD = ("报给谁", "时间", "谁报的", "怎样报的")


def whose(around: Around) -> Mapping[str, str]:
    """Return case number, name and class of the file a record belongs to; name and class are blank on paper without names."""
    case = around.parent
    if case is None:
        return {"个案编号": "", "姓名": "", "班级": ""}
    named = {} if around.nameless else {"姓名": case.text("name"), "班级": case.text("class_title")}
    return {"个案编号": case.text("case_no"), "姓名": "", "班级": "", **named}


def transfer_slip(record: Record, around: Around) -> Document:
    """Return the slip that goes with the pupil: who, what was seen, what was done, and a receipt to be returned.

    Raises UserError where the guardians said no and no life is at stake: nothing is told to a hospital then.
    """
    said = stopped("hospital", around)
    if said and record.get("kind") == "routine":
        raise UserError(
            f"监护人对向医疗机构转介的答复是“{said}”,常规转介不印转介单。",
            "没有同意,不向医疗机构提供学生的情况。",
            "没有打印,数据没有改动。",
            "请再和监护人谈;有生命危险的,把类型改成紧急转介或危机事件。",
        )  # fmt: skip
    facts, actions = around.texts("referral", record, ("facts", "actions"))
    rows = (*whose(around).items(), *head_pairs("referral", record, around, _HEAD), ("学校联系人", ""), ("联系电话", ""))
    receipt = (("接诊单位和科室", ""), ("接诊时间", ""), ("接诊人", ""), ("联系电话", ""), ("给学校的建议", "\n\n"))
    return Document(
        name="转介单", title="学生心理转介单", subtitle=_under_title(record, around),
        blocks=(
            Pairs(rows),
            Prose(facts or "\n\n\n", "转介理由(看到的事和学生的原话)"),
            Prose(actions or "\n\n", "学校已采取的措施"),
            Signatures(("学校经办人", "监护人", "学校负责人(盖章)")),
            Pairs(receipt, "回执(请接诊单位填好交回学校;不必写诊断)"),
        ),
    )  # fmt: skip


def parents_notice(record: Record, around: Around) -> Document:
    """Return the notice to the parents: the facts, the advice, agreement or refusal, and lines to sign on."""
    who, found, facts = whose(around), record.get("t_found"), around.texts("referral", record, ("facts",))[0]
    day = chinese_day(found.date()) if isinstance(found, datetime) else ""
    calls = (("120", "急救"), ("110", "报警"), ("12355", "青少年服务热线"))
    return Document(
        name="告知书", title="学生心理状况告知书", subtitle=_under_title(record, around),
        blocks=(
            Pairs((("学生", who["姓名"]), ("班级", who["班级"]), ("监护人", ""), ("发现日期", day))),
            Prose(facts or "\n\n\n", "学校了解到的情况"),
            Prose(in_full_width(_ADVICE), "学校的建议"),
            Pairs(tuple((label, number) for number, label in calls), columns=3),
            Prose(in_full_width(_AGREE), "监护人的意见(请在方框里打勾)"),
            Signatures(("监护人", "与学生关系")),
            Signatures(("心理教师", "在场见证人")),
            Pairs((("说明", in_full_width(_COPIES)),), columns=1),
        ),
    )  # fmt: skip


def referral_record(record: Record, around: Around) -> Document:
    """Return the whole referral for the file: steps with their times, calls, facts, parents, what became of it."""
    moments = head_pairs("referral", record, around, tuple(STEPS))
    after = [minutes_between(record.values, "t_found", name) for name in STEPS]
    steps = [(label, moment, span(minutes) if minutes else "") for (label, moment), minutes in zip(moments, after, strict=True)]
    calls, upward = (_lines(record, around, name) for name in ("told", "reported"))
    said = head_pairs("referral", record, around, ("facts", "actions", "persuasion", "dx_by_hospital", "mandatory_how", "late_reason"))
    blocks = (
        Pairs((*whose(around).items(), *head_pairs("referral", record, around, ("kind", "channel_org", "hospital", "escort")))),
        Grid(("步骤", "时间", "发现以后"), steps, (3, 4, 3), "经过"),
        Pairs(head_pairs("referral", record, around, ("response",)), columns=1),
        *((Grid(_CHECKLIST, calls, (2, 3, 2, 5), "告知清单"),) if calls else ()),
        Pairs(tuple((label, text) for label, text in said if text), "情况", columns=1),
        Pairs(head_pairs("referral", record, around, _END), "家长、复学和结束"),
        *((Grid(_UPWARD, upward, (4, 3, 2, 3), "上报情况"),) if upward else ()),
        Signatures(("经办人", "心理教师", "学校负责人")),
    )
    return Document(name="转介处置记录", title="转介与危机处置记录", subtitle=_under_title(record, around), blocks=blocks)


def _lines(record: Record, around: Around, name: str) -> Sequence[tuple[str, ...]]:
    field = around.ledgers["referral"].fields[name]
    return field.texts(record.get(name), around.lookup) if isinstance(field, Lines) else ()


def _under_title(record: Record, around: Around) -> str:
    school = str((around.school or {}).get("school_name") or "")
    return "  ".join(filter(None, (school, f"编号 {record.text('ref_no')}" if record.get("ref_no") else "")))
