"""Masks, buckets, and breakdowns attacked by trying every world that fits what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jlt_desktop.domain.privacy import HIDDEN, SMALL, bucket, masked_name, masked_number, suppressed


@pytest.mark.parametrize(
    ("name", "masked"),
    [("", ""), ("张", "张"), ("张三", "张*"), ("张三丰", "张*丰"), ("欧阳安宁", "欧**宁"), ("古丽·买买提", "古*****"), ("𬱖明", "𬱖*")],
)
def test_names(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("", ""), ("12", "**"), ("123456", "******"), ("1234567", "12***67"), ("210999201705170011", "21" + "*" * 14 + "11")],
)
def test_numbers(number: str, masked: str) -> None:
    assert masked_number(number) == masked


@given(st.text(min_size=2, max_size=40))
def test_a_mask_keeps_the_length_and_hides_the_middle(text: str) -> None:
    assert len(masked_name(text)) == len(text)
    assert set(masked_name(text)[1:-1]) <= {"*"}
    assert len(masked_number(text)) == len(text)
    assert set(masked_number(text)[2:-2]) <= {"*"}


def test_zero_is_not_told_apart_from_few() -> None:
    assert [bucket(count) for count in range(7)] == ["<5", "<5", "<5", "<5", "<5", "5", "6"]
    assert {bucket(count, 10) for count in range(10)} == {"<10"}


def possible(shown: Mapping[str, str], total: int) -> dict[str, set[int]]:
    """Every value each small cell has in some world that fits the page; a hidden cell is known to be no small one."""
    small = [key for key, text in shown.items() if text == f"<{SMALL}"]
    hidden = sum(1 for text in shown.values() if text == HIDDEN)
    rest = total - sum(int(text) for text in shown.values() if text.isdigit())
    found: dict[str, set[int]] = {key: set() for key in small}
    for world in product(range(SMALL), repeat=len(small)):
        left = rest - sum(world)
        if left >= SMALL * hidden if hidden else left == 0:
            for key, value in zip(small, world, strict=True):
                found[key].add(value)
    return found


@pytest.mark.parametrize("cells", [1, 2, 3])
def test_no_small_cell_can_be_worked_out_from_the_total(cells: int) -> None:
    for counts in product(range(13), repeat=cells):
        total = sum(counts)
        if total < SMALL:
            continue  # then the total is itself shown as a bucket
        parts = {f"k{place}": count for place, count in enumerate(counts)}
        shown = suppressed(parts)
        assert shown.keys() == parts.keys()
        for key, values in possible(shown, total).items():
            assert values == set(range(SMALL)), (counts, shown, key)
        for key, text in shown.items():
            assert not text.isdigit() or int(text) == parts[key] >= SMALL


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_what_is_shown_is_true(counts: list[int]) -> None:
    parts = {f"k{place}": count for place, count in enumerate(counts)}
    for key, text in suppressed(parts).items():
        if text == f"<{SMALL}":
            assert parts[key] < SMALL
        elif text != HIDDEN:
            assert int(text) == parts[key]


def test_a_breakdown_without_small_cells_is_shown_whole() -> None:
    assert suppressed({"a": 5, "b": 17}) == {"a": "5", "b": "17"}
    assert suppressed({}) == {}


def test_a_small_cell_takes_the_smallest_other_along() -> None:
    assert suppressed({"a": 2, "b": 9, "c": 30}) == {"a": "<5", "b": HIDDEN, "c": "30"}
