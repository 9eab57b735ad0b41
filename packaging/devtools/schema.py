"""Writes db_schema/<scope>/current.sql: what an empty database is after all steps, for reading and comparing.

Run it after adding a step: `.venv/bin/python packaging/devtools/schema.py`. The program itself never reads these files.
"""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

from jlt_desktop.paths import db_schema
from jlt_desktop.vault.database import connect
from jlt_desktop.vault.migrate import migrate
from jlt_desktop.vault.plans import PLANS

NAME = "current.sql"
_HEAD = "-- The database after all steps. Made by packaging/devtools/schema.py; to change it, add a step.\n"


def dump(steps: Path) -> str:
    """Return the statements of a database that has taken the steps of a folder, in the order they were made."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        conn = connect(path, secrets.token_bytes(32), create=True)
        try:
            migrate(conn, steps, path)
            rows = conn.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
            return _HEAD + "".join(f"{sql};\n" for name, sql in rows if not name.startswith("sqlite_"))
        finally:
            conn.close()


def main() -> None:
    """Write the file of each scope."""
    for steps in (plan.steps[scope] for plan in PLANS for scope in plan.databases):
        path = db_schema() / steps / NAME
        path.write_text(dump(db_schema() / steps), encoding="utf-8", newline="\n")
        print(path)


if __name__ == "__main__":
    main()
