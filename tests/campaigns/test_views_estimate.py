import pytest
from django.test import Client

from tests.campaigns.pages import read_text

pytestmark = pytest.mark.usefixtures("price_books")
EXAMPLE = "sales-navigator-professional.accumulate"


def see(client: Client, **query: str) -> str:
    response = client.get("/estimate/", query)
    assert response.status_code == 200
    return read_text(response)


def test_it_spells_out_every_number_of_the_article_example(client: Client) -> None:
    text = see(client, estimate=EXAMPLE, seats="1")
    for said in (
        "100 people with Sales Navigator Professional, save up, then send",
        "$639.97",
        "= 3 grants × 20 credits × 1 seat − 0 withheld at the cap of 60",
        "= 0 held + 60 granted + 0 back + 40 bought − 100 sent − 0 expired",
        "= 3 months × $79.99",
        "= 40 credits × $10.00",
        "= $239.97 subscription + $400.00 credits",
        "= $639.97 ÷ 100 people",
    ):
        assert said in text


def test_it_spells_out_replies_open_profiles_years_and_the_trial(client: Client) -> None:
    text = see(
        client,
        estimate="sales-navigator-professional.as_granted",
        target="50",
        goal="replied",
        reply_rate="20 %",
        open_profile_share="10 %",
        use_trial="true",
        seats="1",
    )
    for said in (
        "= 50 replies ÷ 20 % reply rate, rounded up",
        "= 250 messages × 10 % open profiles, rounded down",
        "= 250 messages − 25 free ones",
        "1 month free + ",
    ):
        assert said in text


def test_it_says_what_was_lost_at_the_cap_in_dollars(client: Client) -> None:
    # Sending little while credits pile up: 20 a month come, 5 go, the cap is 60.
    text = see(
        client,
        estimate="recruiter-lite.as_granted",
        target="100",
        monthly_send_limit="10",
        deadline_months="12",
    )
    assert "Lost at the cap" in text
    assert "worth $" in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "Done in 2 months with 60 bought credits it costs $120.01 more. "
         "Buy in place of the last month only if 7 or fewer messages are missing: "
         "month 3 adds $79.99 to the subscription, and 7 credits at $10.00 cost $70.00."),
        ({"target": "220", "estimate": "sales-navigator-professional.as_granted"},
         "Month 11 adds $0.00 to the subscription, a bought credit costs $10.00."),
        # A year is due as soon as the free month is over: buying costs less than waiting.
        ({"target": "60", "billing": "annual", "use_trial": "true",
          "estimate": "sales-navigator-professional.as_granted"},
         "Done in 1 month with 40 bought credits it costs $379.88 less. Month 3 adds $0.00"),
        # One of the five credits comes back in time to send a sixth message.
        ({"target": "37", "reply_rate": "0.1", "estimate": "premium-business.as_granted"},
         "only if 6 or fewer messages are missing: month 3 adds $59.99 to the subscription, "
         "and 5 credits at $10.00 cost $50.00."),
    ],
)  # fmt: skip
def test_it_says_up_to_how_many_credits_buying_pays(
    client: Client, query: dict[str, str], said: str
) -> None:
    assert said in see(client, **{"estimate": EXAMPLE, "seats": "1"} | query)


@pytest.mark.parametrize(
    "query",
    [
        # The send limit takes ten months with any purchases.
        {"estimate": "sales-navigator-professional.as_granted", "monthly_send_limit": "10"},
        # Without its only month there is nothing to buy in.
        {"estimate": "sales-navigator-professional.buy_now"},
        {"estimate": "sales-navigator-professional.as_granted", "target": "15"},
    ],
)
def test_buying_is_not_weighed_against_a_month_that_it_cannot_spare(
    client: Client, query: dict[str, str]
) -> None:
    text = see(client, **{"seats": "1"} | query)
    assert "Buy in place of" not in text
    assert "to the subscription" not in text


def test_the_last_month_of_some_seats_is_not_said_to_add_what_all_cost(client: Client) -> None:
    """One of three seats stays: the month adds $99.99, not $299.97."""
    text = see(
        client,
        estimate="sales-navigator-core.cheapest",
        target="175",
        deadline_months="2",
        seats="3",
    )
    assert "1 of the 3 seats stays to the end" in text
    assert "month 2 adds $299.97" not in text


def test_expired_credits_are_worth_what_was_paid_for_them(client: Client) -> None:
    text = see(
        client,
        estimate="sales-navigator-professional.as_granted",
        monthly_send_limit="10",
        seats="1",
    )
    assert "Credits expired 50 worth $162.48" in text  # (779.88 - 2 / 12 of it) / 200 each
    assert "$292.46 of the subscription pays for what is never used" in text


@pytest.mark.parametrize(
    ("estimate", "said"),
    [
        ("sales-navigator-team.as_granted", "the subscription price is not known"),
        ("free-account.buy_now", "brings no credits"),
    ],
)
def test_what_stands_against_it_is_said_once(client: Client, estimate: str, said: str) -> None:
    text = see(client, estimate=estimate).split("Where the money goes")[0]
    assert text.lower().count(said) == 1
    assert "no InMail" not in text
    assert "?" not in text.split("How sure is this?")[0]


def test_replies_are_called_replies(client: Client) -> None:
    text = see(client, estimate=EXAMPLE, goal="replied", reply_rate="20 %", target="50")
    assert "50 replies with Sales Navigator Professional" in text


@pytest.mark.parametrize(
    "estimate",
    ["free-account.buy_now", "premium-career.as_granted", "sales-navigator-team.buy_now"],
)
def test_what_cannot_be_done_or_costed_has_a_page_too(client: Client, estimate: str) -> None:
    assert see(client, estimate=estimate, target="5000")


@pytest.mark.parametrize("estimate", ["nope", "nope.cheapest", "premium-career.nope", "\x00", "."])
def test_an_estimate_that_is_not_compared_is_not_found(client: Client, estimate: str) -> None:
    assert client.get("/estimate/", {"estimate": estimate}).status_code == 404


def test_mistakes_are_corrected_on_the_planner_page(client: Client) -> None:
    response = client.get("/estimate/", {"target": "abc", "estimate": EXAMPLE})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/?target=abc&")


def test_an_endless_address_is_refused(client: Client) -> None:
    assert client.get("/estimate/", {"target": "1" * 10_000}).status_code == 414
