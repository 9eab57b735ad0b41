"""The files that prove something: an attachment list in which each file says what it is and, in a line, what it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from jlt_desktop.gui import say
from jlt_desktop.gui.attachments import AttachmentEditor
from jlt_desktop.gui.editors import ChoiceEditor

if TYPE_CHECKING:
    from jlt_desktop.domain.fields_links import Attached, Evidence
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace

_MOST = 60


class EvidenceEditor(AttachmentEditor):
    """What is chosen and typed below the list belongs to the file marked in it."""

    def __init__(self, field: Evidence, place: Workplace, ledger: Ledger) -> None:
        """Keep files in the vault of `ledger`, each with a code of the field."""
        self._field = field
        super().__init__(field.label, place, ledger)
        self._list.currentRowChanged.connect(self._marked)
        self._marked(-1)

    def _below(self, column: QVBoxLayout) -> None:
        self._code = ChoiceEditor(f"{self._label}:这份是", [(one.key, f"{one.key} {one.label}") for one in self._field.codes])
        self._code.edited.connect(self._said_so)
        self._caption = QLineEdit()
        self._caption.setAccessibleName(f"{self._label}:说明")
        self._caption.setPlaceholderText("一句话说明,例如“颁奖,远景”")
        self._caption.setMaxLength(_MOST)
        self._caption.textEdited.connect(self._said_so)
        row = QHBoxLayout()
        row.addWidget(say.label("这份是", "faint", wrap=False))
        row.addWidget(self._code, 2)
        row.addWidget(self._caption, 3)
        column.addLayout(row)

    def _marked(self, row: int) -> None:
        chosen = self._kept[row] if 0 <= row < len(self._kept) else None
        for part in (self._code, self._caption):
            part.setEnabled(chosen is not None)
        self._code.put(chosen.code if chosen else "", "")
        if self._caption.text() != (chosen.caption if chosen else ""):
            self._caption.setText(chosen.caption if chosen else "")

    def _said_so(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._kept):
            self._kept[row] = replace(self._kept[row], code=str(self._code.raw()), caption=self._caption.text().strip())
            self._list.item(row).setText(self._words(self._kept[row]))
            self.edited.emit()

    def _added(self, attached: Attached) -> None:
        super()._added(replace(attached, code=self._field.guessed(attached)))
        self._list.setCurrentRow(len(self._kept) - 1)

    def _words(self, one: Attached) -> str:
        kind = self._field.codes.label(one.code) if one.code else "还没有选是什么"
        return f"{kind}:{one.caption or one.name}" + (f"({one.name})" if one.caption else "")
