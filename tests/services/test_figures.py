"""Tables by grade and sheets of numbers: each figure is what the records say, sums agree, small numbers cannot be worked out."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from jlt_desktop import app
from jlt_desktop.domain.document import Grid, Prose
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.figures import Share, Single, Totals
from jlt_desktop.domain.periods import Span, span
from jlt_desktop.domain.privacy import HIDDEN
from jlt_desktop.ledgers import ALL
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.crosstabs import as_shown, counted, crossed, openly, usual_span
from jlt_desktop.services.demo import USERS
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.printing import to_pdf
from jlt_desktop.services.reporting import report_document, report_of, report_workbook
from jlt_desktop.vault.kdf import KdfCost

QUICK, TODAY = KdfCost(1024, 1, 1), date(2026, 11, 24)
AUTUMN = Span("2026-T1", date(2026, 9, 1), TODAY)
FILE = {
    "categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-9-1", "guardianship_type": "祖辈", "guardianship_eval": "一般",
    "body": "健康", "edu_status": "小学",
}  # fmt: skip
BY_GRADE = next(one for ledger in ALL for one in ledger.reports if one.key == "by_grade")
MIND = next(one for ledger in ALL for one in ledger.reports if isinstance(one, Totals))


@pytest.fixture
def office(open_as):
    found = open_as("clerk")
    desk = Desk(found)

    def child(name, entry, sex="男", away=(), **more):
        pupil = {
            "name": name,
            "sex": sex,
            "birth_date": f"{entry - 7}-05-01",
            "entry_year": str(entry),
            "class_no": "1",
            "hukou_type": "农业户口",
        }
        made = desk.save(found.ledgers["student"], {**pupil, **more})
        for relation in ("父亲", "母亲"):
            tags = {"status_tags": "外出务工", "away_since": "2026-01-01"} if relation in away else {"status_tags": "在家"}
            desk.save(
                found.ledgers["guardian"], {"name": f"{name}的{relation}", "relation": relation, "capacity": "有", **tags}, parent=made.id
            )
        return made

    one = child("赵甲", 2024, away=("父亲", "母亲"), boarding="住校")
    two = child("赵乙", 2024, sex="女", away=("父亲",))
    child("赵丙", 2026)
    child("赵丁", 2024, enrol_status="转出", away=("父亲", "母亲"))
    first = desk.save(found.ledgers["care_file"], {**FILE, "student": one.id, "categories": "留守儿童、低保"})
    closed = {**FILE, "student": two.id, "closed_on": "2026-10-01", "closed_reason": "父母返乡"}
    second = desk.save(found.ledgers["care_file"], {**closed, "closed_on": "", "closed_reason": ""})
    for parent, day in ((first, "2026-09-20"), (first, "2026-08-20"), (second, "2026-09-25")):
        visit = {"date": day, "form": "上门", "visitors": "", "talk": "谈了学习"}
        teacher = next(iter(found.store(found.ledgers["staff"]).every(found.ledgers["staff"])), None) or desk.save(
            found.ledgers["staff"], {"staff_name": "孙老师", "post": "班主任"}
        )
        ledger = found.ledgers["home_visit"]
        needed = {
            name: next(iter(ledger.fields[name].options)).label for name in ledger.required if hasattr(ledger.fields[name], "options")
        }
        desk.save(ledger, {**needed, **visit, "visitors": (teacher.id,)}, parent=parent.id)
    for org, start, end in (("学校", "2026-09-02", ""), ("妇联", "2026-01-01", "2026-06-30"), ("企业", "2026-09-03", "")):
        desk.save(
            found.ledgers["pairing"], {"helper_name": f"{org}的人", "helper_org": org, "from_date": start, "to_date": end}, parent=first.id
        )
    desk.save(found.ledgers["care_file"], {"closed_on": "2026-10-01", "closed_reason": "父母返乡"}, record_id=second.id)
    return found


def lines(office, days=AUTUMN):
    found = crossed(office, BY_GRADE, days)
    assert all(holds for _, holds in found.checks), [words for words, holds in found.checks if not holds]
    return {
        line: {one.whole: number for one, number in zip(BY_GRADE.figures, numbers, strict=True) if number} for line, numbers in found.lines
    }


def test_each_figure_stands_on_its_grades_line(office):
    found = lines(office)
    assert set(found) == {"合计", "三年级", "一年级"}
    assert found["一年级"] == {"在校:在校生": 1, "在校:男": 1}
    assert found["三年级"] == {
        "在校:在校生": 2, "在校:男": 1, "在校:女": 1, "在校:寄宿": 1, "民政口径留守:小计": 1, "民政口径留守:双方外出": 1,
        "学籍口径留守:小计": 2, "学籍口径留守:一方外出": 1, "学籍口径留守:双方外出": 1, "建档:已建档": 1, "类别:低保": 1, "照护:祖辈": 1,
        "监护评估:一般": 1, "结对:已结对": 1, "结对:学校": 1, "结对:其他": 1, "关爱:家访人次": 2, "关爱:委托照护应签": 1,
    }  # fmt: skip
    assert found["合计"] == found["三年级"] | {"在校:在校生": 3, "在校:男": 2}


def test_the_period_and_its_last_day_decide(office):
    september = lines(office, span("2026-09", office.around().calendar))
    assert september["三年级"]["建档:已建档"] == 2, "both files were open at the end of September"
    summer = lines(office, span("2026-08", office.around().calendar))
    assert summer["二年级"]["关爱:家访人次"] == 1, "in August they were in the grade below"
    assert "建档:已建档" not in summer["二年级"]


def test_on_paper_and_as_a_workbook_the_same_figures_stand(office):
    ledger = office.ledgers["care_file"]
    made = report_document(office, ledger, "by_grade", span=AUTUMN)
    assert to_pdf(made, Fonts(resources() / "fonts")).missing == ()
    grids = [one for one in made.blocks if isinstance(one, Grid)]
    assert sum(len(one.headings) - 1 for one in grids) == len(BY_GRADE.figures)
    assert max(len(one.headings) for one in grids) <= 13
    (foot,) = (one.text for one in made.blocks if isinstance(one, Prose))
    assert "全部相符" in foot
    sheet = load_workbook(io.BytesIO(report_workbook(office, ledger, "by_grade", span=AUTUMN))).active
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_row=3, max_row=5, values_only=True)}
    on_paper = {row[0]: tuple(int(one) for grid in grids for one in grid.rows[place][1:]) for place, row in enumerate(grids[0].rows)}
    assert rows == on_paper
    (event,) = office.store(ledger).journal.events(1)
    assert (event["action"], event["report"]) == ("导出", "by_grade")
    with pytest.raises(UserError, match="没有“nothing”"):
        report_of(ledger, "nothing")


def test_the_semester_of_today_is_the_usual_time(office):
    assert usual_span(office) == AUTUMN


# -- the counselor's sheet --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def counselor(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "school"
    app.build_demo(folder, 60, 3, TODAY, QUICK)
    user = next(one for one in USERS if one.role == "counselor")
    found = app.open_office(folder, user.name, user.password, floor=QUICK, today=lambda: TODAY)
    yield found
    found.close()


def test_the_numbers_of_the_sheet_agree_with_each_other_and_with_the_records(counselor):
    counts = counted(counselor, MIND, AUTUMN)
    assert counts["opening"] + counts["come"] - counts["gone"] == counts["closing"]
    assert sum(counts[key] for key in ("l0", "l1", "l2", "l3", "l4")) == counts["closing"]
    assert sum(counts[key] for key in MIND.parts[0]) == counts["n_target"]
    assert counts["months_done"] <= counts["months_due"]
    assert counts["in_time"] <= counts["referrals"]
    assert counts["plans"] <= counts["closing"]
    assert counts["closing"] > 0
    on_list = [one for one in counselor.store(counselor.ledgers["concern"]).every(counselor.ledgers["concern"])
               if one.get("state") in ("listed", "observing", "referring", "returning", "suspended")]  # fmt: skip
    assert counts["closing"] == len(on_list)


def test_what_goes_out_hides_small_numbers_and_what_stays_in_shows_them(counselor):
    concern = counselor.ledgers["concern"]
    counts = counted(counselor, MIND, AUTUMN)
    outside, inside = as_shown(MIND, counts), openly(MIND, counts)
    for one in MIND.lines:
        if isinstance(one, Single):
            assert inside[one.key] == str(counts[one.key])
            if one.people:
                assert outside[one.key] in (str(counts[one.key]), "<5", HIDDEN)
                assert counts[one.key] >= 5 or outside[one.key] != str(counts[one.key]), one.key
    made = report_document(counselor, concern, "mind", masked=True, span=AUTUMN)
    words = "".join(cell for one in made.blocks if isinstance(one, Grid) for row in one.rows for cell in row)
    assert "年级" not in words, "no breakdown by grade"
    assert not any(record.text("name") in words for record in counselor.store(concern).every(concern) if record.text("name"))


def test_the_clerk_has_no_such_sheet(open_as):
    assert not any(isinstance(report, Totals) for ledger in open_as("clerk").ledgers.values() for report in ledger.reports)


SHEET = Totals(
    key="t", title="t",
    lines=(*(Single(key, key, lambda _a, _s: 0) for key in ("total", "a", "b", "c", "opening", "come", "gone", "closing")),
           Share("share", "share", "a", "total")),
    parts=(("a", "b", "c"),), flows=(("opening", "come", "gone", "closing"),),
)  # fmt: skip


def possible(shown, key):
    """The numbers a line may be for somebody who reads the sheet and knows the rules."""
    text = shown[key]
    return range(5) if text == "<5" else range(41) if text == HIDDEN else (int(text),)


@given(st.tuples(*[st.integers(0, 20)] * 3), st.integers(0, 30), st.integers(0, 12), st.integers(0, 12))
def test_no_small_number_can_be_worked_out(parts, opening, come, gone):
    gone = min(gone, opening + come)
    counts = dict(zip("abc", parts, strict=True)) | {
        "total": sum(parts),
        "opening": opening,
        "come": come,
        "gone": gone,
        "closing": opening + come - gone,
    }
    shown = as_shown(SHEET, counts)
    flows = {(o, c, g) for o in possible(shown, "opening") for c in possible(shown, "come") for g in possible(shown, "gone")
             if o + c - g in possible(shown, "closing")}  # fmt: skip
    assert (opening, come, gone) in flows
    for place, key in enumerate(("opening", "come", "gone")):
        if counts[key] < 5:
            assert len({one[place] for one in flows}) > 1, (key, shown)
    totals = possible(shown, "total")
    whole = {(a, b, c) for a in possible(shown, "a") for b in possible(shown, "b") for c in possible(shown, "c") if a + b + c in totals}
    for place, key in enumerate("abc"):
        if counts[key] < 5:
            assert len({one[place] for one in whole}) > 1, (key, shown)
    assert shown["share"] == HIDDEN or (shown["a"] == str(counts["a"]) and shown["total"] == str(counts["total"]))
