"""A meeting as official minutes: what was before it, how it voted, what it resolved, who came; and its print in either style."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from jlt_desktop.domain.document import Document
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.minutes import Minutes
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.printing import record_document, to_pdf


@pytest.fixture
def office(open_as):
    return open_as("clerk")


@pytest.fixture
def meeting(office):
    desk, ledgers = Desk(office), office.ledgers
    body = desk.save(ledgers["committee"], {"title": "家长委员会", "kind": "家委会", "level": "校级"})
    for name in ("魏建军", "买尔旦·阿不都拉"):
        desk.save(ledgers["committee_member"], {"name": name, "role": "委员", "from_date": "2026-09-01"}, parent=body.id)
    held = {
        "title": "家长委员会全体会议", "kind": "家委会全体", "committee": "家长委员会", "start": "2026-03-05 14:30", "end": "2026-03-05 16:00",
        "place": "三楼会议室", "chair": "魏建军", "recorder": "李记录", "due_count": "12", "present_count": "10", "minutes_no": "[2026]03号",
        "present": "魏建军、买尔旦·阿不都拉", "on_leave": "郑雨(出差,晚到)、吴一凡", "observers": "社区李主任\uff1b镇政府刘干事",
        "discussion": "某委员说了很多。",
    }  # fmt: skip
    made = desk.save(ledgers["meeting"], held)
    for no, topic in ((2, "食堂监督"), (1, "校服选购")):
        item = {"no": no, "topic": topic, "raised_by": "秘书处", "points": "看样, 打分"}
        desk.save(ledgers["agenda_item"], item, parent=made.id)
    vote = {"topic": "校服办法", "ayes": 8, "noes": 1, "abstained": 1, "how": "举手"}
    desk.save(ledgers["vote"], vote, parent=made.id)
    resolved = {"text": "公示样品,听取意见", "owner": "总务处", "due_on": "2026-04-01", "state": "未办"}
    desk.save(ledgers["resolution"], resolved, parent=made.id)
    return desk.save(ledgers["meeting"], {"signed_by": "孙校长", "signed_on": "2026-03-09"}, record_id=made.id)


def test_everything_resolved_stands_in_the_minutes_with_owner_and_day(office, meeting):
    made = record_document(office, office.ledgers["meeting"], meeting.id, "minutes")
    assert isinstance(made, Minutes)
    assert (made.mark, made.number, made.on) == ("家长委员会会议纪要", "〔2026〕3号", date(2026, 3, 9))
    assert (made.body, made.title) == ("清河门区示例小学", "家长委员会全体会议纪要")
    assert made.operator == office.user
    texts = [(one.level, one.text) for one in made.paragraphs]
    opening = texts[0][1]
    assert opening.startswith("2026年3月5日14:30至16:00\uff0c家长委员会在三楼会议室召开全体会议。会议由魏建军主持\uff0c李记录记录。")
    assert "会议应到12人\uff0c实到10人\uff0c达到法定人数。" in opening
    assert texts[1:] == [
        (1, "会议议题"),
        (2, "校服选购\uff08秘书处提出\uff09"),
        (0, "看样\uff0c打分。"),
        (2, "食堂监督\uff08秘书处提出\uff09"),
        (0, "看样\uff0c打分。"),
        (1, "表决情况"),
        (3, "校服办法\uff08举手\uff09\uff1a赞成8票\uff0c反对1票\uff0c弃权1票\uff0c通过。"),
        (1, "议定事项"),
        (3, "公示样品\uff0c听取意见。由总务处负责\uff0c2026年4月1日前完成。"),
    ]
    assert made.present == ("魏建军", "买尔旦·阿不都拉")
    assert made.on_leave == ("郑雨\uff08出差\uff0c晚到\uff09", "吴一凡")
    assert made.observers == ("社区李主任", "镇政府刘干事")
    assert "某委员" not in str(made)


def test_a_meeting_of_nothing_but_its_head_makes_minutes_too(office):
    held = {
        "title": "怎样和孩子说话", "kind": "家长学校", "start": "2026-10-28 14:00", "place": "阶梯教室", "chair": "陈校长", "recorder": "周老师",
        "due_count": "0", "present_count": "0",
    }  # fmt: skip
    record = Desk(office).save(office.ledgers["meeting"], held)
    made = record_document(office, office.ledgers["meeting"], record.id, "minutes")
    assert isinstance(made, Minutes)
    assert (made.mark, made.number, made.on, made.title) == ("清河门区示例小学会议纪要", "", date(2026, 10, 28), "怎样和孩子说话")
    assert "举办“怎样和孩子说话”。" in made.paragraphs[0].text
    assert len(made.paragraphs) == 1
    assert to_pdf(made, Fonts(resources() / "fonts", system=())).pages == 1


def test_every_meeting_of_the_invented_school_is_printed_in_both_styles(filled):
    ledger = filled.ledgers["meeting"]
    fonts = Fonts(resources() / "fonts", system=())
    records = filled.store(ledger).page(ledger).records
    assert len(records) >= 3
    for record in records:
        made = record_document(filled, ledger, record.id, "minutes")
        assert isinstance(made, Minutes)
        assert to_pdf(made, fonts).missing == ()
        assert not any("None" in one.text or not one.text for one in made.paragraphs)
        headings = [one.level for one in made.paragraphs if one.level]
        assert headings[0] == 1
        assert not any(above == below == 1 for above, below in pairwise(headings))
        for style in ("", "record"):
            assert isinstance(record_document(filled, ledger, record.id, style), Document)


def test_a_style_the_ledger_has_not_got_is_refused_with_those_it_has(filled):
    ledger = filled.ledgers["meeting"]
    record = filled.store(ledger).page(ledger).records[0]
    with pytest.raises(UserError, match="record、minutes"):
        record_document(filled, ledger, record.id, "poster")
    with pytest.raises(UserError, match="没有“minutes”这种印法"):
        record_document(filled, filled.ledgers["student"], "x", "minutes")
