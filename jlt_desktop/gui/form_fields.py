"""The body of a form: groups from the declaration, two fields a row where they are short, the words of a problem below its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QGroupBox, QVBoxLayout, QWidget

from jlt_desktop.domain.fields import Choice, Choices, Field, Text, YesNo
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_links import Attachment, Evidence, Link, People
from jlt_desktop.gui import say
from jlt_desktop.gui.attachments import AttachmentEditor
from jlt_desktop.gui.editors import Editor, plain_editor
from jlt_desktop.gui.evidence_editor import EvidenceEditor
from jlt_desktop.gui.lines_editor import LinesEditor
from jlt_desktop.gui.picker import LinkEditor, PeopleEditor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jlt_desktop.domain.findings import Problem
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.forming import FormStart

_LONG = 60


class FormFields(QWidget):
    """All editors of a ledger. `edited`: anything changed; `left`: the person went on from a field (its name)."""

    edited = Signal()
    left = Signal(str)

    def __init__(self, place: Workplace, ledger: Ledger, start: FormStart) -> None:
        """Build the editors and show the values the form begins with."""
        super().__init__()
        self._place, self._ledger, self._start = place, ledger, start
        self._groups: dict[QGroupBox, dict[str, tuple[QWidget, QWidget, QWidget]]] = {}
        self._shown: dict[QGroupBox, list[str]] = {}
        asking = {name: one.shown_if for name, one in ledger.fields.items() if one.shown_if}
        self._deciding = {*asking, *(other for pairs in asking.values() for other, _ in pairs)}
        self.editors: dict[str, Editor] = {}
        self.problems: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 12, 4)
        column.setSpacing(10)
        for title, names in ledger.form.items():
            asked = [name for name in names if not start.only or name in start.only]
            if asked:
                column.addWidget(self._group(title, asked))
        column.addStretch(1)
        self.put(start.values, start.texts)
        for name, editor in self.editors.items():
            editor.setProperty("field", name)
            editor.edited.connect(self.edited)
            if any(name == other for pairs in asking.values() for other, _ in pairs):
                editor.edited.connect(self._arrange)
            editor.left.connect(self._left)

    def _group(self, title: str, names: Sequence[str]) -> QGroupBox:
        box = QGroupBox(title)
        grid = QGridLayout(box)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self._groups[box] = {name: self._parts(name, self._ledger.fields[name]) for name in names}
        for part in (one for parts in self._groups[box].values() for one in parts):
            # before it is shown: what has no parent would come up as a window of its own
            part.setParent(box)
        return box

    def _parts(self, name: str, field: Field) -> tuple[QWidget, QWidget, QWidget]:
        """Return what stands in the grid for a field: its label, its editor, the words of a problem."""
        editor = editor_for(self._place, self._ledger, field, self._start)
        editor.setToolTip(field.purpose)
        editor.setEnabled(field.typed and (not self._start.open or name in self._start.open))
        words = say.label(field.label + (" *" if field.required else ""), wrap=True)
        words.setBuddy(editor)
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        words.setContentsMargins(0, 6, 0, 0)
        words.setFixedWidth(words.fontMetrics().horizontalAdvance("口") * 8)
        problem = say.label("", "problem")
        problem.hide()
        if field.purpose:
            editor.setAccessibleDescription(field.purpose)
        self.editors[name], self.problems[name] = editor, problem
        return words, _explained(editor, field), problem

    def _arrange(self) -> None:
        """Put the fields that are asked for into their rows; the others wait unseen, with what they hold."""
        values = self._values()
        for box, fields in self._groups.items():
            shown = [name for name in fields if self._start.only or self._ledger.shown(name, values)]
            if self._shown.get(box) != shown:
                self._shown[box] = shown
                self._fill_grid(box, fields, shown)
                box.setVisible(bool(shown))

    def _fill_grid(self, box: QGroupBox, fields: Mapping[str, tuple[QWidget, QWidget, QWidget]], shown: Sequence[str]) -> None:
        grid = cast("QGridLayout", box.layout())
        row, side = 0, 0
        for name, parts in fields.items():
            for part in parts:
                grid.removeWidget(part)
            for part in parts[:2]:
                part.setVisible(name in shown)
            if name not in shown:
                parts[2].hide()
                continue
            wide = _wide(self._ledger.fields[name])
            if wide and side:
                row, side = row + 2, 0
            span = 3 if wide else 1
            for part, (down, across, over) in zip(parts, ((0, 0, 1), (0, 1, span), (1, 1, span)), strict=True):
                grid.addWidget(part, row + down, 2 * side + across, 1, over)
            side = 0 if wide or side else 1
            row += 0 if side else 2

    def _values(self) -> dict[str, object]:
        """Return what stands in the fields that decide about others, and in those they decide about; unread text as it is."""
        values: dict[str, object] = {}
        for name in self._deciding:
            typed, field = self.editors[name].raw() if name in self.editors else self._start.values.get(name), self._ledger.fields[name]
            values[name] = typed == "是" if typed and isinstance(field, YesNo) else typed
        return values

    def _left(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.left.emit(str(sender.property("field")))

    def raw(self) -> dict[str, object]:
        """Return what stands in every field that can be typed, and what the step sets without asking."""
        typed = {name: editor.raw() for name, editor in self.editors.items() if self._ledger.fields[name].typed}
        return {**self._start.unasked, **typed}

    def put(self, values: Mapping[str, object], texts: Mapping[str, str]) -> None:
        """Show values; fields that are not named are emptied."""
        for name, editor in self.editors.items():
            editor.blockSignals(True)
            editor.put(values.get(name), texts.get(name, ""))
            editor.blockSignals(False)
        self._arrange()

    def show_problems(self, problems: Iterable[Problem], only: frozenset[str] | None = None) -> None:
        """Put the words of problems below their fields; `only`: fields the person has been in so far."""
        texts: dict[str, list[str]] = {}
        for one in problems:
            texts.setdefault(one.field, []).append(one.text)
        for name, words in self.problems.items():
            said = " ".join(texts.get(name, ())) if only is None or name in only else ""
            words.setText(said)  # type: ignore[attr-defined]  # labels
            words.setVisible(bool(said))
            self.editors[name].mark(bool(said))

    def go_to(self, name: str) -> None:
        """Move the focus to a field."""
        editor = self.editors.get(name)
        if editor is not None:
            (editor.focusProxy() or editor).setFocus()


def editor_for(place: Workplace, ledger: Ledger, field: Field, start: FormStart) -> Editor:
    """Return the editor of a field of any kind; `start` knows what it may point to."""
    if isinstance(field, Link):
        return LinkEditor(field.label, start.finders.get(field.to))
    if isinstance(field, People):
        return PeopleEditor(field.label, start.finders.get(field.of), start.labels.get(field.of, {}))
    if isinstance(field, Evidence):
        return EvidenceEditor(field, place, ledger)
    if isinstance(field, Attachment):
        return AttachmentEditor(field.label, place, ledger)
    if isinstance(field, Lines):
        return LinesEditor(field)
    return plain_editor(field)


def _explained(editor: Editor, field: Field) -> QWidget:
    """Return the editor with its definitions below where they are what the choice is made by; other purposes are tool tips."""
    if not _defined(field):
        return editor
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(editor)
    for sentence in field.purpose.split("\n"):
        column.addWidget(say.label(sentence, "faint"))
    return holder


def _defined(field: Field) -> bool:
    return isinstance(field, Choice) and "\n" in field.purpose


def _wide(field: Field) -> bool:
    if _defined(field):
        return True
    if isinstance(field, Choices | People | Attachment | Lines):
        return True
    return isinstance(field, Text) and (field.multiline or field.most > _LONG)
