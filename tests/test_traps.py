"""The seventeen traps that users of similar systems fell into: where each is tested, and the tests that stand nowhere else."""

from __future__ import annotations

import ast
import io
import re
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from jlt_desktop.bundle.sshsig import allowed_signers_line
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services import upkeep
from jlt_desktop.services.attaching import attach, content_of
from jlt_desktop.services.checking_bundles import check_bundle
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.duties import duties
from jlt_desktop.services.exporting import export_workbook
from jlt_desktop.services.filing import file_view
from jlt_desktop.services.finding import build_finder
from jlt_desktop.services.importing import apply_import, plan_import
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import roster_document, to_pdf
from jlt_desktop.services.submitting import prepare, sign_and_seal

TESTS = Path(__file__).parent
HERE = "test_traps.py"
# the trap -> the tests that would catch it, as file::function below tests/
TRAPS: dict[str, tuple[str, ...]] = {
    "blank rows, hidden sheets, merged heads, numbers for texts, full-width digits": (
        "services/test_importing.py::test_the_sheet_with_the_headings_is_taken_and_hidden_ones_are_not",
        "services/test_importing.py::test_blank_cells_erase_nothing",
        f"{HERE}::test_rows_below_a_blank_one_come_in_and_the_blank_is_told",
        f"{HERE}::test_an_ugly_workbook_comes_in_row_by_row_and_a_number_for_an_identity_is_refused",
    ),
    "the same file twice": (f"{HERE}::test_the_same_file_twice_changes_nothing_and_says_so",),
    "what was exported comes in again": ("ledgers/test_every_ledger.py::test_an_exported_workbook_read_back_changes_nothing",),
    "a restricted word leaks": ("privacy/test_canaries.py",),
    "five wrong passwords, then the right one": (
        "vault/test_ways_in.py::test_five_wrong_passwords_then_the_right_one",
        "gui/test_first_morning.py::test_five_wrong_passphrases_then_the_right_one",
    ),
    "killed in the middle": (
        "vault/test_sudden_ends.py::test_killed_at_every_step_of_a_save", "vault/test_sudden_ends.py::test_killed_during_an_import",
        "vault/test_sudden_ends.py::test_killed_at_every_step_of_a_backup",
        "vault/test_sudden_ends.py::test_killed_at_every_step_of_writing_a_bundle",
    ),
    "a bundle read twice": (
        f"{HERE}::test_a_bundle_read_twice_is_one_submission", "bundle/test_bundle_to_stick.py::test_the_same_again_is_fine_and_another_of_that_name_is_kept",
        "services/test_submitting.py::test_an_earlier_bundle_is_written_again_byte_for_byte",
        "services/test_receiving.py::test_a_receipt_that_accepts_is_kept_once_and_told_with_its_code",
    ),
    "one damaged item among good ones": (f"{HERE}::test_one_damaged_attachment_is_named_and_the_rest_is_read",
                                         f"{HERE}::test_one_damaged_backup_is_named_and_the_others_open"),
    "a pairing ends and its missed contacts vanish": (
        "ledgers/test_checks.py::test_what_was_missed_stays_with_its_months_named", f"{HERE}::test_a_pairing_ends_and_what_was_missed_is_still_counted",
    ),
    "two records of one child": (
        "services/test_merging.py::test_every_linked_row_moves_and_nothing_stays_behind",
        "services/test_merging.py::test_a_merger_goes_back_as_one_to_the_byte",
        "gui/test_batch_and_merge.py::test_two_files_become_one_from_the_file_page_and_come_apart_again",
        "gui/test_batch_and_merge.py::test_a_second_file_of_a_child_is_asked_about_at_once_and_the_first_is_opened_instead",
    ),
    "rare characters": (f"{HERE}::test_a_rare_name_is_found_sorted_exported_and_printed", "paper/test_printed_pages.py::test_every_name_copies_right"),
    "formulas in cells": ("services/test_importing.py::test_formulas_and_markup_come_in_as_texts",
                          "services/test_exporting.py::test_texts_that_look_like_code_stay_texts_in_every_workbook",
                          "ledgers/test_every_ledger.py::test_an_export_holds_every_row_and_no_formula"),
    "sticks pulled out, full, read-only, giving back other bytes": (
        "bundle/test_bundle_to_stick.py::test_a_stick_pulled_out_while_writing", "bundle/test_bundle_to_stick.py::test_a_full_stick",
        "bundle/test_bundle_to_stick.py::test_a_stick_that_gives_back_other_bytes",
        "gui/test_submit_wizard.py::test_drives_that_cannot_be_used_are_grey_and_say_why",
        "gui/test_submit_wizard.py::test_two_sticks_of_one_name_are_told_apart",
        "gui/test_submit_wizard.py::test_a_stick_pulled_out_is_said_and_another_takes_the_same_bytes", "cli/test_cli_failures.py::test_folder_that_is_read_only",
    ),
    "a lock while a long note is open": (
        "gui/test_keys_and_drafts.py::test_what_was_typed_into_a_new_record_survives_lock_and_unlock",
        "gui/test_keys_and_drafts.py::test_a_long_note_survives_the_lock_of_an_idle_office",
        "gui/test_keys_and_drafts.py::test_a_long_note_survives_a_kill",
    ),
    "an old filter hides what came in": (
        "gui/test_steps_and_months.py::test_after_an_import_the_page_shows_just_what_came_in_whatever_was_filtered",
    ),
    "last year's form printed again after moving up": ("services/test_promoting.py::test_last_years_roster_comes_out_as_it_was",),
    "a retention run on people without an end date": (
        "services/test_retention.py::test_no_end_date_no_day", "services/test_retention.py::test_nothing_without_an_end_date_is_touched",
    ),
}  # fmt: skip
NAMES = ("王\u4dae", "李𠮷", "张𬱖", "阿依古丽·买买提", "赵㛃")


