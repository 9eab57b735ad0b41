"""The two commands: `python3 packaging/dev.py run` opens the program, `python3 packaging/dev.py test` passes the tests.

Standard library only. Makes its own environment in .venv from pinned requirements and sees to the system's libraries.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from devtools import demo, environment, system

ROOT = Path(__file__).resolve().parent.parent


def run(arguments: list[str]) -> int:
    """Open the program on the demo school; without a display do the same main job from the command line."""
    system.provide(system.FOR_RUNNING)
    environment.provide(ROOT, with_tests=False)
    if demo.has_display():
        return subprocess.call([str(environment.python(ROOT)), "-m", "jlt_desktop", "--demo", *arguments], cwd=ROOT)
    return demo.main_job(ROOT)


def test(arguments: list[str]) -> int:
    """Check style, types and layers, then run the tests; the last line is pytest's own."""
    system.provide(system.FOR_RUNNING + system.FOR_TESTING)
    environment.provide(ROOT, with_tests=True)
    python = str(environment.python(ROOT))
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    linter = str(environment.script(ROOT, "lint-imports"))
    for title, command in (
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [python, "-m", "mypy"]),
        ("import-linter", [linter]),
    ):
        print(f"== {title}", flush=True)
        status = subprocess.call(command, cwd=ROOT, env=settings)
        if status:
            print(f"{title} 没有通过。", flush=True)
            return status
    print("== pytest", flush=True)
    workers = ["-n", "2", "--dist", "worksteal"] if (os.cpu_count() or 1) > 1 and not arguments else []
    return subprocess.call([python, "-m", "pytest", *workers, *arguments], cwd=ROOT, env=settings)


def bench(arguments: list[str]) -> int:
    """Measure speed and memory as ratios against baselines in the same run."""
    system.provide(system.FOR_RUNNING)
    environment.provide(ROOT, with_tests=True)
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.call([str(environment.python(ROOT)), "tests/bench/run.py", *arguments], cwd=ROOT, env=settings)


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("run", "test", "bench"))
    known, rest = parser.parse_known_args()
    return {"run": run, "test": test, "bench": bench}[known.command](rest)


if __name__ == "__main__":
    sys.exit(main())
