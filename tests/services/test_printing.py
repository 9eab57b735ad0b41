"""From records to documents: what the declaration prints, the roster of a class, and the journal's note of it."""

from __future__ import annotations

import pytest

from jlt_desktop.domain.document import Grid, Pairs, Timeline
from jlt_desktop.domain.errors import UserError
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.printing import class_titles, record_document, roster_document, table_document, to_pdf
from jlt_desktop.vault.store import Query


@pytest.fixture
def office(open_as, rosters):
    found = open_as("clerk")
    student = found.ledgers["student"]
    apply_import(found, plan_import(found, student, "class_teacher.xlsx", (rosters / "class_teacher.xlsx").read_bytes()))
    return found


def test_the_roster_of_a_class_has_everybody_once(office):
    (title,) = class_titles(office)
    made = roster_document(office, title)
    grid = made.blocks[0]
    assert isinstance(grid, Grid)
    records = office.store(office.ledgers["student"]).page(office.ledgers["student"], Query()).records
    assert sorted(row[1] for row in grid.rows) == sorted(str(one.values["name"]) for one in records)
    assert made.landscape
    assert made.operator == office.user
    assert to_pdf(made, Fonts(resources() / "fonts")).missing == ()


def test_who_has_left_is_not_on_the_roster(office):
    (title,) = class_titles(office)
    before = len(roster_document(office, title).blocks[0].rows)
    ledger = office.ledgers["student"]
    first = office.store(ledger).page(ledger, Query(limit=1)).records[0]
    Desk(office).save(ledger, {"enrol_status": "转出"}, record_id=first.id)
    made = roster_document(office, title)
    assert len(made.blocks[0].rows) == before - 1
    assert str(first.values["name"]) not in [row[1] for row in made.blocks[0].rows]
    assert made.subtitle == f"共 {before - 1} 人"


@pytest.mark.parametrize("typed", ["哪个班", "九年级9班", ""])
def test_a_class_that_is_none_gets_a_sentence(office, typed):
    with pytest.raises(UserError):
        roster_document(office, typed)


def test_a_record_without_a_print_of_its_own_shows_head_and_timeline(office):
    desk = Desk(office)
    body = desk.save(office.ledgers["committee"], {"title": "家长委员会", "kind": "家委会", "level": "校级"})
    member = {"name": "李家长", "role": "主任", "from_date": "2026-09-20"}
    desk.save(office.ledgers["committee_member"], member, parent=body.id)
    made = record_document(office, office.ledgers["committee"], body.id)
    timeline = made.blocks[-1]
    assert isinstance(timeline, Timeline)
    assert timeline.entries[0].on == "2026-09-20"
    assert ("姓名", "李家长") in timeline.entries[0].lines


def test_a_table_leaves_out_special_fields(office):
    ledger = office.ledgers["student"]
    made = table_document(office, ledger, office.store(ledger).page(ledger, Query()).records)
    special = {ledger.fields[name].label for name in ledger.sheet if ledger.fields[name].special}
    assert special
    assert not special & set(made.blocks[0].headings)


def test_printing_is_in_the_journal_without_names(office):
    ledger = office.ledgers["student"]
    record = office.store(ledger).page(ledger, Query(limit=1)).records[0]
    record_document(office, ledger, record.id)
    event = office.store(ledger).journal.events(1)[0]
    assert event["action"] == "打印"
    assert event["object"] == f"student/{record.id}"
    assert str(record.values["name"]) not in str(event)


def test_a_record_that_is_not_there_gets_a_sentence(office):
    with pytest.raises(UserError, match="没有找到"):
        record_document(office, office.ledgers["student"], "nobody")


def test_paper_has_units_and_no_bars_of_small_tables(office):
    desk, ledgers = Desk(office), office.ledgers
    pupil = desk.page(ledgers["student"], limit=1).records[0]
    file = desk.save(
        ledgers["care_file"],
        {
            "student": pupil.id, "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-09-01", "guardianship_type": "祖辈",
            "guardianship_eval": "一般", "body": "健康", "edu_status": "小学", "carer_age": "66",
            "category_dates": "留守儿童 | 2026-09-01 | | 学校摸排 |",
        },
    )  # fmt: skip
    pairs = dict(row for one in record_document(office, ledgers["care_file"], file.id).blocks if isinstance(one, Pairs) for row in one.rows)
    assert pairs["照护人年龄"] == "66 岁"
    assert pairs["类别起止"] == "留守儿童  2026-09-01  学校摸排"
