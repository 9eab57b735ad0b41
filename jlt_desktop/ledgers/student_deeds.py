"""The steps that begin at a pupil: a file of care, a visit, and the report of harm, open to every child whether there is a file or not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.deed import Deed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

FOR_A_REPORT = "发现侵害情形,为强制报告建档"


def _files(record: Record, around: Around) -> list[Record]:
    found = [one for one in around.all_of("care_file") if one.get("student") == record.id and not one.removed_at]
    return sorted(found, key=lambda one: one.get("closed_on") is not None)


def _without(record: Record, around: Around) -> bool:
    return not _files(record, around)


def _with(record: Record, around: Around) -> bool:
    return bool(_files(record, around))


def _file(record: Record, around: Around) -> str:
    return _files(record, around)[0].id


def _new_file(record: Record, around: Around) -> Mapping[str, object]:
    return {"student": record.id, "opened_on": around.today}


def _file_for_a_report(record: Record, around: Around) -> Mapping[str, object]:
    # 困境儿童 by its third condition: harm, or the danger of it
    return {**_new_file(record, around), "categories": ("hardship",), "basis": "school", "basis_note": FOR_A_REPORT}


def _in_care(record: Record, around: Around) -> bool:
    found = _files(record, around)
    return bool(found) and found[0].get("closed_on") is None


def _not_in_care(record: Record, around: Around) -> bool:
    return not _in_care(record, around)


def _visited_today(_record: Record, around: Around) -> Mapping[str, object]:
    return {"date": around.today}


def _found_now(_record: Record, _around: Around) -> Mapping[str, object]:
    return {"found_at": datetime.now().replace(second=0, microsecond=0)}


DEEDS = (
    Deed(
        key="care",
        title="建关爱档案",
        hint="留守、困境、残疾等需要关爱的孩子,一人一档。",
        part="care_file",
        when=_without,
        sets=_new_file,
    ),
    # of a child in care the visit goes into the file, where it counts for the semester too
    Deed(key="visit", title="记家访", hint="去家里或请家长来,谈了什么。", part="family_visit", when=_not_in_care, sets=_visited_today),
    Deed(
        key="visit_in_care",
        title="记家访",
        hint="这个孩子有关爱档案:记在档案里,也算本学期的关爱家访。",
        part="home_visit",
        when=_in_care,
        under=_file,
        sets=_visited_today,
    ),
    Deed(
        key="report",
        title="强制报告",
        hint="发现侵害孩子的情形:先拨 110,再登记。",
        part="mandatory_report",
        when=_with,
        under=_file,
        sets=_found_now,
        urgent=True,
    ),
    Deed(
        key="report_new",
        title="强制报告",
        hint="发现侵害孩子的情形:先拨 110,再登记。这个孩子还没有档案:选五项建档,保存后马上登记报告。",
        part="care_file",
        when=_without,
        sets=_file_for_a_report,
        asks=("categories", "guardianship_type", "guardianship_eval", "edu_status", "body"),
        urgent=True,
    ),
)
