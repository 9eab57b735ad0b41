"""The bureau without our program: ssh-keygen, openssl, age, sha256sum and the bagit library each accept the bundle."""

from __future__ import annotations

import io
import json
import re
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import bagit
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import jlt_desktop.bundle
from jlt_desktop.bundle import bag, make, sshsig, statement, verify
from jlt_desktop.bundle.readme import README
from jlt_desktop.bundle.refusal import SENTENCES

SCHOOL = "2109990001"


def run(*command: object, stdin: bytes | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    tool = shutil.which(str(command[0]))
    if tool is None:
        pytest.skip(f"{command[0]} is not here")
    return subprocess.run([tool, *map(str, command[1:])], input=stdin, cwd=cwd, capture_output=True, check=False, timeout=60)


@pytest.fixture
def unpacked(bureau, tmp_path) -> Path:
    """The bundle taken apart with an ordinary ZIP tool, and the bureau's two files beside it."""
    folder = tmp_path / "bundle"
    (tmp_path / bureau.made.name).write_bytes(bureau.made.data)
    with zipfile.ZipFile(tmp_path / bureau.made.name) as packed:
        packed.extractall(folder)
    public = bureau.key.public_key().public_bytes_raw()
    (tmp_path / "allowed_signers").write_text(sshsig.allowed_signers_line(SCHOOL, public), encoding="ascii")
    (tmp_path / "identity.txt").write_text(bureau.identity + "\n", encoding="ascii")
    return folder


def test_ssh_keygen_accepts_the_signature_and_nothing_else(unpacked, bureau):
    signers, signature = unpacked.parent / "allowed_signers", unpacked / "statement.json.sig"

    def check(principal: str = f"school-{SCHOOL}", namespace: str = sshsig.NAMESPACE, data: bytes = bureau.made.statement_bytes) -> int:
        return run("ssh-keygen", "-Y", "verify", "-f", signers, "-I", principal, "-n", namespace, "-s", signature, stdin=data).returncode

    assert check() == 0
    assert check(principal="school-2109990002") != 0
    assert check(namespace="file") != 0
    assert check(data=bureau.made.statement_bytes + b" ") != 0
    shown = run("ssh-keygen", "-l", "-f", unpacked / "school-cert.pub").stdout.decode()
    assert bureau.made.statement.key_fingerprint in shown


def test_we_accept_what_ssh_keygen_signs(tmp_path):
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "somebody", "-f", tmp_path / "key")
    key = sshsig.read_key_line((tmp_path / "key.pub").read_text(encoding="ascii"))
    for message in (b"", b"x", b"\x00" * 100_000, "学校".encode()):
        (tmp_path / "m").write_bytes(message)
        (tmp_path / "m.sig").unlink(missing_ok=True)
        run("ssh-keygen", "-Y", "sign", "-q", "-f", tmp_path / "key", "-n", sshsig.NAMESPACE, tmp_path / "m")
        assert sshsig.verify((tmp_path / "m.sig").read_bytes(), message) == key


