"""The first week of a school with the program: from a bare machine to a bundle the bureau accepts, window after window."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt

from jlt_desktop.bundle.sshsig import allowed_signers_line
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.gui.setup_wizard import SetupWizard
from jlt_desktop.services.checking_bundles import check_bundle
from jlt_desktop.services.signing import approve
from jlt_desktop.services.submitting import set_bureau
from jlt_desktop.vault.kdf import KdfCost

WORDS = {"王文员": "秋天的山路很长很长啊", "李心": "心里有一片大海呀呀呀", "赵校长": "校长自己的一句话呀啊"}
TODAY = date.today()


def test_the_first_week(hands, front, rosters, tmp_path):
    me = hands(front, WORDS)
    front.open()
    set_up(me, tmp_path)
    me.unlock("王文员")
    me.shoot("home-empty")
    import_the_roster(me, rosters)
    teacher_and_child(me)
    a_home_visit(me)
    a_meeting(me)
    print_it(me)
    submit_it(me, tmp_path)
    the_counselor(me)


def set_up(me, tmp_path):
    wizard = me.window
    assert isinstance(wizard, SetupWizard)
    me.shoot("setup-welcome")
    me.press(Qt.Key.Key_Space, target=wizard.welcome.new)
    typed = {"school_name": "清河镇中心小学", "school_code": "2109990001", "region_code": "210999"}
    for name, text in typed.items():
        (wizard.school.editors[name].focusProxy()).setFocus()
        me.compose(text)
        wizard.school.editors[name].edited.emit()
    wizard.school.editors["school_type"].put("primary", "")
    wizard.school.editors["school_type"].edited.emit()
    me.shoot("setup-school")
    wizard._onward()
    for card, (name, words) in zip(wizard.people.people, WORDS.items(), strict=True):
        for line, text in ((card.who, name), (card.first, words), (card.second, words)):
            line.setFocus()
            me.compose(text)
            line.textEdited.emit(text)
    me.shoot("setup-people")
    wizard._onward()
    me.settled()
    me.shoot("setup-sheets")
    for card in wizard.sheets.cards:
        card.back.setText(card.sheet.groups[-1][:4])
        card.changed.emit()
    wizard._onward()
    wizard._back_up(tmp_path / "stick")
    me.shoot("setup-backup")
    wizard._onward()
    me.settled()


def import_the_roster(me, rosters):
    me.window.go("student")
    me.shoot("students-empty")
    me.press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier, target=me.window)
    wizard = me.form()
    me.shoot("import-file", wizard)
    wizard.read(rosters / "national_export.xlsx")
    me.settled()
    for name in ("import-heading", "import-columns", "import-findings", "import-preview"):
        me.shoot(name, wizard)
        wizard.onward.click()
        me.settled()
    me.shoot("import-done", wizard)
    wizard.accept()
    me.settled()
    assert me.window.stack.currentWidget()._count.text() == "共 1200 条"
    me.shoot("students")


def teacher_and_child(me):
    me.window.go("staff")
    me.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, target=me.window)
    form = me.form()
    me.fill(form, {"staff_name": "孙老师", "post": ("class_teacher",)})
    me.shoot("staff-form", form)
    me.save(form)
    popup = me.go_and_find("ouyang")
    me.shoot("find", popup)
    assert popup.hits.count() > 0
    me.child = popup.hits.item(0).text().split()[0]
    me.press(Qt.Key.Key_Return, target=popup)
    me.settled()
    me.shoot("student-file")
    me.window.go("care_file")
    me.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, target=me.window)
    form = me.form()
    form.save()
    me.settled()
    assert "处要改" in form._summary.text()
    me.shoot("care-form-problems", form)
    values = {
        "student": me.child, "categories": ("left_behind",), "basis": "学校摸排", "opened_on": str(TODAY - timedelta(days=20)),
        "guardianship_type": "祖辈", "guardianship_eval": "一般", "edu_status": "小学", "body": "健康",
    }  # fmt: skip
    me.fill(form, values)
    me.shoot("care-form", form)
    me.save(form)


def a_home_visit(me):
    page = me.window.stack.currentWidget()
    me.press(Qt.Key.Key_Return, target=page.table)
    me.settled()
    file = me.window.stack.currentWidget()
    me.window.place.want_form("home_visit", parent=file.record)
    form = me.form()
    values = {
        "date": str(TODAY - timedelta(days=1)), "form": "上门", "visitors": "孙老师", "talk": "和奶奶谈了接送和作业,孩子在家听话。",
        "follow_up": "联系校车师傅确认站点", "follow_up_due": str(TODAY),
    }  # fmt: skip
    me.fill(form, values)
    me.shoot("visit-form", form)
    me.save(form)
    me.shoot("care-file")
    me.window.go("home")
    me.settled()
    home = me.window.stack.currentWidget()
    due = [one for one in home._dues if one.on == TODAY]
    assert [one.text for one in due] == ["办理家访后续措施"]
    assert me.child in due[0].about
    me.shoot("home-with-work")


def a_meeting(me):
    me.window.go("meeting")
    me.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, target=me.window)
    form = me.form()
    values = {
        "title": "家长委员会第一次全体会议", "kind": "家委会全体", "start": f"{TODAY} 14:30", "place": "会议室", "chair": "赵校长",
        "recorder": "王文员", "due_count": "12", "present_count": "11",
    }  # fmt: skip
    me.fill(form, values)
    me.shoot("meeting-form", form)
    me.save(form)
    page = me.window.stack.currentWidget()
    page.open_selected()
    me.settled()
    record = me.window.stack.currentWidget().record
    for part, more in (
        ("agenda_item", {"no": "1", "topic": "冬季作息"}),
        ("vote", {"topic": "冬季作息", "ayes": "10", "noes": "0", "abstained": "1"}),
        ("resolution", {"text": "冬季提前二十分钟放学", "owner": "班主任", "due_on": str(TODAY + timedelta(days=3)), "state": "未办"}),
    ):
        me.window.place.want_form(part, parent=record)
        form = me.form()
        me.fill(form, more)
        me.save(form)
    me.shoot("meeting-file")


def print_it(me):
    me.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier, target=me.window)
    preview = me.form()
    me.settled()
    me.shoot("print-meeting", preview)
    preview.done(0)
    me.window.go("student")
    me.settled()
    page = me.window.stack.currentWidget()
    page.output.print_roster("一年级1班")
    preview = me.form()
    me.settled()
    me.shoot("print-roster", preview)
    preview.done(0)


def the_principal_signs(me):
    me.unlock("赵校长")
    me.window.go("sign")
    dialog = me.form()
    dialog._sign = partial(approve, floor=KdfCost(1024, 1, 1))
    me.shoot("sign", dialog)
    dialog.password.setText(WORDS["赵校长"])
    dialog.go.click()
    me.settled()
    me.shoot("signed", dialog)
    dialog.done(0)
    me.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, target=me.window)
    me.settled()


def submit_it(me, tmp_path):
    office, identity, stick = me.window.place.office, new_identity(), tmp_path / "usb"
    stick.mkdir()
    set_bureau(office, "210999", recipient_of(identity))
    keys = allowed_signers_line("2109990001", office.session.signing_public).encode()
    clerk = office.user
    me.window.go("submit")
    wizard = me.form()
    me.shoot("submit-request", wizard)
    for name in ("submit-check", "submit-contents", "submit-fix", "submit-fixed"):
        wizard.onward.click()
        me.settled()
        me.shoot(name, wizard)
    wizard.fixing.lock.click()
    me.settled()
    the_principal_signs(me)
    me.unlock(clerk)
    me.window.go("sent")
    me.settled()
    me.window.stack.currentWidget().open_batch()
    me.settled()
    me.shoot("submit-sealed")
    me.window.stack.currentWidget()._write()
    wizard = me.form()
    wizard.writing.choose_folder(stick)
    me.shoot("submit-write", wizard)
    wizard.onward.click()
    me.settled()
    me.shoot("submit-written", wizard)
    (bundle,) = stick.iterdir()
    found = check_bundle(bundle.read_bytes(), keys, identity.encode(), datetime.now().astimezone())
    assert found.verdict == "accepted", found.reasons
    assert found.about["tables"]["home_visit"] == 1
    wizard.done(0)
    me.window.go("sent")
    me.shoot("sent")


def the_counselor(me):
    me.press(Qt.Key.Key_F12, target=me.window)
    me.shoot("cover")
    me.press(Qt.Key.Key_F12, target=me.window)
    assert "concern" not in me.window.place.office.ledgers
    me.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, target=me.window)
    me.settled()
    me.unlock("李心")
    me.window.go("concern")
    me.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, target=me.window)
    form = me.form()
    values = {
        "student": me.child, "found_on": str(TODAY - timedelta(days=40)), "source": ("homeroom",), "concerns": ("low_mood",),
        "facts": "课间常独自坐着。学生说:“想妈妈。”", "state": "待研判",
    }  # fmt: skip
    me.fill(form, values)
    me.shoot("concern-form", form)
    me.save(form)
    page = me.window.stack.currentWidget()
    shown = page.model.index(0, page.ledger.sheet.index("name")).data()
    assert "*" in shown
    assert shown != me.child
    me.shoot("concern-page")
    page.open_selected()
    me.settled()
    me.window.place.want_form("follow_up", parent=me.window.stack.currentWidget().record)
    form = me.form()
    me.fill(form, {"month": f"{TODAY:%Y-%m}", "mood": "波动", "interventions": ("counselling",)})
    me.shoot("follow-up-form", form)
    me.save(form)
    me.shoot("concern-file")
