"""What a passphrase has to be."""

from __future__ import annotations

import unicodedata

from jlt_desktop.domain.errors import UserError

LEAST = 10
_DENIED = (
    "1234567890", "0123456789", "password", "qwertyuiop", "admin", "woaini", "111111", "123123", "abc123", "888888", "school",
    "xuexiao", "iloveyou", "12345678", "123456",
)  # fmt: skip


def check_password(password: str, name: str = "") -> None:
    """Raise UserError when the passphrase is too short, too common or the user's own name."""
    text = unicodedata.normalize("NFC", password)
    if len(text) < LEAST:
        raise UserError(f"口令太短,至少要 {LEAST} 个字。", f"这里是 {len(text)} 个。", "", "可以用几个不相干的词连起来,例如四个词语。")
    plain = "".join(text.casefold().split())
    if name and plain.startswith(name.casefold()):
        raise UserError("口令不能用自己的姓名开头。", "别人最先会试它。", "", "请换一个。")
    rest = plain
    for word in _DENIED:
        rest = rest.replace(word, "")
    if len(set(plain)) < 4 or len(rest) < 4:
        raise UserError("这个口令太常见,容易被猜到。", "", "", "请换一个,例如四个不相干的词语。")
