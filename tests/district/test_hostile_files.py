"""T23: what a hostile hand may put on the stick. Each file is refused in words, quickly, in little memory, and the next one goes through.

Two kinds: files that nobody trusted signed, and what an enrolled school itself could sign and seal to do harm.
"""

from __future__ import annotations

import ast
import gzip
import hashlib
import io
import json
import os
import struct
import subprocess
import sys
import tarfile
import textwrap
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace

import pyrage
import pytest
import rfc8785

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.bag import Column, Table
from jlt_desktop.bundle.container import pack, unpack
from jlt_desktop.bundle.make import MEMBERS, make_payload
from jlt_desktop.bundle.suite import digests
from jlt_desktop.district.intake import MOST_TAKEN, Intake, desk_of
from jlt_desktop.district.run import take_file, take_in
from tests.district.conftest import COUNTS, NOW, Office, SchoolSide, figures

CODE = "2109990001"
GOOD = dict.fromkeys(MEMBERS, b"x")
SECONDS, MEGABYTES = 5.0, 512


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_STORED, comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        for name, content in members:
            packed.writestr(name, content)
        packed.comment = comment
    return made.getvalue()


def named(*names: str) -> bytes:
    """All the members of a bundle, some under another name."""
    whole = dict(zip(MEMBERS, names, strict=False)) if len(names) > 1 else {MEMBERS[0]: names[0]}
    return zipped(*((whole.get(name, name), b"x") for name in MEMBERS))


def info(name: str, **changed: object) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    for key, value in changed.items():
        setattr(made, key, value)
    return made


def patched(data: bytes, place: int, value: bytes) -> bytes:
    return data[:place] + value + data[place + len(value) :]


def bomb_of_overlaps() -> bytes:
    """Many entries that all name the same stretch of bytes."""
    inside = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = inside.compress(bytes(2**20)) + inside.flush()
    head = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(bytes(2**20)), len(body), 2**20, 1, 0) + b"a"
    entry = (
        struct.pack(
            "<4sBBHHHHHIIIHHHHHII", b"PK\1\2", 20, 3, 20, 0, 8, 0, 33, zlib.crc32(bytes(2**20)), len(body), 2**20, 1, 0, 0, 0, 0, 0, 0
        )
        + b"a"
    )
    return head + body + entry * 5000 + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 5000, 5000, len(entry) * 5000, len(head) + len(body), 0)


def nested_bomb() -> bytes:
    inner = zipped(("z", bytes(2**24)), method=zipfile.ZIP_DEFLATED)
    for _ in range(3):
        inner = zipped(*((f"{n}.zip", inner) for n in range(16)), method=zipfile.ZIP_DEFLATED)
    return inner


def tarred() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as packed:
        packed.addfile(tarfile.TarInfo("../../etc/passwd"))
    return made.getvalue()


