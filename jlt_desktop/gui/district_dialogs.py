"""The small questions of the bureau's desk: what is expected, why something goes back, whose fingerprint, who approves, the root key."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jlt_desktop.bundle.receipt import Finding
from jlt_desktop.district.status import FORM_TITLES
from jlt_desktop.gui import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from jlt_desktop.district.enrol import Asked

_WIDTH = 520


class Question(QDialog):
    """A form with a button that does it and one that does not."""

    def __init__(self, title: str, explain: str, does: str, parent: QWidget | None) -> None:
        """`does`: what the button says."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(10)
        self.does, no = say.button(does, "main"), say.button("取消(&C)")
        self.does.clicked.connect(self.accept)
        no.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(no)
        row.addWidget(self.does)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(12)
        self.column.addWidget(say.label(explain, "faint"))
        self.column.addLayout(self.form)
        self.column.addLayout(row)

    def line(self, label: str, name: str, *, secret: bool = False) -> QLineEdit:
        """Add a line to the form."""
        made = QLineEdit()
        made.setAccessibleName(name)
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
        made.textChanged.connect(self.check)
        self.form.addRow(label, made)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field; the buttons come last."""
        fields = [one for one in self.findChildren(QWidget) if one.parentWidget() is self and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        order = [*(one for one in fields if not isinstance(one, QPushButton)), *(one for one in fields if isinstance(one, QPushButton))]
        for first, second in pairwise(order):
            self.setTabOrder(first, second)
        empty = next((one for one in order if isinstance(one, QLineEdit) and not one.text()), order[0])
        empty.setFocus()
        super().showEvent(event)

    def check(self) -> None:
        """Let the deed be done when every line has something in it."""
        lines = [one for one in self.findChildren(QLineEdit) if not isinstance(one.parentWidget(), QDateEdit | QComboBox)]
        self.does.setEnabled(all(one.text().strip() or one.property("optional") for one in lines))


class ExpectDialog(Question):
    """Which form, which period, until when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer the month that has just ended."""
        super().__init__("要收什么", "写明以后,对照表里每所登记过的学校都有一格;到期没有交的会标出来。", "记下(&S)", parent)
        self.kind = QComboBox()
        self.kind.setAccessibleName("种类")
        for key, title in FORM_TITLES.items():
            self.kind.addItem(title, key)
        self.form.addRow("种类(&K)", self.kind)
        self.period = self.line("报送期(&P)", "报送期")
        today = date.today()
        self.period.setText(f"{today:%Y-%m}")
        self.period.setPlaceholderText("2026-11,或 2026-T1")
        self.due = QDateEdit(QDate(today.year, today.month, today.day).addDays(14))
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setCalendarPopup(True)
        self.due.setAccessibleName("截止日期")
        self.form.addRow("截止日期(&D)", self.due)

    def answer(self) -> tuple[str, str, str]:
        """Return form, period and day."""
        return str(self.kind.currentData()), self.period.text().strip(), self.due.date().toPython().isoformat()  # type: ignore[attr-defined]


class FindingsDialog(Question):
    """Why a submission goes back: a reason a line."""

    def __init__(self, school: str, parent: QWidget | None = None) -> None:
        """`school`: whose it is."""
        explain = "一行一条理由,写清哪里不对、怎么改。学校导入回执后,会照这些条目去改,再报一次更正。"
        super().__init__(f"退回 {school} 的材料", explain, "退回(&S)", parent)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("理由")
        self.text.setPlaceholderText("例如:学生合计里男生数少了一个班,请核对六年级。")
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self.check)
        self.form.addRow("理由(&W)", self.text)
        self.check()

    def check(self) -> None:
        """A reason has to be written."""
        self.does.setEnabled(bool(self.text.toPlainText().strip()))

    def answer(self) -> list[Finding]:
        """Return the reasons."""
        return [Finding(code="value", words=line.strip()) for line in self.text.toPlainText().splitlines() if line.strip()]


class EnrolDialog(Question):
    """The fingerprint from the paper is typed against the one in the file, which is not shown."""

    def __init__(self, asked: Asked, reason: str, parent: QWidget | None = None) -> None:
        """`reason`: why the school asks, in words."""
        explain = "请照学校盖章的登记单抄下指纹:16 组,每组 4 位。文件里的指纹不显示,抄的和它一样才能登记;再由另一个人复核,才会发证。"
        super().__init__("登记学校", explain, "登记(&S)", parent)
        self.form.addRow("学校", say.label(f"{asked.school_name}({asked.school_id})"))
        self.form.addRow("事由", say.label(reason))
        self.name = self.line("局里的校名(&N)", "局里的校名")
        self.name.setText(asked.school_name)
        self.typed = self.line("纸上的指纹(&F)", "纸上的指纹")
        self.typed.setPlaceholderText("例如 3fa1 09bc ……")
        self.check()


class ApproveDialog(Question):
    """The second person's name and passphrase."""

    def __init__(self, words: str, people: Sequence[str], parent: QWidget | None = None) -> None:
        """`words`: what is approved. `people`: who may."""
        super().__init__(
            "复核发证", words + "\n请复核人本人核对纸面登记单,用自己的口令发证。登记的人不能自己复核。", "我已核对,发证(&S)", parent
        )
        self.who = QComboBox()
        self.who.setAccessibleName("复核人")
        self.who.addItems(list(people))
        self.form.addRow("复核人(&N)", self.who)
        self.password = self.line("口令(&P)", "复核人的口令", secret=True)
        self.check()


class RootDialog(Question):
    """Where the root key is and its passphrase."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Ask for the file on the stick."""
        explain = "请插上存根钥匙的 U 盘。根钥匙只在签这一次时用,不留在电脑里。签好后请把 U 盘锁回柜子。"
        super().__init__("签发新一版信任清单", explain, "签发(&S)", parent)
        self.file = self.line("根钥匙文件(&F)", "根钥匙文件")
        choose = say.button("选择…(&O)")
        choose.clicked.connect(self._choose)
        self.form.addRow("", choose)
        self.password = self.line("根钥匙的口令(&P)", "根钥匙的口令", secret=True)
        self.check()

    def _choose(self) -> None:
        name = QFileDialog.getOpenFileName(self, "选根钥匙文件", str(Path.home()), "根钥匙 (*.age)")[0]
        if name:
            self.file.setText(name)
