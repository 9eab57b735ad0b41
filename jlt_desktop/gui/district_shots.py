"""A picture of every window of the bureau's desk on the data at hand, for looking at and for machines without a screen."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.gui.district_dialogs import ApproveDialog, EnrolDialog, ExpectDialog, FindingsDialog, RootDialog
from jlt_desktop.gui.district_setup import DistrictSetup
from jlt_desktop.gui.district_window import DistrictUnlock, DistrictWindow
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.district.enrol import Asked
    from jlt_desktop.gui.district_program import DistrictProgram

_PATIENCE = 30.0


class DistrictPhotographer:
    """Goes through the windows. bundles: files to take in for the first picture; asked: a school's request for the dialog."""

    def __init__(self, program: DistrictProgram, bureau: Bureau, out: Path, mode: str = "light", scale: float = 1.0) -> None:
        """Look in a mode and size of type."""
        self.application = QApplication.instance() or QApplication([])
        self.look = Look(self.application, program.resources)  # type: ignore[arg-type]  # it is a QApplication
        self.look.add_fonts()
        self.look.apply(mode, scale)
        self._program, self._bureau, self._out, self._mode = program, bureau, out, mode
        self._tasks = Tasks()
        self.failures: list[str] = []
        self._tasks.failed.connect(lambda error: self.failures.append(str(error)))
        self.made: list[Path] = []

    def take_all(self, bundles: Sequence[Path] = (), asked: Asked | None = None) -> list[Path]:
        """Photograph every window; returns the pictures. Raises OutsideError when one cannot be written."""
        try:
            for name, widget in self._scenes(bundles, asked):
                widget.show()
                self.settle()
                self.grab(name, widget)
                if not isinstance(widget, DistrictWindow):
                    widget.close()
                    widget.deleteLater()
        finally:
            self._tasks.close()
        return self.made

    def _scenes(self, bundles: Sequence[Path], asked: Asked | None) -> Iterator[tuple[str, QWidget]]:
        folder = self._bureau.session.folder
        setup = DistrictSetup(self._program, self._tasks, folder)
        yield "setup", setup
        yield "unlock", DistrictUnlock(self._program, self._tasks, self.look, folder)
        window = DistrictWindow(self._bureau, self._tasks, self._program)
        yield "empty", window
        window.intake.take(bundles)
        yield "intake", window
        for name, page in (("status", window.status), ("schools", window.schools)):
            window.pages.setCurrentWidget(page)
            yield name, window
        dialogs: list[tuple[str, Callable[[], QDialog]]] = [
            ("expect", lambda: ExpectDialog(window)), ("findings", lambda: FindingsDialog("示例小学", window)),
            ("root", lambda: RootDialog(window)),
            ("approve", lambda: ApproveDialog("示例小学(2109990001),初次登记,登记人 李收件。", ["王复核"], window)),
        ]  # fmt: skip
        if asked is not None:
            dialogs.append(("enrol", lambda: EnrolDialog(asked, "初次登记", window)))
        for name, make in dialogs:
            yield name, make()
        window.close()

    def settle(self) -> None:
        """Wait until nothing is waiting, running or to be drawn. Raises OutsideError when that takes too long."""
        until = time.monotonic() + _PATIENCE
        quiet = 0
        while quiet < 5:
            self.application.processEvents()
            quiet = quiet + 1 if self._tasks.idle else 0
            if time.monotonic() > until:
                raise OutsideError("窗口等得太久,没有画成。", "", "数据没有改动。", "请再试一次。")
            time.sleep(0.02)

    def grab(self, name: str, widget: QWidget) -> None:
        """Write one picture."""
        path = self._out / f"district-{len(self.made) + 1:02}-{name}{'' if self._mode == 'light' else '-dark'}.png"
        if not widget.grab().save(str(path)):
            raise OutsideError(f"写不了“{path.name}”。", "", "已画好的图片还在。", "请检查文件夹能不能写、磁盘满不满。")
        self.made.append(path)
