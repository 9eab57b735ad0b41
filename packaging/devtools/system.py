"""Libraries of the operating system that Qt and the tests need: installed on Debian as root, named elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

FOR_RUNNING = (
    "libegl1", "libgl1", "libxkbcommon0", "libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1",
    "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-xinerama0", "libxcb-xkb1", "libdbus-1-3", "libfontconfig1",
    "libglib2.0-0", "libwayland-cursor0", "libwayland-egl1",
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
    elif lacking and (names := _in_source(lacking)):
        print("请先安装系统库(需要管理员):\n  sudo " + " ".join(command_for(names)), flush=True)


def _install(lacking: list[str]) -> None:
    print("正在安装系统库:" + " ".join(lacking), flush=True)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=settings, check=False, stdout=subprocess.DEVNULL)
    names = _in_source(lacking)
    if names and subprocess.run(command_for(names), env=settings, check=False, stdout=subprocess.DEVNULL).returncode:
        print("系统库没有装上,请手工执行:\n  " + " ".join(command_for(names)), flush=True)


def _in_source(lacking: list[str]) -> list[str]:
    """Return the packages as the source has them; one name it does not have would keep apt-get from installing any."""
    flavours = {name: _available(name) for name in lacking}
    unknown = [name for name, one in flavours.items() if not one]
    if unknown:
        print("软件源里没有:" + " ".join(unknown) + "(要用到它们的检查会跳过)", flush=True)
    return [one for one in flavours.values() if one]


def _available(name: str) -> str:
    """Return the flavour of a package that the source has; empty when it has none."""
    settings = {**os.environ, "LC_ALL": "C"}
    for one in (name, *_ALSO.get(name, ())):
        shown = subprocess.run(["apt-cache", "policy", one], capture_output=True, text=True, check=False, env=settings).stdout
        if "Candidate:" in shown and "Candidate: (none)" not in shown:
            return one
    return ""
