"""人人有项目、班班有队伍、校校有品牌: what sports pupils do, the teams of classes, what the school is known for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Derived, Number, Text, Values
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.fields_person import ClassNumber, EntryYear
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import SPORTS
from jlt_desktop.ledgers.proof import count, evidence, year, year_from, year_is_one
from jlt_desktop.ledgers.student import class_from_text, grade_class

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

SPORTS_LIST = choose(
    athletics="田径", football=("足球", "校园足球"), basketball="篮球", volleyball="排球", baseball=("棒垒球", "棒球", "垒球"),
    table_tennis="乒乓球", badminton="羽毛球", rope="跳绳", shuttlecock="踢毽", martial="武术", gymnastics=("体操", "健美操", "啦啦操"),
    skating=("滑冰", "滑雪", "冰雪运动"), swimming="游泳", tug="拔河", chess="棋类", other="其他",
)  # fmt: skip
ABILITY = choose(can=("会", "学会"), standard=("达标", "熟练"), graded=("等级", "有等级"))


def two_differ(values: Values, _around: Around) -> Iterable[Finding]:
    """The second sport is another one."""
    if values.get("sport_1") and values.get("sport_1") == values.get("sport_2"):
        yield Problem("sport_2", "项目2 和项目1 一样,请选别的,没有就空着。")


PUPIL_SPORT = Ledger(
    key="pupil_sport",
    title="学生体育项目",
    group="强体魄",
    fields={
        "student": Link(label="学生", to="student", required=True, aliases=("姓名", "学生姓名"), purpose="哪个学生。"),
        "school_year": year("空着按今天填。"),
        "sport_1": Choice(label="项目1", options=SPORTS_LIST, required=True, leaves=COUNT, aliases=("体育项目", "项目一", "运动项目")),
        "ability_1": Choice(label="项目1水平", options=ABILITY, leaves=COUNT, aliases=("水平",)),
        "sport_2": Choice(label="项目2", options=SPORTS_LIST, leaves=COUNT, aliases=("项目二",)),
        "ability_2": Choice(label="项目2水平", options=ABILITY, leaves=COUNT),
        "note": Text(label="备注", most=100, purpose="参加了哪个队、在哪里练。"),
    },
    sheet=("student", "school_year", "sport_1", "ability_1", "sport_2", "ability_2"),
    form={"项目": ("student", "school_year", "sport_1", "ability_1", "sport_2", "ability_2", "note")},
    identity=("student",),
    match=(("student", "school_year"),),
    search=("note",),
    order=("-school_year",),
    fills=(year_from(""),),
    checks=(two_differ, year_is_one),
    counts_only=True,
    indicators=(Indicator(key="by_sport", label="有体育项目的学生人数按项目", counts=lambda _r, _a: True, by="sport_1"),),
    handling=SPORTS,
)
CLASS_TEAM = Ledger(
    key="class_team",
    title="班级队伍",
    group="强体魄",
    fields={
        "entry_year": EntryYear(label="入学年", required=True, leaves=COUNT, purpose="班级读一年级(七年级)那年;也可以只填班级。"),
        "class_no": ClassNumber(label="班号", required=True, leaves=COUNT, purpose="第几班,只填数字。"),
        "grade_class": Derived(
            label="班级", compute=grade_class, aliases=("年级班级", "班级名称"), leaves=COUNT, purpose="由入学年和班号推算。"
        ),
        "school_year": year("空着按今天填。"),
        "sport": Choice(label="项目", options=SPORTS_LIST, required=True, leaves=COUNT, aliases=("运动项目", "体育项目")),
        "team_name": Text(label="队名", most=40, leaves=COUNT, purpose="队伍的名称。"),
        "n_members": count("队员人数", "有多少队员。", leaves=COUNT),
        "coach": Link(label="教练", to="staff", purpose="本校老师。"),
        "coach_other": Text(label="校外教练", most=40, purpose="校外的人带队的,写姓名。"),
        "evidence": evidence("队员名单、训练照片。"),
    },
    sheet=("grade_class", "entry_year", "class_no", "school_year", "sport", "team_name", "n_members", "coach"),
    form={"队伍": ("entry_year", "class_no", "school_year", "sport", "team_name", "n_members", "coach", "coach_other", "evidence")},
    identity=("entry_year", "class_no", "sport"),
    match=(("entry_year", "class_no", "sport", "school_year"),),
    named=("grade_class", "sport"),
    search=("team_name",),
    order=("-school_year", "-entry_year", "class_no", "sport"),
    fills=(year_from(""),),
    spreads={"grade_class": class_from_text},
    checks=(year_is_one,),
    counts_only=True,
    indicators=(Indicator(key="by_sport", label="班级队伍数按项目", counts=lambda _r, _a: True, by="sport"),),
)
SPORT_BRAND = Ledger(
    key="sport_brand",
    title="体育品牌",
    group="强体魄",
    happened="started_on",
    standing=True,
    fields={
        "title": Text(
            label="品牌名称", most=60, required=True, leaves=PSEUDONYM, aliases=("名称", "品牌"), purpose="学校的体育特色叫什么。"
        ),
        "sport": Choice(label="项目", options=SPORTS_LIST, required=True, leaves=PSEUDONYM),
        "started_year": Number(label="起始年", least=1949, most=2100, leaves=PSEUDONYM, aliases=("开始年份",), purpose="从哪一年做起。"),
        "started_on": Date(label="启动日期", leaves=PSEUDONYM, purpose="知道哪天启动的就填。"),
        "ended_on": Date(label="停办日期", leaves=PSEUDONYM, purpose="不再做的日子;还在做的不填。"),
        "honours": Text(label="荣誉", most=500, multiline=True, leaves=PSEUDONYM, purpose="得过什么称号、名次;不写学生姓名。"),
        "summary": Text(label="做法", most=500, multiline=True, leaves=PSEUDONYM, purpose="怎样做的,多少学生参加。"),
        "evidence": evidence("方案、证书、照片。"),
    },
    sheet=("title", "sport", "started_year", "honours", "ended_on"),
    form={"品牌": ("title", "sport", "started_year", "started_on", "ended_on"), "成绩": ("honours", "summary", "evidence")},
    identity=("title",),
    search=("title", "honours"),
    order=("title",),
)
