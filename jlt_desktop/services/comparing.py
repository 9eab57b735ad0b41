"""What is different from the last time: table by table, and every count that changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.bundle.bag import read_bag
from jlt_desktop.bundle.statement import parse
from jlt_desktop.services.collecting import OWN_TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.bundle.bag import Table
    from jlt_desktop.services.office import Office

_MANY = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """How a table changed. figures: (name, then, now) of counts that are not what they were."""

    table: str
    title: str
    more: int
    fewer: int
    changed: int
    figures: tuple[tuple[str, str, str], ...] = ()

    @property
    def words(self) -> str:
        """Return it in a line: 比上次 +3 −1 改 12."""
        if self.figures:
            listed = ";".join(f"{name} {then or '无'}→{now or '无'}" for name, then, now in self.figures[:_MANY])
            return listed + (f" 等 {len(self.figures)} 项" if len(self.figures) > _MANY else "")
        return f"+{self.more} −{self.fewer} 改 {self.changed}"


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison with the last submission of this room. with_what: its number and period in words, empty when there is none."""

    with_what: str
    differences: tuple[Difference, ...]

    @property
    def words(self) -> str:
        """Return the whole in a line."""
        if not self.with_what:
            return "这是第一次报送,没有上次可比"
        rows = [one for one in self.differences if not one.figures]
        more, fewer, changed = (sum(getattr(one, name) for one in rows) for name in ("more", "fewer", "changed"))
        counts = sum(len(one.figures) for one in self.differences)
        same = "" if more or fewer or changed or counts else ",没有不同"
        return f"比上次({self.with_what})+{more} −{fewer} 改 {changed};合计数变动 {counts} 处{same}"


FIRST_TIME = Compared("", ())


def last_sent(office: Office, scope: str) -> tuple[str, tuple[Table, ...], bytes] | None:
    """Return the last bundle of a room that counts: number and period in words, its tables, its statement; None when none is kept."""
    sql = "SELECT seq, period, statement FROM sent_bundle ORDER BY seq DESC LIMIT 1"
    store = office.session.store(scope)
    row = store.conn.execute(sql).fetchone()
    if row is None:
        return None
    digest = str(parse(bytes(row[2])).plaintext["sha256"])
    kept = store.conn.execute("SELECT content FROM frozen WHERE sha256 = ?", (digest,)).fetchone()
    return (f"第 {row[0]} 号,{row[1]}", read_bag(bytes(kept[0])).tables, bytes(row[2])) if kept else None


def compare(office: Office, scope: str, tables: Sequence[Table]) -> Compared:
    """Compare tables with what this room sent last."""
    last = last_sent(office, scope)
    if last is None:
        return FIRST_TIME
    before = {one.name: one for one in last[1]}
    found = [_different(before.pop(one.name, None), one) for one in tables if one.name not in OWN_TABLES]
    found += [_different(one, None) for one in before.values() if one.name not in OWN_TABLES]
    return Compared(last[0], tuple(one for one in found if one.more or one.fewer or one.changed))


def _different(before: Table | None, now: Table | None) -> Difference:
    one = now or before
    if one is None:
        raise ValueError(now)
    counts = [column.name for column in one.columns] == ["indicator", "label", "group", "count"]
    width = 3 if counts else 1
    then = {tuple(row[:width]): tuple(row) for row in (before.rows if before else ())}
    here = {tuple(row[:width]): tuple(row) for row in (now.rows if now else ())}
    more, fewer = len(here.keys() - then.keys()), len(then.keys() - here.keys())
    other = [key for key in here.keys() & then.keys() if here[key] != then[key]]
    figures: tuple[tuple[str, str, str], ...] = ()
    if counts:
        touched = sorted([*(here.keys() ^ then.keys()), *other])
        figures = tuple(
            (" ".join(filter(None, (here.get(key) or then[key])[1:3])), *(side[key][3] if key in side else "" for side in (then, here)))  # type: ignore[misc]
            for key in touched
        )
    return Difference(one.name, one.title, more, fewer, len(other), figures)
