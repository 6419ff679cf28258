"""A campaign's own page is private, and any request to it is answered."""

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Campaign, Plan, PlanPrice, PriceBook, Revision
from campaigns.saved.editing import delete_campaign
from campaigns.saved.moderation import renew_links
from campaigns.views.campaign_actions import ACTIONS
from tests.campaigns.arbitrary import queries
from tests.campaigns.campaign_page import fresh, link, see, send
from tests.campaigns.factories import (
    change_price,
    save_campaign,
    save_shared_campaign,
)
from tests.campaigns.pages import read_form
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("book")
PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
HTMX = {"HX-Request": "true"}
TOO_MANY_FIELDS = "&".join(["a"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
# After these the campaign is not at its address any more.
NEW_ADDRESS = ("delete", "delete-unsaved", "renew-edit-link")
words = st.sampled_from(["", "1", "save", "2026-12-24", "\x00", "x" * 300]) | st.text(max_size=9)
forms = st.fixed_dictionaries(
    {"action": st.sampled_from([name for name in ACTIONS if name not in NEW_ADDRESS])},
    optional={
        "asked": queries | words,
        "seen": st.sampled_from(["1", "2", "3"]) | words,
        "name": words,
        "note": words,
        "expires_on": words,
        "nope": words,
    },
)


def test_links_that_lead_nowhere_look_the_same(client: Client) -> None:
    deleted, renewed = save_campaign(), save_campaign()
    delete_campaign(campaign=deleted)
    renew_links(renewed.pk)
    shared = save_shared_campaign()
    tokens = ["unknown", "A" * 43, deleted.edit_token, renewed.edit_token, shared.share_token]
    tokens += ["a" * 5000, "%00", "%ff", "é", "..", "%2e%2e%2fadmin"]
    for below in ("", "estimate/", "plan.csv", "plan.nope"):
        answers = {}
        for token in tokens:
            response = client.get(f"/campaigns/{token}/{below}")
            assert response.status_code == 404
            answers[response.content] = dict(response.headers)
        [headers] = answers.values()
        assert headers.items() >= PRIVATE.items()


def test_it_is_private_whatever_the_answer(client: Client) -> None:
    campaign = save_campaign()
    said = read_form(see(client, campaign), "save")
    page = link(campaign)
    answers = [
        client.get(page),
        client.head(page),
        client.get(page, headers=HTMX),
        client.get(page.rstrip("/")),
        client.get(f"{page}?{'x' * 9000}"),
        client.get(f"{page}?{TOO_MANY_FIELDS}"),
        client.get(f"{page}estimate/"),
        client.get(f"{page}estimate/?target=abc"),
        client.get(f"{page}estimate/?estimate=nope"),
        client.get(f"{page}nope/"),
        client.get(f"{page}plan.csv"),
        client.get(f"{page}plan.nope"),
        client.get(f"{page}plan.csv?target=abc"),
        client.get("/campaigns/unknown/"),
        client.post(page, {}),
        client.post(page, said | {"name": ""}),
        client.post(page, said | {"seen": "0"}),
        client.post(page, said),
        client.put(page),
        Client(enforce_csrf_checks=True).post(page, said),
    ]
    seen = {response.status_code for response in answers}
    assert seen == {200, 301, 302, 400, 403, 404, 405, 409, 414}
    for response in answers:
        assert {name: response.headers.get(name) for name in PRIVATE} == PRIVATE


def test_nothing_is_changed_without_the_forms_token() -> None:
    campaign = save_campaign()
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link(campaign))
    said = {"action": "delete"}
    assert browser.post(link(campaign), said).status_code == 403
    assert fresh(campaign).deleted_at is None
    assert browser.post(link(campaign), read_form(page, "delete")).status_code == 302
    assert fresh(campaign).deleted_at is not None


@pytest.mark.parametrize("action", ["save", "prices", "share", "delete", "copy", "stop"])
def test_an_address_alone_changes_nothing(client: Client, action: str) -> None:
    campaign = save_campaign()
    client.get(link(campaign), {"action": action, "name": "X", "seen": "1", "asked": "target=7"})
    assert Campaign.objects.get() == campaign
    assert (fresh(campaign).number, fresh(campaign).share_token) == (1, None)
    assert fresh(campaign).deleted_at is None


@pytest.mark.parametrize("said", [{}, {"action": ""}, {"action": "nope"}, {"action": "\x00"}])
def test_an_unknown_action_leads_nowhere(client: Client, said: dict[str, str]) -> None:
    campaign = save_campaign()
    assert send(client, campaign, said).status_code == 404
    assert fresh(campaign).number == 1


@pytest.mark.parametrize("action", ["save", "prices", "copy"])
def test_a_question_too_long_is_refused_not_cut(client: Client, action: str) -> None:
    campaign = save_campaign()
    change_price("team", "1")
    said = read_form(see(client, campaign), "save") | {"action": action}
    long = said | {"asked": f"{said['asked']}&custom_plans-0-name={'x' * 10_000}"}
    assert send(client, campaign, long).status_code == 414
    many = said | {"asked": TOO_MANY_FIELDS}
    assert send(client, campaign, many).status_code == 400
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("action", ["save", "prices", "copy", "share", "delete", "nope"])
def test_forms_with_any_bytes_are_answered(client: Client, action: str) -> None:
    campaign = save_campaign()
    for raw in ("\x00", "%00", "\ud7ff", "%ed%a0%80", "<script>", "=", "&", "x" * 9_000):
        said = dict.fromkeys(("asked", "seen", "name", "note", "expires_on", "key"), raw)
        response = client.post(link(campaign), said | {"action": action})
        assert response.status_code < 500
        assert "<script>" not in response.content.decode()


@examples(16, many=40)
@given(forms)
def test_any_form_is_answered(client: Client, said: dict[str, str]) -> None:
    campaign = Campaign.objects.first() or save_campaign()
    response = client.post(link(campaign), said)
    assert response.status_code in (200, 302, 404, 409, 429)
    assert client.get(link(campaign)).status_code == 200
    now = fresh(campaign)
    assert 1 <= now.revisions.count() <= 2
    if now.is_shared:
        assert client.get(f"/c/{now.share_token}/").status_code == 200


def test_texts_of_a_campaign_are_text_to_its_page(client: Client) -> None:
    nasty = "<script>alert(1)</script>"
    campaign = save_shared_campaign(name=nasty, note=nasty)
    Plan.objects.update(name=nasty, note=nasty, source=nasty)
    PriceBook.objects.update(name=nasty)
    PlanPrice.objects.update(monthly_price=1, source=nasty)
    mine = read_form(see(client, campaign), "save") | {"action": "prices"}
    pages = [see(client, campaign), send(client, campaign, mine)]
    pages.append(send(client, campaign, mine | {"action": "save", "name": f"{nasty}!"}))
    pages.append(send(client, campaign, mine | {"asked": f"price_book=ours&target={nasty}"}))
    assert [page.status_code for page in pages] == [200, 200, 409, 200]
    for page in pages:
        assert nasty not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()
