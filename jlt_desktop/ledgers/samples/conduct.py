"""Three invented conduct cases for the principal alone: one within the school, one back from special education, one sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples.bands import days_in_bands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Pupil, Town

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_YOUNGEST = 5


def conduct(town: Town) -> Iterator[Sample]:
    """Yield the cases; none in a school without pupils."""
    older = [one for one in town.pupils if town.grade(one.in_class) >= _YOUNGEST] or town.pupils
    for pupil, invented in zip(town.draw.some(older, 3), (_within, _back, _sealed), strict=False):
        yield invented(town, pupil)


def _case(town: Town, pupil: Pupil, **values: object) -> Sample:
    return town.draw.sample(
        "conduct_case", case_no=town.draw.code(_ALPHABET, 8), student=pupil.record.id, name=pupil.name,
        class_title=town.title(pupil.in_class), **values,
    )  # fmt: skip


def _within(town: Town, pupil: Pupil) -> Sample:
    found = town.draw.ago(20, 30)
    return _case(
        town, pupil, found_on=found, kind="minor", behaviours=("truancy", "internet"), state="school",
        facts="本月旷课 4 次,都在校门对面的网吧。本人说“上课听不懂,坐着难受”。", measures=("words", "lessons"), told_on=found,
        told_how="talk", review_on=days_in_bands(town.today)[0],
        steps=(
            (found, "和本人、父亲面谈,约定到校时间", "德育主任", "本人同意"),
            (found + timedelta(days=7), "法治副校长到校谈话", "法治副校长", "一周没有旷课"),
        ),
    )  # fmt: skip


def _back(town: Town, pupil: Pupil) -> Sample:
    found = town.draw.ago(280, 300)
    asked, begun, ended = (found + timedelta(days=days) for days in (30, 60, 240))
    return _case(
        town, pupil, found_on=found, kind="grave", behaviours=("violence", "stakes"), state="back",
        facts="两次在校外殴打同学并索要钱物,公安机关已处理。", measures=("rules", "social"), told_on=found, told_how="letter",
        asked_on=asked, asked_by="监护人和学校共同申请", asked_why="训导、家访和社工介入三次以后仍在校外打人,监护人说管不了。",
        judged_on=asked + timedelta(days=20), opinion="special", decided_by="区教文旅局会同区公安分局", special_at="示例市专门学校",
        special_from=begun, special_to=ended, review_on=days_in_bands(town.today)[1],
        steps=((ended, "接回学校,重新编班,班主任结对", "校长", "按时到校"),),
    )  # fmt: skip


def _sealed(town: Town, pupil: Pupil) -> Sample:
    found = town.draw.ago(200, 220)
    return _case(
        town, pupil, found_on=found, kind="minor", behaviours=("smoking",), state="closed", facts="多次在厕所吸烟。",
        measures=("words",), told_on=found, told_how="phone", closed_on=town.draw.ago(10, 20), closed_why="better",
    )  # fmt: skip
