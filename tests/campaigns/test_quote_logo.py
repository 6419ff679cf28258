"""Logos: what becomes of a picture that was uploaded, and which files are refused."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from campaigns.quote_logo import (
    HEIGHT,
    LARGEST_FILE,
    LARGEST_STORED,
    WIDTH,
    UnusableLogo,
    is_stored_logo,
    read_logo,
)
from tests.campaigns.logos import draw, frames
from tests.examples import examples


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def claim_size(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head claims that size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 100)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def open_logo(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    assert image.format == "PNG"
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_png_of_its_colors(kind: str) -> None:
    logo = open_logo(read_logo(draw(kind)))
    assert logo.size == (300, 100)
    red, green, blue = logo.convert("RGB").getpixel((20, 20))  # type: ignore[misc]
    assert abs(red - 11) < 8
    assert abs(green - 92) < 8
    assert abs(blue - 86) < 8


def test_a_large_picture_is_made_small_in_its_proportions() -> None:
    logo = open_logo(read_logo(draw(size=(2000, 1000))))
    assert logo.size == (2 * HEIGHT, HEIGHT)
    assert open_logo(read_logo(draw(size=(2000, 100)))).size == (WIDTH, 24)
    assert open_logo(read_logo(draw(size=(1, 1)))).size == (1, 1)


def test_a_transparent_ground_stays_transparent() -> None:
    out = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert open_logo(read_logo(out.getvalue())).convert("RGBA").getpixel((5, 5)) == (0, 0, 0, 0)


def test_a_picture_is_turned_as_its_camera_was_held_and_says_nothing_of_it() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "taken at home"
    logo = read_logo(draw("JPEG", exif=exif))
    assert open_logo(logo).size == (round(HEIGHT / 3), HEIGHT)
    assert b"taken at home" not in logo
    assert open_logo(logo).info == {}


def test_texts_and_profiles_of_a_png_are_left_behind() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "somebody")
    logo = read_logo(draw(pnginfo=texts, icc_profile=b"a profile", dpi=(300, 300)))
    for left in (b"somebody", b"Author", b"iCCP", b"pHYs", b"tEXt"):
        assert left not in logo


def test_a_photograph_is_made_to_fit() -> None:
    noise = Image.effect_noise((900, 340), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG", quality=85)
    assert len(read_logo(out.getvalue())) <= LARGEST_STORED


def test_what_is_stored_is_known_again_and_nothing_else() -> None:
    assert is_stored_logo(read_logo(draw()))
    assert not is_stored_logo(draw(size=(WIDTH + 1, 10)))
    assert not is_stored_logo(claim_size(9_000, 9_000))
    assert not is_stored_logo(claim_size(2**31 - 1, 2**31 - 1))
    assert not is_stored_logo(frames("PNG"))
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "x")
    assert not is_stored_logo(draw(pnginfo=texts))
    assert not is_stored_logo(read_logo(draw()) + b"<script>")
    for other in (b"", b"GIF89a", draw("JPEG"), read_logo(draw())[:-30], b"\x89PNG" * 40_000):
        assert not is_stored_logo(other)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "a picture that is whole"),
        (b"x" * 100, "a picture that is whole"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a picture that is whole"),
        (b"<?xml version='1.0'?><svg/>", "a picture that is whole"),
        (draw("GIF"), "a picture that is whole"),
        (draw("BMP"), "a picture that is whole"),
        (draw("TIFF"), "a picture that is whole"),
        (draw()[:60], "a picture that is whole"),
        (draw("JPEG")[:300], "a picture that is whole"),
        (frames("PNG"), "a picture that does not move"),
        (frames("WEBP"), "a picture that does not move"),
        (claim_size(2_001, 2_000), "a picture of at most 4,000,000 pixels"),
        (claim_size(100_000, 100_000), "at most 4,000,000 pixels"),
        (claim_size(2**31 - 1, 2**31 - 1), "at most 4,000,000 pixels"),
        (claim_size(4_001, 1), "and 4,000 on a side"),
        (claim_size(1_000, 1_000), "a picture that is whole"),
        (draw() + b"\x00" * LARGEST_FILE, "a file of at most 500 kB"),
    ],
)
def test_other_files_are_refused_with_what_is_allowed(content: bytes, reason: str) -> None:
    with pytest.raises(UnusableLogo, match=reason):
        read_logo(content)


@examples(150, many=2_000)
@given(
    st.sampled_from([draw(), draw("JPEG"), draw("WEBP"), frames("PNG"), claim_size(50, 50)]),
    st.integers(0, 2_000),
    st.binary(max_size=12),
    st.integers(0, 12),
)
def test_any_damaged_picture_is_read_or_refused(
    content: bytes, place: int, stray: bytes, cut: int
) -> None:
    place = min(place, len(content))
    damaged = content[:place] + stray + content[place + cut :]
    with suppress(UnusableLogo):
        assert is_stored_logo(read_logo(damaged))
