"""The JSON schemas say of every field what the code says: same names, and what the code refuses for its form the schema refuses too."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import jsonschema
import pytest

import jlt_desktop.bundle
from jlt_desktop.bundle.enrolment import EnrolRequest, Rotation
from jlt_desktop.bundle.receipt import Receipt
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.statement import Statement, parse
from jlt_desktop.bundle.trust import TrustList

SCHEMAS = Path(jlt_desktop.bundle.__file__).parent / "schemas"
KINDS = {"statement": Statement, "receipt": Receipt, "trust": TrustList, "enrol": EnrolRequest, "rotation": Rotation}
FORMAT = (SCHEMAS.parent / "FORMAT.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", KINDS)
def test_schema_code_and_page_name_the_same_fields(name):
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    fields = {one.name for one in dataclasses.fields(KINDS[name])}
    assert set(schema["properties"]) == set(schema["required"]) == fields
    assert schema["additionalProperties"] is False
    assert [one for one in fields if f"`{one}`" not in FORMAT] == []


def test_every_schema_has_its_document():
    assert {path.name.removesuffix(".schema.json") for path in SCHEMAS.iterdir()} == set(KINDS)
    assert "schemas/" in FORMAT


@pytest.mark.parametrize(("name", "value"), [
    ("school_id", "21099900"), ("school_id", 2109990001), ("seq", -1), ("seq", 2**53), ("seq", "1"), ("seq", True), ("period", "2026/11"), ("kind", "maybe"),
    ("bundle_id", "X" * 32), ("prev_statement_sha256", "0"), ("audit", {"general": None}), ("audit", {"general": {"n": 1}, "confidential": None}),
    ("recipient", {"district": "1", "role": "intake"}), ("ciphertext", {"bytes": 1, "sha256": "0" * 64, "sm3": "0"}), ("counts", {"x": -1}), ("counts", []),
    ("prepared_by", "teacher"), ("type", "x"), ("format", 2), ("clock_suspect", 0), ("database", {"epoch": 1}), ("form", {"id": "x", "version": 1, "schema_sha256": "0" * 64}),
])  # fmt: skip
def test_what_the_code_refuses_the_schema_refuses(bureau, name, value):
    import rfc8785

    content = json.loads(bureau.made.statement_bytes)
    schema = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "statement.schema.json").read_text(encoding="utf-8")))
    assert schema.is_valid(content)
    changed = content | {name: value}
    assert not schema.is_valid(changed)
    with pytest.raises(Refusal):
        parse(rfc8785.dumps(changed) if value != 2**53 else json.dumps(changed, sort_keys=True, separators=(",", ":")).encode())
