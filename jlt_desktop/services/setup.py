"""The first morning: make the vault, write the school's page and the people in it, note who receives submissions."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError, SaidError, UserError
from jlt_desktop.services.desk import Desk
from jlt_desktop.services.submitting import set_bureau
from jlt_desktop.vault.creating import NewUser, Sheet, create_vault
from jlt_desktop.vault.session import ROLE_TITLES

if TYPE_CHECKING:
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.kdf import KdfCost

ROLES = ROLE_TITLES
OpenOffice = Callable[[Path, str, str], "Office"]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What set-up asks. school: fields of the school's page as typed. people: who may unlock. bureau: district, recipient or empty."""

    school: Mapping[str, str]
    people: Sequence[NewUser]
    bureau: Mapping[str, str] = field(default_factory=dict)


def read_answers(path: Path) -> Answers:
    """Read answers from a TOML file with [school], [[people]] and [bureau]. Raises UserError naming what is wrong."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        people = [NewUser(str(one["name"]), str(one["role"]), str(one["password"])) for one in content.get("people", [])]
        school = {str(key): str(value) for key, value in dict(content.get("school", {})).items()}
        bureau = {str(key): str(value) for key, value in dict(content.get("bureau", {})).items()}
    except OSError:
        raise OutsideError(f"读不到“{path.name}”。", "", "", "请核对文件位置。") from None
    except UnicodeDecodeError:
        raise UserError(f"“{path.name}”不是 UTF-8 文字。", "", "没有建立数据。", "请用 UTF-8 编码另存后再试。") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        why = f"第 {place[1]} 行写法不对。" if place else "结尾没有写完。"
        raise UserError(f"“{path.name}”不是 TOML 文件。", why, "没有建立数据。", "请照 jlt setup --help 里的样子改正。") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UserError(f"“{path.name}”里的 [[people]] 要写明 name、role、password。", "", "没有建立数据。", "请补齐。") from None
    unknown = sorted({one.role for one in people} - ROLES.keys())
    if unknown:
        raise UserError(f"不认识的角色:{'、'.join(unknown)}。", "", "没有建立数据。", f"可以用:{'、'.join(ROLES)}。")
    return Answers(school=school, people=people, bureau=bureau)


def create_office(folder: Path, answers: Answers, schema: Path, opener: OpenOffice, cost: KdfCost | None = None) -> list[Sheet]:
    """Make a vault and write what was answered; returns the recovery sheets. Raises UserError, OutsideError; then nothing stands there."""
    sheets = create_vault(folder, list(answers.people), schema, cost)
    first = next(one for one in answers.people if one.role == "clerk")
    try:
        office = opener(folder, first.name, first.password)
        try:
            _write(office, answers)
        finally:
            office.close()
    except SaidError:
        _remove(folder)
        raise
    return sheets


def _write(office: Office, answers: Answers) -> None:
    desk, ledger = Desk(office), office.single
    if ledger is None:
        return
    known = {name: text for name, text in answers.school.items() if name in ledger.fields}
    unknown = sorted(set(answers.school) - set(known))
    if unknown:
        raise UserError(f"学校信息里没有这些项目:{'、'.join(unknown)}。", "", "没有建立数据。", f"可以用:{'、'.join(ledger.fields)}。")
    desk.save(ledger, known, source="建校")
    if answers.bureau.get("recipient"):
        set_bureau(office, answers.bureau.get("district", ""), answers.bureau["recipient"])


def _remove(folder: Path) -> None:
    # only what this set-up has made a moment ago is ever removed
    shutil.rmtree(folder, ignore_errors=True)
