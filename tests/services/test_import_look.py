"""What a window shows of a file before anything is planned, and what a plan found wrong, in groups."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.import_findings import CANDIDATES, MAY, MUST, added, findings, unanswered
from jlt_desktop.services.import_look import lacking, look_at_columns, look_into, recalled, remember, targets
from jlt_desktop.services.importing import plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.sheets.match import KEY_HEADING


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


@pytest.mark.parametrize("name", ["class_teacher.xlsx", "class_teacher.xls", "class_teacher.ods"])
def test_a_file_shows_its_sheets_its_first_rows_and_its_headings(office: Office, rosters: Path, name: str) -> None:
    look = look_into(office.ledgers["student"], name, (rosters / name).read_bytes())
    (sheet,) = look.sheets
    assert (look.chosen, sheet.heading, sheet.hidden) == (sheet.name, 1, False)
    assert len(sheet.top) == 15
    assert sheet.top[1][:3] == ("序号", "姓 名", "性别")
    assert sheet.top[2][0] == "1", "a whole number stands without .0"


def test_a_file_without_headings_is_shown_all_the_same(office: Office) -> None:
    look = look_into(office.ledgers["student"], "a.csv", "甲,乙\n1,2\n".encode())
    assert look.sheets[0].heading is None
    assert look.sheets[0].top == (("甲", "乙"), ("1", "2"))


@pytest.mark.parametrize("name", ["empty.xlsx", "not_a_workbook.xlsx"])
def test_what_cannot_be_read_is_refused_with_a_sentence(office: Office, rosters: Path, name: str) -> None:
    with pytest.raises(UserError, match="没有改动"):
        look_into(office.ledgers["student"], name, (rosters / name).read_bytes())


def test_every_field_of_form_and_part_is_a_target_once(office: Office) -> None:
    found = targets(office, office.ledgers["student"])
    assert len({one.field for one in found}) == len(found)
    assert len({one.label for one in found}) == len(found), "a list with two equal lines cannot be chosen from"
    labels = [one.label for one in found]
    assert labels[:3] == ["姓名", "性别", "班级"]
    assert {"家庭成员1·姓名", "家庭成员2·联系电话"} <= set(labels)
    assert "年龄" not in labels, "what is computed is not imported"


def test_required_fields_may_follow_from_others(office: Office) -> None:
    ledger = office.ledgers["student"]

    def lacks(text: str) -> tuple[str, ...]:
        return lacking(office, ledger, look_at_columns(ledger, "a", text.encode(), "文本", 0))

    assert lacks("姓名\t民族\n王一\t汉族\n") == ("性别", "出生日期")
    assert lacks("姓名\t身份证件号\n王一\t210999201705170011\n") == ()
    assert lacks("姓名\t身份证件号\n王一\t写错了\n王二\t210999201705170011\n") == (), "one good sample is enough to know"
    assert lacks(f"民族\t{KEY_HEADING}\n汉族\tabc/1\n") == (), "our own workbook names the record"


def test_columns_are_remembered_by_the_headings(office: Office) -> None:
    ledger = office.ledgers["student"]
    columns = look_at_columns(ledger, "a", "姓名\t家里\n王一\t新街\n".encode(), "文本", 0)
    assert recalled(office, ledger, columns) == columns
    chosen = [one if one.index == 0 else type(one)(1, one.heading, one.samples, "home_addr", "chosen") for one in columns]
    remember(office, ledger, chosen)
    assert [(one.field, one.how) for one in recalled(office, ledger, columns)] == [("name", "auto"), ("home_addr", "recalled")]
    others = look_at_columns(ledger, "a", "姓名\t家中\n王一\t新街\n".encode(), "文本", 0)
    assert recalled(office, ledger, others) == others


def test_findings_come_in_groups_with_row_value_and_reason(office: Office, rosters: Path) -> None:
    ledger = office.ledgers["student"]
    content = (rosters / "class_teacher.xlsx").read_bytes()
    plan = plan_import(office, ledger, "class_teacher.xlsx", content)
    groups = findings(office, plan)
    assert [(one.kind, one.question, len(one.lines)) for one in groups] == [
        (MUST, "", 3), (MAY, "id_checksum", 1), (MAY, "id_sex_differs", 1),
    ]  # fmt: skip
    assert [line.number for line in groups[0].lines] == [10, 23, 27]
    assert groups[0].values == (), "digits that a number cell has lost are not to be made up for all rows at once"
    assert (groups[1].lines[0].heading, groups[1].lines[0].seen) == ("身份证号", "210999201712220282")
    assert unanswered(groups, {}) == 2
    answers = {"id_checksum": "已核对户口簿"}
    again = findings(office, plan_import(office, ledger, "class_teacher.xlsx", content, answers=answers))
    assert [one.question for one in again if one.kind == MAY] == ["id_checksum", "id_sex_differs"], "an answered question stays listed"
    assert unanswered(again, answers) == 1
    assert unanswered(again, {**answers, "id_sex_differs": " "}) == 1


def test_a_value_is_replaced_wherever_it_stands_in_its_column(office: Office) -> None:
    ledger = office.ledgers["student"]
    content = "姓名\t性别\t出生日期\t备注\n王一\t某\t2017-3-4\t某\n王二\t某\t2017-3-5\t\n王三\t女\t2017-3-6\t\n".encode()
    (group,) = findings(office, plan_import(office, ledger, "a", content))
    assert [(one.column, one.text, one.count) for one in group.values] == [(1, "某", 2)]
    plan = plan_import(office, ledger, "a", content, fixes={(1, "某"): "男"})
    assert findings(office, plan) == ()
    headings, rows = added(office, plan)
    assert headings[:3] == ("行号", "姓名", "性别")
    assert [row[:3] for row in rows] == [("2", "王一", "男"), ("3", "王二", "男"), ("4", "王三", "女")]
    assert plan.rows[0].writes[0].columns["note"] == "某", "the same text in another column stays"


def test_one_cell_is_replaced_and_no_other_of_its_value(office: Office) -> None:
    ledger = office.ledgers["student"]
    content = "姓名\t性别\t出生日期\t备注\n王一\t某\t2017-3-4\n王二\t某\t2017-3-5\t\n王三\t\t2017-3-6\t\n".encode()
    plan = plan_import(office, ledger, "a", content, cells={(2, 1): "男", (4, 1): "女", (2, 3): "转来"})
    (group,) = findings(office, plan)
    assert [(line.number, line.column, line.seen) for line in group.lines] == [(3, 1, "某")]
    assert [row.kind for row in plan.rows] == ["new", "refused", "new"]
    assert plan.rows[0].writes[0].columns["note"] == "转来", "a cell beyond the end of its row too"
    # a cell of one row comes after what was said of all
    plan = plan_import(office, ledger, "a", content, fixes={(1, "某"): "男"}, cells={(3, 1): "女", (4, 1): "女"})
    assert [row.writes[0].columns["sex"] for row in plan.rows] == ["male", "female", "female"]


def test_what_is_private_is_starred_and_not_offered_for_replacing(office: Office) -> None:
    ledger = office.ledgers["student"]
    content = "姓名\t性别\t出生日期\t孤儿\n王一\t男\t2017-3-4\t大概是的吧先生\n".encode()
    (group,) = findings(office, plan_import(office, ledger, "a", content))
    assert group.lines[0].seen == "大概***先生"
    assert group.values == ()


def test_a_finding_on_a_part_points_at_the_parts_column(office: Office) -> None:
    ledger = office.ledgers["student"]
    content = "姓名\t性别\t出生日期\t监护人姓名\t与学生关系\n王一\t男\t2017-3-4\t王大\t隔壁邻居家\n".encode()
    (group,) = findings(office, plan_import(office, ledger, "a", content))
    assert (group.lines[0].heading, group.lines[0].seen) == ("与学生关系", "隔壁邻居家")
    assert group.values[0].column == 4
    assert group.question != CANDIDATES
