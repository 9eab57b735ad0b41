"""jlt keys: how things stand, asking for a certificate, what is not taken."""

from __future__ import annotations

import json


def test_asking_for_a_certificate_from_the_command_line(jlt, vault, tmp_path):
    before = jlt("--json", "keys", "status", vault=vault).json["standing"]
    assert [one["good"] for one in before] == [True, False, False, False]
    (tmp_path / "usb").mkdir()
    refused = jlt("--json", "keys", "ask", "--to", tmp_path / "usb", vault=vault)
    assert refused.status == 3
    assert "只有校长" in json.dumps(refused.json, ensure_ascii=False)
    sheet = tmp_path / "sheet.pdf"
    made = jlt("--json", "keys", "ask", "--to", tmp_path / "usb", "--sheet", sheet, vault=vault, role="principal")
    assert (made.status, made.json["reason"]) == (0, "first")
    assert made.json["fingerprint"] == before[0]["found"]
    assert sheet.read_bytes().startswith(b"%PDF")
    names = sorted(one.name for one in (tmp_path / "usb").rglob("*") if one.is_file())
    assert names == ["enrol.json", "enrol.json.sig"]
    turned = jlt("--json", "keys", "rotate", "--to", tmp_path / "usb", vault=vault, role="principal")
    assert (turned.status, turned.json["old"]) == (0, before[0]["found"])


def test_what_the_bureau_did_not_sign_is_not_taken(jlt, vault, tmp_path):
    wrong = jlt("--json", "keys", "pin", "SHA256:zu-kurz", vault=vault)
    assert (wrong.status, "根钥匙的指纹不对" in json.dumps(wrong.json, ensure_ascii=False)) == (1, True)
    assert jlt("--json", "keys", "pin", "SHA256:" + "A" * 43, vault=vault).status == 0
    (tmp_path / "trust.json").write_text("{}", encoding="utf-8")
    (tmp_path / "trust.json.sig").write_text("nothing", encoding="utf-8")
    taken = jlt("--json", "keys", "take", tmp_path, vault=vault)
    assert (taken.status, "不能采用" in json.dumps(taken.json, ensure_ascii=False)) == (1, True)
