"""A picture of every window on the data at hand, for the README, for looking at, and for machines without a screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.gui.batch_dialog import BatchDialog
from jlt_desktop.gui.chart_view import ChartView
from jlt_desktop.gui.file_page import FilePage
from jlt_desktop.gui.finder_popup import FinderPopup
from jlt_desktop.gui.letter_dialog import LetterDialog
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.merge_dialog import MergeDialog
from jlt_desktop.gui.months_page import MonthsPage
from jlt_desktop.gui.navigation import MONTHS, OBLIGATIONS, SIGN, entries
from jlt_desktop.gui.obligations_page import ObligationsPage
from jlt_desktop.gui.people_dialog import PeopleDialog
from jlt_desktop.gui.preferences import Preferences
from jlt_desktop.gui.record_form import RecordForm
from jlt_desktop.gui.setup_wizard import SetupWizard
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.gui.unlock import UnlockWindow
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.doing import offered

if TYPE_CHECKING:
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.program import Program
    from jlt_desktop.services.office import Office

_LONGEST = 30.0
Opened = Callable[[], "QWidget | None"]


class Photographer:
    """Opens one window after the other, waits until nothing is under way, and keeps a picture of it."""

    def __init__(self, program: Program, office: Office, out: Path, mode: str = "light") -> None:
        """Write PNGs into `out`, which is made when it is not there."""
        out.mkdir(parents=True, exist_ok=True)
        found = QApplication.instance()
        self._application = found if isinstance(found, QApplication) else QApplication(["jlt"])
        self._out, self._mode, self._count = out, mode, 0
        self._look = Look(self._application, program.resources)
        self._look.apply(mode)
        self._tasks = Tasks()
        self._program, self._office = program, office
        self.failures: list[SaidError] = []
        self._tasks.failed.connect(self.failures.append)
        self.made: list[Path] = []

    def take_all(self) -> list[Path]:
        """Photograph every window; returns the pictures. Raises OutsideError when one cannot be written."""
        window = MainWindow(self._office, self._tasks, self._look, self._program)
        window.show()
        try:
            for name, opened in self._scenes(window):
                target = opened()
                self._settle()
                self._grab(name, target or window)
                if isinstance(target, QDialog):
                    target.done(0)
                elif target is not None and target.isWindow():
                    target.close()
        finally:
            window.close()
            self._tasks.close()
        return self.made

    def _scenes(self, window: MainWindow) -> Iterator[tuple[str, Opened]]:
        yield "home", _goes(window, "home")
        ledgers = [one for one in self._office.ledgers.values() if not one.part_of]
        for ledger in ledgers:
            yield f"{ledger.key}-page", _goes(window, ledger.key)
            if ledger.single:
                continue
            yield f"{ledger.key}-form", self._form(window, ledger.key)
            record = self._first(ledger.key)
            if record:
                yield f"{ledger.key}-file", _opens(window, ledger.key, record)
                yield f"{ledger.key}-history", self._last(window, partial(window.windows.open_history, ledger.key, record))
                for part in self._office.parts(ledger):
                    yield f"{part.key}-form", self._form(window, part.key, record)
                yield from self._steps(window, ledger, record)
            if ledger.once:
                yield f"{ledger.key}-batch", self._last(window, partial(self._batch, window, ledger))
                yield f"{ledger.key}-merge", self._last(window, partial(self._merge, window, ledger))
                yield f"{ledger.key}-second", self._last(window, partial(self._second, window, ledger))
            if ledger.tracked:
                yield f"{ledger.key}-months", _goes(window, MONTHS + ledger.key)
                yield f"{ledger.key}-month", self._last(window, partial(_first_month, window))
        first = ledgers[0]
        yield "unlock", self._before(UnlockWindow, self._office.session.folder)
        yield "setup", self._before(SetupWizard)
        yield "preview", self._preview(window, ledgers)
        yield "import", self._last(window, lambda: window.windows.open_import(first))
        yield "find", self._finder(window)
        for entry in entries(self._office):
            if (
                entry.key
                and entry.key not in ("home", "submit", SIGN, "preferences")
                and entry.key not in self._office.ledgers
                and ":" not in entry.key
            ):
                yield entry.key, _goes(window, entry.key)
        yield "obligations-year", partial(_year, window)
        for key in ("submit", *((SIGN,) if "signing" in self._office.session.scopes else ()), "promote", "preferences"):
            yield key, self._last(window, partial(window.go, key))
        yield "keys", self._keys(window)
        yield from self._letters(window)
        yield "people", self._people(window)
        yield "help", self._last(window, lambda: window.windows.open_help("start"))
        yield "cover", _covers(window)

    def _steps(self, window: MainWindow, ledger: Ledger, record: str) -> Iterator[tuple[str, Opened]]:
        """The small forms of the steps that can be taken with a record now."""
        found = Desk(self._office).get(ledger, record)
        for step in offered(self._office, ledger, found):
            if not step.at_once:
                opening = partial(window.place.step_wanted.emit, ledger.key, record, step.key)
                yield f"{ledger.key}-step-{step.key}", self._last(window, opening)

    def _batch(self, window: MainWindow, ledger: Ledger) -> None:
        """One field of the first few records, previewed."""
        ids = [one.id for one in self._office.store(ledger).page(ledger).records[:8]]
        dialog = BatchDialog(window.place, ledger, ids, window)
        window.place.dialog_made.emit(dialog)
        self._settle()
        dialog.choose_first()
        dialog.preview()

    def _merge(self, window: MainWindow, ledger: Ledger) -> None:
        """Two records side by side."""
        first, second = (one.id for one in self._office.store(ledger).page(ledger).records[:2])
        dialog = MergeDialog(window.place, ledger, first, "", window)
        window.place.dialog_made.emit(dialog)
        self._settle()
        dialog.look(second)

    def _second(self, window: MainWindow, ledger: Ledger) -> None:
        """The form of a new record that says there is one already."""
        there = self._office.store(ledger).page(ledger).records[0]
        window.place.want_form(ledger.key, given={name: there.get(name) for name in ledger.once})
        self._settle()
        form = window.windows.open[-1]
        if isinstance(form, RecordForm):
            form.look_over(ledger.once[0])

    def _form(self, window: MainWindow, key: str, parent: str = "") -> Opened:
        return self._last(window, lambda: window.place.want_form(key, parent=parent))

    def _last(self, window: MainWindow, opening: Callable[[], object]) -> Opened:
        def opened() -> QWidget | None:
            opening()
            self._settle()
            return window.windows.open[-1] if window.windows.open else None

        return opened

    def _before(self, kind: Callable[..., QWidget], *more: object) -> Opened:
        """A window that stands before the work."""

        def opened() -> QWidget | None:
            made = kind(self._program, self._tasks, self._look, *more)
            made.show()
            return made

        return opened

    def _preview(self, window: MainWindow, ledgers: Sequence[Ledger]) -> Opened:
        key = next(one.key for one in ledgers if one.single or self._first(one.key))

        def opened() -> QWidget | None:
            window.open_record(key, self._first(key))
            self._settle()
            page = window.stack.currentWidget()
            if isinstance(page, FilePage):
                page.print_record()
                self._settle()
            return window.windows.open[-1] if window.windows.open else None

        return opened

    def _keys(self, window: MainWindow) -> Opened:
        def opened() -> QWidget | None:
            window.go("preferences")
            self._settle()
            preferences = window.windows.open[-1]
            if isinstance(preferences, Preferences):
                preferences.tabs.setCurrentWidget(preferences.keys)
            return preferences

        return opened

    def _letters(self, window: MainWindow) -> Iterator[tuple[str, Opened]]:
        for one in self._office.ledgers.values():
            if one.letter and self._first(one.key):
                yield f"{one.key}-letter", self._last(window, partial(self._letter, window, one))

    def _letter(self, window: MainWindow, ledger: Ledger) -> None:
        window.place.dialog_made.emit(LetterDialog(window.place, ledger, self._first(ledger.key), window))

    def _people(self, window: MainWindow) -> Opened:
        def opened() -> QWidget | None:
            window.go("preferences")
            self._settle()
            preferences = window.windows.open[-1]
            if isinstance(preferences, Preferences):
                preferences.open_people()
            found = preferences.findChildren(PeopleDialog)
            return found[-1] if found else None

        return opened

    def _finder(self, window: MainWindow) -> Opened:
        def opened() -> QWidget | None:
            window.look_up()
            popup = window.findChildren(FinderPopup)
            return popup[-1] if popup else None

        return opened

    def _first(self, key: str) -> str:
        """Return the record with the most parts: the one with most to show."""
        ledger = self._office.ledgers[key]
        found = self._office.store(ledger).page(ledger).records
        parts = self._office.parts(ledger)
        fullest = max(found, key=lambda one: sum(len(self._office.parts_of(one, part.key)) for part in parts), default=None)
        return fullest.id if fullest else ""

    def _settle(self) -> None:
        until = time.monotonic() + _LONGEST
        while time.monotonic() < until:
            self._application.processEvents()
            if self._tasks.idle:
                self._application.processEvents()
                if self._tasks.idle and not self._plots_to_come():
                    # what is as high as its lines asks for its room once it knows its width
                    for _round in range(3):
                        self._application.processEvents()
                    return
            time.sleep(0.005)

    def _plots_to_come(self) -> bool:
        """A plot is drawn a moment after its place has found its size."""
        tops = (one for one in self._application.topLevelWidgets() if one.isVisible())
        shown = (one for top in tops for one in top.findChildren(ChartView) if one.isVisible())
        return any(one.picture.pixmap().isNull() for one in shown)

    def _grab(self, name: str, widget: QWidget) -> None:
        self._count += 1
        path = self._out / f"{self._count:02}-{self._office.role}-{name}{'' if self._mode == 'light' else '-dark'}.png"
        if not widget.grab().save(str(path)):
            raise OutsideError(f"写不了“{path.name}”。", "", "已画好的图片还在。", "请检查文件夹能不能写、磁盘满不满。")
        self.made.append(path)


def _first_month(window: MainWindow) -> None:
    page = window.stack.currentWidget()
    if isinstance(page, MonthsPage):
        page.open_first()


def _year(window: MainWindow) -> QWidget | None:
    window.go(OBLIGATIONS)
    page = window.stack.currentWidget()
    if isinstance(page, ObligationsPage):
        page.year.setChecked(True)
    return None


def _goes(window: MainWindow, key: str) -> Opened:
    def opened() -> QWidget | None:
        window.go(key)
        return None

    return opened


def _opens(window: MainWindow, ledger: str, record: str) -> Opened:
    def opened() -> QWidget | None:
        window.open_record(ledger, record)
        page = window.stack.currentWidget()
        return None if isinstance(page, FilePage) else page

    return opened


def _covers(window: MainWindow) -> Opened:
    def opened() -> QWidget | None:
        window.cover()
        return None

    return opened


def take(program: Program, office: Office, out: Path, mode: str = "light") -> list[Path]:
    """Write a PNG of every window on an unlocked office into a folder, without a screen; returns the pictures."""
    return Photographer(program, office, out, mode).take_all()
