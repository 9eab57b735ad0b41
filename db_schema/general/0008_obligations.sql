-- 校历、节假日、任务要求调整
CREATE TABLE l_school_calendar (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_year REAL,
    f_autumn_from TEXT,
    f_autumn_to TEXT,
    f_spring_from TEXT,
    f_spring_to TEXT,
    f_nodes TEXT,
    f_months TEXT,
    f_note TEXT
) STRICT;
CREATE TABLE l_holiday (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_name TEXT,
    f_kind TEXT,
    f_from_date TEXT,
    f_to_date TEXT
) STRICT;
CREATE TABLE l_obligation_setting (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_obligation TEXT,
    f_asked TEXT,
    f_threshold REAL,
    f_from_date TEXT,
    f_reason TEXT
) STRICT;
