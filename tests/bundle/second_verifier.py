"""A second verifier, written from FORMAT.md alone: ssh-keygen, age, sha256sum and openssl do the cryptography, the standard library the rest.

Nothing of our package is imported. It gives the reason codes of section 6, so that both can be held against each other.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import struct
import subprocess
import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema

SCHEMAS = Path(__file__).parents[2] / "jlt_desktop" / "bundle" / "schemas"
NAMES = ["mimetype", "README.txt", "statement.json", "statement.json.sig", "school-cert.pub", "payload.age", "SHA256SUMS"]
NAMESPACE = "submission-v1@jlt.local"


class No(Exception):
    """A step does not hold."""


def tool(*command: object, given: bytes | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*map(str, command)], input=given, cwd=cwd, capture_output=True, check=False, timeout=120)


def verify(data: bytes, signers: Path, identity: Path | None, now: datetime, krl: Path | None = None) -> str:
    """Return accepted, signed, or the reason."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _verify(data, Path(folder), signers, identity, now, krl)
    except No as no:
        return str(no)


def _verify(data: bytes, place: Path, signers: Path, identity: Path | None, now: datetime, krl: Path | None) -> str:
    if len(data) > 512 * 2**20:
        raise No("too-large")
    members = unpacked(data, "container")
    if list(members) != NAMES or members["mimetype"] != b"application/vnd.jlt.bundle+zip":
        raise No("container")
    for name, content in members.items():
        (place / name).write_bytes(content)
    principals, shown = signed(place, signers, now, krl)
    said = strict(members["statement.json"], "statement")
    recipient(said, identity)
    school(said, place, principals, shown)
    if said["suite"] != "S1":
        raise No("suite")
    if now > datetime.fromisoformat(said["not_after"]):
        raise No("expired")
    same(place / "payload.age", said["ciphertext"], "ciphertext")
    if identity is None:
        return "signed"
    if tool("age", "-d", "-i", identity.resolve(), "-o", place / "bag.zip", place / "payload.age").returncode:
        raise No("unseal")
    same(place / "bag.zip", said["plaintext"], "plaintext")
    tables, digest = bag((place / "bag.zip").read_bytes(), place)
    if digest != said["form"]["schema_sha256"]:
        raise No("schema")
    if tables != said["counts"]:
        raise No("counts")
    return "accepted"


def unpacked(data: bytes, code: str) -> dict[str, bytes]:
    """The members of a ZIP that is byte for byte the one the rules of section 2 give."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = {one.filename: packed.read(one) for one in packed.infolist()}
    except Exception as error:
        raise No(code) from error
    made, listed = b"", b""
    for name, content in members.items():
        if not re.fullmatch(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*", name) or {"..", "."} & set(name.split("/")):
            raise No(code)
        size, crc = len(content), zipfile.crc32(content)
        listed += (
            struct.pack(
                "<4sBBHHHHHIIIHHHHHII", b"PK\1\2", 20, 3, 20, 0, 0, 0, 33, crc, size, size, len(name), 0, 0, 0, 0, 0o644 << 16, len(made)
            )
            + name.encode()
        )
        made += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 0, 0, 33, crc, size, size, len(name), 0) + name.encode() + content
    whole = made + listed + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(members), len(members), len(listed), len(made), 0)
    if whole != data:
        raise No(code)
    return members


def signed(place: Path, signers: Path, now: datetime, krl: Path | None) -> tuple[list[str], bytes]:
    """Step 3; returns the principals the signer is trusted for and the key or certificate shown in the signature."""
    statement, signature = (place / "statement.json").read_bytes(), place / "statement.json.sig"
    at = f"verify-time={now.astimezone(UTC):%Y%m%d%H%M%S}Z"
    if tool("ssh-keygen", "-Y", "check-novalidate", "-n", NAMESPACE, "-s", signature, given=statement).returncode:
        raise No("signature")
    text = signature.read_text("ascii")
    armor = base64.b64decode("".join(text.split("\n")[1:-2]))
    size = struct.unpack(">I", armor[10:14])[0]
    shown = armor[14 : 14 + size]
    again = base64.b64encode(armor).decode()
    lines = [
        "-----BEGIN SSH SIGNATURE-----",
        *(again[start : start + 70] for start in range(0, len(again), 70)),
        "-----END SSH SIGNATURE-----",
        "",
    ]
    if text != "\n".join(lines):
        raise No("signature")
    no = "certificate" if b"cert-v01" in shown[:40] else "unknown-key"
    found = tool("ssh-keygen", "-Y", "find-principals", "-f", signers, "-s", signature, "-O", at)
    principals = found.stdout.decode().split("\n")[:-1]
    if found.returncode or not principals:
        raise No(no)
    names = [one for line in principals for one in line.split(",")]
    more = ["-r", krl] if krl else []
    if tool(
        "ssh-keygen", "-Y", "verify", "-f", signers, "-I", names[0], "-n", NAMESPACE, "-s", signature, "-O", at, *more, given=statement
    ).returncode:
        raise No(no)
    return names, shown


def strict(data: bytes, kind: str) -> dict:
    """Step 4: canonical bytes, and what the JSON schema says."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError
        return dict(pairs)

    def whole(_text: str) -> object:
        raise ValueError

    try:
        said = json.loads(data, object_pairs_hook=once, parse_float=whole, parse_constant=whole)
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text("utf-8"))
        jsonschema.Draft202012Validator(schema, format_checker=None).validate(said)
        moments = [datetime.fromisoformat(said[name]) for name in ("created", "not_after", "issued", "ingested_at") if said.get(name)]
    except (ValueError, RecursionError, jsonschema.ValidationError) as error:
        raise No(kind) from error
    if (
        canonical != data
        or len(data) > 64 * 1024
        or any(one.tzinfo is None for one in moments)
        or (kind == "statement" and not data.isascii())
    ):
        raise No(kind)
    return said


