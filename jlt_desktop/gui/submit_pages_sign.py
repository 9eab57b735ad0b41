"""Submitting, steps 4 and 5: the principal signs; the bundle goes to a stick and is read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from jlt_desktop.gui import say
from jlt_desktop.gui.drives import drives, size_words
from jlt_desktop.gui.steps import Step
from jlt_desktop.services.submit_needs import check_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.bundle.make import Made
    from jlt_desktop.gui.drives import Drive
    from jlt_desktop.services.submitting import Parcel

_PATH = Qt.ItemDataRole.UserRole


class SignPage(Step):
    """One page of summary, the principal's name and passphrase."""

    name = "审签"
    explain = "请校长本人核对后,用自己的口令签名。经办人的口令不能签。"
    onward = "我已核对,签名(&S)"

    def __init__(self) -> None:
        """Begin without a parcel."""
        super().__init__()
        self._summary = say.label("")
        self.who = QComboBox()
        self.who.setAccessibleName("签名人")
        self.who.setMinimumContentsLength(14)
        self.password = QLineEdit()
        self.password.setAccessibleName("签名人的口令")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaximumWidth(self.fontMetrics().horizontalAdvance("口") * 22)
        self.password.textChanged.connect(self.changed)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(16)
        inside.addWidget(self._summary)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setVerticalSpacing(12)
        form.addRow("签名人(&N)", self.who)
        form.addRow("口令(&P)", self.password)
        self.password.setMinimumWidth(self.fontMetrics().horizontalAdvance("口") * 16)
        inside.addLayout(form)
        inside.addWidget(say.label("签名之后内容就定下来了;要改只能再报送一次。签名不能撤销。", "faint"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(card)
        column.addStretch(1)

    def show_parcel(self, parcel: Parcel, period: str, digest: str, signers: Sequence[str]) -> None:
        """Show what will be signed."""
        filled = [f"{one.title} {len(one.rows)} 行" for one in parcel.tables if one.rows]
        blank = len(parcel.tables) - len(filled)
        listed = "、".join(filled) + (f";另有 {blank} 张表没有内容" if blank else "")
        self._summary.setText(
            f"报送期间:{period}\n交出:{listed}。\n不会逐人交出的项目:{len(parcel.withheld)} 项\n内容核对码:{check_code(digest)}"
        )
        self.who.clear()
        self.who.addItems(list(signers))
        self.password.clear()
        self.changed.emit()

    def why_not(self) -> str:
        """A name and a passphrase are needed."""
        return "" if self.who.currentText() and self.password.text() else "请选签名人并输入口令。"

    def entered(self) -> None:
        """Begin at the passphrase."""
        self.password.setFocus()


class WritePage(Step):
    """Where the bundle goes: removable drives, the others grey with the reason; or a folder. Then what was written."""

    again_wanted = Signal()
    name = "写入"
    explain = "只写一个文件,不格式化,也不动盘上别的文件。写完从盘上读回来逐字节核对。"
    backward = False

    def __init__(self) -> None:
        """Begin before anything was signed."""
        super().__init__()
        self._made: Made | None = None
        self._folder: Path | None = None
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
        row = QHBoxLayout()
        row.addWidget(self.again)
        row.addWidget(self.other)
        row.addWidget(self._where, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._signed)
        column.addWidget(self.places, 1)
        column.addLayout(row)
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
        self.once_more = say.button("再写一份(&A)")
        self.once_more.clicked.connect(self.again_wanted)
        for part in (self.said, self._path, self._code):
            inside.addWidget(part)
        inside.addWidget(self.once_more, 0, Qt.AlignmentFlag.AlignLeft)
        card.hide()
        return card

    def show_made(self, made: Made) -> None:
        """Take the signed bundle and look for places."""
        self._made = made
        self._signed.setText(
            f"已签名封装:{made.name}({size_words(len(made.data))})。材料已存在本机;现在关闭也可以,以后从“报送记录”写到 U 盘。"
        )
        self.choose_again()

    def choose_again(self) -> None:
        """Ask for a place, the first time or once more."""
        self._written = False
        self._result.hide()
        for part in (self.places, self.again, self.other, self._where):
            part.show()
        self.onward, self.leaving = "写入(&W)", True
        self.look()

    def look(self) -> None:
        """List the drives anew."""
        self.show_drives(drives(len(self._made.data) if self._made else 0))

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

    def show_written(self, path: Path) -> None:
        """Say that it was written and is the same."""
        if self._made is None:
            return
        self._written = True
        self.said.setText("已写入并核对一致。")
        self._path.setText(f"文件:{path}")
        self._code.setText(f"核对码 {check_code(self._made.sha256)}\nSHA-256 {self._made.sha256}")
        for part in (self.places, self.again, self.other, self._where):
            part.hide()
        self._result.show()
        self.onward, self.leaving = "完成(&F)", False
        self.changed.emit()

    def why_not(self) -> str:
        """A place is needed."""
        return "" if self._written or self._folder else "请选写到哪里。"

    def entered(self) -> None:
        """Begin at the places."""
        self.places.setFocus()


def _called(drive: Drive) -> str:
    return str(drive.path) if drive.label == str(drive.path) else f"{drive.label}  {drive.path}"
