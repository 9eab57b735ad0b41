"""学校与证书: schools are entered by one person and approved by another; trust lists are signed and written out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from jlt_desktop.district import enrol, trust
from jlt_desktop.district.bureau import in_utc
from jlt_desktop.gui import say
from jlt_desktop.gui.district_dialogs import ApproveDialog, EnrolDialog, RootDialog
from jlt_desktop.gui.reasons import ask_why
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.when import local_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.district.enrol import Asked, Enrolment
    from jlt_desktop.district.trust import Issued
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Tasks

_HEADINGS = ("号", "学校", "标识码", "状态", "有效到", "事由", "登记人", "复核人", "指纹")


class SchoolsPage(QWidget):
    """changed: a school came or went."""

    changed = Signal()

    def __init__(self, bureau: Bureau, tasks: Tasks) -> None:
        """Begin empty; read when the page comes up."""
        super().__init__()
        self._bureau, self._tasks = bureau, tasks
        self._found: Sequence[Enrolment] = ()
        self._moment = ""
        self.table = RowsTable("学校与证书")
        self.table.selectionModel().currentRowChanged.connect(self._enable)
        self.new = say.button("登记学校…(&N)", "main", "选学校 U 盘上 ENROL- 开头的文件夹,对照盖章的纸抄指纹")
        self.approve = say.button("复核发证…(&A)", tip="由另一位复核人核对纸面后发证")
        self.hand = say.button("写出给学校…(&W)", tip="证书和信任清单,带回学校")
        self.revoke = say.button("作废证书…(&R)", "danger")
        self.sign = say.button("签发信任清单…(&T)", tip="要插存根钥匙的 U 盘")
        self.list = say.button("写出信任清单…(&L)")
        self.trust, self.said = say.label("", "faint"), say.label("", "good")
        for one, call in (
            (self.new, self._choose_request), (self.approve, self._approve), (self.hand, self._choose_hand), (self.revoke, self._revoke),
            (self.sign, self._sign), (self.list, self._choose_list),
        ):  # fmt: skip
            one.clicked.connect(call)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(say.label("登记的学校", "subtitle"), 1)
        for one in (self.revoke, self.hand, self.approve, self.new):
            row.addWidget(one)
        below = QHBoxLayout()
        below.addWidget(self.trust, 1)
        below.addWidget(self.list)
        below.addWidget(self.sign)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        column.addWidget(self.said)

    # -- reading ----------------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the list anew."""
        bureau = self._bureau

        def work() -> tuple[Sequence[Enrolment], str, str]:
            now = bureau.now()
            words = f"信任清单第 {bureau.trust().version} 版,还有 {trust.left(bureau, now)} 天有效。"
            waiting = set(bureau.revoked(now)) - set(bureau.trust().revoked)
            more = "有证书作废后还没有签发新一版,请尽快签发,学校才会知道。" if waiting else ""
            return enrol.enrolled(bureau), in_utc(now), words + more

        self._tasks.run(self, work, self._arrived, failed=self._failed)

    def _arrived(self, answer: tuple[Sequence[Enrolment], str, str]) -> None:
        self._found, self._moment, words = answer
        self.trust.setText(words)
        self.table.take(_HEADINGS, [self._texts(one) for one in self._found])
        if self._found:
            self.table.selectRow(len(self._found) - 1)
        self._enable()

    def _texts(self, one: Enrolment) -> tuple[str, ...]:
        until = local_time(one.until)[:10] if one.until else ""
        state = one.state(self._moment)
        return (
            str(one.number), one.school_name, one.school_id, state, until, enrol.REASONS[one.reason], one.entered_by,
            one.approved_by or "", one.fingerprint,
        )  # fmt: skip

    def _current(self) -> Enrolment | None:
        place = self.table.currentIndex().row()
        return self._found[place] if 0 <= place < len(self._found) else None

    def _enable(self) -> None:
        one = self._current()
        self.approve.setEnabled(one is not None and not one.approved_at)
        self.hand.setEnabled(one is not None and one.holds(self._moment))
        self.revoke.setEnabled(one is not None and one.holds(self._moment))

    # -- enrolling --------------------------------------------------------------------------------------------------------

    def _choose_request(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "选学校的登记申请(ENROL- 或 ROTATE- 开头的文件夹)", str(Path.home()))
        if name:
            self.look_at(Path(name))

    def look_at(self, folder: Path) -> None:
        """Read a school's request and ask for the fingerprint on its paper."""
        bureau = self._bureau
        self._tasks.run(self, lambda: enrol.look(bureau, folder), self._asked, failed=self._failed)

    def _asked(self, asked: Asked) -> None:
        dialog = EnrolDialog(asked, enrol.REASONS[asked.reason], self)
        if dialog.exec():
            self.enter(asked, dialog.typed.text(), dialog.name.text())

    def enter(self, asked: Asked, typed: str, name: str) -> None:
        """Enter a request."""
        bureau = self._bureau
        self._tasks.run(self, lambda: enrol.enter(bureau, asked, typed, name), self._entered, failed=self._failed)

    def _entered(self, number: int) -> None:
        self._say(f"第 {number} 号已登记。请另一位复核人来复核发证。", "good")
        self.reload()

    def _approve(self) -> None:
        one = self._current()
        if one is None:
            return
        words = f"{one.school_name}({one.school_id}),{enrol.REASONS[one.reason]},登记人 {one.entered_by}。\n指纹 {one.fingerprint}"
        header = self._bureau.session.header
        dialog = ApproveDialog(words, [str(header.users[each]["name"]) for each in header.granted("signing")], self)
        if dialog.exec():
            self.approve_as(one.number, dialog.who.currentText(), dialog.password.text())

    def approve_as(self, number: int, who: str, password: str) -> None:
        """Approve an enrolment as the second person."""
        bureau = self._bureau
        self._tasks.run(self, lambda: enrol.approve(bureau, number, who, password), self._approved, failed=self._failed)

    def _approved(self, _line: bytes) -> None:
        self._say("已发证。请“写出给学校…”,把证书和信任清单带回去。", "good")
        self.reload()
        self.changed.emit()

    def _choose_hand(self) -> None:
        one, name = self._current(), QFileDialog.getExistingDirectory(self, "写到 U 盘", str(Path.home()))
        if one is not None and name:
            bureau, number = self._bureau, one.number
            self._tasks.run(self, lambda: enrol.hand_out(bureau, number, Path(name)), self._written, failed=self._failed)

    def _revoke(self) -> None:
        one = self._current()
        why = (
            ask_why(self, "作废证书", f"{one.school_name}的第 {one.number} 号证书作废后,不再收用它签名的材料,也不能恢复。原因:")
            if one
            else None
        )
        if one is not None and why is not None:
            bureau, number = self._bureau, one.number
            self._tasks.run(self, lambda: trust.revoke(bureau, number, why), self._revoked, failed=self._failed)

    def _revoked(self, school: str) -> None:
        self._say(f"{school}的证书已作废。请签发新一版信任清单。", "question")
        self.reload()

    # -- trust ------------------------------------------------------------------------------------------------------------

    def _sign(self) -> None:
        dialog = RootDialog(self)
        if dialog.exec():
            self.sign_with(Path(dialog.file.text().strip()), dialog.password.text())

    def sign_with(self, file: Path, password: str) -> None:
        """Sign the next trust list with the root key in a file."""
        bureau = self._bureau
        self._say("正在打开根钥匙……", "faint")
        self._tasks.run(self, lambda: trust.issue(bureau, trust.open_root(file, password)), self._signed, failed=self._failed)

    def _signed(self, made: Issued) -> None:
        self._say(f"信任清单第 {made.version} 版已签发。请写出来,随下一次回执带给学校。", "good")
        self.reload()

    def _choose_list(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "把信任清单写到 U 盘", str(Path.home()))
        if name:
            bureau = self._bureau
            self._tasks.run(self, lambda: trust.write_files(trust.handed_out(bureau).files, Path(name)), self._written, failed=self._failed)

    def _written(self, paths: Sequence[Path]) -> None:
        self._say(f"写好 {len(paths)} 个文件:{paths[0].parent}", "good")

    def _failed(self, error: SaidError) -> None:
        self._say(str(error), "problem")

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Read whenever the page comes up."""
        super().showEvent(event)
        self.reload()
