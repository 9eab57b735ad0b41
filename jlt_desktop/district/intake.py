"""Taking in one bundle in the order of FORMAT.md section 6: everything is looked at first, the state changes last, in one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jlt_desktop.bundle.container import unpack
from jlt_desktop.bundle.receipt import Finding, Receipt, sign_receipt
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.statement import parse
from jlt_desktop.bundle.verify import MOST_CONTAINER, Seen, check_ciphertext, hold_statement, open_bag, read_statement
from jlt_desktop.district.bureau import in_utc
from jlt_desktop.district.store import ACCEPTED, FORK, HELD, REJECTED, RETURNED, Answer, Head, Sheet, Submission
from jlt_desktop.domain.errors import OutsideError, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.bundle.bag import Bag
    from jlt_desktop.bundle.sshsig import AllowedSigner
    from jlt_desktop.bundle.statement import Statement
    from jlt_desktop.district.bureau import Bureau
    from jlt_desktop.district.store import Store

# of one bundle: far above what a school has to say, low enough that the worst within it stays below half a gigabyte of memory
MOST_TAKEN = 32 * 1024 * 1024
MOST_HELD = 60  # of one school: who sends only what comes later cannot fill the disk
DUPLICATE = "duplicate"
WORDS = {
    ACCEPTED: "收讫",
    DUPLICATE: "以前收过,回执照旧",
    HELD: "暂存,等前面缺的",
    FORK: "同一编号两份不同,报警",
    REJECTED: "退回",
    RETURNED: "退回",
}
CODES = {
    "gap": "前面还缺一份没有交。",
    "new-chain": "学校换了新的编号(装了新电脑或恢复过备份),要先经局端同意一次。",
    "fork": "同一编号收到过另一份不同的材料:可能有两台电脑在报,或恢复过旧备份。",
    "too-many-held": "这所学校等着的材料太多,没有再存。",
    "form": "现在不收这种表。",
    "returned": "局端退回。",
}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What taking in needs, as plain values, so that another process can be handed it: the store apart.

    district: six digits. identities: age identities, the one in use first. receipt_key: raw. trust_*: of the list in force.
    """

    district: str
    identities: tuple[str, ...]
    receipt_key: bytes
    signers: tuple[AllowedSigner, ...]
    revoked: frozenset[int]
    suites: tuple[str, ...]
    forms: frozenset[str]
    trust_version: int
    trust_sha256: str
    krl_sha256: str
    trust_until: str
    recipient: str
    actor: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one bundle. outcome: accepted, duplicate, held, fork, rejected. answer: None when nobody trusted signed it.

    code: of FORMAT.md section 6, or of CODES; words: the same for people. period, school, seq: as far as they could be believed.
    """

    name: str
    outcome: str
    code: str
    words: str
    school_id: str = ""
    form: str = ""
    period: str = ""
    seq: int = 0
    statement_sha256: str = ""
    answer: Answer | None = None


def desk_of(bureau: Bureau) -> Desk:
    """Return what holds at the bureau now. Raises OutsideError when there is no trust list, or it holds no more."""
    trust, now = bureau.trust(), bureau.now()
    if now > datetime.fromisoformat(trust.not_after):
        raise OutsideError("信任清单已经过期,不能收件。", "", "没有收任何材料。", "请用根钥匙签发新一版。")
    suites = ("S1",)
    return Desk(
        district=bureau.district, identities=bureau.identities(), receipt_key=bureau.receipt_key().private_bytes_raw(),
        signers=tuple(bureau.signers()), revoked=frozenset(bureau.revoked(now)), suites=suites[suites.index(trust.minimum_suite) :],
        forms=frozenset(trust.forms), trust_version=trust.version, trust_sha256=hashlib.sha256(trust.to_bytes()).hexdigest(),
        krl_sha256=trust.krl_sha256, trust_until=trust.not_after, recipient=trust.intake[0], actor=bureau.user,
    )  # fmt: skip


class Intake:
    """Takes in bundles, one after the other; several may work on one PostgreSQL store."""

    def __init__(self, desk: Desk, store: Store, most: int = MOST_TAKEN) -> None:
        """most: bytes of a bundle."""
        self._desk, self._store, self._most = desk, store, most

    def take(self, name: str, data: bytes, now: datetime) -> list[Taken]:
        """Take in one file, and what waited for it. Never raises on what the file holds; OutsideError when nothing can be kept."""
        taken = [self._take(name, data, now)]
        while taken[-1].outcome == ACCEPTED or (taken[-1].outcome == REJECTED and taken[-1].code in _FINAL):
            waiting = self._store.held(taken[-1].school_id, taken[-1].form, self._chain(taken[-1]), taken[-1].seq + 1)
            if waiting is None:
                break
            arrived = datetime.fromisoformat(waiting.at)
            taken.append(self._take(waiting.file_name, self._store.content(waiting.number), now, arrived))
        return taken

    def _chain(self, one: Taken) -> str:
        found = self._store.find(one.statement_sha256)
        return found.chain_id if found else ""

    def _take(self, name: str, data: bytes, now: datetime, arrived: datetime | None = None) -> Taken:
        """arrived: when what waited came in; that moment decides what was valid, what was revoked since counts all the same."""
        desk, moment, statement = self._desk, arrived or now, None
        try:
            members, signer, statement = read_statement(data, desk.signers, moment, desk.revoked, self._most)
            seen = hold_statement(members, signer, statement, desk.signers, moment, desk.identities, desk.suites)
        except Refusal as refusal:
            return self._refused(name, data, refusal, statement, now)
        self._store.ready_for(seen.statement.period)
        with self._store.turn(seen.statement.school_id):
            return _Turn(desk, self._store, seen, name, data, now).take()

    def _refused(self, name: str, data: bytes, refusal: Refusal, statement: Statement | None, now: datetime) -> Taken:
        """Steps 1 to 8: nothing is kept. Who signed truly and for itself is answered all the same."""
        if statement is None or refusal.code not in ("suite", "expired"):
            return Taken(name, REJECTED, refusal.code, str(refusal))
        with self._store.turn(statement.school_id):
            digest = hashlib.sha256(_statement_bytes(data)).hexdigest()
            before = self._store.answer_to(digest)
            if before is not None and (before.outcome, before.code) == (REJECTED, refusal.code):
                return _told(name, statement, digest, REJECTED, refusal.code, before)
            answer = answer_bundle(self._desk, self._store, statement, digest, REJECTED, refusal.code, statement.seq, now)
        return _told(name, statement, digest, REJECTED, refusal.code, answer)


# the number is used up when what the school signed came whole and yet does not hold; the school corrects it with its next number
_FINAL = ("unseal", "plaintext", "bag", "schema", "counts", "form")


class _Turn:
    """One bundle whose signature held, while its school is held: steps 9 to 15 and the one change of state."""

    def __init__(self, desk: Desk, store: Store, seen: Seen, name: str, data: bytes, now: datetime) -> None:
        self._desk, self._store, self._seen, self._name, self._data, self._now = desk, store, seen, name, data, now
        self._one = seen.statement
        self._form = str(seen.statement.form["id"])

    def take(self) -> Taken:
        """Decide and keep."""
        known = self._store.find(self._seen.statement_sha256)
        if known is not None and known.outcome != HELD:
            return self._again(known)
        outcome, code = self._sequence()
        if outcome == ACCEPTED:
            try:
                check_ciphertext(self._seen)
            except Refusal as refusal:  # damaged on the way: the same statement may come again, whole
                return self._answer(REJECTED, refusal.code)
            return self._open()
        if outcome == HELD and known is not None:
            return self._again(known)
        if outcome == REJECTED:
            return self._answer(outcome, code)
        self._store.keep(self._submission(outcome, code), self._data)
        return self._answer(outcome, code)

    def _again(self, known: Submission) -> Taken:
        answer = self._store.answer_to(known.statement_sha256)
        outcome = DUPLICATE if known.outcome in (ACCEPTED, RETURNED, REJECTED) else known.outcome
        return _told(self._name, self._one, known.statement_sha256, outcome, known.code, answer)

    def _sequence(self) -> tuple[str, str]:
        """Step 9: number, statement before and chain against what is kept."""
        one, school = self._one, self._one.school_id
        head, state = self._store.head(school, self._form), self._store.chain_state(school, self._form, one.chain_id)
        if state == "closed":
            return FORK, "fork"
        if head is not None and head.chain_id != one.chain_id:
            return self._other_chain()
        if head is None:
            return (ACCEPTED, "") if one.prev_statement_sha256 == "" else self._wait("gap")
        if one.seq <= head.seq:
            return FORK, "fork"
        if one.seq > head.seq + 1:
            return self._wait("gap")
        return (ACCEPTED, "") if one.prev_statement_sha256 == head.sha256 else (FORK, "fork")

    def _other_chain(self) -> tuple[str, str]:
        """A chain that is not the one open: its first statement may begin it once an operator has agreed."""
        if self._one.prev_statement_sha256 != "":
            return self._wait("gap")
        if self._store.may_begin(self._one.school_id, self._form, self._one.chain_id):
            return ACCEPTED, ""
        return self._wait("new-chain")

    def _wait(self, code: str) -> tuple[str, str]:
        waiting = self._store.held(self._one.school_id, self._form, self._one.chain_id, self._one.seq)
        if waiting is not None and waiting.statement_sha256 != self._seen.statement_sha256:
            return FORK, "fork"
        if waiting is None and self._store.held_count(self._one.school_id) >= MOST_HELD:
            return REJECTED, "too-many-held"
        return HELD, code

    def _open(self) -> Taken:
        """Steps 10 to 15, then all that changes."""
        if self._form not in self._desk.forms:
            return self._settle(REJECTED, "form", None)
        try:
            bag = open_bag(self._seen, self._desk.identities)
        except Refusal as refusal:
            return self._settle(REJECTED, refusal.code, None)
        return self._settle(ACCEPTED, "", bag)

    def _settle(self, outcome: str, code: str, bag: Bag | None) -> Taken:
        one, at = self._one, in_utc(self._now)
        number = self._store.keep(self._submission(outcome, code), self._data)
        for place, table in enumerate(bag.tables if bag else ()):
            columns = tuple((each.name, each.title, each.type) for each in table.columns)
            self._store.keep_rows(one.period, Sheet(number, table.name, table.title, place, columns), table.rows)
        head = Head(one.chain_id, one.seq, self._seen.statement_sha256)
        self._store.advance(one.school_id, self._form, head, at, self._desk.actor)
        return self._answer(outcome, code)

    def _submission(self, outcome: str, code: str) -> Submission:
        one = self._one
        return Submission(
            0, one.school_id, self._form, one.period, one.kind, one.supersedes, one.bundle_id, one.chain_id, one.seq,
            self._seen.statement_sha256, outcome, code, self._name, in_utc(self._now), self._desk.actor,
        )  # fmt: skip

    def _answer(self, outcome: str, code: str) -> Taken:
        before = self._store.answer_to(self._seen.statement_sha256)
        if before is None or (before.outcome, before.code) != (outcome, code):
            head = self._store.head(self._one.school_id, self._form)
            expected = head.seq + 1 if head else self._one.seq
            digest = self._seen.statement_sha256
            before = answer_bundle(self._desk, self._store, self._one, digest, outcome, code, expected, self._now)
        return _told(self._name, self._one, self._seen.statement_sha256, outcome, code, before)


def answer_bundle(
    desk: Desk,
    store: Store,
    one: Statement,
    digest: str,
    outcome: str,
    code: str,
    expected: int,
    now: datetime,
    findings: Sequence[Finding] = (),
) -> Answer:
    """Sign and keep the next receipt, within the school's turn. expected: the number that is to come next."""
    given = tuple(findings) or ((Finding(code=code, words=words_of(code)),) if code else ())
    number, before = store.last_answer()
    made = Receipt(
        district=desk.district, number=number + 1, prev_receipt_sha256=before, school_id=one.school_id, bundle_id=one.bundle_id,
        statement_sha256=digest, form=str(one.form["id"]), period=one.period, seq=one.seq,
        outcome=REJECTED if outcome == RETURNED else outcome, findings=given, ingested_at=now.isoformat(timespec="seconds"),
        next_seq=expected, audit=one.audit, trust_version=desk.trust_version, trust_sha256=desk.trust_sha256, krl_sha256=desk.krl_sha256,
        recipient_key=desk.recipient, not_after=desk.trust_until,
    )  # fmt: skip
    content, signature = sign_receipt(made, Ed25519PrivateKey.from_private_bytes(desk.receipt_key))
    answer = Answer(
        number + 1, one.school_id, digest, outcome, code, content, signature, hashlib.sha256(content).hexdigest(), in_utc(now), desk.actor
    )
    store.answered(answer)
    return answer


