"""The pages of a campaign's versions: the list, one to read, two side by side."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from campaigns.models import Campaign, Revision
from campaigns.presentation.drafts import draft_of
from campaigns.saved import editing
from campaigns.saved.editing import Replanned
from tests.campaigns.campaign_page import fresh, link
from tests.campaigns.factories import save_campaign, save_shared_campaign
from tests.campaigns.pages import Response, read_fields, read_text
from tests.campaigns.revising import ask, numbers, revise

pytestmark = pytest.mark.usefixtures("book")


def page(campaign: Campaign) -> str:
    return f"{link(campaign)}versions/"


def press(client: Client, campaign: Campaign, action: str, number: int, seen: int = 0) -> Response:
    said = {"action": action, "number": number, "seen": seen or fresh(campaign).number}
    return client.post(page(campaign), said, follow=True)


def save_two() -> Campaign:
    """A campaign of 100 people that is replanned to 60, after $150."""
    campaign = save_campaign("plans=solo")
    draft = draft_of(ask("plans=solo&target=60", campaign), name="Winter", note="")
    replanned = Replanned(spent=Decimal(150), counts_from=date(2026, 12, 1))
    editing.replan_campaign(draft, replanned, campaign=campaign, base_number=1)
    return fresh(campaign)


def test_the_list_has_each_version_with_its_whole_cost(client: Client) -> None:
    campaign = save_two()
    response = client.get(page(campaign))
    rows = response.context["rows"]
    assert [(row.number, row.why, row.name) for row in rows] == [
        (2, "Replanned", "Winter"),
        (1, "Saved first", "Autumn"),
    ]
    assert [(row.total, row.spent, row.whole_cost) for row in rows] == [
        (Decimal("239.97"), Decimal(150), Decimal("389.97")),
        (Decimal("399.95"), None, Decimal("399.95")),
    ]
    text = read_text(response)
    for shown in ("$239.97", "$150.00", "$389.97", "$399.95", "60 people for $239.97 in 3 months"):
        assert shown in text
    assert [row.done_on for row in rows] == [date(2027, 2, 1), date(2027, 4, 1)]
    assert page(campaign) in client.get(link(campaign)).content.decode()


def test_a_version_is_of_the_reader_s_day(client: Client) -> None:
    campaign = save_campaign()
    Revision.objects.update(created_at=datetime(2026, 12, 1, 4, tzinfo=UTC))
    client.cookies["timezone"] = "America/Los_Angeles"
    [row] = client.get(page(campaign)).context["rows"]
    assert row.saved_on == date(2026, 11, 30)


def test_an_edit_is_called_one(client: Client) -> None:
    campaign = save_campaign()
    revise(campaign, "target=60", base_number=1)
    rows = client.get(page(campaign)).context["rows"]
    assert [row.why for row in rows] == ["Edited", "Saved first"]
    assert rows[0].is_newest
    assert not rows[0].is_removable


def test_a_version_can_be_read_and_not_changed(client: Client) -> None:
    campaign = save_two()
    first = client.get(f"{page(campaign)}1/")
    assert first.status_code == 200
    assert "Version 1, saved first 1 Dec 2026" in read_text(first)
    assert "$399.95" in read_text(first)
    assert "Make it the newest again" in read_text(first)
    second = read_text(client.get(f"{page(campaign)}2/"))
    assert "$150.00 were spent before it, so the whole campaign comes to $389.97." in second
    assert "Make it the newest again" not in second
    assert client.get(f"{page(campaign)}3/").status_code == 404
    assert client.post(f"{page(campaign)}1/").status_code == 405


def test_a_version_that_is_read_no_more_shows_its_answer(client: Client) -> None:
    campaign = save_two()
    Revision.objects.filter(number=1).update(asked="price_book=ours&target=none")
    text = read_text(client.get(f"{page(campaign)}1/"))
    assert "100 people for $399.95 in 5 months" in text


def test_versions_belong_to_their_campaign(client: Client) -> None:
    save_two()
    other = save_campaign()
    assert client.get(f"{page(other)}2/").status_code == 404
    assert press(client, other, "restore", 2).status_code == 404
    assert client.get("/campaigns/none/versions/").status_code == 404


def test_two_versions_side_by_side(client: Client) -> None:
    campaign = save_two()
    response = client.get(f"{page(campaign)}?one=1&other=2")
    differences = {
        name: (one, other) for name, one, other in response.context["pair"]["differences"]
    }
    assert differences["Whole cost"] == ("$399.95", "$389.97")
    assert differences["Spent before"] == ("nothing", "$150.00")
    assert differences["Name"] == ("Autumn", "Winter")
    assert differences["Done by"] == ("1 Apr 2027", "1 Feb 2027")
    assert "Version 1 and version 2" in read_text(response)
    same = client.get(f"{page(campaign)}?one=2&other=2")
    assert same.context["pair"]["differences"] == []
    assert "They are the same." in read_text(same)
    assert client.get(f"{page(campaign)}?one=1&other=7").status_code == 404
    assert client.get(f"{page(campaign)}?one=1").context["pair"] is None


def test_held_seats_are_compared_too(client: Client) -> None:
    held = "held_seats-0-plan=solo&held_seats-0-credits=7&held_seats-0-paid_until=2026-12-31"
    campaign = save_campaign("plans=solo")
    revise(campaign, f"plans=solo&{held}", base_number=1)
    response = client.get(f"{page(campaign)}?one=1&other=2")
    rows = {name: (one, other) for name, one, other in response.context["pair"]["differences"]}
    held = "1 seat of Solo with 7 credits, paid until 31 Dec 2026"
    assert rows["Seats that you have"] == ("none", held)


def test_an_older_version_is_made_the_newest(client: Client) -> None:
    campaign = save_two()
    response = press(client, campaign, "restore", 1)
    assert "Version 1 is the newest again." in read_text(response)
    assert numbers(campaign) == [1, 2, 3]
    newest = fresh(campaign).newest_revision
    assert (newest.name, newest.headline) == ("Autumn", "100 people for $399.95 in 5 months")
    assert response.context["rows"][0].why == "Made the newest again"


def test_who_has_not_seen_the_newest_version_restores_nothing(client: Client) -> None:
    campaign = save_two()
    revise(campaign, "target=70", base_number=2)
    response = press(client, campaign, "restore", 1, seen=2)
    assert response.status_code == 409
    assert "somebody saved another version meanwhile" in read_text(response)
    assert response.context["base_number"] == 3
    assert numbers(campaign) == [1, 2, 3]


def test_there_are_at_most_so_many(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = save_two()
    monkeypatch.setattr(editing, "MOST_VERSIONS", 2)
    response = press(client, campaign, "restore", 1)
    assert response.status_code == 409
    assert "100 versions, the most that there may be" in read_text(response)
    # Saving on the campaign's own page is refused as well, and what was typed stays.
    said = {"action": "save", "asked": "target=70", "seen": "2", "name": "Typed", "note": ""}
    refused = client.post(link(campaign), said)
    assert refused.status_code == 409
    assert read_fields(refused)["name"] == "Typed"
    assert numbers(campaign) == [1, 2]
    assert "Version 1 is deleted." in read_text(press(client, campaign, "delete", 1))
    assert numbers(campaign) == [2]


def test_the_newest_and_the_shared_one_are_not_deleted(client: Client) -> None:
    campaign = save_shared_campaign()
    revise(campaign, "target=60", base_number=1)
    for number in (1, 2):
        text = read_text(press(client, campaign, "delete", number))
        assert "The newest and the shared version stay" in text
    assert numbers(campaign) == [1, 2]


def test_what_an_expired_link_showed_is_not_offered_for_deletion(client: Client) -> None:
    campaign = save_shared_campaign(expires_on=date(2026, 11, 30))
    revise(campaign, "target=60", base_number=1)
    rows = client.get(page(campaign)).context["rows"]
    assert [(row.is_shared, row.is_removable) for row in rows] == [(False, False)] * 2


def test_the_shared_link_shows_the_version_that_its_owner_says(client: Client) -> None:
    campaign = save_two()
    text = read_text(press(client, campaign, "share", 1))
    assert "The shared link shows version 1." in text
    token = fresh(campaign).share_token
    assert "$399.95" in client.get(f"/c/{token}/").content.decode()
    press(client, campaign, "share", 2)
    assert fresh(campaign).share_token == token
    shared = client.get(f"/c/{token}/").content.decode()
    assert "$239.97" in shared
    assert "$399.95" not in shared
    assert "$150.00" not in shared, "what was spent is the owner's alone"
    assert press(client, campaign, "share", 9).status_code == 404


def test_other_actions_do_not_exist(client: Client) -> None:
    campaign = save_two()
    assert press(client, campaign, "burn", 1).status_code == 404
    deleted = save_two()
    editing.delete_campaign(campaign=deleted)
    assert client.post(page(deleted), {"action": "restore", "number": 1}).status_code == 404


def test_a_form_of_these_pages_needs_its_token() -> None:
    campaign = save_two()
    strict = Client(enforce_csrf_checks=True)
    said = {"action": "delete", "number": 1}
    assert strict.post(page(campaign), said).status_code == 403
    assert numbers(campaign) == [1, 2]