STRANGERS: dict[str, Callable[[], bytes]] = {
    "empty file": lambda: b"",
    "one byte": lambda: b"P",
    "only the end of a ZIP": lambda: b"PK\5\6" + bytes(18),
    "an end that promises 65,535 members": lambda: struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 65535, 65535, 0, 0, 0),
    "an end that points before the beginning": lambda: struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, 46, 0xFFFFFFF0, 0),
    "zip slip": lambda: named("../../../autostart.bat"),
    "absolute path": lambda: named("/etc/passwd"),
    "drive letter": lambda: named("C:\\Windows\\x.dll"),
    "backslashes": lambda: named("..\\..\\x"),
    "alternate data stream": lambda: named("mimetype:evil"),
    "device name CON": lambda: named("CON"),
    "device name NUL.txt": lambda: named("NUL.txt"),
    "trailing dot": lambda: named("mimetype."),
    "name with a zero byte": lambda: named("mimetype").replace(b"mimetype", b"mime\0ype"),
    "name with a line break": lambda: named("mime\ntype"),
    "Chinese name with the UTF-8 flag": lambda: named("说明.txt"),
    "GBK name without the flag": lambda: named("aaaa").replace(b"aaaa", "说明".encode("gbk")),
    "UTF-8 name without the flag": lambda: named("bbbbbb").replace(b"bbbbbb", "说明".encode()),
    "two members of one name": lambda: zipped(*((name, b"x") for name in (*MEMBERS, "nimetype"))).replace(b"nimetype", b"mimetype"),
    "names that differ in case only": lambda: zipped(*((name, b"x") for name in (*MEMBERS, "MIMETYPE"))),
    "symbolic link": lambda: zipped((info("mimetype", external_attr=0o120777 << 16), b"/etc/passwd"), *((one, b"x") for one in MEMBERS[1:])),
    "folder among the members": lambda: zipped(("dir/", b""), *((one, b"x") for one in MEMBERS)),
    "deflated members": lambda: zipped(*((one, b"x" * 99) for one in MEMBERS), method=zipfile.ZIP_DEFLATED),
    "a thousandfold inflation": lambda: zipped(("payload.age", bytes(2**27)), method=zipfile.ZIP_DEFLATED),
    "overlapping members": bomb_of_overlaps,
    "archives in archives": nested_bomb,
    "bzip2": lambda: zipped(("payload.age", bytes(2**20)), method=zipfile.ZIP_BZIP2),
    "encryption flag": lambda: patched(pack(GOOD), 6, b"\1\0"),
    "data descriptor flag": lambda: patched(pack(GOOD), 6, b"\10\0"),
    "a size that is not so": lambda: patched(pack(GOOD), 18, struct.pack("<II", 2**31, 2**31)),
    "a wrong checksum": lambda: patched(pack(GOOD), 14, b"abcd"),
    "another date": lambda: patched(pack(GOOD), 10, b"\1\1"),
    "extra field": lambda: zipped((info("mimetype", extra=b"\1\0\0\0"), b"x"), *((one, b"x") for one in MEMBERS[1:])),
    "comment": lambda: zipped(*((one, b"x") for one in MEMBERS), comment=b"hello"),
    "program before the archive": lambda: b"MZ" + bytes(500) + pack(GOOD),
    "something between the members": lambda: pack(GOOD)[:39] + b"hidden" + pack(GOOD)[39:],
    "something after the end": lambda: pack(GOOD) + b"\0",
    "two archives in a row": lambda: pack(GOOD) + pack(GOOD),
    "members in another order": lambda: pack(dict(reversed(GOOD.items()))),
    "a member too many": lambda: pack({**GOOD, "evil.exe": b"MZ"}),
    "a member too few": lambda: pack(dict.fromkeys(MEMBERS[:-1], b"x")),
    "a workbook": lambda: zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')),
    "a gzip": lambda: gzip.compress(bytes(2**24)),
    "a tar with a path upwards": tarred,
    "a page": lambda: b"<html><script>alert(1)</script></html>" * 100,
    "signature without end": lambda: pack({**GOOD, "mimetype": b"application/vnd.jlt.bundle+zip", "statement.json.sig": b"-----BEGIN SSH SIGNATURE-----\n" + b"A" * 2**20}),
    "signature of rubbish": lambda: pack({**GOOD, "mimetype": b"application/vnd.jlt.bundle+zip", "statement.json.sig": sshsig._armored(b"SSHSIG\0\0\0\1" + b"\xff" * 400)}),
    "ten megabytes of nested brackets": lambda: pack({**GOOD, "mimetype": b"application/vnd.jlt.bundle+zip", "statement.json": b"[" * 10**7}),
}  # fmt: skip


# -- what only an enrolled school could send ---------------------------------------------------------------------------


def restated(school: SchoolSide, statement: bytes) -> bytes:
    """Any bytes as a statement, truly signed."""
    members = unpack(school.bundle(()).data, most_bytes=10**9, most_members=7, code="container")
    signature = sshsig.sign(school.key, statement, certificate=school.certificate)
    return pack({**members, "statement.json": statement, "statement.json.sig": signature})


def resealed(school: SchoolSide, bag: bytes, *, sealed: bytes | None = None) -> bytes:
    """Any bytes as a payload, truly stated, sealed and signed."""
    made = school.bundle(())
    members = unpack(made.data, most_bytes=10**9, most_members=7, code="container")
    closed = pyrage.encrypt(bag, [pyrage.x25519.Recipient.from_str(school.recipient)]) if sealed is None else sealed
    content = json.loads(made.statement_bytes)
    content |= {"ciphertext": digests(closed), "plaintext": {**digests(bag), "media_type": "application/zip"}}
    statement = rfc8785.dumps(content)
    signature = sshsig.sign(school.key, statement, certificate=school.certificate)
    return pack({**members, "statement.json": statement, "statement.json.sig": signature, "payload.age": closed})


