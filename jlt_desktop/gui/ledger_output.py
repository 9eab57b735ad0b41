"""What goes out of a ledger's page: workbooks and prints of the records listed, empty templates, the roster of a class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QPushButton, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.filled_notice import FilledForm, FilledNotice
from jlt_desktop.services.listing import Wanted, matching

if TYPE_CHECKING:
    from collections.abc import Callable

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace


class LedgerOutput(QObject):
    """The two buttons 导出 and 打印 of a page. `wanted` says what is listed now; print_wanted(document maker, name) asks for a preview."""

    print_wanted = Signal(object, str)

    def __init__(self, place: Workplace, ledger: Ledger, wanted: Callable[[], Wanted], page: QWidget) -> None:
        """Belong to a page."""
        super().__init__(page)
        self._place, self._ledger, self._wanted, self._page = place, ledger, wanted, page

    def buttons(self) -> list[QPushButton]:
        """Return the buttons; only a ledger of people in classes has a roster."""
        out = say.button("导出 Excel(&X) ▾")
        form = () if self._ledger.counts_only else (("填入上级表格(&F)…", self.choose_form),)
        _fill(
            out,
            (
                ("导出列出的记录(&A)…", self.export),
                ("导出,遮住姓名和号码(&M)…", self.export_masked),
                *form,
                ("下载空表(&T)…", self.template),
            ),
        )
        if not self._ledger.roster:
            paper = say.button("打印(&P)", tip="Ctrl+P")
            paper.clicked.connect(self.print_table)
            return [out, paper]
        paper = say.button("打印(&P) ▾", tip="Ctrl+P")
        _fill(paper, (("打印列出的记录(&L)", self.print_table), ("打印班级花名册(&R)…", self.choose_class)))
        return [out, paper]

    # -- paper ----------------------------------------------------------------------------------------------------

    def print_table(self) -> None:
        """Print the records listed, all of them."""
        office, ledger, wanted = self._place.office, self._ledger, self._wanted()

        def document() -> object:
            from jlt_desktop.services.printing import table_document  # paper is read at the first print

            return table_document(office, ledger, matching(office, ledger, wanted))

        self.print_wanted.emit(document, ledger.title)

    def choose_class(self) -> None:
        """Ask which class, then print its roster."""
        office = self._place.office

        def titles() -> list[str]:
            from jlt_desktop.services.printing import class_titles  # as above

            return class_titles(office)

        self._place.tasks.run(self, titles, self._ask_class)

    def _ask_class(self, titles: list[str]) -> None:
        if not titles:
            self._place.said.emit("还没有分班的学生,没有花名册可印。")
            return
        dialog = QInputDialog(self._page)
        dialog.setWindowTitle("打印班级花名册")
        dialog.setLabelText("哪个班?")
        dialog.setComboBoxItems(titles)
        if dialog.exec():
            self.print_roster(dialog.textValue())

    def print_roster(self, title: str) -> None:
        """Print the roster of a class."""
        office = self._place.office

        def document() -> object:
            from jlt_desktop.services.printing import roster_document  # as above

            return roster_document(office, title)

        self.print_wanted.emit(document, f"{title}花名册")

    # -- workbooks ------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Save the records listed as a workbook that can be read back."""
        self._export(masked=False)

    def export_masked(self) -> None:
        """Save the records listed with names and numbers starred, for posting up."""
        self._export(masked=True)

    def _export(self, *, masked: bool) -> None:
        office, ledger, wanted = self._place.office, self._ledger, self._wanted()

        def work() -> bytes:
            from jlt_desktop.services.exporting import export_workbook  # the writer of workbooks is read when needed

            return export_workbook(office, ledger, matching(office, ledger, wanted), masked=masked)

        self._save(f"{ledger.title}.xlsx", work)

    def template(self) -> None:
        """Save an empty workbook with every heading."""
        ledger = self._ledger

        def work() -> bytes:
            from jlt_desktop.services.exporting import template_workbook  # as above

            return template_workbook(ledger)

        self._save(f"{ledger.title}(空表).xlsx", work)

    # -- forms of the bureau --------------------------------------------------------------------------------------

    def choose_form(self) -> None:
        """Ask for the bureau's form and where the filled one goes, then fill it."""
        given, _ = QFileDialog.getOpenFileName(self._page, "选上级发的表格", str(Path.home()), "Excel 工作簿 (*.xlsx);;所有文件 (*)")
        if not given:
            return
        usual = Path(given).with_name(f"{Path(given).stem}(已填).xlsx")
        chosen, _ = QFileDialog.getSaveFileName(self._page, "填好的表格存到", str(usual), "Excel 工作簿 (*.xlsx)")
        if chosen:
            self.fill_form(Path(given), Path(chosen))

    def fill_form(self, form: Path, target: Path) -> None:
        """Fill a form with the records listed and save it, whole or not at all; then say what was left blank."""
        office, ledger, wanted = self._place.office, self._ledger, self._wanted()

        def work() -> FilledForm:
            from jlt_desktop.services.filling import fill_file  # the reader of forms is read at the first one
            from jlt_desktop.vault.files import write_whole

            done = fill_file(office, ledger, matching(office, ledger, wanted), form, target)
            write_whole(target, done.content)
            return FilledForm(target, done.written, done.left_blank, done.notes)

        self._place.tasks.run(self, work, self._filled)

    def _filled(self, done: FilledForm) -> None:
        FilledNotice(done, self._page).open()

    # -- saving ---------------------------------------------------------------------------------------------------

    def _save(self, name: str, work: Callable[[], bytes]) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._page, "保存 Excel", str(Path.home() / name), "Excel 工作簿 (*.xlsx)")
        if chosen:
            self.save_to(Path(chosen), work)

    def save_to(self, path: Path, work: Callable[[], bytes]) -> None:
        """Write what `work` makes, whole or not at all."""

        def whole() -> str:
            from jlt_desktop.vault.files import write_whole  # as above

            write_whole(path, work())
            return path.name

        self._place.tasks.run(self, whole, self._saved)

    def _saved(self, name: str) -> None:
        self._place.said.emit(f"已保存“{name}”。")


def _fill(button: QPushButton, deeds: tuple[tuple[str, Callable[[], None]], ...]) -> None:
    menu = QMenu(button)
    for title, call in deeds:
        menu.addAction(title).triggered.connect(call)
    button.setMenu(menu)
