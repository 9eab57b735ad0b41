"""vault.json: every bit counts, nobody grants what he does not hold, no header makes the program work itself to death."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.paths import db_schema
from jlt_desktop.vault import header as headers
from jlt_desktop.vault import opening, slots
from jlt_desktop.vault.canonical import canonical
from jlt_desktop.vault.kdf import CEILING, FLOOR, KdfCost, UnreasonableCost, checked
from jlt_desktop.vault.opening import open_vault, people
from jlt_desktop.vault.session import GRANTS, user_record


def test_each_role_gets_its_scopes_and_no_other(vault):
    for role, scopes in GRANTS.items():
        session = vault.unlock(role)
        assert set(session.scopes) == set(scopes)
        assert session.role == role
        for scope in {"general", "confidential"} - set(scopes):
            with pytest.raises(OutsideError, match="没有打开这部分资料的钥匙"):
                session.store(scope)
    assert sorted(people(vault.folder)) == sorted((vault.name(role), role) for role in GRANTS)


def test_only_the_principal_signs(vault):
    assert len(vault.unlock("principal").signing_key()) == 32
    for role in ("clerk", "counselor"):
        with pytest.raises(OutsideError, match="只有校长"):
            vault.unlock(role).signing_key()


def refused(data: bytes, vault, role: str) -> bool:
    """Whether one copy of the header, changed, lets a user in."""
    try:
        header = headers.parse(data)
        opening._proved(header, vault.name(role), vault.password(role), vault.cost)
    except (headers.BrokenHeader, OutsideError):
        return True
    return False


def test_every_single_bit_of_the_header_counts(vault):
    data = bytearray((vault.folder / "vault.json").read_bytes())
    assert not refused(bytes(data), vault, "clerk")
    passed = []
    for place in range(len(data) * 8):
        data[place // 8] ^= 1 << place % 8
        if not refused(bytes(data), vault, "clerk"):
            passed.append(place)
        data[place // 8] ^= 1 << place % 8
    assert passed == []


@pytest.mark.parametrize("role", ["counselor", "principal"])
def test_bits_of_the_header_count_for_the_others_too(vault, role):
    data = bytearray((vault.folder / "vault.json").read_bytes())
    for place in range(0, len(data) * 8, 29):
        data[place // 8] ^= 1 << place % 8
        assert refused(bytes(data), vault, role), place
        data[place // 8] ^= 1 << place % 8


def test_a_damaged_copy_is_passed_over_and_mended(vault):
    good = (vault.folder / "vault.json").read_bytes()
    for name in headers.NAMES:
        for place in range(5, len(good), len(good) // 12):
            bad = bytearray(good)
            bad[place] ^= 4
            (vault.folder / name).write_bytes(bad)
            if b"features" not in good[max(0, place - 150) : place + 20]:  # a changed feature name reads as a newer program
                vault.unlock("clerk")
                assert (vault.folder / name).read_bytes() == good
            (vault.folder / name).write_bytes(good)
    for end in (0, 1, len(good) // 2, len(good) - 1):
        (vault.folder / "vault.json").write_bytes(good[:end])
        vault.unlock("counselor")
        assert (vault.folder / "vault.json").read_bytes() == good
    (vault.folder / "vault-2.json").unlink()
    vault.unlock("principal")
    assert (vault.folder / "vault-2.json").read_bytes() == good


def test_both_copies_damaged_is_said(vault):
    for name in headers.NAMES:
        (vault.folder / name).write_bytes((vault.folder / name).read_bytes()[:-7])
    with pytest.raises(OutsideError, match=r"钥匙文件损坏.*从备份恢复"):
        vault.unlock("clerk")
    for name in headers.NAMES:
        (vault.folder / name).write_bytes(b"x" * (2 * 1024 * 1024))
    with pytest.raises(OutsideError, match="大得不合理"):
        vault.unlock("clerk")
    for name in headers.NAMES:
        (vault.folder / name).unlink()
    with pytest.raises(OutsideError, match="没有学校数据"):
        vault.unlock("clerk")


def put(vault, change) -> None:
    """Write a changed header into both copies, canonical, without renewing any MAC."""
    content = json.loads((vault.folder / "vault.json").read_bytes())
    change(content)
    for name in headers.NAMES:
        (vault.folder / name).write_bytes(canonical(content))


def cost_of(role: str, **cost: int):
    def change(content):
        user = next(one for one in content["users"].values() if one["role"] == role)
        user["wrap"]["kdf"] |= cost

    return change


@pytest.mark.parametrize(
    "cost",
    [{"memory": 2**40}, {"memory": 2**20 + 1}, {"passes": 11}, {"passes": 2**31}, {"lanes": 9}, {"memory": 4}, {"passes": 0}, {"lanes": 0}],
    ids=str,
)
def test_an_unreasonable_cost_is_refused_before_anything_is_derived(vault, cost):
    put(vault, cost_of("clerk", **cost))
    started = time.perf_counter()
    with pytest.raises(OutsideError, match="运算量不合理"):
        vault.unlock("clerk")
    assert time.perf_counter() - started < 1


def test_a_cost_below_the_real_floor_is_refused(vault):
    with pytest.raises(OutsideError, match="运算量不合理"):
        open_vault(vault.folder, vault.name("clerk"), vault.password("clerk"), db_schema())
    for cost in (replace(FLOOR, memory=FLOOR.memory - 1), replace(FLOOR, passes=2), replace(FLOOR, lanes=3), replace(CEILING, passes=11)):
        with pytest.raises(UnreasonableCost):
            checked(cost)
    assert checked(FLOOR) == FLOOR == KdfCost(65536, 3, 4)
    assert checked(CEILING) == CEILING == KdfCost(1048576, 10, 8)


def test_a_bomb_in_one_copy_leaves_the_other(vault):
    good = (vault.folder / "vault-2.json").read_bytes()
    put(vault, cost_of("clerk", memory=2**40))
    (vault.folder / "vault-2.json").write_bytes(good)
    assert vault.unlock("clerk").role == "clerk"


def test_a_newer_format_or_feature_says_which_program_is_needed(vault):
    def newer(content):
        content["format"], content["made_with"] = 2, "3.1"

    put(vault, newer)
    with pytest.raises(OutsideError, match=r"更新的版本.*格式 2.*3\.1.*请安装"):
        vault.unlock("clerk")
    put(vault, lambda content: content.update(format=1, features=[*content["features"], "post-quantum-grants"]))
    with pytest.raises(OutsideError, match=r"更新的版本.*post-quantum-grants"):
        vault.unlock("clerk")


def user_of(content, role: str) -> str:
    return next(key for key, one in content["users"].items() if one["role"] == role)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c["scopes"]["confidential"]["grants"].update(
            {user_of(c, "clerk"): c["scopes"]["confidential"]["grants"][user_of(c, "counselor")]}
        ),
        lambda c: c["scopes"]["signing"].update(grants=dict.fromkeys(c["users"], next(iter(c["scopes"]["signing"]["grants"].values())))),
        lambda c: c["scopes"]["general"]["grants"].update({user_of(c, "clerk"): c["scopes"]["general"]["grants"][user_of(c, "principal")]}),
        lambda c: c["users"][user_of(c, "clerk")].update(role="principal"),
        lambda c: c["users"][user_of(c, "clerk")].update(name="韩文员", public=c["users"][user_of(c, "principal")]["public"]),
        lambda c: c["users"][user_of(c, "clerk")].update(wrap=c["users"][user_of(c, "principal")]["wrap"]),
        lambda c: c["users"].update(extra={**c["users"][user_of(c, "clerk")], "name": "外来人"}),
        lambda c: c["users"].pop(user_of(c, "counselor")) and c["scopes"]["confidential"].update(grants={}),
        lambda c: c["scopes"]["general"].update(epoch=2),
        lambda c: c["scopes"].pop("general"),
        lambda c: c.update(generation=c["generation"] + 1),
        lambda c: c["recovery"]["confidential"].update(sheets=1),
        lambda c: c["signing"].update(public=slots.b64(b"\x01" * 32)),
        lambda c: c["scopes"].update(general=c["scopes"]["confidential"]),
    ],
)
def test_a_slot_moved_added_or_removed_without_the_key_is_refused(vault, change):
    put(vault, change)
    with pytest.raises(OutsideError, match=r"不能打开|姓名或口令不对"):
        vault.unlock("clerk")


def test_a_clerk_who_renews_the_whole_mac_still_grants_himself_nothing(vault):
    """He holds the general key; a grant he seals himself does not hold under the confidential one."""
    keys = dict(vault.unlock("clerk")._keys)
    clerk, header = vault.sessions[0].user_id, vault.sessions[0].header
    vault.close()
    grants = {**header.scopes["confidential"]["grants"]}
    info = slots.grant_info(header.vault_id, "confidential", 1, clerk, "clerk")
    public = slots.unb64(header.users[clerk]["public"])
    grants[clerk] = slots.seal_to(public, b"\x07" * 32, info)
    scopes = {**header.scopes, "confidential": {**header.scopes["confidential"], "grants": grants}}
    forged = replace(header, scopes=scopes, generation=header.generation + 1)
    for own_mac in (False, True):
        made = forged.sealed_scope("confidential", b"\x07" * 32) if own_mac else forged
        headers.store(vault.folder, made.sealed(keys["general"]))
        for role in ("counselor", "clerk"):
            if own_mac and role == "clerk":
                with pytest.raises(OutsideError, match="损坏"):  # the key he made up opens no file
                    vault.unlock(role)
            else:
                with pytest.raises(OutsideError, match="钥匙文件损坏或被人改过"):
                    vault.unlock(role)


def test_a_grant_opens_nothing_for_another_user_scope_epoch_or_role(vault):
    session = vault.unlock("counselor")
    header, key, user = session.header, session._key, session.user_id
    sealed = header.scopes["confidential"]["grants"][user]
    right = (header.vault_id, "confidential", 1, user, "counselor")
    assert slots.open_sealed(sealed, key, slots.grant_info(*right)) == session._keys["confidential"]
    for place, other in enumerate(("0" * 32, "general", 2, "another", "clerk")):
        wrong = (*right[:place], other, *right[place + 1 :])
        with pytest.raises(slots.WrongKey):
            slots.open_sealed(sealed, key, slots.grant_info(*wrong))


@pytest.mark.parametrize(
    "order", [("clerk", "counselor", "principal"), ("principal", "clerk", "counselor"), ("counselor", "principal", "clerk")]
)
def test_each_changes_the_own_password_and_leaves_the_others_alone(vault, order):
    now = {role: vault.password(role) for role in order}
    for role in order:
        new = f"新的口令很长 {role} 一二三"
        vault.unlock(role, now[role]).change_password(now[role], new, vault.cost)
        with pytest.raises(OutsideError, match="姓名或口令不对"):
            vault.unlock(role, now[role])
        now[role] = new
        for other, password in now.items():
            assert set(vault.unlock(other, password).scopes) == set(GRANTS[other])


def test_the_old_password_is_gone_from_both_copies(vault):
    before = (vault.folder / "vault.json").read_bytes()
    session = vault.unlock("clerk")
    session.change_password(vault.password("clerk"), "全新的口令 一二三四五", vault.cost)
    vault.close()
    for name in headers.NAMES:
        header = headers.parse((vault.folder / name).read_bytes())
        user = next(key for key, one in header.users.items() if one["role"] == "clerk")
        with pytest.raises(slots.WrongKey):
            slots.unwrap_private(header.users[user]["wrap"], vault.password("clerk"), user_record(header, user), vault.cost)
    # a copy of the old header put back does not bring the old password back
    for name in headers.NAMES:
        (vault.folder / name).write_bytes(before)
    with pytest.raises(OutsideError, match="钥匙文件损坏或被人改过"):
        vault.unlock("clerk")


def test_a_change_of_password_checks_the_old_one_and_the_new_one(vault):
    session = vault.unlock("clerk")
    with pytest.raises(OutsideError, match="姓名或口令不对"):
        session.change_password("不是这个口令 一二三四", "全新的口令 一二三四五", vault.cost)
    for weak in ("短", "1234567890", "password123", "韩文员的口令一二三四", "aaaaaaaaaaaa"):
        with pytest.raises(UserError, match="口令"):
            session.change_password(vault.password("clerk"), weak, vault.cost)
    assert vault.unlock("clerk").role == "clerk"


def test_the_fallback_to_the_older_copy_does_not_undo_a_change_half_written(vault):
    """Killed between the two copies: the new header stands in one, the old one in the other; both passwords lead in, then one."""
    old = (vault.folder / "vault.json").read_bytes()
    vault.unlock("clerk").change_password(vault.password("clerk"), "全新的口令 一二三四五", vault.cost)
    vault.close()
    generation = headers.parse((vault.folder / "vault.json").read_bytes()).generation
    (vault.folder / headers.NAMES[(generation + 1) % 2]).write_bytes(old)
    vault.unlock("clerk", "全新的口令 一二三四五")
    with pytest.raises(OutsideError, match="姓名或口令不对"):
        vault.unlock("clerk")
    assert {(vault.folder / name).read_bytes() == old for name in headers.NAMES} == {False}


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "name", "wrap", "grants", "epoch", "mac"]), inner)
        ),
        max_leaves=8,
    ),
    st.sampled_from(["users", "scopes", "recovery", "signing", "features", "cipher", "generation", "mac", "format", "vault_id"]),
)
def test_any_content_is_read_or_refused(made_vault, value, field):
    content = json.loads((made_vault.folder / "vault.json").read_bytes())
    content[field] = value
    data = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")
    try:
        header = headers.parse(data)
        opening._proved(header, "韩文员", "柳树 风筝 石桥 甲乙", made_vault.cost)
    except (headers.BrokenHeader, OutsideError):
        return
    assert value == json.loads((made_vault.folder / "vault.json").read_bytes())[field]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"1", b"null", b"{}", b'{"a":1,"a":2}', b"\xff\xfe", b"[" * 100000, b'{"format":NaN}', b'{"x":"\\ud800"}']
)
def test_nonsense_is_refused(data):
    with pytest.raises(headers.BrokenHeader):
        headers.parse(data)
