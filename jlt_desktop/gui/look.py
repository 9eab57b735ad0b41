"""How the windows look: Fusion, light and dark palettes, one accent, fonts, Qt's own words in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

if TYPE_CHECKING:
    from collections.abc import Mapping

_SYSTEM_FONTS = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")
POINTS = 10.5


@dataclass(frozen=True)
class Colours:
    """The colours of one mode: surfaces, text, accent, and those that mean something (always beside a word)."""

    window: str
    base: str
    raised: str
    line: str
    text: str
    faint: str
    accent: str
    on_accent: str
    selected: str
    overdue: str
    today: str
    week: str
    good: str
    strip: str
    on_strip: str


LIGHT = Colours(
    window="#f4f5f7", base="#ffffff", raised="#ffffff", line="#d5d9df", text="#1e2530", faint="#626d7c", accent="#1c6b72",
    on_accent="#ffffff", selected="#d5e8ea", overdue="#b3261e", today="#a05a00", week="#1c6b72", good="#2d6f3c", strip="#ffe9a8",
    on_strip="#4a3800",
)  # fmt: skip
DARK = Colours(
    window="#1d2126", base="#15181c", raised="#262b32", line="#3b424c", text="#e6e9ee", faint="#9aa5b4", accent="#4fb3bd",
    on_accent="#0b1d1f", selected="#234a4e", overdue="#ff8a80", today="#ffb74d", week="#6cc6d0", good="#81c995", strip="#5a4a12",
    on_strip="#ffecb3",
)  # fmt: skip


class Look:
    """Applies one mode to the application; `colours` holds the ones in force. `scale`: 0.9-1.5 of the usual size of type."""

    def __init__(self, application: QApplication, resources: Path) -> None:
        """Fusion in light mode; Qt's own buttons in Chinese."""
        self._application, self._resources = application, resources
        self.colours = LIGHT
        self.mode, self.scale = "light", 1.0
        self._translator = QTranslator(application)
        application.setStyle(QStyleFactory.create("Fusion"))
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        if self._translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(self._translator)
        self._bundled = False
        if not any(QFontDatabase.hasFamily(name) for name in _SYSTEM_FONTS[:4]):
            self.add_fonts()
        self.apply()

    def add_fonts(self) -> None:
        """Load the fonts that come with the program; the system's own stay in front of them."""
        if not self._bundled:
            self._bundled = True
            for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "JltRareHan.ttf"):
                QFontDatabase.addApplicationFont(str(self._resources / "fonts" / name))

    def apply(self, mode: str | None = None, scale: float | None = None) -> None:
        """Put a mode ("light", "dark") and a size of type in force."""
        self.mode, self.scale = mode or self.mode, scale or self.scale
        self.colours = DARK if self.mode == "dark" else LIGHT
        font = QFont()
        font.setFamilies([*_SYSTEM_FONTS, "JLT Rare Han", "JltRareHan"])
        font.setPointSizeF(POINTS * self.scale)
        self._application.setFont(font)
        self._application.setPalette(palette(self.colours))
        self._application.setStyleSheet(style_sheet(self.colours, self._resources / "look", self.mode, self.scale))


def palette(colours: Colours) -> QPalette:
    """Return the palette of a mode."""
    made = QPalette()
    role = QPalette.ColorRole
    pairs: Mapping[QPalette.ColorRole, str] = {
        role.Window: colours.window, role.WindowText: colours.text, role.Base: colours.base, role.AlternateBase: colours.window,
        role.Text: colours.text, role.PlaceholderText: colours.faint, role.Button: colours.raised, role.ButtonText: colours.text,
        role.Highlight: colours.accent, role.HighlightedText: colours.on_accent, role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text, role.Link: colours.accent, role.BrightText: colours.overdue, role.Mid: colours.line,
        role.Accent: colours.accent,
    }  # fmt: skip
    for one, colour in pairs.items():
        made.setColor(one, QColor(colour))
    for one in (role.Text, role.ButtonText, role.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(colours.faint))
    return made


