-- What every vault file keeps beside its ledgers.
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
) STRICT;
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
-- Room from the first day, so that the size of the file says nothing about what is in it.
CREATE TABLE room (
    id INTEGER PRIMARY KEY,
    filler BLOB NOT NULL
) STRICT;
INSERT INTO room VALUES (1, zeroblob(1048576));
DELETE FROM room;
-- A run of changes that was confirmed can no longer be taken back. What is past its time is destroyed by two people; this is what remains.
ALTER TABLE import_run ADD COLUMN closed_at TEXT;
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
-- The bureau's receipts, kept as they came and for good.
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
-- 专门教育个案
CREATE TABLE l_conduct_case (
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
    f_kind TEXT,
    f_behaviours TEXT,
    f_found_on TEXT,
    f_facts TEXT,
    f_state TEXT,
    f_measures TEXT,
    f_steps TEXT,
    f_told_on TEXT,
    f_told_how TEXT,
    f_asked_on TEXT,
    f_asked_by TEXT,
    f_asked_why TEXT,
    f_judged_on TEXT,
    f_opinion TEXT,
    f_decided_by TEXT,
    f_special_at TEXT,
    f_special_from TEXT,
    f_special_to TEXT,
    f_review_on TEXT,
    f_paper TEXT,
    f_closed_on TEXT,
    f_closed_why TEXT,
    f_left_on TEXT
) STRICT;
CREATE INDEX l_conduct_case_case_no ON l_conduct_case(f_case_no);
