"""留守: every pair of parents under every definition, as tables; the bounds of age, months and household."""

from __future__ import annotations

from datetime import date

import pytest

from jlt_desktop.domain.left_behind import Child, Flag, LocalRule, Parent, by_civil_affairs, by_local_rule, by_no_carer, by_register

DAY = date(2026, 11, 24)
BIRTH = date(2016, 3, 1)
# H at home and able, U at home and unable, L away for a year, M for four months, S for one month, D dead, N nothing known
PARENTS = {
    "H": Parent(able=True, tags=frozenset({"home"})),
    "U": Parent(able=False, tags=frozenset({"home"})),
    "L": Parent(away_since=date(2025, 11, 24), tags=frozenset({"away"})),
    "M": Parent(away_since=date(2026, 7, 24), tags=frozenset({"away"})),
    "S": Parent(away_since=date(2026, 10, 24), tags=frozenset({"away"})),
    "D": Parent(gone=True),
    "N": Parent(known=False),
}
ORDER = "HULMSDN"
# y both away, o one away, . no, ? facts are missing, r what the school register says; a row and a column for each parent
REGISTER = """
  H U L M S D N
H . . o o . . .
U . . o o . . .
L o o y y o o o
M o o y y o o o
S . . o o . . .
D . . o o . . .
N . . o o . . r
"""
CIVIL = """
  H U L M S D N
H . . . . . . .
U . . o o o . .
L . o y y y o ?
M . o y y y o ?
S . o y y y o ?
D . . o o o . .
N . . ? ? ? . ?
"""
LOCAL_ONE = """
  H U L M S D N
H . . o . . . .
U . . o . . . .
L o o y o o o o
M . . o . . . .
S . . o . . . .
D . . o . . . .
N . . o . . . ?
"""
LOCAL_BOTH = """
  H U L M S D N
H . . . . . . .
U . . . . . . .
L . . y . . . .
M . . . . . . .
S . . . . . . .
D . . . . . . .
N . . . . . . ?
"""


def pairs(table: str) -> list[tuple[str, str, str]]:
    head, *rows = table.strip().splitlines()
    columns = head.split()
    cells = [(row.split()[0], column, cell) for row in rows for column, cell in zip(columns, row.split()[1:], strict=True)]
    assert columns == list(ORDER)
    assert len(cells) == len(ORDER) ** 2
    return cells


def child(*parents: str, **facts: object) -> Child:
    given = {"birth": BIRTH, "rural": True, **facts}
    return Child(parents=tuple(PARENTS[one] for one in parents), **given)  # type: ignore[arg-type]


def sign(flag: Flag) -> str:
    assert flag.reason, "an answer always has its reason"
    if flag.holds is None:
        return "?"
    return {"both": "y", "one": "o"}[flag.detail] if flag.holds else "."


@pytest.mark.parametrize(("first", "second", "expected"), pairs(REGISTER))
def test_by_the_school_register(first: str, second: str, expected: str) -> None:
    if expected == "r":
        expected = "o"
    assert sign(by_register(child(first, second, registered="one"), DAY)) == expected


@pytest.mark.parametrize(("first", "second", "expected"), pairs(CIVIL))
def test_by_civil_affairs(first: str, second: str, expected: str) -> None:
    assert sign(by_civil_affairs(child(first, second), DAY)) == expected


@pytest.mark.parametrize(("first", "second", "expected"), pairs(LOCAL_ONE))
def test_by_a_local_rule_of_one_parent(first: str, second: str, expected: str) -> None:
    assert sign(by_local_rule(child(first, second), DAY, LocalRule(6, "one"))) == expected


@pytest.mark.parametrize(("first", "second", "expected"), pairs(LOCAL_BOTH))
def test_by_a_local_rule_of_both_parents(first: str, second: str, expected: str) -> None:
    assert sign(by_local_rule(child(first, second), DAY, LocalRule(6, "both"))) == expected


@pytest.mark.parametrize(
    ("parent", "register", "civil", "local"),
    [("H", ".", ".", "."), ("U", ".", ".", "."), ("L", "o", "?", "o"), ("M", "o", "?", "."), ("S", ".", "?", "."), ("D", ".", ".", "."), ("N", "?", "?", "?")],
)  # fmt: skip
def test_of_a_child_with_one_parent_on_file(parent: str, register: str, civil: str, local: str) -> None:
    one = child(parent)
    assert (sign(by_register(one, DAY)), sign(by_civil_affairs(one, DAY)), sign(by_local_rule(one, DAY, LocalRule()))) == (
        register,
        civil,
        local,
    )


