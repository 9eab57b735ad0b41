"""Import, search, save, print and submit against the plainest way of doing the same."""

from __future__ import annotations

import hashlib
import io
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

import pyrage
import sqlcipher3
from measure import Result, seconds, side_by_side
from python_calamine import CalamineWorkbook
from school import STUDENT, demo, opened, person, roster

from jlt_desktop.gui.ledger_model import LedgerModel
from jlt_desktop.paths import resources
from jlt_desktop.services import submitting
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.finding import build_finder
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.listing import STRETCH, Wanted, list_rows
from jlt_desktop.services.undoing import undo_import
from jlt_desktop.vault import database
from jlt_desktop.vault.store import Query


def importing(place: Path) -> Result:
    """10,000 x 30 cells: plan, apply, journal against reading alone."""
    secrets = demo(place / "import", 0)
    path = place / "roster.xlsx"
    roster(path, 10_000, 30)
    content = path.read_bytes()
    office = opened(place / "import", secrets)
    runs: list[str] = []

    def read() -> None:
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    def whole() -> None:
        plan = plan_import(office, STUDENT, "roster.xlsx", content)
        runs.append(apply_import(office, plan).id)

    pairs = []
    for _ in range(3):
        pairs.append((seconds(read), seconds(whole)))
        undo_import(office, runs[-1])
    office.close()
    base, ours = (statistics.median(one) for one in zip(*pairs, strict=True))
    return Result("import 10,000 x 30, plan + apply", "calamine reading it", ours / base, 5, "x", f"{ours:.2f} s / {base:.2f} s")


def searching(place: Path) -> list[Result]:
    """Each keystroke of a few typical queries over 10,000 pupils: Ctrl+K and the page of the ledger."""
    secrets = demo(place / "search", 10_000)
    office = opened(place / "search", secrets)
    finder = build_finder(office)
    typed = [word[: end + 1] for word in ("wangyuhan", "zhx", "三2", "0014", "单", "李 三", "ouyang") for end in range(len(word))]
    for one in typed:
        finder.find(one)
    found = [seconds(lambda one=one: finder.find(one)) for one in typed for _ in range(3)]
    model = LedgerModel(STUDENT)
    drawn = []
    for one in typed:
        stretch = list_rows(office, STUDENT, Wanted(search=one), limit=STRETCH)
        drawn.append(seconds(lambda stretch=stretch: model.take(stretch)))
    listed = [seconds(lambda one=one: list_rows(office, STUDENT, Wanted(search=one), limit=STRETCH)) for one in typed for _ in range(3)]
    office.close()
    return [
        Result(
            "Ctrl+K, slowest keystroke, 10,000 pupils",
            "16 ms",
            max(found) * 1000,
            16,
            "ms",
            f"median {statistics.median(found) * 1000:.1f}",
        ),
        Result("page search, share of the GUI thread", "8 ms", max(drawn) * 1000, 8, "ms", f"median {statistics.median(drawn) * 1000:.2f}"),
        Result(
            "page search, slowest keystroke (worker)",
            "16 ms",
            max(listed) * 1000,
            16,
            "ms",
            f"median {statistics.median(listed) * 1000:.1f}",
        ),
    ]


