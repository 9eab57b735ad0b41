"""The sheet beside the stick: the right file, its code, nobody's name."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from jlt_desktop.domain.document import Code, Pairs
from jlt_desktop.domain.errors import UserError
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services import submitting
from jlt_desktop.services.cover_sheet import cover_sheet
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import to_pdf
from jlt_desktop.services.submit_needs import check_code


def test_the_sheet_names_the_file_its_code_and_nobody(open_as: Callable[[str], Office], school) -> None:
    office = open_as("clerk")
    Desk(office).save(office.ledgers["student"], {"name": "周小满", "sex": "男", "birth_date": "2017-5-17"})
    name, password = school.people["principal"]
    made = submitting.sign_and_seal(office, submitting.prepare(office, "2026-11"), name, password, school.cost)
    document = cover_sheet(office, made.statement.seq)
    facts = dict(next(one for one in document.blocks if isinstance(one, Pairs)).rows)
    assert (facts["文件名"], facts["编号"], facts["大小"]) == (made.name, "第 1 号", f"{len(made.data):,} 字节")
    code = next(one for one in document.blocks if isinstance(one, Code))
    held = json.loads(code.content)
    assert held == {
        "school": "2109990001", "seq": 1, "bundle": made.statement.bundle_id, "sha256": made.sha256, "key": made.statement.key_fingerprint,
    }  # fmt: skip
    assert code.beside == ("核对码", check_code(made.sha256))
    assert "周小满" not in str(document.blocks)
    assert name not in str(document.blocks)
    printed = to_pdf(document, Fonts(resources() / "fonts"))
    assert (printed.pages, printed.missing) == (1, ())
    assert office.store(office.ledgers["student"]).journal.events(1)[0]["action"] == "打印"
    with pytest.raises(UserError, match="没有第 9 号报送"):
        cover_sheet(office, 9)
