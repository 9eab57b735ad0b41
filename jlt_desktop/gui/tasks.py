"""Long work on one worker thread: plain data in, plain data out, progress and cancel. No other threads in the program."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from jlt_desktop.domain.errors import OutsideError, SaidError
from jlt_desktop.gui.sweeping import Sweeper

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Then = Callable[[Any], None]
Failed = Callable[[SaidError], None]


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
        self._count = 0
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

        with_job: `work` takes the Job, to report progress and to ask whether to stop.
        """
        job = Job(lambda done, total: self._came_back.emit((owner, progress, (done, total), False)))
        self._count += 1
        self.busy_changed.emit(self._count)
        # two shapes of work told apart by with_job, which types cannot see
        whole = (lambda: work(job)) if with_job else work  # type: ignore[call-arg]
        self._workers().submit(self._do, owner, job, whole, then, failed)  # type: ignore[arg-type]
        return job

    def _workers(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor  # the first window is on the screen before there is any work

            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
            self._sweeper = Sweeper(self)
        return self._pool

    def _do(self, owner: QObject, job: Job, work: Callable[[], Any], then: Then | None, failed: Failed | None) -> None:
        try:
            outcome = work()
        except SaidError as error:
            self._came_back.emit((owner, failed or self.failed.emit, (error,), True))
        except Exception as error:  # noqa: BLE001  # a bug in the work must reach the person as a sentence, not end the program
            if job.cancelled():
                self._came_back.emit((owner, None, (), True))
                return
            _write_down(error)
            self._came_back.emit((owner, failed or self.failed.emit, (_bug(error),), True))
        else:
            self._came_back.emit((owner, then, (outcome,), True))

    def _deliver(self, message: tuple[QObject, Callable[..., None] | None, tuple[Any, ...], bool]) -> None:
        owner, call, values, last = message
        if last:
            self._count -= 1
            self.busy_changed.emit(self._count)
        if call is not None and isValid(owner):
            call(*values)

    @property
    def idle(self) -> bool:
        """Tell whether nothing is waiting or running."""
        return self._count == 0

    def close(self) -> None:
        """Finish what is under way and end the thread."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._sweeper is not None:
            self._sweeper.end()


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
