"""The help that the program itself finds: a page for every ledger with every label on it as a person reads it, and no dead link."""

from __future__ import annotations

import re

import pytest

from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers import ALL
from jlt_desktop.paths import resources

PAGES = resources() / "help"
OWN = ("index", "start", "obligations", "import", "submit", "passwords", "backup", "keys")


def first_cells(text: str) -> set[str]:
    return {row.split("|")[1].strip() for row in text.splitlines() if row.startswith("| ")}


@pytest.mark.parametrize("ledger", ALL, ids=lambda one: one.key)
def test_every_ledger_has_its_page_with_every_label(ledger: Ledger) -> None:
    text = (PAGES / f"{ledger.key}.md").read_text(encoding="utf-8")
    assert {field.label for field in ledger.fields.values()} <= first_cells(text)


@pytest.mark.parametrize("ledger", [one for one in ALL if one.counts_only and one.indicators], ids=lambda one: one.key)
def test_a_ledger_that_only_counts_says_which_counts_leave_and_how_small_ones_look(ledger: Ledger) -> None:
    leaving = (PAGES / f"{ledger.key}.md").read_text(encoding="utf-8").split("## 什么会离开学校")[1].split("\n## ")[0]
    assert "<5" in leaving
    assert [one.label for one in ledger.indicators if one.label not in leaving] == []


@pytest.mark.parametrize("name", OWN)
def test_the_programs_own_pages_have_a_title_and_lead_to_pages(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert re.match(r"# \S", text)
    assert [one for one in re.findall(r"\]\(([^)]+)\)", text) if not (PAGES / one).is_file()] == []
