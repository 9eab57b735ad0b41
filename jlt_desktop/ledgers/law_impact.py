"""个人信息保护影响评估: what is handled and why, what could go wrong for whom, what stands against it; the judgement is people's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs, Prose, Signatures
from jlt_desktop.domain.lawful import LawPaper
from jlt_desktop.ledgers.law_words import BLANK, handled_grid, items_grid, only_general, school_pairs
from jlt_desktop.ledgers.paper_blocks import in_full_width

if TYPE_CHECKING:
    from jlt_desktop.domain.lawful import Ages, Facts

_LEVEL = "□低 □中 □高"
_NEEDS = (
    ("目的是不是明确、合理,和学校的职责有没有直接关系", "每个台账的目的见第二部分"),
    ("有没有依据:法定职责、监护人同意,或者紧急情况", "依据见第二部分;同意登记在知情同意台账"),
    ("收集的项目是不是最少,有没有用不上的", "导入学籍表时只取用得上的栏目,其余不读入;照片、指纹不采集"),
    ("不满十四周岁的,有没有专门的处理规则和监护人同意", "处理规则、告知书、知情同意书能从程序里印出"),
    ("有没有自动打分、自动分级", "没有;关注等级由人研判签字"),
)
_RISKS = (
    ("电脑丢失或者被盗", "名册、家庭情况被看到", "数据库整个加密,没有口令打不开;离开自动锁定"),
    ("U 盘丢失", "报送内容被看到", "封装时加密给教育局,别人打不开;文件名不带姓名"),
    ("校内不该看的人看到", "孩子被议论、被贴标签", "按岗位分钥匙;心理资料另一个文件;查看留记录;有遮屏键"),
    ("打印件、导出表流出去", "身份证号、电话、住址被转发", "打印和导出都有记录;公示用的表遮住姓名和号码;用完的纸要碎掉"),
    ("公开公示带出隐私", "家庭困难、残疾等情况被公开", "公示版去掉敏感栏目;不在网上公开名册"),
    ("报送的小数目认得出人", "从合计数猜到是谁", "心理方面的合计数小于 5 的不显示,也推不出来"),
    ("内容记错、记得难听", "孩子受到不公平对待", "用中性的话记;监护人可以要求更正,更正留记录"),
    ("保存太久", "毕业以后还能查到", "每种档案定了保存期限,到期两个人办理销毁"),
    ("丢了口令、坏了磁盘", "要用的时候没有,延误帮助", "恢复单分开保管;备份写完读回核对"),
    ("人员离岗", "旧口令还能打开", "离岗当天换钥匙,旧口令和旧恢复单作废"),
)


def impact_paper(facts: Facts) -> Document:
    """Return the assessment of the effects on people: what, whether needed, risks and measures, conclusion."""
    head = (*school_pairs(facts), ("评估原因", "□首次 □每年 □有改变"), ("评估人", ""), ("评估日期", ""), ("下次评估", ""))
    rows = [(f"{one.people} {one.total} 人", _young(one)) for one in facts.ages]
    return Document(
        name="影响评估",
        title="个人信息保护影响评估报告",
        subtitle=facts.school,
        landscape=True,
        blocks=(
            Pairs(head, "一、评估的对象"),
            Grid(("涉及的人", "年龄"), [(one, in_full_width(other)) for one, other in rows], (2, 3)),
            handled_grid(facts, "二、处理活动"),
            items_grid(facts, "三、处理的项目"),
            Grid(
                ("要评估的问题", "现在的情况", "结论", "说明"),
                [(*map(in_full_width, one), "□是 □否", "") for one in _NEEDS],
                (3, 3, 1, 2),
                title="四、目的和方式是否合法、正当、必要",
            ),
            Grid(
                ("可能发生的事", "对孩子和家庭的影响", "已经采取的措施", "剩下的风险", "还要做什么"),
                [(*map(in_full_width, one), _LEVEL, "") for one in _RISKS],
                (1.7, 2, 3.4, 1.2, 1.7),
                title="五、对个人权益的影响和安全风险",
            ),
            Prose(in_full_width(_CONCLUSION), "六、结论"),
            Prose(
                in_full_width("评估报告和处理情况记录至少保存三年。目的、方式有改变,或者出了安全事件,重新评估。" + only_general(facts)),
                "说明",
            ),
            Signatures(("评估人", "个人信息保护负责人", "校长")),
        ),
    )


def _young(one: Ages) -> str:
    return f"其中不满14周岁 {one.under_14} 人,14至17周岁 {one.under_18} 人" if one.under_14 or one.under_18 else ""


_CONCLUSION = (
    f"保护措施和风险程度是否相适应:□相适应   □还要采取下列措施:{BLANK}{BLANK}\n可以开始(继续)处理:□是   □整改以后再开始   整改期限:{BLANK}"
)
IMPACT = LawPaper(
    "impact", "个人信息保护影响评估", "开始使用前做一次;目的、方式有大的改变时再做。", "个人信息保护法第五十五、五十六条", impact_paper
)
