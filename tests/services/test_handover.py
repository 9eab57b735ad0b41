"""People and keys after set-up: adding, handing over, going, sheets made anew, the paper without names, copies under old keys."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from jlt_desktop import app
from jlt_desktop.domain.document import Grid, Pairs, Signatures
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.services import handover, setup, upkeep
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.handover_paper import handover_document
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.restoring import restore

SCHOOL = {"school_name": "清河门区示例小学", "school_code": "2109990001", "region_code": "210905", "school_type": "小学"}
HEIR = NewUser("周心理", "counselor", "接任老师的口令 丙丁")


@pytest.fixture
def entries(open_as):
    """Two confidential cases; returns their numbers."""
    office = open_as("counselor")
    desk = Desk(office)
    ledger = next(one for one in office.ledgers.values() if one.scope == "confidential" and one.part_of is None and one.numbers)
    found = []
    for name in ("秦小满", "尤小寒"):
        values = {
            "name": name, "source": "测评", "found_on": "2026-11-02", "concerns": "睡眠", "state": "初筛", "facts": "谈话时说的话",
            "review_on": "2026-12-01",
        }  # fmt: skip
        found.append(desk.save(ledger, values).values["case_no"])
    return found


@pytest.fixture
def enter(school):
    opened = []

    def unlock(name, password):
        for one in opened:
            one.close()
        opened.append(app.open_office(school.folder, name, password, floor=school.cost, today=lambda: date(2026, 11, 24)))
        return opened[-1]

    yield unlock
    for one in opened:
        one.close()


def locked_out(enter, name, password) -> bool:
    try:
        enter(name, password)
    except OutsideError as failure:
        return "姓名或口令不对" in str(failure)
    return False


def facts(office):
    return sorted(str(row[0]) for row in office.session.store("confidential").conn.execute("SELECT f_name FROM l_concern"))


def test_everybody_is_listed_with_what_they_open(open_as):
    found = {one.title: one for one in handover.here(open_as("clerk"))}
    assert found["校办文员"].opens == ("日常台账",)
    assert found["心理教师"].opens == ("日常台账", "心理资料")
    assert found["校长"].opens == ("日常台账", "学校签名")
    assert [one.me for one in found.values()] == [True, False, False]
    assert "最后一位校办文员" in found["校办文员"].why_stays
    assert "心理资料" in found["心理教师"].why_stays


def test_places_say_which_sheets_are_needed(open_as):
    def needed(role):
        return {one.role: [(w.scope, w.sheets) for w in one.sheets] for one in handover.places(open_as(role))}

    assert needed("clerk") == {"clerk": [], "counselor": [("confidential", 2)], "principal": [("signing", 1)]}
    assert needed("counselor") == {"clerk": [], "counselor": [], "principal": [("signing", 1)]}
    assert needed("principal") == {"clerk": [], "counselor": [("confidential", 2)], "principal": []}


def test_a_counselor_hands_over_and_goes(open_as, entries, enter, school):
    office = open_as("counselor")
    user = handover.hand_over(office, HEIR, cost=school.cost)
    assert {one.name for one in handover.here(office)} >= {HEIR.name, school.people["counselor"][0]}
    told = []
    sheets = handover.sheets_for(office, office.session.user_id)
    assert [one.scope for one in sheets] == ["general", "confidential", "confidential"]
    handover.go(office, office.session.user_id, sheets, lambda done, total: told.append((done, total)))
    assert told
    with pytest.raises(OutsideError, match="没有打开"):
        office.session.store("general")
    assert locked_out(enter, *school.people["counselor"])
    heir = enter(HEIR.name, HEIR.password)
    assert heir.session.user_id == user
    assert facts(heir) == ["尤小寒", "秦小满"]
    assert heir.session.store("confidential").sees == {HEIR.name, school.people["counselor"][0]}
    assert upkeep.check(heir) == []
    done = [str(event["action"]) for event in heir.session.store("general").journal.events()]
    assert {"添加人员", "取消人员", "换新钥匙"} <= set(done)
    assert {"移交心理资料", "换新钥匙"} <= {str(event["action"]) for event in heir.session.store("confidential").journal.events()}
    for role in ("clerk", "principal"):
        assert not locked_out(enter, *school.people[role])


def test_the_confidential_files_may_pass_to_somebody_here_already(open_as, entries, school):
    office = open_as("counselor")
    clerk = next(one for one in handover.successors(office) if one.role == "clerk")
    assert handover.hand_over(office, clerk.id) == clerk.id
    assert handover.hand_over(office, clerk.id) == clerk.id
    assert facts(open_as("clerk")) == ["尤小寒", "秦小满"]
    assert handover.can_hand_over(open_as("clerk"))
    assert not handover.can_hand_over(open_as("principal"))


def test_only_who_holds_the_files_hands_them_over(open_as, school):
    for role in ("clerk", "principal"):
        office = open_as(role)
        with pytest.raises(OutsideError, match="没有“心理资料”的钥匙"):
            handover.hand_over(office, HEIR, cost=school.cost)
        assert len(handover.here(office)) == 3


def test_both_sheets_bring_a_new_counselor_when_the_old_one_is_gone(tmp_path, rosters):
    from jlt_desktop.paths import db_schema
    from jlt_desktop.vault.kdf import KdfCost

    cost = KdfCost(1024, 1, 1)
    people = [NewUser("赵文员", "clerk", "清河门区的秋天很长甲"), NewUser("孙校长", "principal", "清河门区的秋天很长丙")]

    def opener(folder, name, password):
        return app.open_office(folder, name, password, floor=cost)

    answers = setup.Answers(school=SCHOOL, people=people)
    sheets = setup.create_office(tmp_path / "s", answers, db_schema(), opener, cost)
    texts = ["-".join(one.groups) for one in sheets if one.scope == "confidential"]
    office = opener(tmp_path / "s", "孙校长", people[1].password)
    for typed, why in (({}, "没有“心理资料”的钥匙"), ({"confidential": texts[:1]}, "2 张"), ({"confidential": ["x", "y"]}, "35 个字符")):
        with pytest.raises((OutsideError, UserError), match=why):
            handover.add(office, HEIR, typed, cost=cost)
    handover.add(office, HEIR, {"confidential": texts}, cost=cost)
    office.close()
    heir = opener(tmp_path / "s", HEIR.name, HEIR.password)
    assert handover.can_hand_over(heir)
    heir.close()


def test_the_paper_bears_numbers_and_no_names(open_as, entries):
    office = open_as("counselor")
    made = handover_document(office, HEIR.name)
    grids = [one for one in made.blocks if isinstance(one, Grid)]
    assert [row[0] for row in grids[0].rows] == sorted(entries)
    assert {"状态", "关注等级", "下次复核日期"} <= set(grids[0].headings)
    words = repr(made)
    for never in ("秦小满", "尤小寒", "谈话时说的话"):
        assert never not in words
    assert any(isinstance(one, Signatures) for one in made.blocks)
    pairs = dict(row for one in made.blocks if isinstance(one, Pairs) for row in one.rows)
    assert pairs["接收人"] == HEIR.name
    assert next(value for label, value in pairs.items() if label == "关注名单") == "2 条"
    assert office.session.store("confidential").journal.events(1)[0]["object"] == "handover_document"
    with pytest.raises(OutsideError):
        handover_document(open_as("clerk"), HEIR.name)


def test_copies_under_older_keys_are_listed(open_as, enter, school, tmp_path):
    office = open_as("clerk")
    second = NewUser("马文员", "clerk", "又一位文员的口令 一二")
    user = handover.add(office, second, cost=school.cost)
    old = upkeep.back_up(office, tmp_path / "stick").path
    assert handover.still_readable(office) == []
    handover.go(office, user, handover.sheets_for(office, user))
    (said,) = handover.still_readable(office)
    assert old.name in said
    assert "日常台账用的是旧钥匙;马文员的旧口令打得开" in said
    assert "心理资料" not in said
    # a new one is not among them, neither is what is no backup
    (tmp_path / "stick" / "jlt-backup-20200101-000000.jltbak").write_bytes(b"nonsense")
    from jlt_desktop.vault.backup import back_up

    back_up(office.session, tmp_path / "stick", datetime(2027, 1, 1))
    assert handover.still_readable(office) == [said]
    office.close()
    assert locked_out(enter, second.name, second.password)


def test_a_folder_kept_by_a_restore_is_listed_too(open_as, school, tmp_path):
    office = open_as("clerk")
    user = handover.add(office, NewUser("马文员", "clerk", "又一位文员的口令 一二"), cost=school.cost)
    made = upkeep.back_up(office, tmp_path / "stick")
    office.close()
    kept = restore(made.path, school.folder)
    office = open_as("clerk")
    handover.go(office, user, handover.sheets_for(office, user))
    (said,) = handover.still_readable(office)
    assert kept.name in said
    assert len(handover.still_readable(office, tmp_path / "stick")) == 2
    assert handover.still_readable(office, tmp_path / "nowhere") == [said]


def test_sheets_are_made_anew_for_what_one_holds(open_as, school):
    office = open_as("counselor")
    sheets = handover.own_sheets(office)
    assert [one.scope for one in sheets] == ["general", "confidential", "confidential"]
    handover.renew_sheets(office, sheets)
    assert upkeep.check(office) == []
    assert open_as("clerk").role == "clerk"
    assert [one.scope for one in handover.own_sheets(open_as("principal"))] == ["general", "signing"]


def test_a_new_name_holds_from_the_next_unlocking(open_as, enter, school):
    office = open_as("clerk")
    handover.rename(office, "赵老师", school.people["clerk"][1], cost=school.cost)
    office.close()
    assert locked_out(enter, *school.people["clerk"])
    assert enter("赵老师", school.people["clerk"][1]).user == "赵老师"
