"""家庭成员: parents and others around a pupil, with the facts from which the 留守 flags are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.codes import RELATIONS
from jlt_desktop.domain.fields import Choice, Choices, Text, Values, YesNo
from jlt_desktop.domain.fields_person import IdNumber, PersonName, Phone
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, NAMED
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import FAMILY
from jlt_desktop.ledgers.identity_checks import identity_agrees, name_is_clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

ALIVE = choose(alive="健在", dead=("去世", "死亡"), missing="失踪", unknown="不详")
STATUS = choose(
    away=("外出务工", "外出", "务工"),
    home="在家",
    severe_disability="重残",
    severe_illness="重病",
    prison="服刑在押",
    detox="强制隔离戒毒",
    restricted="其他限制人身自由",
    lost_contact="失联",
    custody_revoked="被撤销监护资格",
    deported="被遣送出境",
)
CAPACITY = choose(able="有", partly="部分", unable="无(重病重残)")


def away_needs_since(values: Values, _around: Around) -> Iterable[Finding]:
    """Somebody away for work has a day since when; somebody at home is not away."""
    tags = values.get("status_tags")
    tags = tags if isinstance(tags, tuple) else ()
    if "away" in tags and "home" in tags:
        yield Problem("status_tags", "“外出务工”和“在家”不能同时选。")
    if "away" in tags and values.get("away_since") is None:
        yield Problem("away_since", "选了外出务工,请填外出开始日期;留守的认定要用它。")


GUARDIAN = Ledger(
    key="guardian",
    title="家庭成员",
    group="学生",
    part_of="student",
    fields={
        "name": PersonName(label="姓名", required=True, leaves=NAMED, purpose="与户口簿或身份证一致。"),
        "relation": Choice(label="与学生关系", options=RELATIONS, leaves=NAMED, aliases=("关系", "与儿童关系", "与孩子关系")),
        "is_guardian": YesNo(label="是监护人", leaves=NAMED, aliases=("是否监护人",), purpose="对孩子负监护责任的选“是”,一般是父母。"),
        "phone": Phone(
            label="联系电话",
            leaves=NAMED,
            aliases=("电话", "手机", "手机号", "手机号码", "电话号码"),
            purpose="打得通的号码;换号要及时改。",
        ),
        "home_addr": Text(label="现住址", most=120, purpose="和孩子不住一起的填实际住处。"),
        "id_no": IdNumber(label="身份证件号", leaves=NAMED, aliases=("身份证号", "身份证号码"), purpose="需要时才填。"),
        "alive": Choice(label="存殁", options=ALIVE, special=True, leaves=COUNT),
        "status_tags": Choices(label="现状", options=STATUS, special=True),
        "away_since": Date(label="外出开始日期", purpose="学籍口径满三个月才算留守。"),
        "work_place": Text(
            label="务工地", most=60, leaves=NAMED, aliases=("务工地点", "务工地址", "打工地点", "外出地点"), purpose="写到省、市即可。"
        ),
        "work_unit": Text(label="工作单位", most=60, purpose="务工的写单位或工种。"),
        "capacity": Choice(label="监护能力", options=CAPACITY, special=True, leaves=COUNT),
    },
    sheet=("name", "relation", "is_guardian", "phone", "status_tags", "away_since", "work_place"),
    form={
        "家庭成员": ("name", "relation", "is_guardian", "phone", "home_addr", "id_no"),
        "现状": ("alive", "status_tags", "away_since", "work_place", "work_unit", "capacity"),
    },
    identity=("name",),
    named=("name", "relation"),
    search=("name", "phone"),
    order=("relation", "name"),
    handling=FAMILY,
    checks=(name_is_clean, identity_agrees, away_needs_since),
)
