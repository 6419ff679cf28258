"""Quotes: made from what is saved, the same for good, and without own cost on the client's side."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from time_machine import TimeMachineFixture

from campaigns.models import Campaign, Letterhead, PlanPrice, Quote
from campaigns.rate_limits import REVISING
from campaigns.saved import quotes as saved_quotes
from campaigns.saved.editing import delete_campaign
from campaigns.saved.purging import purge_campaigns
from campaigns.saved.quotes import QuoteConflict, QuoteDraft, make_quote
from campaigns.views import new_campaign
from campaigns.views import quotes as quotes_view
from planner.planning.money import cents
from planner.planning.quotes import price_quote
from tests.campaigns.campaign_page import press
from tests.campaigns.factories import save_campaign
from tests.campaigns.logos import draw
from tests.campaigns.pages import read_fields, read_form, read_text
from tests.campaigns.queries import decide_on
from tests.campaigns.quotes import (
    FORM,
    address,
    agree,
    new,
    preview,
    quote,
)
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("book")
# Making one


def test_it_is_made_from_what_is_saved_with_markup_and_tax(client: Client) -> None:
    campaign = save_campaign("target=100")
    page = preview(client, campaign)
    text = read_text(page)
    assert "Preview: what your client will see Reach 100 founders Quote OA-1" in text
    assert "Subtotal $374.98 Tax, 19 % $71.25 Total $446.23" in text
    assert "own cost $299.98, left before tax $75.00" in text
    assert not Quote.objects.exists()
    assert "Quote OA-1 is made." in read_text(agree(client, campaign, page))
    made = Quote.objects.get()
    assert (made.number, made.client, made.valid_until) == (1, "Client & Co", date(2026, 12, 31))
    assert made.shown["total"] == "446.23"
    assert made.basis["costs"] == ["299.98"]
    text = read_text(Client().get(address(made)))
    assert "Reach 100 founders Quote OA-1" in text
    assert "For Client & Co From Our Agency Date 1 Dec 2026 Valid until 31 Dec 2026" in text
    assert "Total $446.23" in text
    assert "100 people are written to on LinkedIn by InMail" in text
    assert "First message 1 Dec 2026 Everything sent 1 Jan 2027" in text
    assert "Thank you." in text


def test_a_fixed_fee_and_no_tax(client: Client) -> None:
    made = quote(client, save_campaign(), markup_percent="", fee="$100.02", tax_percent="")
    assert made.shown["total"] == "400.00"
    text = read_text(client.get(address(made)))
    assert "Tax" not in text
    assert "Subtotal" not in text
    assert "Total $400.00" in text


def test_the_numbers_of_a_campaign_have_no_gap(client: Client) -> None:
    first, second = save_campaign(), save_campaign()
    numbers = [quote(client, first).number for _ in range(3)]
    press(client, first, "withdraw-quote")
    numbers += [quote(client, first, client=f"Client {n}").number for n in range(2)]
    assert numbers == [1, 2, 3, 4, 5]
    assert quote(client, second).number == 1


def test_it_begins_with_the_campaigns_name_and_thirty_days(client: Client) -> None:
    fields = read_fields(client.get(new(save_campaign(name="Autumn"))))
    assert (fields["title"], fields["valid_until"]) == ("Autumn", "2026-12-31")
    assert fields["previewed"] == ""


def test_what_an_agency_entered_goes_along_to_its_next_quotes(client: Client) -> None:
    client.post("/campaigns/new/", {"name": "Autumn"})
    client.post("/campaigns/new/", {"name": "Winter"})
    autumn, winter = Campaign.objects.order_by("pk")
    quote(client, autumn, logo=SimpleUploadedFile("logo.png", draw()))
    fields = read_fields(client.get(new(autumn)))
    assert (fields["agency"], fields["number_prefix"]) == ("Our Agency", "OA-")
    fields = read_fields(client.get(new(winter)))
    assert (fields["agency"], fields["number_prefix"]) == ("Our Agency", "")
    assert quote(client, winter).logo is not None
    # Not to those of other browsers.
    assert read_fields(Client().get(new(save_campaign())))["agency"] == ""


@pytest.mark.parametrize(
    ("typed", "field", "allowed"),
    [
        ({"title": ""}, "title", "a text of at most 100 characters in one line"),
        ({"client": " "}, "client", "a text of at most 100 characters"),
        ({"client": "x" * 101}, "client", "a text of at most 100 characters"),
        ({"agency": "a\x1bb"}, "agency", "which cannot be seen"),
        ({"markup_percent": ""}, "markup_percent", "one of them; 0 for none"),
        ({"fee": "10"}, "markup_percent", "one of them; 0 for none"),
        ({"markup_percent": "-5"}, "markup_percent", "from 0 to 1,000"),
        ({"markup_percent": "1000.1"}, "markup_percent", "from 0 to 1,000"),
        ({"markup_percent": "NaN"}, "markup_percent", "from 0 to 1,000"),
        ({"markup_percent": "1e3"}, "markup_percent", "from 0 to 1,000"),
        ({"markup_percent": "", "fee": "1.0050"}, "fee", "dollars and whole cents"),
        ({"markup_percent": "", "fee": "1000001"}, "fee", "dollars from 0 to 1,000,000"),
        ({"tax_percent": "101"}, "tax_percent", "from 0 to 100"),
        ({"valid_until": "2026-11-30"}, "valid_until", "a day from 2026-12-01"),
        ({"valid_until": ""}, "valid_until", "a day from 2026-12-01"),
        ({"note": "x" * 2001}, "note", "at most 2,000 characters"),
        ({"number_prefix": "x" * 21}, "number_prefix", "at most 20 characters"),
    ],
)
def test_a_fault_stands_at_its_field(
    client: Client, typed: dict[str, str], field: str, allowed: str
) -> None:
    campaign = save_campaign()
    page = preview(client, campaign, **typed)
    assert [*page.context["form"].errors] == [field]
    assert allowed in page.context["form"].errors[field][0]
    assert page.context["quote"] is None
    assert not Letterhead.objects.exists()


def test_a_campaign_without_a_total_has_no_quote(client: Client) -> None:
    PlanPrice.objects.filter(plan__slug="solo").delete()
    never = save_campaign("target=1000&monthly_send_limit=1")
    unknown = save_campaign("target=40&plans=solo&seats=1")
    for campaign, reason in ((never, "reaches no end"), (unknown, "A price of the campaign")):
        for page in (client.get(new(campaign)), preview(client, campaign)):
            assert reason in read_text(page)
            assert page.context["form"] is None
    assert not Quote.objects.exists()


def test_a_late_plan_is_quoted_with_a_warning_to_the_agency_alone(client: Client) -> None:
    campaign = save_campaign("target=40&monthly_send_limit=10&deadline_months=2")
    assert "The plan misses its deadline" in read_text(preview(client, campaign))
    text = read_text(client.get(address(quote(client, campaign))))
    assert "misses" not in text
    assert "Deadline 31 Jan 2027" in text
    assert "misses" not in read_text(preview(client, save_campaign()))


AUDIENCES = (
    "target=100&audiences-0-name=Founders&audiences-0-target=60&audiences-1-name=Doctors"
    "&audiences-1-target=40&audiences-1-reply_rate=0.05&reply_rate=0.1"
)


def test_audiences_are_lines_whose_costs_add_up_to_the_total(client: Client) -> None:
    campaign = save_campaign(AUDIENCES)
    made = quote(client, campaign)
    names = [line["name"] for line in made.shown["lines"]]
    assert sorted(names) == ["Doctors", "Founders"]
    total = decide_on(AUDIENCES).chosen
    assert total
    assert sum(map(Decimal, made.basis["costs"])) == total.total
    text = read_text(client.get(address(made)))
    assert "Founders: 60 people" in text
    assert "Doctors: 40 people" in text
    assert "Reply rate of Doctors: 5 %" in text


def test_a_quote_of_all_audiences_has_the_dates_of_each(client: Client) -> None:
    campaign = save_campaign(f"{AUDIENCES}&audiences-0-deadline_on=2027-01-31")
    estimate = decide_on(f"{AUDIENCES}&audiences-0-deadline_on=2027-01-31").chosen
    assert estimate
    made = quote(client, campaign)
    dates = {one["name"]: one["on"] for one in made.shown["dates"]}
    for one in estimate.audiences:
        name = one.audience.name
        assert dates[f"{name}: everything sent"] == one.done_on.isoformat()
        assert dates[f"{name}: deadline"] == one.deadline.isoformat()
    assert dates["Founders: deadline"] == "2027-01-31"
    alone = quote(client, campaign, audience="Founders").shown["dates"]
    assert [one["name"] for one in alone] == ["Everything sent", "Deadline"]
    assert alone[1]["on"] == "2027-01-31"


def test_one_audience_is_quoted_at_its_share_and_names_no_other(client: Client) -> None:
    campaign = save_campaign(AUDIENCES)
    whole = quote(client, campaign)
    shares = dict(
        zip([one["name"] for one in whole.shown["lines"]], whole.basis["costs"], strict=True)
    )
    made = quote(client, campaign, audience="Founders", tax_percent="")
    assert made.basis["costs"] == [shares["Founders"]]
    assert made.basis["audience"] == "Founders"
    text = read_text(client.get(address(made)))
    assert "Founders: 60 people by InMail on LinkedIn" in text
    assert "60 messages in all" in text
    assert "Doctors" not in text
    assert made.shown["total"] == str(cents(Decimal(shares["Founders"]) * Decimal("1.25")))


@pytest.mark.parametrize("audience", ["Nobody", "founders", "\x00"])
def test_an_audience_that_is_not_there_is_a_fault(client: Client, audience: str) -> None:
    for asked in (AUDIENCES, ""):
        page = preview(client, save_campaign(asked), audience=audience)
        assert [*page.context["form"].errors] == ["audience"]


def test_a_tampered_form_changes_nothing(client: Client) -> None:
    campaign = save_campaign()
    page = preview(client, campaign)
    forged = {"total": "1.00", "subtotal": "1.00", "cost": "1", "number": "99", "asked": "target=1",
              "costs": "0", "shown": "{}"}  # fmt: skip
    agree(client, campaign, page, **forged)
    made = Quote.objects.get()
    assert (made.number, made.shown["total"]) == (1, "446.23")


@pytest.mark.parametrize("changed", [{"client": "Another"}, {"markup_percent": "26"}, {"note": ""}])
def test_what_was_not_previewed_is_previewed_first(client: Client, changed: dict[str, str]) -> None:
    campaign = save_campaign()
    page = agree(client, campaign, preview(client, campaign), **changed)
    assert "Not made yet" in read_text(page)
    assert not Quote.objects.exists()
    agree(client, campaign, page, **changed)
    assert Quote.objects.count() == 1


@pytest.mark.parametrize("previewed", ["", "x", "0" * 64])
def test_no_quote_is_made_without_its_preview(client: Client, previewed: str) -> None:
    campaign = save_campaign()
    page = client.post(new(campaign), FORM | {"action": "make", "previewed": previewed})
    assert "Not made yet" in read_text(page)
    assert not Quote.objects.exists()


def test_a_campaign_that_was_saved_meanwhile_is_previewed_again(client: Client) -> None:
    campaign = save_campaign()
    page = preview(client, campaign)
    press(client, campaign, "save", "price_book=ours&target=150")
    assert "Not made yet" in read_text(agree(client, campaign, page))
    assert not Quote.objects.exists()


def test_two_at_once_have_two_numbers(client: Client) -> None:
    campaign = save_campaign()
    made = quote(client, campaign)
    late = QuoteDraft(
        client="x", number=1, valid_until=made.valid_until, shown=made.shown, basis=made.basis,
        logo=None, price=price_quote(
            [Decimal(1)], saved_quotes.pricing_of(made.shown, made.basis)
        ),
    )  # fmt: skip
    with pytest.raises(QuoteConflict):
        make_quote(late, campaign=campaign)
    assert Quote.objects.count() == 1


def test_a_form_sent_twice_makes_one_quote(client: Client) -> None:
    campaign = save_campaign()
    page = preview(client, campaign)
    first, second = (agree(client, campaign, page) for _ in range(2))
    assert second.redirect_chain == first.redirect_chain != []
    assert "Quote OA-1 is made" in read_text(second)
    assert Quote.objects.count() == 1
    # Another name or prefix makes it another quote, which was not previewed.
    for name in ("client", "number_prefix"):
        assert "Not made yet" in read_text(agree(client, campaign, page, **{name: "Other"}))
    # Taken back meanwhile, it is not made in silence once more.
    press(client, campaign, "withdraw-quote", quote="1")
    assert "Not made yet" in read_text(agree(client, campaign, page))


def test_two_forms_of_one_moment_make_one_quote(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make_twice(draft: QuoteDraft, *, campaign: Campaign) -> Quote:
        make_quote(draft, campaign=campaign)
        return make_quote(draft, campaign=campaign)

    campaign = save_campaign()
    page = preview(client, campaign)
    monkeypatch.setattr("campaigns.saved.quotes.make_quote", make_twice)
    assert "Quote OA-1 is made" in read_text(agree(client, campaign, page))
    assert Quote.objects.count() == 1


def test_a_conflict_loses_nothing_that_was_typed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def conflict(*args: object, **options: object) -> None:
        raise QuoteConflict

    campaign = save_campaign()
    page = preview(client, campaign)
    monkeypatch.setattr("campaigns.saved.quotes.make_quote", conflict)
    response = agree(client, campaign, page)
    assert response.status_code == 409
    assert "Not made: the campaign was saved" in read_text(response)
    assert read_form(response, "preview")["client"] == FORM["client"]


def test_a_preview_is_there_again_after_the_browser_s_back(client: Client) -> None:
    """Its page is asked for by its address: the form is not sent again, and nothing is made."""
    campaign = save_campaign()
    sent = client.post(new(campaign), FORM | {"action": "preview"})
    assert (sent.status_code, sent["Location"]) == (302, new(campaign))
    first, again = client.get(new(campaign)), client.get(new(campaign))
    for page in (first, again):
        assert "Preview: what your client will see" in read_text(page)
        fields = read_form(page, "preview")
        assert {name: fields[name] for name in FORM} == FORM
    assert again.context["previewed"] == first.context["previewed"] != ""
    # Neither another browser nor another campaign has it, and a made quote starts a new form.
    assert "Preview: what" not in read_text(Client().get(new(campaign)))
    assert "Preview: what" not in read_text(client.get(new(save_campaign())))
    agree(client, campaign, again)
    assert Quote.objects.count() == 1
    assert "Preview: what" not in read_text(client.get(new(campaign)))


def test_a_cookie_of_any_text_finds_nothing(client: Client) -> None:
    campaign = save_campaign()
    for text in ("x", "é" * 40, "0" * 3_000):
        client.cookies["quote"] = text
        page = client.get(new(campaign))
        assert page.status_code == 200
        assert "Preview: what" not in read_text(page)


def test_a_preview_that_is_no_longer_valid_shows_its_faults(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = save_campaign()
    monkeypatch.setattr(quotes_view, "read_typed", lambda *of: "title=Reach&client=A&fee=cheap")
    page = client.get(new(campaign))
    assert page.status_code == 200
    assert "dollars from 0 to" in read_text(page)
    assert read_form(page, "preview")["client"] == "A"


def test_a_cache_that_is_out_of_order_takes_no_preview(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*of: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("campaigns.saved.quote_drafts.cache.set", fail)
    page = preview(client, save_campaign())
    assert page.redirect_chain == []
    assert "Preview: what your client will see" in read_text(page)


@pytest.mark.parametrize("action", ["", "nope", "\x00"])
def test_an_unknown_action_leads_nowhere(client: Client, action: str) -> None:
    assert client.post(new(save_campaign()), FORM | {"action": action}).status_code == 404


def test_too_many_changes_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes_view, "REVISING", REVISING._replace(capacity=1, per_hour=1))
    campaign = save_campaign()
    page = preview(client, campaign)
    response = agree(client, campaign, page)
    assert response.status_code == 429
    assert "Too many changes" in read_text(response)
    assert not Quote.objects.exists()


def test_a_database_that_takes_in_nothing_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**values: object) -> None:
        raise DatabaseError("read-only")

    campaign = save_campaign()
    monkeypatch.setattr(quotes_view, "set_letterhead", fail)
    monkeypatch.setattr(new_campaign, "is_database_failure", lambda error: True)
    response = preview(client, campaign)
    assert response.status_code == 503
    assert "Nothing was saved" in read_text(response)
    assert 'value="Client &amp; Co"' in response.content.decode()


def test_a_campaign_deleted_meanwhile_leads_nowhere(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**values: object) -> None:
        raise Campaign.DoesNotExist

    monkeypatch.setattr(quotes_view, "set_letterhead", fail)
    assert preview(client, save_campaign()).status_code == 404


def test_there_is_an_end_to_the_quotes_of_a_campaign(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = save_campaign()
    quote(client, campaign)
    monkeypatch.setattr(quotes_view, "MOST_QUOTES", 1)
    assert "A campaign has at most 1 quotes." in read_text(client.get(new(campaign)))


# Any input


words = st.sampled_from(["", "1", "25", "0", "2026-12-24", "\x00", "x" * 300]) | st.text(max_size=9)
forms = st.fixed_dictionaries(
    {"action": st.sampled_from(["preview", "make"])},
    optional=dict.fromkeys((*FORM, "previewed", "remove_logo", "nope"), words),
)
files = st.none() | st.binary(max_size=60) | st.sampled_from([draw(), draw("JPEG")[:200]])


@examples(20, many=400)
@given(forms, files)
def test_any_form_is_answered(client: Client, said: dict[str, str], file: bytes | None) -> None:
    campaign = Campaign.objects.first() or save_campaign()
    upload = {} if file is None else {"logo": SimpleUploadedFile("logo.png", file)}
    response = client.post(new(campaign), FORM | said | upload)
    assert response.status_code in (200, 302, 429)
    assert client.get(new(campaign)).status_code == 200


def test_the_admin_sees_quotes_withdraws_them_and_reads_no_link(
    client: Client, admin_client: Client
) -> None:
    campaign = save_campaign()
    made = quote(client, campaign)
    page = admin_client.get(f"/admin/campaigns/campaign/{campaign.pk}/change/")
    assert "Client & Co" in read_text(page)
    assert made.token not in page.content.decode()
    save_campaign()
    for link_of, number in ((address(made), 1), (address(made)[:-2], 0), ("/q//", 0)):
        found = admin_client.get("/admin/campaigns/campaign/", {"q": f"https://x.example{link_of}"})
        assert found.context["cl"].result_count == number
    said = {"action": "withdraw_quotes", "_selected_action": str(campaign.pk)}
    text = read_text(admin_client.post("/admin/campaigns/campaign/", said, follow=True))
    assert "Campaigns: 1: no valid quote any more." in text
    assert client.get(address(made)).status_code == 404
    text = read_text(admin_client.post("/admin/campaigns/campaign/", said, follow=True))
    assert "Campaigns left as they are: 1: no valid quote there." in text


def test_quotes_go_with_their_campaign_for_good(
    client: Client, time_machine: TimeMachineFixture
) -> None:
    campaign = save_campaign()
    quote(client, campaign)
    delete_campaign(campaign=campaign)
    time_machine.move_to("2027-01-05 12:00 +0000")
    purge_campaigns(today=date(2027, 1, 5))
    assert not Quote.objects.exists()
    assert not Letterhead.objects.exists()
