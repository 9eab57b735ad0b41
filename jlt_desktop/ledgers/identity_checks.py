"""What an identity number, a school number and a name say against the rest of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain import identity
from jlt_desktop.domain.findings import Finding, Question
from jlt_desktop.domain.names import doubts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values

_SEXES = {"male": "男", "female": "女"}


def _known(values: Values) -> identity.Identity | None:
    number = values.get("id_no")
    return identity.examine(number) if isinstance(number, str) and number else None


def from_identity(values: Values, _around: Around) -> Mapping[str, object]:
    """Fill birth date, sex and kind of document from the identity number where they are blank."""
    found = _known(values)
    if found is None:
        return {}
    return {"birth_date": found.birth, "sex": found.sex, "id_type": "residence" if found.permit else "resident"}


def identity_agrees(values: Values, _around: Around) -> Iterable[Finding]:
    """Ask about a wrong check digit, and about a birth date or sex that differs from the number's own."""
    found = _known(values)
    if found is None:
        return
    if not found.checksum_ok:
        yield Question("id_checksum", "id_no", "身份证件号的校验位不对,可能有一位抄错;确认无误请写明依据(如已核对户口簿)。")
    born, sex = values.get("birth_date"), values.get("sex")
    if born is not None and born != found.birth:
        yield Question("id_birth_differs", "birth_date", f"出生日期与身份证件号里的 {found.birth.isoformat()} 不一致,请核对。")
    if sex is not None and sex != found.sex:
        yield Question("id_sex_differs", "sex", f"性别与身份证件号不一致,号码显示为{_SEXES[found.sex]},请核对。")


def school_number_agrees(values: Values, _around: Around) -> Iterable[Finding]:
    """G + identity number may differ after a change of the latter: ask, do not force."""
    number, school = values.get("id_no"), values.get("edu_no")
    if isinstance(number, str) and isinstance(school, str) and school.startswith("G") and school[1:] != number:
        yield Question("edu_no_differs", "edu_no", "学籍号与身份证件号不一致;身份证件号改过的学生会这样,请核对后说明。")


def name_is_clean(values: Values, _around: Around) -> Iterable[Finding]:
    """Ask about characters that other computers cannot show and about odd signs."""
    name = values.get("name")
    if isinstance(name, str):
        for question, text in doubts(name):
            yield Question(question, "name", text)
