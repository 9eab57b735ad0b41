"""Each check and each due rule of every ledger: an example that passes and one that does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from jlt_desktop.domain.around import Around
from jlt_desktop.domain.calendar import SchoolCalendar
from jlt_desktop.domain.due import Due
from jlt_desktop.domain.findings import Problem, Question
from jlt_desktop.domain.left_behind import LocalRule
from jlt_desktop.domain.record import Record
from jlt_desktop.ledgers import ALL
from tests.ledgers.office_cases import OFFICE_CASES
from tests.ledgers.plan_cases import PLAN_CASES

TODAY = date(2026, 11, 24)
OLDER = Record("s14", "student", 1, {"birth_date": date(2011, 1, 1)})
AROUND = Around(
    today=TODAY, calendar=SchoolCalendar(), local_rule=LocalRule(), record=lambda _ledger, one: OLDER if one == "s14" else None,
    parent=Record("c1", "concern", 1, {"student": "s14", "present_count": 10}),  # also a meeting that ten came to
    all_of=lambda _ledger: (
        Record("m1", "meeting", 1, {"title": "一", "minutes_no": "〔2026〕3号"}),
        Record("m2", "meeting", 1, {"title": "二", "minutes_no": "〔2026〕4号"}, removed_at="2026-11-01"),
    ),
)  # fmt: skip
GOOD = "21099920170517001X"  # a boy of 17 May 2017; the check digit is right
WRONG = "210999201705170012"
D = date


def named(function: Callable[..., Any]) -> str:
    return f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"


CHECKS = {named(one): one for ledger in ALL for one in ledger.checks}
DUES = {named(one): one for ledger in ALL for one in ledger.dues}

# check, values, what it finds: a field for a problem, ?name for a question
OPINIONS = {
    f"{who}_{what}": value
    for who in ("homeroom", "counselor", "health_vp")
    for what, value in (("by", "王一"), ("on", D(2026, 9, 1)), ("how", "talk"))
}
T = datetime(2026, 11, 20, 9)
SOON, LATER = datetime(2026, 11, 20, 9, 30), datetime(2026, 11, 20, 11)
CLOSED = {"t_found": T, "closed_on": D(2026, 11, 20), "facts": "哭", "actions": "陪伴", "consent": "written", "mandatory_report": False}
SUMS = {"n_target": 100, "n_done": 94, "n_refused": 2, "n_missed": 2, "n_leave": 1, "n_na": 1}
SIGNED = {"decision": "agreed", "guardian": "张父", "relation": "father", "signed_on": D(2026, 11, 1)}
CASES: list[tuple[str, dict[str, object], tuple[str, ...]]] = [
    ("identity_checks.name_is_clean", {"name": "张三"}, ()),
    ("identity_checks.name_is_clean", {"name": None}, ()),
    ("identity_checks.name_is_clean", {"name": "张\ue863"}, ("?name_private_use",)),
    ("identity_checks.name_is_clean", {"name": "张三?"}, ("?name_characters",)),
    ("identity_checks.name_is_clean", {"name": "张"}, ("?name_length",)),
    ("identity_checks.identity_agrees", {"id_no": None, "birth_date": D(2017, 1, 1)}, ()),
    ("identity_checks.identity_agrees", {"id_no": GOOD, "birth_date": D(2017, 5, 17), "sex": "male"}, ()),
    ("identity_checks.identity_agrees", {"id_no": GOOD}, ()),
    ("identity_checks.identity_agrees", {"id_no": WRONG}, ("?id_checksum",)),
    ("identity_checks.identity_agrees", {"id_no": GOOD, "birth_date": D(2017, 5, 18)}, ("?id_birth_differs",)),
    ("identity_checks.identity_agrees", {"id_no": GOOD, "sex": "female"}, ("?id_sex_differs",)),
    ("identity_checks.identity_agrees", {"id_no": WRONG, "birth_date": D(2016, 1, 1), "sex": "female"}, ("?id_checksum", "?id_birth_differs", "?id_sex_differs")),
    ("identity_checks.school_number_agrees", {"id_no": GOOD, "edu_no": f"G{GOOD}"}, ()),
    ("identity_checks.school_number_agrees", {"id_no": GOOD, "edu_no": f"J{WRONG}"}, ()),
    ("identity_checks.school_number_agrees", {"id_no": None, "edu_no": f"G{GOOD}"}, ()),
    ("identity_checks.school_number_agrees", {"id_no": GOOD, "edu_no": f"G{WRONG}"}, ("?edu_no_differs",)),
    ("student_checks.identity_known", {"id_type": "resident", "id_no": GOOD}, ()),
    ("student_checks.identity_known", {"id_type": "none"}, ()),
    ("student_checks.identity_known", {}, ()),
    ("student_checks.identity_known", {"id_type": "resident"}, ("?id_missing",)),
    ("student_checks.identity_known", {"id_type": "residence"}, ("?id_missing",)),
    ("student_checks.disability_agrees", {"disability_type": "sight", "inclusive_edu": "sight"}, ()),
    ("student_checks.disability_agrees", {"disability_type": "limb", "inclusive_edu": "other"}, ()),
    ("student_checks.disability_agrees", {"disability_type": "limb", "inclusive_edu": "none"}, ()),
    ("student_checks.disability_agrees", {"disability_type": None, "inclusive_edu": "sight"}, ()),
    ("student_checks.disability_agrees", {"disability_type": "limb", "inclusive_edu": "sight"}, ("?inclusive_differs",)),
    ("student_checks.disability_agrees", {"disability_type": "sight", "inclusive_edu": "other"}, ("?inclusive_differs",)),
    ("student_checks.disability_agrees", {"disability_type": "none", "inclusive_edu": "other"}, ("?inclusive_differs",)),
    ("guardian.away_needs_since", {"status_tags": None}, ()),
    ("guardian.away_needs_since", {"status_tags": ("away",), "away_since": D(2026, 3, 1)}, ()),
    ("guardian.away_needs_since", {"status_tags": ("home",)}, ()),
    ("guardian.away_needs_since", {"status_tags": ("away",)}, ("away_since",)),
    ("guardian.away_needs_since", {"status_tags": ("away", "home"), "away_since": D(2026, 3, 1)}, ("status_tags",)),
    ("care_file.conditions", {"body": "healthy"}, ()),
    ("care_file.conditions", {"body": "disabled", "dis_type": "limb"}, ()),
    ("care_file.conditions", {"opened_on": D(2026, 3, 1), "closed_on": D(2026, 3, 1), "closed_reason": "returned"}, ()),
    ("care_file.conditions", {"body": "disabled"}, ("dis_type",)),
    ("care_file.conditions", {"closed_on": D(2026, 3, 1)}, ("closed_reason",)),
    ("care_file.conditions", {"closed_reason": "returned"}, ("closed_on",)),
    ("care_file.conditions", {"opened_on": D(2026, 3, 1), "closed_on": D(2026, 2, 28), "closed_reason": "returned"}, ("closed_on",)),
    ("care_file.conditions", {"reopened_on": D(2026, 3, 1)}, ("reopened_why",)),
    ("care_file.categories_agree", {"categories": ("dibao",), "category_dates": (("dibao", D(2026, 3, 1), None, None, None),)}, ()),
    ("care_file.categories_agree", {"categories": ("dibao",), "category_dates": (("dibao", D(2026, 3, 1), D(2026, 4, 1), None, None),)}, ("category_dates",)),
    ("care_file.categories_agree", {"categories": (), "category_dates": (("dibao", D(2026, 3, 1), None, None, None),)}, ("category_dates",)),
    ("care_file.categories_agree", {"categories": ("dibao",), "category_dates": (("orphan", D(2026, 3, 1), D(2026, 2, 1), None, None), ("dibao", D(2026, 3, 1), None, None, None))}, ("category_dates",)),
    ("care_rule.exemption_has_a_reason", {"every": "week", "from_date": D(2026, 3, 1), "to_date": D(2026, 3, 1)}, ()),
    ("care_rule.exemption_has_a_reason", {"every": "exempt"}, ("reason",)),
    ("care_rule.exemption_has_a_reason", {"every": "week", "from_date": D(2026, 3, 1), "to_date": D(2026, 2, 1)}, ("to_date",)),
    ("care_entrustment.agreement_conditions", {"doc_type": "agreement", "signed_on": D(2026, 3, 1), "contact_freq": "week", "disqualifiers": ("none",)}, ()),
    ("care_entrustment.agreement_conditions", {"doc_type": "oral"}, ()),
    ("care_entrustment.agreement_conditions", {"doc_type": "confirmation"}, ("signed_on",)),
    ("care_entrustment.agreement_conditions", {"doc_type": "oral", "disqualifiers": ("habits", "none")}, ("disqualifiers",)),
    ("care_entrustment.agreement_conditions", {"doc_type": "oral", "disqualifiers": ("habits",)}, ("?unfit_carer",)),
    ("care_entrustment.agreement_conditions", {"doc_type": "oral", "contact_freq": "month"}, ("?contact_below_law",)),
    ("pairing.ends_after_start", {"from_date": D(2026, 3, 1), "to_date": D(2026, 3, 1)}, ()),
    ("pairing.ends_after_start", {"from_date": D(2026, 3, 1)}, ()),
    ("pairing.ends_after_start", {"from_date": D(2026, 3, 1), "to_date": D(2026, 2, 28)}, ("to_date",)),
    ("contact_log.issue_names_whom", {"issue": None}, ()),
    ("contact_log.issue_names_whom", {"issue": "没有作业本", "handoff": "none"}, ()),
    ("contact_log.issue_names_whom", {"issue": "没有作业本"}, ("handoff",)),
    ("home_visit.follow_up_has_a_day", {"date": D(2026, 3, 1)}, ()),
    ("home_visit.follow_up_has_a_day", {"date": D(2026, 3, 1), "follow_up": "送书", "follow_up_due": D(2026, 3, 1)}, ()),
    ("home_visit.follow_up_has_a_day", {"date": D(2026, 3, 1), "follow_up": "送书"}, ("follow_up_due",)),
    ("home_visit.follow_up_has_a_day", {"date": D(2026, 3, 1), "follow_up": "送书", "follow_up_due": D(2026, 2, 28)}, ("follow_up_due",)),
    ("concern_opinions.three_opinions", {"state": "listed", **OPINIONS}, ()),
    ("concern_opinions.three_opinions", {"state": "to_review"}, ()),
    ("concern_opinions.three_opinions", {"state": "listed", "urgent": True}, ()),
    ("concern_opinions.three_opinions", {"state": "listed"}, ("homeroom_by", "counselor_by", "health_vp_by")),
    ("concern_opinions.three_opinions", {"state": "observing", **OPINIONS, "health_vp_by": None, "health_vp_on": None, "health_vp_how": None}, ("health_vp_by",)),
    ("concern_opinions.three_opinions", {"state": "screened", "homeroom_by": "王一"}, ("homeroom_on",)),
    ("concern_opinions.three_opinions", {"state": "screened", "homeroom_on": D(2026, 9, 1)}, ("homeroom_by",)),
    ("concern_opinions.three_opinions", {"state": "listed", "urgent": True, "counselor_by": "王一"}, ("counselor_on",)),
    ("concern_opinions.three_opinions", {"state": "listed", **OPINIONS, "homeroom_how": None}, ("homeroom_how",)),
    ("concern_opinions.three_opinions", {"state": "observing", "urgent": True}, ("homeroom_by", "counselor_by", "health_vp_by")),
    ("concern_opinions.different_levels_are_explained", {"homeroom_level": "l3", "counselor_level": "l3"}, ()),
    ("concern_opinions.different_levels_are_explained", {"homeroom_level": "l3", "counselor_level": "l2", "dissent": "各有理由"}, ()),
    ("concern_opinions.different_levels_are_explained", {"homeroom_level": "l3", "counselor_level": "l2"}, ("?dissent_unwritten",)),
    ("concern_states.conditions", {"student": "s1", "state": "listed", "level": "l2"}, ()),
    ("concern_states.conditions", {"name": "张三", "state": "screened"}, ()),
    ("concern_states.conditions", {"name": "张三", "state": "removed", "removed_on": D(2026, 9, 1), "removed_why": "stable"}, ()),
    ("concern_states.conditions", {"name": "张三", "state": "screened", "urgent": True, "counselor_by": "钱心理"}, ()),
    ("concern_states.conditions", {"name": "张三", "state": "listed"}, ("level",)),
    ("concern_states.conditions", {"name": "张三", "state": "removed"}, ("removed_on", "removed_why")),
    ("concern_states.conditions", {"name": "张三", "state": "screened", "urgent": True}, ("counselor_by",)),
    ("concern_states.conditions", {"state": "screened"}, ("name",)),
    ("concern_states.conditions", {"name": "张三", "state": "suspended"}, ("level",)),
    ("concern_states.conditions", {"name": "张三", "state": "removed", "removed_why": "stable", "found_on": D(2026, 9, 2), "removed_on": D(2026, 9, 1), "keep_until": D(2026, 8, 1)}, ("removed_on", "keep_until")),
    ("follow_up.not_in_the_future", {"month": "2026-11"}, ()),
    ("follow_up.not_in_the_future", {"month": "2025-12"}, ()),
    ("follow_up.not_in_the_future", {"month": "2026-12"}, ("month",)),
    ("committee.term_in_order", {"term_from": D(2026, 3, 1), "term_to": D(2026, 3, 2)}, ()),
    ("committee.term_in_order", {"term_from": D(2026, 3, 1)}, ()),
    ("committee.term_in_order", {"term_from": D(2026, 3, 1), "term_to": D(2026, 3, 1)}, ("term_to",)),
    ("committee_member.serves_forward", {"from_date": D(2026, 3, 1), "to_date": D(2026, 3, 1)}, ()),
    ("committee_member.serves_forward", {"from_date": D(2026, 3, 1), "to_date": D(2026, 2, 1)}, ("to_date",)),
    ("meeting.counts_and_times", {"start": datetime(2026, 3, 1, 9), "end": datetime(2026, 3, 1, 10), "due_count": 9, "present_count": 9}, ()),
    ("meeting.counts_and_times", {"signed_by": "孙校长", "minutes_no": "2026-1"}, ()),
    ("meeting.counts_and_times", {"start": datetime(2026, 3, 1, 9), "end": datetime(2026, 3, 1, 9)}, ("end",)),
    ("meeting.counts_and_times", {"due_count": 9, "present_count": 10}, ("present_count",)),
    ("meeting.counts_and_times", {"signed_by": "孙校长"}, ("minutes_no",)),
    ("meeting.counts_and_times", {"signed_on": D(2026, 3, 1)}, ("minutes_no", "signed_by", "present_count")),
    ("meeting.counts_and_times", {"present": ("a", "b"), "present_count": 1}, ("present_count",)),
    ("minutes_number.number_is_next", {"title": "三"}, ()),
    ("minutes_number.number_is_next", {"title": "三", "minutes_no": "〔2026〕5号"}, ()),
    ("minutes_number.number_is_next", {"title": "三", "minutes_no": "〔2027〕7号"}, ()),
    ("minutes_number.number_is_next", {"title": "一", "minutes_no": "〔2026〕3号"}, ()),
    ("minutes_number.number_is_next", {"title": "三", "minutes_no": "〔2026〕3号"}, ("minutes_no",)),
    ("minutes_number.number_is_next", {"title": "三", "minutes_no": "〔2026〕4号"}, ("minutes_no",)),
    ("minutes_number.number_is_next", {"title": "三", "minutes_no": "〔2026〕6号"}, ("?minutes_gap",)),
    ("case_review.no_case_review", {"title": "家长委员会会议", "topic": "心理辅导室开放"}, ()),
    ("case_review.no_case_review", {"title": "心理研判会"}, ("title",)),
    ("case_review.no_case_review", {"title": "十一月 研判会议"}, ("title",)),
    ("case_review.no_case_review", {"title": "联席会", "topic": "学生心理个案会商"}, ("topic",)),
    ("meeting_parts.votes_within_attendance", {"ayes": 8, "noes": 1, "abstained": 1}, ()),
    ("meeting_parts.votes_within_attendance", {"ayes": 8, "noes": 2, "abstained": 1}, ("ayes",)),
    ("election.votes_add_up", {"eligible": 50, "voted": 50, "candidates": (("李一", 50, "elected"), ("王二", None, "lost"))}, ()),
    ("election.votes_add_up", {"eligible": 50, "voted": 51}, ("voted",)),
    ("election.votes_add_up", {"eligible": 50, "voted": 40, "candidates": (("李一", 41, "elected"),)}, ("candidates",)),
    ("parent_opinion.answer_has_a_day", {"text": "热汤"}, ()),
    ("parent_opinion.answer_has_a_day", {"answer": "加了", "answered_on": D(2026, 3, 1)}, ()),
    ("parent_opinion.answer_has_a_day", {"answer": "加了"}, ("answered_on",)),
    ("parent_opinion.answer_has_a_day", {"answered_on": D(2026, 3, 1)}, ("answer",)),
    ("meeting_parts.done_has_a_day", {"state": "open"}, ()),
    ("meeting_parts.done_has_a_day", {"state": "done", "done_on": D(2026, 3, 1)}, ()),
    ("meeting_parts.done_has_a_day", {"state": "done"}, ("done_on",)),
    ("staff.leaves_after_coming", {"from_date": D(2020, 3, 1), "to_date": D(2026, 3, 1)}, ()),
    ("staff.leaves_after_coming", {"from_date": D(2020, 3, 1), "to_date": D(2020, 2, 1)}, ("to_date",)),
    ("school.semester_in_order", {"semester_from": D(2026, 9, 1), "semester_to": D(2027, 1, 20)}, ()),
    ("school.semester_in_order", {"semester_from": D(2026, 9, 1)}, ()),
    ("school.semester_in_order", {"semester_from": D(2026, 9, 1), "semester_to": D(2026, 9, 1)}, ("semester_to",)),
    ("referral_clock.times_in_order", {"t_found": T}, ()),
    ("referral_clock.times_in_order", {"t_found": T, "t_school_report": T, "t_initiated": SOON, "t_responded": LATER, "t_parent": SOON, "t_arrived": LATER}, ()),
    ("referral_clock.times_in_order", {"t_found": T, "t_initiated": LATER, "t_responded": SOON}, ("?order_t_responded",)),
    ("referral_clock.times_in_order", {"t_found": LATER, "t_initiated": T, "t_parent": SOON}, ("?order_t_initiated", "?order_t_parent")),
    ("referral_clock.times_in_order", {"t_found": T, "t_school_report": LATER, "t_initiated": SOON}, ("?order_t_initiated",)),
    ("referral_clock.times_in_order", {"t_found": datetime(2026, 11, 25, 0, 0)}, ("t_found",)),
    ("referral_checks.complete_when_closed", {"t_found": T}, ()),
    ("referral_checks.complete_when_closed", {**CLOSED, "t_initiated": T, "t_responded": SOON}, ()),
    ("referral_checks.complete_when_closed", {**CLOSED, "t_initiated": T, "t_responded": LATER, "late_reason": "占线"}, ()),
    ("referral_checks.complete_when_closed", {**CLOSED, "t_initiated": T, "t_responded": LATER}, ("late_reason",)),
    ("referral_checks.complete_when_closed", CLOSED, ("?never_initiated",)),
    ("referral_checks.complete_when_closed", {**CLOSED, "t_initiated": T}, ("?never_answered",)),
    ("referral_checks.complete_when_closed", {**CLOSED, "t_initiated": T, "t_responded": SOON, "consent": "refused"}, ("persuasion",)),
    ("referral_checks.complete_when_closed", {**CLOSED, "t_initiated": T, "t_responded": SOON, "closed_on": D(2026, 11, 19)}, ("closed_on",)),
    ("referral_checks.complete_when_closed", {**CLOSED, "t_initiated": T, "t_responded": SOON, "closed_on": D(2026, 11, 25)}, ("closed_on",)),
    ("referral_checks.complete_when_closed", {"t_found": T, "t_initiated": T, "t_responded": SOON, "closed_on": D(2026, 11, 20)}, ("facts", "actions", "consent", "mandatory_report")),
    ("referral_checks.said_how", {"mandatory_report": False}, ()),
    ("referral_checks.said_how", {"mandatory_report": True, "mandatory_how": "派出所", "return_eval": "normal", "return_eval_on": D(2026, 11, 1)}, ()),
    ("referral_checks.said_how", {"mandatory_report": True}, ("mandatory_how",)),
    ("referral_checks.said_how", {"return_eval": "normal"}, ("return_eval_on",)),
    ("referral_checks.said_how", {"return_eval_on": D(2026, 11, 1)}, ("return_eval",)),
    ("counselling_session.times_and_exception", {"at": T, "end": LATER, "risk": "thoughts"}, ()),
    ("counselling_session.times_and_exception", {"at": T, "risk": "plan", "exception": True, "exception_why": "生命危险"}, ()),
    ("counselling_session.times_and_exception", {"at": datetime(2026, 11, 25, 8)}, ("at",)),
    ("counselling_session.times_and_exception", {"at": T, "end": T}, ("end",)),
    ("counselling_session.times_and_exception", {"at": T, "risk": "plan"}, ("?kept_secret",)),
    ("counselling_session.times_and_exception", {"at": T, "risk": "acts", "exception": True}, ("exception_why",)),
    ("counselling_session.times_and_exception", {"at": T, "exception_done": D(2026, 11, 20)}, ("exception_done",)),
    ("assessment_batch.sums_agree", SUMS, ()),
    ("assessment_batch.sums_agree", {**SUMS, "n_na": None}, ()),
    ("assessment_batch.sums_agree", {**SUMS, "n_done": 95}, ("n_target",)),
    ("assessment_batch.later_steps_are_smaller", {"n_done": 9, "n_flag": 9, "n_interviewed": 9, "n_listed": 9}, ()),
    ("assessment_batch.later_steps_are_smaller", {"n_done": 9, "n_flag": 10}, ("n_flag",)),
    ("assessment_batch.later_steps_are_smaller", {"n_flag": 1, "n_interviewed": 2, "n_listed": 3}, ("?more_interviews", "?more_listed")),
    ("assessment_batch.days_and_checkup", {"batch_type": "whole", "date_from": D(2026, 9, 1), "date_to": D(2026, 9, 1)}, ()),
    ("assessment_batch.days_and_checkup", {"batch_type": "depression", "checkup_on": D(2026, 9, 1)}, ()),
    ("assessment_batch.days_and_checkup", {"batch_type": "depression", "checkup_note": "体检当天作答"}, ()),
    ("assessment_batch.days_and_checkup", {"batch_type": "depression"}, ("checkup_on",)),
    ("assessment_batch.days_and_checkup", {"date_from": D(2026, 9, 2), "date_to": D(2026, 9, 1), "school_year": "2025-2026"}, ("date_to", "school_year")),
    ("assessment_batch.days_and_checkup", {"consent_mode": "none"}, ("?no_consent",)),
    ("consent_rules.decision_is_backed", {"decision": "waiting"}, ()),
    ("consent_rules.decision_is_backed", SIGNED, ()),
    ("consent_rules.decision_is_backed", {"decision": "withdrawn", "withdrawn_on": D(2026, 11, 3), "action": "停用", "handled_on": D(2026, 11, 4)}, ()),
    ("consent_rules.decision_is_backed", {"decision": "agreed"}, ("guardian", "relation", "signed_on")),
    ("consent_rules.decision_is_backed", {"decision": "refused"}, ("guardian", "signed_on")),
    ("consent_rules.decision_is_backed", {"decision": "withdrawn"}, ("withdrawn_on",)),
    ("consent_rules.decision_is_backed", {**SIGNED, "withdrawn_on": D(2026, 11, 3)}, ("withdrawn_on",)),
    ("consent_rules.decision_is_backed", {**SIGNED, "signed_on": D(2026, 11, 25)}, ("signed_on",)),
    ("consent_rules.decision_is_backed", {**SIGNED, "decision": "withdrawn", "withdrawn_on": D(2026, 10, 3)}, ("withdrawn_on",)),
    ("consent_rules.decision_is_backed", {"decision": "waiting", "handled_on": D(2026, 11, 3)}, ("handled_on", "action")),
    ("consent.pupil_was_asked", {"student": "s14", **SIGNED, "child_assent": "agreed"}, ()),
    ("consent.pupil_was_asked", {"student": "s14", "decision": "waiting"}, ()),
    ("consent.pupil_was_asked", {"student": "s14", **SIGNED}, ("?own_word",)),
    ("case_consent.pupil_was_asked", {**SIGNED, "signed_on": D(2024, 12, 31)}, ()),
    ("case_consent.pupil_was_asked", {**SIGNED, "child_assent": "not_asked"}, ("?own_word",)),
    ("conduct_steps.known_person", {"name": "张三"}, ()),
    ("conduct_steps.known_person", {"student": "s14"}, ()),
    ("conduct_steps.known_person", {}, ("name",)),
    ("conduct_steps.kind_fits_conduct", {"kind": "minor", "behaviours": ("truancy",)}, ()),
    ("conduct_steps.kind_fits_conduct", {"kind": "grave", "behaviours": ("truancy", "theft")}, ()),
    ("conduct_steps.kind_fits_conduct", {"kind": "minor", "behaviours": ("theft",)}, ("kind",)),
    ("conduct_steps.kind_fits_conduct", {"kind": "grave", "behaviours": ("truancy",)}, ("kind",)),
    ("conduct_steps.what_the_state_needs", {"state": "school", "found_on": D(2026, 11, 2), "kind": "minor"}, ()),
    ("conduct_steps.what_the_state_needs", {"state": "asked", "kind": "minor"}, ("asked_on", "state")),
    ("conduct_steps.what_the_state_needs", {"state": "closed"}, ("closed_on", "closed_why")),
    ("conduct_steps.what_the_state_needs", {"found_on": D(2026, 11, 2), "asked_on": D(2026, 11, 1)}, ("asked_on",)),
    ("conduct_steps.what_the_state_needs", {"told_on": D(2026, 11, 25)}, ("told_on",)),
    ("conduct_steps.parents_hear_of_it", {"measures": ("words",), "told_on": D(2026, 11, 2)}, ()),
    ("conduct_steps.parents_hear_of_it", {"measures": ("words",)}, ("?parents_not_told",)),
]  # fmt: skip

CASES += PLAN_CASES + OFFICE_CASES

# what compares with the record as it stood, or with the file and its other parts: tests of those ledgers
ELSEWHERE = {
    "conduct_steps.by_the_table",
    "counselling_session.consent_stands",
    "concern_states.allowed_moves",
    "concern_opinions.opinions_of_this_decision",
    "concern_opinions.clock_is_not_turned_back",
    "plan_rules.safety_is_agreed",
    "plan_rules.versions_differ",
    "follow_up.one_a_month",
}


def test_every_check_has_an_example_of_both_kinds() -> None:
    here = CHECKS.keys() - ELSEWHERE
    assert {name for name, _, found in CASES if not found} == here
    assert {name for name, _, found in CASES if found} == here
    assert CHECKS.keys() >= ELSEWHERE


@pytest.mark.parametrize(("name", "values", "found"), CASES, ids=[f"{name}-{'-'.join(found) or 'good'}" for name, _, found in CASES])
def test_a_check_finds(name: str, values: Mapping[str, object], found: tuple[str, ...]) -> None:
    ledgers = [ledger for ledger in ALL if CHECKS[name] in ledger.checks]
    for ledger in ledgers:
        findings = list(CHECKS[name]({**dict.fromkeys(ledger.stored), **values}, AROUND))
        assert tuple(f"?{one.name}" if isinstance(one, Question) else one.field for one in findings) == found
        for one in findings:
            assert one.text.endswith(("。", "?"))
            assert isinstance(one, Problem | Question)


# -- dues ----------------------------------------------------------------------------------------------------------


def record(ledger: str, values: Mapping[str, object], parent: str | None = None, created: str = "2026-11-01T08:00:00.000000Z") -> Record:
    return Record("r1", ledger, 1, dict(values), parent, created_at=created)


def part(ledger: str, **values: object) -> Record:
    return Record("p1", ledger, 1, values, "r1")


def due(
    rule: str,
    values: Mapping[str, object],
    parts: Mapping[str, list[Record]] | None = None,
    parent: Record | None = None,
    today: date = TODAY,
) -> list[Due]:
    asked = [one for one in ALL if DUES[rule] in one.dues]
    ledger = next((one for one in asked if parent and one.part_of == parent.ledger), asked[0])
    around = Around(today=today, calendar=SchoolCalendar(), local_rule=LocalRule()).with_parts(parts or {}, parent)
    found = list(DUES[rule](record(ledger.key, values, parent.id if parent else None), around))
    keys = {one.key for one in ALL}
    for one in found:
        assert one.key.endswith(one.key.split(":", 1)[1])
        assert one.ledger in keys
        assert one.text
        assert one.basis, "every due says on which ground"
        assert not one.add or one.add in keys
        if parent:
            assert (one.ledger, one.record) == (ledger.part_of, parent.id), "a click leads to the file"
        else:
            assert one.record == "r1"
    return found


def on(rule: str, *args: Any, **given: Any) -> list[date]:
    return [one.on for one in due(rule, *args, **given)]


OPENED = {"opened_on": D(2026, 11, 1)}


def test_a_contact_each_month() -> None:
    rule, last = "care_dues.contacts_and_visits", [D(2026, 11, 30)]
    visited = part("home_visit", date=D(2026, 9, 1))
    assert on(rule, OPENED, {"home_visit": [visited]}) == last
    assert on(rule, {**OPENED, "closed_on": D(2026, 11, 10)}) == []
    assert on(rule, OPENED, {"contact_log": [part("contact_log", at=datetime(2026, 11, 1, 8))], "home_visit": [visited]}) == []
    assert on(rule, OPENED, {"home_visit": [part("home_visit", date=D(2026, 11, 2))]}) == [], "a visit is a contact"
    assert on(rule, OPENED, {"contact_log": [part("contact_log", at=datetime(2026, 10, 31, 23))], "home_visit": [visited]}) == last
    (one,) = due(rule, {**OPENED, "file_no": "TS-2026-0001"}, {"home_visit": [visited]})
    assert (one.key, one.add, one.about) == ("contact:r1:2026-11-01", "contact_log", "TS-2026-0001")


def test_what_was_missed_stays_with_its_months_named() -> None:
    rule, visited = "care_dues.contacts_and_visits", part("home_visit", date=D(2026, 9, 1))
    talk = part("contact_log", at=datetime(2026, 11, 3, 8))
    september = part("contact_log", at=datetime(2026, 9, 30, 8))
    parts = {"home_visit": [visited], "contact_log": [talk, september]}
    (one,) = due(rule, {"opened_on": D(2026, 3, 1)}, parts)
    assert [(one.text, one.on)] == [("补上错过的关爱联系:10月", D(2026, 10, 31))]
    ended = part("pairing", from_date=D(2026, 9, 1), to_date=D(2026, 11, 1))
    assert due(rule, {"opened_on": D(2026, 3, 1)}, {**parts, "pairing": [ended]}) == [one]


def test_a_rule_of_ones_own_and_an_exemption() -> None:
    rule = "care_dues.contacts_and_visits"
    weekly = part("care_rule", kinds=("contact",), every="week", from_date=D(2026, 11, 16))
    free = part("care_rule", kinds=("visit",), every="exempt", from_date=D(2026, 9, 1), reason="父母在家")
    found = due(rule, OPENED, {"care_rule": [weekly, free]})
    assert [(one.text, one.on) for one in found] == [
        ("补上错过的关爱联系:11月16日起一周", D(2026, 11, 22)), ("记一次关爱联系", D(2026, 11, 29)),
    ]  # fmt: skip
    assert found[1].basis == "本档案的关爱安排"


def test_holidays_ask_for_nothing() -> None:
    rule, spring = "care_dues.contacts_and_visits", part("home_visit", date=D(2027, 3, 2))
    talks = [
        part("contact_log", at=datetime(year, month, 20, 8)) for year, month in ((2026, 9), (2026, 10), (2026, 11), (2026, 12), (2027, 1))
    ]
    parts = {"home_visit": [spring, part("home_visit", date=D(2026, 10, 1))], "contact_log": talks}
    assert on(rule, {"opened_on": D(2026, 3, 1)}, parts, today=D(2027, 3, 20)) == [], "February is a holiday"


def test_a_visit_each_semester() -> None:
    rule, last = "care_dues.contacts_and_visits", [D(2027, 1, 20)]
    talk = {"contact_log": [part("contact_log", at=datetime(2026, 11, 3, 8))]}
    assert on(rule, OPENED, talk) == last
    assert on(rule, OPENED, {**talk, "home_visit": [part("home_visit", date=D(2026, 9, 1))]}) == []
    assert on(rule, OPENED, {**talk, "home_visit": [part("home_visit", date=D(2026, 8, 31))]}) == last
    assert on(rule, {**OPENED, "closed_on": D(2026, 11, 10)}) == []


def test_a_file_is_verified_each_semester() -> None:
    rule, last = "care_dues.verified_each_semester", [D(2026, 12, 21)]
    assert on(rule, {"opened_on": D(2026, 3, 1)}) == last
    assert on(rule, {"opened_on": D(2026, 3, 1), "verified_on": D(2026, 8, 31)}) == last
    assert on(rule, {"opened_on": D(2026, 3, 1), "verified_on": D(2026, 9, 1)}) == []
    assert on(rule, {"opened_on": D(2026, 9, 3)}) == [], "a file opened this semester has just been looked at"
    assert on(rule, {"opened_on": D(2026, 3, 1), "closed_on": D(2026, 10, 1)}) == []


FILE = Record("f1", "care_file", 1, {"file_no": "TS-2026-0001"})


def test_a_written_notice_of_who_looks_after_the_child() -> None:
    rule, day = "care_dues.agreement_missing", [D(2026, 11, 15)]
    good = {
        "doc_type": "agreement", "school_notified_on": D(2026, 9, 1), "child_heard": True, "disqualifiers": ("none",), "contact_freq": "week",
    }  # fmt: skip
    assert on(rule, good, parent=FILE) == []
    assert on(rule, {**good, "school_notified_on": None}, parent=FILE) == day
    assert on(rule, {**good, "doc_type": "oral"}, parent=FILE) == day
    assert on(rule, {**good, "doc_type": "none"}, parent=FILE) == day
    (one,) = due(rule, {**good, "child_heard": False, "contact_freq": None}, parent=FILE)
    assert one.text == "补齐委托照护:听取儿童意见、亲子联系约定"
    closed = Record("f1", "care_file", 1, {"closed_on": D(2026, 10, 1)})
    assert on(rule, {**good, "doc_type": "none"}, parent=closed) == []


def test_whose_parents_are_both_away_is_entrusted_to_somebody() -> None:
    rule, values = "care_dues.entrustment_missing", {"student": "s1", "guardianship_type": "grand", "opened_on": D(2026, 11, 1)}
    pupil = Record("s1", "student", 1, {})

    def found(more: Mapping[str, object], away: tuple[str, ...], parts: list[Record]) -> list[date]:
        family = [Record(one, "guardian", 1, {"relation": one, "status_tags": ("away",)}, "s1") for one in away]
        around = replace(
            AROUND, today=TODAY, record=lambda _ledger, _id: pupil, parts=lambda _ledger: parts, parts_of=lambda _file, _ledger: family
        )
        return [one.on for one in DUES[rule](record("care_file", {**values, **more}), around)]

    both, paper = ("father", "mother"), part("care_entrustment", trustee="李")
    assert found({}, both, []) == [D(2026, 11, 15)]
    assert found({}, both, [paper]) == []
    assert found({}, ("father",), []) == []
    assert found({"guardianship_type": "parent"}, both, []) == []
    assert found({"closed_on": D(2026, 11, 20)}, both, []) == []


def test_an_agreement_that_runs_out() -> None:
    rule = "care_dues.agreement_runs_out"
    assert on(rule, {"valid_to": D(2026, 12, 20)}, parent=FILE) == [D(2026, 12, 20)]
    assert on(rule, {"valid_to": D(2027, 12, 20)}, parent=FILE) == on(rule, {}, parent=FILE) == []


def test_a_pupil_who_left() -> None:
    rule = "care_dues.pupil_left"
    gone = Record("s1", "student", 1, {"enrol_status": "transferred", "status_from": D(2026, 11, 20)})
    around = replace(AROUND, record=lambda _ledger, _id: gone)
    assert [one.on for one in DUES[rule](record("care_file", {"student": "s1"}), around)] == [D(2026, 11, 20)]
    assert list(DUES[rule](record("care_file", {"student": "s1", "closed_on": D(2026, 11, 21)}), around)) == []
    assert on(rule, {"student": "s1"}) == [], "nobody known has left"


def test_a_sign_is_reported() -> None:
    rule, sign = "care_dues.signs_without_report", {"signs": ("abandoned",), "date": D(2026, 11, 20)}
    one, *_ = due(rule, sign, parent=FILE)
    assert (one.on, one.add) == (D(2026, 11, 20), "mandatory_report")
    assert on(rule, {"date": D(2026, 11, 20)}, parent=FILE) == []
    for day, asked in ((19, []), (21, []), (1, [D(2026, 11, 20)])):
        told = part("mandatory_report", found_at=datetime(2026, 11, day, 9))
        around = replace(AROUND, parent=FILE, today=TODAY, parts_of=lambda _file, _ledger, told=told: [told])
        found = [one.on for one in DUES[rule](record("contact_log", sign, FILE.id), around)]
        assert found == asked, "a report of an earlier harm is no report of this one"


def test_a_report_goes_to_the_police_then_to_the_bureau_then_has_an_outcome() -> None:
    rule, at = "care_dues.report_open", datetime(2026, 11, 20, 9)
    told = {"reported_at": at, "bureau_at": at}
    said = [
        [one.text.removeprefix("强制报告:") for one in due(rule, {"found_at": at, **given}, parent=FILE)]
        for given in (
            {},
            {"reported_at": at},
            told,
            {**told, "facts": "独自在家"},
            {**told, "facts": "独自在家", "outcome": "受理"},
        )
    ]
    assert said == [["还没有登记报案"], ["还没有登记报告教育局"], ["补写事实与孩子原话"], ["登记处理结果"], []]


@pytest.mark.parametrize(
    ("hour", "why", "asked"),
    [(15, "", []), (16, "", ["强制报告:补写迟报的原因"]), (16, "夜里才送到医院", []), (8, "", ["强制报告:报案时间早于发现时间,请核对"])],
)
def test_a_late_report_is_taken_down_and_its_reason_asked_for_afterwards(hour: int, why: str, asked: list[str]) -> None:
    values = {
        "found_at": datetime(2026, 11, 20, 9), "reported_at": datetime(2026, 11, 20, hour), "bureau_at": datetime(2026, 11, 20, 17),
        "facts": "独自在家", "outcome": "受理", "late_why": why,
    }  # fmt: skip
    assert [one.text for one in due("care_dues.report_open", values, parent=FILE)] == asked


def test_what_a_visit_promised() -> None:
    rule = "care_dues.open_follow_up"
    assert on(rule, {"follow_up_due": D(2026, 12, 1)}, parent=FILE) == [D(2026, 12, 1)]
    assert on(rule, {"follow_up_due": D(2026, 12, 1), "follow_up_done": D(2026, 11, 20)}, parent=FILE) == []
    assert on(rule, {}, parent=FILE) == []
    (one,) = due(rule, {"follow_up_due": D(2026, 12, 1)}, parent=FILE)
    assert (one.ledger, one.record) == ("care_file", "f1")
    (one,) = due(rule, {"follow_up_due": D(2026, 12, 1)}, parent=Record("s1", "student", 1, {}))
    assert (one.ledger, one.record) == ("student", "s1"), "of any other pupil it stands with the pupil"


def test_a_resolution_is_carried_out() -> None:
    rule, meeting = "committee_dues.resolution_is_open", Record("m1", "meeting", 1, {"title": "第一次会议"})
    values = {"text": "改建操场" * 10, "owner": "总务处", "due_on": D(2026, 12, 1)}
    assert (
        on(rule, {**values, "state": "open"}, parent=meeting) == on(rule, {**values, "state": "doing"}, parent=meeting) == [D(2026, 12, 1)]
    )
    assert on(rule, {**values, "state": "done"}, parent=meeting) == on(rule, {**values, "state": "dropped"}, parent=meeting) == []
    (one,) = due(rule, {**values, "state": "open"}, parent=meeting)
    assert (one.basis, one.about) == ("第一次会议", "总务处")
    assert len(one.text) <= 30


def test_a_term_is_ending() -> None:
    rule = "committee_dues.term_is_ending"
    assert on(rule, {"title": "家委会", "term_to": D(2027, 1, 23)}) == [D(2027, 1, 23)]
    assert on(rule, {"title": "家委会", "term_to": D(2027, 1, 24)}) == []
    assert on(rule, {"title": "家委会", "term_to": D(2026, 11, 1)}) == [D(2026, 11, 1)], "a term that has ended stays on the list"
    assert on(rule, {"title": "家委会"}) == []


def test_parents_are_answered() -> None:
    rule = "parent_opinion.opinion_is_open"
    meeting = Record("m1", "meeting", 1, {"title": "第一次会议", "start": datetime(2026, 11, 20, 14)})
    assert on(rule, {"text": "热汤", "due_on": D(2026, 12, 1)}, parent=meeting) == [D(2026, 12, 1)]
    assert on(rule, {"text": "热汤"}, parent=meeting) == [D(2026, 12, 5)], "fifteen days after the meeting"
    assert on(rule, {"text": "热汤", "answered_on": D(2026, 11, 22)}, parent=meeting) == []


def test_a_member_whose_child_left_school() -> None:
    rule, body = "committee_dues.child_has_left", Record("b1", "committee", 1, {})
    gone = Record("s1", "student", 1, {"enrol_status": "graduated", "status_from": D(2026, 7, 1)})
    around = replace(AROUND, record=lambda _ledger, _id: gone, parent=body)
    (one,) = DUES[rule](record("committee_member", {"name": "李一", "child": "s1"}, "b1"), around)
    assert (one.on, one.about, one.ledger, one.record) == (D(2026, 7, 1), "李一", "committee", "b1")
    assert list(DUES[rule](record("committee_member", {"child": "s1", "to_date": D(2026, 7, 2)}, "b1"), around)) == []
    assert on(rule, {"child": "s1"}, parent=body) == [], "nobody known has left"


def test_those_of_the_last_term_leave_or_are_entered_anew() -> None:
    rule, term = "committee_dues.members_of_last_term", {"title": "家委会", "term_from": D(2026, 11, 1)}
    old, new = part("committee_member", from_date=D(2024, 9, 1)), part("committee_member", from_date=D(2026, 11, 1))
    gone = part("committee_member", from_date=D(2024, 9, 1), to_date=D(2026, 11, 1))
    (one,) = due(rule, term, {"committee_member": [old, new, gone]})
    assert (one.text, one.on) == ("换届以后,上一届的 1 名成员还没有登记退出", D(2026, 11, 15))
    assert (
        on(rule, term, {"committee_member": [new, gone]})
        == on(rule, {**term, "term_from": D(2026, 12, 1)}, {"committee_member": [old]})
        == []
    )


def test_each_month_of_a_case_has_its_record() -> None:
    rule = "concern_dues.this_month_is_missing"
    listed = {"state": "listed", "found_on": D(2026, 9, 15), "case_no": "ABCD2345"}
    months = [part("follow_up", month=month) for month in ("2026-09", "2026-10")]
    assert on(rule, listed) == [D(2026, 9, 30), D(2026, 10, 31), D(2026, 11, 30)]
    assert on(rule, listed, {"follow_up": months}) == [D(2026, 11, 30)]
    assert on(rule, listed, {"follow_up": [*months, part("follow_up", month="2026-11")]}) == []
    assert on(rule, {**listed, "found_on": D(2025, 1, 1)}) == [
        D(2026, 7, 31), D(2026, 8, 31), D(2026, 9, 30), D(2026, 10, 31), D(2026, 11, 30),
    ]  # fmt: skip
    assert due(rule, {**listed, "found_on": D(2025, 1, 1)})[0].text == "补上以前漏掉的月跟踪:2025-01 至 2026-07 共 19 个月"
    assert on(rule, {**listed, "state": "suspended"}, {"follow_up": months}) == [D(2026, 11, 30)]
    assert on(rule, {**listed, "state": "screened"}) == on(rule, {**listed, "state": "removed"}) == []
    (one,) = due(rule, listed, {"follow_up": months})
    assert (one.about, one.add) == ("ABCD2345", "follow_up"), "by the number of the case, never by the name"


def test_the_review_that_was_set() -> None:
    rule = "concern_dues.review_is_due"
    assert on(rule, {"state": "listed", "review_on": D(2026, 12, 1)}) == [D(2026, 12, 1)]
    assert on(rule, {"state": "listed"}) == []
    assert on(rule, {"state": "removed", "review_on": D(2026, 12, 1)}) == []


def test_the_opinions_after_an_emergency() -> None:
    rule = "concern_dues.opinions_within_three_days"
    urgent = {"urgent": True, "state": "listed", "counselor_by": "钱心理", "counselor_on": D(2026, 11, 23)}
    assert on(rule, urgent) == [D(2026, 11, 26)]
    given = {**OPINIONS, "counselor_on": D(2026, 11, 23)}
    assert on(rule, {**urgent, **given, "health_vp_how": None}) == [D(2026, 11, 26)], "an opinion without its manner is none"
    assert on(rule, {**urgent, **given}) == []
    assert on(rule, {**urgent, "urgent": False}) == []
    assert on(rule, {**urgent, "state": "removed"}) == []
    at = {"urgent_at": datetime(2026, 11, 20, 10, 20)}
    (late,) = due(rule, {**urgent, **at})
    assert (late.on, late.text) == (D(2026, 11, 23), "补齐三方意见(班主任、心理教师、健康副校长),已超过 11-23 10:20")
    (soon,) = due(rule, {**urgent, "urgent_at": datetime(2026, 11, 22, 8, 5)})
    assert soon.text.endswith("到 11-25 08:05")


def test_parents_are_told_when_their_child_is_on_the_list() -> None:
    rule, listed = "concern_dues.parents_are_told", {"state": "listed", "panel_on": D(2026, 11, 20)}
    assert on(rule, listed) == [D(2026, 11, 27)]
    assert on(rule, {**listed, "parents_told_on": D(2026, 11, 21)}) == on(rule, {**listed, "parents_told_how": "not_yet"}) == []
    assert on(rule, {**listed, "state": "to_review"}) == []


def test_a_case_has_its_plan_within_two_weeks() -> None:
    rule, listed = "concern_dues.plan_is_missing", {"state": "listed", "panel_on": D(2026, 11, 20)}
    (one,) = due(rule, listed)
    assert (one.on, one.add) == (D(2026, 12, 4), "individual_plan")
    assert on(rule, listed, {"individual_plan": [part("individual_plan", version=1)]}) == []
    assert on(rule, {**listed, "state": "removed"}) == []


PLANNED = Record("c1", "concern", 1, {"case_no": "ABCD2345", "state": "listed", "level": "l3", "concerns": ("sleep", "peers")})


def test_a_plan_is_completed_within_two_weeks() -> None:
    rule, day = "plan_rules.plan_is_incomplete", D(2026, 12, 20)
    sleep, peers = ("sleep", "按时睡", "母亲", day, None), ("peers", "一起活动", None, day, None)
    (one,) = due(rule, {"from_date": D(2026, 11, 20), "goals": (sleep, peers)}, parent=PLANNED)
    assert (one.on, one.text, one.about) == (D(2026, 12, 4), "补齐一生一策:“人际”的负责人", "ABCD2345")
    whole = (sleep, ("peers", "一起活动", "班主任", day, None))
    assert on(rule, {"from_date": D(2026, 11, 20), "goals": whole}, parent=PLANNED) == []
    left = PLANNED._replace(values={**PLANNED.values, "state": "removed"})
    assert on(rule, {"from_date": D(2026, 11, 20)}, parent=left) == []


def test_what_became_of_a_goal_whose_day_has_come() -> None:
    rule, goal = "plan_rules.goal_has_passed", ("sleep", "按时睡", "母亲", D(2026, 11, 20), None)
    assert on(rule, {"goals": (goal,)}, parent=PLANNED) == [D(2026, 11, 20)]
    assert on(rule, {"goals": ((*goal[:4], "做到了"),)}, parent=PLANNED) == []
    assert on(rule, {"goals": ((*goal[:3], D(2026, 12, 2), None),)}, parent=PLANNED) == []
    newer = Record("p2", "individual_plan", 1, {"version": 2}, "c1")
    around = replace(AROUND, parent=PLANNED, parts_of=lambda _record, _ledger: [newer])
    assert list(DUES[rule](record("individual_plan", {"version": 1, "goals": (goal,)}, "c1"), around)) == [], (
        "an older version asks nothing"
    )


def test_a_pupil_belongs_to_a_class() -> None:
    rule, day = "student_checks.classless", [D(2026, 12, 8)]
    assert (
        on(rule, {"name": "张三", "entry_year": 2024})
        == on(rule, {"name": "张三", "class_no": 2})
        == on(rule, {"name": "张三", "enrol_status": "enrolled"})
        == day
    )
    assert on(rule, {"name": "张三", "entry_year": 2024, "class_no": 2}) == []
    assert on(rule, {"name": "张三", "enrol_status": "graduated"}) == []


CASE = Record("c1", "concern", 1, {"case_no": "ABCD2345", "state": "listed"})


def test_a_crisis_is_for_today_until_it_is_closed() -> None:
    rule = "referral_dues.crisis_is_open"
    (one,) = due(rule, {"kind": "crisis", "t_found": datetime(2026, 11, 20, 9)}, parent=CASE)
    assert (one.on, one.about) == (TODAY, "ABCD2345"), "however long it has been open"
    assert on(rule, {"kind": "urgent"}, parent=CASE) == [TODAY]
    assert on(rule, {"kind": "routine"}, parent=CASE) == on(rule, {"kind": "crisis", "closed_on": TODAY}, parent=CASE) == []


def test_a_late_answer_has_a_reason() -> None:
    rule, values = "referral_dues.late_without_reason", {"t_initiated": T, "t_responded": LATER}
    assert [(one.text, one.on) for one in due(rule, values, parent=CASE)] == [("写明响应超时的原因", T.date())]
    assert on(rule, {**values, "late_reason": "占线"}, parent=CASE) == on(rule, {**values, "t_responded": SOON}, parent=CASE) == []
    (waiting,) = due(rule, {"t_initiated": T}, parent=CASE)
    assert waiting.text == "转介已过 60 分钟没有响应:再打通道电话"


def test_parents_who_refuse_cannot_be_reached_or_have_not_signed() -> None:
    rule, values = "referral_dues.parents_to_win", {"t_found": T}
    said = {
        consent: [(one.text[:5], one.on) for one in due(rule, {**values, "consent": consent}, parent=CASE)]
        for consent in ("refused", "unreachable", "oral", "written")
    }
    assert said == {
        "refused": [("家长拒绝转", TODAY)], "unreachable": [("联系不上家", TODAY)], "oral": [("补家长书面", D(2026, 11, 23))], "written": [],
    }  # fmt: skip
    assert on(rule, {**values, "consent": "refused", "persuasion": "谈过"}, parent=CASE) == []
    assert on(rule, {**values, "consent": "oral", "closed_on": TODAY}, parent=CASE) == []


def test_back_at_school_after_an_evaluation() -> None:
    rule, values = "referral_dues.return_to_school", {"t_arrived": T, "closed_on": D(2026, 11, 21)}
    assert on(rule, values, parent=CASE) == [D(2026, 12, 4)], "also when the referral is closed"
    planned = {**values, "return_due": D(2026, 11, 30)}
    assert on(rule, planned, parent=CASE) == on(rule, {**planned, "return_eval": "suspended"}, parent=CASE) == [D(2026, 11, 30)]
    assert on(rule, {**planned, "return_eval": "failed"}, parent=CASE) == [D(2026, 11, 30)]
    assert on(rule, {**planned, "return_eval": "passed"}, parent=CASE) == on(rule, {}, parent=CASE) == []


def test_secrecy_gives_way_on_the_day() -> None:
    rule = "counselling_session.exception_is_open"
    assert on(rule, {"at": T, "exception": True}, parent=CASE) == [T.date()]
    assert on(rule, {"at": T, "exception": True, "exception_done": T.date()}, parent=CASE) == on(rule, {"at": T}, parent=CASE) == []


def test_the_next_talk_until_there_was_one() -> None:
    rule, values = "counselling_session.next_talk", {"at": T, "next_on": D(2026, 11, 27)}
    assert on(rule, values, parent=CASE) == [D(2026, 11, 27)]
    assert on(rule, {"at": T}, parent=CASE) == on(rule, values, parent=CASE._replace(values={"state": "removed"})) == []
    later = replace(AROUND, parent=CASE, parts_of=lambda _record, _ledger: [part("counselling_session", at=LATER)])
    assert list(DUES[rule](record("counselling_session", values, "c1"), later)) == []


def test_whoever_was_flagged_is_talked_to() -> None:
    rule, values = "assessment_batch.interviews_open", {"batch_name": "普测", "date_to": D(2026, 11, 20), "n_flag": 3}
    assert [(one.on, one.text) for one in due(rule, {**values, "n_interviewed": 1})] == [(D(2026, 12, 4), "复核访谈:还有 2 人没有谈")]
    assert on(rule, values) == [D(2026, 12, 4)]
    assert on(rule, {**values, "n_interviewed": 3}) == on(rule, {"date_to": D(2026, 11, 20)}) == []


@pytest.mark.parametrize(("rule", "parent"), [("consent.due_for_consent", None), ("case_consent.due_for_case_consent", CASE)])
def test_a_consent_comes_back_and_a_withdrawal_is_handled(rule: str, parent: Record | None) -> None:
    values = {"asked_on": D(2026, 11, 10)}
    assert on(rule, {**values, "decision": "waiting"}, parent=parent) == [D(2026, 11, 24)]
    gone = {**values, "decision": "withdrawn", "withdrawn_on": D(2026, 11, 20)}
    assert on(rule, gone, parent=parent) == [D(2026, 12, 5)]
    assert (
        on(rule, {**gone, "handled_on": D(2026, 11, 21)}, parent=parent) == on(rule, {**values, "decision": "agreed"}, parent=parent) == []
    )


def test_a_request_is_due_until_it_was_handed_in() -> None:
    rule, values = (
        "submission.deadline",
        {"due_at": datetime(2026, 12, 5, 17), "req_title": "关于报送十一月情况的通知", "period": "2026-11"},
    )
    for state in (None, "draft", "checked", "returned"):
        assert on(rule, {**values, "state": state}) == [D(2026, 12, 5)], state
    assert on(rule, {**values, "state": "received"}) == on(rule, {**values, "due_at": None}) == []


def test_every_rule_of_every_ledger_is_tried_here(request: pytest.FixtureRequest) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (request.path, Path(request.path).with_name("test_plan_dues.py")))
    assert [name for name in DUES if f'"{name}"' not in text] == []
