-- Consents of guardians; the channel's limit and telephones on the school's page.
ALTER TABLE l_school ADD COLUMN f_response_minutes REAL;
ALTER TABLE l_school ADD COLUMN f_crisis_contacts TEXT;
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
