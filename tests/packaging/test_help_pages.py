"""Every ledger has its page of help, and the page names every field."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers import ALL

HELP = Path(__file__).resolve().parents[2] / "resources" / "help"
OWN = (
    "index",
    "district",
    "start",
    "obligations",
    "import",
    "submit",
    "promotion",
    "retention",
    "papers",
    "box",
    "archive",
    "passwords",
    "backup",
    "keys",
)


@pytest.mark.parametrize("ledger", ALL, ids=lambda one: one.key)
def test_a_page_names_every_label_and_what_leaves(ledger: Ledger) -> None:
    text = (HELP / f"{ledger.key}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {ledger.title}\n")
    for field in ledger.fields.values():
        row = re.search(rf"^\| {re.escape(field.label)} \|.*\| {field.leaves.words} \|$", text, re.MULTILINE)
        assert row, field.label


def test_the_pages_are_these_and_links_lead_to_pages() -> None:
    found = {one.stem for one in HELP.glob("*.md")}
    assert found == {*OWN, *(one.key for one in ALL)}
    linked = re.findall(r"\]\((\w+)\.md\)", (HELP / "index.md").read_text(encoding="utf-8"))
    assert set(linked) == found - {"index"}


def test_the_tables_are_those_of_todays_declarations() -> None:
    sys.path.insert(0, str(HELP.parents[1] / "packaging"))
    try:
        from devtools.help_tables import with_table
    finally:
        sys.path.pop(0)
    for ledger in ALL:
        page = (HELP / f"{ledger.key}.md").read_text(encoding="utf-8")
        assert with_table(page, ledger) == page, f"packaging/devtools/help_tables.py has to be run for {ledger.key}"


def test_every_field_says_what_it_is_for() -> None:
    silent = [
        f"{ledger.key}.{name}" for ledger in ALL for name, one in ledger.fields.items() if not one.purpose and not hasattr(one, "options")
    ]
    assert silent == []
