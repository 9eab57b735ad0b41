"""The parts of somebody else's xlsx: found, read as XML without trusting it, and written again with what was changed."""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from jlt_desktop.domain.errors import UserError
from jlt_desktop.sheets.read import check_zip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SPREADSHEET = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
KEPT = "没有写出文件,学校的数据和上级的表都没有改动。"
_MOST_PART = 64 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1


class Package:
    """An xlsx somebody gave. Raises UserError for whatever is none, or is one that cannot be filled."""

    def __init__(self, name: str, content: bytes) -> None:
        """Open it; nothing is read yet but the list of its parts."""
        self.name = name
        self._content = content
        if content[:8] == _OLE:
            raise UserError(f"“{name}”是旧格式(xls、et)或设了打开密码,不能填。", "", KEPT, "请在 WPS 里打开它,另存为 xlsx(不设密码)再选。")
        if content[:4] != b"PK\x03\x04":
            raise UserError(f"“{name}”不是 xlsx 工作簿,不能填。", "", KEPT, "请选上级发的 xlsx 表;别的格式请在 WPS 里另存为 xlsx。")
        check_zip(name, content)
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            self._infos = {info.filename: info for info in packed.infolist()}
            doubled = len(self._infos) != len(packed.infolist())
        if doubled or any(info.flag_bits & _ENCRYPTED or info.file_size > _MOST_PART for info in self._infos.values()):
            raise self.damaged()
        self._workbook = self._target("_rels/.rels", "officeDocument")
        if not self._workbook.endswith(".xml") or b"macroEnabled" in self.part("[Content_Types].xml"):
            raise UserError(f"“{name}”不是普通的 xlsx 工作簿(可能带宏),不能填。", "", KEPT, "请在 WPS 里另存为 xlsx 再选。")
        self.workbook = self.xml(self._workbook)

    def part(self, path: str) -> bytes:
        """Return the bytes of a part."""
        try:
            with zipfile.ZipFile(io.BytesIO(self._content)) as packed:
                return packed.read(path)
        except (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError):
            raise self.damaged() from None

    def has(self, path: str) -> bool:
        """Tell whether there is such a part."""
        return path in self._infos

    def xml(self, path: str) -> etree._Element:
        """Return the root of a part; a part that brings definitions of its own (entities) is refused."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False)
        try:
            root = etree.fromstring(self.part(path), parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self.damaged() from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise UserError(f"“{self.name}”里面有正常表格不会有的内容,没有填。", "", KEPT, "请让发表的单位重新发一份,或在 WPS 里另存一份。")
        return root

    def sheets(self) -> dict[str, str]:
        """Return the path of every sheet by its name."""
        found = {}
        ns = namespace(self.workbook)
        targets = dict(self.relations(self._workbook))
        for one in self.workbook.iterfind(f"{ns}sheets/{ns}sheet"):
            reference = next((value for key, value in one.attrib.items() if str(key).endswith("/relationships}id")), "")
            if str(reference) in targets:
                found[str(one.get("name"))] = targets[str(reference)][1]
        return found

    def relations(self, path: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """Return id -> (last word of the type, path) of what a part refers to inside the file."""
        folder, _, last = path.rpartition("/")
        listed = posixpath.join(folder, "_rels", f"{last}.rels")
        if not self.has(listed):
            return
        for one in self.xml(listed):
            if isinstance(one.tag, str) and one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target") or "")).lstrip("/")
                yield one.get("Id") or "", ((one.get("Type") or "").rpartition("/")[2], target)

    def beside(self, path: str, kind: str) -> list[str]:
        """Return the paths of the parts of one kind (drawing, comments, table, styles) that a part refers to."""
        return [target for _, (found, target) in self.relations(path) if found == kind and self.has(target)]

    def of_workbook(self, kind: str) -> str:
        """Return the path of a part that the workbook refers to; an empty text when there is none."""
        return next(iter(self.beside(self._workbook, kind)), "")

    def styles(self) -> etree._Element | None:
        """Return the root of the styles; None when there are none."""
        found = self.of_workbook("styles")
        return self.xml(found) if found else None

    def with_parts(self, roots: Mapping[str, etree._Element]) -> bytes:
        """Return the file with parts changed: every other one keeps its bytes, its place, its date and its compression."""
        made = io.BytesIO()
        changed = {
            path: etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
            for path, root in roots.items()
        }
        with zipfile.ZipFile(io.BytesIO(self._content)) as packed, zipfile.ZipFile(made, "w") as written:
            written.comment = packed.comment
            for info in packed.infolist():
                data = changed.get(info.filename)
                written.writestr(copy.copy(info), self.part(info.filename) if data is None else data)
        return made.getvalue()

    def damaged(self) -> UserError:
        """Return the sentence for a file that cannot be read."""
        return UserError(f"“{self.name}”打不开,文件可能损坏或没有下载完整。", "", KEPT, "请在 WPS 里打开看看,另存一份再选。")

    def _target(self, listed: str, kind: str) -> str:
        for one in self.xml(listed):
            if isinstance(one.tag, str) and (one.get("Type") or "").endswith(f"/{kind}"):
                return (one.get("Target") or "").lstrip("/")
        raise self.damaged()


def namespace(root: etree._Element) -> str:
    """Return the namespace of an element in braces, ready to stand before a tag."""
    found = etree.QName(root).namespace
    return f"{{{found}}}" if found else ""
