"""The pages on which people come and go: who it is, what will happen, the new sheets, and what is to be done afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from jlt_desktop.domain.errors import UserError
from jlt_desktop.gui import say
from jlt_desktop.gui.setup_safe_pages import SheetsPage
from jlt_desktop.gui.steps import Step
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.passwords import check_password

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.services.handover import Place, Somebody

_DOES = {
    "clerk": "打开日常台账:学生、家委会、活动、导入导出、报送。打不开心理资料,也不能给报送签名。",
    "counselor": "打开日常台账和全部心理资料。不能给报送签名。",
    "principal": "看日常台账,给报送签名。打不开心理资料。",
}


class WhoPage(Step):
    """A person to be added, or one who is here already, with the recovery codes that this takes."""

    explain = "口令由本人输入,别人不要看。现有各人的口令和恢复单都不变。"
    loud = True

    def __init__(self, name: str, places: Sequence[Place], others: Sequence[Somebody] = ()) -> None:
        """places: the roles to choose from. others: people here who may be chosen instead of a new one."""
        super().__init__()
        self.name, self._places, self._others = name, places, others
        self.onward = "移交(&N)" if others else "添加(&N)"
        self.other, self.role = QComboBox(), QComboBox()
        self.who, self.first, self.second = QLineEdit(), _secret(), _secret()
        self.codes: dict[str, list[QLineEdit]] = {}
        self._does, self._needs = say.label("", "faint"), say.label("", "question")
        self._does.setMinimumWidth(self.fontMetrics().horizontalAdvance("口") * 32)
        self._form, self._code_rows = QFormLayout(), QFormLayout()
        self._fill()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 8, 0)
        column.addLayout(self._form)
        column.addWidget(self._needs)
        column.addLayout(self._code_rows)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self._place_changed()

    def _fill(self) -> None:
        self._form.setVerticalSpacing(12)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.other.addItem("新来的人", "")
        for one in self._others:
            self.other.addItem(f"{one.name}({one.title})", one.id)
        for place in self._places:
            self.role.addItem(place.title, place.role)
        rows = (
            ("接任的人(&W)", self.other, bool(self._others)), ("岗位(&P)", self.role, len(self._places) > 1),
            ("姓名(&M)", self.who, True), ("口令(&K)", self.first, True), ("再输一遍(&G)", self.second, True),
        )  # fmt: skip
        for words, box, shown in rows:
            box.setMaximumWidth(460)
            box.setAccessibleName(words.split("(")[0])
            if shown:
                self._form.addRow(words, box)
        self._form.insertRow(self._form.rowCount() - 3, "", self._does)
        self.first.setPlaceholderText("至少 10 个字,可以用几个不相干的词连起来")
        self.other.activated.connect(self._other_changed)
        self.role.activated.connect(self._place_changed)
        for line in (self.who, self.first, self.second):
            line.textEdited.connect(self.changed)

    @property
    def place(self) -> Place:
        """Return the role chosen."""
        return self._places[max(0, self.role.currentIndex())]

    def _other_changed(self) -> None:
        new = not self.other.currentData()
        for box in (self.role, self.who, self.first, self.second):
            box.setEnabled(new)
        self._does.setText(_DOES[self.place.role] if new else "除了现在的岗位,还能打开全部心理资料。口令不变。")
        self.changed.emit()

    def _place_changed(self) -> None:
        while self._code_rows.rowCount():
            self._code_rows.removeRow(0)
        self.codes.clear()
        place = self.place
        self._does.setText(_DOES[place.role])
        titles = "、".join(f"“{one.title}”" for one in place.sheets)
        self._needs.setText(f"您没有{titles}的钥匙。原来的人已不在,就请拿出这部分的恢复单,一起输入:" if place.sheets else "")
        for one in place.sheets:
            self.codes[one.scope] = [self._code_row(one.title, number, one.sheets) for number in range(one.sheets)]
        self.changed.emit()

    def _code_row(self, title: str, number: int, count: int) -> QLineEdit:
        line = QLineEdit()
        words = f"{title}恢复码" + (f" {number + 1}" if count > 1 else "")
        line.setMaximumWidth(460)
        line.setAccessibleName(words)
        line.setPlaceholderText("7 组、每组 5 个字符;横线和空格可以不输")
        line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        line.textEdited.connect(self.changed)
        self._code_rows.addRow(words, line)
        return line

    def chosen(self) -> NewUser | str:
        """Return the new person, or the id of the one here already."""
        return str(self.other.currentData() or "") or NewUser(self.who.text().strip(), self.place.role, self.first.text())

    def typed(self) -> dict[str, list[str]]:
        """Return scope -> recovery codes as typed."""
        return {scope: [line.text() for line in lines] for scope, lines in self.codes.items()}

    def called(self) -> str:
        """Return the name of the person chosen."""
        user = self.other.currentData()
        return next((one.name for one in self._others if one.id == user), self.who.text().strip())

    def why_not(self) -> str:
        """Return what is missing or wrong."""
        if self.other.currentData():
            return ""
        if not self.who.text().strip():
            return "请写姓名。"
        try:
            check_password(self.first.text(), self.who.text().strip())
        except UserError as error:
            return str(error)
        if self.first.text() != self.second.text():
            return "两次输入的口令不一样。"
        return "请输入恢复码。" if any(not text.strip() for texts in self.typed().values() for text in texts) else ""

    def entered(self) -> None:
        """Begin at the first field."""
        (self.other if self._others else self.role if len(self._places) > 1 else self.who).setFocus()


class ExplainPage(Step):
    """What will happen, point by point, before anything does."""

    def __init__(self, name: str, explain: str, points: Sequence[str]) -> None:
        """Show the points on a card."""
        super().__init__()
        self.name, self.explain = name, explain
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(18, 14, 18, 14)
        inside.setSpacing(12)
        inside.addWidget(say.label("会发生什么", "subtitle"))
        for number, words in enumerate(points):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(say.label(f"{number + 1}.", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(say.label(words), 1)
            inside.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(card)
        column.addStretch(1)


class NewSheetsPage(SheetsPage):
    """The sheets are on paper before the keys are made: whatever happens then, somebody can get in with paper."""

    name = "新恢复单"
    explain = "先把新的恢复单印好或抄好,再换钥匙。换好以后,旧的恢复单打不开现在的数据;没有换成,新印的作废。"
    onward = "换新钥匙(&N)"
    leaving = True


class DonePage(Step):
    """What was done, and which copies the old keys still open. `folder_wanted` carries another folder to look into."""

    name = "办好了"
    onward = "完成(&F)"
    backward = False
    leaving = False
    folder_wanted = Signal(object)

    def __init__(self, *, copies: bool = False) -> None:
        """copies: whether old backups are to be told of."""
        super().__init__()
        self.said, self.next = say.label("", "good"), say.label("")
        self.copies = say.label("")
        self.copies.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.copies.setAccessibleName("旧钥匙还打得开的备份")
        self.look = say.button("再查一个备份文件夹(&B)…")
        self.look.clicked.connect(self._choose)
        self.more = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.said)
        column.addWidget(self.next)
        column.addLayout(self.more)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(18, 14, 18, 14)
        inside.addWidget(say.label("旧钥匙还打得开的备份", "subtitle"))
        inside.addWidget(self.copies)
        row = QHBoxLayout()
        row.addWidget(self.look)
        row.addStretch(1)
        inside.addLayout(row)
        self._card.setVisible(copies)
        column.addWidget(self._card)
        column.addStretch(1)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "备份在哪里", str(Path.home()))
        if folder:
            self.folder_wanted.emit(Path(folder))

    def tell(self, said: str, then: str) -> None:
        """Say what was done and what to do next."""
        self.said.setText(said)
        self.next.setText(then)

    def list_copies(self, found: Sequence[str]) -> None:
        """List the copies that older keys still open."""
        none = "在上次备份的文件夹里没有找到。别处的备份和 U 盘请自己核对。"
        after = "请一一收好或销毁;恢复这样的备份,离任的人又能用旧口令打开它。"
        self.copies.setText("\n".join([*(f"· {one}" for one in found), after]) if found else none)


def _secret() -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
