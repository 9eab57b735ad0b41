"""知情同意书 for parents: what is asked, why, what happens with it, and that they may refuse and withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Pairs, Prose, Signatures
from jlt_desktop.domain.lawful import LawPaper
from jlt_desktop.ledgers.paper_blocks import head_pairs, in_full_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.lawful import Facts
    from jlt_desktop.domain.record import Record

_HEAD = ("student", "matter", "form_version", "asked_on")
_WHAT = {
    "assessment": (
        "目的:了解学生的心理状况,早一点帮到需要帮助的学生。\n内容和方法:学生本人作答一份问卷,约一节课。\n"
        "结果只由心理教师掌握,不是诊断,不用于学业评价、评优和资格审核;需要时学校会和您联系,后续帮助由您和孩子决定是否接受。"
    ),
    "care_file": (
        "目的:登记孩子由谁照护、怎样联系,安排老师结对和家访。\n内容:家庭成员、外出务工和照护的情况。\n"
        "法律要求学校登记的部分不以同意为条件;您另外提供的材料,可以不交。"
    ),
    "photos": "目的:学校活动的宣传和存档。\n内容和方法:拍摄学生参加活动的照片,不配姓名;用在校内展板和学校的公开报道。",
    "platform": "目的:使用学校写明的平台学习或测评。\n平台名称和提供的信息:__________________________________________",
    "bureau": "目的:区局书面要求名册时,学校按要求提供。\n提供的信息和用途:__________________________________________",
}
_RIGHTS = (
    "自愿:可以同意,也可以不同意,不同意不影响孩子上学、评优和受到的帮助。\n"
    "保密和保存:学校加密保存,只有有权的人能看;用完以后按规定期限销毁,最迟到毕业后一年。\n"
    "权利:您和孩子可以查看、改正、要求删除,可以随时撤回同意;撤回以后学校停止使用,撤回以前已经做的不受影响。"
)
_NEEDED = {
    "assessment": "没有测评,学校不容易及早发现需要帮助的孩子。可能的影响:孩子担心别人知道;学校只让心理教师看,不告诉同学。",
    "care_file": "没有这些情况,孩子有事时学校找不到照护他的人。可能的影响:家庭情况被别人知道;学校平时遮住,公示时去掉。",
    "photos": "不拍照不影响孩子参加活动。可能的影响:被认出来;学校不配姓名,用远景。",
    "platform": "不用平台的,学校另作安排。可能的影响:平台保存账号和成绩;学校只用写明的平台。",
    "bureau": "教育局书面要求时才提供。可能的影响:名册被更多人看到;学校核对依据,加密提供。",
}
_ANSWER = "□ 同意        □ 不同意\n学生本人(满 8 岁征求意见,满 14 岁另签):□ 同意   □ 不同意    学生签名:______________"


def consent_form(record: Record, around: Around) -> Document:
    """Return the form for one pupil: matter, purpose, need and effect, rights, answer and signatures."""
    return _form(record.text("matter"), head_pairs("consent", record, around, _HEAD), around.school or {})


def blank_consent(matter: str, title: str) -> LawPaper:
    """Return the form of a matter that is not for one pupil yet: to be copied for a class."""

    def make(facts: Facts) -> Document:
        head = (("学生", ""), ("班级", ""), ("同意事项", title), ("同意书版本", f"{facts.year}-1"), ("发出日期", ""))
        return _form(matter, head, facts.around.school or {})

    use = "发给家长签字;收回以后登记在“知情同意”里。"
    return LawPaper(f"consent-{matter}", f"知情同意书({title})", use, "个人信息保护法第十四、二十九、三十一条", make)


def _form(matter: str, head: tuple[tuple[str, str], ...], school: Mapping[str, object]) -> Document:
    labels = (("学校", "school_name"), ("联系人", "contact_name"), ("联系电话", "contact_phone"))
    return Document(
        name="知情同意书", title="知情同意书", subtitle=str(school.get("school_name") or ""),
        blocks=(
            Pairs(head),
            Prose(in_full_width(_WHAT.get(matter, "")), "做什么、为什么"),
            Prose(in_full_width(_NEEDED.get(matter, "")), "为什么必要、可能有什么影响"),
            Prose(in_full_width(_RIGHTS), "您的权利"),
            Pairs(tuple((label, str(school.get(name) or "")) for label, name in labels), "谁来处理、怎样联系"),
            Prose(in_full_width(_ANSWER), "您的意见(请在方框里打勾)"),
            Signatures(("监护人", "与学生关系")),
        ),
    )  # fmt: skip
