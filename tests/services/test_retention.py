"""What is past its time: only what has an end date, two people, gone for good from every page of the file, counts and numbers remain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from jlt_desktop import app
from jlt_desktop.domain.document import Grid
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.domain.record import Record
from jlt_desktop.ledgers.keeping import care_file_until
from jlt_desktop.services import drafts
from jlt_desktop.services.attaching import attach_bytes
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.office import Office
from jlt_desktop.services.retention import Destruction, confirm, destructions, propose, seconds, withdraw
from jlt_desktop.services.retention_list import due_list
from jlt_desktop.services.retention_paper import destruction_document
from jlt_desktop.services.upkeep import check
from jlt_desktop.vault.bulk import Change, Run, apply_run
from jlt_desktop.vault.kdf import KdfCost

FAST = KdfCost(1024, 1, 1)
CANARY = "金丝雀不该留下一个字"
ORDER = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地"
LATER = date(2030, 10, 1)
FILE = {
    "categories": "留守儿童", "basis": "学校摸排", "guardianship_type": "祖辈", "guardianship_eval": "一般", "body": "健康", "edu_status": "小学",
}  # fmt: skip


@pytest.fixture
def enter(school) -> Iterator[Callable[[str], Office]]:
    opened: list[Office] = []

    def unlock(role: str) -> Office:
        for one in opened:
            one.close()
        opened.append(app.open_office(school.folder, *school.people[role], floor=school.cost, today=lambda: LATER))
        return opened[-1]

    yield unlock
    for one in opened:
        one.close()


def child(office: Office, name: str, status: str = "毕业", since: str = "2026-07-15") -> Record:
    pupil = {"name": name, "sex": "男", "birth_date": "2014-05-06", "entry_year": 2020, "class_no": 1, "enrol_status": status}
    return Desk(office).save(office.ledgers["student"], {**pupil, "status_from": since})


def care(office: Office, pupil: Record, closed: str = "2026-08-01", **more: object) -> Record:
    given = {**FILE, "student": pupil.id, "opened_on": "2024-03-01" if not closed or closed > "2024" else "2019-09-01", **more}
    return Desk(office).save(office.ledgers["care_file"], given | ({"closed_on": closed, "closed_reason": "毕业"} if closed else {}))


def contact(office: Office, file: Record, summary: str) -> Record:
    values = {"at": "2024-11-20 10:00", "channel": "phone", "with_whom": ("child",), "summary": summary}
    return Desk(office).save(office.ledgers["contact_log"], values, parent=file.id)


def pages(office: Office, scope: str = "general") -> bytes:
    """Every page of a file, decrypted one by one: what no query shows stands here too."""
    key, whole, page, reserve = office.session.database_key(scope), office.session.store(scope).path.read_bytes(), 4096, 80
    plain = []
    for start in range(0, len(whole), page):
        one = whole[start + (16 if start == 0 else 0) : start + page]
        iv = one[-reserve : -reserve + 16]
        plain.append(Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor().update(one[:-reserve]))
    return b"".join(plain)


def test_who_has_no_end_date_is_not_on_the_list(enter) -> None:
    office = enter("clerk")
    gone = care(office, child(office, "张走"))
    care(office, child(office, "李开"), closed="")
    care(office, child(office, "王在", status="在读", since=""))
    care(office, child(office, "赵晚", since="2029-07-15"))
    found = due_list(office)
    assert [(one.record, one.on, one.year, one.parts, one.files) for one in found.items] == [(gone.id, date(2029, 8, 1), "2024", 0, 0)]
    assert found.items[0].number == gone.get("file_no")
    assert "3 年" in found.items[0].basis
    assert found.held == ()


def test_a_file_with_a_report_that_is_kept_for_good_stays(enter) -> None:
    office = enter("clerk")
    file = care(office, child(office, "张走"))
    report = {"signs": ("abandoned",), "found_at": "2024-11-20 10:00", "found_by": "孙老师", "facts": "无人照料"}
    Desk(office).save(office.ledgers["mandatory_report"], report, parent=file.id, answers={"told_late": "当时不知道"})
    found = due_list(office)
    assert found.items == ()
    assert [(one.record, one.why) for one in found.held] == [(file.id, "里面有强制报告:强制报告永久保存(默认值)")]
    with pytest.raises(UserError, match="没到期"):
        propose(office, "general", [file.id])


def test_destroyed_by_two_and_gone_from_every_page(enter, school) -> None:
    office = enter("clerk")
    files, kept_file = (
        [care(office, child(office, f"张走{ORDER[n]}"), basis_note=f"{CANARY}头{n}") for n in range(3)],
        care(office, child(office, "李留")),
    )
    attached = attach_bytes(office, office.ledgers["care_file"], "证明.pdf", b"%PDF-1.4 " + CANARY.encode())
    shared = attach_bytes(office, office.ledgers["care_file"], "同用.pdf", b"%PDF-1.4 both")
    desk, ledger = Desk(office), office.ledgers["care_file"]
    desk.save(ledger, {"basis_file": (attached, shared)}, record_id=files[0].id)
    desk.save(ledger, {"basis_file": (shared,)}, record_id=kept_file.id)
    desk.save(ledger, {"basis_note": "改过的说明"}, record_id=files[1].id)
    parts = [contact(office, files[0], f"{CANARY}谈话{n}" * 20) for n in range(30)]
    desk.remove(office.ledgers["contact_log"], parts[0].id)
    drafts.keep(office, ledger, files[0].id, None, 2, {"basis_note": f"{CANARY}草稿"})
    drafts.keep(office, office.ledgers["contact_log"], None, files[0].id, 0, {"summary": f"{CANARY}草稿"})
    store, names = office.store(ledger), [str(one.get("file_no")) for one in files]
    store.conn.execute("INSERT INTO due_note VALUES (?, NULL, ?, '赵文员', '')", (f"contact:{files[0].id}:2024-09-01", f"{CANARY}原因"))
    assert pages(office).count(CANARY.encode()) > 600
    assert check(office) == []

    made = propose(office, "general", [one.id for one in files])
    assert (made.state, made.proposed_by, [one.number for one in made.items]) == ("waiting", "赵文员", names)
    assert [(one.parts, one.files) for one in made.items] == [(30, 2), (0, 0), (0, 0)]
    with pytest.raises(UserError, match="另一个人"):
        confirm(office, made.id)
    with pytest.raises(UserError, match="另一个人"):
        confirm(office, made.id, *school.people["clerk"], floor=FAST)
    office = enter("principal")
    done = confirm(office, made.id)

    assert (done.state, done.confirmed_by, done.counts, done.parts, done.files) == ("done", "孙校长", {"care_file": {"2024": 3}}, 30, 1)
    store = office.store(ledger)
    left = pages(office)
    assert CANARY.encode() not in left
    assert "张走甲".encode() in left, "the pupil has a retention of its own"
    assert [one.id for one in store.page(ledger).records] == [kept_file.id]
    assert [row[0] for row in store.conn.execute("SELECT id FROM attachment")] == [shared.blob]
    tables = ("draft", "due_note", "l_contact_log")
    assert [store.conn.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in tables] == [0, 0, 0]
    assert check(office) == [], "the history without the destroyed ones still agrees with the journal"
    event = next(one for one in store.journal.events() if one["action"] == "销毁")
    assert (len(event["gone"]), event["records"], event["proposed_by"], event["confirmed_by"]) == (33, 3, "赵文员", "孙校长")
    with pytest.raises(UserError, match="已销毁"):
        confirm(office, made.id)


def test_a_run_it_was_part_of_still_agrees_with_what_is_left(enter) -> None:
    office = enter("clerk")
    ledger, store = office.ledgers["care_file"], office.session.store("general")
    files = [care(office, child(office, f"张走{n}"), closed) for n, closed in (("甲", "2026-08-01"), ("乙", ""))]
    changes = [Change(ledger, one.id, None, 1, {"basis_note": "一批改的"}, {"basis_note": None}, "") for one in files]
    with store.transaction():
        apply_run(store, Run("run", ledger.key, "一批", "", {"changed": 2}), changes, "批量修改")
    assert check(office) == []
    made = propose(office, "general", [files[0].id])
    office = enter("principal")
    confirm(office, made.id)
    assert check(office) == []
    store = office.session.store("general")
    store.conn.execute("UPDATE version SET after = replace(after, '一批改的', '偷偷改的') WHERE run = 'run'")
    assert any("导入 run 与操作日志不符" in one for one in check(office)), "what is left is still watched"


def test_the_paper_lists_numbers_and_nobodys_name(enter) -> None:
    office = enter("clerk")
    files = [care(office, child(office, f"张走{ORDER[n]}"), opened_on=f"202{n}-03-01") for n in (3, 4)]
    made = propose(office, "general", [one.id for one in files])
    draft = destruction_document(office, made)
    office = enter("principal")
    document = destruction_document(office, confirm(office, made.id))
    grids = [one for one in document.blocks if isinstance(one, Grid)]
    assert [row[:3] for row in grids[0].rows] == [(("留守与特殊儿童"), one.get("file_no"), "2029-08-01") for one in files]
    assert [*grids[1].rows] == [("留守与特殊儿童", "2023", "1"), ("留守与特殊儿童", "2024", "1")]
    assert (draft.title, document.title) == ("销毁清册(待确认)", "销毁清册")
    for one in (draft, document):
        assert "张走" not in str(one.blocks)


def test_what_changed_after_the_proposal_is_not_destroyed(enter) -> None:
    office = enter("clerk")
    files = [care(office, child(office, f"张走{ORDER[n]}")) for n in range(2)]
    made = propose(office, "general", [one.id for one in files])
    with pytest.raises(UserError, match="等着确认"):
        propose(office, "general", [files[0].id])
    Desk(office).save(office.ledgers["care_file"], {"closed_on": None, "closed_reason": None}, record_id=files[1].id)
    office = enter("principal")
    with pytest.raises(UserError, match="改过"):
        confirm(office, made.id)
    assert len(office.store(office.ledgers["care_file"]).page(office.ledgers["care_file"]).records) == 2
    withdraw(office, made.id)
    assert [one.state for one in destructions(office)] == ["dropped"]
    assert [one.record for one in due_list(office).items] == [files[0].id]


def test_a_second_person_gives_the_passphrase_in_the_same_session(enter, school) -> None:
    office = enter("clerk")
    made = propose(office, "general", [care(office, child(office, "张走")).id])
    assert seconds(office, made) == ["钱心理", "孙校长"]
    with pytest.raises(OutsideError, match="口令不对"):
        confirm(office, made.id, "孙校长", "不是这个口令也不短", floor=FAST)
    done = confirm(office, made.id, *school.people["principal"], floor=FAST)
    assert (done.confirmed_by, done.proposed_by, office.user) == ("孙校长", "赵文员", "赵文员")


def test_where_one_person_alone_holds_the_files_anybody_else_may_be_the_second(enter) -> None:
    office = enter("counselor")
    alone = Destruction("x", "confidential", "", "钱心理", office.session.user_id, (), None, None, None, {}, 0, 0)
    assert sorted(seconds(office, alone)) == ["孙校长", "赵文员"]


def test_a_confidential_case_goes_with_what_its_owner_alone_sees(enter, school) -> None:
    office = enter("counselor")
    ledger, store = office.ledgers["concern"], office.session.store("confidential")
    day = {"removed_on": date(2028, 1, 1), "found_on": date(2026, 9, 9), "state": "removed"}
    with store.transaction():
        cases = [
            store.add(ledger, {"case_no": f"K{n}", "name": f"{CANARY}名", "facts": f"{CANARY}话", **day, "keep_until": until})
            for n, until in enumerate((date(2029, 1, 1), None))
        ]
        for case in cases:
            store.add(office.ledgers["counselling_session"], {"facts": f"{CANARY}谈话"}, parent=case.id)
    assert pages(office, "confidential").count(CANARY.encode()) >= 6
    made = propose(office, "confidential", [cases[0].id])
    assert [(one.number, one.parts) for one in made.items] == [("K0", 1)]
    done = confirm(office, made.id, *school.people["principal"], floor=FAST)
    assert (done.counts, done.parts) == ({"concern": {"2026": 1}}, 1)
    assert [one.id for one in store.page(ledger).records] == [cases[1].id]
    assert [one.parent for one in store.page(office.ledgers["counselling_session"]).records] == [cases[1].id]
    with store.transaction():
        for part in ("counselling_session", "concern"):
            store.conn.execute(f"DELETE FROM l_{part} WHERE id IN (SELECT record FROM version)")
        store.conn.execute("DELETE FROM version")
    assert CANARY.encode() not in pages(office, "confidential"), "nothing of the first case was left beside the second"


DAYS = st.none() | st.dates(date(2000, 1, 1), date(2026, 1, 1))


@given(closed=DAYS, left=DAYS, status=st.sampled_from((None, "enrolled", "suspended", "home_taught", "transferred", "graduated")))
def test_no_end_date_no_day(closed: date | None, left: date | None, status: str | None) -> None:
    pupil = Record("p", "student", 1, {"enrol_status": status, "status_from": left})
    around = SimpleNamespace(record=lambda _ledger, _id: pupil)
    day = care_file_until(Record("f", "care_file", 1, {"closed_on": closed, "student": "p"}), around)  # type: ignore[arg-type]
    here = status not in ("transferred", "graduated")
    assert (day is None) == (closed is None or here)
    if day is not None and closed is not None:
        assert day >= closed + timedelta(days=3 * 365)


def test_nothing_without_an_end_date_is_touched(enter) -> None:
    """Trap: a retention run on people without an end date."""
    office = enter("clerk")
    ledger, desk = office.ledgers["care_file"], Desk(office)
    for place, (closed, status, since) in enumerate(
        (c, s, f) for c in ("", "2020-01-01", "2030-01-01") for s in ("在读", "毕业", "休学", "转出") for f in ("", "2019-07-15")
    ):
        contact(office, care(office, child(office, f"人{ORDER[place]}", status, since), closed), "一切都好")
    every = {one.id: one for one in desk.page(ledger).records}
    expected = {one.id for one in every.values() if str(one.get("closed_on")) == "2020-01-01" and _left(office, one)}
    made = propose(office, "general", [one.record for one in due_list(office).items])
    assert {one.record for one in made.items} == expected
    assert len(expected) == 4
    office = enter("principal")
    confirm(office, made.id)
    desk, parts = Desk(office), office.ledgers["contact_log"]
    assert {one.id: one for one in desk.page(ledger).records} == {key: one for key, one in every.items() if key not in expected}
    assert {one.parent for one in desk.page(parts).records} == every.keys() - expected
    assert desk.page(office.ledgers["student"]).total == 24
    assert due_list(office).items == ()


def _left(office: Office, file: Record) -> bool:
    pupil = office.record("student", file.text("student"))
    return pupil is not None and pupil.get("enrol_status") in ("graduated", "transferred")
