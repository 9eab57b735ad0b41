"""Long work on one worker thread: plain data in, plain data out, progress and cancel. No other threads in the program."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from jlt_desktop.domain.errors import OutsideError, SaidError
from jlt_desktop.gui.sweeping import Sweeper

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Then = Callable[[Any], None]
Failed = Callable[[SaidError], None]
_DONE, _FAILED, _STOPPED, _PROGRESS = "done", "failed", "stopped", "progress"


class Job:
    """One piece of work under way. `report` and `cancelled` are for the worker; `cancel` for the window."""

    def __init__(self, tell: Callable[[int, int], None]) -> None:
        """Tell of progress through `tell`."""
        self._tell, self._stop = tell, Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Tell whether the person asked to stop."""
        return self._stop.is_set()

    def report(self, done: int, total: int) -> None:
        """Say how far the work has come."""
        self._tell(done, total)


@dataclass
class _Asked:
    """What somebody asked for. Only this holds on to windows and their methods: the worker knows it by its number."""

    owner: QObject
    job: Job
    work: Callable[[], Any]
    calls: dict[str, Callable[..., None] | None]
    future: Future[None] | None = None
    delivered: bool = False


class Tasks(QObject):
    """Runs work one after the other on a single thread and brings the outcome back to the windows' thread.

    `failed` says a failure that nobody else took; `busy_changed` tells how many pieces of work are waiting or running.
    """

    failed = Signal(object)
    busy_changed = Signal(int)
    _came_back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without work; the thread begins with the first piece."""
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._sweeper: Sweeper | None = None
        self._asked: dict[int, _Asked] = {}
        self._numbers, self._count, self._closed = itertools.count(1), 0, False
        self._came_back.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[], Any] | Callable[[Job], Any],
        then: Then | None = None,
        *,
        failed: Failed | None = None,
        progress: Callable[[int, int], None] | None = None,
        with_job: bool = False,
    ) -> Job:
        """Do `work` on the worker thread, then call `then` with its outcome; neither when `owner` is gone by then.

        with_job: `work` takes the Job, to report progress and to ask whether to stop. After close() nothing is done any more: a timer
        may still fire while the program ends.
        """
        self._let_go()
        number = next(self._numbers)
        job = Job(lambda done, total: self._came_back.emit((number, _PROGRESS, (done, total))))
        if self._closed:
            return job
        # two shapes of work told apart by with_job, which types cannot see
        whole = (lambda: work(job)) if with_job else work  # type: ignore[call-arg]
        asked = _Asked(owner, job, whole, {_DONE: then, _FAILED: failed or self.failed.emit, _PROGRESS: progress})  # type: ignore[arg-type]
        self._asked[number] = asked
        self._count += 1
        self.busy_changed.emit(self._count)
        asked.future = self._workers().submit(self._do, number)
        return job

    def _workers(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor  # the first window is on the screen before there is any work

            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
            self._sweeper = Sweeper(self)
        return self._pool

    def _do(self, number: int) -> None:
        try:
            outcome = self._asked[number].work()
        except SaidError as error:
            self._came_back.emit((number, _FAILED, (error,)))
        except Exception as error:  # noqa: BLE001  # a bug in the work must reach the person as a sentence, not end the program
            if self._asked[number].job.cancelled():
                self._came_back.emit((number, _STOPPED, ()))
                return
            _write_down(error)
            self._came_back.emit((number, _FAILED, (_bug(error),)))
        else:
            self._came_back.emit((number, _DONE, (outcome,)))

    def _deliver(self, message: tuple[int, str, tuple[Any, ...]]) -> None:
        number, what, values = message
        asked = self._asked[number]
        if what != _PROGRESS:
            asked.delivered = True
            self._count -= 1
            self.busy_changed.emit(self._count)
        call = asked.calls.get(what)
        if call is not None and isValid(asked.owner):
            call(*values)
        self._let_go()

    def _let_go(self) -> None:
        """Forget what is done; here, on the windows' thread, because what is forgotten last may be a window."""
        for number in [one for one, asked in self._asked.items() if asked.delivered and asked.future is not None and asked.future.done()]:
            del self._asked[number]

    @property
    def idle(self) -> bool:
        """Tell whether nothing is waiting or running."""
        return self._count == 0

    def close(self) -> None:
        """Finish what is under way and end the thread."""
        self._closed = True
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._sweeper is not None:
            self._sweeper.end()
        self._asked.clear()


def _write_down(error: Exception) -> None:
    import logging  # a bug is the exception, not the rule

    # the text of an exception may hold what somebody typed; its kind and the lines of code do not
    where = (RuntimeError, RuntimeError(type(error).__name__), error.__traceback__)
    logging.getLogger(__name__).error("work failed: %s", type(error).__name__, exc_info=where)


def _bug(error: Exception) -> SaidError:
    return OutsideError(
        "程序出了差错,这一步没有做成。",
        f"差错的种类是 {type(error).__name__},已记入日志(不含学生资料)。",
        "已保存的数据没有改动。",
        "可以再试一次;还是不行,请重开程序。",
    )
