-- The database after all steps. Made by packaging/devtools/schema.py; to change it, add a step.
CREATE TABLE schema_step(number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;
CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE journal (
    number INTEGER PRIMARY KEY,
    event BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal BEGIN
    SELECT RAISE(ABORT, 'journal is append-only');
END;
CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN
    SELECT RAISE(ABORT, 'journal is append-only');
END;
CREATE TABLE version (
    seq INTEGER PRIMARY KEY,
    ledger TEXT NOT NULL,
    record TEXT NOT NULL,
    revision INTEGER NOT NULL,
    action TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    source TEXT NOT NULL,
    run TEXT,
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX version_record ON version(record);
CREATE INDEX version_run ON version(run) WHERE run IS NOT NULL;
CREATE TABLE import_run (
    id TEXT PRIMARY KEY,
    ledger TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    counts TEXT NOT NULL,
    undone_at TEXT
, closed_at TEXT) STRICT;
CREATE TABLE attachment (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    media_type TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE TABLE draft (
    key TEXT PRIMARY KEY,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE TABLE due_note (
    key TEXT PRIMARY KEY,
    until TEXT,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE sent_bundle (
    seq INTEGER PRIMARY KEY,
    bundle_id TEXT NOT NULL UNIQUE,
    chain_id TEXT NOT NULL,
    period TEXT NOT NULL,
    form TEXT NOT NULL,
    statement BLOB NOT NULL,
    statement_sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE l_student (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_name TEXT,
    f_id_type TEXT,
    f_id_no TEXT,
    f_edu_no TEXT,
    f_sex TEXT,
    f_birth_date TEXT,
    f_ethnicity TEXT,
    f_entry_year REAL,
    f_class_no REAL,
    f_class_seq TEXT,
    f_edu_aux_no TEXT,
    f_boarding TEXT,
    f_hukou_type TEXT,
    f_hukou_region TEXT,
    f_hukou_addr TEXT,
    f_home_addr TEXT,
    f_phone TEXT,
    f_health TEXT,
    f_disability_type TEXT,
    f_inclusive_edu TEXT,
    f_registered_away TEXT,
    f_migrant_child INTEGER,
    f_orphan INTEGER,
    f_martyr_child INTEGER,
    f_aid_needed INTEGER,
    f_aid_1bu INTEGER,
    f_only_child INTEGER,
    f_commute_mode TEXT,
    f_enrol_status TEXT,
    f_status_from TEXT,
    f_status_to TEXT,
    f_note TEXT
) STRICT;
CREATE INDEX l_student_id_no ON l_student(f_id_no);
CREATE INDEX l_student_edu_no ON l_student(f_edu_no);
CREATE TABLE l_guardian (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_name TEXT,
    f_relation TEXT,
    f_is_guardian INTEGER,
    f_phone TEXT,
    f_home_addr TEXT,
    f_id_no TEXT,
    f_alive TEXT,
    f_status_tags TEXT,
    f_away_since TEXT,
    f_work_place TEXT,
    f_work_unit TEXT,
    f_capacity TEXT
) STRICT;
CREATE INDEX l_guardian_parent ON l_guardian(parent);
CREATE TABLE l_care_file (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_file_no TEXT,
    f_student TEXT,
    f_categories TEXT,
    f_basis TEXT,
    f_basis_note TEXT,
    f_basis_file TEXT,
    f_opened_on TEXT,
    f_verified_on TEXT,
    f_verified_by TEXT,
    f_other_parent_capable TEXT,
    f_return_pattern TEXT,
    f_carer TEXT,
    f_carer_age REAL,
    f_guardianship_type TEXT,
    f_guardianship_eval TEXT,
    f_income_source TEXT,
    f_aid_received TEXT,
    f_body TEXT,
    f_dis_type TEXT,
    f_dis_grade TEXT,
    f_dis_cert TEXT,
    f_edu_status TEXT,
    f_hukou_registered INTEGER,
    f_strengths TEXT,
    f_needs TEXT,
    f_village_contact TEXT,
    f_child_director TEXT,
    f_closed_on TEXT,
    f_closed_reason TEXT
, f_category_dates TEXT, f_reopened_on TEXT, f_reopened_why TEXT) STRICT;
CREATE INDEX l_care_file_file_no ON l_care_file(f_file_no);
CREATE TABLE l_care_entrustment (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_principal_parent TEXT,
    f_trustee TEXT,
    f_trustee_phone TEXT,
    f_trustee_addr TEXT,
    f_trustee_id TEXT,
    f_doc_type TEXT,
    f_signed_on TEXT,
    f_valid_to TEXT,
    f_school_notified_on TEXT,
    f_village_notified_on TEXT,
    f_child_heard INTEGER,
    f_disqualifiers TEXT,
    f_contact_freq TEXT,
    f_scan TEXT
) STRICT;
CREATE INDEX l_care_entrustment_parent ON l_care_entrustment(parent);
CREATE TABLE l_pairing (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_helper_name TEXT,
    f_helper_org TEXT,
    f_helper_phone TEXT,
    f_from_date TEXT,
    f_to_date TEXT,
    f_plan TEXT
) STRICT;
CREATE INDEX l_pairing_parent ON l_pairing(parent);
CREATE TABLE l_contact_log (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_at TEXT,
    f_minutes REAL,
    f_channel TEXT,
    f_with_whom TEXT,
    f_summary TEXT,
    f_issue TEXT,
    f_handoff TEXT,
    f_by TEXT
, f_signs TEXT) STRICT;
CREATE INDEX l_contact_log_parent ON l_contact_log(parent);
CREATE TABLE l_home_visit (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_date TEXT,
    f_form TEXT,
    f_visitors TEXT,
    f_present TEXT,
    f_purpose TEXT,
    f_family_state TEXT,
    f_talk TEXT,
    f_parent_opinion TEXT,
    f_follow_up TEXT,
    f_follow_up_by TEXT,
    f_follow_up_due TEXT,
    f_follow_up_done TEXT,
    f_signed INTEGER,
    f_photos TEXT
, f_signs TEXT) STRICT;
CREATE INDEX l_home_visit_parent ON l_home_visit(parent);
CREATE TABLE l_committee (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_title TEXT,
    f_kind TEXT,
    f_level TEXT,
    f_founded_on TEXT,
    f_approval TEXT,
    f_term_no REAL,
    f_term_from TEXT,
    f_term_to TEXT,
    f_charter_version TEXT,
    f_charter_on TEXT,
    f_charter_file TEXT,
    f_quorum TEXT,
    f_office TEXT
) STRICT;
CREATE TABLE l_committee_member (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_name TEXT,
    f_role TEXT,
    f_class_title TEXT,
    f_child TEXT,
    f_work TEXT,
    f_phone TEXT,
    f_resource TEXT,
    f_elected_how TEXT,
    f_votes REAL,
    f_from_date TEXT,
    f_to_date TEXT,
    f_left_why TEXT
) STRICT;
CREATE INDEX l_committee_member_parent ON l_committee_member(parent);
CREATE TABLE l_meeting (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_title TEXT,
    f_seq REAL,
    f_kind TEXT,
    f_committee TEXT,
    f_start TEXT,
    f_end TEXT,
    f_place TEXT,
    f_chair TEXT,
    f_recorder TEXT,
    f_due_count REAL,
    f_present_count REAL,
    f_present TEXT,
    f_on_leave TEXT,
    f_observers TEXT,
    f_discussion TEXT,
    f_opinions TEXT,
    f_files TEXT,
    f_minutes_no TEXT,
    f_signed_by TEXT,
    f_signed_on TEXT
, f_notice_on TEXT, f_notice_how TEXT, f_notice_to TEXT, f_notice_note TEXT, f_void_numbers TEXT, f_signed_record_on TEXT, f_corrects TEXT, f_corrects_why TEXT, f_supplement TEXT) STRICT;
CREATE TABLE l_agenda_item (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_no REAL,
    f_topic TEXT,
    f_raised_by TEXT,
    f_points TEXT
) STRICT;
CREATE INDEX l_agenda_item_parent ON l_agenda_item(parent);
CREATE TABLE l_vote (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_topic TEXT,
    f_ayes REAL,
    f_noes REAL,
    f_abstained REAL,
    f_how TEXT
) STRICT;
CREATE INDEX l_vote_parent ON l_vote(parent);
CREATE TABLE l_resolution (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_text TEXT,
    f_owner TEXT,
    f_due_on TEXT,
    f_state TEXT,
    f_done_on TEXT
, f_progress TEXT, f_files TEXT) STRICT;
CREATE INDEX l_resolution_parent ON l_resolution(parent);
CREATE TABLE l_staff (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_staff_name TEXT,
    f_sex TEXT,
    f_post TEXT,
    f_subject TEXT,
    f_phone TEXT,
    f_app_role TEXT,
    f_psych_cert TEXT,
    f_fam_edu_cert TEXT,
    f_from_date TEXT,
    f_to_date TEXT
) STRICT;
CREATE TABLE l_school (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_school_name TEXT,
    f_school_code TEXT,
    f_uscc TEXT,
    f_region_code TEXT,
    f_school_type TEXT,
    f_principal_name TEXT,
    f_contact_name TEXT,
    f_contact_phone TEXT,
    f_is_boarding INTEGER,
    f_class_count REAL,
    f_student_count REAL,
    f_as_of TEXT,
    f_semester_from TEXT,
    f_semester_to TEXT,
    f_local_months REAL,
    f_local_which TEXT,
    f_local_rural INTEGER,
    f_local_age REAL
, f_response_minutes REAL, f_crisis_contacts TEXT, f_level_words TEXT) STRICT;
CREATE INDEX l_school_school_code ON l_school(f_school_code);
CREATE TABLE l_care_rule (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_kinds TEXT,
    f_every TEXT,
    f_from_date TEXT,
    f_to_date TEXT,
    f_reason TEXT
) STRICT;
CREATE INDEX l_care_rule_parent ON l_care_rule(parent);
CREATE TABLE l_mandatory_report (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_signs TEXT,
    f_found_at TEXT,
    f_found_by TEXT,
    f_facts TEXT,
    f_reported_at TEXT,
    f_reported_to TEXT,
    f_reported_by TEXT,
    f_said TEXT,
    f_bureau_at TEXT,
    f_bureau_to TEXT,
    f_guardian_told TEXT,
    f_measures TEXT,
    f_outcome TEXT,
    f_outcome_on TEXT,
    f_files TEXT
, f_late_why TEXT) STRICT;
CREATE INDEX l_mandatory_report_parent ON l_mandatory_report(parent);
CREATE TABLE l_charter (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_version TEXT,
    f_adopted_on TEXT,
    f_adopted_at TEXT,
    f_quorum TEXT,
    f_votes TEXT,
    f_term_years REAL,
    f_chapters TEXT,
    f_file TEXT,
    f_note TEXT
) STRICT;
CREATE INDEX l_charter_parent ON l_charter(parent);
CREATE TABLE l_election (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_on TEXT,
    f_term_no REAL,
    f_how TEXT,
    f_eligible REAL,
    f_voted REAL,
    f_candidates TEXT,
    f_counted_by TEXT,
    f_files TEXT,
    f_note TEXT
) STRICT;
CREATE INDEX l_election_parent ON l_election(parent);
CREATE TABLE l_parent_opinion (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_text TEXT,
    f_raised_by TEXT,
    f_handed_to TEXT,
    f_due_on TEXT,
    f_answer TEXT,
    f_answered_on TEXT,
    f_told TEXT
) STRICT;
CREATE INDEX l_parent_opinion_parent ON l_parent_opinion(parent);
CREATE TABLE l_consent (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_student TEXT,
    f_matter TEXT,
    f_form_version TEXT,
    f_asked_on TEXT,
    f_decision TEXT,
    f_guardian TEXT,
    f_relation TEXT,
    f_signed_on TEXT,
    f_child_assent TEXT,
    f_paper_at TEXT,
    f_scan TEXT,
    f_withdrawn_on TEXT,
    f_action TEXT,
    f_handled_on TEXT
) STRICT;
CREATE TABLE destruction (
    id TEXT PRIMARY KEY,
    proposed_at TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_id TEXT NOT NULL,
    items TEXT NOT NULL,
    dropped_at TEXT,
    confirmed_at TEXT,
    confirmed_by TEXT,
    confirmed_id TEXT,
    counts TEXT
) STRICT;
CREATE TABLE receipt (
    sha256 TEXT PRIMARY KEY,
    bundle_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    content BLOB NOT NULL,
    signature BLOB NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX receipt_bundle ON receipt(bundle_id);
CREATE TRIGGER receipt_stays BEFORE UPDATE ON receipt BEGIN
    SELECT RAISE(ABORT, 'receipts are append-only');
END;
CREATE TRIGGER receipt_kept BEFORE DELETE ON receipt BEGIN
    SELECT RAISE(ABORT, 'receipts are append-only');
END;
CREATE TABLE l_school_calendar (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_year REAL,
    f_autumn_from TEXT,
    f_autumn_to TEXT,
    f_spring_from TEXT,
    f_spring_to TEXT,
    f_nodes TEXT,
    f_months TEXT,
    f_note TEXT
) STRICT;
CREATE TABLE l_holiday (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_name TEXT,
    f_kind TEXT,
    f_from_date TEXT,
    f_to_date TEXT
) STRICT;
CREATE TABLE l_obligation_setting (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_obligation TEXT,
    f_asked TEXT,
    f_threshold REAL,
    f_from_date TEXT,
    f_reason TEXT
) STRICT;