def test_there_are_seventeen() -> None:
    assert len(TRAPS) == 17


@pytest.mark.parametrize("node", sorted({node for nodes in TRAPS.values() for node in nodes}))
def test_the_test_of_a_trap_is_there(node: str) -> None:
    path, _, name = node.partition("::")
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    found = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    assert not name or name in found


@pytest.fixture
def office(open_as: Callable[[str], Office]) -> Office:
    return open_as("clerk")


def pupils(office: Office) -> int:
    return office.store(office.ledgers["student"]).page(office.ledgers["student"]).total


def test_rows_below_a_blank_one_come_in_and_the_blank_is_told(office: Office) -> None:
    text = "姓名,性别,出生日期,班级\n张三,男,2017-5-17,三年级2班\n\n,,,\n李四,女,2017年6月1日,三(2)班\n"
    plan = plan_import(office, office.ledgers["student"], "名单.csv", text.encode("gb18030"))
    assert plan.counts.added == 2
    assert plan.counts.read == plan.counts.added + plan.counts.changed + plan.counts.same + plan.counts.skipped + plan.counts.refused
    apply_import(office, plan)
    assert pupils(office) == 2


def test_an_ugly_workbook_comes_in_row_by_row_and_a_number_for_an_identity_is_refused(office: Office) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("三年级学生名册", None, None, None),
        ("姓名", "性别", "出生日期", "身份证号"),
        ("张三", "男", "２０１７-５-１７", None),
        (None, None, None, None),
        ("李四", "女", "2017-6-1", 210999201706010028),
        ("王五", "男", "2017-7-1", None),
        ("", " ", None, ""),
        (None, None, None, None),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    book.create_sheet("旧名册").append(["姓名", "性别"])
    book["旧名册"].append(["不该进来", "男"])
    book["旧名册"].sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    plan = plan_import(office, office.ledgers["student"], "名册.xlsx", made.getvalue())
    assert (plan.counts.added, plan.counts.refused) == (2, 1)
    assert plan.counts.read == plan.counts.added + plan.counts.changed + plan.counts.same + plan.counts.skipped + plan.counts.refused
    (bad,) = (row for row in plan.rows if row.kind == "refused")
    assert "数字" in " ".join(one.text for one in bad.problems), "digits Excel has lost are never repaired"
    apply_import(office, plan)
    desk = Desk(office)
    assert sorted(one.text("name") for one in desk.page(office.ledgers["student"]).records) == ["张三", "王五"]
    assert {str(one.get("birth_date")) for one in desk.page(office.ledgers["student"]).records} == {"2017-05-17", "2017-07-01"}


def test_a_bundle_read_twice_is_one_submission(office: Office, school: Any) -> None:
    name, password = school.people["principal"]
    made = sign_and_seal(office, prepare(office, "2026-11"), name, password, school.cost)
    keys = allowed_signers_line("2109990001", office.session.signing_public).encode()
    first, again = (check_bundle(made.data, keys, school.identity.encode(), datetime.now().astimezone()) for _ in range(2))
    assert first.verdict == again.verdict == "accepted"
    assert first.about == again.about, "number, school and period are the same: whoever keeps them by these keeps one"
    other = sign_and_seal(office, prepare(office, "2026-11"), name, password, school.cost)
    third = check_bundle(other.data, keys, school.identity.encode(), datetime.now().astimezone())
    assert (other.statement.seq, other.statement.bundle_id) != (made.statement.seq, made.statement.bundle_id)
    assert third.about != first.about, "another submission is another number"


