"""What becomes of one person in September: the class before and after, and the fields that are written for an exception."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import SEPTEMBER, class_title, grade, grade_title
from jlt_desktop.domain.checking import examine
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.promotion import FINISHED, WAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

_LEFT = 99  # the grade of those who have been through all of them
Place = tuple[object, object]


@dataclass(frozen=True, slots=True)
class Wish:
    """An exception: whose record, which of WAYS, and the class of the new year in words where it is not the usual one."""

    record: str
    way: str
    room: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One record that will be written: how (one of WAYS or FINISHED), class before and after in words, the values that are set."""

    record: str
    called: str
    way: str
    before: str
    after: str
    revision: int
    values: Mapping[str, object]
    problem: str = ""

    @property
    def words(self) -> str:
        """Return the way in words."""
        return WAYS.get(self.way, self.way)


class Mover:
    """Answers for one ledger and one school year."""

    def __init__(self, office: Office, ledger: Ledger, year: int) -> None:
        """Work out the last day of the old year and the first of the new one."""
        if ledger.promotion is None:
            raise UserError(f"{ledger.title}没有升级这回事。", "", "数据没有改动。", "")
        self._office, self._ledger, self._rule = office, ledger, ledger.promotion
        self._new = date(year, SEPTEMBER, 1)
        self._old = self._new - timedelta(days=1)
        around = office.around()
        self._stage = around.calendar.stage
        self._end = around.calendar.semester(self._old)[1]
        self._around = replace(around, today=self._new)
        self._name = next(name for name in ledger.named if ledger.fields[name].stored)

    # -- standing -----------------------------------------------------------------------------------------------

    def present(self, record: Record) -> bool:
        """Tell whether somebody is part of a class now."""
        return (record.get(self._rule.status) or self._rule.present[0]) in self._rule.present

    def paused(self, record: Record) -> bool:
        """Tell whether somebody is on leave."""
        return record.get(self._rule.status) == self._rule.paused

    def place(self, record: Record) -> Place:
        """Return year of entry and number of the class."""
        return record.get(self._rule.entered), record.get(self._rule.room)

    def in_class(self, record: Record) -> bool:
        """Tell whether year of entry and number are known."""
        return all(isinstance(one, int) for one in self.place(record))

    def called(self, record: Record) -> str:
        """Return the name alone: the class stands beside it."""
        return self._ledger.fields[self._name].show(record.get(self._name), self._office.lookup)

    def before(self, place: Place) -> str:
        """Return the class on the last day of the old year; empty when it is not known."""
        return self._title(place, self._old)

    def after(self, place: Place) -> str:
        """Return the class on the first day of the new year; 毕业 for the top grade."""
        return FINISHED if self._through(place) else self._title(place, self._new)

    def order(self, place: Place) -> tuple[int, int]:
        """Return what classes are sorted by: the youngest first."""
        entered, room = place
        return (-entered, room) if isinstance(entered, int) and isinstance(room, int) else (0, 0)

    def _title(self, place: Place, day: date) -> str:
        entered, room = place
        return class_title(entered, room, day, self._stage) if isinstance(entered, int) and isinstance(room, int) else ""

    def _through(self, place: Place) -> bool:
        entered = place[0]
        return isinstance(entered, int) and grade(entered, self._new, self._stage) == _LEFT

    # -- moving -------------------------------------------------------------------------------------------------

    def row(self, record: Record, wish: Wish | None) -> Row | None:
        """Return what is written for somebody: for an exception, and for those who leave the top grade; None for all others."""
        if wish is None:
            if not self._through(self.place(record)):
                return None
            return self._made(record, FINISHED, self._ended(self._rule.finished), "")
        values, problem = self._wished(record, wish)
        return self._made(record, wish.way, values, problem or self._refused(record, values))

    def _made(self, record: Record, way: str, values: Mapping[str, object], problem: str) -> Row:
        whole = {**record.values, **values}
        place = whole.get(self._rule.entered), whole.get(self._rule.room)
        gone = whole.get(self._rule.status) not in (None, *self._rule.present)
        after = WAYS.get(way, way) if gone else self.after(place)
        return Row(record.id, self.called(record), way, self.before(self.place(record)), after, record.revision, values, problem)

    def _ended(self, status: str) -> dict[str, object]:
        return {self._rule.status: status, self._rule.since: self._end, self._rule.until: None}

    def _wished(self, record: Record, wish: Wish) -> tuple[dict[str, object], str]:
        """Return the values an exception sets, and why it cannot be done; empty when it can."""
        if wish.way in ("leave", "pause"):
            status = self._rule.left if wish.way == "leave" else self._rule.paused
            values = {**self._ended(status), self._rule.since: self._new}
            return values, "" if self.present(record) else "现在不在校,不用再办。"
        back = wish.way == "back"
        if wish.way not in WAYS or self.present(record) == back:
            return {}, "正在班里,不用办复学。" if back else "现在不在班里,请改成“复学或转回”。"
        place, problem = self._target(record, wish)
        if problem:
            return {}, problem
        values = dict(zip((self._rule.entered, self._rule.room), place, strict=True))
        if back:
            values |= {self._rule.status: self._rule.present[0], self._rule.since: self._new, self._rule.until: None}
        return values, self._unfit(wish.way, self.place(record), place)

    def _target(self, record: Record, wish: Wish) -> tuple[Place, str]:
        entered, room = self.place(record)
        if wish.room:
            for read in self._ledger.spreads.values():
                found = read(wish.room, self._around)
                if found:
                    return (found.get(self._rule.entered), found.get(self._rule.room)), ""
            return (None, None), f"看不懂班级“{wish.room}”,请写成 三年级2班 或 三2。"
        if wish.way == "stay" and isinstance(entered, int):
            return (entered + 1, room), ""
        return (None, None), "请写明到哪个班。"

    def _unfit(self, way: str, old: Place, new: Place) -> str:
        if self._through(new):
            return "这个班已经毕业了。"
        if way == "move" and old[0] != new[0]:
            return "转班只在本年级里转;要换年级请用留级。"
        if way == "move" and old == new:
            return "本来就在这个班。"
        if way == "stay" and isinstance(old[0], int) and new[0] != old[0] + 1:
            return f"留级应在{grade_title(grade(old[0] + 1, self._new, self._stage))}里选班。"
        return ""

    def _refused(self, record: Record, values: Mapping[str, object]) -> str:
        """Return what the ledger's own checks say of the values set; what was wrong elsewhere before does not hinder."""
        found = examine(self._ledger, values, replace(self._office.around(record), before=record), record.values)
        return " ".join(one.text for one in found.problems if one.field in values)
