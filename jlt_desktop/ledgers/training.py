"""教师培训: what was taught, who of the staff took part, and who of those meant has not yet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Choices, Derived, Number, Text, Values
from jlt_desktop.domain.fields_links import People
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.proof import count, evidence, share
from jlt_desktop.ledgers.staff import POSTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

TRAINING_LEVELS = choose(school="校级", district=("区级", "县级"), city="市级", province="省级", nation="国家级")
TRAINING_KINDS = choose(
    crisis=("危机识别", "心理危机识别"), talking=("沟通技巧", "沟通"), classroom=("课堂情绪疏导", "情绪疏导"), family="家庭教育",
    safety="安全",
    privacy=("个人信息保护", "保密"), other="其他",
)  # fmt: skip
EXAMS = choose(passed="全部合格", some="部分合格", none="没有考核")


def meant(values: Values, around: Around) -> list[Record]:
    """Return who of the staff it is meant for: those in the posts ticked who work here on the day; nobody while none is ticked."""
    posts, day = values.get("for_posts"), values.get("date")
    day = day if isinstance(day, date) else around.today
    if not isinstance(posts, tuple):
        return []
    return [one for one in around.all_of("staff") if one.removed_at is None and _holds(one, posts) and _works(one, day)]


def _holds(person: Record, posts: tuple[object, ...]) -> bool:
    held = person.get("post")
    return isinstance(held, tuple) and any(one in posts for one in held)


def _works(person: Record, day: date) -> bool:
    start, end = person.get("from_date"), person.get("to_date")
    return not (isinstance(start, date) and start > day) and not (isinstance(end, date) and end < day)


def coverage(values: Values, around: Around) -> str:
    """Return how many of those meant took part, and who did not."""
    wanted, came = meant(values, around), values.get("attended")
    ids = set(came) if isinstance(came, tuple) else set()
    absent = [one.text("staff_name") for one in wanted if one.id not in ids]
    words = share(len(wanted) - len(absent), len(wanted))
    more = f"等 {len(absent)} 人" if len(absent) > 8 else ""
    return f"{words};没有参加:{'、'.join(absent[:8])}{more}" if absent else words


def counted(values: Values, _around: Around) -> Mapping[str, object]:
    """Whoever is named is counted."""
    came = values.get("attended")
    return {"n_attended": len(came)} if isinstance(came, tuple) else {}


def held_and_named(values: Values, around: Around) -> Iterable[Finding]:
    """It has been held; nobody is named whom the count leaves out."""
    day, came, number = values.get("date"), values.get("attended"), values.get("n_attended")
    if isinstance(day, date) and day > around.today:
        yield Problem("date", "还没有到的日子不能登记参训。")
    if isinstance(came, tuple) and isinstance(number, int) and number < len(came):
        yield Problem("n_attended", f"参训教师选了 {len(came)} 人,人数写的是 {number},请核对。")


TRAINING = Ledger(
    key="training",
    title="教师培训",
    group="心阳光",
    happened="date",
    fields={
        "title": Text(label="培训主题", most=60, required=True, leaves=COUNT, aliases=("主题", "培训名称"), purpose="培训的主题。"),
        "date": Date(label="日期", required=True, leaves=COUNT, aliases=("培训日期", "培训时间", "时间"), purpose="培训的日子。"),
        "level": Choice(label="层级", options=TRAINING_LEVELS, required=True, leaves=COUNT, aliases=("培训层级", "级别")),
        "kind": Choices(label="培训内容", options=TRAINING_KINDS, required=True, leaves=COUNT, aliases=("培训类别", "类别")),
        "hours": Number(label="学时", least=0, most=500, decimals=1, unit="学时", leaves=COUNT, purpose="几学时。"),
        "place": Text(label="地点", most=60, purpose="在哪里培训。"),
        "lecturer": Text(label="主讲人", most=60, aliases=("主讲",), purpose="谁讲的。"),
        "lecturer_org": Text(label="主讲人单位", most=60, leaves=COUNT, purpose="哪个单位的。"),
        "for_posts": Choices(label="应参加的岗位", options=POSTS, leaves=COUNT, aliases=("培训对象", "参训对象")),
        "attended": People(label="参训教师", of="staff", aliases=("参训人员",), purpose="到场的老师,从教职工里选。"),
        "n_attended": count("参训人数", "空着按选出的教师计算;没有名单时直接填人数。", leaves=COUNT),
        "coverage": Derived(label="覆盖率", compute=coverage, leaves=COUNT, purpose="应参加的岗位上的老师,参加了的占多少,谁还没有参加。"),
        "exam": Choice(label="考核", options=EXAMS, leaves=COUNT, aliases=("考核结果",)),
        "summary": Text(label="内容要点", most=500, multiline=True, purpose="讲了什么,练了什么。"),
        "evidence": evidence("培训通知、签到、课件、照片。"),
    },
    sheet=("title", "date", "level", "kind", "hours", "lecturer", "n_attended", "exam"),
    form={
        "培训": ("title", "date", "level", "kind", "hours", "place", "lecturer", "lecturer_org"),
        "参加": ("for_posts", "attended", "n_attended", "exam"),
        "内容": ("summary", "evidence"),
    },
    identity=("title", "date"),
    named=("title",),
    search=("title", "lecturer"),
    order=("-date", "title"),
    fills=(counted,),
    checks=(held_and_named,),
    counts_only=True,
    indicators=(
        Indicator(key="by_level", label="教师培训次数按层级", counts=lambda _r, _a: True, by="level"),
        Indicator(key="by_kind", label="教师培训次数按内容", counts=lambda _r, _a: True, by="kind"),
    ),
)
