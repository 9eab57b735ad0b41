"""The frame of a window that goes step by step: rail at the left, page, progress with 取消, one main button at lower right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from jlt_desktop.gui import say

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.tasks import Job

_USUAL = QSize(1080, 680)


class Step(QWidget):
    """One page. name: on the rail; explain: one sentence below the title; onward: the words on the main button, empty for none.

    backward: whether one may go back from here; leaving: whether 关闭 is offered. loud: whether the reason why one cannot go on is
    written out below the page.
    """

    changed = Signal()
    name = ""
    explain = ""
    onward = "下一步(&N)"
    backward = True
    leaving = True
    loud = False

    def why_not(self) -> str:
        """Return why one cannot go on from here yet; empty when one can."""
        return ""

    def entered(self) -> None:
        """Put the focus where the page begins."""


class StepsDialog(QDialog):
    """Shows one step at a time. Whoever derives from it says in `go_on` and `go_back` what the buttons do."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Build the frame; pages are added with `add`."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.steps: list[Step] = []
        self._job: Job | None = None
        self._working = self._locked = self._sized = False
        self.rail = QListWidget()
        self.rail.setObjectName("navigation")
        self.rail.setAccessibleName("步骤")
        self.rail.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rail.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.rail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rail.setStyleSheet("QListView#navigation { padding-top: 14px; }")
        self.rail.setFixedWidth(self.fontMetrics().horizontalAdvance("口") * 9 + 40)
        self.stack = QStackedWidget()
        self._title, self._explain = say.label("", "title"), say.label("", "faint")
        self.problem = say.label("", "problem")
        self.problem.hide()
        self.reason = say.label("", "question")
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(self._body(), 1)

    def _body(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._explain)
        column.addWidget(self.stack, 1)
        column.addWidget(self.reason)
        column.addWidget(self.problem)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setForegroundRole(self.backgroundRole())
        column.addWidget(line)
        column.addLayout(self._foot())
        return column

    def _foot(self) -> QHBoxLayout:
        self.leave = say.button("关闭")
        self.leave.clicked.connect(self.reject)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("进度")
        self.progress.setMaximumWidth(260)
        self.doing = say.label("", "faint", wrap=False)
        self.stop = say.button("取消(&C)")
        self.stop.clicked.connect(self._stop)
        self.back, self.onward = say.button("上一步(&B)"), say.button("下一步(&N)", "main")
        self.back.clicked.connect(self.go_back)
        self.onward.clicked.connect(self._onward)
        self.onward.setAutoDefault(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.leave, self.doing, self.progress, self.stop):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.onward)
        for part in (self.progress, self.stop, self.doing):
            part.hide()
        return row

    def add(self, step: Step) -> None:
        """Add a page at the end."""
        self.steps.append(step)
        self.stack.addWidget(step)
        item = QListWidgetItem()
        item.setSizeHint(QSize(0, self.fontMetrics().height() + 20))
        self.rail.addItem(item)
        step.changed.connect(self._refresh)

    @property
    def place(self) -> int:
        """Return the number of the step shown, from 0."""
        return self.stack.currentIndex()

    def show_step(self, place: int) -> None:
        """Show a step."""
        self.stack.setCurrentIndex(place)
        step = self.steps[place]
        self._title.setText(step.name)
        self._explain.setText(step.explain)
        self._explain.setVisible(bool(step.explain))
        self.tell("")
        self._draw_rail()
        self._refresh()
        step.entered()

    def _draw_rail(self) -> None:
        for number, step in enumerate(self.steps):
            mark = "✓" if number < self.place else "●" if number == self.place else "○"
            self.rail.item(number).setText(f"{mark} {number + 1}  {step.name}")
        self.rail.setCurrentRow(self.place)

    def _refresh(self) -> None:
        if not self.steps:
            return
        step = self.steps[self.place]
        why = step.why_not()
        self.onward.setText(step.onward)
        self.onward.setAccessibleName(step.onward.replace("&", ""))
        self.onward.setVisible(bool(step.onward))
        self.onward.setEnabled(not self._working and not why)
        self.onward.setToolTip(why)
        self.reason.setText(why if step.loud else "")
        self.reason.setVisible(bool(why) and step.loud)
        self.back.setVisible(self.place > 0 and step.backward)
        self.back.setEnabled(not self._working)
        self.leave.setVisible(not self._working and step.leaving)
        step.setEnabled(not self._working)

    # -- work under way -----------------------------------------------------------------------------------------

    def begin(self, text: str, *, can_stop: bool = True) -> None:
        """Show that work is under way; the page cannot be used until `rest`."""
        self._working, self._locked = True, not can_stop
        self.doing.setText(text)
        self.progress.setRange(0, 0)
        for part in (self.progress, self.doing):
            part.show()
        self.stop.setVisible(can_stop)
        self.tell("")
        self._refresh()
        if can_stop:
            self.stop.setFocus()

    def watch(self, job: Job) -> None:
        """Let 取消 stop this job."""
        self._job = job

    def moved(self, done: int, total: int) -> None:
        """Show how far the work has come."""
        if self._working and total:
            self.progress.setRange(0, total)
            self.progress.setValue(done)

    def rest(self) -> None:
        """Show that no work is under way any more."""
        self._working, self._locked, self._job = False, False, None
        for part in (self.progress, self.doing, self.stop):
            part.hide()
        self._refresh()

    @property
    def working(self) -> bool:
        """Tell whether work is under way."""
        return self._working

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.rest()
        self.tell("已取消,数据没有改动。", "faint")

    def tell(self, text: str, kind: str = "problem") -> None:
        """Say something below the page; an empty text takes it away. kind: of the label, see the style sheet."""
        self.problem.setProperty("kind", kind)
        say.restyle(self.problem)
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def failed(self, error: SaidError) -> None:
        """Say a failure below the page."""
        self.rest()
        self.tell(str(error))

    # -- the buttons ----------------------------------------------------------------------------------------------

    def _onward(self) -> None:
        why = self.steps[self.place].why_not()
        if why:
            self.tell(why)
        elif not self._working:
            self.go_on()

    def go_on(self) -> None:
        """Go to the next step."""
        self.show_step(self.place + 1)

    def go_back(self) -> None:
        """Go to the step before; what was chosen stays."""
        if self.place > 0 and not self._working:
            self.show_step(self.place - 1)

    def sizeHint(self) -> QSize:
        """Return a roomy size that fits the screen."""
        screen = self.screen().availableSize() if self.screen() else _USUAL
        scale = max(1.0, self.fontMetrics().height() / 20)
        wanted = QSize(int(_USUAL.width() * scale), int(_USUAL.height() * scale))
        return wanted.boundedTo(QSize(screen.width() - 40, screen.height() - 60)).boundedTo(QSize(1366, 768))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin on the step that is current, as large as it likes: Qt alone would take two thirds of the screen at most."""
        if not self._sized:
            self._sized = True
            self.resize(self.sizeHint())
        super().showEvent(event)
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops work under way and closes the first step; later it must not throw away what was chosen."""
        if event.key() != Qt.Key.Key_Escape or self.place == 0:
            super().keyPressEvent(event)
        elif self._working and not self._locked:
            self._stop()

    def reject(self) -> None:
        """Close; what cannot be stopped half-way is waited for."""
        if self._locked:
            return
        if self._job is not None:
            self._job.cancel()
        super().reject()
