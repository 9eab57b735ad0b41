"""Acceptance on both stores: what is taken in, what waits, what is an alarm, and that nothing changes before the end (T15)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle import certificate, sshsig
from jlt_desktop.bundle.bag import schema_sha256
from jlt_desktop.bundle.container import pack, unpack
from jlt_desktop.bundle.make import Payload, make_payload
from jlt_desktop.bundle.receipt import Finding, read_receipt
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.district import intake, receipts, returns, status, trust
from jlt_desktop.district.intake import Intake, desk_of
from jlt_desktop.district.run import take_in
from tests.district.conftest import NOW, Office, SchoolSide, figures, key_of

A, B = "2109990001", "2109990002"


def take(office: Office, data: bytes, name: str = "SUB.zip") -> list[intake.Taken]:
    return Intake(desk_of(office.bureau), office.bureau.store).take(name, data, office.clock())


def one(office: Office, data: bytes) -> intake.Taken:
    return take(office, data)[0]


def state(office: Office) -> tuple[object, ...]:
    """Everything that acceptance keeps and that a refused bundle must leave alone."""
    store = office.bureau.store
    return store.heads(), store.submissions(), store.last_answer()


@pytest.fixture
def school(anywhere: Office, tmp_path) -> SchoolSide:
    return anywhere.enrolled(A, tmp_path / "stick")


def resigned(school: SchoolSide, data: bytes, key: Ed25519PrivateKey | None = None, line: bytes | None = None, **changed: object) -> bytes:
    """A bundle whose statement was changed and honestly signed again."""
    members = unpack(data, most_bytes=10**9, most_members=7, code="container")
    statement = rfc8785.dumps(json.loads(members["statement.json"]) | changed)
    shown = school.certificate if line is None else line
    signature = sshsig.sign(key or school.key, statement, certificate=shown)
    return pack({**members, "statement.json": statement, "statement.json.sig": signature, "school-cert.pub": shown})


# -- the straight way ---------------------------------------------------------------------------------------------------


def test_bundles_are_taken_in_one_after_the_other_and_answered(anywhere, school) -> None:
    first, second = school.bundle(), school.bundle(period="2026-12")
    taken = [one(anywhere, made.data) for made in (first, second)]
    assert [each.outcome for each in taken] == ["accepted", "accepted"]
    key = sshsig.read_key_line(anywhere.bureau.trust().receipt_keys[0])
    answers = [read_receipt(each.answer.content, each.answer.signature, key) for each in taken]
    assert [each.number for each in answers] == [1, 2]
    assert answers[1].prev_receipt_sha256 == hashlib.sha256(taken[0].answer.content).hexdigest()
    assert [each.next_seq for each in answers] == [2, 3]
    assert answers[0].statement_sha256 == hashlib.sha256(first.statement_bytes).hexdigest()
    assert answers[0].audit == first.statement.audit
    assert answers[0].recipient_key == school.recipient
    assert receipts.broken_at(anywhere.bureau) == 0
    assert anywhere.bureau.scope.journal.broken_at() == 0
    rows = [cells for _, _, cells in anywhere.bureau.store.rows("2026-11", "student_counts", [1])]
    assert rows == [["sex", "性别", "组0", "1"], ["sex", "性别", "组1", "2"]]


def test_the_same_again_gets_the_same_receipt(anywhere, school) -> None:
    data = school.bundle().data
    first = one(anywhere, data)
    before = state(anywhere)
    again = one(anywhere, data)
    assert again.outcome == "duplicate"
    assert (again.answer.content, again.answer.signature) == (first.answer.content, first.answer.signature)
    assert state(anywhere) == before


def test_what_comes_too_early_waits_and_is_taken_in_with_what_it_waited_for(anywhere, school) -> None:
    made = [school.bundle(period=f"2026-{month:02}") for month in (9, 10, 11, 12)]
    assert one(anywhere, made[0].data).outcome == "accepted"
    for late in (made[3], made[2]):
        taken = one(anywhere, late.data)
        assert (taken.outcome, taken.code) == ("held", "gap")
    assert one(anywhere, made[2].data).answer.number == 3
    assert next((each.state, each.words) for each in status.alarms(anywhere.bureau)) == ("缺号", "第 4 号到了,缺第 2 号。请学校补交。")
    together = take(anywhere, made[1].data)
    assert [(each.seq, each.outcome) for each in together] == [(2, "accepted"), (3, "accepted"), (4, "accepted")]
    assert status.alarms(anywhere.bureau) == []
    assert [head.seq for _, _, head in anywhere.bureau.store.heads()] == [4]


def test_two_statements_under_one_number_are_an_alarm_and_the_first_stays(anywhere, school) -> None:
    twin = replace(school, made=[])
    first, other = school.bundle(), twin.bundle(figures(B))
    assert one(anywhere, first.data).outcome == "accepted"
    head = anywhere.bureau.store.heads()
    taken = one(anywhere, other.data)
    assert (taken.outcome, taken.code) == ("fork", "fork")
    assert anywhere.bureau.store.heads() == head
    assert [each.state for each in status.alarms(anywhere.bureau)] == ["冲突"]
    again = one(anywhere, other.data)
    assert (again.outcome, again.answer.sha256) == ("fork", taken.answer.sha256)


def test_a_new_chain_after_a_restore_is_agreed_to_once(anywhere, school) -> None:
    answer = one(anywhere, school.bundle().data).answer
    old = replace(school, made=[])
    school.chain, school.prev = "e" * 32, ""
    made = school.bundle(period="2026-12", last_receipt_sha256=answer.sha256, last_receipt_seq=answer.number)
    held = one(anywhere, made.data)
    assert (held.outcome, held.code) == ("held", "new-chain")
    # what follows in the new chain waits with it
    after = school.bundle(period="2027-01")
    assert one(anywhere, after.data).code == "gap"
    waiting = anywhere.bureau.store.submissions()[1]
    assert [(each.seq, each.outcome) for each in intake.let_begin(anywhere.bureau, waiting.number)] == [(2, "accepted"), (3, "accepted")]
    # the chain before it is closed for good
    late = one(anywhere, old.bundle(period="2026-10").data)
    assert (late.outcome, late.code) == ("fork", "fork")
    assert anywhere.bureau.store.heads()[0][2].chain_id == "e" * 32


# -- what is refused changes nothing ---------------------------------------------------------------------------------


def other_ca(school: SchoolSide) -> bytes:
    ca = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
    return certificate.issue(ca, school.public, A, 1, NOW - timedelta(days=1), NOW + timedelta(days=30))


def stranger(office: Office, school: SchoolSide) -> bytes:
    return replace(school, key=key_of("stranger"), certificate=b"", made=[]).bundle().data


def other_recipient(office: Office, school: SchoolSide) -> bytes:
    return replace(school, recipient=recipient_of(new_identity()), made=[]).bundle().data


def changed_members(school: SchoolSide, **changed: bytes) -> bytes:
    members = unpack(school.bundle().data, most_bytes=10**9, most_members=7, code="container")
    return pack({name: changed.get(name.split(".")[0].replace("-", "_"), content) for name, content in members.items()})


REFUSED = {
    "nothing": (lambda office, school: b"", "container"),
    "noise": (lambda office, school: bytes(range(256)) * 40, "container"),
    "appended": (lambda office, school: school.bundle().data + b"x", "container"),
    "cut": (lambda office, school: school.bundle().data[:-1], "container"),
    "changed statement": (lambda office, school: changed_members(school, statement=b"{}"), "signature"),
    "stranger": (stranger, "unknown-key"),
    "plain key of an enrolled school": (lambda office, school: replace(school, certificate=b"", made=[]).bundle().data, "unknown-key"),
    "certificate of another CA": (lambda office, school: resigned(school, school.bundle().data, line=other_ca(school)), "certificate"),
    "statement with a name too many": (lambda office, school: resigned(school, school.bundle().data, pupils=["x"]), "statement"),
    "a float": (lambda office, school: resigned(school, school.bundle().data, seq=1.5), "statement"),
    "a number below zero": (lambda office, school: resigned(school, school.bundle().data, seq=-1), "statement"),
    "another role": (
        lambda office, school: resigned(school, school.bundle().data, recipient={**school.made[-1].statement.recipient, "role": "archive"}), "recipient",
    ),
    "sealed to another bureau": (other_recipient, "recipient"),
    "another school's code": (lambda office, school: resigned(school, school.bundle().data, school_id=B), "school"),
    "another serial": (lambda office, school: resigned(school, school.bundle().data, cert_serial=99), "school"),
    "another fingerprint": (lambda office, school: resigned(school, school.bundle().data, key_fingerprint="SHA256:" + "A" * 43), "school"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_nobody_trusted_signed_is_refused_without_a_trace(anywhere, school, name) -> None:
    make, code = REFUSED[name]
    data = make(anywhere, school)
    before = state(anywhere)
    taken = one(anywhere, data)
    assert (taken.outcome, taken.code, taken.answer) == ("rejected", code, None)
    assert taken.words
    assert state(anywhere) == before


def _later(office: Office, school: SchoolSide) -> bytes:
    made = school.bundle(created=NOW - timedelta(days=350))
    office.clock.now = NOW + timedelta(days=60)
    return made.data


def _swapped(office: Office, school: SchoolSide) -> bytes:
    members = unpack(school.bundle().data, most_bytes=10**9, most_members=7, code="container")
    again = replace(school, seq=0, prev="", made=[]).bundle()
    return pack({**members, "payload.age": unpack(again.data, most_bytes=10**9, most_members=7, code="container")["payload.age"]})


ANSWERED = {
    "a suite nobody knows": (lambda office, school: resigned(school, school.bundle().data, suite="S0"), "suite"),
    "expired": (lambda office, school: school.bundle(created=NOW - timedelta(days=401)).data, "expired"),
    "frozen: handed in a year too late": (_later, "expired"),
    "another sealed part": (
        _swapped, "ciphertext",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERED)
def test_what_came_truly_from_the_school_and_cannot_be_taken_is_answered_and_moves_nothing(anywhere, school, name) -> None:
    make, code = ANSWERED[name]
    data = make(anywhere, school)
    before = state(anywhere)
    taken = one(anywhere, data)
    assert (taken.outcome, taken.code) == ("rejected", code)
    after = state(anywhere)
    assert after[:2] == before[:2]
    assert after[2][0] == before[2][0] + 1
    again = one(anywhere, data)
    assert again.answer.sha256 == taken.answer.sha256
    assert state(anywhere) == after


def test_damaged_on_the_way_comes_again_whole(anywhere, school) -> None:
    good = school.bundle()
    members = unpack(good.data, most_bytes=10**9, most_members=7, code="container")
    sealed = bytearray(members["payload.age"])
    sealed[-1] ^= 1
    assert one(anywhere, pack({**members, "payload.age": bytes(sealed)})).code == "ciphertext"
    assert one(anywhere, good.data).outcome == "accepted"


def lying(school: SchoolSide, **changed: object) -> Payload:
    honest = make_payload(figures(school.code), school.code, "2026-11", "general")
    return replace(honest, **changed)


FINAL = {
    "counts": lambda school: {"payload": lying(school, counts={"student_counts": 7})},
    "schema": lambda school: {"payload": lying(school, schema_sha256="0" * 64)},
    "bag": lambda school: {"payload": lying(school, data=pack({"bag/bagit.txt": b"x"}))},
}


@pytest.mark.parametrize("code", FINAL)
def test_a_content_that_does_not_hold_uses_up_its_number_and_is_corrected_by_the_next(anywhere, school, code) -> None:
    bad = school.bundle(**FINAL[code](school))
    taken = one(anywhere, bad.data)
    assert (taken.outcome, taken.code) == ("rejected", code)
    assert one(anywhere, bad.data).answer.sha256 == taken.answer.sha256
    assert anywhere.bureau.store.sheets([1]) == []
    right = school.bundle(kind="correction", supersedes=bad.statement.bundle_id)
    assert one(anywhere, right.data).outcome == "accepted"
    assert [each.seq for each in returns.current(anywhere.bureau, "general", "2026-11")] == [2]


def test_the_plaintext_that_was_signed_is_the_one_that_counts(anywhere, school) -> None:
    made = school.bundle()
    other = resigned(school, made.data, plaintext={**made.statement.plaintext, "sha256": "0" * 64})
    assert one(anywhere, other).code == "plaintext"


# -- sequence, forwards and backwards ----------------------------------------------------------------------------------


def test_an_older_one_never_comes_back(anywhere, school) -> None:
    made = [school.bundle(period=f"2026-{month:02}") for month in (9, 10, 11)]
    for each in made:
        assert one(anywhere, each.data).outcome == "accepted"
    head = anywhere.bureau.store.heads()
    for each in made:
        assert one(anywhere, each.data).outcome == "duplicate"
    other = replace(school, seq=1, prev=hashlib.sha256(made[0].statement_bytes).hexdigest(), made=[]).bundle(period="2026-12")
    assert one(anywhere, other.data).outcome == "fork"
    assert anywhere.bureau.store.heads() == head


@pytest.mark.parametrize("seq", [3, 1000, 2**53 - 1])
def test_a_leap_ahead_waits_and_moves_nothing(anywhere, school, seq) -> None:
    assert one(anywhere, school.bundle().data).outcome == "accepted"
    next_one = replace(school, made=[])
    head = anywhere.bureau.store.heads()
    assert one(anywhere, replace(school, made=[]).bundle(seq=seq, period="2026-12").data).code == "gap"
    assert anywhere.bureau.store.heads() == head
    assert one(anywhere, next_one.bundle(period="2026-12").data).outcome == "accepted"


def test_the_first_of_a_chain_names_none_before_it(anywhere, school) -> None:
    assert one(anywhere, school.bundle(prev_statement_sha256="1" * 64).data).code == "gap"


def test_a_number_that_names_another_one_before_it_is_a_fork(anywhere, school) -> None:
    assert one(anywhere, school.bundle().data).outcome == "accepted"
    assert one(anywhere, school.bundle(prev_statement_sha256="1" * 64).data).outcome == "fork"


def test_a_held_one_that_does_not_fit_what_it_waited_for_is_a_fork(anywhere, school) -> None:
    assert one(anywhere, school.bundle().data).outcome == "accepted"
    honest = replace(school, made=[])
    school.bundle(figures(B))
    ahead = school.bundle(period="2026-12")
    assert one(anywhere, ahead.data).outcome == "held"
    taken = take(anywhere, honest.bundle().data)
    assert [each.outcome for each in taken] == ["accepted", "fork"]


def test_two_that_wait_under_one_number_are_a_fork(anywhere, school) -> None:
    one(anywhere, school.bundle().data)
    assert one(anywhere, replace(school, made=[]).bundle(seq=5).data).outcome == "held"
    assert one(anywhere, replace(school, made=[]).bundle(seq=5, period="2026-12").data).outcome == "fork"


def test_waiting_ones_are_not_without_end(anywhere, school, monkeypatch) -> None:
    monkeypatch.setattr(intake, "MOST_HELD", 3)
    one(anywhere, school.bundle().data)
    outcomes = [one(anywhere, replace(school, made=[]).bundle(seq=number).data) for number in range(5, 10)]
    assert [each.outcome for each in outcomes] == ["held"] * 3 + ["rejected"] * 2
    assert outcomes[-1].code == "too-many-held"


def test_forms_have_chains_of_their_own_and_schools_too(anywhere, school, tmp_path) -> None:
    other = anywhere.enrolled(B, tmp_path / "stick")
    confidential = replace(school, form="confidential", chain="f" * 32, seq=500_000, made=[])
    for each in (school, other, confidential):
        assert one(anywhere, each.bundle(()).data).outcome == "accepted"
    assert len(anywhere.bureau.store.heads()) == 3
    # one school's statement signed with another's key
    assert one(anywhere, resigned(other, school.bundle().data)).code == "school"


# -- keys and time -----------------------------------------------------------------------------------------------------


def test_a_revoked_certificate_is_refused_from_that_moment_on(anywhere, school) -> None:
    first, second = school.bundle(), school.bundle(period="2026-12")
    assert one(anywhere, first.data).outcome == "accepted"
    anywhere.clock.now = NOW + timedelta(days=365 * 10)  # the vault writes its own clock's time
    with pytest.raises(Exception, match="过期"):
        desk_of(anywhere.bureau)
    anywhere.clock.now = NOW
    trust.revoke(anywhere.bureau, 1, "钥匙丢失")
    with anywhere.bureau.scope.transaction():
        anywhere.bureau.scope.conn.execute("UPDATE enrolment SET revoked_at = '2026-11-24T00:00:00.000000Z'")
    before = state(anywhere)
    assert one(anywhere, second.data).code == "certificate"
    assert state(anywhere) == before
    issued = trust.issue(anywhere.bureau, anywhere.root)
    assert json.loads(issued.files["trust.json"])["revoked"] == [1]
    # what was taken in before stays, and its receipt is still given
    assert one(anywhere, first.data).code == "certificate"
    assert anywhere.bureau.store.answer_to(hashlib.sha256(first.statement_bytes).hexdigest()) is not None


def test_a_certificate_ends_after_thirteen_months(anywhere, school) -> None:
    anywhere.clock.now = NOW + timedelta(days=394)
    assert one(anywhere, school.bundle(created=anywhere.clock.now).data).outcome == "accepted"
    anywhere.clock.now = NOW + timedelta(days=397)
    trust.issue(anywhere.bureau, anywhere.root)
    assert one(anywhere, school.bundle(period="2027-12", created=anywhere.clock.now).data).code == "certificate"


def test_an_intake_key_before_the_present_one_still_opens(anywhere, school) -> None:
    from jlt_desktop.district.founding import new_desk_key

    old = school.bundle()
    with anywhere.bureau.scope.transaction():
        new_desk_key(anywhere.bureau, "intake")
    trust.issue(anywhere.bureau, anywhere.root)
    school.recipient = anywhere.bureau.trust().intake[0]
    assert one(anywhere, old.data).outcome == "accepted"
    taken = one(anywhere, school.bundle(period="2026-12").data)
    assert taken.outcome == "accepted"
    assert json.loads(taken.answer.content)["trust_version"] == 2


# -- sent back, and the whole -------------------------------------------------------------------------------------------


def test_what_is_sent_back_leaves_the_returns_until_it_is_corrected(anywhere, school, tmp_path) -> None:
    status.expect(anywhere.bureau, "general", "2026-11", "2026-12-05")
    first = school.bundle()
    taken = one(anywhere, first.data)
    answer = intake.send_back(anywhere.bureau, 1, [Finding(code="value", table="student_counts", row=2, words="男生数少了一个班。")])
    key = sshsig.read_key_line(anywhere.bureau.trust().receipt_keys[0])
    receipt = read_receipt(answer.content, answer.signature, key)
    assert (receipt.outcome, receipt.findings[0].row) == ("rejected", 2)
    assert status.matrix(anywhere.bureau).lines[0][2][0].state == "退回"
    assert returns.current(anywhere.bureau, "general", "2026-11") == []
    again = one(anywhere, first.data)
    assert (again.outcome, again.answer.number) == ("duplicate", answer.number)
    assert again.answer.number == taken.answer.number + 1
    assert one(anywhere, school.bundle(kind="correction", supersedes=first.statement.bundle_id).data).outcome == "accepted"
    assert status.matrix(anywhere.bureau).lines[0][2][0].state == "已收"
    assert receipts.broken_at(anywhere.bureau) == 0


def test_a_folder_goes_through_whatever_lies_in_it(anywhere, school, tmp_path) -> None:
    stick = tmp_path / "stick" / "in"
    stick.mkdir(parents=True)
    other = anywhere.enrolled(B, tmp_path / "stick")
    for each in (school, other):
        for month in (10, 11):
            made = each.bundle(period=f"2026-{month}")
            (stick / made.name).write_bytes(made.data)
    (stick / "SUB-2109990003-2026-11-000001.zip").write_bytes(b"PK\x05\x06 damaged")
    (stick / "notes.txt").write_text("not looked at")
    told: list[tuple[int, int]] = []
    run = take_in(anywhere.bureau, [stick], progress=lambda done, of: told.append((done, of)))
    assert run.counts() == {"accepted": 4, "rejected": 1}
    assert told[-1] == (5, 5)
    assert [each.name for each in run.taken if each.outcome == "rejected"] == ["SUB-2109990003-2026-11-000001.zip"]
    assert "收讫 4 份" in run.words()
    again = take_in(anywhere.bureau, [stick])
    assert again.counts() == {"duplicate": 4, "rejected": 1}
    stopped = take_in(anywhere.bureau, [stick], stopped=lambda: True)
    assert (len(stopped.taken), stopped.left) == (1, 4)
    merged = returns.merge(anywhere.bureau, "general", "2026-11")
    assert [row[:4] + row[-2:-1] for row in merged.tables[0].rows] == [
        [A, "示例01小学", "2", "1", "1"], [A, "示例01小学", "2", "2", "2"], [B, "示例02小学", "2", "1", "2"], [B, "示例02小学", "2", "2", "3"],
    ]  # fmt: skip
    digests = {row[-1] for row in merged.tables[0].rows}
    assert digests == {hashlib.sha256(each.made[1].statement_bytes).hexdigest() for each in (school, other)}


def test_schema_of_figures_is_one_for_all(school) -> None:
    assert schema_sha256(figures(A)) == schema_sha256(figures(B))
