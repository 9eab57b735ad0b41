"""A word typed into every confidential field through the real forms, a day's looking, printing, covering and locking; then every byte is searched.

What the confidential files themselves hold is the control: the word is found there, for every field that takes text.
"""

from __future__ import annotations

import logging
import tempfile
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from jlt_desktop import app, logs
from jlt_desktop.domain.fields import Choice, Text
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.gui.editors import ChoiceEditor, ChoicesEditor
from jlt_desktop.gui.lines_editor import LinesEditor
from jlt_desktop.gui.print_preview import PrintPreview
from jlt_desktop.gui.unlock import UnlockWindow
from jlt_desktop.ledgers import ALL
from jlt_desktop.paths import db_schema
from jlt_desktop.services import drafts, setup
from jlt_desktop.services.unsealing import unseal
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.kdf import KdfCost

QUICK = KdfCost(1024, 1, 1)
WORD, READING = "金丝雀", "jinsique"
DIGITS = "零壹贰叁肆伍陆柒捌玖"
SCHOOL = {"school_name": "清河镇中心小学", "school_code": "2109990001", "region_code": "210999", "school_type": "小学"}
PEOPLE = [
    NewUser("王文员", "clerk", "qiu-tian-de-shan-lu"), NewUser("李心", "counselor", "xin-li-da-hai"),
    NewUser("赵校长", "principal", "zi-ji-de-yi-ju-hua"),
]  # fmt: skip
TODAY = date.today()
DAY = (TODAY - timedelta(days=1)).isoformat()
# what the form of each ledger needs besides text, typed or chosen: a date, a number, the key of an option
GIVEN: dict[str, dict[str, str]] = {
    "concern": {
        "found_on": DAY, "source": "self", "concerns": "sleep", "state": "screened", "parents_told_on": DAY, "parents_told_how": "talk",
        **{f"{who}_{name}": value for who in ("homeroom", "counselor", "health_vp") for name, value in (("on", DAY), ("how", "talk"))},
    },
    "individual_plan": {"from_date": DAY},
    "follow_up": {"month": f"{TODAY:%Y-%m}", "mood": "steady", "interventions": "counselling", "on": DAY, "self_score": "6"},
    "referral": {
        "kind": "routine", "t_found": f"{DAY} 08:00", "consent": "written", "mandatory_report": "是", "persuaded_at": f"{DAY} 09:00",
        "return_eval": "normal", "return_eval_on": DAY,
    },
    "counselling_session": {"at": f"{DAY} 10:00", "risk": "none", "exception": "是", "exception_done": DAY},
    "case_consent": {
        "matter": "counselling", "asked_on": DAY, "decision": "agreed", "relation": "mother", "signed_on": DAY, "child_assent": "agreed",
    },
    "assessment_batch": {
        "batch_type": "whole", "date_from": DAY, "date_to": DAY, "grades": "g4", "consent_mode": "each", "n_target": "9", "n_done": "9",
        "n_refused": "0", "n_missed": "0", "n_leave": "0", "n_na": "0",
    },
    "private_return": {"period": f"{TODAY:%Y-%m}"},
    "conduct_case": {"found_on": DAY, "kind": "minor", "behaviours": "truancy", "state": "school", "told_on": DAY, "told_how": "talk"},
}  # fmt: skip


class Outside(QObject):
    """Notes everything that a window tells the desktop: titles, icon texts."""

    def __init__(self) -> None:
        super().__init__()
        self.told: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.WindowTitleChange, QEvent.Type.Show, QEvent.Type.WindowActivate) and isinstance(watched, QWidget):
            self.told |= {watched.windowTitle(), watched.windowIconText(), watched.window().windowTitle()}
        return False


