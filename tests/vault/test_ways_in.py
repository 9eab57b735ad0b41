"""Unlocking: wrong passwords, a second window, the clock, recovery sheets, a disk that takes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata

import pytest

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.paths import db_schema
from jlt_desktop.vault import header as headers
from jlt_desktop.vault import opening, recovery, slots
from jlt_desktop.vault.backup import back_up
from jlt_desktop.vault.creating import NewUser, create_vault
from jlt_desktop.vault.database import Busy
from jlt_desktop.vault.journal import Journal
from jlt_desktop.vault.kdf import FLOOR, derive
from jlt_desktop.vault.opening import open_vault, reset_with_sheets, unlock_signing
from jlt_desktop.vault.passwords import check_password

NEW = "换过的口令 六七八九十"


def actions(session) -> list[str]:
    return [str(event["action"]) for event in session.store("general").journal.events()]


def test_five_wrong_passwords_then_the_right_one(vault):
    for number in range(5):
        with pytest.raises(OutsideError, match="姓名或口令不对"):
            vault.unlock("clerk", f"不对的口令 {number} 一二三")
    session = vault.unlock("clerk")
    assert actions(session)[:6] == ["解锁"] + ["解锁失败"] * 5
    assert not (vault.folder / "failed_unlocks.log").exists()
    assert actions(vault.unlock("clerk")).count("解锁失败") == 5


def test_a_wrong_name_and_a_wrong_password_sound_the_same(vault):
    said = set()
    for name, password in (("没有此人", vault.password("clerk")), (vault.name("clerk"), "不对的口令 一二三"), ("", "")):
        with pytest.raises(OutsideError) as failure:
            open_vault(vault.folder, name, password, db_schema(), vault.cost)
        said.add(str(failure.value))
    assert len(said) == 1
    log = (vault.folder / "failed_unlocks.log").read_text(encoding="ascii")
    assert len(log.split()) == 3
    assert "没有" not in log


@pytest.mark.parametrize(
    "near", [lambda p: p + " ", lambda p: p[:-1], lambda p: p.upper() + "a", lambda p: p * 2, lambda _p: "长" * 400_000, lambda _p: ""]
)
def test_a_near_miss_is_a_miss(vault, near):
    with pytest.raises(OutsideError, match="姓名或口令不对"):
        vault.unlock("principal", near(vault.password("principal")) or " ")


def test_a_password_typed_with_another_normal_form_is_the_same(vault):
    vault.unlock("clerk").change_password(vault.password("clerk"), "café-rühren-ağaç", vault.cost)
    assert vault.unlock("clerk", unicodedata.normalize("NFD", "café-rühren-ağaç")).role == "clerk"


def test_the_real_derivation_costs_what_it_says():
    assert len(derive("柳树 风筝 石桥", b"0123456789abcdef", FLOOR)) == 32


def test_password_rules():
    for weak in (
        "九个字的口令不够的",
        "password12",
        "8888888888",
        "abcabcabcabc"[:9],
        "school123456",
        "1234567890123",
        "张三丰的口令是什么呢",
    ):
        with pytest.raises(UserError):
            check_password(weak, "张三丰")
    check_password("柳树 风筝 石桥 甲", "张三丰")


# -- twice ----------------------------------------------------------------------------------------------------------

SECOND = """
import sys
from pathlib import Path
from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.paths import db_schema
from jlt_desktop.vault.kdf import KdfCost
from jlt_desktop.vault.opening import open_vault
try:
    open_vault(Path(sys.argv[1]), sys.argv[2], sys.argv[3], db_schema(), KdfCost(8, 1, 1))
except OutsideError as failure:
    sys.stdout.buffer.write(str(failure).encode())
    raise SystemExit(3)
