"""Filling a form of the bureau's own: its columns found, records written into it, the file read again before it is handed out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.filling_sources import Sources, Walk
from jlt_desktop.services.filling_words import fitted
from jlt_desktop.sheets.patch import fill_sheet
from jlt_desktop.sheets.patch_check import differences
from jlt_desktop.sheets.patch_form import Form, FormColumn, learn
from jlt_desktop.sheets.patch_package import KEPT
from jlt_desktop.sheets.read import read_file
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from pathlib import Path

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.filling_sources import Source
    from jlt_desktop.services.office import Office
    from jlt_desktop.sheets.patch_rows import Value

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: the file, how many records stand in it, the columns nobody could fill, and what the person should know."""

    content: bytes
    written: int
    left_blank: tuple[str, ...]
    notes: tuple[str, ...]


def fill_template(office: Office, ledger: Ledger, records: Sequence[Record], template: bytes, name: str) -> Filled:
    """Return the form with one line for each record; only its own sheet is changed, and it was read back and compared.

    name: what the file is called, for sentences. Raises UserError: no form, a drop-down without the word, a ledger that only counts.
    """
    if ledger.counts_only:
        raise UserError(f"“{ledger.title}”只报数字,不逐人填表。", "", KEPT, "要报的人数在“报送教育局”里。")
    if not records:
        raise UserError("没有记录可填。", "现在列出的是 0 条。", KEPT, "请换一个查找条件再试。")
    sources = Sources(office, ledger)
    form = learn(name, template, sources.known())
    found = _matched(sources, form)
    if not any(found.values()):
        raise UserError(f"“{name}”里没有一列能从“{ledger.title}”里填出来。", "", KEPT, "请核对选的台账和表格对不对得上。")
    lines, empty = _lines(office, ledger, records, form, found)
    patched = fill_sheet(name, template, form.area, lines, form.headings())
    wrong = differences(name, template, patched.content, form.area, lines)
    if wrong:
        where = f"对不上的格子:{'、'.join(wrong[:_SHOWN])}。"
        raise UserError("填好以后回读,内容对不上。", where, KEPT, "请把上级的表在 WPS 里另存一份再试。")
    notes = [*_remembered(office, ledger, template, form, len(records)), *_closed(form, found), *patched.notes, *_told(form, found, empty)]
    left = tuple(one.whole for one in form.columns if not one.closed and not one.serial and one.index not in found)
    return Filled(patched.content, len(records), left, tuple(notes))


def fill_file(office: Office, ledger: Ledger, records: Sequence[Record], form: Path, target: Path) -> Filled:
    """Return the filled form of a file, as above; nothing is written. Raises UserError also where the form itself would be written over."""
    return fill_template(office, ledger, records, kept_apart(form, target), form.name)


def kept_apart(form: Path, target: Path) -> bytes:
    """Return what a form's file holds. Raises UserError where the filled one would be written over it; OutsideError."""
    content = read_file(form)
    if target.exists() and form.samefile(target):
        raise UserError(f"不能写在上级的原表“{form.name}”上。", "下次还要用它。", KEPT, "请把填好的表另起一个文件名。")
    return content


def in_class(office: Office, ledger: Ledger, records: Sequence[Record], title: str) -> list[Record]:
    """Return the records of one class (三年级2班, 三2), found through links. Raises UserError: no such class, no classes here."""
    found = Sources(office, ledger).spread()
    walk, around = Walk(office), office.around()
    wanted = found.ledger.spreads[found.field](title, around) if found else {}
    if found is None or not wanted:
        raise UserError(f"没有读出班级“{title}”。", "", KEPT, "班级写作 三年级2班 或 三2;没有班级的台账不能按班填。")
    reached = ((one, walk.reach(one, found.hops)) for one in records)
    return [one for one, there in reached if there and all(there.get(name) == value for name, value in wanted.items())]