def words_of(code: str) -> str:
    """Return a reason in words."""
    return CODES[code] if code in CODES else str(Refusal(code))


def _told(name: str, one: Statement, digest: str, outcome: str, code: str, answer: Answer | None) -> Taken:
    words = words_of(code) if code else ""
    return Taken(name, outcome, code, words, one.school_id, str(one.form["id"]), one.period, one.seq, digest, answer)


def _statement_bytes(data: bytes) -> bytes:
    return unpack(data, most_bytes=MOST_CONTAINER, most_members=7, code="container")["statement.json"]


def let_begin(bureau: Bureau, number: int) -> list[Taken]:
    """Agree to the new chain that a waiting bundle begins, and take it in. Raises UserError when nothing of the kind waits."""
    one = bureau.store.submission(number)
    if one is None or (one.outcome, one.code) != (HELD, "new-chain"):
        raise UserError(f"第 {number} 号没有在等同意。", "", "没有改动。", "请看收件清单。")
    with bureau.store.turn(one.school_id):
        bureau.store.let_begin(one.school_id, one.form, one.chain_id, in_utc(bureau.now()), bureau.user)
    with bureau.scope.transaction():
        bureau.log("同意新编号", f"submission/{number}", {"school": one.school_id, "chain": one.chain_id})
    return Intake(desk_of(bureau), bureau.store).take(one.file_name, bureau.store.content(number), bureau.now())


def send_back(bureau: Bureau, number: int, findings: Sequence[Finding]) -> Answer:
    """Return an accepted submission with reasons, item by item; returns the receipt. Raises UserError."""
    one = bureau.store.submission(number)
    if one is None or one.outcome not in (ACCEPTED, RETURNED):
        raise UserError(f"第 {number} 号没有收讫,不能退回。", "", "没有改动。", "请看收件清单。")
    if not findings or not all(each.words.strip() for each in findings):
        raise UserError("退回要写明理由。", "", "没有退回。", "请写清哪张表、第几行、怎么改。")
    statement = parse(_statement_bytes(bureau.store.content(number)))
    desk = desk_of(bureau)
    with bureau.store.turn(one.school_id):
        head = bureau.store.head(one.school_id, one.form)
        bureau.store.set_outcome(number, RETURNED, "returned")
        expected = head.seq + 1 if head else one.seq
        answer = answer_bundle(desk, bureau.store, statement, one.statement_sha256, RETURNED, "returned", expected, bureau.now(), findings)
    with bureau.scope.transaction():
        bureau.log("退回材料", f"submission/{number}", {"receipt": answer.number})
    return answer
