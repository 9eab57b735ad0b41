"""Keys made anew: killed anywhere, one set of keys works; who was taken away opens nothing any more; who stays loses nothing."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.ledgers import ALL
from jlt_desktop.paths import db_schema
from jlt_desktop.vault import header as headers
from jlt_desktop.vault import opening, people, slots
from jlt_desktop.vault.backup import back_up
from jlt_desktop.vault.checking import check_store
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.database import connect
from jlt_desktop.vault.opening import open_vault, reset_with_sheets, unlock_signing
from jlt_desktop.vault.recovery import read
from jlt_desktop.vault.restoring import restore
from jlt_desktop.vault.witness import older_than_seen, remember

CALLS = {"write", "flush", "fsync", "replace", "rename", "unlink", "open", "close", "backup", "execute", "executemany"}
SECOND = ("易文员", "第二位文员的口令 甲乙")
HEIR = ("阮心理", "接任老师的口令 丙丁")
OWN = next(one for one in ALL if one.scope == "signing")


def dying_at(number, work) -> None:
    """Do the work and be killed just before the call of that number to the disk, as Python makes it, or to the database."""
    left = [number]

    def count(_frame, event, called) -> None:
        if event == "c_call" and called.__name__ in CALLS:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)


@pytest.fixture
def staffed(vault, pupil, concern):
    """Two pupils, one confidential entry, and a second clerk."""
    pupil(vault.unlock("clerk"), "甲学生")
    pupil(vault.sessions[0], "乙学生")
    people.admit(vault.sessions[0], NewUser(SECOND[0], "clerk", SECOND[1]), cost=vault.cost)
    concern(vault.unlock("counselor"), "只有心理教师能读")
    vault.close()
    return vault


def enter(vault, name, password):
    vault.close()
    vault.sessions.append(open_vault(vault.folder, name, password, db_schema(), vault.cost))
    return vault.sessions[-1]


def user_id(session, name) -> str:
    return next(one.id for one in people.everybody(session.header) if one.name == name)


def leave(session, name, progress=None):
    """Take somebody away; returns the new sheets."""
    user = user_id(session, name)
    scopes = next(one.scopes for one in people.everybody(session.header) if one.id == user)
    sheets = people.draw_sheets(scopes)
    people.take_away(session, user, sheets, progress)
    return sheets


def sound(session) -> None:
    for store in session.stores():
        assert store.journal.broken_at() == 0
        assert check_store(store, [one for one in ALL if one.scope == store.path.stem]) == []


def students(session) -> list[str]:
    return sorted(row[0] for row in session.store("general").conn.execute("SELECT f_name FROM l_student"))


def facts(session) -> list[str]:
    return [row[0] for row in session.store("confidential").conn.execute("SELECT f_facts FROM l_concern")]


def lets_in(vault, name, password) -> bool:
    try:
        enter(vault, name, password)
    except OutsideError as failure:
        assert "姓名或口令不对" in str(failure)
        return False
    return True


def state(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "in_use.json"}


def put_back(folder, content) -> None:
    for path in folder.iterdir():
        path.unlink()
    for name, data in content.items():
        (folder / name).write_bytes(data)


# -- killed ---------------------------------------------------------------------------------------------------------


def one_set_of_keys(vault, gone) -> bool:
    """After a sudden end: whether the person taken away still gets in. Everybody else does, in every order, to everything."""
    there = lets_in(vault, *gone)
    for role in ("principal", "counselor", "clerk"):
        assert students(vault.unlock(role)) == ["乙学生", "甲学生"]
        if role == "counselor":
            sound(vault.sessions[0])
            assert facts(vault.sessions[0]) == ["只有心理教师能读"]
    vault.close()
    assert lets_in(vault, *gone) is there
    vault.close()
    assert not list(vault.folder.glob("*.new*"))
    assert not list(vault.folder.glob("*.part"))
    return there


def test_killed_at_every_step_of_taking_somebody_away(staffed, in_child, killed):
    before = state(staffed.folder)
    ends, step, end = [], 0, killed
    while end == killed:
        step += 2
        put_back(staffed.folder, before)

        def work(at=step) -> None:
            session = staffed.unlock("clerk")
            dying_at(at, lambda: leave(session, SECOND[0]))

        end = in_child(work)
        ends.append(one_set_of_keys(staffed, SECOND))
    assert end == 0
    assert step > 40
    assert ends == sorted(ends, reverse=True), "once the new keys count they count for good"
    assert {ends[0], ends[-1]} == {True, False}


def test_killed_at_every_step_of_a_counselor_going(staffed, in_child, killed):
    """Both files at once: neither is ever under a key of which the other knows nothing."""
    people.admit(staffed.unlock("counselor"), NewUser(HEIR[0], "counselor", HEIR[1]), cost=staffed.cost)
    staffed.close()
    before, gone = state(staffed.folder), (staffed.name("counselor"), staffed.password("counselor"))
    step, end, ends = 0, killed, []
    while end == killed:
        step += 5
        put_back(staffed.folder, before)

        def work(at=step) -> None:
            session = staffed.unlock("counselor")
            dying_at(at, lambda: leave(session, gone[0]))

        end = in_child(work)
        # the clerk comes first: he cannot open the confidential file and must leave it as it is, and his backup must hold the right one
        session = staffed.unlock("clerk")
        made = back_up(session, staffed.folder.parent / "stick")
        staffed.close()
        ends.append(lets_in(staffed, *gone))
        session = enter(staffed, *HEIR)
        sound(session)
        assert facts(session) == ["只有心理教师能读"]
        staffed.close()
        assert not list(staffed.folder.glob("*.new*"))
        live, staffed.folder = staffed.folder, staffed.folder.parent / "restored"
        restore(made.path, staffed.folder)
        assert facts(enter(staffed, *HEIR)) == ["只有心理教师能读"]
        staffed.close()
        shutil.rmtree(staffed.folder)
        made.path.unlink()
        staffed.folder = live
    assert end == 0
    assert step > 60
    assert ends == sorted(ends, reverse=True)
    assert {ends[0], ends[-1]} == {True, False}


def test_killed_at_any_moment(staffed, in_child, killed):
    """From outside, in the middle of the copying as well."""
    before = state(staffed.folder)
    started = time.perf_counter()
    leave(staffed.unlock("clerk"), SECOND[0])
    took = time.perf_counter() - started
    ends = set()
    for moment in range(12):
        staffed.close()
        put_back(staffed.folder, before)

        def work(at=moment) -> None:
            session = staffed.unlock("clerk")
            threading.Timer(took * (at + 1) / 11, os.kill, (os.getpid(), signal.SIGKILL)).start()
            leave(session, SECOND[0])
            time.sleep(5)

        assert in_child(work) == killed
        ends.add(one_set_of_keys(staffed, SECOND))
    assert True in ends


def test_killed_at_every_step_of_putting_the_copy_in_place(staffed, in_child, killed):
    """The header has decided, the copies still wait; then the end comes again and again while somebody unlocks."""

    def decide() -> None:
        session = staffed.unlock("clerk")
        session.go_over_to = lambda *_rest: os._exit(0)
        leave(session, SECOND[0])

    in_child(decide)
    before, step, end = state(staffed.folder), 0, killed
    assert "general.epoch-2.new" in before
    while end == killed:
        step += 1
        put_back(staffed.folder, before)
        end = in_child(lambda at=step: dying_at(at, lambda: staffed.unlock("clerk")))
        assert one_set_of_keys(staffed, SECOND) is False
    assert end == 0
    assert step > 20


def a_case(session, text) -> None:
    """A record in the file the principal alone opens."""
    store = session.store("signing")
    with store.transaction():
        store.add(OWN, {"name": "某同学", "facts": text})


def own_facts(session) -> list[str]:
    return [one.text("facts") for one in session.store("signing").page(OWN).records]


def test_killed_at_any_point_of_making_it_the_school_opens(vault, in_child, killed):
    (vault.folder / "signing.db").unlink()
    before, step, end = state(vault.folder), 0, killed
    while end == killed:
        step += 3
        put_back(vault.folder, before)
        end = in_child(lambda at=step: dying_at(at, lambda: vault.unlock("principal")))
        for role in ("clerk", "principal"):
            assert vault.unlock(role).scopes
        assert own_facts(vault.sessions[0]) == []
        vault.close()
    assert end == 0
    assert step > 30


def test_killed_at_every_step_of_a_principal_going(vault, in_child, killed):
    a_case(session := vault.unlock("principal"), "校门口的事")
    people.admit(session, NewUser(HEIR[0], "principal", HEIR[1]), cost=vault.cost)
    vault.close()
    before, step, end = state(vault.folder), 0, killed
    while end == killed:
        step += 7
        put_back(vault.folder, before)

        def work(at=step) -> None:
            session = vault.unlock("principal")
            dying_at(at, lambda: leave(session, vault.name("principal")))

        end = in_child(work)
        assert own_facts(enter(vault, *HEIR)) == ["校门口的事"]
        assert set(vault.unlock("counselor").scopes) == {"general", "confidential"}
        vault.close()
        assert not list(vault.folder.glob("*.new*"))
    assert end == 0
    assert step > 60


def test_stopped_by_the_person_nothing_has_changed(staffed):
    class Stopped(Exception):
        pass

    def stop(_done, _total):
        raise Stopped

    before = state(staffed.folder)
    session = staffed.unlock("clerk")
    with pytest.raises(Stopped):
        leave(session, SECOND[0], stop)
    assert not list(staffed.folder.glob("*.new*"))
    assert {name: data for name, data in state(staffed.folder).items() if name.startswith("vault")} == {
        name: data for name, data in before.items() if name.startswith("vault")
    }
    assert students(session) == ["乙学生", "甲学生"]
    assert lets_in(staffed, *SECOND)


def test_progress_comes_to_its_end(staffed):
    told = []
    leave(staffed.unlock("clerk"), SECOND[0], lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0


# -- who is gone opens nothing ---------------------------------------------------------------------------------------


def test_who_was_taken_away_opens_nothing_with_all_he_ever_had(staffed):
    """His password, his key, every old copy of the header, the old data key: none opens the new file."""
    session = enter(staffed, *SECOND)
    old_key, own, old_id = session.database_key("general"), session._key, session.user_id
    staffed.close()
    before = state(staffed.folder)
    leave(staffed.unlock("clerk"), SECOND[0])
    new = staffed.sessions[0].header
    staffed.close()
    assert not lets_in(staffed, *SECOND)
    with pytest.raises(OutsideError, match="损坏"):
        connect(staffed.folder / "general.db", old_key)
    # the old header in both places, the data as it is now
    live = state(staffed.folder)
    for name in headers.NAMES:
        (staffed.folder / name).write_bytes(before[name])
    for who in (SECOND, (staffed.name("clerk"), staffed.password("clerk"))):
        with pytest.raises(OutsideError, match="损坏"):
            enter(staffed, *who)
    assert (staffed.folder / "general.db").read_bytes() == live["general.db"]
    # the old grant copied into the new header
    old = headers.parse(before["vault.json"])
    put_back(staffed.folder, live)
    for epoch in (1, 2):
        scopes = {**new.scopes, "general": {**new.scopes["general"], "epoch": epoch, "grants": old.scopes["general"]["grants"]}}
        forged = replace(new, users={**new.users, old_id: old.users[old_id]}, scopes=scopes, generation=new.generation + 1)
        with pytest.raises((headers.BrokenHeader, OutsideError)):
            opening._proved(forged.sealed_scope("general", b"x" * 32).sealed(b"x" * 32), *SECOND, staffed.cost)
    with pytest.raises(slots.WrongKey):
        sealed = old.scopes["general"]["grants"][old_id]
        slots.open_sealed(sealed, own, slots.grant_info(old.vault_id, "general", 2, old_id, "clerk"))
    assert staffed.unlock("clerk").role == "clerk"


def test_one_old_copy_of_the_header_left_over_lets_nobody_in_who_is_gone(staffed):
    before = state(staffed.folder)
    leave(staffed.unlock("clerk"), SECOND[0])
    staffed.close()
    for name in headers.NAMES:
        live = state(staffed.folder)
        (staffed.folder / name).write_bytes(before[name])
        assert not lets_in(staffed, *SECOND)
        with pytest.raises(OutsideError, match="姓名或口令不对"):
            reset_with_sheets(staffed.folder, SECOND[0], "又一个新的口令 甲乙", staffed.codes(), floor=staffed.cost, cost=staffed.cost)
        assert students(staffed.unlock("principal")) == ["乙学生", "甲学生"]
        staffed.close()
        assert (staffed.folder / name).read_bytes() == live[name], "the copy that was put back is brought up to date"


def test_old_sheets_stop_working_and_new_ones_work(staffed):
    sheets = leave(staffed.unlock("clerk"), SECOND[0])
    staffed.close()
    with pytest.raises(OutsideError, match="恢复码打不开"):
        reset_with_sheets(
            staffed.folder, staffed.name("clerk"), "换过的口令 六七八九", staffed.codes(), floor=staffed.cost, cost=staffed.cost
        )
    codes = {one.scope: [read(" ".join(one.groups))] for one in sheets}
    reset_with_sheets(staffed.folder, staffed.name("clerk"), "换过的口令 六七八九", codes, floor=staffed.cost, cost=staffed.cost)
    session = staffed.unlock("clerk", "换过的口令 六七八九")
    assert students(session) == ["乙学生", "甲学生"]
    sound(session)


def test_sheets_are_renewed_by_those_who_hold_the_scope(staffed):
    with pytest.raises(OutsideError, match=r"没有“心理资料”的钥匙"):
        people.renew_sheets(staffed.unlock("clerk"), people.draw_sheets(["confidential"]))
    with pytest.raises(UserError, match="恢复单不全"):
        people.renew_sheets(staffed.unlock("counselor"), people.draw_sheets(["confidential"])[:1])
    sheets = people.draw_sheets(["confidential"])
    people.renew_sheets(staffed.unlock("counselor"), sheets)
    assert facts(staffed.sessions[0]) == ["只有心理教师能读"]
    staffed.close()
    codes = {**staffed.codes(), "confidential": [read(" ".join(one.groups)) for one in sheets]}
    for wrong in (staffed.codes(), {**codes, "confidential": codes["confidential"][:1]}):
        with pytest.raises(OutsideError, match="恢复码打不开"):
            reset_with_sheets(
                staffed.folder, staffed.name("counselor"), "换过的口令 六七八九", wrong, floor=staffed.cost, cost=staffed.cost
            )
    reset_with_sheets(staffed.folder, staffed.name("counselor"), "换过的口令 六七八九", codes, floor=staffed.cost, cost=staffed.cost)
    assert facts(staffed.unlock("counselor", "换过的口令 六七八九")) == ["只有心理教师能读"]


def test_an_old_backup_opens_with_the_old_keys(staffed, tmp_path):
    made = back_up(staffed.unlock("clerk"), tmp_path / "stick")
    leave(staffed.sessions[0], SECOND[0])
    staffed.close()
    restore(made.path, tmp_path / "old")
    staffed.folder = tmp_path / "old"
    assert lets_in(staffed, *SECOND)
    assert students(staffed.sessions[0]) == ["乙学生", "甲学生"]


# -- who stays ------------------------------------------------------------------------------------------------------


def test_work_goes_on_in_the_same_session(staffed, pupil, tmp_path):
    session = staffed.unlock("clerk")
    store = session.store("general")
    remember(session, tmp_path / "witness")
    leave(session, SECOND[0])
    pupil(session, "丙学生")
    assert session.store("general") is store
    assert students(session) == ["丙学生", "乙学生", "甲学生"]
    sound(session)
    assert older_than_seen(session, tmp_path / "witness") == []
    session.change_password(staffed.password("clerk"), "换过的口令 六七八九", staffed.cost)
    assert back_up(session, tmp_path / "stick").counts["l_student"] == 3
    done = [str(one["action"]) for one in store.journal.events()]
    assert {"取消人员", "换新钥匙", "添加人员"} <= set(done)
    sound(staffed.unlock("clerk", "换过的口令 六七八九"))


@pytest.mark.parametrize("order", list(itertools.permutations(["password", "admit", "leave", "sheets"])))
def test_every_order_of_changes_leaves_everybody_in(staffed, order):
    """Whatever comes before or after what, those who stay come in and those who went do not."""
    password = {role: staffed.password(role) for role in ("clerk", "counselor", "principal")}
    for deed in order:
        session = staffed.unlock("counselor", password["counselor"])
        if deed == "password":
            session.change_password(password["counselor"], "换过的口令 六七八九", staffed.cost)
            password["counselor"] = "换过的口令 六七八九"
        elif deed == "admit":
            people.admit(session, NewUser(HEIR[0], "counselor", HEIR[1]), cost=staffed.cost)
        elif deed == "leave":
            leave(session, SECOND[0])
        else:
            people.renew_sheets(session, people.draw_sheets(["general", "confidential"]))
    for role, word in password.items():
        session = staffed.unlock(role, word)
        assert students(session) == ["乙学生", "甲学生"]
        sound(session)
    assert facts(enter(staffed, *HEIR)) == ["只有心理教师能读"]
    staffed.close()
    assert not lets_in(staffed, *SECOND)
    assert len(unlock_signing(staffed.folder, staffed.name("principal"), password["principal"], staffed.cost)[0]) == 32


def test_the_signing_key_stays_the_schools_when_a_principal_goes(staffed):
    signs = unlock_signing(staffed.folder, staffed.name("principal"), staffed.password("principal"), staffed.cost)[0]
    people.admit(staffed.unlock("principal"), NewUser(HEIR[0], "principal", HEIR[1]), cost=staffed.cost)
    leave(staffed.sessions[0], staffed.name("principal"))
    assert staffed.sessions[0].scopes == (), "who has gone is locked out at once"
    with pytest.raises(OutsideError, match="没有打开"):
        staffed.sessions[0].store("general")
    staffed.close()
    assert not lets_in(staffed, staffed.name("principal"), staffed.password("principal"))
    assert unlock_signing(staffed.folder, *HEIR, staffed.cost)[0] == signs
    header = headers.load(staffed.folder)[0]
    assert [header.epoch(one) for one in ("general", "confidential", "signing")] == [2, 1, 2]


@pytest.mark.parametrize("role", ["clerk", "counselor", "principal"])
def test_every_single_bit_of_the_new_header_counts(staffed, role):
    leave(staffed.unlock("clerk"), SECOND[0])
    people.renew_sheets(staffed.unlock("counselor"), people.draw_sheets(["confidential"]))
    staffed.close()
    data = bytearray((staffed.folder / "vault.json").read_bytes())
    passed = []
    for place in range(0, len(data) * 8, 1 if role == "clerk" else 31):
        data[place // 8] ^= 1 << place % 8
        try:
            opening._proved(headers.parse(bytes(data)), staffed.name(role), staffed.password(role), staffed.cost)
            passed.append(place)
        except (headers.BrokenHeader, OutsideError):
            pass
        data[place // 8] ^= 1 << place % 8
    assert passed == []


# -- the rules ------------------------------------------------------------------------------------------------------


def test_nobody_takes_away_what_he_does_not_hold_or_who_is_needed(staffed):
    cases = [
        ("clerk", "principal", "有“学校签名”的钥匙,要由同样有这把钥匙的人来办"),
        ("clerk", "counselor", "有“心理资料”的钥匙,要由同样有这把钥匙的人来办"),
        ("principal", "principal", "最后一位校长"),
        ("counselor", "counselor", "“心理资料”只有苏心理打得开。请先移交"),
    ]
    before = None
    for by, whom, why in cases:
        session = staffed.unlock(by)
        before = before or session.header
        assert why in people.why_stays(session, user_id(session, staffed.name(whom)))
        with pytest.raises(UserError, match="不能取消这个账户"):
            leave(session, staffed.name(whom))
        assert session.header == before
    leave(session, SECOND[0])
    with pytest.raises(UserError, match="最后一位校办文员"):
        leave(session, staffed.name("clerk"))
    assert people.why_stays(session, "0" * 16) == "没有这个人。"


def test_nobody_gives_a_scope_he_does_not_hold(staffed):
    session = staffed.unlock("clerk")
    for role, words in (("counselor", "心理资料"), ("principal", "学校签名")):
        with pytest.raises(OutsideError, match=f"没有“{words}”的钥匙"):
            people.admit(session, NewUser(HEIR[0], role, HEIR[1]), cost=staffed.cost)
    with pytest.raises(OutsideError, match="没有“心理资料”的钥匙"):
        people.give(session, session.user_id, "confidential")
    for name, password, why in (("易文员", HEIR[1], "已经有叫"), ("  ", HEIR[1], "姓名要写"), ("新人", "短", "口令太短")):
        with pytest.raises(UserError, match=why):
            people.admit(session, NewUser(name, "clerk", password), cost=staffed.cost)
    assert len(people.everybody(session.header)) == 4


def test_a_counselor_admits_somebody_and_takes_it_back(staffed):
    session = staffed.unlock("counselor")
    clerk = user_id(session, staffed.name("clerk"))
    with pytest.raises(UserError, match="属于这个人的岗位"):
        people.take_back(session, session.user_id, "confidential", people.draw_sheets(["confidential"]))
    people.give(session, clerk, "confidential")
    assert facts(staffed.unlock("clerk")) == ["只有心理教师能读"]
    session = staffed.unlock("counselor")
    people.take_back(session, clerk, "confidential", people.draw_sheets(["confidential"]))
    assert facts(session) == ["只有心理教师能读"]
    assert staffed.unlock("clerk").scopes == ("general",)
    assert headers.load(staffed.folder)[0].epoch("general") == 1
    sound(staffed.unlock("counselor"))


def test_a_counselor_who_is_gone_is_followed_by_both_sheets(staffed):
    session = staffed.unlock("principal")
    codes = {"confidential": staffed.codes()["confidential"]}
    for given in ([codes["confidential"][0]], [], staffed.codes()["general"] * 2):
        with pytest.raises(OutsideError, match=r"打不开“心理资料”.*2 张"):
            people.keys_from_sheets(session, {"confidential": given})
    people.admit(session, NewUser(HEIR[0], "counselor", HEIR[1]), people.keys_from_sheets(session, codes), staffed.cost)
    assert session.scopes == ("general", "signing")
    heir = enter(staffed, *HEIR)
    assert facts(heir) == ["只有心理教师能读"]
    leave(heir, staffed.name("counselor"))
    assert facts(heir) == ["只有心理教师能读"]
    staffed.close()
    assert not lets_in(staffed, staffed.name("counselor"), staffed.password("counselor"))


def test_a_name_is_changed_by_its_owner(staffed):
    session = staffed.unlock("counselor")
    with pytest.raises(OutsideError, match="姓名或口令不对"):
        people.rename(session, "苏老师", "不是这个口令 一二三", staffed.cost)
    with pytest.raises(UserError, match="已经有叫"):
        people.rename(session, SECOND[0], staffed.password("counselor"), staffed.cost)
    people.rename(session, " 苏老师 ", staffed.password("counselor"), staffed.cost)
    assert not lets_in(staffed, staffed.name("counselor"), staffed.password("counselor"))
    session = enter(staffed, "苏老师", staffed.password("counselor"))
    assert facts(session) == ["只有心理教师能读"]
    assert session.store("confidential").sees == {"苏心理", "苏老师"}


def test_a_successor_sees_what_the_predecessor_alone_could_see(staffed):
    session = staffed.unlock("counselor")
    heir = people.admit(session, NewUser(HEIR[0], "counselor", HEIR[1]), cost=staffed.cost)
    people.let_see(session, heir, "移交心理资料")
    leave(session, staffed.name("counselor"))
    assert enter(staffed, *HEIR).store("confidential").sees == {staffed.name("counselor"), HEIR[0]}


def test_whoever_remains_takes_over_what_nobody_was_chosen_for(staffed):
    """The counselor is gone without a word: two others remain, one of them takes him away."""
    session = staffed.unlock("counselor")
    for name in (HEIR[0], "另一位"):
        people.admit(session, NewUser(name, "counselor", HEIR[1]), cost=staffed.cost)
    session = enter(staffed, *HEIR)
    assert session.store("confidential").sees == {HEIR[0]}
    leave(session, staffed.name("counselor"))
    assert session.store("confidential").sees == {HEIR[0], staffed.name("counselor")}
    assert enter(staffed, "另一位", HEIR[1]).store("confidential").sees == {"另一位", staffed.name("counselor")}
    assert "接管心理资料" in {str(one["action"]) for one in staffed.sessions[0].store("confidential").journal.events()}
    # and a successor who was chosen is the only one
    people.let_see(staffed.sessions[0], user_id(staffed.sessions[0], HEIR[0]), "移交心理资料")
    leave(staffed.sessions[0], "另一位")
    assert enter(staffed, *HEIR).store("confidential").sees == {HEIR[0], "另一位", staffed.name("counselor")}


# -- the disk -------------------------------------------------------------------------------------------------------


def test_a_disk_that_takes_nothing_changes_nothing(staffed, monkeypatch):
    """The header cannot be written: the copies go, the old keys stay in force, and a sentence says so."""
    session = staffed.unlock("clerk")
    before = state(staffed.folder)

    def full(_folder, _header):
        raise OutsideError("磁盘满了,“vault.json”没有写成。", "", "原有数据没有改动。", "请腾出空间后再试。")

    monkeypatch.setattr(headers, "store", full)
    with pytest.raises(OutsideError, match=r"钥匙没有换成:磁盘满了.*照旧有效.*腾出空间"):
        leave(session, SECOND[0])
    monkeypatch.undo()
    assert state(staffed.folder).keys() == before.keys()
    assert students(session) == ["乙学生", "甲学生"]
    assert lets_in(staffed, *SECOND)


def test_a_header_that_stands_although_writing_it_failed_counts(staffed, monkeypatch):
    """The folder could not be flushed after the rename: throwing the copies away now would lose everything."""
    session = staffed.unlock("clerk")
    whole = headers.store

    def half(folder, header):
        whole(folder, header)
        raise OutsideError("读写“vault.json”时磁盘出错。", "", "", "")

    monkeypatch.setattr(headers, "store", half)
    leave(session, SECOND[0])
    monkeypatch.undo()
    assert students(session) == ["乙学生", "甲学生"]
    assert not lets_in(staffed, *SECOND)
    sound(staffed.unlock("clerk"))


def test_a_copy_that_differs_is_never_put_in_place(staffed, monkeypatch):
    from jlt_desktop.vault import rekey as module

    shapes = iter([("a",), ("b",)])
    monkeypatch.setattr(module, "_shape", lambda _conn: next(shapes))
    session = staffed.unlock("clerk")
    with pytest.raises(OutsideError, match=r"钥匙没有换成:用新钥匙抄写的数据和原来的不一致"):
        leave(session, SECOND[0])
    assert not list(staffed.folder.glob("*.new*"))
    assert lets_in(staffed, *SECOND)


def test_a_file_that_may_not_grow_keeps_the_old_keys(staffed, in_child):
    """Really no room: the system refuses every byte beyond a size."""
    resource = pytest.importorskip("resource", reason="needs limits")
    size = (staffed.folder / "general.db").stat().st_size // 2

    def work() -> None:
        session = staffed.unlock("clerk")
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        with pytest.raises(OutsideError, match=r"钥匙没有换成.*照旧有效"):
            leave(session, SECOND[0])
        assert not list(staffed.folder.glob("*.new*"))
        assert students(session) == ["乙学生", "甲学生"]

    assert in_child(work) == 0
    assert lets_in(staffed, *SECOND)
    sound(staffed.sessions[0])


def test_a_full_disk_keeps_the_old_keys(staffed, tmp_path):
    mount, point = shutil.which("mount"), tmp_path / "disk"
    point.mkdir()
    made = [mount, "-t", "tmpfs", "-o", "size=12m", "tmpfs", point]
    if os.geteuid() != 0 or mount is None or subprocess.run(made, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small disk here")
    try:
        shutil.copytree(staffed.folder, point / "school")
        staffed.folder = point / "school"
        session = staffed.unlock("clerk")
        free = shutil.disk_usage(point).free
        for left in (0, 20_000, 200_000, (staffed.folder / "general.db").stat().st_size + 5_000):
            (point / "filler").write_bytes(b"x" * (free - left))
            before = {name: (staffed.folder / name).read_bytes() for name in headers.NAMES}
            with pytest.raises(OutsideError, match=r"钥匙没有换成:磁盘满了.*照旧有效"):
                leave(session, SECOND[0])
            assert {name: (staffed.folder / name).read_bytes() for name in headers.NAMES} == before
            assert not list(staffed.folder.glob("*.new*"))
            (point / "filler").unlink()
        sound(session)
        leave(session, SECOND[0])
        sound(session)
        assert not lets_in(staffed, *SECOND)
    finally:
        staffed.close()
        subprocess.run(["umount", point], capture_output=True, check=False)


def test_a_folder_that_takes_no_new_file_keeps_the_old_keys(staffed):
    session = staffed.unlock("clerk")
    (staffed.folder / "general.epoch-2.new").mkdir()
    with pytest.raises(OutsideError, match=r"钥匙没有换成:数据目录不能写.*照旧有效"):
        leave(session, SECOND[0])
    assert students(session) == ["乙学生", "甲学生"]
    assert lets_in(staffed, *SECOND)


def test_no_content_stands_in_the_clear_at_any_step(staffed, in_child, killed):
    """Canary: the name of a pupil is in no file, whichever step the end came at."""
    before = state(staffed.folder)
    for step in range(5, 80, 6):
        put_back(staffed.folder, before)

        def work(at=step) -> None:
            session = staffed.unlock("clerk")
            dying_at(at, lambda: leave(session, SECOND[0]))

        in_child(work)
        for name, data in state(staffed.folder).items():
            assert "甲学生".encode() not in data, name
            assert b"SQLite format 3" not in data, name


def test_an_old_vault_has_no_key_of_its_own_for_the_journal_and_opens(staffed):
    session = staffed.unlock("clerk")
    assert session.store("general").conn.execute("SELECT count(*) FROM setting WHERE key = 'journal_key'").fetchone()[0] == 0
    staffed.close()
    assert json.loads((staffed.folder / "vault.json").read_bytes())["scopes"]["general"]["epoch"] == 1
    assert sorted(path.name for path in staffed.folder.glob("*.db*")) == ["confidential.db", "general.db", "signing.db"]
