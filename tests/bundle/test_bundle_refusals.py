"""What the bureau refuses: every bit and every cut, and every lie that a school, a courier or a forger may tell."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from datetime import timedelta

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.bag import build_bag, read_bag, schema_sha256
from jlt_desktop.bundle.container import pack, plain_name, unpack
from jlt_desktop.bundle.make import MEMBERS
from jlt_desktop.bundle.refusal import SENTENCES, Refusal
from jlt_desktop.bundle.statement import parse
from jlt_desktop.bundle.suite import S1, SUITES, new_identity, recipient_hash, recipient_of
from jlt_desktop.bundle.verify import MOST_CONTAINER, verify_bundle

OTHER = Ed25519PrivateKey.from_private_bytes(b"\x05" * 32)


def test_the_reference_is_accepted(bureau):
    found = bureau.verify(bureau.made.data)
    assert (found.verdict, found.code) == ("accepted", "")
    assert found.bag.tables[0].rows == [["home", "12", "2026-11-02"], ["线上,“甲”", "", ""]]
    assert found.statement == bureau.made.statement
    assert verify_bundle(bureau.made.data, bureau.keys, found_now()).verdict == "signed"
    assert bureau.made.sha256 == hashlib.sha256(bureau.made.data).hexdigest()
    assert bureau.made.name == "SUB-2109990001-2026-11-000001.zip"


def found_now():
    from datetime import datetime

    return datetime.fromisoformat("2026-11-24T09:00:00+08:00")


def test_every_single_bit_flip_is_refused(bureau):
    data = bytearray(bureau.made.data)
    passed = []
    keys, identity, now = bureau.keys, bureau.identity, found_now()
    for place in range(len(data) * 8):
        data[place // 8] ^= 1 << place % 8
        if verify_bundle(bytes(data), keys, now, identity).verdict != "rejected":
            passed.append(place)
        data[place // 8] ^= 1 << place % 8
    assert passed == []


def test_every_truncation_and_every_addition_is_refused(bureau):
    data = bureau.made.data
    assert [end for end in range(len(data)) if bureau.verify(data[:end]).verdict != "rejected"] == []
    for number in range(1, 101):
        for more in (data + b"\x00" * number, b"\x00" * number + data, data + data[:number]):
            assert bureau.verify(more).code == "container"


def test_every_bit_and_cut_of_the_sealed_part_is_refused_by_age_itself(bureau):
    sealed = bytearray(bureau.members()["payload.age"])
    suite, identity = S1(), bureau.identity
    for place in range(0, len(sealed) * 8, 3):
        sealed[place // 8] ^= 1 << place % 8
        with pytest.raises(Refusal):
            suite.unseal(bytes(sealed), identity, 10**6)
        sealed[place // 8] ^= 1 << place % 8
    for end in range(len(sealed)):
        with pytest.raises(Refusal):
            suite.unseal(bytes(sealed[:end]), identity, 10**6)


# -- one lie at a time, in the order of FORMAT.md section 6 -----------------------------------------------------------


def change(**values):
    return lambda content: content.update(values)


def nested(name, **values):
    return lambda content: content[name].update(values)


LIES = [
    ("statement", change(extra=1)),
    ("statement", lambda c: c.pop("suite")),
    ("statement", change(format=2)),
    ("statement", change(type="jlt-receipt")),
    ("statement", change(seq=-1)),
    ("statement", change(seq="1")),
    ("statement", change(clock_suspect=0)),
    ("statement", change(kind="urgent")),
    ("statement", change(period="../2026")),
    ("statement", change(school_id="210999000")),
    ("statement", change(bundle_id="0" * 31 + "G")),
    ("statement", change(prev_statement_sha256="00")),
    ("statement", change(created="2026-11-23T09:00:00")),
    ("statement", change(not_after="tomorrow")),
    ("statement", change(prepared_by="王文员")),
    ("statement", change(prepared_by="wangwenyuan")),
    ("statement", change(approved_by="bureau")),
    ("statement", change(audit={"general": None})),
    ("statement", change(audit={"general": {"n": 1, "head": "", "x": 1}, "confidential": None})),
    ("statement", change(counts={"visits": -1})),
    ("statement", change(counts=[1])),
    ("statement", nested("form", id="named")),
    ("statement", nested("form", version=True)),
    ("statement", nested("ciphertext", bytes=-5)),
    ("statement", nested("ciphertext", sha256="A" * 64)),
    ("statement", nested("app", mood="good")),
    ("recipient", nested("recipient", role="archive")),
    ("recipient", nested("recipient", key_sha256="0" * 64)),
    ("school", change(school_id="2109990002")),
    ("school", change(key_fingerprint="SHA256:" + "A" * 43)),
    ("suite", change(suite="S2")),
    ("suite", change(suite="")),
    ("expired", change(not_after="2026-11-24T08:59:59+08:00")),
    ("ciphertext", nested("ciphertext", bytes=1)),
    ("ciphertext", nested("ciphertext", sha256="0" * 64)),
    ("ciphertext", nested("ciphertext", sm3="0" * 64)),
    ("plaintext", nested("plaintext", bytes=1)),
    ("plaintext", nested("plaintext", sha256="0" * 64)),
    ("plaintext", nested("plaintext", sm3="0" * 64)),
    ("schema", nested("form", schema_sha256="0" * 64)),
    ("counts", change(counts={})),
    ("counts", change(counts={"visits": 3})),
    ("counts", change(counts={"visits": 2, "others": 0})),
]


@pytest.mark.parametrize(("code", "lie"), LIES, ids=[f"{number}-{code}" for number, (code, _) in enumerate(LIES)])
def test_a_statement_that_lies_is_refused_even_when_the_school_signed_it(bureau, code, lie):
    found = bureau.verify(bureau.resigned(lie))
    assert (found.verdict, found.code) == ("rejected", code)
    assert found.reason == SENTENCES[code]


def test_the_steps_come_in_their_order(bureau):
    """With everything wrong from a step on, that step is the reason; nothing after it is looked at."""
    lies = {
        "unknown-key": lambda _c: None,
        "statement": change(format=9),
        "recipient": nested("recipient", key_sha256="1" * 64),
        "school": change(school_id="9" * 10),
        "suite": change(suite="S9"),
        "expired": change(not_after="2020-01-01T00:00:00+08:00"),
        "ciphertext": nested("ciphertext", sha256="1" * 64),
        "plaintext": nested("plaintext", sha256="1" * 64),
        "schema": nested("form", schema_sha256="1" * 64),
        "counts": change(counts={"visits": 7}),
    }
    codes = list(lies)
    for place, code in enumerate(codes):

        def all_from_here(content, start=place):
            for one in codes[start:]:
                lies[one](content)

        data = bureau.resigned(all_from_here, OTHER if code == "unknown-key" else None)
        assert bureau.verify(data).code == code
    # before all of these: the signature, the container, the size
    broken = bureau.with_members(statement_json=b"{}", payload_age=b"x")
    assert bureau.verify(broken).code == "signature"
    assert bureau.verify(broken + b"x").code == "container"


def test_too_large_is_refused_before_it_is_read(bureau):
    class Large(bytes):
        def __len__(self) -> int:
            return MOST_CONTAINER + 1

    assert bureau.verify(Large(b"")).code == "too-large"
    assert bureau.verify(bureau.with_members(statement_json=b"1" * 70_000)).code == "signature"
    long = rfc8785.dumps({"a": "x" * 70_000})
    signed = bureau.with_members(statement_json=long, statement_json_sig=sshsig.sign(bureau.key, long))
    assert bureau.verify(signed).code == "statement"


def test_a_container_may_not_unpack_to_more_than_it_says(bureau):
    data = pack({f"m{number}": b"" for number in range(8)})
    assert bureau.verify(data).code == "container"
    with pytest.raises(Refusal) as refusal:
        unpack(pack({"a": b"x" * 1000}), most_bytes=999, most_members=5, code="bag")
    assert (refusal.value.code, refusal.value.detail) == ("bag", "limits")
    huge = bytearray(pack({"a": b"x"}))
    at = huge.index(b"PK\x01\x02")
    huge[at + 20 : at + 28] = struct.pack("<II", 2**31, 2**31)
    assert bureau.verify(bytes(huge)).code == "container"


def other_zip(members: dict[str, bytes], archive_comment: bytes = b"", **options: object) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            for key, value in options.items():
                setattr(info, key, value)
            packed.writestr(info, content)
        packed.comment = archive_comment
    return made.getvalue()


def test_the_same_members_packed_otherwise_are_refused(bureau):
    members = bureau.members()
    assert other_zip(members) == bureau.made.data
    others = {
        "deflated": other_zip(members, compress_type=zipfile.ZIP_DEFLATED),
        "date": other_zip(members, date_time=(2026, 1, 1, 0, 0, 0)),
        "system": other_zip(members, create_system=0),
        "mode": other_zip(members, external_attr=0o777 << 16),
        "link": other_zip(members, external_attr=0o120777 << 16),
        "extra": other_zip(members, extra=b"\x01\x00\x00\x00"),
        "comment": other_zip(members, comment=b"c"),
        "archive comment": other_zip(members, archive_comment=b"c"),
        "order": pack({name: members[name] for name in reversed(MEMBERS)}),
        "missing": pack({name: members[name] for name in MEMBERS[:-1]}),
        "more": pack({**members, "virus.exe": b"MZ"}),
        "renamed": pack({name.replace("README.txt", "readme.txt"): content for name, content in members.items()}),
        "mimetype": bureau.with_members(mimetype=b"application/zip"),
        "traversal": pack({**{name: members[name] for name in MEMBERS[:-1]}, "../SHA256SUMS": b""}),
        "absolute": pack({**{name: members[name] for name in MEMBERS[:-1]}, "/SHA256SUMS": b""}),
    }
    assert {name: bureau.verify(data).code for name, data in others.items()} == dict.fromkeys(others, "container")


@pytest.mark.parametrize("name", ["", "/a", "../a", "a/../b", "a//b", "a/./b", "a/", "a\\b", "C:a", "甲", "a b", "a\x00b", "a:b", "a?"])
def test_names_that_lead_elsewhere_are_none(name):
    assert not plain_name(name)


def test_names_within_are_some():
    assert all(map(plain_name, (*MEMBERS, "bag/data/datapackage.json", "bag/tagmanifest-sha256.txt")))


# -- couriers and forgers ---------------------------------------------------------------------------------------------


def test_a_key_nobody_trusts_and_a_key_of_another_school(bureau):
    assert bureau.verify(bureau.resigned(lambda _c: None, OTHER)).code == "unknown-key"
    keys = [*bureau.keys, sshsig.AllowedSigner(("school-2109990009",), OTHER.public_key().public_bytes_raw())]
    fingerprint = sshsig.fingerprint(OTHER.public_key().public_bytes_raw())
    forged = bureau.resigned(change(key_fingerprint=fingerprint), OTHER)
    assert verify_bundle(forged, keys, found_now(), bureau.identity).code == "school"
    assert verify_bundle(bureau.made.data, [], found_now(), bureau.identity).code == "unknown-key"
    shown = (sshsig.key_line(OTHER.public_key().public_bytes_raw()) + "\n").encode()
    assert bureau.verify(bureau.with_members(school_cert_pub=shown)).code == "school"


def test_another_bureau_cannot_take_it_and_a_resealed_one_is_noticed(bureau):
    elsewhere = new_identity()
    assert verify_bundle(bureau.made.data, bureau.keys, found_now(), elsewhere).code == "recipient"
    bag = S1().unseal(bureau.members()["payload.age"], bureau.identity, 10**6)
    passed_on = bureau.with_members(payload_age=S1().seal(bag, [recipient_of(elsewhere)]))
    assert verify_bundle(passed_on, bureau.keys, found_now(), elsewhere).code == "recipient"
    assert bureau.verify(passed_on).code == "ciphertext"
    # the statement names me, but it was sealed to somebody else

    def claim(content):
        content["recipient"]["key_sha256"] = recipient_hash(recipient_of(elsewhere))

    claimed = bureau.resigned(claim)
    assert verify_bundle(claimed, bureau.keys, found_now(), elsewhere).code == "unseal"
    for nonsense in ("", "AGE-SECRET-KEY-1NONSENSE", "age1x"):
        assert verify_bundle(bureau.made.data, bureau.keys, found_now(), nonsense).code == "unseal"


def test_the_payload_of_an_earlier_bundle_is_not_this_ones(bureau, small_envelope):
    from jlt_desktop.bundle.make import make_bundle, make_payload

    earlier = make_bundle(make_payload((), "2109990001", "2026-10", "general"), small_envelope(recipient_of(bureau.identity)), bureau.key)
    old = unpack(earlier.data, most_bytes=10**9, most_members=7, code="x")
    assert bureau.verify(earlier.data).verdict == "accepted"
    assert bureau.verify(bureau.with_members(payload_age=old["payload.age"])).code == "ciphertext"
    assert bureau.verify(bureau.with_members(statement_json=old["statement.json"])).code == "signature"
    mixed = bureau.with_members(statement_json=old["statement.json"], statement_json_sig=old["statement.json.sig"])
    assert bureau.verify(mixed).code == "ciphertext"


def test_time_is_one_fixed_moment(bureau):
    last = bureau.made.statement.not_after
    from datetime import datetime

    end = datetime.fromisoformat(last)
    assert bureau.verify(bureau.made.data, end).verdict == "accepted"
    assert bureau.verify(bureau.made.data, end + timedelta(seconds=1)).code == "expired"
    assert end - datetime.fromisoformat(bureau.made.statement.created) == timedelta(days=400)


def test_a_suite_the_bureau_no_longer_takes(bureau):
    assert verify_bundle(bureau.made.data, bureau.keys, found_now(), bureau.identity, suites=()).code == "suite"
    assert set(SUITES) == {"S1"}


def test_a_signature_for_another_purpose_or_in_another_writing(bureau):
    statement = bureau.made.statement_bytes
    for namespace in ("file", "submission-v1@jlt.local ", "receipt-v1@jlt.local", ""):
        assert bureau.verify(bureau.with_members(statement_json_sig=sshsig.sign(bureau.key, statement, namespace))).code == "signature"
    good = bureau.members()["statement.json.sig"]
    lines = good.decode().split("\n")
    body = "".join(lines[1:-2])
    writings = {
        "one line": "\n".join([lines[0], body, *lines[-2:]]),
        "crlf": good.decode().replace("\n", "\r\n"),
        "no end": good.decode().rstrip("\n"),
        "two ends": good.decode() + "\n",
        "space": good.decode().replace("\n", " \n", 1),
        "narrow": "\n".join([lines[0], *(body[at : at + 64] for at in range(0, len(body), 64)), *lines[-2:]]),
        "padded": "\n".join([lines[0], body + "====", *lines[-2:]]),
        "head": good.decode().replace("BEGIN", "begin"),
        "empty": "",
        "not ascii": "签名",
    }
    assert {
        name: bureau.verify(bureau.with_members(statement_json_sig=text.encode())).code for name, text in writings.items()
    } == dict.fromkeys(writings, "signature")


def test_a_signature_with_other_insides(bureau):
    statement = bureau.made.statement_bytes
    blob = sshsig._unarmored(bureau.members()["statement.json.sig"])
    for bad in (
        blob[:6] + struct.pack(">I", 2) + blob[10:], b"SSHSIX" + blob[6:], blob + b"\x00", blob[:-1],
        blob.replace(b"sha512", b"sha256"), blob.replace(b"ssh-ed25519", b"ssh-ed25518"), blob[:10], b"",
        blob[:10] + struct.pack(">I", 2**31) + blob[14:],
    ):  # fmt: skip
        with pytest.raises(Refusal) as refusal:
            sshsig.verify(sshsig._armored(bad), statement)
        assert refusal.value.code == "signature"


# -- the bag: only a malicious school can get this far ----------------------------------------------------------------


def bag_of(bureau, **changed: bytes | None) -> bytes:
    """The reference bag with files replaced or removed, its manifests made right again."""
    bag = S1().unseal(bureau.members()["payload.age"], bureau.identity, 10**6)
    files = unpack(bag, most_bytes=10**9, most_members=100, code="bag")
    for name, content in changed.items():
        path = {
            "csv": "bag/data/visits.csv",
            "salt": "bag/data/salt.bin",
            "package": "bag/data/datapackage.json",
            "info": "bag/bag-info.txt",
        }.get(name, name)
        if content is None:
            files.pop(path)
        else:
            files[path] = content
    tags = {"bag/bagit.txt", "bag/bag-info.txt", "bag/manifest-sha256.txt", "bag/tagmanifest-sha256.txt"}
    payload = {name: content for name, content in files.items() if name not in tags}
    if "info" not in changed:
        text = files["bag/bag-info.txt"].decode().split("Payload-Oxum")[0]
        files["bag/bag-info.txt"] = f"{text}Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n".encode()
    if "bag/manifest-sha256.txt" not in changed:
        files["bag/manifest-sha256.txt"] = listed(payload)
    if "bag/tagmanifest-sha256.txt" not in changed:
        names = ("bag/bagit.txt", "bag/bag-info.txt", "bag/manifest-sha256.txt")
        files["bag/tagmanifest-sha256.txt"] = listed({name: files[name] for name in names})
    order = ["bag/bagit.txt", "bag/bag-info.txt", *payload, "bag/manifest-sha256.txt", "bag/tagmanifest-sha256.txt"]
    return pack({name: files[name] for name in order if name in files})


def listed(files: dict[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name.removeprefix('bag/')}\n" for name, content in files.items()).encode()


def package(bureau, edit) -> bytes:
    bag = unpack(S1().unseal(bureau.members()["payload.age"], bureau.identity, 10**6), most_bytes=10**9, most_members=100, code="bag")
    content = json.loads(bag["bag/data/datapackage.json"])
    edit(content["resources"][0] if content["resources"] else content)
    return json.dumps(content).encode()


def test_the_bag_rebuilt_is_the_same(bureau):
    bag = S1().unseal(bureau.members()["payload.age"], bureau.identity, 10**6)
    assert bag_of(bureau) == bag
    assert bureau.verify(bureau.resealed(bag)).verdict == "accepted"


BAGS = {
    "not a zip": ("bag", lambda b: b"nonsense"),
    "empty": ("bag", lambda b: b""),
    "unlisted file": ("bag", lambda b: bag_of(b, **{"bag/data/extra.csv": b"a\n", "bag/manifest-sha256.txt": files_of(b)["bag/manifest-sha256.txt"]})),
    "listed but undescribed file": ("schema", lambda b: bag_of(b, **{"bag/data/extra.csv": b"a\n"})),
    "file outside data": ("bag", lambda b: bag_of(b, **{"bag/extra.txt": b"x"})),
    "file outside the bag": ("bag", lambda b: bag_of(b, **{"extra.txt": b"x"})),
    "traversal": ("bag", lambda b: bag_of(b, **{"bag/data/../../../evil": b"x"})),
    "absolute": ("bag", lambda b: bag_of(b, **{"/etc/evil": b"x"})),
    "wrong manifest": ("bag", lambda b: bag_of(b, **{"bag/manifest-sha256.txt": b"0" * 64 + b"  data/visits.csv\n"})),
    "wrong tag manifest": ("bag", lambda b: bag_of(b, **{"bag/tagmanifest-sha256.txt": b""})),
    "wrong declaration": ("bag", lambda b: bag_of(b, **{"bag/bagit.txt": b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"})),
    "no size": ("bag", lambda b: bag_of(b, info=b"Source-Organization: x\n")),
    "wrong size": ("bag", lambda b: bag_of(b, info=b"Payload-Oxum: 1.1\n")),
    "info not text": ("bag", lambda b: bag_of(b, info=b"\xff\xfe\n")),
    "short salt": ("bag", lambda b: bag_of(b, salt=b"x")),
    "no salt": ("schema", lambda b: bag_of(b, salt=None)),
    "no table": ("schema", lambda b: bag_of(b, csv=None)),
    "no descriptor": ("schema", lambda b: bag_of(b, package=None)),
    "descriptor not JSON": ("schema", lambda b: bag_of(b, package=b"{")),
    "descriptor a list": ("schema", lambda b: bag_of(b, package=b"[]")),
    "descriptor deep": ("schema", lambda b: bag_of(b, package=b"[" * 100_000)),
    "descriptor with a lone surrogate": ("schema", lambda b: bag_of(b, package=package(b, lambda r: r.update(title="\ud800")))),
    "other columns": ("schema", lambda b: bag_of(b, csv=b"a,b,c\n1,2,3\n")),
    "short row": ("schema", lambda b: bag_of(b, csv=b"indicator,count,on\nhome,12\n")),
    "not a number": ("schema", lambda b: bag_of(b, csv=b"indicator,count,on\nhome,=1+1,2026-11-02\n")),
    "digits of another script": ("schema", lambda b: bag_of(b, csv="indicator,count,on\nhome,١٢,2026-11-02\n".encode())),
    "not a day": ("schema", lambda b: bag_of(b, csv=b"indicator,count,on\nhome,12,2026-11-31\n")),
    "a NUL": ("schema", lambda b: bag_of(b, csv=b"indicator,count,on\nho\x00me,12,\n")),
    "a field without end": ("schema", lambda b: bag_of(b, csv=b'indicator,count,on\n"' + b"x" * 200_000 + b'",1,\n')),
    "table not UTF-8": ("schema", lambda b: bag_of(b, csv=b"indicator,count,on\n\xff,12,\n")),
    "wrong hash": ("schema", lambda b: bag_of(b, package=package(b, lambda r: r.update(hash="sha256:" + "0" * 64)))),
    "wrong length": ("schema", lambda b: bag_of(b, package=package(b, lambda r: r.update(bytes=1)))),
    "unknown type": ("schema", lambda b: bag_of(b, package=package(b, lambda r: r["schema"]["fields"][0].update(type="any")))),
    "schema not an object": ("schema", lambda b: bag_of(b, package=package(b, lambda r: r.update(schema=[])))),
    "path elsewhere": ("schema", lambda b: bag_of(b, package=package(b, lambda r: r.update(path="../visits.csv")))),
    "path a list": ("schema", lambda b: bag_of(b, package=package(b, lambda r: r.update(path=[])))),
    "a name that is none": ("schema", lambda b: bag_of(b, package=package(b, lambda r: r.update(name="Visits/..")))),
    "something more said": ("schema", lambda b: bag_of(b, package=package(b, lambda r: r.update(remark="x")))),
}  # fmt: skip


def files_of(bureau) -> dict[str, bytes]:
    return unpack(S1().unseal(bureau.members()["payload.age"], bureau.identity, 10**6), most_bytes=10**9, most_members=100, code="bag")


@pytest.mark.parametrize("name", BAGS)
def test_a_bag_that_does_not_hold_is_refused_though_signed(bureau, name):
    code, make = BAGS[name]
    found = bureau.verify(bureau.resealed(make(bureau)))
    assert (found.verdict, found.code) == ("rejected", code)


def test_a_bag_of_more_files_than_allowed(bureau):
    many = pack({f"bag/data/{number}.csv": b"" for number in range(1001)})
    assert bureau.verify(bureau.resealed(many)).code == "bag"


def test_a_bag_without_tables_or_rows_is_whole():
    for tables in ((), read_bag(build_bag((), {}, b"s" * 32)).tables):
        assert read_bag(build_bag(tables, {"Source-Organization": "x"}, b"s" * 32)).schema_sha256 == schema_sha256(tables)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_and_never_raise(bureau, data):
    assert bureau.verify(data).verdict == "rejected"
    for read in (parse, lambda d: sshsig.verify(d, b""), read_bag):
        with pytest.raises(Refusal):
            read(data)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(
        ["form", "counts", "audit", "ciphertext", "seq", "created", "suite", "kind", "recipient", "app", "database", "type", "period"]
    ),
    st.recursive(
        st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
        max_leaves=4,
    ),
)
def test_any_value_in_a_statement_is_read_or_refused(bureau, name, value):
    found = bureau.verify(bureau.resigned(lambda content: content.update({name: value})))
    assert found.verdict == "rejected" or value == json.loads(bureau.made.statement_bytes)[name] or name in ("seq", "period")


def test_statements_written_otherwise_are_refused(bureau):
    good = bureau.made.statement_bytes
    content = json.loads(good)
    for data in (
        json.dumps(content).encode(), json.dumps(content, sort_keys=True, separators=(",", ":")).encode() + b"\n", b" " + good,
        good.replace(b'"seq":1', b'"seq":1,"seq":1'), good.replace(b'"seq":1', b'"seq":1.0'), good.replace(b'"seq":1', b'"seq":9007199254740992'), good.replace(b'"seq":1', b'"seq":1e0'),
        good.replace(b'"seq":1', b'"seq":NaN'), good.replace(b'"seq":1', b'"seq":' + b"9" * 5000), b"[]", b"null", b'"x"', b"[" * 50_000,
        good.replace(b'"0.1.0"', b'"\\u0030.1.0"'), good.replace(b'"0.1.0"', '"版"'.encode()), good.replace(b'"0.1.0"', b'"\\ud800"'),
    ):  # fmt: skip
        assert data != good
        with pytest.raises(Refusal) as refusal:
            parse(data)
        assert refusal.value.code == "statement"
    assert parse(good).to_bytes() == good


def test_allowed_signers_are_read_with_care(bureau):
    line = sshsig.allowed_signers_line("2109990001", bureau.key.public_key().public_bytes_raw())
    assert sshsig.read_allowed_signers("# 名单\n\n" + line)[0].principals == ("school-2109990001",)
    for other in (
        line.replace("submission-v1@jlt.local", "file"), line.replace("ssh-ed25519", "ssh-rsa"), line.replace("namespaces", "no-touch,namespaces"),
        "# " + line, line[:60], "school-1 ssh-ed25519 AAAA\n", "甲 乙 丙\n",
    ):  # fmt: skip
        assert sshsig.read_allowed_signers(other) == []
    for other in (line.replace("namespaces", "cert-authority,namespaces"), sshsig.authority_line(b"\x01" * 32)):
        assert [one.authority for one in sshsig.read_allowed_signers(other)] == [True]
