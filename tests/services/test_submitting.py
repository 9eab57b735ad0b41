"""What leaves: exactly what the fields allow, counts only of the confidential ledgers, signed by the principal, remembered for good."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from datetime import date, datetime
from itertools import product

import pytest

from jlt_desktop import app
from jlt_desktop.bundle.bag import read_bag
from jlt_desktop.bundle.sshsig import read_allowed_signers
from jlt_desktop.bundle.suite import new_identity, read_identity, recipient_of
from jlt_desktop.bundle.verify import verify_bundle
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.fields import Choice, Text, YesNo
from jlt_desktop.domain.fields_person import EduNumber, IdNumber, PersonName, Phone
from jlt_desktop.domain.leaves import COUNT, NAMED, NEVER, PSEUDONYM
from jlt_desktop.domain.privacy import HIDDEN, suppressed
from jlt_desktop.ledgers import ALL
from jlt_desktop.services import demo, handing, submitting
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.submit_needs import own_scope
from jlt_desktop.vault.kdf import KdfCost
from jlt_desktop.vault.settings import Settings
from jlt_desktop.vault.store import Query

FAST = KdfCost(1024, 1, 1)
TODAY = date(2026, 11, 24)
PERIOD = "2026-11"
USERS = {one.role: one for one in demo.USERS}

# see test_declared_tables.py
DECLARED = {
    "task_summary",
    *(f"{ledger.key}_{one.key}_counts" for ledger in ALL for one in ledger.reports if getattr(one, "leaves", False)),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A demo school of 90 pupils with its secrets; copied for every test."""
    folder = tmp_path_factory.mktemp("filled") / "school"
    return folder, app.build_demo(folder, 90, 3, TODAY, FAST)


@pytest.fixture
def office_of(filled, tmp_path):
    shutil.copytree(filled[0], tmp_path / "school")
    opened = []

    def open_role(role):
        while opened:
            opened.pop().close()
        opened.append(app.open_office(tmp_path / "school", USERS[role].name, USERS[role].password, floor=FAST, today=lambda: TODAY))
        return opened[0]

    yield open_role
    while opened:
        opened.pop().close()


def data_tables(office):
    """The tables of a submission besides those that tell about the others."""
    return [one for one in submitting.prepare(office, PERIOD).tables if not one.name.startswith("submission_")]


def seal(office, parcel=None):
    principal = USERS["principal"]
    return submitting.sign_and_seal(office, parcel or submitting.prepare(office, PERIOD), principal.name, principal.password, FAST)


def opened_by_bureau(filled, made):
    secrets = filled[1]
    now = datetime.now().astimezone()
    return verify_bundle(made.data, read_allowed_signers(secrets.school_keys), now, read_identity(secrets.bureau_identity))


@pytest.mark.parametrize("role", ["clerk", "counselor", "principal"])
def test_the_bureau_accepts_what_each_room_submits(office_of, filled, role):
    office = office_of(role)
    parcel = submitting.prepare(office, PERIOD)
    made = seal(office, parcel)
    found = opened_by_bureau(filled, made)
    assert (found.verdict, found.reason) == ("accepted", "")
    assert [(table.name, list(map(list, table.rows))) for table in found.bag.tables] == [
        (table.name, list(map(list, table.rows))) for table in parcel.tables
    ]
    statement = found.statement
    assert (statement.period, statement.form["id"], statement.prepared_by, statement.approved_by) == (
        PERIOD,
        own_scope(office),
        role,
        "principal",
    )
    assert statement.school_id == office.school["school_code"]
    assert statement.audit["general"] is not None
    assert (statement.audit["confidential"] is not None) == (role == "counselor")


def test_rows_have_the_columns_that_may_leave_and_no_others(office_of):
    office = office_of("clerk")
    tables = {one.name: one for one in data_tables(office) if one.name not in DECLARED}
    expected = {}
    for ledger in (one for one in ALL if one.scope == "general" and not one.submits):
        rows = [name for name, field in ledger.fields.items() if field.leaves == PSEUDONYM]
        if rows:
            expected[ledger.key] = ["row", "of", *rows]
        counted = any(field.leaves == COUNT and isinstance(field, Choice | YesNo) for field in ledger.stored.values())
        there = office.store(ledger).page(ledger, Query()).total
        if (counted and there) or ledger.indicators:
            expected[f"{ledger.key}_counts"] = ["indicator", "label", "group", "count"]
    assert {
        name: [column.name for column in table.columns] for name, table in tables.items() if table.rows or not name.endswith("_counts")
    } == {name: columns for name, columns in expected.items() if name in tables}
    assert set(tables) <= set(expected)
    assert {"care_file", "home_visit", "meeting", "school", "student_counts"} <= set(tables)
    assert "student" not in tables
    for ledger in (one for one in ALL if one.scope == "general" and not one.submits):
        if f"{ledger.key}_counts" in tables:
            indicators = {row[0] for row in tables[f"{ledger.key}_counts"].rows} - {one.key for one in ledger.indicators}
            assert {ledger.fields[name].leaves for name in indicators} <= {COUNT}


