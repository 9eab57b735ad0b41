"""jlt submit, resend, verify: the way of a bundle from the school to the bureau, and what is turned away."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle.sshsig import allowed_signers_line
from jlt_desktop.services import finalising, submitting


@pytest.fixture
def secrets(made_demos, tmp_path):
    """The files a bureau holds: school keys, its identity; and the principal's password."""
    from jlt_desktop.services import demo

    return demo.write_secrets(made_demos[30][1], tmp_path / "OUT.json")


@pytest.fixture
def principal(secrets, tmp_path):
    """How the principal signs."""
    one = next(user for user in secrets["users"] if user["role"] == "principal")
    path = tmp_path / "principal.txt"
    path.write_text(one["password"] + "\n", encoding="utf-8")
    return ("--signer", one["name"], "--signer-password-file", path)


@pytest.fixture
def stick(tmp_path):
    """Where bundles go."""
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def test_from_school_to_bureau(jlt, vault, secrets, principal, stick):
    sent = jlt("--json", "submit", "--period", "2026-11", "--to", stick, *principal, vault=vault)
    assert sent.status == 0
    path = Path(sent.json["path"])
    assert path.parent == stick
    assert sent.json["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [one.name for one in stick.iterdir()] == [path.name]

    keys, unseal = ("--keys", secrets["school_keys"]), ("--unseal", secrets["bureau_identity"])
    seen = jlt("--json", "verify", path, *keys, *unseal)
    assert (seen.status, seen.json["verdict"], seen.json["reasons"]) == (0, "accepted", [])
    assert jlt("--json", "verify", path, *keys).json["verdict"] == "signed"
    assert seen.json["demo"] is True
    assert "示范学校,数据是虚构的" in jlt("verify", path, *keys, *unseal).out

    again = jlt("--json", "resend", sent.json["seq"], "--to", stick.parent, vault=vault).json
    assert Path(again["path"]).read_bytes() == path.read_bytes()
    second = jlt("--json", "submit", "--period", "2026-12", "--to", stick, *principal, vault=vault).json
    assert second["seq"] == sent.json["seq"] + 1


def test_counselor_sends_counts_only(jlt, vault, secrets, principal, stick):
    sent = jlt("--json", "submit", "--period", "2026-11", "--to", stick, *principal, vault=vault, role="counselor").json
    assert sent["form"] == "confidential"
    assert {"concern_counts", "follow_up_counts", "referral_counts"} <= set(sent["tables"])
    assert all(name.endswith("_counts") for name in sent["tables"])
    assert "counselling_session_counts" not in sent["tables"]
    keys = ("--keys", secrets["school_keys"], "--unseal", secrets["bureau_identity"])
    assert jlt("--json", "verify", sent["path"], *keys).json["verdict"] == "accepted"


def test_tampered_truncated_and_foreign_are_rejected(jlt, vault, secrets, principal, stick, tmp_path):
    path = Path(jlt("--json", "submit", "--period", "2026-11", "--to", stick, *principal, vault=vault).json["path"])
    keys, data = ("--keys", secrets["school_keys"]), path.read_bytes()
    bad = tmp_path / "bad.zip"
    for content in (data[:-1], data[: len(data) // 2], b"", data + b"\0", data[:900] + bytes([data[900] ^ 1]) + data[901:]):
        bad.write_bytes(content)
        said = jlt("--json", "verify", bad, *keys, "--unseal", secrets["bureau_identity"])
        assert said.status == 1
        assert said.json["verdict"] == "rejected"
        assert said.json["reasons"]
    in_words = jlt("verify", bad, *keys)
    assert in_words.out.startswith("拒收:")
    assert in_words.err == ""

    others = tmp_path / "others"
    others.write_text(
        allowed_signers_line("2109990001", bytes(Ed25519PrivateKey.generate().public_key().public_bytes_raw())), encoding="utf-8"
    )
    said = jlt("--json", "verify", path, "--keys", others).json
    assert (said["verdict"], said["codes"]) == ("rejected", ["unknown-key"])


def test_keys_and_identity_that_are_none(jlt, vault, secrets, principal, stick, tmp_path):
    path = jlt("--json", "submit", "--period", "2026-11", "--to", stick, *principal, vault=vault).json["path"]
    (tmp_path / "nothing").write_text("nothing\n", encoding="utf-8")
    for given in (("--keys", tmp_path / "nothing"), ("--keys", secrets["school_keys"], "--unseal", tmp_path / "nothing")):
        said = jlt("--json", "verify", path, *given)
        assert said.status == 1
        assert set(said.json["error"]) == {"what", "why", "kept", "todo"}
    assert jlt("verify", tmp_path / "no.zip", "--keys", secrets["school_keys"]).status == 1


def test_nothing_is_signed_when_it_cannot_be(jlt, vault, principal, stick, tmp_path):
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not the password", encoding="utf-8")
    signer = principal[1]
    cases = (
        (1, ("--period", "2026-13", "--to", stick, *principal)),
        (3, ("--period", "2026-11", "--to", tmp_path / "no such folder", *principal)),
        (3, ("--period", "2026-11", "--to", stick, "--signer", signer, "--signer-password-file", wrong)),
        (3, ("--period", "2026-11", "--to", stick, "--signer", "周敏", "--signer-password-file", wrong)),
        (3, ("--period", "2026-11", "--to", stick, "--signer", signer, "--signer-password-file", tmp_path / "none.txt")),
        (2, ("--period", "2026-11", "--to", stick, "--signer", signer)),
    )
    for status, given in cases:
        said = jlt("--json", "submit", *given, vault=vault)
        assert (said.status, said.json["exit"]) == (status, status), json.dumps(said.json, ensure_ascii=False)
    assert list(stick.iterdir()) == []
    assert jlt("resend", "1", "--to", stick, vault=vault).status == 1


def test_only_the_principal_sees_what_waits_and_signs_it(jlt, house, vault, secrets, principal, stick):
    clerk = next(one for one in secrets["users"] if one["role"] == "clerk")
    office = house.open_office(vault, clerk["name"], clerk["password"])
    try:
        record = submitting.begin(office, "2026-11")
        finalising.finalise(office, record, finalising.check(office, record).parcel)
    finally:
        office.close()
    refused = jlt("--json", "sign", vault=vault)
    assert (refused.status, "只有校长可以审签" in json.dumps(refused.json, ensure_ascii=False)) == (3, True)
    seen = jlt("--json", "sign", vault=vault, role="principal").json
    assert ([one["period"] for one in seen["waiting"]], seen["signed"]) == (["2026-11"], [])
    signed = jlt("--json", "sign", *principal[2:], vault=vault, role="principal").json["signed"]
    assert signed == ["SUB-2109990001-2026-11-000001.zip"]
    path = jlt("--json", "resend", "1", "--to", stick, vault=vault).json["path"]
    keys = ("--keys", secrets["school_keys"], "--unseal", secrets["bureau_identity"])
    assert jlt("--json", "verify", path, *keys).json["verdict"] == "accepted"
    assert jlt("--json", "sign", vault=vault, role="principal").json["waiting"] == []
