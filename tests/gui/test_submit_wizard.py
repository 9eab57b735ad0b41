"""The submit wizard on a real vault, down to the file on the stick, which the bureau's own check accepts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QStorageInfo, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.verify import verify_bundle
from jlt_desktop.gui.drives import Drive, drives
from jlt_desktop.gui.imports_page import ImportsPage
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.sent_page import SentPage
from jlt_desktop.gui.submit_wizard import SubmitWizard
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.services.submit_needs import check_code
from jlt_desktop.services.submitting import sent, sign_and_seal
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    School = Any  # the value of the shared fixture

PERIOD, CHECK, CONTENTS, SIGN, WRITE = range(5)
GIB = 1024**3


@pytest.fixture
def office(open_as: Callable[[str], Office], rosters: Path) -> Office:
    made = open_as("clerk")
    content = (rosters / "class_teacher.xlsx").read_bytes()
    apply_import(made, plan_import(made, made.ledgers["student"], "class_teacher.xlsx", content))
    return made


@pytest.fixture
def make_wizard(tasks: Tasks, look: Look, qtbot: QtBot, school: School, settled: Callable[[], None]) -> Callable[[Office], SubmitWizard]:
    def make(office: Office) -> SubmitWizard:
        made = SubmitWizard(office, tasks, None, None, partial(sign_and_seal, floor=school.cost))  # type: ignore[arg-type]
        qtbot.addWidget(made)
        made.show()
        settled()
        return made

    return make


@pytest.fixture
def wizard(office: Office, make_wizard: Callable[[Office], SubmitWizard]) -> SubmitWizard:
    return make_wizard(office)


@pytest.fixture
def press(settled: Callable[[], None]) -> Callable[[SubmitWizard], int]:
    """Press the main button, wait, and tell which step is shown."""

    def go(wizard: SubmitWizard) -> int:
        wizard.onward.click()
        settled()
        return wizard.place

    return go


def to_signature(wizard: SubmitWizard, press: Callable[[SubmitWizard], int]) -> None:
    assert [press(wizard) for _ in range(3)] == [CHECK, CONTENTS, SIGN]


def sign(wizard: SubmitWizard, press: Callable[[SubmitWizard], int], school: School) -> int:
    wizard.signing.who.setCurrentText(school.people["principal"][0])
    wizard.signing.password.setText(school.people["principal"][1])
    return press(wizard)


def test_whole_way_to_a_file_that_the_bureau_accepts(
    wizard: SubmitWizard, office: Office, school: School, press: Callable[[SubmitWizard], int], tmp_path: Path
) -> None:
    assert wizard.period.period == "2026-11"
    assert press(wizard) == CHECK
    assert [one.found for one in wizard.check._needs] == ["2109990001", "已登记(区划 210905)", "孙校长"]
    assert press(wizard) == CONTENTS
    parcel = wizard._parcel
    digest = hashlib.sha256(parcel.payload.data).hexdigest()
    assert digest in wizard.contents._hash.text()
    assert check_code(digest) in wizard.contents._hash.text()
    held = {(one.ledger, one.field) for one in parcel.withheld}
    assert {("学生", "姓名"), ("学生", "身份证件号"), ("家庭成员", "联系电话")} <= held
    assert wizard.contents.withheld.rows.rowCount() == len(parcel.withheld)
    shown = [
        wizard.contents.rows.model().headerData(n, Qt.Orientation.Horizontal) for n in range(wizard.contents.rows.model().columnCount())
    ]
    assert shown == [one.title for one in parcel.tables[0].columns]
    assert press(wizard) == SIGN
    assert [wizard.signing.who.itemText(n) for n in range(wizard.signing.who.count())] == ["孙校长"]
    assert wizard.onward.text() == "我已核对,签名(&S)"
    assert not wizard.onward.isEnabled()
    assert sign(wizard, press, school) == WRITE
    assert not wizard.back.isVisible()
    stick = tmp_path / "stick"
    stick.mkdir()
    wizard.writing.choose_folder(stick)
    assert press(wizard) == WRITE
    assert wizard.writing.said.text() == "已写入并核对一致。"
    (file,) = stick.iterdir()
    assert file.name == "SUB-2109990001-2026-11-000001.zip"
    assert hashlib.sha256(file.read_bytes()).hexdigest() in wizard.writing._code.text()
    assert wizard.onward.text() == "完成(&F)"
    key = sshsig.AllowedSigner((sshsig.principal("2109990001"),), office.session.signing_public)
    verdict = verify_bundle(file.read_bytes(), [key], datetime.now().astimezone(), school.identity)
    assert (verdict.verdict, verdict.code) == ("accepted", "")
    assert verdict.statement.plaintext["sha256"] == digest, "what was previewed is what was sealed"
    assert [one.name for one in verdict.bag.tables] == [one.name for one in parcel.tables]
    assert [[list(row) for row in one.rows] for one in verdict.bag.tables] == [[list(row) for row in one.rows] for one in parcel.tables]
    told = str(verdict.bag.tables)
    names = [one.get("name") for one in office.store(office.ledgers["student"]).page(office.ledgers["student"], Query()).records]
    assert len(names) == 41
    assert [one for one in names if str(one) in told] == []


def test_a_wrong_passphrase_is_said_and_nothing_is_signed(
    wizard: SubmitWizard, office: Office, school: School, press: Callable[[SubmitWizard], int]
) -> None:
    to_signature(wizard, press)
    assert wizard.signing.password.echoMode() == QLineEdit.EchoMode.Password
    wizard.signing.password.setText(school.people["clerk"][1])
    assert press(wizard) == SIGN
    assert "姓名或口令不对" in wizard.problem.text()
    assert wizard.signing.password.text() == ""
    assert sent(office) == []


def test_what_is_missing_blocks_with_what_to_do(
    office: Office, make_wizard: Callable[[Office], SubmitWizard], press: Callable[[SubmitWizard], int]
) -> None:
    store = office.session.store("general")
    with store.transaction():
        Settings(store.conn).set("bureau", None)
    wizard = make_wizard(office)
    assert press(wizard) == CHECK
    assert wizard.reason.text() == "缺教育局收件钥匙。请在“设置与备份”里登记教育局给的收件钥匙(age1 开头)。"
    assert not wizard.onward.isEnabled()
    assert press(wizard) == CHECK
    assert not wizard.check.table.isVisible()


def test_another_period_asks_for_a_new_preview(wizard: SubmitWizard, press: Callable[[SubmitWizard], int]) -> None:
    assert [press(wizard), press(wizard)] == [CHECK, CONTENTS]
    before, hash_before = wizard._parcel, wizard.contents._hash.text()
    wizard.go_back()
    wizard.go_back()
    wizard.period.box.setCurrentIndex(wizard.period.box.findData("2026-T1"))
    assert [press(wizard), press(wizard)] == [CHECK, CONTENTS]
    assert (before.period, wizard._parcel.period) == ("2026-11", "2026-T1")
    assert wizard.contents._hash.text() != hash_before
    assert press(wizard) == SIGN
    assert "2026—2027学年第一学期" in wizard.signing._summary.text()


def test_data_changed_after_the_preview_cannot_be_signed(
    wizard: SubmitWizard, office: Office, school: School, press: Callable[[SubmitWizard], int]
) -> None:
    to_signature(wizard, press)
    content = "姓名\t性别\t出生日期\t民族\n王一\t男\t2017-3-4\t汉族\n".encode()
    apply_import(office, plan_import(office, office.ledgers["student"], "b", content))
    assert sign(wizard, press, school) == PERIOD
    assert "预览之后数据又有改动,没有签名" in wizard.problem.text()
    assert sent(office) == []
    to_signature(wizard, press)
    assert sign(wizard, press, school) == WRITE
    assert [one.seq for one in sent(office)] == [1]


def test_drives_that_cannot_be_used_are_grey_and_say_why(
    wizard: SubmitWizard, school: School, press: Callable[[SubmitWizard], int]
) -> None:
    to_signature(wizard, press)
    sign(wizard, press, school)
    found = [
        Drive(Path("/media/u/KINGSTON"), "KINGSTON", 7 * GIB, 8 * GIB, ""),
        Drive(Path("/media/u/OLD"), "OLD", 0, GIB, "空间不足"),
        Drive(Path("/"), "/", GIB, GIB, "不是移动盘"),
    ]
    wizard.writing.show_drives(found)
    items = [wizard.writing.places.item(row) for row in range(3)]
    assert [bool(one.flags() & Qt.ItemFlag.ItemIsEnabled) for one in items] == [True, False, False]
    assert items[0].text() == "KINGSTON  /media/u/KINGSTON\n共 8.0 GB,剩余 7.0 GB"
    assert items[1].text().endswith("不能用:空间不足")
    assert wizard.writing.folder == Path("/media/u/KINGSTON")
    wizard.writing.show_drives(found[1:])
    assert wizard.writing.folder is None
    assert not wizard.onward.isEnabled()
    assert "没有找到能用的 U 盘" in wizard.writing._where.text()


def test_two_sticks_of_one_name_are_told_apart(wizard: SubmitWizard, school: School, press: Callable[[SubmitWizard], int]) -> None:
    to_signature(wizard, press)
    sign(wizard, press, school)
    wizard.writing.show_drives([Drive(Path(f"/media/u/{place}"), "KINGSTON", 7 * GIB, 8 * GIB, "") for place in ("KINGSTON", "KINGSTON1")])
    items = [wizard.writing.places.item(row) for row in range(2)]
    assert len({one.text() for one in items}) == 2
    assert wizard.writing.folder is None, "nobody guesses which of the two is meant"
    assert not wizard.onward.isEnabled()
    wizard.writing.places.setCurrentItem(items[1])
    assert wizard.writing.folder == Path("/media/u/KINGSTON1")
    assert wizard.onward.isEnabled()


def test_the_reason_why_a_drive_cannot_be_used(tmp_path: Path) -> None:
    here = QStorageInfo(str(tmp_path))
    if not drives(0, [here], lambda _one: True):
        pytest.skip("the folder for tests lies on no drive of its own here")
    assert [one.why for one in drives(0, [here], lambda _one: False)] == ["不是移动盘"]
    assert [one.why for one in drives(0, [here], lambda _one: True)] == [""]
    assert [one.why for one in drives(here.bytesAvailable() + 1, [here], lambda _one: True)] == ["空间不足"]


def test_a_stick_pulled_out_is_said_and_another_takes_the_same_bytes(
    wizard: SubmitWizard, school: School, press: Callable[[SubmitWizard], int], tmp_path: Path
) -> None:
    to_signature(wizard, press)
    sign(wizard, press, school)
    wizard.writing.choose_folder(tmp_path / "gone")
    assert press(wizard) == WRITE
    assert "U 盘可能已经拔出" in wizard.problem.text()
    assert "本机的材料完好" in wizard.problem.text()
    assert not wizard.writing.written
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        wizard.writing.choose_folder(folder)
        press(wizard)
        assert wizard.writing.written
        assert wizard.problem.text() == ""
        wizard.writing.once_more.click()
    (first,), (second,) = one.iterdir(), two.iterdir()
    assert first.read_bytes() == second.read_bytes()


def test_the_counselor_hands_over_counts_and_no_rows(
    open_as: Callable[[str], Office],
    make_wizard: Callable[[Office], SubmitWizard],
    press: Callable[[SubmitWizard], int],
) -> None:
    wizard = make_wizard(open_as("counselor"))
    assert [press(wizard), press(wizard)] == [CHECK, CONTENTS]
    assert wizard._parcel.scope == "confidential"
    assert wizard._parcel.tables
    assert all(one.name.endswith("_counts") for one in wizard._parcel.tables)


def test_past_submissions_are_listed_and_written_again(
    wizard: SubmitWizard,
    office: Office,
    tasks: Tasks,
    school: School,
    press: Callable[[SubmitWizard], int],
    settled: Callable[[], None],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    page = SentPage(office, tasks)
    qtbot.addWidget(page)
    page.show()
    settled()
    assert not page.again.isEnabled()
    assert page._empty.isVisible()
    to_signature(wizard, press)
    sign(wizard, press, school)
    page.reload()
    settled()
    model = page.table.model()
    row = [model.index(0, column).data() for column in range(model.columnCount())]
    assert (row[0], row[1], row[3], row[4]) == ("1", "2026-11", "赵文员", "SUB-2109990001-2026-11-000001.zip")
    assert row[5] == check_code(wizard._made.sha256)
    folder = tmp_path / "again"
    folder.mkdir()
    page.write_to(folder)
    settled()
    assert page.said.text().startswith("已写入并核对一致")
    assert (folder / row[4]).read_bytes() == wizard._made.data
    page.write_to(tmp_path / "gone")
    settled()
    assert "找不到" in page.said.text()
    assert page.said.property("kind") == "problem"


def test_a_period_reported_before_is_named(
    wizard: SubmitWizard,
    office: Office,
    school: School,
    press: Callable[[SubmitWizard], int],
    make_wizard: Callable[[Office], SubmitWizard],
) -> None:
    assert wizard.period._before.text() == "这个期间还没有报送过。"
    to_signature(wizard, press)
    sign(wizard, press, school)
    again = make_wizard(office)
    assert again.period._before.text().startswith("这个期间已经报送过:第 1 号")


def test_an_import_is_taken_back_from_the_list(office: Office, tasks: Tasks, settled: Callable[[], None], qtbot: QtBot) -> None:
    page = ImportsPage(office, tasks)
    qtbot.addWidget(page)
    heard: list[str] = []
    page.undone.connect(heard.append)
    page.show()
    settled()
    model = page.table.model()
    row = [model.index(0, column).data() for column in range(model.columnCount())]
    assert row[1:] == ["学生", "导入“class_teacher.xlsx”", "赵文员", "新增 41、更新 0、不变 0、跳过 2、拒收 3", "有效"]

    def agree() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "class_teacher.xlsx" in box.text()
        next(one for one in box.buttons() if one.text() == "撤销这次导入").click()

    QTimer.singleShot(0, agree)
    page.undo.click()
    settled()
    assert page.said.text().startswith("82 条记录")
    assert heard == ["student"]
    assert office.store(office.ledgers["student"]).page(office.ledgers["student"], Query()).total == 0
    assert page.table.model().index(0, 5).data().startswith("已撤销")
    assert not page.undo.isEnabled()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_step_fits_the_small_screen(
    wizard: SubmitWizard, school: School, press: Callable[[SubmitWizard], int], look: Look, scale: float
) -> None:
    look.apply("light", scale)
    for place in (PERIOD, CHECK, CONTENTS, SIGN, WRITE):
        if place == WRITE:
            sign(wizard, press, school)
        elif place:
            press(wizard)
        assert wizard.place == place
        hint = wizard.minimumSizeHint()
        assert (hint.width() <= 1366, hint.height() <= 768) == (True, True), f"step {place}: {hint}"
