"""Files kept with a record: copied into the vault, never linked; photographs lose what tells where they were taken."""

from __future__ import annotations

import hashlib
import io
import uuid
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.fields_links import Attached
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from pathlib import Path

    from jlt_desktop.domain.ledger import Ledger
    from jlt_desktop.services.office import Office

_ORIENTATION = 0x0112
# Pillow hands on what it was not told to leave out
_NO_NOTES = {"exif": b"", "xmp": b"", "comment": b""}
MOST = 20 * 1024 * 1024
_MAGIC = {
    b"%PDF-": ("application/pdf", (".pdf",)),
    b"\xff\xd8\xff": ("image/jpeg", (".jpg", ".jpeg")),
    b"\x89PNG\r\n": ("image/png", (".png",)),
    b"PK\x03\x04": ("application/zip", (".docx", ".xlsx", ".pptx", ".ofd")),
    b"\xd0\xcf\x11\xe0": ("application/x-ole-storage", (".doc", ".xls", ".wps", ".et")),
}
SUFFIXES = tuple(suffix for _, suffixes in _MAGIC.values() for suffix in suffixes)


def attach(office: Office, ledger: Ledger, path: Path) -> Attached:
    """Copy a file into the vault and return what a field keeps of it. Raises UserError: too large, of another kind; OutsideError."""
    try:
        if path.stat().st_size > MOST:
            raise UserError(f"“{path.name}”超过 {MOST // 1024 // 1024} MB,没有添加。", "", "", "请缩小后再添加。")
        content = path.read_bytes()
    except OSError:
        raise OutsideError(f"读不到“{path.name}”。", "", "没有添加。", "请核对文件还在不在,是否被别的程序占用。") from None
    return attach_bytes(office, ledger, path.name, content)


def attach_bytes(office: Office, ledger: Ledger, name: str, content: bytes) -> Attached:
    """Keep bytes as a file of that name, for what comes from the clipboard and never was on a disk. Raises UserError."""
    if len(content) > MOST:
        raise UserError(f"“{name}”超过 {MOST // 1024 // 1024} MB,没有添加。", "", "", "请缩小后再添加。")
    media_type = _media_type(name, content)
    if media_type.startswith("image/"):
        content = without_places(content)
    made = Attached(uuid.uuid4().hex, name, media_type, len(content), hashlib.sha256(content).hexdigest())
    store = office.store(ledger)
    with store.transaction():
        store.conn.execute(
            "INSERT INTO attachment(id, sha256, media_type, content) VALUES (?, ?, ?, ?)", (made.blob, made.sha256, media_type, content)
        )
        store.journal.append(now_utc(), "添加附件", f"attachment/{made.blob}", {"sha256": made.sha256, "size": made.size})
    return made


def viewable(attached: Attached) -> bool:
    """Tell whether the program itself can show an attachment, so that no copy of it lands in a temporary folder."""
    return attached.media_type in ("application/pdf", "image/jpeg", "image/png")


def content_of(office: Office, ledger: Ledger, attached: Attached) -> bytes:
    """Return the bytes of an attachment. Raises UserError when they are not there or were changed."""
    row = office.store(ledger).conn.execute("SELECT content FROM attachment WHERE id = ?", (attached.blob,)).fetchone()
    content = bytes(row[0]) if row else b""
    if hashlib.sha256(content).hexdigest() != attached.sha256:
        raise UserError(f"附件“{attached.name}”不在了或已损坏。", "", "记录的其他内容没有影响。", "请从备份里找回,或重新添加。")
    return content


def without_places(content: bytes) -> bytes:
    """Return a picture without the notes a camera adds, among them where it was taken; it stands upright without them too."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # pictures are few; the library is read for the first of them

    try:
        with Image.open(io.BytesIO(content)) as picture:
            out = io.BytesIO()
            turned = picture.getexif().get(_ORIENTATION, 1) != 1
            if picture.format != "JPEG":
                bare = ImageOps.exif_transpose(picture)
                bare.info = {key: value for key, value in bare.info.items() if key in ("transparency", "gamma")}
                bare.save(out, "PNG")
            elif turned:
                ImageOps.exif_transpose(picture).save(out, "JPEG", quality=92, **_NO_NOTES)
            else:
                picture.save(out, "JPEG", quality="keep", **_NO_NOTES)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise UserError("这个图片打不开,没有添加。", "文件可能已损坏。", "", "请在看图软件里另存后再试。") from None
    return out.getvalue()


def _media_type(name: str, content: bytes) -> str:
    for magic, (media_type, suffixes) in _MAGIC.items():
        if content.startswith(magic) and name.lower().endswith(suffixes):
            return media_type
    raise UserError(f"“{name}”不是能添加的文件。", "", "没有添加。", f"可以添加:{'、'.join(one.lstrip('.') for one in SUFFIXES)}。")
