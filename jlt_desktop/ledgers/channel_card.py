"""The card for the wall: whom to call in which order when a pupil is in danger; nothing of any pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.document import Document, Grid, Pairs
from jlt_desktop.ledgers.paper_blocks import in_full_width

if TYPE_CHECKING:
    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

_PUBLIC = (("急救", "", "120"), ("报警", "", "110"), ("青少年服务热线", "", "12355"))
_QUIET = "卡上没有任何学生的信息。打电话时不要在走廊里说学生姓名。"


def _contacts(record: Record, around: Around) -> list[tuple[str, ...]]:
    """Return unit, person and number of every channel in use; the lines on the school's page while no channel is registered."""
    channels = [one for one in around.all_of("referral_channel") if one.removed_at is None and one.get("ended_on") is None]
    if channels:
        return [
            (one.text("org") + (" 24小时" if one.get("all_day") else ""), one.text("contact"), one.text("duty_phone")) for one in channels
        ]
    lines = record.get("crisis_contacts")
    return [tuple(str(cell or "") for cell in one) for one in lines] if isinstance(lines, tuple) else []


def channel_card(record: Record, around: Around) -> Document:
    """Return the card, in letters that are read from a step away."""
    rows, minutes = _contacts(record, around), record.get("response_minutes")
    listed = " ".join(cell for row in rows for cell in row)
    rows = [*(row for row in _PUBLIC if row[2] not in listed), *rows]
    steps = (
        "先保证安全:不让学生一个人,收走危险物品。",
        "有生命危险马上打 120;有人伤人或受到侵害马上打 110。",
        "报告心理教师和校长,通知监护人到校。",
        f"打通道电话启动转介,记下时间;{minutes if isinstance(minutes, int) else 60} 分钟内要得到响应,没有响应再打,并报区局。",
        "两人以上护送,和家长当面交接,事后登记。",
    )
    return Document(
        name="心理转介通道联系卡", title="学生心理危机转介通道联系卡", subtitle=record.text("school_name"),
        blocks=(
            Grid(("顺序", "怎样做"), [(str(n), in_full_width(one)) for n, one in enumerate(steps, start=1)], (1, 10), large=True),
            Grid(("单位", "联系人", "电话"), rows, (5, 2.4, 3.4), "打给谁", large=True),
            Pairs((("本校心理教师", ""), ("电话", ""), ("本校值班领导", ""), ("电话", "")), "本校(手填)"),
            Pairs((("说明", in_full_width(_QUIET)),), columns=1),
        ),
    )  # fmt: skip
