"""一名学生全部信息: everything the ledgers hold about one person, for a guardian who asks for it; whoever else it tells of is masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Entry, Grid, Pairs, Prose, Signatures, Timeline
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields import Derived
from jlt_desktop.domain.fields_links import Link, People
from jlt_desktop.services.veil import Veil
from jlt_desktop.vault.store import Query, now_utc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.domain.document import Block
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office

OTHERS = "(是别人的信息,不提供)"
_CALM = "心理辅导人员依法为学生保守秘密;由心理教师和您当面说明,涉及生命安全的除外。"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks: name, relation to the person, and what it is needed for."""

    name: str
    relation: str = ""
    purpose: str = ""


def people_ledger(office: Office) -> Ledger:
    """Return the ledger of the people whose data may be asked for: those in classes. Raises UserError."""
    found = next((one for one in office.ledgers.values() if one.roster), None)
    if found is None:
        raise UserError("没有学生台账,不能提供个人信息。", "", "没有生成文件。", "")
    return found


def person_document(office: Office, record_id: str, asking: Asking) -> Document:
    """Return everything about a person that this user may open, third persons masked; a cover says what is in it and what is not, and why.

    Raises UserError: no such person, nobody named who asks. Journalled in every file that something was taken from.
    """
    ledger = people_ledger(office)
    person = office.record(ledger.key, record_id)
    if person is None:
        raise UserError(f"没有找到这名{ledger.title}。", "", "没有生成文件,数据没有改动。", "请重新选择。")
    if not asking.name.strip():
        raise UserError("没有写申请人。", "给了谁,要记下来。", "没有生成文件。", "请先核对申请人的身份,写上姓名和与学生的关系。")
    found = _everything(office, ledger, person)
    veil = Veil(office, (str(person.get(ledger.named[0]) or ""), asking.name.strip()))
    _note(office, f"{ledger.key}/{person.id}", found, asking)
    blocks = [*_cover(office, ledger, person, asking, found), *(block for one, records in found.items() for block in
              _content(office, office.ledgers[one], records, person, veil))]  # fmt: skip
    return Document(
        name="个人信息", title="学校保存的个人信息", subtitle=str(office.school.get("school_name") or ""), blocks=tuple(blocks),
        operator=office.user, printed_at=datetime.now().replace(second=0, microsecond=0),
    )  # fmt: skip


def _everything(office: Office, ledger: Ledger, person: Record) -> dict[str, list[Record]]:
    """Return by ledger, in the order of the declarations, the person, what points to the person, and the parts of these."""
    heads = [
        person,
        *(one for other in office.ledgers.values() if not _withheld(other) for one in _pointing(office, other, ledger, person)),
    ]
    found: dict[str, dict[str, Record]] = {key: {} for key in office.ledgers}
    while heads:
        one = heads.pop()
        if one.id in found[one.ledger]:
            continue
        found[one.ledger][one.id] = one
        for part in office.parts(office.ledgers[one.ledger]):
            heads += () if _withheld(part) else office.parts_of(one, part.key)
    return {key: sorted(records.values(), key=lambda one: one.created_at) for key, records in found.items() if records}


def _withheld(ledger: Ledger) -> bool:
    """Somebody's own notes, and what could put the child in danger with those who ask."""
    return ledger.owner_only or (ledger.handling is not None and ledger.handling.withheld)


def _pointing(office: Office, other: Ledger, ledger: Ledger, person: Record) -> Iterator[Record]:
    store = office.store(other)
    for name, field in other.fields.items():
        if isinstance(field, Link) and field.to == ledger.key:
            yield from store.page(other, Query(where={name: person.id})).records
        elif isinstance(field, People) and field.of == ledger.key:
            yield from (one for one in store.every(other) if person.id in (one.get(name) or ()))  # type: ignore[operator]  # ids


