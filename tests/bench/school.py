"""Vaults of a given size for the benches, with the usual key derivation."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from jlt_desktop import app
from jlt_desktop.domain.identity import check_digit
from jlt_desktop.ledgers import ALL
from jlt_desktop.services.demo import Secrets
from jlt_desktop.services.office import Office
from jlt_desktop.vault.creating import NewUser

STUDENT = next(one for one in ALL if one.key == "student")


def demo(folder: Path, students: int) -> Secrets:
    """Make a demo school."""
    return app.build_demo(folder, students, 7)


def person(secrets: Secrets, role: str) -> NewUser:
    """Return the user of a role."""
    return next(one for one in secrets.users if one.role == role)


def opened(folder: Path, secrets: Secrets, role: str = "clerk") -> Office:
    """Unlock as one role."""
    user = person(secrets, role)
    return app.open_office(folder, user.name, user.password)


def roster(path: Path, rows: int, columns: int) -> None:
    """Write a sheet of invented pupils with so many columns; the further ones hold text nobody maps."""
    draw = random.Random(3)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("学生")
    known = ["姓名", "性别", "身份证件号", "出生日期", "入学年", "班号", "民族", "就读方式", "户口性质", "家庭住址"]
    sheet.append(known + [f"其他{n}" for n in range(columns - len(known))])
    for place in range(rows):
        man = draw.random() < 0.5
        born = date(2014 + place % 6, 1 + place % 12, 1 + place % 28)
        head = f"000000{born:%Y%m%d}{(place // 700 * 2 + man) % 1000:03}"
        number = head + check_digit(head)
        name = draw.choice("王李张刘陈杨赵黄") + draw.choice("晨宇涵雪婷浩然子") + draw.choice("阳轩怡欣彤瑞林洁")
        own = [
            name,
            "男" if man else "女",
            number,
            born.isoformat(),
            2020 + place % 6,
            1 + place % 9,
            "汉族",
            "走读",
            "农业户口",
            f"村{place}号",
        ]
        sheet.append(own + [f"值{place % 97}" for _ in range(columns - len(own))])
    book.save(path)
