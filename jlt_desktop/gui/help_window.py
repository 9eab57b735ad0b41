"""F1: the pages of help, one for every ledger, with the list of all pages at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from jlt_desktop.gui import say

if TYPE_CHECKING:
    from pathlib import Path

_FIRST = ("start", "index", "import", "submit", "promotion", "retention", "backup", "passwords", "keys")
_FILE = Qt.ItemDataRole.UserRole


class HelpWindow(QDialog):
    """Shows one page and leads to the others; it never goes to the network."""

    def __init__(self, resources: Path, page: str, parent: QWidget | None = None) -> None:
        """Show `page`; the first page when there is none of that name."""
        super().__init__(parent)
        self._folder = resources / "help"
        self.setWindowTitle("帮助")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(QSize(940, 640).boundedTo(self.screen().availableSize() - QSize(40, 60)))
        self.pages = QListWidget()
        self.pages.setAccessibleName("帮助目录")
        self.pages.setMinimumWidth(200)
        self.browser = QTextBrowser()
        self.browser.setAccessibleName("帮助内容")
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        for name in self._names():
            item = QListWidgetItem(self._title(name))
            item.setData(_FILE, name)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 10))
            self.pages.addItem(item)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.pages)
        split.addWidget(self.browser)
        split.setStretchFactor(1, 1)
        close = say.button("关闭(&C)", "main")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(split, 1)
        column.addLayout(row)
        self.pages.currentItemChanged.connect(self._chosen)
        self.show_page(page)

    def _names(self) -> list[str]:
        found = sorted(one.stem for one in self._folder.glob("*.md"))
        return [*(one for one in _FIRST if one in found), *(one for one in found if one not in _FIRST)]

    def _title(self, name: str) -> str:
        first = self._text(name).split("\n", 1)[0]
        return first.lstrip("# ").strip() or name

    def _text(self, name: str) -> str:
        try:
            return (self._folder / f"{name}.md").read_text(encoding="utf-8")
        except OSError:
            return "# 没有这一页\n\n请在左边选别的页。"

    def show_page(self, name: str) -> None:
        """Show a page by its name."""
        for place in range(self.pages.count()):
            if self.pages.item(place).data(_FILE) == name:
                self.pages.setCurrentRow(place)
                return
        self.pages.setCurrentRow(0)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.browser.setMarkdown(self._text(str(item.data(_FILE))))

    def _follow(self, url: QUrl) -> None:
        if not url.scheme():
            self.show_page(url.path().removesuffix(".md"))
