import pytest
from django.contrib.auth.models import User
from django.test import Client
from time_machine import TimeMachineFixture

from campaigns.models import PriceBook
from tests.campaigns.factories import make_default_book


@pytest.fixture
def admin(client: Client, admin_user: User, time_machine: TimeMachineFixture) -> Client:
    """A browser of an admin's, on 22 November 2026."""
    time_machine.move_to("2026-11-22 12:00 +0000")
    client.force_login(admin_user)
    return client


@pytest.fixture
def book(db: None, time_machine: TimeMachineFixture) -> PriceBook:
    """A small default price book, on 1 December 2026."""
    time_machine.move_to("2026-12-01 12:00 +0000")
    return make_default_book()


@pytest.fixture
def still_clock(book: PriceBook, time_machine: TimeMachineFixture) -> None:
    """It stays 1 December 2026, 12:00, so that no limit refills, however slow the machine."""
    time_machine.move_to("2026-12-01 12:00 +0000", tick=False)
