"""What only a few files have: an arrangement of their own, and a sign that had to be reported."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Pupil, Town


def rules(town: Town, head: Sample, place: int) -> Iterator[Sample]:
    """The first child is contacted every week for a while, the second needs no visit this semester."""
    if head.values["closed_on"]:
        return
    if place == 0:
        yield town.draw.sample(
            "care_rule", head.id, kinds=("contact",), every="week", from_date=town.today - timedelta(days=3),
            to_date=town.today + timedelta(days=25), reason="照护的老人住院,先每周联系一次",
        )  # fmt: skip
    if place == 1:
        yield town.draw.sample(
            "care_rule", head.id, kinds=("visit",), every="exempt", from_date=town.first, reason="父母已返乡陪读,家长每周到校",
        )  # fmt: skip


def reports(town: Town, head: Sample, pupil: Pupil, place: int) -> Iterator[Sample]:
    """One sign was reported within the hour; its outcome is still to come."""
    if place:
        return
    found = datetime(town.today.year, town.today.month, town.today.day, 8, 10) - timedelta(days=9)
    yield town.draw.sample(
        "mandatory_report", head.id, signs=("abandoned",), found_at=found, found_by=town.teacher(pupil.in_class).values["staff_name"],
        facts="连续三天没有来校,家里只有孩子一人,灶台是冷的。孩子说:“奶奶住院了,我自己煮面。”", reported_at=found + timedelta(minutes=35),
        reported_to="柳河派出所,接警员 030112", reported_by=town.teacher(pupil.in_class).values["staff_name"],
        said="说明学校名称、孩子年龄、独自在家三天、照护人住院,请求到现场并联系村委会。", bureau_at=found + timedelta(minutes=70),
        bureau_to="安全办值班员", guardian_told="told", measures="班主任当天接到学校宿舍,村妇联主席陪同;只限校长和班主任知道。",
    )  # fmt: skip
