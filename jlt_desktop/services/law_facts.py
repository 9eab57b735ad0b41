"""What the program knows for the papers of the law: ledgers and what they keep, people by age, who looked, what left the school."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import full_years
from jlt_desktop.domain.fields_links import Link, People
from jlt_desktop.domain.fields_person import EduNumber, IdNumber, PersonName, Phone
from jlt_desktop.domain.lawful import Ages, Facts, Kept
from jlt_desktop.domain.leaves import Leaves
from jlt_desktop.domain.privacy import bucket
from jlt_desktop.services.submitting import sent
from jlt_desktop.vault.session import ROLE_TITLES
from jlt_desktop.vault.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.domain.lawful import Handling
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

CHILD, GROWN = 14, 18
_PERSONAL = (PersonName, IdNumber, EduNumber, Phone, Link, People)
_UNSAID = ("(学校写明)", "按教联体方案的任务登记(学校核对)")


def facts(office: Office, year: int, about: Record | None = None) -> Facts:
    """Return what is known for the papers of one calendar year, from what this user may open."""
    on_roll, gone = _people(office)
    users = Counter(str(one.get("role")) for one in office.session.header.users.values())
    broken = [store.path.stem for store in office.session.stores() if store.journal.broken_at()]
    backup = Settings(office.session.store("general").conn).get("backup")
    return Facts(
        around=office.around(), year=year, kept=tuple(_kept(office, one) for one in office.ledgers.values()), ages=(*on_roll, *gone),
        access=tuple(_access(office, year)), sent=tuple(_sent(office, year)),
        users=tuple((ROLE_TITLES.get(role, role), count) for role, count in users.items()),
        sound="日志前后相接,没有被改动。" if not broken else "日志对不上,请先在“设置与备份”里核对数据。",
        backup=f"最近一次是 {str(backup['at'])[:10]}。" if isinstance(backup, dict) else "还没有做过备份。",
        whole="confidential" in office.session.scopes, about=about,
    )  # fmt: skip


def handling_of(office: Office, ledger: Ledger) -> Handling | None:
    """Return why a ledger is kept: its own words, or those of the file it belongs to."""
    above = office.ledgers.get(ledger.part_of or "")
    return ledger.handling or (handling_of(office, above) if above else None)


def until_of(office: Office, ledger: Ledger) -> str:
    """Return in words how long a ledger's records are kept."""
    above = office.ledgers.get(ledger.part_of or "")
    if ledger.retention:
        return ledger.retention.basis
    return until_of(office, above) if above else "在校期间,离校后由学校定"


def _kept(office: Office, ledger: Ledger) -> Kept:
    said = handling_of(office, ledger)
    count = len(office.store(ledger).column_values(ledger, ()))
    stored = list(ledger.stored.values())
    return Kept(
        title=ledger.title, people=said.people if said else _UNSAID[0], count=bucket(count) if ledger.scope != "general" else str(count),
        items=tuple(one.label for one in stored if not one.special), special=tuple(one.label for one in stored if one.special),
        purpose=said.purpose if said else _UNSAID[1], basis=said.basis if said else _UNSAID[0], until=until_of(office, ledger),
        leaves=_leaves(ledger), personal=personal(ledger) or said is not None, told=said is not None and said.told,
        counted=ledger.handling is not None and bool(ledger.handling.born or ledger.handling.counted),
    )  # fmt: skip


def personal(ledger: Ledger) -> bool:
    """Tell whether a ledger's fields tell of a person."""
    return any(isinstance(one, _PERSONAL) for one in ledger.stored.values())


def _leaves(ledger: Ledger) -> str:
    if ledger.counts_only:
        counted = "、".join(one.label for one in ledger.indicators)
        return f"只交合计数:{counted}" if counted else "不交出"
    levels = {level: [one.label for one in ledger.stored.values() if one.leaves == level] for level in Leaves if level}
    said = [f"{level.words}:{'、'.join(labels)}" for level, labels in levels.items() if labels]
    return ";".join(said) or "不交出"


def _people(office: Office) -> tuple[list[Ages], list[Ages]]:
    """Return those who are here, and those whose data are still kept though they left."""
    here, gone = [], []
    for ledger in office.ledgers.values():
        said = ledger.handling
        if said is None or not (said.born or said.counted):
            continue
        records = list(office.store(ledger).every(ledger))
        on_roll = [one for one in records if ledger.on_roster is None or ledger.on_roster(one.values)]
        here.append(_ages(office, said, said.people, on_roll))
        if len(on_roll) < len(records):
            gone.append(_ages(office, said, f"{said.people}(已离校,还保存着)", [one for one in records if one not in on_roll]))
    return here, gone


def _ages(office: Office, said: Handling, words: str, records: list[Record]) -> Ages:
    today, counts = office.today(), [0, 0, 0, 0]
    for one in records:
        born = one.get(said.born)
        years = full_years(born, today) if isinstance(born, date) else None
        counts[3 if years is None else 0 if years < CHILD else 1 if years < GROWN else 2] += 1
    # who is kept without a day of birth is grown up here: family, staff, members
    made = Ages(words, *counts)
    return made if said.born else replace(made, grown=made.unknown, unknown=0)


def _access(office: Office, year: int) -> Iterator[tuple[str, str, int]]:
    since, until = (datetime(one, 1, 1).astimezone().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") for one in (year, year + 1))
    found: Counter[tuple[str, str]] = Counter()
    for store in office.session.stores():
        for action, role, count in store.journal.tally(since, until):
            found[(action, ROLE_TITLES.get(role, role))] += count
    yield from ((action, role, count) for (action, role), count in sorted(found.items()))


def _sent(office: Office, year: int) -> Iterator[tuple[str, str, str]]:
    for one in reversed(sent(office)):
        if datetime.fromisoformat(one.at).astimezone().year == year:
            yield one.at[:10], one.period, one.file_name
