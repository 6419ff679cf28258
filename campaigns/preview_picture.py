"""The picture of a link's preview: question, verdict, cost and schedule as a PNG.

Its font is the one that Pillow brings along: letters of English alone. A text of others is written
without its accents, or left out: it stands in the preview's title anyway.
"""

import unicodedata
from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from campaigns.presentation.brief import Brief
from campaigns.wording import write_dollars
from planner.planning.days import DAY
from planner.planning.estimate import Estimate
from planner.planning.wording import show_day

# What every messenger crops to, in pixels.
WIDTH, HEIGHT = 1200, 630
MARGIN = 64
INK, SOFT, GROUND, ACCENT, WARN, BAR = (
    "#1b1d21", "#575c66", "#ffffff", "#0b5c56", "#8a4b08", "#9ccbc4"
)  # fmt: skip
TITLE_SIZE, TEXT_SIZE, VERDICT_SIZE, SMALL_SIZE = 34, 36, 76, 26
CHART_TOP, CHART_BOTTOM = 470, 560
# Signs that the font lacks and that have a plain one.
PLAIN = str.maketrans({"–": "-", "—": "-", "−": "-", "×": "x", "\N{NO-BREAK SPACE}": " "})
DRAWN = {*map(chr, range(ord(" "), ord("~") + 1)), *"’“”…·"}


class Line(NamedTuple):
    """A text in its size and color."""

    text: str
    size: int
    color: str
    is_bold: bool = False


def draw_picture(brief: Brief, *, name: str = "") -> bytes:
    """The picture as a PNG; `name` is the campaign's, empty for the planner."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 12), fill=ACCENT)
    top = 48
    for line in _list_lines(brief, name):
        top = _write(draw, line, top)
    if brief.estimate is not None and brief.estimate.schedule:
        _draw_schedule(draw, brief.estimate)
    out = BytesIO()
    # Few colors: a quarter of the bytes.
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _list_lines(brief: Brief, name: str) -> list[Line]:
    cost, estimate = "", brief.estimate
    if estimate is not None and estimate.is_done:
        cost = f"{write_dollars(estimate.total)} with {brief.way}"
    color = ACCENT if brief.verdict.is_in_time else WARN
    return [
        Line(as_drawn(name) or "Outreach cost planner", TITLE_SIZE, SOFT),
        Line(as_drawn(brief.question), TEXT_SIZE, INK),
        Line(as_drawn(brief.verdict.text), VERDICT_SIZE, color, is_bold=True),
        Line(as_drawn(cost), TEXT_SIZE, INK, is_bold=True),
    ]


def as_drawn(text: str) -> str:
    """A text in the letters that the font has; empty where it has others."""
    plain = unicodedata.normalize("NFKD", text.translate(PLAIN))
    drawn = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return drawn if set(drawn) <= DRAWN else ""


def _write(draw: ImageDraw.ImageDraw, line: Line, top: int) -> int:
    """Write a line, on two where it is long, and cut what is longer; where the next one begins."""
    font, room = _font(line.size), WIDTH - 2 * MARGIN
    bold = 1 if line.is_bold else 0
    for text in _wrap(line.text, font, room)[:2]:
        draw.text(
            (MARGIN, top),
            text,
            fill=line.color,
            font=font,
            stroke_width=bold,
            stroke_fill=line.color,
        )
        top += round(line.size * 1.25)
    return top + 14


def _wrap(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """The lines that a text takes; a word that is longer than a line is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
            continue
        while font.getlength(word) > room:
            word = word[: len(word) * 3 // 4]
        lines.append(word)
    return lines


def _draw_schedule(draw: ImageDraw.ImageDraw, estimate: Estimate) -> None:
    """A bar from each day on which something is sent to the next, as high as its messages."""
    rows, scenario = estimate.schedule, estimate.scenario
    first = scenario.start_on
    last = max(scenario.deadline, estimate.done_on or scenario.deadline) + DAY
    most = max(row.ledger.sent + row.free for row in rows) or 1

    def across(days: timedelta) -> float:
        return MARGIN + (WIDTH - 2 * MARGIN) * (days / (last - first))

    ends = [row.starts_on for row in rows[1:]] + [(estimate.done_on or last) + DAY]
    for row, end in zip(rows, ends, strict=True):
        sent = row.ledger.sent + row.free
        left, right = across(row.starts_on - first), across(max(end, row.starts_on + DAY) - first)
        if not sent:
            continue
        top = CHART_BOTTOM - (CHART_BOTTOM - CHART_TOP) * sent / most
        draw.rectangle((left, top, max(left + 2, right - 3), CHART_BOTTOM), fill=BAR)
        words, font = f"{sent:,}", _font(SMALL_SIZE)
        if font.getlength(words) + 12 < right - left and CHART_BOTTOM - top > SMALL_SIZE + 8:
            draw.text((left + 6, top + 2), words, fill=INK, font=font)
    draw.line((MARGIN, CHART_BOTTOM, WIDTH - MARGIN, CHART_BOTTOM), fill=SOFT, width=2)
    deadline = across(scenario.deadline + DAY - first)
    draw.line((deadline, CHART_TOP - 10, deadline, CHART_BOTTOM), fill=WARN, width=4)
    font = _font(SMALL_SIZE)
    draw.text((MARGIN, CHART_BOTTOM + 10), show_day(first), fill=SOFT, font=font)
    words = f"deadline {show_day(scenario.deadline)}"
    left = min(deadline - font.getlength(words), WIDTH - MARGIN)
    left = max(left, MARGIN + font.getlength(show_day(first)) + 24)
    draw.text((left, CHART_BOTTOM + 10), words, fill=WARN, font=font)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError(
            "Pillow was built without FreeType, so that no text can be drawn in size"
        )
    return font
