"""What stands in the navigation and what Ctrl+K can do, from the declarations and the role; no ledger is named here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.gui.finder_popup import Command

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office

MONTHS = "months:"
PROMOTE = "promote"
RETENTION = "retention"
PAPERS = "papers"
BOX = "box"
ARCHIVE = "archive"
OBLIGATIONS = "obligations"
SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation; a heading has no key. own: what only this role can open stands below it."""

    key: str
    title: str
    own: bool = False


def entries(office: Office) -> list[Entry]:
    """Return home first, then the ledgers in their groups, then what concerns the whole office."""
    found = [Entry("home", "今天要办")]
    if office.rulebook.obligations:
        found.append(Entry(OBLIGATIONS, "任务总览"))
    groups: dict[str, list[Ledger]] = {}
    for one in office.ledgers.values():
        if not one.part_of:
            groups.setdefault(one.group, []).append(one)
    for title, ledgers in groups.items():
        found.append(Entry("", title, own=any(one.confidential for one in ledgers)))
        for one in ledgers:
            found.append(Entry(one.key, one.title))
            if one.tracked:
                found.append(Entry(MONTHS + one.key, office.ledgers[one.tracked.part].title))
    found.append(Entry("", "办理"))
    if "signing" in office.session.scopes:
        found.append(Entry(SIGN, "待审签"))
    found += [Entry("submit", "报送教育局"), Entry("sent", "报送记录"), Entry("imports", "导入与批量记录")]
    if any(one.retention and not one.part_of for one in office.ledgers.values()):
        found.append(Entry(RETENTION, "到期销毁"))
    if office.rulebook.obligations:
        found.append(Entry(BOX, "台账盒"))
    found.append(Entry(ARCHIVE, "学年存档"))
    found.append(Entry(PAPERS, "依法应备的材料"))
    found.append(Entry("preferences", "设置与备份"))
    return found


def commands(office: Office) -> list[Command]:
    """Return what Ctrl+K can do besides finding records."""
    found = [Command(one.key, one.title, "") for one in entries(office) if one.key]
    for one in office.ledgers.values():
        if not one.part_of and not one.single:
            found.append(Command(f"new:{one.key}", f"新增{one.title}", "xz"))
            if not one.unlisted:
                found.append(Command(f"import:{one.key}", f"导入{one.title}", "dr"))
    if any(one.promotion for one in office.ledgers.values()):
        found.append(Command(PROMOTE, "九月升级", "sj"))
    return found


def parted(key: str) -> tuple[str, str]:
    """Return the page a key leads to, and what is to be shown on it."""
    page, _, shown = key.partition(":")
    return (page, shown) if page == OBLIGATIONS else (key, "")
