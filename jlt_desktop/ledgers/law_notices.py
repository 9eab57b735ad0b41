"""What the school tells guardians and keeps of incidents: rules, notice, advice on bringing up a child, record of a breach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Letter, Pairs, Prose, Signatures
from jlt_desktop.domain.lawful import LawPaper
from jlt_desktop.ledgers.law_words import BLANK, handled_grid, items_grid, only_general
from jlt_desktop.ledgers.paper_blocks import in_full_width

if TYPE_CHECKING:
    from jlt_desktop.domain.lawful import Facts

_RIGHTS = (
    "监护人和学生可以查看、复制学校保存的自己的信息;发现不对的可以要求更正、补充;目的已经实现、期限已满、撤回同意或者学校违反规定处理的,"
    "可以要求删除;可以要求学校解释这份规则。\n"
    "请向学校联系人提出,写明学生姓名、班级和要办的事,学校核对身份以后办理,一般十五个工作日内答复。"
    "办不了的,学校写明原因。对答复不满意的,可以向教育、网信部门反映,也可以向法院起诉。"
)
_KEEPS = (
    "学校把数据加密保存在办公室的一台电脑里,不联网,不上传到网上平台。每个经办人只能打开自己岗位需要的部分,查看、打印、导出都有记录。\n"
    "心理方面的资料只有心理教师能打开。到期的资料由两个人办理销毁。"
)
_SHARES = (
    "学校不公开、不买卖学生信息。按规定报教育局的是合计数和不带姓名的行;教育局书面要求名册的,学校核对依据,加密提供并登记。"
    "发现孩子受到侵害或者生命有危险,依法向公安、医疗等部门报告,不需要同意。"
)


_WHY_NEEDED = (
    "四、为什么必要、有什么影响。没有这些信息,学校无法确认孩子的监护人、照护人和需要的帮助,紧急时联系不上您。"
    "可能的风险是被不该看的人看到,学校用加密、分权和记录来防止。"
)
_GENERAL = (
    "学校为了履行教育和保护学生的职责,要处理学生和家长的个人信息。学生大多不满十四周岁,他们的个人信息都按敏感个人信息保护。"
    "这份规则说明学校收集什么、为什么、怎样保管,以及您有什么权利。"
)
_AGREEING = "只收集用得上的项目。不满十四周岁的,除法律规定学校必须登记的以外,先取得监护人同意。不同意,不影响孩子上学、评优和得到帮助。"
_CHANGES = "规则有大的改变,学校重新公布;涉及同意的,重新取得同意。出了信息泄露等事件,学校立即采取措施,报告有关部门,并告诉受影响的监护人。"
_TELL = "信息种类、原因、可能的危害、学校做了什么、您可以怎样减轻危害、联系方式"


def rules_paper(facts: Facts) -> Document:
    """Return the school's rules for handling minors' data, to be put up."""
    who = (("学校", facts.school), ("地址", ""), ("联系人", facts.said("contact_name")), ("联系电话", facts.said("contact_phone")))
    return Document(
        name="处理规则",
        title="未成年人个人信息处理规则",
        subtitle=facts.school,
        blocks=(
            Prose(in_full_width(_GENERAL), "一、总的说明"),
            Pairs(who, "二、谁在处理、怎样联系"),
            handled_grid(facts, "三、为什么处理、依据是什么、保存多久", public=True),
            items_grid(facts, "四、处理哪些信息", public=True),
            Prose(in_full_width(_AGREEING), "五、同意"),
            Prose(in_full_width(_KEEPS), "六、怎样保管"),
            Prose(in_full_width(_SHARES), "七、会提供给谁"),
            Prose(in_full_width(_RIGHTS), "八、您和孩子的权利"),
            Prose(in_full_width(_CHANGES + only_general(facts)), "九、改变和安全事件"),
            Signatures(("制定单位(盖章)", "公布")),
        ),
    )


def notice_paper(facts: Facts) -> Document:
    """Return the notice to guardians: who, what for, which kinds, how long, rights; with the slip that comes back."""
    told = list({one.purpose: one for one in facts.kept if one.told}.values())
    purposes = ";".join(one.purpose for one in told)
    kinds = "、".join(
        dict.fromkeys(one for kept in facts.kept if kept.told for one in (*(kept.items if kept.counted else ()), *kept.special))
    )
    paragraphs = (
        f"为了教育和保护您的孩子,{facts.school}需要处理您和孩子的个人信息。根据个人信息保护法第十七条、第三十条,现把有关事项告诉您。",
        f"一、处理者和联系方式。{facts.school},联系人{facts.said('contact_name') or BLANK},电话{facts.said('contact_phone') or BLANK}。",
        f"二、为什么处理。{purposes}。",
        f"三、处理哪些信息。主要有:{kinds}。其中身份证件号、家庭困难、残疾、健康等是敏感信息,只在上面写明的事情上使用。",
        _WHY_NEEDED,
        "五、保存多久。在校期间保存,期满由两个人办理销毁;法律规定要长期保存的除外。",
        f"六、您的权利。{_RIGHTS.split(chr(10), maxsplit=1)[0]}已经同意的可以随时撤回,撤回前已经做的不受影响。",
        "完整的《未成年人个人信息处理规则》在学校公示栏,也可以向学校索取。",
    )
    slip = (
        "告知书回执",
        "班级:____________  学生姓名:____________",
        "我已阅读《个人信息处理告知书》。",
        "监护人(签名):____________  与学生关系:____________",
        "日期:________年____月____日",
    )
    letter = Letter(
        "尊敬的家长:", tuple(map(in_full_width, paragraphs)), (facts.school, "________年____月____日"), tuple(map(in_full_width, slip))
    )
    return Document(name="告知书", title="个人信息处理告知书", blocks=(letter,))


def advice_paper(facts: Facts) -> Document:
    """Return the letter by which a school advises a child's parents; it is advice and reminder, what courts and police order is not."""
    pupil = facts.about
    named = facts.around.texts(pupil.ledger, pupil, ("name", "grade_class")) if pupil else ("", "")
    name, room = (one or "____________" for one in named)
    paragraphs = (
        f"您的孩子{name}在我校{room}就读。学校在教育和联系中注意到下面的情况:",
        f"{BLANK * 3}",
        "孩子的成长需要家庭和学校一起努力。根据家庭教育促进法第四十八条,学校向您提出下列建议,请您考虑:",
        "□ 每周至少和孩子通一次话,了解他的学习、交友和心情。",
        "□ 按时接送或者安排好照护人,外出时书面告诉学校由谁照护。",
        "□ 不打骂、不放任,用说理和商量的办法管教孩子。",
        "□ 关注孩子的作息、上网和身体,需要看病的及时就医。",
        "□ 参加学校的家长会和家庭教育指导活动,下一次是____年____月____日。",
        f"□ 其他:{BLANK * 2}",
        "学校可以为您做的:班主任定期联系;家庭教育指导教师面谈;需要时联系村(社区)、妇联、民政等部门。",
        f"学校联系人{facts.said('contact_name') or BLANK},电话{facts.said('contact_phone') or BLANK}。",
        "这份建议只交给您本人,不公开,不作为对孩子的评价。请在________年____月____日以前把下面的回执交给班主任。",
    )
    slip = (
        "家庭教育指导建议(提醒)书回执",
        f"学生:{name}  班级:{room}",
        "我已收到,准备这样做:______________________________________",
        "我的想法或者困难:______________________________________",
        "监护人(签名):____________  日期:________年____月____日",
    )
    letter = Letter(
        "学生家长:", tuple(map(in_full_width, paragraphs)), (facts.school, "________年____月____日"), tuple(map(in_full_width, slip))
    )
    return Document(name="家庭教育指导建议书", title="家庭教育指导建议(提醒)书", blocks=(letter,))


