"""The button 汇总表: the table of the fifteen tasks on paper, as a workbook, or in the bureau's own form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.filled_notice import FilledForm, FilledNotice

if TYPE_CHECKING:
    from collections.abc import Callable

    from jlt_desktop.gui.workplace import Workplace

_NAME = "任务完成情况汇总表"
_BOOKS = "Excel 工作簿 (*.xlsx)"


class SummaryMenu(QObject):
    """print_wanted(document maker, name) asks for a preview. period: asked at every deed which time is meant."""

    print_wanted = Signal(object, str)

    def __init__(self, place: Workplace, page: QWidget, period: Callable[[], str]) -> None:
        """Belong to a page."""
        super().__init__(page)
        self._place, self._page, self._period = place, page, period

    def button(self) -> QPushButton:
        """Return the button with its menu."""
        made = say.button("汇总表(&T) ▾", tip=_NAME)
        menu = QMenu(made)
        for title, call in (
            ("打印…", self.print_summary), ("存成 Excel…", self._ask_workbook), ("填进上级发的表…", self._ask_form),
        ):  # fmt: skip
            menu.addAction(title).triggered.connect(call)
        made.setMenu(menu)
        return made

    def print_summary(self) -> None:
        """Show the table before it goes to paper."""
        office, period = self._place.office, self._period()

        def document() -> object:
            from jlt_desktop.services.summary import summary_document  # paper and workbooks are read when needed

            return summary_document(office, period)

        self.print_wanted.emit(document, _NAME)

    def _ask_workbook(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._page, "保存 Excel", str(Path.home() / f"{_NAME}.xlsx"), _BOOKS)
        if chosen:
            self.save_workbook(Path(chosen))

    def save_workbook(self, path: Path) -> None:
        """Write the table as a workbook, whole or not at all."""
        office, period = self._place.office, self._period()

        def work() -> str:
            from jlt_desktop.services.summary import summary_workbook  # as above
            from jlt_desktop.vault.files import write_whole

            write_whole(path, summary_workbook(office, period))
            return path.name

        self._place.tasks.run(self, work, self._saved)

    def _saved(self, name: str) -> None:
        self._place.said.emit(f"已保存“{name}”。")

    def _ask_form(self) -> None:
        given, _ = QFileDialog.getOpenFileName(self._page, "选上级发的表格", str(Path.home()), f"{_BOOKS};;所有文件 (*)")
        if given:
            usual = Path(given).with_name(f"{Path(given).stem}(已填).xlsx")
            chosen, _ = QFileDialog.getSaveFileName(self._page, "填好的表格存到", str(usual), _BOOKS)
            if chosen:
                self.fill_form(Path(given), Path(chosen))

    def fill_form(self, form: Path, target: Path) -> None:
        """Fill the bureau's form and save it, whole or not at all; then say what was left blank."""
        office, period = self._place.office, self._period()

        def work() -> FilledForm:
            from jlt_desktop.services.filling import kept_apart  # as above
            from jlt_desktop.services.filling_figures import fill_summary
            from jlt_desktop.vault.files import write_whole

            done = fill_summary(office, period, kept_apart(form, target), form.name)
            write_whole(target, done.content)
            return FilledForm(target, done.written, done.left_blank, done.notes)

        self._place.tasks.run(self, work, self._filled)

    def _filled(self, done: FilledForm) -> None:
        FilledNotice(done, self._page).open()
