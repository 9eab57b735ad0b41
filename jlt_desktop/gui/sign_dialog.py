"""待审签: the principal, logged in with a passphrase of their own, sees what was finalised and signs it, or sends it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QListWidget, QSplitter, QTabWidget, QVBoxLayout, QWidget

from jlt_desktop.domain.periods import words
from jlt_desktop.domain.rail import KINDS
from jlt_desktop.gui import say
from jlt_desktop.gui.reasons import ask_why
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.when import local_time
from jlt_desktop.services.signing import approve, send_back, waiting
from jlt_desktop.services.submit_needs import check_code
from jlt_desktop.vault.session import ROLE_TITLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jlt_desktop.bundle.bag import Table
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.signing import Waiting

    Approve = Callable[[Office, Waiting, str], str]

_SHOWN = 200


class SignDialog(QDialog):
    """signed: something was signed or sent back, so that lists are read anew."""

    signed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None, sign: Approve = approve) -> None:
        """Read what waits. sign: how the signature is made, see services.signing.approve."""
        super().__init__(parent)
        self._place, self._sign = place, sign
        self._waiting: Sequence[Waiting] = ()
        self._tables: Sequence[Table] = ()
        self.setWindowTitle("待审签")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setAccessibleName("等着审签的报送")
        self.list.setSpacing(2)
        self.list.setMinimumWidth(self.fontMetrics().horizontalAdvance("口") * 14)
        self.list.currentRowChanged.connect(self._draw)
        self.summary = say.label("")
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._build()
        self.resize(self.sizeHint())
        self.reload()

    def _build(self) -> None:
        self.tables = QComboBox()
        self.tables.setAccessibleName("表")
        self.tables.activated.connect(self._show_table)
        self.rows = RowsTable("表的内容")
        inside = QWidget()
        shown = QVBoxLayout(inside)
        shown.setContentsMargins(0, 6, 0, 0)
        shown.addWidget(self.tables)
        shown.addWidget(self.rows, 1)
        self.changes, self.notes = RowsTable("和上次不同的地方"), RowsTable("经验校验的说明")
        self.tabs = QTabWidget()
        for part, title in ((self.changes, "和上次比(&D)"), (self.notes, "说明(&E)"), (inside, "交出的表(&T)")):
            self.tabs.addTab(part, title)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.tabs, 1)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setStretchFactor(1, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        self._none = say.label("没有等着审签的报送。", "subtitle")
        whole.addWidget(say.label("待审签", "title"))
        whole.addWidget(say.label("请校长本人核对后用自己的口令签名。签的就是这里看到的内容,一个字节也不差。", "faint"))
        whole.addWidget(self._none)
        whole.addWidget(split, 1)
        self._split = split
        self._gap = QWidget()
        whole.addWidget(self._gap, 1)
        self.said = say.label("", "good")
        whole.addWidget(self.said)
        whole.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        self.password = QLineEdit()
        self.password.setAccessibleName("校长的口令")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaximumWidth(self.fontMetrics().horizontalAdvance("口") * 18)
        self.password.textChanged.connect(self._refresh)
        self.password.returnPressed.connect(self.approve)
        label = say.label("口令(&P)", wrap=False)
        label.setTextFormat(Qt.TextFormat.AutoText)
        label.setBuddy(self.password)
        self.go, self.back, close = say.button("我已核对,签名(&S)", "main"), say.button("退回修改(&R)…"), say.button("关闭")
        self.go.clicked.connect(self.approve)
        self.back.clicked.connect(self._ask_back)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(close)
        row.addStretch(1)
        for one in (self.back, label, self.password, self.go):
            row.addWidget(one)
        return row

    def reload(self) -> None:
        """Read anew what waits."""
        office = self._place.office
        self._place.tasks.run(self, lambda: waiting(office), self._arrived, failed=self._failed)

    def _arrived(self, found: Sequence[Waiting]) -> None:
        self._waiting = found
        self.list.clear()
        for one in found:
            self.list.addItem(f"{one.called}\n{words(str(one.frozen.about['period']))}  定稿 {local_time(one.since)}")
        self._split.setVisible(bool(found))
        for part in (self._none, self._gap):
            part.setVisible(not found)
        self.list.setCurrentRow(0 if found else -1)
        self._refresh()

    @property
    def current(self) -> Waiting | None:
        """Return the one that is shown."""
        row = self.list.currentRow()
        return self._waiting[row] if 0 <= row < len(self._waiting) else None

    def _draw(self, _row: int = 0) -> None:
        one = self.current
        if one is None:
            self.summary.setText("")
            return
        about = one.frozen.about
        self._tables = one.frozen.tables
        rows = sum(len(each.rows) for each in self._tables)
        role = ROLE_TITLES.get(str(about["prepared_by"]), str(about["prepared_by"]))
        self.summary.setText(
            f"{one.called}  {KINDS.label(str(about['kind']))}\n"
            f"报送期:{words(str(about['period']))};统计时点:{about['as_of']};填报:{about['preparer']}({role})\n"
            f"交出 {len(self._tables)} 张表 {rows} 行;不会逐人交出 {about['withheld']} 项。{about['compared']}。\n"
            f"内容核对码 {check_code(one.frozen.sha256)}"
        )
        changes, notes = about["differences"], about["notes"]
        self.changes.take(("表", "变化"), changes if isinstance(changes, list) else [])
        given = notes if isinstance(notes, list) else []
        self.notes.take(
            ("核对", "位置", "情况", "说明"), [(each["check"], each["place"], each["words"], each["explanation"]) for each in given]
        )
        self.tabs.setTabText(1, f"说明(&E)· {len(given)} 条")
        self.tables.clear()
        self.tables.addItems([f"{each.title} · {len(each.rows)} 行" for each in self._tables])
        self._show_table(0)

    def _show_table(self, place: int) -> None:
        if 0 <= place < len(self._tables):
            table = self._tables[place]
            self.rows.take([one.title for one in table.columns], [tuple(row) for row in table.rows[:_SHOWN]])

    def _refresh(self, *_text: object) -> None:
        there = self.current is not None
        self.go.setEnabled(there and bool(self.password.text()))
        self.back.setEnabled(there and not (self.current and self.current.letter))
        self.password.setEnabled(there)

    def approve(self) -> None:
        """Sign what is shown with the passphrase typed."""
        one, password, sign, office = self.current, self.password.text(), self._sign, self._place.office
        if one is None or not password:
            return
        self._tell("正在签名和封装,请稍候……", "faint")
        self.go.setEnabled(False)
        self.password.clear()
        self._place.tasks.run(self, lambda: sign(office, one, password), self._approved, failed=self._failed)

    def _approved(self, name: str) -> None:
        self._tell(f"已签名封装:{name}。请经办人登录后写到 U 盘。", "good")
        self.signed.emit()
        self.reload()

    def _ask_back(self) -> None:
        one, office = self.current, self._place.office
        why = ask_why(self, "退回修改", "请写明哪里要改:") if one else None
        if one is not None and why is not None:
            self._place.tasks.run(self, lambda: send_back(office, one, why), self._sent_back, failed=self._failed)

    def _sent_back(self, _outcome: object) -> None:
        self._tell("已退回草稿,没有签名。", "question")
        self.signed.emit()
        self.reload()

    def _failed(self, error: SaidError) -> None:
        self._tell(str(error), "problem")
        self._refresh()
        self.password.setFocus()

    def _tell(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def sizeHint(self) -> QSize:
        """Return a roomy size that fits the screen."""
        screen = self.screen().availableSize() if self.screen() else QSize(1366, 768)
        return QSize(1100, 680).boundedTo(QSize(screen.width() - 40, screen.height() - 60))
