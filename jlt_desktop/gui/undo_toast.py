"""A notice of what was done, with 撤销 and its name beside it for eight seconds; Ctrl+Z takes back one deed after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from jlt_desktop.gui import say
from jlt_desktop.services.taking_back import Deed, take_back
from jlt_desktop.services.undoing import runs, undo_import

if TYPE_CHECKING:
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.say import Toast
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.undoing import Undone

_MOST = 50


class UndoToast(QObject):
    """Belongs to a window's toast. What can be taken back is kept while the office is open: single deeds, and runs by their id."""

    def __init__(self, place: Workplace, toast: Toast) -> None:
        """Listen for deeds and runs."""
        super().__init__(toast)
        self._place, self._toast = place, toast
        self._deeds: list[Deed | tuple[str, str]] = []
        place.run_made.connect(self._run_made)
        place.deed_done.connect(self._done)

    def _done(self, deed: Deed) -> None:
        if deed.final:
            self._toast.say(f"已{deed.words}。")
            return
        self._push(deed)
        self._offer(f"已{deed.words}", deed.words)

    def _run_made(self, words: str, run: str) -> None:
        self._push((words, run))
        self._offer(words, words)

    def _push(self, deed: Deed | tuple[str, str]) -> None:
        self._deeds = [*self._deeds[1 - _MOST :], deed]

    def _offer(self, words: str, named: str) -> None:
        button = say.button("撤销(&Z)", "flat", f"撤销:{named}(Ctrl+Z)")
        button.setAccessibleName(f"撤销:{named}")
        button.setProperty("run", named)
        button.clicked.connect(self.undo_last)
        self._toast.say(f"{words}。", button)

    def undo_last(self) -> None:
        """Take back what was done last; say so when there is nothing."""
        if not self._deeds:
            self._place.said.emit("没有可以撤销的。以前的改动在各条记录的“变更记录”和“导入与批量记录”里。")
            return
        latest, office = self._deeds.pop(), self._place.office
        if isinstance(latest, Deed):
            deed = latest

            def work() -> Deed:
                take_back(office, deed)
                return deed

            self._place.tasks.run(self._place, work, self._taken_back, failed=self._not)
            return
        run = latest[1]

        def undo() -> tuple[str, Undone]:
            ledger = next((one.ledger for one in runs(office) if one.id == run), "")
            return ledger, undo_import(office, run)

        self._place.tasks.run(self._place, undo, self._undone, failed=self._not)

    def _taken_back(self, deed: Deed) -> None:
        self._place.changed.emit(deed.ledger)
        self._place.said.emit(f"已撤销:{deed.words}。")

    def _undone(self, answer: tuple[str, Undone]) -> None:
        ledger, undone = answer
        left = len(undone.kept) + len(undone.refused)
        self._place.changed.emit(ledger)
        self._place.said.emit(f"已撤销 {undone.reversed} 条" + (f",{left} 条之后又改过,留着没有动。" if left else "。"))

    def _not(self, error: SaidError) -> None:
        self._place.said.emit(str(error))
