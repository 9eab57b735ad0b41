"""The papers of the law say what the ledgers say: people counted by age, every ledger's fields, who looked; nothing confidential for the clerk."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from jlt_desktop.domain.document import Grid, Letter, Pairs
from jlt_desktop.domain.errors import UserError
from jlt_desktop.ledgers import ALL
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.law_facts import facts, handling_of
from jlt_desktop.services.law_papers import law_document, law_papers, law_workbook, usual_year
from jlt_desktop.services.listing import Wanted, matching
from jlt_desktop.services.printing import table_document, to_pdf


@pytest.fixture
def office(open_as):
    found = open_as("clerk")
    desk = Desk(found)
    for name, born, status in (
        ("甲一", "2017-05-01", "在读"),
        ("乙二", "2012-11-24", "在读"),
        ("丙三", "2012-11-25", "在读"),
        ("丁四", "2011-01-01", "转出"),
    ):
        child = desk.save(found.ledgers["student"], {"name": name, "sex": "男", "birth_date": born, "enrol_status": status})
        desk.save(found.ledgers["guardian"], {"name": f"{name}父", "relation": "父亲", "phone": "13800000001"}, parent=child.id)
    return found


def grid(document, start):
    return next(one for one in document.blocks if isinstance(one, Grid) and one.title.startswith(start))


def words(document):
    found = []
    for one in document.blocks:
        if isinstance(one, Grid):
            found += [cell for row in one.rows for cell in row]
        elif isinstance(one, Pairs):
            found += [text for pair in one.rows for text in pair]
        elif isinstance(one, Letter):
            found += [one.to, *one.paragraphs, *one.signed, *one.slip]
    return "\n".join(found)


def test_people_are_counted_by_the_ages_the_law_tells_apart(office):
    rows = {row[0]: row[1:] for row in grid(law_document(office, "audit"), "二、").rows}
    # fourteen years are full on the day itself
    assert rows["学生"] == ("2", "1", "0", "0", "3")
    assert rows["学生(已离校,还保存着)"] == ("0", "1", "0", "0", "1")
    assert rows["监护人和其他家庭成员"] == ("0", "0", "4", "0", "4")


def test_every_ledger_with_people_stands_in_the_audit_with_all_its_fields(office):
    made = law_document(office, "audit")
    handled = {row[0]: row for row in grid(made, "三、").rows}
    kept = {row[0]: row[1] + row[2] for row in grid(made, "四、").rows}
    for ledger in office.ledgers.values():
        if handling_of(office, ledger):
            assert handled[ledger.title][2] == str(len(office.store(ledger).column_values(ledger, ())))
            assert all(one.label in kept[ledger.title] for one in ledger.stored.values())
    assert handled["委托照护"][5] == "关闭并离校满 3 年（默认值）", "a part is kept as long as its file"


def test_who_looked_is_counted_from_the_journal(office):
    students = office.ledgers["student"]
    before = {row[0]: row[1] for row in grid(law_document(office, "audit", year=date.today().year), "六、").rows}
    for _ in range(3):
        table_document(office, students, matching(office, students, Wanted()))
    after = {row[0]: row[1] for row in grid(law_document(office, "audit", year=date.today().year), "六、").rows}
    assert int(after["打印"]) == int(before.get("打印", 0)) + 1 + 3, "the three, and the paper printed before"
    assert grid(law_document(office, "audit", year=2001), "六、").rows == [("全年没有记录",)]


def test_the_clerks_papers_tell_nothing_of_the_confidential_file(office):
    confidential = [one.title for one in ALL if one.scope == "confidential"]
    for paper in law_papers(office):
        told = words(law_document(office, paper.key))
        assert not [one for one in confidential if one in told], paper.key
    assert not facts(office, 2026).whole


def test_the_counselors_paper_hides_small_numbers(office, open_as):
    del office
    counselor = open_as("counselor")
    handled = {row[0]: row for row in grid(law_document(counselor, "audit"), "三、").rows}
    assert handled["关注名单"][2] == "<5"
    assert facts(counselor, 2026).whole


def test_each_paper_is_drawn_and_goes_on_as_a_workbook(office):
    fonts = Fonts(resources() / "fonts")
    papers = law_papers(office)
    assert [one.key for one in papers[:6]] == ["audit", "impact", "rules", "notice", "advice", "breach"]
    for paper in papers:
        made = law_document(office, paper.key)
        assert to_pdf(made, fonts).missing == ()
        rows = load_workbook(io.BytesIO(law_workbook(office, paper.key))).active.values
        texts = {str(cell) for row in rows for cell in row if cell is not None}
        assert made.title in texts
        assert not [one for one in words(made).split("\n") if one.strip() and not any(one in text for text in texts)], paper.key


def test_the_letter_to_parents_names_the_child_and_is_no_reprimand(office):
    student = office.ledgers["student"]
    child = matching(office, student, Wanted(search="甲一"))[0]
    told = words(law_document(office, "advice", about=child.id))
    assert "甲一" in told
    assert "提醒" in told
    assert "告诫" not in told
    assert "训诫" not in told
    (event,) = office.store(student).journal.events(1)
    assert (event["object"], event["paper"]) == (f"student/{child.id}", "advice")


def test_what_is_not_there_gets_a_sentence(office):
    with pytest.raises(UserError, match="没有“nothing”这份材料"):
        law_document(office, "nothing")
    with pytest.raises(UserError, match="没有找到"):
        law_document(office, "advice", about="no-such-id")


def test_until_march_the_papers_speak_of_the_year_before(office):
    for day, year in ((date(2027, 1, 20), 2026), (date(2027, 3, 31), 2026), (date(2027, 4, 1), 2027)):
        office.today = lambda day=day: day
        assert usual_year(office) == year


def test_every_ledger_about_people_says_why():
    by_key = {one.key: one for one in ALL}

    def said(ledger):
        return ledger.handling or (ledger.part_of and said(by_key[ledger.part_of]))

    heads = [one for one in ALL if one.part_of is None and any(link == "student" for link in one.links.values())]
    assert heads
    assert [one.key for one in heads if not said(one)] == []
