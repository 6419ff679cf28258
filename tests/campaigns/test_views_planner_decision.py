"""What the planner page offers to decide by: verdict, alternatives, comparison, other inputs."""

import re
from html import unescape

import pytest
from django.test import Client

from campaigns.models import PriceBook
from tests.campaigns.factories import save_shared_campaign
from tests.campaigns.pages import read_amounts, read_fields, read_markup, read_text, read_verdict

pytestmark = pytest.mark.usefixtures("price_books")


# A fragment that the form itself asks for.
TYPED = {"HX-Request": "true", "HX-Trigger": "scenario"}


def see(client: Client, **query: str) -> str:
    response = client.get("/", query)
    assert response.status_code == 200
    return read_text(response)


def judged(client: Client, **query: str) -> str:
    response = client.get("/", query)
    assert response.status_code == 200
    return read_verdict(response)


def test_the_ways_beside_the_cheapest_say_what_they_cost_more(client: Client) -> None:
    text = judged(client, seats="1")
    ways = "1 month sooner +$400.01 The article’s example +$439.99"
    assert f"Cheapest single plan $199.98 {ways}" in text
    assert "Cheapest single plan $199.98 1 month sooner same money" in judged(client)
    # Two seats of Core, in one month.
    assert "$199.98 Sales Navigator Core × 2, " in judged(client, deadline_months="1")


def test_many_messages_at_once_are_named(client: Client) -> None:
    asked = {"target": "5000", "seats": "2", "price_book": "article", "rules": "2"}
    text = judged(client, plans="sales-navigator-core", start_on="2026-12-01", **asked)
    assert "messages a seat at once; “Most of one seat a day” plans a slower pace." in text
    assert "a seat at once" not in judged(client, seat_daily_limit="40", **asked)
    assert "a seat at once" not in judged(client, target="400", seats="2")


def test_where_the_cheapest_buys_the_way_without_is_named(client: Client) -> None:
    text = judged(
        client, seats="1", target="105", plans="sales-navigator-core", price_book="article"
    )
    assert "Credits to buy 5" in text
    assert "Cheapest single plan $249.98" in text
    assert "Nothing to buy +$49.99" in text


def test_the_dearer_plans_stand_below_the_cheapest(client: Client) -> None:
    response = client.get("/", {"seats": "1"})
    rows = re.findall(r'id="open-([^"]+)"', response.content.decode())
    assert rows[:2] == ["sales-navigator-core", "sales-navigator-professional"]
    assert read_amounts(response)[:2] == ["$199.98", "$399.95"]


def test_waiting_is_offered_where_the_deadline_costs_money(client: Client) -> None:
    text = see(client, seats="1", deadline_months="3", plans="sales-navigator-professional")
    assert "2 months later: −$240.02" in text


def test_where_nothing_is_in_time_the_ways_out_are_named(client: Client) -> None:
    text = see(
        client,
        seats="1",
        price_book="linkedin-2026",
        plans="sales-navigator-core",
        target="1000",
        deadline_months="5",
        start_on="2026-12-01",
        open="sales-navigator-core",
    )
    assert "Nothing makes it within 5 months at a known price" in text
    assert "It works within 20 months: $2,039.80" in text
    assert "4 seats make it in time: $2,399.80" in text
    late = "No: over 14 months late; 3 more seats make it"
    assert f"{late} Nearest to it for 1,000 people $2,039 .80" in text
    assert text.count("over 14 months late") > 1, "in the open row, too"


def test_what_other_numbers_of_seats_do_is_compared(client: Client) -> None:
    query = {"plans": "sales-navigator-professional", "by": "seats", "seats": "1"}
    response = client.get("/", query)
    text = read_text(response)
    assert "Plan Best number 1 seat 2 seats 3 seats 4 seats 5 seats 6 seats 7 seats" in text
    [row] = re.findall(r'id="open-sales-navigator-professional".*?</tr>', read_markup(response))
    # One seat in five months or five seats in one.
    texts = re.findall(r"<button [^>]*> ?([^<]+)</button>", row)
    assert texts[:6] == ["$399.95"] * 6


