"""测评批次: sums that agree, the check-up, coverage, and counts only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from jlt_desktop.ledgers.assessment_batch import ASSESSMENT_BATCH as BATCH
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.duties import duties
from jlt_desktop.services.office import Office
from jlt_desktop.services.submitting import prepare

COUNTS = {"n_target": "500", "n_done": "480", "n_refused": "10", "n_missed": "6", "n_leave": "3", "n_na": "1"}
GIVEN = {
    "batch_name": "2026年秋季全员普测", "batch_type": "全员普测", "date_from": "2026-10-12", "date_to": "2026-10-16", "grades": "四年级、五年级、初一",
    "consent_mode": "逐人纸质", **COUNTS,
}  # fmt: skip


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("counselor")


def test_a_batch_is_saved_with_its_year_and_coverage(office: Office) -> None:
    made = Desk(office).save(BATCH, GIVEN)
    assert made.get("school_year") == "2026-2027"
    assert made.get("grades") == ("g4", "g5", "g7")
    assert Desk(office).texts(BATCH, made, ("coverage",)) == ("96.0%(已测 480,应测 500)",)
    spring = Desk(office).save(BATCH, {**GIVEN, "date_from": "2026-8-31", "date_to": "2026-9-2"})
    assert spring.get("school_year") == "2025-2026"
    whole = {**GIVEN, "n_done": "500", "n_refused": "0", "n_missed": "0", "n_leave": "0", "n_na": "0"}
    assert Desk(office).texts(BATCH, Desk(office).save(BATCH, whole), ("coverage",)) == ("全覆盖(100.0%(已测 500,应测 500))",)


@pytest.mark.parametrize(("done", "words"), [
    ("479", "应测 500 人,而 已测 479 + 家长不同意 10 + 缺测 6 + 休学病假 3 + 不适用 1 = 499 人,少 1 人"), ("485", "= 505 人,多 5 人"),
])  # fmt: skip
def test_sums_that_differ_are_told_both(office: Office, done: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        Desk(office).save(BATCH, {**GIVEN, "n_done": done})
    (problem,) = caught.value.problems
    assert problem.field == "n_target"
    assert words in problem.text


def test_screening_for_depression_goes_with_the_check_up(office: Office) -> None:
    screening = {**GIVEN, "batch_type": "抑郁筛查"}
    with pytest.raises(Refused, match="和学生体检一起做"):
        Desk(office).save(BATCH, screening)
    assert Desk(office).save(BATCH, {**screening, "checkup_on": "2026-10-12"}).get("batch_type") == "depression"
    assert Desk(office).save(BATCH, {**screening, "checkup_note": "体检当天作答"}).id


def test_who_was_flagged_and_not_talked_to_is_due(office: Office) -> None:
    made = Desk(office).save(BATCH, {**GIVEN, "n_flag": "12", "n_interviewed": "9", "n_listed": "2"})
    (one,) = (due for due in duties(office) if due.ledger == BATCH.key)
    assert (one.record, one.text, one.on) == (made.id, "复核访谈:还有 3 人没有谈", date(2026, 10, 30))
    Desk(office).save(BATCH, {"n_interviewed": "12"}, record_id=made.id)
    assert not [due for due in duties(office) if due.ledger == BATCH.key]


def test_nobody_has_a_place_in_it_and_counts_leave_only(office: Office) -> None:
    assert not BATCH.links
    assert not [name for name, one in BATCH.fields.items() if one.kind in ("name", "id_number", "attachment", "people")]
    assert BATCH.counts_only
    for place in range(6):
        Desk(office).save(BATCH, {**GIVEN, "batch_name": f"金丝雀批次{place}", "scale_name": "金丝雀量表"})
    told = str(prepare(office, "2026-11").tables)
    assert "测评批次数按类型" in told
    assert "金丝雀" not in told
