"""jlt box: one task, all tasks, another semester; wrong wishes write nothing."""

from __future__ import annotations

from pathlib import Path

import pypdfium2


def test_one_box_and_all(jlt, vault, tmp_path: Path):
    told = jlt("--json", "box", "14", tmp_path / "b.pdf", vault=vault)
    assert (told.status, told.json["boxes"][0]["task"]) == (0, 14)
    with pypdfium2.PdfDocument(tmp_path / "b.pdf") as document:
        assert len(document) == told.json["boxes"][0]["pages"]
    folder = tmp_path / "all"
    folder.mkdir()
    told = jlt("--json", "box", "all", folder, "--semester", "2025-T2", vault=vault)
    assert told.status == 0
    assert sorted(one["file"] for one in told.json["boxes"]) == sorted(one.name for one in folder.iterdir())


def test_wrong_wishes(jlt, vault, tmp_path: Path):
    for arguments, status in (
        (("77", tmp_path / "x.pdf"), 1), (("abc", tmp_path / "x.pdf"), 1), (("1", tmp_path / "x.pdf", "--semester", "2026-11"), 1),
        (("1", tmp_path / "x.pdf", "--semester", "2030-T1"), 1), (("all", tmp_path / "none"), 3), (("1", tmp_path / "no" / "x.pdf"), 3),
    ):  # fmt: skip
        assert jlt("box", *arguments, vault=vault).status == status, arguments
    assert not (tmp_path / "x.pdf").exists()
