"""A sweep over every window on a filled school: Chinese words, names for screen readers, nothing clipped, nothing too large."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTableView, QWidget

from jlt_desktop import app
from jlt_desktop.gui.say import ElidedLabel
from jlt_desktop.gui.shots import Photographer
from jlt_desktop.vault.kdf import KdfCost

QUICK = KdfCost(1024, 1, 1)
# words that are the same in Chinese: names of things, keys, numbers and codes
ALSO = re.compile(
    r"^(Excel|PDF|SHA-256|Ctrl\+\w|F\d+|Esc|WPS|[\d\W_]+|[0-9A-F]{8,}|[A-Z0-9]{5,}|[A-Z]{2,4}\d*(-\d+)+|G?\d+[\dX]|[\d. %-]+)$"
)
TAKEN = (QLineEdit, QComboBox, QPlainTextEdit, QTableView, QAbstractButton)
SEEN = (*TAKEN, QLabel)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "school"
    return folder, app.build_demo(folder, 40, 5, date.today(), QUICK)


def said(one: QWidget) -> str:
    """Name a widget so that a person finds it."""
    text = getattr(one, "text", str)
    return f"{type(one).__name__} {one.accessibleName() or text()!r}"


def faults(one: QWidget) -> Iterator[str]:
    """What is wrong with one visible widget."""
    words = one.text().replace("&", "") if isinstance(one, QAbstractButton | QLabel) else ""
    if re.search(r"[A-Za-z]{2}", words) and words.isascii() and not ALSO.match(words) and "/" not in words:
        yield f"not Chinese: {words!r}"
    fixed = isinstance(one, QPushButton) or (isinstance(one, QLabel) and not isinstance(one, ElidedLabel) and not one.wordWrap())
    if fixed and words and one.width() < one.sizeHint().width() - 1:
        yield f"clipped {words!r}: {one.width()} < {one.sizeHint().width()}"
    if isinstance(one, QLabel) and one.wordWrap() and words and one.height() < one.heightForWidth(one.width()) - 1:
        yield f"cut off {words!r}: {one.height()} < {one.heightForWidth(one.width())}"
    drawn_inside = isinstance(one.parentWidget(), QLineEdit)  # the small cross that empties a line has the size of the style
    if isinstance(one, QLineEdit | QComboBox | QAbstractButton) and not drawn_inside and one.height() < one.minimumSizeHint().height() - 1:
        yield f"squeezed {type(one).__name__} {words!r}: {one.height()} < {one.minimumSizeHint().height()}"
    beside = [child for child in one.children() if isinstance(child, SEEN) and child.isVisible()]
    for first, second in combinations(beside, 2):
        shared = first.geometry().intersected(second.geometry())
        if shared.width() > 1 and shared.height() > 1:
            yield f"{said(first)} lies over {said(second)}"
    named = one.accessibleName() or words or (isinstance(one, QLineEdit) and one.objectName() == "qt_spinbox_lineedit")
    if isinstance(one, TAKEN) and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not named:
        yield f"nameless {type(one).__name__} in {type(one.parentWidget()).__name__}"


class Inspector(Photographer):
    """Looks instead of taking pictures."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.found: list[str] = []
        self.seen: list[str] = []

    def _grab(self, name: str, widget: QWidget) -> None:
        QApplication.processEvents()
        self.seen.append(name)
        for one in (widget, *widget.findChildren(QWidget)):
            if one.isVisible():
                self.found += [f"{name}: {words}" for words in faults(one)]
        size = widget.window().size()
        if size.width() > 1366 or size.height() > 768:
            self.found.append(f"{name}: {size.width()}x{size.height()} does not fit")


@pytest.mark.parametrize(
    ("role", "scale", "mode"),
    [
        ("counselor", 1.0, "light"), ("clerk", 1.25, "dark"), ("counselor", 1.75, "dark"), ("clerk", 1.75, "light"), ("principal", 1.5, "light"),
    ],
)  # fmt: skip
def test_nothing_is_foreign_nameless_or_clipped(demo, role, scale, mode, qtlog, tmp_path, program):
    folder, secrets = demo
    user = next(one for one in secrets.users if one.role == role)
    office = app.open_office(folder, user.name, user.password, floor=QUICK)
    try:
        inspector = Inspector(program, office, Path(tmp_path))
        inspector._look.apply(mode, scale)
        inspector.take_all()
    finally:
        office.close()
        inspector._look.apply("light", 1.0)
    assert len(inspector.seen) > 30
    assert not inspector.failures
    assert not inspector.found, "\n".join(sorted(set(inspector.found)))
    assert [one.message for one in qtlog.records if "This plugin does not support" not in one.message] == []


def test_the_sweep_sees_what_it_looks_for(qtbot):
    foreign, narrow, nameless = QPushButton("Save file"), QPushButton("保存这一条记录并新增下一条"), QLineEdit()
    narrow.setFixedWidth(40)
    for one in (foreign, narrow, nameless):
        qtbot.addWidget(one)
        one.show()
    assert [*faults(foreign)] == ["not Chinese: 'Save file'"]
    assert next(iter(faults(narrow))).startswith("clipped '保存这一条")
    assert [*faults(nameless)] == ["nameless QLineEdit in NoneType"]
