"""The two classes of checks before a submission: 逻辑校验 must be mended, 经验校验 is mended or explained and the explanation travels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jlt_desktop.domain import rail
from jlt_desktop.domain.checking import settle
from jlt_desktop.domain.figures import Crosstab
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import Leaves
from jlt_desktop.domain.periods import day_of, span
from jlt_desktop.domain.report import Tally
from jlt_desktop.services import reporting
from jlt_desktop.services.collecting import happened_in
from jlt_desktop.services.crosstabs import crossed, usual_span
from jlt_desktop.services.freezing import NOT_EXPLAINED, Note
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.submitting import Parcel

Kind = Literal["logic", "experience"]
KINDS: dict[Kind, str] = {"logic": "逻辑校验(必须改)", "experience": "经验校验(改,或写明原因)"}
_SHARE, _LEAST = 0.3, 10


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found. key names it for good, so that its explanation finds it again. record, field: where it is mended."""

    kind: Kind
    key: str
    check: str
    ledger: str
    title: str
    record: str
    field: str
    place: str
    words: str


def look_over(office: Office, parcel: Parcel, asked: Record | None = None) -> list[Found]:
    """Return everything that must be mended or explained before a parcel may leave. asked: the record of what the bureau wants."""
    ledgers = [one for one in office.ledgers.values() if one.scope == parcel.scope and not one.submits and _leaves(one)]
    found: list[Found] = []
    if parcel.kind in ("final", "correction"):
        for ledger in ledgers:
            found += _of_records(office, ledger)
            found += _of_sums(office, ledger)
            found += _of_crosstabs(office, ledger)
        found += _compared(parcel)
        found += _of_days(office, parcel, asked)
    found += _of_kind(office, parcel, asked)
    order = list(KINDS)
    return sorted(found, key=lambda one: (order.index(one.kind), one.title, one.place, one.key))


def _leaves(ledger: Ledger) -> bool:
    return bool(ledger.indicators or ledger.leaving(Leaves.PSEUDONYM)) or any(f.leaves == Leaves.COUNT for f in ledger.fields.values())


def _of_records(office: Office, ledger: Ledger) -> Iterator[Found]:
    """Every record through its own checks once more: what was imported, merged or became wrong since."""
    plain, store = office.around(), office.store(ledger)
    above = office.ledgers.get(ledger.part_of or "")
    heads = {one.id: one for one in store.every(above)} if above else {}
    for record in store.page(ledger).records:
        if above and record.parent not in heads:
            continue
        around = plain.for_record(record, heads.get(record.parent or ""))
        seen = settle(ledger, dict(record.values), (), around)
        if not seen.problems and not seen.questions:
            continue
        sealed = bool(ledger.seal and ledger.seal.since(record, around))
        place = office.lookup.label(ledger.key, record.id) or (office.lookup.label(above.key, record.parent or "") if above else "")
        findings: tuple[Finding, ...] = (*seen.problems, *seen.questions)
        for one in findings:
            name = one.field
            if not isinstance(one, Problem) and (name not in ledger.fields or ledger.fields[name].leaves == Leaves.NEVER):
                continue  # asked and answered when it was written; what does not leave is no matter of the bureau's
            # what is sealed cannot be mended any more: it can only be explained
            kind: Kind = "logic" if isinstance(one, Problem) and not sealed else "experience"
            yield Found(kind, f"record:{ledger.key}:{record.id}:{name}", "记录", ledger.key, ledger.title, record.id, name, place, one.text)


def _of_sums(office: Office, ledger: Ledger) -> Iterator[Found]:
    """勾稽: the cross-checks of every statistical table."""
    for report in (one for one in ledger.reports if isinstance(one, Tally)):
        for number, (words, holds) in enumerate(reporting.make(office, ledger, report.key).checks):
            if not holds:
                key = f"sum:{ledger.key}:{report.key}:{number}"
                yield Found("logic", key, "勾稽", ledger.key, ledger.title, "", "", report.title, f"不平:{words}")


def _of_crosstabs(office: Office, ledger: Ledger) -> Iterator[Found]:
    """勾稽 of the tables whose columns come from several ledgers."""
    for report in (one for one in ledger.reports if isinstance(one, Crosstab)):
        for number, (words, holds) in enumerate(crossed(office, report, usual_span(office)).checks):
            if not holds:
                key = f"sum:{ledger.key}:{report.key}:{number}"
                yield Found("logic", key, "勾稽", ledger.key, ledger.title, "", "", report.title, f"不平:{words}")


