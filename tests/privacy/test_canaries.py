"""Canaries in every field of every ledger, a whole day's work, and then a search through every byte that was written.

A canary may stand in the clear only where somebody asked for it: the full export, the print, the roster that was read in. What a field may
hand over stands in the sealed payload, and nowhere else.
"""

from __future__ import annotations

import base64
import io
import os
import shutil
import signal
import tempfile
import warnings
import zipfile
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from jlt_desktop import app
from jlt_desktop.bundle.suite import S1
from jlt_desktop.domain.errors import SaidError
from jlt_desktop.domain.fields import Choice, Choices, Number, Text, YesNo
from jlt_desktop.domain.fields_links import Link, People
from jlt_desktop.domain.fields_person import EduNumber, IdNumber, PersonName, Phone
from jlt_desktop.domain.fields_time import Date, DateTime, Month
from jlt_desktop.domain.identity import check_digit
from jlt_desktop.domain.leaves import PSEUDONYM
from jlt_desktop.ledgers import ALL
from jlt_desktop.paths import resources
from jlt_desktop.services import attaching, drafts, exporting, handing, importing, submitting, undoing, upkeep
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.filing import file_view
from jlt_desktop.services.finding import build_finder
from jlt_desktop.services.looking import note_search
from jlt_desktop.services.printing import record_document
from jlt_desktop.services.unsealing import unseal
from jlt_desktop.vault.kdf import KdfCost

FAST = KdfCost(1024, 1, 1)
TODAY = date(2026, 11, 24)
DIGITS = "零壹贰叁肆伍陆柒捌玖"
WORD, READING = "金丝雀", "jinsique"
PERSONS = (PersonName, IdNumber, EduNumber, Phone)
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@dataclass
class Day:
    """What a day left behind: where, the canaries by ledger and field, and what was asked for in the clear."""

    room: Path
    canaries: dict[tuple[str, str], str] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    bags: dict[str, bytes] = field(default_factory=dict)
    statements: list[bytes] = field(default_factory=list)
    masked: dict[str, bytes] = field(default_factory=dict)
    clear: dict[str, bytes] = field(default_factory=dict)
    general: str = ""
    confidential: str = ""
    own: str = ""
    secrets: dict[str, bytes] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


def canary(number: int, one) -> object:
    """A value of the field's kind that stands nowhere else in the world."""
    if isinstance(one, IdNumber):
        first = f"21099920150301{number % 1000:03}"
        return first + check_digit(first)
    if isinstance(one, EduNumber):
        return f"L210999{number:012}"
    if isinstance(one, Phone):
        return f"1399{number:07}"
    return WORD + "".join(DIGITS[int(digit)] for digit in f"{number:04}")


def values_of(day: Day, ledger, start: int) -> dict[str, object]:
    values: dict[str, object] = {}
    for number, (name, one) in enumerate(ledger.stored.items(), start=start):
        if isinstance(one, (Text, *PERSONS)):
            values[name] = canary(number, one)
            day.canaries[ledger.key, name] = str(values[name])
        elif isinstance(one, Choice):
            values[name] = next(iter(one.options)).key
        elif isinstance(one, Choices):
            values[name] = (next(iter(one.options)).key,)
        elif isinstance(one, YesNo):
            values[name] = True
        elif isinstance(one, DateTime):
            values[name] = datetime(2026, 11, 2, 14, 0)
        elif isinstance(one, Date):
            values[name] = date(2026, 11, 2)
        elif isinstance(one, Month):
            values[name] = "2026-11"
        elif isinstance(one, Number):
            values[name] = 7
        elif isinstance(one, Link) and one.to in day.records:
            values[name] = day.records[one.to]
        elif isinstance(one, People) and one.of in day.records:
            values[name] = (day.records[one.of],)
    return values


def fill(day: Day, office, scope: str) -> None:
    """One record in every ledger of the scope, changed, removed and brought back."""
    for place, ledger in enumerate(one for one in ALL if one.scope == scope):
        values = values_of(day, ledger, 50 * place + {"general": 0, "confidential": 6000, "signing": 8000}[scope])
        store = office.store(ledger)
        if ledger.single:
            record = store.page(ledger).records[0]
            # whose backup or bundle it is may be read on the outside
            for name, plain in (("school_code", "2109990001"), ("school_name", "示例小学")):
                values[name] = plain
                del day.canaries[ledger.key, name]
            with store.transaction():
                store.update(ledger, record.id, values, record.revision)
            office.forget()
            continue
        with store.transaction():
            made = store.add(ledger, values, parent=day.records.get(ledger.part_of or ""), source=WORD + "来源")
            store.update(ledger, made.id, {**values, ledger.identity[0]: None}, 1)
            store.update(ledger, made.id, values, 2)
        day.records[ledger.key] = made.id
        desk = Desk(office)
        if not desk.sealed(ledger, desk.get(ledger, made.id)):
            desk.remove(ledger, made.id, WORD + "理由")
            desk.bring_back(ledger, made.id)
        drafts.keep(office, ledger, made.id, None, 1, {name: str(value) for name, value in values.items()})
        note_search(office, ledger, WORD)


