"""A committee as its secretary lives with it: charter in force, meeting from notice to issue, numbers, seals, corrections, leavers."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest

from jlt_desktop.domain.errors import UserError
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.doing import begin, offered
from jlt_desktop.services.duties import duties
from jlt_desktop.services.exporting import template_workbook
from jlt_desktop.services.filing import file_view
from jlt_desktop.services.importing import plan_import
from jlt_desktop.services.printing import record_document
from jlt_desktop.services.reporting import make, report_document, verdict

BODY = {"title": "家长委员会", "kind": "家委会", "level": "校级", "term_no": 2, "term_from": "2024-09-20", "term_to": "2027-01-10"}


@pytest.fixture
def office(open_as):
    return open_as("clerk")


@pytest.fixture
def desk(office):
    return Desk(office)


@pytest.fixture
def body(office, desk):
    made = desk.save(office.ledgers["committee"], BODY)
    for number, name in enumerate(("魏建军", "郑雨", "吴一凡", "孙兰", "赵六", "钱七")):
        role = ("主任", "秘书")[number] if number < 2 else "委员"
        desk.save(office.ledgers["committee_member"], {"name": name, "role": role, "from_date": "2024-09-20"}, parent=made.id)
    return made


@pytest.fixture
def charter(office, desk, body):
    def adopted(on, version, quorum, votes="到会成员过半数", **more):
        values = {"version": version, "adopted_on": on, "quorum": quorum, "votes": votes, **more}
        return desk.save(office.ledgers["charter"], values, parent=body.id)

    return adopted


@pytest.fixture
def meeting(office, desk, body):
    def held(start="2026-11-20 14:30", title="家长委员会全体会议", **more):
        values = {
            "title": title, "kind": "家委会全体", "committee": body.get("title"), "start": start, "place": "三楼会议室", "chair": "魏建军",
            "recorder": "郑雨", **more,
        }  # fmt: skip
        return desk.save(office.ledgers["meeting"], values)

    return held


@pytest.fixture
def take(office, desk):
    """Take a step as its form does: what the step gives, then what is typed."""

    def step(record, key, **typed):
        ledger, start = begin(office, office.ledgers[record.ledger], record.id, key)
        given = {name: start.values.get(name) for name in (*start.only, *start.unasked)} if start.only else dict(start.values)
        given = {name: value for name, value in {**given, **typed}.items() if value is not None}
        return desk.save(ledger, given, record_id=start.record, parent=start.parent)

    return step


def steps(office, record):
    return [one.key for one in offered(office, office.ledgers[record.ledger], record)]


def quorum(office, record):
    return office.around(record).texts("meeting", record, ("quorum",))[0]


def glance(office, record):
    return {one.label: one.text for one in file_view(office, office.ledgers[record.ledger], record.id).glance}


# -- charter and quorum --------------------------------------------------------------------------------------------


def test_a_meeting_keeps_to_the_charter_in_force_on_its_day(office, desk, body, charter, meeting):
    early = meeting("2025-03-01 14:00", "开春会", due_count=6, present_count=3)
    between = meeting("2025-10-09 14:00", "国庆后会", due_count=6, present_count=4)
    late = meeting("2026-11-20 14:00", "期中会", due_count=6, present_count=4)
    assert quorum(office, late) == "达到(应到 6,实到 4,过半数;机构登记)"
    charter("2025-09-01", "2025年通过", "三分之二")
    assert quorum(office, early).startswith("未达到(应到 6,实到 3,过半数;没有登记当时的章程")
    assert quorum(office, between) == "达到(应到 6,实到 4,三分之二;2025年通过)"
    charter("2026-09-01", "2026年修订", "五分之四")
    assert quorum(office, between).startswith("达到"), "a later charter changes nothing of an earlier meeting"
    assert quorum(office, late) == "未达到(应到 6,实到 4,五分之四;2026年修订)"
    saved = desk.save(office.ledgers["committee"], {"office": "一楼"}, record_id=body.id)
    assert (saved.get("charter_version"), saved.get("quorum")) == ("2026年修订", "four_fifths")


def test_an_older_version_is_sealed_when_a_newer_one_stands(office, desk, charter):
    old = charter("2025-09-01", "2025年通过", "三分之二")
    ledger = office.ledgers["charter"]
    old = desk.save(ledger, {"note": "全文另附"}, record_id=old.id)
    new = charter("2026-09-01", "2026年修订", "五分之四")
    assert "2026年修订" in desk.sealed(ledger, old)
    with pytest.raises(Refused, match="请保持原样"):
        desk.save(ledger, {"quorum": "过半数"}, record_id=old.id)
    with pytest.raises(UserError, match="已封存"):
        desk.remove(ledger, old.id)
    assert desk.sealed(ledger, new) == ""


def test_who_should_have_come_is_counted_from_those_in_office_on_the_day(office, desk, body, meeting):
    members = office.parts_of(body, "committee_member")
    gone = next(one for one in members if one.get("name") == "钱七")
    desk.save(office.ledgers["committee_member"], {"to_date": "2026-11-20", "left_why": "搬家"}, record_id=gone.id)
    assert meeting("2026-11-19 14:30", "前一天").get("due_count") == 6
    assert meeting("2026-11-20 14:30", "当天").get("due_count") == 5, "on the day of leaving one no longer is"
    assert meeting("2026-11-20 15:30", "自己填的", due_count=7).get("due_count") == 7
    assert meeting("2026-12-20 14:30", "还没到").get("due_count") is None


def test_a_vote_is_carried_by_the_charter_of_the_day(office, desk, charter, meeting):
    charter("2025-09-01", "2025年通过", "过半数", "全体成员三分之二")
    record = meeting(due_count=6, present_count=4)
    made = [
        desk.save(office.ledgers["vote"], {"topic": f"第{ayes}件", "ayes": ayes, "noes": 4 - ayes, "abstained": 0}, parent=record.id)
        for ayes in (3, 4)
    ]
    texts = [office.around(record).texts("vote", one, ("carried",))[0] for one in made]
    assert texts == ["未通过(6 人中 3 票赞成,全体成员三分之二)", "通过(6 人中 4 票赞成,全体成员三分之二)"]
    with pytest.raises(Refused, match="加起来 5 票,实到只有 4 人"):
        desk.save(office.ledgers["vote"], {"topic": "多一票", "ayes": 5, "noes": 0, "abstained": 0}, parent=record.id)


# -- the order of a meeting ----------------------------------------------------------------------------------------


def test_a_meeting_goes_from_notice_to_issue(office, desk, body, meeting, take):
    record = meeting("2026-11-24 14:30")
    assert steps(office, record) == ["notice", "attend", "agenda", "opinion"]
    record = take(record, "notice", notice_how="家长群")
    assert (record.get("notice_on"), record.get("notice_to")) == (date(2026, 11, 24), "全体成员")
    assert take(record, "agenda", topic="冬季作息").get("no") == 1
    assert take(record, "agenda", topic="食堂监督").get("no") == 2
    _, start = begin(office, office.ledgers["meeting"], record.id, "attend")
    everybody = start.values["present"]
    assert len(everybody) == 6
    record = take(record, "attend", present=everybody[:5], on_leave="钱七(出差)")
    assert (record.get("due_count"), record.get("present_count")) == (6, 5)
    assert steps(office, record) == ["agenda", "vote", "resolve", "opinion", "sign"]
    assert take(record, "vote", ayes=5, noes=0, abstained=0).get("topic") == "冬季作息"
    assert take(record, "resolve", text="印发作息表", owner="教务处", due_on="2026-12-01").get("state") == "open"
    take(record, "opinion", text="希望午餐有热汤")
    record = take(record, "sign")
    assert record.get("signed_record_on") == date(2026, 11, 24)
    assert "issue" in steps(office, record)
    record = take(record, "issue", signed_by="孙校长")
    assert (record.get("minutes_no"), record.get("signed_on")) == ("〔2026〕1号", date(2026, 11, 24))
    assert steps(office, record) == ["opinion", "correct"]
    said = glance(office, record)
    assert said["进行到"] == "〔2026〕1号 已于 2026-11-24 签发,不能再改"
    assert said["未办决议"] == "1 条,共 1 条"
    assert said["家长意见"] == "1 条没有答复,共 1 条"
    view = glance(office, body)
    assert view["最近会议"] == "2026-11-24 家长委员会全体会议,达到法定人数"
    assert view["成员人数"] == "6 人"
    assert view["届次任期"].startswith("第 2 届,2024-09-20 至 2027-01-10;还有 47 天")


def test_minutes_are_not_issued_before_attendance(office, desk, meeting):
    record = meeting(due_count="")
    with pytest.raises(Refused, match="先登记到会"):
        desk.save(
            office.ledgers["meeting"], {"minutes_no": "〔2026〕1号", "signed_by": "孙", "signed_on": "2026-11-24"}, record_id=record.id
        )


def test_the_notice_names_when_where_and_what_about(office, meeting, take):
    record = take(meeting("2026-11-26 14:30"), "notice", notice_to="全体委员、各年级组长", notice_note="请先看选举办法")
    take(record, "agenda", topic="换届选举办法")
    made = record_document(office, office.ledgers["meeting"], record.id, "notice")
    text = str(made.blocks)
    assert made.title == "会议通知"
    for words in (
        "2026年11月26日\uff08星期四\uff0914:30",
        "三楼会议室",
        "1.换届选举办法",
        "全体委员、各年级组长",
        "请先看选举办法",
        "2026年11月24日",
    ):
        assert words in text
    styles = file_view(office, office.ledgers["meeting"], record.id).styles
    assert [key for key, _ in styles] == ["minutes", "notice"]


# -- numbers -------------------------------------------------------------------------------------------------------


@pytest.fixture
def issue(meeting, take):
    def made(title, **more):
        record = meeting(title=title, present_count=5, signed_record_on="2026-11-21", **more)
        return take(record, "issue", signed_by="孙校长")

    return made


def test_numbers_follow_each_other_and_are_never_given_twice(office, desk, issue, meeting):
    assert [issue(f"第{place}次会议").get("minutes_no") for place in "一二三"] == ["〔2026〕1号", "〔2026〕2号", "〔2026〕3号"]
    ledger = office.ledgers["meeting"]
    draft = meeting(title="写错的", minutes_no="[2026]04号")
    assert draft.get("minutes_no") == "〔2026〕4号", "as the standard writes it"
    desk.remove(ledger, draft.id)
    assert issue("第五次会议").get("minutes_no") == "〔2026〕5号", "a removed one keeps its number"
    with pytest.raises(Refused, match="〔2026〕4号已经用过"):
        meeting(title="再用四号", minutes_no="〔2026〕4号")
    with pytest.raises(Refused, match="已经用过"):
        meeting(title="再用五号", minutes_no="〔2026〕5号")
    assert "家长委员会:〔2026〕4号空号(会议记录已移到回收站)" in make(office, ledger, "numbers").notes[0]


def test_a_number_that_was_given_up_stays_visible(office, desk, issue, meeting):
    ledger = office.ledgers["meeting"]
    first = meeting(title="改过编号的", minutes_no="〔2026〕1号")
    changed = desk.save(ledger, {"minutes_no": ""}, record_id=first.id)
    assert changed.get("minutes_no") is None
    assert changed.get("void_numbers") == (("〔2026〕1号", date(2026, 11, 24), "编号改动"),)
    assert issue("下一次").get("minutes_no") == "〔2026〕2号"
    assert "〔2026〕1号空号(已改用别的编号)" in make(office, ledger, "numbers").notes[0]
    found = desk.examine(ledger, {"minutes_no": "〔2026〕4号"}, record_id=first.id)
    assert [one.name for one in found.questions] == ["minutes_gap"], "leaving a number out is asked about"


def test_each_committee_numbers_its_own_minutes_and_may_count_them_through(office, desk, issue, meeting):
    issue("全体会议")
    desk.save(office.ledgers["committee"], {"title": "家长学校", "kind": "家长学校", "level": "校级"})
    other = {"kind": "家长学校", "start": "2026-10-20 14:00", "place": "阶梯教室", "chair": "陈校长", "recorder": "周老师"}
    desk.save(office.ledgers["meeting"], {**other, "title": "第一讲", "committee": "家长学校", "minutes_no": "6"})
    second = {**other, "title": "第二讲", "committee": "家长学校", "present_count": 40, "signed_record_on": "2026-10-21"}
    record = desk.save(office.ledgers["meeting"], second)
    _, start = begin(office, office.ledgers["meeting"], record.id, "issue")
    assert start.values["minutes_no"] == "第7期"


# -- the seal and corrections --------------------------------------------------------------------------------------


@pytest.fixture
def signed(office, desk, meeting, take):
    record = meeting(present_count=5)
    parts = {
        "agenda_item": take(record, "agenda", topic="冬季作息"),
        "vote": take(record, "vote", ayes=5, noes=0, abstained=0),
        "resolution": take(record, "resolve", text="印发作息表", owner="教务处", due_on="2026-12-01"),
        "parent_opinion": take(record, "opinion", text="希望午餐有热汤"),
    }
    return take(take(record, "sign"), "issue", signed_by="孙校长"), parts


CHANGES = {
    "meeting": {"place": "二楼"}, "agenda_item": {"topic": "别的"}, "vote": {"ayes": 4}, "resolution": {"due_on": "2027-01-01"},
    "parent_opinion": {"text": "别的"},
}  # fmt: skip


@pytest.mark.parametrize("key", CHANGES)
def test_what_was_issued_can_no_longer_be_rewritten(office, desk, signed, key):
    record = signed[0] if key == "meeting" else signed[1][key]
    ledger = office.ledgers[key]
    with pytest.raises(Refused, match="签发"):
        desk.save(ledger, CHANGES[key], record_id=record.id)
    with pytest.raises(UserError, match="已封存"):
        desk.remove(ledger, record.id)
    assert desk.get(ledger, record.id).values == record.values


def test_nothing_is_added_to_an_issued_meeting_but_opinions_and_words_at_the_end(office, desk, signed):
    record, ledgers = signed[0], office.ledgers
    for key, values in (
        ("agenda_item", {"no": 2, "topic": "补一项"}),
        ("vote", {"topic": "补", "ayes": 1, "noes": 0, "abstained": 0}),
        ("resolution", {"text": "补", "owner": "某处", "due_on": "2026-12-01", "state": "未办"}),
    ):
        with pytest.raises(UserError, match="不能再添"):
            desk.save(ledgers[key], values, parent=record.id)
        assert len(office.parts_of(record, key)) == 1
    desk.save(ledgers["parent_opinion"], {"text": "会后补的意见"}, parent=record.id)
    record = desk.save(ledgers["meeting"], {"supplement": "会后说明。"}, record_id=record.id)
    with pytest.raises(Refused, match="接着写"):
        desk.save(ledgers["meeting"], {"supplement": "另一句"}, record_id=record.id)
    with pytest.raises(Refused):
        desk.save(ledgers["meeting"], {"signed_on": ""}, record_id=record.id)


def test_a_part_removed_before_the_issue_does_not_come_back_after_it(office, desk, meeting, take):
    record = meeting(present_count=5)
    item = take(record, "agenda", topic="撤下的议题")
    desk.remove(office.ledgers["agenda_item"], item.id)
    take(take(record, "sign"), "issue", signed_by="孙校长")
    with pytest.raises(UserError, match="不能再添议题"):
        desk.bring_back(office.ledgers["agenda_item"], item.id)


def test_progress_goes_on_after_the_issue(office, desk, signed, take):
    resolution, opinion = signed[1]["resolution"], signed[1]["parent_opinion"]
    assert [one.text for one in duties(office)] == ["落实决议:印发作息表", "答复家长意见:希望午餐有热汤", "准备换届"]
    done = take(resolution, "done", progress="已印发")
    assert (done.get("state"), done.get("done_on")) == ("done", date(2026, 11, 24))
    assert take(opinion, "answer", answer="下周起有热汤", told="公开栏").get("answered_on") == date(2026, 11, 24)
    assert [one.text for one in duties(office)] == ["准备换届"]


def test_a_correction_is_a_new_record_that_names_the_old(office, desk, signed, take):
    old = signed[0]
    new = take(old, "correct", corrects_why="实到应为 4 人", present_count=4)
    assert new.id != old.id
    assert (new.parent, new.get("corrects"), new.get("title")) == (None, old.id, "家长委员会全体会议(更正)")
    assert new.get("minutes_no") is None
    assert desk.get(office.ledgers["meeting"], old.id).values == old.values
    new = take(take(new, "sign"), "issue", signed_by="孙校长")
    assert new.get("minutes_no") == "〔2026〕2号"
    assert glance(office, new)["更正哪一份"] == "〔2026〕1号 家长委员会全体会议"
    assert glance(office, old)["已被更正"] == "〔2026〕2号 家长委员会全体会议(更正)"
    ledger = office.ledgers["meeting"]
    assert "更正〔2026〕1号“家长委员会全体会议”:实到应为 4 人" in record_document(office, ledger, new.id).subtitle
    assert "已由〔2026〕2号更正" in record_document(office, ledger, old.id).subtitle
    (said,) = record_document(office, ledger, new.id, "minutes").paragraphs
    assert "本纪要更正〔2026〕1号" in said.text
    assert said.text.endswith("更正以外的内容，以〔2026〕1号会议纪要为准。")
    assert "召开全体会议" in said.text
    assert "现将会议情况纪要如下" in record_document(office, ledger, old.id, "minutes").paragraphs[0].text


# -- members, terms, elections -------------------------------------------------------------------------------------


def test_a_member_leaves_when_the_child_leaves(office, desk, body, take):
    pupil = desk.save(
        office.ledgers["student"], {"name": "钱小七", "sex": "男", "birth_date": "2017-5-17", "entry_year": 2024, "class_no": 1}
    )
    member = next(one for one in office.parts_of(body, "committee_member") if one.get("name") == "钱七")
    member = desk.save(office.ledgers["committee_member"], {"child": "钱小七"}, record_id=member.id)
    assert not [one for one in duties(office) if "成员退出" in one.text]
    desk.save(office.ledgers["student"], {"enrol_status": "转出", "status_from": "2026-11-20"}, record_id=pupil.id)
    (one,) = [one for one in duties(office) if "成员退出" in one.text]
    assert (one.record, one.about, one.on) == (body.id, "钱七", date(2026, 11, 20))
    assert "1 人的子女已离校" in glance(office, body)["成员人数"]
    left = take(member, "leave")
    assert (left.get("to_date"), left.get("left_why")) == (date(2026, 11, 20), "子女已转出")
    assert not [one for one in duties(office) if "成员退出" in one.text]
    assert glance(office, body)["成员人数"] == "5 人"


def test_a_new_term_counts_on_and_asks_after_those_of_the_last(office, desk, body, charter, take):
    charter("2024-09-20", "2024年通过", "过半数", term_years=2)
    made = take(body, "renew")
    assert (made.get("term_no"), made.get("term_from"), made.get("term_to")) == (3, date(2026, 11, 24), date(2028, 11, 24))
    assert "换届以后,上一届的 6 名成员还没有登记退出" in [one.text for one in duties(office)]
    election = take(made, "election", how="无记名投票", eligible=60, voted=55, candidates=[["魏建军", 50, "当选"], ["郑雨", 40, "候补"]])
    assert (election.get("term_no"), election.get("candidates")[1]) == (3, ("郑雨", 40, "reserve"))
    with pytest.raises(Refused, match="郑雨的得票多于投票人数"):
        desk.save(office.ledgers["election"], {"candidates": "郑雨 | 56 | 当选"}, record_id=election.id)


def test_a_meeting_is_begun_from_its_committee(office, body, take):
    made = take(body, "meet", start="2026-11-24 14:00", place="三楼")
    assert (made.parent, made.get("committee"), made.get("kind")) == (None, body.id, "plenary")
    assert (made.get("chair"), made.get("recorder"), made.get("title")) == ("魏建军", "郑雨", "家长委员会会议")


# -- lists over all meetings ---------------------------------------------------------------------------------------


def test_open_resolutions_of_all_meetings_stand_in_one_list_with_a_check(office, desk, meeting, take):
    for place, (title, states) in enumerate((("甲会", ("未办", "办结")), ("乙会", ("在办", "撤销")), ("丙会", ("未办",)))):
        record = meeting(f"2026-11-1{place} 14:00", title, present_count=5)
        for number, state in enumerate(states):
            day = date(2026, 12, 9) - timedelta(days=10 * place)
            more = {"done_on": "2026-11-20"} if state == "办结" else {}
            take(record, "resolve", text=f"{title}第{number}件", owner="总务处", due_on=day, state=state, **more)
        if title == "丙会":
            desk.remove(office.ledgers["meeting"], record.id)
    made = make(office, office.ledgers["meeting"], "open_resolutions")
    assert [(row[0], row[5]) for row in made.rows] == [("乙会第0件", "乙会"), ("甲会第0件", "甲会")], "the most urgent first"
    assert [words for words, holds in made.checks if holds] == ["全部 4 = 未办 1 + 在办 1 + 办结 1 + 撤销 1", "表中 2 = 未办 1 + 在办 1"]
    printed = report_document(office, office.ledgers["meeting"], "open_resolutions")
    assert printed.subtitle == "共 2 条"
    assert verdict(made) in str(printed.blocks)
    assert "全部 4 = 未办 1 + 在办 1 + 办结 1 + 撤销 1" in str(printed.blocks)
    assert verdict(made) == "勾稽核对 2 项,全部相符。"


# -- what does not belong here -------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["心理研判会", "case_review", "研判会", "C", "个案研判", "心理"])
def test_a_case_review_is_no_kind_of_meeting(office, desk, word):
    values = {"title": "会", "kind": word, "start": "2026-11-20 14:30", "place": "会议室", "chair": "甲一", "recorder": "乙二"}
    with pytest.raises(Refused, match="类别没有"):
        desk.save(office.ledgers["meeting"], values)
    assert desk.page(office.ledgers["meeting"]).total == 0


@pytest.mark.parametrize("title", ["心理研判会", "11月心理个案会商", "学生 心理 研判", "第三次研判会"])
def test_a_case_review_under_another_kind_is_refused_by_its_name(office, desk, title):
    values = {"title": title, "kind": "联席", "start": "2026-11-20 14:30", "place": "会议室", "chair": "甲一", "recorder": "乙二"}
    with pytest.raises(Refused, match="心理研判会不在这里记"):
        desk.save(office.ledgers["meeting"], values)
    made = desk.save(office.ledgers["meeting"], {**values, "title": "联席会"})
    with pytest.raises(Refused, match="心理研判会不在这里记"):
        desk.save(office.ledgers["agenda_item"], {"no": 1, "topic": title}, parent=made.id)


def test_a_case_review_is_not_imported(office):
    ledger = office.ledgers["meeting"]
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(ledger)))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    below = max(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "会议名称")
    for number, (title, kind) in enumerate((("心理研判会", "联席"), ("十一月例会", "心理研判会")), start=1):
        row = {"会议名称": title, "类别": kind, "开始时间": "2026-11-20 14:30", "地点": "会议室", "主持人": "甲一", "记录人": "乙二"}
        for name, value in row.items():
            sheet.cell(below + number, heads[name], value)
    content = io.BytesIO()
    book.save(content)
    plan = plan_import(office, ledger, "会议.xlsx", content.getvalue())
    assert plan.counts.read == 2
    assert [bool(one.problems) for one in plan.rows] == [True, True]
    assert not any(one.writes for one in plan.rows if one.problems)
