"""Tables over several ledgers in a submission: the same figures as on paper, and no few people between what is told here and elsewhere."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlt_desktop import app
from jlt_desktop.domain.figures import Share, Single, Totals
from jlt_desktop.domain.periods import span
from jlt_desktop.domain.privacy import HIDDEN
from jlt_desktop.domain.releases import Release
from jlt_desktop.ledgers import ALL
from jlt_desktop.services import submitting
from jlt_desktop.services.crosstabs import counted, crossed
from jlt_desktop.services.declared_tables import SUMMARY, Known, after
from jlt_desktop.services.demo import USERS
from jlt_desktop.services.summary import summary
from jlt_desktop.vault.kdf import KdfCost

QUICK, TODAY = KdfCost(1024, 1, 1), date(2026, 11, 24)
PERIOD = "2026-T1"
MIND = next(one for ledger in ALL for one in ledger.reports if isinstance(one, Totals))
BY_GRADE = next(one for ledger in ALL for one in ledger.reports if one.key == "by_grade")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("demo") / "school"
    app.build_demo(made, 60, 3, TODAY, QUICK)
    return made


@pytest.fixture
def opened(folder):
    found = []

    def of(role):
        for one in found:
            one.close()
        user = next(one for one in USERS if one.role == role)
        found.append(app.open_office(folder, user.name, user.password, floor=QUICK, today=lambda: TODAY))
        return found[-1]

    yield of
    for one in found:
        one.close()


def tables(office):
    return {one.name: one for one in submitting.prepare(office, PERIOD).tables}


def test_the_clerk_hands_in_the_table_by_grade_and_the_summary(opened):
    office = opened("clerk")
    found = tables(office)
    days = span(PERIOD, office.around().calendar).up_to(TODAY)
    rows = {(row[1], row[2]): row[3] for row in found["care_file_by_grade_counts"].rows}
    for line, numbers in crossed(office, BY_GRADE, days).lines:
        assert [rows[one.whole, line] for one in BY_GRADE.figures] == [str(number) for number in numbers]
    assert [row[0] for row in found[SUMMARY].rows] == [str(number) for number in range(1, 16)]
    assert [row[3] for row in found[SUMMARY].rows] == [one.texts[3] for one in summary(office, PERIOD)]
    told = {row[0] for row in found["submission_about"].rows}
    assert {"care_file_by_grade_counts", SUMMARY} <= told
    assert "concern_mind_counts" not in found


def test_the_counselor_hands_in_the_sheet_with_small_numbers_hidden(opened):
    office = opened("counselor")
    parcel = submitting.prepare(office, PERIOD)
    sheet = next(one for one in parcel.tables if one.name == "concern_mind_counts")
    days = span(PERIOD, office.around().calendar).up_to(TODAY)
    counts = counted(office, MIND, days)
    rows = {row[0]: row[3] for row in sheet.rows}
    assert set(rows) == {one.key for one in MIND.lines}
    exact = {one.part: one for one in parcel.cells if one.population == "concern.on_list"}[""]
    for one in MIND.lines:
        if isinstance(one, Single) and one.people:
            assert rows[one.key] in ("<5", HIDDEN, str(counts[one.key]))
            assert rows[one.key] != str(counts[one.key]) or counts[one.key] >= 5
            cell = next(cell for cell in parcel.cells if cell.population == f"concern.mind/{PERIOD}" and cell.part == one.key)
            assert (cell.count, cell.shown) == (counts[one.key], rows[one.key])
    if exact.shown == str(exact.count) and 0 < abs(exact.count - counts["closing"]) < 5:
        assert rows["closing"] == HIDDEN, "the few between the two numbers would be told"
    assert SUMMARY not in {one.name for one in parcel.tables}


def test_an_empty_schools_sheet_looks_like_that_of_a_school_with_few(open_as):
    found = {one.name: one for one in submitting.prepare(open_as("counselor"), PERIOD).tables}
    people = {one.key for one in MIND.lines if isinstance(one, Single) and one.people}
    assert {row[3] for row in found["concern_mind_counts"].rows if row[0] in people} <= {"<5", HIDDEN}


SHEET = Totals(
    key="t", title="t",
    lines=(Single("a", "a", lambda _a, _s: 0, like=("other", "")), Single("b", "b", lambda _a, _s: 0), Share("s", "s", "a", "b")),
)  # fmt: skip


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_no_few_are_told_by_two_releases_or_two_tables(a, b, then, other):
    known = Known(
        {"t": [Release({"a": then, "b": b}, {"a": str(then) if then >= 5 else "<5", "b": str(b)})]},
        [("other", "", other, str(other) if other >= 5 else "<5")],
    )
    shown = after(SHEET, {"a": a, "b": b}, known.before("t"), {"a": list(known.beside(("other", ""), "2026-T1"))})
    exact = {number for number in (then, other) if number >= 5}
    assert shown["a"] != str(a) or a >= 5
    assert shown["a"] != str(a) or all(number == a or abs(number - a) >= 5 for number in exact)
    assert shown["s"] == HIDDEN or shown["a"] == str(a)
