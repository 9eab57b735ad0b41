"""Saving, removing, listing and the history of records: one validation path for form, sheet, command and demo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jlt_desktop.domain.checking import Examined, examine
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields_lines import read_out
from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.domain.seal import CORRECTION
from jlt_desktop.domain.search import words_with_classes
from jlt_desktop.services.unsealing import refuse_unread
from jlt_desktop.vault.store import Page, Query, restored

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office


class Refused(UserError):
    """The record cannot be kept like this: problems to mend, or questions nobody has answered yet."""

    def __init__(self, problems: Sequence[Problem], unanswered: Sequence[Question]) -> None:
        """Say everything at once."""
        findings: tuple[Finding, ...] = (*problems, *unanswered)
        texts = [one.text for one in findings]
        super().__init__("还不能保存:", " ".join(texts), "填的内容还在,没有写入。", "" if problems else "确认无误请写明理由后再存。")
        self.problems, self.unanswered = tuple(problems), tuple(unanswered)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a record's history: when, by whom, what was done, where it came from, and label, old, new of each field."""

    revision: int
    at: str
    by: str
    action: str
    source: str
    fields: tuple[tuple[str, str, str], ...]


class Desk:
    """The office's desk. `changed` is called with the ledger's key and the ids after every change."""

    def __init__(self, office: Office) -> None:
        """Work for one unlocked office."""
        self._office = office
        self.changed: list[Callable[[str, frozenset[str]], None]] = []

    # -- looking ------------------------------------------------------------------------------------------------

    def page(self, ledger: Ledger, *, search: str = "", **query: object) -> Page:
        """Return the records that match; see vault.store.Query for the rest."""
        return self._office.store(ledger).page(ledger, Query(search=self.search_words(search), **query))  # type: ignore[arg-type]

    def search_words(self, text: str) -> tuple[str, ...]:
        """Return the words a search key has to hold; a class typed in any usual way counts as one word."""
        around = self._office.around()
        return words_with_classes(text, around.today, around.calendar.stage)

    def get(self, ledger: Ledger, record_id: str) -> Record:
        """Return one record. Raises UserError when there is none."""
        found = self._office.store(ledger).get(ledger, record_id)
        if found is None:
            raise UserError(f"没有找到这条{ledger.title}记录。", "", "", "请刷新列表。")
        return found

    def texts(self, ledger: Ledger, record: Record, names: Sequence[str]) -> tuple[str, ...]:
        """Return fields as people read them."""
        return self._office.around(record).texts(ledger.key, record, names)

    def called(self, ledger: Ledger, record: Record) -> str:
        """Return what people call a record."""
        return " ".join(text for text in self.texts(ledger, record, ledger.named) if text)

    def history(self, ledger: Ledger, record_id: str) -> list[Change]:
        """Return the changes of a record, newest first. Raises UserError when this user cannot see it, PutAway."""
        refuse_unread(self._office, ledger, self.get(ledger, record_id))
        versions = self._office.store(ledger).versions.of_record(record_id)
        return [
            Change(v.revision, v.at, v.actor, v.action, v.source, self._differences(ledger, v.before or {}, v.after or {}))
            for v in reversed(versions)
        ]

    def _differences(self, ledger: Ledger, before: Mapping[str, object], after: Mapping[str, object]) -> tuple[tuple[str, str, str], ...]:
        rows = []
        for name, one in ledger.stored.items():
            if name in before or name in after:
                values = [one.from_sql(side.get(name)) for side in (before, after)]
                old, new = (read_out(one, one.show(value, self._office.lookup), value) for value in values)
                rows.append((one.label, old, new))
        if ledger.part_of and "parent" in after:
            old, new = (self._office.lookup.label(ledger.part_of, str(side.get("parent") or "")) for side in (before, after))
            rows.append(("所属档案", old, new))
        return tuple(rows)

    # -- changing -----------------------------------------------------------------------------------------------

    def examine(self, ledger: Ledger, raw: Mapping[str, object], *, record_id: str | None = None, parent: str | None = None) -> Examined:
        """Check what was typed against the record as it stands, without saving anything."""
        return self._examined(ledger, raw, self.get(ledger, record_id) if record_id else None, parent)

    def _examined(self, ledger: Ledger, raw: Mapping[str, object], record: Record | None, parent: str | None) -> Examined:
        around = replace(self._office.around(record), before=record) if record else self._under(ledger, parent)
        found = examine(ledger, raw, around, record.values if record else None)
        twins = tuple(self.twins(ledger, found.values, record.id if record else None, record.values if record else {}))
        seconds = self._seconds(ledger, found.values, record) if ledger.once else ()
        return Examined(found.values, (*found.problems, *twins), (*seconds, *found.questions))

    def save(
        self,
        ledger: Ledger,
        raw: Mapping[str, object],
        *,
        record_id: str | None = None,
        seen_revision: int | None = None,
        parent: str | None = None,
        answers: Mapping[str, str] | None = None,
        source: str = "",
    ) -> Record:
        """Check and keep a record. Raises Refused, ChangedMeanwhile, OutsideError. Answered questions go into the journal."""
        record = self.get(ledger, record_id) if record_id else None
        found = self._examined(ledger, raw, record, parent)
        if record is None:
            self._not_closed(ledger, parent)
        given = answers or {}
        unanswered = found.unanswered(given)
        if found.problems or unanswered:
            raise Refused(found.problems, unanswered)
        if ledger.single and record is None and self.page(ledger).total:
            raise UserError(f"{ledger.title}只有一份,已经有了。", "", "数据没有改动。", "请在原来那一份上改。")
        corrected = next((given[one.name] for one in found.questions if one.name == CORRECTION), "")
        source = f"更正:{corrected}" if corrected else source
        store = self._office.store(ledger)
        with store.transaction():
            if record is None:
                values = self._numbered(ledger, found.values)
                made = store.add(ledger, values, parent=parent, source=source)
            else:
                made = store.update(ledger, record.id, found.values, seen_revision or record.revision, source=source, known=record)
            for question in found.questions:
                details = {"question": question.name, "reason_digest": store.journal.digest(given[question.name])}
                store.journal.append(made.updated_at, "说明", f"{ledger.key}/{made.id}", details)
        self.tell(ledger, made.id)
        return made

    def remove(self, ledger: Ledger, record_id: str, reason: str = "") -> None:
        """Put a record into the recycle bin."""
        self._not_sealed(ledger, record_id, "移到回收站")
        store = self._office.store(ledger)
        with store.transaction():
            store.remove(ledger, record_id, reason)
        self.tell(ledger, record_id)

    def remove_all(self, ledger: Ledger, record_ids: Sequence[str]) -> None:
        """Put records into the recycle bin, every one or none. Raises UserError."""
        with self._office.store(ledger).transaction():
            for one in record_ids:
                self.remove(ledger, one)

    def bring_back_all(self, ledger: Ledger, record_ids: Sequence[str]) -> None:
        """Take records out of the recycle bin, every one or none. Raises UserError."""
        with self._office.store(ledger).transaction():
            for one in record_ids:
                self.bring_back(ledger, one)

    def bring_back(self, ledger: Ledger, record_id: str) -> None:
        """Take a record out of the recycle bin."""
        record = self.get(ledger, record_id)
        self._not_closed(ledger, record.parent)
        twins = tuple(self.twins(ledger, record.values, record_id))
        if twins:
            raise Refused(twins, ())
        store = self._office.store(ledger)
        with store.transaction():
            store.bring_back(ledger, record_id)
        self.tell(ledger, record_id)

    def sealed(self, ledger: Ledger, record: Record) -> str:
        """Return why a record can no longer be rewritten; an empty text while it can."""
        return ledger.seal.since(record, self._office.around(record)) if ledger.seal else ""

    def _not_sealed(self, ledger: Ledger, record_id: str, deed: str) -> None:
        why = self.sealed(ledger, self.get(ledger, record_id))
        if why:
            raise UserError(f"这条{ledger.title}记录已封存,不能{deed}。", why, "记录没有改动。", "要补充或更正,请打开记录照提示办。")

    def _not_closed(self, ledger: Ledger, parent: str | None) -> None:
        above = self._office.ledgers.get(ledger.part_of or "")
        if above is None or above.seal is None or ledger.key not in above.seal.closes or parent is None:
            return
        why = self.sealed(above, self.get(above, parent))
        if why:
            raise UserError(f"这份{above.title}记录已封存,不能再添{ledger.title}。", why, "没有写入。", "要补充或更正,请打开记录照提示办。")

    def back_to(self, ledger: Ledger, record_id: str, revision: int) -> Record:
        """Make the record what it was at an earlier revision; the history goes on. Raises UserError, Refused."""
        self._not_sealed(ledger, record_id, "恢复到以前的版本")
        columns: dict[str, object] = {}
        versions = self._office.store(ledger).versions.of_record(record_id)
        for version in (one for one in versions if one.revision <= revision):
            columns.update(version.after or {})
        values = restored(ledger, {key: value for key, value in columns.items() if key in ledger.stored})
        current = self.get(ledger, record_id)
        twins = tuple(self.twins(ledger, values, record_id))
        if twins:
            raise Refused(twins, ())
        store = self._office.store(ledger)
        with store.transaction():
            made = store.update(ledger, record_id, values, current.revision, action="恢复到以前的版本", source=f"第{revision}版")
        self.tell(ledger, record_id)
        return made

    def tell(self, ledger: Ledger, *ids: str) -> None:
        """Say that records changed: labels are read anew, and everybody who shows them hears of it."""
        if ledger.single or ledger.dates is not None:
            self._office.forget()
        else:
            self._office.lookup.forget(ledger.key)
        for listener in self.changed:
            listener(ledger.key, frozenset(ids))

    def _under(self, ledger: Ledger, parent: str | None) -> Around:
        around = self._office.around()
        file = self._office.record(ledger.part_of, parent) if ledger.part_of and parent else None
        return replace(around, parent=file)

    def _numbered(self, ledger: Ledger, values: Mapping[str, object]) -> Mapping[str, object]:
        blank = [name for name in ledger.numbers if not values.get(name)]
        if not blank:
            return values
        given = {name: [str(row[2]) for row in self._office.store(ledger).column_values(ledger, (name,)) if row[2]] for name in blank}
        return {**values, **{name: ledger.numbers[name](self._office.today(), given[name], values) for name in blank}}

    def twins(
        self, ledger: Ledger, values: Mapping[str, object], record_id: str | None, before: Mapping[str, object] | None = None, but: str = ""
    ) -> list[Problem]:
        """Return the values that another record already holds although no two may; `but`: a record that is about to go."""
        found = []
        for name in ledger.unique:
            twin = self._other(ledger, name, values, before or {}, (record_id or "", but))
            if twin:
                found.append(Problem(name, f"{ledger.fields[name].label}和“{self.called(ledger, twin)}”的相同,请核对是不是同一个。"))
        return found

    def _seconds(self, ledger: Ledger, values: Mapping[str, object], record: Record | None) -> tuple[Question, ...]:
        """Return a question for each value that another record already has and that one is expected to have alone."""
        found = []
        for name in ledger.once:
            other = self._other(ledger, name, values, record.values if record else {}, (record.id if record else "",))
            if other:
                words = f"已有一份:“{self.called(ledger, other)}”。请打开那一份接着记;确实要另建一份,请写明理由。"
                found.append(Question(f"second_{name}", name, words, other.id))
        return tuple(found)

    def _other(
        self, ledger: Ledger, name: str, values: Mapping[str, object], before: Mapping[str, object], but: tuple[str, ...]
    ) -> Record | None:
        """Return another record with the same value in a field; None for a blank, and for what stood there before."""
        value = values.get(name)
        # what stood in the record before was looked at when it was written
        if value in (None, "") or before.get(name) == value:
            return None
        others = self._office.store(ledger).page(ledger, Query(where={name: value}, limit=3)).records
        return next((one for one in others if one.id not in but), None)
