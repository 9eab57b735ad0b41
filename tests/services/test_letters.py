"""What leaves with a name: one case to one counselor with a second person, a roster on written request; nothing else, nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from jlt_desktop.bundle.letter import read_letter
from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.letters import Wanted, case_letter, rolls, roster_letter
from jlt_desktop.services.office import Office

OpenAs = Callable[[str], Office]
UNTIL = date(2027, 11, 24)


@pytest.fixture
def fonts() -> Fonts:
    return Fonts(resources() / "fonts")


@pytest.fixture
def case(open_as: OpenAs) -> tuple[Office, str]:
    """A crisis in the counselor's room."""
    office = open_as("counselor")
    desk = Desk(office)
    who = {"name": "周小满", "class_title": "三年级2班", "found_on": "2026-8-20", "source": "同伴", "concerns": "自伤行为", "state": "初筛"}
    concern = desk.save(office.ledgers["concern"], who)
    referral = desk.save(
        office.ledgers["referral"],
        {"kind": "危机事件", "t_found": "2026-11-23 09:00", "facts": "说不想活了,已有人陪着。"},
        parent=concern.id,
    )
    return office, referral.id


def wanted(key: str) -> Wanted:
    return Wanted(to="市三院 李医师", key=key, reason="紧急转介", basis="精神卫生法第28条", keep_until=UNTIL)


def test_one_case_for_one_counselor_with_a_second_person(case, school, fonts: Fonts) -> None:
    office, record = case
    identity = new_identity()
    ledger, principal = office.ledgers["referral"], school.people["principal"]
    name, data = case_letter(office, ledger, record, wanted(recipient_of(identity)), *principal, fonts, school.cost)
    assert name.startswith("LETTER-2109990001-case-")
    assert not any(word.encode() in data for word in ("周小满", "李医师", "不想活"))
    one, contents = read_letter(data, [office.session.signing_public], identity)
    assert (one.kind, one.persons, one.prepared_by, one.approved_by, one.keep_until) == ("case", 1, "counselor", "principal", "2027-11-24")
    assert contents["case.pdf"].startswith(b"%PDF")
    assert "李医师" in contents["about.json"].decode()
    event = office.store(ledger).journal.events(1)[0]
    assert (event["action"], event["approver"]) == ("单件密封送出", "孙校长")
    assert "李医师" not in str(event)
    assert office.session.store("general").journal.events(1)[0]["action"] != "单件密封送出", "the general file knows nothing of it"
    with pytest.raises(Refusal) as caught:
        read_letter(data, [office.session.signing_public], new_identity())
    assert caught.value.code == "recipient"
    with pytest.raises(Refusal) as caught:
        read_letter(data[:-1], [office.session.signing_public], identity)
    assert caught.value.code == "container"
    with pytest.raises(Refusal) as caught:
        read_letter(data, [b"x" * 32], identity)
    assert caught.value.code == "unknown-key"


def test_what_is_refused(case, school, fonts: Fonts) -> None:
    office, record = case
    ledger, good = office.ledgers["referral"], wanted(recipient_of(new_identity()))
    principal, counselor, clerk = (school.people[one] for one in ("principal", "counselor", "clerk"))
    cases = (
        (replace(good, basis=" "), principal, UserError, "请写明依据"),
        (replace(good, key="age1nothing"), principal, UserError, "对方的钥匙不对"),
        (replace(good, key=recipient_of(school.identity)), principal, UserError, "这是教育局收件的钥匙"),
        (replace(good, keep_until=date(2026, 1, 1)), principal, UserError, "销毁日期"),
        (good, counselor, OutsideError, "不能自己批自己"),
        (good, clerk, OutsideError, "只有校长可以用学校的签名钥匙"),
        (good, (principal[0], "不是这个口令呀呀"), OutsideError, "姓名或口令不对"),
    )
    for asked, approver, kind, words in cases:
        with pytest.raises(kind, match=words):
            case_letter(office, ledger, record, asked, *approver, fonts, school.cost)
    with pytest.raises(UserError, match="不能单独密封送出"):
        case_letter(office, office.ledgers["concern"], record, good, *principal, fonts, school.cost)


def test_a_roster_only_on_written_request_by_the_principal(open_as: OpenAs, school) -> None:
    clerk = open_as("clerk")
    desk, ledger = Desk(clerk), next(one for one in clerk.ledgers.values() if one.submits)
    asked = {"req_title": "报留守儿童名单", "to_org": "教育局", "due_at": "2026-11-30 17:00", "period": "2026-11"}
    desk.save(clerk.ledgers["student"], {"name": "张一", "sex": "男", "birth_date": "2017-5-17"})
    plain = desk.save(ledger, asked)
    with pytest.raises(UserError, match="要写明依据和人数"):
        desk.save(ledger, {**asked, "pi_level": "含个人信息"})
    owner, report, _title = rolls(clerk)[0]
    count = len(list(roster_rows(clerk, owner, report)))
    request = desk.save(ledger, {**asked, "pi_level": "含个人信息", "legal_basis": "清教函〔2026〕9号", "n_persons": str(count)})
    wrong = desk.save(ledger, {**asked, "pi_level": "含个人信息", "legal_basis": "清教函〔2026〕9号", "n_persons": str(count + 7)})
    with pytest.raises(OutsideError, match="只有校长可以用学校的签名钥匙"):
        roster_letter(clerk, request, owner, report, UNTIL)
    principal = open_as("principal")
    owner = principal.ledgers[owner.key]
    for one, words in ((plain, "没有书面要求"), (wrong, f"来文写的是 {count + 7} 人")):
        with pytest.raises(UserError, match=words):
            roster_letter(principal, one, owner, report, UNTIL)
    name, data = roster_letter(principal, request, owner, report, UNTIL)
    one, contents = read_letter(data, [principal.session.signing_public], school.identity)
    assert (name.split("-")[2], one.kind, one.persons) == ("roster", "roster", count)
    assert CalamineWorkbook.from_filelike(io.BytesIO(contents["roster.xlsx"])).get_sheet_by_index(0).to_python()
    event = principal.store(owner).journal.events(1)[0]
    assert (event["action"], event["persons"]) == ("签发名册密件", count)


def roster_rows(office: Office, ledger, report: str):
    from jlt_desktop.services import reporting

    return reporting.make(office, ledger, report).rows
