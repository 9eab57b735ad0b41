"""The two commands: standard library only, pinned requirements, a README that names them."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("path", ["packaging/dev.py", *(f"packaging/devtools/{one}.py" for one in ("demo", "environment", "system"))])
def test_only_the_standard_library(path: str) -> None:
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    assert found <= sys.stdlib_module_names | {"devtools"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_requirements_are_pinned(name: str) -> None:
    lines = [one for one in (ROOT / "packaging" / name).read_text(encoding="utf-8").splitlines() if one and not one.startswith("#")]
    assert lines
    assert [one for one in lines if not re.fullmatch(r"[\w-]+==[\w.]+(; .+)?", one)] == []


def test_the_readme_names_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^python3 (packaging/dev\.py) (\w+)$", readme, re.MULTILINE))
    assert named == {("packaging/dev.py", "run"), ("packaging/dev.py", "test")}
    assert "packaging/dev.py test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_fonts_have_their_licences_beside_them() -> None:
    fonts = ROOT / "resources" / "fonts"
    assert {one.name for one in fonts.glob("*.ttf")} == {"JltKai.ttf", "JltRareHan.ttf", "NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf"}
    assert {one.name for one in fonts.glob("LICENSE*")} == {"LICENSE-Arphic.txt", "LICENSE-OFL-LXGW.txt", "LICENSE-OFL-Noto.txt"}
