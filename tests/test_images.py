"""Every image that is named has a digest: a tag is another image tomorrow."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DIGEST = re.compile(r"@sha256:[0-9a-f]{64}\Z")
DOCKERFILES = [ROOT / "Dockerfile", *sorted(ROOT.glob(".*/**/Dockerfile*"))]
YAML = [ROOT / "compose.yaml", *sorted(ROOT.glob(".github/workflows/*.yml"))]
DEVCONTAINERS = sorted(ROOT.glob(".devcontainer/**/devcontainer.json"))
FILES = [path for path in (*DOCKERFILES, *YAML, *DEVCONTAINERS) if ".venv" not in path.parts]


def find_images(name: str, text: str) -> Iterator[str]:
    """The images that a file takes from elsewhere: none that it builds itself."""
    if name.startswith("Dockerfile"):
        stages = set(re.findall(r"^FROM .+ AS (\S+)", text, re.MULTILINE | re.IGNORECASE))
        # Of FROM and of `COPY --from`, with their options left out.
        taken = re.findall(r"^FROM (?:--\S+ )*(\S+)|--from=(\S+)", text, re.MULTILINE)
        yield from (image for pair in taken for image in pair if image and image not in stages)
    elif name.endswith(".json"):
        settings = json.loads(text)
        yield from [settings["image"]] if "image" in settings else []
        yield from settings.get("features", {})
    else:
        # A service of compose that is built here names its result.
        built = re.findall(r"^ +build: .*\n +image: (\S+)", text, re.MULTILINE)
        named = re.findall(r"^[ -]*(?:image|container): *([^\s#]+)", text, re.MULTILINE)
        named += re.findall(r"^[ -]*uses: *docker://(\S+)", text, re.MULTILINE)
        yield from (image for image in named if image not in built)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_image_has_a_digest(path: Path) -> None:
    images = [*find_images(path.name, path.read_text())]
    assert [image for image in images if not DIGEST.search(image)] == []


def test_images_are_found_where_they_are_named() -> None:
    named = {path.name: [*find_images(path.name, path.read_text())] for path in FILES}
    assert len(DOCKERFILES) == 2
    assert named["compose.yaml"]
    assert named["Dockerfile"]


def test_the_development_container_has_the_python_that_is_shipped() -> None:
    production, development = ([*find_images(path.name, path.read_text())] for path in DOCKERFILES)
    assert production == development


@pytest.mark.parametrize(
    ("name", "text", "images"),
    [
        ("Dockerfile", "FROM a:1 AS base\nFROM base\nCOPY --from=b:2 / /\n", ["a:1", "b:2"]),
        ("Dockerfile.dev", "FROM --platform=linux/amd64 a:1\n", ["a:1"]),
        ("compose.yaml", "  web:\n    build: .\n    image: ours\n  db:\n    image: a:1\n", ["a:1"]),
        ("ci.yml", "    container: a:1 # why\n      - uses: docker://b:2\n", ["a:1", "b:2"]),
        ("devcontainer.json", '{"image": "a:1", "features": {"b:2": {}}}', ["a:1", "b:2"]),
    ],
)
def test_every_way_to_name_an_image_is_seen(name: str, text: str, images: list[str]) -> None:
    assert [*find_images(name, text)] == images