def test_openssl_accepts_the_signature_over_the_pre_image(unpacked, bureau):
    blob = sshsig._unarmored((unpacked / "statement.json.sig").read_bytes())
    (unpacked / "sig.bin").write_bytes(blob[-64:])
    pem = bureau.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (unpacked / "key.pem").write_bytes(pem)

    # the pre-image as FORMAT.md section 4 writes it, built without our code
    digest = run("openssl", "dgst", "-sha512", "-binary", unpacked / "statement.json").stdout
    parts = (b"submission-v1@jlt.local", b"", b"sha512", digest)
    (unpacked / "preimage.bin").write_bytes(b"SSHSIG" + b"".join(struct.pack(">I", len(one)) + one for one in parts))
    command = ("openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "key.pem", "-sigfile", "sig.bin", "-in", "preimage.bin")
    assert run(*command, cwd=unpacked).returncode == 0
    (unpacked / "preimage.bin").write_bytes((unpacked / "preimage.bin").read_bytes() + b"x")
    assert run(*command, cwd=unpacked).returncode != 0


def test_age_sha256sum_and_bagit_accept_the_payload(unpacked, bureau):
    assert run("sha256sum", "-c", "--strict", "SHA256SUMS", cwd=unpacked).returncode == 0
    stated = json.loads((unpacked / "statement.json").read_bytes())
    assert run("sha256sum", "payload.age", cwd=unpacked).stdout.decode().split()[0] == stated["ciphertext"]["sha256"]
    assert run("openssl", "dgst", "-sm3", unpacked / "payload.age").stdout.decode().split()[-1] == stated["ciphertext"]["sm3"]
    opened = run("age", "-d", "-i", unpacked.parent / "identity.txt", "-o", unpacked / "bag.zip", unpacked / "payload.age")
    assert opened.returncode == 0, opened.stderr.decode()
    with zipfile.ZipFile(unpacked / "bag.zip") as packed:
        packed.extractall(unpacked)
    checked = run("sha256sum", "-c", "--strict", "manifest-sha256.txt", "tagmanifest-sha256.txt", cwd=unpacked / "bag")
    assert checked.returncode == 0
    assert checked.stdout.count(b"OK") == 6
    found = bagit.Bag(str(unpacked / "bag"))
    found.validate()
    assert found.info["Source-Organization"] == SCHOOL
    table = (unpacked / "bag" / "data" / "visits.csv").read_text(encoding="utf-8")
    assert table == 'indicator,count,on\nhome,12,2026-11-02\n"线上,“甲”",,\n'
    described = json.loads((unpacked / "bag" / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["path"] for one in described["resources"]] == ["visits.csv"]
    (unpacked / "bag" / "data" / "visits.csv").write_text("changed", encoding="ascii")
    with pytest.raises(bagit.BagError):
        found.validate()


def test_age_of_the_tool_opens_in_ours(bureau, tmp_path):
    from jlt_desktop.bundle.suite import S1, recipient_of

    (tmp_path / "plain").write_bytes("内容".encode() * 50_000)
    made = run("age", "-r", recipient_of(bureau.identity), "-o", tmp_path / "sealed", tmp_path / "plain")
    assert made.returncode == 0
    assert S1().unseal((tmp_path / "sealed").read_bytes(), bureau.identity, 10**6) == (tmp_path / "plain").read_bytes()


def test_the_order_and_the_names_of_members(bureau, member_names):
    with zipfile.ZipFile(io.BytesIO(bureau.made.data)) as packed:
        assert tuple(packed.namelist()) == member_names
        assert packed.testzip() is None
        assert packed.read("mimetype") == b"application/vnd.jlt.bundle+zip"
    assert bureau.made.data[30:38] == b"mimetype"  # what file(1) looks at


# -- FORMAT.md says what the code does ------------------------------------------------------------------------------

FORMAT = (Path(jlt_desktop.bundle.__file__).parent / "FORMAT.md").read_text(encoding="utf-8")


def test_the_page_lists_the_members_in_order():
    assert tuple(re.findall(r"^\| \d \| `([^`]+)` \|", FORMAT, re.MULTILINE)) == make.MEMBERS
    assert f"`{make.MIMETYPE.decode()}`" in FORMAT


def test_the_page_lists_every_name_of_the_statement_and_no_other():
    section = FORMAT.split("## 3.")[1].split("## 4.")[0]
    named = set()
    for cell in re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE):
        named |= set(re.findall(r"`(\w+)`", cell))
    assert named == set(statement._TYPES)
    for name, shape in statement._NESTED.items():
        row = next(line for line in section.splitlines() if line.startswith("|") and f"`{name}`" in line.split("|")[1])
        assert set(shape) <= set(re.findall(r"`(\w+)`", row.split("|")[2])), name
    for kind in (*statement.KINDS, *statement.FORMS, *statement.ROLES):
        assert f"`{kind}`" in section, kind
    assert f'"{statement.TYPE}"' in section
    assert statement.PERIOD.pattern in FORMAT


def test_the_page_lists_every_reason_in_the_order_of_the_code():
    section = FORMAT.split("## 6.")[1].split("## 7.")[0]
    codes = [code for line in section.splitlines() if line.startswith("| ") for code in re.findall(r"`([a-z-]+)`", line.split("|")[3])]
    assert set(codes) == set(SENTENCES)
    assert codes == list(dict.fromkeys(codes))


def test_the_page_states_the_limits_and_the_namespace():
    assert f"container {verify.MOST_CONTAINER // 2**20} MiB" in FORMAT
    assert f"statement {statement.MOST // 1024} KiB" in FORMAT
    assert f"payload {bag.MOST_BYTES // 2**30} GiB" in FORMAT
    assert f"{bag.MOST_MEMBERS:,} payload members" in FORMAT
    assert f"ratio at most {verify._RATIO}" in FORMAT
    assert f"`{sshsig.NAMESPACE}`" in FORMAT
    assert f"role `{make.RECIPIENT_ROLE}`" in FORMAT
    for name in bag._CHECKS:
        assert re.search(rf"type`: .*\b{name}\b", FORMAT), name


def test_the_readme_inside_gives_commands_that_work(unpacked, bureau):
    text = README.decode()
    assert (unpacked / "README.txt").read_bytes() == README
    command = re.search(r"ssh-keygen -Y verify .*? < statement\.json", text)
    assert command is not None
    line = command[0].replace("school-XXXXXXXXXX", f"school-{SCHOOL}").replace("-f allowed_signers", "-f ../allowed_signers")
    assert subprocess.run(["sh", "-c", line], cwd=unpacked, capture_output=True, check=False).returncode == 0
    assert "age -d -i identity.txt -o bag.zip payload.age" in text
