"""People and keys after set-up: who is here, who comes, who goes and to whom the confidential files pass, sheets made anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.services.recovering import Wanted
from jlt_desktop.services.upkeep import backup_folder
from jlt_desktop.vault import people, recovery
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.old_copies import under_older_keys
from jlt_desktop.vault.session import GRANTS, ROLE_TITLES, SCOPE_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.creating import Sheet
    from jlt_desktop.vault.kdf import KdfCost
    from jlt_desktop.vault.rekey import Progress

CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True)
class Somebody:
    """One who may unlock. opens: scope titles; me: the person present; why_stays: why they cannot be taken away here, empty if they can.

    lent: scopes beyond their role that the person present may take back.
    """

    id: str
    name: str
    role: str
    title: str
    opens: tuple[str, ...]
    me: bool
    why_stays: str
    lent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A role somebody can be added in; sheets: what the person present lacks the keys of and needs the recovery sheets for."""

    role: str
    title: str
    sheets: tuple[Wanted, ...]


def here(office: Office) -> list[Somebody]:
    """Return everybody who may unlock."""
    session = office.session
    return [
        Somebody(
            one.id, one.name, one.role, ROLE_TITLES.get(one.role, one.role), tuple(SCOPE_TITLES[s] for s in one.scopes),
            one.id == session.user_id, people.why_stays(session, one.id),
            tuple(s for s in one.scopes if s in session.scopes and s not in GRANTS.get(one.role, ()) and one.id != session.user_id),
        )
        for one in people.everybody(session.header)
    ]  # fmt: skip


def places(office: Office) -> list[Place]:
    """Return the roles somebody can be added in."""
    recovery_slots, held = office.session.header.recovery, office.session.scopes
    return [
        Place(
            role, title,
            tuple(Wanted(s, SCOPE_TITLES[s], int(str(recovery_slots[s]["sheets"]))) for s in GRANTS[role] if s not in held),
        )
        for role, title in ROLE_TITLES.items()
    ]  # fmt: skip


def add(office: Office, who: NewUser, typed: Mapping[str, Sequence[str]] | None = None, *, cost: KdfCost | None = None) -> str:
    """Add a person; returns the id. typed: scope -> recovery codes, for keys nobody present holds. Raises UserError, OutsideError."""
    codes = {scope: [recovery.read(one) for one in texts] for scope, texts in (typed or {}).items()}
    return people.admit(office.session, who, people.keys_from_sheets(office.session, codes), cost)


def rename(office: Office, name: str, password: str, *, cost: KdfCost | None = None) -> None:
    """Change the name of the person present, from the next unlocking on. Raises UserError, OutsideError."""
    people.rename(office.session, name, password, cost)


# -- the confidential files pass on ------------------------------------------------------------------------------------


def can_hand_over(office: Office) -> bool:
    """Tell whether the person present holds the confidential files."""
    return CONFIDENTIAL in office.session.scopes


def successors(office: Office) -> list[Somebody]:
    """Return who is here already and could take over."""
    return [one for one in here(office) if not one.me]


def hand_over(office: Office, successor: NewUser | str, *, cost: KdfCost | None = None) -> str:
    """Let a successor, new or here already (by id), open everything confidential; returns the id. Raises UserError, OutsideError."""
    session = office.session
    user = successor if isinstance(successor, str) else people.admit(session, successor, cost=cost)
    if user not in session.header.granted(CONFIDENTIAL):
        people.give(session, user, CONFIDENTIAL)
    people.let_see(session, user, "移交心理资料")
    return user


# -- going, and sheets made anew -----------------------------------------------------------------------------------------


def sheets_for(office: Office, user: str) -> list[Sheet]:
    """Return the sheets to be printed before somebody goes: for every key they held."""
    return people.draw_sheets(next((one.scopes for one in people.everybody(office.session.header) if one.id == user), ()))


def sheets_of(scope: str) -> list[Sheet]:
    """Return fresh sheets for one scope."""
    return people.draw_sheets([scope])


def own_sheets(office: Office) -> list[Sheet]:
    """Return fresh sheets for every key the person present holds."""
    return people.draw_sheets(office.session.scopes)


def go(office: Office, user: str, sheets: Sequence[Sheet], progress: Progress | None = None) -> list[str]:
    """Take somebody away and make every key they held anew; the office is locked when it is oneself.

    Returns what still_readable() then says. Raises UserError, OutsideError.
    """
    folder = backup_folder(office)
    people.take_away(office.session, user, sheets, progress)
    return _under_older_keys(office, folder)


def take_back(office: Office, user: str, scope: str, sheets: Sequence[Sheet], progress: Progress | None = None) -> list[str]:
    """Take a lent scope back and make its key anew; returns what still_readable() then says. Raises UserError, OutsideError."""
    people.take_back(office.session, user, scope, sheets, progress)
    return still_readable(office)


def renew_sheets(office: Office, sheets: Sequence[Sheet], progress: Progress | None = None) -> list[str]:
    """Put printed sheets in force in place of the old ones; returns what still_readable() then says. Raises OutsideError."""
    people.renew_sheets(office.session, sheets, progress)
    return still_readable(office)


def still_readable(office: Office, folder: Path | None = None) -> list[str]:
    """Return a sentence for every copy that older keys still open: in a folder, where the last backup went, beside the school's data."""
    return _under_older_keys(office, backup_folder(office), folder)


def _under_older_keys(office: Office, *folders: Path | None) -> list[str]:
    found = []
    for one in under_older_keys(office.session.header, [place for place in folders if place], office.session.folder):
        who = f";{'、'.join(one.gone)}的旧口令打得开" if one.gone else ""
        found.append(f"{one.path.name}:{'、'.join(SCOPE_TITLES[scope] for scope in one.scopes)}用的是旧钥匙{who}。({one.path.parent})")
    return found
