"""设置 · 钥匙: how the school's keys stand, asking for a certificate, the bureau's answer, the pinned root, changing keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QScrollArea, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.flow import FlowLayout
from jlt_desktop.gui.reasons import ask_why
from jlt_desktop.services import school_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.school_keys import Standing


class KeysTab(QWidget):
    """print_wanted: a preview of the enrolment sheet (document maker, name)."""

    print_wanted = Signal(object, str)

    def __init__(self, office: Office, tasks: Tasks) -> None:
        """Read how things stand."""
        super().__init__()
        self._office, self._tasks = office, tasks
        outer, whole, page = QVBoxLayout(self), QScrollArea(), QWidget()
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)
        whole.setWidgetResizable(True)
        whole.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.setWidget(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 18, 20, 12)
        column.setSpacing(8)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(6)
        column.addLayout(self.lines)
        self._own = "signing" in office.session.scopes
        who = "" if self._own else "申请证书、换钥匙、挂失要校长用自己的口令登录来办。"
        column.addWidget(
            say.label(f"首次登记:① 校长申请证书 ② 登记表签字盖章,和 U 盘一起交 ③ 登记根钥匙 ④ 导入教育局交回的文件。{who}", "faint")
        )
        inside = QWidget()
        row = FlowLayout(inside)
        self.ask, self.sheet, self.files = (
            say.button("申请证书(&Q)", "main"),
            say.button("打印登记表(&P)"),
            say.button("申请写到 U 盘(&U)…"),
        )
        self.pin, self.take = say.button("登记根钥匙(&T)…"), say.button("导入教育局交回的文件(&I)…")
        self.rotate, self.lost = say.button("换钥匙(&H)…"), say.button("钥匙丢失(&X)…", "danger")
        calls: tuple[tuple[QWidget, Callable[[], None]], ...] = (
            (self.ask, self._ask), (self.sheet, self._sheet), (self.files, self._files), (self.pin, self._pin), (self.take, self._take),
            (self.rotate, self._rotate), (self.lost, self._lost),
        )  # fmt: skip
        for one, call in calls:
            one.clicked.connect(call)  # type: ignore[attr-defined]  # buttons
            row.addWidget(one)
        for one in (self.ask, self.rotate, self.lost):
            one.setEnabled(self._own)
        column.addWidget(inside)
        self.said = say.label("", "good")
        column.addWidget(self.said)
        column.addStretch(1)
        self.reload()

    def reload(self) -> None:
        """Read anew how things stand."""
        office = self._office
        self._tasks.run(self, lambda: school_keys.standing(office), self._arrived, failed=self._failed)

    def _arrived(self, found: list[Standing]) -> None:
        while self.lines.count():
            item = self.lines.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for one in found:
            todo = f"\n    {one.todo}" if one.todo else ""
            self.lines.addWidget(say.label(f"{'✓' if one.good else '▲'} {one.label}:{one.found}{todo}", "good" if one.good else "question"))

    # -- deeds ----------------------------------------------------------------------------------------------------

    def _run(self, work: Callable[[], object], words: str) -> None:
        def done(_outcome: object) -> None:
            self._tell(words, "good")
            self.reload()

        self._tasks.run(self, work, done, failed=self._failed)

    def _ask(self) -> None:
        office = self._office
        self._run(lambda: school_keys.ask_for_certificate(office), "申请已做好。请打印登记表,再把申请写到 U 盘,一起交给教育局。")

    def _sheet(self) -> None:
        office = self._office

        def document() -> object:
            from jlt_desktop.services.enrol_sheet import enrol_sheet  # paper is read at the first print

            return enrol_sheet(office)

        self.print_wanted.emit(document, "钥匙登记表")

    def _folder(self, title: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
        return Path(name) if name else None

    def _files(self) -> None:
        folder = self._folder("申请写到哪里")
        if folder is not None:
            self.write_to(folder)

    def write_to(self, folder: Path) -> None:
        """Write the last request into a folder."""
        office = self._office
        self._run(lambda: school_keys.write_request(office, folder), f"申请已写到 {folder}。")

    def _pin(self) -> None:
        text = ask_why(self, "登记根钥匙", "请照教育局的纸面通知,抄下根钥匙的指纹(SHA256: 开头,或 64 个数字字母):")
        if text:
            self.pin_root(text)

    def pin_root(self, text: str) -> None:
        """Keep the fingerprint of the bureau's root."""
        office = self._office
        self._run(lambda: school_keys.pin_root(office, text), "已登记根钥匙,请再和纸面通知核对一遍。")

    def _take(self) -> None:
        folder = self._folder("选教育局交回的文件夹")
        if folder is not None:
            self.take_from(folder)

    def take_from(self, folder: Path) -> None:
        """Take in the bureau's answer."""
        office = self._office
        self._tasks.run(self, lambda: school_keys.take_folder(office, folder), self._taken, failed=self._failed)

    def _taken(self, found: list[str]) -> None:
        self._tell(f"已导入:{'、'.join(found)}。", "good")
        self.reload()

    def _rotate(self) -> None:
        folder = self._folder("交接文件写到哪里(U 盘)")
        office = self._office
        if folder is not None:

            def work() -> Path:
                school_keys.rotate(office)
                return school_keys.write_rotation(office, folder)

            self._run(work, "交接文件已写好,请交给教育局。拿到新证书并导入以后,才换上新钥匙。")

    def _lost(self) -> None:
        office = self._office
        more = "马上换一把新的;教育局按纸面重新登记以前,新的报送包不会被收下。原来的证书会作废。"
        if say.ask(self, "钥匙丢失或被别人看过?", more, "换一把新的"):
            self._run(lambda: school_keys.replace_lost(office), "已换上新钥匙。请打印登记表、写申请到 U 盘,并马上打电话给教育局。")

    def _failed(self, error: SaidError) -> None:
        self._tell(str(error), "problem")

    def _tell(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)
