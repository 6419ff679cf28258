"""The shipped price books (a TOML file each), and what is done to many prices at once."""

from campaigns.price_books.editing import duplicate_book, make_default
from campaigns.price_books.loading import load_shipped_books
from campaigns.price_books.percentage import (
    ChangedPlan,
    PercentageChange,
    PricesHaveChanged,
    change_by_percentage,
    fingerprint,
    look_ahead,
)

__all__ = [
    "ChangedPlan",
    "PercentageChange",
    "PricesHaveChanged",
    "change_by_percentage",
    "duplicate_book",
    "fingerprint",
    "load_shipped_books",
    "look_ahead",
    "make_default",
]
