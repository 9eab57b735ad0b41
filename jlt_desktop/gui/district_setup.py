"""The first day of the bureau's desk: who works there, where the root key goes, and what must be on paper before work begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget
from PySide6.QtWidgets import QFormLayout as Form

from jlt_desktop.district.founding import Founding
from jlt_desktop.gui import say
from jlt_desktop.vault.creating import NewUser

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from jlt_desktop.district.founding import Founded
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.district_program import DistrictProgram
    from jlt_desktop.gui.tasks import Tasks

_FIELDS = (
    ("district", "区划代码(&D)", "六位数字,例如 210905", False), ("name", "教育局名称(&B)", "", False),
    ("officer", "收件员姓名(&1)", "登记学校、收件的人", False), ("officer_password", "收件员口令", "至少 10 个字", True),
    ("approver", "复核人姓名(&2)", "另一个人:复核登记、发证", False), ("approver_password", "复核人口令", "至少 10 个字", True),
    ("root", "根钥匙文件(&F)", "写到 U 盘上,和这台电脑分开,锁进柜子", False),
    ("root_password", "根钥匙口令(&P)", "另一句,写在纸上和 U 盘分开放", True),
)  # fmt: skip


class DistrictSetup(QWidget):
    """made: the folder of the new desk, once the codes were noted."""

    made = Signal(object)

    def __init__(self, program: DistrictProgram, tasks: Tasks, folder: Path) -> None:
        """Ask everything on one page."""
        super().__init__()
        self._program, self._tasks, self._folder = program, tasks, folder
        self.setWindowTitle("建立局端收件")
        self.fields = {key: QLineEdit() for key, *_ in _FIELDS}
        self.said = say.label("", "problem")
        self.go = say.button("建立(&S)", "main")
        self.go.clicked.connect(self.found)
        self.codes, self.noted, self.typed = QPlainTextEdit(), say.button("抄好了,开始用(&S)", "main"), QLineEdit()
        self._last = ""
        self.pages = QStackedWidget()
        self.pages.addWidget(self._ask_page())
        self.pages.addWidget(self._codes_page())
        column = QVBoxLayout(self)
        column.addWidget(self.pages)
        self.resize(QSize(820, 620))

    def _ask_page(self) -> QWidget:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 20, 28, 20)
        inside.setSpacing(12)
        inside.addWidget(say.label("建立局端收件", "title"))
        words = f"数据在:{self._folder}。收件、发证、回执的钥匙都在这里生成;登记学校要两个人:一个登记,一个复核。"
        inside.addWidget(say.label(words, "faint"))
        form = Form()
        form.setVerticalSpacing(8)
        for key, label, hint, secret in _FIELDS:
            field = self.fields[key]
            field.setAccessibleName(label.partition("(")[0])
            field.setPlaceholderText(hint)
            if secret:
                field.setEchoMode(QLineEdit.EchoMode.Password)
            called = say.label(label, wrap=False)
            called.setBuddy(field)
            if key == "root":
                form.addRow(called, self._with_button(field))
            else:
                form.addRow(called, field)
        inside.addLayout(form)
        inside.addWidget(self.said)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.go)
        inside.addLayout(row)
        inside.addStretch(1)
        return card

    def _with_button(self, field: QLineEdit) -> QHBoxLayout:
        choose = say.button("选位置…(&O)")
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(field, 1)
        row.addWidget(choose)
        return row

    def _codes_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(say.label("请抄到纸上", "title"))
        column.addWidget(say.label("根钥匙指纹、收件钥匙和回执钥匙要印在给学校的纸面通知上;恢复码分开保管,忘了口令时用。", "faint"))
        self.codes.setReadOnly(True)
        self.codes.setAccessibleName("要抄的内容")
        self.codes.setTabChangesFocus(True)
        column.addWidget(self.codes, 1)
        row = QHBoxLayout()
        label = say.label("照纸抄回最后一个恢复码(&T)", wrap=False)
        label.setBuddy(self.typed)
        self.typed.setAccessibleName("抄回的恢复码")
        self.typed.textChanged.connect(self._compare)
        save = say.button("存成文件去打印…(&P)")
        save.clicked.connect(self._save)
        self.noted.clicked.connect(self._finish)
        for one in (label, self.typed):
            row.addWidget(one, 1 if one is self.typed else 0)
        column.addLayout(row)
        below = QHBoxLayout()
        below.addWidget(save)
        below.addStretch(1)
        below.addWidget(self.noted)
        column.addLayout(below)
        self._compare()
        return page

    def _choose(self) -> None:
        name = QFileDialog.getSaveFileName(self, "根钥匙写到 U 盘", str(Path.home() / "root.age"), "根钥匙 (*.age)")[0]
        if name:
            self.fields["root"].setText(name)

    def found(self) -> None:
        """Make the desk on the worker."""
        text = {key: field.text().strip() for key, field in self.fields.items()}
        if not text["root"]:
            self._say("请选根钥匙写到哪里。")
            return
        asked = Founding(
            district=text["district"], name=text["name"], root_file=Path(text["root"]), root_password=self.fields["root_password"].text(),
            people=[
                NewUser(text["officer"], "intake", self.fields["officer_password"].text()),
                NewUser(text["approver"], "approver", self.fields["approver_password"].text()),
            ],
        )  # fmt: skip
        folder, program = self._folder, self._program
        self.go.setEnabled(False)
        self._say("")
        self._tasks.run(self, lambda: program.found(folder, asked), self._founded, failed=self._refused)

    def _founded(self, made: Founded) -> None:
        codes = [(one.title, "-".join(one.groups)) for one in made.sheets]
        self._last = codes[-1][1]
        lines = [
            "一、印在给学校的纸面通知上", f"根钥匙指纹:{made.root_fingerprint}", f"收件钥匙:{made.recipient}",
            f"回执钥匙:{made.receipt_key}", "",
            "二、恢复码(分开保管)", *(f"{title}:{code}" for title, code in codes),
        ]  # fmt: skip
        self.codes.setPlainText("\n".join(lines))
        self.pages.setCurrentIndex(1)
        self.typed.setFocus()

    def _refused(self, error: SaidError) -> None:
        self.go.setEnabled(True)
        self._say(str(error))

    def _say(self, words: str) -> None:
        self.said.setText(words)

    def _compare(self) -> None:
        plain = "".join(one for one in self.typed.text().upper() if one.isalnum())
        self.noted.setEnabled(bool(self._last) and plain == self._last.replace("-", ""))

    def _save(self) -> None:
        name = QFileDialog.getSaveFileName(self, "存成文件,打印后删掉", str(Path.home() / "恢复码.txt"), "文本 (*.txt)")[0]
        if name:
            text = self.codes.toPlainText()
            self._tasks.run(self, lambda: Path(name).write_text(text + "\n", encoding="utf-8"))

    def showEvent(self, event: QShowEvent) -> None:
        """Make room once the style is known."""
        self.ensurePolished()
        column = self.layout()
        if column is not None:
            self.resize(self.width(), max(self.height(), column.totalMinimumHeightForWidth(self.width())))
        super().showEvent(event)

    def _finish(self) -> None:
        self.codes.clear()
        self.made.emit(self._folder)
