"""Submitting in the windows, on a real vault: the clerk finalises, the principal signs in a session of their own, the clerk writes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QStorageInfo, Qt, QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.verify import verify_bundle
from jlt_desktop.gui.drives import Drive, drives, eject
from jlt_desktop.gui.hand_in_dialog import HandInDialog
from jlt_desktop.gui.imports_page import ImportsPage
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.program import Program
from jlt_desktop.gui.sent_page import SentPage
from jlt_desktop.gui.sign_dialog import SignDialog
from jlt_desktop.gui.submission_page import SubmissionPage
from jlt_desktop.gui.submit_wizard import SubmitWizard
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.gui.workplace import Workplace
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.services.rail import batches
from jlt_desktop.services.signing import approve
from jlt_desktop.services.submit_needs import check_code
from jlt_desktop.services.submitting import sent
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    School = Any  # the value of the shared fixture
    Stage = Any

REQUEST, CHECK, CONTENTS, FIX = range(4)
GIB = 1024**3


class Bench:
    """Opens the windows of one user after the other and waits for the worker."""

    def __init__(
        self, open_as: Callable[[str], Office], tasks: Tasks, look: Look, program: Program, qtbot: QtBot, settled: Callable[[], None]
    ) -> None:
        self._open_as, self._more, self._qtbot, self.settled = open_as, (tasks, look, program), qtbot, settled
        self._held: list[object] = []

    def place(self, role: str) -> Workplace:
        self.office = self._open_as(role)
        return Workplace(self.office, *self._more)

    def show(self, widget: Any) -> Any:
        widget.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # the bench closes them
        self._held.append(widget)
        self._qtbot.addWidget(widget)
        widget.show()
        self.settled()
        return widget

    def press(self, window: Any) -> int:
        window.onward.click()
        self.settled()
        return int(window.place)

    def fixed(self, role: str = "clerk") -> SubmitWizard:
        wizard = self.show(SubmitWizard(self.place(role)))
        assert [self.press(wizard) for _ in range(4)] == [CHECK, CONTENTS, FIX, FIX], wizard.problem.text()
        assert wizard.fixing.done
        return wizard

    def signed(self, school: School) -> SignDialog:
        dialog = self.show(SignDialog(self.place("principal"), None, partial(approve, floor=school.cost)))
        dialog.password.setText(school.people["principal"][1])
        dialog.approve()
        self.settled()
        assert dialog.said.property("kind") == "good", dialog.said.text()
        return dialog

    def handing(self) -> HandInDialog:
        place = self.place("clerk")
        return self.show(HandInDialog(place, sent(self.office)[0]))


@pytest.fixture
def bench(
    open_as: Callable[[str], Office], tasks: Tasks, look: Look, program: Program, qtbot: QtBot, settled: Callable[[], None], rosters: Path
) -> Bench:
    office = open_as("clerk")
    content = (rosters / "class_teacher.xlsx").read_bytes()
    apply_import(office, plan_import(office, office.ledgers["student"], "class_teacher.xlsx", content))
    return Bench(open_as, tasks, look, program, qtbot, settled)


def test_whole_way_through_three_sessions_to_a_file_that_the_bureau_accepts(bench: Bench, school: School, tmp_path: Path) -> None:
    wizard = bench.show(SubmitWizard(bench.place("clerk")))
    assert wizard.request.period == "2026-11"
    assert bench.press(wizard) == CHECK
    assert [one.found for one in wizard.check._needs] == ["2109990001", "已登记(区划 210905)", "孙校长"]
    assert "没有发现问题" in wizard.check._clean.text()
    assert bench.press(wizard) == CONTENTS
    parcel = wizard._looked.parcel
    digest = hashlib.sha256(parcel.payload.data).hexdigest()
    assert digest in wizard.contents._hash.text()
    assert check_code(digest) in wizard.contents._hash.text()
    held = {(one.ledger, one.field) for one in parcel.withheld}
    assert {("学生", "姓名"), ("学生", "身份证件号"), ("家庭成员", "联系电话")} <= held
    assert wizard.contents.withheld.rows.rowCount() == len(parcel.withheld)
    model = wizard.contents.rows.model()
    shown = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert shown == [one.title for one in parcel.tables[0].columns]
    assert bench.press(wizard) == FIX
    assert wizard.onward.text() == "定稿,锁定内容(&S)"
    assert bench.press(wizard) == FIX
    assert wizard.fixing._done.text() == "已定稿,内容已锁定。"
    assert digest in wizard.fixing._code.text()
    assert not wizard.back.isVisible()
    assert sent(bench.office) == [], "the clerk's session signs nothing"
    asked: list[bool] = []
    wizard.lock_wanted.connect(lambda: asked.append(True))
    wizard.fixing.lock.click()
    assert asked == [True]

    dialog = bench.show(SignDialog(bench.place("principal"), None, partial(approve, floor=school.cost)))
    assert dialog.go.text() == "我已核对,签名(&S)"
    assert not dialog.go.isEnabled()
    assert check_code(digest) in dialog.summary.text()
    assert [dialog.tables.itemText(n).split(" · ")[0] for n in range(dialog.tables.count())] == [one.title for one in parcel.tables]
    dialog.password.setText(school.people["clerk"][1])
    dialog.approve()
    bench.settled()
    assert "姓名或口令不对" in dialog.said.text()
    assert dialog.password.text() == ""
    assert sent(bench.office) == []
    dialog.password.setText(school.people["principal"][1])
    dialog.approve()
    bench.settled()
    assert dialog.said.text() == "已签名封装:SUB-2109990001-2026-11-000001.zip。请经办人登录后写到 U 盘。"
    assert dialog._none.isVisible()

    handing = bench.handing()
    stick = tmp_path / "stick"
    stick.mkdir()
    handing.writing.choose_folder(stick)
    handing.writing.files.setChecked(True)
    assert bench.press(handing) == 0
    names = sorted(one.name for one in stick.iterdir())
    assert names == [f"SUB-2109990001-2026-11-000001.{ending}" for ending in ("pdf", "xlsx", "zip")]
    file = stick / names[2]
    assert hashlib.sha256(file.read_bytes()).hexdigest() in handing.writing._code.text()
    key = sshsig.AllowedSigner((sshsig.principal("2109990001"),), bench.office.session.signing_public)
    verdict = verify_bundle(file.read_bytes(), [key], datetime.now().astimezone(), school.identity)
    assert (verdict.verdict, verdict.code) == ("accepted", "")
    assert verdict.statement.plaintext["sha256"] == digest, "what was previewed is what was sealed"
    told = str(verdict.bag.tables)
    students = bench.office.ledgers["student"]
    pupils = [str(one.get("name")) for one in bench.office.store(students).page(students, Query()).records]
    assert len(pupils) == 41
    assert [one for one in pupils if one in told] == []
    assert bench.press(handing) == 1
    assert not handing.onward.isEnabled()
    handing.handing.to.setText("刘科员")
    bench.press(handing)
    (one,) = batches(bench.office)
    assert [step.words for step in one.steps][-5:] == ["已定稿", "已审签", "已封装", "已写入并核对", "已递交"]
    assert one.steps[-1].note == "交给刘科员,U 盘当面交"


def test_what_is_missing_blocks_with_what_to_do(bench: Bench) -> None:
    place = bench.place("clerk")
    store = bench.office.session.store("general")
    with store.transaction():
        Settings(store.conn).set("bureau", None)
    wizard = bench.show(SubmitWizard(place))
    assert bench.press(wizard) == CHECK
    assert wizard.reason.text() == "缺教育局收件钥匙。请在“设置与备份”里登记教育局给的收件钥匙(age1 开头)。"
    assert not wizard.onward.isEnabled()
    assert batches(bench.office) == [], "nothing is begun that cannot be finished"


def test_what_is_wrong_leads_to_the_cell_and_goes_away_when_it_is_mended(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    place = bench.place("clerk")
    students = bench.office.ledgers["student"]
    pupil = bench.office.store(students).page(students).records[0]
    bench.office.store(students).conn.execute("UPDATE l_student SET f_name = NULL WHERE id = ?", (pupil.id,))
    wizard = bench.show(SubmitWizard(place))
    wizard.request.box.setCurrentIndex(wizard.request.box.findData("2026-T1"))
    bench.press(wizard)
    assert wizard.check.table.rows.rowCount() == 1
    assert wizard.check.table.rows.row(0)[:2] == ("逻辑·必须改", "学生")
    assert wizard.reason.text() == "还有 1 条必须改。"
    assert not wizard.onward.isEnabled()
    wanted: list[tuple[str, str, str]] = []
    place.field_wanted.connect(lambda *where: wanted.append(where))
    wizard.check.mend.click()
    assert wanted == [("student", pupil.id, "name")]
    place.desk.save(students, {"name": "张改好"}, record_id=pupil.id)
    place.changed.emit("student")
    bench.settled()
    assert "没有发现问题" in wizard.check._clean.text()
    assert wizard.onward.isEnabled()


def test_what_is_strange_is_explained_and_the_explanation_is_in_the_preview(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    place = bench.place("clerk")
    ledger = next(one for one in bench.office.ledgers.values() if one.submits)
    given = {"req_title": "月报", "to_org": "教育局", "due_at": "2026-11-30 17:00", "period": "2026-11", "as_of": "2026-11-20"}
    place.desk.save(ledger, given)
    wizard = bench.show(SubmitWizard(place))
    bench.press(wizard)
    assert wizard.reason.text() == "还有 1 条要改或写说明。"
    monkeypatch.setattr(QInputDialog, "exec", lambda _self: 1)
    monkeypatch.setattr(QInputDialog, "textValue", lambda _self: "来文晚到,已电话说明。")
    wizard.check.why.click()
    bench.settled()
    assert wizard.check.table.rows.row(0)[4] == "来文晚到,已电话说明。"
    assert bench.press(wizard) == CONTENTS
    titles = [wizard.contents.tables.item(row).text() for row in range(wizard.contents.tables.count())]
    assert titles[-1] == "经验校验的说明 · 1 行"


def test_data_changed_after_the_preview_cannot_be_finalised(bench: Bench) -> None:
    wizard = bench.show(SubmitWizard(bench.place("clerk")))
    assert [bench.press(wizard) for _ in range(3)] == [CHECK, CONTENTS, FIX]
    content = "姓名\t性别\t出生日期\t民族\n王一\t男\t2017-3-4\t汉族\n".encode()
    apply_import(bench.office, plan_import(bench.office, bench.office.ledgers["student"], "b", content))
    assert bench.press(wizard) == CHECK
    assert not wizard.fixing.done
    assert [bench.press(wizard) for _ in range(3)] == [CONTENTS, FIX, FIX]
    assert wizard.fixing.done


def test_drives_that_cannot_be_used_are_grey_and_say_why(bench: Bench, school: School) -> None:
    bench.fixed()
    bench.signed(school)
    writing = bench.handing().writing
    found = [
        Drive(Path("/media/u/KINGSTON"), "KINGSTON", 7 * GIB, 8 * GIB, ""),
        Drive(Path("/media/u/OLD"), "OLD", 0, GIB, "空间不足"),
        Drive(Path("/"), "/", GIB, GIB, "不是移动盘"),
    ]
    writing.show_drives(found)
    items = [writing.places.item(row) for row in range(3)]
    assert [bool(one.flags() & Qt.ItemFlag.ItemIsEnabled) for one in items] == [True, False, False]
    assert items[0].text() == "KINGSTON  /media/u/KINGSTON\n共 8.0 GB,剩余 7.0 GB"
    assert items[1].text().endswith("不能用:空间不足")
    assert writing.folder == Path("/media/u/KINGSTON")
    writing.show_drives(found[1:])
    assert writing.folder is None
    assert writing.why_not()
    assert "没有找到能用的 U 盘" in writing._where.text()


def test_two_sticks_of_one_name_are_told_apart(bench: Bench, school: School) -> None:
    bench.fixed()
    bench.signed(school)
    handing = bench.handing()
    writing = handing.writing
    writing.show_drives([Drive(Path(f"/media/u/{place}"), "KINGSTON", 7 * GIB, 8 * GIB, "") for place in ("KINGSTON", "KINGSTON1")])
    items = [writing.places.item(row) for row in range(2)]
    assert len({one.text() for one in items}) == 2
    assert writing.folder is None, "nobody guesses which of the two is meant"
    assert not handing.onward.isEnabled()
    writing.places.setCurrentItem(items[1])
    assert writing.folder == Path("/media/u/KINGSTON1")
    assert handing.onward.isEnabled()


def test_the_reason_why_a_drive_cannot_be_used(tmp_path: Path) -> None:
    here = QStorageInfo(str(tmp_path))
    assert eject(tmp_path) == "这里不是移动盘,不用弹出。"
    if not drives(0, [here], lambda _one: True):
        pytest.skip("the folder for tests lies on no drive of its own here")
    assert [one.why for one in drives(0, [here], lambda _one: False)] == ["不是移动盘"]
    assert [one.why for one in drives(0, [here], lambda _one: True)] == [""]
    assert [one.why for one in drives(here.bytesAvailable() + 1, [here], lambda _one: True)] == ["空间不足"]


def test_a_stick_pulled_out_is_said_and_another_takes_the_same_bytes(bench: Bench, school: School, tmp_path: Path) -> None:
    bench.fixed()
    bench.signed(school)
    handing = bench.handing()
    handing.writing.choose_folder(tmp_path / "gone")
    bench.press(handing)
    assert "U 盘可能已经拔出" in handing.problem.text()
    assert "本机的材料完好" in handing.problem.text()
    assert not handing.writing.written
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        handing.writing.choose_folder(folder)
        bench.press(handing)
        assert handing.writing.written
        assert handing.problem.text() == ""
        handing.writing.compare.click()
        assert handing.writing._advice.text() == "再核对一次,一致。"
        handing.writing.once_more.click()
    (first,), (second,) = one.iterdir(), two.iterdir()
    assert first.read_bytes() == second.read_bytes()


def test_the_counselor_hands_over_counts_and_no_rows(bench: Bench, school: School) -> None:
    wizard = bench.fixed("counselor")
    parcel = wizard._looked.parcel
    assert parcel.scope == "confidential"
    assert all(one.name.endswith(("_counts", "_about")) for one in parcel.tables)
    clerk = bench.show(SubmitWizard(bench.place("clerk")))
    words = [one.text() for one in clerk.request.findChildren(type(clerk.reason))]
    assert "专项:由心理教师单独提交,不在这里。" in words
    dialog = bench.show(SignDialog(bench.place("principal"), None, partial(approve, floor=school.cost)))
    assert dialog.list.item(0).text().startswith("专项:由心理教师单独提交(2026-11)")
    assert not dialog.back.isEnabled()


def test_the_page_of_a_submission_shows_its_rail_and_what_to_do(bench: Bench, school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    wizard = bench.fixed()
    record = wizard._record
    place = bench.place("clerk")
    page = bench.show(SubmissionPage(place, place.office.ledgers[record.ledger], record.id))

    def buttons() -> list[str]:
        return [words for words, _, _ in page._deeds(page._seen)]

    assert buttons() == ["退回草稿(&T)…"]
    lines = [one.text() for one in page.findChildren(type(wizard.reason))]
    assert any(one.startswith("✓ 已定稿  赵文员(校办文员)") for one in lines)
    assert "○ 已审签" in lines
    monkeypatch.setattr(QInputDialog, "exec", lambda _self: 1)
    monkeypatch.setattr(QInputDialog, "textValue", lambda _self: "漏了一班")
    page._back_to_draft()
    bench.settled()
    page.reload()
    bench.settled()
    assert buttons() == ["校验、预览、定稿(&N)…"]
    lines = [one.text() for one in page.findChildren(type(wizard.reason))]
    assert any(one.startswith("↩ 退回草稿:漏了一班(赵文员") for one in lines)


def test_past_submissions_are_listed_and_written_again(bench: Bench, tasks: Tasks, school: School, tmp_path: Path) -> None:
    place = bench.place("clerk")
    page = bench.show(SentPage(place))
    assert not page.again.isEnabled()
    assert page._empty.isVisible()
    bench.fixed()
    bench.signed(school)
    page = bench.show(SentPage(bench.place("clerk")))
    model = page.table.model()
    row = [model.index(0, column).data() for column in range(model.columnCount())]
    assert (row[0], row[1], row[3], row[4]) == ("1", "2026-11", "赵文员", "SUB-2109990001-2026-11-000001.zip")
    assert row[5] == check_code(sent(bench.office)[0].file_sha256)
    folder = tmp_path / "again"
    folder.mkdir()
    page.write_to(folder)
    bench.settled()
    assert page.said.text().startswith("已写入并核对一致")
    assert hashlib.sha256((folder / row[4]).read_bytes()).hexdigest() == sent(bench.office)[0].file_sha256
    page.write_to(tmp_path / "gone")
    bench.settled()
    assert "找不到" in page.said.text()
    assert page.said.property("kind") == "problem"


def test_a_period_reported_before_is_named(bench: Bench, school: School) -> None:
    wizard = bench.show(SubmitWizard(bench.place("clerk")))
    assert wizard.request._before.text() == "2026-11 还没有报送过。"
    wizard.reject()
    bench.fixed()
    bench.signed(school)
    again = bench.show(SubmitWizard(bench.place("clerk")))
    assert again.request._before.text().startswith("2026-11 已经报送过:第 1 号")


def test_an_import_is_taken_back_from_the_list(bench: Bench, tasks: Tasks, qtbot: QtBot) -> None:
    office = bench.place("clerk").office
    page = ImportsPage(office, tasks)
    heard: list[str] = []
    page.undone.connect(heard.append)
    bench.show(page)
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
    bench.settled()
    assert page.said.text().startswith("82 条记录")
    assert heard == ["student"]
    assert office.store(office.ledgers["student"]).page(office.ledgers["student"], Query()).total == 0
    assert page.table.model().index(0, 5).data().startswith("已撤销")
    assert not page.undo.isEnabled()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_step_fits_the_small_screen(bench: Bench, school: School, look: Look, scale: float) -> None:
    look.apply("light", scale)
    wizard = bench.show(SubmitWizard(bench.place("clerk")))
    for place in (REQUEST, CHECK, CONTENTS, FIX):
        if place:
            bench.press(wizard)
        fits(wizard, place)
    bench.press(wizard)
    fits(bench.signed(school), "sign")
    fits(bench.handing(), "write")


def fits(window: Any, where: object) -> None:
    hint = window.minimumSizeHint()
    assert (hint.width() <= 1366, hint.height() <= 768) == (True, True), f"{where}: {hint}"
