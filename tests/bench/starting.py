"""The start of the program, the way from the passphrase to the home page, and memory; each in processes of their own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Result
from school import demo, person

_ROOT = Path(__file__).resolve().parents[2]
_BARE = """
import time, sys
from PySide6.QtWidgets import QApplication, QWidget
a = QApplication(sys.argv); w = QWidget(); w.resize(600, 400); w.show(); a.processEvents()
print(time.time())
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
_OURS = """
import sys, time
from PySide6.QtWidgets import QApplication
from jlt_desktop import app
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.start import Front
from jlt_desktop.gui.tasks import Tasks
a = QApplication(sys.argv[:1])
program = app.program(["--vault", sys.argv[1]])
front = Front(program, Tasks(), Look(a, program.resources))
front.open(); a.processEvents()
print(time.time())
front.close()
"""
_HOME = """
import sys, time, json
from PySide6.QtWidgets import QApplication
from jlt_desktop import app
from jlt_desktop.gui.look import Look
from jlt_desktop.gui.start import Front
from jlt_desktop.gui.tasks import Tasks
a = QApplication(sys.argv[:1])
program, tasks = app.program(["--vault", sys.argv[1]]), Tasks()
front = Front(program, tasks, Look(a, program.resources))
front.open()
person, until = front.window.person, time.perf_counter() + 2
# somebody types the passphrase meanwhile
while time.perf_counter() < until or not person.count():
    a.processEvents()
from jlt_desktop.vault import kdf, slots
derive, marks = kdf.derive, []
def timed(*args):
    begun = time.perf_counter(); made = derive(*args); marks.append(time.perf_counter() - begun); return made
for module in (kdf, slots):
    if getattr(module, "derive", None) is derive: module.derive = timed
person.setCurrentIndex(next(n for n in range(person.count()) if person.itemData(n) == sys.argv[2]))
front.window.password.setText(sys.argv[3])
begun = time.perf_counter()
front.window.unlock()
while not (type(front.window).__name__ == "MainWindow" and front.window._pages["home"]._dues):
    # an event loop sleeps between events; one that spins would take the interpreter away from the worker
    a.processEvents()
    time.sleep(0.0005)
whole = time.perf_counter() - begun
window = front.window
while not tasks.idle: a.processEvents()
if len(sys.argv) > 4:
    # what the key derivation took for a moment is given back by now; from here on the peak is the program's own
    open("/proc/self/clear_refs", "w").write("5")
    ledgers = [one for one in window.place.office.ledgers.values() if not one.part_of]
    window.go(ledgers[0].key)
    a.processEvents()
    while not tasks.idle: a.processEvents()
    a.processEvents()
peak = int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
print(json.dumps({"whole": whole, "derive": sum(marks), "rss": peak}))
front.close()
"""


def _python(code: str, *arguments: str) -> str:
    settings = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), "PYTHONPATH": str(_ROOT)}
    done = subprocess.run([sys.executable, "-c", code, *arguments], env=settings, capture_output=True, text=True, check=True)
    return done.stdout


def _until_shown(code: str, *arguments: str) -> float:
    import time

    begun = time.time()
    return float(_python(code, *arguments).split()[0]) - begun


def starting(place: Path) -> list[Result]:
    """Process start to the unlock window, passphrase to the home page, memory with 10,000 pupils."""
    secrets = demo(place / "start", 1_200)
    clerk = person(secrets, "clerk")
    vault = str(place / "start")
    pairs = [(_until_shown(_BARE), _until_shown(_OURS, vault)) for _ in range(7)]
    base, ours = (statistics.median(one) for one in zip(*pairs, strict=True))
    homes = [json.loads(_python(_HOME, vault, clerk.name, clerk.password)) for _ in range(3)]
    beyond = statistics.median(one["whole"] - one["derive"] for one in homes)
    derive = statistics.median(one["derive"] for one in homes)
    large = demo(place / "large", 10_000)
    bare = int(_python(_BARE).split()[1])
    full = json.loads(_python(_HOME, str(place / "large"), person(large, "clerk").name, person(large, "clerk").password, "go"))["rss"]
    return [
        Result("process start to unlock window", "bare PySide6 window", ours / base, 1.8, "x", f"{ours:.2f} s / {base:.2f} s"),
        Result("passphrase to home page, 1,200 pupils", "the key derivation alone", beyond * 1000, 250, "ms", f"derivation {derive:.2f} s"),
        Result(
            "peak memory, 10,000 pupils open",
            "bare PySide6 window",
            (full - bare) / 1024,
            120,
            "Mi",
            f"{full // 1024} MiB / {bare // 1024} MiB; after the derivation gave its own back",
        ),
    ]


def all_of_them() -> list[Result]:
    """Run every bench of this page in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return starting(Path(folder))
