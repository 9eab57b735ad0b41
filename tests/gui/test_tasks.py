"""The one worker: outcomes and failures come back to the windows' thread, and only to windows that are still there."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QObject

from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.gui.tasks import Job, Tasks


@pytest.fixture
def owner(qapp):
    return QObject()


def test_the_outcome_comes_back_on_the_windows_thread(qtbot, tasks, owner):
    got = []
    here = threading.get_ident()
    tasks.run(owner, threading.get_ident, lambda where: got.append((where, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0] != here
    assert got[0][1] == here


def test_work_is_done_one_after_the_other_on_one_thread(qtbot, tasks, owner):
    order, threads = [], set()

    def work(number):
        threads.add(threading.get_ident())
        order.append(number)

    for number in range(20):
        tasks.run(owner, lambda number=number: work(number))
    qtbot.waitUntil(lambda: tasks.idle)
    assert order == list(range(20))
    assert len(threads) == 1


def test_a_said_failure_reaches_the_one_who_asked(qtbot, tasks, owner):
    got = []

    def work():
        raise UserError("这一格不是日期。")

    tasks.run(owner, work, lambda _: got.append("done"), failed=got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert [str(one) for one in got] == ["这一格不是日期。"]


def test_a_bug_becomes_a_sentence_without_what_was_typed(qtbot, owner, qapp, caplog):
    tasks = Tasks()
    got = []

    typed = "张" + "三的身份证号"

    def work():
        raise KeyError(typed)

    tasks.run(owner, work, failed=got.append)
    qtbot.waitUntil(lambda: bool(got))
    tasks.close()
    assert isinstance(got[0], OutsideError)
    assert "KeyError" in str(got[0])
    assert "张三" not in str(got[0])
    assert "张三" not in caplog.text


def test_nobody_is_called_for_a_window_that_is_gone(qtbot, tasks):
    window, got = QObject(), []
    begin = threading.Event()
    tasks.run(window, begin.wait, got.append)
    window.deleteLater()
    qtbot.waitSignal(window.destroyed, raising=False).wait()
    begin.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert got == []


def test_progress_and_cancel(qtbot, tasks, owner):
    steps, got, going_on = [], [], threading.Event()

    def work(job: Job):
        for step in range(1000):
            job.report(step, 1000)
            if job.cancelled():
                return step
            going_on.wait(1)
        return 1000

    job = tasks.run(owner, work, got.append, progress=lambda done, total: steps.append((done, total)), with_job=True)
    job.cancel()
    going_on.set()
    qtbot.waitUntil(lambda: bool(got))
    assert got[0] < 1000
    assert steps[0] == (0, 1000)


def test_garbage_is_left_to_the_windows_thread_while_there_is_a_worker(qtbot, qapp, owner):
    class Circle:
        def __init__(self):
            self.me = self

        def __del__(self):
            where.append(threading.get_ident())

    where: list[int] = []
    tasks = Tasks()
    done = []

    def work():
        for _ in range(50_000):
            Circle()
        return len(where)

    tasks.run(owner, work, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=20000)
    assert done == [0], "nothing is collected while the worker is busy"
    assert not gc.isenabled()
    gc.collect()
    assert set(where) == {threading.get_ident()}
    tasks.close()
    assert gc.isenabled()


def test_a_window_that_only_its_work_knows_is_not_freed_by_the_worker(qtbot, qapp):
    tasks = Tasks()
    begin, freed = threading.Event(), []

    class Watched(QObject):
        def __del__(self):
            freed.append(threading.get_ident())

    def named(held):
        begin.wait()
        return held.objectName()

    window = Watched()
    tasks.run(window, lambda held=window: named(held), lambda _: None)
    del window
    begin.set()
    qtbot.waitUntil(lambda: tasks.idle)
    tasks.close()
    assert set(freed) <= {threading.get_ident()}
    assert freed


def test_what_a_late_timer_asks_for_after_the_end_is_not_done(qtbot, tasks, owner):
    done, got = [], []
    tasks.run(owner, lambda: done.append("before"))
    qtbot.waitUntil(lambda: tasks.idle)
    tasks.close()
    tasks.run(owner, lambda: done.append("after"), got.append)
    assert tasks.idle
    assert (done, got) == (["before"], [])
