"""A committee secretary's walk on the demo school: charter, members, a meeting from notice to issue, both papers, a correction."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtWidgets import QPushButton

from jlt_desktop.services.desk import Desk
from jlt_desktop.services.filing import file_view

TODAY = date.today()


class Committee:
    """The school's own committee of parents."""

    def __init__(self, me):
        self.me = me
        self.office = me.window.place.office
        self.desk = Desk(self.office)
        self.body = next(one for one in self.all("committee") if one.get("kind") == "parents")

    def all(self, key):
        ledger = self.office.ledgers[key]
        return self.office.store(ledger).page(ledger).records

    def open(self, key, record):
        self.me.window.open_record(key, record)
        self.me.settled()
        return self.me.window.stack.currentWidget()

    def step(self, key):
        page = self.me.window.stack.currentWidget()

        def found():
            return [one for one in page.findChildren(QPushButton) if one.property("step") == key and one.isVisibleTo(page)]

        self.me.qtbot.waitUntil(lambda: bool(found()))
        found()[0].click()
        return self.me.form()

    def take(self, key, values, name=""):
        form = self.step(key)
        self.me.fill(form, values)
        self.me.shoot(f"step-{name or key}", form)
        self.me.save(form)

    def glance(self, key, record):
        return {one.label: one.text for one in file_view(self.office, self.office.ledgers[key], record).glance}


def test_a_walk_through_the_committees_ledger(at_the_demo):
    me = at_the_demo("clerk")
    ours = Committee(me)
    me.window.go("committee")
    me.shoot("committee-list")
    ours.open("committee", ours.body.id)
    me.shoot("committee-page")
    somebody_whose_child_left(me, ours)
    record = a_meeting(me, ours)
    both_papers(me, ours, record)
    sealed_and_corrected(me, ours, record)
    lists_of_meetings(me, ours)
    home_and_help(me, ours)
    me.window.windows.close_all()


def somebody_whose_child_left(me, ours):
    me.window.go("home")
    me.settled()
    due = next(one for one in me.window.stack.currentWidget()._dues if one.text == "子女已离校,请办成员退出")
    member = next(one for one in ours.all("committee_member") if one.text("name") == due.about and one.get("to_date") is None)
    ours.open("committee", due.record)
    me.window.place.step_wanted.emit("committee_member", member.id, "leave")
    form = me.form()
    me.shoot("member-leaves", form)
    assert form.fields.raw()["left_why"], "why is given beforehand"
    me.save(form)
    me.window.go("home")
    me.settled()
    assert due.key not in [one.key for one in me.window.stack.currentWidget()._dues]


def a_meeting(me, ours):
    ours.open("committee", ours.body.id)
    form = ours.step("meet")
    me.fill(form, {"title": "家长委员会第三次全体会议", "start": f"{TODAY} {datetime.now():%H:%M}"})
    me.shoot("meeting-form", form)
    me.save(form)
    record = max(ours.all("meeting"), key=lambda one: one.created_at).id
    ours.open("meeting", record)
    me.shoot("meeting-begun")
    ours.take("notice", {"notice_how": ("group", "board"), "notice_note": "请先看食堂招标的说明。"})
    page = me.window.stack.currentWidget()
    page.output.print_record("notice")
    preview = me.form()
    me.shoot("print-notice", preview)
    preview.done(0)
    form = ours.step("attend")
    everybody = form.fields.raw()["present"]
    form.fields.editors["present"].put(everybody[:-1], "")
    me.fill(form, {"on_leave": "一名委员请假,外地出差"})
    me.shoot("step-attend", form)
    me.save(form)
    assert ours.glance("meeting", record)["法定人数"].startswith("达到"), ours.glance("meeting", record)
    ours.take(
        "agenda",
        {"topic": "食堂招标", "proposer": "总务处"} if "proposer" in ours.office.ledgers["agenda_item"].fields else {"topic": "食堂招标"},
    )
    present = len(everybody) - 1
    ours.take("vote", {"ayes": str(present), "noes": "0", "abstained": "0"})
    ours.take("resolve", {"text": "招标过程请两名家长代表全程参加", "owner": "总务处", "due_on": str(TODAY + timedelta(days=10))})
    ours.take("opinion", {"text": "希望午餐有热汤"})
    me.shoot("meeting-held")
    ours.take("sign", {})
    ours.take("issue", {"signed_by": "陈国栋"})
    me.shoot("meeting-issued")
    assert "签发,不能再改" in ours.glance("meeting", record)["进行到"]
    return record


def both_papers(me, ours, record):
    page = ours.open("meeting", record)
    for style in ("", "minutes"):
        page.output.print_record(style)
        preview = me.form()
        me.shoot(f"print-{style or 'record'}", preview)
        preview.done(0)


def sealed_and_corrected(me, ours, record):
    page = ours.open("meeting", record)
    page.edit()
    form = me.form()
    me.shoot("sealed-form", form)
    assert not form.fields.editors["place"].isEnabled()
    form.done(0)
    form = ours.step("correct")
    me.fill(form, {"corrects_why": "决议期限写错,应为本月底。"})
    me.shoot("correction-form", form)
    me.save(form)
    newest = max(ours.all("meeting"), key=lambda one: one.created_at)
    assert newest.get("corrects") == record
    ours.open("meeting", newest.id)
    me.shoot("correction-page")


def lists_of_meetings(me, ours):
    me.window.go("meeting")
    me.shoot("meeting-list")
    page = me.window.stack.currentWidget()
    for report in ours.office.ledgers["meeting"].reports:
        page.reports.print_report(report.key)
        preview = me.form()
        me.shoot(f"print-{report.key}", preview)
        preview.done(0)


def home_and_help(me, ours):
    me.window.go("home")
    me.settled()
    texts = [one.text for one in me.window.stack.currentWidget()._dues]
    assert any(text.startswith("落实决议:招标过程") for text in texts)
    assert any(text.startswith("答复家长意见:希望午餐") for text in texts)
    me.shoot("home-after-the-meeting")
    for page in ("committee", "charter", "election", "committee_member", "meeting", "agenda_item", "vote", "resolution", "parent_opinion"):
        me.window.windows.open_help(page)
        me.shoot(f"help-{page}", me.form())
        me.window.windows.close_all()
