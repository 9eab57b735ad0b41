"""An unlocked school's office: the session, the ledgers its user may open, and what stands around every record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from jlt_desktop.domain.around import Around
from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.left_behind import LocalRule
from jlt_desktop.domain.obligation import Rulebook
from jlt_desktop.domain.school_year import with_dates
from jlt_desktop.domain.wording import in_words
from jlt_desktop.services.keys import SearchKeys
from jlt_desktop.services.names import NameBook
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.vault.session import Session
    from jlt_desktop.vault.store import Store


class Office:
    """What one user works with after unlocking."""

    def __init__(
        self, session: Session, ledgers: Sequence[Ledger], today: Callable[[], date] = date.today, rulebook: Rulebook | None = None
    ) -> None:
        """Keep only the ledgers whose scope the user holds. rulebook: what a school owes; nothing by default."""
        self.session = session
        # as declared, for what the bureau reads; and in the words of the school, for everything people read here
        self.declared: Mapping[str, Ledger] = {one.key: one for one in ledgers if one.scope in session.scopes}
        self.ledgers: dict[str, Ledger] = dict(self.declared)
        self.today = today
        self.rulebook = rulebook or Rulebook()
        self.lookup = NameBook(self)
        search = SearchKeys(self)
        for store in session.stores():
            store.search_key = search
        self._around: Around | None = None
        self._put_into_words()

    def _put_into_words(self) -> None:
        school = self.school
        self.ledgers |= {key: in_words(one, school) for key, one in self.declared.items() if one.wording}

    @property
    def user(self) -> str:
        """Return the name of the user."""
        return self.session.user

    @property
    def role(self) -> str:
        """Return the role of the user: clerk, counselor or principal."""
        return self.session.role

    @property
    def is_demo(self) -> bool:
        """Tell whether this is the invented school, so that every window says so."""
        return bool(Settings(self.session.store("general").conn).get("demo"))

    def ledger(self, key: str) -> Ledger:
        """Return a ledger by the key somebody typed. Raises UserError when there is none, or none for this user."""
        found = self.ledgers.get(key)
        if found is None:
            known = "、".join(self.ledgers)
            raise UserError(f"没有“{key}”这个台账,或者您的账户不能打开它。", "", "数据没有改动。", f"可以用的有:{known}。")
        return found

    def store(self, ledger: Ledger) -> Store:
        """Return the store a ledger lives in."""
        return self.session.store(ledger.scope)

    def record(self, key: str, record_id: str) -> Record | None:
        """Return a record of a ledger that this user may open; None otherwise."""
        ledger = self.ledgers.get(key)
        return self.store(ledger).get(ledger, record_id) if ledger and record_id else None

    def parts_of(self, record: Record, key: str) -> Sequence[Record]:
        """Return the parts of a file that are not in the recycle bin."""
        ledger = self.ledgers.get(key)
        return [*self.store(ledger).every(ledger, Query(parents=(record.id,)))] if ledger else ()

    def all_of(self, key: str) -> Sequence[Record]:
        """Return every record of a ledger, those in the recycle bin last; none of a ledger that this user may not open."""
        ledger = self.ledgers.get(key)
        pages = (self.store(ledger).page(ledger, Query(removed=gone)).records for gone in (False, True)) if ledger else ()
        return [one for records in pages for one in records]

    def parts(self, ledger: Ledger) -> tuple[Ledger, ...]:
        """Return the ledgers whose records are parts of this one."""
        return tuple(one for one in self.ledgers.values() if one.part_of == ledger.key)

    @property
    def single(self) -> Ledger | None:
        """Return the ledger that holds just one record: the school itself."""
        return next((one for one in self.ledgers.values() if one.single), None)

    @property
    def school(self) -> Mapping[str, object]:
        """Return the values of the school's own page; empty before set-up has written it."""
        ledger = self.single
        found = self.store(ledger).page(ledger, Query(limit=1)).records if ledger else []
        return found[0].values if found else {}

    def around(self, record: Record | None = None) -> Around:
        """Return what stands around a record: its parts and the file it belongs to."""
        if self._around is None or self._around.today != self.today():
            self._around = self._surroundings()
        if record is None:
            return self._around
        ledger = self.ledgers[record.ledger]
        parent = self.record(ledger.part_of, record.parent) if ledger.part_of and record.parent else None
        return self._around.for_record(record, parent)

    def forget(self) -> None:
        """Read the school's page and the names anew at the next need: something of them was changed."""
        self._around = None
        self._put_into_words()
        self.lookup.forget()

    def _surroundings(self) -> Around:
        school = self.school
        semesters = {}
        start, end = school.get("semester_from"), school.get("semester_to")
        if isinstance(start, date) and isinstance(end, date):
            semesters[_semester_of(start)] = (start, end)
        written = (
            one.dates(record)
            for one in self.ledgers.values()
            if one.dates is not None
            for record in sorted(self.store(one).every(one), key=lambda record: record.updated_at)
        )
        return Around(
            today=self.today(),
            # the school's page comes first: what the calendar of a year says goes before it
            calendar=with_dates(SchoolCalendar(str(school.get("school_type") or "primary"), semesters), written),
            local_rule=_local_rule(school),
            ledgers=self.ledgers,
            lookup=self.lookup,
            school=school,
            record=self.record,
            parts_of=self.parts_of,
            all_of=self.all_of,
        )

    def close(self) -> None:
        """Lock: drop the keys and let go of the files."""
        self.session.close()


def _semester_of(start: date) -> tuple[int, int]:
    autumn = 7
    return (start.year, 1) if start.month >= autumn else (start.year - 1, 2)


def _local_rule(school: Mapping[str, object]) -> LocalRule:
    usual = LocalRule()
    months, age = school.get("local_months"), school.get("local_age")
    return LocalRule(
        months=months if isinstance(months, int) else usual.months,
        which=str(school.get("local_which") or usual.which),
        rural_only=bool(school.get("local_rural")),
        age=age if isinstance(age, int) else usual.age,
    )
