"""The button 报表 of a ledger's page: each list and table the ledger declares, on paper, as a workbook, or masked for posting up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from jlt_desktop.domain.report import Roll
from jlt_desktop.gui import say

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace


class ReportMenu(QObject):
    """print_wanted(document maker, name) asks for a preview."""

    print_wanted = Signal(object, str)

    def __init__(self, place: Workplace, ledger: Ledger, page: QWidget) -> None:
        """Belong to a page."""
        super().__init__(page)
        self._place, self._ledger, self._page = place, ledger, page

    def button(self) -> QPushButton:
        """Return the button with its menu; hidden where nothing is declared."""
        made = say.button("报表(&T) ▾")
        menu = QMenu(made)
        for one in self._ledger.reports:
            self._add(menu, f"{one.title}:打印…", one.key, masked=False, paper=True)
            self._add(menu, f"{one.title}:存成 Excel…", one.key, masked=False, paper=False)
            if isinstance(one, Roll) and any(column.mask for column in one.columns):
                self._add(menu, f"{one.title}:公示用,遮住姓名,打印…", one.key, masked=True, paper=True)
                self._add(menu, f"{one.title}:公示用,遮住姓名,存成 Excel…", one.key, masked=True, paper=False)
            menu.addSeparator()
        made.setMenu(menu)
        made.setVisible(bool(self._ledger.reports))
        return made

    def _add(self, menu: QMenu, title: str, key: str, *, masked: bool, paper: bool) -> None:
        action = menu.addAction(title)
        action.setData((key, masked, paper))
        action.triggered.connect(self._chosen)

    def _chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            key, masked, paper = sender.data()  # type: ignore[attr-defined]  # an action of ours
            (self.print_report if paper else self._ask_where)(str(key), masked=bool(masked))

    def _ask_where(self, key: str, *, masked: bool) -> None:
        title = next(one.title for one in self._ledger.reports if one.key == key)
        chosen, _ = QFileDialog.getSaveFileName(self._page, "保存 Excel", str(Path.home() / f"{title}.xlsx"), "Excel 工作簿 (*.xlsx)")
        if chosen:
            self.save_report(key, Path(chosen), masked=masked)

    def print_report(self, key: str, *, masked: bool = False) -> None:
        """Show a report before it goes to paper."""
        office, ledger = self._place.office, self._ledger

        def document() -> object:
            from jlt_desktop.services.reporting import report_document  # paper and workbooks are read when needed

            return report_document(office, ledger, key, masked=masked)

        self.print_wanted.emit(document, next(one.title for one in ledger.reports if one.key == key))

    def save_report(self, key: str, path: Path, *, masked: bool = False) -> None:
        """Write a report as a workbook, whole or not at all."""
        office, ledger = self._place.office, self._ledger

        def work() -> str:
            from jlt_desktop.services.reporting import report_workbook  # as above
            from jlt_desktop.vault.files import write_whole

            write_whole(path, report_workbook(office, ledger, key, masked=masked))
            return path.name

        self._place.tasks.run(self, work, self._saved)

    def _saved(self, name: str) -> None:
        self._place.said.emit(f"已保存“{name}”。")
