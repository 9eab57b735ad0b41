"""The page of a ledger that holds one record: the school itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.file_page import FilePage
from jlt_desktop.services.listing import Listed, Wanted, list_rows

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace


class SinglePage(QWidget):
    """Shows the record when there is one, otherwise a button to fill it in."""

    history_wanted = Signal(str, str)
    print_wanted = Signal(object, str)

    def __init__(self, place: Workplace, ledger: Ledger) -> None:
        """Look whether there is a record."""
        super().__init__()
        self._place, self.ledger = place, ledger
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        place.changed.connect(self._changed)
        self.reload()

    def reload(self) -> None:
        """Fetch the record."""
        office, ledger = self._place.office, self.ledger
        self._place.tasks.run(self, lambda: list_rows(office, ledger, Wanted(), limit=1), self._arrived)

    def _changed(self, ledger: str) -> None:
        if ledger == self.ledger.key and not isinstance(self._inside, FilePage):
            self.reload()

    def _arrived(self, listed: Listed) -> None:
        if self._inside is not None:
            self._inside.deleteLater()
        if listed.rows:
            page = FilePage(self._place, self.ledger, listed.rows[0].id)
            page.history_wanted.connect(self.history_wanted)
            page.print_wanted.connect(self.print_wanted)
            page.hide_back()
            self._inside = page
        else:
            self._inside = say.button(f"填写{self.ledger.title}(&A)", "main")
            self._inside.clicked.connect(self._fill)
        self._column.addWidget(self._inside)

    def _fill(self) -> None:
        self._place.want_form(self.ledger.key)
