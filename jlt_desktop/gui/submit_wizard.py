"""Submitting to the bureau, in four steps: what was asked, checks, preview, finalising. The principal signs in a session of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.rail import OPEN
from jlt_desktop.gui.steps import StepsDialog
from jlt_desktop.gui.submit_page_fix import FixPage
from jlt_desktop.gui.submit_page_found import FoundPage
from jlt_desktop.gui.submit_pages_check import ContentsPage, RequestPage
from jlt_desktop.services.examining import explain
from jlt_desktop.services.finalising import check, finalise
from jlt_desktop.services.rail import batches
from jlt_desktop.services.submit_needs import needs, own_scope, periods
from jlt_desktop.services.submitting import begin, sent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from jlt_desktop.domain.errors import SaidError
    from jlt_desktop.domain.record import Record
    from jlt_desktop.gui.workplace import Workplace
    from jlt_desktop.services.examining import Found
    from jlt_desktop.services.finalising import LookedOver
    from jlt_desktop.services.freezing import Frozen
    from jlt_desktop.services.rail import Batch
    from jlt_desktop.services.submit_needs import Need
    from jlt_desktop.services.submitting import Sent

_REQUEST, _CHECK, _CONTENTS, _FIX = range(4)


class SubmitWizard(StepsDialog):
    """What is previewed is what is frozen: a change of the data asks for a new look. lock_wanted: let the principal log in."""

    lock_wanted = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None, submission: str = "") -> None:
        """Begin at the request. submission: the one to go on with."""
        super().__init__("报送教育局", parent)
        self._place, self._office, self._tasks = place, place.office, place.tasks
        self._wanted = submission
        self._record: Record | None = None
        self._looked: LookedOver | None = None
        self._scope = own_scope(self._office)
        self.request = RequestPage(periods(self._office.today()), private=self._scope != "general")
        self.check = FoundPage()
        self.contents = ContentsPage()
        self.fixing = FixPage()
        for step in (self.request, self.check, self.contents, self.fixing):
            self.add(step)
        self.request.register_wanted.connect(self._register)
        self.check.mend_wanted.connect(self._mend)
        self.check.explained.connect(self._keep_why)
        self.fixing.lock_wanted.connect(self._lock)
        place.changed.connect(self._data_changed)
        self.show_step(_REQUEST)
        self._list()

    def _list(self) -> None:
        office, scope = self._office, self._scope

        def work() -> tuple[Sequence[Batch], Sequence[Sent]]:
            return [one for one in batches(office) if one.ledger.scope == scope and one.state in OPEN], sent(office)

        self._tasks.run(self, work, self._listed, failed=self.failed)

    def _listed(self, answer: tuple[Sequence[Batch], Sequence[Sent]]) -> None:
        self.request.show_batches(*answer, chosen=self._wanted)

    def go_on(self) -> None:
        """Do what the main button says on each step."""
        deeds: dict[int, Callable[[], None]] = {_REQUEST: self._begin, _CONTENTS: self._to_fix, _FIX: self._finalise}
        deeds.get(self.place, super().go_on)()

    # -- request and checks ---------------------------------------------------------------------------------------

    def _register(self) -> None:
        """Open the form of a new request above this window."""
        key = next(one.key for one in self._office.ledgers.values() if one.submits and one.scope == self._scope)
        self._place.want_form(key)

    def _begin(self) -> None:
        office, chosen, period = self._office, self.request.chosen, self.request.period
        self._looked = None

        def work() -> tuple[Sequence[Need], Record | None]:
            found = needs(office)
            if not all(one.found for one in found):
                return found, None
            return found, chosen or begin(office, period)

        self.begin("正在准备……", can_stop=False)
        self._tasks.run(self, work, self._begun, failed=self.failed)

    def _begun(self, answer: tuple[Sequence[Need], Record | None]) -> None:
        self.rest()
        found, self._record = answer
        self.check.show_needs(found)
        self.show_step(_CHECK)
        self._look()

    def _look(self) -> None:
        office, record = self._office, self._record
        if record is not None:
            self.begin("正在收集和校验……", can_stop=False)
            self._tasks.run(self, lambda: check(office, record), self._looked_over, failed=self.failed)

    def _looked_over(self, looked: LookedOver) -> None:
        self.rest()
        self._looked = looked
        self.check.show_found(looked)
        self.contents.show_parcel(looked.parcel, looked.found)

    def _data_changed(self, _ledger: str) -> None:
        """Look again while the list is on the screen: what was mended disappears. A new request appears in the list."""
        if self.place == _CHECK and not self.working:
            self._look()
        elif self.place == _REQUEST:
            self._list()

    def _mend(self, found: Found) -> None:
        self._place.field_wanted.emit(found.ledger, found.record, found.field)

    def _keep_why(self, found: Found, text: str) -> None:
        office, record = self._office, self._record
        if record is not None:
            self._tasks.run(self, lambda: explain(office, record, found, text), self._look_again, failed=self.failed)

    def _look_again(self, _outcome: object) -> None:
        self._look()

    # -- finalising -----------------------------------------------------------------------------------------------

    def _to_fix(self) -> None:
        looked, record = self._looked, self._record
        if looked is not None and record is not None:
            self.fixing.show_looked(looked, record)
            self.show_step(_FIX)

    def _finalise(self) -> None:
        office, looked, record = self._office, self._looked, self._record
        if self.fixing.done:
            self.accept()
        elif looked is not None and record is not None:
            self.begin("正在定稿……", can_stop=False)
            self._tasks.run(self, lambda: finalise(office, record, looked.parcel), self._finalised, failed=self._not_finalised)

    def _finalised(self, frozen: Frozen) -> None:
        self.rest()
        self.fixing.show_done(frozen)
        if self._record is not None:
            self._place.changed.emit(self._record.ledger)

    def _not_finalised(self, error: SaidError) -> None:
        if isinstance(error, UserError):
            # what would leave is no longer what was previewed: look again before anything is fixed
            self.show_step(_CHECK)
            self._look()
        self.failed(error)

    def _lock(self) -> None:
        self.accept()
        self.lock_wanted.emit()
