"""心理研判会 has no place among the meetings everybody in the office reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jlt_desktop.domain.findings import Finding, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values

_WORDS = re.compile(r"研判会|研判会议|会商研判|心理.{0,6}(研判|会商|个案)|(研判|会商|个案).{0,6}心理")


def no_case_review(values: Values, _around: Around) -> Iterable[Finding]:
    """A meeting about one child's mind is recorded by the counselor, in the confidential ledger."""
    for name in ("title", "topic"):
        if _WORDS.search(str(values.get(name) or "").replace(" ", "")):
            yield Problem(name, "心理研判会不在这里记:请心理教师在“关注名单”里登记三方意见,这里的会议办公室的人都看得到。")
