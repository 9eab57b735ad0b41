"""The kinds of field that point elsewhere: to a record, to several people, to files kept in the vault."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from jlt_desktop.domain.fields import Field, FieldProblem, split_list, texts_of

if TYPE_CHECKING:
    from jlt_desktop.domain.fields import Lookup
    from jlt_desktop.domain.options import Options


@dataclass(frozen=True, kw_only=True)
class Link(Field):
    """One record of another ledger, kept by its internal id."""

    kind: ClassVar[str] = "link"

    to: str

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        return _find_one(self.label, self.to, str(raw), lookup)

    def _show(self, value: object, lookup: Lookup | None) -> str:
        return lookup.label(self.to, str(value)) if lookup else str(value)


@dataclass(frozen=True, kw_only=True)
class Beside(Link):
    """Another record of the same ledger; it never comes from a sheet, where the other may stand further down and not be there yet."""

    importable: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class People(Field):
    """Several records of a ledger of people, kept by their internal ids in the order given."""

    kind: ClassVar[str] = "people"

    of: str

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        names = raw if isinstance(raw, list | tuple) else split_list(str(raw))
        found = [_find_one(self.label, self.of, str(name), lookup) for name in names]
        return tuple(dict.fromkeys(found)) or None

    def to_sql(self, value: object) -> object:
        """Keep as a JSON list of ids."""
        return None if not value else json.dumps(value)

    def from_sql(self, kept: object) -> object:
        """Return a tuple of ids."""
        return None if kept is None else tuple(json.loads(str(kept)))

    def _show(self, value: object, lookup: Lookup | None) -> str:
        return "、".join(lookup.label(self.of, one) if lookup else one for one in texts_of(value))


@dataclass(frozen=True)
class Attached:
    """A file kept inside the vault: blob id, the name it came with, media type, bytes and SHA-256.

    code: what it proves by, for evidence; caption: a line of words about it.
    """

    blob: str
    name: str
    media_type: str
    size: int
    sha256: str
    code: str = ""
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Attachment(Field):
    """Files kept inside the vault; they never come from a sheet."""

    kind: ClassVar[str] = "attachment"
    importable: ClassVar[bool] = False

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        items = raw if isinstance(raw, list | tuple) else ()
        if not items or not all(isinstance(item, Attached) for item in items):
            message = f"{self.label}要用“添加附件”放进来。"
            raise FieldProblem(message)
        return tuple(items)

    def to_sql(self, value: object) -> object:
        """Keep as a JSON list of what is attached; the bytes stand in the blob table."""
        if not isinstance(value, tuple) or not value:
            return None
        return json.dumps([[a.blob, a.name, a.media_type, a.size, a.sha256] for a in value], ensure_ascii=False)

    def from_sql(self, kept: object) -> object:
        """Return a tuple of Attached."""
        return None if kept is None else tuple(Attached(*item) for item in json.loads(str(kept)))

    def _show(self, value: object, lookup: Lookup | None) -> str:
        del lookup
        return "、".join(item.name for item in value) if isinstance(value, tuple) else ""


@dataclass(frozen=True, kw_only=True)
class Evidence(Attachment):
    """Files that prove something, each with the code of what it is (a key of `codes`) and a caption.

    The aliases of a code are words that tell it from a file's name; `picture` is the code of pictures without such a word.
    """

    codes: Options
    picture: str = ""

    def to_sql(self, value: object) -> object:
        """Keep code and caption with each file."""
        if not isinstance(value, tuple) or not value:
            return None
        kept = [[a.blob, a.name, a.media_type, a.size, a.sha256, a.code, a.caption] for a in value]
        return json.dumps(kept, ensure_ascii=False)

    def _show(self, value: object, lookup: Lookup | None) -> str:
        del lookup
        return "、".join(self.called(item) for item in value) if isinstance(value, tuple) else ""

    def guessed(self, one: Attached) -> str:
        """Return the code a file most likely has by its name and kind; empty when nothing tells."""
        words = ((word, option.key) for option in self.codes for word in option.aliases)
        found = max((pair for pair in words if pair[0] in one.name), key=lambda pair: len(pair[0]), default=("", ""))
        return found[1] or (self.picture if one.media_type.startswith("image/") else "")

    def called(self, one: Attached) -> str:
        """Return what a file is called among the evidence: what it is, and its caption or name."""
        kind = self.codes.label(one.code) if one.code else ""
        return f"{kind}:{one.caption or one.name}" if kind else one.caption or one.name


def _find_one(label: str, ledger: str, text: str, lookup: Lookup | None) -> str:
    if lookup is None:
        return text
    if lookup.label(ledger, text):
        return text
    found = lookup.find(ledger, text)
    if len(found) == 1:
        return found[0]
    reason = "有几位同名,请写明班级或号码" if found else "没有找到"
    message = f"{label}“{text}”{reason}。"
    raise FieldProblem(message)
