"""The table model of every ledger passes Qt's own tester, covers what is private, and fetches the rest when asked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt

from jlt_desktop.gui.ledger_model import LedgerModel
from jlt_desktop.ledgers import ALL
from jlt_desktop.services.listing import Listed, Row


def rows(ledger, count, start=0):
    made = []
    for place in range(start, start + count):
        texts = tuple(f"{name}{place}" for name in ledger.sheet)
        made.append(Row(f"id{place}", texts, tuple("••••" for _ in texts)))
    return made


@pytest.mark.parametrize("ledger", ALL, ids=lambda one: one.key)
def test_the_model_is_sound(qtmodeltester, ledger):
    model = LedgerModel(ledger)
    model.take(Listed(3, 0, rows(ledger, 3)))
    qtmodeltester.check(model)
    labels = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert labels == [ledger.fields[name].label for name in ledger.sheet]


def test_private_cells_are_covered_until_uncovered(qapp):
    model = LedgerModel(ALL[0])
    model.take(Listed(1, 0, rows(ALL[0], 1)))
    assert model.index(0, 0).data() == "••••"
    model.uncover(True)
    assert model.index(0, 0).data() == "name0"
    model.uncover(False)
    assert model.index(0, 0).data() == "••••"


def test_the_rest_is_asked_for_once_and_goes_below(qtbot):
    ledger = ALL[0]
    model = LedgerModel(ledger)
    model.take(Listed(500, 0, rows(ledger, 200)))
    assert model.canFetchMore(QModelIndex())
    with qtbot.waitSignal(model.more_wanted) as asked:
        model.fetchMore(QModelIndex())
    assert asked.args == [200]
    assert not model.canFetchMore(QModelIndex())
    model.take(Listed(500, 200, rows(ledger, 300, 200)))
    assert model.rowCount() == 500
    assert model.id_at(499) == "id499"
    assert model.place_of("id321") == 321
    assert not model.canFetchMore(QModelIndex())


def test_a_late_stretch_of_another_search_is_dropped(qapp):
    ledger = ALL[0]
    model = LedgerModel(ledger)
    model.take(Listed(500, 0, rows(ledger, 200)))
    model.take(Listed(3, 0, rows(ledger, 3)))
    model.take(Listed(500, 200, rows(ledger, 100, 200)))
    assert model.rowCount() == 3
    assert model.id_at(99) == ""