"""


def test_a_second_program_is_told_who_holds_the_vault(vault):
    vault.unlock("clerk")
    command = [sys.executable, "-c", SECOND, str(vault.folder), vault.name("counselor"), vault.password("counselor")]
    second = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert second.returncode == 3, second.stderr.decode()
    said = second.stdout.decode()
    assert "另一个窗口正在用这份数据" in said
    assert "电脑账户" in said
    assert "起在用" in said
    vault.close()
    assert subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0


def test_a_backup_does_not_let_a_second_program_in(vault, tmp_path):
    """Reading the files for it must not take this program's lock away, as closing any handle of a locked file does on POSIX."""
    session = vault.unlock("counselor")
    command = [sys.executable, "-c", SECOND, str(vault.folder), vault.name("clerk"), vault.password("clerk")]
    for turn in range(2):
        back_up(session, tmp_path / f"stick{turn}")
        second = subprocess.run(command, capture_output=True, check=False, timeout=60)
        assert second.returncode == 3, second.stderr.decode()
        assert "另一个窗口正在用这份数据" in second.stdout.decode()
    vault.close()
    assert subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0


def test_a_second_window_of_the_same_program_is_refused_too(vault):
    session = vault.unlock("clerk")
    with pytest.raises(Busy, match="另一个窗口"):
        open_vault(vault.folder, vault.name("principal"), vault.password("principal"), db_schema(), vault.cost)
    assert actions(session)[0] == "解锁"


def test_a_note_left_by_a_crash_does_not_keep_anybody_out(vault):
    (vault.folder / "in_use.json").write_text('["nonsense"]', encoding="utf-8")
    session = vault.unlock("clerk")
    with pytest.raises(Busy):
        open_vault(vault.folder, vault.name("clerk"), vault.password("clerk"), db_schema(), vault.cost)
    assert json.loads((vault.folder / "in_use.json").read_text(encoding="utf-8"))["process"] == os.getpid()
    session.close()
    with pytest.raises(OutsideError, match="没有打开这部分资料的钥匙"):
        session.store("general")
    assert session.scopes == ()


# -- the clock -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [1, -1], ids=["ahead", "back"])
def test_a_clock_set_back_a_year_is_noted_and_nothing_breaks(vault, pupil, year):
    """The last event was written by a clock a year ahead of today's."""
    session = vault.unlock("clerk")
    store = session.store("general")
    with store.transaction():
        store.journal.append(f"{2026 + year}-11-25T00:00:00.000000Z", "核对数据", "general")
    later = vault.unlock("clerk")
    assert later.clock_suspect is (year > 0)
    assert ("时钟倒退" in actions(later)) is (year > 0)
    assert pupil(later, "时钟后的学生")
    assert later.store("general").journal.broken_at() == 0
    numbers = [event["n"] for event in later.store("general").journal.events()]
    assert numbers == sorted(numbers, reverse=True)


# -- recovery --------------------------------------------------------------------------------------------------------


def test_sheets_give_each_user_a_new_password(vault, pupil, concern):
    first, second = pupil(vault.unlock("clerk"), "甲学生"), concern(vault.unlock("counselor"), "原有的记录")
    vault.close()
    for role in ("clerk", "counselor", "principal"):
        reset_with_sheets(vault.folder, vault.name(role), NEW + role, vault.codes(), floor=vault.cost, cost=vault.cost)
        with pytest.raises(OutsideError, match="姓名或口令不对"):
            vault.unlock(role)
        session = vault.unlock(role, NEW + role)
        assert actions(session)[:3] == ["解锁", "解锁失败", "用恢复单重设口令"]
        assert session.store("general").versions.of_record(first)
        vault.close()
    assert vault.unlock("counselor", NEW + "counselor").store("confidential").versions.of_record(second)
    vault.close()
    assert len(unlock_signing(vault.folder, vault.name("principal"), NEW + "principal", vault.cost)[0]) == 32


def test_the_confidential_scope_needs_both_envelopes_in_any_order(vault):
    codes = vault.codes()
    one, two = codes["confidential"]
    for given in ([one], [two], [], [one, one], [two, two], [one, codes["general"][0]], [one, two, one]):
        with pytest.raises(OutsideError, match=r"恢复码打不开.*“心理资料”需要 2 张"):
            reset_with_sheets(
                vault.folder, vault.name("counselor"), NEW, {**codes, "confidential": given}, floor=vault.cost, cost=vault.cost
            )
    assert vault.unlock("counselor").role == "counselor"
    vault.close()
    reset_with_sheets(vault.folder, vault.name("counselor"), NEW, {**codes, "confidential": [two, one]}, floor=vault.cost, cost=vault.cost)
    assert vault.unlock("counselor", NEW).role == "counselor"


