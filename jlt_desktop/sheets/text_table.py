"""Tables kept as text: comma or tab separated, in the encodings Chinese offices use."""

from __future__ import annotations

import csv
import io

from jlt_desktop.domain.errors import UserError

_LOOK = 4096
_FIELD_LIMIT = 1_000_000


def text_rows(name: str, content: bytes) -> list[list[object]]:
    """Return the rows of a text table. Raises UserError when it is no table."""
    text = _decoded(name, content)
    head = text[:_LOOK]
    separator = "\t" if head.count("\t") > head.count(",") and "\t" in head.split("\n", 1)[0] else ","
    if ";" in head and "," not in head:
        separator = ";"
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        rows: list[list[object]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error:
        raise _no_table(name) from None
    if max((len(row) for row in rows), default=0) < 2:
        raise _no_table(name)
    return rows


def _decoded(name: str, content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif content[:3] == b"\xef\xbb\xbf":
        encodings = ("utf-8-sig",)
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _no_table(name)


def _no_table(name: str) -> UserError:
    return UserError(f"“{name}”不是表格文件。", "里面没有表格的行和列。", "学校的数据没有改动。", "请选 xlsx、xls、et、ods 或 csv 文件。")
