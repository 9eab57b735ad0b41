"""jlt district ...: the bureau's desk."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jlt_desktop.cli import district_intake
from jlt_desktop.cli.chinese import Command, Group
from jlt_desktop.cli.context import Given, existing, pass_given, read_secret, shared, writable
from jlt_desktop.district import enrol, founding, trust, upkeep
from jlt_desktop.district.bureau import in_utc
from jlt_desktop.domain.errors import UserError
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.files import write_whole
from jlt_desktop.vault.plans import DISTRICT

if TYPE_CHECKING:
    from jlt_desktop.vault.creating import Sheet

_PATH = click.Path(path_type=Path)
_ANSWERS = """\b
FILE.toml 这样写(至少一位 intake 收件员和一位 approver 复核人):
\b
  [bureau]
  district = "210999"
  name = "示例区教育局"
\b
  [[people]]
  name = "姓名"
  role = "intake"
  password = "至少十个字的口令"
"""


@click.group(cls=Group)
@shared
def district() -> None:
    """教育局一侧:登记学校、收件、回执、汇总。"""


@click.command(cls=Command, epilog=_ANSWERS)
@shared
@click.option("--answers", type=_PATH, required=True, metavar="FILE.toml", help="教育局、人员、口令。")
@click.option("--root", type=_PATH, required=True, metavar="ROOT.age", help="根钥匙写到哪里(U 盘);和这台电脑分开保管。")
@click.option("--root-password-file", type=_PATH, required=True, metavar="文件", help="根钥匙的口令文件。")
@click.option("--sheets", type=_PATH, metavar="OUT.txt", help="把恢复码写到文件;不写时显示出来,请抄到纸上。")
@pass_given
def init(given: Given, answers: Path, root: Path, root_password_file: Path, sheets: Path | None) -> None:
    """建立局端收件数据:发证钥匙、收件钥匙、回执钥匙、根钥匙。"""
    if sheets is not None:
        writable(sheets)
    made = given.house.found_bureau(given.desk_folder, _asked(existing(answers), root, read_secret(root_password_file)))
    values: dict[str, object] = {
        "vault": str(given.desk_folder), "root_fingerprint": made.root_fingerprint, "recipient": made.recipient,
        "receipt_key": made.receipt_key,
    }  # fmt: skip
    lines = [
        f"局端收件数据已建好:{given.desk_folder}", f"根钥匙指纹(印在纸面通知上):{made.root_fingerprint}", f"收件钥匙:{made.recipient}",
        f"回执钥匙:{made.receipt_key}",
    ]  # fmt: skip
    given.answer(values | _codes(made.sheets, sheets), "\n".join([*lines, *_code_lines(made.sheets, sheets)]))


def _asked(path: Path, root: Path, password: str) -> founding.Founding:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        people = [NewUser(str(one["name"]), str(one["role"]), str(one["password"])) for one in content["people"]]
        bureau = {str(key): str(value) for key, value in dict(content["bureau"]).items()}
        code, name = bureau["district"], bureau["name"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UserError(f"“{path.name}”读不懂。", "", "没有建立数据。", "请照 jlt district init --help 里的样子改正。") from None
    unknown = sorted({one.role for one in people} - set(DISTRICT.grants))
    if unknown:
        raise UserError(f"不认识的角色:{'、'.join(unknown)}。", "", "没有建立数据。", f"可以用:{'、'.join(DISTRICT.grants)}。")
    return founding.Founding(district=code, name=name, people=people, root_file=root, root_password=password)


def _codes(made: list[Sheet], to: Path | None) -> dict[str, object]:
    if to is not None:
        return {"sheets": str(to)}
    return {"recovery": [{"title": one.title, "code": "-".join(one.groups)} for one in made]}


def _code_lines(made: list[Sheet], to: Path | None) -> list[str]:
    lines = [f"{one.title}:{'-'.join(one.groups)}" for one in made]
    if to is None:
        return ["恢复码如下,请抄到纸上分开保管:", *lines]
    write_whole(to, ("\n".join(lines) + "\n").encode(), private=True)
    return [f"恢复码在 {to.name} 里,请抄到纸上分开保管后删掉文件。"]


@click.command("enrol", cls=Command)
@shared
@click.argument("request", type=_PATH, metavar="申请文件夹")
@click.option("--fingerprint", required=True, metavar="指纹", help="照学校盖章的纸抄:16 组、每组 4 位,或 SHA256: 开头的一行。")
@click.option("--name", default="", metavar="校名", help="局里登记的校名;不写时用申请里的。")
@pass_given
def enrol_(given: Given, request: Path, fingerprint: str, name: str) -> None:
    """登记一所学校的钥匙(第一个人);再由另一位复核人用 approve 发证。"""
    with given.bureau() as bureau:
        asked = enrol.look(bureau, request)
        number = enrol.enter(bureau, asked, fingerprint, name)
    values: dict[str, object] = {"number": number, "school": asked.school_id, "fingerprint": asked.fingerprint, "reason": asked.reason}
    words = f"第 {number} 号登记:{asked.school_name}({asked.school_id}),{enrol.REASONS[asked.reason]}。等另一位复核人复核。"
    given.answer(values, words)


@click.command(cls=Command)
@shared
@click.argument("number", type=int, metavar="登记号")
@click.option("--approver", required=True, metavar="姓名", help="复核人,不能是登记的人。")
@click.option("--approver-password-file", type=_PATH, required=True, metavar="文件", help="复核人的口令文件。")
@click.option("--to", "folder", type=_PATH, required=True, metavar="文件夹", help="证书和信任清单写到哪里,例如 U 盘。")
@pass_given
def approve(given: Given, number: int, approver: str, approver_password_file: Path, folder: Path) -> None:
    """复核一份登记并发证(第二个人),写出给学校的文件。"""
    with given.bureau() as bureau:
        enrol.approve(bureau, number, approver, read_secret(approver_password_file))
        written = enrol.hand_out(bureau, number, folder)
    given.answer({"number": number, "files": [str(one) for one in written]}, f"第 {number} 号证书已发,交回学校:{written[0].parent}")


@click.command(cls=Command)
@shared
@pass_given
def enrolments(given: Given) -> None:
    """列出登记和证书。"""
    with given.bureau() as bureau:
        moment = in_utc(bureau.now())
        rows = [(one, one.state(moment)) for one in enrol.enrolled(bureau)]
    values = [
        {"number": one.number, "school": one.school_id, "name": one.school_name, "state": state, "until": one.until,
         "fingerprint": one.fingerprint}
        for one, state in rows
    ]  # fmt: skip
    words = "\n".join(f"{one.number}\t{one.school_id}\t{one.school_name}\t{state}\t到 {(one.until or '')[:10]}" for one, state in rows)
    given.answer({"enrolments": values}, words or "还没有登记学校。")


@click.command(cls=Command)
@shared
@click.argument("serial", type=int, metavar="证书编号")
@click.option("--why", required=True, metavar="原因", help="例如“钥匙丢失,见纸面报告”。")
@pass_given
def revoke(given: Given, serial: int, why: str) -> None:
    """作废一份证书;从现在起不再收用它签名的材料。"""
    with given.bureau() as bureau:
        school = trust.revoke(bureau, serial, why)
    given.answer({"serial": serial, "school": school}, f"{school}的第 {serial} 号证书已作废。请签发新一版信任清单(jlt district trust)。")


@click.command("trust", cls=Command)
@shared
@click.option("--root", type=_PATH, metavar="ROOT.age", help="现行根钥匙;给了就签发新一版,不给就把现行的一版写出来。")
@click.option("--root-password-file", type=_PATH, metavar="文件", help="根钥匙的口令文件。")
@click.option("--new-root", type=_PATH, metavar="NEW.age", help="换根钥匙:新的根钥匙文件。")
@click.option("--new-root-password-file", type=_PATH, metavar="文件", help="新根钥匙的口令文件。")
@click.option("--new-key", type=click.Choice(["intake", "receipt"]), metavar="intake|receipt", help="先换一把新的收件钥匙或回执钥匙。")
@click.option("--to", "folder", type=_PATH, metavar="文件夹", help="写到哪里,例如 U 盘。")
@pass_given
def trust_(
    given: Given, root: Path | None, root_password_file: Path | None, new_root: Path | None, new_root_password_file: Path | None,
    new_key: str | None, folder: Path | None,
) -> None:  # fmt: skip
    """信任清单:签发新一版,或写出现行的一版。"""
    if (root is None) != (root_password_file is None) or (new_root is None) != (new_root_password_file is None):
        raise click.UsageError("根钥匙文件和它的口令文件要一起给。")
    if root is None and (new_root is not None or new_key is not None):
        raise click.UsageError("签发新一版要用现行根钥匙(--root)。")
    with given.bureau() as bureau:
        if root is not None and root_password_file is not None:
            key = trust.open_root(root, read_secret(root_password_file))
            other = trust.open_root(new_root, read_secret(new_root_password_file)) if new_root and new_root_password_file else None
            if new_key:
                with bureau.scope.transaction():
                    founding.new_desk_key(bureau, new_key)
            made = trust.issue(bureau, key, other)
        else:
            made = trust.handed_out(bureau)
        left = trust.left(bureau, bureau.now())
        written = trust.write_files(made.files, folder) if folder else []
    values: dict[str, object] = {"version": made.version, "sha256": made.sha256, "days_left": left, "files": [str(one) for one in written]}
    given.answer(values, f"信任清单第 {made.version} 版,还有 {left} 天有效。" + (f"已写到 {folder}。" if folder else ""))


@click.command(cls=Command)
@shared
@pass_given
def check(given: Given) -> int:
    """核对局端数据:文件、日志链、回执链。"""
    with given.bureau() as bureau:
        found = upkeep.check(bureau)
    given.answer({"ok": not found, "findings": found}, "数据完好。" if not found else "\n".join(found))
    return 1 if found else 0


@click.command(cls=Command)
@shared
@click.argument("folder", type=_PATH, metavar="文件夹")
@pass_given
def backup(given: Given, folder: Path) -> None:
    """做一份备份,并读回来核对。恢复用 jlt restore。"""
    with given.bureau() as bureau:
        made = upkeep.back_up(bureau, folder)
    given.answer({"path": str(made.path), "size": made.size}, f"备份已写好,读回核对一致:{made.path}")


for _one in (init, enrol_, approve, enrolments, revoke, trust_, *district_intake.COMMANDS, check, backup):
    district.add_command(_one)
COMMANDS = (district,)
