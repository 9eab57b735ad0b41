"""From the cells of one row to what would be written: parsed, matched with what is there, compared, checked."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jlt_desktop.domain.checking import settle, spread
from jlt_desktop.domain.fields import FieldProblem
from jlt_desktop.domain.findings import Problem, Question
from jlt_desktop.domain.record import Record
from jlt_desktop.domain.texts import plain_text
from jlt_desktop.services.import_index import Index
from jlt_desktop.services.import_plan import PlannedRow
from jlt_desktop.sheets.match import KEY
from jlt_desktop.vault.bulk import Change
from jlt_desktop.vault.store import restored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jlt_desktop.domain.fields import Field
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office
    from jlt_desktop.sheets.match import Column

_MEMO = 20_000


class RowReader:
    """Reads the rows of one file against one ledger."""

    def __init__(
        self, office: Office, ledger: Ledger, columns: Sequence[Column], title: Mapping[str, object], answers: Mapping[str, str],
        fixes: Mapping[tuple[int, str], str] | None = None, cells: Mapping[tuple[int, int], str] | None = None,
    ) -> None:  # fmt: skip
        """`title`: values that stand above the headings for all rows. `answers`: question name -> reason given once for all.

        `fixes`: (column index, text in the file) -> what is read in its place; `cells`: (row number, column index) -> the same.
        """
        self._office, self._ledger, self._answers, self._title = office, ledger, answers, title
        self._fixes = fixes or {}
        self._cells: dict[int, dict[int, str]] = {}
        for (line, place), text in (cells or {}).items():
            self._cells.setdefault(line, {})[place] = text
        self._around = office.around()
        self._own = [(one.index, one.field) for one in columns if one.field and not one.field.startswith("part.")]
        self._along = self._part_columns(columns)
        self.index = Index(office, ledger)
        self._parts = {part.part: Index(office, office.ledgers[part.part]) for part in ledger.along}
        self._memo: dict[str, dict[str, tuple[Field, dict[object, object]]]] = {}
        self._seen: dict[str, int] = {}
        self._seen_unique: dict[tuple[str, Any], int] = {}
        self.met: set[str] = set()
        self._candidates: tuple[tuple[str, str], ...] = ()

    def _part_columns(self, columns: Sequence[Column]) -> dict[int, list[tuple[int, str]]]:
        found: dict[int, list[tuple[int, str]]] = {}
        for one in columns:
            if one.field and one.field.startswith("part."):
                _, place, name = one.field.split(".")
                found.setdefault(int(place), []).append((one.index, name))
        return found

    def read(self, number: int, row: Sequence[object]) -> PlannedRow:
        """Return what would become of a row."""
        row = self._fixed(number, row)
        raw = {name: row[index] for index, name in self._own if index < len(row) and row[index] not in (None, "")}
        key = raw.pop(KEY, None)
        if self._ledger.spreads:
            raw = dict(spread(self._ledger, {**self._title, **raw} if self._title else raw, self._around))
        values, problems = self._parse(self._ledger, raw)
        columns = {name: self._ledger.stored[name].to_sql(value) for name, value in values.items()}
        settled = settle(self._ledger, self._complete(values), problems, self._around)
        kept = self._kept(settled.values)
        found, asked = self._find(key, {**columns, **kept}, number)
        if found is None and not asked:
            problems = [*settled.problems, *self._twice(number, settled.values, None)]
            return self._row(number, row, None, dict(settled.values), kept, problems, settled.questions)
        if asked:
            return PlannedRow(
                number, "skipped", self._called(values), None, problems=tuple(problems), questions=asked, candidates=self._candidates
            )
        return self._against(number, row, str(found), columns, problems, key)

    def _fixed(self, number: int, row: Sequence[object]) -> Sequence[object]:
        if self._fixes:
            row = [self._fixes.get((place, plain_text(cell)), cell) if isinstance(cell, str) else cell for place, cell in enumerate(row)]
        own = self._cells.get(number)
        if own:
            width = max(len(row), *(place + 1 for place in own))
            row = [own.get(place, row[place] if place < len(row) else "") for place in range(width)]
        return row

    def _against(
        self, number: int, row: Sequence[object], record: str, columns: dict[str, Any], problems: list[Problem], key: object
    ) -> PlannedRow:
        """Compare with the record that is there; blank cells erase nothing."""
        if record in self._seen:
            twice = Problem(self._ledger.identity[0], f"和第 {self._seen[record]} 行是同一个。")
            return PlannedRow(number, "refused", self._called_columns(self.index.columns[record]), record, problems=(twice,))
        self._seen[record] = number
        self.met.add(record)
        base = self.index.columns[record]
        changed = {name: value for name, value in columns.items() if value is not None and base.get(name) != value}
        merged = restored(self._ledger, {**base, **changed})
        if not changed and not problems:
            return self._row(number, row, record, merged, {}, [], ())
        settled = settle(self._ledger, dict(merged), problems, replace(self._around, before=self._standing(record, base)))
        before = {one.name for one in settle(self._ledger, restored(self._ledger, base), [], self._around).questions}
        questions = [one for one in settled.questions if one.name not in before or one.field in changed]
        questions += self._overtaken(record, key, changed)
        twins = self._twice(number, changed, record)
        return self._row(number, row, record, dict(settled.values), changed, [*settled.problems, *twins], questions)

    def _standing(self, record: str, base: Mapping[str, Any]) -> Record | None:
        """Return the record as it stands; a seal asks when it was made, nothing else needs a second reading."""
        if self._ledger.seal:
            return self._office.store(self._ledger).get(self._ledger, record)
        return Record(record, self._ledger.key, self.index.revisions[record], restored(self._ledger, base))

    def _overtaken(self, record: str, key: object, changed: Mapping[str, Any]) -> list[Question]:
        """A sheet of our own, written before somebody changed the same field: ask before the older content wins."""
        seen = str(key or "").partition("/")[2]
        if not changed or not seen.isdigit() or int(seen) >= self.index.revisions[record]:
            return []
        later = [one.after or {} for one in self._office.store(self._ledger).versions.of_record(record) if one.revision > int(seen)]
        name = next((one for one in changed if any(one in after for after in later)), None)
        if name is None:
            return []
        text = f"这张表导出以后,本校又改过{self._ledger.fields[name].label},导入会盖掉后来的内容。确认要用表里的,请写明理由。"
        return [Question("older_sheet", name, text)]

    def _row(
        self, number: int, row: Sequence[object], record: str | None, values: dict[str, object], changed: dict[str, Any],
        problems: Sequence[Problem], questions: Sequence[Question],
    ) -> PlannedRow:  # fmt: skip
        """`changed`: the columns that differ; of a new record all that are not blank."""
        called = self._called(values)
        made = record or uuid.uuid4().hex
        parts, part_problems = self._part_changes(made, row, new=record is None)
        if problems or part_problems:
            return PlannedRow(number, "refused", called, record, problems=(*problems, *part_problems))
        open_questions = tuple(one for one in questions if not self._answers.get(one.name, "").strip())
        if open_questions:
            return PlannedRow(number, "skipped", called, record, questions=open_questions)
        if record is None:
            own = Change(self._ledger, made, None, 0, changed, None, self._search_key(self._ledger, values))
            return PlannedRow(number, "new", called, made, (own, *parts), questions=tuple(questions))
        writes = list(parts)
        if changed:
            base = self.index.columns[record]
            key = self._search_key(self._ledger, values)
            writes.insert(
                0, Change(self._ledger, record, None, self.index.revisions[record], changed, {n: base.get(n) for n in changed}, key)
            )
        kind = "changed" if writes else "same"
        return PlannedRow(number, kind, called, record, tuple(writes), self._differences(writes), questions=tuple(questions))

    def _part_changes(self, parent: str, row: Sequence[object], *, new: bool) -> tuple[list[Change], list[Problem]]:
        changes: list[Change] = []
        problems: list[Problem] = []
        for place, cells in self._along.items():
            along = self._ledger.along[place]
            part = self._office.ledgers[along.part]
            raw = {name: row[index] for index, name in cells if index < len(row) and row[index] not in (None, "")}
            values, wrong = self._parse(part, raw)
            if not values.get(along.key[0]):
                # no name, no family member: a stray phone or relation beside an empty name means nothing
                problems += [Problem(one.field, f"{part.title}:{one.text}") for one in wrong if one.field == along.key[0]]
                continue
            problems += [Problem(one.field, f"{part.title}:{one.text}") for one in wrong]
            columns = {name: part.stored[name].to_sql(value) for name, value in values.items() if value is not None}
            known = None if new else self._parts[along.part].part_of(parent, along.key, columns)
            if known is None and not any(
                one.ledger is part and [one.columns.get(k) for k in along.key] == [columns.get(k) for k in along.key] for one in changes
            ):
                changes.append(Change(part, uuid.uuid4().hex, parent, 0, columns, None, self._search_key(part, values)))
            elif known:
                changes += self._part_update(part, along.part, known, columns)
        return changes, problems

    def _part_update(self, part: Ledger, key: str, known: str, columns: dict[str, Any]) -> list[Change]:
        index = self._parts[key]
        base = index.columns[known]
        changed = {name: value for name, value in columns.items() if base.get(name) != value}
        if not changed:
            return []
        search = self._search_key(part, restored(part, {**base, **changed}))
        return [Change(part, known, None, index.revisions[known], changed, {name: base.get(name) for name in changed}, search)]

    def _find(self, key: object, columns: Mapping[str, Any], number: int) -> tuple[str | None, tuple[Question, ...]]:
        if isinstance(key, str) and key.split("/")[0] in self.index.columns:
            return key.split("/")[0], ()
        if self._ledger.single and self.index.columns:
            return next(iter(self.index.columns)), ()
        found, rule = self.index.match(columns)
        self._candidates = tuple((one, self._whole(self.index.columns[one])) for one in found) if len(found) > 1 else ()
        if not found:
            return None, ()
        if len(found) > 1:
            chosen = self._answers.get(f"candidate:{number}", "")
            names = "、".join(self._called_columns(self.index.columns[one]) for one in found[:3])
            question = Question(
                "two_candidates", self._ledger.match[rule][0], f"本校有 {len(found)} 个可能是这一行:{names}。请选是哪一个。"
            )
            return (chosen, ()) if chosen in found else (None, (question,))
        return self._same_person(found[0], columns)

    def _same_person(self, record: str, columns: Mapping[str, Any]) -> tuple[str | None, tuple[Question, ...]]:
        """Found by a weaker rule while a stronger number differs: ask whether it is the same one."""
        base = self.index.columns[record]
        for name in self._ledger.unique:
            given, known = columns.get(name), base.get(name)
            if given and known and given != known and name not in self._ledger.numbers:
                answer = self._answers.get("same_person", "")
                if answer.startswith(("否", "不")):
                    return None, ()
                label = self._ledger.fields[name].label
                text = f"本校已有“{self._called_columns(base)}”,但{label}不同,是同一个吗?是请填“是”并说明,不是请填“否”。"
                return (record, ()) if answer.strip() else (None, (Question("same_person", name, text),))
        return record, ()

    def _twice(self, number: int, values: Mapping[str, object], record: str | None) -> list[Problem]:
        """A number that must be one record's alone: already met in this file, or held by another record here."""
        problems = []
        for name in self._ledger.unique:
            value = values.get(name)
            if value not in (None, ""):
                first = self._seen_unique.setdefault((name, value), number)
                holder = self.index.holders[name].get(value)
                if first != number:
                    problems.append(Problem(name, f"{self._ledger.fields[name].label}和第 {first} 行相同。"))
                elif holder not in (None, record):
                    whom = self._called_columns(self.index.columns[holder])
                    problems.append(Problem(name, f"{self._ledger.fields[name].label}和本校“{whom}”的相同,请核对是不是同一个。"))
        return problems

    def _parse(self, ledger: Ledger, raw: Mapping[str, object]) -> tuple[dict[str, object], list[Problem]]:
        values: dict[str, object] = {}
        problems: list[Problem] = []
        lookup = self._office.lookup
        if ledger.key not in self._memo:
            self._memo[ledger.key] = {name: (one, {}) for name, one in ledger.stored.items()}
        readers = self._memo[ledger.key]
        for name, cell in raw.items():
            if name not in readers:
                continue
            one, memo = readers[name]
            known = (type(cell), cell)
            value = memo.get(known, memo)
            if value is memo:
                try:
                    value = one.parse(cell, lookup)
                except FieldProblem as problem:
                    value = problem
                if len(memo) < _MEMO:
                    memo[known] = value
            if isinstance(value, FieldProblem):
                problems.append(Problem(name, str(value)))
            elif value is not None:
                values[name] = value
        return values, problems

    def _complete(self, values: Mapping[str, object]) -> dict[str, object]:
        return dict.fromkeys(self._ledger.stored) | dict(values)

    def _kept(self, values: Mapping[str, object]) -> dict[str, Any]:
        stored = self._ledger.stored
        return {name: stored[name].to_sql(value) for name, value in values.items() if value is not None}

    def _search_key(self, ledger: Ledger, values: Mapping[str, object]) -> str:
        return self._office.store(ledger).search_key(ledger, values)

    def _called(self, values: Mapping[str, object]) -> str:
        name = self._ledger.named[0]
        one = self._ledger.fields[name]
        return one.show(values.get(name), self._office.lookup) if one.stored else ""

    def _called_columns(self, columns: Mapping[str, Any]) -> str:
        return self._called(restored(self._ledger, columns))

    def _whole(self, columns: Mapping[str, Any]) -> str:
        """Return enough of a record to tell it from one of the same name."""
        values = restored(self._ledger, columns)
        names = dict.fromkeys((*self._ledger.identity, *(name for rule in self._ledger.match for name in rule)))
        texts = (self._ledger.fields[name].show(values.get(name), self._office.lookup) for name in names)
        return " ".join(text for text in texts if text)

    def _differences(self, writes: Sequence[Change]) -> tuple[tuple[str, str, str], ...]:
        rows = []
        for one in writes:
            for name, new in one.columns.items():
                field = one.ledger.fields[name]
                old = (one.before or {}).get(name)
                texts = [field.show(field.from_sql(side), self._office.lookup) for side in (old, new)]
                label = field.label if one.ledger is self._ledger else f"{one.ledger.title}·{field.label}"
                rows.append((label, texts[0], texts[1]))
        return tuple(rows)
