"""What can be done with the chosen rows of a ledger's page: copied, changed together, merged, thrown away and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from jlt_desktop.gui import say
from jlt_desktop.gui.clip_keeper import SECONDS
from jlt_desktop.gui.merge_dialog import open_merge
from jlt_desktop.services.looking import note_copy
from jlt_desktop.services.taking_back import Deed, fetch_back, throw_away

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.copying import RowCopier
    from jlt_desktop.gui.ledger_page import LedgerPage
    from jlt_desktop.gui.workplace import Workplace


class ChosenRows(QObject):
    """Belongs to a page, which knows what is chosen."""

    def __init__(self, place: Workplace, ledger: Ledger, copier: RowCopier, page: LedgerPage) -> None:
        """Say how many rows were copied."""
        super().__init__(page)
        self._place, self._ledger, self._page, self.copier = place, ledger, page, copier
        copier.allowed = not ledger.unlisted
        copier.copied.connect(self._copied)

    def remove(self) -> None:
        """Put the chosen records into the recycle bin, all of them or none; they can be taken back."""
        records, office, ledger = self._page.chosen(), self._place.office, self._ledger
        if not records or self._page.in_bin:
            return
        many, more = len(records) > 1, "以后可以在“回收站”里取回。"
        if many and not say.ask(self._page, f"把选中的 {len(records)} 条移到回收站?", more, "移到回收站(&D)"):
            return
        self._place.tasks.run(self, lambda: throw_away(office, ledger, records), self._done)

    def bring_back(self) -> None:
        """Take the chosen records out of the recycle bin, all of them or none."""
        records, office, ledger = self._page.chosen(), self._place.office, self._ledger
        if not records or not self._page.in_bin:
            return
        self._place.tasks.run(self, lambda: fetch_back(office, ledger, records), self._done)

    def _done(self, deed: Deed) -> None:
        self._place.changed.emit(self._ledger.key)
        self._place.deed_done.emit(deed)

    def _copied(self, count: int) -> None:
        if not self._ledger.confidential:
            self._place.said.emit(f"已复制 {count} 行,可以粘贴到 WPS 或 Excel。")
            return
        office, ledger = self._place.office, self._ledger
        self._place.clip.watch()
        self._place.tasks.run(self, lambda: note_copy(office, ledger, count))
        self._place.said.emit(f"已复制 {count} 行,{SECONDS} 秒后从剪贴板清掉;这次复制已记入日志。")

    def batch(self) -> None:
        """Change one field of the chosen records together."""
        chosen = self._page.chosen()
        if chosen and not self._page.in_bin:
            from jlt_desktop.gui.batch_dialog import BatchDialog  # not on everybody's way

            dialog = BatchDialog(self._place, self._ledger, chosen, self._page.window())
            dialog.written.connect(self._batch_written)
            self._place.dialog_made.emit(dialog)

    def _batch_written(self, run: str, count: int) -> None:
        self._place.run_made.emit(f"已修改 {count} 条", run)
        self._place.changed.emit(self._ledger.key)

    def merge(self) -> None:
        """Merge another record into the current one."""
        current = self._page.current()
        if current and not self._page.in_bin:
            open_merge(self._place, self._ledger, current, "", self._page.window())

    def enter_for_all(self) -> None:
        """Open one form for every chosen file."""
        sender, chosen = self.sender(), self._page.chosen()
        if sender is not None and chosen and not self._page.in_bin:
            self._place.several_wanted.emit(str(sender.data()), chosen)  # type: ignore[attr-defined]  # an action of ours
