"""T29: from tables with totals, released again and again and corrected, nobody works out a cell of one to four, not even who knows the rules.

The attacker of these tests lists every world that fits all that was shown, and knows besides which cells did not change in between.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.periods import span
from jlt_desktop.domain.privacy import HIDDEN, SMALL
from jlt_desktop.domain.releases import Release, adds_up, forbidden, of_other_periods, shown_count, shown_parts

GROUPS = ("一级", "二级", "三级")


@dataclass(frozen=True)
class Told(Release):
    """A release, and whether its total was hidden with it."""

    hidden: bool = False


def run(series: list[dict[str, int]]) -> list[Told]:
    """Release tables one after the other, each after all before it."""
    made: list[Told] = []
    for counts in series:
        made.append(Told(counts, shown_parts(counts, made), forbidden(counts, made)))
    return made


def worlds(one: Told) -> list[tuple[int, ...]]:
    """Every table that fits what one release shows and its total, which is known from elsewhere unless it is few."""
    most = max(one.total, SMALL - 1)  # a few together are a bucket
    ranges = []
    for group in one.counts:
        text = one.shown[group]
        if text == f"<{SMALL}":
            ranges.append(range(SMALL))
        elif text == HIDDEN:
            ranges.append(range(most + 1))
        else:
            ranges.append(range(int(text), int(text) + 1))
    # the total of a breakdown that history forbids is hidden with it
    known = one.total >= SMALL and not one.hidden
    return [cells for cells in product(*ranges) if not known or sum(cells) == one.total]


def possible(releases: list[Told], place: int) -> dict[str, set[int]]:
    """What each cell of a release can be for somebody who sees all releases and knows which cells stayed the same."""
    mine = releases[place]
    fits = []
    for cells in worlds(mine):
        table = dict(zip(mine.counts, cells, strict=True))
        known = all(
            other.counts[group] != mine.counts[group] or other.shown[group] in (HIDDEN, f"<{SMALL}") or table[group] == other.counts[group]
            for other in releases
            for group in mine.counts
        )
        if known:
            fits.append(table)
    return {group: {one[group] for one in fits} for group in mine.counts}


def assert_hidden(releases: list[Told]) -> None:
    for place, one in enumerate(releases):
        can = possible(releases, place)
        for group, count in one.counts.items():
            if 1 <= count < SMALL:
                assert can[group] >= set(range(SMALL)), (place, group, count, [each.shown for each in releases])


def assert_not_close(releases: list[Release]) -> None:
    for place, one in enumerate(releases):
        for before in releases[:place]:
            for group, count in one.counts.items():
                both = one.shown[group] == str(count) and before.shown[group] == str(before.counts[group])
                assert not (both and 0 < abs(count - before.counts[group]) < SMALL), (group, before, one)


table = st.fixed_dictionaries(dict.fromkeys(GROUPS, st.integers(0, 16)))


@given(st.lists(table, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_small_cell_from_any_row_of_releases(series: list[dict[str, int]]) -> None:
    made = run(series)
    assert_hidden(made)
    assert_not_close(made)


@pytest.mark.parametrize("seed", range(16))
def test_a_list_that_grows_and_shrinks_month_by_month(seed: int) -> None:
    """The usual life of a list: one or two come or go each month, the same people otherwise; corrections too."""
    chance = random.Random(seed)
    counts = {group: chance.randrange(0, 16) for group in GROUPS}
    series = []
    for _month in range(6):
        series.append(dict(counts))
        group = chance.choice(GROUPS)
        counts[group] = max(0, counts[group] + chance.choice((-2, -1, 0, 1, 1, 2, 6)))
    made = run(series)
    assert_hidden(made)
    assert_not_close(made)


def test_a_single_count_is_hidden_while_it_is_close_to_one_that_was_shown() -> None:
    history: list[Release] = []
    shown = []
    for count in (12, 13, 14, 12, 17, 3, 0, 12, 18):
        text = shown_count(count, history)
        shown.append(text)
        history.append(Release({"": count}, {"": text}))
    assert shown == ["12", HIDDEN, HIDDEN, "12", "17", "<5", "<5", "12", HIDDEN]


def test_a_correction_by_one_says_nothing_and_hides_the_breakdown() -> None:
    first, second = run([{"一级": 12, "二级": 8, "三级": 30}, {"一级": 13, "二级": 8, "三级": 30}])
    assert first.shown == {"一级": "12", "二级": "8", "三级": "30"}
    assert set(second.shown.values()) == {HIDDEN}


def test_what_stayed_the_same_does_not_give_an_earlier_small_cell_away() -> None:
    """C covered B before; shown now with the same value, B would be what is left."""
    first, second = run([{"一级": 12, "二级": 3, "三级": 8}, {"一级": 12, "二级": 9, "三级": 8}])
    assert (first.shown["二级"], first.shown["三级"]) == ("<5", HIDDEN)
    assert second.shown["三级"] == HIDDEN
    assert_hidden([first, second])


def test_a_table_of_large_numbers_is_shown_as_it_is_again_and_again() -> None:
    series = [{"一级": 20, "二级": 30, "三级": 40}] * 3 + [{"一级": 30, "二级": 30, "三级": 40}]
    assert [HIDDEN in one.shown.values() for one in run(series)] == [False] * 4


@pytest.mark.parametrize(
    ("months", "semester", "may"),
    [
        ({"2026-09": ("12", 12), "2026-10": ("9", 9)}, 21, True),  # tells nothing new
        ({"2026-09": ("12", 12), "2026-10": ("<5", 3)}, 15, False),  # 15 - 12
        ({"2026-09": ("12", 12), "2026-10": (HIDDEN, 9)}, 21, False),
        ({"2026-09": ("12", 12)}, 15, False),  # the months that were not handed in
        ({"2026-09": ("<5", 1), "2026-10": ("<5", 1)}, 2, True),  # few itself
        ({"2026-05": ("<5", 3)}, 15, True),  # of another semester
        ({"2026": (HIDDEN, 30)}, 15, True),  # told nothing
        ({"2026": ("30", 30)}, 15, False),  # the rest of the year
        ({}, 15, True),
    ],
)
def test_a_semester_is_shown_where_its_months_cannot_be_taken_from_it(months, semester, may) -> None:
    calendar = SchoolCalendar()
    history = {f"t/{period}": [Release({"": count}, {"": text})] for period, (text, count) in months.items()}
    days = span("2026-T1", calendar)
    assert adds_up({"": semester}, days, of_other_periods(history, "t", days, calendar)) is may
