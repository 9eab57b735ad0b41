"""转介单 and 告知书: what a hospital has to know, and what parents are told and may refuse; names only where a reason was given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.domain.fields_time import chinese_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_HEAD = ("kind", "t_found", "t_initiated", "channel_org", "hospital", "escort", "consent")
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


def whose(around: Around) -> Mapping[str, str]:
    """Return case number, name and class of the file a record belongs to; name and class are blank on paper without names."""
    case = around.parent
    if case is None:
        return {"个案编号": "", "姓名": "", "班级": ""}
    named = {} if around.nameless else {"姓名": case.text("name"), "班级": case.text("class_title")}
    return {"个案编号": case.text("case_no"), "姓名": "", "班级": "", **named}


def transfer_slip(record: Record, around: Around) -> Document:
    """Return the slip that goes with the pupil: who, what was seen, what was done, and a receipt to be returned."""
    labels, texts = around.labels("referral", _HEAD), around.texts("referral", record, _HEAD)
    who = whose(around)
    facts, actions = around.texts("referral", record, ("facts", "actions"))
    rows = (*who.items(), *zip(labels, texts, strict=True), ("学校联系人", ""), ("联系电话", ""))
    receipt = (("接诊单位和科室", ""), ("接诊时间", ""), ("接诊人", ""), ("联系电话", ""), ("给学校的建议", "\n\n"))
    return Document(
        name="转介单", title="学生心理转介单", subtitle=_under_title(record, around),
        blocks=(
            Pairs(tuple(rows)),
            Prose(facts or "\n\n\n", "转介理由(看到的事和学生的原话)"),
            Prose(actions or "\n\n", "学校已采取的措施"),
            Signatures(("学校经办人", "监护人", "学校负责人(盖章)")),
            Pairs(receipt, "回执(请接诊单位填好交回学校;不必写诊断)"),
        ),
    )  # fmt: skip


def parents_notice(record: Record, around: Around) -> Document:
    """Return the notice to the parents: the facts, the advice, agreement or refusal, and lines to sign on."""
    who, school = whose(around), str((around.school or {}).get("school_name") or "")
    found, facts = record.get("t_found"), around.texts("referral", record, ("facts",))[0]
    day = chinese_day(found.date()) if isinstance(found, datetime) else ""
    calls = (("120", "急救"), ("110", "报警"), ("12355", "青少年服务热线"))
    return Document(
        name="告知书", title="学生心理状况告知书", subtitle=_under_title(record, around),
        blocks=(
            Pairs((("学生", who["姓名"]), ("班级", who["班级"]), ("监护人", ""), ("发现日期", day))),
            Prose(facts or "\n\n\n", "学校了解到的情况"),
            Prose(_ADVICE, "学校的建议"),
            Pairs(tuple((label, number) for number, label in calls), columns=3),
            Prose(_AGREE, "监护人的意见(请在方框里打勾)"),
            Signatures(("监护人", "与学生关系")),
            Signatures(("心理教师", "在场见证人")),
            Prose(f"本告知书一式两份,监护人和学校各存一份。监护人拒绝签字时,由两名在场人员签名并写明时间、地点和经过。{school}"),
        ),
    )  # fmt: skip


def channel_card(record: Record, _around: Around) -> Document:
    """Return the card for the wall: whom to call in which order; nothing of any pupil."""
    lines = record.get("crisis_contacts")
    minutes = record.get("response_minutes")
    within = f"{minutes if isinstance(minutes, int) else 60} 分钟"
    rows = [tuple(str(cell or "") for cell in one) for one in lines] if isinstance(lines, tuple) else []
    steps = (
        "1  先保证安全:不让学生一个人,收走危险物品,请同事来帮忙。\n"
        "2  有生命危险,马上打 120;有人伤人或受到侵害,马上打 110。\n"
        "3  报告心理教师和校长,通知监护人到校。\n"
        f"4  打通道电话启动转介,记下时间;{within}内要得到响应,没有响应再打,并报区局。\n"
        "5  两人以上护送,和家长当面交接;事后在程序里登记。"
    )
    listed = " ".join(cell for row in rows for cell in row)
    public = [("急救", "", "120"), ("报警", "", "110"), ("青少年服务热线", "", "12355")]
    rows += [row for row in public if row[2] not in listed]
    return Document(
        name="心理转介通道联系卡", title="学生心理危机转介通道联系卡", subtitle=record.text("school_name"),
        blocks=(
            Prose(steps, "怎样做"),
            Grid(("单位", "联系人", "电话"), rows, (4, 3, 4), "打给谁"),
            Pairs((("本校心理教师", ""), ("电话", ""), ("本校值班领导", ""), ("电话", "")), "本校(手填)"),
            Prose("本卡贴在办公室和值班室。卡上没有任何学生的信息,打电话时也不要在走廊里说学生姓名。"),
        ),
        landscape=True,
    )  # fmt: skip


def _under_title(record: Record, around: Around) -> str:
    school = str((around.school or {}).get("school_name") or "")
    return "  ".join(filter(None, (school, f"编号 {record.text('ref_no')}" if record.get("ref_no") else "")))
