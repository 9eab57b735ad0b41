"""Forward-only SQL steps: each runs once, in its own transaction, and is never edited afterwards."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault.database import transaction

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

_NAME = re.compile(r"(\d{4})_\w+\.sql")
_TABLE = "CREATE TABLE IF NOT EXISTS schema_step(number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT"


def steps(folder: Path) -> list[Path]:
    """Return the SQL files of a scope in their order."""
    return sorted(path for path in folder.glob("*.sql") if _NAME.fullmatch(path.name))


def pending(conn: Connection, folder: Path) -> list[Path]:
    """Return the steps this file has not taken. Raises OutsideError when it was made by a newer program."""
    conn.execute(_TABLE)
    done = dict(conn.execute("SELECT name, sha256 FROM schema_step"))
    known = {path.name for path in steps(folder)}
    newer = sorted(set(done) - known)
    if newer:
        raise OutsideError(
            "这份数据是用更新的版本建立的,这个版本打不开。", f"缺少数据步骤 {newer[0]}。", "数据没有改动。", "请安装新版本后再打开。"
        )
    return [path for path in steps(folder) if path.name not in done]


def migrate(conn: Connection, folder: Path, path: Path) -> int:
    """Take the pending steps; returns how many. Raises OutsideError; a step that fails leaves nothing behind."""
    taken = 0
    for step in pending(conn, folder):
        sql = step.read_text(encoding="utf-8")
        with transaction(conn, path):
            for statement in statements(sql):
                conn.execute(statement)
            digest = hashlib.sha256(sql.encode()).hexdigest()
            conn.execute("INSERT INTO schema_step VALUES (?, ?, ?)", (int(step.name[:4]), step.name, digest))
        taken += 1
    return taken


def statements(sql: str) -> list[str]:
    """Return the single statements of a step; a trigger's own semicolons end in 'END;'."""
    bare = "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))
    found, rest = [], ""
    for piece in bare.split(";"):
        rest += piece
        if "CREATE TRIGGER" in rest and not rest.rstrip().endswith("END"):
            rest += ";"
            continue
        if rest.strip():
            found.append(rest.strip())
        rest = ""
    return found
