-- What was printed of a school year, kept as the bytes it was, so that it prints again as it did.
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
