"""留守与特殊儿童档案: one file per child (一人一档), its head; visits, contacts and agreements are its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jlt_desktop.domain.codes import DISABILITY
from jlt_desktop.domain.fields import Choice, Choices, Derived, Number, Text, Values, YesNo
from jlt_desktop.domain.fields_lines import Lines
from jlt_desktop.domain.fields_links import Attachment, Link
from jlt_desktop.domain.fields_time import Date
from jlt_desktop.domain.findings import Finding, Problem
from jlt_desktop.domain.leaves import COUNT, PSEUDONYM
from jlt_desktop.domain.ledger import Indicator, Ledger
from jlt_desktop.ledgers.care_deeds import DEEDS
from jlt_desktop.ledgers.care_dues import contacts_and_visits, entrustment_missing, pupil_left, verified_each_semester
from jlt_desktop.ledgers.care_glance import care_glance, difference
from jlt_desktop.ledgers.care_paper import care_document
from jlt_desktop.ledgers.care_reports import care_reports
from jlt_desktop.ledgers.choices import choose
from jlt_desktop.ledgers.handlings import CARED_FOR
from jlt_desktop.ledgers.keeping import CARE_FILE_KEPT
from jlt_desktop.ledgers.left_behind_flags import (
    file_local_flag,
    file_mca_flag,
    file_moe_flag,
    file_no_carer,
    parents_away,
    parents_places,
)
from jlt_desktop.ledgers.mandatory_report import report_of_new_file
from jlt_desktop.ledgers.numbering import yearly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.record import Record

CATEGORIES = choose(
    left_behind=("留守儿童", "农村留守儿童", "留守"),
    hardship="困境儿童",
    orphan="孤儿",
    de_facto_orphan=("事实无人抚养儿童", "事实孤儿"),
    disabled="残疾儿童",
    single_parent="单亲家庭",
    dibao=("低保", "低保家庭"),
    dibao_edge="低保边缘",
    tekun="特困供养",
    poverty_monitor=("脱贫户或监测户", "脱贫户", "监测户", "建档立卡"),
    fin_difficulty="家庭经济困难",
    migrant=("流动儿童或随迁子女", "流动儿童", "随迁子女"),
    serious_illness="重病儿童",
    parent_custody="父母服刑或戒毒人员子女",
)
BASIS = choose(
    civil="民政认定", disabled="残联证件", village="村(社区)证明", parent="家长申报", school="学校摸排", aid="资助系统", other="其他"
)
CAPABLE = choose(able="有", unable="无", na="不适用")
RETURNS = choose(month="每月", quarter="每季", half="每半年", year="每年", two_years="两年以上", irregular="不定")
GUARDIANSHIP = choose(
    parent="父母一方", grand="祖辈", maternal="外祖辈", relative="其他亲属", other="非亲属", home="福利机构", nobody="无人监护"
)
EVALUATION = choose(good="较好", fair="一般", poor="差")
INCOME = choose(wages="打工收入", farming="种养殖业", relief="政府救助", relatives="亲朋接济", other="其他")
AID = choose(dibao="享受低保", temporary="临时救助", medical="医疗救助", housing="住房救助", school="学生资助", other="其他")
BODY = choose(healthy="健康", disabled="残疾", ill="患病(重特大)")
SCHOOLING = choose(primary="小学", junior="初中", senior="高中", vocational="中职", dropped="辍学", out="不在学", home="送教上门")
NEEDS = choose(study="学业辅导", living="生活照料", company="亲情陪伴", money="经济资助", rehab="康复", safety="安全")
CLOSED = choose(returned="父母返乡", grown="年满16周岁", transferred="转学", graduated="毕业", ended="类别消失", other="其他")


def _in_category(key: str) -> Callable[[Record, Around], bool]:
    def counts(record: Record, _around: Around) -> bool:
        chosen = record.get("categories")
        return record.get("closed_on") is None and isinstance(chosen, tuple) and key in chosen

    return counts


def dated_categories(values: Values, around: Around) -> Mapping[str, object]:
    """Write a line for each category that came, since when and by which ground, and end the line of each that went.

    Whoever wrote the lines by hand is left to it.
    """
    chosen, lines, before = values.get("categories"), values.get("category_dates"), around.before
    if not isinstance(chosen, tuple) or (lines and (before is None or lines != before.get("category_dates"))):
        return {}
    kept = lines if isinstance(lines, tuple) else ()
    since = around.today if kept else values.get("opened_on") or around.today
    running = {line[0] for line in kept if line[2] is None}
    ended = tuple((*line[:2], around.today, *line[3:]) if line[2] is None and line[0] not in chosen else line for line in kept)
    return {"category_dates": (*ended, *((key, since, None, values.get("basis"), None) for key in chosen if key not in running))}


def categories_agree(values: Values, _around: Around) -> Iterable[Finding]:
    """Each category in force has an open line with its day, and no open line stands for one that is not."""
    chosen, lines = values.get("categories"), values.get("category_dates")
    if not isinstance(chosen, tuple) or not isinstance(lines, tuple):
        return
    running = {line[0] for line in lines if line[2] is None}
    lacking, over = [key for key in chosen if key not in running], [key for key in running if key not in chosen]
    if lacking:
        yield Problem("category_dates", f"“{'、'.join(map(CATEGORIES.label, lacking))}”没有起始日期,请加一行。")
    if over:
        yield Problem("category_dates", f"“{'、'.join(map(CATEGORIES.label, over))}”已不在类别里,请填结束日期。")
    if any(line[2] and line[2] < line[1] for line in lines):
        yield Problem("category_dates", "有一行的结束日期早于起始日期,请核对。")


def hardship_grounds(values: Values, around: Around) -> str:
    """Name which of the three conditions of 困境儿童 the file itself shows; the recognition stays with people."""
    chosen = values.get("categories")
    kinds = set(chosen) if isinstance(chosen, tuple) else set()
    found = []
    if kinds & {"dibao", "dibao_edge", "tekun", "poverty_monitor", "fin_difficulty"}:
        found.append("家庭贫困")
    if values.get("body") in ("disabled", "ill") or kinds & {"disabled", "serious_illness"}:
        found.append("自身残疾或重病")
    unkept = values.get("guardianship_eval") == "poor" or values.get("guardianship_type") == "nobody"
    if unkept or file_no_carer(values, around).startswith("是"):
        found.append("监护缺失或监护不当")
    return f"资料显示:{'、'.join(found)}(是否认定由民政部门定)" if found else "资料没有显示"


def conditions(values: Values, _around: Around) -> Iterable[Finding]:
    """The fields that some other field makes necessary."""
    if values.get("body") == "disabled" and values.get("dis_type") is None:
        yield Problem("dis_type", "身体情况是残疾,请填残疾类别。")
    if values.get("closed_on") and not values.get("closed_reason"):
        yield Problem("closed_reason", "填了退出日期,请选退出原因。")
    if values.get("closed_reason") and not values.get("closed_on"):
        yield Problem("closed_on", "选了退出原因,请填退出日期。")
    opened, closed = values.get("opened_on"), values.get("closed_on")
    if opened and closed and str(closed) < str(opened):
        yield Problem("closed_on", "退出日期早于建档日期,请核对。")
    if values.get("reopened_on") and not values.get("reopened_why"):
        yield Problem("reopened_why", "重新打开档案,请写明原因。")


CARE_FILE = Ledger(
    key="care_file",
    title="留守与特殊儿童",
    group="学生",
    happened="opened_on",
    standing=True,
    fields={
        "file_no": Text(label="档案编号", most=20, leaves=PSEUDONYM, typed=False, purpose="保存时自动编号。"),
        "student": Link(
            label="学生", to="student", required=True, aliases=("姓名", "学生姓名", "儿童姓名"), purpose="输姓名首字母选;一个孩子一份档案。"
        ),
        "categories": Choices(label="类别", options=CATEGORIES, required=True, special=True, leaves=PSEUDONYM, aliases=("儿童类别",)),
        "category_dates": Lines(
            label="类别起止",
            columns={
                "category": Choice(label="类别", options=CATEGORIES, required=True),
                "since": Date(label="起始日期", required=True),
                "until": Date(label="结束日期"),
                "ground": Choice(label="依据", options=BASIS),
                "note": Text(label="说明", most=60),
            },
            special=True,
            purpose="每个类别从哪天起、依据什么;不再属于时填结束日期。勾选或去掉类别时程序会自动写一行。",
        ),
        "basis": Choice(label="认定依据", options=BASIS, required=True),
        "basis_note": Text(label="依据说明", most=200, purpose="证明的名称、编号,或摸排的时间和经手人。"),
        "basis_file": Attachment(label="依据材料", purpose="证明、证件的照片或扫描件。"),
        "opened_on": Date(label="建档日期", required=True, leaves=COUNT, purpose="建这份档案的日子。"),
        "verified_on": Date(label="最近核实日期", leaves=COUNT, purpose="最近一次核对情况还对不对的日子,每学期至少一次。"),
        "verified_by": Link(label="核实人", to="staff", purpose="核对的老师。"),
        "parents_away": Derived(label="父母外出情况", compute=parents_away, needs=("student",), purpose="由学生的家庭成员带出。"),
        "away_moe": Derived(label="学籍口径", compute=file_moe_flag, needs=("student",), purpose="由家庭成员的外出情况计算,不能手填。"),
        "away_mca": Derived(label="民政口径", compute=file_mca_flag, needs=("student",), purpose="按国发〔2016〕13号计算,不能手填。"),
        "away_local": Derived(
            label="地方口径", compute=file_local_flag, needs=("student",), purpose="按“学校信息”里的地方口径计算,不能手填。"
        ),
        "difference": Derived(label="口径比较", compute=difference, needs=("student",), purpose="两种口径认定不同时说明原因。"),
        "no_carer": Derived(
            label="事实无人抚养条件", compute=file_no_carer, needs=("student",), purpose="按民发〔2019〕62号对照父母情况;认定由民政部门定。"
        ),
        "hardship": Derived(label="困境条件", compute=hardship_grounds, needs=("student",), purpose="按国发〔2016〕36号三种情形对照。"),
        "parents_places": Derived(label="父母务工地", compute=parents_places, needs=("student",), purpose="由家庭成员的务工地带出。"),
        "other_parent_capable": Choice(label="另一方有无监护能力", options=CAPABLE, special=True, leaves=PSEUDONYM),
        "return_pattern": Choice(label="返乡频次", options=RETURNS),
        "carer": Link(
            label="实际照护人", to="guardian", leaves=COUNT, aliases=("实际监护人",), purpose="先在学生的家庭成员里登记,再在这里选。"
        ),
        "carer_age": Number(label="照护人年龄", least=16, most=110, unit="岁", purpose="实际照护人的周岁。"),
        "guardianship_type": Choice(label="监护类型", options=GUARDIANSHIP, required=True, leaves=PSEUDONYM),
        "guardianship_eval": Choice(
            label="监护情况评估",
            aliases=("监护情况",),
            options=EVALUATION,
            required=True,
            special=True,
            leaves=PSEUDONYM,
            purpose="较好:照护人较好履行责任,孩子生活、学习、身心有保障。\n一般:基本履行、基本保障,但有行为或心理方面的潜在风险。\n"
            "差:无人监护,或照护人能力不足,孩子极易或已经出现偏差、辍学、流浪等情况。",
        ),
        "income_source": Choices(label="家庭经济来源", options=INCOME, leaves=PSEUDONYM),
        "aid_received": Choices(label="救助帮扶", options=AID, special=True, leaves=PSEUDONYM),
        "body": Choice(label="身体情况", options=BODY, required=True, special=True, leaves=PSEUDONYM),
        "dis_type": Choice(label="残疾类别", options=DISABILITY, special=True, leaves=COUNT),
        "dis_grade": Choice(label="残疾等级", options=choose(g1="一级", g2="二级", g3="三级", g4="四级"), special=True, leaves=COUNT),
        "dis_cert": Text(label="残疾人证号", most=24, special=True, purpose="残疾人证上的号码,没有证不填。"),
        "edu_status": Choice(label="就学情况", options=SCHOOLING, required=True, leaves=PSEUDONYM),
        "hukou_registered": YesNo(label="已登记户口", leaves=COUNT, purpose="孩子已上户口的选“是”。"),
        "strengths": Text(label="兴趣特长与性格", most=200, multiline=True, purpose="用中性的话写。"),
        "needs": Choices(label="主要需求", options=NEEDS, leaves=COUNT),
        "village_contact": Text(label="村(居)委会联系人和电话", most=60, purpose="有事先找谁,写姓名和电话。"),
        "child_director": Text(label="儿童主任或督导员", most=40, purpose="村(居)儿童主任或乡镇儿童督导员。"),
        "closed_on": Date(label="退出日期", leaves=COUNT, purpose="不再需要关爱的日子;填了以后不再提醒。"),
        "closed_reason": Choice(label="退出原因", options=CLOSED, leaves=PSEUDONYM),
        "reopened_on": Date(label="重新打开日期", purpose="关闭以后又需要关爱的日子。"),
        "reopened_why": Text(label="重新打开的原因", most=200, purpose="为什么又需要关爱。"),
    },
    sheet=(
        "file_no",
        "student",
        "categories",
        "guardianship_type",
        "guardianship_eval",
        "body",
        "basis",
        "edu_status",
        "carer",
        "opened_on",
        "verified_on",
        "closed_on",
        "closed_reason",
    ),
    form={
        "建档": (
            "file_no",
            "student",
            "categories",
            "category_dates",
            "basis",
            "basis_note",
            "basis_file",
            "opened_on",
            "verified_on",
            "verified_by",
        ),
        "监护": (
            "guardianship_type",
            "guardianship_eval",
            "carer",
            "carer_age",
            "other_parent_capable",
            "return_pattern",
        ),
        "生活与身体": (
            "edu_status",
            "body",
            "dis_type",
            "dis_grade",
            "dis_cert",
            "hukou_registered",
            "income_source",
            "aid_received",
            "needs",
            "strengths",
        ),
        "联系与退出": ("village_contact", "child_director", "closed_on", "closed_reason", "reopened_on", "reopened_why"),
    },
    identity=("student",),
    search=("file_no", "student", "village_contact"),
    order=("-opened_on", "file_no"),
    handling=CARED_FOR,
    named=("student", "file_no"),
    match=(("file_no",), ("student",)),
    unique=("file_no",),
    once=("student",),
    numbers={"file_no": yearly("TS")},
    keeps=(dated_categories,),
    checks=(conditions, categories_agree),
    dues=(contacts_and_visits, verified_each_semester, entrustment_missing, pupil_left),
    due_parts=("contact_log", "home_visit", "care_rule", "care_entrustment"),
    due_recent=("contact_log", "home_visit"),
    due_reads={"contact_log": ("at",), "home_visit": ("date",)},
    glance=care_glance,
    deeds=DEEDS,
    reports=care_reports(categories=CATEGORIES, guardianship=GUARDIANSHIP, evaluation=EVALUATION, body=BODY, schooling=SCHOOLING),
    paper=care_document,
    then=report_of_new_file,
    retention=CARE_FILE_KEPT,
    indicators=(
        Indicator(key="active", label="在册档案数", counts=lambda r, _a: r.get("closed_on") is None),
        *(Indicator(key=f"category_{one.key}", label=one.label, counts=_in_category(one.key)) for one in CATEGORIES),
    ),
)
