-- 局端收件: what the bureau's vault keeps. The tables of acceptance stand in postgres/0001_first.sql too, for a bureau that keeps them there.
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
-- keys of the desk: purpose is intake (age identity) or receipt (Ed25519); the newest of a purpose is in use
CREATE TABLE desk_key (
    number INTEGER PRIMARY KEY,
    purpose TEXT NOT NULL,
    secret BLOB NOT NULL,
    public TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
-- a school's key: entered by one person, approved by another; the serial number of its certificate is its number
CREATE TABLE enrolment (
    number INTEGER PRIMARY KEY,
    school_id TEXT NOT NULL,
    school_name TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    reply_recipient TEXT NOT NULL,
    reason TEXT NOT NULL,
    request BLOB NOT NULL,
    signature BLOB NOT NULL,
    entered_by TEXT NOT NULL,
    entered_id TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    approved_by TEXT,
    approved_at TEXT,
    certificate BLOB,
    since TEXT,
    until TEXT,
    revoked_at TEXT,
    revoked_by TEXT,
    revoked_why TEXT
) STRICT;
CREATE INDEX enrolment_school ON enrolment(school_id);
CREATE TABLE trust_list (
    version INTEGER PRIMARY KEY,
    content BLOB NOT NULL,
    signature BLOB NOT NULL,
    before_signature BLOB NOT NULL,
    krl BLOB NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE TRIGGER trust_list_stays BEFORE UPDATE ON trust_list BEGIN
    SELECT RAISE(ABORT, 'trust lists are append-only');
END;
CREATE TRIGGER trust_list_kept BEFORE DELETE ON trust_list BEGIN
    SELECT RAISE(ABORT, 'trust lists are append-only');
END;
-- acceptance: the schools, the head of each chain, what came in, what was answered, and the rows that hold
CREATE TABLE school (
    school_id TEXT PRIMARY KEY,
    school_name TEXT NOT NULL
) STRICT;
CREATE TABLE chain (
    school_id TEXT NOT NULL,
    form TEXT NOT NULL,
    chain_id TEXT NOT NULL,
    state TEXT NOT NULL,
    seq INTEGER NOT NULL,
    head_sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (school_id, form, chain_id)
) STRICT;
CREATE TABLE submission (
    number INTEGER PRIMARY KEY,
    school_id TEXT NOT NULL,
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    kind TEXT NOT NULL,
    supersedes TEXT NOT NULL,
    bundle_id TEXT NOT NULL,
    chain_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    statement_sha256 TEXT NOT NULL UNIQUE,
    outcome TEXT NOT NULL,
    code TEXT NOT NULL,
    content BLOB NOT NULL,
    file_name TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX submission_place ON submission(school_id, form, chain_id, seq);
CREATE INDEX submission_period ON submission(period, form, school_id);
CREATE TABLE receipt (
    number INTEGER PRIMARY KEY,
    school_id TEXT NOT NULL,
    statement_sha256 TEXT NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT NOT NULL,
    content BLOB NOT NULL,
    signature BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX receipt_statement ON receipt(statement_sha256);
CREATE TRIGGER receipt_stays BEFORE UPDATE ON receipt BEGIN
    SELECT RAISE(ABORT, 'receipts are append-only');
END;
CREATE TRIGGER receipt_kept BEFORE DELETE ON receipt BEGIN
    SELECT RAISE(ABORT, 'receipts are append-only');
END;
CREATE TABLE verified_table (
    submission INTEGER NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    place INTEGER NOT NULL,
    columns TEXT NOT NULL,
    PRIMARY KEY (submission, name)
) STRICT;
CREATE TABLE verified_row (
    period TEXT NOT NULL,
    submission INTEGER NOT NULL,
    name TEXT NOT NULL,
    line INTEGER NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (period, submission, name, line)
) STRICT, WITHOUT ROWID;
CREATE TABLE expected (
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    due TEXT NOT NULL,
    PRIMARY KEY (form, period)
) STRICT;
CREATE TABLE new_chain (
    school_id TEXT NOT NULL,
    form TEXT NOT NULL,
    chain_id TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (school_id, form, chain_id)
) STRICT;