def test_counts_are_right(office_of):
    office = office_of("clerk")
    table = next(one for one in submitting.prepare(office, PERIOD).tables if one.name == "student_counts")
    ledger = office.ledgers["student"]
    records = office.store(ledger).page(ledger, Query()).records
    for name in ("sex", "boarding", "orphan"):
        truth = Counter(ledger.fields[name].show(one.get(name)) for one in records if one.get(name) is not None)
        assert {row[2]: int(row[3]) for row in table.rows if row[0] == name} == truth


def private_texts(office) -> set[str]:
    """Every name, number and free text of fields that may not leave in a row."""
    kinds = (PersonName, IdNumber, EduNumber, Phone)
    found = set()
    for ledger in (one for one in office.ledgers.values() if not one.submits):
        for record in office.store(ledger).page(ledger, Query()).records:
            for name, field in ledger.stored.items():
                value = record.get(name)
                if (
                    field.leaves in (NEVER, NAMED)
                    and isinstance(value, str)
                    and (isinstance(field, kinds) or (isinstance(field, Text) and len(value) > 6))
                ):
                    found.add(value)
    return found


@pytest.mark.parametrize("role", ["clerk", "counselor"])
def test_no_name_number_or_note_is_in_the_package(office_of, filled, role):
    office = office_of(role)
    private = private_texts(office)
    school = {str(value) for value in office.school.values()}
    assert len(private) > 300
    parcel = submitting.prepare(office, PERIOD)
    texts = {cell for table in parcel.tables for row in table.rows for cell in row}
    leaked = {one for one in private - school if any(one in cell for cell in texts if cell not in school)}
    assert leaked == set()
    ids = {record.id for ledger in office.ledgers.values() for record in office.store(ledger).page(ledger, Query()).records}
    data = read_bag(parcel.payload.data)
    assert not any(cell in ids for table in data.tables for row in table.rows for cell in row)
    made = seal(office, parcel)
    statement = made.statement_bytes.decode()
    assert not any(user.name in statement for user in demo.USERS)
    assert statement.isascii()


def test_the_counselor_submits_counts_only_with_small_ones_hidden(office_of):
    office = office_of("counselor")
    parcel = submitting.prepare(office, PERIOD)
    counting = {key for key, one in office.ledgers.items() if one.scope == "confidential" and one.indicators}
    assert {"concern", "follow_up", "referral", "assessment_batch"} <= counting
    assert {one.name for one in data_tables(office)} - DECLARED == {f"{key}_counts" for key in counting}, (
        "what is told to the counselor alone is not counted"
    )
    ledger = office.ledgers["concern"]
    records = office.store(ledger).page(ledger, Query()).records
    on_list = [one for one in records if ledger.indicators[0].counts(one, office.around())]
    rows = {(row[0], row[2]): row[3] for table in data_tables(office) for row in table.rows}
    assert rows["on_list", ""] == ("<5" if len(on_list) < 5 else str(len(on_list)))
    levels = Counter(ledger.fields["level"].show(one.get("level")) for one in on_list)
    for option in ledger.fields["level"].options:
        shown = rows["by_level", option.label]
        assert shown in ("<5", HIDDEN, str(levels[option.label]))
        assert shown != str(levels[option.label]) or levels[option.label] >= 5
    for table in (one for one in data_tables(office) if one.name not in DECLARED):
        for _, _, _, count in table.rows:
            assert count in ("<5", HIDDEN) or int(count) >= 5
    for withheld in parcel.withheld:
        assert withheld.why in ("不交出", "只交合计数")
    assert {one.field for one in parcel.withheld if one.ledger == "关注名单"} == {one.label for one in ledger.stored.values()}


def test_a_nil_return_looks_like_a_small_one(open_as):
    counts = {row[3] for table in data_tables(open_as("counselor")) if table.name not in DECLARED for row in table.rows}
    assert counts == {"<5"}


