"""The code on the sheet beside the stick survives the printer and the photocopier: read back from the page as a picture, with noise."""

from __future__ import annotations

import hashlib
import json
import random
import re

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from jlt_desktop.domain.document import Code, Document, Pairs
from jlt_desktop.paper import raster
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import resources
from jlt_desktop.services.printing import to_pdf

CONTENT = json.dumps(
    {
        "school": "2109990001", "seq": 12, "bundle": "ab" * 16, "sha256": hashlib.sha256(b"bundle").hexdigest(),
        "key": "SHA256:" + "Zk9" * 14 + "A",
    },
    separators=(",", ":"),
)  # fmt: skip


@pytest.fixture(scope="module")
def printed() -> bytes:
    document = Document(
        name="随附单", title="报送材料随附单", blocks=(Pairs((("学校", "示例小学"),)), Code(CONTENT, ("核对码", "1234 5678 9012 3456")))
    )
    return to_pdf(document, Fonts(resources() / "fonts")).pdf


def picture(pdf: bytes, dpi: int) -> Image.Image:
    width, height, rgb = raster.page(pdf, 0, dpi)
    return Image.frombytes("RGB", (width, height), rgb).convert("L")


def copied(page: Image.Image, seed: int) -> Image.Image:
    """A page after a poor photocopier: askew, blurred, grey, specked."""
    chance = random.Random(seed)
    worn = page.rotate(chance.uniform(-2, 2), expand=True, fillcolor=245, resample=Image.Resampling.BICUBIC).filter(
        ImageFilter.GaussianBlur(0.7)
    )
    noise = Image.effect_noise(worn.size, 60)
    worn = Image.blend(worn, noise, 0.25)
    dots = worn.load()
    for _ in range(worn.width * worn.height // 200):
        dots[chance.randrange(worn.width), chance.randrange(worn.height)] = chance.choice((0, 255))
    return worn


def read(page: Image.Image) -> list[str]:
    return [one.text for one in zxingcpp.read_barcodes(page)]


@pytest.mark.parametrize("seed", range(5))
def test_the_code_is_read_from_a_noisy_copy_at_150_dpi(printed: bytes, seed: int) -> None:
    assert read(copied(picture(printed, 150), seed)) == [CONTENT]


def test_the_code_is_read_from_the_clean_page_and_holds_nobody(printed: bytes) -> None:
    (text,) = read(picture(printed, 300))
    held = json.loads(text)
    assert set(held) == {"school", "seq", "bundle", "sha256", "key"}
    assert re.fullmatch(r"[0-9a-f]{64}", held["sha256"])
    assert text.isascii(), "no name can stand in it"
    ruined = picture(printed, 150)
    ruined.paste(255, (0, 0, ruined.width, ruined.height // 2))
    assert read(ruined) != [CONTENT]
