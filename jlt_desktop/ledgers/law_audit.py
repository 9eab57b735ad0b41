"""合规审计材料: what the yearly audit of minors' personal data asks for, filled with what the program knows; the answers are people's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.domain.lawful import LawPaper
from jlt_desktop.ledgers.law_words import ANSWER, handled_grid, items_grid, leaving_grid, only_general, school_pairs
from jlt_desktop.ledgers.paper_blocks import in_full_width

if TYPE_CHECKING:
    from jlt_desktop.domain.document import Block
    from jlt_desktop.domain.lawful import Facts

# what an auditor asks, and what stands in the program about it; whether it is enough is for people to say
_QUESTIONS = (
    ("处理前有没有明确的目的,收集的是不是都用得上", "每一栏都写明用途,见第四部分"),
    ("有没有专门的未成年人个人信息处理规则,有没有公开", "程序能印出处理规则和告知书"),
    ("处理不满十四周岁未成年人的信息,有没有取得监护人同意", "同意情况登记在知情同意台账里"),
    ("敏感个人信息有没有单独同意或者法定职责作依据", "依据见第三部分;敏感的栏目平时遮住"),
    ("有没有做个人信息保护影响评估,报告是否保存三年以上", "程序能印出评估报告,评估由学校做"),
    ("工作人员的权限是不是最小,查看有没有批准和记录", "每人一把钥匙,按岗位分开;查看、打印、导出都有记录"),
    ("对外提供有没有依据,提供了哪些", "见第五部分;没有校长签名,程序不封装"),
    ("保存期限到了有没有删除或者销毁", "到期的档案列成清单,两个人办理,有销毁清册"),
    ("监护人查阅、复制、更正、删除的请求有没有及时办", "程序能印出一名学生的全部信息;更正留下记录"),
    ("有没有应急预案,出事有没有按时报告和告知", "程序能印出事件记录表"),
    ("负责的人有没有培训,全年几次", "培训登记在培训台账或者写在右边"),
)


def audit_paper(facts: Facts) -> Document:
    """Return the material for the audit of a year: who, how many, what, why, who looked, what left, and the questions to answer."""
    year = facts.year
    head = (
        *school_pairs(facts),
        ("审计期间", f"{year}年1月1日至{year}年12月31日"),
        ("个人信息保护负责人", ""),
        ("审计人", ""),
        ("审计日期", ""),
    )
    blocks: list[Block] = [
        Pairs(head, "一、基本情况"),
        _people(facts),
        handled_grid(facts, "三、处理活动"),
        items_grid(facts, "四、保存的项目"),
        leaving_grid(facts, "五、对外提供"),
        _sent(facts),
        _access(facts),
        Grid(("岗位", "账户数"), [(role, str(count)) for role, count in facts.users], (3, 1), title="七、权限"),
        Prose(in_full_width(_measures(facts)), "八、安全措施(程序做到的)"),
        Grid(
            ("发现日期", "事件", "涉及人数", "处置和报告"), [("", "", "", "")] * 3, (1.2, 2.4, 1, 3), title="九、安全事件(没有发生写“无”)"
        ),
        Grid(
            ("审计的问题", "程序里有什么", "结论", "说明或整改"),
            [(*one, ANSWER, "") for one in _QUESTIONS],
            (3, 2.6, 1.2, 2),
            title="十、逐项结论",
        ),
        Prose(in_full_width(_NOTE + only_general(facts)), "说明"),
        Signatures(("审计人", "个人信息保护负责人", "校长")),
    ]
    return Document(
        name="合规审计材料",
        title=f"未成年人个人信息保护合规审计材料({year}年度)",
        subtitle=facts.school,
        blocks=tuple(blocks),
        landscape=True,
    )


_NOTE = (
    "人数、项目、访问次数和报送记录是程序在打印时数出来的,其余由学校核对填写。网上填报以网信部门系统里的格式为准,照这份材料逐项填。\n"
    "这份材料帮助学校自查,不是法律意见。"
)


def _people(facts: Facts) -> Grid:
    rows = [(one.people, *map(str, (one.under_14, one.under_18, one.grown, one.unknown, one.total))) for one in facts.ages]
    heads = ("涉及的人", "不满14周岁", "14至17周岁", "满18周岁", "没有出生日期", "合计")
    return Grid(heads, rows, (3, 1, 1, 1, 1.2, 1), title=f"二、涉及的人数(截至{_day(facts.around.today)})")


def _sent(facts: Facts) -> Grid:
    rows = list(facts.sent) or [("", "全年没有报送", "")]
    return Grid(("日期", "报送期", "文件"), rows, (1, 1, 3), title=f"{facts.year}年报送记录")


def _access(facts: Facts) -> Grid:
    roles = tuple(dict.fromkeys(role for _, role, _ in facts.access))
    counts = {(action, role): count for action, role, count in facts.access}
    actions = dict.fromkeys(action for action, _, _ in facts.access)
    rows = [(one, *(str(counts.get((one, role), 0)) for role in roles)) for one in actions]
    return Grid(("操作", *roles), rows or [("全年没有记录",)], (2, *[1.0] * len(roles)), title=f"六、访问和操作次数({facts.year}年)")


def _measures(facts: Facts) -> str:
    return (
        "数据库整个加密,钥匙由每个人的口令保护;心理资料是另一个加密文件,校办文员和校长打不开。\n"
        "离开三分钟、锁屏、睡眠时自动锁定。每次查看心理资料、检索、打印、导出、导入、报送都记入只能追加的日志。\n"
        f"日志核对:{facts.sound}\n备份:{facts.backup}\n"
        "报送给教育局的材料先签名再加密,只交合计数和不带姓名的行。程序不联网。"
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


AUDIT = LawPaper("audit", "合规审计材料", "每年一月底前向网信部门报送上一年的审计情况时用。", "未成年人网络保护条例第三十七条", audit_paper)