def test_wrong_and_swapped_codes_change_nothing(vault):
    codes, before = vault.codes(), (vault.folder / "vault.json").read_bytes()
    wrong = [
        {**codes, "general": [recovery.new_code()]},
        {**codes, "general": codes["signing"]},
        {**codes, "signing": codes["general"]},
        {**codes, "signing": codes["confidential"]},
        {"general": codes["general"]},
        {},
    ]
    for given in wrong:
        with pytest.raises(OutsideError, match=r"恢复码打不开这个账户需要的资料.*数据没有改动"):
            reset_with_sheets(vault.folder, vault.name("principal"), NEW, given, floor=vault.cost, cost=vault.cost)
    with pytest.raises(UserError, match="口令太短"):
        reset_with_sheets(vault.folder, vault.name("clerk"), "短", codes, floor=vault.cost, cost=vault.cost)
    with pytest.raises(OutsideError, match="姓名或口令不对"):
        reset_with_sheets(vault.folder, "没有此人", NEW, codes, floor=vault.cost, cost=vault.cost)
    assert {(vault.folder / name).read_bytes() for name in headers.NAMES} == {before}


def test_sheets_do_not_reset_behind_an_open_window(vault):
    vault.unlock("principal")
    with pytest.raises(Busy, match="另一个窗口"):
        reset_with_sheets(vault.folder, vault.name("clerk"), NEW, vault.codes(), floor=vault.cost, cost=vault.cost)
    assert vault.unlock("clerk").role == "clerk"


def test_sheets_of_another_school_open_nothing(vault, tmp_path):
    people = [NewUser("别校文员", "clerk", "别校的口令 一二三四"), NewUser("别校校长", "principal", "别校的口令 五六七八")]
    others: dict[str, list[bytes]] = {}
    for sheet in create_vault(tmp_path / "other", people, db_schema(), vault.cost):
        others.setdefault(sheet.scope, []).append(recovery.read("".join(sheet.groups)))
    with pytest.raises(OutsideError, match="恢复码打不开"):
        reset_with_sheets(vault.folder, vault.name("clerk"), NEW, others, floor=vault.cost, cost=vault.cost)


def test_a_damaged_header_is_said_on_the_way_with_sheets_too(vault):
    content = json.loads((vault.folder / "vault.json").read_bytes())
    content["generation"] = 7
    data = headers.canonical(content)
    good = (vault.folder / "vault.json").read_bytes()
    (vault.folder / "vault.json").write_bytes(data)
    reset_with_sheets(vault.folder, vault.name("clerk"), NEW, vault.codes(), floor=vault.cost, cost=vault.cost)
    assert vault.unlock("clerk", NEW).role == "clerk"
    vault.close()
    content["scopes"]["general"]["mac"] = "x"
    for name in headers.NAMES:
        (vault.folder / name).write_bytes(headers.canonical(content))
    with pytest.raises(OutsideError, match="钥匙文件损坏"):
        reset_with_sheets(vault.folder, vault.name("clerk"), NEW, vault.codes(), floor=vault.cost, cost=vault.cost)
    assert good != data


def test_a_code_is_read_as_people_write_it():
    code = bytes(range(16))
    groups = recovery.written(code)
    assert len(groups) == 7
    assert recovery.read(" - ".join(groups).lower()) == code
    assert recovery.read("".join(groups).replace("0", "o").replace("1", "l")) == code
    for place, group in enumerate(groups):
        for at in range(5):
            wrong = group[:at] + ("2" if group[at] != "2" else "3") + group[at + 1 :]
            with pytest.raises(UserError, match=f"第 {place + 1} 组"):
                recovery.read(" ".join([*groups[:place], wrong, *groups[place + 1 :]]))
    with pytest.raises(UserError, match="抄错了"):
        recovery.read(" ".join([groups[1], groups[0], *groups[2:]]))
    for short in ("", groups[0], " ".join(groups[:6]), " ".join(groups) + " 2"):
        with pytest.raises(UserError, match="应为 35 个字符"):
            recovery.read(short)
    with pytest.raises(UserError):
        recovery.read("测" * 35)


