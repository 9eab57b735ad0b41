"""留守: computed from facts by each definition in force, with the reason in words; never typed.

Sources: 国发〔2016〕13号 (civil affairs), the school register's own definition, and a local one with parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import full_months, full_years

if TYPE_CHECKING:
    from datetime import date

_CIVIL_AGE = 16
_CHILD_AGE = 18
_BOUND = frozenset({"severe_disability", "severe_illness", "prison", "detox", "restricted", "lost_contact", "custody_revoked", "deported"})


@dataclass(frozen=True, slots=True)
class Parent:
    """Facts about one parent. away_since: day of leaving for work, None at home. known: somebody looked and wrote it down."""

    away_since: date | None = None
    able: bool | None = None
    gone: bool = False
    tags: frozenset[str] = frozenset()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Child:
    """Facts about one child; registered: what the school register says (none, one, both) when nobody knows better."""

    birth: date | None
    rural: bool | None
    parents: tuple[Parent, ...]
    registered: str | None = None
    compulsory: bool = True


@dataclass(frozen=True, slots=True)
class LocalRule:
    """A local definition: months away at least, one parent or both, rural only, below which age."""

    months: int = 6
    which: str = "one"
    rural_only: bool = False
    age: int = 16


@dataclass(frozen=True, slots=True)
class Flag:
    """An answer with its reason: True, False, or None when facts are missing. detail: one or both parents."""

    holds: bool | None
    reason: str
    detail: str = ""

    @property
    def words(self) -> str:
        """Return the answer and the reason as one text."""
        answer = {True: "是", False: "否", None: "资料不全"}[self.holds]
        return f"{answer}({self.reason})" if self.reason else answer


def by_register(child: Child, day: date) -> Flag:
    """学籍口径: one or both parents away for three months and more; falls back to the register's own entry."""
    if not any(parent.known for parent in child.parents):
        return _registered(child)
    count = _away(child, day, 3)
    if not child.compulsory:
        return Flag(False, "不在义务教育阶段")
    if count == 0:
        return Flag(False, "没有父母外出务工满三个月")
    return Flag(True, f"父母{'双方' if count > 1 else '一方'}外出务工满三个月", "both" if count > 1 else "one")


def by_civil_affairs(child: Child, day: date) -> Flag:
    """民政口径: both away, or one away and the other unable; below 16; rural household."""
    if child.birth is None or child.rural is None:
        return Flag(None, "缺出生日期或户口性质")
    if full_years(child.birth, day) >= _CIVIL_AGE:
        return Flag(False, "已满16周岁")
    if not child.rural:
        return Flag(False, "不是农村户籍")
    if not any(parent.known for parent in child.parents):
        return Flag(None, "没有登记父母外出情况")
    away = [parent for parent in child.parents if parent.away_since and parent.away_since <= day]
    others = [parent for parent in child.parents if parent not in away]
    if len(away) > 1:
        return Flag(True, "父母双方外出务工", "both")
    if away and any(parent.able is False or parent.gone for parent in others):
        return Flag(True, "父母一方外出,另一方无监护能力", "one")
    if away and not any(parent.known for parent in others):
        return Flag(None, "一方外出,没有登记另一方")
    return Flag(False, "一方外出,另一方在家有监护能力" if away else "父母没有外出务工")


def by_local_rule(child: Child, day: date, rule: LocalRule) -> Flag:
    """地方口径: by the parameters the school has entered."""
    if child.birth is None or (rule.rural_only and child.rural is None):
        return Flag(None, "缺出生日期或户口性质")
    if full_years(child.birth, day) >= rule.age:
        return Flag(False, f"已满{rule.age}周岁")
    if rule.rural_only and not child.rural:
        return Flag(False, "不是农村户籍")
    if not any(parent.known for parent in child.parents):
        return Flag(None, "没有登记父母外出情况")
    count = _away(child, day, rule.months)
    wanted = 2 if rule.which == "both" else 1
    words = f"外出满{rule.months}个月的父母有{count}人"
    return Flag(count >= wanted, words, "both" if count > 1 else "one" if count else "")


def by_no_carer(child: Child, day: date) -> Flag:
    """事实无人抚养: each parent gone or bound by a condition of 民发〔2019〕62号, not both dead; below 18."""
    if child.birth is None or not child.parents:
        return Flag(None, "缺出生日期或父母情况")
    if full_years(child.birth, day) >= _CHILD_AGE:
        return Flag(False, "已满18周岁")
    bound = [bool(parent.tags & _BOUND) for parent in child.parents]
    gone = [parent.gone for parent in child.parents]
    holds = len(child.parents) > 1 and all(b or g for b, g in zip(bound, gone, strict=True)) and any(bound)
    return Flag(holds, "父母都符合条件" if holds else "父母不都符合条件")


def _away(child: Child, day: date, months: int) -> int:
    return sum(1 for parent in child.parents if parent.away_since and full_months(parent.away_since, day) >= months)


def _registered(child: Child) -> Flag:
    if child.registered is None:
        return Flag(None, "没有登记父母外出情况")
    if child.registered == "none":
        return Flag(False, "按学籍系统登记")
    both = child.registered == "both"
    return Flag(True, f"按学籍系统登记:{'双方' if both else '一方'}外出", child.registered)