@pytest.mark.parametrize(("registered", "expected"), [(None, "?"), ("none", "."), ("one", "o"), ("both", "y")])
def test_where_nobody_looked_the_registers_entry_stands(registered: str | None, expected: str) -> None:
    assert sign(by_register(child(registered=registered), DAY)) == expected
    assert sign(by_register(child("N", "N", registered=registered), DAY)) == expected
    assert sign(by_civil_affairs(child(registered=registered), DAY)) == "?", "but the other definitions do not take it over"
    assert sign(by_local_rule(child(registered=registered), DAY, LocalRule())) == "?"


@pytest.mark.parametrize(
    ("since", "day", "holds"),
    [
        (date(2026, 8, 24), DAY, True), (date(2026, 8, 25), DAY, False), (date(2026, 12, 1), date(2027, 3, 1), True),
        (date(2026, 12, 1), date(2027, 2, 28), False), (date(2026, 12, 31), DAY, False),
    ],
)  # fmt: skip
def test_three_months_are_months_of_the_calendar(since: date, day: date, holds: bool) -> None:
    away = Child(BIRTH, rural=True, parents=(Parent(away_since=since), PARENTS["H"]))
    assert by_register(away, day).holds is holds


@pytest.mark.parametrize(("months", "holds"), [(0, True), (1, True), (12, True), (13, False)])
def test_the_months_of_the_local_rule(months: int, holds: bool) -> None:
    assert by_local_rule(child("L", "H"), DAY, LocalRule(months)).holds is holds


@pytest.mark.parametrize(("birth", "holds"), [(date(2010, 11, 25), True), (date(2010, 11, 24), False), (None, None)])
def test_civil_affairs_ends_at_sixteen(birth: date | None, holds: bool | None) -> None:
    assert by_civil_affairs(child("L", "L", birth=birth), DAY).holds is holds


@pytest.mark.parametrize(("birth", "holds"), [(date(2012, 11, 25), True), (date(2012, 11, 24), False), (None, None)])
def test_the_local_age_is_the_one_entered(birth: date | None, holds: bool | None) -> None:
    assert by_local_rule(child("L", "L", birth=birth), DAY, LocalRule(age=14)).holds is holds


@pytest.mark.parametrize(
    ("rural", "civil", "local", "local_all"), [(True, True, True, True), (False, False, False, True), (None, None, None, True)]
)
def test_the_kind_of_household(rural: bool | None, civil: bool | None, local: bool | None, local_all: bool) -> None:
    one = child("L", "L", rural=rural)
    assert by_civil_affairs(one, DAY).holds is civil
    assert by_local_rule(one, DAY, LocalRule(rural_only=True)).holds is local
    assert by_local_rule(one, DAY, LocalRule(rural_only=False)).holds is local_all
    assert by_register(one, DAY).holds is True, "the register does not ask for it"


def test_the_register_counts_compulsory_schooling_only() -> None:
    assert by_register(child("L", "L", compulsory=False), DAY).holds is False


@pytest.mark.parametrize(
    "tag", ["severe_disability", "severe_illness", "prison", "detox", "restricted", "lost_contact", "custody_revoked", "deported"]
)
def test_nobody_to_care_for_the_child(tag: str) -> None:
    bound, dead, home = Parent(tags=frozenset({tag})), PARENTS["D"], PARENTS["H"]

    def holds(*parents: Parent, birth: date | None = BIRTH) -> bool | None:
        return by_no_carer(Child(birth, rural=True, parents=parents), DAY).holds

    assert holds(bound, bound) is True
    assert holds(bound, dead) is holds(dead, bound) is True
    assert holds(dead, dead) is False, "that is an orphan"
    assert holds(bound, home) is False
    assert holds(bound) is False
    assert holds() is None
    assert holds(bound, bound, birth=None) is None
    assert holds(bound, bound, birth=date(2008, 11, 25)) is True
    assert holds(bound, bound, birth=date(2008, 11, 24)) is False


def test_being_away_for_work_is_no_ground_for_nobody_to_care() -> None:
    assert by_no_carer(child("L", "L"), DAY).holds is False


def test_the_words_carry_answer_and_reason() -> None:
    assert by_civil_affairs(child("L", "L"), DAY).words == "是(父母双方外出务工)"
    assert by_civil_affairs(child("L", "H"), DAY).words == "否(一方外出,另一方在家有监护能力)"
    assert by_civil_affairs(child(), DAY).words == "资料不全(没有登记父母外出情况)"
    assert Flag(holds=True, reason="").words == "是"
