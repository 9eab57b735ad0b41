"""How many members are in office on a day, whether enough of them came, and whether a vote was carried: by the charter of that day."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.charter import QUORUM, VOTES, day_of, in_force

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

_SHARES = {"half": Fraction(1, 2), "two_thirds": Fraction(2, 3), "four_fifths": Fraction(4, 5)}


def members_on(body: Record, day: date, around: Around) -> Sequence[Record]:
    """Return the members of a committee who are in office on a day; on the day of leaving somebody no longer is."""
    found = []
    for one in around.parts_of(body, "committee_member"):
        since, until = day_of(one.get("from_date")), day_of(one.get("to_date"))
        if (since is None or since <= day) and (until is None or day < until):
            found.append(one)
    return found


def body_of(values: Values, around: Around) -> Record | None:
    """Return the committee a meeting is of."""
    return around.record("committee", str(values.get("committee"))) if values.get("committee") else None


def counted(values: Values, around: Around) -> Mapping[str, object]:
    """Count who should have come from the members in office on the day, and who came from those ticked; for a meeting that has begun."""
    body, day, present = body_of(values, around), day_of(values.get("start")), values.get("present")
    found: dict[str, object] = {}
    if body and day and day <= around.today and (members := members_on(body, day, around)):
        found["due_count"] = len(members)
    if isinstance(present, tuple) and present:
        found["present_count"] = len(present)
    return found


def quorum_rule(values: Values, around: Around) -> tuple[str, str]:
    """Return the share a meeting needs (a key of QUORUM) and where it stands: the charter in force on the day of the meeting."""
    body, day = body_of(values, around), day_of(values.get("start"))
    charters = around.parts_of(body, "charter") if body else ()
    charter = in_force(charters, day) if day else None
    if charter:
        return str(charter.get("quorum")), charter.text("version")
    # the page of the committee holds the rule of today, which says nothing of a day before its first registered charter
    return (str(body.get("quorum") or "half"), "机构登记") if body and not charters else ("half", "没有登记当时的章程")


def quorum(values: Values, around: Around) -> str:
    """Tell whether enough members came, by the charter of the day; more than half when there is none."""
    due, present = values.get("due_count"), values.get("present_count")
    if not isinstance(due, int) or not isinstance(present, int) or due == 0:
        return ""
    rule, ground = quorum_rule(values, around)
    share = Fraction(present, due)
    reached = share > _SHARES[rule] if rule == "half" else share >= _SHARES[rule]
    return f"{'达到' if reached else '未达到'}(应到 {due},实到 {present},{QUORUM.label(rule)};{ground})"


def carried(values: Values, around: Around) -> str:
    """Tell whether a vote was carried, by the charter of that day; by more than half of those present without one."""
    ayes, meeting = values.get("ayes"), around.parent
    if not isinstance(ayes, int) or meeting is None:
        return ""
    body, day = body_of(meeting.values, around), day_of(meeting.get("start"))
    charter = in_force(around.parts_of(body, "charter"), day) if body and day else None
    rule = str(charter.get("votes")) if charter else "half_present"
    base = meeting.get("due_count" if rule.endswith("_all") else "present_count")
    if not isinstance(base, int) or base == 0:
        return ""
    share = Fraction(ayes, base)
    passed = share > Fraction(1, 2) if rule.startswith("half") else share >= Fraction(2, 3)
    return f"{'通过' if passed else '未通过'}({base} 人中 {ayes} 票赞成,{VOTES.label(rule)})"
