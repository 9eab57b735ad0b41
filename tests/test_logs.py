"""The log tells where, never what."""

from __future__ import annotations

import logging

import pytest

from jlt_desktop import logs


@pytest.fixture
def log(tmp_path):
    root = logging.getLogger("jlt_desktop")
    before, propagate = list(root.handlers), root.propagate
    logs.set_up(tmp_path)
    yield logging.getLogger("jlt_desktop.anything")
    for handler in root.handlers[len(before) :]:
        handler.close()
        root.removeHandler(handler)
    root.propagate = propagate


def written(tmp_path):
    return (tmp_path / logs.NAME).read_text(encoding="ascii")


def test_fixed_words_numbers_and_names_are_written(log, tmp_path):
    log.warning("work failed: %s after %s steps", "KeyError", 12)
    assert "WARNING jlt_desktop.anything work failed: KeyError after 12 steps" in written(tmp_path)


def test_what_people_typed_is_left_out(log, tmp_path):
    log.error("row of %s is %s", "张三", "210999201803050019 and more")
    log.error("张三的家访")
    text = written(tmp_path)
    assert "张" not in text
    assert "210999" not in text
    assert "row of ... is ..." in text


def test_a_traceback_is_places_only(log, tmp_path):
    typed = "canary-" + "value"

    def inner():
        raise ValueError(typed)

    try:
        inner()
    except ValueError:
        log.exception("failed")
    text = written(tmp_path)
    assert "test_logs.py" in text
    assert "inner" in text
    assert "canary-value" not in text
    assert "raise ValueError" not in text


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    before = list(logging.getLogger("jlt_desktop").handlers)
    logs.set_up(blocked / "below")
    assert logging.getLogger("jlt_desktop").handlers == before
