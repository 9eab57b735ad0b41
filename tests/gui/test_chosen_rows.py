"""Rows of a ledger's table, as a clerk expects from a sheet: chosen by Shift and Ctrl, copied, pasted, thrown away together."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from jlt_desktop.gui.copying import as_mime
from jlt_desktop.gui.import_wizard import ImportWizard
from jlt_desktop.gui.ledger_page import LedgerPage
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.services.listing import COVERED


@pytest.fixture
def page(place, qtbot, settled):
    made = LedgerPage(place, place.office.ledgers["student"])
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    settled()
    made.table.setFocus()
    return made


def copied():
    return list(csv.reader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))


def row(page, place):
    return [str(page.model.index(place, column).data()) for column in range(page.model.columnCount())]


def pick(page, *places):
    """Choose rows as Ctrl and clicks would."""
    page.table.clearSelection()
    for one in places:
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        page.table.selectionModel().select(page.model.index(one, 0), flags)


def answer(beginning, seen):
    """Press a button of the question that comes up."""

    def press():
        box = next((one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()), None)
        if box is None:
            QTimer.singleShot(10, press)
            return
        seen.append(box.text())
        next(one for one in box.buttons() if one.text().startswith(beginning)).click()

    QTimer.singleShot(0, press)


def test_rows_are_chosen_by_keyboard_and_copied_for_a_sheet(page, qtbot):
    said = []
    page._place.said.connect(said.append)
    for _ in range(2):
        qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page._count.text() == "共 41 条,选中 3 条"
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied() == [row(page, place) for place in range(3)]
    assert said == ["已复制 3 行,可以粘贴到 WPS 或 Excel。"]
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    labels = [page.ledger.fields[name].label for name in page.ledger.sheet]
    assert copied() == [labels, *(row(page, place) for place in range(3))]
    pick(page, 1, 5)
    page.chosen_rows.copier.copy()
    assert copied() == [row(page, 1), row(page, 5)]
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.chosen()) == 41


def test_what_is_covered_is_copied_covered(place, qtbot, settled):
    page = LedgerPage(place, place.office.ledgers["care_file"])
    qtbot.addWidget(page)
    page.show()
    settled()
    page.chosen_rows.copier.copy()
    column = page.ledger.sheet.index("categories")
    assert copied()[0][column] == COVERED
    page._uncover()
    page.chosen_rows.copier.copy()
    assert copied()[0][column] == "留守儿童"


def test_a_copied_text_is_neither_a_formula_nor_a_number(tmp_path):
    rows = [["210999201705170010", "=1+1", '甲"乙', "两\n行", "a\tb", "+8613900000000", "-", ""]]
    made = as_mime(rows)
    assert next(csv.reader(io.StringIO(made.text()), delimiter="\t")) == [
        "210999201705170010", "'=1+1", '甲"乙', "两\n行", "a\tb", "+8613900000000", "'-", "",
    ]  # fmt: skip
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    (tmp_path / "copied.html").write_text(made.html(), encoding="utf-8")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    options = ["--infilter=calc_HTML_WebQuery", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", tmp_path]
    command = [program, "--headless", profile, *options, tmp_path / "copied.html"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    read = next(csv.reader(io.StringIO((tmp_path / "copied.csv").read_text(encoding="utf-8"))))
    assert read[:3] == ["210999201705170010", "=1+1", '甲"乙']


def test_several_rows_go_to_the_bin_and_come_back_together(page, settled):
    pick(page, 0, 2, 4)
    gone = page.chosen()
    assert len(gone) == 3
    seen = []
    answer("取消", seen)
    page.chosen_rows.remove()
    settled()
    assert page.model.rowCount() == 41
    answer("移到回收站", seen)
    page.chosen_rows.remove()
    settled()
    settled()
    assert seen == ["把选中的 3 条移到回收站?"] * 2
    assert [page.model.place_of(one) for one in gone] == [-1] * 3
    page.sieve.bin.click()
    settled()
    page.table.selectAll()
    assert sorted(page.chosen()) == sorted(gone)
    page.chosen_rows.bring_back()
    settled()
    settled()
    page.sieve.bin.click()
    settled()
    assert page.model.rowCount() == 41


def test_what_was_copied_in_a_sheet_is_pasted_into_the_import(place, qtbot, settled):
    window = MainWindow(place.office, place.tasks, place.look, place.program)
    qtbot.addWidget(window)
    window.show()
    window.go("student")
    settled()
    QGuiApplication.clipboard().setText("姓名\t性别\t出生日期\n王一\t男\t2017-3-4\n")
    page = window.stack.currentWidget()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled()
    wizard = next(one for one in window.windows.open if isinstance(one, ImportWizard))
    assert wizard.heading._says.text().startswith("第 1 行是表头:姓名、性别、出生日期")
    wizard.reject()
