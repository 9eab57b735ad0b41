"""The charters of the committees, one of them revised, and how the parents were elected."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.town import Town

_CHAPTERS = """\
第一章 总则:本会由在校学生家长选举产生,参与学校管理,沟通学校与家庭。
第二章 组织机构与产生:每班一名委员,民主选举,自愿报名。
第三章 权利:知情、参与、评价、监督。
第四章 义务:反映家长意见,不泄露学生和家庭的信息。
第五章 职责:参与学校管理、参与教育工作、沟通学校与家庭。
第六章 会议制度:每学期至少一次全体会议,到会达到比例方可表决。
第七章 工作纪律:不得收费、摊派,不得推销商品。
第八章 附则:由全体会议通过后施行。"""


def charters(town: Town, body: Sample, plenary: Sample | None) -> Iterator[Sample]:
    """Yield the versions of one committee's charter; that of the parents was revised at their plenary meeting."""
    founded, kind = body.values["founded_on"], body.values["kind"]
    year = founded.year if isinstance(founded, date) else town.today.year
    yield town.draw.sample(
        "charter", body.id, version=f"{year}年通过", adopted_on=founded, quorum="half", votes="half_present",
        term_years=2 if kind == "parents" else 3, chapters=_CHAPTERS if kind == "parents" else None,
    )  # fmt: skip
    start = plenary.values["start"] if plenary else None
    if kind == "parents" and plenary and isinstance(start, datetime):
        yield town.draw.sample(
            "charter", body.id, version=f"{start.year}年修订", adopted_on=start.date(), adopted_at=plenary.id, quorum="two_thirds",
            votes="two_thirds_present", term_years=2, chapters=_CHAPTERS, note="到会比例由过半数改为三分之二。",
        )  # fmt: skip


def elected(town: Town, body: Sample, members: Sequence[Sample]) -> Sample:
    """Return the election of the parents who serve now."""
    voted = town.draw.number(45, 60)
    lines = [(one.values["name"], one.values.get("votes"), "elected") for one in members if one.values.get("child")]
    return town.draw.sample(
        "election", body.id, on=body.values["term_from"], term_no=body.values["term_no"], how="ballot", eligible=voted + 4, voted=voted,
        candidates=tuple(lines[:30]), counted_by="两名家长代表监票,德育处计票", note="各班家长自愿报名,公示五天,没有异议。",
    )  # fmt: skip
