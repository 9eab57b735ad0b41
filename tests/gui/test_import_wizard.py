"""The import wizard on real rosters and a real vault: every step, back and forth, to the writing and its undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QPushButton, QTableView, QWidget

from jlt_desktop.domain.identity import check_digit
from jlt_desktop.gui.import_wizard import ImportWizard
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.services.exporting import left_out_workbook, template_workbook
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.sheets.read import read_book
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

FILE, HEADING, COLUMNS, FINDINGS, PREVIEW, DONE = range(6)
SAME_NAME = "姓名\t性别\t出生日期\t身份证件号\n李小雨\t女\t2017-3-4\t{}\n李小雨\t女\t2017-3-4\t{}\n"


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


@pytest.fixture
def wizard(office: Office, tasks: Tasks, look: Look, qtbot: QtBot) -> Iterator[ImportWizard]:
    owner = QWidget()
    qtbot.addWidget(owner)
    made = ImportWizard(office, office.ledgers["student"], tasks, owner)
    made.show()
    yield made
    del owner  # held until here, because the window goes with it


@pytest.fixture
def go(wizard: ImportWizard, settled: Callable[[], None]) -> Callable[[], int]:
    """Press the main button, wait, and tell which step is shown."""

    def press() -> int:
        wizard.onward.click()
        settled()
        return wizard.place

    return press


def count(office: Office, ledger: str = "student") -> int:
    return office.store(office.ledgers[ledger]).page(office.ledgers[ledger], Query()).total


def paste(wizard: ImportWizard, settled: Callable[[], None], text: str) -> None:
    wizard.file.pasted.emit(text)
    settled()


def texts(wizard: ImportWizard) -> dict[str, str]:
    return {kind: button.text() for kind, button in wizard.preview.counts.items()}


def table(view: QTableView) -> list[list[str]]:
    model = view.model()
    return [[str(model.index(row, column).data()) for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_whole_way_with_a_class_teachers_sheet(
    wizard: ImportWizard, office: Office, rosters: Path, settled: Callable[[], None], go: Callable[[], int], tmp_path: Path
) -> None:
    heard: list[str] = []
    wizard.imported.connect(heard.append)
    wizard.read(rosters / "class_teacher.xlsx")
    settled()
    assert wizard.place == HEADING
    assert wizard.heading.chosen == ("Sheet1", 1)
    assert go() == COLUMNS
    assert wizard.columns.mapping[1] == "name"
    assert wizard.columns.mapping[9] == "part.0.phone"
    assert wizard.columns.table.cellWidget(9, 2).currentText() == "家庭成员1·联系电话"
    assert wizard.columns.table.item(3, 3).text() == "自动"
    assert wizard.columns.table.item(0, 3).text() == "忽略"
    assert go() == FINDINGS
    groups = wizard.findings.groups
    assert [(one.kind, len(one.lines)) for one in groups] == [("必须改", 3), ("可带说明", 1), ("可带说明", 1)]
    assert "数字格式" in groups[0].title
    assert [line.number for line in groups[0].lines] == [10, 23, 27]
    for place in (1, 2):
        wizard.findings.list.setCurrentRow(place)
        wizard.findings.reason.setText("已核对户口簿")
        wizard.findings.answer()
        settled()
    assert wizard.findings._summary.text() == "3 行必须改。"
    assert go() == PREVIEW
    assert texts(wizard)["new"] == "新增\n43"
    assert texts(wizard)["refused"] == "拒收\n3"
    assert texts(wizard)["skipped"] == "跳过\n0"
    assert "46 行 = 新增 43 + 更新 0 + 不变 0 + 跳过 0 + 拒收 3" in wizard.preview._sum.text()
    assert len(table(wizard.preview.table)) == 43
    assert count(office) == 0, "nothing is written before the last step"
    assert go() == DONE
    assert count(office) == 43
    assert heard == ["student"]
    assert wizard.done_page._numbers.text().startswith("新增 43 条")
    assert not wizard.back.isVisible()
    saved = tmp_path / "未导入.xlsx"
    wizard.save_to(saved, lambda: left_out_workbook(wizard._plan), wizard._left_out_saved)
    settled()
    rows = read_book(saved.name, saved.read_bytes()).sheets[0].rows
    assert [int(float(str(row[1]))) for row in rows[1:]] == [10, 23, 27]
    assert all("数字格式" in str(row[0]) for row in rows[1:])
    wizard.done_page.undo.click()
    settled()
    assert count(office) == 0
    assert count(office, "guardian") == 0
    assert heard == ["student", "student"]
    assert not wizard.done_page.undo.isEnabled()
    assert wizard.onward.text() == "完成(&F)"


@pytest.mark.parametrize(("name", "said"), [("empty.xlsx", "空文件"), ("not_a_workbook.xlsx", "不是表格文件"), ("missing.xlsx", "读不到")])
def test_a_file_that_cannot_be_read_is_said_and_stays(
    wizard: ImportWizard, rosters: Path, settled: Callable[[], None], name: str, said: str
) -> None:
    wizard.read(rosters / name)
    settled()
    assert wizard.place == FILE
    assert said in wizard.problem.text()
    assert "没有改动" in wizard.problem.text()
    assert not wizard.onward.isEnabled()


def test_another_row_can_be_taken_for_the_headings(
    wizard: ImportWizard, rosters: Path, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    wizard.read(rosters / "class_teacher.xlsx")
    settled()
    before = wizard.heading._says.text()
    assert before.startswith("第 2 行是表头:序号、姓 名")
    wizard.heading.mark(2)
    assert wizard.heading._says.text() != before
    assert go() == COLUMNS
    assert "姓 名" not in [one.heading for one, _ in wizard.columns.columns]
    assert not wizard.onward.isEnabled(), "a row of a pupil names no required field"
    wizard.back.click()
    wizard.heading.mark(1)
    assert go() == COLUMNS
    assert wizard.columns.mapping[1] == "name"
    assert wizard.onward.isEnabled()


def test_a_required_field_without_a_column_blocks_with_a_sentence(
    wizard: ImportWizard, rosters: Path, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    wizard.read(rosters / "class_teacher.xlsx")
    settled()
    go()
    assert wizard.reason.isHidden()
    wizard.columns.choose(1, None)
    settled()
    assert not wizard.onward.isEnabled()
    assert wizard.reason.isVisible()
    assert wizard.reason.text().startswith("“姓名”是必填的")
    assert go() == COLUMNS
    wizard.columns.choose(1, "name")
    settled()
    assert wizard.reason.isHidden()
    assert go() == FINDINGS


def test_what_follows_from_the_identity_number_is_not_lacking(
    wizard: ImportWizard, rosters: Path, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    wizard.read(rosters / "parents_gb18030.csv")  # neither sex nor day of birth
    settled()
    assert go() == COLUMNS
    assert wizard.onward.isEnabled()
    wizard.columns.choose(1, None)  # now without the identity number
    settled()
    assert "“性别”、“出生日期”是必填的" in wizard.reason.text()


def test_a_field_taken_by_another_column_moves(
    wizard: ImportWizard, rosters: Path, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    wizard.read(rosters / "national_export.xlsx")
    settled()
    go()
    assert wizard.columns.mapping[19] == "home_addr"
    assert wizard.columns.mapping[21] is None
    assert wizard.columns.table.item(21, 3).text() == "请确认"
    wizard.columns.choose(21, "home_addr")
    assert wizard.columns.mapping[21] == "home_addr"
    assert wizard.columns.mapping[19] is None
    assert "“现住址”现在取自“家庭地址”" in wizard.columns._moved.text()
    assert wizard.columns.table.cellWidget(19, 2).currentIndex() == 0
    wizard.back.click()
    assert go() == COLUMNS
    assert wizard.columns.mapping[21] == "home_addr", "going back and forth keeps the choice"


def test_the_next_months_file_is_told_apart_and_the_same_file_changes_nothing(
    wizard: ImportWizard, office: Office, rosters: Path, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    ledger = office.ledgers["student"]
    name = "national_export.xlsx"
    apply_import(office, plan_import(office, ledger, name, (rosters / name).read_bytes()))
    wizard.read(rosters / "national_export_next_month.xlsx")
    settled()
    go()
    go()
    assert wizard.findings._summary.text() == "没有要处理的问题。"
    assert go() == PREVIEW
    found = {kind: text.split("\n")[1] for kind, text in texts(wizard).items()}
    assert found == {"new": "6", "changed": "10", "same": "1186", "skipped": "0", "refused": "0", "only_here": "4"}
    wizard.preview.counts["changed"].click()
    rows = table(wizard.preview.table)
    assert len({row[0] for row in rows}) == 10
    assert all(row[3] != row[4] for row in rows)
    assert any(row[2] == "家庭成员·联系电话" and row[4] == "13900000000" for row in rows)
    wizard.preview.counts["only_here"].click()
    assert [row[1] for row in table(wizard.preview.table)] == ["不会删除,内容不变"] * 4
    assert go() == DONE
    assert count(office) == 1206
    again = ImportWizard(office, ledger, wizard._tasks, wizard)
    again.show()
    again.read(rosters / "national_export_next_month.xlsx")
    settled()
    for _ in range(3):
        again.onward.click()
        settled()
    assert again.place == PREVIEW
    assert again.preview.counts["same"].text() == "不变\n1202"
    assert not again.onward.isEnabled()
    assert again.reason.text() == "没有新增也没有更新,不需要写入。"


def test_a_single_cell_is_mended_where_the_row_is(
    wizard: ImportWizard, office: Office, rosters: Path, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    """An identity number that the sheet has mangled, or one with a wrong check digit: each row has another right one."""
    wizard.read(rosters / "class_teacher.xlsx")
    settled()
    go()
    assert go() == FINDINGS
    page = wizard.findings
    assert page.deeds.currentIndex() == 0, "no value for all of them"
    page.next_line()
    assert page._one.text() == "第 23 行“身份证号”改成"
    page.one_instead.setText("21099920170328038" + check_digit("21099920170328038"))
    page.fix_one()
    settled()
    assert [line.number for line in page.groups[0].lines] == [10, 27]
    page.list.setCurrentRow(1)
    assert page.groups[1].kind == "可带说明"
    assert page.single.isVisible()
    page.forget()
    assert page.cells == {}


def test_one_value_is_mended_in_all_of_its_cells(
    wizard: ImportWizard, office: Office, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    paste(wizard, settled, "姓名\t性别\t出生日期\n王一\t男生女生\t2017-3-4\n王二\t男生女生\t2017-3-5\n王三\t女\t2017-3-6\n")
    assert wizard.place == HEADING
    go()
    assert go() == FINDINGS
    (group,) = wizard.findings.groups
    assert [(one.text, one.count) for one in group.values] == [("男生女生", 2)]
    assert [line.seen for line in group.lines] == ["男生女生", "男生女生"]
    assert wizard.findings.value.currentText() == "男生女生(2 处)"
    wizard.findings.instead.setText("男")
    wizard.findings.fix()
    settled()
    assert wizard.findings.groups == ()
    assert go() == PREVIEW
    assert [row[2] for row in table(wizard.preview.table)] == ["男", "男", "女"]
    wizard.back.click()
    wizard.back.click()
    assert go() == FINDINGS
    assert go() == PREVIEW
    assert texts(wizard)["new"] == "新增\n3", "what was mended stays mended"
    go()
    assert count(office) == 3


def test_a_row_that_may_mean_two_records_is_asked_about(
    wizard: ImportWizard, office: Office, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    ledger = office.ledgers["student"]
    both = SAME_NAME.format("210999201703040021", "210999201703040048")
    apply_import(office, plan_import(office, ledger, "a", both.encode(), answers={"id_checksum": "测试", "same_person": "否"}))
    assert count(office) == 2
    paste(wizard, settled, "姓名\t性别\t出生日期\t现住址\n李小雨\t女\t2017-3-4\t新街 5 号\n")
    go()
    assert go() == FINDINGS
    (group,) = wizard.findings.groups
    assert group.question == "two_candidates"
    assert wizard.findings.deeds.currentIndex() == 3
    assert wizard.findings.candidate.count() == 2
    wizard.findings.candidate.setCurrentIndex(1)
    assert "210999201703040048" in wizard.findings.candidate.currentText()
    wizard.findings.answer_candidate()
    settled()
    assert go() == PREVIEW
    assert texts(wizard)["changed"] == "更新\n1"
    go()
    changed = [one for one in office.store(ledger).page(ledger, Query()).records if one.get("home_addr")]
    assert [one.get("id_no") for one in changed] == ["210999201703040048"]


def test_f8_goes_from_finding_to_finding_across_groups(
    wizard: ImportWizard, rosters: Path, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    wizard.read(rosters / "class_teacher.xls")
    settled()
    go()
    go()
    page = wizard.findings
    seen = []
    for _ in range(5):
        seen.append((page.list.currentRow(), page.table.currentIndex().row()))
        page.next_line()
    assert seen == [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0)]
    page.last_line()
    page.last_line()
    assert (page.list.currentRow(), page.table.currentIndex().row()) == (0, 2)


def test_stopping_leaves_the_step_and_the_data_as_they_were(
    wizard: ImportWizard, office: Office, rosters: Path, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    wizard.read(rosters / "national_export.xlsx")
    settled()
    go()
    wizard.onward.click()
    assert wizard.working
    assert wizard.stop.isVisible()
    wizard.stop.click()
    settled()
    assert not wizard.working
    assert wizard.place == COLUMNS
    assert wizard.problem.text() == "已取消,数据没有改动。"
    assert count(office) == 0
    assert go() == FINDINGS


def test_data_changed_since_the_preview_is_not_written_over(
    wizard: ImportWizard, office: Office, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    paste(wizard, settled, "姓名\t性别\t出生日期\n王一\t男\t2017-3-4\n")
    go()
    go()
    assert go() == PREVIEW
    ledger = office.ledgers["student"]
    apply_import(office, plan_import(office, ledger, "b", "姓名\t性别\t出生日期\n王二\t男\t2017-3-5\n".encode()))
    assert go() == PREVIEW
    assert "预览之后数据又有改动" in wizard.problem.text()
    assert count(office) == 1
    assert go() == PREVIEW, "the next press looks anew"
    assert wizard.problem.text() == ""
    assert go() == DONE
    assert count(office) == 2


def test_the_next_file_of_the_same_make_goes_where_the_last_one_went(
    wizard: ImportWizard, office: Office, settled: Callable[[], None], go: Callable[[], int]
) -> None:
    sheet = "姓名\t性别\t出生日期\t家里\n{}\t男\t2017-3-4\t新街 5 号\n"
    paste(wizard, settled, sheet.format("王一"))
    go()
    assert wizard.columns.mapping[3] is None
    wizard.columns.choose(3, "home_addr")
    settled()
    assert [go(), go(), go()] == [FINDINGS, PREVIEW, DONE]
    again = ImportWizard(office, office.ledgers["student"], wizard._tasks, wizard)
    paste(again, settled, sheet.format("王二"))
    again.onward.click()
    settled()
    assert again.columns.mapping[3] == "home_addr"
    assert again.columns.table.item(3, 3).text() == "同上次"
    paste(again, settled, sheet.format("王三").replace("家里", "家里地方"))
    again.onward.click()
    settled()
    assert again.columns.mapping[3] is None, "other headings, other file"


def test_escape_does_not_throw_away_what_was_chosen(
    wizard: ImportWizard, settled: Callable[[], None], go: Callable[[], int], qtbot: QtBot
) -> None:
    paste(wizard, settled, "姓名\t性别\t出生日期\n王一\t男\t2017-3-4\n")
    go()
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    assert wizard.place == COLUMNS
    wizard.show_step(FILE)
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


def test_from_the_clipboard_to_the_vault_with_the_keyboard_alone(
    wizard: ImportWizard, office: Office, settled: Callable[[], None], qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("姓名\t性别\t出生日期\n王一\t男\t2017-3-4\n")
    qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled()
    seen = [wizard.place]
    for _ in range(4):
        qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Return)
        settled()
        seen.append(wizard.place)
    assert seen == [HEADING, COLUMNS, FINDINGS, PREVIEW, DONE]
    assert count(office) == 1


def test_a_file_may_be_dropped(wizard: ImportWizard, rosters: Path, settled: Callable[[], None]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(rosters / "class_teacher.xlsx"))])
    point, none = QPointF(5, 5), Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(point.toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    wizard.file.dragEnterEvent(entering)
    assert entering.isAccepted()
    wizard.file.dropEvent(QDropEvent(point, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none))
    settled()
    assert wizard.place == HEADING
    several = QMimeData()
    several.setUrls([QUrl.fromLocalFile("/a"), QUrl.fromLocalFile("/b")])
    refused = QDragEnterEvent(point.toPoint(), Qt.DropAction.CopyAction, several, Qt.MouseButton.LeftButton, none)
    refused.ignore()
    wizard.file.dragEnterEvent(refused)
    assert not refused.isAccepted()


def test_the_empty_sheet_that_is_offered_comes_back_as_it_is(
    wizard: ImportWizard, office: Office, settled: Callable[[], None], go: Callable[[], int], tmp_path: Path
) -> None:
    ledger = office.ledgers["student"]
    wizard.save_to(tmp_path / "空表.xlsx", lambda: template_workbook(ledger), wizard._template_saved)
    settled()
    assert "空表已存到“空表.xlsx”" in wizard.problem.text()
    assert wizard.problem.property("kind") == "good"
    wizard.read(tmp_path / "空表.xlsx")
    settled()
    assert go() == COLUMNS
    assert [one.heading for one, field in wizard.columns.columns if not field] == [], "every heading is known"
    assert [go(), go()] == [FINDINGS, PREVIEW]
    assert not wizard.onward.isEnabled()


def test_a_file_without_headings_lets_the_person_point(wizard: ImportWizard, settled: Callable[[], None]) -> None:
    paste(wizard, settled, "甲\t乙\n1\t2\n")
    assert wizard.place == HEADING
    assert not wizard.onward.isEnabled()
    assert "没有认出表头" in wizard.heading._says.text()
    wizard.heading.mark(0)
    assert wizard.onward.isEnabled()


def named(widget: QWidget) -> bool:
    words = widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton) else "")
    return any(ord(letter) > 0x2E7F for letter in words)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_step_fits_the_small_screen_and_names_its_controls(
    wizard: ImportWizard, rosters: Path, settled: Callable[[], None], go: Callable[[], int], look: Look, scale: float
) -> None:
    look.apply("dark", scale)
    for place in range(6):
        if place == HEADING:
            wizard.read(rosters / "class_teacher.ods")
            settled()
        elif place:
            assert go() == place
        hint = wizard.minimumSizeHint()
        assert hint.width() <= 1366
        assert hint.height() <= 768, f"step {place}"
        page = wizard.steps[place]
        controls = [one for kind in (QPushButton, QComboBox, QLineEdit, QTableView, QListWidget) for one in page.findChildren(kind)]
        assert [one for one in controls if one.isVisible() and not named(one)] == []
        # of buttons that exclude each other the pressed one takes the Tab, the arrows lead to the others
        alone = [one for one in controls if not (isinstance(one, QPushButton) and one.group() and not one.isChecked())]
        reachable = [one for one in alone if one.isVisible() and one.isEnabled() and isinstance(one, QPushButton | QComboBox | QLineEdit)]
        assert [one.accessibleName() for one in reachable if not one.focusPolicy() & Qt.FocusPolicy.TabFocus] == []
