"""A form that asks only for what its kind needs, and files that say what they prove."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGroupBox

from jlt_desktop.domain.document import Pairs
from jlt_desktop.gui.record_form import RecordForm
from jlt_desktop.ledgers.samples.draw import picture
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.forming import start_form
from jlt_desktop.services.printing import record_document


@pytest.fixture
def form(place, qtbot, settled):
    def open_form(key="activity", record=None):
        ledger = place.office.ledgers[key]
        made = RecordForm(place, ledger, start_form(place.office, ledger, record, None))
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(made, before_close_func=lambda one: setattr(one, "_dirty", False))
        made.show()
        settled()
        return made

    return open_form


def asked(form):
    return {name for name, editor in form.fields.editors.items() if editor.isVisibleTo(form.fields)}


def groups(form):
    return [box.title() for box in form.fields.findChildren(QGroupBox) if box.isVisibleTo(form.fields)]


def choose(form, name, key):
    """As a person chooses from the list."""
    box = form.fields.editors[name].box
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def test_the_kind_decides_what_is_asked(form):
    one = form()
    assert "这一类活动另填" not in groups(one)
    choose(one, "kind", "study_tour")
    assert {"theme", "route", "filing_no", "safety_doc", "consent_rate", "insurance", "vehicles", "emergency_contact"} <= asked(one)
    assert "node" not in asked(one)
    assert "这一类活动另填" in groups(one)
    choose(one, "kind", "lecture")
    assert {"node", "speaker", "speaker_org", "n_expected"} <= asked(one)
    assert "route" not in asked(one)
    choose(one, "off_campus", "是")
    assert "route" in asked(one), "whatever leaves the school has a route"
    choose(one, "state", "late")
    assert "late_why" in asked(one)


def test_what_was_typed_for_another_kind_stays_to_be_seen_and_saved(form):
    one = form()
    choose(one, "kind", "lecture")
    choose(one, "node", "midterm")
    choose(one, "kind", "salon")
    assert "node" in asked(one)
    assert one.fields.raw()["node"] == "midterm"


def test_a_record_opens_with_the_fields_of_its_kind(form, place, settled):
    desk, ledger = Desk(place.office), place.office.ledgers["activity"]
    made = desk.save(
        ledger, {"title": "大讲堂", "kind": "lecture", "state": "计划", "start": "2026-12-01 09:00", "node": "期中", "classes": "全校"}
    )  # fmt: skip
    one = form(record=made.id)
    assert {"node", "speaker"} <= asked(one)
    assert "sport" not in asked(one)
    assert made.get("obligation_ids") == ("O-12a", "O-12b")


def test_a_file_is_kept_with_what_it_is_and_a_line_about_it(form, place, settled, tmp_path):
    desk, ledger = Desk(place.office), place.office.ledgers["activity"]
    one = form()
    editor = one.fields.editors["evidence"]
    assert not editor._code.isEnabled(), "nothing is chosen for no file"
    for name in ("签到.png", "IMG_001.png"):
        (tmp_path / name).write_bytes(picture(7))
    editor.add([tmp_path / "签到.png", tmp_path / "IMG_001.png"])
    settled()
    assert [kept.code for kept in editor.raw()] == ["S", "P"]
    editor._caption.setText("颁奖,远景")
    editor._caption.textEdited.emit("颁奖,远景")
    editor._list.setCurrentRow(0)
    choose_code = editor._code.box
    choose_code.setCurrentIndex(choose_code.findData("D"))
    choose_code.activated.emit(choose_code.currentIndex())
    assert [editor._list.item(row).text() for row in range(2)] == ["签到表:签到.png", "照片:颁奖,远景(IMG_001.png)"]
    typed = {"title": "诵读", "kind": "festival", "festival": "qingming", "state": "planned", "start": "2026-12-01 09:00"}
    made = desk.save(ledger, {**typed, "evidence": editor.raw()})
    kept = desk.get(ledger, made.id).get("evidence")
    assert [(file.code, file.caption) for file in kept] == [("D", ""), ("P", "颁奖,远景")]
    again = form(record=made.id)
    assert [file.code for file in again.fields.editors["evidence"].raw()] == ["D", "P"]


def test_paper_shows_what_its_kind_has_and_the_stamp_of_what_was_written_down_late(place):
    desk, ledger = Desk(place.office), place.office.ledgers["activity"]
    typed = {"title": "体验课", "kind": "ai", "state": "补录", "start": "2026-03-02 09:00", "summary": "做小车", "late_why": "外出"}
    made = desk.save(ledger, typed)
    paper = record_document(place.office, ledger, made.id)
    assert f"【补录({place.office.today().isoformat()} 补记)】" in paper.subtitle
    labels = {label for block in paper.blocks if isinstance(block, Pairs) for label, _ in block.rows}
    assert {"名称", "补录原因", "计入"} <= labels
    assert not labels & {"研学主题", "节点", "传统节日", "取消原因"}
    assert "这一类活动另填" not in {block.title for block in paper.blocks if isinstance(block, Pairs)}
