"""Draw the program's icon and the small arrows and ticks of boxes; run once, the pictures are kept in resources/."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QImage, QPainter, QPainterPath, QPen, QPolygonF

_ACCENT, _PAPER, _GOLD = "#1c6b72", "#ffffff", "#f2c14e"


def icon(size: int) -> QImage:
    """Return an open ledger with a ribbon on a teal ground."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 64, size / 64)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_ACCENT))
    painter.drawRoundedRect(QRectF(0, 0, 64, 64), 13, 13)
    painter.setBrush(QColor(_PAPER))
    painter.drawRoundedRect(QRectF(13, 11, 38, 43), 3, 3)
    painter.setPen(QPen(QColor(_ACCENT), 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for row in (21, 29, 37, 45):
        painter.drawLine(QPointF(19, row), QPointF(24, row))
        painter.drawLine(QPointF(28, row), QPointF(45, row))
    ribbon = QPainterPath()
    ribbon.addPolygon(QPolygonF([QPointF(39, 8), QPointF(47, 8), QPointF(47, 24), QPointF(43, 20), QPointF(39, 24), QPointF(39, 8)]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(ribbon, QBrush(QColor(_GOLD)))
    painter.end()
    return image


def arrow(colour: str) -> QImage:
    """Return a downward arrow for twice the usual density."""
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(QPolygonF([QPointF(6, 9), QPointF(12, 15), QPointF(18, 9)]))
    painter.end()
    return image


def tick(colour: str) -> QImage:
    """Return the tick of a checked box for twice the usual density."""
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 3.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(QPolygonF([QPointF(5, 12.5), QPointF(10, 17.5), QPointF(19, 7)]))
    painter.end()
    return image


def main() -> None:
    """Write the pictures below the folder given."""
    application = QGuiApplication([])
    target = Path(sys.argv[1])
    (target / "icons").mkdir(parents=True, exist_ok=True)
    (target / "look").mkdir(parents=True, exist_ok=True)
    icon(256).save(str(target / "icons" / "program.png"))
    arrow("#626d7c").save(str(target / "look" / "down-light.png"))
    arrow("#9aa5b4").save(str(target / "look" / "down-dark.png"))
    tick("#ffffff").save(str(target / "look" / "tick-light.png"))
    tick("#0b1d1f").save(str(target / "look" / "tick-dark.png"))
    del application


if __name__ == "__main__":
    main()
