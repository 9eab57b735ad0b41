"""The pages of a PDF before they go to paper: what is shown, saved and printed are the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from jlt_desktop.gui import say
from jlt_desktop.gui.page_view import FIRST_DPI, ZOOMS, PageView

if TYPE_CHECKING:
    from collections.abc import Callable

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Tasks
    from jlt_desktop.paper.render import Printed

    Pixels = tuple[int, int, bytes]

_LISTED = 6
_USUAL = QSize(980, 720)


class PrintPreview(QDialog):
    """Makes the PDF on the worker, then draws one page after the other as they are looked at.

    `handed_on`: the pages went to a printer, or into a file.
    """

    handed_on = Signal()

    def __init__(self, make: Callable[[], Printed], name: str, tasks: Tasks, parent: QWidget | None = None) -> None:
        """`make` is run on the worker; `name`: what the document is called, without anybody's name in it."""
        super().__init__(parent)
        self.setWindowTitle(f"打印预览 · {name}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name, self._tasks, self._make = name, tasks, make
        self.printed: Printed | None = None
        self._number = 0
        self._build()
        # Qt alone would take two thirds of the screen at most
        self.resize(self.sizeHint())
        self._say("正在排版……", "faint")
        self._enable()
        tasks.run(self, self._work, self._made, failed=self._failed)

    def _build(self) -> None:
        self.view = PageView(self._tasks)
        self.view.failed.connect(self._failed)
        self.said = say.label("", "faint")
        self.missing = QFrame()
        self.missing.setProperty("kind", "notice")
        self._missing_words = say.label("")
        inside = QHBoxLayout(self.missing)
        inside.addWidget(self._missing_words)
        self.missing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addLayout(self._bar())
        column.addWidget(self.missing)
        column.addWidget(self.view, 1)
        column.addLayout(self._foot())
        for keys, slot in (
            ("PgUp", self.back), ("PgDown", self.onward), ("Ctrl+S", self._choose), ("Ctrl+P", self.to_printer),
            ("Ctrl++", self._closer), ("Ctrl+-", self._further),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _bar(self) -> QHBoxLayout:
        self.before, self.after = say.button("上一页(&B)"), say.button("下一页(&N)")
        self.before.clicked.connect(self.back)
        self.after.clicked.connect(self.onward)
        self.count = say.label("第 – 页,共 – 页", wrap=False)
        self.zoom = QComboBox()
        self.zoom.setAccessibleName("缩放")
        self.zoom.addItems(list(ZOOMS))
        self.zoom.activated.connect(self._zoomed)
        words = say.label("缩放(&Z)", wrap=False)
        words.setTextFormat(Qt.TextFormat.AutoText)
        words.setBuddy(self.zoom)
        self.save = say.button("存为 PDF…(&S)")
        self.save.clicked.connect(self._choose)
        self.paper = say.button("打印…(&P)", "main")
        self.paper.clicked.connect(self.to_printer)
        row = QHBoxLayout()
        for part in (self.before, self.after, self.count):
            row.addWidget(part)
        row.addSpacing(16)
        row.addWidget(words)
        row.addWidget(self.zoom)
        row.addStretch(1)
        row.addWidget(self.save)
        row.addWidget(self.paper)
        return row

    def _foot(self) -> QHBoxLayout:
        self.progress = QProgressBar()
        self.progress.setAccessibleName("打印进度")
        self.progress.setMaximumWidth(220)
        self.stop = say.button("取消(&C)")
        self.stop.clicked.connect(self._cancel)
        close = say.button("关闭")
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        for part in (self.progress, self.stop, close):
            row.addWidget(part)
        self.progress.hide()
        self.stop.hide()
        return row

    # -- showing ----------------------------------------------------------------------------------------------------

    def _work(self) -> tuple[Printed, Pixels]:
        from jlt_desktop.paper.raster import page  # the room of paper is read at the first print, on the worker

        printed = self._make()
        return printed, page(printed.pdf, 0, FIRST_DPI)

    def _made(self, outcome: tuple[Printed, Pixels]) -> None:
        self.printed, first = outcome
        self._say("", "faint")
        notices = _notices(self.printed)
        if notices:
            self._missing_words.setText("\n".join(notices))
            self.missing.show()
        self._enable()
        self.view.show_pdf(self.printed.pdf, first)
        self.view.setFocus()

    def _enable(self) -> None:
        pages = self.printed.pages if self.printed else 0
        if pages:
            self.count.setText(f"第 {self._number + 1} 页,共 {pages} 页")
            self.view.page.setAccessibleDescription(self.count.text())
        self.before.setEnabled(self._number > 0)
        self.after.setEnabled(self._number + 1 < pages)
        for part in (self.save, self.paper, self.zoom):
            part.setEnabled(pages > 0)

    @property
    def number(self) -> int:
        """Return the page shown, from 0."""
        return self._number

    def back(self) -> None:
        """Show the page before."""
        self._turn(self._number - 1)

    def onward(self) -> None:
        """Show the next page."""
        self._turn(self._number + 1)

    def _turn(self, number: int) -> None:
        if self.printed is not None and 0 <= number < self.printed.pages:
            self._number = number
            self._enable()
            self.view.turn(number)

    def _zoomed(self) -> None:
        self.view.set_zoom(self.zoom.currentText())

    def _closer(self) -> None:
        self._step(1)

    def _further(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        actual = ZOOMS.index("100%")
        before = self.zoom.currentIndex()
        self.zoom.setCurrentIndex(max(2, min(len(ZOOMS) - 1, before + by if before > 1 else actual)))
        self._zoomed()

    # -- saving and printing ----------------------------------------------------------------------------------------

    def _choose(self) -> None:
        if self.printed is not None:
            chosen, _ = QFileDialog.getSaveFileName(self, "存为 PDF", str(Path.home() / f"{self._name}.pdf"), "PDF (*.pdf)")
            if chosen:
                self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write exactly the bytes that are shown."""
        if self.printed is None:
            return
        pdf = self.printed.pdf

        def work() -> str:
            from jlt_desktop.vault.files import write_whole  # wanted only here

            write_whole(path, pdf)
            return path.name

        self._tasks.run(self, work, self._saved, failed=self._failed)

    def _saved(self, name: str) -> None:
        self._say(f"已存为“{name}”。", "good")
        self.handed_on.emit()

    def to_printer(self) -> None:
        """Ask for a printer and send the pages there."""
        if self.printed is None:
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # looks for the system's printers when loaded

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        dialog.setMinMax(1, self.printed.pages)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: object) -> None:
        """Draw the pages on a printer that was set up; one after the other, so that it can be stopped between two."""
        from jlt_desktop.gui.print_run import PrintRun  # as above

        if self.printed is None:
            return
        self.progress.setRange(0, self.printed.pages)
        self.progress.setValue(0)
        self.progress.show()
        self.stop.show()
        self._say("正在打印……", "faint")
        self._run = PrintRun(self.printed.pdf, self.printed.pages, self._name, printer, self._tasks, self)  # type: ignore[arg-type]
        self._run.moved.connect(self.progress.setValue)
        self._run.ended.connect(self._ended)
        self._run.start()

    def _cancel(self) -> None:
        self._run.cancel()

    def _ended(self, words: str, kind: str) -> None:
        self.progress.hide()
        self.stop.hide()
        self._say(words, kind)
        if kind == "good":
            self.handed_on.emit()

    def _failed(self, error: SaidError) -> None:
        self._say(str(error), "problem")

    def _say(self, text: str, kind: str) -> None:
        self.said.setProperty("kind", kind)
        say.restyle(self.said)
        self.said.setText(text)

    def sizeHint(self) -> QSize:
        """Return a roomy size that fits the screen."""
        screen = self.screen().availableSize() if self.screen() else _USUAL
        scale = max(1.0, self.fontMetrics().height() / 20)
        wanted = QSize(int(_USUAL.width() * scale), int(_USUAL.height() * scale))
        return wanted.boundedTo(QSize(screen.width() - 40, screen.height() - 60)).boundedTo(QSize(1366, 768))


def _notices(printed: Printed) -> list[str]:
    """Return what the reader should know before it goes to paper: characters without a glyph, faces that had to be replaced."""
    said = []
    if printed.missing:
        said += ["有些字没有字形,纸上印成“〓”:", *_some(printed.missing)]
    if printed.standing_in:
        faces = ",".join(f"{face}用{ours}代替" for face, ours in printed.standing_in)
        said.append(f"这台电脑缺少公文字体:{faces}。装上并重开程序后再印,会自动换用。")
    return said


def _some(missing: tuple[str, ...]) -> list[str]:
    """Return the first few of the texts with a character without a glyph."""
    return [*missing[:_LISTED], *([f"……共 {len(missing)} 处"] if len(missing) > _LISTED else [])]
