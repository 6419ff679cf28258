"""A logo that was uploaded → a small PNG of our own making, or the reason against it.

Nothing of the file is stored or sent on but its pixels: no metadata, no profile, no second frame.
"""

import struct
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 500_000
# In bytes, 4 to a pixel, 16 MB: what one request may hold for a picture.
MOST_PIXELS = 4_000_000
LONGEST_SIDE = 4_000
SMALLER = f"a picture of at most {MOST_PIXELS:,} pixels, and {LONGEST_SIDE:,} on a side"
# Of what is stored: sharp at twice the pixels of its place on the page.
WIDTH, HEIGHT = 480, 180
LARGEST_STORED = 100_000
FORMATS = ("PNG", "JPEG", "WEBP")
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_PARTS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
# Colors of a stored logo, fewer where the picture is a photograph.
COLORS = (256, 64, 16)


class UnusableLogo(Exception):
    """Why the file cannot be a logo; the text names what can."""


def read_logo(content: bytes) -> bytes:
    """The logo as a PNG of at most `WIDTH` × `HEIGHT` pixels and `LARGEST_STORED` bytes.

    Raises `UnusableLogo` for any file that is no still picture of a kind and size that is allowed.
    """
    if len(content) > LARGEST_FILE:
        raise UnusableLogo(f"a file of at most {LARGEST_FILE // 1_000} kB")
    try:
        return _encode(_decode(content))
    except Image.DecompressionBombError as error:
        raise UnusableLogo(SMALLER) from error
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        KeyError,
        TypeError,
        OverflowError,
        MemoryError,
        struct.error,
    ) as error:
        # What Pillow raises for broken files is of all these kinds.
        raise UnusableLogo("a picture that is whole: PNG, JPEG or WebP") from error


def is_stored_logo(content: bytes) -> bool:
    """Whether the bytes are a PNG as `read_logo` writes them, that can be sent as it is."""
    if len(content) > LARGEST_STORED:
        return False
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as image:
            # Before any pixel is decoded: a few bytes can claim millions.
            if image.width > WIDTH or image.height > HEIGHT:
                return False
            image.load()
            is_still = getattr(image, "n_frames", 1) == 1
    except (
        Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError, struct.error
    ):  # fmt: skip
        return False
    return is_still and _has_pixels_alone(content)


def _has_pixels_alone(content: bytes) -> bool:
    """Whether a PNG has no part but its head, colors and pixels, and nothing after its end."""
    place, names = len(PNG_SIGNATURE), set()
    while place < len(content):
        length, name = struct.unpack_from(">I4s", content, place)
        names.add(name)
        place += length + 12
        if name == b"IEND":
            return place == len(content) and names <= PNG_PARTS
    return False


def _decode(content: bytes) -> Image.Image:
    """The picture in its right way up; its size is read before any of its pixels."""
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        is_large = image.width * image.height > MOST_PIXELS
        if is_large or max(image.size) > LONGEST_SIDE:
            raise UnusableLogo(SMALLER)
        if getattr(image, "n_frames", 1) != 1:
            raise UnusableLogo("a picture that does not move")
        image.load()
        turned = ImageOps.exif_transpose(image)
        return turned.convert("RGBA")


def _encode(image: Image.Image) -> bytes:
    image.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    content = _write(image)
    for colors in COLORS:
        if len(content) <= LARGEST_STORED:
            break
        content = _write(image.quantize(colors, method=Image.Quantize.FASTOCTREE))
    if len(content) > LARGEST_STORED:
        raise UnusableLogo("a picture with less detail")
    return content


def _write(image: Image.Image) -> bytes:
    # A new picture has none of the old one's metadata.
    plain = image.copy()
    plain.info = {key: value for key, value in image.info.items() if key == "transparency"}
    out = BytesIO()
    plain.save(out, "PNG", optimize=True)
    return out.getvalue()
