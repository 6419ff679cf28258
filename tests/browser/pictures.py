"""Pictures of pages, and how far two of them differ.

The font comes with the pages, so one version of Chromium draws the same pixels on every machine.
Another smooths edges in its own way: it is compared by the means of small tiles, in which that
evens out, and a difference names both versions.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

FOLDER = Path(__file__).parent / "screenshots"
# The version of Chromium that the pictures were taken with.
TAKEN_WITH = FOLDER / "chromium.txt"
# The values of a channel that are distinguished: few where only edges of letters have them, so that
# a picture takes a quarter of the bytes, and more where surfaces differ by little.
VALUES = [
    min(255, (value + 4) // 8 * 8) if value < 64 or value >= 216 else (value + 16) // 32 * 32
    for value in range(256)
]
# A difference of a channel from which a person would see it, and how many pixels may have it: fewer
# than one figure.
VISIBLE, MOST_PIXELS = 16, 12
# With another Chromium: tiles of so many pixels a side, by how much one differs, how many may.
TILE, VISIBLE_IN_TILE, MOST_TILES = 8, 24, 0.01


def reduce_colors(screenshot: bytes, *, by: int = 1) -> Image.Image:
    """The screenshot as it is stored, `by` times smaller."""
    image = Image.open(BytesIO(screenshot)).convert("RGB").reduce(by)
    return image.point(VALUES * 3)


def save(image: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, "WEBP", lossless=True, quality=90, method=5)


def find_difference(name: str, taken: Image.Image, version: str) -> str:
    """What differs from the stored picture, in words; empty where a person would see nothing.

    `version` is that of the Chromium that the picture is taken with.
    """
    stored = Image.open(FOLDER / name).convert("RGB")
    before = TAKEN_WITH.read_text().strip()
    if version == before:
        return compare_pixels(stored, taken)
    if found := compare_tiles(stored, taken):
        return (
            f"{found}. The pictures are of Chromium {before}, this is {version}: where the page is "
            "as it should be, `make screenshots` takes them anew."
        )
    return ""


def compare_pixels(one: Image.Image, other: Image.Image) -> str:
    """What differs in pictures that the same Chromium has drawn."""
    if one.size != other.size:
        return _write_sizes(one, other)
    differing = _find_visible(one, other, VISIBLE)
    number = differing.histogram()[255]
    if number <= MOST_PIXELS:
        return ""
    return f"{number} pixels differ, within (left, top, right, bottom) {differing.getbbox()}"


def compare_tiles(one: Image.Image, other: Image.Image) -> str:
    """What differs in pictures that two versions have drawn; a line may be a pixel higher."""
    if one.width != other.width or abs(one.height - other.height) > one.height // 100:
        return _write_sizes(one, other)
    box = 0, 0, one.width, min(one.height, other.height)
    tiles, other_tiles = (image.crop(box).reduce(TILE) for image in (one, other))
    differing = _find_visible(tiles, other_tiles, VISIBLE_IN_TILE)
    share = differing.histogram()[255] / (differing.width * differing.height)
    return f"{share:.1%} of the picture differs" if share > MOST_TILES else ""


def _find_visible(one: Image.Image, other: Image.Image, least: int) -> Image.Image:
    """White where a channel differs by more than `least`, else black."""
    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([255 if difference > least else 0 for difference in range(256)])


def _write_sizes(one: Image.Image, other: Image.Image) -> str:
    return f"{other.width} × {other.height} pixels instead of {one.width} × {one.height}"
