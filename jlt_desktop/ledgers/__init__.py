"""The declarations of all ledgers. To add one: write its file, its SQL step, its help page, and its line here."""

from __future__ import annotations

from jlt_desktop.domain.ledger import Ledger
from jlt_desktop.ledgers.assessment_batch import ASSESSMENT_BATCH
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
from jlt_desktop.ledgers.follow_up import FOLLOW_UP
from jlt_desktop.ledgers.guardian import GUARDIAN
from jlt_desktop.ledgers.holiday import HOLIDAY
from jlt_desktop.ledgers.home_visit import HOME_VISIT
from jlt_desktop.ledgers.individual_plan import INDIVIDUAL_PLAN
from jlt_desktop.ledgers.mandatory_report import MANDATORY_REPORT
from jlt_desktop.ledgers.meeting import MEETING
from jlt_desktop.ledgers.meeting_parts import AGENDA_ITEM, RESOLUTION, VOTE
from jlt_desktop.ledgers.obligation_rules import RULES
from jlt_desktop.ledgers.obligation_setting import OBLIGATION_SETTING
from jlt_desktop.ledgers.pairing import PAIRING
from jlt_desktop.ledgers.parent_opinion import PARENT_OPINION
from jlt_desktop.ledgers.referral import REFERRAL
from jlt_desktop.ledgers.school import SCHOOL
from jlt_desktop.ledgers.school_calendar import SCHOOL_CALENDAR
from jlt_desktop.ledgers.staff import STAFF
from jlt_desktop.ledgers.student import STUDENT

ALL: tuple[Ledger, ...] = (
    STUDENT,
    GUARDIAN,
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
    STAFF,
    SCHOOL,
    SCHOOL_CALENDAR,
    HOLIDAY,
    OBLIGATION_SETTING,
)

__all__ = ["ALL", "OBLIGATION_SETTING", "RULES"]
