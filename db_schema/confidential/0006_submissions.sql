-- Submissions: the request, the steps along the rail, the bytes that were finalised, what was released, what was written where.
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
