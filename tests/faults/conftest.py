from tests.campaigns.conftest import admin, book

__all__ = ["admin", "book"]