def work(day: Day, office, principal: tuple[str, str], stick: Path) -> None:
    """Everything one does with a filled room."""
    desk = Desk(office)
    assert build_finder(office).find(WORD)
    for ledger in office.ledgers.values():
        day.masked[ledger.key] = exporting.export_workbook(office, ledger, masked=True)
        day.clear[ledger.key] = exporting.export_workbook(office, ledger)
        desk.page(ledger, search=WORD)
    parcel = submitting.prepare(office, "2026-11")
    made = submitting.sign_and_seal(office, parcel, *principal, FAST)
    handing.write_out(office, made.statement.seq, stick)
    handing.write_again(office, made.statement.seq, stick.parent / "second")
    day.bags[parcel.scope] = parcel.payload.data
    day.statements.append(made.statement_bytes)
    assert upkeep.check(office) == []
    upkeep.back_up(office, stick.parent / "backup")
    upkeep.look_back(office, day.room / "profile" / "witness")


def stumble(day: Day, office) -> None:
    """Everything that fails, with canaries in what was given; what is said to the person may name it, files may not."""
    attempts = (
        lambda: Desk(office).save(office.ledgers["student"], {"name": WORD + "错误", "id_no": WORD}),
        lambda: importing.plan_import(office, office.ledgers["student"], WORD + ".xlsx", b"nonsense " + WORD.encode()),
        lambda: attaching.attach(office, office.ledgers["student"], day.room / "input" / (WORD + ".exe")),
        lambda: submitting.sign_and_seal(office, submitting.prepare(office, "2026-11"), WORD, WORD + "口令", FAST),
        lambda: undoing.undo_import(office, WORD),
        lambda: upkeep.back_up(office, day.room / "input" / (WORD + ".exe")),
        lambda: office.session.change_password(WORD, WORD + "口令很长很长", FAST),
    )
    for attempt in attempts:
        with pytest.raises(SaidError) as failure:
            attempt()
        day.said.append(str(failure.value))


def read_in(day: Day, office) -> None:
    rows = "姓名,性别,出生日期,入学年,班号,联系电话\n" + "".join(
        f"{WORD}导入{DIGITS[n]},男,2015-03-0{n + 1},2021,1,1398888000{n}\n" for n in range(5)
    )
    (day.room / "input" / f"{WORD}名册.csv").write_text(rows, encoding="gb18030")
    path = day.room / "input" / f"{WORD}名册.csv"
    plan = importing.plan_import(office, office.ledgers["student"], path.name, path.read_bytes())
    answers = dict.fromkeys(plan.questions, "核对过")
    plan = importing.plan_import(office, office.ledgers["student"], path.name, path.read_bytes(), answers=answers)
    done = importing.apply_import(office, plan)
    assert done.counts.added == 5
    undoing.undo_import(office, done.id)
    (day.room / "input" / f"{WORD}照片.pdf").write_bytes(b"%PDF-1.4 " + WORD.encode() + "附件".encode())
    kept = attaching.attach(office, office.ledgers["student"], day.room / "input" / f"{WORD}照片.pdf")
    assert WORD.encode() in attaching.content_of(office, office.ledgers["student"], kept)


def printed(day: Day, office) -> None:
    from jlt_desktop.paper.fonts import Fonts
    from jlt_desktop.services.printing import to_pdf

    fonts = Fonts(resources() / "fonts")
    for key, record in day.records.items():
        if key in office.ledgers:
            to_pdf(record_document(office, office.ledgers[key], record), fonts)


