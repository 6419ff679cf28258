"""The shipped price books (a TOML file each), and what is done to a price book as a whole."""

from campaigns.price_books.editing import duplicate_book, make_default
from campaigns.price_books.loading import load_shipped_books

__all__ = ["duplicate_book", "load_shipped_books", "make_default"]
