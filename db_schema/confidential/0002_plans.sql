-- States and levels of a case, and its plan.
ALTER TABLE l_concern ADD COLUMN f_urgent_at TEXT;
ALTER TABLE l_concern ADD COLUMN f_homeroom_how TEXT;
ALTER TABLE l_concern ADD COLUMN f_homeroom_level TEXT;
ALTER TABLE l_concern ADD COLUMN f_counselor_how TEXT;
ALTER TABLE l_concern ADD COLUMN f_counselor_level TEXT;
ALTER TABLE l_concern ADD COLUMN f_health_vp_how TEXT;
ALTER TABLE l_concern ADD COLUMN f_health_vp_level TEXT;
ALTER TABLE l_concern ADD COLUMN f_level_changes TEXT;
ALTER TABLE l_concern ADD COLUMN f_listed_again_why TEXT;
ALTER TABLE l_concern ADD COLUMN f_keep_until TEXT;
CREATE TABLE l_individual_plan (
    id TEXT PRIMARY KEY,
    parent TEXT,
    revision INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    removed_at TEXT,
    search_key TEXT NOT NULL,
    f_version REAL,
    f_from_date TEXT,
    f_situation TEXT,
    f_strengths TEXT,
    f_goals TEXT,
    f_measures TEXT,
    f_family_tasks TEXT,
    f_safety_plan TEXT,
    f_teacher_extract TEXT,
    f_parent_ack_on TEXT
) STRICT;
CREATE INDEX l_individual_plan_parent ON l_individual_plan(parent);
