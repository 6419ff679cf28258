"""What a text that a person types stands for: amounts, shares, counts, days and deadlines.

Pure functions from a text to a value, an `Ambiguous` (the text has two readings, and both are
named) or an `Unreadable`. Nothing is guessed: a text with two readings is a question to its author.
Page, address, scenario file and admin use these readers and no others.
"""

from campaigns.reading.counts import has_unit, read_count, show_count
from campaigns.reading.days import read_day, write_day
from campaigns.reading.deadlines import (
    Deadline,
    end_of,
    read_deadline,
    show_deadline,
    write_deadline,
)
from campaigns.reading.money import read_money, show_money, write_money
from campaigns.reading.outcomes import Ambiguous, Reading, Unreadable
from campaigns.reading.shares import read_share, show_share, write_share

__all__ = [
    "Ambiguous",
    "Deadline",
    "Reading",
    "Unreadable",
    "end_of",
    "has_unit",
    "read_count",
    "read_day",
    "read_deadline",
    "read_money",
    "read_share",
    "show_count",
    "show_deadline",
    "show_money",
    "show_share",
    "write_day",
    "write_deadline",
    "write_money",
    "write_share",
]
