"""Files kept with a record: dropped, pasted, looked at inside the program, saved out."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from jlt_desktop.gui.attachment_view import AttachmentView
from jlt_desktop.gui.attachments import AttachmentEditor
from jlt_desktop.services.attaching import content_of, without_places

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def editor(place, qtbot) -> AttachmentEditor:
    made = AttachmentEditor("佐证照片", place, place.office.ledgers["home_visit"])
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_screenshot_is_pasted_without_becoming_a_file(place, qtbot, settled, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    QGuiApplication.clipboard().setImage(picture)
    made = editor(place, qtbot)
    made.paste()
    settled()
    (kept,) = made.raw()
    assert kept.name.startswith("截图")
    assert kept.media_type == "image/png"
    with Image.open(io.BytesIO(content_of(place.office, place.office.ledgers["home_visit"], kept))) as shown:
        assert shown.size == (40, 30)
    assert list((tmp_path / "tmp").iterdir()) == []


PLACE = "北纬41.7度槐树沟"


def photograph(kind: str) -> bytes:
    """A picture with the place written into every kind of note a camera or an editor adds, lying on its side."""
    picture, out = Image.new("RGB", (60, 40), "#336699"), io.BytesIO()
    picture.putpixel((0, 0), (255, 255, 255))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = PLACE.encode().decode("latin-1")
    exif.get_ifd(0x8825)[0x1D] = "2026:11:24"
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{PLACE}</x:xmpmeta>".encode()
    if kind == "jpg":
        picture.save(out, "JPEG", quality=95, exif=exif, xmp=xmp, comment=PLACE.encode())
    else:
        notes = PngInfo()
        notes.add_itxt("Comment", PLACE)
        picture.save(out, "PNG", pnginfo=notes, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["jpg", "png"])
def test_a_photograph_dropped_loses_where_it_was_taken_and_stands_upright(place, qtbot, settled, tmp_path, monkeypatch, kind):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    path = tmp_path / f"家访.{kind}"
    path.write_bytes(photograph(kind))
    assert PLACE.encode() in path.read_bytes()
    made = editor(place, qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where = (QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(5, 5), *where[1:])
    QApplication.sendEvent(made, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(made, QDropEvent(*where))
    settled()
    (kept,) = made.raw()
    content = content_of(place.office, place.office.ledgers["home_visit"], kept)
    assert PLACE.encode() not in content
    with Image.open(io.BytesIO(content)) as shown:
        assert shown.size == (40, 60), "a telephone held upright gives an upright picture"
        assert dict(shown.getexif()) == {}
        assert not {"exif", "xmp", "comment", "Comment", "XML:com.adobe.xmp"} & set(shown.info)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_an_upright_photograph_keeps_its_pixels_and_none_of_its_notes():
    picture, out = Image.effect_noise((64, 48), 40).convert("RGB"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = PLACE.encode().decode("latin-1")
    picture.save(out, "JPEG", quality=90, exif=exif, xmp=f"<x>{PLACE}</x>".encode(), comment=PLACE.encode())
    bare = without_places(out.getvalue())
    assert PLACE.encode() in out.getvalue()
    assert PLACE.encode() not in bare
    with Image.open(io.BytesIO(out.getvalue())) as before, Image.open(io.BytesIO(bare)) as after:
        assert (after.size, after.quantization) == (before.size, before.quantization), "it is not made coarser than it was"


def test_copied_files_are_pasted_and_an_empty_clipboard_says_so(place, qtbot, settled, tmp_path):
    path = tmp_path / "协议.pdf"
    path.write_bytes(PDF)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)
    made = editor(place, qtbot)
    made.paste()
    settled()
    assert [one.name for one in made.raw()] == ["协议.pdf"]
    QGuiApplication.clipboard().clear()
    made.paste()
    assert "剪贴板里没有图片或文件" in made._said.text()
    assert len(made.raw()) == 1


def test_what_is_kept_is_looked_at_inside_the_program(place, qtbot, settled, tmp_path):
    path = tmp_path / "协议.pdf"
    path.write_bytes(PDF)
    made = editor(place, qtbot)
    made.add([path])
    settled()
    made._look()
    settled()
    view = next(one for one in QApplication.topLevelWidgets() if isinstance(one, AttachmentView))
    assert view._words.text() == "第 1 页,共 1 页"
    assert not view.pages.page.pixmap().isNull()
    view.close()


def test_a_damaged_pdf_and_a_kind_that_cannot_be_shown_are_said(place, qtbot, settled, tmp_path):
    broken, office = tmp_path / "坏.pdf", tmp_path / "表.xlsx"
    broken.write_bytes(b"%PDF-1.4\nnothing")
    office.write_bytes(b"PK\x03\x04rest")
    made = editor(place, qtbot)
    made.add([broken])
    settled()
    made._look()
    settled()
    view = next(one for one in QApplication.topLevelWidgets() if isinstance(one, AttachmentView) and one.isVisible())
    assert "打不开" in view._words.text()
    view.close()
    other = editor(place, qtbot)
    other.add([office])
    settled()
    other._look()
    assert "不能直接看" in other._said.text()


def test_too_large_a_file_is_refused_with_what_to_do(place, qtbot, settled, tmp_path):
    path = tmp_path / "大.pdf"
    path.write_bytes(b"%PDF-" + bytes(20 * 1024 * 1024))
    made = editor(place, qtbot)
    made.add([path])
    settled()
    assert "超过 20 MB" in made._said.text()
    assert made.raw() == ""
