"""The file the principal alone opens: with every school from the start, made once for schools from before, never made anew when it is gone."""

from __future__ import annotations

import shutil

import pytest

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.ledgers import ALL
from jlt_desktop.paths import db_schema
from jlt_desktop.vault import people
from jlt_desktop.vault.backup import back_up
from jlt_desktop.vault.checking import check_store
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.opening import open_vault
from jlt_desktop.vault.restoring import restore
from jlt_desktop.vault.witness import older_than_seen, remember

HEIR = ("阮校长", "接任校长的口令 丙丁")
OWN = next(one for one in ALL if one.scope == "signing")


def a_case(session, facts) -> str:
    store = session.store("signing")
    with store.transaction():
        return store.add(OWN, {"name": "某同学", "facts": facts}).id


def facts(session) -> list[str]:
    return [one.text("facts") for one in session.store("signing").page(OWN).records]


def lets_in(vault, name, password):
    vault.close()
    vault.sessions.append(open_vault(vault.folder, name, password, db_schema(), vault.cost))
    return vault.sessions[-1]


def test_it_lies_there_from_the_first_day_whatever_is_in_it(vault):
    before = (vault.folder / "signing.db").stat().st_size
    assert before > 1_000_000
    a_case(vault.unlock("principal"), "校门口的事")
    vault.close()
    assert (vault.folder / "signing.db").stat().st_size == before


@pytest.mark.parametrize("role", ["clerk", "counselor"])
def test_nobody_else_holds_its_key(vault, role):
    a_case(vault.unlock("principal"), "校门口的事")
    session = vault.unlock(role)
    assert "signing" not in session.scopes
    assert {store.path.stem for store in session.stores()} == {"general", "confidential"} - ({"confidential"} if role == "clerk" else set())
    with pytest.raises(OutsideError, match=r"没有打开这部分资料的钥匙.*请校长本人打开"):
        session.store("signing")


def test_a_school_from_before_gets_it_at_its_principals_first_unlocking(vault):
    (vault.folder / "signing.db").unlink()
    vault.unlock("clerk")
    vault.close()
    assert not (vault.folder / "signing.db").exists(), "the clerk has no key to make it with"
    record = a_case(vault.unlock("principal"), "校门口的事")
    vault.close()
    assert facts(vault.unlock("principal")) == ["校门口的事"]
    assert vault.sessions[0].store("signing").get(OWN, record) is not None
    assert check_store(vault.sessions[0].store("signing"), [OWN]) == []


def test_once_there_it_is_never_made_anew(vault):
    a_case(vault.unlock("principal"), "校门口的事")
    vault.close()
    kept = vault.folder.parent / "kept.db"
    shutil.move(vault.folder / "signing.db", kept)
    with pytest.raises(OutsideError, match=r"缺少数据文件“signing.db”.*请从备份恢复"):
        vault.unlock("principal")
    vault.close()
    assert not (vault.folder / "signing.db").exists()
    vault.unlock("clerk")  # whose work does not stop for it
    vault.close()
    shutil.move(kept, vault.folder / "signing.db")
    assert facts(vault.unlock("principal")) == ["校门口的事"]


def test_an_old_copy_put_in_its_place_is_noticed(vault, tmp_path):
    session = vault.unlock("principal")
    vault.close()
    shutil.copy(vault.folder / "signing.db", tmp_path / "old.db")
    a_case(session := vault.unlock("principal"), "校门口的事")
    remember(session, tmp_path / "witness")
    vault.close()
    shutil.copy(tmp_path / "old.db", vault.folder / "signing.db")
    assert any("signing.db" in one for one in older_than_seen(vault.unlock("principal"), tmp_path / "witness"))


@pytest.mark.parametrize("role", ["clerk", "principal"])
def test_every_backup_takes_it_along_and_older_ones_without_it_open(vault, tmp_path, role):
    a_case(vault.unlock("principal"), "校门口的事")
    made = back_up(vault.unlock(role), tmp_path / "stick")
    vault.close()
    restore(made.path, vault.folder)
    assert facts(vault.unlock("principal")) == ["校门口的事"]
    vault.close()
    for name in ("signing.db", "signing.db-journal"):
        (vault.folder / name).unlink(missing_ok=True)
    older = back_up(vault.unlock("clerk"), tmp_path / "older")
    vault.close()
    restore(older.path, tmp_path / "elsewhere" / "school")
    vault.folder = tmp_path / "elsewhere" / "school"
    assert vault.unlock("clerk").scopes == ("general",)


def test_a_principal_goes_and_the_file_goes_on_under_a_new_key(vault):
    a_case(session := vault.unlock("principal"), "校门口的事")
    before = (vault.folder / "signing.db").read_bytes()
    people.admit(session, NewUser(HEIR[0], "principal", HEIR[1]), cost=vault.cost)
    gone = next(one for one in people.everybody(session.header) if one.name == vault.name("principal"))
    people.take_away(session, gone.id, people.draw_sheets(gone.scopes))
    session = lets_in(vault, *HEIR)
    assert facts(session) == ["校门口的事"]
    assert check_store(session.store("signing"), [OWN]) == []
    vault.close()
    assert (vault.folder / "signing.db").read_bytes()[:64] != before[:64]
    with pytest.raises(OutsideError, match="姓名或口令不对"):
        vault.unlock("principal")
