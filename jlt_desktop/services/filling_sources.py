"""Where the value of a form's column comes from: the record itself, its file, a record it links to, a part of either.

Nothing here knows a ledger by name: a column of 父亲 / 联系电话 is found because some part has a choice with the word 父亲 and a
field called 联系电话.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Derived
from jlt_desktop.domain.fields_links import Link
from jlt_desktop.sheets.match import plain_heading

if TYPE_CHECKING:
    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.domain.record import Record
    from jlt_desktop.services.office import Office
    from jlt_desktop.sheets.patch_form import FormColumn

_VAGUE = re.compile(r"(基本|个人)?(信息|情况|资料)$")


@dataclass(frozen=True, slots=True)
class Hop:
    """One step to another record: over a link field, up to the file, or down to a part (the one with `key` in `field`, or the nth)."""

    ledger: str
    how: str
    field: str = ""
    key: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A field of a ledger and the steps from the record to it."""

    hops: tuple[Hop, ...]
    ledger: Ledger
    field: str


@dataclass(frozen=True, slots=True)
class Node:
    """A ledger within reach and the steps to it."""

    hops: tuple[Hop, ...]
    ledger: Ledger


class Sources:
    """Finds sources by heading, column after column from the left."""

    def __init__(self, office: Office, ledger: Ledger) -> None:
        """Look at what is within reach of a ledger's records."""
        self._office = office
        own = Node((), ledger)
        file = self._file(own)
        self._nodes = [own, *self._linked(own, ledger.identity), *file]
        for one in file:
            self._nodes += self._linked(one, one.ledger.identity)
        self._begun: list[Node] = []
        self._own = own

    def known(self) -> set[str]:
        """Return the plain headings that fields within reach are known by."""
        return {heading for node in self._nodes for one in node.ledger.fields.values() for heading in _headings(one.label, one.aliases)}

    def find(self, column: FormColumn) -> Source | None:
        """Return where a column's values come from; None when nothing within reach is called so."""
        heading = plain_heading(column.heading)
        group = _VAGUE.sub("", plain_heading(column.group))
        whole = f"{group}{heading}"
        found = self._whole(plain_heading(column.whole)) or self._whole(whole) or self._of_part(group, heading)
        if found or not column.group:
            return found or self._vague(whole)
        link = self._link(group) if group else None
        if link:
            return self._among([link], heading)
        titles = {"", *(plain_heading(node.ledger.title) for node in self._nodes)}
        return self._whole(heading) if group in titles else None

    def spread(self) -> Source | None:
        """Return the field within reach that people know classes by."""
        found = (Source(node.hops, node.ledger, name) for node in self._nodes for name in node.ledger.spreads)
        return next(found, None)

    def _vague(self, whole: str) -> Source | None:
        bare = _VAGUE.sub("", whole)
        return self._whole(bare) if bare != whole else None

    def _whole(self, heading: str) -> Source | None:
        if not heading:
            return None
        link = self._link(heading)
        if link:
            return self._among([link], heading) or Source(link.hops, link.ledger, link.ledger.named[0])
        return self._among([self._own, *reversed(self._begun), *self._nodes[1:]], heading) or self._along(heading)

    def _among(self, nodes: Sequence[Node], heading: str) -> Source | None:
        for node in nodes:
            for name, one in node.ledger.fields.items():
                if heading in _headings(one.label, one.aliases) and (one.importable or isinstance(one, Derived)):
                    link = next((found for found in self._linked(node, (name,))), None) if isinstance(one, Link) else None
                    return Source(link.hops, link.ledger, link.ledger.named[0]) if link else Source(node.hops, node.ledger, name)
        return None

    def _link(self, heading: str) -> Node | None:
        """A link named by a heading; the columns after it may tell more of the same record."""
        for name, one in self._own.ledger.fields.items():
            if isinstance(one, Link) and heading in _headings(one.label, one.aliases):
                node = next(iter(self._linked(self._own, (name,))), None)
                if node and node not in self._nodes:
                    self._begun.append(node)
                return node
        return None

    def _of_part(self, group: str, heading: str) -> Source | None:
        for node in self._nodes:
            for part in self._office.parts(node.ledger):
                for name, one in part.fields.items():
                    if isinstance(one, Choice):
                        by_group = one.options.find(group) if group else None
                        key, rest = (by_group, heading) if by_group else _split(one, heading)
                        hop = Hop(part.key, "part", name, key or "")
                        found = self._among([Node((*node.hops, hop), part)], rest) if key else None
                        if found:
                            return found
        return None

    def _along(self, heading: str) -> Source | None:
        for node in self._nodes:
            seen: dict[str, int] = {}
            for along in node.ledger.along:
                place = seen.setdefault(along.part, -1) + 1
                seen[along.part] = place
                part = self._office.ledgers.get(along.part)
                for name, headings in along.columns.items():
                    if part and heading in map(plain_heading, headings):
                        return Source((*node.hops, Hop(part.key, "part", place=place)), part, name)
        return None

    def _linked(self, node: Node, names: Sequence[str]) -> list[Node]:
        found = []
        for name in names:
            one = node.ledger.fields[name]
            ledger = self._office.ledgers.get(one.to) if isinstance(one, Link) else None
            if ledger:
                found.append(Node((*node.hops, Hop(ledger.key, "link", name)), ledger))
        return found

    def _file(self, node: Node) -> list[Node]:
        ledger = self._office.ledgers.get(node.ledger.part_of or "")
        return [Node((*node.hops, Hop(ledger.key, "file")), ledger)] if ledger else []


class Walk:
    """Goes from records to what lies around them; what was reached once is kept."""

    def __init__(self, office: Office) -> None:
        """Walk in one office."""
        self._office = office
        self._reached: dict[tuple[str, tuple[Hop, ...]], Record | None] = {}

    def reach(self, record: Record, hops: tuple[Hop, ...]) -> Record | None:
        """Return the record at the end of the steps; None when one of them leads nowhere."""
        if not hops:
            return record
        at = (record.id, hops)
        if at not in self._reached:
            before = self.reach(record, hops[:-1])
            self._reached[at] = self._step(before, hops[-1]) if before else None
        return self._reached[at]

    def _step(self, record: Record, hop: Hop) -> Record | None:
        if hop.how == "link":
            return self._office.record(hop.ledger, record.text(hop.field))
        if hop.how == "file":
            return self._office.record(hop.ledger, record.parent or "")
        parts = self._office.parts_of(record, hop.ledger)
        if hop.key:
            return next((one for one in parts if one.get(hop.field) == hop.key), None)
        return parts[hop.place] if hop.place < len(parts) else None


def _headings(label: str, aliases: Sequence[str]) -> set[str]:
    return {plain_heading(one) for one in (label, *aliases)}


def _split(one: Choice, whole: str) -> tuple[str | None, str]:
    """Read 父亲联系电话 as 父亲 and 联系电话."""
    for word in _words(one):
        if whole.startswith(word) and len(whole) > len(word):
            return one.options.find(word), whole[len(word) :]
    return None, ""


def _words(one: Choice) -> Iterator[str]:
    yield from sorted((plain_heading(word) for option in one.options for word in (option.label, *option.aliases)), key=len, reverse=True)
