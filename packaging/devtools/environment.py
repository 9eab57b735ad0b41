"""The project's own Python environment in .venv, made from pinned requirements and made again when they change."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

_FILES = ("packaging/requirements.txt", "packaging/requirements-test.txt", "pyproject.toml")
LEAST = (3, 11)


def folder(root: Path) -> Path:
    """Return the folder of the environment."""
    return root / ".venv"


def script(root: Path, name: str) -> Path:
    """Return the path of a program installed in the environment."""
    return folder(root) / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" if os.name == "nt" else ""))


def python(root: Path) -> Path:
    """Return the environment's Python."""
    return script(root, "python")


def stamp(root: Path, *, with_tests: bool) -> str:
    """Return what the environment was made from: the requirements, the Python, with or without the test tools."""
    digest = hashlib.sha256(sys.version.encode())
    for name in _FILES:
        digest.update((root / name).read_bytes())
    return ("test " if with_tests else "run ") + digest.hexdigest()


def serves(found: str, wanted: str) -> bool:
    """Tell whether an environment with one stamp serves for another: the test tools do not hurt running."""
    return found == wanted or found == wanted.replace("run ", "test ", 1)


def provide(root: Path, *, with_tests: bool) -> None:
    """Make the environment unless it stands. Exits with a sentence when Python is too old or lacks venv."""
    if sys.version_info < LEAST:
        sys.exit(f"需要 Python 3.11 或更新,这里是 {sys.version.split()[0]}。")
    mark, wanted = folder(root) / "made-from", stamp(root, with_tests=with_tests)
    if mark.is_file() and serves(mark.read_text(encoding="ascii"), wanted) and python(root).exists():
        return
    print("正在准备运行环境(第一次要几分钟)……", flush=True)
    _make(root)
    names = _FILES[: 2 if with_tests else 1]
    arguments = [part for name in names for part in ("-r", name)]
    pip = [str(python(root)), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for step in ([*pip, *arguments], [*pip, "--no-deps", "-e", "."]):
        if subprocess.call(step, cwd=root):
            sys.exit("运行环境没有装好:装软件包时出错,请看上面的原因(多半是连不上软件源),然后再运行一次。")
    mark.write_text(wanted, encoding="ascii")


def _make(root: Path) -> None:
    if python(root).exists() and not subprocess.call([str(python(root)), "-m", "pip", "--version"], stdout=subprocess.DEVNULL):
        return
    shutil.rmtree(folder(root), ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(folder(root))]
    if subprocess.call(command) == 0:
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.call(["apt-get", "update", "-q"], stdout=subprocess.DEVNULL)
        subprocess.call(["apt-get", "install", "-y", "python3-venv"], stdout=subprocess.DEVNULL)
        shutil.rmtree(folder(root), ignore_errors=True)
        if subprocess.call(command) == 0:
            return
    sys.exit("建不了 Python 环境。Debian 系请先执行:sudo apt-get install python3-venv,然后再运行一次。")
