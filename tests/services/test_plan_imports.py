"""Sheets as schools really keep them come into the plan's ledgers: other headings, other words, titles above, blanks between."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime

import openpyxl
import pytest

from jlt_desktop import app
from jlt_desktop.services import demo
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.vault.kdf import KdfCost

FAST = KdfCost(1024, 1, 1)
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("sheets") / "school"
    app.build_demo(folder, 12, 3, TODAY, FAST)
    clerk = next(one for one in demo.USERS if one.role == "clerk")
    opened = app.open_office(folder, clerk.name, clerk.password, floor=FAST, today=lambda: TODAY)
    yield opened
    opened.close()


def sheet(*rows: tuple[object, ...]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    book.save(out)
    return out.getvalue()


def brought_in(office: Office, key: str, *rows: tuple[object, ...]) -> list[dict[str, object]]:
    """What an import of the rows makes new, as values; nothing of it may be refused."""
    ledger = office.ledgers[key]
    before = {one.id for one in office.store(ledger).page(ledger).records}
    plan = plan_import(office, ledger, "表.xlsx", sheet(*rows))
    assert [(row.number, row.problems, row.questions) for row in plan.rows if row.problems or row.questions] == []
    apply_import(office, plan)
    return [dict(one.values) for one in office.store(ledger).page(ledger).records if one.id not in before]


def test_a_list_of_activities_under_a_title(office: Office) -> None:
    made = brought_in(
        office, "activity",
        ("河湾镇九年一贯制学校2026年秋季教联体活动统计",),
        ("序号", "活动名称", "活动类型", "活动时间", "活动地点", "参加年级", "学生人数", "家长人数", "活动状态", "活动内容", "合办单位"),
        (1, "参观烈士陵园", "研学", "2026.10.9", "烈士陵园", "五、六年级", 96, None, "已举办", "扫墓、听讲解。", "镇退役军人站"),
        (2, "期末家长会", "家长会", datetime(2026, 12, 25, 14), "各班教室", "全校", None, None, "计划", None, None),
        (None,) * 11,
        (3, "防溺水演练", "演练", "2026年9月18日", "操场", "一至三年级", 120, 0, "已办", "演练顺利。", None),
    )  # fmt: skip
    made.sort(key=lambda one: str(one["start"]))
    assert [(one["kind"], one["state"], one["start"]) for one in made] == [
        ("drill", "held", datetime(2026, 9, 18)), ("study_tour", "held", datetime(2026, 10, 9)),
        ("parents_meeting", "planned", datetime(2026, 12, 25, 14)),
    ]  # fmt: skip
    assert [one["obligation_ids"] for one in made] == [("O-13d",), ("O-03a",), ("O-10c",)]
    assert [str(one["activity_no"])[:11] for one in made] == ["HD-2026秋-09", "HD-2026秋-10", "HD-2026秋-12"]
    assert len({one["activity_no"] for one in made}) == 3


def test_an_activity_without_its_class_is_pointed_out(office: Office) -> None:
    ledger = office.ledgers["activity"]
    plan = plan_import(
        office, ledger, "表.xlsx",
        sheet(("名称", "类别", "状态", "日期", "班级", "内容"), ("家长会", "家长会", "已办", "2026-10-10", "那个班", "开过")),
    )  # fmt: skip
    (row,) = plan.rows
    assert [one.text for one in row.problems] == ["看不出“那个班”是哪个班。请写成“全校”“三年级”“三至五年级”或“三年级2班”。"]


def test_what_parents_said_in_the_words_of_a_register(office: Office) -> None:
    made = brought_in(
        office, "feedback",
        ("收到日期", "来源", "意见类别", "意见内容", "承办部门", "处理结果", "答复日期", "是否满意"),
        ("2026/11/9", "家长接待日", "伙食", "菜里盐多。", "总务处", "已减盐。", "2026/11/11", "满意"),
        ("2026/11/20", "12345热线", "校车接送", "车晚点。", "安全办", None, None, None),
    )  # fmt: skip
    assert {(one["channel"], one["subject"], one["due_on"]) for one in made} == {
        ("reception", "canteen", date(2026, 11, 23)), ("hotline", "bus", date(2026, 12, 4)),
    }  # fmt: skip


def test_the_sports_of_a_class_by_name(office: Office) -> None:
    ledger = office.ledgers["student"]
    pupil = office.store(ledger).page(ledger).records[0]
    office.store(office.ledgers["pupil_sport"])
    made = brought_in(
        office, "pupil_sport",
        ("2026-2027学年体育项目登记表",),
        ("学生姓名", "学年", "体育项目", "水平", "项目二"),
        (pupil.get("name"), "2025-2026", "校园足球", "达标", "跳绳"),
    )  # fmt: skip
    assert [(one["student"], one["sport_1"], one["ability_1"], one["sport_2"]) for one in made] == [
        (pupil.id, "football", "standard", "rope")
    ]  # fmt: skip


def test_teams_of_classes_as_they_are_called(office: Office) -> None:
    made = brought_in(
        office, "class_team",
        ("班级", "运动项目", "队名", "队员人数"), ("二(1)班", "篮球", "小虎队", "12"), ("3.1", "拔河", None, 10),
    )  # fmt: skip
    assert {(one["entry_year"], one["class_no"], one["sport"], one["school_year"]) for one in made} == {
        (2025, 1, "basketball", "2026-2027"), (2024, 1, "tug", "2026-2027"),
    }  # fmt: skip


def test_problems_from_an_inspection(office: Office) -> None:
    made = brought_in(
        office, "issue",
        ("日期", "问题来源", "问题类别", "存在问题", "责任部门", "完成期限", "整改情况", "完成日期", "验收人"),
        ("2026.11.2", "教联体督查", "消防安全", "灭火器过期两具", "总务处", "2026.11.16", "已更换", "2026.11.10", "副校长"),
        ("2026.11.2", "教联体督查", "周边食品", "门口有流动摊", "安全办", "2026.11.30", None, None, None),
    )  # fmt: skip
    assert {(one["source"], one["category"], one["state"]) for one in made} == {
        ("union", "fire", "closed"), ("union", "surroundings", "found"),
    }  # fmt: skip
    assert all(str(one["issue_no"]).startswith("ZG-2026-") for one in made)
