"""What a text that a person types stands for: amounts, shares and counts.

Pure functions from a text to a value, an `Ambiguous` (the text has two readings, and both are
named) or an `Unreadable`. Nothing is guessed: a text with two readings is a question to its author.
Page, address, scenario file and admin use these readers and no others.
"""

from campaigns.reading.counts import read_count, show_count
from campaigns.reading.money import read_money, show_money, write_money
from campaigns.reading.outcomes import Ambiguous, Reading, Unreadable
from campaigns.reading.shares import read_share, show_share, write_share

__all__ = [
    "Ambiguous",
    "Reading",
    "Unreadable",
    "read_count",
    "read_money",
    "read_share",
    "show_count",
    "show_money",
    "show_share",
    "write_money",
    "write_share",
]
