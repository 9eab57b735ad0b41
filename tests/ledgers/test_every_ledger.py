"""What every ledger is tested for, for nothing: whoever declares one gets these tests with it."""

from __future__ import annotations

import ast
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import jlt_desktop
from jlt_desktop.domain.checking import examine, settle
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields import Choice, Choices, Derived, Field, split_list
from jlt_desktop.domain.leaves import NAMED, NEVER, PSEUDONYM, Leaves
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.options import Options
from jlt_desktop.domain.record import Record
from jlt_desktop.domain.search import folded
from jlt_desktop.ledgers import ALL
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.exporting import export_workbook, template_workbook
from jlt_desktop.services.importing import plan_import
from jlt_desktop.services.names import Apart
from jlt_desktop.services.office import Office
from jlt_desktop.sheets.match import KEY_HEADING
from jlt_desktop.vault.bulk import Change, Run, apply_run
from jlt_desktop.vault.store import Query

every = pytest.mark.parametrize("ledger", ALL, ids=lambda one: one.key)
importable = pytest.mark.parametrize("ledger", [one for one in ALL if not one.part_of and not one.unlisted], ids=lambda one: one.key)
listed = pytest.mark.parametrize("ledger", [one for one in ALL if not one.unlisted], ids=lambda one: one.key)
CHOICES = [
    (f"{ledger.key}.{name}", one) for ledger in ALL for name, one in ledger.fields.items() if isinstance(one, Choice | Choices)
]  # fmt: skip


