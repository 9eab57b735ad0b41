"""All that is kept of one pupil, for a guardian: complete, third persons masked, nothing that endangers the child, and noted."""

from __future__ import annotations

import json

import pytest

from jlt_desktop.domain.document import Grid, Pairs, Timeline
from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.one_person import OTHERS, Asking, people_ledger, person_document

FILE = {
    "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-9-1", "guardianship_type": "祖辈", "guardianship_eval": "一般",
    "body": "健康", "edu_status": "小学",
}  # fmt: skip


def texts(document):
    for block in document.blocks:
        if isinstance(block, Pairs):
            yield from ((label, text) for label, text in block.rows)
        elif isinstance(block, Grid):
            yield from (("", cell) for row in block.rows for cell in row)
        elif isinstance(block, Timeline):
            yield from (line for entry in block.entries for line in entry.lines)


def whole(document):
    return "\n".join(f"{label}:{text}" for label, text in texts(document))


@pytest.fixture
def office(open_as):
    return open_as("clerk")


@pytest.fixture
def child(office):
    desk = Desk(office)
    made = desk.save(
        office.ledgers["student"],
        {"name": "王小明", "sex": "男", "birth_date": "2017-05-01", "phone": "13811112222", "home_addr": "石桥子村9组"},
    )
    desk.save(office.ledgers["student"], {"name": "李同学", "sex": "女", "birth_date": "2017-06-01"})
    father = {"name": "王大力", "relation": "父亲", "phone": "13800000001", "work_unit": "大连某厂"}
    mother = {"name": "赵秀兰", "relation": "母亲", "phone": "13900000002", "work_unit": "沈阳某店", "status_tags": "在家"}
    desk.save(office.ledgers["guardian"], father, parent=made.id)
    desk.save(office.ledgers["guardian"], mother, parent=made.id)
    file = desk.save(office.ledgers["care_file"], {**FILE, "student": made.id})
    teacher = desk.save(office.ledgers["staff"], {"staff_name": "孙丽华", "post": "班主任"})
    log = {"at": "2026-10-08 12:00", "channel": "谈心", "with_whom": "儿童", "by": teacher.id,
           "summary": "王小明和李同学吵架,赵秀兰来电话13900000002说明,孙丽华老师调解。"}  # fmt: skip
    desk.save(office.ledgers["contact_log"], log, parent=file.id)
    return made


def test_everything_about_the_child_is_there_and_of_others_nothing(office, child):
    made = person_document(office, child.id, Asking("王大力", "父亲", "核对地址"))
    told = whole(made)
    for own in ("王小明", "13811112222", "石桥子村9组", "留守儿童", "王大力", "13800000001", "大连某厂"):
        assert own in told, own
    for other in ("赵秀兰", "13900000002", "沈阳某店", "李同学", "孙丽华"):
        assert other not in told, other
    assert "王小明和李*学吵架,赵*兰来电话13*******02说明,孙*华老师调解。" in told
    assert OTHERS in told
    counts = dict(next(one for one in made.blocks if isinstance(one, Grid)).rows)
    assert counts == {"学生": "1 条", "家庭成员": "2 条", "留守与特殊儿童": "1 条", "关爱联系": "1 条"}


def test_each_parent_sees_what_concerns_that_parent(office, child):
    told = whole(person_document(office, child.id, Asking("赵秀兰", "母亲")))
    assert "沈阳某店" in told
    assert "13900000002" in told
    assert "大连某厂" not in told
    assert "13800000001" not in told


def test_a_report_of_harm_and_a_judgement_of_carers_never_reach_those_who_ask(office, child):
    desk = Desk(office)
    file = next(one for one in office.store(office.ledgers["care_file"]).every(office.ledgers["care_file"]))
    without = [row for row in texts(person_document(office, child.id, Asking("王大力", "父亲"))) if row[0] == ""]
    harm = {"signs": "被遗弃或长期无人照料", "found_at": "2026-11-01 09:00", "facts": "事实记录"}
    desk.save(office.ledgers["mandatory_report"], harm, parent=file.id)
    agreement = {"principal_parent": "王大力", "trustee": "周邻居", "doc_type": "口头(待补)", "disqualifiers": "未发现"}
    desk.save(office.ledgers["care_entrustment"], agreement, parent=file.id)
    made = person_document(office, child.id, Asking("王大力", "父亲"))
    told = whole(made)
    assert "强制报告" not in told
    assert "事实记录" not in told
    assert "不适宜情形筛查" not in told
    assert [row for row in texts(made) if row[0] == "" and row not in without] == [("", "委托照护")], (
        "the cover tells of the agreement only"
    )


def test_it_is_noted_whom_it_was_given_to_without_a_name(office, child):
    person_document(office, child.id, Asking("王大力", "父亲", "核对地址"))
    (event,) = office.store(office.ledgers["student"]).journal.events(1)
    assert (event["action"], event["object"], event["records"]) == ("打印", f"student/{child.id}", 5)
    assert event["reason"] == "监护人申请查阅、复制:核对地址"
    assert "王大力" not in json.dumps(event, ensure_ascii=False)


def test_the_counselors_answer_has_the_plan_but_not_the_sessions(open_as, office, child):
    del office
    counselor = open_as("counselor")
    desk = Desk(counselor)
    concern, session = counselor.ledgers["concern"], next(one for one in counselor.ledgers.values() if one.owner_only)
    values = {
        "student": child.id,
        "state": "初筛",
        "source": "班主任观察",
        "found_on": "2026-10-20",
        "concerns": "睡眠",
        "facts": "上课犯困",
    }
    case = desk.save(concern, {name: text for name, text in values.items() if name in concern.fields})
    told = whole(person_document(counselor, child.id, Asking("王大力", "父亲")))
    assert "上课犯困" in told
    assert session.title not in [row[1] for row in texts(person_document(counselor, child.id, Asking("王大力")))]
    assert "心理辅导的过程记录" in told
    assert counselor.store(concern).journal.events(1)[0]["object"] == f"student/{child.id}"
    assert case.id


def test_refused_without_a_person_or_somebody_who_asks(office, child):
    with pytest.raises(UserError, match="没有找到这名学生"):
        person_document(office, "no-such-id", Asking("王大力"))
    with pytest.raises(UserError, match="没有写申请人"):
        person_document(office, child.id, Asking("  "))
    assert people_ledger(office).key == "student"
