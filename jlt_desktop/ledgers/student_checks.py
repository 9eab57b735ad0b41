"""What is asked of a pupil's record beyond its single fields, and what the home page says about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.findings import Finding, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

_SAME = {"sight", "hearing", "mind"}


def identity_known(values: Values, _around: Around) -> Iterable[Finding]:
    """A pupil has an identity number, or it is said that there is none yet."""
    if not values.get("id_no") and values.get("id_type") in ("resident", "residence"):
        yield Question("id_missing", "id_no", "没有填身份证件号;暂时没有证件的请把证件类型改为“暂无证件”,或写明原因。")


def disability_agrees(values: Values, _around: Around) -> Iterable[Finding]:
    """随班就读 and the kind of disability agree; otherwise ask."""
    disability, inclusive = values.get("disability_type"), values.get("inclusive_edu")
    if inclusive in (None, "none") or disability is None:
        return
    agrees = disability == inclusive if inclusive in _SAME else disability not in (*_SAME, "none")
    if not agrees:
        yield Question("inclusive_differs", "inclusive_edu", "随班就读类别与残疾类型对不上,请核对后说明。")


def classless(record: Record, around: Around) -> Iterable[Due]:
    """A pupil in school belongs to a class."""
    if record.get("enrol_status") in (None, "enrolled") and (record.get("entry_year") is None or record.get("class_no") is None):
        yield Due(
            key=f"classless:{record.id}",
            ledger="student",
            record=record.id,
            text="补填入学年和班号",
            about=record.text("name"),
            on=around.today + timedelta(days=14),
            basis="学生要归入班级,名册和统计才完整",
        )
