"""The committees with their members, and what they met about."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples import meeting_texts, names
from jlt_desktop.ledgers.samples.bands import days_in_bands
from jlt_desktop.ledgers.samples.committees import charters, elected
from jlt_desktop.ledgers.samples.draw import school_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.meeting_texts import Told
    from jlt_desktop.ledgers.samples.town import ClassKey, Pupil, Town

_MOST_PARENTS = 31
_REVISED_AT = "家长委员会全体会议"
_NOT_ISSUED = ("家长委员会常委会议", "家长委员会换届筹备会")
_WORK = ("务农", "个体经营", "镇卫生院护士", "村小卖部", "养殖户", "货车司机", "乡镇企业工人", "返乡创业", "电商")
_GIVES = ("会木工,可帮修桌椅", "可提供法律咨询", "熟悉食品安全", "可组织志愿护学", "会理发", "有面包车,可帮运送物资")
_OUTSIDE = (("派出所民警", "community"), ("镇卫生院医生", "community"), ("柳河村村委会", "community"), ("前营子村妇联", "community"))


def meetings(town: Town) -> Iterator[Sample]:
    """Yield committees, members, meetings and what belongs to each, ledger by ledger."""
    bodies = dict(_committees(town))
    yield from bodies.values()
    members = {key: list(_members(town, key, body)) for key, body in bodies.items()}
    yield from (one for some in members.values() for one in some)
    told = [one for one in (*meeting_texts.GUIDANCE, *meeting_texts.PARENTS) if one.of in bodies]
    told.sort(key=lambda one: -one.days_ago)
    numbers = dict(_numbers(town, told))
    held = [(_meeting(town, one, bodies[one.of], members[one.of], numbers[one.title]), one) for one in told]
    yield from (meeting for meeting, _ in held)
    yield from (made for meeting, one in held for made in _agenda(town, meeting, one))
    yield from (made for meeting, one in held for made in _votes(town, meeting, one))
    yield from (made for meeting, one in held for made in _resolutions(town, meeting, one))
    yield from (made for meeting, one in held for made in _opinions(town, meeting, one))
    plenary = next((meeting for meeting, one in held if one.title == _REVISED_AT), None)
    yield from (made for body in bodies.values() for made in charters(town, body, plenary))
    yield from (elected(town, bodies[key], members[key]) for key in bodies if key == "parents")


def _committees(town: Town) -> Iterator[tuple[str, Sample]]:
    draw, this = town.draw, town.today
    founded = date(this.year - 2, 9, 20)
    common: dict[str, object] = {"founded_on": founded, "term_from": founded, "level": "school"}
    first = {"charter_version": f"{founded.year}年通过", "charter_on": founded, "quorum": "half"}
    revised = school_day(this - timedelta(days=next(one.days_ago for one in meeting_texts.PARENTS if one.title == _REVISED_AT)))
    yield "guidance", draw.sample(
        "committee", **common, **first, title="家庭教育指导委员会", kind="guidance", approval=f"校发〔{founded.year}〕9号", term_no=1,
        term_to=this + timedelta(days=300), office="德育处",
    )  # fmt: skip
    if town.students:
        # the parents' term is about to end, so that the home page speaks of the election
        yield "parents", draw.sample(
            "committee", **common, title="学校家长委员会", kind="parents", approval=f"校发〔{founded.year}〕10号", term_no=2,
            charter_version=f"{revised.year}年修订", charter_on=revised, quorum="two_thirds", term_to=this + timedelta(days=40),
            office="一楼 106 室",
        )  # fmt: skip
        yield "school", draw.sample(
            "committee", **common, **first, title="家长学校", kind="parent_school", term_no=1, term_to=this + timedelta(days=660),
            office="阶梯教室",
        )  # fmt: skip


def _members(town: Town, key: str, body: Sample) -> Iterator[Sample]:
    since = body.values["term_from"]
    if key == "parents":
        yield from _parents(town, body)
        yield town.draw.sample("committee_member", body.id, name=town.name("vice_principal"), role="leader", from_date=since)
        return
    leaders = (("principal", "chair"), ("moral_director", "vice"), ("clerk", "secretary"), ("psych_full", "teacher"), ("doctor", "teacher"))
    for post, role in leaders:
        person = town.posts[post][0].values
        yield town.draw.sample(
            "committee_member", body.id, name=person["staff_name"], role=role, work="本校教职工", phone=person["phone"],
            elected_how="recommended", from_date=since,
        )  # fmt: skip
    for work, role in _OUTSIDE if key == "guidance" else ():
        yield town.draw.sample(
            "committee_member", body.id, name=names.grown(town.draw, "male"), role=role, work=work, phone=town.numbers.phone(),
            elected_how="recommended", from_date=since,
        )  # fmt: skip


def _parents(town: Town, body: Sample) -> Iterator[Sample]:
    """One parent of each class, at most 31, and one whose child has moved to another school in the meantime."""
    roles = ["chair", "vice", "vice", "secretary"]
    seen: set[ClassKey] = set()
    for pupil in town.pupils:
        parent = pupil.at_home
        if pupil.in_class in seen or parent.values["relation"] not in ("father", "mother") or len(seen) == _MOST_PARENTS:
            continue
        seen.add(pupil.in_class)
        yield _parent(town, body, pupil, parent, roles[len(seen) - 1] if len(seen) <= len(roles) else "member")
    chosen = {key: next(one for one in town.pupils if one.in_class == key) for key in seen}
    gone = [one for one in town.pupils if one.record.values["enrol_status"] == "transferred" and one not in chosen.values()]
    if gone and gone[0].at_home.values["relation"] in ("father", "mother"):
        yield _parent(town, body, gone[0], gone[0].at_home, "member")


def _parent(town: Town, body: Sample, pupil: Pupil, parent: Sample, role: str) -> Sample:
    draw = town.draw
    return draw.sample(
        "committee_member", body.id, name=parent.values["name"], role=role, class_title=town.title(pupil.in_class), child=pupil.record.id,
        work=draw.one(_WORK), phone=parent.values["phone"], resource=draw.one(_GIVES) if draw.chance(0.4) else None,
        elected_how="election" if draw.chance(0.7) else "recommended", votes=draw.number(18, 38), from_date=body.values["term_from"],
    )  # fmt: skip


def _meeting(town: Town, told: Told, body: Sample, members: Sequence[Sample], number: str) -> Sample:
    draw = town.draw
    if told.days_ago < 0:
        return _planned(town, told, body, members)
    away = draw.some(members, draw.number(0, max(0, len(members) // 6)))
    present = [one for one in members if one not in away]
    day = school_day(town.today - timedelta(days=told.days_ago))
    start = datetime(day.year, day.month, day.day, 14, 0)
    chair = next((one for one in present if one.values["role"] == "chair"), present[0])
    return draw.sample(
        "meeting", title=told.title, seq=draw.number(1, 3), kind=told.kind, committee=body.id, start=start, place=told.place,
        end=start + timedelta(minutes=draw.one((70, 90, 100))), chair=chair.values["name"], recorder=town.name("clerk"),
        due_count=len(members), present_count=len(present), present=tuple(one.id for one in present),
        on_leave="、".join(str(one.values["name"]) for one in away) or None, observers="各年级组长" if told.kind == "plenary" else None,
        discussion="\n".join(f"{topic}:{said}" for topic, said in told.agenda), opinions=told.opinions or None,
        notice_on=day - timedelta(days=5), notice_how=("paper", "group"), notice_to="全体成员", signed_record_on=day,
        **({} if told.title in _NOT_ISSUED else {
            "minutes_no": number, "signed_by": town.name("principal"), "signed_on": min(town.today, day + timedelta(days=3)),
        }),
    )  # fmt: skip


def _planned(town: Town, told: Told, body: Sample, members: Sequence[Sample]) -> Sample:
    day = school_day(town.today - timedelta(days=told.days_ago))
    chair = next((str(one.values["name"]) for one in members if one.values["role"] == "chair"), town.name("principal"))
    return town.draw.sample(
        "meeting", title=told.title, kind=told.kind, committee=body.id, start=datetime(day.year, day.month, day.day, 14, 0),
        place=told.place, chair=chair, recorder=town.name("clerk"), notice_on=town.today, notice_how=("group",),
        notice_to="全体成员、各年级组长", notice_note="请先看发在家长群里的选举办法草案。",
    )  # fmt: skip


def _numbers(town: Town, told: Sequence[Told]) -> Iterator[tuple[str, str]]:
    """Yield the number of each meeting's minutes, counted anew for each committee and year; those not issued have none yet."""
    counts: dict[tuple[str, int], int] = {}
    for one in told:
        row = (one.of, school_day(town.today - timedelta(days=one.days_ago)).year)
        if one.title not in _NOT_ISSUED:
            counts[row] = counts.get(row, 0) + 1
        yield one.title, f"〔{row[1]}〕{counts.get(row, 0)}号"