def _cover(
    office: Office, ledger: Ledger, person: Record, asking: Asking, found: dict[str, list[Record]]
) -> Iterator[Block]:  # fmt: skip
    called = office.lookup.label(ledger.key, person.id)
    head = (
        (ledger.title, called), ("申请人", asking.name), ("与学生关系", asking.relation), ("用途", asking.purpose),
        ("申请日期", office.today().isoformat()), ("身份核对", "□身份证 □户口簿 □认识"), ("经办人", office.user),
        ("提供方式", "□当面 □其他"),
    )  # fmt: skip
    yield Pairs(head, "申请和提供")
    rows = [(office.ledgers[key].title, f"{len(records)} 条") for key, records in found.items()]
    yield Grid(("台账", "数量"), rows, (3, 1), title="这份材料里有")
    yield Grid(("内容", "为什么没有提供"), list(_refused(office)), (2, 3), title="没有提供的")
    yield Prose(
        "发现不对的,可以要求更正或者补充;认为不该保存的,可以要求删除。学校办不了的,会写明理由。\n"
        "这份材料交给申请人本人,请妥善保管,不要转发。", "您还可以",
    )  # fmt: skip
    yield Signatures(("申请人", "经办人"))


def _refused(office: Office) -> Iterator[tuple[str, str]]:
    yield "别人的姓名、号码和情况", "查阅自己的信息,不能带出别人的。遮住的地方印成星号。"
    if "confidential" in office.session.scopes:
        yield "心理辅导的过程记录", _CALM
    else:
        yield "心理方面的资料(不论有没有)", "只有心理教师能打开。要查的,由心理教师另外答复。"
    yield "依法报告和处置侵害的材料、对照护人的判断(不论有没有)", "告诉别人可能使孩子受到伤害;由校长和有关部门商量以后答复。"
    yield "修改历史、操作日志", "是学校的安全记录,涉及经办人;要知道谁看过,可以另行申请。"
    yield "附件的内容", "这里只列附件的名称;要复制的,当面核对以后提供。"


def _content(office: Office, ledger: Ledger, records: list[Record], person: Record, veil: Veil) -> Iterator[Block]:
    names = tuple(name for group in ledger.form.values() for name in group)
    names += tuple(name for name, one in ledger.fields.items() if isinstance(one, Derived))
    if ledger.part_of and ledger.part_of != person.ledger:
        names = tuple(name for name in names if not ledger.fields[name].special)
    dated = ledger.happened and ledger.part_of
    entries = []
    for number, one in enumerate(records, start=1):
        pairs = tuple((label, text) for label, text in _pairs(office, ledger, one, person, veil, names) if text)
        if dated:
            day = office.around().texts(ledger.key, one, (str(ledger.happened),))[0]
            entries.append(Entry(day, ledger.title, pairs, one.created_at[:10]))
        else:
            yield Pairs(pairs, ledger.title + (f"({number})" if len(records) > 1 else ""))
    if entries:
        yield Timeline(tuple(sorted(entries, key=lambda one: one.on)), ledger.title)


def _pairs(
    office: Office, ledger: Ledger, record: Record, person: Record, veil: Veil, names: tuple[str, ...]
) -> Iterator[tuple[str, str]]:  # fmt: skip
    around, own = office.around(record), record.id == person.id
    other = not own and ledger.handling is not None and (ledger.handling.counted or bool(ledger.handling.born))
    asker = other and any(record.get(name) in veil.known for name in ledger.named)
    for name, text in zip(names, around.read_out(ledger.key, record, names), strict=True):
        one = ledger.fields[name]
        if other and not asker and not veil.tells_little(one) and text:
            yield one.label, OTHERS
        else:
            yield one.label, text if own and veil.is_number(one) else veil.over(one, text, seen=bool(asker))


def _note(office: Office, target: str, found: dict[str, list[Record]], asking: Asking) -> None:
    for scope in {office.ledgers[key].scope for key in found}:
        store = office.session.store(scope)
        count = sum(len(records) for key, records in found.items() if office.ledgers[key].scope == scope)
        with store.transaction():
            why = "监护人申请查阅、复制" + (f":{asking.purpose}" if asking.purpose else "")
            store.journal.append(now_utc(), "打印", target, {"records": count, "reason": why, "asked": store.journal.digest(asking.name)})
