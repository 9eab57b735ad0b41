"""T24: fuzz the readers of what comes from outside. `python tests/fuzz/run.py [seconds a target]`; prints what was found.

Good files are changed in one to eight places; where an outer layer would catch every change (checksums, canonical bytes, manifests),
the layers inside are also fed with changed content under an honest outside, as an enrolled school could make it.
A finding is any exception a reader does not declare, or an input that is accepted and is not one of the good ones.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE.parents[1])]

import rfc8785

from jlt_desktop.bundle import bag as bags
from jlt_desktop.bundle import enrolment, receipt, sshsig, statement, trust
from jlt_desktop.bundle.bag import read_bag
from jlt_desktop.bundle.container import pack, unpack
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.suite import S1, read_identity
from jlt_desktop.bundle.verify import verify_bundle
from jlt_desktop.domain.errors import SaidError
from jlt_desktop.sheets.text_table import text_rows
from jlt_desktop.vault import header

VECTORS = _HERE.parent / "bundle" / "vectors"
DECLARED = (Refusal, header.BrokenHeader, SaidError)
TOKENS = (
    b"\x00", b"\xff", b"\n", b'"', b"{", b"}", b"[", b"]", b":", b",", b"-1", b"9" * 20, b"1e999", b"NaN", b"null", b"true", b"\\u0000", b"\xed\xa0\x80", b"PK\3\4",
    b"PK\1\2", b"PK\5\6", b"SSHSIG", b"ssh-ed25519", b"ssh-ed25519-cert-v01@openssh.com", b"age1", b"../", b"=1+1", b'""', b"\r\n", b"\xef\xbb\xbf",
)  # fmt: skip


def mutate(draw: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Change a good file in one to eight places: flip, cut, repeat, insert, splice."""
    data = bytearray(draw.choice(seeds))
    for _ in range(draw.randint(1, 8)):
        at = draw.randrange(len(data) + 1)
        kind = draw.randrange(7)
        if kind == 0 and data:
            data[at % len(data)] ^= 1 << draw.randrange(8)
        elif kind == 1:
            del data[at : at + draw.choice((1, 2, 4, 16, 256))]
        elif kind == 2:
            data[at:at] = draw.choice(TOKENS)
        elif kind == 3:
            data[at:at] = data[at : at + draw.choice((1, 4, 32, 512))]
        elif kind == 4 and len(data) > 4:
            data[at : at + 4] = draw.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\1", b"\x80\0\0\0"))
        elif kind == 5:
            other = draw.choice(seeds)
            data[at:] = other[draw.randrange(len(other) + 1) :]
        else:
            data[at : at + 1] = bytes([draw.randrange(256)])
    return bytes(data)


