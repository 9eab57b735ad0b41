"""Reading a workbook or a text table by its content, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.sheets.text_table import text_rows

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024
MOST_UNPACKED = 512 * 1024 * 1024
MOST_RATIO = 200
MOST_ROWS = 100_000
MOST_COLUMNS = 500
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KEPT = "学校的数据没有改动。"
Row = list[object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, whether the file hides it, and its rows; row 1 of the file is rows[0]."""

    name: str
    rows: list[Row]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A file that was read."""

    name: str
    sheets: tuple[Sheet, ...]


def read_file(path: Path) -> bytes:
    """Return the bytes of a file somebody chose. Raises OutsideError when another program holds it or it is not there."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UserError(
                f"“{path.name}”有 {size // 1024 // 1024} MB,太大了。", "一般名册不到 5 MB。", _KEPT, "请只留需要的工作表后再导入。"
            )
        return path.read_bytes()
    except PermissionError:
        raise OutsideError(
            f"打不开“{path.name}”。", "它可能正在 WPS 或 Excel 里开着。", _KEPT, "请先在 WPS 里关掉它,再点“重试”。"
        ) from None
    except OSError:
        raise OutsideError(f"读不到“{path.name}”。", "", _KEPT, "请核对文件还在不在,U 盘有没有拔掉。") from None


def read_book(name: str, content: bytes) -> Book:
    """Read xlsx, xls, et, ods or csv. Raises UserError with the reason and what to do."""
    if not content:
        raise UserError(f"“{name}”是空文件。", "里面一个字节也没有。", _KEPT, "请重新导出或重新拷贝这个文件。")
    if content[:4] == b"PK\x03\x04":
        check_zip(name, content)
        return _with_calamine(name, content)
    if content[:8] == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UserError(f"“{name}”设了打开密码。", "", _KEPT, "请在 WPS 里打开它,另存一份不带密码的再导入。")
        return _with_calamine(name, content)
    return Book(name, (Sheet("文本", _checked_size(name, text_rows(name, content))),))


def check_zip(name: str, content: bytes) -> None:
    """Refuse a packed file that is no workbook or unpacks to a size no workbook has. Raises UserError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = packed.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError):
        raise _damaged(name) from None
    total = sum(info.file_size for info in infos)
    if total > MOST_UNPACKED or total > MOST_RATIO * max(len(content), 100_000) or len(infos) > 5000:
        raise UserError(f"“{name}”解开后大得不合理,没有读。", "正常的表格不会这样,文件可能有问题。", _KEPT, "请让交表的人重新另存一份。")
    if not any(info.filename in ("xl/workbook.xml", "content.xml", "xl/workbook.bin") for info in infos):
        raise UserError(f"“{name}”不是表格文件。", "它是一个压缩包或别的文档。", _KEPT, "请选 xlsx、xls、et、ods 或 csv 文件。")


def _with_calamine(name: str, content: bytes) -> Book:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        hidden = {meta.name for meta in book.sheets_metadata if meta.visible != SheetVisibleEnum.Visible}
        sheets = tuple(Sheet(one, _checked_size(name, _rows(book, one, name)), one in hidden) for one in book.sheet_names)
    except UserError:
        raise
    except (CalamineError, ValueError, OSError):
        raise _damaged(name) from None
    except BaseException as error:  # a Rust panic arrives as a BaseException of its own
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(name) from None
    return Book(name, sheets)


def _rows(book: CalamineWorkbook, sheet_name: str, file_name: str) -> list[Row]:
    sheet = book.get_sheet_by_name(sheet_name)
    last = sheet.total_height  # the index of the last row, counted from 0
    if last >= MOST_ROWS:
        raise _too_many(file_name, last + 1)
    # leading blank rows are kept, so that row numbers are those of the file
    return sheet.to_python(skip_empty_area=False)  # type: ignore[return-value]  # cells are plain values


def _checked_size(name: str, rows: list[Row]) -> list[Row]:
    if len(rows) > MOST_ROWS:
        raise _too_many(name, len(rows))
    if rows and max(map(len, rows)) > MOST_COLUMNS:
        raise UserError(f"“{name}”有 {max(map(len, rows))} 列,太多了。", "", _KEPT, "请删掉右边空白的列后再导入。")
    # a cell of nothing but spaces is an empty one: a row of them is no person, and it erases nothing
    rows = [["" if isinstance(cell, str) and not cell.strip() else cell for cell in row] for row in rows]
    while rows and not any(cell not in ("", None) for cell in rows[-1]):
        rows.pop()
    return rows


def _too_many(book_name: str, rows: int) -> UserError:
    return UserError(
        f"“{book_name}”有 {rows} 行,超过了一次能导入的 {MOST_ROWS} 行。",
        "一所学校不会有这么多人,多半是表格下方带了空行或多所学校的数据。",
        _KEPT,
        "请只留本校的行,另存后再导入。",
    )


def _damaged(name: str) -> UserError:
    return UserError(f"“{name}”打不开,文件可能损坏或没有下载完整。", "", _KEPT, "请在 WPS 里打开看看,另存一份后再导入。")
