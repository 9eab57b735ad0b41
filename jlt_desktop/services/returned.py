"""What the bureau sent back, item by item, with the record each item is about: the numbers of rows lead back here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.bundle.bag import read_bag
from jlt_desktop.bundle.receipt import parse as parse_receipt
from jlt_desktop.bundle.statement import parse as parse_statement
from jlt_desktop.services.collecting import pseudonyms
from jlt_desktop.vault.store import Query

if TYPE_CHECKING:
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.rail import Batch


@dataclass(frozen=True, slots=True)
class Returned:
    """One reason. title: of the table, where: the row in words, words: the bureau's. ledger, record: what to mend; empty when unknown."""

    title: str
    where: str
    words: str
    ledger: str = ""
    record: str = ""


def reasons(office: Office, one: Batch) -> list[Returned]:
    """Return the reasons of the newest receipt of a submission, each with the record it is about where it can be told."""
    store, bundle = office.store(one.ledger), one.detail("bundle")
    row = store.conn.execute("SELECT content FROM receipt WHERE bundle_id = ? ORDER BY number DESC LIMIT 1", (bundle,)).fetchone()
    kept = store.conn.execute("SELECT statement FROM sent_bundle WHERE bundle_id = ?", (bundle,)).fetchone()
    if row is None or kept is None:
        return []
    statement = parse_statement(bytes(kept[0]))
    frozen = store.conn.execute("SELECT content FROM frozen WHERE sha256 = ?", (str(statement.plaintext["sha256"]),)).fetchone()
    tables = {table.name: table for table in read_bag(bytes(frozen[0])).tables} if frozen else {}
    year = datetime.fromisoformat(statement.created).year
    found = []
    for finding in parse_receipt(bytes(row[0])).findings:
        table = tables.get(finding.table)
        title = table.title if table else finding.table
        if table is None or not 1 <= finding.row <= len(table.rows):
            ledger = finding.table.removesuffix("_counts")
            found.append(Returned(title, "整张表" if not finding.row else f"第 {finding.row} 行", finding.words, _known(office, ledger)))
            continue
        cells = table.rows[finding.row - 1]
        if table.columns[0].name == "row":
            record = _record(office, finding.table, cells[0], year)
            where = office.lookup.label(finding.table, record) if record else f"第 {finding.row} 行"
            found.append(Returned(title, where or f"第 {finding.row} 行", finding.words, _known(office, finding.table), record))
        else:
            where = " ".join(filter(None, cells[1:3]))
            found.append(Returned(title, where, finding.words, _known(office, finding.table.removesuffix("_counts"))))
    return found


def _known(office: Office, key: str) -> str:
    return key if key in office.ledgers else ""


def _record(office: Office, key: str, number: str, year: int) -> str:
    ledger = office.ledgers.get(key)
    if ledger is None:
        return ""
    pseudonym = pseudonyms(office, ledger.scope, year)
    return next((one.id for one in office.store(ledger).page(ledger, Query()).records if pseudonym(one.id) == number), "")
