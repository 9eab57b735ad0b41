"""What somebody has to be told on coming in: the data look older than they were, the clock is wrong, notes were read by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.services.glass import acknowledge, notices
from jlt_desktop.services.signing import fetch_signed, post
from jlt_desktop.services.upkeep import look_back, weekly_look

if TYPE_CHECKING:
    from pathlib import Path

    from jlt_desktop.services.office import Office


def at_the_door(office: Office, witness: Path) -> list[str]:
    """Return the sentences, the gravest first; what is told once is told now. witness: the folder outside the vault."""
    found = [*look_back(office, witness), *weekly_look(office)]
    signed = fetch_signed(office)
    post(office)
    if signed:
        found.append(f"校长已审签 {signed} 批专项报送,请写到 U 盘。")
    if office.session.clock_suspect:
        found.append("电脑的时钟比上次使用时还早,请核对日期和时间;在此期间的记录会注明。")
    told = notices(office)
    if told:
        acknowledge(office)
    return [*found, *told]
