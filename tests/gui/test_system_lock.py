"""Locking the computer locks the office: heard from a real session bus."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from jlt_desktop.gui.system_lock import SystemLock

ROOT = Path(__file__).resolve().parents[2]
LISTEN = """
    import subprocess, sys
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget
    from jlt_desktop.gui.system_lock import SystemLock
    app = QApplication(sys.argv)
    window = QWidget()
    lock = SystemLock(window)
    print("listening", lock.listening, flush=True)
    lock.locked.connect(lambda: (print("locked", flush=True), app.quit()))
    call = ["dbus-send", "--session", "--type=signal", "/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged"]
    QTimer.singleShot(0, lambda: (subprocess.run([*call, "boolean:false"]), subprocess.run([*call, "boolean:true"])))
    QTimer.singleShot(15000, app.quit)
    app.exec()
"""


@pytest.mark.skipif(not (shutil.which("dbus-run-session") and shutil.which("dbus-send")), reason="no session bus can be started here")
def test_a_locked_screen_is_heard_and_an_unlocked_one_is_not():
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = ["dbus-run-session", "--", sys.executable, "-c", textwrap.dedent(LISTEN)]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split("\n")[:2] == ["listening True", "locked"]
    assert done.stdout.count("locked") == 1


def test_only_locking_counts(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    lock = SystemLock(window)
    heard = []
    lock.locked.connect(lambda: heard.append(1))
    lock.told(active=False)
    assert heard == []
    lock.told(active=True)
    assert heard == [1]
