"""Many bundles in one go: a stick or a folder is gone through, what is damaged is named, the rest goes through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from jlt_desktop.bundle.refusal import Refusal
from jlt_desktop.district.bureau import STORE
from jlt_desktop.district.intake import MOST_TAKEN, WORDS, Desk, Intake, Taken, desk_of
from jlt_desktop.district.store import REJECTED
from jlt_desktop.domain.errors import SaidError, UserError

if TYPE_CHECKING:
    from jlt_desktop.district.bureau import Bureau

Progress = Callable[[int, int], None]
FAILED = "failed"
_SCHOOL = re.compile(r"SUB-([0-9]{10})-.+?-([0-9]{6,})")


@dataclass(slots=True)
class Run:
    """What became of a run: every file with its outcome; `left`: files not looked at because somebody stopped it."""

    taken: list[Taken] = field(default_factory=list)
    left: int = 0

    def counts(self) -> dict[str, int]:
        """Return outcome -> how many."""
        return dict(Counter(one.outcome for one in self.taken))

    def words(self) -> str:
        """Return the run in one sentence."""
        told = "、".join(f"{(WORDS | {FAILED: '没有收成'})[outcome]} {count} 份" for outcome, count in self.counts().items())
        stopped = f"停下时还有 {self.left} 份没有看。" if self.left else ""
        return (f"看了 {len(self.taken)} 份:{told}。" if told else "没有找到报送包。") + stopped


def bundles(paths: Sequence[Path]) -> list[Path]:
    """Return the files to take in: those named, and every .zip in the folders named, a school's in the order of their numbers.

    Raises UserError for a path that is not there.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += [one for one in path.rglob("*") if one.suffix.lower() == ".zip" and not one.is_dir()]
        elif path.exists():
            found.append(path)
        else:
            raise UserError(f"没有找到“{path.name}”。", "", "没有收任何材料。", "请核对位置;U 盘要插好。")
    return sorted(dict.fromkeys(found), key=_order)


def _order(path: Path) -> tuple[str, int, str]:
    # a name proves nothing; it only saves a bundle from waiting for one that lies beside it
    match = _SCHOOL.match(path.name)
    return (match[1], int(match[2]), path.stem) if match else ("", 0, path.stem)


def take_in(
    bureau: Bureau,
    paths: Sequence[Path],
    *,
    workers: int = 1,
    progress: Progress | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Run:
    """Take in files and folders. workers: processes side by side, with a PostgreSQL store only. Raises UserError, OutsideError."""
    files, desk, where = bundles(paths), desk_of(bureau), str(bureau.settings.get(STORE, ""))
    if workers > 1 and not where:
        raise UserError(
            "几个进程同时收件要用 PostgreSQL 存放。", "本机的收件数据一次只能由一个进程写。", "没有收任何材料。", "请去掉 --workers。"
        )
    run = Run()
    one_by_one = (
        take_side_by_side(desk, where, bureau.steps, files, bureau.now(), workers) if workers > 1 else _in_turn(bureau, desk, files)
    )
    seen = 0
    for number, taken in one_by_one:
        seen += number
        run.taken += taken
        if progress:
            progress(seen, len(files))
        if stopped():
            break
    one_by_one.close()
    run.left = len(files) - seen
    with bureau.scope.transaction():
        bureau.log("收件", "intake", {"counts": run.counts(), "left": run.left, "last_receipt": list(bureau.store.last_answer())})
    return run


def _in_turn(bureau: Bureau, desk: Desk, files: Sequence[Path]) -> Generator[tuple[int, list[Taken]]]:
    intake = Intake(desk, bureau.store)
    for path in files:
        yield 1, take_file(intake, path, bureau.now())


def take_file(intake: Intake, path: Path, now: datetime) -> list[Taken]:
    """Take in one file; a failure of the disk or the store is told as an outcome, so that the others go through."""
    name = path.name.encode("utf-8", "replace").decode()
    try:
        if not path.is_file() or path.is_symlink():
            return [Taken(name, REJECTED, "container", "不是普通文件,没有打开。")]
        if path.stat().st_size > MOST_TAKEN:
            return [Taken(name, REJECTED, "too-large", str(Refusal("too-large")))]
        with path.open("rb") as file:
            return intake.take(name, file.read(MOST_TAKEN + 1), now)
    except SaidError as error:
        return [Taken(name, FAILED, "", str(error))]
    except OSError as error:
        return [Taken(name, FAILED, "", f"读不出来({error.strerror or error.errno})。")]
    except MemoryError:
        return [Taken(name, FAILED, "", "内存不够,没有收这一份。")]


# -- several processes ------------------------------------------------------------------------------------------------


def take_side_by_side(
    desk: Desk, where: str, steps: Path, files: Sequence[Path], now: datetime, workers: int
) -> Generator[tuple[int, list[Taken]]]:
    """Take in files in several processes on one PostgreSQL store; yields how many files were done and what became of them.

    A school's bundles stay together and in order; different schools go to different workers.
    """
    groups: dict[str, list[Path]] = {}
    for path in files:
        groups.setdefault(_order(path)[0] or path.name, []).append(path)
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (desk, where, steps))
    try:
        waiting = {pool.submit(_group, group, now): len(group) for group in groups.values()}
        for done in as_completed(waiting):
            yield waiting[done], done.result()
    finally:
        pool.shutdown(cancel_futures=True)


_WORKER: list[Intake] = []  # one a process: what _begin made there


def _begin(desk: Desk, where: str, steps: Path) -> None:
    from jlt_desktop.district.store_postgres import PostgresStore

    _WORKER[:] = [Intake(desk, PostgresStore(where, steps))]


def _group(files: Sequence[Path], now: datetime) -> list[Taken]:
    return [one for path in files for one in take_file(_WORKER[0], path, now)]
