"""Submitting to the bureau, in five steps: period, check, preview, signature, writing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.gui.steps import StepsDialog
from jlt_desktop.gui.submit_pages_check import CheckPage, ContentsPage, PeriodPage
from jlt_desktop.gui.submit_pages_sign import SignPage, WritePage
from jlt_desktop.services.submit_needs import needs, periods, signers
from jlt_desktop.services.submitting import prepare, sent, sign_and_seal, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from jlt_desktop.bundle.make import Made
    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.gui.program import Program
    from jlt_desktop.gui.tasks import Job, Tasks
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.submit_needs import Need
    from jlt_desktop.services.submitting import Parcel

    Sign = Callable[[Office, Parcel, str, str], Made]

_PERIOD, _CHECK, _CONTENTS, _SIGN, _WRITE = range(5)


class SubmitWizard(StepsDialog):
    """What is previewed is what is sealed: a change of the period or of the data asks for a new preview."""

    def __init__(self, office: Office, tasks: Tasks, program: Program, parent: QWidget | None = None, sign: Sign = sign_and_seal) -> None:
        """Begin at the period. `sign`: how the principal's signature is made, see services.submitting.sign_and_seal."""
        super().__init__("报送教育局", parent)
        del program  # every window of the navigation is handed it
        self._office, self._tasks, self._sign = office, tasks, sign
        self._parcel: Parcel | None = None
        self._made: Made | None = None
        self.period = PeriodPage(periods(office.today()))
        self.check = CheckPage()
        self.contents = ContentsPage()
        self.signing = SignPage()
        self.writing = WritePage()
        for step in (self.period, self.check, self.contents, self.signing, self.writing):
            self.add(step)
        self.writing.again_wanted.connect(self._write_again)
        self.signing.password.returnPressed.connect(self._onward)
        self.show_step(_PERIOD)
        tasks.run(self, lambda: sent(office), self.period.show_sent, failed=self.failed)

    def go_on(self) -> None:
        """Do what the main button says on each step."""
        deeds: dict[int, Callable[[], None]] = {
            _PERIOD: self._prepare,
            _CONTENTS: self._to_signature,
            _SIGN: self._seal,
            _WRITE: self._write,
        }
        deeds.get(self.place, super().go_on)()

    def _prepare(self) -> None:
        office, period = self._office, self.period.period
        self._parcel = None

        def work() -> tuple[Sequence[Need], Parcel | None]:
            found = needs(office)
            return found, prepare(office, period) if all(one.found for one in found) else None

        self.begin("正在收集要报送的内容……", can_stop=False)
        self._tasks.run(self, work, self._prepared, failed=self.failed)

    def _prepared(self, outcome: tuple[Sequence[Need], Parcel | None]) -> None:
        self.rest()
        found, self._parcel = outcome
        self.check.show_check(found, self._parcel)
        if self._parcel is not None:
            self.contents.show_parcel(self._parcel)
        self.show_step(_CHECK)

    def _to_signature(self) -> None:
        parcel = self._parcel
        if parcel is not None:
            digest = hashlib.sha256(parcel.payload.data).hexdigest()
            self.signing.show_parcel(parcel, self.period.box.currentText(), digest, signers(self._office))
            self.show_step(_SIGN)

    def _seal(self) -> None:
        office, parcel, sign = self._office, self._parcel, self._sign
        name, password = self.signing.who.currentText(), self.signing.password.text()
        if parcel is None:
            return
        self.begin("正在签名和封装,请稍候……", can_stop=False)
        self._tasks.run(self, lambda: sign(office, parcel, name, password), self._sealed, failed=self._not_sealed)
        self.signing.password.clear()

    def _sealed(self, made: Made) -> None:
        self.rest()
        self._made = made
        self.writing.show_made(made)
        self.show_step(_WRITE)

    def _not_sealed(self, error: SaidError) -> None:
        if isinstance(error, UserError):
            # what would leave has changed since the preview: nothing of it may be signed any more
            self._parcel = None
            self.show_step(_PERIOD)
        self.failed(error)
        self.steps[self.place].entered()

    def _write(self) -> None:
        made, folder = self._made, self.writing.folder
        if self.writing.written:
            self.accept()
            return
        if made is None or folder is None:
            return

        def work(job: Job) -> Path:
            return write(made, folder, job.report)

        self.begin("正在写入……", can_stop=False)
        self._tasks.run(self, work, self._written, failed=self.failed, progress=self._wrote, with_job=True)

    def _wrote(self, done: int, total: int) -> None:
        self.moved(done, total)
        if done >= total:
            self.doing.setText("正在读回来核对……")
            self.progress.setRange(0, 0)

    def _written(self, path: Path) -> None:
        self.rest()
        self.writing.show_written(path)

    def _write_again(self) -> None:
        self.writing.choose_again()
        self.writing.entered()