def recipient(said: dict, identity: Path | None) -> None:
    if said["recipient"]["role"] != "intake":
        raise No("recipient")
    if identity is not None:
        mine = tool("age-keygen", "-y", identity.resolve()).stdout.decode().strip()
        if hashlib.sha256(mine.encode()).hexdigest() != said["recipient"]["key_sha256"]:
            raise No("recipient")


def school(said: dict, place: Path, principals: list[str], shown: bytes) -> None:
    line = (place / "school-cert.pub").read_bytes()
    kind = b"ssh-ed25519-cert-v01@openssh.com" if b"cert-v01" in shown[:40] else b"ssh-ed25519"
    if line != kind + b" " + base64.b64encode(shown) + b"\n":
        raise No("school")
    told = tool("ssh-keygen", "-l", "-f", place / "school-cert.pub").stdout.decode().split()
    serial = 0
    if b"cert" in kind:
        serial = int(re.search(r"Serial: (\d+)", tool("ssh-keygen", "-L", "-f", place / "school-cert.pub").stdout.decode())[1])
    if f"school-{said['school_id']}" not in principals or told[1] != said["key_fingerprint"] or serial != said["cert_serial"]:
        raise No("school")


def same(path: Path, stated: dict, code: str) -> None:
    sha256 = tool("sha256sum", path).stdout.split()[0].decode()
    sm3 = tool("openssl", "dgst", "-sm3", path).stdout.split()[-1].decode()
    if (path.stat().st_size, sha256, sm3) != (stated["bytes"], stated["sha256"], stated["sm3"]):
        raise No(code)


def bag(data: bytes, place: Path) -> tuple[dict[str, int], str]:
    """Steps 13 and 14; returns rows by table and the hash of the tables' look."""
    members = unpacked(data, "bag")
    for name, content in members.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    tags = {"bag/bagit.txt", "bag/bag-info.txt", "bag/manifest-sha256.txt", "bag/tagmanifest-sha256.txt"}
    held = {name for name in members if name.startswith("bag/data/")}
    if set(members) - held != tags or members["bag/bagit.txt"] != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        raise No("bag")
    checked = tool("sha256sum", "-c", "--strict", "--quiet", "manifest-sha256.txt", "tagmanifest-sha256.txt", cwd=place / "bag")
    listed = {line.split("  ", 1)[1] for line in members["bag/manifest-sha256.txt"].decode().splitlines()}
    if checked.returncode or {f"bag/{one}" for one in listed} != held:
        raise No("bag")
    try:
        return tables({name.removeprefix("bag/data/"): members[name] for name in held})
    except (KeyError, ValueError, TypeError, csv.Error) as error:
        raise No("schema") from error


KINDS = {
    "string": r"(?s).*", "integer": r"-?[0-9]{1,15}", "number": r"-?[0-9]{1,15}(\.[0-9]{1,6})?", "boolean": "true|false", "yearmonth": "[0-9]{4}-[0-9]{2}",
}  # fmt: skip


def tables(files: dict[str, bytes]) -> tuple[dict[str, int], str]:
    described = json.loads(files.pop("datapackage.json"))
    if len(files.pop("salt.bin")) != 32:
        raise ValueError
    counts, looks = {}, []
    for one in described["resources"]:
        content = files.pop(one["path"])
        if one["bytes"] != len(content) or one["hash"] != f"sha256:{hashlib.sha256(content).hexdigest()}":
            raise ValueError
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        fields = one["schema"]["fields"]
        if rows[0] != [each["name"] for each in fields]:
            raise ValueError
        for row in rows[1:]:
            if len(row) != len(fields) or not all(not cell or fits(cell, each["type"]) for cell, each in zip(row, fields, strict=True)):
                raise ValueError
        counts[one["name"]] = len(rows) - 1
        looks.append(
            {
                "name": one["name"],
                "title": one["title"],
                "fields": [{key: each[key] for key in ("name", "title", "type")} for each in fields],
            }
        )
    if files:
        raise ValueError
    look = (json.dumps(looks, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
    return counts, hashlib.sha256(look).hexdigest()


def fits(cell: str, kind: str) -> bool:
    if kind == "date":
        return date.fromisoformat(cell).isoformat() == cell
    if kind == "datetime":
        return bool(datetime.fromisoformat(cell))
    return bool(re.fullmatch(KINDS[kind], cell))
