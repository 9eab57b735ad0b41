"""What was submitted so far, newest first; each can be written to a stick once more, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from jlt_desktop.bundle.receipt import MOST
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.gui import say
from jlt_desktop.gui.flow import FlowLayout
from jlt_desktop.gui.reasons import ask_why
from jlt_desktop.gui.rows_model import RowsTable
from jlt_desktop.gui.when import local_time
from jlt_desktop.services.handing import of_bundle, write_again
from jlt_desktop.services.receiving import OUTCOMES, STATES, Answer, Kept, pin_bureau, receipts, take_receipt
from jlt_desktop.services.submit_needs import check_code
from jlt_desktop.services.submitting import sent
from jlt_desktop.vault.files import read_limited

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.rail import Batch
    from jlt_desktop.services.submitting import Sent

_HEADINGS = ("编号", "期间", "签名封装时间", "经办", "文件", "核对码", "回执")


class SentPage(QWidget):
    """A table of past submissions with their receipts, 再写一份 and 导入回执. print_wanted: a preview."""

    print_wanted = Signal(object, str)

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        """Begin empty; the list is read when the page comes up."""
        super().__init__(parent)
        self._place, self._office, self._tasks = place, place.office, place.tasks
        self._sent: Sequence[Sent] = ()
        self._receipts: dict[str, Kept] = {}
        self.table = RowsTable("报送记录")
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.doubleClicked.connect(self.open_batch)
        self.again = say.button("再写一份…(&A)", tip="把选中的材料原样再写到 U 盘或文件夹")
        self.again.clicked.connect(self._choose)
        self._empty = say.label("还没有报送过。点左边的“报送教育局”开始第一次报送。", "faint")
        self.said = say.label("", "good")
        head = QWidget()
        row = FlowLayout(head)
        row.addWidget(say.label("报送记录", "title", wrap=False))
        fetch = say.button("导入回执…(&I)", "main", "教育局交回的 receipt.json,签名文件要放在旁边")
        fetch.clicked.connect(self._choose_receipt)
        key = say.button("登记回执钥匙…(&K)", tip="照教育局纸面通知上的回执钥匙抄一遍,只要一次")
        key.clicked.connect(self._ask_key)
        self.paper = say.button("打印随附单(&P)", tip="和 U 盘一起交:核对码、二维码、签收栏")
        self.paper.clicked.connect(self.print_record)
        self.open = say.button("打开这一批(&O)", tip="办到哪一步、退回的理由;双击也可以")
        self.open.clicked.connect(self.open_batch)
        for one in (key, self.open, self.paper, self.again, fetch):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addWidget(head)
        column.addWidget(say.label("每一份都原样留在本机。“再写一份”写出的文件和当时一个字节也不差。", "faint"))
        for part in (self._empty, self.table, self.said):
            column.addWidget(part, 1 if part is self.table else 0)
        column.addStretch(0)
        self._chosen()

    def reload(self) -> None:
        """Read the list anew."""
        office = self._office
        self._tasks.run(self, lambda: (sent(office), receipts(office)), self._arrived, failed=self._failed)

    def _arrived(self, answer: tuple[Sequence[Sent], dict[str, Kept]]) -> None:
        found, self._receipts = answer
        self._sent = found
        rows = [self._texts(one) for one in found]
        self.table.take(_HEADINGS, rows)
        self.table.setVisible(bool(found))
        self._empty.setVisible(not found)
        if found:
            self.table.selectRow(0)
        self._chosen()

    def _texts(self, one: Sent) -> tuple[str, ...]:
        got = self._receipts.get(one.bundle_id)
        receipt = f"{OUTCOMES[got.outcome]},第 {got.number:03} 号" if got else "还没有"
        return str(one.seq), one.period, local_time(one.at), one.actor, one.file_name, check_code(one.file_sha256), receipt

    # -- receipts -----------------------------------------------------------------------------------------------

    def _choose_receipt(self) -> None:
        name = QFileDialog.getOpenFileName(self, "导入教育局的回执", str(Path.home()), "回执 (*.json)")[0]
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Check a receipt with its signature beside it, keep it, and say what it means."""
        office = self._office

        def work() -> Answer:
            signature = path.with_name(path.name + ".sig")
            if not signature.is_file():
                raise OutsideError(
                    f"没有找到签名文件“{signature.name}”。", "回执和它的签名是两个文件。", "没有导入。", "请把两个文件放在一起再选。"
                )
            return take_receipt(office, read_limited(path, MOST) or b"", read_limited(signature, MOST) or b"")

        self._tasks.run(self, work, self._taken, failed=self._failed)

    def _taken(self, found: Answer) -> None:
        kind = {"valid": "good", "mind": "question"}.get(found.state, "problem")
        self._say("\n".join((f"{STATES[found.state]}。{found.words}", *found.findings)), kind)
        self.reload()

    def _ask_key(self) -> None:
        line = ask_why(self, "登记回执钥匙", "请照教育局的纸面通知,抄下以 ssh-ed25519 开头的一整行:")
        if line:
            office = self._office
            self._tasks.run(self, lambda: pin_bureau(office, line), self._pinned, failed=self._failed)

    def _pinned(self, fingerprint: str) -> None:
        self._say(f"已登记。请和纸面通知上的指纹核对:{fingerprint}", "good")

    # -- once more ----------------------------------------------------------------------------------------------

    def _chosen(self) -> None:
        for one in (self.again, self.paper, self.open):
            one.setEnabled(0 <= self.table.currentIndex().row() < len(self._sent))

    def print_record(self) -> None:
        """Print the sheet that goes with the stick for the submission in the current row."""
        row, office = self.table.currentIndex().row(), self._office
        if not 0 <= row < len(self._sent):
            return
        seq = self._sent[row].seq

        def document() -> object:
            from jlt_desktop.services.cover_sheet import cover_sheet  # paper is read at the first print

            return cover_sheet(office, seq)

        self.print_wanted.emit(document, "随附单")

    def open_batch(self, *_index: object) -> None:
        """Open the page of the submission in the current row: its rail, and what was sent back."""
        row, office = self.table.currentIndex().row(), self._office
        if 0 <= row < len(self._sent):
            bundle = self._sent[row].bundle_id
            self._tasks.run(self, lambda: of_bundle(office, bundle), self._batch_found, failed=self._failed)

    def _batch_found(self, one: Batch | None) -> None:
        if one is not None:
            self._place.record_wanted.emit(one.ledger.key, one.record.id)

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "选择写入的文件夹或 U 盘", str(Path.home()))
        if name:
            self.write_to(Path(name))

    def write_to(self, folder: Path) -> None:
        """Write the submission in the current row to a folder once more."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._sent):
            office, number = self._office, self._sent[row].seq
            self._say("正在写入和核对……", "faint")
            self._tasks.run(self, lambda: write_again(office, number, folder), self._written, failed=self._failed)

    def _written(self, path: Path) -> None:
        self._say(f"已写入并核对一致:{path}", "good")

    def _failed(self, error: SaidError) -> None:
        self._say(str(error), "problem")

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list whenever the page comes up."""
        super().showEvent(event)
        self.reload()
