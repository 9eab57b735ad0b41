"""单件密封送出: one case, sealed to one named counselor, with the principal's passphrase beside the counselor's own session."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from jlt_desktop.bundle.write import write_checked
from jlt_desktop.gui import say
from jlt_desktop.services.letters import Wanted, case_letter
from jlt_desktop.services.submit_needs import signers
from jlt_desktop.vault.kdf import FLOOR, KdfCost

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from jlt_desktop.bundle.write import Written
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace

_KEPT_DAYS = 365


class LetterDialog(QDialog):
    """Asks for the person, the ground and the second person; writes one sealed file."""

    def __init__(self, place: Workplace, ledger: Ledger, record: str, parent: QWidget | None = None, floor: KdfCost = FLOOR) -> None:
        """Begin blank."""
        super().__init__(parent)
        self._place, self._ledger, self._record, self._floor = place, ledger, record, floor
        self.setWindowTitle("单件密封送出")
        self.to, self.key, self.reason, self.basis = (QLineEdit() for _ in range(4))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText("age1 开头的一行,是那位老师本人的")
        self.basis.setPlaceholderText("例如 精神卫生法第28条;监护人书面同意")
        self.approver = QComboBox()
        self.approver.addItems(signers(place.office))
        self.until = QDateEdit()
        self.until.setCalendarPopup(True)
        day = place.office.today() + timedelta(days=_KEPT_DAYS)
        self.until.setDate(QDate(day.year, day.month, day.day))
        self.until.setDisplayFormat("yyyy-MM-dd")
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for words, part in (
            ("送给谁(&T)", self.to), ("对方的钥匙(&K)", self.key), ("事由(&R)", self.reason), ("依据(&B)", self.basis),
            ("对方销毁日期(&D)", self.until), ("同意的人(&A)", self.approver), ("同意人的口令(&P)", self.password),
        ):  # fmt: skip
            part.setAccessibleName(words.split("(")[0])
            form.addRow(words, part)
        self.said = say.label("", "faint")
        self.go, close = say.button("选位置并密封(&S)…", "main"), say.button("关闭")
        self.go.clicked.connect(self._choose)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(close)
        row.addStretch(1)
        row.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.addWidget(say.label("只送这一件,只有那位老师能拆开。要校长在旁边输口令同意;送给谁、凭什么、几时销毁,都记进心理资料的日志。"))
        column.addLayout(form)
        column.addWidget(self.said)
        column.addStretch(1)
        column.addLayout(row)
        # every line as high as it needs to be, whatever the type: a layout with broken lines does not ask for it by itself
        width = self.fontMetrics().horizontalAdvance("口") * 40
        self.setMinimumSize(width, column.totalHeightForWidth(width) + self.fontMetrics().height() * 2)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "写到哪里(U 盘)", str(Path.home()))
        if name:
            self.seal_to(Path(name))

    def seal_to(self, folder: Path) -> None:
        """Seal the case and write it into a folder."""
        office, ledger, record, floor = self._place.office, self._ledger, self._record, self._floor
        chosen = self.until.date().toPython()
        wanted = Wanted(
            to=self.to.text().strip(), key=self.key.text(), reason=self.reason.text().strip(), basis=self.basis.text().strip(),
            keep_until=chosen,  # type: ignore[arg-type]  # a date
        )  # fmt: skip
        approver, password = self.approver.currentText(), self.password.text()
        self.password.clear()

        def work() -> Written:
            name, data = case_letter(office, ledger, record, wanted, approver, password, self._place.fonts, floor)
            return write_checked(folder, name, data)

        self._tell("正在密封……", "faint")
        self._place.tasks.run(self, work, self._written, failed=self._failed)

    def _written(self, made: Written) -> None:
        self._tell(f"已密封并核对一致:{made.path}", "good")

    def _failed(self, error: SaidError) -> None:
        self._tell(str(error), "problem")

    def _tell(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)
