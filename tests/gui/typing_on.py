"""A program of its own that opens a form and types a letter every 50 ms without a pause, telling each; to be killed by a test."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from jlt_desktop import app
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.main_window import MainWindow
from jlt_desktop.gui.tasks import Tasks
from jlt_desktop.paths import resources
from jlt_desktop.vault.kdf import KdfCost


def main() -> None:
    """argv: folder of the school, person, passphrase, ledger, field; every letter is told on standard output with its number."""
    folder, person, words, ledger, field = sys.argv[1:]
    office = app.open_office(Path(folder), person, words, floor=KdfCost(1024, 1, 1))
    application = QApplication(["jlt"])
    tasks = Tasks()
    window = MainWindow(office, tasks, Look(application, resources()), app.program(()))
    window.show()
    window.place.want_form(ledger)
    count = [0]

    def type_one() -> None:
        if not window.windows.open:
            return
        form = window.windows.open[-1]
        area = form.fields.editors[field].findChild(QPlainTextEdit)
        QTest.keyClicks(area, "abcdefghij"[count[0] % 10])
        count[0] += 1
        print(count[0], flush=True)

    timer = QTimer()
    timer.timeout.connect(type_one)
    timer.start(50)
    application.exec()


if __name__ == "__main__":
    main()
