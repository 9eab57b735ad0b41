"""The kinds of field that tell people apart: names, identity and school numbers, phones, entry year and class."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from jlt_desktop.domain import edu_number, identity
from jlt_desktop.domain.fields import Field, FieldProblem, Lookup, Number
from jlt_desktop.domain.texts import plain_text

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(0[0-9]{2,3}-?)?[0-9]{7,8}(-[0-9]{1,6})?")


@dataclass(frozen=True, kw_only=True)
class PersonName(Field):
    """A person's name, kept exactly as written; doubts about it are questions, never corrections."""

    kind: ClassVar[str] = "name"

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        text = plain_text(raw)
        if len(text) > 60:
            message = f"{self.label}太长({len(text)} 个字),请核对这一格是不是名字。"
            raise FieldProblem(message)
        return text


@dataclass(frozen=True, kw_only=True)
class IdNumber(Field):
    """An identity number; refused when a spreadsheet has kept it as a number, because its last digits are gone."""

    kind: ClassVar[str] = "id_number"

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raise FieldProblem(_lost_digits(self.label))
        try:
            return identity.examine(str(raw)).number
        except identity.IdentityProblem as problem:
            raise FieldProblem(str(problem)) from None

    def looks_like(self, text: str) -> bool:
        """Eighteen characters with a birth date inside."""
        try:
            identity.examine(text)
        except identity.IdentityProblem:
            return False
        return True


@dataclass(frozen=True, kw_only=True)
class EduNumber(Field):
    """A 学籍号 (G, J or L and 18 characters)."""

    kind: ClassVar[str] = "edu_number"

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raise FieldProblem(_lost_digits(self.label))
        try:
            return edu_number.examine(str(raw))
        except edu_number.EduNumberProblem as problem:
            raise FieldProblem(str(problem)) from None

    def looks_like(self, text: str) -> bool:
        """Nineteen characters beginning with G, J or L."""
        return bool(re.fullmatch(r"[GJLgjl]\d{17}[\dXx]", text.strip()))


@dataclass(frozen=True, kw_only=True)
class Phone(Field):
    """A mobile or landline number, kept as text."""

    kind: ClassVar[str] = "phone"

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        del lookup
        if isinstance(raw, str) and _MOBILE.fullmatch(raw):
            return raw
        text = re.sub(r"[\s'‘’`()]", "", plain_text(raw).translate(_WIDE)).replace("—", "-")
        text = re.sub(r"^(\+?86)-?(?=1[3-9])", "", text)
        if _MOBILE.fullmatch(text.replace("-", "")):
            return text.replace("-", "")
        if _LANDLINE.fullmatch(text):
            return text
        message = f"{self.label}“{raw}”不是电话号码,手机是 11 位,座机如 0418-1234567。"
        raise FieldProblem(message)

    def looks_like(self, text: str) -> bool:
        """Eleven digits of a mobile number."""
        return bool(_MOBILE.fullmatch(text.strip()))


@dataclass(frozen=True, kw_only=True)
class EntryYear(Number):
    """The year of entry; also read from a month (202409) or from 2024级."""

    least: float | None = 1950
    most: float | None = 2100

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        if isinstance(raw, date):
            return raw.year
        match = re.fullmatch(
            r"((?:19|20)\d\d)(?:[-./年]?(?:0?[1-9]|1[0-2])月?(?:[-./]?\d{1,2}日?)?|年|级|届级)?", plain_text(raw).translate(_WIDE)
        )
        return super()._read(match[1] if match else raw, lookup)


@dataclass(frozen=True, kw_only=True)
class ClassNumber(Number):
    """The number of the class within its year; also read from 2班 or 04."""

    least: float | None = 1
    most: float | None = 60

    def _read(self, raw: object, lookup: Lookup | None) -> object:
        match = re.fullmatch(r"\(?(\d{1,2})\)?班?", plain_text(raw).translate(_WIDE))
        return super()._read(match[1] if match else raw, lookup)


def _lost_digits(label: str) -> str:
    return f"{label}在表里是数字格式,Excel 已把末几位变成 0,找不回来了。请要回原号码重新填写;以后先把这一列设成“文本”。"
