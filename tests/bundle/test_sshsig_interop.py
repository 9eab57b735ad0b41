"""T5: a thousand random messages between us and ssh-keygen, both ways; openssl says the same of the bare signature."""

from __future__ import annotations

import base64
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.refusal import Refusal

KEY = Ed25519PrivateKey.from_private_bytes(b"\x17" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
DRAW = random.Random(20261124)

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")


def message() -> bytes:
    return DRAW.randbytes(DRAW.choice((0, 1, 63, 64, 65, 1000, DRAW.randrange(5000))))


def test_ssh_keygen_accepts_five_hundred_of_ours_and_none_that_was_changed(tmp_path: Path) -> None:
    signers, signature = tmp_path / "signers", tmp_path / "sig"
    signers.write_text(sshsig.allowed_signers_line("2109990001", PUBLIC))
    command = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "school-2109990001", "-n", sshsig.NAMESPACE, "-s", signature]
    for place in range(500):
        text = message()
        signature.write_bytes(sshsig.sign(KEY, text))
        given = text if place % 10 else text + b"x"
        assert (subprocess.run(command, input=given, capture_output=True, check=False).returncode == 0) == bool(place % 10)


def test_we_accept_five_hundred_of_ssh_keygens(tmp_path: Path) -> None:
    key = tmp_path / "id"
    key.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    key.chmod(0o600)
    texts = [message() for _ in range(500)]
    names = []
    for place, text in enumerate(texts):
        names.append(tmp_path / f"m{place}")
        names[-1].write_bytes(text)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", sshsig.NAMESPACE, *names], check=True, capture_output=True)
    for text, name in zip(texts, names, strict=True):
        signature = name.with_suffix(".sig").read_bytes()
        assert signature == sshsig.sign(KEY, text), "the same bytes, for Ed25519 leaves nothing to choose"
        assert sshsig.verify(signature, text) == PUBLIC
        with pytest.raises(Refusal):
            sshsig.verify(signature, text + b"x")
        with pytest.raises(Refusal):
            sshsig.verify(signature, text, "file")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_openssl_accepts_the_signature_within(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    for _ in range(40):
        text = message()
        blob = base64.b64decode("".join(sshsig.sign(KEY, text).decode().split("\n")[1:-2]))
        (tmp_path / "sig").write_bytes(blob[-64:])
        (tmp_path / "pre").write_bytes(sshsig.pre_image(text, sshsig.NAMESPACE))
        command = [
            "openssl",
            "pkeyutl",
            "-verify",
            "-rawin",
            "-pubin",
            "-inkey",
            tmp_path / "key.pem",
            "-sigfile",
            tmp_path / "sig",
            "-in",
            tmp_path / "pre",
        ]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
