"""公民身份号码 (GB 11643) and the residence permits of Hong Kong, Macao and Taiwan people: shape, birth date, sex, check digit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_OLD = re.compile(r"\d{15}")
_FIX = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("×"): "X", ord("Х"): "X", ord("х"): "X", ord("x"): "X"}
_NOISE = re.compile(r"[\s\u3000\u00a0\u200b-\u200d\ufeff'‘’`-]")


@dataclass(frozen=True, slots=True)
class Identity:
    """What an identity number says. birth: of the holder. sex: male or female. checksum_ok: the last digit agrees."""

    number: str
    birth: date
    sex: str
    checksum_ok: bool
    permit: bool


class IdentityProblem(ValueError):
    """The text is no identity number; the message is the sentence shown beside the field."""


def normalised(text: str) -> str:
    """Return the number without spaces and quotes, half-width, with a capital X."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return _NOISE.sub("", text).translate(_FIX).upper()


def check_digit(first17: str) -> str:
    """Return the last character that belongs to 17 digits."""
    return _CHECKS[sum(map(mul, map(int, first17), _WEIGHTS)) % 11]


@lru_cache(maxsize=2)  # filling, checking and comparing one record ask for the same number; no more of them are kept
def examine(text: str) -> Identity:
    """Take an identity number apart. Raises IdentityProblem when it cannot be one; a wrong check digit is only noted."""
    number = normalised(text)
    if not _SHAPE.fullmatch(number):
        raise IdentityProblem(_why_not(text, number))
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        message = f"身份证件号第 7 到 14 位“{number[6:14]}”不是一个日期,请核对。"
        raise IdentityProblem(message) from None
    if not 1900 <= birth.year <= 2100:
        message = f"身份证件号里的出生年份是 {birth.year},请核对。"
        raise IdentityProblem(message)
    return Identity(
        number,
        birth,
        "male" if int(number[16]) % 2 else "female",
        check_digit(number[:17]) == number[17],
        number[:2] in ("81", "82", "83"),
    )


def _why_not(text: str, number: str) -> str:
    if re.search(r"\d[Ee]\+?\d", text):
        return "身份证件号成了科学计数(带 E+),末几位已经丢失,请要回原号码重新填写。"
    if _OLD.fullmatch(number):
        return "这是旧的 15 位身份证号,请换成现在的 18 位号码。"
    if re.fullmatch(r"[\dX]+", number):
        return f"身份证件号应为 18 位,这里是 {len(number)} 位。"
    return "身份证件号应为 17 位数字加一位数字或 X,这里有别的字符。"
