"""知情同意: whole classes in the general file, cases in the confidential one; what a withdrawal switches off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from jlt_desktop.domain.document import Document
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.record import Record
from jlt_desktop.ledgers.case_consent import CASE_CONSENT
from jlt_desktop.ledgers.consent import ALLOWED, CONSENT, MATTERS, what_follows
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.doing import begin, offered
from jlt_desktop.services.duties import duties
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import record_document, to_pdf

WHO = {"name": "周小满", "found_on": "2026-8-20", "source": "同伴", "concerns": "睡眠", "state": "初筛"}
SIGNED = {"decision": "同意", "guardian": "周父", "relation": "父亲", "signed_on": "2026-11-3"}


def a_pupil(office: Office, name: str = "周小满", birth: str = "2017-5-17") -> Record:
    return Desk(office).save(
        office.ledgers["student"], {"name": name, "sex": "男", "birth_date": birth, "entry_year": "2024", "class_no": "1"}
    )


def asked(office: Office, pupil: Record, **values: object) -> Record:
    given = {"student": pupil.id, "matter": "心理测评", "form_version": "2026秋-1", "asked_on": "2026-11-1", "decision": "未回收"}
    return Desk(office).save(CONSENT, {**given, **values})


def effect(office: Office, record: Record) -> str:
    return Desk(office).texts(CONSENT, record, ("effect",))[0]


def test_consents_that_tell_of_a_case_have_no_place_in_the_general_file() -> None:
    general = {one.label for one in MATTERS}
    assert general == {"心理测评", "留守档案", "照片使用", "第三方平台", "向区局提供"}
    confidential = {one.label for one in CASE_CONSENT.fields["matter"].options}  # type: ignore[attr-defined]
    assert confidential == {"个别辅导", "向医疗机构转介", "向区局提供"}
    assert (CONSENT.scope, CASE_CONSENT.scope, CASE_CONSENT.part_of) == ("general", "confidential", "concern")
    assert set(ALLOWED) == {one.key for one in MATTERS}
    assert {"guardian", "scan"} <= set(CASE_CONSENT.who), "the parent's name tells who the child is"


def test_the_clerk_sees_none_of_a_case(open_as: Callable[[str], Office]) -> None:
    office = open_as("counselor")
    case = Desk(office).save(office.ledgers["concern"], WHO)
    Desk(office).save(
        CASE_CONSENT, {"matter": "转介", "form_version": "1", "asked_on": "2026-11-1", **SIGNED, "guardian": "金丝雀父"}, parent=case.id
    )
    clerk = open_as("clerk")
    assert CASE_CONSENT.key not in clerk.ledgers
    assert CONSENT.key in clerk.ledgers
    for store in clerk.session.stores():
        tables = [row[0] for row in store.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert "l_case_consent" not in tables


@pytest.mark.parametrize(("matter", "decision", "words"), [
    ("assessment", "agreed", "可以:参加这次测评"), ("assessment", "refused", "家长不同意:不安排测评"),
    ("photos", "waiting", "没有收回,先按不同意办:今后不拍"), ("platform", "withdrawn", "自 2026-11-03 起撤回“第三方平台”:停用账号"),
    ("care_file", "refused", "法律要求学校登记的留守和困境情况照旧登记"), ("bureau", "withdrawn", "依法报送的合计数照旧"),
])  # fmt: skip
def test_the_effect_in_words(open_as: Callable[[str], Office], matter: str, decision: str, words: str) -> None:
    values = {"matter": matter, "decision": decision, "withdrawn_on": date(2026, 11, 3) if decision == "withdrawn" else None}
    assert words in what_follows(values, open_as("clerk").around())


def test_a_child_who_refuses_is_heard(open_as: Callable[[str], Office]) -> None:
    office = open_as("clerk")
    made = asked(office, a_pupil(office, birth="2011-1-5"), **SIGNED, child_assent="不同意")
    assert effect(office, made).startswith("监护人同意、学生本人不同意")


def test_what_was_sent_out_comes_back_by_its_step(open_as: Callable[[str], Office]) -> None:
    office = open_as("clerk")
    sent = asked(office, a_pupil(office))
    (one,) = (due for due in duties(office) if due.ledger == "consent")
    assert (one.record, one.on, one.text) == (sent.id, date(2026, 11, 15), "收回知情同意书")
    assert one.about.startswith("周小满")
    assert [deed.key for deed in offered(office, CONSENT, sent)] == ["back"]
    _, form = begin(office, CONSENT, sent.id, "back")
    assert (form.values["decision"], form.values["signed_on"]) == ("agreed", date(2026, 11, 24))
    Desk(office).save(CONSENT, SIGNED, record_id=sent.id)
    assert not [due for due in duties(office) if due.ledger == "consent"]


def test_a_withdrawal_stays_due_until_it_was_handled(open_as: Callable[[str], Office]) -> None:
    office = open_as("clerk")
    made = asked(office, a_pupil(office), matter="照片", **SIGNED)
    assert [deed.key for deed in offered(office, CONSENT, made)] == ["withdraw"]
    gone = Desk(office).save(CONSENT, {"decision": "撤回", "withdrawn_on": "2026-11-20"}, record_id=made.id)
    assert "今后不拍、不用" in effect(office, gone)
    assert effect(office, gone).endswith("还没有处理完。")
    (one,) = (due for due in duties(office) if due.ledger == "consent")
    assert one.on == date(2026, 12, 5)
    assert [deed.key for deed in offered(office, CONSENT, gone)] == ["handled"]
    done = Desk(office).save(CONSENT, {"action": "撤下展板照片", "handled_on": "2026-11-23"}, record_id=made.id)
    assert effect(office, done).endswith("已处理完。")
    assert not [due for due in duties(office) if due.ledger == "consent"]
    assert offered(office, CONSENT, done) == ()


@pytest.mark.parametrize("matter", [one.key for one in MATTERS])
def test_the_form_for_the_parents(open_as: Callable[[str], Office], matter: str) -> None:
    office = open_as("clerk")
    made = record_document(office, CONSENT, asked(office, a_pupil(office), matter=matter).id, "form")
    assert isinstance(made, Document)
    text = str(made.blocks)
    assert all(word in text for word in ("自愿", "可以随时撤回同意", "销毁", "周小满", "□ 同意", "□ 不同意"))
    assert "周小满" not in made.name + made.title
    printed = to_pdf(made, Fonts(resources() / "fonts"))
    assert printed.pages == 1
    assert printed.missing == ()


# -- what a no switches off -----------------------------------------------------------------------------------------


def answered(office: Office, case: Record, matter: str, day: str, **values: object) -> None:
    given = {"matter": matter, "form_version": "1", "asked_on": day, **values}
    Desk(office).save(CASE_CONSENT, given, parent=case.id)


def test_a_talk_against_the_guardians_says_why(open_as: Callable[[str], Office]) -> None:
    office = open_as("counselor")
    case = Desk(office).save(office.ledgers["concern"], WHO)
    talks, talk = office.ledgers["counselling_session"], {"at": "2026-11-20 10:00", "risk": "无"}
    Desk(office).save(talks, talk, parent=case.id)
    answered(office, case, "个别辅导", "2026-11-01", **SIGNED)
    Desk(office).save(talks, talk, parent=case.id)
    answered(office, case, "个别辅导", "2026-11-05", decision="撤回", withdrawn_on="2026-11-10")
    with pytest.raises(Refused, match="监护人对个别辅导的答复是“撤回”"):
        Desk(office).save(talks, talk, parent=case.id)
    made = Desk(office).save(talks, talk, parent=case.id, answers={"against_consent": "学生自己来求助"})
    Desk(office).save(talks, {"place": "辅导室"}, record_id=made.id)
    answered(office, case, "个别辅导", "2026-11-12", **{**SIGNED, "signed_on": "2026-11-12"})
    Desk(office).save(talks, talk, parent=case.id)


@pytest.mark.parametrize(("kind", "printed"), [("常规转介", False), ("紧急转介", True), ("危机事件", True)])
def test_without_consent_no_slip_goes_to_a_hospital_unless_a_life_is_at_stake(
    open_as: Callable[[str], Office], kind: str, printed: bool
) -> None:
    office = open_as("counselor")
    case = Desk(office).save(office.ledgers["concern"], WHO)
    referrals = office.ledgers["referral"]
    made = Desk(office).save(referrals, {"kind": kind, "t_found": "2026-11-20 08:00"}, parent=case.id)
    assert record_document(office, referrals, made.id, "slip", "交给县医院")
    answered(office, case, "转介", "2026-11-05", decision="不同意", guardian="周父", signed_on="2026-11-6")
    if printed:
        assert record_document(office, referrals, made.id, "slip", "交给县医院")
    else:
        with pytest.raises(UserError, match=r"答复是“不同意”.*没有打印"):
            record_document(office, referrals, made.id, "slip", "交给县医院")
    assert record_document(office, referrals, made.id, "notice", "交给家长"), "the notice to the parents is printed in any case"
