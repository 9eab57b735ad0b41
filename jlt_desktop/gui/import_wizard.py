"""Importing a workbook into a ledger, in six steps; nothing is written before the last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from jlt_desktop.gui.import_pages_columns import ColumnsPage
from jlt_desktop.gui.import_pages_file import FilePage, HeadingPage
from jlt_desktop.gui.import_pages_findings import FindingsPage
from jlt_desktop.gui.import_pages_result import DonePage, PreviewPage
from jlt_desktop.gui.steps import StepsDialog
from jlt_desktop.services.exporting import left_out_workbook, template_workbook
from jlt_desktop.services.import_findings import added, findings
from jlt_desktop.services.import_look import lacking, look_at_columns, look_into, recalled, remember, targets
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.undoing import undo_import
from jlt_desktop.sheets.read import read_file
from jlt_desktop.vault.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.tasks import Job, Tasks
    from jlt_desktop.services.import_findings import Group
    from jlt_desktop.services.import_look import FileLook
    from jlt_desktop.services.import_plan import Plan
    from jlt_desktop.services.importing import Imported
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.undoing import Undone
    from jlt_desktop.sheets.match import Column

    _Rows = tuple[Sequence[str], Sequence[Sequence[str]]]

_FILE, _HEADING, _COLUMNS, _FINDINGS, _PREVIEW, _DONE = range(6)
_PASTED = "粘贴的表格"
_WORKBOOK = "Excel 工作簿 (*.xlsx)"


class ImportWizard(StepsDialog):
    """`imported` carries the key of the ledger whenever its records were changed: after writing and after an undo.

    `written` carries ledger and ids of what came in, when the window is left with it.
    """

    imported = Signal(str)
    written = Signal(str, object)

    def __init__(self, office: Office, ledger: Ledger, tasks: Tasks, parent: QWidget | None = None) -> None:
        """Begin at the choice of a file."""
        super().__init__(f"导入{ledger.title}", parent)
        self._office, self._ledger, self._tasks = office, ledger, tasks
        self._name, self._content = "", b""
        self._columns_of: tuple[str, int] | None = None
        self._planned_with: object = None
        self._plan: Plan | None = None
        self._done: Imported | None = None
        self.file = FilePage(ledger.title)
        self.heading = HeadingPage()
        self.columns = ColumnsPage(targets(office, ledger))
        self.findings = FindingsPage()
        self.preview = PreviewPage()
        self.done_page = DonePage()
        for step in (self.file, self.heading, self.columns, self.findings, self.preview, self.done_page):
            self.add(step)
        self.file.chosen.connect(self.read)
        self.file.pasted.connect(self._read_pasted)
        self.file.template_wanted.connect(self._save_template)
        self.columns.mapped.connect(self._count_lacking)
        self.findings.recheck.connect(self._recheck)
        self.done_page.left_out_wanted.connect(self._save_left_out)
        self.done_page.undo_wanted.connect(self._undo)
        self.show_step(_FILE)

    # -- 1: the file ------------------------------------------------------------------------------------------------

    def read(self, path: Path) -> None:
        """Read a file and go on to its headings."""
        ledger = self._ledger

        def work() -> tuple[str, bytes, FileLook]:
            content = read_file(path)
            return path.name, content, look_into(ledger, path.name, content)

        self.begin(f"正在读取“{path.name}”……", can_stop=False)
        self._tasks.run(self, work, self._looked, failed=self._not_read)

    def _read_pasted(self, text: str) -> None:
        ledger, content = self._ledger, text.encode()
        self.begin("正在读取粘贴的表格……", can_stop=False)
        self._tasks.run(self, lambda: (_PASTED, content, look_into(ledger, _PASTED, content)), self._looked, failed=self._not_read)

    def _looked(self, found: tuple[str, bytes, FileLook]) -> None:
        self.rest()
        self._name, self._content, looked = found
        self._columns_of = self._planned_with = None
        self.findings.forget()
        self.file.show_file(looked)
        self.heading.show_file(looked)
        self.show_step(_HEADING)

    def _not_read(self, error: SaidError) -> None:
        self.file.show_file(None)
        self.failed(error)

    def _save_template(self) -> None:
        ledger = self._ledger
        self._save(f"{ledger.title}(空表).xlsx", lambda: template_workbook(ledger), self._template_saved)

    def _template_saved(self, name: str) -> None:
        self.rest()
        self.tell(f"空表已存到“{name}”。填好后回到这里导入。", "good")

    # -- 2 to 4: headings, columns, findings ------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Do what the main button says on each step."""
        deeds: dict[int, Callable[[], None]] = {
            _HEADING: self._to_columns, _COLUMNS: self._to_findings, _FINDINGS: self._to_preview, _PREVIEW: self._write, _DONE: self.accept,
        }  # fmt: skip
        deeds.get(self.place, super().go_on)()

    def _to_columns(self) -> None:
        wanted = self.heading.chosen
        if wanted == self._columns_of:
            self.show_step(_COLUMNS)
            return
        office, ledger, name, content = self._office, self._ledger, self._name, self._content

        def work() -> tuple[tuple[str, int], tuple[Column, ...]]:
            return wanted, recalled(office, ledger, look_at_columns(ledger, name, content, *wanted))

        self.begin("正在对应各列……", can_stop=False)
        self._tasks.run(self, work, self._columns_found, failed=self.failed)

    def _columns_found(self, found: tuple[tuple[str, int], tuple[Column, ...]]) -> None:
        self.rest()
        self._columns_of, columns = found
        self.findings.forget()
        self.columns.show_columns(columns)
        self._count_lacking()
        self.show_step(_COLUMNS)

    def _count_lacking(self) -> None:
        office, ledger = self._office, self._ledger
        columns = [replace(one, field=field) for one, field in self.columns.columns]
        self._tasks.run(self, lambda: lacking(office, ledger, columns), self.columns.show_lacking, failed=self.failed)

    def _to_findings(self) -> None:
        self._replan(self._show_findings)

    def _to_preview(self) -> None:
        self._replan(self._show_preview)

    def _recheck(self) -> None:
        self._replan(self._show_groups)

    def _wanted(self) -> tuple[object, ...]:
        answers = {name: text for name, text in self.findings.answers.items() if text}
        return (*self.heading.chosen, self.columns.mapping, answers, dict(self.findings.fixes), dict(self.findings.cells))

    def _replan(self, then: Callable[[], None]) -> None:
        """Plan anew when anything was chosen otherwise since the last plan, then go on."""
        wanted = self._wanted()
        if wanted == self._planned_with:
            then()
            return
        office, ledger, name, content = self._office, self._ledger, self._name, self._content
        sheet, heading, mapping, answers, fixes, cells = wanted

        def work(job: Job) -> tuple[Plan, tuple[Group, ...], _Rows]:
            plan = plan_import(
                office, ledger, name, content, sheet=sheet, header=heading, mapping=mapping, answers=answers, fixes=fixes,  # type: ignore[arg-type]
                cells=cells, progress=job.report, cancelled=job.cancelled,  # type: ignore[arg-type]
            )  # fmt: skip
            return plan, findings(office, plan), added(office, plan)

        def planned(outcome: tuple[Plan, tuple[Group, ...], _Rows]) -> None:
            self.rest()
            self._planned_with = wanted
            self._plan = outcome[0]
            self.findings.show_groups(outcome[1])
            self.preview.show_plan(outcome[0], outcome[2])
            then()

        self.begin("正在核对每一行……")
        self.watch(self._tasks.run(self, work, planned, failed=self.failed, progress=self.moved, with_job=True))

    def _show_groups(self) -> None:
        """Stay on the findings, which are new."""

    def _show_findings(self) -> None:
        self.show_step(_FINDINGS)

    def _show_preview(self) -> None:
        self.show_step(_PREVIEW)

    # -- 5 and 6: writing, and the way back --------------------------------------------------------------------------------

    def _write(self) -> None:
        plan, office = self._plan, self._office
        if plan is None or self._planned_with is None:
            self._replan(self._show_preview)
            return

        def work() -> Imported:
            done = apply_import(office, plan)
            remember(office, plan.ledger, plan.columns)
            return done

        self.begin("正在写入,请稍候……", can_stop=False)
        self._tasks.run(self, work, self._written, failed=self._not_written)

    def _written(self, done: Imported) -> None:
        self.rest()
        self._done = done
        self._planned_with = None
        self.done_page.show_done(done)
        self.show_step(_DONE)
        self.imported.emit(self._ledger.key)

    def _not_written(self, error: SaidError) -> None:
        self._planned_with = None
        self.failed(error)

    def _save_left_out(self) -> None:
        plan = self._plan
        if plan is not None:
            stem = Path(self._name).stem
            self._save(f"{stem}_未导入.xlsx", lambda: left_out_workbook(plan), self._left_out_saved)

    def _left_out_saved(self, name: str) -> None:
        self.rest()
        self.done_page.tell_saved(name)

    def _undo(self) -> None:
        if self._done is not None:
            office, run = self._office, self._done.id
            self.begin("正在撤销,请稍候……", can_stop=False)
            self._tasks.run(self, lambda: undo_import(office, run), self._undone, failed=self.failed)

    def _undone(self, undone: Undone) -> None:
        self.rest()
        self._done = None
        self.done_page.show_undone(undone)
        self.imported.emit(self._ledger.key)

    def _save(self, name: str, make: Callable[[], bytes], then: Callable[[str], None]) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "保存 Excel", str(Path.home() / name), _WORKBOOK)
        if chosen:
            self.save_to(Path(chosen), make, then)

    def save_to(self, path: Path, make: Callable[[], bytes], then: Callable[[str], None]) -> None:
        """Write a workbook on the worker; `then` is told its name."""

        def work() -> str:
            write_whole(path, make())
            return path.name

        self.begin(f"正在保存“{path.name}”……", can_stop=False)
        self._tasks.run(self, work, then, failed=self.failed)

    def done(self, result: int) -> None:
        """Close, and tell what came in, so that the page can show just that."""
        if self._done is not None and self._done.records:
            self.written.emit(self._ledger.key, self._done.records)
        super().done(result)
