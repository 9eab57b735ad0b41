"""The pages of a box before they are bound: cover, obligations with the records that count, each record with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs, Photos, Prose, Signatures
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.fields import Text
from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.fields_person import EduNumber, IdNumber, Phone
from jlt_desktop.domain.obligation import EVIDENCE, STATES
from jlt_desktop.services.attaching import content_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.domain.document import Block
    from jlt_desktop.domain.fields_links import Attached
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.obligation import Standing, Task
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.obligations import Overview
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.veil import Veil

GENERAL = "general"
_WIDEST, _MOST = 6, 300


@dataclass(frozen=True, slots=True)
class Paper:
    """Something to be bound: a document of ours, or a PDF of somebody else's with what stands above it. title: its line in the contents."""

    title: str = ""
    document: Document | None = None
    pdf: bytes = b""
    caption: str = ""
    deep: bool = False


class Pages:
    """Makes the pages of boxes. Nothing of a confidential ledger is read; who a record tells of is starred where `veil` covers them."""

    def __init__(self, office: Office, found: Overview, period: str, veil: Veil | None) -> None:
        """Take what counts from one overview. period: in words. veil: None for a box that stays in the school."""
        self._office, self._found, self._period, self._veil = office, found, period, veil
        self._school = str(office.school.get("school_name") or "")
        self.left_out: list[str] = []

    def cover(self, task: Task) -> Document:
        """Return the first page: task, plan's words, how each obligation stands."""
        rows = [
            (one.obligation.title, one.obligation.threshold_words, self._words(one), str(len(self._open(one))), self._proof(one))
            for one in self._found.of_task(task.number)
        ]
        head = (("学校", self._school), ("学期", self._period), ("行动", task.action_title), ("截止", str(self._found.day)))
        name = f"任务{task.number}" if 1 <= task.number <= 15 else "总体"
        return Document(
            name=f"台账盒{name}", title="台账盒", subtitle=f"{name}  {task.title}",
            blocks=(
                Pairs(head), Prose(task.words, "方案原文"),
                Grid(("要求", "标准", "完成情况", "记录", "佐证"), rows, (3.2, 2.4, 2.2, 0.8, 0.8), title="本盒各项要求"),
                Signatures(("整理人", "审核人")),
            ),
        )  # fmt: skip

    def contents(self, task: Task, lines: Sequence[tuple[str, int]]) -> Document:
        """Return the table of contents: (title, page)."""
        rows = [(title, str(page)) for title, page in lines]
        return Document(name="目录", title="目录", subtitle=task.title, blocks=(Grid(("内容", "页码"), rows, (8, 1), numbered=True),))

    def records(self, task: Task) -> list[Record]:
        """Return the records that are shown one by one, each once, in the order of their obligations."""
        pairs = dict.fromkeys(pair for one in self._found.of_task(task.number) for pair in self._open(one))
        found = (self._office.record(*pair) for pair in pairs if not self._private(self._office.ledgers[pair[0]]))
        return [one for one in found if one is not None]

    def obligation(self, one: Standing) -> Paper:
        """Return the page of an obligation: its words, its source, how it stands, which records count."""
        owed, shown = one.obligation, self._open(one)
        head = (
            ("标准", owed.threshold_words), ("依据", owed.source_words), ("期间", owed.period_words), ("责任", owed.owner),
            ("完成情况", self._words(one)), ("要有的佐证", "、".join(EVIDENCE[code] for code in owed.evidence if code in EVIDENCE)),
        )  # fmt: skip
        blocks: list[Block] = [Pairs(head), Prose(owed.words, "要求原文")]
        if one.lacking and not self._hidden(one):
            blocks.append(Prose("\n".join(one.lacking), "还缺"))
        by_ledger: dict[str, list[Record]] = {}
        for key, record in shown:
            found = self._office.record(key, record)
            if found is not None:
                by_ledger.setdefault(key, []).append(found)
        blocks += [self._table(self._office.ledgers[key], records) for key, records in by_ledger.items()]
        if not shown:
            blocks.append(Prose(f"{self._words(one)};本盒不装。" if self._hidden(one) else "没有记录。", "记录"))
        return Paper(owed.title, Document(name="要求", title=owed.title, subtitle=f"编号 {owed.id}", blocks=tuple(blocks)))

    def record(self, record: Record) -> Iterator[Paper]:
        """Yield the pages of a record and of its evidence: pictures on its page, PDFs after it; what else there is stands by name."""
        ledger = self._office.ledgers[record.ledger]
        around = self._office.around(record)
        called = self._said(self._office.lookup.label(ledger.key, record.id))
        blocks: list[Block] = []
        for title, names in ledger.form.items():
            plain = [name for name in names if not ledger.fields[name].special and not isinstance(ledger.fields[name], Attachment)]
            texts = around.read_out(ledger.key, record, plain)
            pairs = tuple((ledger.fields[name].label, self._said(text)) for name, text in zip(plain, texts, strict=True) if text)
            if pairs:
                blocks.append(Pairs(pairs, title))
        pictures, papers, others = self._evidence(ledger, record)
        uses = [self._found.get(key) for key in self._found.uses((record.ledger, record.id))]
        if len(uses) > 1:
            blocks.append(Prose("\n".join(f"{one.obligation.id} {one.obligation.title}" for one in uses if one), "这条记录同时算在"))
        if others:
            blocks.append(Prose("\n".join(others), "另附原件(程序不能装订的)"))
        if pictures:
            blocks.append(Photos(tuple(pictures), "佐证图片"))
        yield Paper(
            f"{ledger.title}:{called}", Document(name=ledger.title, title=called, subtitle=ledger.title, blocks=tuple(blocks)), deep=True
        )
        yield from papers

    # -- what may be shown ------------------------------------------------------------------------------------------

    def _words(self, one: Standing) -> str:
        scopes = self._hidden(one)
        return STATES["principal" if "signing" in scopes else "counselor"] if scopes else one.words

    def _proof(self, one: Standing) -> str:
        return "" if self._hidden(one) else str(one.evidence)

    def _hidden(self, one: Standing) -> set[str]:
        """Return the vault files besides the general one that an obligation is counted from; what they hold stands in no box."""
        keys = {one.ledger, *(key for key, _ in one.records)} - {""}
        found: set[str] = {self._office.ledgers[key].scope for key in keys if key in self._office.ledgers}
        return found - {GENERAL}

    def _open(self, one: Standing) -> tuple[tuple[str, str], ...]:
        return () if self._hidden(one) else one.records

    def _private(self, ledger: Ledger) -> bool:
        """Tell whether the records of a ledger tell of single pupils: these stand in a table only, their files stay in the cabinet."""
        if ledger.roster or any(self._office.ledgers[to].roster for to in ledger.links.values() if to in self._office.ledgers):
            return True
        above = self._office.ledgers.get(ledger.part_of or "")
        return above is not None and self._private(above)

    def _said(self, text: str) -> str:
        return self._veil.text(text) if self._veil else text

    def _table(self, ledger: Ledger, records: Sequence[Record]) -> Grid:
        office, private = self._office, self._private(ledger)
        keep = [name for name in ledger.sheet if self._listable(ledger, name, private=private)][:_WIDEST]
        above = office.ledgers.get(ledger.part_of or "")
        heads = ((above.title,) if above else ()) + tuple(ledger.fields[name].label for name in keep)
        rows = []
        for one in records[:_MOST]:
            texts = office.around(one).texts(ledger.key, one, keep)
            whose = (office.lookup.label(above.key, one.parent or ""),) if above else ()
            rows.append(tuple(map(self._said, (*whose, *texts))))
        files = sum(len(_files(ledger, one)) for one in records) if private else 0
        told = f"{ledger.title} {len(records)} 条" + (f",只列前 {_MOST} 条" if len(records) > _MOST else "")
        return Grid(heads, rows, title=told + (f";附件 {files} 个涉及学生,不装订" if files else ""), numbered=True)

    @staticmethod
    def _listable(ledger: Ledger, name: str, *, private: bool) -> bool:
        """Tell whether a column stands in a table of a box: nothing masked in lists, no numbers, of pupils nothing written freely."""
        field = ledger.fields[name]
        if field.special or isinstance(field, _NUMBERS):
            return False
        return not (private and isinstance(field, Text) and name not in ledger.numbers)

    def _evidence(self, ledger: Ledger, record: Record) -> tuple[list[tuple[bytes, str]], list[Paper], list[str]]:
        pictures, papers, others = [], [], []
        for called, one in _files(ledger, record):
            try:
                content = content_of(self._office, ledger, one)
            except UserError:
                self.left_out.append(f"附件“{one.name}”不在了或已损坏")
                others.append(f"{called}(不在了或已损坏)")
                continue
            if one.media_type.startswith("image/"):
                pictures.append((content, called))
            elif one.media_type == "application/pdf":
                papers.append(Paper(pdf=content, caption=f"附件:{called}"))
            else:
                others.append(called)
        return pictures, papers, others


_NUMBERS = (IdNumber, EduNumber, Phone)


def _files(ledger: Ledger, record: Record) -> list[tuple[str, Attached]]:
    """Return what is attached to a record, with what it is called."""
    found = []
    for name, field in ledger.stored.items():
        if isinstance(field, Attachment):
            value = record.get(name)
            called = getattr(field, "called", None)
            found += [((called(one) if called else f"{field.label} {one.name}"), one) for one in value or ()]  # type: ignore[attr-defined]
    return found
