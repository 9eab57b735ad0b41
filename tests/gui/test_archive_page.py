"""学年存档 on its page: kept with progress, opened as it was, taken out with a reason."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from jlt_desktop.gui.archive_page import ArchivePage
from jlt_desktop.gui.workplace import Workplace


def test_a_year_is_kept_opened_and_let_go(qtbot: QtBot, place: Workplace, settled: Callable[[], None]) -> None:
    page = ArchivePage(place)
    qtbot.addWidget(page)
    page.show()
    settled()
    assert not page.open.isEnabled()
    page.keep_year()
    assert not page.keep.isEnabled()
    settled()
    count = page.table.rows.rowCount()
    assert count >= 4
    assert page.said.text().startswith(f"已存档 {count} 份")
    wanted: list[tuple[Callable[[], object], str]] = []
    page.kept_wanted.connect(lambda make, name: wanted.append((make, name)))
    page.print_record()
    assert getattr(wanted[0][0](), "pages", 0) >= 1
    page.let_go(page._kept[0], "保存期满")
    settled()
    assert page.table.rows.rowCount() == count - 1
    page.keep_year()
    page.stop.click()
    settled()
    assert page.table.rows.rowCount() in (count - 1, 2 * count - 1), "stopped in time or just too late, never in between"
