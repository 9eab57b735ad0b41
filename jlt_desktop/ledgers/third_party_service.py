"""第三方课后服务: outside bodies that give lessons after school, and whether each of the six conditions is met."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.domain.due import Due
from jlt_desktop.domain.fields import Choice, Derived, Number, Text, Values, YesNo
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import TEACH_SERVICE
from jlt_desktop.ledgers.proof import count, evidence, forward

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

OPINION = choose(agreed=("同意", "家委会同意"), refused="不同意", none=("没有征求", "未征求"))
RATING = choose(good=("好", "满意"), fair=("一般", "基本满意"), bad=("差", "不满意"))
_NOTICE = timedelta(days=30)


def missing(values: Values, today: date) -> tuple[str, ...]:
    """Return which of the six conditions are not met on a day."""
    teachers, start, end = values.get("teachers"), values.get("agreed_from"), values.get("agreed_to")
    unchecked = not isinstance(teachers, tuple) or any(line[1] is None for line in teachers)
    agreed = isinstance(start, date) and start <= today and not (isinstance(end, date) and end < today)
    rules = (
        ("白名单", not values.get("whitelist_batch")),
        ("协议", not agreed),
        ("公示", values.get("posted_on") is None),
        ("收费", values.get("fee") is None or (bool(values.get("fee")) and not values.get("fee_basis"))),
        ("无犯罪记录查询", unchecked),
        ("非学科类", values.get("non_academic") is not True),
    )
    return tuple(name for name, lacking in rules if lacking)


def works(values: Values, today: date) -> bool:
    """Tell whether a body works at the school on a day: it has begun and not left."""
    start, left = values.get("agreed_from"), values.get("exit_on")
    return not (isinstance(start, date) and start > today) and not (isinstance(left, date) and left <= today)


def compliance(values: Values, around: Around) -> str:
    """Return whether all six conditions are met, and which are not."""
    if not works(values, around.today):
        return "已退出" if values.get("exit_on") else "还没有开始"
    lacking = missing(values, around.today)
    return f"还缺{'、'.join(lacking)}" if lacking else "合规"


def leaves_with_a_reason(values: Values, _around: Around) -> Iterable[Finding]:
    """Whoever left did so for a reason."""
    if values.get("exit_on") and not values.get("exit_why"):
        yield Problem("exit_why", "填了退出日期,请写退出原因。")


def service_is_in_order(record: Record, around: Around) -> Iterable[Due]:
    """A body at work meets all conditions; its agreement is renewed before it ends."""
    if not works(record.values, around.today):
        return
    lacking, start, end = missing(record.values, around.today), record.get("agreed_from"), record.get("agreed_to")
    if lacking:
        yield Due(
            key=f"service:{record.id}", ledger="third_party_service", record=record.id, text=f"补齐:{'、'.join(lacking)}",
            about=record.text("org"), on=start if isinstance(start, date) else around.today,
            basis="方案任务15:第三方课后服务规范管理",
        )  # fmt: skip
    if isinstance(end, date) and around.today <= end <= around.today + _NOTICE:
        yield Due(
            key=f"service_end:{record.id}:{end.isoformat()}", ledger="third_party_service", record=record.id,
            text="课后服务协议快到期,续签或办退出", about=record.text("org"), on=end, basis="协议写明的期限",
        )  # fmt: skip


THIRD_PARTY_SERVICE = Ledger(
    key="third_party_service",
    title="第三方课后服务",
    group="拓视野",
    happened="agreed_from",
    standing=True,
    fields={
        "org": Text(
            label="机构名称", most=60, required=True, leaves=PSEUDONYM, aliases=("机构", "第三方机构"), purpose="营业执照上的全称。"
        ),
        "uscc": Text(
            label="统一社会信用代码",
            leaves=PSEUDONYM,
            pattern=r"[0-9A-Z]{18}",
            pattern_help="统一社会信用代码是 18 位数字和大写字母。",
            purpose="营业执照上的 18 位代码。",
        ),
        "whitelist_batch": Text(label="白名单批次", most=60, leaves=PSEUDONYM, aliases=("白名单",), purpose="在主管部门哪一批白名单里。"),
        "qualification": Text(label="资质", most=100, leaves=PSEUDONYM, purpose="办学许可证等。"),
        "programs": Text(
            label="服务项目", most=200, required=True, leaves=PSEUDONYM, aliases=("项目",), purpose="开哪些课,例如编程、书法。"
        ),
        "non_academic": YesNo(label="非学科类", leaves=PSEUDONYM, aliases=("是否非学科类",), purpose="都不是语数外等学科的选“是”。"),
        "agreed_from": Date(label="协议开始", leaves=PSEUDONYM, aliases=("协议起",), purpose="协议从哪天起。"),
        "agreed_to": Date(label="协议结束", leaves=PSEUDONYM, aliases=("协议止",), purpose="协议到哪天止,到期前 30 天提醒。"),
        "fee": Number(
            label="收费标准", least=0, most=99999, decimals=2, unit="元", leaves=PSEUDONYM, purpose="每生每学期多少元;不收费填 0。"
        ),
        "fee_basis": Text(label="收费依据", most=100, leaves=PSEUDONYM, purpose="哪个文件定的标准。"),
        "posted_on": Date(label="公示日期", leaves=PSEUDONYM, purpose="机构、项目、收费公示的日子。"),
        "opinion": Choice(label="家委会意见", options=OPINION, leaves=PSEUDONYM),
        "n_pupils": count("参加学生", "参加的学生人数。"),
        "teachers": Lines(
            label="教师",
            columns={"name": Text(label="姓名", most=30, required=True), "check_on": Date(label="无犯罪记录查询日期")},
            purpose="来上课的每位教师一行;没有查过的,日期空着会提醒。",
        ),
        "compliance": Derived(
            label="合规",
            compute=compliance,
            leaves=PSEUDONYM,
            purpose="白名单、协议、公示、收费、无犯罪记录查询、非学科类,六样都有才合规。",
        ),
        "rating": Choice(label="评价", options=RATING, leaves=PSEUDONYM),
        "exit_on": Date(label="退出日期", leaves=PSEUDONYM, purpose="不再服务的日子。"),
        "exit_why": Text(label="退出原因", most=100, leaves=COUNT, purpose="为什么退出。"),
        "evidence": evidence("协议扫描、公示截图、资质证明。"),
    },
    sheet=("org", "programs", "whitelist_batch", "agreed_from", "agreed_to", "fee", "posted_on", "n_pupils", "compliance"),
    form={
        "机构": ("org", "uscc", "whitelist_batch", "qualification", "programs", "non_academic"),
        "协议和收费": ("agreed_from", "agreed_to", "fee", "fee_basis", "posted_on", "opinion", "n_pupils"),
        "教师": ("teachers",),
        "之后": ("rating", "exit_on", "exit_why", "evidence"),
    },
    identity=("org",),
    search=("org", "programs"),
    order=("org",),
    checks=(leaves_with_a_reason, forward("agreed_from", "agreed_to", "协议结束早于开始,请核对。")),
    dues=(service_is_in_order,),
    due_blank=("exit_on",),
    handling=TEACH_SERVICE,
)