@pytest.mark.parametrize("trial", range(20))
def test_random_codes_come_back(trial):
    code = recovery.new_code()
    assert recovery.read("\n".join(recovery.written(code))) == code


# -- signing ---------------------------------------------------------------------------------------------------------


def test_the_signing_key_comes_only_with_the_principals_password(vault):
    private, role = unlock_signing(vault.folder, vault.name("principal"), vault.password("principal"), vault.cost)
    assert (len(private), role) == (32, "principal")
    for role in ("clerk", "counselor"):
        with pytest.raises(OutsideError, match="只有校长可以用学校的签名钥匙"):
            unlock_signing(vault.folder, vault.name(role), vault.password(role), vault.cost)
    for name in (vault.name("principal"), "没有此人"):
        with pytest.raises(OutsideError, match="姓名或口令不对"):
            unlock_signing(vault.folder, name, vault.password("clerk"), vault.cost)
    with pytest.raises(OutsideError, match="损坏"):
        unlock_signing(vault.folder, vault.name("principal"), vault.password("principal"), vault.cost, least=2)
    assert actions(vault.unlock("clerk")).count("解锁失败") == 2


def test_signing_takes_the_whole_copy_of_a_header_with_a_damaged_one(vault):
    data = bytearray((vault.folder / "vault.json").read_bytes())
    data[data.index(b'"salt"') + 12] ^= 1
    (vault.folder / "vault.json").write_bytes(data)
    assert unlock_signing(vault.folder, vault.name("principal"), vault.password("principal"), vault.cost)[1] == "principal"


def test_what_the_user_key_is_bound_to_is_checked():
    key = slots.new_user_key()
    wrap = slots.wrap_private(key, "口令", slots.kdf.KdfCost(8, 1, 1), ["vault", "user", "名", "clerk", "pub"])
    assert slots.unwrap_private(wrap, "口令", ["vault", "user", "名", "clerk", "pub"], slots.kdf.KdfCost(8, 1, 1)).public == key.public
    for place in range(5):
        record = ["vault", "user", "名", "clerk", "pub"]
        record[place] = "other"
        with pytest.raises(slots.WrongKey):
            slots.unwrap_private(wrap, "口令", record, slots.kdf.KdfCost(8, 1, 1))


def test_names_of_failures_are_not_kept(vault):
    opening._note_failure(vault.folder)
    (vault.folder / "failed_unlocks.log").write_bytes(b"\xff\xfe not ascii")
    assert "解锁失败" not in actions(vault.unlock("clerk"))


def test_the_journal_key_is_not_the_database_key(vault):
    session = vault.unlock("clerk")
    assert session.database_key("general") != slots.sub_key(session._keys["general"], "journal")
    assert isinstance(session.store("general").journal, Journal)


def test_a_vault_with_the_real_cost_opens_and_keeps_strangers_out(tmp_path):
    people = [NewUser("甲", "clerk", "柳树 风筝 石桥 甲乙"), NewUser("乙", "principal", "柳树 风筝 石桥 丙丁")]
    create_vault(tmp_path / "real", people, db_schema(), FLOOR)
    session = open_vault(tmp_path / "real", "甲", "柳树 风筝 石桥 甲乙", db_schema())
    assert session.header.users[session.user_id]["wrap"]["kdf"] == {"memory": 65536, "passes": 3, "lanes": 4}
    session.close()
    with pytest.raises(OutsideError, match="姓名或口令不对"):
        open_vault(tmp_path / "real", "甲", "柳树 风筝 石桥 甲丙", db_schema())
