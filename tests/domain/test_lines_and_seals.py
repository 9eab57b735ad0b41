"""Small tables as a field, and records that can no longer be rewritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jlt_desktop.domain.around import Around
from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.checking import examine
from jlt_desktop.domain.fields import Choice, FieldProblem, Text
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.ledger import DeclarationError, Ledger
from jlt_desktop.domain.left_behind import LocalRule
from jlt_desktop.domain.options import Option, Options
from jlt_desktop.domain.record import Record
from jlt_desktop.domain.seal import CORRECTION, Seal, after_hours

GOALS = Lines(
    label="目标",
    columns={
        "goal": Text(label="目标", required=True),
        "owner": Choice(label="谁", options=Options(Option("teacher", "班主任", aliases=("老师",)), Option("family", "家长"))),
        "due": Date(label="哪天前"),
    },
    most=3,
)


def test_lines_are_read_from_text_and_from_cells_and_shown_as_they_are_read():
    read = GOALS.parse("按时到校 | 老师 | 2026-12-1\n\n每天运动｜家长")
    assert read == (("按时到校", "teacher", date(2026, 12, 1)), ("每天运动", "family", None))
    assert GOALS.parse([["按时到校", "teacher", date(2026, 12, 1)], ["", None, ""], ["每天运动", "家长", ""]]) == read
    assert GOALS.show(read) == "按时到校 | 班主任 | 2026-12-01\n每天运动 | 家长 | "
    assert GOALS.parse(GOALS.show(read)) == read
    assert GOALS.from_sql(GOALS.to_sql(read)) == read
    assert GOALS.texts(read)[1] == ("每天运动", "家长", "")
    assert GOALS.parse("") is GOALS.parse([["", "", ""]]) is None
    assert GOALS.to_sql(None) is GOALS.from_sql(None) is None


@pytest.mark.parametrize(("text", "words"), [
    ("到校 | 校医", "目标第 1 行:谁没有“校医”这一项"), ("到校\n | 家长", "目标第 2 行:目标没有填。"),
    ("到校 | 家长 | 2026-12-1 | 多", "目标第 1 行有 4 格,应是 3 格:目标 | 谁 | 哪天前。"), ("一\n二\n三\n四", "目标最多 3 行,现在有 4 行。"),
    ("到校 | | 明天", "目标第 1 行:哪天前"),
])  # fmt: skip
def test_a_wrong_line_is_named(text, words):
    with pytest.raises(FieldProblem) as caught:
        GOALS.parse(text)
    assert words in str(caught.value)


def a_ledger(seal: Seal | None) -> Ledger:
    return Ledger(
        key="note", title="记录", group="试", fields={"text": Text(label="内容", required=True), "state": Text(label="状态"), "more": Text(label="补充")},
        sheet=("text",), form={"记": ("text", "state", "more")}, identity=("text",), search=("text",), order=("text",), seal=seal,
    )  # fmt: skip


AROUND = Around(today=date(2026, 11, 24), calendar=SchoolCalendar(), local_rule=LocalRule())


def examined(ledger: Ledger, raw: dict[str, object], hours: float):
    made = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    before = Record("r1", "note", 1, {"text": "甲", "state": None, "more": "一"}, created_at=made)
    return examine(ledger, raw, replace(AROUND, before=before), before.values)


def test_a_sealed_record_takes_what_is_open_and_grows_at_its_end():
    ledger = a_ledger(Seal(since=after_hours(24), open=("state",), grows=("more",)))
    assert examined(ledger, {"text": "乙", "more": "二"}, 23.9).problems == ()
    assert examined(ledger, {"text": "乙"}, 24.1).problems[0].field == "text"
    assert "写下已超过 24 小时" in examined(ledger, {"text": "乙"}, 24.1).problems[0].text
    assert examined(ledger, {"state": "办结", "more": "一;二"}, 24.1).problems == ()
    assert [one.field for one in examined(ledger, {"more": "二"}, 24.1).problems] == ["more"]
    assert examine(ledger, {"text": "新"}, AROUND).problems == (), "a new record is not sealed"


def test_a_closed_month_is_corrected_with_a_reason_asked_once():
    ledger = a_ledger(Seal(since=after_hours(1), correctable=True))
    found = examined(ledger, {"text": "乙", "state": "办结"}, 2)
    assert found.problems == ()
    (question,) = found.questions
    assert (question.name, question.field) == (CORRECTION, "text")
    assert "“内容”、“状态”" in question.text
    assert examined(ledger, {"text": "甲"}, 2).questions == ()


def test_a_seal_names_fields_that_exist():
    with pytest.raises(DeclarationError, match=r"note\.nothing"):
        a_ledger(Seal(since=after_hours(1), open=("nothing",)))
