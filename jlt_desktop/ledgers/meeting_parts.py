"""议题、表决、决议: what a meeting had before it, how it voted, and what it resolved, with owner and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Derived, Number, Text, Values
from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.case_review import no_case_review
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.committee_dues import resolution_is_open
from jlt_desktop.ledgers.meeting_deeds import RESOLUTION_DEEDS
from jlt_desktop.ledgers.meeting_seal import PART_SEAL, RESOLUTION_SEAL
from jlt_desktop.ledgers.quorum import carried

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

VOTING = choose(hands="举手", ballot="无记名投票", online="线上", acclaim="鼓掌通过")
PROGRESS = choose(open="未办", doing="在办", done=("办结", "已办"), dropped="撤销")


def done_has_a_day(values: Values, _around: Around) -> Iterable[Finding]:
    """What is done was done on a day."""
    if values.get("state") == "done" and values.get("done_on") is None:
        yield Problem("done_on", "决议已办结,请填完成日期。")


def votes_within_attendance(values: Values, around: Around) -> Iterable[Finding]:
    """No more votes are cast than members came."""
    present = around.parent.get("present_count") if around.parent else None
    cast = [one for name in ("ayes", "noes", "abstained") if isinstance(one := values.get(name), int)]
    if isinstance(present, int) and sum(cast) > present:
        yield Problem("ayes", f"赞成、反对、弃权加起来 {sum(cast)} 票,实到只有 {present} 人,请核对。")


AGENDA_ITEM = Ledger(
    key="agenda_item",
    title="议题",
    group="家委会",
    part_of="meeting",
    fields={
        "no": Number(label="序号", least=1, most=99, required=True, leaves=PSEUDONYM, purpose="第几个议题。"),
        "topic": Text(label="议题", most=120, required=True, leaves=PSEUDONYM, purpose="一句话写清议什么。"),
        "raised_by": Text(label="提出人", most=30, purpose="谁提出来的。"),
        "points": Text(label="讨论要点", most=2000, multiline=True, purpose="讨论了哪几点。"),
    },
    sheet=("no", "topic", "raised_by", "points"),
    form={"议题": ("no", "topic", "raised_by", "points")},
    identity=("no", "topic"),
    named=("topic",),
    search=("topic", "points"),
    order=("no",),
    checks=(no_case_review,),
    seal=PART_SEAL,
)
VOTE = Ledger(
    key="vote",
    title="表决",
    group="家委会",
    part_of="meeting",
    fields={
        "topic": Text(label="表决事项", most=120, required=True, leaves=PSEUDONYM, aliases=("议题",), purpose="对哪件事表决。"),
        "ayes": Number(label="赞成", least=0, most=9999, required=True, leaves=PSEUDONYM, unit="票", purpose="赞成票数。"),
        "noes": Number(label="反对", least=0, most=9999, required=True, leaves=PSEUDONYM, unit="票", purpose="反对票数。"),
        "abstained": Number(label="弃权", least=0, most=9999, required=True, leaves=PSEUDONYM, unit="票", purpose="弃权票数。"),
        "how": Choice(label="方式", options=VOTING, leaves=PSEUDONYM),
        "carried": Derived(label="是否通过", compute=carried, purpose="按开会那天的章程算;没有章程时按到会过半数。"),
    },
    sheet=("topic", "ayes", "noes", "abstained", "how", "carried"),
    form={"表决": ("topic", "ayes", "noes", "abstained", "how")},
    identity=("topic",),
    search=("topic",),
    order=("topic",),
    checks=(votes_within_attendance,),
    seal=PART_SEAL,
)
RESOLUTION = Ledger(
    key="resolution",
    title="决议",
    group="家委会",
    part_of="meeting",
    happened="due_on",
    fields={
        "text": Text(
            label="决议事项",
            most=300,
            multiline=True,
            required=True,
            leaves=PSEUDONYM,
            aliases=("内容",),
            purpose="定下来要做的事,一条写一件。",
        ),
        "owner": Text(label="责任人或部门", most=40, required=True, purpose="谁或哪个部门去办。"),
        "due_on": Date(label="完成期限", required=True, leaves=PSEUDONYM, purpose="哪天前办完,没办完会一直提醒。"),
        "state": Choice(label="状态", options=PROGRESS, required=True, leaves=PSEUDONYM),
        "done_on": Date(label="完成日期", leaves=PSEUDONYM, purpose="办完的日子。"),
        "progress": Text(label="落实情况", most=1000, multiline=True, purpose="办到哪一步、为什么推迟;签发以后只能接着往后写。"),
        "files": Attachment(label="附件", purpose="办结的证明、照片。"),
    },
    sheet=("text", "owner", "due_on", "state", "done_on"),
    form={"决议": ("text", "owner", "due_on"), "落实": ("state", "done_on", "progress", "files")},
    identity=("text", "owner"),
    named=("text",),
    search=("text", "owner"),
    order=("due_on",),
    checks=(done_has_a_day,),
    dues=(resolution_is_open,),
    deeds=RESOLUTION_DEEDS,
    seal=RESOLUTION_SEAL,
)