def targets() -> dict[str, tuple[Sequence[bytes], Callable[[bytes], object]]]:
    """Return name -> good inputs and the reader."""
    bundles = [path.read_bytes() for path in sorted(VECTORS.glob("*.zip"))]
    members = [unpack(one, most_bytes=10**9, most_members=9, code="x") for one in bundles if _whole(one)]
    keys = sshsig.read_allowed_signers((VECTORS / "allowed_signers").read_text(encoding="ascii"))
    identity = read_identity((VECTORS / "identity.txt").read_text(encoding="ascii"))
    now = datetime.fromisoformat("2026-11-24T01:00:00+00:00")
    good = unpack((VECTORS / "good-general.zip").read_bytes(), most_bytes=10**9, most_members=9, code="x")
    bag = S1().unseal(good["payload.age"], identity, 10**9)
    statements, signatures = [one["statement.json"] for one in members], [one["statement.json.sig"] for one in members]
    papers = {path.name: path.read_bytes() for path in sorted(VECTORS.glob("*-good/*.json"))}
    csvs = [content for name, content in unpack(bag, most_bytes=10**9, most_members=99, code="x").items() if name.endswith(".csv")]
    listed = {bytes(one) for one in bundles}

    def whole(data: bytes) -> None:
        found = verify_bundle(data, keys, now, identity)
        if found.verdict != "rejected" and data not in listed:
            message = f"accepted: {found.verdict}"
            raise AssertionError(message)

    def rebuilt(data: bytes) -> None:
        if pack(unpack(data, most_bytes=10**8, most_members=100, code="container")) != data:
            message = "not the same again"
            raise AssertionError(message)

    def spoken(data: bytes) -> None:
        if statement.parse(data).to_bytes() != data:
            message = "not the same again"
            raise AssertionError(message)

    inside = unpack(bag, most_bytes=10**9, most_members=99, code="x")
    descriptor = inside["bag/data/datapackage.json"]
    held = {name.removeprefix("bag/data/"): content for name, content in inside.items() if name.endswith((".csv", "salt.bin"))}

    def described(data: bytes) -> None:
        bags._tables({**held, "datapackage.json": data})

    def tabled(data: bytes) -> None:
        told = json.loads(descriptor)
        told["resources"] = [{**told["resources"][0], "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}]
        bags._tables({told["resources"][0]["path"]: data, "salt.bin": bytes(32), "datapackage.json": bags._json(told)})

    def canonical(reader: Callable[[bytes], object]) -> Callable[[bytes], object]:
        def read(data: bytes) -> None:
            try:
                honest = rfc8785.dumps(json.loads(data))
            except (ValueError, RecursionError, rfc8785.CanonicalizationError):
                return
            reader(honest)

        return read

    return {
        "statement": (statements, spoken),
        "statement, canon": (statements, canonical(spoken)),
        "receipt, canon": ([papers["receipt.json"]], canonical(receipt.parse)),
        "trust, canon": ([papers["trust.json"]], canonical(trust.parse)),
        "descriptor": ([descriptor], described),
        "CSV of a school": (csvs, tabled),
        "SSHSIG": (signatures, lambda data: sshsig.signer(data, good["statement.json"])),
        "key lines": (
            [(VECTORS / "allowed_signers").read_bytes()],
            lambda data: sshsig.read_allowed_signers(data.decode("utf-8", "replace")),
        ),
        "ZIP": ([*bundles, bag], rebuilt),
        "bag": ([bag], read_bag),
        "bundle": (bundles, whole),
        "receipt": ([papers["receipt.json"]], receipt.parse),
        "trust list": ([papers["trust.json"]], trust.parse),
        "request": ([papers["enrol.json"]], enrolment._enrol),
        "change of keys": ([papers["rotate.json"]], enrolment._rotation),
        "header": (
            [b'{"format":1,"features":["argon2id"],"vault_id":"a","users":{"a":{}},"scopes":{"general":{"epoch":1,"grants":{}}}}'],
            header.parse,
        ),
        "CSV of others": (csvs, lambda data: text_rows("x.csv", data)),
    }


def _whole(data: bytes) -> bool:
    try:
        unpack(data, most_bytes=10**9, most_members=9, code="x")
    except Refusal:
        return False
    return True


def fuzz(name: str, seeds: Sequence[bytes], reader: Callable[[bytes], object], seconds: float, seed: int) -> list[str]:
    """Feed one reader for so long; returns what was found, with the input in hex."""
    draw, outcomes, found, until = random.Random(seed), Counter[str](), [], time.monotonic() + seconds
    slowest = 0.0
    while time.monotonic() < until and len(found) < 5:
        data = mutate(draw, seeds)
        begun = time.monotonic()
        try:
            reader(data)
            outcomes["read"] += 1
        except DECLARED as refused:
            outcomes[getattr(refused, "code", "") or type(refused).__name__] += 1
        except Exception as error:  # noqa: BLE001  # what is not declared is what is looked for
            place = traceback.extract_tb(error.__traceback__)[-1]
            found.append(
                f"{name}: {type(error).__name__} at {Path(place.filename).name}:{place.lineno} {error!s:.80} input {data[:4000].hex()}"
            )
        slowest = max(slowest, time.monotonic() - begun)
    told = ", ".join(f"{key} {count}" for key, count in outcomes.most_common(6))
    print(f"{name:16} {sum(outcomes.values()):>9,} inputs, slowest {slowest * 1000:6.1f} ms, {len(found)} findings; {told}", flush=True)
    return found


def main() -> int:
    """Fuzz every reader; the exit status is the number of findings."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    print(f"seed {seed}, {seconds:.0f} s a reader")
    found = [one for name, (seeds, reader) in targets().items() for one in fuzz(name, seeds, reader, seconds, seed)]
    for one in found:
        print(one)
    return min(len(found), 100)


if __name__ == "__main__":
    sys.exit(main())
