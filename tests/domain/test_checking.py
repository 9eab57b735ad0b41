"""The one validation path: texts taken apart, values filled and checked, problems first, questions answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from jlt_desktop.domain.around import Around
from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.checking import examine, settle, spread
from jlt_desktop.domain.fields import Derived, Number, Text, Values
from jlt_desktop.domain.findings import Finding, Problem, Question
from jlt_desktop.domain.leaves import COUNT, NAMED, NEVER, PSEUDONYM
from jlt_desktop.domain.ledger import DeclarationError, Ledger
from jlt_desktop.domain.left_behind import LocalRule

AROUND = Around(today=date(2026, 11, 24), calendar=SchoolCalendar(), local_rule=LocalRule())


def doubled(values: Values, _around: Around) -> Mapping[str, object]:
    number = values.get("number")
    return {"twice": 2 * number} if isinstance(number, int) else {}


def checks(values: Values, _around: Around) -> Iterable[Finding]:
    if values.get("number") == 13:
        yield Problem("number", "不要十三。")
    if values.get("name") == "甲":
        yield Question("short", "name", "只有一个字吗?")


def ledger(**changes: object) -> Ledger:
    declared: dict[str, object] = {
        "key": "thing",
        "title": "东西",
        "fields": {
            "name": Text(label="名称", required=True, leaves=NAMED),
            "number": Number(label="号", required=True, leaves=PSEUDONYM),
            "twice": Number(label="两倍", leaves=COUNT),
            "note": Text(label="备注"),
            "both": Derived(label="全称", compute=lambda values, _around: f"{values.get('name')}{values.get('number')}"),
        },
        "sheet": ("name", "both"),
        "form": {"全部": ("name", "number", "twice", "note")},
        "identity": ("name",),
        "fills": (doubled,),
        "spreads": {"both": lambda text, _around: {"name": text[:-1], "number": text[-1]} if text[-1:].isdigit() else {}},
        "checks": (checks,),
        **changes,
    }
    return Ledger(**declared)  # type: ignore[arg-type]


THING = ledger()


def test_texts_become_values_and_what_follows_is_filled() -> None:
    found = examine(THING, {"name": " 乙 ", "number": "7", "nothing": "x"}, AROUND)
    assert found.values == {"name": "乙", "number": 7, "twice": 14, "note": None}
    assert found.problems == found.questions == ()


def test_a_fill_never_overrules_what_was_given() -> None:
    assert examine(THING, {"name": "乙", "number": "7", "twice": "3"}, AROUND).values["twice"] == 3


def test_what_is_not_given_keeps_its_value_and_what_is_given_blank_is_emptied() -> None:
    base = {"name": "乙", "number": 7, "twice": 1, "note": "旧", "gone": "x"}
    found = examine(THING, {"note": " ", "twice": None}, AROUND, base)
    assert found.values == {"name": "乙", "number": 7, "twice": 14, "note": None}
    assert [one.field for one in examine(THING, {"name": ""}, AROUND, base).problems] == ["name"]


def test_blank_required_fields_are_named_by_their_labels_in_order() -> None:
    assert examine(THING, {}, AROUND).problems == (Problem("name", "名称没有填。"), Problem("number", "号没有填。"))


def test_a_field_that_could_not_be_read_is_named_once() -> None:
    found = examine(THING, {"name": "乙", "number": "七"}, AROUND)
    assert found.problems == (Problem("number", "号要填数字,这里是“七”。"),), "and is not said to be missing too"
    wrong = examine(THING, {"name": "甲", "number": "13", "note": "字" * 201}, AROUND)
    assert [one.field for one in wrong.problems] == ["note", "number"]


def test_a_check_does_not_speak_of_a_field_that_could_not_be_read() -> None:
    base = {"name": "乙", "number": 13, "twice": 26, "note": None}
    found = examine(THING, {"number": "七"}, AROUND, base)
    assert [one.text for one in found.problems] == ["号要填数字,这里是“七”。"]


def test_questions_stay_open_until_there_is_a_reason() -> None:
    found = examine(THING, {"name": "甲", "number": "1"}, AROUND)
    assert found.problems == ()
    (question,) = found.questions
    assert found.unanswered({}) == found.unanswered({"short": "  "}) == found.unanswered({"other": "有"}) == (question,)
    assert found.unanswered({"short": "就叫这个"}) == ()


@pytest.mark.parametrize(
    ("raw", "given"),
    [
        ({"both": "乙7"}, {"name": "乙", "number": "7"}), ({"both": "乙7", "name": "丙"}, {"name": "丙", "number": "7"}),
        ({"both": "乙7", "name": "", "number": None}, {"name": "乙", "number": "7"}), ({"both": "乙"}, {}), ({"both": ""}, {}), ({}, {}),
        ({"both": None, "note": "x"}, {"note": "x"}),
    ],
)  # fmt: skip
def test_a_text_that_stands_for_several_fields_is_taken_apart(raw: dict[str, object], given: dict[str, object]) -> None:
    kept = dict(raw)
    assert spread(THING, raw, AROUND) == given
    assert raw == kept, "what was given is not changed"


def test_settling_adds_to_the_problems_met_while_reading() -> None:
    values: dict[str, object] = {"name": None, "number": 13, "twice": None, "note": None}
    met = [Problem("name", "读不出。")]
    found = settle(THING, values, met, AROUND)
    assert met == [Problem("name", "读不出。")], "the caller's own list stays as it was"
    assert found.problems == (Problem("name", "读不出。"), Problem("number", "不要十三。"))
    assert found.values["twice"] == 26


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sheet": ("name", "missing")}, "thing.missing is not among the fields"),
        ({"form": {"一": ("name", "number"), "二": ("name",)}}, "thing.name stands in two groups"),
        ({"form": {"一": ("name",)}}, "thing.number is required but not in the form"),
        ({"identity": ("note",)}, "thing.note is part of the identity but optional"),
        ({"identity": ()}, "thing.identity is empty"),
        ({"search": ("both",)}, "thing.both is derived"),
        ({"order": ("-missing",)}, "thing.missing is not among"),
        ({"unique": ("missing",)}, "thing.missing is not among"),
        ({"happened": "missing"}, "thing.missing is not among"),
        ({"scope": "confidential"}, "thing.name would leave a confidential ledger"),
    ],
)  # fmt: skip
def test_a_declaration_that_contradicts_itself_is_refused(changes: dict[str, object], words: str) -> None:
    with pytest.raises(DeclarationError, match=words):
        ledger(**changes)


def test_what_may_leave_depends_on_the_level() -> None:
    assert THING.leaving(NEVER) == THING.leaving(COUNT) == ()
    assert THING.leaving(PSEUDONYM) == ("number",)
    assert THING.leaving(NAMED) == ("name", "number")
    assert ledger(counts_only=True).leaving(NAMED) == ()


def test_a_declaration_cannot_be_changed_afterwards() -> None:
    with pytest.raises(TypeError):
        THING.fields["name"] = Text(label="x")  # type: ignore[index]
    assert tuple(THING.stored) == ("name", "number", "twice", "note")
    assert THING.named == THING.identity
    assert THING.match == (("name",),)
    assert THING.called({"name": "乙", "number": 7}, lambda _name, value: str(value or "")) == "乙"
