"""The deeds that make keys anew: what each is called, what is said before and after, and how it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jlt_desktop.services import handover

if TYPE_CHECKING:
    from jlt_desktop.services.handover import Somebody
    from jlt_desktop.services.office import Office
    from jlt_desktop.vault.creating import Sheet
    from jlt_desktop.vault.rekey import Progress

_COPIED = "数据会用新钥匙抄成新文件,核对无误才换上;中途断电,不是旧钥匙有效就是新钥匙有效,数据不会丢。"
_BACKUPS = "以前的备份还是用当时的口令和恢复单打开。办完会列出来,请收好或销毁,并马上做一次新备份。"


@dataclass(frozen=True, kw_only=True)
class Deed:
    """title, explain, points: before. said: after. draw: the sheets to print; make: with them on paper. locks: the one present goes.

    draw and make are run on the worker; make returns which copies older keys still open.
    """

    title: str
    explain: str
    points: Sequence[str]
    said: str
    draw: Callable[[], list[Sheet]]
    make: Callable[[Sequence[Sheet], Progress], list[str]]
    locks: bool = False


def leaving(office: Office, who: Somebody) -> Deed:
    """Return the deed by which somebody goes."""
    opens = "、".join(who.opens)
    points = (
        f"“{who.name}”的口令马上作废,以前抄走的钥匙也打不开现在的数据。其他人的口令都不变。",
        f"{opens}换新钥匙。{_COPIED}",
        "这些部分的恢复单重新印,旧的作废。下一步就印。",
        _BACKUPS,
    )
    signs = ("学校的签名钥匙本身不变,报送照旧;怀疑它被人抄走,请与教育局联系。",) if "学校签名" in who.opens else ()
    last = ("办完这里就锁定,您再也打不开。",) if who.me else ()
    return Deed(
        title="离任", explain=f"{who.title}“{who.name}”不再用这份数据。", points=(*points, *signs, *last),
        said=f"“{who.name}”的口令已作废,钥匙已换新。", draw=lambda: handover.sheets_for(office, who.id),
        make=lambda sheets, progress: handover.go(office, who.id, sheets, progress), locks=who.me,
    )  # fmt: skip


def taking_back(office: Office, who: Somebody) -> Deed:
    """Return the deed by which somebody gives back a scope that was lent beyond their role."""
    scope = who.lent[0]
    points = (
        f"“{who.name}”还能用自己的口令,但打不开心理资料了;以前抄走的钥匙也打不开现在的数据。",
        f"心理资料换新钥匙。{_COPIED}",
        "心理资料的两张恢复单重新印,旧的作废。下一步就印。",
        _BACKUPS,
    )
    return Deed(
        title="收回心理资料", explain=f"{who.title}“{who.name}”不再打开心理资料。", points=points,
        said=f"心理资料已收回,“{who.name}”打不开了。", draw=lambda: handover.sheets_of(scope),
        make=lambda sheets, progress: handover.take_back(office, who.id, scope, sheets, progress),
    )  # fmt: skip


def sheets_anew(office: Office) -> Deed:
    """Return the deed by which the recovery sheets of the one present are made anew."""
    points = (
        "您打得开的各部分都印新的恢复单。恢复单丢了、被人看过、用过以后,就该换。",
        f"同时换新钥匙,旧的恢复单连同旧的备份也打不开现在的数据。{_COPIED}",
        "所有人的口令都不变。",
        _BACKUPS,
    )
    return Deed(
        title="重新打印恢复单", explain="只有换了钥匙,旧的恢复单才真正作废。", points=points, said="钥匙已换新,新恢复单从现在起有效。",
        draw=lambda: handover.own_sheets(office), make=lambda sheets, progress: handover.renew_sheets(office, sheets, progress),
    )  # fmt: skip
