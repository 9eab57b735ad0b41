"""Two files of one child made one: values chosen side by side, everything that hangs on the other moved over, and the way back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from jlt_desktop.domain.checking import Examined, settle
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields_lines import read_out
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.domain.seal import CORRECTION
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.undoing import MERGED
from jlt_desktop.vault.bulk import Run, list_run
from jlt_desktop.vault.moving import Standing, parts_under, pointing_at, rewrite
from jlt_desktop.vault.store import ChangedMeanwhile, Query, kept, now_utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

Side = Literal["keep", "drop"]
_BLANK = (None, "", ())


@dataclass(frozen=True, slots=True)
class MergeField:
    """One field of both records as people read it; `chosen`: whose value stays unless somebody says otherwise."""

    name: str
    label: str
    keep: str
    drop: str
    chosen: Side

    @property
    def differs(self) -> bool:
        """Tell whether there is anything to choose."""
        return self.keep != self.drop


@dataclass(frozen=True, slots=True)
class Moving:
    """One record that moves over: its ledger, revision, and the columns it gets."""

    ledger: str
    record: str
    revision: int
    columns: tuple[tuple[str, Any], ...]
    removed: bool


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merger would do; nothing is written yet. moves: every record that hangs on the one dropped, removed ones too.

    counts: title of a ledger -> how many of its records move. notes: what the person has to know before.
    """

    ledger: Ledger
    keep: Record
    drop: Record
    keep_called: str
    drop_called: str
    fields: tuple[MergeField, ...]
    moves: tuple[Moving, ...]
    counts: Mapping[str, int]
    notes: tuple[str, ...]

    @property
    def default(self) -> dict[str, Side]:
        """Return the side chosen for every field before anybody chooses."""
        return {one.name: one.chosen for one in self.fields}


def plan_merge(office: Office, ledger: Ledger, keep_id: str, drop_id: str) -> MergePlan:
    """Return what merging one record into another would do. Raises UserError when these two cannot be merged."""
    desk = Desk(office)
    keep, drop = desk.get(ledger, keep_id), desk.get(ledger, drop_id)
    _can_be_merged(desk, ledger, keep, drop)
    moves = _moves(office, ledger, keep.id, drop.id)
    counts: dict[str, int] = {}
    for one in moves:
        title = office.ledgers[one.ledger].title
        counts[title] = counts.get(title, 0) + 1
    fields = tuple(_side_by_side(office, ledger, keep, drop))
    called = desk.called(ledger, keep), desk.called(ledger, drop)
    notes = (*_not_the_same(ledger, fields), *_notes(office, ledger, keep, moves))
    return MergePlan(ledger, keep, drop, *called, fields, moves, counts, notes)


def _can_be_merged(desk: Desk, ledger: Ledger, keep: Record, drop: Record) -> None:
    why = ""
    if keep.id == drop.id:
        why = "选的是同一条记录。"
    elif ledger.single:
        why = f"{ledger.title}只有一份。"
    elif keep.removed_at or drop.removed_at:
        why = "有一条在回收站里,请先取回。"
    else:
        why = desk.sealed(ledger, drop)
    if why:
        raise UserError("这两条不能合并。", why, "数据没有改动。", "请核对选的是哪两条。")


def _not_the_same(ledger: Ledger, fields: Sequence[MergeField]) -> list[str]:
    """Warn where the two are about different people: what a record is expected to have alone differs."""
    differing = [one for one in fields if one.name in ledger.once and one.differs]
    return [f"请注意:两份的{one.label}不同(“{one.keep}”和“{one.drop}”),不是同一个的不要合并。" for one in differing]


def _side_by_side(office: Office, ledger: Ledger, keep: Record, drop: Record) -> list[MergeField]:
    found = []
    for name in dict.fromkeys([*(one for group in ledger.form.values() for one in group), *ledger.stored]):
        one = ledger.stored.get(name)
        if one is None or (keep.get(name) in _BLANK and drop.get(name) in _BLANK):
            continue
        chosen: Side = "drop" if keep.get(name) in _BLANK else "keep"
        texts = [read_out(one, one.show(side.get(name), office.lookup), side.get(name)) for side in (keep, drop)]
        found.append(MergeField(name, one.label, texts[0], texts[1], chosen))
    return found


def _moves(office: Office, ledger: Ledger, keep: str, drop: str) -> tuple[Moving, ...]:
    found = []
    for other in office.ledgers.values():
        store = office.store(other)
        rows: dict[str, tuple[Standing, dict[str, Any]]] = {}
        if other.part_of == ledger.key:
            rows = {one.record: (one, {"parent": keep}) for one in parts_under(store, other, drop)}
        for one in pointing_at(store, other, ledger.key, drop):
            if one.record not in (keep, drop):
                _, columns = rows.setdefault(one.record, (one, {}))
                columns.update(_led_over(other, one, ledger.key, keep, drop))
        found += [Moving(other.key, key, one.revision, tuple(sets.items()), one.removed) for key, (one, sets) in rows.items()]
    return tuple(found)


def _led_over(other: Ledger, row: Standing, to: str, keep: str, drop: str) -> dict[str, Any]:
    """Return the links of a row with one record in the place of the other; nobody stands twice in a list."""
    found: dict[str, Any] = {}
    for name, target in other.links.items():
        value = row.columns.get(name)
        if target != to or not isinstance(value, str) or drop not in value:
            continue
        if isinstance(other.fields[name], Link):
            found[name] = keep
        else:
            found[name] = json.dumps(list(dict.fromkeys(keep if one == drop else one for one in json.loads(value))))
    return found


