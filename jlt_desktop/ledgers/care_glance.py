"""What a child's file answers at a glance: who looks after the child, who is away since when, what was agreed, who visited last."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import full_months
from jlt_desktop.domain.fact import Fact
from jlt_desktop.domain.left_behind import by_civil_affairs, by_register
from jlt_desktop.ledgers.care_dues import contacts_and_visits, missing_papers
from jlt_desktop.ledgers.care_rule import missed_periods
from jlt_desktop.ledgers.left_behind_flags import child_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.fields import Values
    from jlt_desktop.domain.record import Record

_DIFFERENT, _EASY = "两种口径不同", "两种口径认定一致。"
_MOE_RULE, _MCA_RULE = "父母一方或双方外出务工满三个月", "不满16周岁、农村户籍,并且双方外出,或一方外出而另一方无监护能力"


def care_glance(record: Record, around: Around) -> Iterable[Fact]:
    """Yield the answers, the most asked first."""
    pupil = around.record("student", record.text("student"))
    yield _carer(record, around)
    yield _away(pupil, around)
    yield _agreed(record, around)
    yield _last(around)
    yield _due(record, around)
    yield from _definitions(record, around)
    yield _reports(around)


def _definitions(record: Record, around: Around) -> Iterable[Fact]:
    """Both definitions side by side; where they differ, each with what it asks for."""
    moe, mca, words = around.texts("care_file", record, ("away_moe", "away_mca", "difference"))
    if words.startswith(_DIFFERENT):
        moe, mca = f"{moe}。这个口径看:{_MOE_RULE}", f"{mca}。这个口径看:{_MCA_RULE}"
    yield Fact("学籍口径", moe)
    yield Fact("民政口径", mca)


def _carer(record: Record, around: Around) -> Fact:
    if record.text("guardianship_type") == "nobody":
        return Fact("谁在照护", "无人监护", "wrong")
    linked = around.record("guardian", record.text("carer"))
    if linked is None:
        return Fact("谁在照护", "还没有登记实际照护人", "due")
    name, relation, phone = around.texts("guardian", linked, ("name", "relation", "phone"))
    age = record.get("carer_age")
    words = f"{name}({relation}{f',{age}岁' if age else ''})"
    return Fact("谁在照护", " ".join(filter(None, (words, phone or "没有登记电话"))))


def _away(pupil: Record | None, around: Around) -> Fact:
    if pupil is None:
        return Fact("谁在外地", "名册里没有这个学生", "wrong")
    found = []
    for one in around.beside(pupil).parts("guardian"):
        since, tags = one.get("away_since"), one.get("status_tags")
        if isinstance(tags, tuple) and "away" in tags:
            months = f",已{full_months(since, around.today)}个月" if isinstance(since, date) else ""
            day = f"{since} 起" if isinstance(since, date) else "起始日期没有填"
            relation, place = around.texts("guardian", one, ("relation", "work_place"))
            found.append(f"{relation} {day}{months} {place}".strip())
    return Fact("谁在外地", ";".join(found) or "没有登记父母外出")


def _agreed(record: Record, around: Around) -> Fact:
    papers = list(around.parts("care_entrustment"))
    if not papers:
        away = record.text("guardianship_type") not in ("parent", "home", "")
        return Fact("约定", "没有登记委托照护", "due" if away else "")
    latest = max(papers, key=lambda one: str(one.get("signed_on") or ""))
    kind, until, often = around.texts("care_entrustment", latest, ("doc_type", "valid_to", "contact_freq"))
    lacks = missing_papers(latest)
    words = kind + (f",到 {until}" if until else "") + (f",亲子联系{often}" if often else "")
    return Fact("约定", words + (f";还缺{'、'.join(lacks)}" if lacks else ""), "due" if lacks else "good")


def _last(around: Around) -> Fact:
    visits = [(str(one.get("date")), "家访", "visitors", "home_visit", one) for one in around.parts("home_visit")]
    talks = [(_day(one.get("at")), "联系", "by", "contact_log", one) for one in around.parts("contact_log")]
    if not visits and not talks:
        return Fact("最近见面", "还没有联系记录", "due")
    words = []
    for found in (visits, talks):
        if found:
            day, kind, who, ledger, one = max(found, key=lambda each: each[0])
            words.append(f"{kind} {day} {around.texts(ledger, one, (who,))[0]}".strip())
    return Fact("最近见面", ";".join(words))


def _day(value: object) -> str:
    return value.date().isoformat() if isinstance(value, datetime) else str(value or "")


def _due(record: Record, around: Around) -> Fact:
    missed = {kind: len(missed_periods(kind, record, around)) for kind in ("contact", "visit")}
    late = [f"错过{'联系' if kind == 'contact' else '家访'} {count} 次" for kind, count in missed.items() if count]
    if record.get("closed_on"):
        return Fact("近期要办", ";".join([f"档案已于 {record.get('closed_on')} 关闭", *late]))
    now = [f"{one.text}({one.on} 前)" for one in contacts_and_visits(record, around) if one.on >= around.today]
    return Fact("近期要办", ";".join([*now, *late]) or "没有要办的", "due" if now or late else "good")


def _reports(around: Around) -> Fact:
    found = list(around.parts("mandatory_report"))
    if not found:
        return Fact("强制报告", "没有")
    open_ones = [one for one in found if not one.get("reported_at")]
    return Fact("强制报告", f"{len(found)} 件" + (f",{len(open_ones)} 件还没有报案" if open_ones else ""), "wrong" if open_ones else "")


def difference(values: Values, around: Around) -> str:
    """Explain in words why the register and civil affairs do not agree about this child."""
    linked = values.get("student")
    pupil = around.record("student", str(linked)) if linked else None
    if pupil is None:
        return ""
    child = child_of(pupil.values, around.beside(pupil).parts("guardian"))
    moe, mca = by_register(child, around.today), by_civil_affairs(child, around.today)
    if moe.holds is None or mca.holds is None:
        return "资料不全,还不能比较:" + ";".join(one.reason for one in (moe, mca) if one.holds is None)
    if moe.holds == mca.holds:
        return _EASY
    rules = f"学籍口径只看{_MOE_RULE};民政口径要{_MCA_RULE}。"
    return f"{_DIFFERENT}。学籍口径:{moe.words};民政口径:{mca.words}。{rules}"
