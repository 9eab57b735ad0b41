-- 家长委员会: charters, elections, what parents said; notice, signatures, withdrawn numbers and corrections of a meeting.
ALTER TABLE l_meeting ADD COLUMN f_notice_on TEXT;
ALTER TABLE l_meeting ADD COLUMN f_notice_how TEXT;
ALTER TABLE l_meeting ADD COLUMN f_notice_to TEXT;
ALTER TABLE l_meeting ADD COLUMN f_notice_note TEXT;
ALTER TABLE l_meeting ADD COLUMN f_void_numbers TEXT;
ALTER TABLE l_meeting ADD COLUMN f_signed_record_on TEXT;
ALTER TABLE l_meeting ADD COLUMN f_corrects TEXT;
ALTER TABLE l_meeting ADD COLUMN f_corrects_why TEXT;
ALTER TABLE l_meeting ADD COLUMN f_supplement TEXT;
ALTER TABLE l_resolution ADD COLUMN f_progress TEXT;
ALTER TABLE l_resolution ADD COLUMN f_files TEXT;
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
