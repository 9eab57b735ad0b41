"""Libraries of the operating system that Qt and the tests need: installed on Debian as root, named elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

FOR_RUNNING = (
    "libegl1", "libgl1", "libxkbcommon0", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1",
    "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-xinerama0", "libxcb-xkb1", "libdbus-1-3", "libfontconfig1",
    "libglib2.0-0",
)  # fmt: skip
FOR_TESTING = (
    "xvfb", "xdotool", "openssh-client", "openssl", "age", "poppler-utils", "fonts-noto-cjk", "libreoffice-calc-nogui",
    "postgresql",
)  # fmt: skip
# newer systems renamed some packages; the other flavour of a package serves as well
_ALSO = {"libglib2.0-0": ("libglib2.0-0t64",), "libreoffice-calc-nogui": ("libreoffice-calc",)}


def missing(wanted: tuple[str, ...], installed: set[str]) -> list[str]:
    """Return the wanted packages of which no flavour is installed."""
    return [name for name in wanted if not installed & {name, *_ALSO.get(name, ())}]


def installed_packages() -> set[str]:
    """Return what dpkg has installed."""
    found = subprocess.run(["dpkg-query", "-W", "-f=${db:Status-Abbrev}${Package}\n"], capture_output=True, text=True, check=False).stdout
    return {line[3:].strip() for line in found.splitlines() if line.startswith("ii")}


def command_for(packages: list[str]) -> list[str]:
    """Return the command that installs packages."""
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def provide(wanted: tuple[str, ...]) -> None:
    """Install what is missing where that is possible; otherwise print the exact command and go on."""
    if not sys.platform.startswith("linux"):
        return
    if not shutil.which("dpkg-query"):
        print("这台电脑不是 Debian 系;如果窗口打不开,请安装与下列对应的库:" + " ".join(FOR_RUNNING))
        return
    lacking = missing(wanted, installed_packages())
    if lacking and os.geteuid() == 0:
        _install(lacking)
    elif lacking:
        print("请先安装系统库(需要管理员):\n  sudo " + " ".join(command_for(lacking)), flush=True)


def _install(lacking: list[str]) -> None:
    print("正在安装系统库:" + " ".join(lacking), flush=True)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=settings, check=False, stdout=subprocess.DEVNULL)
    names = [_available(name) for name in lacking]
    if subprocess.run(command_for(names), env=settings, check=False, stdout=subprocess.DEVNULL).returncode:
        print("系统库没有装上,请手工执行:\n  " + " ".join(command_for(names)), flush=True)


def _available(name: str) -> str:
    for one in (name, *_ALSO.get(name, ())):
        shown = subprocess.run(["apt-cache", "policy", one], capture_output=True, text=True, check=False).stdout
        if "Candidate:" in shown and "Candidate: (none)" not in shown:
            return one
    return name
