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
