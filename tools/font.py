"""Make static/fonts/inter.woff2 again: Inter, cut down to the signs and weights of the pages.

It wants npm for the original and uv for fonttools; neither is part of the project. Equal versions
give an equal file, byte by byte.
"""

import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "static" / "fonts"
FONT, LICENSE = FOLDER / "inter.woff2", FOLDER / "inter-license.txt"
# The package that has the whole font, with arrows and signs of mathematics.
PACKAGE = "inter-ui@4.1.1"
FONTTOOLS = "fonttools[woff]==4.68.0"
# As in static/tokens.css: English, names of Western Europe, the signs of the pages.
SIGNS = (
    "U+20-7E, U+A0-FF, U+131, U+152-153, U+2009-200A, U+202F, U+2013-2014, U+2018-201A,"
    " U+201C-201E, U+2022, U+2026, U+2039-203A, U+20AC, U+2190-2193, U+2212, U+2248, U+2264-2265"
)
# Both are the font's own defaults, without its drawings for headlines.
AXES = ("wght=400:600", "opsz=14")
# Figures of equal width, and kerning; substitutions of letters would be a third of the file.
FEATURES = "tnum,kern"


def make_font() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)  # noqa: S607
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
        original, limited = folder / "package/variable/InterVariable.woff2", folder / "limited.ttf"
        run_fonttools(
            "fonttools", "varLib.instancer", original, *AXES, "--no-recalc-timestamp",
            f"--output={limited}",
        )  # fmt: skip
        run_fonttools(
            "pyftsubset", limited, f"--unicodes={SIGNS.replace(' ', '')}",
            f"--layout-features={FEATURES}", "--name-IDs=0,1,2,13,14", "--no-hinting",
            "--flavor=woff2", f"--output-file={FONT}",
        )  # fmt: skip
        LICENSE.write_bytes((folder / "package/LICENSE.txt").read_bytes())


def run_fonttools(*command: str | Path) -> None:
    uv = str(ROOT / ".venv/bin/uv")
    subprocess.run([uv, "tool", "run", "--quiet", "--from", FONTTOOLS, *command], check=True)


if __name__ == "__main__":
    make_font()
