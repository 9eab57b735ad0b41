"""选举记录: how a committee was elected: who could vote, who did, and what each candidate got."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.fields import Choice, Number, Text, Values
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_links import Attachment
from jlt_desktop.domain.fields_person import PersonName
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around

HOW = choose(ballot="无记名投票", hands="举手", online="线上投票", delegates="代表推选")
RESULTS = choose(elected="当选", reserve="候补", lost="未当选")


def votes_add_up(values: Values, _around: Around) -> Iterable[Finding]:
    """Nobody votes who may not, and no candidate has more votes than were cast."""
    eligible, voted, lines = values.get("eligible"), values.get("voted"), values.get("candidates")
    if isinstance(eligible, int) and isinstance(voted, int) and voted > eligible:
        yield Problem("voted", "投票人数多于有选举权的人数,请核对。")
    if isinstance(lines, tuple) and isinstance(voted, int):
        many = [str(line[0]) for line in lines if isinstance(line[1], int) and line[1] > voted]
        if many:
            yield Problem("candidates", f"{'、'.join(many)}的得票多于投票人数,请核对。")


ELECTION = Ledger(
    key="election",
    title="选举记录",
    group="家委会",
    part_of="committee",
    happened="on",
    fields={
        "on": Date(label="选举日期", required=True, leaves=COUNT, purpose="投票的日子。"),
        "term_no": Number(label="选出第几届", least=1, most=99, unit="届", purpose="选的是第几届。"),
        "how": Choice(label="选举方式", options=HOW, required=True, leaves=COUNT),
        "eligible": Number(
            label="有选举权人数", least=1, most=99999, required=True, leaves=COUNT, unit="人", purpose="可以投票的家长人数。"
        ),
        "voted": Number(label="投票人数", least=0, most=99999, required=True, leaves=COUNT, unit="人", purpose="实际投票的人数。"),
        "candidates": Lines(
            label="候选人",
            columns={
                "name": PersonName(label="姓名", required=True),
                "votes": Number(label="得票", least=0, most=99999),
                "result": Choice(label="结果", options=RESULTS, required=True),
            },
            most=60,
            purpose="一人一行;自愿报名或推荐产生,不由学校指定。",
        ),
        "counted_by": Text(label="监票和计票人", most=60, purpose="谁监票、谁计票。"),
        "files": Attachment(label="附件", purpose="选举办法、选票封存照片、结果公示。"),
        "note": Text(label="说明", most=300, multiline=True, purpose="报名、公示的经过。"),
    },
    sheet=("on", "term_no", "how", "eligible", "voted", "candidates"),
    form={
        "选举": ("on", "term_no", "how", "eligible", "voted"),
        "结果": ("candidates", "counted_by", "files", "note"),
    },
    identity=("on", "how"),
    named=("on",),
    search=("counted_by", "note"),
    order=("-on",),
    checks=(votes_add_up,),
)