def _compared(parcel: Parcel) -> Iterator[Found]:
    """What is very different from the last time."""
    rows = {one.name: len(one.rows) for one in parcel.tables}
    for one in parcel.compared.differences:
        if one.figures:
            for name, then, now in one.figures:
                if _far(then, now):
                    yield _strange(one.table, one.title, name, f"上次 {then or 0},这次 {now or 0},相差很大。")
        else:
            now_rows = rows.get(one.table, 0)
            then_rows = now_rows - one.more + one.fewer
            if _far(str(then_rows), str(now_rows)):
                yield _strange(one.table, one.title, "行数", f"上次 {then_rows} 行,这次 {now_rows} 行,相差很大。")


def _strange(table: str, title: str, place: str, words: str) -> Found:
    return Found("experience", f"compare:{table}:{place}", "与上次比较", table.removesuffix("_counts"), title, "", "", place, words)


def _far(then: str, now: str) -> bool:
    if not (then or "0").isdigit() or not (now or "0").isdigit():
        return False
    first, second = int(then or 0), int(now or 0)
    return abs(first - second) >= _LEAST and abs(first - second) > _SHARE * max(first, second)


def _of_days(office: Office, parcel: Parcel, asked: Record | None) -> Iterator[Found]:
    """Figures that can only be had as of today, where another day was asked for; a period that is still to come."""
    today = office.today()
    whole = span(parcel.period, office.around().calendar)
    own, title = (asked.ledger, office.ledgers[asked.ledger].title) if asked else ("", "本次报送")
    record = asked.id if asked else ""
    if asked is not None and day_of(asked.get(rail.AS_OF)) not in (None, today):
        words = f"来文的统计时点是 {asked.get(rail.AS_OF)},在册人数、在管档案等只能按今天({today})统计。"
        yield Found("experience", "day:as_of", "统计时点", own, title, record, rail.AS_OF, "统计时点", words)
    if asked is not None and whole.since > today:
        words = f"报送期从 {whole.since} 才开始,期内还没有记录。"
        yield Found("experience", "day:future", "统计时点", own, title, record, rail.PERIOD, "报送期", words)


def _of_kind(office: Office, parcel: Parcel, asked: Record | None) -> Iterator[Found]:
    own, title, record = (asked.ledger, office.ledgers[asked.ledger].title, asked.id) if asked else ("", "本次报送", "")
    if parcel.kind == "nil" and parcel.scope == "confidential":
        words = "专项报送不用零报告:人数少时一律显示“<5”,有没有都一样。请把种类改成“正式报送”。"
        yield Found("logic", "kind:nil", "种类", own, title, record, rail.KIND, "种类", words)
    elif parcel.kind == "nil":
        some = happened_in(office, parcel.scope, span(parcel.period, office.around().calendar).up_to(min(parcel.as_of, office.today())))
        if some:
            words = f"零报告表示本期什么也没有发生,可是期内有记录:{'、'.join(some[:6])}。"
            yield Found("logic", "kind:nil", "种类", own, title, record, rail.KIND, "种类", words)


# -- explanations ---------------------------------------------------------------------------------------------------


def explain(office: Office, asked: Record, found: Found, text: str) -> None:
    """Keep why something unusual is right; a blank text takes the explanation back."""
    store = office.store(office.ledgers[asked.ledger])
    with store.transaction():
        if text.strip():
            store.conn.execute(
                "INSERT OR REPLACE INTO explained(submission, finding, text, at, actor) VALUES (?, ?, ?, ?, ?)",
                (asked.id, found.key, text.strip(), now_utc(), office.user),
            )
        else:
            store.conn.execute("DELETE FROM explained WHERE submission = ? AND finding = ?", (asked.id, found.key))
        store.journal.append(now_utc(), "经验校验说明", f"{asked.ledger}/{asked.id}", {"finding": store.journal.digest(found.key)})


def explanations(office: Office, asked: Record) -> Mapping[str, str]:
    """Return the explanations given so far: key of what was found -> text."""
    rows = office.store(office.ledgers[asked.ledger]).conn.execute("SELECT finding, text FROM explained WHERE submission = ?", (asked.id,))
    return dict(rows.fetchall())


def notes(found: Sequence[Found], explained: Mapping[str, str]) -> tuple[Note, ...]:
    """Return what travels of the experience checks. A record is named by its ledger alone: places hold names."""
    return tuple(
        Note(one.check, one.ledger, "" if one.record else one.place, _nameless(one), explained.get(one.key) or NOT_EXPLAINED)
        for one in found
        if one.kind == "experience"
    )


def _nameless(one: Found) -> str:
    # the words of a record's check may hold what somebody typed; the bureau is told what kind of record it is
    return f"{one.title}有一条记录不同寻常" if one.check == "记录" else one.words


def open_points(found: Sequence[Found], explained: Mapping[str, str]) -> list[Found]:
    """Return what still keeps a submission from being finalised: every logic finding, and the others without an explanation."""
    return [one for one in found if one.kind == "logic" or not explained.get(one.key, "").strip()]