def rebagged(school: SchoolSide, change: Callable[[dict[str, bytes]], None], *, honest: bool = True) -> bytes:
    """The school's own bag with members changed; the manifests are made to fit when `honest`."""
    members = unpack(make_payload(figures(CODE), CODE, "2026-11", "general").data, most_bytes=10**9, most_members=99, code="bag")
    change(members)
    if honest:
        payload = {name: content for name, content in members.items() if name.startswith("bag/data/")}
        size = sum(map(len, payload.values()))
        members["bag/bag-info.txt"] = f"Payload-Oxum: {size}.{len(payload)}\n".encode()
        members["bag/manifest-sha256.txt"] = _lines(payload)
        members["bag/tagmanifest-sha256.txt"] = _lines(
            {one: members[one] for one in ("bag/bagit.txt", "bag/bag-info.txt", "bag/manifest-sha256.txt")}
        )
    return resealed(school, pack(members))


def _lines(members: dict[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name.removeprefix('bag/')}\n" for name, content in members.items()).encode()


def csv_of(text: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["bag/data/student_counts.csv"] = text

    return change


def described(change: Callable[[dict], object]) -> Callable[[dict[str, bytes]], None]:
    def changed(members: dict[str, bytes]) -> None:
        content = json.loads(members["bag/data/datapackage.json"])
        change(content)
        members["bag/data/datapackage.json"] = (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()

    return changed


def told(school: SchoolSide, **changed: object) -> bytes:
    return rfc8785.dumps(json.loads(school.bundle(()).statement_bytes) | changed)


HEAD = b"indicator,label,group,count\n"
INSIDERS: dict[str, Callable[[SchoolSide], bytes]] = {
    "statement of 64 KiB and more": lambda s: restated(s, b'{"x":"' + b"a" * 70000 + b'"}'),
    "statement nested without end": lambda s: restated(s, b'{"a":' * 5000 + b"1" + b"}" * 5000),
    "a name twice": lambda s: restated(s, told(s).replace(b'"seq":', b'"seq":9,"seq":', 1)),
    "not a number": lambda s: restated(s, told(s).replace(b'"seq":', b'"seq":NaN,"xeq":', 1)),
    "a number of four thousand figures": lambda s: restated(s, told(s).replace(b'"seq":', b'"seq":' + b"9" * 4300, 1)),
    "UTF-16": lambda s: restated(s, told(s).decode().encode("utf-16")),
    "a mark before the statement": lambda s: restated(s, b"\xef\xbb\xbf" + told(s)),
    "a period that is a path": lambda s: restated(s, told(s, period="../../x")),
    "a period that is SQL": lambda s: restated(s, told(s, period="x'); DROP")),
    "a form that is not one": lambda s: restated(s, told(s, form={"id": "../x", "version": 1, "schema_sha256": "0" * 64})),
    "sealed with a passphrase": lambda s: resealed(s, b"x", sealed=pyrage.passphrase.encrypt(b"x", "x" * 12)),
    "sealed to nobody": lambda s: resealed(s, b"x", sealed=b"age-encryption.org/v1\n-> X25519 \n" + b"A" * 300),
    "a payload that is no bag": lambda s: resealed(s, os.urandom(5000)),
    "a bag with a path upwards": lambda s: rebagged(s, lambda m: m.update({"bag/data/a..b/x.csv": b"x"})),
    "a deflated bag": lambda s: resealed(s, zipped(("bag/bagit.txt", bytes(2**26)), method=zipfile.ZIP_DEFLATED)),
    "a bag of overlapping members": lambda s: resealed(s, bomb_of_overlaps()),
    "a bag of 1,001 members": lambda s: rebagged(s, lambda m: m.update({f"bag/data/n{n}.csv": b"" for n in range(1001)})),
    "a bag with a macro workbook inside": lambda s: rebagged(s, lambda m: m.update({"bag/data/x.xlsm": zipped(("xl/vbaProject.bin", b"x"))})),
    "a manifest that lies": lambda s: rebagged(s, csv_of(HEAD + b"a,b,c,1\n"), honest=False),
    "a descriptor that is not JSON": lambda s: rebagged(s, lambda m: m.update({"bag/data/datapackage.json": b"<x/>"})),
    "a descriptor nested without end": lambda s: rebagged(s, lambda m: m.update({"bag/data/datapackage.json": b"[" * 200000})),
    "a descriptor that names another file": lambda s: rebagged(s, described(lambda d: d["resources"][0].update(path="../../../etc/passwd"))),
    "a descriptor with a title of control signs": lambda s: rebagged(s, described(lambda d: d["resources"][0].update(title="a\0b"))),
    "a table named like SQL": lambda s: rebagged(s, described(lambda d: d["resources"][0].update(name="x; DROP TABLE"))),
    "a type nobody knows": lambda s: rebagged(s, described(lambda d: d["resources"][0]["schema"]["fields"][0].update(type="python"))),
    "text where a number is due": lambda s: rebagged(s, csv_of(HEAD + b"a,b,c,=1+1\n")),
    "a row that is too short": lambda s: rebagged(s, csv_of(HEAD + b"a,b\n")),
    "bytes that are no UTF-8": lambda s: rebagged(s, csv_of(HEAD + b"\xff\xfe\xff,b,c,1\n")),
    "GBK": lambda s: rebagged(s, csv_of(HEAD + "性别,b,c,1\n".encode("gbk"))),
    "a cell of a megabyte": lambda s: rebagged(s, csv_of(HEAD + b"a" * 2**20 + b",b,c,1\n")),
    "a quote without end": lambda s: rebagged(s, csv_of(HEAD + b'"a,b,c,1\n' * 50)),
    "carriage returns": lambda s: rebagged(s, csv_of(HEAD.replace(b"\n", b"\r\n") + b"a,b,c,1\r\n")),
    "three million empty lines": lambda s: rebagged(s, csv_of(HEAD + b"\n" * 3_000_000)),
    "two million rows": lambda s: rebagged(s, csv_of(HEAD + b",,,\n" * 2_000_000)),
    "no salt": lambda s: rebagged(s, lambda m: m.pop("bag/data/salt.bin")),
}  # fmt: skip


@pytest.fixture
def school(office: Office, tmp_path) -> SchoolSide:
    return office.enrolled(CODE, tmp_path / "stick")


def test_there_are_enough_of_them() -> None:
    assert len(STRANGERS) + len(INSIDERS) >= 80


@pytest.mark.parametrize("name", STRANGERS)
def test_a_strangers_file_is_refused_in_words(office, name, tmp_path) -> None:
    path = tmp_path / "SUB-2109990001-2026-11-000001.zip"
    path.write_bytes(STRANGERS[name]())
    before = (office.bureau.store.submissions(), office.bureau.store.last_answer())
    start = time.perf_counter()
    (taken,) = take_file(Intake(desk_of(office.bureau), office.bureau.store), path, NOW)
    assert time.perf_counter() - start < SECONDS
    assert (taken.outcome, taken.answer) == ("rejected", None)
    assert taken.code in ("container", "signature")
    assert taken.words
    assert (office.bureau.store.submissions(), office.bureau.store.last_answer()) == before


@pytest.mark.parametrize("name", INSIDERS)
def test_a_hostile_school_does_no_harm_either(office, school, name) -> None:
    data = INSIDERS[name](school)
    start = time.perf_counter()
    taken = Intake(desk_of(office.bureau), office.bureau.store).take("x.zip", data, NOW)
    assert time.perf_counter() - start < SECONDS
    assert taken[0].outcome == "rejected", taken[0]
    assert taken[0].code in ("statement", "unseal", "bag", "schema", "counts")
    assert office.bureau.store.sheets([1]) == []
    # the desk works on
    good = replace(school, made=[]).bundle() if taken[0].code == "statement" else None
    if good is None:
        head = office.bureau.store.head(CODE, "general")
        again = replace(school, seq=head.seq, prev=head.sha256, made=[])
        good = again.bundle()
    elif office.bureau.store.head(CODE, "general") is None:
        good = replace(school, seq=0, prev="", made=[]).bundle()
    assert Intake(desk_of(office.bureau), office.bureau.store).take("y.zip", good.data, NOW)[0].outcome == "accepted"


@pytest.mark.parametrize("kind", ["too large", "a pipe", "a link", "a folder called like a bundle"])
def test_what_is_no_ordinary_file_is_not_opened(office, tmp_path, kind) -> None:
    path = tmp_path / "in" / "SUB-2109990001-2026-11-000001.zip"
    path.parent.mkdir()
    if kind == "too large":
        with path.open("wb") as file:
            file.truncate(MOST_TAKEN + 1)
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a link":
        path.symlink_to("/etc/passwd")
    else:
        path.mkdir()
    start = time.perf_counter()
    taken = take_in(office.bureau, [path.parent]).taken
    assert time.perf_counter() - start < SECONDS
    assert [one.outcome for one in taken] == ([] if kind.startswith("a folder") else ["rejected"])


def test_memory_stays_small_whatever_comes(office, school, tmp_path) -> None:
    """The heaviest of them in a process of their own that may not have more than half a gigabyte beyond the interpreter."""
    folder = tmp_path / "in"
    folder.mkdir()
    heavy = {
        "a": STRANGERS["a thousandfold inflation"](), "b": STRANGERS["overlapping members"](), "c": STRANGERS["archives in archives"](),
        "d": STRANGERS["ten megabytes of nested brackets"](), "e": INSIDERS["two million rows"](school), "f": INSIDERS["three million empty lines"](school),
    }  # fmt: skip
    # and the largest that is taken in: as many rows as there may be, of long cells in signs that cost most
    other = office.enrolled("2109990002", tmp_path / "stick")
    rows = [[f"{n}", "\U0001f600" * 33, "长" * 5, str(n)] for n in range(195_000)]
    heavy["h"] = other.bundle((Table("student_counts", "学生合计", COUNTS, rows),)).data
    assert 28 * 2**20 < len(heavy["h"]) <= MOST_TAKEN
    for name, data in heavy.items():
        (folder / f"{name}.zip").write_bytes(data)
    with (folder / "g.zip").open("wb") as file:
        file.truncate(500 * 2**20)
    office.bureau.close()
    script = textwrap.dedent(f"""
        import re
        from datetime import datetime
        from pathlib import Path
        from jlt_desktop.district.bureau import open_bureau
        from jlt_desktop.district.run import take_in
        from jlt_desktop.paths import db_schema
        from jlt_desktop.vault.kdf import KdfCost
        now = datetime.fromisoformat({NOW.isoformat()!r})
        bureau = open_bureau(Path({str(office.folder)!r}), "李收件", "清河门区的秋天很长甲", db_schema(), floor=KdfCost(1024, 1, 1), now=lambda: now)
        run = take_in(bureau, [Path({str(folder)!r})])
        bureau.close()
        # not getrusage: that remembers the process it was forked from
        print(run.counts(), int(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]) // 1024)
    """)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    counts, _, used = done.stdout.strip().rpartition(" ")
    assert ast.literal_eval(counts) == {"rejected": 6, "fork": 1, "accepted": 1}  # the school's second does not follow from its first
    assert int(used) < MEGABYTES
    office.bureau = type("Closed", (), {"close": lambda self: None})()


def test_a_formula_in_a_text_stays_a_text(office, school, tmp_path) -> None:
    """Texts may begin with a sign that spreadsheets calculate; on the way out they are inert."""
    from openpyxl import load_workbook

    from jlt_desktop.district import returns

    columns = (Column("name", "名称"), Column("count", "数量", "integer"))
    rows = [[text, "1"] for text in ("=HYPERLINK(1)", "+1+1", "-x", "@SUM(1)", "\tx", "＝1", "普通")]
    made = school.bundle((Table("things", "东西", columns, rows),))
    assert Intake(desk_of(office.bureau), office.bureau.store).take("x.zip", made.data, NOW)[0].outcome == "accepted"
    files = returns.files(office.bureau, "general", "2026-11")
    text = files["RETURNS-2026-11-general-things.csv"].decode("utf-8-sig")
    assert [line.split(",")[4] for line in text.splitlines()[1:]] == ["'=HYPERLINK(1)", "'+1+1", "'-x", "'@SUM(1)", "'\tx", "'＝1", "普通"]
    (tmp_path / "x.xlsx").write_bytes(files["RETURNS-2026-11-general.xlsx"])
    sheet = load_workbook(tmp_path / "x.xlsx")["东西"]
    assert [cell.data_type for cell in sheet["E"][1:]] == ["s"] * 7