def test_a_pairing_ends_and_what_was_missed_is_still_counted(office: Office) -> None:
    desk = Desk(office)
    child = desk.save(office.ledgers["student"], {"name": "张三", "sex": "男", "birth_date": "2017-5-17"})
    file = {"categories": "留守儿童", "basis": "学校摸排", "opened_on": "2026-9-1", "guardianship_type": "祖辈", "guardianship_eval": "一般",
            "body": "健康", "edu_status": "小学", "student": child.id}  # fmt: skip
    record = desk.save(office.ledgers["care_file"], file).id
    helper = {"helper_name": "李老师", "helper_org": "学校", "from_date": "2026-9-1"}
    pairing = desk.save(office.ledgers["pairing"], helper, parent=record)
    talk = {"at": "2026-11-3 10:00", "channel": "电话", "with_whom": "儿童", "summary": "一切都好"}
    desk.save(office.ledgers["contact_log"], talk, parent=record)
    before = [one.text for one in duties(office)]
    assert "补上错过的关爱联系:9月" in before
    assert "补上错过的关爱联系:10月" in before
    desk.save(office.ledgers["pairing"], {"to_date": "2026-11-10"}, record_id=pairing.id)
    assert [one.text for one in duties(office)] == before
    desk.save(office.ledgers["care_file"], {"closed_on": "2026-11-20", "closed_reason": "父母返乡"}, record_id=record)
    said = {one.label: one.text for one in file_view(office, office.ledgers["care_file"], record).glance}
    assert said["近期要办"] == "档案已于 2026-11-20 关闭;错过联系 2 次", "a closed file asks for nothing and hides nothing"


def test_the_same_file_twice_changes_nothing_and_says_so(office: Office, rosters: Path) -> None:
    content = (rosters / "class_teacher.xlsx").read_bytes()
    first = plan_import(office, office.ledgers["student"], "名册.xlsx", content)
    apply_import(office, first)
    again = plan_import(office, office.ledgers["student"], "名册.xlsx", content)
    assert (again.counts.added, again.counts.changed) == (0, 0)
    assert again.counts.same == first.counts.added


def test_one_damaged_attachment_is_named_and_the_rest_is_read(office: Office, tmp_path: Path) -> None:
    ledger = office.ledgers["home_visit"]
    kept = []
    for name in ("好.pdf", "坏.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4 " + name.encode())
        kept.append(attach(office, ledger, tmp_path / name))
    store = office.store(ledger)
    store.conn.execute("UPDATE attachment SET content = x'00' WHERE id = ?", (kept[1].blob,))
    assert content_of(office, ledger, kept[0]).endswith("好.pdf".encode())
    with pytest.raises(UserError, match=r"“坏\.pdf”不在了或已损坏"):
        content_of(office, ledger, kept[1])


def test_one_damaged_backup_is_named_and_the_others_open(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "备份"
    folder.mkdir()
    first = upkeep.back_up(office, folder).path
    other = tmp_path / "另一处"
    other.mkdir()
    second = upkeep.back_up(office, other).path
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 0xFF
    first.write_bytes(data)
    office.close()
    with pytest.raises(OutsideError) as caught:
        upkeep.restore(first, tmp_path / "还原一")
    assert first.name in str(caught.value)
    assert not (tmp_path / "还原一").exists()
    upkeep.restore(second, tmp_path / "还原二")
    assert (tmp_path / "还原二" / "general.db").exists()


def test_a_rare_name_is_found_sorted_exported_and_printed(office: Office, tmp_path: Path) -> None:
    ledger, desk = office.ledgers["student"], Desk(office)
    for number, name in enumerate(NAMES):
        given = {"name": name, "sex": "女", "birth_date": f"2017-5-{number + 1}", "entry_year": "2024", "class_no": "2"}
        desk.save(ledger, given, answers={"name_characters": "与户口簿一致", "name_length": "与户口簿一致"})
    finder = build_finder(office)
    for name in NAMES:
        assert any(name in hit.title for hit in finder.find(name)), name
        assert desk.page(ledger, search=name[-1]).total >= 1
    rows = CalamineWorkbook.from_filelike(io.BytesIO(export_workbook(office, ledger))).get_sheet_by_index(0).to_python()
    column = rows[0].index("姓名")
    assert {row[column] for row in rows[1:]} == set(NAMES)
    printed = to_pdf(roster_document(office, "三年级2班"), Fonts(resources() / "fonts"))
    assert printed.missing == ()
    (tmp_path / "名册.pdf").write_bytes(printed.pdf)
    words = subprocess.run(["pdftotext", "-layout", str(tmp_path / "名册.pdf"), "-"], capture_output=True, check=True).stdout.decode()
    for name in NAMES:
        assert name in re.sub(r"\s", "", words), name
