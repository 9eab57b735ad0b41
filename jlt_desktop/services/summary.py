"""任务完成情况汇总表: fifteen lines, one a task, computed from what is owed: how far it is, what is missing, who does it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs, Prose
from jlt_desktop.domain.errors import UserError
from jlt_desktop.domain.figures import SIGNERS
from jlt_desktop.domain.obligation import ELSEWHERE
from jlt_desktop.domain.periods import span, words
from jlt_desktop.services.obligations import overview
from jlt_desktop.sheets.write import Heading, workbook
from jlt_desktop.vault.store import now_utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jlt_desktop.domain.obligation import Standing, State, Task
    from jlt_desktop.services.office import Office

TITLE = "任务完成情况汇总表"
FIRST, LAST = 1, 15
# heading, what else bureaus call it, share of the width
COLUMNS = (
    ("行动", ("协同行动", "六大行动"), 1.3), ("任务", ("任务名称", "重点任务", "工作任务"), 1.1),
    ("工作要求(方案原文)", ("工作要求", "任务要求", "工作内容"), 4.2), ("本期完成情况", ("完成情况", "进展情况", "工作进展"), 3.6),
    ("目标", ("目标任务", "年度目标"), 2.4), ("完成率", ("完成比例", "完成进度"), 0.9), ("佐证份数", ("佐证材料份数", "佐证材料"), 0.7),
    ("存在问题", ("问题", "存在的问题", "存在问题和困难"), 2.4), ("下步措施", ("下一步措施", "下步打算", "下一步打算", "整改措施"), 2.0),
    ("责任人", ("责任部门", "负责人", "责任单位"), 1.2),
)  # fmt: skip
_UNASKED = ("off", "nothing", "later", "unruled")
_SHOWN_UNASKED = ("off", "nothing", "later")


@dataclass(frozen=True, slots=True)
class Line:
    """A task's line: the texts of COLUMNS, and the number it has in the plan."""

    number: int
    texts: tuple[str, ...]


def summary(office: Office, period: str) -> list[Line]:
    """Return the fifteen lines at the end of a period, or today. Nothing is told of what only the counselor may open.

    Raises UserError for a period that has not begun.
    """
    days = span(period, office.around().calendar)
    if days.since > office.today():
        raise UserError(f"{words(period)}还没有开始。", "", "没有生成文件。", "请选已经开始的时间。")
    found = overview(office, min(days.until, office.today()))
    tasks = dict.fromkeys(one.obligation.task for one in found.standings)
    open_ones = [_open(office, one) for one in found.standings]
    return [
        _line(task, [one for one in open_ones if one.obligation.task == task]) for task in tasks if FIRST <= task.number <= LAST
    ]  # fmt: skip


def _open(office: Office, one: Standing) -> Standing:
    """Return an obligation as anybody may see it: what is counted from confidential files stands in the counselor's own sheet."""
    keys = {one.ledger, *(key for key, _ in one.records)} - {""}
    scopes = {office.ledgers[key].scope for key in keys if key in office.ledgers} - {"general"}
    if not scopes:
        return one
    state: State = "principal" if "signing" in scopes else "counselor"
    return replace(one, state=state, rate=None, evidence=0, lacking=(), records=(), unmet=())


def _line(task: Task, standings: Sequence[Standing]) -> Line:
    shown = [one for one in standings if one.state not in _SHOWN_UNASKED]
    asked = [one for one in standings if one.state not in (*_UNASKED, *ELSEWHERE)]
    met = sum(1 for one in asked if one.state == "met")
    owed = [one for one in asked if one.owed]
    return Line(task.number, (
        task.action_title, task.title, task.words,
        ";".join(f"{one.obligation.title}:{one.words if one.state != 'met' else one.fraction}" for one in shown),
        ";".join(f"{one.obligation.title}:{one.obligation.threshold_words}" for one in shown),
        f"{met}/{len(asked)} 项 {met * 100 // len(asked)}%" if asked else "",
        str(sum(one.evidence for one in asked)),
        ";".join(_problem(one) for one in owed), ";".join(_step(one) for one in owed),
        "、".join(dict.fromkeys(one.obligation.owner for one in shown)),
    ))  # fmt: skip


def _problem(one: Standing) -> str:
    missing = f",缺{'、'.join(one.lacking[:3])}{'等' if len(one.lacking) > 3 else ''}" if one.lacking else ""
    return f"{one.obligation.title}还没有做到({one.fraction}){missing}"


def _step(one: Standing) -> str:
    by = f"{one.last.month}月{one.last.day}日前" if one.last and one.days_left is not None and one.days_left >= 0 else "尽快"
    return f"{by}完成{one.obligation.title}"


def summary_document(office: Office, period: str) -> Document:
    """Return the table on paper, to be signed and sealed. Journalled. Raises UserError."""
    rows = [tuple(text.replace(";", "\n") for text in one.texts) for one in summary(office, period)]
    _note(office, "打印", period)
    grid = Grid(tuple(heading for heading, _, _ in COLUMNS), rows, tuple(share for _, _, share in COLUMNS), numbered=True)
    return Document(
        name=TITLE, title=f"{office.school.get('school_name') or ''}教联体{TITLE}", subtitle=words(period), landscape=True,
        blocks=(grid, Prose(_FOOT), Pairs(tuple((one, "") for one in SIGNERS), columns=3)),
        operator=office.user, printed_at=datetime.now().replace(second=0, microsecond=0),
    )  # fmt: skip


_FOOT = (
    "完成情况、完成率、佐证份数由台账算出;完成率是做到的项数占要求的项数。存在问题和下步措施按没有做到的项列出,可以在 Excel 里补充。\n"
    "写着“由心理教师办理”的,数字在心理健康工作统计表里。写着默认值的,方案没有规定数量。"
)


def summary_workbook(office: Office, period: str) -> bytes:
    """Return the table as a workbook. Journalled. Raises UserError."""
    lines = summary(office, period)
    _note(office, "导出", period)
    headings = [Heading("序号", 6), *(Heading(heading, 8 + 7 * share) for heading, _, share in COLUMNS)]
    rows = [(place, *one.texts) for place, one in enumerate(lines, start=1)]
    title = f"{office.school.get('school_name') or ''}教联体{TITLE}({words(period)})"
    return workbook(TITLE, headings, rows, above=(title,), below=(_FOOT, "    ".join(f"{one}:" for one in SIGNERS)))


def _note(office: Office, deed: str, period: str) -> None:
    store = office.session.store("general")
    with store.transaction():
        store.journal.append(now_utc(), deed, "summary", {"period": period, "records": LAST})