def dump(store) -> str:
    tables = [row[0] for row in store.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [str([bytes(cell).decode("utf-8", "replace") if isinstance(cell, bytes) else cell for cell in row])
            for name in tables for row in store.conn.execute(f"SELECT * FROM {name}")]  # fmt: skip
    return "\n".join(rows)


def die_in_the_middle(school, role: str) -> None:
    """Killed with a transaction half in the file: what is left beside it is searched too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        office = app.open_office(school.folder, *school.people[role], floor=FAST)
        key = "concern" if role == "counselor" else "student"
        store = office.store(office.ledgers[key])
        store.conn.execute("PRAGMA cache_size = 5")
        store.conn.execute("BEGIN IMMEDIATE")
        for number in range(300):
            store.conn.execute("INSERT INTO draft VALUES (?, ?, ?, ?)", (f"{WORD}{number}", WORD, "", WORD * 2000))
        os.kill(os.getpid(), signal.SIGKILL)
    finally:
        os._exit(1)


@pytest.fixture(scope="module")
def day(made_school, tmp_path_factory):
    """The whole day, in a room of its own: temp folder, profile, working folder and stick are all within it."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    room = tmp_path_factory.mktemp("room")
    for name in ("tmp", "profile", "work", "stick", "second", "backup", "input"):
        (room / name).mkdir()
    shutil.copytree(made_school.folder, room / "school")
    school = replace(made_school, folder=room / "school")
    day, here = Day(room), Path.cwd()
    (room / "input" / (WORD + ".exe")).write_bytes(b"MZ")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(room / "tmp"))
        for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
            patch.setenv(name, str(room / "tmp"))
        for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(room / "profile"))
        os.chdir(room / "work")
        try:
            live(day, school)
        finally:
            os.chdir(here)
    return day


def live(day: Day, school) -> None:
    for name, password in ((WORD, WORD + "口令"), (school.people["clerk"][0], WORD + "口令")):
        with pytest.raises(SaidError):
            app.open_office(school.folder, name, password, floor=FAST)
    for role, scope in (("clerk", "general"), ("counselor", "confidential")):
        office = app.open_office(school.folder, *school.people[role], floor=FAST, today=lambda: TODAY)
        fill(day, office, scope)
        if role == "clerk":
            read_in(day, office)
            stumble(day, office)
            printed(day, office)
        work(day, office, school.people["principal"], day.room / "stick")
        day.secrets |= {f"{role} {scope}": key for scope, key in office.session._keys.items()}
        day.secrets[f"{role} private"] = office.session._key.private.private_bytes_raw()
        for store in office.session.stores():
            text = dump(store)
            if store.path.stem == "general":
                day.general = text
            else:
                day.confidential = text
        # a copy while the files are open and half written, side files and all
        shutil.copytree(school.folder, day.room / f"while-{role}")
        office.close()
        die_in_the_middle(school, role)
        shutil.copytree(school.folder, day.room / f"after-crash-{role}")
    office = app.open_office(school.folder, *school.people["principal"], floor=FAST, today=lambda: TODAY)
    of_the_principal(day, office)
    day.secrets["signing"] = office.session._keys["signing"]
    day.secrets["signing key"] = office.session.signing_key()
    office.session.change_password(school.people["principal"][1], WORD + "新的口令很长很长", FAST)
    office.close()
    for sealed in (day.room / "stick").glob("SUB-*.zip"):
        with zipfile.ZipFile(sealed) as packed:
            bag = S1().unseal(packed.read("payload.age"), school.identity, 10**8)
            assert bag in day.bags.values()
    for role, (_, password) in school.people.items():
        day.secrets[f"password of {role}"] = password.encode()


def of_the_principal(day: Day, office) -> None:
    """What the principal alone opens: filled, looked at, printed with a reason, carried away in a backup; exports of it are refused."""
    fill(day, office, "signing")
    for ledger in (one for one in office.ledgers.values() if one.scope == "signing"):
        record = day.records[ledger.key]
        unseal(office, ledger, record, "公安机关依法查询的单位和文号")
        file_view(office, ledger, record)
        record_document(office, ledger, record, "", "交专门教育指导委员会")
        Desk(office).page(ledger, search=WORD)
        with pytest.raises(SaidError) as failure:
            exporting.export_workbook(office, ledger)
        day.said.append(str(failure.value))
    upkeep.back_up(office, day.room / "backup")
    upkeep.look_back(office, day.room / "profile" / "witness")
    day.own = dump(office.session.store("signing"))
    day.general += dump(office.session.store("general"))
    shutil.copytree(office.session.folder, day.room / "while-principal")


