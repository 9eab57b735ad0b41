"""What goes out of a file's page: the papers it can be printed as, and the same as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.reasons import ask_reason

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace


class FileOutput(QObject):
    """Belongs to the page of one record. print_wanted(document maker, name) asks for a preview."""

    print_wanted = Signal(object, str)

    def __init__(self, place: Workplace, ledger: Ledger, record: str, page: QWidget) -> None:
        """Print and save one record."""
        super().__init__(page)
        self._place, self._ledger, self._record, self._page = place, ledger, record, page

    def button(self) -> QPushButton:
        """The papers a record can be printed as, and the same as a workbook; Ctrl+P prints the usual one at once."""
        paper = say.button("打印(&P) ▾", tip="Ctrl+P")
        paper.setMenu(self.menu(paper))
        return paper

    def menu(self, parent: QWidget) -> QMenu:
        """Return the ways out as a menu."""
        menu = QMenu(parent)
        for key, title in (("", f"{self._ledger.title}(全部内容)"), *((key, one.title) for key, one in self._ledger.styles.items())):
            action = menu.addAction(title)
            action.setData(key)
            action.triggered.connect(self._print_style)
        menu.addSeparator()
        menu.addAction("存成 Excel…").triggered.connect(self._ask_workbook)
        if self._ledger.letter:
            menu.addAction("密封送给指定的一个人…").triggered.connect(self.seal_letter)
        return menu

    def seal_letter(self) -> None:
        """Open the window that seals this one record to one named person."""
        from jlt_desktop.gui.letter_dialog import LetterDialog  # rare

        self._place.dialog_made.emit(LetterDialog(self._place, self._ledger, self._record, self._page.window()))

    def _print_style(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.print_record(str(sender.data()))  # type: ignore[attr-defined]  # an action of ours

    def print_record(self, style: str = "") -> None:
        """Print the record with its parts, or in one of the ledger's other ways."""
        office, ledger, record = self._place.office, self._ledger, self._record
        reason = ask_reason(self._page, named=bool(style) and ledger.styles[style].named) if ledger.confidential else ""
        if reason is None:
            return

        def document() -> object:
            from jlt_desktop.services.printing import record_document  # paper is read at the first print

            return record_document(office, ledger, record, style, reason)

        self.print_wanted.emit(document, ledger.styles[style].title if style else ledger.title)

    def _ask_workbook(self) -> None:
        reason = ask_reason(self._page, named=False) if self._ledger.confidential else ""
        chosen = (
            QFileDialog.getSaveFileName(self._page, "保存 Excel", f"{self._ledger.title}.xlsx", "Excel 工作簿 (*.xlsx)")[0]
            if reason is not None
            else ""
        )
        if chosen:
            self.save_workbook(Path(chosen), reason or "")

    def save_workbook(self, path: Path, reason: str = "") -> None:
        """Write the record with its parts as a workbook, whole or not at all."""
        office, ledger, record = self._place.office, self._ledger, self._record

        def work() -> str:
            from jlt_desktop.services.printing import record_workbook  # as above
            from jlt_desktop.vault.files import write_whole

            write_whole(path, record_workbook(office, ledger, record, "", reason))
            return path.name

        self._place.tasks.run(self, work, self._workbook_saved)

    def _workbook_saved(self, name: str) -> None:
        self._place.said.emit(f"已保存“{name}”。")
