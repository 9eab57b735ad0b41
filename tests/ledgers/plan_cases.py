"""Examples for the checks of the plan's ledgers: check, values, the field of a problem or the ?name of a question."""

from __future__ import annotations

from datetime import date, datetime

D = date
PAST, AHEAD = datetime(2026, 11, 20, 9), datetime(2026, 12, 20, 9)
LESSON = ("第一节", "lesson", "8:00", "8:40")
GRADE = ("g3", 40, 38, 1, 1, 8, 12, 18, 0)

Case = tuple[str, dict[str, object], tuple[str, ...]]


def spans(*pairs: tuple[str, str]) -> list[Case]:
    """Two days in their order, and the wrong way round."""
    early, late, made = D(2026, 3, 1), D(2026, 4, 1), list[Case]()
    for first, last in pairs:
        name = f"proof.{first}_not_after_{last}"
        made += [(name, {first: early, last: late}, ()), (name, {first: early}, ()), (name, {first: late, last: early}, (last,))]
    return made


PLAN_CASES: list[Case] = [
    *spans(
        ("signed_on", "valid_to"), ("from_date", "to_date"), ("effective_from", "effective_to"), ("date_from", "date_to"),
        ("date", "answered_on"), ("from_date", "ended_on"), ("date", "reported_on"), ("found_on", "due_on"), ("found_on", "closed_on"),
        ("agreed_from", "agreed_to"),
    ),
    ("activity_rules.state_fits", {"state": "planned", "start": AHEAD}, ()),
    ("activity_rules.state_fits", {"state": "held", "start": PAST, "end": PAST.replace(hour=11), "summary": "讲了"}, ()),
    ("activity_rules.state_fits", {"state": "held", "start": AHEAD, "summary": "讲了"}, ("state",)),
    ("activity_rules.state_fits", {"state": "held", "start": PAST, "end": PAST.replace(hour=8)}, ("end", "summary")),
    ("activity_rules.state_fits", {"state": "cancelled"}, ("cancel_why",)),
    ("activity_rules.state_fits", {"state": "late", "start": PAST, "summary": "讲了"}, ("late_why",)),
    ("activity_rules.kind_fits", {"kind": "parents_meeting", "classes": "三年级2班、3班", "start": PAST}, ()),
    ("activity_rules.kind_fits", {"kind": "lecture", "node": "midterm", "classes": "全校"}, ()),
    ("activity_rules.kind_fits", {"kind": "lecture"}, ("node",)),
    ("activity_rules.kind_fits", {"kind": "festival"}, ("festival",)),
    ("activity_rules.kind_fits", {"kind": "sport"}, ("sport",)),
    ("activity_rules.kind_fits", {"kind": "parents_meeting"}, ("classes",)),
    ("activity_rules.kind_fits", {"kind": "other", "classes": "二年级、那个班"}, ("classes",)),
    ("activity_rules.kind_fits", {"kind": "study_tour", "state": "held", "consent_rate": 92.5}, ("?consent_below",)),
    ("proof.year_is_one", {"school_year": "2026-2027"}, ()),
    ("proof.year_is_one", {"school_year": "2026-2028"}, ("school_year",)),
    ("team_member.kind_of_team", {"team": "venue_course", "kind": "venue"}, ()),
    ("team_member.kind_of_team", {"team": "fam_edu", "kind": "history"}, ("kind",)),
    ("venue_course.final_is_whole", {"state": "trial"}, ()),
    ("venue_course.final_is_whole", {"state": "final", "pre_class": "读信"}, ("practice", "after_class")),
    ("training.held_and_named", {"date": D(2026, 11, 1), "attended": ("t1", "t2"), "n_attended": 3}, ()),
    ("training.held_and_named", {"date": D(2026, 11, 25)}, ("date",)),
    ("training.held_and_named", {"attended": ("t1", "t2"), "n_attended": 1}, ("n_attended",)),
    ("psych_work.meant_for_somebody", {"kind": "lesson", "classes": "三年级2班", "date": D(2026, 11, 1)}, ()),
    ("psych_work.meant_for_somebody", {"kind": "lesson", "date": D(2026, 11, 1)}, ("grades",)),
    ("psych_work.meant_for_somebody", {"kind": "week", "date": D(2026, 12, 1)}, ("date",)),
    ("bell_schedule.clocks_in_order", {"periods": (LESSON,)}, ()),
    ("bell_schedule.clocks_in_order", {"periods": (("第一节", "lesson", "8:40", "8:00"),)}, ("periods",)),
    ("pe_time_plan.each_day_once", {"days": (("mon", 40, 30, 15, 40), ("tue", 40, 30, 15, 40))}, ()),
    ("pe_time_plan.each_day_once", {"days": (("mon", 40, 30, 15, 40), ("mon", 0, 0, 0, 0))}, ("days",)),
    ("spot_check.trouble_is_told", {"ok": True, "date": D(2026, 11, 1)}, ()),
    ("spot_check.trouble_is_told", {"ok": False, "date": D(2026, 12, 1)}, ("trouble", "date")),
    ("spot_check.classes_are_read", {"classes": "三(2)班,一年级", "date": D(2026, 11, 1)}, ()),
    ("spot_check.classes_are_read", {"classes": "食堂"}, ("classes",)),
    ("sports.two_differ", {"sport_1": "rope", "sport_2": "football"}, ()),
    ("sports.two_differ", {"sport_1": "rope", "sport_2": "rope"}, ("sport_2",)),
    ("fitness_batch.sums_agree", {"by_grade": (GRADE,)}, ()),
    ("fitness_batch.sums_agree", {"n_target": 40, "n_done": 40}, ()),
    ("fitness_batch.sums_agree", {"by_grade": (("g3", 40, 37, 1, 1, *GRADE[5:]),)}, ("by_grade",)),
    ("fitness_batch.sums_agree", {"by_grade": (GRADE, GRADE)}, ("by_grade",)),
    ("fitness_batch.sums_agree", {"n_target": 40, "n_done": 40, "n_good": 12}, ("n_target",)),
    ("fitness_batch.checkup_adds_up", {"n_target": 40, "n_done": 38, "n_missed": 2, "n_screened": 38}, ()),
    ("fitness_batch.checkup_adds_up", {"n_target": 40, "n_done": 38, "n_missed": 1, "n_screened": 39}, ("n_target", "n_screened")),
    ("research.finished_has_a_day", {"state": "running"}, ()),
    ("research.finished_has_a_day", {"state": "finished"}, ("to_date",)),
    ("guard_shift.future_is_not_signed", {"date": D(2026, 11, 24), "people": (("school", "王一", "on_time", True),)}, ()),
    ("guard_shift.future_is_not_signed", {"date": D(2026, 11, 25), "people": (("school", "王一", None, None),)}, ()),
    ("guard_shift.future_is_not_signed", {"date": D(2026, 11, 25), "people": (("school", "王一", "on_time", True),)}, ("people",)),
    ("issue.result_fits", {"date": D(2026, 11, 1), "result": "clean"}, ()),
    ("issue.result_fits", {"date": D(2026, 12, 1), "result": "problems"}, ("date", "findings")),
    ("issue.closing_is_whole", {"state": "doing", "measures": "换灯"}, ()),
    ("issue.closing_is_whole", {"state": "closed", "measures": "换灯", "closed_on": D(2026, 11, 2), "accepted_by": "副校长"}, ()),
    ("issue.closing_is_whole", {"state": "closed"}, ("measures", "closed_on", "accepted_by")),
    ("issue.closing_is_whole", {"state": "doing", "measures": "换灯", "closed_on": D(2026, 11, 25), "accepted_by": "副校长"}, ("closed_on", "state")),
    ("third_party_service.leaves_with_a_reason", {"exit_on": D(2026, 11, 2), "exit_why": "合同到期"}, ()),
    ("third_party_service.leaves_with_a_reason", {"exit_on": D(2026, 11, 2)}, ("exit_why",)),
    ("plan_document.three_people", {"handed_by": "t1", "taken_by": "t2", "signed": True, "items": (("台账", 1, None),)}, ()),
    ("plan_document.three_people", {"handed_by": "t1", "taken_by": "t1", "signed": True}, ("taken_by", "items")),
]  # fmt: skip
