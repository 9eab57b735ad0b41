"""Recovery codes for paper: 128 random bits in Crockford's base 32, five characters a group, the last of each a check."""

from __future__ import annotations

import secrets

from jlt_desktop.domain.errors import UserError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ = {char: index for index, char in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_DATA, _GROUP = 4, 5
_LENGTH = 28  # 26 characters hold 128 bits; two more fill the seventh group


def new_code() -> bytes:
    """Return 16 random bytes."""
    return secrets.token_bytes(16)


def written(code: bytes) -> tuple[str, ...]:
    """Return the code as seven groups of four characters and a check character that depends on the group's place."""
    number = int.from_bytes(code, "big")
    chars = [_ALPHABET[(number >> (5 * place)) & 31] for place in range(_LENGTH - 1, -1, -1)]
    groups = ["".join(chars[start : start + _DATA]) for start in range(0, _LENGTH, _DATA)]
    return tuple(group + _check(group, place) for place, group in enumerate(groups))


def read(text: str) -> bytes:
    """Return the code that somebody typed from paper. Raises UserError naming the group that is wrong."""
    plain = [char for char in text.upper() if char.isalnum()]
    wanted = _LENGTH // _DATA * _GROUP
    if len(plain) != wanted:
        raise UserError(f"恢复码应为 {wanted} 个字符,这里是 {len(plain)} 个。", "", "数据没有改动。", "请对照恢复单再抄一遍。")
    number = 0
    for place in range(0, wanted, _GROUP):
        group = plain[place : place + _GROUP]
        if any(char not in _READ for char in group) or _check("".join(group[:_DATA]), place // _GROUP) != _plain(group[_DATA]):
            raise UserError(
                f"恢复码第 {place // _GROUP + 1} 组“{''.join(group)}”抄错了。", "", "数据没有改动。", "请对照恢复单改正这一组。"
            )
        for char in group[:_DATA]:
            number = number * 32 + _READ[char]
    if number >> 128:
        raise UserError("恢复码不对。", "", "数据没有改动。", "请对照恢复单再抄一遍。")
    return number.to_bytes(16, "big")


def _plain(char: str) -> str:
    return _ALPHABET[_READ[char]]


def _check(group: str, place: int) -> str:
    total = sum(_READ[char] * weight for char, weight in zip(group, (7, 11, 13, 17), strict=True))
    return _ALPHABET[(total + place * 5 + 3) % 31]
