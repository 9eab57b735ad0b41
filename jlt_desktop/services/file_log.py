"""Who looked at a file, searched, printed and exported: read from the journal, shown to whoever may open the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office

_SHOWN = ("查看", "检索", "显示姓名", "复制", "打印", "导出", "破例查看", "打开封存")
_MOST = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """One look: when (UTC), by whom, in which role, what was done, and what of it: the reason, how many records, the whole ledger."""

    at: str
    by: str
    role: str
    action: str
    words: str


def file_log(office: Office, ledger: Ledger, record_id: str) -> list[Seen]:
    """Return the looks at one file, at what stands in it, and at the whole of its ledgers, the newest first."""
    store = office.store(ledger)
    targets = {f"{ledger.key}/{record_id}": "", ledger.key: "整个台账"}
    waiting = [(ledger, record_id)]
    while waiting:
        above, at = waiting.pop()
        for part in office.parts(above):
            targets[part.key] = f"整个台账:{part.title}"
            for one in store.page(part, Query(parents=(at,))).records:
                targets[f"{part.key}/{one.id}"] = part.title
                waiting.append((part, one.id))
    events = store.journal.of_objects(tuple(targets), _SHOWN, _MOST)
    return [
        Seen(str(one["at"]), str(one["actor"]), str(one["role"]), str(one["action"]), _words(one, targets[str(one["object"])]))
        for one in events
    ]


def _words(event: dict[str, object], what: str) -> str:
    whole = what.startswith("整个台账")
    parts = [what, str(event.get("where") or "")]
    if event.get("records") and whole:
        parts.append(f"{event['records']} 条")
    if event.get("named") is False:
        parts.append("不印姓名")
    if event.get("masked"):
        parts.append("遮住姓名")
    if event.get("reason"):
        parts.append(f"用途:{event['reason']}")
    return ",".join(filter(None, parts))
