"""The worked examples of RULES.md §10, by their numbers there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from planner.planning.channels import (
    Channel,
    ChannelPlan,
    ChannelShare,
    explain_alone,
    explain_channel_break_even,
    find_alone,
    find_channel_break_even,
    find_channel_plan,
    find_marginals,
    find_prices,
)
from planner.planning.channels.capacity import UnitUse
from planner.planning.channels.unit_costs import UnitPrices
from planner.planning.worth.amounts import to_cents
from tests.known import known
from tests.planning.builders import make_scenario
from tests.planning.channel_book import (
    CALLS,
    EMAIL,
    GROUPS,
    INVITATIONS,
    MESSAGE_ADS,
    START,
    make_inmail,
    make_request,
)

END_OF_FEBRUARY = date(2027, 2, 28)


def plan_with(channel: Channel, **changes: object) -> ChannelPlan:
    return find_channel_plan(make_request(channels=(channel,), **changes))


def the_share(plan: ChannelPlan) -> ChannelShare:
    assert plan.status == "optimal"
    (share,) = plan.shares
    return share


def test_31_inmail_with_one_seat() -> None:
    request = make_request(channels=(), inmail=make_inmail(), deadline=date(2028, 6, 30))
    share = the_share(find_channel_plan(request))
    assert (share.units, share.months, share.cash) == (1, 19, Decimal("2279.81"))
    assert share.outcome.cost_per("answers") == Decimal("22.80")


@pytest.mark.parametrize(
    ("seats", "renews", "units", "cash"),
    [
        ("best", False, 7, "2279.81"),
        (7, True, 7, "2519.79"),
        ("best", True, 10, "2399.80"),
    ],
)
def test_32_inmail_by_the_end_of_february(
    seats: int | str, renews: bool, units: int, cash: str
) -> None:
    inmail = make_inmail(
        scenario=make_scenario(start_on=START, seats=seats, renews_all_seats=renews)
    )
    request = make_request(channels=(), inmail=inmail, deadline=END_OF_FEBRUARY)
    share = the_share(find_channel_plan(request))
    assert (share.units, share.cash) == (units, Decimal(cash))


def test_33_invitations_of_one_person() -> None:
    share = the_share(plan_with(INVITATIONS))
    assert (share.units, share.cash) == (1, 0)
    assert share.done_on == date(2027, 2, 8)
    assert (share.done_on - START).days + 1 == 70
    for accepts, answers, expected in (("0.25", "0.16", 40), ("0.30", "0.26", 78)):
        channel = replace(
            INVITATIONS, acceptance_rate=Decimal(accepts), reply_rate=Decimal(answers)
        )
        assert the_share(plan_with(channel)).outcome.answers == expected


def test_34_e_mail_at_low_and_at_high_prices() -> None:
    prices = find_prices(make_request(deadline=END_OF_FEBRUARY))["email"]
    assert isinstance(prices, UnitPrices)
    assert prices.touches == (0, 45, 360, 660)
    share = the_share(plan_with(EMAIL, deadline=END_OF_FEBRUARY))
    assert (share.units, share.months, share.cash) == (5, 3, Decimal("284.00"))
    assert (share.first_touch_on, share.warm_until) == (date(2026, 12, 29), date(2026, 12, 28))
    assert share.outcome.answers == Fraction("34.3")
    assert share.outcome.cost_per("answers") == Decimal("8.28")
    dear = replace(
        EMAIL,
        unit_price=Decimal("8.40"),
        tool_price=Decimal(97),
        contact_price=Decimal("0.08"),
    )
    share = the_share(plan_with(dear, deadline=END_OF_FEBRUARY))
    assert (share.units, share.months, share.cash) == (9, 2, Decimal("500.20"))
    assert share.outcome.cost_per("answers") == Decimal("14.58")
    dear_prices = find_prices(make_request(channels=(dear,), deadline=END_OF_FEBRUARY))["email"]
    assert isinstance(dear_prices, UnitPrices)
    assert dear_prices.price(UnitUse(5, 3)) + 1_000 * Decimal("0.08") == Decimal("542.00")


def test_35_e_mail_with_a_rate_of_touches() -> None:
    channel = replace(EMAIL, reply_rate=Decimal("0.0059"), reply_of="touches")
    share = the_share(plan_with(channel, deadline=END_OF_FEBRUARY))
    assert known(share.outcome.answers) == 1_000 * (1 - Fraction("0.9941") ** 3)
    assert round(float(known(share.outcome.answers)), 1) == 17.6
    assert share.outcome.cost_per("answers") == Decimal("16.14")


def test_36_mailboxes_that_are_lost() -> None:
    channel = replace(EMAIL, loss_rate=Decimal("0.15"))
    share = the_share(plan_with(channel, deadline=END_OF_FEBRUARY))
    assert share.units == 6
    prices = find_prices(make_request(channels=(channel,), deadline=END_OF_FEBRUARY))["email"]
    assert isinstance(prices, UnitPrices)
    assert prices.touches[-1] == 529
    assert share.cash == Decimal("305.60")


@pytest.mark.parametrize(("hour_cost", "cost"), [(61, "1155.95"), (89, "1686.55")])
def test_37_a_meeting_by_phone(hour_cost: int, cost: str) -> None:
    plan = plan_with(CALLS, goal="meetings", target=1, hour_cost=Decimal(hour_cost))
    share = the_share(plan)
    assert (share.people, share.cash) == (379, 0)
    assert share.outcome.hours == Fraction("18.95")
    assert share.outcome.time_cost == Decimal(cost)


def test_38_message_ads_are_no_choice_for_the_article_s_hundred_leads() -> None:
    found = find_alone(make_request(people=100, target=100), MESSAGE_ADS)
    assert known(found.plan).status == "infeasible"
    assert explain_alone(found) == (
        "Message Ads alone: the goal is not reached by the deadline. "
        "The audience: Message Ads can reach 100, and 300 people are needed."
    )


def test_39_a_list_without_enough_addresses() -> None:
    channel = replace(EMAIL, reach=Decimal("0.48"))
    found = find_alone(make_request(channels=(channel,)), channel)
    assert known(found.plan).status == "infeasible"
    binds = known(found.binds)
    assert (binds.kind, binds.needed, binds.available) == ("list", 1_000, 480)


def test_40_two_channels_together_reach_what_the_wider_one_reaches() -> None:
    wide = replace(INVITATIONS, slug="wide", reach=Decimal("0.6"))
    narrow = replace(CALLS, reach=Decimal("0.5"))
    for target, status in ((60, "optimal"), (61, "infeasible")):
        request = make_request(people=100, target=target, channels=(wide, narrow))
        assert find_channel_plan(request).status == status


def test_41_the_break_even_of_inmail_and_e_mail() -> None:
    inmail = make_inmail()
    request = make_request(inmail=inmail, deadline=END_OF_FEBRUARY)
    found = find_channel_break_even(request, inmail, EMAIL)
    costs = known(found.cost_of_first), known(found.cost_of_second)
    assert [to_cents(cost) for cost in costs] == [Decimal("22.80"), Decimal("8.28")]
    assert (found.least_reply_rate, found.not_below) == (Decimal("0.2464"), 106)
    assert explain_channel_break_even(found) == (
        "InMail costs less for each reply than Cold e-mail (3.43 % of people answer) if at "
        "least 24.64 % answer InMail, or below 106 people; for 1,000 people InMail costs $22.80, "
        "Cold e-mail $8.28."
    )


def test_42_the_cheapest_plan_over_three_channels() -> None:
    request = make_request(
        goal="answers",
        target=100,
        channels=(EMAIL, GROUPS),
        inmail=make_inmail(),
        deadline=date(2027, 5, 31),
    )
    plan = find_channel_plan(request)
    people = {share.channel.slug: share.people for share in plan.shares}
    assert people == {"inmail": 910, "groups": 90}
    assert (plan.status, plan.total) == ("optimal", Decimal("2039.83"))
    assert known(plan.shares[0].estimate).seat_months_paid == 17
    saves = {(one.kind, one.slug): one.saves for one in find_marginals(plan)}
    assert saves["units", "groups"] == Decimal("119.99")
    assert saves["people", None] == 0
