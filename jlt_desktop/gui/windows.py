"""Opens the pages and windows that hang on the main window, and keeps hold of them while they are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QMessageBox

from jlt_desktop.gui.file_page import FilePage
from jlt_desktop.gui.finder_popup import Command, FinderPopup
from jlt_desktop.gui.history_dialog import HistoryDialog
from jlt_desktop.gui.ledger_page import LedgerPage
from jlt_desktop.gui.navigation import ARCHIVE, BOX, MONTHS, OBLIGATIONS, PAPERS, PROMOTE, RETENTION, SIGN
from jlt_desktop.gui.record_form import RecordForm
from jlt_desktop.services.doing import begin, follow
from jlt_desktop.services.forming import FormStart, form_for_several, start_form
from jlt_desktop.services.looking import note_finding
from jlt_desktop.services.taking_back import deed_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from jlt_desktop.domain.deed import Follow
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.domain.search import Finder
    from jlt_desktop.gui.workplace import Workplace


class Windows(QObject):
    """The main window asks it for pages; everything modal is opened here."""

    def __init__(self, place: Workplace, owner: QWidget) -> None:
        """Open windows above `owner`."""
        super().__init__(owner)
        self._place, self._owner = place, owner
        self.open: list[QDialog] = []
        self._field = ""
        place.form_wanted.connect(self.open_form)
        place.field_wanted.connect(self.open_at)
        place.step_wanted.connect(self.open_step)
        place.several_wanted.connect(self.open_for_several)
        place.dialog_made.connect(self.show_made)
        place.help_wanted.connect(self.open_help)

    # -- pages --------------------------------------------------------------------------------------------------

    def page(self, key: str) -> QWidget:
        """Return the page of a ledger, or of one of the named pages."""
        if key == "sent":
            from jlt_desktop.gui.sent_page import SentPage  # not on everybody's way

            sent = SentPage(self._place)
            sent.print_wanted.connect(self.open_preview)
            return sent
        if key == "imports":
            from jlt_desktop.gui.imports_page import ImportsPage  # as above

            imports = ImportsPage(self._place.office, self._place.tasks)
            imports.undone.connect(self._place.changed)
            return imports
        if key == RETENTION:
            from jlt_desktop.gui.retention_page import RetentionPage  # as above

            retention = RetentionPage(self._place)
            retention.print_wanted.connect(self.open_preview)
            return retention
        if key == ARCHIVE:
            from jlt_desktop.gui.archive_page import ArchivePage  # as above

            archive = ArchivePage(self._place)
            archive.kept_wanted.connect(self.open_drawn)
            return archive
        if key == BOX:
            from jlt_desktop.gui.box_page import BoxPage  # as above

            boxes = BoxPage(self._place)
            boxes.box_wanted.connect(self.open_drawn)
            boxes.print_wanted.connect(self.open_preview)
            return boxes
        if key == PAPERS:
            from jlt_desktop.gui.law_page import LawPage  # as above

            papers = LawPage(self._place)
            papers.print_wanted.connect(self.open_preview)
            return papers
        if key == OBLIGATIONS:
            from jlt_desktop.gui.obligations_page import ObligationsPage  # as above

            owed = ObligationsPage(self._place)
            owed.print_wanted.connect(self.open_preview)
            return owed
        if key.startswith(MONTHS):
            from jlt_desktop.gui.months_page import MonthsPage  # as above

            months = MonthsPage(self._place, self._place.office.ledgers[key.removeprefix(MONTHS)])
            months.print_wanted.connect(self.open_preview)
            return months
        ledger = self._place.office.ledgers[key]
        if ledger.single:
            return self._single(ledger)
        made = LedgerPage(self._place, ledger)
        made.import_wanted.connect(self.open_import)
        made.paste_wanted.connect(self.open_import)
        made.print_wanted.connect(self.open_preview)
        made.history_wanted.connect(self.open_history)
        return made

    def _single(self, ledger: Ledger) -> QWidget:
        from jlt_desktop.gui.single_page import SinglePage  # as above

        made = SinglePage(self._place, ledger)
        made.print_wanted.connect(self.open_preview)
        made.history_wanted.connect(self.open_history)
        return made

    def file_page(self, key: str, record: str) -> FilePage:
        """Return the page of one record."""
        ledger = self._place.office.ledgers[key]
        made = self._submission(ledger, record) if ledger.submits else FilePage(self._place, ledger, record)
        made.print_wanted.connect(self.open_preview)
        made.history_wanted.connect(self.open_history)
        return made

    def _submission(self, ledger: Ledger, record: str) -> FilePage:
        from jlt_desktop.gui.submission_page import SubmissionPage  # as above

        return SubmissionPage(self._place, ledger, record)

    def finder(self, finder: Finder, commands: Sequence[Command], recent: Sequence[tuple[str, str, str]]) -> FinderPopup:
        """Return the Ctrl+K line, placed below the middle of the upper edge."""
        popup = FinderPopup(finder, commands, recent, self._owner)
        popup.sought.connect(self._found)
        popup.adjustSize()
        corner = self._owner.mapToGlobal(self._owner.rect().topLeft())
        popup.move(corner.x() + (self._owner.width() - popup.width()) // 2, corner.y() + 56)
        return popup

    def _found(self, ledgers: tuple[str, ...], words: str) -> None:
        office = self._place.office
        self._place.tasks.run(self, lambda: note_finding(office, ledgers, words))

    # -- windows ------------------------------------------------------------------------------------------------

    def open_named(self, key: str) -> bool:
        """Open one of the windows that the navigation leads to; False when the key names a page."""
        if key == "submit":
            from jlt_desktop.gui.submit_wizard import SubmitWizard  # not on everybody's way

            wizard = SubmitWizard(self._place, self._owner)
            wizard.lock_wanted.connect(self._place.lock_wanted)
            self._show(wizard)
            return True
        if key == SIGN:
            from jlt_desktop.gui.sign_dialog import SignDialog  # as above

            signing = SignDialog(self._place, self._owner)
            signing.signed.connect(self._signed)
            self._show(signing)
            return True
        if key == PROMOTE:
            from jlt_desktop.gui.promotion_wizard import PromotionWizard  # as above

            promotion = PromotionWizard(self._place.office, self._place.tasks, self._owner)
            promotion.written.connect(self._place.changed)
            promotion.help_wanted.connect(self.open_help)
            self._show(promotion)
            return True
        if key == "preferences":
            from jlt_desktop.gui.preferences import Preferences  # as above

            preferences = Preferences(self._place.office, self._place.tasks, self._place.look, self._place.program, self._owner)
            preferences.lock_after_changed.connect(self._place.lock_after_changed)
            preferences.print_wanted.connect(self.open_preview)
            self._show(preferences)
            return True
        return False

    def _signed(self) -> None:
        for one in self._place.office.ledgers.values():
            if one.submits:
                self._place.changed.emit(one.key)

    def open_at(self, key: str, record: str, field: str) -> None:
        """Open the form of a record with the cursor in a field."""
        ledger, office = self._place.office.ledgers[key], self._place.office
        self._field = field
        self._place.tasks.run(self, lambda: (ledger, start_form(office, ledger, record)), self._form_ready)

    def open_form(self, key: str, record: str, parent: str, given: Mapping[str, object]) -> None:
        """Open the form of a record, or of a new one."""
        ledger, office = self._place.office.ledgers[key], self._place.office
        self._place.tasks.run(self, lambda: (ledger, start_form(office, ledger, record or None, parent or None, given)), self._form_ready)

    def open_for_several(self, key: str, parents: Sequence[str]) -> None:
        """Open one form whose entry goes into several files."""
        ledger, office = self._place.office.ledgers[key], self._place.office
        self._place.tasks.run(self, lambda: (ledger, form_for_several(office, ledger, parents)), self._form_ready)

    def open_step(self, key: str, record: str, step: str) -> None:
        """Open the small form of a step in a record's life."""
        ledger, office = self._place.office.ledgers[key], self._place.office
        self._place.tasks.run(self, lambda: begin(office, ledger, record, step), self._form_ready)

    def _form_ready(self, answer: tuple[Ledger, FormStart]) -> None:
        ledger, start = answer
        form = RecordForm(self._place, ledger, start, self._owner)
        form.setProperty("wish", (ledger.key, start.parent or ""))
        form.saved.connect(self._saved)
        form.next_wanted.connect(self._next_form)
        self._show(form)
        if self._field:
            form.fields.go_to(self._field)
            self._field = ""

    def _saved(self, record: Record) -> None:
        self._place.changed.emit(record.ledger)
        office, ledger, form = self._place.office, self._place.office.ledgers[record.ledger], self.sender()
        made = form.made if isinstance(form, RecordForm) else (record,)
        if isinstance(form, RecordForm) and record.revision == form.seen:
            self._place.said.emit(f"{ledger.title}没有改动。")
        else:
            ids = tuple(one.id for one in made)
            self._place.tasks.run(self, lambda: deed_of(office, ledger, ids), self._place.deed_done.emit)
        if ledger.then is not None and record.revision == 1:
            self._place.tasks.run(self, lambda: (record.parent or record.id, follow(office, ledger, record)), self._follow)

    def _follow(self, answer: tuple[str, Follow | None]) -> None:
        """Go on at once to what a saved record makes necessary."""
        parent, wanted = answer
        if wanted is not None:
            self.warn([wanted.words])
            self._place.want_form(wanted.part, parent=parent, given=wanted.given)

    def _next_form(self) -> None:
        sender = self.sender()
        if sender is not None:
            key, parent = sender.property("wish")
            self._place.want_form(str(key), parent=str(parent))

    def open_history(self, key: str, record: str) -> None:
        """Show who changed what of a record."""
        self._show(HistoryDialog(self._place, self._place.office.ledgers[key], record, self._owner))

    def open_import(self, ledger: Ledger, pasted: str = "") -> None:
        """Open the import wizard of a ledger; on rows that were copied elsewhere, if any."""
        from jlt_desktop.gui.import_wizard import ImportWizard  # read when needed

        wizard = ImportWizard(self._place.office, ledger, self._place.tasks, self._owner)
        wizard.imported.connect(self._place.changed)
        wizard.written.connect(self._place.rows_wanted)
        self._show(wizard)
        if pasted:
            wizard.file.pasted.emit(pasted)

    def open_preview(self, document: Callable[[], Any], name: str) -> None:
        """Show a print before it goes to paper; `document` is called on the worker."""
        from jlt_desktop.gui.print_preview import PrintPreview  # as above

        place = self._place

        def make() -> Any:
            from jlt_desktop.services.printing import to_pdf  # paper is read at the first print

            return to_pdf(document(), place.fonts)

        self._show(PrintPreview(make, name, place.tasks, self._owner))

    def open_drawn(self, make: Callable[[], Any], name: str) -> None:
        """Show something that is drawn by whoever asks; `make` is called on the worker."""
        from jlt_desktop.gui.print_preview import PrintPreview  # as above

        self._show(PrintPreview(make, name, self._place.tasks, self._owner))

    def open_help(self, page: str) -> None:
        """Show a page of help."""
        from jlt_desktop.gui.help_window import HelpWindow  # as above

        self._show(HelpWindow(self._place.program.resources, page, self._owner))

    def warn(self, sentences: Sequence[str]) -> None:
        """Show what was found wrong at the start; it does not stop the work."""
        box = QMessageBox(QMessageBox.Icon.Warning, "请留意", "\n".join(sentences), parent=self._owner)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        self._show(box)

    def show_made(self, dialog: QDialog) -> None:
        """Show a window that a page has made, and keep hold of it like the others."""
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        self.open = [one for one in self.open if _alive(one)]
        self.open.append(dialog)
        dialog.setModal(True)
        dialog.open()

    def keep_drafts(self) -> None:
        """Keep what stands in open forms, then close every window without asking."""
        for one in self.open:
            if _alive(one) and isinstance(one, RecordForm):
                one.keep_draft()
        self.close_all()

    def close_all(self) -> None:
        """Close every window that hangs on the main window."""
        for one in self.open:
            if _alive(one):
                one.done(0)
        self.open = []


def _alive(dialog: QDialog) -> bool:
    from shiboken6 import isValid  # the only place that has to know

    return isValid(dialog)
