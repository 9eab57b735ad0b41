"""The pages of set-up: welcome, the school, the people and their passphrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields import FieldProblem
from jlt_desktop.gui import say
from jlt_desktop.gui.editors import Editor, plain_editor
from jlt_desktop.gui.steps import Step
from jlt_desktop.services.setup import ROLES
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.passwords import check_password

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger


class WelcomePage(Step):
    """Three ways to begin."""

    name = "开始"
    explain = "学校的数据只放在这台电脑上,加了密;不需要网络。"
    onward = ""
    new_wanted, restore_wanted, demo_wanted = Signal(), Signal(), Signal()

    def __init__(self) -> None:
        """Show the three ways."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(14)
        self.new = say.button("新建本校数据(&N)\n填学校和三个人的口令,大约三分钟", "big")
        self.restore = say.button("从备份恢复(&R)\n换了电脑,或原来的数据坏了", "big")
        self.demo = say.button("先看看示范学校(&D)\n600 名虚构学生,可以随便试", "big")
        for one, signal in ((self.new, self.new_wanted), (self.restore, self.restore_wanted), (self.demo, self.demo_wanted)):
            one.clicked.connect(signal)
            column.addWidget(one)
        column.addStretch(1)

    def entered(self) -> None:
        """Begin at the first way."""
        self.new.setFocus()


class SchoolPage(Step):
    """The fields of the school's own page that cannot be blank; the rest can wait."""

    name = "学校"
    explain = "先填这几项就够了;其余的以后在“学校信息”里补。"
    loud = True

    def __init__(self, ledger: Ledger) -> None:
        """Make editors from the declaration of the school's own page."""
        super().__init__()
        self._ledger = ledger
        self.editors: dict[str, Editor] = {}
        self._problems: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 130)
        for row, name in enumerate(ledger.required):
            field = ledger.fields[name]
            editor, problem = plain_editor(field), say.label("", "problem")
            label = say.label(f"{field.label} *", wrap=False)
            label.setBuddy(editor.focusProxy() or editor)
            editor.setToolTip(field.purpose)
            editor.edited.connect(self.changed)
            editor.left.connect(self._look)
            grid.addWidget(label, 2 * row, 0)
            grid.addWidget(editor, 2 * row, 1)
            grid.addWidget(problem, 2 * row + 1, 1)
            self.editors[name], self._problems[name] = editor, problem
        grid.setRowStretch(2 * len(self.editors), 1)

    def raw(self) -> dict[str, str]:
        """Return what was typed."""
        return {name: str(editor.raw()) for name, editor in self.editors.items()}

    def _problem(self, name: str) -> str:
        field, typed = self._ledger.fields[name], self.editors[name].raw()
        try:
            return "" if field.parse(typed) is not None else f"{field.label}没有填。"
        except FieldProblem as problem:
            return str(problem)

    def _look(self) -> None:
        for name, label in self._problems.items():
            typed = str(self.editors[name].raw())
            label.setText(self._problem(name) if typed else "")
            self.editors[name].mark(bool(label.text()))

    def why_not(self) -> str:
        """Return the first thing that is missing or wrong."""
        return next((words for name in self.editors if (words := self._problem(name))), "")

    def entered(self) -> None:
        """Begin at the first field."""
        first = next(iter(self.editors.values()))
        (first.focusProxy() or first).setFocus()


class _Person(QFrame):
    """One person: name and the passphrase twice, with what is wrong below."""

    changed = Signal()

    def __init__(self, role: str, explain: str, *, needed: bool) -> None:
        super().__init__()
        self.role, self.needed = role, needed
        self.setProperty("kind", "card")
        self.who, self.first, self.second = QLineEdit(), QLineEdit(), QLineEdit()
        column = QVBoxLayout(self)
        title = ROLES[role] + ("" if needed else "(现在没有可以不填;以后添加要用两张心理资料恢复单)")
        column.addWidget(say.label(title, "subtitle"))
        column.addWidget(say.label(explain, "faint"))
        row = QHBoxLayout()
        for words, line in (("姓名", self.who), ("口令,至少 10 个字", self.first), ("再输一遍口令", self.second)):
            line.setPlaceholderText(words)
            line.setAccessibleName(f"{ROLES[role]}:{words}")
            line.textEdited.connect(self._edited)
            row.addWidget(line)
        for line in (self.first, self.second):
            line.setEchoMode(QLineEdit.EchoMode.Password)
        column.addLayout(row)
        self._said = say.label("", "problem")
        column.addWidget(self._said)

    def _edited(self) -> None:
        typed = self.first.text()
        self._said.setText(self.problem() if typed and (self.second.text() or len(typed) < 10) else "")
        self.changed.emit()

    @property
    def blank(self) -> bool:
        return not (self.who.text().strip() or self.first.text() or self.second.text())

    def problem(self) -> str:
        if self.blank:
            return f"还没有填{ROLES[self.role]}。" if self.needed else ""
        if not self.who.text().strip():
            return f"{ROLES[self.role]}的姓名没有填。"
        try:
            check_password(self.first.text(), self.who.text().strip())
        except UserError as error:
            return f"{ROLES[self.role]}:{error}"
        return "" if self.first.text() == self.second.text() else f"{ROLES[self.role]}的两次口令不一样。"


class PeoplePage(Step):
    """Each has a passphrase of their own; nobody's opens what belongs to another."""

    name = "人员与口令"
    explain = "每人自己输自己的口令,别人不要看。口令可以是几个不相干的词连起来。忘了口令只能靠下一步的恢复单。"
    onward = "建立数据(&N)"
    loud = True

    def __init__(self) -> None:
        """Show the three roles."""
        super().__init__()
        self.people = (
            _Person("clerk", "管学生、家委会、活动等日常台账,做导入、导出、打印和报送。", needed=True),
            _Person("counselor", "管关注名单和月跟踪;只有心理教师自己的口令能打开。", needed=False),
            _Person("principal", "看日常台账,报送时用自己的口令签名。", needed=True),
        )
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        for one in self.people:
            column.addWidget(one)
            one.changed.connect(self.changed)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def users(self) -> list[NewUser]:
        """Return those who were filled in."""
        return [NewUser(one.who.text().strip(), one.role, one.first.text()) for one in self.people if not one.blank]

    def why_not(self) -> str:
        """Return the first thing that is missing or wrong."""
        found = next((words for one in self.people if (words := one.problem())), "")
        names = [one.name for one in self.users()]
        return found or ("两个人的姓名相同,请加上区别。" if len(set(names)) != len(names) else "")

    def entered(self) -> None:
        """Begin at the first name."""
        self.people[0].who.setFocus()
