"""What every page of the main window is handed: the office, the worker, the look, and ways to say what should happen next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from jlt_desktop.gui.clip_keeper import ClipKeeper
from jlt_desktop.services.desk import Desk

if TYPE_CHECKING:
    from jlt_desktop.gui.look import Look
    from jlt_desktop.gui.program import Program
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.paper.fonts import Fonts
    from jlt_desktop.services.office import Office


class Workplace(QObject):
    """Pages ask through the signals and never know who answers.

    changed: records of a ledger were changed (its key). record_wanted: show a record (ledger, id). form_wanted: open a form
    (ledger, record id or "", parent id or "", given values). page_wanted: go to a page by its key.
    several_wanted: open one form for several files (ledger of the part, ids). step_wanted: open the form of a step (ledger, record, step).
    field_wanted: open the form of a record at a field (ledger, record, field).
    rows_wanted: go to a ledger's page and show just these records (ledger, ids).
    deed_done: one deed on some records (a services.taking_back.Deed), which can be taken back by its name.
    run_made: many records were changed by one deed (words, id of the run) that can be taken back.
    lock_after_changed: another time without input, in seconds, locks the office from now on.
    lock_wanted: close the office, so that somebody else can log in.
    dialog_made: show a window a page has made. help_wanted: show a page of help. said: a short notice.
    """

    changed = Signal(str)
    record_wanted = Signal(str, str)
    form_wanted = Signal(str, str, str, object)
    step_wanted = Signal(str, str, str)
    several_wanted = Signal(str, object)
    dialog_made = Signal(object)
    rows_wanted = Signal(str, object)
    field_wanted = Signal(str, str, str)
    run_made = Signal(str, str)
    deed_done = Signal(object)
    page_wanted = Signal(str)
    lock_wanted = Signal()
    lock_after_changed = Signal(int)
    help_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, office: Office, tasks: Tasks, look: Look, program: Program) -> None:
        """Keep what is handed in; fonts for paper are read at the first print."""
        super().__init__()
        self.office, self.tasks, self.look, self.program = office, tasks, look, program
        self.desk = Desk(office)
        self.clip = ClipKeeper(self)
        self._fonts: Fonts | None = None

    @property
    def fonts(self) -> Fonts:
        """Return the fonts of paper; to be called on the worker thread."""
        if self._fonts is None:
            from jlt_desktop.paper.fonts import Fonts  # the room of paper is read at the first print, not at the start

            self._fonts = Fonts(self.program.resources / "fonts")
        return self._fonts

    def want_form(self, ledger: str, record: str = "", parent: str = "", given: Mapping[str, object] | None = None) -> None:
        """Ask for the form of a record, or of a new one."""
        self.form_wanted.emit(ledger, record, parent, given or {})
