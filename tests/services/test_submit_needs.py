"""Before a submission: periods on the edges of the school year, who may sign, the code people compare."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from jlt_desktop.bundle.statement import PERIOD
from jlt_desktop.services.office import Office
from jlt_desktop.services.submit_needs import check_code, needs, own_scope, periods, signers


@pytest.mark.parametrize(
    ("today", "month", "first_term"),
    [
        (date(2026, 9, 1), "2026-09", "2026-T1"),
        (date(2026, 8, 31), "2026-08", "2025-T2"),
        (date(2027, 1, 15), "2027-01", "2026-T1"),
        (date(2027, 3, 1), "2027-03", "2026-T2"),
    ],
)
def test_the_current_month_and_term_come_first(today: date, month: str, first_term: str) -> None:
    codes = [code for code, _ in periods(today)]
    assert codes[0] == month
    assert next(code for code in codes if "T" in code) == first_term
    assert len(set(codes)) == len(codes) == 9
    assert [code for code in codes if not PERIOD.fullmatch(code)] == [], "every period offered is one the bundle takes"


def test_months_run_back_over_the_new_year() -> None:
    assert [code for code, _ in periods(date(2027, 2, 1))][:3] == ["2027-02", "2027-01", "2026-12"]
    assert periods(date(2027, 2, 1))[0][1] == "2027 年 2 月"


@pytest.mark.parametrize(("role", "scope"), [("clerk", "general"), ("counselor", "confidential"), ("principal", "general")])
def test_only_the_principal_signs_whoever_submits(open_as: Callable[[str], Office], role: str, scope: str) -> None:
    office = open_as(role)
    assert own_scope(office) == scope
    assert signers(office) == ["孙校长"]
    assert [(one.label, bool(one.found)) for one in needs(office)] == [("学校标识码", True), ("教育局收件钥匙", True), ("签名的人", True)]


def test_the_code_is_sixteen_digits_of_the_hash() -> None:
    assert check_code("0" * 64) == "0000 0000 0000 0000"
    assert check_code(f"{12345678:064x}") == "0000 0000 1234 5678"
    assert check_code("f" * 64).replace(" ", "") == str(2**256 - 1)[-16:]
