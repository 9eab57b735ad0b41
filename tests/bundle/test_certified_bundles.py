"""A bundle signed with a certified key, trust lists, and the list of revoked certificates: ours and ssh-keygen's answers agree."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import certificate, sshsig, trust
from jlt_desktop.bundle.container import pack, unpack
from jlt_desktop.bundle.krl import revocation_list
from jlt_desktop.bundle.make import make_bundle, make_payload
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.suite import new_identity, read_identity, recipient_of
from jlt_desktop.bundle.verify import verify_bundle

SCHOOL = "2109990001"
CA, OTHER, ROOT, NEW_ROOT, RECEIPTS = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(1, 6))
# ssh-keygen looks at the computer's clock
NOW = datetime.now(UTC).replace(microsecond=0)


def raw(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def issued(bureau, ca=CA, school=SCHOOL, serial=7, since=-1, until=395) -> bytes:
    days = timedelta(days=1)
    return certificate.issue(ca, raw(bureau.key), school, serial, NOW + since * days, NOW + until * days)


def certified(bureau, small_envelope, line: bytes) -> bytes:
    payload = make_payload((), SCHOOL, "2026-11", "general")
    envelope = small_envelope(recipient_of(bureau.identity), certificate=line, kind="nil", created=NOW)
    return make_bundle(payload, envelope, bureau.key).data


def by_hand(folder, data: bytes, ca: bytes, revoked: tuple[int, ...] = (), who: str = SCHOOL) -> bool:
    """What ssh-keygen says to the same bundle."""
    members = unpack(data, most_bytes=10**9, most_members=7, code="container")
    (folder / "signers").write_text(sshsig.authority_line(ca))
    (folder / "sig").write_bytes(members["statement.json.sig"])
    (folder / "krl").write_bytes(revocation_list(ca, revoked, 1, NOW))
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        folder / "signers",
        "-I",
        f"school-{who}",
        "-n",
        sshsig.NAMESPACE,
        "-s",
        folder / "sig",
        "-r",
        folder / "krl",
    ]
    return subprocess.run(command, input=members["statement.json"], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(("given", "trusted", "revoked", "code"), [
    ({}, CA, (), ""), ({}, OTHER, (), "certificate"), ({"ca": OTHER}, CA, (), "certificate"), ({}, CA, (7,), "certificate"), ({}, CA, (6, 8), ""),
    ({"since": -9, "until": -1}, CA, (), "certificate"), ({"since": 1}, CA, (), "certificate"),
])  # fmt: skip
def test_both_say_the_same_of_a_certificate(bureau, small_envelope, tmp_path, given, trusted, revoked, code) -> None:
    data = certified(bureau, small_envelope, issued(bureau, **given))
    signers = sshsig.read_allowed_signers(sshsig.authority_line(raw(trusted)))
    found = verify_bundle(data, signers, NOW, bureau.identity, revoked=revoked)
    assert (found.verdict, found.code) == ("rejected" if code else "accepted", code)
    assert by_hand(tmp_path, data, raw(trusted), revoked) == (not code)


def test_a_certificate_of_another_school_signs_for_that_one_only(bureau, small_envelope, tmp_path) -> None:
    data = certified(bureau, small_envelope, issued(bureau, school="2109990002"))
    found = verify_bundle(data, sshsig.read_allowed_signers(sshsig.authority_line(raw(CA))), NOW, bureau.identity)
    assert found.code == "school"
    assert not by_hand(tmp_path, data, raw(CA))


def test_plain_keys_and_certificates_do_not_stand_in_for_each_other(bureau, small_envelope) -> None:
    data = certified(bureau, small_envelope, issued(bureau))
    assert verify_bundle(data, bureau.keys, NOW, bureau.identity).code == "certificate"
    authority = sshsig.read_allowed_signers(sshsig.authority_line(raw(CA)))
    assert bureau.verify(bureau.made.data).verdict == "accepted"
    assert verify_bundle(bureau.made.data, authority, NOW, bureau.identity).code == "unknown-key"
    members = unpack(data, most_bytes=10**9, most_members=7, code="container")
    plain = pack({**members, "school-cert.pub": (sshsig.key_line(raw(bureau.key)) + "\n").encode()})
    assert verify_bundle(plain, authority, NOW, bureau.identity).code == "school"
    # the signature without its certificate, and with another one of the same key
    bare = pack({**members, "statement.json.sig": sshsig.sign(bureau.key, members["statement.json"])})
    assert verify_bundle(bare, authority, NOW, bureau.identity).code == "unknown-key"
    other = issued(bureau, serial=8)
    swapped = pack(
        {**members, "statement.json.sig": sshsig.sign(bureau.key, members["statement.json"], certificate=other), "school-cert.pub": other}
    )
    assert verify_bundle(swapped, authority, NOW, bureau.identity).code == "school"


def test_our_list_of_the_revoked_is_one_that_openssh_writes(bureau, tmp_path) -> None:
    """ssh-keygen -Q reads ours; a list made by ssh-keygen -k of the same serial numbers gives the same answers."""
    (tmp_path / "ca.pub").write_text(sshsig.key_line(raw(CA)) + "\n")
    (tmp_path / "spec").write_text("serial: 7\nserial: 100\n")
    (tmp_path / "ours").write_bytes(revocation_list(raw(CA), (100, 7), 3, NOW))
    subprocess.run(
        ["ssh-keygen", "-k", "-f", tmp_path / "theirs", "-s", tmp_path / "ca.pub", "-z", "3", tmp_path / "spec"],
        check=True,
        capture_output=True,
    )
    for serial, revoked in ((6, False), (7, True), (8, False), (99, False), (100, True)):
        (tmp_path / "cert.pub").write_bytes(issued(bureau, serial=serial))
        for name in ("ours", "theirs"):
            asked = subprocess.run(["ssh-keygen", "-Q", "-f", tmp_path / name, tmp_path / "cert.pub"], capture_output=True, check=False)
            assert (asked.returncode != 0) == revoked
            assert b"Invalid" not in asked.stderr


# -- trust lists ----------------------------------------------------------------------------------------------------


def first(**changed: object) -> trust.TrustList:
    given = {
        "district": "210999", "version": 1, "prev_trust_sha256": "", "issued": NOW.isoformat(), "not_after": (NOW + timedelta(days=400)).isoformat(),
        "root": sshsig.key_line(raw(ROOT)), "authorities": (sshsig.key_line(raw(CA)),), "intake": (recipient_of(new_identity()),),
        "receipt_keys": (sshsig.key_line(raw(RECEIPTS)),), "forms": {"general": 1, "confidential": 1}, "krl_sha256": "0" * 64,
    }  # fmt: skip
    return trust.TrustList(**{**given, **changed})  # type: ignore[arg-type]


def following(held: trust.TrustList, **changed: object) -> trust.TrustList:
    import hashlib

    return replace(held, version=held.version + 1, prev_trust_sha256=hashlib.sha256(held.to_bytes()).hexdigest(), **changed)


def code_of(call) -> str:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.code


def test_a_first_list_is_held_against_the_paper_notice(tmp_path) -> None:
    one = first()
    data, signature = one.to_bytes(), trust.sign_trust(one, ROOT)
    paper = sshsig.fingerprint(raw(ROOT))
    assert trust.read_first(data, signature, paper) == one
    assert code_of(lambda: trust.read_first(data, signature, sshsig.fingerprint(raw(OTHER)))) == "unknown-key"
    assert code_of(lambda: trust.read_first(data, trust.sign_trust(one, OTHER), paper)) == "unknown-key"
    assert code_of(lambda: trust.read_first(data + b" ", signature, paper)) == "signature"
    (tmp_path / "signers").write_text(f"bureau-210999 {one.root}\n")
    (tmp_path / "sig").write_bytes(signature)
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        tmp_path / "signers",
        "-I",
        "bureau-210999",
        "-n",
        trust.NAMESPACE,
        "-s",
        tmp_path / "sig",
    ]
    assert subprocess.run(command, input=data, capture_output=True, check=False).returncode == 0


def test_the_next_list_is_signed_by_both_roots_and_never_older() -> None:
    one = first()
    two = following(one, revoked=(7,))
    three = following(two, root=sshsig.key_line(raw(NEW_ROOT)))

    def read(
        given: trust.TrustList, held: trust.TrustList, own: Ed25519PrivateKey = ROOT, before: Ed25519PrivateKey = ROOT
    ) -> trust.TrustList:
        return trust.read_next(given.to_bytes(), trust.sign_trust(given, own), trust.sign_trust(given, before), held)

    assert read(two, one) == two
    assert read(two, two) == two
    assert read(three, two, NEW_ROOT) == three
    assert read(three, one, NEW_ROOT) == three
    assert code_of(lambda: read(three, two, NEW_ROOT, NEW_ROOT)) == "unknown-key"
    assert code_of(lambda: read(three, two, ROOT)) == "trust"
    assert code_of(lambda: read(one, two)) == "trust"
    assert code_of(lambda: read(replace(two, revoked=()), two)) == "trust"
    assert code_of(lambda: read(following(first(district="210905")), one)) == "trust"
    assert code_of(lambda: read(replace(two, prev_trust_sha256="1" * 64), one)) == "trust"
    assert code_of(lambda: read(two, one, OTHER, OTHER)) == "unknown-key"


@pytest.mark.parametrize(("name", "value"), [
    ("version", 0), ("version", True), ("district", "21099"), ("authorities", ()), ("authorities", ("ssh-rsa AAAA",)), ("intake", ("age1x",)), ("revoked", (2, 1)),
    ("revoked", (0,)), ("minimum_suite", "S9"), ("forms", {"x": 1}), ("not_after", "2026-11-24"), ("krl_sha256", ""), ("root", "ssh-ed25519 AAAA"), ("type", "jlt"),
])  # fmt: skip
def test_any_other_content_is_refused(name, value) -> None:
    assert code_of(lambda: first(**{name: value}).to_bytes()) == "trust"


# -- every bit (T1, T2) -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["good-certified", "good-confidential"])
def test_every_bit_and_every_cut_of_a_stored_bundle_is_refused(name) -> None:
    """The reference bundle of the tests is flipped in test_bundle_refusals.py; these are two more, one under a certificate."""
    folder = Path(__file__).parent / "vectors"
    expected = json.loads((folder / "expected.json").read_text(encoding="ascii"))
    keys = sshsig.read_allowed_signers((folder / "allowed_signers").read_text(encoding="ascii"))
    identity = read_identity((folder / "identity.txt").read_text(encoding="ascii"))
    now, data = datetime.fromisoformat(expected["now"]), bytearray((folder / f"{name}.zip").read_bytes())
    passed = []
    for place in range(len(data) * 8):
        data[place // 8] ^= 1 << place % 8
        if verify_bundle(bytes(data), keys, now, identity).verdict != "rejected":
            passed.append(place)
        data[place // 8] ^= 1 << place % 8
    passed += [end for end in range(len(data)) if verify_bundle(bytes(data[:end]), keys, now, identity).verdict != "rejected"]
    assert passed == []
    assert verify_bundle(bytes(data), keys, now, identity).verdict == "accepted"
