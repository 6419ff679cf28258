"""Calendar feeds: what a subscribed calendar has before and after a change; secrecy."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.cache import caches
from django.db import DatabaseError
from django.test import Client
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from campaigns.models import CalendarFeed, Campaign, PriceBook
from campaigns.price_books import load_shipped_books
from campaigns.rate_limits import FEEDING
from campaigns.saved import feeds, moderation
from campaigns.saved.editing import delete_campaign, renew_edit_link, restore_campaign
from campaigns.saved.feeds import DAYS_UNREAD, SALT, make_campaign_feed
from campaigns.saved.purging import purge_campaigns
from campaigns.views import feed as feed_view
from tests.campaigns.campaign_page import fresh, press, see, send
from tests.campaigns.factories import change_price, save_campaign, save_shared_campaign
from tests.campaigns.feeds import FORTY, address, feed_of, parse, read, shown, subscribe
from tests.campaigns.pages import read_form, read_text
from tests.readers.calendars import read_events

pytestmark = pytest.mark.usefixtures("book")
OWN = "/campaigns/"


def make(client: Client, name: str, query: str = FORTY) -> Campaign:
    """A campaign that this browser saves."""
    client.post(f"/campaigns/new/?{query}", {"name": name})
    return Campaign.objects.latest("pk")


def make_browser_feed(client: Client) -> CalendarFeed:
    client.post(OWN, {"action": "feed"})
    return CalendarFeed.objects.get(campaign=None)


# What a subscribed calendar has


def test_it_has_the_events_of_the_campaigns_plan() -> None:
    feed = make_campaign_feed(save_campaign(FORTY))
    assert shown(subscribe(feed)) == [
        (date(2026, 12, 1), "20 InMail credits arrive (Autumn)"),
        (date(2026, 12, 1), "Send 20 InMail messages (Autumn)"),
        (date(2027, 1, 1), "20 InMail credits arrive (Autumn)"),
        (date(2027, 1, 1), "Send 20 InMail messages (Autumn)"),
        (date(2027, 1, 31), "Cancel Solo before 1 Feb 2027 (Autumn)"),
    ]
    # Another library reads the same.
    assert {*read_events(read(feed).content)} == {*subscribe(feed)}


def test_after_a_change_it_ends_with_the_events_of_the_newest_revision(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    asked = f"{FORTY}&start_on=2026-12-10"
    campaign = save_campaign(asked)
    feed = make_campaign_feed(campaign)
    before = subscribe(feed)
    time_machine.move_to("2026-12-02 09:00 +0000")
    press(client, campaign, "save", f"{asked.replace('40', '60')}&price_book=ours")
    after = subscribe(feed)
    assert len(shown(after)) == 7
    assert (date(2027, 2, 10), "Send 20 InMail messages (Autumn)") in shown(after)
    # The same events of the same days, changed; the day to cancel is another one.
    gone = [str(before[uid]["SUMMARY"]) for uid in before.keys() - after.keys()]
    assert gone == ["Cancel Solo before 10 Feb 2027 (Autumn)"]
    for uid in before.keys() & after.keys():
        assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]
        assert after[uid]["LAST-MODIFIED"].dt > before[uid]["LAST-MODIFIED"].dt
    assert not any("STATUS" in event for event in after.values())


def test_new_prices_and_what_is_shared_do_not_change_it(client: Client) -> None:
    campaign = save_shared_campaign(FORTY)
    feed = make_campaign_feed(campaign)
    before = read(feed).content
    change_price("solo", "1")
    caches["default"].clear()
    assert read(feed).content == before


def test_it_has_the_uids_of_the_file(client: Client) -> None:
    campaign = save_campaign(FORTY)
    file = client.get(f"/campaigns/{campaign.edit_token}/plan.ics")
    events = parse(file).walk("VEVENT")
    assert {str(event["UID"]) for event in events} == {*subscribe(make_campaign_feed(campaign))}


def test_it_tells_when_to_read_it_again() -> None:
    calendar = parse(read(make_campaign_feed(save_campaign())))
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=4)
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert str(calendar["X-PUBLISHED-TTL"]) == "PT4H"
    assert str(calendar["X-WR-CALNAME"]) == "Autumn"
    assert str(calendar["METHOD"]) == "PUBLISH"


def test_the_feed_of_a_browser_follows_its_list(client: Client) -> None:
    autumn = make(client, "Autumn")
    feed = make_browser_feed(client)
    make(client, "Winter", "target=20&seats=1&plans=solo")
    text = " ".join(title for _, title in shown(subscribe(feed)))
    assert "(Autumn)" in text
    assert "(Winter)" in text
    client.post(OWN, {"key": autumn.key.hex, "action": "forget"})
    text = " ".join(title for _, title in shown(subscribe(feed)))
    assert "(Autumn)" not in text
    assert "(Winter)" in text


def test_a_deleted_campaign_is_gone_from_every_calendar_and_comes_back(client: Client) -> None:
    campaign = make(client, "Autumn")
    of_browser, own = make_browser_feed(client), make_campaign_feed(fresh(campaign))
    for feed in (of_browser, own):
        assert len(subscribe(feed)) == 5
    delete_campaign(campaign=campaign)
    for feed in (of_browser, own):
        assert subscribe(feed) == {}
    restore_campaign(campaign=campaign)
    for feed in (of_browser, own):
        assert len(subscribe(feed)) == 5


def test_a_campaign_that_is_gone_for_good_takes_its_feed_along(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = make(client, "Autumn")
    of_browser, own = make_browser_feed(client), make_campaign_feed(fresh(campaign))
    delete_campaign(campaign=campaign)
    time_machine.move_to("2027-01-05 12:00 +0000")
    purge_campaigns(today=date(2027, 1, 5))
    assert read(own).status_code == 404
    assert subscribe(of_browser) == {}


def test_the_articles_example_is_not_taken_for_another_campaign_with_its_scenario() -> None:
    PriceBook.objects.all().delete()
    load_shipped_books()
    example = make_campaign_feed(save_campaign("price_book=article&seats=1"))
    other = make_campaign_feed(save_campaign("price_book=article&seats=1&trials=500"))
    on = {"Buy 40 InMail credits for $400.00 (Autumn)"}
    assert on <= {title for _, title in shown(subscribe(example))}
    assert not on & {title for _, title in shown(subscribe(other))}


# Asking again


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    campaign = save_campaign(FORTY)
    feed = make_campaign_feed(campaign)
    first = read(feed)
    etag = first.headers["ETag"]
    for asked in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = read(feed, if_none_match=asked)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == "no-cache, private"
    assert read(feed, if_none_match='"other"').status_code == 200
    # It has no day of its own: what it has no more makes it no older.
    assert "Last-Modified" not in first.headers
    press(client, campaign, "save", "target=60&price_book=ours&seats=1&plans=solo")
    assert read(feed, if_none_match=etag).status_code == 200


def test_a_head_request_has_the_head_alone() -> None:
    feed = make_campaign_feed(save_campaign())
    response = Client().head(address(feed))
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["ETag"] == read(feed).headers["ETag"]


def test_it_is_all_of_the_events_or_none(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    make(client, "Autumn")
    make(client, "Winter")
    feed = make_browser_feed(client)
    left = iter([True, False])
    monkeypatch.setattr(feed_view, "has_time_left", lambda: next(left))
    response = read(feed)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert b"VCALENDAR" not in response.content


def test_it_is_rate_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_view, "FEEDING", FEEDING._replace(capacity=2, per_hour=1))
    feed = make_campaign_feed(save_campaign())
    assert [read(feed).status_code for _ in range(2)] == [200, 200]
    response = read(feed)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


def test_a_visit_is_recorded_once_a_day_and_only_then(time_machine: TimeMachineFixture) -> None:
    feed = make_campaign_feed(save_campaign())
    read(feed)
    feed.refresh_from_db()
    assert feed.last_read_on == date(2026, 12, 1)
    time_machine.move_to("2026-12-03 12:00 +0000")
    read(feed)
    feed.refresh_from_db()
    assert feed.last_read_on == date(2026, 12, 3)


# Secrecy


def test_it_is_private_and_sets_no_cookie(client: Client) -> None:
    feed = make_campaign_feed(save_campaign())
    for response in (read(feed), read(feed, if_none_match="*"), Client().get("/feed/nope.ics")):
        assert response.headers["Cache-Control"] == "no-cache, private"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
    assert read(feed).headers["Content-Type"] == "text/calendar; charset=utf-8"


def test_it_holds_no_link_and_no_key() -> None:
    campaign = save_shared_campaign(FORTY, note="A note")
    content = read(make_campaign_feed(campaign)).content.decode().replace("\r\n ", "")
    for secret in (campaign.edit_token, str(campaign.share_token), str(campaign.key),
                   campaign.key.hex, "A note"):  # fmt: skip
        assert secret not in content


def test_addresses_that_lead_nowhere_look_the_same(client: Client) -> None:
    ended, renewed = make_campaign_feed(save_campaign()), make_campaign_feed(save_campaign())
    feeds.end_feed(ended)
    feeds.renew_feed(renewed)
    bodies = set()
    for token in ("A" * 43, ended.token, renewed.token, save_campaign().edit_token, "x" * 3000):
        response = client.get(f"/feed/{token}.ics")
        assert response.status_code == 404
        bodies.add(response.content)
    assert len(bodies) == 1
    assert client.post(address(make_campaign_feed(save_campaign()))).status_code == 405


def test_a_new_edit_link_ends_feeds_of_others_and_goes_on_in_ones_own(client: Client) -> None:
    campaign = make(client, "Autumn")
    mine, own = make_browser_feed(client), make_campaign_feed(fresh(campaign))
    other = Client()
    other.post(f"/campaigns/{campaign.edit_token}/", {"action": "share"})
    other.post(OWN, {"action": "feed"})
    theirs = CalendarFeed.objects.filter(campaign=None).latest("pk")
    assert len(subscribe(theirs)) == 5
    press(client, campaign, "renew-edit-link")
    assert read(own).status_code == 404
    assert subscribe(theirs) == {}
    assert len(subscribe(mine)) == 5


@pytest.mark.parametrize("act", [moderation.renew_links, moderation.revoke_all_access])
def test_an_admin_who_ends_every_link_ends_the_feeds(client: Client, act: Any) -> None:
    campaign = make(client, "Autumn")
    mine, own = make_browser_feed(client), make_campaign_feed(fresh(campaign))
    act(campaign.pk)
    assert read(own).status_code == 404
    assert subscribe(mine) == {}


def test_a_stale_edit_link_makes_no_feed(client: Client) -> None:
    campaign = save_campaign()
    renew_edit_link(campaign=campaign)
    with pytest.raises(Campaign.DoesNotExist):
        make_campaign_feed(campaign)


@pytest.mark.parametrize("salt", [None, "another"])
def test_a_forged_cookie_is_no_feed(client: Client, salt: str | None) -> None:
    forged = "garbage" if salt is None else signing.dumps("x" * 32, salt=salt)
    make(client, "Autumn")
    make_browser_feed(client)
    client.cookies["feed"] = forged
    assert "feed-link" not in client.get(OWN).content.decode()
    client.post(OWN, {"action": "end-feed"})
    assert CalendarFeed.objects.count() == 1


def test_a_campaigns_own_feed_is_no_browsers_feed(client: Client) -> None:
    feed = make_campaign_feed(save_campaign())
    client.cookies["feed"] = signing.dumps(feed.key.hex, salt=SALT)
    assert feed.token not in client.get(OWN).content.decode()


def test_over_https_the_cookie_stays_there(client: Client, settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    make(client, "Autumn")
    make_browser_feed(client)
    cookie = client.cookies["__Host-feed"]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert CalendarFeed.objects.get().token not in str(cookie)


# On the pages


def test_a_campaigns_page_makes_renews_and_ends_its_feed(client: Client) -> None:
    campaign = save_campaign()
    assert '<details id="feed" >' in see(client, campaign).content.decode()
    page = press(client, campaign, "feed")
    first = feed_of(campaign).token
    # Its address is what the page comes back for, so it is not folded away.
    assert '<details id="feed" open>' in page.content.decode()
    assert f'value="http://testserver/feed/{first}.ics"' in page.content.decode()
    assert f'href="webcal://testserver/feed/{first}.ics"' in page.content.decode()
    send(client, campaign, {"action": "feed"})
    assert feed_of(campaign).token == first
    press(client, campaign, "renew-feed")
    assert feed_of(campaign).token != first
    assert "has ended" in read_text(press(client, campaign, "end-feed"))
    assert not CalendarFeed.objects.exists()
    for action in ("renew-feed", "end-feed"):
        assert (
            client.post(f"/campaigns/{campaign.edit_token}/", {"action": action}).status_code == 302
        )


def test_the_list_makes_renews_and_ends_the_browsers_feed(client: Client) -> None:
    make(client, "Autumn")
    form = read_form(client.get(OWN), "feed")
    page = client.post(OWN, form, follow=True)
    first = CalendarFeed.objects.get().token
    assert f"/feed/{first}.ics" in page.content.decode()
    client.post(OWN, {"action": "renew-feed"})
    assert CalendarFeed.objects.get().token != first
    client.post(OWN, {"action": "end-feed"})
    assert not CalendarFeed.objects.exists()
    assert client.cookies["feed"].value == ""
    assert "Make a calendar feed" in read_text(client.get(OWN))


def test_a_shared_page_offers_no_feed(client: Client) -> None:
    campaign = save_shared_campaign()
    feed = make_campaign_feed(campaign)
    for page in (f"/c/{campaign.share_token}/", f"/c/{campaign.share_token}/?price_book=ours"):
        content = client.get(page).content.decode()
        assert feed.token not in content
        assert "calendar feed" not in content


def test_with_a_feed_it_is_still_what_was_typed(client: Client) -> None:
    campaign = save_campaign()
    page = press(client, campaign, "feed", "price_book=ours&target=77")
    assert "target=77" in page.redirect_chain[0][0]
    assert page.redirect_chain[0][0].endswith("#feed")
    assert see(client, campaign).status_code == 200


def test_a_database_that_takes_in_nothing_does_not_stop_a_change_of_the_list(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = make(client, "Autumn")
    make_browser_feed(client)

    def fail(request: object) -> None:
        raise DatabaseError("read-only")

    monkeypatch.setattr(feeds, "feed_in_cookie", fail)
    page = client.post(OWN, {"key": campaign.key.hex, "action": "forget"})
    assert page.status_code == 302


def test_feeds_that_nobody_reads_are_purged(time_machine: TimeMachineFixture) -> None:
    feed = make_campaign_feed(save_campaign())
    unread = make_campaign_feed(save_campaign())
    time_machine.move_to(datetime(2027, 1, 1, 12, tzinfo=UTC))
    read(feed)
    today = date(2026, 12, 1) + timedelta(days=DAYS_UNREAD + 1)
    assert purge_campaigns(today=today)["calendar feeds"] == 1
    assert list(CalendarFeed.objects.all()) == [feed]
    assert not CalendarFeed.objects.filter(pk=unread.pk).exists()


def test_the_admin_sees_and_ends_feeds_and_reads_no_address(
    client: Client, admin_client: Client
) -> None:
    campaign = make(client, "Autumn")
    mine, own = make_browser_feed(client), make_campaign_feed(fresh(campaign))
    read(own)
    page = admin_client.get(f"/admin/campaigns/campaign/{campaign.pk}/change/")
    assert "of a browser, never read; its own, last read on 1 Dec 2026" in read_text(page)
    assert own.token not in page.content.decode()
    save_campaign()
    for feed in (mine, own):
        for link_of, number in ((address(feed), 1), (address(feed)[:-5] + ".ics", 0)):
            found = admin_client.get("/admin/campaigns/campaign/", {"q": link_of})
            assert found.context["cl"].result_count == number
    said = {"action": "end_calendar_feeds", "_selected_action": str(campaign.pk)}
    text = read_text(admin_client.post("/admin/campaigns/campaign/", said, follow=True))
    assert "Campaigns: 1: in no calendar feed any more." in text
    assert read(own).status_code == 404
    assert subscribe(mine) == {}
    text = read_text(admin_client.post("/admin/campaigns/campaign/", said, follow=True))
    assert "Campaigns left as they are: 1: no feed there." in text