def style_sheet(c: Colours, pictures: Path, mode: str = "light", scale: float = 1.0) -> str:
    """Return the few rules that Fusion leaves to us. Widgets ask for a rule by their objectName or the `kind` property."""
    return f"""
    QToolTip {{ color: {c.text}; background: {c.raised}; border: 1px solid {c.line}; padding: 3px; }}
    QLabel[kind="title"] {{ font-size: {15 * scale}pt; font-weight: 600; }}
    QLabel[kind="subtitle"] {{ font-size: {12 * scale}pt; font-weight: 600; }}
    QLabel[kind="faint"] {{ color: {c.faint}; }}
    QLabel[kind="problem"] {{ color: {c.overdue}; }}
    QLabel[kind="question"] {{ color: {c.today}; }}
    QLabel[kind="good"] {{ color: {c.good}; }}
    QLabel[kind="strip"] {{ background: {c.strip}; color: {c.on_strip}; padding: 4px 12px; font-weight: 600; }}
    QFrame[kind="card"] {{ background: {c.raised}; border: 1px solid {c.line}; border-radius: 6px; }}
    QFrame[kind="notice"] {{ background: {c.strip}; border: 1px solid {c.line}; border-radius: 6px; }}
    QFrame[kind="notice"] QLabel {{ color: {c.on_strip}; }}
    QPushButton {{ padding: 5px 14px; border: 1px solid {c.line}; border-radius: 4px; background: {c.raised}; color: {c.text}; }}
    QPushButton:hover {{ border-color: {c.accent}; }}
    QPushButton:focus {{ border: 2px solid {c.accent}; padding: 4px 13px; }}
    QPushButton:disabled {{ color: {c.faint}; background: {c.window}; }}
    QPushButton[kind="main"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; font-weight: 600; }}
    QPushButton[kind="main"]:focus {{ border: 2px solid {c.text}; }}
    QPushButton[kind="main"]:disabled {{ background: {c.line}; color: {c.faint}; border-color: {c.line}; }}
    QPushButton[kind="flat"] {{ border: none; background: transparent; color: {c.accent}; padding: 4px 8px; }}
    QPushButton[kind="flat"]:focus {{ border: 1px solid {c.accent}; border-radius: 4px; padding: 3px 7px; }}
    QPushButton[kind="danger"] {{ color: {c.overdue}; border-color: {c.overdue}; font-weight: 600; }}
    QPushButton[kind="danger"]:disabled {{ color: {c.faint}; border-color: {c.line}; }}
    QPushButton[kind="big"] {{ text-align: left; padding: 16px 20px; font-size: {12 * scale}pt; }}
    QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox {{
        border: 1px solid {c.line}; border-radius: 4px; padding: 4px 6px; background: {c.base}; color: {c.text};
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus {{ border: 2px solid {c.accent}; padding: 3px 5px; }}
    QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{ border: 2px solid {c.overdue}; padding: 3px 5px; }}
    QComboBox::drop-down {{ border: none; width: 22px; }}
    QComboBox::down-arrow {{ image: url("{pictures.as_posix()}/down-{mode}.png"); width: 12px; height: 12px; }}
    QCheckBox::indicator {{ width: 15px; height: 15px; border: 1px solid {c.faint}; border-radius: 3px; background: {c.base}; }}
    QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
        image: url("{pictures.as_posix()}/tick-{mode}.png"); }}
    QCheckBox::indicator:disabled {{ border-color: {c.line}; background: {c.window}; }}
    QCheckBox:focus {{ color: {c.accent}; }}
    QPushButton::menu-indicator {{ image: none; width: 0; }}
    QGroupBox {{ border: 1px solid {c.line}; border-radius: 6px; background: {c.raised}; margin-top: 12px; padding: 12px 8px 8px 8px;
        font-weight: 600; }}
    QGroupBox::title {{ subcontrol-origin: margin; left: 12px; padding: 0 6px; color: {c.accent}; }}
    QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ background: {c.window}; color: {c.faint}; }}
    QTableView, QTreeView, QListView {{ border: 1px solid {c.line}; background: {c.base}; gridline-color: {c.line};
        selection-background-color: {c.selected}; selection-color: {c.text}; outline: none; }}
    QTableView:focus, QTreeView:focus, QListView:focus {{ border: 2px solid {c.accent}; }}
    QHeaderView::section {{ background: {c.window}; color: {c.text}; border: none; border-bottom: 1px solid {c.line};
        border-right: 1px solid {c.line}; padding: 5px 8px; font-weight: 600; }}
    QListView#navigation {{ background: {c.window}; border: none; border-right: 1px solid {c.line}; }}
    QListView#navigation::item {{ padding: 0 14px; border-radius: 4px; margin: 1px 6px; }}
    QTableView::item {{ padding: 0 6px; }}
    QTreeView::item {{ padding: 4px 2px; }}
    QListView::item {{ padding: 4px 6px; }}
    QListView#navigation::item:selected {{ background: {c.selected}; color: {c.text}; }}
    QScrollArea {{ border: none; background: transparent; }}
    QToolButton {{ border: 1px solid {c.line}; border-radius: 4px; padding: 3px 5px; background: {c.raised}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QStatusBar {{ border-top: 1px solid {c.line}; }}
    QProgressBar {{ border: 1px solid {c.line}; border-radius: 4px; text-align: center; background: {c.base}; }}
    QProgressBar::chunk {{ background: {c.accent}; }}
    """