def sheet_of(content: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def shown(office: Office, ledger: Ledger, record: Record) -> dict[str, str]:
    """The record as it stands in the form: every stored field that can be typed, as text."""
    return {name: one.show(record.get(name), Apart(office.lookup)) for name, one in ledger.stored.items() if one.importable}


# -- the declaration -----------------------------------------------------------------------------------------------


def test_keys_and_titles_are_used_once() -> None:
    assert [key for key, count in Counter(one.key for one in ALL).items() if count > 1] == []
    assert [title for title, count in Counter(one.title for one in ALL).items() if count > 1] == []


@every
def test_it_builds_and_hangs_together(ledger: Ledger) -> None:
    keys = {one.key: one for one in ALL}
    assert ledger.key.isidentifier()
    assert any("\u4e00" <= char <= "\u9fff" for char in ledger.title)
    assert ledger.group
    assert ledger.search, "what cannot be searched cannot be found"
    assert ledger.order
    for to in (*ledger.links.values(), *((ledger.part_of,) if ledger.part_of else ()), *ledger.due_parts):
        assert to in keys
        assert keys[to].scope in (ledger.scope, "general"), "the general file knows nothing of the confidential one"
    for along in ledger.along:
        assert keys[along.part].part_of == ledger.key
        assert set(along.columns) | set(along.key) <= set(keys[along.part].fields)
    for one in ledger.fields.values():
        if isinstance(one, Derived):
            assert set(one.needs) <= keys.keys()


@every
def test_every_field_can_be_seen_and_typed_or_is_computed(ledger: Ledger) -> None:
    grouped = {name for names in ledger.form.values() for name in names}
    assert {name for name, one in ledger.stored.items()} == grouped


@every
def test_labels_are_used_once_and_headings_mean_one_field(ledger: Ledger) -> None:
    labels = Counter(one.label for one in ledger.fields.values())
    assert [label for label, count in labels.items() if count > 1] == []
    headings = Counter(word for one in ledger.fields.values() for word in {one.label, *one.aliases})
    assert [word for word, count in headings.items() if count > 1] == []


@every
def test_what_never_leaves_or_leaves_by_name_is_not_among_the_rows_without_names(ledger: Ledger) -> None:
    leaving = ledger.leaving(PSEUDONYM)
    kept = {name for name, one in ledger.fields.items() if one.leaves in (NEVER, NAMED, Leaves.COUNT)}
    assert not kept & set(leaving)
    for name, one in ledger.fields.items():
        if one.kind in ("name", "id_number", "edu_number", "phone", "link", "people", "attachment") and ledger.key != school().key:
            assert name not in leaving, "what points at a person does not leave without a written request"
    if ledger.confidential:
        assert ledger.counts_only
        assert ledger.leaving(NAMED) == ()


def school() -> Ledger:
    return next(one for one in ALL if one.single)


# -- options -------------------------------------------------------------------------------------------------------


def words(options: Options) -> Iterator[tuple[str, str]]:
    for option in options:
        for word in (option.key, option.label, option.code, *option.aliases):
            if word:
                yield option.key, word


@pytest.mark.parametrize(("place", "one"), CHOICES, ids=[place for place, _ in CHOICES])
def test_every_option_is_read_by_key_label_code_and_alias(place: str, one: Field) -> None:
    assert isinstance(one, Choice | Choices)
    for key, word in words(one.options):
        expected = (key,) if isinstance(one, Choices) else key
        assert one.parse(word) == expected, word
    for option in one.options:
        value = (option.key,) if isinstance(one, Choices) else option.key
        assert one.show(value) == option.label
        assert one.from_sql(one.to_sql(value)) == value
    if isinstance(one, Choices):
        assert all(split_list(word) == [word] for _, word in words(one.options)), "a word with a separator in it would be taken apart"
        everything = tuple(option.key for option in one.options)
        assert one.parse(one.show(everything)) == everything


# -- saving --------------------------------------------------------------------------------------------------------


@every
def test_a_blank_row_is_refused_for_its_required_fields_by_their_labels(filled: Office, ledger: Ledger) -> None:
    around = filled.around()
    found = examine(ledger, {}, around)
    missing = [one for one in found.problems if one.text.endswith("没有填。")]
    assert [(one.field, one.text) for one in missing] == [(name, f"{ledger.fields[name].label}没有填。") for name in ledger.required]
    checked = {finding for check in ledger.checks for finding in check(dict.fromkeys(ledger.stored), around)}
    assert {one for one in found.problems if one not in missing} <= checked
    with pytest.raises(Refused) as caught:
        Desk(filled).save(ledger, {})
    assert all(ledger.fields[name].label in str(caught.value) for name in ledger.required)


@every
def test_invented_rows_pass_their_own_checks(filled: Office, ledger: Ledger, rows: list[Record]) -> None:
    for record in rows:
        found = settle(ledger, dict(record.values), [], filled.around(record))
        assert found.problems == found.questions == ()


@every
def test_a_row_comes_back_from_column_and_screen(filled: Office, ledger: Ledger, rows: list[Record]) -> None:
    for record in rows:
        for name, one in ledger.stored.items():
            value = record.get(name)
            assert one.from_sql(one.to_sql(value)) == value, name
            if one.importable:
                apart = Apart(filled.lookup)
                assert one.parse(one.show(value, apart), apart) == value, name


@every
def test_a_row_typed_anew_is_saved_and_read_as_typed(filled: Office, ledger: Ledger, rows: list[Record]) -> None:
    desk = Desk(filled)
    record = next(one for one in rows if not desk.sealed(ledger, one))
    typed = {name: text for name, text in shown(filled, ledger, record).items() if name not in ledger.unique}
    if ledger.single:
        made = desk.save(ledger, typed, record_id=record.id)
        assert made.revision == record.revision, "nothing was changed, so there is no new revision"
        return
    made = desk.save(ledger, typed, parent=record.parent, answers=Answered())
    try:
        read = desk.get(ledger, made.id)
        assert read == made
        for name, one in ledger.stored.items():
            if one.importable and name not in ledger.unique:
                assert read.get(name) == record.get(name), name
        for name in ledger.numbers:
            assert read.get(name)
            assert read.get(name) != record.get(name), "the program numbers it anew"
        assert read.parent == record.parent
    finally:
        desk.remove(ledger, made.id)


@every
def test_saving_is_journalled_and_taken_back(filled: Office, ledger: Ledger, rows: list[Record]) -> None:
    desk, store = Desk(filled), filled.store(ledger)
    record = next(one for one in rows if not desk.sealed(ledger, one))
    name, text = changeable(filled, ledger, record)
    before = store.journal.head()[0]
    changed = desk.save(ledger, {name: text}, record_id=record.id, seen_revision=record.revision, answers=Answered())
    assert changed.get(name) != record.get(name)
    (event, *_) = store.journal.events(1, f"{ledger.key}/{record.id}")
    assert store.journal.head()[0] > before
    assert (event["action"], event["actor"]) in (("修改", filled.user), ("说明", filled.user))
    assert not any(str(value) == text for value in event.values()), "the journal tells that, never what"
    label = ledger.fields[name].label
    assert any(one[0] == label for one in desk.history(ledger, record.id)[0].fields)
    back = desk.back_to(ledger, record.id, record.revision)
    assert back.values == record.values
    assert back.revision == changed.revision + 1, "the history goes on"
    assert store.journal.events(1, f"{ledger.key}/{record.id}")[0]["action"] == "恢复到以前的版本"
    assert store.journal.broken_at() == 0


TEXTS = {
    "text": "改过的字", "name": "改过名", "number": "7", "date": "2026-11-03", "date_time": "2026-11-03 09:10", "month": "2026-10",
    "phone": "13800000017",
}  # fmt: skip


class Answered(dict[str, str]):
    """A reason for whatever is asked."""

    def __bool__(self) -> bool:
        return True

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        del name, default
        return "已核对"

    def __missing__(self, name: str) -> str:
        return "已核对"


def changeable(office: Office, ledger: Ledger, record: Record) -> tuple[str, str]:
    """A field and another text for it that the ledger accepts."""
    for name, one in ledger.stored.items():
        texts = [option.label for option in one.options] if isinstance(one, Choice | Choices) else [TEXTS.get(one.kind, "")]
        for text in texts:
            if text and one.typed and name not in ledger.unique:
                found = examine(ledger, {name: text}, replace(office.around(record), before=record), record.values)
                if not found.problems and found.values[name] != record.get(name):
                    return name, text
    pytest.fail(f"no field of {ledger.key} can be changed by itself")


@every
def test_a_removed_row_is_in_the_bin_and_comes_back_whole(filled: Office, ledger: Ledger, rows: list[Record]) -> None:
    desk, store = Desk(filled), filled.store(ledger)
    record = next(one for one in reversed(rows) if not desk.sealed(ledger, one))
    desk.remove(ledger, record.id, "试一试")
    assert record.id not in {one.id for one in store.page(ledger).records}
    assert [one.id for one in store.page(ledger, Query(removed=True, ids=[record.id])).records] == [record.id]
    desk.bring_back(ledger, record.id)
    assert desk.get(ledger, record.id).values == record.values
    assert desk.get(ledger, record.id).removed_at is None
    actions = [one["action"] for one in store.journal.events(2, f"{ledger.key}/{record.id}")]
    assert actions == ["从回收站取回", "移到回收站"]


# -- finding -------------------------------------------------------------------------------------------------------


@every
def test_each_search_field_finds_the_row_by_one_character_and_by_two(filled: Office, ledger: Ledger, rows: list[Record]) -> None:
    desk, store = Desk(filled), filled.store(ledger)
    for name in ledger.search:
        if name in ("entry_year", "class_no"):
            continue  # found as one word: 三2, 2024级2班
        record = next((one for one in rows if one.get(name)), rows[0])
        value = record.get(name) or TEXTS[ledger.fields[name].kind]
        with pytest.raises(TakenBack), store.transaction():
            store.update(ledger, record.id, {**record.values, name: value}, record.revision)
            text = folded(ledger.fields[name].show(value, filled.lookup))
            for length in (1, 2):
                hits = {one.id for one in desk.page(ledger, search=text[:length]).records}
                assert record.id in hits, (name, text[:length])
            raise TakenBack


# -- sheets --------------------------------------------------------------------------------------------------------


@importable
def test_an_exported_workbook_read_back_changes_nothing(filled: Office, ledger: Ledger, rows: list[Record]) -> None:
    content = export_workbook(filled, ledger)
    plan = plan_import(filled, ledger, "导出.xlsx", content)
    assert plan.counts.same == plan.counts.read == len(rows)
    assert plan.only_in_vault == ()
    assert [one.heading for one in plan.columns if one.field is None] == []


@importable
def test_an_exported_workbook_makes_the_same_rows_where_there_are_none(filled: Office, ledger: Ledger, rows: list[Record]) -> None:
    content = export_workbook(filled, ledger)
    store = filled.store(ledger)
    with pytest.raises(TakenBack), store.transaction():
        for record in rows:
            store.remove(ledger, record.id, "")
        plan = plan_import(filled, ledger, "导出.xlsx", content, answers=Answered())
        assert [(row.number, row.problems, row.questions) for row in plan.rows if row.kind != "new"] == []
        changes: list[Change] = [change for row in plan.rows for change in row.writes]
        apply_run(store, Run("again", ledger.key, "导出.xlsx", "", {}), changes)
        made = store.page(ledger).records
        names = [name for name, one in ledger.stored.items() if one.importable]
        assert Counter(tuple(one.get(name) for name in names) for one in made) == Counter(
            tuple(one.get(name) for name in names) for one in rows
        )
        raise TakenBack


class TakenBack(Exception):
    """Raised inside a transaction, so that nothing of it stays."""


@listed
def test_an_export_holds_every_row_and_no_formula(filled: Office, ledger: Ledger, rows: list[Record]) -> None:
    head, *lines = sheet_of(export_workbook(filled, ledger))
    assert head[-1] == KEY_HEADING
    assert {one.label for one in ledger.stored.values() if one.importable} <= set(head)
    assert len(lines) == len(rows)
    assert [line[-1] for line in lines] == [f"{one.id}/{one.revision}" for one in rows]
    for line, record in zip(lines, rows, strict=True):
        for name, one in ledger.stored.items():
            if one.importable:
                assert one.parse(line[head.index(one.label)], filled.lookup) == record.get(name), name


@every
def test_a_part_is_not_imported_by_itself(filled: Office, ledger: Ledger) -> None:
    if not ledger.part_of:
        return
    with pytest.raises(UserError, match=f"“{ledger.title}”要在它所属的档案里添加"):
        plan_import(filled, ledger, "a.xlsx", template_workbook(ledger))


@listed
def test_an_export_for_posting_up_shows_nothing_special_and_no_whole_number(filled: Office, ledger: Ledger, rows: list[Record]) -> None:
    head, *lines = sheet_of(export_workbook(filled, ledger, masked=True))
    assert head == [ledger.fields[name].label for name in ledger.sheet if not ledger.fields[name].special]
    cells = {str(cell) for line in lines for cell in line}
    for name, one in ledger.stored.items():
        if one.kind in ("id_number", "edu_number", "phone", "name"):
            assert not cells & {str(record.get(name)) for record in rows if record.get(name) and len(str(record.get(name))) > 1}


@listed
def test_the_empty_sheet_has_every_heading_and_imports_as_nothing(filled: Office, ledger: Ledger) -> None:
    content = template_workbook(ledger)
    (head,) = sheet_of(content)
    assert {one.label for one in ledger.stored.values() if one.importable} <= set(head)
    assert len(set(head)) == len(head)
    if not ledger.part_of:
        plan = plan_import(filled, ledger, "空表.xlsx", content)
        assert plan.counts.read == 0
        assert [one.heading for one in plan.columns if not one.field] == []


# -- the rest of the program ---------------------------------------------------------------------------------------


def constants(path: Path) -> Iterator[tuple[int, str]]:
    """String constants with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_other_room_names_a_ledger() -> None:
    root = Path(jlt_desktop.__file__).parent
    files = [path for path in sorted(root.rglob("*.py")) if path.relative_to(root).parts[0] != "ledgers"]
    assert len(files) > 100
    # "school" is also the bureau's word for who sent a bundle, and part of file names; it is looked for where ledgers are asked for
    keys = {one.key for one in ALL} - {school().key}
    named = [f"{path.relative_to(root)}:{line} {text}" for path in files for line, text in constants(path) if text in keys]
    assert named == []
    assert [f"{path.relative_to(root)}:{line}" for path in files for line in asked_for(path, school().key)] == []


def asked_for(path: Path, key: str) -> Iterator[int]:
    """Lines where a ledger is asked for by its key: ledgers["…"], ledger("…"), record("…", …), parts("…"), key == "…"."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Subscript | ast.Call):
            asked = node.value if isinstance(node, ast.Subscript) else node.func
            given = [node.slice] if isinstance(node, ast.Subscript) else node.args
            name = asked.attr if isinstance(asked, ast.Attribute) else asked.id if isinstance(asked, ast.Name) else ""
            if name in ("ledgers", "ledger", "record", "parts", "parts_of", "label", "find") and is_named(given, key):
                yield node.lineno
        elif isinstance(node, ast.Compare) and is_named([node.left, *node.comparators], key):
            yield node.lineno


def is_named(nodes: list[ast.expr], key: str) -> bool:
    return any(isinstance(one, ast.Constant) and one.value == key for one in nodes)