def _notes(office: Office, ledger: Ledger, keep: Record, moves: tuple[Moving, ...]) -> list[str]:
    notes = []
    for other in office.ledgers.values():
        names = [name for name in other.once if other.links.get(name) == ledger.key]
        coming = any(one.ledger == other.key and not one.removed for one in moves)
        if coming and any(office.store(other).page(other, Query(where={name: keep.id}, limit=1)).total for name in names):
            notes.append(f"两边各有一份{other.title},合并以后请再把那两份合并成一份。")
    binned = sum(1 for one in moves if one.removed)
    if binned:
        notes.append(f"其中 {binned} 条在回收站里,也一起转过去,仍留在回收站。")
    if ledger.scope == "general" and "confidential" not in office.session.scopes:
        notes.append(
            "心理资料您不能打开,那里指向被并掉一份的条目不会改动:它们留着自己抄的姓名和原来的编号,被并掉的一份在回收站里仍查得到。"
            "要连心理资料一起转,请心理教师来做合并。"
        )
    return notes


def examine_merge(office: Office, plan: MergePlan, chosen: Mapping[str, Side]) -> Examined:
    """Check the record that would remain, without writing anything; the one dropped does not count as its twin."""
    ledger, keep, drop = plan.ledger, plan.keep, plan.drop
    sides = {**plan.default, **{name: side for name, side in chosen.items() if name in ledger.stored}}
    values = dict(keep.values) | {name: drop.get(name) for name, side in sides.items() if side == "drop"}
    if values == dict(keep.values):
        return Examined(values, (), ())
    found = settle(ledger, values, (), replace(office.around(keep), before=keep))
    twins = Desk(office).twins(ledger, found.values, keep.id, keep.values, but=drop.id)
    return Examined(found.values, (*found.problems, *twins), found.questions)


def apply_merge(office: Office, plan: MergePlan, chosen: Mapping[str, Side] | None = None, answers: Mapping[str, str] | None = None) -> str:
    """Make the two one and return the id of the run, by which it can be undone. chosen: field -> whose value stays.

    All files are written together. Raises Refused, ChangedMeanwhile when anything moved since the plan, OutsideError.
    """
    found, given, run = examine_merge(office, plan, chosen or {}), answers or {}, uuid.uuid4().hex[:12]
    unanswered = found.unanswered(given)
    if found.problems or unanswered:
        raise Refused(found.problems, unanswered)
    scopes = list(dict.fromkeys([plan.ledger.scope, *(office.ledgers[one.ledger].scope for one in plan.moves)]))
    with ExitStack() as all_of_them:
        for scope in scopes:
            all_of_them.enter_context(office.session.store(scope).transaction())
        fresh = plan_merge(office, plan.ledger, plan.keep.id, plan.drop.id)
        if (fresh.keep, fresh.drop, fresh.moves) != (plan.keep, plan.drop, plan.moves):
            raise ChangedMeanwhile("预览之后,这两份档案又有改动。", "", "还没有合并。", "请关上这个窗口,重新合并一次。")
        _write(office, plan, found, given, run)
        _list(office, plan, run, scopes)
    office.forget()
    touched: dict[str, list[str]] = {plan.ledger.key: [plan.keep.id, plan.drop.id]}
    for one in plan.moves:
        touched.setdefault(one.ledger, []).append(one.record)
    for key, ids in touched.items():
        Desk(office).tell(office.ledgers[key], *ids)
    return run


def _write(office: Office, plan: MergePlan, found: Examined, answers: Mapping[str, str], run: str) -> None:
    ledger, keep, drop = plan.ledger, plan.keep, plan.drop
    store = office.store(ledger)
    before, after = kept(ledger, keep.values), kept(ledger, found.values)
    changed = {name: after.get(name) for name in ledger.stored if before.get(name) != after.get(name)}
    corrected = next((answers[one.name] for one in found.questions if one.name == CORRECTION), "")
    source = f"更正:{corrected}" if corrected else f"由“{plan.drop_called}”并入"
    rewrite(store, ledger, keep.id, changed, action=MERGED, source=source, run=run)
    for one in found.questions:
        details = {"question": one.name, "reason_digest": store.journal.digest(answers[one.name])}
        store.journal.append(now_utc(), "说明", f"{ledger.key}/{keep.id}", details)
    into = f"合并到“{plan.keep_called}”"
    rewrite(store, ledger, drop.id, {"removed_at": now_utc()}, action=MERGED, source=into, run=run)
    # those that point here are found by the name of the record that remains
    office.lookup.forget(ledger.key)
    for move in plan.moves:
        other = office.ledgers[move.ledger]
        rewrite(office.store(other), other, move.record, dict(move.columns), action=MERGED, source=into, run=run)


def _list(office: Office, plan: MergePlan, run: str, scopes: Sequence[str]) -> None:
    at = now_utc()
    for scope in scopes:
        store = office.session.store(scope)
        moved = sum(1 for one in plan.moves if office.ledgers[one.ledger].scope == scope)
        counts: dict[str, Any] = {"merged": 1, "moved": moved, "scopes": list(scopes)}
        # in each file only what that file may know: the names stand in the file of the heads alone
        what = f"“{plan.drop_called}”并入“{plan.keep_called}”" if scope == plan.ledger.scope else f"{plan.ledger.title}合并"
        list_run(store, Run(run, plan.ledger.key, what, "", counts), at)
        store.journal.append(at, MERGED, f"import/{run}", {"moved": moved, "ledger": plan.ledger.key})
