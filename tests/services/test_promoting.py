"""September: the preview's rows are the rows written, exceptions are kept apart, undo until confirmed, last year's roster comes out the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from jlt_desktop import app
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.record import Record
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.duties import duties
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import roster_document
from jlt_desktop.services.promoting import Plan, apply_promotion, confirm, due_year, plan_promotion, promotions, waiting
from jlt_desktop.services.promoting_rows import Wish
from jlt_desktop.services.undoing import undo_import
from jlt_desktop.services.upkeep import check
from jlt_desktop.vault.store import ChangedMeanwhile

CLASSES = {2025: ("甲一", "甲二"), 2024: ("乙一", "乙二", "乙三"), 2020: ("己一", "己二")}


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    made = open_as("clerk")
    desk, ledger = Desk(made), made.ledgers["student"]
    for year, names in CLASSES.items():
        for name in names:
            desk.save(ledger, {"name": f"张{name}", "sex": "男", "birth_date": f"{year - 7}-05-06", "entry_year": year, "class_no": 1})
    desk.save(ledger, {"name": "无班", "sex": "女", "birth_date": "2017-05-06"})
    resting = {"name": "休学生", "sex": "女", "birth_date": "2017-05-07", "entry_year": 2024, "class_no": 1, "enrol_status": "休学"}
    desk.save(ledger, resting)
    return made


def pupils(office: Office) -> dict[str, Record]:
    ledger = office.ledgers["student"]
    return {one.text("name"): one for one in office.store(ledger).page(ledger).records}


def wish(office: Office, name: str, way: str, room: str = "") -> Wish:
    return Wish(pupils(office)[name].id, way, room)


def written(office: Office, run: str) -> dict[str, dict[str, object]]:
    ledger = office.ledgers["student"]
    return {one.record: one.after for one in office.store(ledger).versions.of_run(run)}


def previewed(office: Office, plan: Plan) -> dict[str, dict[str, object]]:
    stored = office.ledgers["student"].stored
    return {row.record: {name: stored[name].to_sql(value) for name, value in row.values.items()} for row in plan.rows}


def test_the_preview_goes_by_class_and_writes_nothing(office: Office) -> None:
    before = pupils(office)
    plan = plan_promotion(office, 2026, [wish(office, "张乙二", "stay"), wish(office, "张乙三", "move", "三2")])
    lines = [(one.before, one.after, one.people, one.going, one.apart) for one in plan.lines]
    assert lines == [
        ("一年级1班", "二年级1班", 2, 2, ""),
        ("二年级1班", "三年级1班", 3, 1, "留级 1、转班 1"),
        ("六年级1班", "毕业", 2, 2, ""),
    ]
    assert (plan.title, plan.finished, plan.classless, [one[1] for one in plan.resting]) == ("升级 2026—2027学年", 2, 1, ["休学生"])
    rows = {one.called: (one.words, one.before, one.after) for one in plan.rows}
    assert rows == {
        "张乙二": ("留级", "二年级1班", "二年级1班"),
        "张乙三": ("转班", "二年级1班", "三年级2班"),
        "张己一": ("毕业", "六年级1班", "毕业"),
        "张己二": ("毕业", "六年级1班", "毕业"),
    }
    assert plan.problems == ()
    assert pupils(office) == before
    assert promotions(office) == []


def test_what_was_previewed_is_what_is_written(office: Office) -> None:
    wishes = [
        wish(office, "张乙一", "leave"), wish(office, "张乙二", "stay", "二年级2班"), wish(office, "张己一", "stay"),
        wish(office, "张甲二", "pause"), wish(office, "休学生", "back", "二年级1班"),
    ]  # fmt: skip
    plan = plan_promotion(office, 2026, wishes)
    assert plan.problems == ()
    before = {name: one.revision for name, one in pupils(office).items()}
    run = apply_promotion(office, plan)
    assert written(office, run) == previewed(office, plan)
    after = pupils(office)
    untouched = {name for name, one in after.items() if one.revision == before[name]}
    assert untouched == {"张甲一", "张乙三", "无班"}, "they move up by themselves"
    assert [after["张乙二"].get(name) for name in ("entry_year", "class_no")] == [2025, 2]
    assert [after["张己一"].get(name) for name in ("entry_year", "enrol_status")] == [2021, None]
    assert [after["张己二"].get(name) for name in ("enrol_status", "status_from")] == ["graduated", date(2026, 7, 15)]
    assert [after["张乙一"].get(name) for name in ("enrol_status", "status_from")] == ["transferred", date(2026, 9, 1)]
    assert after["张甲二"].get("enrol_status") == "suspended"
    assert [after["休学生"].get(name) for name in ("entry_year", "enrol_status")] == [2025, "enrolled"]
    desk = Desk(office)
    found = {one.text("name") for one in desk.page(office.ledgers["student"], search="二年级2班").records}
    assert found == {"张乙二"}, "found in the new class by typing"
    assert check(office) == []


def test_undo_until_it_is_confirmed(office: Office) -> None:
    before = {name: dict(one.values) for name, one in pupils(office).items()}
    run = apply_promotion(office, plan_promotion(office, 2026, [wish(office, "张乙二", "stay")]))
    assert waiting(office) is not None
    undone = undo_import(office, run)
    assert (undone.reversed, undone.kept, undone.refused) == (3, (), ())
    assert {name: dict(one.values) for name, one in pupils(office).items()} == before
    assert (waiting(office), promotions(office)) == (None, [])
    again = apply_promotion(office, plan_promotion(office, 2026))
    assert confirm(office, again) == "升级 2026—2027学年"
    with pytest.raises(UserError, match="已经确认"):
        undo_import(office, again)
    with pytest.raises(UserError, match="没有等着确认"):
        confirm(office, again)
    assert pupils(office)["张己一"].get("enrol_status") == "graduated"
    assert [one["action"] for one in office.session.store("general").journal.events(3) if one["action"] == "确认升级"]
    assert check(office) == []


def test_one_year_after_the_other(school, open_as, office: Office) -> None:
    with pytest.raises(UserError, match="现在还不能办2027"):
        plan_promotion(office, 2027)
    run = apply_promotion(office, plan_promotion(office, 2026))
    with pytest.raises(UserError, match="还没有确认"):
        plan_promotion(office, 2026)
    office.close()
    later = app.open_office(school.folder, *school.people["clerk"], floor=school.cost, today=lambda: date(2027, 9, 3))
    try:
        assert due_year(later) == 2027
        with pytest.raises(UserError, match="还没有确认"):
            plan_promotion(later, 2027)
        confirm(later, run)
        with pytest.raises(UserError, match="已经办过并确认"):
            plan_promotion(later, 2026)
        assert [one.after for one in plan_promotion(later, 2027).lines] == ["三年级1班", "四年级1班"]
    finally:
        later.close()


def test_before_september_it_can_only_be_looked_at(school, office: Office) -> None:
    office.close()
    early = app.open_office(school.folder, *school.people["clerk"], floor=school.cost, today=lambda: date(2026, 8, 20))
    try:
        assert due_year(early) == 2026
        plan = plan_promotion(early, 2026)
        with pytest.raises(UserError, match="还没到 2026 年 9 月 1 日"):
            apply_promotion(early, plan)
        assert promotions(early) == []
    finally:
        early.close()


def test_a_roster_that_changed_since_the_preview_is_looked_at_again(office: Office) -> None:
    plan = plan_promotion(office, 2026)
    Desk(office).save(office.ledgers["student"], {"class_no": 3}, record_id=pupils(office)["张己一"].id)
    with pytest.raises(ChangedMeanwhile, match="预览以后"):
        apply_promotion(office, plan)
    assert promotions(office) == []
    assert pupils(office)["张己二"].get("enrol_status") is None


@pytest.mark.parametrize(
    ("name", "way", "room", "words"),
    [
        ("张乙一", "move", "", "请写明到哪个班"),
        ("张乙一", "move", "火星班", "看不懂班级“火星班”"),
        ("张乙一", "move", "四年级2班", "转班只在本年级里转"),
        ("张乙一", "move", "三年级1班", "本来就在这个班"),
        ("张乙一", "stay", "四年级2班", "留级应在二年级里选班"),
        ("张乙一", "back", "三年级1班", "正在班里"),
        ("休学生", "stay", "", "现在不在班里"),
        ("休学生", "pause", "", "现在不在校"),
        ("休学生", "back", "", "请写明到哪个班"),
    ],
)
def test_an_exception_that_makes_no_sense_stops_it(office: Office, name: str, way: str, room: str, words: str) -> None:
    plan = plan_promotion(office, 2026, [wish(office, name, way, room)])
    assert any(words in one and one.startswith(name) for one in plan.problems), plan.problems
    with pytest.raises(UserError, match="还不能升级"):
        apply_promotion(office, plan)
    assert promotions(office) == []


def test_last_years_roster_comes_out_as_it_was(office: Office) -> None:
    """Trap: last year's form printed again after moving up."""
    day, classes = date(2025, 10, 8), ("一年级1班", "二年级1班", "六年级1班")
    before = [roster_document(office, one, on=day) for one in classes]
    wishes = [wish(office, "张乙二", "stay", "二年级2班"), wish(office, "张乙三", "leave"), wish(office, "张甲一", "move", "二年级3班")]
    run = apply_promotion(office, plan_promotion(office, 2026, wishes))
    after = [roster_document(office, one, on=day) for one in classes]
    assert [(one.title, one.subtitle, one.blocks) for one in after] == [(one.title, one.subtitle, one.blocks) for one in before]
    assert [one.subtitle.split("  ")[0] for one in after] == ["共 2 人", "共 4 人", "共 2 人"]
    assert "一年级1班" in after[0].title
    now = roster_document(office, "三年级1班", on=date(2026, 11, 24))
    assert now.subtitle.startswith("共 2 人"), "乙一 and who is on leave"
    confirm(office, run)
    assert roster_document(office, "二年级1班", on=day).blocks == before[1].blocks


def test_the_file_of_a_child_who_finished_asks_to_be_closed(office: Office) -> None:
    file = {
        "student": pupils(office)["张己一"].id, "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-03-01",
        "guardianship_type": "祖辈", "guardianship_eval": "一般", "body": "健康", "edu_status": "小学",
    }  # fmt: skip
    made = Desk(office).save(office.ledgers["care_file"], file)
    assert not [one for one in duties(office) if one.record == made.id and "离校" in one.text]
    apply_promotion(office, plan_promotion(office, 2026))
    assert [one.on for one in duties(office) if one.record == made.id and "离校" in one.text] == [date(2026, 7, 15)]
