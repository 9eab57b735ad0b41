"""jlt promote, jlt retention: what is done once a year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jlt_desktop.cli.chinese import Command
from jlt_desktop.cli.context import Given, pass_given, read_secret, shared, writable, write_output
from jlt_desktop.domain.errors import UserError
from jlt_desktop.services import promoting, retention
from jlt_desktop.services.promoting_rows import Wish
from jlt_desktop.services.retention_list import due_list
from jlt_desktop.services.undoing import undo_import

if TYPE_CHECKING:
    from jlt_desktop.services.office import Office
    from jlt_desktop.services.retention import Destruction

_PATH = click.Path(path_type=Path)


def _wishes(ways: dict[str, tuple[str, ...]]) -> list[Wish]:
    return [Wish(record, way, room) for way, given in ways.items() for record, _, room in (one.partition("=") for one in given)]


@click.command(cls=Command)
@shared
@click.option("--year", type=int, metavar="年份", help="升入哪个学年(九月那一年);不写就是现在这一年。")
@click.option("--dry-run", is_flag=True, help="只看,不写入。")
@click.option("--stay", multiple=True, metavar="编号[=班级]", help="留级;可以写几次。")
@click.option("--move", multiple=True, metavar="编号=班级", help="转班。")
@click.option("--leave", multiple=True, metavar="编号", help="转出。")
@click.option("--pause", multiple=True, metavar="编号", help="休学。")
@click.option("--back", multiple=True, metavar="编号=班级", help="复学或转回。")
@click.option("--confirm", is_flag=True, help="确认已写入的那一次;以后不能整批撤销。")
@click.option("--undo", is_flag=True, help="撤销已写入、还没确认的那一次。")
@pass_given
def promote(given: Given, /, year: int | None, dry_run: bool, confirm: bool, undo: bool, **ways: tuple[str, ...]) -> None:
    """九月升级:毕业生离校,例外的人按写的办,其余的班级自己升。"""
    if dry_run + confirm + undo > 1:
        raise click.UsageError("--dry-run、--confirm、--undo 只能写一个。")
    with given.office() as office:
        if confirm or undo:
            _close(given, office, year, undo=undo)
            return
        plan = promoting.plan_promotion(office, year or promoting.due_year(office), _wishes(ways))
        run = "" if dry_run else promoting.apply_promotion(office, plan)
    lines = [f"{one.before}\t{one.after}\t{one.people} 人" + (f"\t{one.apart}" if one.apart else "") for one in plan.lines]
    rows = [{"record": one.record, "way": one.words, "before": one.before, "after": one.after, "problem": one.problem} for one in plan.rows]
    told = f"{'只看,没有写入' if dry_run else '已写入,核对以后用 --confirm 确认'}:{len(rows)} 条,其中毕业 {plan.finished} 人。"
    classes = [{"before": one.before, "after": one.after, "people": one.people, "going": one.going} for one in plan.lines]
    values: dict[str, object] = {"title": plan.title, "year": plan.year, "run": run or None, "classes": classes, "rows": rows}
    given.answer({**values, "problems": list(plan.problems)}, "\n".join([plan.title, *lines, *plan.problems, told]))


def _close(given: Given, office: Office, year: int | None, *, undo: bool) -> None:
    open_one = promoting.waiting(office)
    if open_one is None or year not in (None, open_one.year):
        raise UserError("没有等着确认的升级。", "", "数据没有改动。", "")
    if undo:
        undone = undo_import(office, open_one.id)
        words = f"已撤销“{open_one.name}”:{undone.reversed} 条退回升级前" + (
            f",{len(undone.kept)} 条后来改过,没有退回。" if undone.kept else "。"
        )
        given.answer({"title": open_one.name, "reversed": undone.reversed, "kept": len(undone.kept)}, words)
        return
    given.answer({"title": promoting.confirm(office, open_one.id), "confirmed": True}, f"“{open_one.name}”已确认。")


@click.command(cls=Command, name="retention")
@shared
@click.option("--propose", is_flag=True, help="提出销毁全部到期的档案;还不会销毁。")
@click.option("--confirm", default="", metavar="编号", help="由提出以外的另一个人确认,确认以后不能恢复。")
@click.option("--withdraw", default="", metavar="编号", help="撤回还没有确认的提议。")
@click.option("--second", default="", metavar="姓名", help="确认人不是登录的人时,写他的姓名。")
@click.option("--second-password-file", type=_PATH, metavar="文件", help="确认人的口令文件。")
@click.option("--paper", type=(str, _PATH), metavar="编号 OUT.pdf", help="把销毁清册印成 PDF。")
@pass_given
def destroy(
    given: Given, propose: bool, confirm: str, withdraw: str, second: str, second_password_file: Path | None, paper: tuple[str, Path] | None
) -> None:  # fmt: skip
    """列出保存期满的档案;两个人分别提出和确认,才会销毁。"""
    if sum(map(bool, (propose, confirm, withdraw, paper))) > 1 or bool(second) != bool(second_password_file):
        raise click.UsageError("一次只办一件事;--second 和 --second-password-file 要一起写。")
    with given.office() as office:
        if confirm:
            password = read_secret(second_password_file) if second_password_file else ""
            done = retention.confirm(office, confirm, second, password, floor=given.house.floor)
            words = f"已销毁档案 {len(done.items)} 份、所含记录 {done.parts} 条、附件 {done.files} 个。"
            given.answer(_told(done), words)
        elif withdraw:
            retention.withdraw(office, withdraw)
            given.answer({"withdrawn": withdraw}, "已撤回,什么也没有销毁。")
        elif paper:
            _print(given, office, *paper)
        else:
            _list(given, office, propose=propose)


def _list(given: Given, office: Office, *, propose: bool) -> None:
    due, scopes = due_list(office), dict[str, list[str]]()
    for one in due.items if propose else ():
        scopes.setdefault(office.ledgers[one.ledger].scope, []).append(one.record)
    for scope, records in scopes.items():
        retention.propose(office, scope, records)
    found = retention.destructions(office)
    rows = [{"ledger": one.ledger, "number": one.number, "on": str(one.on), "basis": one.basis, "parts": one.parts} for one in due.items]
    lines = [f"{one.number}\t{one.on}\t{one.basis}\t所含记录 {one.parts}" for one in due.items] or ["现在没有到期的档案。"]
    lines += [f"不销毁 {one.number}:{one.why}" for one in due.held]
    lines += [f"提议 {one.id}\t{one.proposed_by}\t{len(one.items)} 份\t{one.state_words}" for one in found]
    given.answer({"due": rows, "held": len(due.held), "destructions": [_told(one) for one in found]}, "\n".join(lines))


def _told(one: Destruction) -> dict[str, object]:
    return {
        "id": one.id, "state": one.state, "proposed_by": one.proposed_by, "confirmed_by": one.confirmed_by, "files": len(one.items),
        "counts": {ledger: dict(years) for ledger, years in one.counts.items()},
    }  # fmt: skip


def _print(given: Given, office: Office, destruction: str, out: Path) -> None:
    from jlt_desktop.paper.fonts import Fonts  # paper is read only where something is printed
    from jlt_desktop.services.printing import to_pdf
    from jlt_desktop.services.retention_paper import destruction_document

    writable(out)
    found = retention.known(office, destruction)
    made = to_pdf(destruction_document(office, found), Fonts(given.house.resources / "fonts"))
    write_output(out, made.pdf)
    given.answer({"path": str(out), "pages": made.pages}, f"已写好 {out.name},共 {made.pages} 页。")


COMMANDS = (promote, destroy)
