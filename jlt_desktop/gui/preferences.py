"""设置与备份: look, safety, backup, the bureau's key, about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from jlt_desktop import __version__
from jlt_desktop.gui import say
from jlt_desktop.gui.keys_tab import KeysTab
from jlt_desktop.gui.settings import LOCK_LEAST, LOCK_MOST, MODES, SCALES, Preferred
from jlt_desktop.services import receiving, submitting, upkeep

if TYPE_CHECKING:
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.look import Look
    from jlt_desktop.gui.program import Program
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.backup import BackupMade


class Preferences(QDialog):
    """Changes take effect at once; what can fail says so below its button.

    `lock_after_changed` carries seconds, `print_wanted` a preview.
    """

    lock_after_changed = Signal(int)
    print_wanted = Signal(object, str)

    def __init__(self, office: Office, tasks: Tasks, look: Look, program: Program, parent: QWidget | None = None) -> None:
        """Build the tabs."""
        super().__init__(parent)
        self._office, self._tasks, self._look, self._program = office, tasks, look, program
        self._preferred = Preferred(program.user_data)
        self.setWindowTitle("设置与备份")
        self.resize(720, 520)
        self.tabs = QTabWidget()
        for title, page in (
            ("备份(&B)", self._backup_tab()),
            ("外观(&L)", self._look_tab()),
            ("安全(&S)", self._safety_tab()),
            ("报送(&R)", self._bureau_tab()),
            ("钥匙(&Y)", self._keys_tab()),
            ("关于(&A)", self._about_tab(program)),
        ):
            self.tabs.addTab(page, title)
        close = say.button("关闭(&C)", "main")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.tabs, 1)
        column.addLayout(row)
        tasks.run(self, lambda: (upkeep.backup_reminder(office), upkeep.backup_folder(office)), self._know_backup)
        tasks.run(self, lambda: receiving.wait_days(office), self.wait.setValue)

    # -- backup -----------------------------------------------------------------------------------------------------

    def _backup_tab(self) -> QWidget:
        page, column = _page()
        self._last = say.label("")
        self._folder: Path | None = None
        now, other, check = say.button("现在备份(&N)", "main"), say.button("换个地方备份(&O)…"), say.button("核对数据(&V)")
        for one, call in ((now, self._back_up_here), (other, self._choose_folder), (check, self._check)):
            one.clicked.connect(call)
        self._backup_said = say.label("")
        column.addWidget(say.label("备份是一个加密的文件,包括日常台账和心理资料;没有口令或恢复单,谁也打不开。"))
        column.addWidget(self._last)
        column.addLayout(_row(now, other, check))
        column.addWidget(self._backup_said)
        column.addWidget(say.label("保留最近 7 天每天一份、4 周每周一份、12 个月每月一份,其余的自动清理。", "faint"))
        column.addStretch(1)
        return page

    def _know_backup(self, answer: tuple[str, Path | None]) -> None:
        reminder, self._folder = answer
        where = f"上次备份在:{self._folder}。" if self._folder else ""
        self._last.setText(f"{reminder}{where}")

    def _back_up_here(self) -> None:
        if self._folder is None:
            self._choose_folder()
        else:
            self._back_up(self._folder)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份放在哪里", str(self._folder or Path.home()))
        if chosen:
            self._back_up(Path(chosen))

    def _back_up(self, folder: Path) -> None:
        office = self._office
        _tell(self._backup_said, "正在备份并读回核对…", "faint")
        self._tasks.run(self, lambda: upkeep.back_up(office, folder), self._backed_up, failed=self._backup_failed)

    def _backed_up(self, made: BackupMade) -> None:
        _tell(self._backup_said, f"已备份,读回核对一致:{made.path}", "good")
        self._know_backup(("", made.path.parent))

    def _backup_failed(self, error: SaidError) -> None:
        _tell(self._backup_said, str(error), "problem")

    def _check(self) -> None:
        office = self._office
        _tell(self._backup_said, "正在核对每一页和整条日志…", "faint")
        self._tasks.run(self, lambda: upkeep.check(office), self._checked, failed=self._backup_failed)

    def _checked(self, found: list[str]) -> None:
        words = "数据完好:文件、日志链和记录都对得上。" if not found else "\n".join(found)
        _tell(self._backup_said, words, "problem" if found else "good")

    # -- look and safety --------------------------------------------------------------------------------------------

    def _look_tab(self) -> QWidget:
        page, column = _page()
        form = QFormLayout()
        self.mode, self.scale = QComboBox(), QComboBox()
        for key, words in MODES.items():
            self.mode.addItem(words, key)
        for scale in SCALES:
            self.scale.addItem(f"{round(scale * 100)}%", scale)
        self.mode.setCurrentIndex(self.mode.findData(self._preferred.mode))
        self.scale.setCurrentIndex(SCALES.index(self._preferred.scale))
        for box in (self.mode, self.scale):
            box.activated.connect(self._restyle)
        form.addRow("颜色(&C)", self.mode)
        form.addRow("字号(&T)", self.scale)
        column.addLayout(form)
        column.addStretch(1)
        return page

    def _restyle(self) -> None:
        self._preferred.mode, self._preferred.scale = str(self.mode.currentData()), float(self.scale.currentData())
        self._look.apply(self._preferred.mode, self._preferred.scale)

    def _safety_tab(self) -> QWidget:
        page, column = _page()
        form = QFormLayout()
        self.lock_after = QSpinBox()
        self.lock_after.setRange(LOCK_LEAST, LOCK_MOST)
        self.lock_after.setSingleStep(30)
        self.lock_after.setSuffix(" 秒")
        self.lock_after.setValue(self._preferred.lock_after)
        self.lock_after.valueChanged.connect(self._lock_changed)
        form.addRow("没有操作多久自动锁定(&K)", self.lock_after)
        form.addRow("", say.label("改了马上起效。电脑锁屏、睡眠,或窗口最小化 10 秒,也会锁定。", "faint"))
        self.old, self.new, self.again = (_secret(words) for words in ("现在的口令", "新口令", "再输一遍新口令"))
        for words, line in (("现在的口令(&O)", self.old), ("新口令(&N)", self.new), ("再输一遍(&G)", self.again)):
            form.addRow(words, line)
        column.addLayout(form)
        change = say.button("更换口令(&P)")
        change.clicked.connect(self._change)
        people = say.button("人员与钥匙(&E)…")
        people.clicked.connect(self.open_people)
        self._password_said = say.label("")
        column.addLayout(_row(change))
        column.addWidget(self._password_said)
        column.addWidget(say.label("添加人员、心理资料移交、有人离任、恢复单丢了要重印,都在这里办:", "faint"))
        column.addLayout(_row(people))
        column.addStretch(1)
        return page

    def open_people(self) -> None:
        """Show who may unlock, and let people come and go."""
        from jlt_desktop.gui.people_dialog import PeopleDialog  # not on everybody's way

        dialog = PeopleDialog(self._office, self._tasks, self._program, self)
        lock = getattr(self.parent(), "lock", None)
        if lock is not None:
            dialog.locked_out.connect(lock)
        dialog.open()

    def _lock_changed(self, seconds: int) -> None:
        self._preferred.lock_after = seconds
        self.lock_after_changed.emit(seconds)

    def _change(self) -> None:
        if self.new.text() != self.again.text():
            _tell(self._password_said, "两次输入的新口令不一样。", "problem")
            return
        session, old, new = self._office.session, self.old.text(), self.new.text()
        _tell(self._password_said, "正在更换…", "faint")
        self._tasks.run(self, lambda: session.change_password(old, new), self._changed, failed=self._not_changed)

    def _changed(self, _outcome: object) -> None:
        for line in (self.old, self.new, self.again):
            line.clear()
        _tell(self._password_said, "口令已更换,下次解锁用新口令。", "good")

    def _not_changed(self, error: SaidError) -> None:
        _tell(self._password_said, str(error), "problem")

    # -- keys -------------------------------------------------------------------------------------------------------

    def _keys_tab(self) -> QWidget:
        self.keys = KeysTab(self._office, self._tasks)
        self.keys.print_wanted.connect(self.print_wanted)
        return self.keys

    # -- the bureau -------------------------------------------------------------------------------------------------

    def _bureau_tab(self) -> QWidget:
        page, column = _page()
        form = QFormLayout()
        self.district, self.recipient = QLineEdit(), QLineEdit()
        self.district.setPlaceholderText("例如 210905")
        self.recipient.setPlaceholderText("age1 开头的一行,由教育局给")
        self.wait = QSpinBox()
        self.wait.setRange(1, receiving.MOST_WAIT_DAYS)
        self.wait.setSuffix(" 天")
        self.wait.setValue(receiving.WAIT_DAYS)
        self.wait.editingFinished.connect(self._keep_wait)
        for line, words in ((self.district, "区划代码"), (self.recipient, "收件钥匙"), (self.wait, "多久没有回执就提醒")):
            line.setAccessibleName(words)
        form.addRow("区划代码(&D)", self.district)
        form.addRow("收件钥匙(&K)", self.recipient)
        form.addRow("多久没有回执就提醒(&W)", self.wait)
        keep = say.button("登记(&G)")
        keep.clicked.connect(self._register)
        self._bureau_said = say.label("")
        column.addWidget(say.label("报送包只有教育局能拆开。收件钥匙请从教育局的书面通知上抄,打电话核对后再登记。"))
        column.addLayout(form)
        column.addLayout(_row(keep))
        column.addWidget(self._bureau_said)
        column.addStretch(1)
        return page

    def _keep_wait(self) -> None:
        office, days = self._office, self.wait.value()
        self._tasks.run(self, lambda: receiving.set_wait_days(office, days), failed=self._not_registered)

    def _register(self) -> None:
        office, district, recipient = self._office, self.district.text().strip(), self.recipient.text().strip()
        self._tasks.run(self, lambda: submitting.set_bureau(office, district, recipient), self._registered, failed=self._not_registered)

    def _registered(self, _outcome: object) -> None:
        _tell(self._bureau_said, "已登记。以后的报送包都封给这把钥匙。", "good")

    def _not_registered(self, error: SaidError) -> None:
        _tell(self._bureau_said, str(error), "problem")

    def _about_tab(self, program: Program) -> QWidget:
        page, column = _page()
        office = self._office
        for words in (
            f"教联体学校台账 {__version__}",
            f"数据在:{office.session.folder}",
            f"程序自带的资料在:{program.resources}",
            "不联网;数据只在这台电脑上,加密存放。字体的许可在“resources/fonts”里。",
        ):
            column.addWidget(say.label(words))
        column.addStretch(1)
        return page


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 18, 20, 12)
    column.setSpacing(10)
    return page, column


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for one in widgets:
        row.addWidget(one)
    row.addStretch(1)
    return row


def _secret(words: str) -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setAccessibleName(words)
    return line


def _tell(label: QWidget, words: str, kind: str) -> None:
    label.setText(words)  # type: ignore[attr-defined]  # a label
    label.setProperty("kind", kind)
    say.restyle(label)
