"""定稿: from a request to the bytes the principal will sign; nothing is finalised while a check is open or the data have moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.examining import explanations, look_over, notes, open_points
from jlt_desktop.services.freezing import back_to_draft, freeze
from jlt_desktop.services.rail import batch, go, ledger_for
from jlt_desktop.services.signing import post, refuse_second, withdraw
from jlt_desktop.services.submitting import prepare_for, unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.examining import Found
    from jlt_desktop.services.freezing import Frozen
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.rail import Batch
    from jlt_desktop.services.submitting import Parcel


@dataclass(frozen=True, slots=True)
class LookedOver:
    """A submission as collected now, what was found, the explanations given, and what is still open."""

    parcel: Parcel
    found: list[Found]
    explained: Mapping[str, str]

    @property
    def open(self) -> list[Found]:
        """Return what has to be mended or explained first."""
        return open_points(self.found, self.explained)


def check(office: Office, record: Record) -> LookedOver:
    """Collect and check a submission; its preview holds the explanations given so far. Raises UserError, OutsideError."""
    found = look_over(office, prepare_for(office, record), record)
    explained = explanations(office, record)
    made = LookedOver(prepare_for(office, record, notes(found, explained)), found, explained)
    ledger = ledger_for(office, made.parcel.scope)
    one = batch(office, ledger, record.id)
    if not made.open and one.state == "draft":
        with office.store(ledger).transaction():
            go(office, one, "checked", f"逻辑校验通过,经验校验 {len(made.parcel.notes)} 项已说明")
    return made


def finalise(office: Office, record: Record, parcel: Parcel) -> Frozen:
    """Freeze the very bytes of a parcel that was previewed. Raises UserError while anything is open or different by now."""
    if not unchanged(office, parcel):
        raise UserError("预览之后数据又有改动,没有定稿。", "", "数据没有改动。", "请重新校验、预览一次。")
    found = look_over(office, parcel, record)
    explained = explanations(office, record)
    left = open_points(found, explained)
    if left or notes(found, explained) != parcel.notes:
        raise UserError(
            "还有没改好或没说明的校验,没有定稿。", "".join(one.words for one in left[:3]), "数据没有改动。", "请回到“校验”逐条办完。"
        )
    refuse_second(office, parcel.scope)
    with office.store(ledger_for(office, parcel.scope)).transaction():
        made = freeze(office, parcel)
    post(office)
    return made


def reopen(office: Office, one: Batch, why: str) -> Batch:
    """Take a submission back to the draft, its letter with it; see freezing.back_to_draft."""
    made = back_to_draft(office, one, why)
    withdraw(office, one)
    return made