class Typist:
    """Types into whatever has the focus and remembers each word of its own."""

    def __init__(self, front, qtbot, settled) -> None:
        self.front, self.qtbot, self.settled = front, qtbot, settled
        self.words: dict[str, str] = {}

    def word(self, where: str) -> str:
        self.words[where] = WORD + "".join(DIGITS[int(one)] for one in f"{len(self.words):04}")
        return self.words[where]

    def compose(self, target: QWidget, text: str) -> None:
        target.setFocus()
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(target, event)

    def unlock(self, person: NewUser) -> None:
        window = self.front.window
        assert isinstance(window, UnlockWindow)
        self.qtbot.waitUntil(lambda: window.person.count() == 3 and window.go.isEnabled(), timeout=10000)
        window.person.setCurrentIndex(window.person.findData(person.name))
        window.password.setText(person.password)
        self.qtbot.keyClick(window.password, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: type(self.front.window).__name__ == "MainWindow", timeout=20000)
        self.settled()

    def form(self):
        def shown():
            return [one for one in self.front.window.windows.open if isValid(one) and one.isVisible() and hasattr(one, "fields")]

        self.qtbot.waitUntil(lambda: bool(shown()), timeout=10000)
        self.settled()
        return shown()[-1]

    def fill(self, ledger, form) -> None:
        for name, editor in form.fields.editors.items():
            field = ledger.fields[name]
            where = f"{ledger.key}.{name}"
            if not field.typed or not editor.isEnabled():
                continue
            given = GIVEN.get(ledger.key, {}).get(name) or _needed(field)
            if given:
                self._put(editor, given)
            elif isinstance(editor, LinesEditor):
                self._lines(where, field, editor)
            elif isinstance(field, Text | PersonName) and not getattr(field, "pattern", None):
                self.compose(editor.findChild(QPlainTextEdit) or editor.findChild(QLineEdit), self.word(where))
        self.settled()

    def _put(self, editor, value: str) -> None:
        if isinstance(editor, ChoiceEditor):
            editor.put(value, "")
            editor.edited.emit()
        elif isinstance(editor, ChoicesEditor):
            editor.put((value,), "")
            editor.edited.emit()
        else:
            self.qtbot.keyClicks(editor.findChild(QLineEdit), value)

    def _lines(self, where: str, field: Lines, editor: LinesEditor) -> None:
        for (column, kind), cell in zip(field.columns.items(), editor._rows[0], strict=True):
            if isinstance(kind, Choice):
                self._put(cell, next(iter(kind.options)).key)
            elif isinstance(kind, Text | PersonName):
                self.compose(cell.findChild(QLineEdit), self.word(f"{where}.{column}"))
            elif kind.required:
                self._put(cell, DAY)

    def save(self, form) -> None:
        for _ in range(2):
            self.qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
            self.settled()
            self.settled()
            if not isValid(form) or not form.isVisible():
                return
            for line in form._asked.findChildren(QLineEdit):
                self.compose(line, WORD + "理由")
        pytest.fail(form._summary.text())


def every_byte(folder) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): str(one.relative_to(folder)).encode() + (one.read_bytes() if one.is_file() else b"")
            for one in folder.rglob("*")}  # fmt: skip


@pytest.fixture
def room(tmp_path, monkeypatch):
    """Temp folder, profile and working folder are all within one room."""
    for name in ("tmp", "profile", "work"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "tmp"))
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "profile"))
    monkeypatch.chdir(tmp_path / "work")
    log = logging.getLogger("jlt_desktop")
    before, propagated = list(log.handlers), log.propagate
    log.handlers = []
    logs.set_up(tmp_path / "profile")
    yield tmp_path
    for one in log.handlers:
        one.close()
    log.handlers, log.propagate = before, propagated


@pytest.fixture
def suggested(monkeypatch):
    """File names the program proposes; the person thinks better of it. Reasons are given where they are asked for."""
    names: list[str] = []

    def name(*given, **_more):
        names.append(" ".join(str(one) for one in given if isinstance(one, str)))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    monkeypatch.setattr(QInputDialog, "exec", lambda dialog: dialog.setTextValue(WORD + "交给县医院") or 1)
    return names


