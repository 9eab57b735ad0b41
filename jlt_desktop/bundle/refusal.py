"""Why a bundle is refused: a code for programs and a sentence for people."""

from __future__ import annotations

SENTENCES = {
    "too-large": "文件超过允许的大小。",
    "container": "外层文件的结构不对,可能损坏,或被别的软件重新压缩过。",
    "signature": "签名不对:报送说明被改过,或不是用这把钥匙签的。",
    "unknown-key": "签名用的钥匙不在信任的学校名单里。",
    "certificate": "学校的证书不对:不是教育局发的、已过期,或者已经作废。",
    "statement": "报送说明的写法不符合格式。",
    "recipient": "这份数据包不是封给本单位的。",
    "school": "报送说明里的学校与签名的钥匙不是同一所。",
    "suite": "用了本程序不认识的算法。",
    "expired": "已超过有效期限。",
    "ciphertext": "密封的内容与报送说明不符,可能损坏或被换过。",
    "unseal": "用这把钥匙打不开密封的内容。",
    "plaintext": "打开后的内容与报送说明不符。",
    "bag": "内容袋不完整或有多余的文件。",
    "schema": "表格与所附的说明不符。",
    "counts": "行数与报送说明不符。",
}

# of what is not a bundle: FORMAT.md sections 8 and 10 to 12
OTHER_SENTENCES = {
    "receipt": "回执的写法不符合格式。",
    "trust": "信任清单不对:写法不符合格式,或者不是教育局的根钥匙签的。",
    "enrol": "登记申请的写法不符合格式,或者不是用要登记的那把钥匙签的。",
    "rotation": "换钥匙的说明不符合格式,或者不是用新旧两把钥匙签的。",
}


class Refusal(Exception):
    """A bundle, or a layer of it, does not hold. `code` is one of FORMAT.md sections 6 and 8 to 12."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the code and, for the curious, a detail without content."""
        super().__init__(code)
        self.code, self.detail = code, detail

    def __str__(self) -> str:
        """Return the sentence."""
        return SENTENCES.get(self.code) or OTHER_SENTENCES[self.code]