def test_what_misses_the_budget_says_by_how_much(client: Client) -> None:
    picked = {"estimate": "sales-navigator-professional.accumulate"}
    text = judged(client, seats="1", budget="500", **picked)
    assert "In time, but $139.97 over budget" in text
    assert text.count("over budget") == 1
    late = judged(client, seats="1", budget="500", deadline_months="2", **picked)
    assert "late" in late
    assert late.count("$139.97 over budget") == 1
    assert "$139.97 over budget" in see(
        client, seats="1", budget="500", open="sales-navigator-professional"
    )


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("free-account", "Nothing makes it by 10 Feb 2027 at a known price"),
        ("sales-navigator-team", "Team makes it by 10 Feb 2027, but its price is not known"),
    ],
)
def test_where_nothing_is_in_time_by_a_day_the_day_is_named(
    client: Client, plan: str, said: str
) -> None:
    text = see(client, start_on="2026-12-01", deadline_on="2027-02-10", plans=plan)
    assert said in text
    assert "within 12 months" not in text


def test_of_two_deadlines_the_day_counts_and_is_itself_in_time(client: Client) -> None:
    asked = {"start_on": "2026-12-01", "seats": "1", "plans": "sales-navigator-core"}
    assert (
        'value="1 Feb 2027"'
        in client.get("/", asked | {"deadline_on": "2027-02-01"}).content.decode()
    )
    text = judged(client, deadline_on="2027-02-01", target="150", **asked)
    said = "Tight: done on the last day Cheapest single plan by 1 Feb 2027 for 150 people $299.97"
    assert text.startswith(said)
    assert "Done on 1 Feb 2027" in text.replace("\xa0", " ")
    # A day sooner the third month's credits are not there: 50 are bought in their place.
    text = judged(client, deadline_on="2027-01-31", target="150", **asked)
    assert "Cheapest single plan by 31 Jan 2027 for 150 people $699.98" in text


def test_further_seats_come_first_where_they_save_money(client: Client) -> None:
    text = see(
        client,
        price_book="linkedin-2026",
        target="250",
        reply_rate="14.3 %",
        deadline_months="4",
        start_on="2026-11-22",
        seats="1",
        rules="1",
    )
    assert "5 seats: 1 month sooner, −$10,200.05" in text
    assert text.index("5 seats: ") < text.index("Compare")


@pytest.mark.parametrize("day", ["2026-11-30", "2105-01-01", "1999-01-01", "soon"])
def test_a_day_that_is_too_near_or_too_far_is_told(client: Client, day: str) -> None:
    response = client.get("/", {"start_on": "2026-12-01", "deadline_on": day})
    assert 'id="error-deadline_on">Please enter a day from' in read_markup(response)


def test_own_numbers_stand_for_the_reply_rate(client: Client) -> None:
    text = see(client, track_record_sent="120", track_record_replied="18")
    assert "Your own numbers: 18 of 120 replied, 15 %" in text


def test_own_numbers_are_shown_as_the_rate_that_is_calculated_with(client: Client) -> None:
    own = {"track_record_sent": "35", "track_record_replied": "4", "reply_rate": "30 %"}
    page = client.get("/", own)
    text = read_text(page)
    assert "Your own numbers: 4 of 35 replied, 11.4 %." in text
    assert "Reply rate: 11.4 %" in text
    assert read_fields(page)["reply_rate"] == "11.4 %"
    assert not re.search(r"\d\.\d{4,} %", text)
    part = read_markup(client.get("/", own, headers=TYPED))
    swapped = re.search(
        r'<div class="field big" id="reply-rate" hx-swap-oob="true" ?>.*?</div>', part, re.S
    )
    assert swapped
    assert 'value="11.4 %"' in swapped[0]


def test_a_fragment_leaves_the_fields_alone_where_they_were_typed(client: Client) -> None:
    asked = {"reply_rate": "30 %", "deadline_months": "6 weeks", "seats": "2"}
    part = client.get("/", asked, headers=TYPED).content.decode()
    assert not re.search(r'<input [^>]*name="(reply_rate|deadline_months|seats)"[^>]*swap', part)


@pytest.mark.parametrize(
    ("deadline_on", "is_too_far"), [("2031-11-30", False), ("2031-12-01", True)]
)
def test_the_day_from_which_it_is_too_far(
    client: Client, deadline_on: str, is_too_far: bool
) -> None:
    text = see(client, start_on="2026-12-01", deadline_on=deadline_on)
    fault = "Please enter a day from the start, 1 Dec 2026, to 30 Nov 2031."
    assert (fault in text) == is_too_far
    assert ("Cheapest single plan by 30 Nov 2031" in text) != is_too_far


