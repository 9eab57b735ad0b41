"""The button 报表 of a ledger's page: each list and table the ledger declares, on paper, as a workbook, or masked for posting up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QPushButton, QWidget

from jlt_desktop.domain.figures import Crosstab, Totals
from jlt_desktop.domain.periods import span as span_of
from jlt_desktop.domain.report import Roll
from jlt_desktop.gui import say
from jlt_desktop.gui.filled_notice import FilledForm, FilledNotice
from jlt_desktop.services.crosstabs import usual_span
from jlt_desktop.services.submit_needs import periods

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.periods import Span
    from jlt_desktop.domain.report import Report
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
            if isinstance(one, Crosstab):
                action = menu.addAction(f"{one.title}:填进上级发的表…")
                action.setData(one.key)
                action.triggered.connect(self._ask_form)
            outside = _outside(one)
            if outside:
                self._add(menu, f"{one.title}:{outside},打印…", one.key, masked=True, paper=True)
                self._add(menu, f"{one.title}:{outside},存成 Excel…", one.key, masked=True, paper=False)
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
            (self.ask_and_print if paper else self._ask_where)(str(key), masked=bool(masked))

    def _ask_where(self, key: str, *, masked: bool) -> None:
        span = self._asked_span(key)
        if span is False:
            return
        title = next(one.title for one in self._ledger.reports if one.key == key)
        chosen, _ = QFileDialog.getSaveFileName(self._page, "保存 Excel", str(Path.home() / f"{title}.xlsx"), "Excel 工作簿 (*.xlsx)")
        if chosen:
            self.save_report(key, Path(chosen), masked=masked, span=span)

    def _asked_span(self, key: str) -> Span | Literal[False] | None:
        """Ask for which days figures are wanted; None for a list, False when the person thought better of it."""
        report = next(one for one in self._ledger.reports if one.key == key)
        if not isinstance(report, Crosstab | Totals) and not (isinstance(report, Roll) and report.dated):
            return None
        office = self._place.office
        known = {words: code for code, words in periods(office.today())}
        words = list(known)
        usual = next((place for place, one in enumerate(words) if known[one] == usual_span(office).period), 0)
        dialog = QInputDialog(self._page)
        dialog.setWindowTitle(report.title)
        dialog.setLabelText("统计哪一段时间:")
        dialog.setComboBoxItems(words)
        dialog.setTextValue(words[usual])
        dialog.setOkButtonText("继续(&O)")
        dialog.setCancelButtonText("取消")
        return self._days(known[dialog.textValue()]) if dialog.exec() else False

    def _days(self, period: str) -> Span:
        office = self._place.office
        return span_of(period, office.around().calendar).up_to(office.today())

    def ask_and_print(self, key: str, *, masked: bool) -> None:
        """Ask for the days where the report needs them, then show it."""
        span = self._asked_span(key)
        if span is not False:
            self.print_report(key, masked=masked, span=span)

    def _ask_form(self) -> None:
        sender = self.sender()
        key = str(sender.data()) if sender is not None else ""  # type: ignore[attr-defined]  # an action of ours
        span = self._asked_span(key)
        if span is False:
            return
        given, _ = QFileDialog.getOpenFileName(self._page, "选上级发的表格", str(Path.home()), "Excel 工作簿 (*.xlsx);;所有文件 (*)")
        if given:
            usual = Path(given).with_name(f"{Path(given).stem}(已填).xlsx")
            chosen, _ = QFileDialog.getSaveFileName(self._page, "填好的表格存到", str(usual), "Excel 工作簿 (*.xlsx)")
            if chosen:
                self.fill_form(key, Path(given), Path(chosen), span)

    def fill_form(self, key: str, form: Path, target: Path, span: Span | None = None) -> None:
        """Fill the bureau's form with a table by grade and save it, whole or not at all; then say what was left blank."""
        office, ledger = self._place.office, self._ledger
        report = next(one for one in ledger.reports if one.key == key)
        if not isinstance(report, Crosstab):
            return

        def work() -> FilledForm:
            from jlt_desktop.services.filling import kept_apart  # as above
            from jlt_desktop.services.filling_figures import fill_report
            from jlt_desktop.vault.files import write_whole

            done = fill_report(office, ledger, report, span or usual_span(office), kept_apart(form, target), form.name)
            write_whole(target, done.content)
            return FilledForm(target, done.written, done.left_blank, done.notes)

        self._place.tasks.run(self, work, self._filled)

    def _filled(self, done: FilledForm) -> None:
        FilledNotice(done, self._page).open()

    def print_report(self, key: str, *, masked: bool = False, span: Span | None = None) -> None:
        """Show a report before it goes to paper."""
        office, ledger = self._place.office, self._ledger

        def document() -> object:
            from jlt_desktop.services.reporting import report_document  # paper and workbooks are read when needed

            return report_document(office, ledger, key, masked=masked, span=span)

        self.print_wanted.emit(document, next(one.title for one in ledger.reports if one.key == key))

    def save_report(self, key: str, path: Path, *, masked: bool = False, span: Span | None = None) -> None:
        """Write a report as a workbook, whole or not at all."""
        office, ledger = self._place.office, self._ledger

        def work() -> str:
            from jlt_desktop.services.reporting import report_workbook  # as above
            from jlt_desktop.vault.files import write_whole

            write_whole(path, report_workbook(office, ledger, key, masked=masked, span=span))
            return path.name

        self._place.tasks.run(self, work, self._saved)

    def _saved(self, name: str) -> None:
        self._place.said.emit(f"已保存“{name}”。")


def _outside(report: Report) -> str:
    """Return what is done to a report before strangers see it; empty where there is nothing to hide."""
    if isinstance(report, Totals):
        return "交出用,不显示小数目"
    return "公示用,遮住姓名" if isinstance(report, Roll) and any(column.mask for column in report.columns) else ""
