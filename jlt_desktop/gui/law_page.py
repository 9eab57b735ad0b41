"""依法应备的材料: what the law asks a school to have at hand, filled with what is known; and one pupil's whole data for a guardian."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.picker import LinkEditor
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.table_look import on_enter
from jlt_desktop.services.forming import finder_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.search import Finder
    from jlt_desktop.gui.workplace import Workplace

PERSON = "person"
_HEADINGS = ("材料", "依据", "什么时候用")
_PERSON = (PERSON, "一名学生的全部信息", "监护人申请查阅、复制时;别人的信息自动遮住,给了谁记入日志。", "个人信息保护法第四十四至五十条")
_YEARS = 4


class LawPage(QWidget):
    """print_wanted(document maker, name) asks for a preview."""

    print_wanted = Signal(object, str)
    help_page = "papers"

    def __init__(self, place: Workplace) -> None:
        """Begin empty; the papers are listed when the page comes up."""
        super().__init__()
        self._place = place
        self._rows: list[tuple[str, str, str, str, str]] = []
        self.table = RowsTable("依法应备的材料")
        self.pupil = LinkEditor("学生", None)
        self.year, self.asked_by, self.relation, self.purpose = QComboBox(), QLineEdit(), QLineEdit(), QLineEdit()
        self.paper, self.sheet = say.button("预览和打印(&P)", "main", "Ctrl+P"), say.button("存成 Excel…(&X)", tip="可以接着填写、修改")
        self.said = say.label("", "good")
        self._build()
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.doubleClicked.connect(self.print_record)
        on_enter(self.table, self.print_record)
        self.paper.clicked.connect(self.print_record)
        self.sheet.clicked.connect(self._ask_where)
        self.setFocusProxy(self.table)

    def _build(self) -> None:
        today = self._place.office.today()
        for back in range(_YEARS):
            self.year.addItem(f"{today.year - back} 年", today.year - back)
        self.asked_by.setPlaceholderText("先核对身份,再写姓名")
        form = QFormLayout()
        for words, field in (
            ("数字的年份(&Y)", self.year), ("学生(&S)", self.pupil), ("申请人(&A)", self.asked_by), ("与学生关系(&R)", self.relation),
            ("用途(&U)", self.purpose),
        ):  # fmt: skip
            label = say.label(words, wrap=False)
            label.setTextFormat(Qt.TextFormat.AutoText)
            label.setBuddy(field)
            field.setAccessibleName(words.split("(")[0])
            form.addRow(label, field)
        self._form = form
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.sheet)
        foot.addWidget(self.paper)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addWidget(say.label("依法应备的材料", "title", wrap=False))
        column.addWidget(say.label("程序知道的已经填好,其余留空,由学校核对填写。这些材料帮助学校自查,不是法律意见。", "faint"))
        column.addWidget(self.table, 1)
        column.addLayout(form)
        column.addLayout(foot)

    def reload(self) -> None:
        """List the papers anew."""
        office = self._place.office

        def work() -> tuple[list[tuple[str, str, str, str, str]], Finder, int]:
            from jlt_desktop.services.law_papers import law_papers, usual_year  # paper is read when needed
            from jlt_desktop.services.one_person import people_ledger

            rows = [(one.key, one.title, one.use, one.law, one.about) for one in law_papers(office)]
            ledger = people_ledger(office)
            return [*rows, (*_PERSON, ledger.key)], finder_of(office, ledger.key), usual_year(office)

        self._place.tasks.run(self, work, self._arrived, failed=self._failed)

    def _arrived(self, answer: tuple[list[tuple[str, str, str, str, str]], Finder, int]) -> None:
        row = max(0, self.table.currentIndex().row())
        self._rows, finder, year = answer
        self.pupil.line.search_in(finder)
        self.year.setCurrentIndex(max(0, self.year.findData(year)))
        self.table.take(_HEADINGS, [(one[1], one[3], one[2]) for one in self._rows])
        self.table.selectRow(row)
        self._chosen()

    def _chosen(self) -> None:
        row = self._row()
        person = row is not None and row[0] == PERSON
        for field, shown in (
            (self.year, not person), (self.pupil, row is not None and bool(row[4])), (self.asked_by, person), (self.relation, person),
            (self.purpose, person),
        ):  # fmt: skip
            self._form.setRowVisible(field, shown)
        self.sheet.setVisible(not person)
        self.said.setText("")

    def _row(self) -> tuple[str, str, str, str, str] | None:
        row = self.table.currentIndex().row()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def choose(self, key: str) -> None:
        """Go to a paper by its key."""
        self.table.selectRow(next((place for place, one in enumerate(self._rows) if one[0] == key), 0))

    # -- out ----------------------------------------------------------------------------------------------------

    def print_record(self) -> None:
        """Show the paper before it is printed or saved."""
        row = self._row()
        if row is not None:
            self.print_wanted.emit(self._maker(row), row[1])

    def _maker(self, row: tuple[str, str, str, str, str]) -> Callable[[], object]:
        office, year = self._place.office, self.year.currentData()
        pupil = str(self.pupil.raw()) if row[4] else ""
        asking = (self.asked_by.text().strip(), self.relation.text().strip(), self.purpose.text().strip())

        def document() -> object:
            from jlt_desktop.services.law_papers import law_document  # as above
            from jlt_desktop.services.one_person import Asking, person_document

            if row[0] == PERSON:
                return person_document(office, pupil, Asking(*asking))
            return law_document(office, row[0], year=year, about=pupil)

        return document

    def _ask_where(self) -> None:
        row = self._row()
        if row is not None:
            chosen, _ = QFileDialog.getSaveFileName(self, "保存 Excel", str(Path.home() / f"{row[1]}.xlsx"), "Excel 工作簿 (*.xlsx)")
            if chosen:
                self.save_workbook(Path(chosen))

    def save_workbook(self, path: Path) -> None:
        """Write the paper as a workbook, whole or not at all."""
        row = self._row()
        if row is None:
            return
        make = self._maker(row)

        def work() -> str:
            from jlt_desktop.sheets.write_document import document_workbook  # as above
            from jlt_desktop.vault.files import write_whole

            write_whole(path, document_workbook(make()))  # type: ignore[arg-type]  # a document
            return path.name

        self._place.tasks.run(self, work, self._saved, failed=self._failed)

    def _saved(self, name: str) -> None:
        self._say(f"已保存“{name}”。", "good")

    def _failed(self, error: SaidError) -> None:
        self._say(str(error), "problem")

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """List the papers whenever the page comes up."""
        super().showEvent(event)
        self.reload()
