"""The bureau's window: nothing foreign or clipped in it, and a whole day done by its buttons."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QWidget

from jlt_desktop import app
from jlt_desktop.bundle.receipt import Finding
from jlt_desktop.district import enrol, founding, status
from jlt_desktop.district.bureau import open_bureau
from jlt_desktop.gui.district_dialogs import EnrolDialog
from jlt_desktop.gui.district_program import DistrictProgram
from jlt_desktop.gui.district_setup import DistrictSetup
from jlt_desktop.gui.district_shots import DistrictPhotographer
from jlt_desktop.gui.district_window import DistrictFront, DistrictWindow
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.paths import db_schema, resources
from tests.district.conftest import APPROVER, FAST, OFFICER, ROOT_PASSWORD, SchoolSide, key_of, write_request
from tests.gui.test_every_window import faults

CODES = [f"21099900{number:02}" for number in range(1, 9)]


@pytest.fixture
def program(office, tmp_path):
    return DistrictProgram(
        folder=office.folder, resources=resources(), user_data=tmp_path / "profile", people=app.people,
        open_office=lambda folder, user, password: open_bureau(folder, user, password, db_schema(), floor=FAST),
        found=lambda folder, asked: founding.found(folder, asked, db_schema(), FAST, FAST),
    )  # fmt: skip


@pytest.fixture
def stick(office, tmp_path) -> Path:
    """What eight schools have brought: good ones, one after a gap, a fork, a new chain, a damaged one; and what is expected."""
    folder = tmp_path / "stick" / "in"
    folder.mkdir(parents=True)
    for form, period, due in (
        ("general", "2026-10", "2026-11-05"),
        ("general", "2026-11", "2026-12-05"),
        ("confidential", "2026-11", "2026-12-05"),
    ):
        status.expect(office.bureau, form, period, due)
    schools = [office.enrolled(code, tmp_path / "stick") for code in CODES]
    for place, school in enumerate(schools[:7]):
        made = [school.bundle(period=f"2026-{month}") for month in (10, 11)]
        kept = made if place != 3 else made[1:]
        if place == 4:
            twin = SchoolSide(school.code, school.recipient, school.key, school.certificate, 1, "1" * 64)
            kept = [*made, twin.bundle(period="2026-11")]
        if place == 5:
            again = SchoolSide(school.code, school.recipient, school.key, school.certificate, chain="e" * 32)
            kept = [made[0], again.bundle(period="2026-11")]
        for number, one in enumerate(kept):
            (folder / f"{one.name.removesuffix('.zip')}{'-b' if number == 2 or (place == 5 and number == 1) else ''}.zip").write_bytes(
                one.data
            )
    (folder / "SUB-2109990008-2026-11-000001.zip").write_bytes(b"damaged on the way")
    return folder


class Inspector(DistrictPhotographer):
    """Looks instead of taking pictures."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.found: list[str] = []

    def grab(self, name: str, widget: QWidget) -> None:
        for one in (widget, *widget.findChildren(QWidget)):
            if one.isVisible():
                self.found += [f"{name}: {words}" for words in faults(one)]
        size = widget.window().size()
        if size.width() > 1366 or size.height() > 768:
            self.found.append(f"{name}: {size.width()}x{size.height()} does not fit")
        self.made.append(Path(name))


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_foreign_nameless_or_clipped(office, stick, program, tmp_path, scale, qapp):
    asked = enrol.look(office.bureau, write_request(SchoolSide("2109990099", "", key_of("2109990099")), tmp_path / "stick"))
    inspector = Inspector(program, office.bureau, tmp_path, "light", scale)
    inspector.take_all([stick], asked)
    inspector.look.apply("light", 1.0)
    assert len(inspector.made) == 11
    assert inspector.failures == []
    assert inspector.found == [], "\n".join(sorted(set(inspector.found)))


def test_pictures_are_taken_in_both_modes(office, stick, program, tmp_path, qapp):
    """Kept where JLT_SHOTS says, for looking at."""
    out = Path(os.environ.get("JLT_SHOTS") or tmp_path)
    asked = enrol.look(office.bureau, write_request(SchoolSide("2109990099", "", key_of("2109990099")), tmp_path / "stick"))
    for mode in ("light", "dark"):
        made = DistrictPhotographer(program, office.bureau, out, mode)
        assert len(made.take_all([stick], asked)) == 11
        made.look.apply("light", 1.0)


@pytest.fixture
def window(office, program, qtbot):
    tasks = Tasks()
    lost: list[object] = []
    tasks.failed.connect(lost.append)
    made = DistrictWindow(office.bureau, tasks, program)
    qtbot.addWidget(made)
    made.show()
    made.settle = lambda: qtbot.waitUntil(lambda: tasks.idle, timeout=30000)
    yield made
    made.settle()
    tasks.close()
    assert not lost, [str(one) for one in lost]


def texts(table) -> list[list[str]]:
    model = table.model()
    return [[str(model.index(row, column).data()) for column in range(model.columnCount())] for row in range(model.rowCount())]


