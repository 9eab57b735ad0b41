"""A notice of what was done to many records at once, with 撤销 beside it for eight seconds; later it stands on the page of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from jlt_desktop.gui import say
from jlt_desktop.services.undoing import runs, undo_import

if TYPE_CHECKING:
    from jlt_desktop.gui.say import Toast
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.undoing import Undone


class UndoToast(QObject):
    """Belongs to a window's toast."""

    def __init__(self, place: Workplace, toast: Toast) -> None:
        """Listen for runs."""
        super().__init__(toast)
        self._place, self._toast = place, toast
        place.run_made.connect(self._made)

    def _made(self, words: str, run: str) -> None:
        button = say.button("撤销(&Z)", "flat")
        button.setProperty("run", run)
        button.clicked.connect(self._undo)
        self._toast.say(f"{words}。", button)

    def _undo(self) -> None:
        sender, office = self.sender(), self._place.office
        if sender is not None:
            run = str(sender.property("run"))

            def work() -> tuple[str, Undone]:
                ledger = next((one.ledger for one in runs(office) if one.id == run), "")
                return ledger, undo_import(office, run)

            self._place.tasks.run(self._place, work, self._undone)

    def _undone(self, answer: tuple[str, Undone]) -> None:
        ledger, undone = answer
        left = len(undone.kept) + len(undone.refused)
        self._place.said.emit(f"已撤销 {undone.reversed} 条" + (f",{left} 条之后又改过,留着没有动。" if left else "。"))
        self._place.changed.emit(ledger)
