"""Every ledger has its page of help, and the page names every field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers import ALL

HELP = Path(__file__).resolve().parents[2] / "resources" / "help"
OWN = ("index", "start", "import", "submit", "passwords", "backup", "keys")


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
