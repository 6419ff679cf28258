"""Logos, drawn."""

from io import BytesIO

from PIL import Image


def draw(kind: str = "PNG", size: tuple[int, int] = (300, 100), **options: object) -> bytes:
    """A picture with a few shapes of color."""
    image = Image.new("RGB", size, "white")
    image.paste((11, 92, 86), (0, 0, size[0] // 2, size[1] // 2))
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def frames(kind: str) -> bytes:
    """A picture that moves, of two frames."""
    out = BytesIO()
    first, second = Image.new("RGB", (9, 9), "white"), Image.new("RGB", (9, 9), "black")
    first.save(out, kind, save_all=True, append_images=[second], duration=100)
    return out.getvalue()
