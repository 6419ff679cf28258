"""Campaigns saved before a text could have two readings keep their meaning."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.models import Revision
from tests.campaigns.factories import save_campaign
from tests.campaigns.queries import fill_in

migration = import_module("campaigns.migrations.0004_numbers_with_one_reading")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("reply_rate", "1", "100%"),
        ("reply_rate", "1.0", "100%"),
        ("open_profile_share", " 1,00 ", "100%"),
        ("reply_rate", "1 %", "1 %"),
        ("reply_rate", "0.1", "0.1"),
        ("reply_rate", "1 in 7", "1 in 7"),
        ("budget", "1.680", "1.6800"),
        ("custom_plans-12-credit_price", "$9.999", "9.9990"),
        ("budget", "$1,680.00", "1,680.00"),
        ("budget", "1000.000", "1000.000"),
        ("target", "1 0 0", "100"),
        ("custom_plans-0-name", "1.680 $", "1.680 $"),
    ],
)
def test_a_saved_text_is_rewritten_to_what_it_meant(name: str, before: str, after: str) -> None:
    assert migration.write_with_one_reading(name, before) == after


@pytest.mark.usefixtures("price_books")
def test_a_saved_campaign_is_answered_as_before(client: Client) -> None:
    campaign = save_campaign("target=150&open_profile_share=100%25&budget=1.6800")
    revision = Revision.objects.get()
    meant = revision.asked
    revision.asked = meant.replace("100%25", "1").replace("1.6800", "1.680")
    revision.save()
    assert fill_in(revision.asked, today=timezone.localdate()).faults
    migration.rewrite_scenarios(apps, SimpleNamespace(connection=connection))
    revision.refresh_from_db()
    assert revision.asked == meant
    assert "compare-title" in client.get(f"/campaigns/{campaign.edit_token}/").content.decode()
