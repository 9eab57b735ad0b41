"""The archive of a school year prints as it did whatever changed since; a past year comes from the histories; nothing half is kept."""

from __future__ import annotations

import re
import shutil
from datetime import date

import pypdfium2
import pytest

from jlt_desktop import app
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.demo import USERS
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.promoting import apply_promotion, plan_promotion
from jlt_desktop.services.year_archive import archive_year, archived, kept_pdf, let_go
from jlt_desktop.vault.kdf import KdfCost

QUICK, TODAY = KdfCost(1024, 1, 1), date(2026, 6, 20)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "school"
    app.build_demo(folder, 40, 5, TODAY, QUICK)
    return folder


@pytest.fixture(scope="module")
def fonts():
    return Fonts(resources() / "fonts")


@pytest.fixture
def opened(made, tmp_path):
    folder, found = tmp_path / "school", []
    shutil.copytree(made, folder)

    def of(role, today=TODAY):
        for one in found:
            one.close()
        user = next(one for one in USERS if one.role == role)
        found[:] = [app.open_office(folder, user.name, user.password, floor=QUICK, today=lambda: today)]
        return found[0]

    yield of
    for one in found:
        one.close()


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return re.sub(r"\s", "", "".join(one.get_textpage().get_text_bounded() for one in document))


def test_the_year_prints_as_it_did_after_everybody_moved_up_and_left(opened, fonts):
    office = opened("clerk")
    steps = []
    made = archive_year(office, 2025, fonts, lambda done, total: steps.append((done, total)))
    assert steps == [(done, len(made)) for done in range(1, len(made) + 1)]
    titles = [one.title for one in made]
    assert len(set(titles)) == len(titles)
    for wanted in (
        "任务总览",
        "任务完成情况(全学年)",
        "任务完成情况汇总表(第一学期)",
        "任务完成情况汇总表(第二学期)",
        "留守与特殊儿童花名册",
        "活动清单(第二学期)",
    ):
        assert wanted in titles
    rosters = [one for one in made if one.title.endswith("班花名册")]
    before = {one.title: kept_pdf(office, one) for one in made}
    autumn = opened("clerk", date(2026, 9, 5))
    apply_promotion(autumn, plan_promotion(autumn, 2026, ()))
    student = autumn.ledgers["student"]
    for one in list(autumn.store(student).every(student))[:5]:
        Desk(autumn).save(student, {"name": "改了名"}, record_id=one.id)
    later = {one.title: kept_pdf(autumn, one) for one in archived(autumn)}
    assert later == before
    (first, *_) = rosters
    assert first.title.removesuffix("花名册") in text_of(later[first.title])
    assert "改了名" not in text_of(later[first.title])


def test_it_may_be_kept_again_and_is_never_changed(opened, fonts):
    office = opened("clerk")
    first = archive_year(office, 2025, fonts)
    second = archive_year(office, 2025, fonts)
    assert len(archived(office)) == len(first) + len(second)
    conn = office.session.store("general").conn
    with pytest.raises(Exception, match="never changed"):
        conn.execute("UPDATE kept_print SET title = 'x'")
    event = office.session.store("general").journal.events(1)[0]
    assert (event["action"], event["object"], event["records"]) == ("存档", "year/2025", len(second))


def test_a_past_year_comes_from_the_histories(opened, fonts):
    office = opened("clerk", date(2026, 9, 5))
    apply_promotion(office, plan_promotion(office, 2026, ()))
    made = archive_year(office, 2025, fonts)
    assert {one.title for one in made if not one.title.endswith("花名册")} == {"任务总览"}
    assert {one.as_of for one in made} == {"2026-08-31"}
    graduates = next(one for one in made if one.title == "九年级1班花名册")
    assert "九年级1班" in text_of(kept_pdf(office, graduates))


def test_what_is_the_counselors_lies_in_the_counselors_file(opened, fonts):
    counselor = opened("counselor")
    made = archive_year(counselor, 2025, fonts)
    sheets = [one for one in made if one.title.startswith("心理健康工作统计表")]
    assert {one.scope for one in sheets} == {"confidential"}
    assert len(sheets) == 2
    clerk = opened("clerk")
    assert not [one for one in archived(clerk) if "心理健康工作统计表" in one.title]
    assert len(archived(clerk)) == len(made) - len([one for one in made if one.scope == "confidential"])


def test_stopped_nothing_is_kept_and_a_damaged_one_is_said(opened, fonts):
    office = opened("clerk")
    asked = iter([False, False, True])
    with pytest.raises(OutsideError, match="已停止存档"):
        archive_year(office, 2025, fonts, stopped=lambda: next(asked))
    assert archived(office) == []
    with pytest.raises(UserError, match="还没有开始"):
        archive_year(office, 2026, fonts)
    one, *_ = archive_year(office, 2025, fonts)
    with pytest.raises(UserError, match="没有写删除的理由"):
        let_go(office, one, " ")
    let_go(office, one, "保存期满")
    assert one not in archived(office)
    with pytest.raises(UserError, match="不在了或已损坏"):
        kept_pdf(office, one)
    event = office.session.store("general").journal.events(1)[0]
    assert (event["action"], event["reason"]) == ("删除存档", "保存期满")
