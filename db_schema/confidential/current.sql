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
CREATE TABLE room (
    id INTEGER PRIMARY KEY,
    filler BLOB NOT NULL
) STRICT;
CREATE TABLE l_concern (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_case_no TEXT,
    f_student TEXT,
    f_name TEXT,
    f_class_title TEXT,
    f_source TEXT,
    f_found_on TEXT,
    f_concerns TEXT,
    f_facts TEXT,
    f_state TEXT,
    f_level TEXT,
    f_urgent INTEGER,
    f_panel_on TEXT,
    f_homeroom_by TEXT,
    f_homeroom_on TEXT,
    f_homeroom_says TEXT,
    f_counselor_by TEXT,
    f_counselor_on TEXT,
    f_counselor_says TEXT,
    f_health_vp_by TEXT,
    f_health_vp_on TEXT,
    f_health_vp_says TEXT,
    f_dissent TEXT,
    f_parents_told_on TEXT,
    f_parents_told_how TEXT,
    f_review_on TEXT,
    f_removed_on TEXT,
    f_removed_why TEXT
, f_urgent_at TEXT, f_homeroom_how TEXT, f_homeroom_level TEXT, f_counselor_how TEXT, f_counselor_level TEXT, f_health_vp_how TEXT, f_health_vp_level TEXT, f_level_changes TEXT, f_listed_again_why TEXT, f_keep_until TEXT) STRICT;
CREATE INDEX l_concern_case_no ON l_concern(f_case_no);
CREATE TABLE l_follow_up (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_month TEXT,
    f_mood TEXT,
    f_self_score REAL,
    f_interventions TEXT,
    f_interventions_note TEXT,
    f_study TEXT,
    f_peers TEXT,
    f_sleep TEXT,
    f_attendance TEXT,
    f_parent_contacts REAL,
    f_homeroom_note TEXT,
    f_level_advice TEXT,
    f_by TEXT,
    f_on TEXT
) STRICT;
CREATE INDEX l_follow_up_parent ON l_follow_up(parent);
CREATE TABLE l_individual_plan (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_version REAL,
    f_from_date TEXT,
    f_situation TEXT,
    f_strengths TEXT,
    f_goals TEXT,
    f_measures TEXT,
    f_family_tasks TEXT,
    f_safety_plan TEXT,
    f_teacher_extract TEXT,
    f_parent_ack_on TEXT
) STRICT;
CREATE INDEX l_individual_plan_parent ON l_individual_plan(parent);
CREATE TABLE l_referral (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_ref_no TEXT,
    f_kind TEXT,
    f_t_found TEXT,
    f_t_school_report TEXT,
    f_t_initiated TEXT,
    f_t_responded TEXT,
    f_t_parent TEXT,
    f_t_arrived TEXT,
    f_channel_org TEXT,
    f_told TEXT,
    f_facts TEXT,
    f_actions TEXT,
    f_consent TEXT,
    f_persuaded_at TEXT,
    f_persuasion TEXT,
    f_escort TEXT,
    f_hospital TEXT,
    f_receipt TEXT,
    f_dx_by_hospital TEXT,
    f_return_eval TEXT,
    f_return_eval_on TEXT,
    f_return_due TEXT,
    f_reported TEXT,
    f_mandatory_report INTEGER,
    f_mandatory_how TEXT,
    f_late_reason TEXT,
    f_closed_on TEXT
) STRICT;
CREATE INDEX l_referral_parent ON l_referral(parent);
CREATE INDEX l_referral_ref_no ON l_referral(f_ref_no);
CREATE TABLE l_counselling_session (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_seq REAL,
    f_at TEXT,
    f_end TEXT,
    f_place TEXT,
    f_form TEXT,
    f_origin TEXT,
    f_family TEXT,
    f_facts TEXT,
    f_quote TEXT,
    f_judgement TEXT,
    f_risk TEXT,
    f_goal TEXT,
    f_action TEXT,
    f_agreed TEXT,
    f_next_on TEXT,
    f_refer INTEGER,
    f_exception INTEGER,
    f_exception_why TEXT,
    f_exception_done TEXT,
    f_by TEXT,
    f_supplement TEXT
) STRICT;
CREATE INDEX l_counselling_session_parent ON l_counselling_session(parent);
CREATE TABLE l_case_consent (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
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
CREATE INDEX l_case_consent_parent ON l_case_consent(parent);
CREATE TABLE l_assessment_batch (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_batch_name TEXT,
    f_batch_type TEXT,
    f_date_from TEXT,
    f_date_to TEXT,
    f_school_year TEXT,
    f_grades TEXT,
    f_scale_name TEXT,
    f_scale_version TEXT,
    f_provider TEXT,
    f_provider_name TEXT,
    f_data_location TEXT,
    f_consent_mode TEXT,
    f_checkup_on TEXT,
    f_checkup_note TEXT,
    f_n_target REAL,
    f_n_done REAL,
    f_n_refused REAL,
    f_n_missed REAL,
    f_n_leave REAL,
    f_n_na REAL,
    f_n_flag REAL,
    f_n_interviewed REAL,
    f_n_listed REAL,
    f_note TEXT
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
CREATE TABLE l_private_return (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_req_title TEXT,
    f_req_no TEXT,
    f_req_date TEXT,
    f_to_org TEXT,
    f_dept TEXT,
    f_contact TEXT,
    f_due_at TEXT,
    f_period TEXT,
    f_as_of TEXT,
    f_definition_note TEXT,
    f_template TEXT,
    f_kind TEXT,
    f_corrects TEXT,
    f_state TEXT,
    f_pi_level TEXT,
    f_n_persons REAL,
    f_legal_basis TEXT,
    f_method TEXT,
    f_usb_label TEXT,
    f_received_by TEXT,
    f_papers TEXT
) STRICT;
CREATE TABLE rail_step (
    submission TEXT NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    note TEXT NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (submission, number)
) STRICT;
CREATE TRIGGER rail_step_stays BEFORE UPDATE ON rail_step BEGIN
    SELECT RAISE(ABORT, 'steps are append-only');
END;
CREATE TRIGGER rail_step_kept BEFORE DELETE ON rail_step BEGIN
    SELECT RAISE(ABORT, 'steps are append-only');
END;
CREATE TABLE explained (
    submission TEXT NOT NULL,
    finding TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (submission, finding)
) STRICT;
CREATE TABLE frozen (
    sha256 TEXT PRIMARY KEY,
    submission TEXT NOT NULL,
    content BLOB NOT NULL,
    about TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE TRIGGER frozen_stays BEFORE UPDATE ON frozen BEGIN
    SELECT RAISE(ABORT, 'what was finalised is append-only');
END;
CREATE TRIGGER frozen_kept BEFORE DELETE ON frozen BEGIN
    SELECT RAISE(ABORT, 'what was finalised is append-only');
END;
CREATE TABLE void_bundle (
    bundle_id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    statement BLOB NOT NULL,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    sealed_at TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
CREATE TABLE written_bundle (
    bundle_id TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    place TEXT NOT NULL,
    outcome TEXT NOT NULL
) STRICT;
CREATE INDEX written_bundle_id ON written_bundle(bundle_id);
CREATE TABLE released_cell (
    bundle_id TEXT NOT NULL,
    population TEXT NOT NULL,
    part TEXT NOT NULL,
    count INTEGER NOT NULL,
    shown TEXT NOT NULL
) STRICT;
CREATE INDEX released_cell_population ON released_cell(population);
CREATE TABLE kept_print (
    id TEXT PRIMARY KEY,
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    as_of TEXT NOT NULL,
    pages INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX kept_print_year ON kept_print(year);
CREATE TRIGGER kept_print_stays BEFORE UPDATE ON kept_print BEGIN
    SELECT RAISE(ABORT, 'kept prints are never changed');
END;
