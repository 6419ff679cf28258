"""Static files as a server gives them out: the project's own without comments and spaces."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from rcssmin import cssmin
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

MINIFIERS: dict[str, Callable[[str], str]] = {".css": cssmin, ".js": jsmin}


def minify(name: str, content: bytes) -> bytes:
    """The content of a static file, shorter where it is the project's own style or script.

    Those of other packages lie in folders of theirs and stay as they are.
    """
    path = PurePath(name)
    if len(path.parts) > 1 or path.suffix not in MINIFIERS:
        return content
    return MINIFIERS[path.suffix](content.decode()).encode()


class MinifiedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Minified as they are collected, then compressed and named by their content."""

    def _save(self, name: str, content: "File[Any]") -> str:
        saved: str = super()._save(name, ContentFile(minify(name, b"".join(content.chunks()))))
        return saved
