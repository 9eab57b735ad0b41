"""Where a sealed bundle goes: to a removable drive, read back from it; the drives that cannot be used say why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from jlt_desktop.bundle.write import compare_again
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.gui import say
from jlt_desktop.gui.drives import drives, eject, size_words
from jlt_desktop.gui.steps import Step
from jlt_desktop.services.submit_needs import check_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.bundle.write import Written
    from jlt_desktop.gui.drives import Drive
    from jlt_desktop.services.submitting import Sent

_PATH = Qt.ItemDataRole.UserRole


class WritePage(Step):
    """Where the bundle goes: removable drives, the others grey with the reason; or a folder. Then what was written."""

    again_wanted = Signal()
    name = "写入"
    explain = "只写一个文件,不格式化,也不动盘上别的文件。写完从盘上读回来逐字节核对。"
    backward = False

    def __init__(self, *, files: bool = True) -> None:
        """Begin before there is a bundle. files: whether the same figures may stand beside it in the clear."""
        super().__init__()
        self._sent: Sent | None = None
        self._folder: Path | None = None
        self._path_written: Path | None = None
        self._written = False
        self._signed = say.label("", "good")
        self.places = QListWidget()
        self.places.setAccessibleName("可以写入的位置")
        self.places.setSpacing(2)
        self.places.currentItemChanged.connect(self._picked)
        self.again = say.button("重新查找 U 盘(&R)")
        self.again.clicked.connect(self.look)
        self.other = say.button("另选文件夹…(&O)")
        self.other.clicked.connect(self._choose)
        self._where = say.label("")
        self._result = self._result_card()
        self.files = QCheckBox("旁边再放一份 Excel 和 PDF(不加密,给没有收件程序的科室)(&X)")
        self.files.setVisible(files)
        self._files_wanted = files
        row = QHBoxLayout()
        row.addWidget(self.again)
        row.addWidget(self.other)
        row.addWidget(self._where, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._signed)
        column.addWidget(self.places, 1)
        column.addLayout(row)
        column.addWidget(self.files)
        column.addWidget(self._result)
        column.addStretch(0)

    def _result_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 18, 24, 18)
        inside.setSpacing(10)
        self.said, self._path, self._code = say.label("", "subtitle"), say.label(""), say.label("")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._advice = say.label("", "question")
        self.once_more, self.compare, self.out = say.button("再写一份(&A)"), say.button("再核对一次(&V)"), say.button("安全弹出(&E)")
        self.once_more.clicked.connect(self.again_wanted)
        self.compare.clicked.connect(self._compare)
        self.out.clicked.connect(self._take_out)
        for part in (self.said, self._path, self._code, self._advice):
            inside.addWidget(part)
        buttons = QHBoxLayout()
        for one in (self.out, self.compare, self.once_more):
            buttons.addWidget(one)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        card.hide()
        return card

    def show_sent(self, sent: Sent) -> None:
        """Take a sealed bundle and look for places."""
        self._sent = sent
        self._signed.setText(f"已签名封装:{sent.file_name}({size_words(sent.size)})。现在关闭也可以,以后从“报送记录”写到 U 盘。")
        self.choose_again()

    @property
    def with_files(self) -> bool:
        """Tell whether the figures are to stand beside the bundle."""
        return self._files_wanted and self.files.isChecked()

    def choose_again(self) -> None:
        """Ask for a place, the first time or once more."""
        self._written = False
        self._result.hide()
        for part in (self.places, self.again, self.other, self._where):
            part.show()
        self.files.setVisible(self._files_wanted)
        self.onward, self.leaving = "写入(&W)", True
        self.look()

    def look(self) -> None:
        """List the drives anew."""
        self.show_drives(drives(self._sent.size if self._sent else 0))

    def show_drives(self, found: Sequence[Drive]) -> None:
        """List drives; those that cannot be used are grey and say why."""
        self.places.clear()
        self._pick(None)
        for one in found:
            sizes = f"共 {size_words(one.total)},剩余 {size_words(one.free)}" if one.total > 0 else ""
            item = QListWidgetItem(f"{_called(one)}\n{sizes}" + (f"  ——  不能用:{one.why}" if one.why else ""))
            item.setData(_PATH, str(one.path))
            if one.why:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.places.addItem(item)
        usable = [place for place, one in enumerate(found) if not one.why]
        if len(usable) == 1:
            self.places.setCurrentRow(usable[0])
        elif usable:
            # nobody guesses which of two sticks is meant
            self._where.setText(f"插着 {len(usable)} 个能用的 U 盘,请选要写入的那一个。")
        else:
            self._where.setText("没有找到能用的 U 盘。插好后点“重新查找 U 盘”,或另选一个文件夹。")

    def _picked(self, item: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self._pick(Path(str(item.data(_PATH))))

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "选择写入的文件夹", str(Path.home()))
        if name:
            self.choose_folder(Path(name))

    def choose_folder(self, folder: Path) -> None:
        """Write to this folder."""
        self.places.setCurrentRow(-1)
        self._pick(folder)

    def _pick(self, folder: Path | None) -> None:
        self._folder = folder
        self._where.setText(f"写到:{folder}" if folder else "")
        self.changed.emit()

    @property
    def folder(self) -> Path | None:
        """Return the place chosen."""
        return self._folder

    @property
    def written(self) -> bool:
        """Tell whether the bundle was written and read back."""
        return self._written

    def show_written(self, made: Written, beside: Sequence[Path] = ()) -> None:
        """Say that it was written and is the same, and how it was read back."""
        if self._sent is None:
            return
        self._written, self._path_written = True, made.path
        self.said.setText("U 盘上的文件与本机一致。" if made.surely else "已写入,读回一致(读的可能是电脑的缓存)。")
        more = ";旁边另有 Excel 和 PDF" if beside else ""
        self._path.setText(f"文件:{made.path}{more}")
        self._code.setText(f"核对码 {check_code(self._sent.file_sha256)}\nSHA-256 {self._sent.file_sha256}")
        self._advice.setText("请先“安全弹出”,再拔 U 盘。" if made.surely else "要更放心:弹出后拔下再插上,点“再核对一次”。")
        for part in (self.places, self.again, self.other, self._where, self.files):
            part.hide()
        self._result.show()
        self.onward, self.leaving = "下一步:递交(&N)", True
        self.changed.emit()

    def _take_out(self) -> None:
        words = eject(self._path_written.parent) if self._path_written else ""
        self._advice.setText(words or "可以拔了。")

    def _compare(self) -> None:
        if self._path_written is None or self._sent is None:
            return
        try:
            same = compare_again(self._path_written, self._sent.file_sha256)
        except OutsideError as error:
            self._advice.setText(str(error))
            return
        self._advice.setText("再核对一次,一致。" if same else "再核对一次,不一致:这个 U 盘不可靠,请换一个再写。")

    def why_not(self) -> str:
        """A place is needed."""
        return "" if self._written or self._folder else "请选写到哪里。"

    def entered(self) -> None:
        """Begin at the places."""
        self.places.setFocus()


def _called(drive: Drive) -> str:
    return str(drive.path) if drive.label == str(drive.path) else f"{drive.label}  {drive.path}"