def saving(place: Path) -> Result:
    """One record saved, durable and journalled, against the same rows (record, version, journal) in SQLite with the same settings."""
    secrets = demo(place / "save", 600)
    office = opened(place / "save", secrets)
    desk = Desk(office)
    record = desk.page(STUDENT, limit=1).records[0]
    plain = sqlcipher3.connect(str(place / "plain.db"), isolation_level=None)
    for setting in database._SETTINGS:
        plain.execute(f"PRAGMA {setting}")
    plain.execute("CREATE TABLE pupil (id TEXT PRIMARY KEY, body TEXT)")
    plain.execute("CREATE TABLE version (id INTEGER PRIMARY KEY, record TEXT, before TEXT, after TEXT)")
    plain.execute("CREATE INDEX version_record ON version(record)")
    plain.execute("CREATE TABLE journal (number INTEGER PRIMARY KEY, event TEXT)")
    plain.execute("INSERT INTO pupil VALUES ('a', '')")
    count = iter(range(10**6))

    def bare() -> None:
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("UPDATE pupil SET body = ? WHERE id = 'a'", ("x" * 600 + str(next(count)),))
        plain.execute("INSERT INTO version(record, before, after) VALUES ('a', ?, ?)", ("b" * 80, "c" * 80))
        plain.execute("INSERT INTO journal(event) VALUES (?)", ("y" * 400,))
        plain.execute("COMMIT")

    def ours() -> None:
        desk.save(STUDENT, {"note": f"第{next(count)}次"}, record_id=record.id)

    base, own = side_by_side(bare, ours, 40)
    office.close()
    plain.close()
    return Result("save one record", "plain SQLite, same settings", own / base, 2, "x", f"{own * 1000:.1f} ms / {base * 1000:.1f} ms")


def printing(place: Path) -> Result:
    """A roster of 1,500 rows against the same words drawn by reportlab alone."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    from jlt_desktop.domain.document import Document, Grid
    from jlt_desktop.paper.fonts import MAIN, Fonts
    from jlt_desktop.services.printing import to_pdf

    secrets = demo(place / "print", 1_500)
    office = opened(place / "print", secrets)
    names = STUDENT.sheet[:8]
    rows = [office.around().texts(STUDENT.key, one, names) for one in office.store(STUDENT).page(STUDENT, Query()).records]
    office.close()
    fonts = Fonts(resources() / "fonts")
    headings = tuple(STUDENT.fields[name].label for name in names)
    document = Document(name="花名册", title="学生花名册", blocks=(Grid(headings, rows),), landscape=True, operator="王文娟")

    def bare() -> None:
        canvas = Canvas(io.BytesIO(), pagesize=landscape(A4))
        for start in range(0, len(rows), 26):
            canvas.setFont(MAIN, 9)
            for line, row in enumerate([headings, *rows[start : start + 26]]):
                top = 540 - line * 18
                canvas.line(36, top - 5, 800, top - 5)
                for column, text in enumerate(row):
                    canvas.drawString(40 + column * 95, top, text)
            canvas.showPage()
        canvas.save()

    to_pdf(document, fonts)
    base, own = side_by_side(bare, lambda: to_pdf(document, fonts), 3)
    return Result("roster of 1,500 rows", "reportlab alone, same rows", own / base, 1.5, "x", f"{own:.2f} s / {base:.2f} s")


def bundling(place: Path) -> Result:
    """A bundle of 10,000 records: collect, sign and seal against collecting, with SHA-256 and age on the same bytes."""
    secrets = demo(place / "bundle", 10_000)
    office = opened(place / "bundle", secrets)
    principal = person(secrets, "principal")
    period = f"{date.today():%Y-%m}"
    begun = time.perf_counter()
    parcel = submitting.prepare(office, period)
    collecting = time.perf_counter() - begun
    plain = parcel.payload.data
    recipient = pyrage.x25519.Recipient.from_str(str(pyrage.x25519.Identity.generate().to_public()))
    sealing = seconds(lambda: (hashlib.sha256(plain).digest(), pyrage.encrypt(plain, [recipient])))
    unlocking = seconds(lambda: submitting.unlock_signing(office.session.folder, principal.name, principal.password))
    whole = collecting + seconds(lambda: submitting.sign_and_seal(office, parcel, principal.name, principal.password)) - unlocking
    office.close()
    base = collecting + sealing
    detail = f"{whole:.2f} s / {base:.2f} s, {len(plain) // 1024} KiB; the passphrase's own derivation left out"
    return Result("bundle of 10,000 pupils' school", "collecting + SHA-256 + age", whole / base, 3, "x", detail)


def all_of_them() -> list[Result]:
    """Run every bench of this page in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        return [importing(place), *searching(place), saving(place), printing(place), bundling(place)]
