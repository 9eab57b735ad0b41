"""Asks for what purpose names of a confidential file go onto paper, or why somebody else's notes must be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def ask_reason(owner: QWidget, *, named: bool) -> str | None:
    """Return the purpose; empty to print without names; None when the person thought better of it. named: it needs names."""
    words = "这张单子上有姓名。请写明给谁、做什么用:" if named else "不填就只印个案编号,不印姓名。\n要印姓名,请写明给谁、做什么用:"
    return _ask(owner, "打印心理资料", words)


def ask_why(owner: QWidget, title: str, words: str) -> str | None:
    """Return a reason in words; None when the person thought better of it."""
    return _ask(owner, title, words)


def _ask(owner: QWidget, title: str, words: str) -> str | None:
    dialog = QInputDialog(owner)
    dialog.setWindowTitle(title)
    dialog.setLabelText(words)
    dialog.setOkButtonText("继续(&O)")
    dialog.setCancelButtonText("取消")
    dialog.resize(460, dialog.sizeHint().height())
    return dialog.textValue().strip() if dialog.exec() else None
