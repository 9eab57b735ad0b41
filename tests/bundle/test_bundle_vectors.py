"""The stored files: another implementation can be tested with the same ones; ours must keep opening them for good."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from jlt_desktop.bundle import enrolment, sshsig, trust
from jlt_desktop.bundle.receipt import read_receipt
from jlt_desktop.bundle.refusal import OTHER_SENTENCES, SENTENCES, Refusal
from jlt_desktop.bundle.sshsig import read_allowed_signers
from jlt_desktop.bundle.suite import read_identity
from jlt_desktop.bundle.verify import verify_bundle
from tests.bundle import second_verifier

FOLDER = Path(__file__).parent / "vectors"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="ascii"))
NOW = datetime.fromisoformat(EXPECTED["now"])
# before schools had certificates; what was written then is read for good
OLD = Path(__file__).parent / "vectors_plain_keys"
OLD_EXPECTED = json.loads((OLD / "expected.json").read_text(encoding="ascii"))
TOOLS = all(map(shutil.which, ("ssh-keygen", "age", "age-keygen", "openssl", "sha256sum")))


def look(name: str, *, opened: bool = True):
    keys = read_allowed_signers((FOLDER / "allowed_signers").read_text(encoding="ascii"))
    identity = read_identity((FOLDER / "identity.txt").read_text(encoding="ascii")) if opened else None
    return verify_bundle((FOLDER / name).read_bytes(), keys, NOW, identity, revoked=EXPECTED["revoked"])


@pytest.mark.parametrize(("name", "verdict"), EXPECTED["verdicts"].items())
def test_each_vector_has_its_verdict(name, verdict):
    found = look(name)
    assert (found.code or found.verdict) == verdict
    assert (FOLDER / name).stat().st_size < 20_000
    unopened = look(name, opened=False).verdict
    late = ("accepted", "recipient", "unseal", "plaintext", "bag", "schema", "counts")  # what only the holder of the identity can tell
    assert unopened == ("signed" if verdict in late else "rejected")


@pytest.mark.skipif(not TOOLS, reason="the tools of the second verifier are not here")
@pytest.mark.parametrize(("name", "verdict"), EXPECTED["verdicts"].items())
def test_the_second_verifier_says_the_same(name, verdict):
    """Made of ssh-keygen, age, sha256sum and openssl alone."""
    data, signers, krl = (FOLDER / name).read_bytes(), FOLDER / "allowed_signers", FOLDER / "revoked.krl"
    assert second_verifier.verify(data, signers, FOLDER / "identity.txt", NOW, krl) == verdict
    ours = look(name, opened=False)
    assert second_verifier.verify(data, signers, None, NOW, krl) == (ours.code or ours.verdict)


def test_the_second_verifier_uses_nothing_of_ours():
    text = Path(second_verifier.__file__).read_text(encoding="utf-8")
    assert "import jlt" not in text
    assert "from jlt" not in text


def test_every_vector_is_listed_and_every_reason_but_one_has_one():
    listed = {*EXPECTED["verdicts"], *(name for name, _ in EXPECTED["sequence"])}
    assert {path.name for path in FOLDER.glob("*.zip")} == listed
    # too-large is tested without a stored file
    assert set(EXPECTED["verdicts"].values()) == {"accepted", *SENTENCES} - {"too-large"}
    reasons = set(EXPECTED["documents"].values())
    assert reasons == {"good", "signature", "unknown-key", *OTHER_SENTENCES}
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(EXPECTED["documents"])


def test_the_good_ones_say_what_the_school_said():
    found = look("good-confidential.zip")
    assert [table.rows for table in found.bag.tables] == [[["on_list", "在册人数", "", "<5"], ["by_level", "按等级", "二级", "不公布"]]]
    assert found.statement.prepared_by == "counselor"
    assert look("good-certified.zip").statement.cert_serial == 7


@pytest.mark.parametrize(("name", "verdict"), OLD_EXPECTED["verdicts"].items())
def test_what_was_written_before_is_still_read(name, verdict):
    keys = read_allowed_signers((OLD / "allowed_signers").read_text(encoding="ascii"))
    identity = read_identity((OLD / "identity.txt").read_text(encoding="ascii"))
    found = verify_bundle((OLD / name).read_bytes(), keys, datetime.fromisoformat(OLD_EXPECTED["now"]), identity)
    assert (found.code or found.verdict) == verdict


# -- what is no bundle --------------------------------------------------------------------------------------------------


def document(name: str) -> str:
    place = FOLDER / name
    read = {path.name: path.read_bytes() for path in place.iterdir()}
    root = sshsig.fingerprint(sshsig.read_key_line(EXPECTED["keys"]["root"]))
    try:
        if name.startswith("receipt"):
            read_receipt(read["receipt.json"], read["receipt.json.sig"], sshsig.read_key_line(EXPECTED["keys"]["receipts"]))
        elif name.startswith("trust-2"):
            first = trust.parse((FOLDER / "trust-1-good" / "trust.json").read_bytes())
            trust.read_next(read["trust.json"], read["trust.json.sig"], read["trust.json.before.sig"], first)
        elif name.startswith("trust"):
            trust.read_first(read["trust.json"], read["trust.json.sig"], root)
        elif name.startswith("enrol"):
            enrolment.read_enrol(read["enrol.json"], read["enrol.json.sig"])
        else:
            enrolment.read_rotation(read["rotate.json"], read["rotate.json.sig"], read["rotate.json.new.sig"])
    except Refusal as refusal:
        return refusal.code
    return "good"


@pytest.mark.parametrize(("name", "verdict"), EXPECTED["documents"].items())
def test_each_document_has_its_verdict(name, verdict):
    assert document(name) == verdict
    path = next(path for path in (FOLDER / name).glob("*.json"))
    kind = {"rotate": "rotation"}.get(path.stem, path.stem)
    try:
        second_verifier.strict(path.read_bytes(), kind)
        shaped = True
    except second_verifier.No:
        shaped = False
    # the schema cannot see who signed, nor that a list has an order
    assert shaped == (verdict != kind or name in ("enrol-signed-by-another-key", "rotate-without-the-old-key", "trust-unsorted"))
