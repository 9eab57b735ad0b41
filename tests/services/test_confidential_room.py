"""The counselor's room: months and what was missed, corrections, owner-only notes behind glass, names on paper, who looked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jlt_desktop.domain.chart import MonthGrid
from jlt_desktop.domain.document import Document, Picture
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.ledger import Ledger, Style, Tracking
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.file_log import file_log
from jlt_desktop.services.filing import file_view
from jlt_desktop.services.forming import start_form
from jlt_desktop.services.glass import acknowledge, behind_glass, break_glass, notices
from jlt_desktop.services.greeting import at_the_door
from jlt_desktop.services.looking import note_copy, note_finding, note_look, note_uncovering
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import months_document, record_document, to_pdf
from jlt_desktop.services.tracking import FILLED, LATE, MISSING, OPEN, OUTSIDE, begin_month, month_grid
from jlt_desktop.vault.store import Query

TODAY = date(2026, 11, 24)
SECRET = "金丝雀心里话"


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("counselor")


def a_case(office: Office, **values: object) -> str:
    given = {
        "name": "周小满",
        "class_title": "三年级2班",
        "found_on": "2026-8-20",
        "source": "班主任观察",
        "concerns": "睡眠",
        "state": "初筛",
    }
    return Desk(office).save(office.ledgers["concern"], {**given, **values}).id


def a_month(office: Office, case: str, month: str, made: str = "", mood: str = "平稳") -> str:
    part = office.ledgers["follow_up"]
    record = Desk(office).save(part, {"month": month, "mood": mood, "interventions": "个别辅导"}, parent=case).id
    if made:
        office.store(part).conn.execute("UPDATE l_follow_up SET created_at = ? WHERE id = ?", (made, record))
    return record


def tracked(office: Office) -> Ledger:
    """The concern ledger, tracked from the month a case was found."""
    follows = Tracking(
        part="follow_up", month="month", followed=lambda record, month: str(record.get("found_on"))[:7] <= month,
        again=("interventions", "study"), level="level",
    )  # fmt: skip
    return replace(office.ledgers["concern"], tracked=follows)


def test_the_grid_tells_filled_late_missing_and_open_apart_the_most_overdue_first(office: Office) -> None:
    ledger, good, bad = tracked(office), a_case(office), a_case(office, name="王五", found_on="2026-10-2")
    a_month(office, good, "2026-08", "2026-08-31T09:00:00Z")
    a_month(office, good, "2026-09", "2026-10-09T09:00:00Z")
    a_month(office, good, "2026-10", "2026-10-31T15:59:00Z")
    a_month(office, good, "2026-11")
    grid = month_grid(office, ledger, 5)
    assert grid.months == ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11")
    states = {line.id: line.states for line in grid.lines}
    assert states == {good: (OUTSIDE, FILLED, LATE, FILLED, FILLED), bad: (OUTSIDE, OUTSIDE, OUTSIDE, MISSING, OPEN)}
    assert [line.id for line in grid.lines] == [bad, good]
    assert grid.lines[0].waiting(grid.months) == ["2026-10", "2026-11"]
    assert grid.sentence == "2 份档案,5 个月:已填 3,迟填 1,缺 1,待填 1。"


def test_the_month_sheet_has_last_month_beside_it_and_the_writer_filled_in(office: Office) -> None:
    ledger, case = tracked(office), a_case(office)
    a_month(office, case, "2026-10", mood="低落")
    start = begin_month(office, ledger, case, "2026-11")
    assert (start.month, start.last_month, start.last["mood"], start.last["interventions"]) == ("2026-11", "2026-10", "低落", "个别辅导")
    assert start.form.record is None
    assert {name: start.form.values[name] for name in ("month", "by", "on")} == {"month": "2026-11", "by": "钱心理", "on": TODAY}
    assert start.form.values.get("mood") is None, "mood is never taken over"
    again = begin_month(office, ledger, case, "2026-10")
    assert again.form.record is not None
    assert again.last == {}


# -- notes of one's own --------------------------------------------------------------------------------------------


def own(office: Office) -> Ledger:
    """Follow-ups as if each were seen by its writer only."""
    ledger = replace(office.ledgers["follow_up"], owner_only=True)
    office.ledgers["follow_up"] = ledger  # type: ignore[index]  # a dict underneath
    return ledger


def test_what_somebody_else_wrote_for_themselves_is_nowhere_until_the_glass_is_broken(office: Office) -> None:
    case = a_case(office)
    ledger, store = own(office), office.store(office.ledgers["follow_up"])
    mine = a_month(office, case, "2026-10")
    other = a_month(office, case, "2026-09")
    store.conn.execute("UPDATE l_follow_up SET created_by = '郑老师', f_homeroom_note = ? WHERE id = ?", (SECRET, other))
    desk = Desk(office)
    assert [one.id for one in store.page(ledger).records] == [mine]
    assert [one.id for one in store.every(ledger)] == [mine]
    assert [row[0] for row in store.column_values(ledger, ("month",))] == [mine]
    assert [row[0] for row in store.search_keys(ledger)] == [mine]
    assert store.get(ledger, other) is None
    assert store.page(ledger, Query(ids=[other])).total == 0
    for call in (lambda: desk.get(ledger, other), lambda: desk.history(ledger, other), lambda: record_document(office, ledger, other)):
        with pytest.raises(UserError, match="没有找到"):
            call()
    view = file_view(office, office.ledgers["concern"], case)
    assert SECRET not in str(view)
    assert view.glass == (("follow_up", "月跟踪", "郑老师", 1),)
    assert behind_glass(office, ledger) == {"郑老师": 1}

    for reason in ("", "想看看", "       "):
        with pytest.raises(UserError, match="为什么必须看"):
            break_glass(office, ledger, "郑老师", reason)
    with pytest.raises(UserError, match="没有“王二”"):
        break_glass(office, ledger, "王二", "学生今晚有危险,郑老师外出")
    until = break_glass(office, ledger, "郑老师", "学生今晚有危险,郑老师外出")
    assert timedelta(minutes=29) < until - datetime.now(UTC) <= timedelta(minutes=30)
    assert SECRET in str(file_view(office, office.ledgers["concern"], case))
    (event, *_) = [one for one in store.journal.events(20) if one["action"] == "破例查看"]
    assert (event["owner"], event["reason"]) == ("郑老师", "学生今晚有危险,郑老师外出")
    store.glasses["郑老师"] = datetime.now(UTC) - timedelta(seconds=1)
    assert SECRET not in str(file_view(office, office.ledgers["concern"], case)), "the time is up"


def test_the_owner_is_told_once_who_looked_and_why(office: Office, tmp_path) -> None:
    case = a_case(office)
    ledger, store = own(office), office.store(office.ledgers["follow_up"])
    record = a_month(office, case, "2026-10")
    store.conn.execute("UPDATE l_follow_up SET created_by = '郑老师' WHERE id = ?", (record,))
    break_glass(office, ledger, "郑老师", "学生今晚有危险,郑老师外出")
    assert notices(office) == []
    acknowledge(office)
    office.session.user = "郑老师"  # the owner comes in
    (told,) = at_the_door(office, tmp_path / "witness")
    assert "钱心理" in told
    assert told.endswith("学生今晚有危险,郑老师外出")
    assert at_the_door(office, tmp_path / "witness") == []


# -- paper and looks -----------------------------------------------------------------------------------------------


def words(document: object) -> str:
    return str(document)


def test_a_confidential_file_is_printed_without_names_unless_somebody_says_for_what(office: Office) -> None:
    ledger = replace(office.ledgers["concern"], who=("student", "name", "class_title"))
    office.ledgers["concern"] = ledger  # type: ignore[index]  # a dict underneath
    case = a_case(office)
    plain = record_document(office, ledger, case)
    assert "周小满" not in words(plain)
    assert "三年级2班" not in words(plain)
    assert "睡眠" in words(plain)
    named = record_document(office, ledger, case, reason="交给县医院门诊")
    assert "周小满" in words(named)
    assert to_pdf(named, Fonts(resources() / "fonts")).pdf.startswith(b"%PDF")
    needs = replace(ledger, styles={"slip": Style("转介单", lambda record, around: named, named=True)})  # type: ignore[arg-type,return-value]
    with pytest.raises(UserError, match="“转介单”上要印姓名"):
        record_document(office, needs, case, "slip")
    assert record_document(office, needs, case, "slip", "交给县医院门诊")
    looks = [(one.action, one.by, one.words) for one in file_log(office, ledger, case)]
    assert looks == [("打印", "钱心理", "用途:交给县医院门诊"), ("打印", "钱心理", "用途:交给县医院门诊"), ("打印", "钱心理", "不印姓名")]


def test_who_looked_at_a_file_is_shown_with_what_concerned_the_whole_ledger(office: Office) -> None:
    ledger, case = office.ledgers["concern"], a_case(office)
    other = a_case(office, name="王五")
    file_view(office, ledger, case)
    file_view(office, ledger, other)
    store = office.store(ledger)
    with store.transaction():
        store.journal.append("2026-11-24T08:00:00Z", "导出", ledger.key, {"records": 2, "masked": True})
    found = file_log(office, ledger, case)
    assert [(one.action, one.words) for one in found] == [("导出", "整个台账,2 条,遮住姓名"), ("查看", "")]


def test_every_way_of_reading_stands_in_the_log_of_the_file(office: Office) -> None:
    ledger, case = office.ledgers["concern"], a_case(office)
    months = office.ledgers["follow_up"]
    last = a_month(office, case, "2026-10")
    file_view(office, ledger, case)
    start_form(office, ledger, case)
    begin_month(office, ledger, case, "2026-11")
    record_document(office, months, last)
    note_uncovering(office, ledger)
    note_copy(office, ledger, 3)
    note_finding(office, ("student", "concern"), "周小满")
    note_look(office, ledger, case, "变更记录")
    found = [(one.action, one.words) for one in reversed(file_log(office, ledger, case))]
    assert found == [
        ("查看", ""), ("查看", "修改"), ("查看", "月跟踪,对照上月"), ("打印", "月跟踪,不印姓名"), ("显示姓名", "整个台账"), ("复制", "整个台账,3 条"),
        ("检索", "整个台账"), ("查看", "变更记录"),
    ]  # fmt: skip
    general = [event for event in office.session.store("general").journal.events(50) if event["action"] in ("检索", "查看")]
    assert general == [], "the file everybody opens tells nothing of it"
    assert "周小满" not in str(office.store(ledger).journal.events(50))


def test_the_plot_of_a_case_and_the_grid_of_the_months_are_on_paper_as_on_the_screen(office: Office) -> None:
    ledger, case = office.ledgers["concern"], a_case(office)
    a_month(office, case, "2026-10")
    made = record_document(office, ledger, case)
    view = file_view(office, ledger, case)
    assert view.picture is not None
    assert isinstance(made, Document)
    assert [one.chart for one in made.blocks if isinstance(one, Picture)] == [view.picture], "the very same plot"
    fonts = Fonts(resources() / "fonts")
    assert to_pdf(made, fonts).pdf.startswith(b"%PDF")
    grid = months_document(office, ledger)
    (plot,) = [one.chart for one in grid.blocks if isinstance(one, Picture)]
    assert plot.sentence == month_grid(office, ledger).sentence
    assert isinstance(plot, MonthGrid)
    assert plot.words == (FILLED, LATE, MISSING)
    assert "周小满" not in str(grid)
    assert not to_pdf(grid, fonts).missing
    (event, *_) = office.store(ledger).journal.events(1)
    assert (event["action"], event["object"], event["named"]) == ("打印", ledger.key, False)