def unzipped(data: bytes) -> bytes:
    """The content and, for a ZIP, the names and contents of its members, to any depth."""
    if not data.startswith(b"PK\x03\x04"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return data + b"".join(info.filename.encode() + unzipped(packed.read(info)) for info in packed.infolist())


def written(day: Day) -> dict[str, bytes]:
    """Every file of the room but what was read in; names count as content."""
    found = {}
    for path in sorted(day.room.rglob("*")):
        where = path.relative_to(day.room)
        if where.parts[0] != "input":
            found[str(where)] = str(where).encode() + (unzipped(path.read_bytes()) if path.is_file() else b"")
    return found


def forms(text: str) -> list[bytes]:
    made = [text.encode(encoding) for encoding in ENCODINGS]
    return [*made, base64.b64encode(text.encode())[:-4], text.encode().hex().encode()]


def test_the_search_finds_what_is_there(day):
    """A control: the same search in what was asked for in the clear, and in the decrypted files."""
    assert len(day.canaries) > 80
    for (ledger, name), text in day.canaries.items():
        whole = day.general + day.confidential + day.own
        assert text in whole, (ledger, name)
    roster = unzipped(day.clear["student"])
    assert any(one in roster for one in forms(day.canaries["student", "id_no"]))
    assert READING in day.general
    assert {Path(name).suffix for name in written(day)} >= {".db", ".json", ".zip", ".jltbak"}
    assert any(name.endswith("-journal") for name in written(day))


def test_no_canary_is_in_any_file(day):
    numbers = {text for text in day.canaries.values() if not text.startswith(WORD)}  # the others begin with the word itself
    wanted = {WORD, READING, *numbers, *(f"1398888000{n}" for n in range(5))}
    assert len(numbers) > 10
    needles = [(text, one) for text in sorted(wanted) for one in forms(text)]
    found = {(where, text) for where, data in written(day).items() for text, one in needles if one in data}
    assert found == set()


def test_no_password_and_no_key_is_in_any_file(day):
    files = written(day)
    for name, secret in day.secrets.items():
        for needle in (secret, base64.b64encode(secret), secret.hex().encode(), secret.hex().upper().encode()):
            for where, data in files.items():
                assert needle not in data, (name, where)


def test_nothing_is_left_in_the_temp_folder_the_profile_or_the_working_folder(day):
    assert list((day.room / "tmp").iterdir()) == []
    assert list((day.room / "work").iterdir()) == []
    assert [path.name for path in (day.room / "profile").iterdir()] == ["witness"]
    assert not list(day.room.rglob("*.part"))
    names = {path.name for path in (day.room / "school").iterdir()}
    assert names <= {"vault.json", "vault-2.json", "general.db", "confidential.db", "signing.db", "in_use.json", "confidential.db-journal"}


def test_what_may_not_leave_is_not_in_the_payload(day):
    by_key = {one.key: one for one in ALL}
    payload = {scope: unzipped(bag).decode("utf-8", "replace") for scope, bag in day.bags.items()}
    assert set(payload) == {"general", "confidential"}
    for (key, name), text in day.canaries.items():
        ledger = by_key[key]
        may = ledger.fields[name].leaves == PSEUDONYM and not ledger.counts_only
        for scope, content in payload.items():
            assert (text in content) == (may and scope == ledger.scope), (key, name, scope)
    assert WORD not in payload["confidential"]
    assert READING not in payload["general"] + payload["confidential"]
    assert not any(record in content for record in day.records.values() for content in payload.values())


def test_a_statement_holds_no_word_of_anybody(day):
    for statement in day.statements:
        assert statement.isascii()
        assert not any(one in statement for text in day.canaries.values() for one in forms(text))


def test_a_masked_workbook_names_nobody(day):
    for key, data in day.masked.items():
        content = unzipped(data).decode("utf-8", "replace")
        for (ledger, name), text in day.canaries.items():
            one = next(each for each in ALL if each.key == ledger).fields[name]
            if isinstance(one, PERSONS) or one.special:
                assert text not in content, (key, ledger, name)


def test_nothing_of_the_confidential_file_is_in_the_general_one(day):
    by_key = {one.key: one for one in ALL}
    for (key, name), text in day.canaries.items():
        if by_key[key].scope != "general":
            assert text not in day.general, (key, name)
        if by_key[key].scope == "signing":
            assert text not in day.confidential, (key, name)
    for key in (one.key for one in ALL if one.confidential):
        assert day.records[key] not in day.general
        assert f"{key}/" not in day.general


def test_the_journals_hold_no_content(day):
    for text in (day.general, day.confidential, day.own):
        events = [line for line in text.splitlines() if '"action":' in line and '"version":' in line]
        assert len(events) > 5
        assert not any(one in line for line in events for one in day.canaries.values())


def test_what_is_said_is_chinese_and_no_traceback(day):
    for sentence in day.said:
        assert any("\u4e00" <= char <= "\u9fff" for char in sentence)
        assert "Error" not in sentence
        assert "Traceback" not in sentence
        assert str(day.room) not in sentence