def _agenda(town: Town, meeting: Sample, told: Told) -> Iterator[Sample]:
    by = {"guidance": "德育处", "parents": "家委会秘书处", "school": "心理辅导室"}[told.of]
    for no, (topic, said) in enumerate(told.agenda, 1):
        yield town.draw.sample("agenda_item", meeting.id, no=no, topic=topic, raised_by=by, points=said or None)


def _votes(town: Town, meeting: Sample, told: Told) -> Iterator[Sample]:
    present = int(str(meeting.values.get("present_count", 0)))
    for topic in told.votes:
        against = town.draw.number(0, min(2, present // 4))
        abstained = town.draw.number(0, min(2, present // 4))
        yield town.draw.sample(
            "vote", meeting.id, topic=topic, ayes=present - against - abstained, noes=against, abstained=abstained,
            how=town.draw.one(("hands", "ballot")),
        )  # fmt: skip


def _resolutions(town: Town, meeting: Sample, told: Told) -> Iterator[Sample]:
    """Those of the first meeting are open in every band; the others are done or well under way."""
    open_days = days_in_bands(town.today)
    start = meeting.values["start"]
    held = start.date() if isinstance(start, datetime) else town.today
    for place, (text, owner) in enumerate(told.resolutions):
        if told is meeting_texts.GUIDANCE[0]:
            due, state, done = open_days[place % len(open_days)], ("open", "doing")[place % 2], None
        else:
            due = held + timedelta(days=10)
            done = min(due, town.today) - timedelta(days=place) if held + timedelta(days=place) < town.today else None
            state = "done" if done else "open"
        yield town.draw.sample(
            "resolution", meeting.id, text=text, owner=owner, due_on=due, state=state, done_on=done,
            progress="已布置下去,正在办。" if state == "doing" else None,
        )  # fmt: skip


def _opinions(town: Town, meeting: Sample, told: Told) -> Iterator[Sample]:
    start = meeting.values["start"]
    held = start.date() if isinstance(start, datetime) else town.today
    for text, handed_to, answer in told.raised:
        yield town.draw.sample(
            "parent_opinion", meeting.id, text=text, raised_by="某家长", handed_to=handed_to or None, due_on=held + timedelta(days=15),
            answer=answer or None, answered_on=min(town.today, held + timedelta(days=9)) if answer else None,
            told="公开栏" if answer else None,
        )  # fmt: skip
