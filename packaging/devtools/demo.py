"""The main job without a display: demo school, import, bundle, verification by the bureau, pictures of the windows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

from devtools import environment


def has_display() -> bool:
    """Tell whether windows can be shown."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main_job(root: Path) -> int:
    """Do the whole of it and say what was made; returns the exit status."""
    place = root / "build" / "demo"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    vault, secrets = place / "school", place / "secrets.json"
    print("没有显示器:改从命令行做一遍同样的事。", flush=True)
    made = _jlt(root, "1 建立示范学校", "--vault", vault, "demo", "--students", "600", "--seed", "1", "--secrets", secrets)
    if made is None:
        return 1
    told = json.loads(secrets.read_text(encoding="utf-8"))
    people = {}
    for user in told["users"]:
        people[user["role"]] = (user["name"], place / f"{user['role']}.txt")
        people[user["role"]][1].write_text(user["password"], encoding="utf-8")
    return _as_clerk(root, place, vault, people, told)


def _as_clerk(root: Path, place: Path, vault: Path, people: dict[str, tuple[str, Path]], told: dict[str, str]) -> int:
    clerk, clerk_file = people["clerk"]
    principal, principal_file = people["principal"]
    login = ("--vault", vault, "--user", clerk, "--password-file", clerk_file)
    sample = root / "resources" / "samples" / "class_teacher.xlsx"
    period = date.today().strftime("%Y-%m")
    usb, shots = place / "usb", root / "build" / "shots"
    usb.mkdir()
    refused = place / "refused.xlsx"
    bundle = None
    for title, command in (
        ("2 导入班主任交来的名册", (*login, "import", "student", sample, "--refused", refused)),
        ("3 再导入一次,应当没有变化", (*login, "import", "student", sample)),
        ("4 导出名册", (*login, "export", "student", place / "roster.xlsx")),
        ("5 报送", (*login, "submit", "--period", period, "--to", usb, "--signer", principal, "--signer-password-file", principal_file)),
        ("6 画出每个窗口", (*login, "shots", shots)),
    ):
        answer = _jlt(root, title, *command)
        if answer is None:
            return 1
        bundle = answer.get("path", bundle)
    verified = _jlt(root, "7 局端核验", "verify", bundle, "--keys", told["school_keys"], "--unseal", told["bureau_identity"])
    if verified is None or verified.get("verdict") != "accepted":
        return 1
    print(f"\n全部完成。\n  数据包:{bundle}\n  窗口图片:{shots}\n  其他文件:{place}", flush=True)
    return 0


def _jlt(root: Path, title: str, *arguments: object) -> dict[str, object] | None:
    command = [str(environment.script(root, "jlt")), "--json", *(str(one) for one in arguments)]
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=root, env=settings, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        print(f"{title}:没有做成。\n{done.stdout}{done.stderr}", flush=True)
        return None
    answer = json.loads(done.stdout)
    shown = {key: value for key, value in answer.items() if isinstance(value, str | int) and key != "password"}
    print(f"{title}:{json.dumps(shown, ensure_ascii=False)}", flush=True)
    return answer
