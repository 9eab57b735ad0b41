"""A school's request for a certificate and its change of keys: read strictly, signed by the keys in question."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from jlt_desktop.bundle import enrolment, sshsig
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.sealed_key import lock_key, unlock_key
from jlt_desktop.bundle.suite import new_identity, recipient_of

KEY, NEW = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (8, 9))
REPLY = recipient_of(new_identity())


def line(key: Ed25519PrivateKey) -> str:
    return sshsig.key_line(key.public_key().public_bytes_raw())


def print_of(key: Ed25519PrivateKey) -> str:
    return sshsig.fingerprint(key.public_key().public_bytes_raw())


ENROL = enrolment.EnrolRequest(
    school_id="2109990001", school_name="示例小学", key=line(KEY), key_fingerprint=print_of(KEY), reply_recipient=REPLY, reason="first",
    replaces="", request_id="a" * 32, created="2026-11-24T09:00:00+08:00",
)  # fmt: skip
ROTATION = enrolment.Rotation(
    school_id="2109990001", old_fingerprint=print_of(KEY), new_key=line(NEW), new_fingerprint=print_of(NEW), reply_recipient=REPLY,
    rotation_id="b" * 32, created="2026-11-24T09:00:00+08:00",
)  # fmt: skip


def test_requests_come_back_as_they_were_signed() -> None:
    data = ENROL.to_bytes()
    assert enrolment.read_enrol(data, enrolment.sign_enrol(ENROL, KEY)) == ENROL
    with pytest.raises(Refusal):
        enrolment.read_enrol(data, sshsig.sign(NEW, data, enrolment.ENROL_NAMESPACE))
    with pytest.raises(Refusal):
        enrolment.read_enrol(data, sshsig.sign(KEY, data))
    turned = ROTATION.to_bytes()
    old, new = enrolment.sign_rotation(ROTATION, KEY, NEW)
    assert enrolment.read_rotation(turned, old, new) == ROTATION
    for wrong in ((new, old), (old, old), (new, new)):
        with pytest.raises(Refusal):
            enrolment.read_rotation(turned, *wrong)


@pytest.mark.parametrize(("name", "value"), [
    ("school_id", "210999"), ("school_name", ""), ("school_name", "a\nb"), ("school_name", "字" * 61), ("key_fingerprint", print_of(NEW)), ("key", line(KEY) + " x"),
    ("reply_recipient", "age1x"), ("reason", "because"), ("replaces", print_of(NEW)), ("created", "2026-11-24"), ("format", 2), ("type", "jlt-rotation"),
])  # fmt: skip
def test_any_other_content_of_a_request_is_refused(name, value) -> None:
    data = rfc8785.dumps(json.loads(ENROL.to_bytes()) | {name: value})
    with pytest.raises(Refusal) as caught:
        enrolment.read_enrol(data, sshsig.sign(KEY, data, enrolment.ENROL_NAMESPACE))
    assert caught.value.code == "enrol"


@pytest.mark.parametrize(
    ("name", "value"), [("overlap_days", -1), ("overlap_days", True), ("overlap_days", 400), ("new_key", line(KEY)), ("rotation_id", "x")]
)
def test_any_other_content_of_a_rotation_is_refused(name, value) -> None:
    data = rfc8785.dumps(json.loads(ROTATION.to_bytes()) | {name: value})
    old, new = (sshsig.sign(one, data, enrolment.ROTATION_NAMESPACE) for one in (KEY, NEW))
    with pytest.raises(Refusal) as caught:
        enrolment.read_rotation(data, old, new)
    assert caught.value.code == "rotation"
    with pytest.raises(Refusal):
        replace(ROTATION, new_key=line(KEY), new_fingerprint=print_of(KEY)).to_bytes()


def test_the_figures_on_paper_are_what_ssh_keygen_prints_in_other_signs() -> None:
    import base64

    groups = enrolment.digits(print_of(KEY))
    assert len(groups) == 16
    assert base64.b64encode(bytes.fromhex("".join(groups))).decode().rstrip("=") == print_of(KEY).removeprefix("SHA256:")
    assert len("".join(enrolment.recipient_digits(REPLY))) == 64


def test_a_key_kept_apart_opens_with_its_passphrase_only(tmp_path) -> None:
    locked = lock_key(KEY, "一句很长的口令在这里")
    assert unlock_key(locked, "一句很长的口令在这里").private_bytes_raw() == KEY.private_bytes_raw()
    for data, passphrase in ((locked, "另一句"), (locked[:-1], "一句很长的口令在这里"), (b"x", "一句很长的口令在这里")):
        with pytest.raises(Refusal):
            unlock_key(data, passphrase)
    # age itself opens it: the key is not lost with this program; it reads a passphrase from a terminal only
    if shutil.which("script"):
        (tmp_path / "root.age").write_bytes(locked)
        command = f"age -d -o {tmp_path / 'key'} {tmp_path / 'root.age'}"
        subprocess.run(
            ["script", "-qec", command, "/dev/null"], input="一句很长的口令在这里\n".encode(), capture_output=True, check=False, timeout=60
        )
        found = load_ssh_private_key((tmp_path / "key").read_bytes(), None)
        assert found.private_bytes_raw() == KEY.private_bytes_raw()  # type: ignore[union-attr]  # an Ed25519 key
