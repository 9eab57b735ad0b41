"""One row of a ledger as it stands in the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


# thousands are made for one look at the home page, and a frozen dataclass takes four times as long to make
class Record(NamedTuple):
    """A saved row: its internal id, the revision that guards against overwriting, and its values by field.

    parent: id of the file this record is a part of. Times are UTC texts of ISO 8601; removed_at tells the recycle bin.
    """

    id: str
    ledger: str
    revision: int
    values: Mapping[str, object]
    parent: str | None = None
    created_at: str = ""
    created_by: str = ""
    updated_at: str = ""
    updated_by: str = ""
    removed_at: str | None = None

    def get(self, name: str) -> object:
        """Return the value of a field; None when blank or unknown."""
        return self.values.get(name)

    def text(self, name: str) -> str:
        """Return a text value; an empty text when blank."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""