def test_the_general_statement_says_nothing_of_the_confidential(office_of):
    """With what the counselor wrote and submitted and without, the clerk's statement has the same shape and numbering."""
    bare = json.loads(seal(office_of("clerk")).statement_bytes)
    counselor = office_of("counselor")
    confidential = seal(counselor)
    assert confidential.statement.seq == 500_001
    assert confidential.statement.chain_id != bare["chain_id"]
    clerk = office_of("clerk")
    after = json.loads(seal(clerk).statement_bytes)
    assert after["audit"]["confidential"] is None
    assert after["seq"] == bare["seq"] + 1 == 2
    assert set(after) == set(bare)
    assert set(after["counts"]) == set(bare["counts"])
    assert not any("concern" in name or "follow" in name for name in after["counts"])
    assert [one.form for one in submitting.sent(clerk)] == ["general", "general"]
    text = json.dumps(after)
    head = office_of("counselor").session.store("confidential").journal.head()[1].hex()
    assert head not in text


def test_each_bundle_names_the_one_before(office_of):
    office = office_of("clerk")
    first, second = seal(office), seal(office)
    assert (first.statement.seq, first.statement.prev_statement_sha256) == (1, "")
    assert second.statement.seq == 2
    assert second.statement.prev_statement_sha256 == hashlib.sha256(first.statement_bytes).hexdigest()
    assert second.statement.chain_id == first.statement.chain_id
    assert second.statement.bundle_id != first.statement.bundle_id
    assert [one.seq for one in submitting.sent(office)] == [2, 1]
    assert office.session.store("general").journal.events(1)[0]["action"] == "签名封装"


def test_pseudonyms_hold_within_a_year_and_are_nobodys_elsewhere(office_of):
    office = office_of("clerk")

    def rows():
        table = next(one for one in submitting.prepare(office, PERIOD).tables if one.name == "care_file")
        return {row[0] for row in table.rows}

    first = rows()
    assert len(first) == office.store(office.ledgers["care_file"]).page(office.ledgers["care_file"]).total
    assert rows() == first
    visits = next(one for one in submitting.prepare(office, PERIOD).tables if one.name == "home_visit")
    assert {row[1] for row in visits.rows} <= first
    assert all(len(one) == 12 for one in first)
    submitting.set_bureau(office, "210999", recipient_of(new_identity()))
    assert not rows() & first


def test_records_in_the_recycle_bin_stay(office_of):
    office = office_of("clerk")
    ledger = office.ledgers["home_visit"]
    before = next(one for one in submitting.prepare(office, PERIOD).tables if one.name == "home_visit")
    Desk(office).remove(ledger, office.store(ledger).page(ledger, Query(limit=1)).records[0].id, "重复")
    after = next(one for one in submitting.prepare(office, PERIOD).tables if one.name == "home_visit")
    assert len(after.rows) == len(before.rows) - 1


@pytest.mark.parametrize("period", ["", "2026", "2026-01", "2026-12", "2026-T1", "2026-T2"])
def test_periods_that_are_one(open_as, period):
    office = open_as("clerk")
    if period:
        assert submitting.prepare(office, period).period == period
    else:
        with pytest.raises(UserError):
            submitting.prepare(office, period)


@pytest.mark.parametrize(
    "period",
    ["2026-00", "2026-13", "2026-1", "2026/11", "26-11", "2026-11 ", "二〇二六", "2026-t1", "../../x", "2026-11-01", "2026-T9", "1026-11"],
)
def test_periods_that_are_none(open_as, period):
    with pytest.raises(UserError, match=r"报送期.*不对.*数据没有改动.*2026-11"):
        submitting.prepare(open_as("clerk"), period)


def test_only_the_principal_with_the_right_password_signs(open_as, school):
    office = open_as("clerk")
    parcel = submitting.prepare(office, PERIOD)
    principal, password = school.people["principal"]
    for role in ("clerk", "counselor"):
        with pytest.raises(OutsideError, match=r"只有校长可以用学校的签名钥匙.*没有签名"):
            submitting.sign_and_seal(office, parcel, *school.people[role], FAST)
    for name, given in ((principal, school.people["clerk"][1]), ("没有此人", password), (principal, "")):
        with pytest.raises(OutsideError, match="姓名或口令不对"):
            submitting.sign_and_seal(office, parcel, name, given, FAST)
    assert submitting.sent(office) == []
    assert submitting.sign_and_seal(office, parcel, principal, password, FAST).statement.seq == 1


def test_what_was_previewed_is_what_is_sealed(office_of, filled):
    office = office_of("clerk")
    parcel = submitting.prepare(office, PERIOD)
    made = seal(office, parcel)
    assert made.statement.plaintext["sha256"] == hashlib.sha256(parcel.payload.data).hexdigest()
    ledger = office.ledgers["home_visit"]
    Desk(office).remove(ledger, office.store(ledger).page(ledger, Query(limit=1)).records[0].id, "重复")
    with pytest.raises(UserError, match=r"预览之后数据又有改动.*没有签名"):
        seal(office, parcel)
    assert len(submitting.sent(office)) == 1