def _matched(sources: Sources, form: Form) -> dict[int, Source]:
    found: dict[int, Source] = {}
    for one in form.columns:
        source = None if one.serial else sources.find(one)
        # two columns of one name: the second one means something else that nobody here knows
        if source and source not in found.values():
            found[one.index] = source
    return found


def _lines(
    office: Office, ledger: Ledger, records: Sequence[Record], form: Form, found: Mapping[int, Source]
) -> tuple[list[dict[int, Value]], Counter[int]]:
    walk, lines, empty, problems = Walk(office), [], Counter[int](), []
    for number, record in enumerate(records, 1):
        line: dict[int, Value] = {}
        for column in (one for one in form.columns if not one.closed):
            source = found.get(column.index)
            value = number if column.serial else _value(office, walk, record, source, column) if source else None
            line[column.index] = value
            empty[column.index] += value in (None, "")
            if column.strict and column.words is not None and value not in (None, "") and str(value) not in column.words:
                called = office.lookup.label(ledger.key, record.id) or f"第 {number} 条"
                problems.append(f"{called}:“{column.whole}”在表里只能选 {'、'.join(column.words)},台账里是“{value}”。")
        lines.append(line)
    if problems:
        more = f"还有 {len(problems) - _SHOWN} 处。" if len(problems) > _SHOWN else ""
        raise UserError("有的内容不在上级表格的下拉选项里,没有填。", "".join(problems[:_SHOWN]) + more, KEPT, "请先在台账里改好,再填一次。")
    return lines, empty


def _value(office: Office, walk: Walk, record: Record, source: Source, column: FormColumn) -> Value:
    there = walk.reach(record, source.hops)
    return None if there is None else fitted(office, source, there, column)


def _remembered(office: Office, ledger: Ledger, template: bytes, form: Form, count: int) -> list[str]:
    """Keep what the form looks like, write the journal, and say what changed since the last one of its name."""
    store, digest = office.store(ledger), hashlib.sha256(template).hexdigest()
    key = f"form:{ledger.key}:{form.area.sheet}"
    now = {"hash": digest, "first": form.area.first, "headings": {one.whole: one.index for one in form.columns}}
    before = Settings(store.conn).get(key)
    with store.transaction():
        Settings(store.conn).set(key, now)
        store.journal.append(now_utc(), "导出", ledger.key, {"records": count, "form": digest})
    if not isinstance(before, dict) or before.get("hash") == digest:
        return []
    return _changes(before.get("headings") or {}, now["headings"])  # type: ignore[arg-type]  # written above in this shape


def _changes(before: Mapping[str, int], now: Mapping[str, int]) -> list[str]:
    new, gone = [one for one in now if one not in before], [one for one in before if one not in now]
    rest = [[one for one in names if one in before and one in now] for names in (sorted(before, key=before.__getitem__), list(now))]
    moved = [one for one in rest[1] if rest[0].index(one) != rest[1].index(one)]
    told = (("多了", new), ("少了", gone), ("换了位置的有", moved))
    parts = [f"{words}{'、'.join(f'“{one}”' for one in names)}" for words, names in told if names]
    return [f"这张表和上次填的不一样:{';'.join(parts)}。"] if parts else ["这张表和上次填的不是同一份,但各列都一样。"]


def _closed(form: Form, found: Mapping[int, Source]) -> list[str]:
    reasons = {"formula": "是表里自己的公式", "locked": "锁定了"}
    return [f"“{one.whole}”一列{reasons[one.closed]},没有动。" for one in form.columns if one.closed and (one.serial or one.index in found)]


def _told(form: Form, found: Mapping[int, Source], empty: Counter[int]) -> list[str]:
    gaps = [f"{one.whole} {empty[one.index]} 人" for one in form.columns if one.index in found and empty[one.index]]
    special = [one.whole for one in form.columns if one.index in found and found[one.index].ledger.fields[found[one.index].field].special]
    notes = [f"台账里没有登记、空着的:{'、'.join(gaps)}。"] if gaps else []
    return [*notes, f"表里有敏感内容({'、'.join(special)}),请妥善传递。"] if special else notes
