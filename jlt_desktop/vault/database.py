"""One SQLCipher file: opened with pinned settings, proved to be encrypted, held by one program at a time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlcipher3

from jlt_desktop.domain.errors import OutsideError
from jlt_desktop.vault.files import outside

if TYPE_CHECKING:
    # the driver has the interface of the standard module and no types of its own
    from collections.abc import Iterator
    from pathlib import Path
    from sqlite3 import Connection

_MAGIC = b"SQLite format 3\x00"
_PAGE = 4096
_PRAGMAS = (
    "cipher_log_level = NONE",
    "cipher_compatibility = 4",
    f"cipher_page_size = {_PAGE}",
    "cipher_hmac_algorithm = HMAC_SHA512",
    "cipher_kdf_algorithm = PBKDF2_HMAC_SHA512",
    "cipher_memory_security = OFF",
)
_SETTINGS = (
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "locking_mode = EXCLUSIVE",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "mmap_size = 0",
    "temp_store = MEMORY",
    # not FAST: that never writes pages freed in the transaction that made them, and pages never written fail the integrity check
    "secure_delete = ON",
    "cache_size = -16000",
)
_PRAGMA = "PRAGMA "
_PATIENCE = 0.5  # seconds; who holds the file holds it until the window is closed


class Busy(OutsideError):
    """Another window holds the file."""


def connect(path: Path, key: bytes, *, create: bool = False) -> Connection:
    """Open a file with its 256-bit key. Raises OutsideError: missing, plain SQLite, wrong key, damaged, or held by another.

    The connection may be used from any one thread at a time; transactions are opened by hand.
    """
    if not create:
        _look_first(path)
    mode = "rwc" if create else "rw"
    try:
        conn: Connection = sqlcipher3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=_PATIENCE
        )
    except sqlcipher3.Error as error:
        raise said(error, path) from None
    try:
        _prepare(conn, key)
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _check_pages(conn, path)
        _take_hold(conn)
    except sqlcipher3.Error as error:
        conn.close()
        raise said(error, path) from None
    except BaseException:
        conn.close()
        raise
    return conn


def held(path: Path) -> bool:
    """Tell whether another connection holds a file; no key is needed, because the lock comes before the first page."""
    conn = sqlcipher3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=_PATIENCE)
    try:
        _prepare(conn, bytes(32))
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.Error as error:
        return isinstance(said(error, path), Busy)
    finally:
        conn.close()
    return False


def _prepare(conn: Connection, key: bytes) -> None:
    conn.execute(_PRAGMA + _PRAGMAS[0])
    conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for setting in _PRAGMAS[1:] + _SETTINGS:
        conn.execute(_PRAGMA + setting)
    if not conn.execute("PRAGMA cipher_version").fetchone():
        raise OutsideError("加密组件没有装好,程序不打开数据。", "用的是不带加密的数据库组件。", "数据没有改动。", "请重新安装本程序。")


def _check_pages(conn: Connection, path: Path) -> None:
    if [row[0] for row in conn.execute("PRAGMA quick_check(3)")] != ["ok"]:
        raise damaged(path)


def _take_hold(conn: Connection) -> None:
    # in exclusive mode the lock is taken at the first write and kept
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("COMMIT")


def _look_first(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(_PAGE)
    except FileNotFoundError:
        raise OutsideError(f"缺少数据文件“{path.name}”。", "可能被移动或删除。", "其他文件没有改动。", "请从备份恢复。") from None
    except OSError as error:
        raise outside(error, path.name) from None
    if len(head) < _PAGE:  # the database would take an empty file for a new one and fill it with empty tables
        raise damaged(path)
    if head.startswith(_MAGIC):
        raise OutsideError(
            f"“{path.name}”不是加密的数据文件,程序不打开它。",
            "有人用没有加密的文件换掉了它。",
            "程序没有改动任何文件。",
            "请从备份恢复,并查明是谁换的。",
        )


def damaged(path: Path) -> OutsideError:
    """Return the sentence for a file whose pages do not hold together."""
    return OutsideError(
        f"数据文件“{path.name}”损坏。", "磁盘出错,或文件被别的程序改过。", "程序没有再写它。", "请从最近一次核对过的备份恢复。"
    )


def said(error: Exception, path: Path) -> OutsideError:
    """Return the sentence for a failure of the database."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return Busy("另一个窗口正在用这份数据。", "", "数据没有改动。", "请先关掉那个窗口,再打开。")
    if "full" in text:
        return OutsideError("磁盘满了,这次没有存上。", "", "以前存的都在。", "请腾出空间后再存一次。")
    if "readonly" in text or "unable to open" in text:
        return OutsideError("数据目录不能写。", "磁盘是只读的,或者没有权限。", "数据没有改动。", "请换一个位置,或请管理员放开权限。")
    if "disk I/O" in text:
        return OutsideError("磁盘读写出错,这次没有存上。", "", "以前存的都在。", "请检查磁盘,并做一次备份。")
    return damaged(path)


@contextmanager
def transaction(conn: Connection, path: Path) -> Iterator[None]:
    """One user action: everything inside is kept, or nothing. Raises OutsideError when the disk fails.

    Inside another one it joins that: what fails here takes the whole action back.
    """
    if conn.in_transaction:
        yield
        return
    try:
        conn.execute("BEGIN IMMEDIATE")
        yield
        conn.execute("COMMIT")
    except sqlcipher3.Error as error:
        _undo(conn)
        raise said(error, path) from None
    except BaseException:
        _undo(conn)
        raise


def _undo(conn: Connection) -> None:
    # a full disk may already have rolled the transaction back
    if conn.in_transaction:
        conn.execute("ROLLBACK")
