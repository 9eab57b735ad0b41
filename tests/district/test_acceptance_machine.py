"""T15: ten thousand steps of schools, couriers, forgers and an operator against a small model of what must come of them."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field, replace
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from jlt_desktop.bundle import certificate, sshsig
from jlt_desktop.bundle.container import pack, unpack
from jlt_desktop.bundle.make import Envelope, Made, make_bundle, make_payload
from jlt_desktop.bundle.receipt import read_receipt
from jlt_desktop.bundle.suite import recipient_of
from jlt_desktop.district.intake import Desk, Intake, desk_of
from tests.district.conftest import DISTRICT, NOW

CA, KEY = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (31, 32))
NUMBERS = itertools.count(1)
STEPS, EXAMPLES = 100, 125


@dataclass
class Node:
    """A statement some program of the school has made: where it stands, and its bundle."""

    chain: str
    seq: int
    prev: str
    made: Made
    digest: str


@dataclass
class Model:
    """What the desk is to know of a school, written down as simply as it can be."""

    open: tuple[str, int, str] | None = None
    closed: set[str] = field(default_factory=set)
    outcome: dict[str, str] = field(default_factory=dict)
    waiting: dict[tuple[str, int], str] = field(default_factory=dict)
    agreed: set[str] = field(default_factory=set)

    def expect(self, one: Node) -> str:
        """Say what must come of a delivery, and note it."""
        known = self.outcome.get(one.digest, "")
        if known in ("accepted", "fork"):
            return "duplicate" if known == "accepted" else "fork"
        said = self._decide(one)
        self.outcome[one.digest] = said
        if said == "held":
            self.waiting[one.chain, one.seq] = one.digest
        elif self.waiting.get((one.chain, one.seq)) == one.digest:
            del self.waiting[one.chain, one.seq]
        if said == "accepted":
            if self.open and self.open[0] != one.chain:
                self.closed.add(self.open[0])
            self.open = (one.chain, one.seq, one.digest)
        return said

    def _decide(self, one: Node) -> str:
        if one.chain in self.closed:
            return "fork"
        if self.open is None or self.open[0] != one.chain:
            free = self.open is None or one.chain in self.agreed
            return "accepted" if one.prev == "" and free else self._wait(one)
        _, seq, digest = self.open
        if one.seq <= seq:
            return "fork"
        if one.seq > seq + 1:
            return self._wait(one)
        return "accepted" if one.prev == digest else "fork"

    def _wait(self, one: Node) -> str:
        return "fork" if self.waiting.get((one.chain, one.seq), one.digest) != one.digest else "held"


class Acceptance(RuleBasedStateMachine):
    """One school of a bureau whose vault has seen all the schools before it."""

    desk: Desk
    intake: Intake
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.school = f"21{next(NUMBERS):08}"
        self.line = certificate.issue(
            CA, KEY.public_key().public_bytes_raw(), self.school, 1, NOW - timedelta(days=1), NOW + timedelta(days=30)
        )
        self.model, self.nodes, self.answers = Model(), [], {}
        self.payload = make_payload((), self.school, "2026-11", "general")

    def _make(self, chain: str, seq: int, prev: str) -> Node:
        envelope = Envelope(
            school_id=self.school, district=DISTRICT, recipients=(recipient_of(self.desk.identities[0]),), form_id="general", period="2026-11", chain_id=chain,
            seq=seq, prev_statement_sha256=prev, audit={"general": None, "confidential": None}, database={"epoch": 1, "counter": 1}, kind="nil",
            prepared_by="clerk", approved_by="principal", app_version="0.1.0", created=NOW, certificate=self.line,
        )  # fmt: skip
        made = make_bundle(self.payload, envelope, KEY)
        node = Node(chain, seq, prev, made, hashlib.sha256(made.statement_bytes).hexdigest())
        self.nodes.append(node)
        return node

    def _deliver(self, node: Node) -> None:
        expected = [self.model.expect(node)]
        while expected[-1] == "accepted":
            after = self.model.waiting.get((self.model.open[0], self.model.open[1] + 1))
            if after is None:
                break
            expected.append(self.model.expect(next(one for one in self.nodes if one.digest == after)))
        taken = self.intake.take(node.made.name, node.made.data, NOW)
        assert [one.outcome for one in taken] == expected
        for one in taken:
            assert one.answer is not None
            if one.outcome == "duplicate":
                assert one.answer.content == self.answers[one.statement_sha256]
            self.answers[one.statement_sha256] = one.answer.content
        if self.model.outcome[node.digest] == "fork":
            assert taken[0].answer.outcome == "fork"

    # -- what schools do --------------------------------------------------------------------------------------------

    @rule(chain=st.sampled_from("abc"))
    def begin(self, chain: str) -> None:
        """A first statement, also of a chain that has one already."""
        self._deliver(self._make(chain * 32, 1, ""))

    @precondition(lambda self: self.nodes)
    @rule(data=st.data(), leap=st.sampled_from([1, 1, 1, 1, 2, 3]), deliver=st.booleans())
    def follow(self, data: st.DataObject, leap: int, deliver: bool) -> None:
        """The next after any statement there is, or one that has lost some between; it may be on its way for long."""
        before = data.draw(st.sampled_from(self.nodes))
        node = self._make(before.chain, before.seq + leap, before.digest)
        if deliver:
            self._deliver(node)

    @precondition(lambda self: self.model.open)
    @rule()
    def go_on(self) -> None:
        """The honest next one."""
        chain, seq, digest = self.model.open
        self._deliver(self._make(chain, seq + 1, digest))

    # -- what couriers do -------------------------------------------------------------------------------------------

    @precondition(lambda self: self.nodes)
    @rule(data=st.data())
    def bring(self, data: st.DataObject) -> None:
        """Any of them, once more or at last."""
        self._deliver(data.draw(st.sampled_from(self.nodes)))

    @precondition(lambda self: self.nodes)
    @rule(data=st.data(), place=st.integers(0, 10**6), bit=st.integers(0, 7))
    def damage(self, data: st.DataObject, place: int, bit: int) -> None:
        """A bit falls over on the way."""
        spoilt = bytearray(data.draw(st.sampled_from(self.nodes)).made.data)
        spoilt[place % len(spoilt)] ^= 1 << bit
        self._refused(bytes(spoilt), ("container",))

    # -- what forgers do --------------------------------------------------------------------------------------------

    @precondition(lambda self: self.nodes)
    @rule(
        data=st.data(),
        kind=st.sampled_from(
            ["other key", "other ca", "other school", "no certificate", "swapped payload", "old statement under a new signature"]
        ),
    )
    def forge(self, data: st.DataObject, kind: str) -> None:
        """A bundle that somebody else has made of this one."""
        node = data.draw(st.sampled_from(self.nodes))
        members = unpack(node.made.data, most_bytes=10**9, most_members=7, code="container")
        other = Ed25519PrivateKey.from_private_bytes(b"\x63" * 32)
        signer, line, statement = other, self.line, members["statement.json"]
        if kind == "other key":
            line = (sshsig.key_line(other.public_key().public_bytes_raw()) + "\n").encode()
        elif kind == "other ca":
            line = certificate.issue(
                other, other.public_key().public_bytes_raw(), self.school, 1, NOW - timedelta(days=1), NOW + timedelta(days=1)
            )
        elif kind == "other school":
            line = certificate.issue(
                CA, other.public_key().public_bytes_raw(), "9999999999", 1, NOW - timedelta(days=1), NOW + timedelta(days=1)
            )
        elif kind == "no certificate":
            signer, line = KEY, (sshsig.key_line(KEY.public_key().public_bytes_raw()) + "\n").encode()
        if kind == "swapped payload":
            changed = {**members, "payload.age": members["payload.age"][:-1] + bytes([members["payload.age"][-1] ^ 1])}
            if self.model.outcome.get(node.digest) is None and self.model._decide(node) == "accepted":
                self._refused(pack(changed), ("ciphertext",), answered=True)
            return
        signature = sshsig.sign(signer, statement, certificate=b"" if kind in {"no certificate", "other key"} else line)
        self._refused(
            pack({**members, "statement.json.sig": signature, "school-cert.pub": line}),
            ("unknown-key", "certificate", "school", "signature"),
        )

    def _refused(self, data: bytes, codes: tuple[str, ...], *, answered: bool = False) -> None:
        store = self.intake._store
        before = (store.head(self.school, "general"), store.submissions(school_id=self.school), store.last_answer())
        (taken,) = self.intake.take("forged.zip", data, NOW)
        assert (taken.outcome, taken.code in codes) == ("rejected", True), taken
        after = (store.head(self.school, "general"), store.submissions(school_id=self.school), store.last_answer())
        assert after[:2] == before[:2]
        assert (after[2] != before[2]) <= answered

    # -- what the operator does -------------------------------------------------------------------------------------

    @precondition(
        lambda self: any(one.outcome == "held" and one.code == "new-chain" for one in self.intake._store.submissions(school_id=self.school))
    )
    @rule(data=st.data())
    def agree(self, data: st.DataObject) -> None:
        """A new chain is agreed to, and its first comes again."""
        store = self.intake._store
        waiting = [one for one in store.submissions(school_id=self.school) if one.outcome == "held" and one.code == "new-chain"]
        one = data.draw(st.sampled_from(waiting))
        with store.turn(self.school):
            store.let_begin(self.school, "general", one.chain_id, "2026-11-24", "王复核")
        self.model.agreed.add(one.chain_id)
        self._deliver(next(node for node in self.nodes if node.digest == one.statement_sha256))

    # -- what holds at every moment ---------------------------------------------------------------------------------

    @invariant()
    def a_step_is_counted(self) -> None:
        type(self).steps += 1

    @invariant()
    def the_desk_knows_what_the_model_knows(self) -> None:
        store = self.intake._store
        head = store.head(self.school, "general")
        assert (None if head is None else (head.chain_id, head.seq, head.sha256)) == self.model.open
        kept = {one.statement_sha256: one.outcome for one in store.submissions(school_id=self.school)}
        assert kept == self.model.outcome

    @invariant()
    def what_was_accepted_hangs_together(self) -> None:
        by_chain: dict[str, list[Node]] = {}
        for node in self.nodes:
            if self.model.outcome.get(node.digest) == "accepted":
                by_chain.setdefault(node.chain, []).append(node)
        for chain in by_chain.values():
            chain.sort(key=lambda one: one.seq)
            assert chain[0].prev == ""
            assert all((after.seq, after.prev) == (one.seq + 1, one.digest) for one, after in itertools.pairwise(chain))


def test_ten_thousand_steps(office) -> None:
    desk = replace(
        desk_of(office.bureau), signers=tuple(sshsig.read_allowed_signers(sshsig.authority_line(CA.public_key().public_bytes_raw())))
    )

    class OnThisDesk(Acceptance):
        pass

    OnThisDesk.desk, OnThisDesk.intake = desk, Intake(desk, office.bureau.store)
    told = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(OnThisDesk, settings=told)
    assert OnThisDesk.steps >= 10_000
    # the receipts of all of them are one chain, each signed
    public = Ed25519PrivateKey.from_private_bytes(desk.receipt_key).public_key().public_bytes_raw()
    before = ""
    answers = office.bureau.store.answers()
    assert len(answers) > EXAMPLES
    for place, one in enumerate(answers, start=1):
        receipt = read_receipt(one.content, one.signature, public)
        assert (receipt.number, receipt.prev_receipt_sha256) == (place, before)
        before = hashlib.sha256(one.content).hexdigest()
    assert office.bureau.scope.journal.broken_at() == 0
