"""The declarations of all ledgers. To add one: write its file, its SQL step, its help page, and its line here."""

from __future__ import annotations

from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.activity import ACTIVITY
from jlt_desktop.ledgers.assessment_batch import ASSESSMENT_BATCH
from jlt_desktop.ledgers.bell_schedule import BELL_SCHEDULE
from jlt_desktop.ledgers.care_entrustment import CARE_ENTRUSTMENT
from jlt_desktop.ledgers.care_file import CARE_FILE
from jlt_desktop.ledgers.care_rule import CARE_RULE
from jlt_desktop.ledgers.case_consent import CASE_CONSENT
from jlt_desktop.ledgers.charter import CHARTER
from jlt_desktop.ledgers.committee import COMMITTEE
from jlt_desktop.ledgers.committee_member import COMMITTEE_MEMBER
from jlt_desktop.ledgers.concern import CONCERN
from jlt_desktop.ledgers.conduct_case import CONDUCT_CASE
from jlt_desktop.ledgers.consent import CONSENT
from jlt_desktop.ledgers.contact_log import CONTACT_LOG
from jlt_desktop.ledgers.counselling_session import COUNSELLING_SESSION
from jlt_desktop.ledgers.election import ELECTION
from jlt_desktop.ledgers.external_post import EXTERNAL_POST
from jlt_desktop.ledgers.family_visit import FAMILY_VISIT
from jlt_desktop.ledgers.feedback import FEEDBACK
from jlt_desktop.ledgers.fitness_batch import FITNESS_BATCH, MEDICAL_CHECK
from jlt_desktop.ledgers.follow_up import FOLLOW_UP
from jlt_desktop.ledgers.guard_shift import GUARD_SHIFT
from jlt_desktop.ledgers.guardian import GUARDIAN
from jlt_desktop.ledgers.holiday import HOLIDAY
from jlt_desktop.ledgers.home_visit import HOME_VISIT
from jlt_desktop.ledgers.individual_plan import INDIVIDUAL_PLAN
from jlt_desktop.ledgers.issue import INSPECTION, ISSUE
from jlt_desktop.ledgers.mandatory_report import MANDATORY_REPORT
from jlt_desktop.ledgers.meeting import MEETING
from jlt_desktop.ledgers.meeting_parts import AGENDA_ITEM, RESOLUTION, VOTE
from jlt_desktop.ledgers.obligation_rules import RULES
from jlt_desktop.ledgers.obligation_setting import OBLIGATION_SETTING
from jlt_desktop.ledgers.pairing import PAIRING
from jlt_desktop.ledgers.parent_opinion import PARENT_OPINION
from jlt_desktop.ledgers.pe_time_plan import PE_TIME_PLAN
from jlt_desktop.ledgers.plan_document import HANDOVER, PLAN_DOCUMENT
from jlt_desktop.ledgers.psych_work import PSYCH_ACTIVITY, PSYCH_ROOM, REFERRAL_CHANNEL
from jlt_desktop.ledgers.referral import REFERRAL
from jlt_desktop.ledgers.research import PUBLICATION, RESEARCH_TOPIC
from jlt_desktop.ledgers.school import SCHOOL
from jlt_desktop.ledgers.school_calendar import SCHOOL_CALENDAR
from jlt_desktop.ledgers.sports import CLASS_TEAM, PUPIL_SPORT, SPORT_BRAND
from jlt_desktop.ledgers.spot_check import HOMEWORK_LOG, SPOT_CHECK
from jlt_desktop.ledgers.staff import STAFF
from jlt_desktop.ledgers.student import STUDENT
from jlt_desktop.ledgers.submission import PRIVATE_RETURN, SUBMISSION
from jlt_desktop.ledgers.team_member import TEAM_MEMBER
from jlt_desktop.ledgers.third_party_service import THIRD_PARTY_SERVICE
from jlt_desktop.ledgers.training import TRAINING
from jlt_desktop.ledgers.venue_agreement import VENUE_AGREEMENT
from jlt_desktop.ledgers.venue_course import ROLE_PROJECT, VENUE_COURSE

ALL: tuple[Ledger, ...] = (
    STUDENT,
    GUARDIAN,
    FAMILY_VISIT,
    CARE_FILE,
    CARE_ENTRUSTMENT,
    PAIRING,
    CONTACT_LOG,
    HOME_VISIT,
    CARE_RULE,
    MANDATORY_REPORT,
    CONSENT,
    CONCERN,
    INDIVIDUAL_PLAN,
    FOLLOW_UP,
    REFERRAL,
    COUNSELLING_SESSION,
    CASE_CONSENT,
    ASSESSMENT_BATCH,
    CONDUCT_CASE,
    COMMITTEE,
    COMMITTEE_MEMBER,
    CHARTER,
    ELECTION,
    MEETING,
    AGENDA_ITEM,
    VOTE,
    RESOLUTION,
    PARENT_OPINION,
    ACTIVITY,
    PLAN_DOCUMENT,
    VENUE_AGREEMENT,
    TEAM_MEMBER,
    VENUE_COURSE,
    ROLE_PROJECT,
    TRAINING,
    PSYCH_ACTIVITY,
    PSYCH_ROOM,
    REFERRAL_CHANNEL,
    BELL_SCHEDULE,
    PE_TIME_PLAN,
    SPOT_CHECK,
    HOMEWORK_LOG,
    PUPIL_SPORT,
    CLASS_TEAM,
    SPORT_BRAND,
    FITNESS_BATCH,
    MEDICAL_CHECK,
    FEEDBACK,
    RESEARCH_TOPIC,
    PUBLICATION,
    EXTERNAL_POST,
    GUARD_SHIFT,
    INSPECTION,
    ISSUE,
    THIRD_PARTY_SERVICE,
    STAFF,
    HANDOVER,
    SUBMISSION,
    PRIVATE_RETURN,
    SCHOOL,
    SCHOOL_CALENDAR,
    HOLIDAY,
    OBLIGATION_SETTING,
)

__all__ = ["ALL", "OBLIGATION_SETTING", "RULES"]