def breach_paper(facts: Facts) -> Document:
    """Return the record of an incident with the steps the law asks for in their order; what each ledger holds stands below for help."""
    line = "________年____月____日____时____分"
    found = (
        ("发现时间", line),
        ("发现人", ""),
        ("发生时间", line),
        ("地点或设备", ""),
        ("事件", "□泄露 □丢失 □被篡改 □被误发 □被无关的人看到 □其他"),
        ("经过", "\n\n\n"),
        ("涉及的信息", "\n"),
        ("涉及人数", "不满14周岁____人,14至17周岁____人,成年人____人"),
        ("原因", "\n"),
        ("可能造成的危害", "\n"),
    )
    done = (
        ("当时采取的措施", "\n\n"),
        ("报告校长", line),
        ("报告教育局", line),
        ("报告网信部门", line),
        ("报警(需要时)", line),
        ("告知监护人", f"{line}\n方式:□当面 □电话 □书面 □公告"),
        ("告知的内容", _TELL),
        ("不单独告知的理由", "措施能够有效避免危害的可以不告知,写明理由"),
    )
    after = (("整改", "\n\n"), ("影响评估要不要重做", "□要 □不要"), ("结案", ""), ("记录人", ""))
    counts = [(one.title, one.count, "、".join(one.special) or "无") for one in facts.kept if one.personal]
    return Document(
        name="安全事件记录",
        title="个人信息安全事件记录表",
        subtitle=facts.school,
        blocks=(
            Pairs(tuple((a, in_full_width(b)) for a, b in found), "一、发现", columns=1),
            Pairs(tuple((a, in_full_width(b)) for a, b in done), "二、处置、报告和告知", columns=1),
            Pairs(after, "三、整改和结案", columns=1),
            Grid(("台账", "件数", "平时遮住的项目"), counts, (1.4, 0.8, 4), title="附:程序里有什么(估计涉及范围时用)"),
            Signatures(("记录人", "校长")),
        ),
    )


RULES = LawPaper("rules", "未成年人个人信息处理规则", "公布在校内,家长来问时给一份。", "个人信息保护法第三十一条", rules_paper)
NOTICE = LawPaper("notice", "个人信息处理告知书", "开学或者新生入学时发给家长,回执收回存好。", "个人信息保护法第十七、三十条", notice_paper)
BREACH = LawPaper("breach", "个人信息安全事件记录表", "发生或可能发生泄露、丢失时马上用。", "个人信息保护法第五十七条", breach_paper)
ADVICE = LawPaper(
    "advice",
    "家庭教育指导建议(提醒)书",
    "发现家长没有尽到教育责任、需要提醒时,交给家长本人。",
    "家庭教育促进法第四十八条",
    advice_paper,
    about="student",
)
