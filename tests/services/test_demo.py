"""The demo school holds in every ledger, on any day and of any size, and is the same for the same seed."""

from __future__ import annotations

import json
import stat
from collections import Counter
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from jlt_desktop import app
from jlt_desktop.bundle.sshsig import read_allowed_signers
from jlt_desktop.bundle.suite import read_identity
from jlt_desktop.domain import identity
from jlt_desktop.domain.due import BANDS, band
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.names import doubts
from jlt_desktop.ledgers import ALL
from jlt_desktop.ledgers.samples import sample_school
from jlt_desktop.ledgers.samples.names import _RARE_BOYS, _RARE_GIRLS
from jlt_desktop.services import demo
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.duties import duties
from jlt_desktop.services.undoing import imports
from jlt_desktop.services.upkeep import check
from jlt_desktop.vault.kdf import KdfCost
from jlt_desktop.vault.store import Query

FAST = KdfCost(1024, 1, 1)
TODAY = date(2026, 11, 24)
NAMES = {one.role: one.name for one in demo.USERS}


def open_as(folder, role, day=TODAY):
    user = next(one for one in demo.USERS if one.role == role)
    return app.open_office(folder, user.name, user.password, floor=FAST, today=lambda: day)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A school of 60 pupils; the tests of this file only read it."""
    folder = tmp_path_factory.mktemp("demo") / "school"
    return folder, app.build_demo(folder, 60, 5, TODAY, FAST)


@pytest.fixture
def opened(small):
    def open_role(role):
        offices.append(open_as(small[0], role))
        return offices[-1]

    offices = []
    yield open_role
    for one in offices:
        one.close()


def everything(office):
    for ledger in office.ledgers.values():
        for record in office.store(ledger).page(ledger, Query()).records:
            yield ledger, record


@pytest.mark.parametrize("role", ["counselor", "principal"])
def test_every_record_passes_its_own_checks_and_reads_back(opened, role):
    office = opened(role)
    desk, seen = Desk(office), Counter()
    for ledger, record in everything(office):
        given = {name: value for name, value in record.values.items() if value is not None}
        found = desk.examine(ledger, given, record_id=record.id)
        assert not found.problems, (ledger.key, found.problems)
        assert not found.questions, (ledger.key, found.questions)
        assert dict(found.values) == dict(record.values)
        seen[ledger.key] += 1
    assert set(seen) == {one.key for one in ALL if one.scope in office.session.scopes}
    assert seen["student"] == 60
    assert check(office) == []


def test_clerk_writes_general_and_counselor_writes_confidential(opened):
    office = opened("counselor")
    by = {(ledger.scope, record.created_by) for ledger, record in everything(office)}
    assert by == {("general", NAMES["clerk"]), ("confidential", NAMES["counselor"])}


def test_it_is_marked_as_demo_and_no_import_can_be_undone(opened):
    office = opened("principal")
    assert office.is_demo
    assert imports(office) == []


def test_every_band_of_the_home_page_has_something(opened):
    for role in ("clerk",):
        found = {band(one.on, TODAY) for one in duties(opened(role))}
        assert found == set(range(len(BANDS)))


def test_counselor_has_dues_of_the_list_in_every_band(opened):
    office = opened("counselor")
    confidential = {key for key, one in office.ledgers.items() if one.scope == "confidential"}
    assert {band(one.on, TODAY) for one in duties(office) if one.ledger in confidential} == {0, 1, 2, 3}


def test_flags_agree_with_what_the_register_says(opened):
    office = opened("clerk")
    students = office.ledger("student")
    away = Counter()
    for record in office.store(students).page(students, Query()).records:
        said = record.get("registered_away")
        flag = office.around(record).texts("student", record, ("away_moe",))[0]
        assert flag.startswith("是") == (said != "none"), (said, flag)
        away[said] += 1
    assert away["both"] >= 3
    assert away["none"] > 30


def test_numbers_are_of_the_invented_region_and_right(opened):
    office = opened("clerk")
    students = office.ledger("student")
    records = office.store(students).page(students, Query()).records
    numbers = [str(one.get("id_no")) for one in records if one.get("id_no")]
    assert len(set(numbers)) == len(numbers) >= 58
    for record in records:
        if record.get("id_no"):
            found = identity.examine(str(record.get("id_no")))
            assert found.number.startswith("000000")
            assert found.checksum_ok
            assert (found.birth, found.sex) == (record.get("birth_date"), record.get("sex"))
            assert record.get("edu_no") == f"G{found.number}"
        else:
            assert str(record.get("edu_no")).startswith("J")


def test_names_show_what_a_roster_has_to_stand():
    pupils = [one.values for one in sample_school(60, 5, TODAY, NAMES) if one.ledger == "student"]
    names = [str(one["name"]) for one in pupils]
    assert any("·" in one for one in names)
    assert any(one[-1] in "".join((*_RARE_BOYS, *_RARE_GIRLS)) for one in names)
    assert len({one[:2] for one in names} & {"欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "令狐", "慕容", "宇文"}) >= 1
    assert len(set(names)) > 50
    assert not any(doubts(one) for one in names)


def test_most_pupils_were_seen_at_home_this_year_and_some_were_not():
    made = list(sample_school(300, 5, TODAY, NAMES))
    seen = {one.parent for one in made if one.ledger == "family_visit"}
    pupils = {one.id for one in made if one.ledger == "student"}
    assert seen < pupils
    assert 0.5 < len(seen) / len(pupils) < 0.7


def test_same_seed_same_school_other_seed_another():
    first = list(sample_school(40, 9, TODAY, NAMES))
    assert first == list(sample_school(40, 9, TODAY, NAMES))
    assert first != list(sample_school(40, 10, TODAY, NAMES))


@pytest.mark.parametrize("students", [0, 1, 7])
@pytest.mark.parametrize("day", [date(2026, 8, 30), date(2027, 1, 1), date(2027, 2, 28), date(2028, 2, 29), date(2026, 9, 1)])
def test_any_day_and_size_is_built(tmp_path, students, day):
    # building passes every record through its ledger's checks, so being built is the proof
    made = app.build_demo(tmp_path / "school", students, day.toordinal(), day, FAST)
    office = open_as(tmp_path / "school", "counselor", day)
    counts = Counter(ledger.key for ledger, _ in everything(office))
    bands = {band(one.on, day) for one in duties(office)}
    office.close()
    assert counts["student"] == students
    assert [one.role for one in made.users] == ["clerk", "counselor", "principal"]
    if students:
        assert set(counts) == {one.key for one in ALL if one.scope != "signing"}
    else:
        pupils = {
            "student",
            "guardian",
            "family_visit",
            "care_file",
            "care_entrustment",
            "pairing",
            "contact_log",
            "home_visit",
            "concern",
            "follow_up",
        }
        assert not pupils & set(counts)
        assert counts["staff"] > 10
    assert bands == ({0, 1, 3} if day.weekday() == 6 else {0, 1, 2, 3})


CALENDARS = {one.key for one in ALL if one.dates}  # a year's dates are known before they come


def test_nothing_that_happened_lies_in_the_future():
    to_come = {
        "semester_to",
        "term_to",
        "valid_to",
        "follow_up_due",
        "review_on",
        "due_on",
        "due_at",
        "to_date",
        "next_on",
        "return_due",
        "keep_until",
        "start",  # of a meeting that has been announced, and of what is planned
        "end",
        "mend_by",
        "agreed_to",
    }
    for step in range(0, 366, 9):
        day = date(2027, 1, 1) + timedelta(days=step)
        for one in sample_school(12, step, day, NAMES):
            if one.ledger in CALENDARS or (one.ledger == "guard_shift" and not any(line[2] for line in one.values["people"])):
                continue
            late = {name: v for name, v in one.values.items() if isinstance(v, date) and name not in to_come and str(v)[:10] > str(day)}
            assert not late, (one.ledger, late)


def test_secrets_file_is_private_and_names_the_files_beside_it(small, tmp_path):
    path = tmp_path / "OUT.json"
    demo.write_secrets(small[1], path)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert [one["role"] for one in told["users"]] == ["clerk", "counselor", "principal"]
    assert len(read_allowed_signers(Path(told["school_keys"]).read_text(encoding="utf-8"))) == 1
    assert read_identity(Path(told["bureau_identity"]).read_text(encoding="utf-8"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.suffix for one in tmp_path.iterdir()].count(".part") == 0


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UserError):
        app.build_demo(tmp_path, 3, 1, TODAY, FAST)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unfinished_school_does_not_stay(tmp_path):
    def refuse(*_):
        raise KeyboardInterrupt

    build = partial(demo.build, tmp_path / "school", 3, 1, TODAY, FAST, schema=app.db_schema(), invent=sample_school)
    with pytest.raises(KeyboardInterrupt):
        build(opener=refuse)
    assert not (tmp_path / "school").exists()


def test_texts_name_only_those_who_are_meant():
    made = list(sample_school(300, 2, TODAY, NAMES))
    texts = [v for one in made for v in one.values.values() if isinstance(v, str)]
    assert not any("{" in one or "}" in one for one in texts)
    family = {}
    for one in made:
        if one.ledger == "guardian":
            family.setdefault(one.parent, {})[one.values["relation"]] = one.values
    child = {one.id: one.values["student"] for one in made if one.ledger == "care_file"}
    calls = [one for one in made if one.ledger == "contact_log" and one.values["channel"] == "video"]
    assert len(calls) > 10
    for one in calls:
        parent = one.values["with_whom"][-1]
        assert family[child[one.parent]][parent]["status_tags"] == ("away",)