@pytest.mark.parametrize(
    ("sent", "replied", "said"),
    [
        ("120", "", "both numbers, or neither"),
        ("", "18", "both numbers, or neither"),
        ("10", "11", "at most the 10 that were sent"),
        ("0", "0", "a whole number from 1 to 1,000,000"),
    ],
)
def test_own_numbers_that_cannot_be_are_told(
    client: Client, sent: str, replied: str, said: str
) -> None:
    assert f"Please enter {said}" in see(
        client, track_record_sent=sent, track_record_replied=replied
    )


def test_usual_rates_are_links_that_keep_everything_else(client: Client) -> None:
    page = unescape(client.get("/", {"target": "333"}).content.decode())
    assert re.search(r'href="/\?target=333&price_book=article[^"]*reply_rate=20\+%25', page)


def test_a_plan_without_a_price_asks_for_one_and_takes_it(client: Client) -> None:
    page = unescape(client.get("/").content.decode())
    form = page.split('class="price-form"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    answered = see(client, **fields | {"custom_plans-0-monthly_price": "30"})
    assert "Sales Navigator Team (your price)" in answered
    assert "$120.00" in answered  # four months of 30 credits


def test_usual_rates_follow_what_was_typed_since(client: Client) -> None:
    page = unescape(client.get("/?target=40", headers={"HX-Request": "true"}).content.decode())
    presets = page.split('<div id="presets"')[1].split("</div>")[0]
    assert presets.count("target=40&") == 6


def test_a_budget_counts_replies_where_replies_are_the_goal(client: Client) -> None:
    text = see(client, goal="replied", reply_rate="15 %", budget="1000", target="40")
    assert re.search(r"[\d]+ replies within 12 months", text)


def test_paper_is_told_what_the_answer_rests_on(client: Client) -> None:
    held = {"held_seats-0-plan": "premium-career", "held_seats-0-credits": "25"}
    held["held_seats-0-paid_until"] = "2026-12-31"
    text = see(client, seats="2", reply_rate="15 %", start_on="2026-12-01", **held)
    for said in (
        "Start: 1 Dec 2026",
        "Deadline: 12 months",
        "Seats: 2",
        "Reply rate: 15 % of people",
        "Held: 1 seat of Premium Career with 25 credits, paid until 31 Dec 2026",
        "Prices: Article figures, as of 1 Jan 2022",
    ):
        assert said in text
    for left_out in ("Decline rate", "Share of open profiles", "Seed:"):
        assert left_out not in text.split("Prices: Article")[0].split("Assumptions")[1]


def test_paper_is_told_days_shares_and_dollars_as_the_page_writes_them(client: Client) -> None:
    text = see(
        client,
        start_on="2026-12-01",
        deadline_on="2027-03-15",
        billing="monthly",
        budget="1500",
        open_profile_share="0.125",
        declines_return_credit="false",
        track_record_sent="1200",
        track_record_replied="90",
    )
    assumptions = text.split("Prices: Article")[0].split("Assumptions")[1]
    for said in (
        "Start: 1 Dec 2026 · By: 15 Mar 2027 · Seats: the number that costs least · "
        "Subscription paid: month by month",
        "Reply rate: 7.5 % of people · You have sent: 1,200 · and got replies: 90",
        "A “not interested” returns the credit: no · "
        "Share of open profiles: 12.5 % of people written to",
        "Budget: $1,500.00",
    ):
        assert said in assumptions
    assert "Deadline:" not in assumptions


def test_the_answer_says_for_how_many_people(client: Client) -> None:
    text = see(client, target="300", deadline_months="8")
    assert "Cheapest single plan within 8 months for 300 people" in text
    text = see(client, target="1", goal="replied", reply_rate="0.2")
    assert "Cheapest single plan within 12 months for 1 reply" in text
    assert "1 reply for $" in see_title(client, "goal=replied&reply_rate=0.2&target=1")


@pytest.mark.parametrize(
    ("query", "plan", "asked", "price", "total"),
    [
        ("plans=sales-navigator-team&target=50", "Sales Navigator Team",
         "What would you pay a month?", "90", "$180.00"),
        ("billing=annual&plans=premium-career&target=50", "Premium Career",
         "What would you pay a year?", "300", "$300.00"),
    ],
)  # fmt: skip
def test_where_only_a_price_is_missing_it_is_asked_for(
    client: Client, query: str, plan: str, asked: str, price: str, total: str
) -> None:
    page = unescape(read_markup(client.get(f"/?{query}")))
    text = read_text(client.get(f"/?{query}"))
    assert f"{plan} makes it within 12 months, but its price is not known" in text
    assert "It takes 1 month: only the price is missing." in text
    assert "In time at an unknown price for 50 people" in text
    assert "would help" not in text
    notice = page.split('id="nothing-title"')[1].split("</section>")[0]
    assert asked in notice
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', notice))
    [field] = re.findall(r'inputmode="decimal" name="([^"]+)"', notice)
    answered = see(client, **fields | {field: price})
    assert f"{plan} (your price)" in answered
    assert total in answered


def test_a_plan_of_ones_own_without_a_price_is_told_where_to_get_one(client: Client) -> None:
    text = see(
        client,
        plans="",
        **{
            "custom_plans-0-name": "Mine",
            "custom_plans-0-monthly_credits": "50",
            "custom_plans-0-rollover_cap": "50",
            "custom_plans-0-credit_lifetime_days": "90",
            "custom_plans-0-purchase_limit": "0",
        },
    )
    assert "Mine makes it within 12 months, but its price is not known" in text
    assert "Enter it under “Own plan”" in text


def test_a_send_limit_that_nothing_can_meet_is_named(client: Client) -> None:
    page = unescape(read_markup(client.get("/?monthly_send_limit=1")))
    text = read_text(client.get("/?monthly_send_limit=1"))
    assert (
        "At most 1 message a month: 100 messages take at least 100 months, whatever the plan"
        in text
    )
    assert "because at most 1 message can be sent a month" in text
    [address] = re.findall(r'<a href="([^"]+)">at least 9 messages a month</a>', page)
    assert "Cheapest single plan within 12 months" in read_text(client.get(address))


def test_where_nothing_helps_nothing_is_promised(client: Client) -> None:
    text = see(client, plans="free-account")
    assert "Neither more months, up to 60, nor more seats change that" in text


def test_ways_that_come_to_the_same_are_told_by_the_simplest(client: Client) -> None:
    plan = "sales-navigator-professional"
    text = see(client, target="15", plans=plan, open=plan)
    assert re.search("Send as granted cheapest[a-z ]* the other ways come to the same · this", text)
    core = {"plans": "sales-navigator-core", "price_book": "linkedin-2026"}
    text = see(client, target="15", open="sales-navigator-core", **core)
    assert re.search("Send as granted cheapest[a-z ]* “save up, then send” comes to the same", text)
    alone = judged(client, strategies="buy_now", **core)
    assert "Core , 50 a month for 2 months" in alone
    assert "buy now" not in alone.split("Cheapest single plan within")[1].lower()


def test_where_replies_are_the_goal_and_no_rate_is_entered_a_usual_one_is_named(
    client: Client,
) -> None:
    text = see(client, goal="replied", target="40")
    assumptions = text.split("Prices: Article")[0].split("Assumptions")[1]
    rate = "Reply rate: 10 % of people · none was entered, so this is the usual one for sales"
    assert rate in assumptions
    assert "LinkedIn’s guide, as several third parties repeat it, has 10 to 25 %" in assumptions
    named = see(client, goal="replied", target="40", reply_rate="10 %")
    assert "none was entered" not in named
    assert headline_of(text) == headline_of(named), "calculated with what is named"


def headline_of(text: str) -> str:
    found = re.search(r"40 replies[^·]*", text)
    assert found
    return found[0]


def test_a_day_before_the_start_is_told_as_days_are_written(client: Client) -> None:
    text = see(client, start_on="2026-11-23", deadline_on="2026-11-01")
    assert "Please enter a day from the start, 23 Nov 2026, to 22 Nov 2031." in text


def see_title(client: Client, query: str) -> str:
    page = unescape(read_markup(client.get(f"/?{query}")))
    return page.split("<title>")[1].split("</title>")[0]


def test_what_nobody_chose_is_not_kept_as_a_choice(client: Client) -> None:
    page = unescape(client.get("/?seats=1").content.decode())
    assert "The article’s example" in page
    [link] = re.findall(r'id="share-link" value="http://testserver([^"]+)"', page)
    assert "estimate=" not in link
    assert "The article’s example" in read_text(client.get(link))
    assert "The way chosen" not in read_text(client.get(f"{link}&target=120"))


def test_a_saved_page_shows_what_was_seen_and_follows_what_is_asked(client: Client) -> None:
    campaign = save_shared_campaign("seats=1")
    shared = unescape(client.get(f"/c/{campaign.share_token}/").content.decode())
    [other_numbers] = re.findall(r'href="([^"]+)">\s*Try other numbers', shared)
    for address in (other_numbers, f"/campaigns/{campaign.edit_token}/"):
        page = unescape(read_markup(client.get(address)))
        assert "The article’s example" in page
        assert "Month by month: Sales Navigator Professional, save up, then send" in page
        asked = re.findall(r'href="([^"]+)" id="by-1"', page)[0]
        changed = read_text(client.get(f"{asked}&target=120"))
        assert "Cheapest single plan within 12 months for 120 people" in changed
        assert "The way chosen" not in changed
        assert "Month by month: Sales Navigator Core" in changed


def test_what_was_chosen_stays_chosen(client: Client) -> None:
    page = unescape(client.get("/?estimate=recruiter-lite.buy_now&target=120").content.decode())
    assert "The way chosen" in page
    [link] = re.findall(r'id="share-link" value="http://testserver([^"]+)"', page)
    assert "estimate=recruiter-lite.buy_now" in link


def test_the_example_is_shown_whichever_book_is_the_default(client: Client) -> None:
    PriceBook.objects.update(is_default=False)
    PriceBook.objects.filter(slug="linkedin-2026").update(is_default=True)
    assert "The article’s example for" in see(client, price_book="article", seats="1")
    assert "The article’s example for" not in see(client, seats="1")
    # As a legacy link, which names no number of seats.
    assert "The article’s example for" in see(client, price_book="article", start_on="2026-12-01")


def test_the_example_has_one_seat(client: Client) -> None:
    for seats in ("best", "2"):
        text = see(client, seats=seats)
        assert "The article’s example for" not in text
        assert "The article’s example +$439.99" in text, "one press away"
    assert "The article’s example" not in see(client, target="120")


REPLIES = {"goal": "replied", "reply_rate": "0.2", "target": "30", "seats": "2"}


@pytest.mark.parametrize(
    ("query", "label", "other"),
    [({"seats": "2"}, "A person", "A reply"), (REPLIES, "A reply", "A person")],
)
def test_the_cost_of_a_lead_names_what_the_goal_counts(
    client: Client, query: dict[str, str], label: str, other: str
) -> None:
    page = read_markup(client.get("/", query | {"open": "sales-navigator-core"}))
    answer = page.partition('id="answer"')[2]
    assert re.search(rf'id="per-[0-9]"[^>]*>{label}</a>', answer), "the amounts"
    assert f'<th scope="col">{label}</th>' in answer, "the plan's ways"
    assert f'data-label="{label}"' in answer
    assert f"<dt>{label}</dt>" in answer, "the verdict"
    assert f'<th scope="col">{other}</th>' not in answer
    assert f'data-label="{other}"' not in answer


def test_a_reply_of_the_target_differs_from_a_reply_that_is_expected(client: Client) -> None:
    # 7 of 25 people are to reply; at 30 % 24 messages bring 7.2 replies.
    query = {"goal": "replied", "reply_rate": "0.3", "target": "7"}
    page = read_markup(client.get("/estimate/", query))
    costs = dict(re.findall(r"<dt>(A reply[^<]*)</dt> ?<dd>\$([\d.]+)", page))
    assert costs.keys() == {"A reply of the target", "A reply"}
    assert float(costs["A reply of the target"]) * 7 == pytest.approx(
        float(costs["A reply"]) * 7.2, abs=0.1
    )
    assert "A person" not in read_text(client.get("/estimate/", query))


@pytest.mark.parametrize("address", ["/", "/estimate/"])
def test_no_line_breaks_within_a_date(client: Client, address: str) -> None:
    response = client.get(address, {"start_on": "2026-12-01"})
    page = response.content.decode()
    facts = "".join(re.findall(r"<dl.*?</dl>", page, re.DOTALL))
    assert re.search("\\d\xa0[A-Z][a-z]{2}\xa0\\d{4}", facts)
    assert not re.search(r"\d [A-Z][a-z]{2} \d{4}", facts)
