-- 一人一档: categories with their days, closing and opening again, arrangements of one's own, mandatory reports.
ALTER TABLE l_care_file ADD COLUMN f_category_dates TEXT;
ALTER TABLE l_care_file ADD COLUMN f_reopened_on TEXT;
ALTER TABLE l_care_file ADD COLUMN f_reopened_why TEXT;
ALTER TABLE l_contact_log ADD COLUMN f_signs TEXT;
ALTER TABLE l_home_visit ADD COLUMN f_signs TEXT;
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
) STRICT;
CREATE INDEX l_mandatory_report_parent ON l_mandatory_report(parent);