def test_a_dropped_stick_is_taken_in_and_told_in_words(window, stick, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(stick))])
    window.intake.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )
    window.settle()
    rows = texts(window.intake.table)
    assert [row[0] for row in rows] == ["同一编号两份不同,报警", "退回", "暂存,等前面缺的", "暂存,等前面缺的", *["收讫"] * 11]
    assert rows[1][7] == "SUB-2109990008-2026-11-000001.zip"
    assert "收讫 11 份" in window.intake.said.text()
    back = tmp_path / "back"
    window.intake.write_to(back)
    window.settle()
    assert len(list(back.glob("RECEIPT-*.json"))) == len(list(back.glob("*.json.sig"))) == 14
    window.pages.setCurrentWidget(window.status)
    window.settle()
    matrix = {row[0]: row[2:] for row in texts(window.status.table)}
    assert matrix[CODES[0]] == ["✓ 已收", "○ 未到", "✓ 已收"]
    assert matrix[CODES[3]] == ["✕ 未到(过期)", "○ 未到", "△ 缺号"]
    assert matrix[CODES[4]][2] == "‼ 冲突"
    assert matrix[CODES[5]][2] == "△ 等同意"
    assert matrix[CODES[7]] == ["✕ 未到(过期)", "○ 未到", "○ 未到"]
    assert sorted(row[0] for row in texts(window.status.alarms)) == ["冲突", "等同意", "缺号"]
    waiting = next(one for one in window.status._alarms if one.state == "等同意")
    window.status.agree_to(waiting.submission)
    window.settle()
    assert {row[0]: row[2:] for row in texts(window.status.table)}[CODES[5]][2] == "✓ 已收"
    window.status.period.setCurrentIndex(window.status.period.findData("2026-10"))
    window.status.table.setCurrentIndex(window.status.table.model().index(0, 2))
    number, _ = window.status._chosen()
    window.status.send_back(number, [Finding(code="value", words="男生数少了一个班。")])
    window.settle()
    assert texts(window.status.table)[0][2] == "↩ 退回"
    window.status.export_to(tmp_path / "out")
    window.settle()
    assert {one.name for one in (tmp_path / "out").iterdir()} == {
        "RETURNS-2026-10-general.xlsx",
        "RETURNS-2026-10-general-student_counts.csv",
    }
    window.status.export_to(tmp_path / "open", public=True)
    window.settle()
    assert {one.name for one in (tmp_path / "open").iterdir()} == {
        "PUBLISH-2026-10-general.xlsx",
        "PUBLISH-2026-10-general-student_counts.csv",
    }


def test_help_is_about_this_window(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    found = next(one for one in window.findChildren(QDialog) if one.isVisible())
    assert "局端收件" in found.browser.toPlainText()
    found.accept()


def test_a_school_is_enrolled_by_two_people(window, office, tmp_path, monkeypatch):
    school = SchoolSide(CODES[0], "", key_of(CODES[0]))
    place = write_request(school, tmp_path / "stick")
    asked = enrol.look(office.bureau, place)
    dialog = EnrolDialog(asked, "初次登记")
    assert not dialog.does.isEnabled()
    assert asked.fingerprint not in "".join(one.text() for one in dialog.findChildren(type(window.intake.said)))
    page = window.schools
    window.pages.setCurrentWidget(page)
    window.settle()
    page.enter(asked, "0000", "")
    window.settle()
    assert "不一样" in page.said.text()
    page.enter(asked, asked.fingerprint, "示例第一小学")
    window.settle()
    assert texts(page.table)[0][:4] == ["1", "示例第一小学", CODES[0], "等待复核"]
    page.approve_as(1, OFFICER[0], OFFICER[1])
    window.settle()
    assert "不能自己复核" in page.said.text()
    page.approve_as(1, *APPROVER)
    window.settle()
    assert texts(page.table)[0][3] == "有效"


def test_the_first_day_and_the_lock(program, qtbot, qapp, tmp_path):
    tasks = Tasks()
    look = Look(qapp, resources())
    front = DistrictFront(DistrictProgram(**{**program.__dict__, "folder": tmp_path / "new"}), tasks, look)
    front.open()
    setup = front.window
    assert isinstance(setup, DistrictSetup)
    given = {
        "district": "210999", "name": "示例区教育局", "officer": OFFICER[0], "officer_password": OFFICER[1], "approver": APPROVER[0],
        "approver_password": APPROVER[1], "root": str(tmp_path / "stick.age"), "root_password": ROOT_PASSWORD,
    }  # fmt: skip
    setup.found()
    assert "根钥匙写到哪里" in setup.said.text()
    for key, text in given.items():
        setup.fields[key].setText(text)
    setup.found()
    qtbot.waitUntil(lambda: tasks.idle, timeout=30000)
    assert setup.pages.currentIndex() == 1
    assert "SHA256:" in setup.codes.toPlainText()
    assert not setup.noted.isEnabled()
    setup.typed.setText(setup.codes.toPlainText().splitlines()[-1].partition(":")[2])
    assert setup.noted.isEnabled()
    setup.noted.click()
    qtbot.waitUntil(lambda: tasks.idle and front.window is not setup and front.window.person.count() == 2, timeout=30000)
    assert front.window.windowTitle() == "局端收件"
    assert [front.window.person.itemText(place) for place in (0, 1)] == [f"{OFFICER[0]}(收件员)", f"{APPROVER[0]}(复核人)"]
    front.window.password.setText(OFFICER[1])
    front.window.unlock()
    qtbot.waitUntil(lambda: isinstance(front.window, DistrictWindow), timeout=30000)
    front.window.locked.emit()
    qtbot.waitUntil(lambda: tasks.idle and not isinstance(front.window, DistrictWindow), timeout=30000)
    front.window.close()
    front.close()
    shutil.rmtree(tmp_path / "new")