def test_a_word_in_every_confidential_field_is_found_nowhere_else(front, qtbot, settled, room, suggested, capfd):
    setup.create_office(room / "data" / "school", setup.Answers(school=SCHOOL, people=PEOPLE), db_schema(), _opener, QUICK)
    outside, me = Outside(), Typist(front, qtbot, settled)
    QApplication.instance().installEventFilter(outside)
    try:
        front.open()
        for person, scope in ((PEOPLE[1], "confidential"), (PEOPLE[2], "signing")):
            me.unlock(person)
            type_everywhere(me, scope)
            look_around(me, scope, suggested)
            typed = inside(me, scope)
            assert {where for where, word in me.words.items() if _scope(where) == scope and word not in typed} == set(), "typed and kept"
            leave_a_draft_and_lock(me, scope)
        me.unlock(PEOPLE[0])
        settled()
        general = inside(me, "general")
    finally:
        QApplication.instance().removeEventFilter(outside)
    covered(me)
    assert WORD not in general, "the file the clerk opens"
    assert READING not in general
    assert not [one for one in outside.told if WORD in one], "no title"
    assert suggested
    assert not [one for one in suggested if WORD in one], "no file name"
    assert WORD not in QGuiApplication.clipboard().text()
    printed = capfd.readouterr()
    assert WORD not in printed.out + printed.err
    needles = [text.encode(code) for text in (WORD, READING) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    found = {where for where, data in every_byte(room).items() if any(one in data for one in needles)}
    assert found == set(), "no file, no file's name"
    assert list((room / "tmp").iterdir()) == []
    assert list((room / "work").iterdir()) == []


def _opener(folder, user, password):
    return app.open_office(folder, user, password, floor=QUICK)


def _needed(field) -> str:
    """Something that will do for a required field that takes no text."""
    if not field.required or isinstance(field, Text | PersonName | Lines):
        return ""
    if hasattr(field, "options"):
        return next(iter(field.options)).key
    return {"date": DAY, "date_time": f"{DAY} 08:00", "month": f"{TODAY:%Y-%m}", "number": "1", "yes_no": "是"}.get(field.kind, "")


def _scope(where: str) -> str:
    return next(one.scope for one in ALL if one.key == where.split(".", maxsplit=1)[0])


def type_everywhere(me, scope) -> None:
    """Every form of the scope: heads by Ctrl+N, parts from the page of their head."""
    place = me.front.window.place
    heads: dict[str, str] = {}
    for ledger in (one for one in place.office.ledgers.values() if one.scope == scope):
        place.want_form(ledger.key, parent=heads.get(ledger.part_of or "", ""))
        form = me.form()
        me.fill(ledger, form)
        me.save(form)
        heads[ledger.key] = place.office.store(ledger).page(ledger).records[0].id


def look_around(me, scope, suggested) -> None:
    """Lists, searches, pages, histories, exports and previews that the person thinks better of, the cover."""
    window = me.front.window
    office = window.place.office
    for ledger in (one for one in office.ledgers.values() if one.scope == scope and not one.part_of):
        window.go(ledger.key)
        me.settled()
        page = window.stack.currentWidget()
        me.compose(page.search, WORD)
        page.reload()
        page._search_settled()
        me.settled()
        page.search.setText("")
        page.reload()
        me.settled()
        if not ledger.unlisted:
            page.output.export()
            page.output.export_masked()
        record = office.store(ledger).page(ledger).records[0].id
        if ledger.put_away:
            unseal(office, ledger, record, WORD + "依法查询的单位")
        window.open_record(ledger.key, record)
        me.settled()
        window.windows.open_history(ledger.key, record)
        me.settled()
        window.stack.currentWidget().print_record()
        me.settled()
        preview = next(one for one in window.windows.open if isValid(one) and isinstance(one, PrintPreview))
        me.qtbot.waitUntil(lambda preview=preview: me.front.tasks.idle)
        assert WORD not in preview._name, "what a print job is called"
        me.qtbot.keyClick(preview, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        me.settled()
        for one in [one for one in window.windows.open if isValid(one)]:
            one.close()
    window.cover()
    me.settled()
    window.cover()
    me.settled()
    assert suggested


def inside(me, scope) -> str:
    """Everything one file holds, decrypted."""
    conn = me.front.window.place.office.session.store(scope).conn
    tables = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = (row for name in tables for row in conn.execute(f"SELECT * FROM {name}"))
    return "\n".join(str([bytes(one).decode("utf-8", "replace") if isinstance(one, bytes) else one for one in row]) for row in rows)


def leave_a_draft_and_lock(me, scope) -> None:
    """The lock comes while somebody types; what stood there is offered again, from inside the file."""
    window = me.front.window
    office = window.place.office
    ledger = next(one for one in office.ledgers.values() if one.scope == scope and not one.part_of)
    window.place.want_form(ledger.key)
    form = me.form()
    name = next(one for one, field in ledger.fields.items() if isinstance(field, PersonName | Text) and field.typed)
    editor = form.fields.editors[name]
    me.compose(editor.findChild(QPlainTextEdit) or editor.findChild(QLineEdit), WORD + "半句")
    form.keep_draft()
    me.settled()
    assert [one.ledger for one in drafts.left(office)] == [ledger.key]
    window.lock()
    me.qtbot.waitUntil(lambda: isinstance(me.front.window, UnlockWindow), timeout=10000)
    me.settled()


def covered(me) -> None:
    """Every field of every confidential ledger that takes free text was typed into."""
    wanted = {
        f"{ledger.key}.{name}" for ledger in ALL if ledger.confidential for name, field in ledger.stored.items()
        if field.typed and isinstance(field, Text | PersonName) and not getattr(field, "pattern", None)
    }  # fmt: skip
    wanted |= {
        f"{ledger.key}.{name}.{column}" for ledger in ALL if ledger.confidential for name, field in ledger.stored.items()
        if field.typed and isinstance(field, Lines) for column, kind in field.columns.items() if isinstance(kind, Text | PersonName)
    }  # fmt: skip
    wanted -= {f"{key}.{name}" for key, given in GIVEN.items() for name in given}
    assert wanted - set(me.words) == set()
    assert len(wanted) > 60
