"""The page of a submission: its rail with persons and times, what to do next, and what the bureau sent back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLabel, QVBoxLayout, QWidget

from jlt_desktop.bundle.write import Written, write_checked
from jlt_desktop.domain import rail
from jlt_desktop.gui import say
from jlt_desktop.gui.file_cards import card
from jlt_desktop.gui.file_page import FilePage
from jlt_desktop.gui.flow import FlowLayout
from jlt_desktop.gui.reasons import ask_why
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.when import local_time
from jlt_desktop.services.filing import FileView, file_view
from jlt_desktop.services.finalising import reopen
from jlt_desktop.services.letters import rolls, roster_letter
from jlt_desktop.services.rail import Batch, batch
from jlt_desktop.services.returned import Returned, reasons
from jlt_desktop.services.submitting import Sent, sent
from jlt_desktop.vault.session import ROLE_TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.gui.workplace import Workplace

_LINES = 8
_ROSTER_KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the page shows beside the record itself."""

    batch: Batch
    sent: Sent | None
    reasons: list[Returned]


class SubmissionPage(FilePage):
    """A record's page with a rail at its left and the buttons of the state it is in."""

    def __init__(self, place: Workplace, ledger: Ledger, record: str) -> None:
        """Fetch the page of a submission."""
        self._seen: _Seen | None = None
        super().__init__(place, ledger, record)

    def reload(self) -> None:
        """Fetch the record, its steps, its bundle and the bureau's reasons."""
        office, ledger, record = self._place.office, self.ledger, self.record

        def work() -> tuple[FileView, _Seen]:
            one = batch(office, ledger, record)
            bundle = one.detail("bundle")
            mine = next((each for each in sent(office) if each.bundle_id == bundle), None)
            return file_view(office, ledger, record), _Seen(one, mine, reasons(office, one) if one.state == "returned" else [])

        self._place.tasks.run(self, work, self._both_arrived, failed=self._gone)

    def _both_arrived(self, answer: tuple[FileView, _Seen]) -> None:
        view, self._seen = answer
        self._arrived(view)

    # -- the rail -------------------------------------------------------------------------------------------------

    def _facts(self, view: FileView) -> QWidget:
        inside = super()._facts(view)
        column = inside.layout()
        if self._seen is not None and isinstance(column, QVBoxLayout):
            column.insertWidget(0, card("办到哪一步", [*_rail(self._seen.batch)]))
            if self._seen.reasons:
                column.insertWidget(0, card("教育局退回的理由", [self._list()]))
        return inside

    def _list(self) -> RowsTable:
        seen = self._seen
        self.table = RowsTable("教育局退回的理由")
        rows = [(one.title, one.where, one.words) for one in seen.reasons] if seen else []
        self.table.take(("表", "哪一条", "理由"), rows)
        self.table.setMinimumHeight(self.fontMetrics().height() * _LINES)
        self.table.setToolTip("双击打开要改的那一条")
        self.table.doubleClicked.connect(self._mend)
        self.table.selectRow(0)
        return self.table

    def _mend(self, *_index: object) -> None:
        row = self.table.currentIndex().row()
        one = self._seen.reasons[row] if self._seen and 0 <= row < len(self._seen.reasons) else None
        if one is not None and one.record:
            self._place.want_form(one.ledger, one.record)
        elif one is not None and one.ledger:
            above = self._place.office.ledgers[one.ledger]
            self._place.page_wanted.emit(above.part_of or above.key)

    # -- what to do next ------------------------------------------------------------------------------------------

    def _draw_strip(self, view: FileView) -> None:
        super()._draw_strip(view)
        if self._seen is None or view.removed:
            return
        inside = QWidget()
        row = FlowLayout(inside)
        for place, (words, tip, call) in enumerate(self._deeds(self._seen)):
            one = say.button(words, "main" if not place else "", tip)
            one.clicked.connect(call)
            row.addWidget(one)
        self._strips.append(inside)
        self._column.insertWidget(len(self._strips), inside)

    def _deeds(self, seen: _Seen) -> list[tuple[str, str, Callable[[], None]]]:
        write = ("写到 U 盘(&W)…", "写完读回来核对", self._write)
        cover = ("随附单(&P)", "和 U 盘一起交:核对码、二维码、签收栏", self._cover_sheet)
        back = ("退回草稿(&T)…", "签名随之作废,作废的那一份仍留在本机", self._back_to_draft)
        hand = ("登记递交(&I)…", "交给了谁、怎样交的", self._hand_in)
        receipt = ("导入回执(&R)…", "在“报送记录”里导入", self._to_sent)
        correct = ("报更正(&G)…", "另开一批,写明更正的是这一次", self._correct)
        holds = "signing" in self._place.office.session.scopes
        sign = [("去审签(&S)…", "", self._sign)] if holds else []
        roster = [("签发名册密件(&M)…", "来文书面要求名册时,另做一个密封文件", self._roster)]
        named = roster if holds and seen.batch.record.get("pi_level") == "named" else []
        deeds: dict[str, list[tuple[str, str, Callable[[], None]]]] = {
            "draft": [("校验、预览、定稿(&N)…", "", self._go_on)], "checked": [("校验、预览、定稿(&N)…", "", self._go_on)],
            "fixed": [*sign, back], "signed": [], "sealed": [write, cover, back], "written": [hand, write, cover, receipt],
            "handed": [receipt, cover, write], "received": [cover, correct], "returned": [correct, cover, receipt],
        }  # fmt: skip
        return [*deeds[seen.batch.state], *named]

    def _go_on(self) -> None:
        from jlt_desktop.gui.submit_wizard import SubmitWizard  # read when needed

        wizard = SubmitWizard(self._place, self.window(), self.record)
        wizard.lock_wanted.connect(self._place.lock_wanted)
        self._place.dialog_made.emit(wizard)

    def _write(self) -> None:
        self._open_hand_in(hand=False)

    def _hand_in(self) -> None:
        self._open_hand_in(hand=True)

    def _open_hand_in(self, *, hand: bool) -> None:
        from jlt_desktop.gui.hand_in_dialog import HandInDialog  # as above

        if self._seen is not None and self._seen.sent is not None:
            dialog = HandInDialog(self._place, self._seen.sent, self.window(), hand=hand)
            dialog.written.connect(self._moved)
            self._place.dialog_made.emit(dialog)

    def _moved(self) -> None:
        self._place.changed.emit(self.ledger.key)

    def _cover_sheet(self) -> None:
        office, seq = self._place.office, self._seen.sent.seq if self._seen and self._seen.sent else 0

        def document() -> object:
            from jlt_desktop.services.cover_sheet import cover_sheet  # paper is read at the first print

            return cover_sheet(office, seq)

        self.print_wanted.emit(document, "随附单")

    def _to_sent(self) -> None:
        self._place.page_wanted.emit("sent")

    def _roster(self) -> None:
        """Let the principal choose the list that was asked for and where the sealed file goes."""
        office = self._place.office
        listed = rolls(office)
        titles = [one for _, _, one in listed]
        title, agreed = QInputDialog.getItem(self, "签发名册密件", "来文要的是哪一张名册:", titles, 0, editable=False)
        folder = QFileDialog.getExistingDirectory(self, "写到哪里(U 盘)", str(Path.home())) if agreed else ""
        chosen = next(((ledger, key) for ledger, key, one in listed if one == title), None)
        if folder and chosen is not None:
            self.seal_roster(*chosen, Path(folder))

    def seal_roster(self, ledger: Ledger, report: str, folder: Path) -> None:
        """Seal a list with names into a folder."""
        seen, office = self._seen, self._place.office
        if seen is None:
            return
        until = office.today() + timedelta(days=_ROSTER_KEPT_DAYS)

        def work() -> Written:
            name, data = roster_letter(office, seen.batch.record, ledger, report, until)
            return write_checked(folder, name, data)

        self._place.tasks.run(self, work, self._sealed)

    def _sealed(self, made: Written) -> None:
        self._place.said.emit(f"名册密件已写好并核对一致:{made.path.name}")

    def _sign(self) -> None:
        self._place.page_wanted.emit("sign")

    def _back_to_draft(self) -> None:
        seen, office = self._seen, self._place.office
        why = ask_why(self, "退回草稿", "请写明为什么退回。已有的签名会作废:")
        if why is not None and seen is not None:
            self._place.tasks.run(self, lambda: reopen(office, seen.batch, why), self._told)

    def _correct(self) -> None:
        if self._seen is not None:
            given = {name: self._seen.batch.record.get(name) for name in (rail.PERIOD, "to_org", rail.DUE)}
            title = f"{self._seen.batch.record.get(rail.TITLE)} 更正"[:80]
            given |= {rail.TITLE: title, rail.KIND: "correction", rail.CORRECTS: self.record}
            self._place.want_form(self.ledger.key, given=given)


def _rail(one: Batch) -> list[QLabel]:
    """Return a line for every state: done with person and time, or still to come; below, what was taken back."""
    done = rail.passed(one.steps)
    lines = []
    for option in rail.STATES:
        step = done.get(option.key)
        if option.key == "draft":
            text = f"✓ 草稿  {one.record.created_by}  {local_time(one.record.created_at)}"
            lines.append(say.label(text, "good" if one.state != "draft" else "question"))
        elif step is not None:
            role = ROLE_TITLES.get(step.role, step.role)
            mark = "▲" if option.key == "returned" else "✓"
            line = say.label(f"{mark} {option.label}  {step.actor}({role})  {local_time(step.at)}", "problem" if mark == "▲" else "good")
            line.setToolTip(step.note)
            lines.append(line)
        elif option.key not in rail.ENDS or not set(rail.ENDS) & set(done):
            lines.append(say.label(f"○ {option.label}", "faint"))
    void = [step for step in one.steps if step.to == "draft"]
    lines += [say.label(f"↩ {step.note}({step.actor},{local_time(step.at)})", "problem") for step in void]
    for line in lines:
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return lines
