"""The catalogue against the rules: every obligation not met by one set of records and met by another; the plan's words as they stand."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from jlt_desktop import app
from jlt_desktop.domain.obligation import EVIDENCE, SOURCES
from jlt_desktop.ledgers import ALL, RULES
from jlt_desktop.ledgers.obligation_setting import FIXED

sys.path.insert(0, str(Path(__file__).parent))
from cases import CASES, visit

BOOK = app.rulebook()
LEDGERS = {one.key: one for one in ALL}


@pytest.mark.parametrize("key", sorted(RULES))
def test_an_obligation_is_not_met_by_one_set_of_records_and_met_by_another(hand_of, key: str) -> None:
    hand, case = hand_of("principal" if "conduct_case" in {one.ledger for one in RULES[key].sources} else "counselor"), CASES[key]
    made = case.fails(hand, "") or ""
    before = hand.standing(key)
    assert before.owed, (before.state, before.words)
    assert before.done < before.required or before.lacking
    case.meets(hand, made)
    after = hand.standing(key)
    assert after.state == "met", (after.state, after.words, after.lacking)
    assert after.done >= after.required > 0
    listed = not any(LEDGERS[source.ledger].unlisted for source in RULES[key].sources)
    assert bool(after.records) is listed, "the very records that count are named, unless they may stand in no list"
    for ledger, record in after.records:
        assert hand.office.record(ledger, record) is not None


@pytest.mark.parametrize(
    ("seen", "done"),
    [
        ({}, 0),
        ({"family_visit": "2026-9-1"}, 1),
        ({"home_visit": "2026-9-1"}, 1),
        ({"family_visit": "2026-11-24", "home_visit": "2026-10-5"}, 1),
        ({"family_visit": "2026-8-31"}, 0),
        ({"home_visit": "2026-8-31"}, 0),
        ({"family_visit": "2026-8-31", "home_visit": "2026-9-2"}, 1),
    ],
)
def test_a_pupil_was_visited_by_either_ledger_once_and_in_this_school_year(hand, seen: dict[str, str], done: int) -> None:
    pupil = hand.pupil()
    file = hand.care(student=pupil, opened_on="2026-3-1")
    for ledger, day in seen.items():
        visit(ledger, day)(hand, pupil if ledger == "family_visit" else file)
    found = hand.standing("O-10d")
    assert (found.done, found.required) == (done, 1)


def test_a_visit_counts_where_it_happened_not_for_a_child_in_care_who_was_only_seen_as_a_pupil(hand) -> None:
    pupil = hand.pupil()
    hand.care(student=pupil)
    visit("family_visit", "2026-11-5")(hand, pupil)
    assert (hand.standing("O-10d").done, hand.standing("O-14e").done) == (1, 0)


def test_there_is_a_case_for_every_rule_and_a_rule_only_for_what_is_in_the_catalogue() -> None:
    assert set(CASES) == set(RULES)
    assert set(RULES) <= {one.id for one in BOOK.obligations}


def test_the_catalogue_has_eighty_three_obligations_of_six_actions_and_fifteen_tasks() -> None:
    assert len(BOOK.obligations) == len({one.id for one in BOOK.obligations}) == 83
    tasks = {one.task for one in BOOK.obligations}
    assert {one.number for one in tasks} == {0, *range(1, 16), 90}
    assert {one.action for one in tasks if 1 <= one.number <= 15} == set(range(1, 7))


@pytest.mark.parametrize("one", BOOK.obligations, ids=lambda one: one.id)
def test_an_obligation_says_where_it_comes_from(one) -> None:
    assert one.title
    assert one.threshold_words
    assert one.counted
    assert one.unit
    assert one.owner
    assert one.source in SOURCES
    assert set(one.evidence) <= set(EVIDENCE)
    if one.source in ("plan", "plan_unnumbered"):
        for piece in one.words.split("……"):
            assert piece in one.task.words, "the plan's own words, not ours"
    if one.source == "default":
        assert "默认值(方案未规定)" in one.source_words
    assert (one.period == "once") == (one.by is not None)


def test_what_a_school_may_not_change_is_what_the_plan_and_the_law_say() -> None:
    assert {one.id for one in BOOK.obligations if one.fixed} == FIXED


@pytest.mark.parametrize("key", sorted(RULES))
def test_a_rule_reads_fields_that_there_are(key: str) -> None:
    for source in RULES[key].sources:
        ledger = LEDGERS[source.ledger]
        for name in source.fields:
            if name.startswith("^"):
                assert name[1:] in LEDGERS[ledger.part_of or ""].stored, name
            elif ">" in name:
                link, _, further = name.partition(">")
                assert further in LEDGERS[ledger.links[link]].stored, name
            else:
                assert name in ledger.stored, name
        for name, wanted in source.where.items():
            options = getattr(ledger.stored.get(name), "options", None)
            if options is not None:
                for one in wanted if isinstance(wanted, tuple) else (wanted,):
                    assert one is None or one in options, (name, one)


def test_only_the_only_off_one_is_off_by_default() -> None:
    assert [one.id for one in BOOK.obligations if not one.on] == ["O-04f"]
    assert {one.id: one.by for one in BOOK.obligations if one.by} == {
        "O-00a": date(2025, 12, 31), "O-00b": date(2025, 12, 31), "O-00e": date(2026, 12, 31),
    }  # fmt: skip
