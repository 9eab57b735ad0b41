"""What a vault is made of: its files, who may open what, its recovery sheets; one plan for schools, one for a bureau's desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_COMMON = ("argon2id", "grants-hpke-x25519", "journal-sha256")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One kind of vault. Its header names it by its features, so that neither program opens the other's.

    databases: scopes that have a file; steps: scope -> folder of its SQL steps. later: those of them that older vaults lack; such a file
    is made when somebody first comes who holds its key, and once only. file_titles: what such a file is called where it holds records.
    grants: role -> scopes. sheets: scope and title of
    each recovery sheet. needed: roles that must not die out. called: what the data is to the person at the screen.
    signers: who may use the signing key, and what that key is.
    """

    features: tuple[str, ...]
    databases: tuple[str, ...]
    steps: Mapping[str, str]
    grants: Mapping[str, tuple[str, ...]]
    role_titles: Mapping[str, str]
    scope_titles: Mapping[str, str]
    sheets: tuple[tuple[str, str], ...]
    needed: tuple[str, ...]
    called: str
    signers: tuple[str, str]
    later: tuple[str, ...] = ()
    file_titles: Mapping[str, str] = field(default_factory=dict)


SCHOOL = Plan(
    features=(*_COMMON, "scopes-general-confidential-signing", "sqlcipher-4"),
    databases=("general", "confidential", "signing"),
    steps={"general": "general", "confidential": "confidential", "signing": "signing"},
    later=("signing",),
    file_titles={"general": "日常台账", "confidential": "心理资料", "signing": "校长专管资料"},
    grants={"clerk": ("general",), "counselor": ("general", "confidential"), "principal": ("general", "signing")},
    role_titles={"clerk": "校办文员", "counselor": "心理教师", "principal": "校长"},
    scope_titles={"general": "日常台账", "confidential": "心理资料", "signing": "学校签名"},
    sheets=(
        ("general", "日常台账"),
        ("confidential", "心理资料(心理教师保管)"),
        ("confidential", "心理资料(校长信封)"),
        ("signing", "学校签名"),
    ),
    needed=("clerk", "principal"),
    called="学校数据",
    signers=("校长", "学校的签名钥匙"),
)
DISTRICT = Plan(
    features=(*_COMMON, "scopes-general-signing-of-a-district", "sqlcipher-4"),
    databases=("general",),
    steps={"general": "district"},
    grants={"intake": ("general",), "approver": ("general", "signing")},
    role_titles={"intake": "收件员", "approver": "复核人"},
    scope_titles={"general": "收件数据", "signing": "发证钥匙"},
    sheets=(("general", "收件数据"), ("signing", "发证钥匙")),
    needed=("intake", "approver"),
    called="局端收件数据",
    signers=("复核人", "发证钥匙"),
)
PLANS = (SCHOOL, DISTRICT)


def plan_of(features: tuple[str, ...]) -> Plan | None:
    """Return the plan that a header's features name; None when no plan does."""
    return next((one for one in PLANS if one.features == features), None)
