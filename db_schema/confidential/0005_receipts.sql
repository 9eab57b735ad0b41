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
