"""Secrets stay hidden in the admin: no page, filter, order, popup or search reveals one.

The viewer may look at every model and change none.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.contrib.sessions.models import Session
from django.db.models import Field, ForeignObjectRel, Model
from django.test import Client
from django.urls import reverse

from campaigns.models import CalendarFeed, Campaign, ProgressEntry, Quote, Revision, TokenBucket
from tests.campaigns.factories import save_campaign, save_shared_campaign
from tests.known import known

pytestmark = pytest.mark.usefixtures("book")

SECRETS: dict[type[Model], set[str]] = {
    Campaign: {"edit_token", "share_token", "creation_key"},
    User: {"password"},
    Session: {"session_key", "session_data"},
    ProgressEntry: {"creation_key"},
    Revision: {"creation_key"},
    TokenBucket: {"key"},
    CalendarFeed: {"token"},
    Quote: {"token"},
}
# Named like secrets, and none: the campaign's key opens nothing outside of a signed cookie, and the
# other one is a hash of a session's key in a table that stays empty (AXES_DISABLE_ACCESS_LOG).
HARMLESS = {
    (Campaign, "key"),
    (CalendarFeed, "key"),
    (apps.get_model("axes", "AccessLog"), "session_hash"),
    (TokenBucket, "tokens"),
}
LONGEST_PATH = 5
LOOKUPS = ("", "__exact", "__in", "__startswith", "__regex", "__gt", "__length", "__isnull")

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def fields_of(model: type[Model]) -> Iterator[tuple[str, Any]]:
    """Each field as a lookup names it, with the model that it leads to."""
    for field in model._meta.get_fields():
        assert isinstance(field, Field | ForeignObjectRel)
        yield field.name, field.related_model if field.is_relation else None


def paths_to_secrets(
    model: type[Model], *, seen: tuple[type[Model], ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Every way from a model to a secret field that meets no model twice."""
    for name in sorted(SECRETS.get(model, ())):
        yield (name,)
    if len(seen) == LONGEST_PATH:
        return
    for name, other in fields_of(model):
        if other and other not in (*seen, model):
            for path in paths_to_secrets(other, seen=(*seen, model)):
                yield (name, *path)


PATHS = [(model, "__".join(path)) for model in MODELS for path in paths_to_secrets(model)]


@pytest.fixture
def viewer(client: Client) -> Client:
    """A client of a user with all permissions to view and none to change."""
    user = User.objects.create_user("viewer", password="only-for-the-tests", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_every_field_that_is_named_like_a_secret_is_known() -> None:
    alike = re.compile(r"token|key|secret|password|hash|session", re.IGNORECASE)
    found = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if alike.search(field.name)
    }
    known = {(model, name) for model, names in SECRETS.items() for name in names}
    assert found == known | HARMLESS


def test_the_walk_meets_the_secrets_that_are_near() -> None:
    assert (Campaign, "edit_token") in PATHS
    named = {(model._meta.label, path) for model, path in PATHS}
    assert ("campaigns.PriceBook", "revision__campaign__edit_token") in named
    assert ("campaigns.Plan", "choices__revision__campaign__share_token") in named
    assert ("auth.Group", "user__password") in named


@pytest.mark.parametrize(("model", "path"), PATHS)
def test_no_list_is_filtered_by_a_secret(viewer: Client, model: type[Model], path: str) -> None:
    save_shared_campaign()
    for lookup in LOOKUPS:
        response = viewer.get(list_of(model), {f"{path}{lookup}": "^A"})
        assert response.status_code == 400, f"{path}{lookup}"


@pytest.mark.parametrize("model", MODELS)
def test_no_list_is_ordered_by_a_secret(viewer: Client, model: type[Model]) -> None:
    names = {path for other, path in PATHS if other is model}
    options = admin.site._registry[model]
    shown = [name for name in options.list_display if isinstance(name, str)]
    for name in shown:
        column = getattr(options, name, None)
        assert getattr(column, "admin_order_field", name) not in names
    for name in names:
        for asked in (name, f"-{name}"):
            order = viewer.get(list_of(model), {"o": asked}).context["cl"].queryset.query.order_by
            assert not {str(part).lstrip("-") for part in order} & names


