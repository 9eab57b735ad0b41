"""The lists and the statistical table of left-behind and special children that bureaus ask for."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jlt_desktop.domain.calendar import full_years, grade, grade_title
from jlt_desktop.domain.report import Balance, Column, Measure, Roll, Section, Tally, option_lines
from jlt_desktop.ledgers.care_crosstab import CARE_BY_GRADE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jlt_desktop.domain.around import Around
    from jlt_desktop.domain.options import Options
    from jlt_desktop.domain.record import Record
    from jlt_desktop.domain.report import Counts, Report, Show

_FATHERS, _MOTHERS = ("father", "stepfather"), ("mother", "stepmother")
_AGES = ((0, 5), (6, 8), (9, 11), (12, 13), (14, 15), (16, 99))
_TEACHER_ORG = "school"


def _pupil(record: Record, around: Around) -> Record | None:
    return around.record("student", record.text("student"))


def _of_pupil(name: str) -> Show:
    def show(record: Record, around: Around) -> str:
        pupil = _pupil(record, around)
        return around.texts("student", pupil, (name,))[0] if pupil else ""

    return show


def _own(name: str) -> Show:
    return lambda record, around: around.texts("care_file", record, (name,))[0]


def _parent(relations: tuple[str, ...], name: str) -> Show:
    def show(record: Record, around: Around) -> str:
        pupil = _pupil(record, around)
        family = around.beside(pupil).parts("guardian") if pupil else ()
        found = next((one for one in family if one.get("relation") in relations), None)
        return around.texts("guardian", found, (name,))[0] if found else ""

    return show


def _carer(name: str) -> Show:
    def show(record: Record, around: Around) -> str:
        linked = around.record("guardian", record.text("carer"))
        return around.texts("guardian", linked, (name,))[0] if linked else ""

    return show


def _agreement(_record: Record, around: Around) -> str:
    signed = any(one.get("signed_on") for one in around.parts("care_entrustment"))
    return "是" if signed else "否"


def _helper(name: str) -> Show:
    def show(record: Record, around: Around) -> str:
        del record
        running = [one for one in around.parts("pairing") if one.get("to_date") is None]
        return around.texts("pairing", running[0], (name,))[0] if running else ""

    return show


def _visits(_record: Record, around: Around) -> str:
    return str(len(around.parts("home_visit")))


def last_seen(record: Record, around: Around) -> date | None:
    """Return the day of the last real contact of any kind; None when there was none."""
    del record
    found = [one.get("at") for one in around.parts("contact_log")] + [one.get("date") for one in around.parts("home_visit")]
    days = [one.date() if isinstance(one, datetime) else one for one in found]
    return max((one for one in days if isinstance(one, date)), default=None)


def _seen(record: Record, around: Around) -> str:
    day = last_seen(record, around)
    return day.isoformat() if day else "没有记录"


def _unseen_for(record: Record, around: Around) -> str:
    day = last_seen(record, around)
    return f"{(around.today - day).days} 天" if day else "—"


def _order_unseen(record: Record, around: Around) -> str:
    return (last_seen(record, around) or date.min).isoformat()


def active(record: Record, _around: Around) -> bool:
    """Tell whether a file is open."""
    return record.get("closed_on") is None


def _measure_note(around: Around) -> str:
    rule = around.local_rule
    which = "父母双方" if rule.which == "both" else "父母一方或双方"
    rural = "、农村户籍" if rule.rural_only else ""
    local = f"地方口径:{which}外出满{rule.months}个月、不满{rule.age}周岁{rural}"
    return f"口径:学籍口径按外出务工满三个月;民政口径按国发〔2016〕13号;{local}。在册:没有关闭的档案。"


def _aged(low: int, high: int) -> Counts:
    def counts(record: Record, around: Around) -> bool:
        pupil = _pupil(record, around)
        born = pupil.get("birth_date") if pupil else None
        return isinstance(born, date) and low <= full_years(born, around.today) <= high

    return counts


def _no_age(record: Record, around: Around) -> bool:
    pupil = _pupil(record, around)
    return not (pupil and isinstance(pupil.get("birth_date"), date))


def _pupil_is(name: str, value: object) -> Counts:
    def counts(record: Record, around: Around) -> bool:
        pupil = _pupil(record, around)
        return pupil is not None and pupil.get(name) == value

    return counts


def _in_grade(number: int) -> Counts:
    def counts(record: Record, around: Around) -> bool:
        return _grade(record, around) == number

    return counts


def _grade(record: Record, around: Around) -> int | None:
    pupil = _pupil(record, around)
    entry = pupil.get("entry_year") if pupil else None
    return grade(entry, around.today, around.calendar.stage) if isinstance(entry, int) else None


def _other_grade(record: Record, around: Around) -> bool:
    found = _grade(record, around)
    return found is None or not 1 <= found <= 12


def _away(words: str) -> Counts:
    return lambda record, around: around.texts("care_file", record, ("parents_away",))[0] == words


def _flag(name: str) -> Counts:
    return lambda record, around: around.texts("care_file", record, (name,))[0].startswith("是")


def _pairs(options: Options) -> list[tuple[str, str]]:
    return [(one.key, one.label) for one in options]


def care_reports(
    *, categories: Options, guardianship: Options, evaluation: Options, body: Options, schooling: Options
) -> tuple[Report, ...]:
    """Return the reports of the ledger of care files; the options are those of its fields."""
    return (_roll(), _tally(categories, guardianship, evaluation, body, schooling), CARE_BY_GRADE, _unseen())


def _roll() -> Roll:
    # what is posted up says who is helped by whom, and nothing of why: no category, no state of a family, no number of any kind
    columns = (
        Column("姓名", _of_pupil("name"), 1.3, "name"),
        Column("性别", _of_pupil("sex"), 0.6),
        Column("民族", _of_pupil("ethnicity"), 0.8, "out", paper=False),
        Column("出生日期", _of_pupil("birth_date"), 1.8, "out"),
        Column("身份证号", _of_pupil("id_no"), 2.2, "out"),
        Column("学籍号", _of_pupil("edu_no"), 2.3, "out", paper=False),
        Column("班级", _of_pupil("grade_class"), 1.3),
        Column("是否寄宿", _of_pupil("boarding"), 0.9),
        Column("户籍地址", _of_pupil("hukou_addr"), 2, "out", paper=False),
        Column("现住址", _of_pupil("home_addr"), 2, "out"),
        Column("类别", _own("categories"), 1.4, "out"),
        Column("留守类型", _own("parents_away"), 1, "out"),
        Column("父亲姓名", _parent(_FATHERS, "name"), 1.2, "out", paper=False),
        Column("父亲务工地", _parent(_FATHERS, "work_place"), 1.3, "out"),
        Column("父亲电话", _parent(_FATHERS, "phone"), 1.5, "out", paper=False),
        Column("母亲姓名", _parent(_MOTHERS, "name"), 1.2, "out", paper=False),
        Column("母亲务工地", _parent(_MOTHERS, "work_place"), 1.3, "out"),
        Column("母亲电话", _parent(_MOTHERS, "phone"), 1.5, "out", paper=False),
        Column("实际照护人", _carer("name"), 1.2, "out"),
        Column("关系", _carer("relation"), 1, "out", paper=False),
        Column("照护人电话", _carer("phone"), 1.9, "out"),
        Column("照护人年龄", _own("carer_age"), 0.7, "out", paper=False),
        Column("委托照护协议", _agreement, 0.8, "out"),
        Column("监护评估", _own("guardianship_eval"), 0.8, "out"),
        Column("救助帮扶", _own("aid_received"), 1.2, "out", paper=False),
        Column("身体情况", _own("body"), 0.9, "out", paper=False),
        Column("帮扶人", _helper("helper_name"), 1.2),
        Column("帮扶人电话", _helper("helper_phone"), 1.5, "out", paper=False),
        Column("家访次数", _visits, 0.6),
        Column("备注", lambda _r, _a: "", 0.8, paper=False),
    )
    return Roll(key="roll", title="留守与特殊儿童花名册", columns=columns, counts=active, note=_measure_note)


def _unseen() -> Roll:
    columns = (
        Column("姓名", _of_pupil("name"), 1.3, "name"),
        Column("班级", _of_pupil("grade_class"), 1.4),
        Column("类别", _own("categories"), 1.6, "out"),
        Column("最近一次联系", _seen, 1.8),
        Column("距今", _unseen_for, 1),
        Column("实际照护人", _carer("name"), 1.2, "out"),
        Column("照护人电话", _carer("phone"), 1.9, "out"),
    )
    return Roll(
        key="unseen",
        title="多久没有见过的孩子",
        columns=columns,
        counts=active,
        order=_order_unseen,
        note=lambda _around: "谈心、电话、视频、家访、活动都算;这张表只看有没有见到,不打分、不排名。",
        signers=(),
    )


def _tally(categories: Options, guardianship: Options, evaluation: Options, body: Options, schooling: Options) -> Tally:
    ages = (*(Measure(_age_words(low, high), _aged(low, high)) for low, high in _AGES), Measure("未填", _no_age))
    grades = (*(Measure(grade_title(number), _in_grade(number)) for number in range(1, 13)), Measure("未填", _other_grade))
    away = tuple(Measure(words, _away(words)) for words in ("双方外出", "父外出", "母外出", "均在家", "未登记"))
    return Tally(
        key="tally",
        title="留守与特殊儿童统计表",
        columns=(
            Measure("总人数"),
            Measure("男", _pupil_is("sex", "male")),
            Measure("女", _pupil_is("sex", "female")),
            Measure("寄宿", _pupil_is("boarding", "board")),
            Measure("学籍口径留守", _flag("away_moe")),
            Measure("民政口径留守", _flag("away_mca")),
        ),
        sections=(
            Section("按年龄", ages),
            Section("按年级", grades, present=True),
            Section("按就学情况", option_lines("edu_status", _pairs(schooling))),
            Section("按身体情况", option_lines("body", _pairs(body))),
            Section("按监护类型", option_lines("guardianship_type", _pairs(guardianship))),
            Section("按监护评估", option_lines("guardianship_eval", _pairs(evaluation))),
            Section("按父母外出", away),
            Section("按类别(一人可属几类,不相加)", tuple(_category_lines(_pairs(categories))), whole=False),
        ),
        counts=active,
        balances=(Balance("总人数", ("男", "女")),),
        note=_measure_note,
    )


def _age_words(low: int, high: int) -> str:
    if low == 0:
        return "5岁及以下"
    return "16岁及以上" if high == 99 else f"{low}—{high}岁"


def _category_lines(options: Iterable[tuple[str, str]]) -> Iterable[Measure]:
    # without the line for blanks: every file has a category
    return option_lines("categories", list(options))[:-1]
