"""Before and beside a submission: what it needs, who may sign, which periods there are, the code people compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SEPTEMBER, month_after, month_of, school_year, school_year_title
from jlt_desktop.vault.settings import Settings

if TYPE_CHECKING:
    from jlt_desktop.services.office import Office


@dataclass(frozen=True, slots=True)
class Need:
    """Something a submission needs. found: what is there, empty when it is missing. todo: what to do then."""

    label: str
    found: str
    todo: str


def needs(office: Office) -> tuple[Need, ...]:
    """Return what must be there before anything can be submitted, missing or not."""
    scope = own_scope(office)
    settings = (Settings(office.session.store(name).conn).get("bureau") for name in (scope, "general"))
    bureau = next((one for one in settings if isinstance(one, dict)), {})
    found = f"已登记(区划 {bureau['district']})" if bureau else ""
    return (
        Need("学校标识码", str(office.school.get("school_code") or ""), "请在“学校信息”里填好 10 位学校标识码。"),
        Need("教育局收件钥匙", found, "请在“设置与备份”里登记教育局给的收件钥匙(age1 开头)。"),
        Need("签名的人", "、".join(signers(office)), "没有人持有学校的签名钥匙,请用校长的恢复单恢复校长账户。"),
    )


def signers(office: Office) -> list[str]:
    """Return the names of those who hold the school's signing key."""
    header = office.session.header
    grants = header.scopes["signing"]["grants"]
    return [str(one["name"]) for key, one in header.users.items() if isinstance(grants, dict) and key in grants]


def periods(today: date) -> list[tuple[str, str]]:
    """Return the periods one may report on now, as (code, words): the last months, then the last semesters."""
    months = [month_after(month_of(today), -back) for back in range(6)]
    found = [(one, f"{one[:4]} 年 {int(one[5:])} 月") for one in months]
    year = school_year(today)
    second = today.month in range(3, SEPTEMBER)
    terms = [(year, 2), (year, 1), (year - 1, 2)] if second else [(year, 1), (year - 1, 2), (year - 1, 1)]
    return found + [(f"{start}-T{term}", f"{school_year_title(start)}第{'一二'[term - 1]}学期") for start, term in terms]


def check_code(sha256: str) -> str:
    """Return the 16 digits people compare by eye or over the telephone, four by four; machines compare the whole hash."""
    digits = f"{int(sha256, 16) % 10**16:016}"
    return " ".join(digits[place : place + 4] for place in range(0, 16, 4))


def own_scope(office: Office) -> str:
    """Return the part of the data that this user's room submits."""
    return "confidential" if office.role == "counselor" else "general"
