import pytest
from django.core.management import call_command


@pytest.fixture
def price_books(db: None) -> None:
    """The shipped price books, as `make setup` loads them."""
    call_command("load_price_books", verbosity=0)
