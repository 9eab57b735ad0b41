-- The visits to the homes of all pupils.
CREATE TABLE l_family_visit (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_date TEXT,
    f_form TEXT,
    f_visitors TEXT,
    f_present TEXT,
    f_purpose TEXT,
    f_family_state TEXT,
    f_talk TEXT,
    f_parent_opinion TEXT,
    f_follow_up TEXT,
    f_follow_up_by TEXT,
    f_follow_up_due TEXT,
    f_follow_up_done TEXT,
    f_signed INTEGER,
    f_photos TEXT
) STRICT;
CREATE INDEX l_family_visit_parent ON l_family_visit(parent);
