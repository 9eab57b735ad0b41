"""专门教育个案: the principal's alone, in no list, sealed at the end, read then for a reason, destroyed when the pupil has left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.ledgers import ALL
from jlt_desktop.ledgers.conduct_law import BEHAVIOURS, GRAVE, MOVES, STATES
from jlt_desktop.paths import resources
from jlt_desktop.services import duties, exporting, importing, submitting
from jlt_desktop.services.desk import Desk, Refused
from jlt_desktop.services.doing import begin, offered
from jlt_desktop.services.file_log import file_log
from jlt_desktop.services.filing import file_view
from jlt_desktop.services.finding import build_finder
from jlt_desktop.services.forming import start_form
from jlt_desktop.services.listing import Wanted, list_rows
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import record_document, table_document, to_pdf
from jlt_desktop.services.reporting import make
from jlt_desktop.services.retention_list import due_list
from jlt_desktop.services.unsealing import PutAway, unseal

KEY = "conduct_case"
PUPIL = {"name": "周小满", "sex": "男", "birth_date": "2014-05-06", "entry_year": "2021", "class_no": "1"}
CASE = {"found_on": "2026-11-02", "kind": "不良行为", "behaviours": "多次旷课逃学", "facts": "网吧里找到的", "state": "校内管理教育"}
GRAVE_CASE = {**CASE, "kind": "严重不良行为", "behaviours": "寻衅滋事", "told_on": "2026-11-02", "told_how": "面谈"}


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("principal")


@pytest.fixture
def pupil(open_as: Callable[[str], Office]) -> str:
    clerk = open_as("clerk")
    return Desk(clerk).save(clerk.ledgers["student"], PUPIL).id


def case(office: Office, pupil: str = "", values: dict[str, str] | None = None) -> str:
    given: dict[str, object] = dict(values or CASE)
    return Desk(office).save(office.ledgers[KEY], given | ({"student": pupil} if pupil else {"name": "周小满"})).id


def change(office: Office, record: str, **values: object) -> None:
    Desk(office).save(office.ledgers[KEY], values, record_id=record)


def take(office: Office, record: str, step: str, **more: object) -> None:
    """Take a step as the page does: what the step sets, with what a person adds."""
    ledger, form = begin(office, office.ledgers[KEY], record, step)
    asked = {name: form.values.get(name) for name in form.only}
    Desk(office).save(ledger, {**form.unasked, **asked, **more}, record_id=record)


# -- whose it is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["clerk", "counselor"])
def test_nobody_else_has_it(open_as: Callable[[str], Office], role: str) -> None:
    office = open_as("principal")
    case(office)
    ledger = office.ledgers[KEY]
    other = open_as(role)
    assert KEY not in other.ledgers
    with pytest.raises(OutsideError, match="请校长本人打开"):
        other.store(ledger)
    with pytest.raises(UserError, match="您的账户不能打开它"):
        other.ledger(KEY)
    for store in other.session.stores():
        names = [row[0] for row in store.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert not any("conduct" in name for name in names), "the other files know nothing of it"


def test_no_other_ledger_leads_to_it() -> None:
    assert [one.key for one in ALL if KEY in one.links.values() or KEY in one.due_parts or one.part_of == KEY] == []


# -- out of every list ---------------------------------------------------------------------------------------------


def test_it_is_in_no_list(open_as: Callable[[str], Office], pupil: str) -> None:
    office = open_as("principal")
    ledger, desk = office.ledgers[KEY], Desk(office)
    record = case(office, pupil)
    number = desk.get(ledger, record).text("case_no")
    assert desk.get(ledger, record).get("name") == "周小满", "its own copy of the name"
    assert desk.get(ledger, record).get("class_title")
    assert not [one for one in build_finder(office).find(number) if one.ledger == KEY]
    assert build_finder(office).find("周小满")[0].ledger == "student"
    assert file_view(office, office.ledgers["student"], pupil).pointers == ()
    assert [one for one in duties.duties(office) if one.ledger == KEY] == []
    (row,) = list_rows(office, ledger, Wanted()).rows
    assert "周小满" not in " ".join(row.texts)
    assert list_rows(office, ledger, Wanted(search="周小满")).total == 0
    for carry in (
        lambda: exporting.export_workbook(office, ledger),
        lambda: exporting.export_workbook(office, ledger, masked=True),
        lambda: table_document(office, ledger, desk.page(ledger).records),
        lambda: importing.plan_import(office, ledger, "a.xlsx", b""),
    ):
        with pytest.raises(UserError, match="不成列表"):
            carry()


def test_nothing_of_it_goes_to_the_bureau(office: Office) -> None:
    case(office)
    parcel = submitting.prepare(office, "2026-11")
    assert not [one.name for one in parcel.tables if one.name.startswith(KEY)]
    assert office.ledgers[KEY].title not in {one.ledger for one in parcel.withheld}
    made = submitting.sign_and_seal(office, parcel, "孙校长", "清河门区的秋天很长丙", office_cost())
    assert set(made.statement.audit) == {"general", "confidential"}
    assert b"conduct" not in made.statement_bytes


def office_cost() -> object:
    from jlt_desktop.vault.kdf import KdfCost

    return KdfCost(1024, 1, 1)


def test_what_is_handed_in_is_counts(office: Office) -> None:
    case(office)
    case(office, values=GRAVE_CASE)
    made = make(office, office.ledgers[KEY], "counts")
    assert made.rows[0] == ("合计", 2, 1, 1)
    assert all(holds for _, holds in made.checks)
    assert "周小满" not in str(made)


# -- by the law ----------------------------------------------------------------------------------------------------


def test_conduct_is_what_the_law_names() -> None:
    assert len(BEHAVIOURS) == 18
    assert len(GRAVE) == 9
    assert set(MOVES) == {one.key for one in STATES}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"behaviours": "寻衅滋事"}, "类别应是“严重不良行为”"),
        ({"kind": "严重不良行为"}, "类别应是“不良行为”"),
        ({"state": "已申请评估", "asked_on": "2026-11-03", "told_on": "2026-11-02"}, "只有严重不良行为才能申请"),
        ({"measures": "训导"}, "要及时告知监护人"),
        ({"state": "已封存", "closed_on": "2026-11-01", "closed_why": "已改正"}, "封存日期早于发现日期"),
        ({"told_on": "2026-12-01"}, "这个日期还没有到"),
        ({"name": ""}, "请选学生,或写明姓名"),
    ],
)
def test_what_does_not_fit_is_refused(office: Office, values: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        Desk(office).save(office.ledgers[KEY], {**CASE, "name": "周小满", **values})


@pytest.mark.parametrize(("was", "now"), [(a, b) for a in MOVES for b in MOVES if a != b])
def test_it_moves_by_the_table_only(office: Office, was: str, now: str) -> None:
    days = {"asked_on": date(2026, 11, 3), "judged_on": date(2026, 11, 4), "special_from": date(2026, 11, 5)}
    days |= {"special_to": date(2026, 11, 6), "closed_on": date(2026, 11, 7)}
    record = case(office, values={**GRAVE_CASE, **days, "closed_why": "已改正", "state": was})  # type: ignore[dict-item]
    if now in MOVES[was]:
        change(office, record, state=now)
        assert Desk(office).get(office.ledgers[KEY], record).get("state") == now
    else:
        with pytest.raises(Refused, match=r"不能从|不能再改"):
            change(office, record, state=now)


def test_a_whole_life_by_its_steps(office: Office) -> None:
    ledger, desk = office.ledgers[KEY], Desk(office)
    record = case(office, values={**CASE, "kind": "严重不良行为", "behaviours": "殴打辱骂恐吓或故意伤害"})

    def steps() -> set[str]:
        return {one.key for one in offered(office, ledger, desk.get(ledger, record))}

    assert steps() == {"told", "ask", "close"}
    take(office, record, "told", told_how="面谈")
    take(office, record, "ask", asked_by="学校", asked_why="无力管教")
    assert steps() == {"judge", "special", "keeps", "close"}
    take(office, record, "special", opinion="送专门学校接受专门教育", decided_by="区教文旅局")
    assert steps() == {"back", "close"}
    take(office, record, "back")
    take(office, record, "close", closed_why="已改正")
    assert steps() == set()


# -- sealed --------------------------------------------------------------------------------------------------------


def sealed(office: Office, pupil: str = "") -> str:
    record = case(office, pupil)
    take(office, record, "close", closed_why="已改正")
    return record


def test_what_was_sealed_is_neither_changed_nor_opened_again(office: Office) -> None:
    record = sealed(office)
    with pytest.raises(Refused, match="已于 2026-11-24 封存"):
        change(office, record, facts="改过的")
    with pytest.raises(UserError, match="已封存,不能移到回收站"):
        Desk(office).remove(office.ledgers[KEY], record)
    change(office, record, left_on="2026-11-20")


def test_it_is_read_for_a_reason_that_is_kept(office: Office) -> None:
    record, ledger = sealed(office), office.ledgers[KEY]
    ways = (
        lambda: file_view(office, ledger, record),
        lambda: record_document(office, ledger, record),
        lambda: start_form(office, ledger, record),
        lambda: Desk(office).history(ledger, record),
    )
    for way in ways:
        with pytest.raises(PutAway, match=r"封存.*打开它要写明依据"):
            way()
    for reason in ("", "看看", "      "):
        with pytest.raises(UserError, match="凭什么打开"):
            unseal(office, ledger, record, reason)
    until = unseal(office, ledger, record, "公安机关依法查询,示公字〔2026〕3号")
    assert timedelta(minutes=29) < until - datetime.now(UTC) <= timedelta(minutes=30)
    for way in ways:
        way()
    log = [(one.action, one.words) for one in file_log(office, ledger, record)]
    assert ("打开封存", "用途:公安机关依法查询,示公字〔2026〕3号") in log
    assert ("查看", "") in log
    office.store(ledger).unsealed[record] = datetime.now(UTC) - timedelta(seconds=1)
    with pytest.raises(PutAway):
        file_view(office, ledger, record)


def test_on_paper_there_is_a_name_for_a_reason_only(office: Office) -> None:
    record, ledger = case(office), office.ledgers[KEY]
    assert "周小满" not in str(record_document(office, ledger, record))
    named = record_document(office, ledger, record, "", "交专门教育指导委员会评估")
    assert "周小满" in str(named)
    from jlt_desktop.paper.fonts import Fonts

    assert to_pdf(named, Fonts(resources() / "fonts")).pdf.startswith(b"%PDF")


# -- the end -------------------------------------------------------------------------------------------------------


def test_it_is_due_for_destruction_from_the_day_the_pupil_left_and_never_before(open_as: Callable[[str], Office], pupil: str) -> None:
    office = open_as("principal")
    kept, unknown = sealed(office, pupil), sealed(office)
    assert due_list(office).items == ()
    clerk = open_as("clerk")
    Desk(clerk).save(
        clerk.ledgers["student"], {"enrol_status": "转出", "status_from": "2026-11-20"}, record_id=pupil, answers={"left": "转走"}
    )
    assert not [one for one in due_list(clerk).items if one.ledger == KEY], "nobody but the principal is told"
    office = open_as("principal")
    (item,) = due_list(office).items
    assert (item.record, item.on) == (kept, date(2026, 11, 20))
    assert unknown != kept, "who has no day of leaving is never touched"
    assert "周小满" not in str(item)
