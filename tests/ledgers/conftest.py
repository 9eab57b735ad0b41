"""A small invented school with every ledger filled, opened by the counselor, to whom the principal lent what is otherwise hers alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from jlt_desktop import app
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.domain.record import Record
from jlt_desktop.services import demo
from jlt_desktop.services.office import Office
from jlt_desktop.vault import people
from jlt_desktop.vault.kdf import KdfCost

FAST = KdfCost(1024, 1, 1)
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Tests of one file share it: each leaves the records of others as they were."""
    folder = tmp_path_factory.mktemp("filled") / "school"
    app.build_demo(folder, 12, 3, TODAY, FAST)
    counselor, principal = (next(one for one in demo.USERS if one.role == role) for role in ("counselor", "principal"))
    office = app.open_office(folder, principal.name, principal.password, floor=FAST, today=lambda: TODAY)
    people.give(office.session, next(one.id for one in people.everybody(office.session.header) if one.role == "counselor"), "signing")
    office.close()
    office = app.open_office(folder, counselor.name, counselor.password, floor=FAST, today=lambda: TODAY)
    yield office
    office.close()


@pytest.fixture
def rows(filled: Office, ledger: Ledger) -> list[Record]:
    """Every record of the ledger a test asks for by its parameter."""
    found = filled.store(ledger).page(ledger).records
    assert found, "the invented school fills every ledger"
    return found