@pytest.mark.parametrize("model", MODELS)
def test_no_search_and_no_dates_read_a_secret(model: type[Model]) -> None:
    options = admin.site._registry[model]
    names = {path for other, path in PATHS if other is model}
    asked = {name.lstrip("^=@").partition("__iexact")[0] for name in options.search_fields}
    assert not asked & names
    assert options.date_hierarchy not in names


@pytest.mark.parametrize(("model", "path"), PATHS)
def test_no_popup_takes_a_row_by_its_secret(viewer: Client, model: type[Model], path: str) -> None:
    campaign = save_shared_campaign()
    page = list_of(model)
    assert viewer.get(page, {"_popup": "1", "_to_field": path}).status_code == 400
    if model is Campaign:
        token = getattr(campaign, path, None) or "A"
        opened = viewer.get(f"{page}{token}/change/", {"_to_field": path})
        assert opened.status_code == 400


def test_what_is_offered_for_picking_holds_no_secret(viewer: Client) -> None:
    """Django offers rows of a model to every field that leads to it."""
    campaign = save_shared_campaign()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if not field.is_relation:
                continue
            asked: dict[str, str] = {
                "app_label": model._meta.app_label,
                "model_name": known(model._meta.model_name),
                "field_name": field.name,
                "term": "",
            }
            response = viewer.get(reverse("admin:autocomplete"), asked)
            assert response.status_code in {200, 403}
            for token in (campaign.edit_token, str(campaign.share_token)):
                assert token not in response.content.decode()


def test_a_part_of_a_link_finds_nothing(viewer: Client) -> None:
    campaign = save_shared_campaign()
    for path, token in (("campaigns", campaign.edit_token), ("c", str(campaign.share_token))):
        for part in (token[:-1], token[:1], f"{token}x", "", ".*", "%", f"{token[:-1]}_"):
            response = viewer.get(list_of(Campaign), {"q": f"/{path}/{part}/"})
            assert response.context["cl"].result_count == 0, part


def test_neither_the_log_of_changes_nor_a_row_s_page_holds_a_secret(
    viewer: Client, admin_user: User
) -> None:
    campaign = save_shared_campaign()
    page = reverse("admin:campaigns_campaign_change", args=[campaign.pk])
    for address in (page, page.replace("change/", "history/")):
        shown = viewer.get(address).content.decode()
        assert campaign.edit_token not in shown
        assert str(campaign.share_token) not in shown
    page = reverse("admin:auth_user_change", args=[admin_user.pk])
    assert admin_user.password not in viewer.get(page).content.decode()


def test_an_attempt_to_read_a_link_stands_in_the_log(
    viewer: Client, caplog: pytest.LogCaptureFixture
) -> None:
    token = save_campaign().edit_token
    viewer.get(list_of(Campaign), {"edit_token__startswith": token[0]})
    [line] = [record for record in caplog.records if record.name.startswith("django.security")]
    assert "edit_token" in line.getMessage()


def test_what_the_lists_offer_still_filters_them(viewer: Client) -> None:
    campaign = save_campaign()
    plan = campaign.newest_revision.choices.first()
    assert plan is not None
    plans = list_of(apps.get_model("campaigns", "Plan"))
    for page, said in (
        (list_of(Campaign), {"touched": "yes"}),
        (list_of(Campaign), {"plan": str(plan.plan_id)}),
        (plans, {"book__id__exact": "1"}),
        (plans, {"is_legacy__exact": "1"}),
        (plans, {"family": "Premium"}),
    ):
        response = viewer.get(page, said)
        assert response.status_code == 200
        assert response.context["cl"].get_filters_params()