def test_an_earlier_bundle_is_written_again_byte_for_byte(office_of, tmp_path):
    office = office_of("clerk")
    made = seal(office)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = handing.write_out(office, 1, tmp_path / "a").path
    again = handing.write_again(office_of("clerk"), 1, tmp_path / "b")
    assert first.name == again.name == f"SUB-{made.statement.school_id}-2026-11-000001.zip"
    assert first.read_bytes() == again.read_bytes() == made.data
    with pytest.raises(UserError, match=r"没有第 7 号报送"):
        handing.write_again(office_of("clerk"), 7, tmp_path / "b")
    with pytest.raises(OutsideError, match="没有文件夹"):
        submitting.check_folder(tmp_path / "none")


def test_without_a_bureau_or_a_school_code_nothing_is_prepared(open_as):
    office = open_as("clerk")
    store = office.session.store("general")
    with store.transaction():
        Settings(store.conn).set("bureau", None)
    with pytest.raises(OutsideError, match=r"还没有登记教育局的收件钥匙.*请在“设置”里登记"):
        submitting.prepare(office, PERIOD)
    store.conn.execute("UPDATE l_school SET f_school_code = NULL")
    office.forget()
    with pytest.raises(UserError, match="还没有填学校标识码"):
        submitting.prepare(office, PERIOD)


@pytest.mark.parametrize("recipient", ["", "age1", "age1" + "q" * 58, "ssh-ed25519 AAAA", "校长", "AGE-SECRET-KEY-1XXX"])
def test_a_recipient_that_is_none_is_refused_where_it_is_typed(open_as, recipient):
    with pytest.raises(UserError, match=r"收件钥匙不对.*没有登记"):
        submitting.set_bureau(open_as("clerk"), "210905", recipient)


def test_a_district_is_a_code(open_as, filled):
    office = open_as("clerk")
    recipient = recipient_of(new_identity())
    for wrong in ("清河门区", "210905\n", "2" * 21):
        with pytest.raises(UserError, match="区划代码"):
            submitting.set_bureau(office, wrong, recipient)
    submitting.set_bureau(office, "210905", f"  {recipient}\n")
    assert seal_with(office).statement.recipient["district"] == "210905"


def seal_with(office):
    from_conftest = ("孙校长", "清河门区的秋天很长丙")
    return submitting.sign_and_seal(office, submitting.prepare(office, PERIOD), *from_conftest, FAST)


def test_a_clock_set_back_is_told_to_the_bureau(open_as):
    office = open_as("clerk")
    store = office.session.store("general")
    assert seal_with(office).statement.clock_suspect is False
    with store.transaction():
        store.journal.append("2099-01-01T00:00:00.000000Z", "核对数据", "general")
    assert seal_with(open_as("clerk")).statement.clock_suspect is True


# -- small cells ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cells", "most"), [(2, 40), (3, 30), (4, 24)])
def test_no_small_cell_can_be_worked_out_from_what_is_shown(cells, most):
    """For every breakdown there is another one, with the same total and shown the same, in which each small cell is different."""
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for counts in product(range(most + 1), repeat=cells):
        shown = suppressed(dict(enumerate(counts)))
        if sum(counts) > most:  # the other breakdowns of this total were not all looked at
            continue
        alike.setdefault((max(sum(counts), 4), *shown.values()), []).append(counts)
    for (total, *shown), group in alike.items():
        for place, text in enumerate(shown):
            seen = {counts[place] for counts in group}
            if text == "<5":
                assert seen <= set(range(5))
                assert len(seen) > 1, (total, shown, group)
            elif text == HIDDEN:
                assert len(seen) > 1, (total, shown, group)
            else:
                assert seen == {int(text)}
                assert int(text) >= 5


def test_hidden_cells_together_are_not_few():
    for counts in product(range(9), repeat=3):
        shown = suppressed(dict(enumerate(counts)))
        hidden = sum(count for count, text in zip(counts, shown.values(), strict=True) if text in ("<5", HIDDEN))
        assert hidden == 0 or hidden >= 5 or sum(counts) < 5 or all(text == "<5" for text in shown.values()), counts


def test_a_general_parcel_in_the_counselors_hands_still_says_nothing(office_of):
    parcel = submitting.prepare(office_of("clerk"), PERIOD)
    made = seal(office_of("counselor"), parcel)
    assert made.statement.form["id"] == "general"
    assert made.statement.audit["confidential"] is None
