"""The committees with their members, and what they met about."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from jlt_desktop.ledgers.samples import meeting_texts, names
from jlt_desktop.ledgers.samples.bands import days_in_bands
from jlt_desktop.ledgers.samples.draw import school_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jlt_desktop.ledgers.samples.draw import Sample
    from jlt_desktop.ledgers.samples.meeting_texts import Told
    from jlt_desktop.ledgers.samples.town import ClassKey, Pupil, Town

_MOST_PARENTS = 31
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
    held = [(_meeting(town, one, bodies[one.of], members[one.of], place), one) for place, one in enumerate(told, 1)]
    yield from (meeting for meeting, _ in held)
    yield from (made for meeting, one in held for made in _agenda(town, meeting, one))
    yield from (made for meeting, one in held for made in _votes(town, meeting, one))
    yield from (made for meeting, one in held for made in _resolutions(town, meeting, one))


def _committees(town: Town) -> Iterator[tuple[str, Sample]]:
    draw, this = town.draw, town.today
    founded = date(this.year - 2, 9, 20)
    common: dict[str, object] = {
        "founded_on": founded,
        "term_from": founded,
        "charter_version": f"{founded.year}年通过",
        "charter_on": founded,
        "level": "school",
    }
    yield "guidance", draw.sample(
        "committee", **common, title="家庭教育指导委员会", kind="guidance", approval=f"校发〔{founded.year}〕9号", term_no=1, quorum="half",
        term_to=this + timedelta(days=300), office="德育处",
    )  # fmt: skip
    if town.students:
        # the parents' term is about to end, so that the home page speaks of the election
        yield "parents", draw.sample(
            "committee", **common, title="学校家长委员会", kind="parents", approval=f"校发〔{founded.year}〕10号", term_no=2,
            quorum="two_thirds", term_to=this + timedelta(days=40), office="一楼 106 室",
        )  # fmt: skip
        yield "school", draw.sample(
            "committee", **common, title="家长学校", kind="parent_school", term_no=1, term_to=this + timedelta(days=660), office="阶梯教室",
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
    """One parent of each class, at most 31."""
    roles = ["chair", "vice", "vice", "secretary"]
    seen: set[ClassKey] = set()
    for pupil in town.pupils:
        parent = pupil.at_home
        if pupil.in_class in seen or parent.values["relation"] not in ("father", "mother") or len(seen) == _MOST_PARENTS:
            continue
        seen.add(pupil.in_class)
        yield _parent(town, body, pupil, parent, roles[len(seen) - 1] if len(seen) <= len(roles) else "member")


def _parent(town: Town, body: Sample, pupil: Pupil, parent: Sample, role: str) -> Sample:
    draw = town.draw
    return draw.sample(
        "committee_member", body.id, name=parent.values["name"], role=role, class_title=town.title(pupil.in_class), child=pupil.record.id,
        work=draw.one(_WORK), phone=parent.values["phone"], resource=draw.one(_GIVES) if draw.chance(0.4) else None,
        elected_how="election" if draw.chance(0.7) else "recommended", votes=draw.number(18, 38), from_date=body.values["term_from"],
    )  # fmt: skip


def _meeting(town: Town, told: Told, body: Sample, members: Sequence[Sample], place: int) -> Sample:
    draw = town.draw
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
        minutes_no=f"〔{day.year}〕{place}号", signed_by=town.name("principal"), signed_on=min(town.today, day + timedelta(days=3)),
    )  # fmt: skip


def _agenda(town: Town, meeting: Sample, told: Told) -> Iterator[Sample]:
    by = {"guidance": "德育处", "parents": "家委会秘书处", "school": "心理辅导室"}[told.of]
    for no, (topic, said) in enumerate(told.agenda, 1):
        yield town.draw.sample("agenda_item", meeting.id, no=no, topic=topic, raised_by=by, points=said)


def _votes(town: Town, meeting: Sample, told: Told) -> Iterator[Sample]:
    present = int(str(meeting.values["present_count"]))
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
        yield town.draw.sample("resolution", meeting.id, text=text, owner=owner, due_on=due, state=state, done_on=done)
