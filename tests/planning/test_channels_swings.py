"""What each figure of a channel does to the cheapest plan (RULES.md §10)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.planning.channels import find_channel_plan, find_channel_swings
from tests.planning.channel_book import EMAIL, GROUPS, make_inmail, make_request

REQUEST = make_request(channels=(EMAIL,), deadline=date(2027, 2, 28))


def test_the_figures_of_a_channel_by_what_they_do() -> None:
    found = find_channel_swings(find_channel_plan(REQUEST))
    by_field = {one.field: one for one in found}
    assert set(by_field) == {
        "capacity",
        "reply_rate",
        "reach",
        "unit_price",
        "set_up_price",
        "tool_price",
        "contact_price",
    }
    # Fewer people than have to be reached.
    reach = by_field["reach"]
    assert (found[0], reach.low, reach.high) == (reach, Decimal("0.8"), 1)
    assert (reach.cost_at_low, reach.cost_at_high, reach.swing) == (None, Decimal(284), None)
    tool = by_field["tool_price"]
    assert (tool.low, tool.high) == (Decimal("29.60"), Decimal("44.40"))
    assert (tool.cost_at_low, tool.cost_at_high) == (Decimal("261.80"), Decimal("306.20"))
    assert tool.swing == Decimal("44.40")
    # A cent and a half is 2 cents, 2.4 are 2.
    contact = by_field["contact_price"]
    assert (contact.low, contact.high, contact.swing) == (Decimal("0.02"), Decimal("0.02"), 0)
    assert by_field["reply_rate"].swing == 0
    numbers = [one.swing for one in found if one.swing is not None]
    assert numbers == sorted(numbers, reverse=True)


def test_each_cost_is_that_of_the_plan_with_the_figure() -> None:
    for one in find_channel_swings(find_channel_plan(REQUEST)):
        for value, cost in ((one.low, one.cost_at_low), (one.high, one.cost_at_high)):
            changed = replace(EMAIL, **{one.field: value})  # type: ignore[arg-type]
            plan = find_channel_plan(replace(REQUEST, channels=(changed,)))
            assert plan.cost == cost


def test_of_inmail_the_answer_rate_is_varied() -> None:
    request = make_request(
        goal="answers", target=50, inmail=make_inmail(), channels=(GROUPS,), most_hours=Decimal(9)
    )
    found = {(one.slug, one.field): one for one in find_channel_swings(find_channel_plan(request))}
    rate = found["inmail", "reply_rate"]
    assert (rate.low, rate.high) == (Decimal("0.05"), Decimal("0.15"))
    changed = replace(request, inmail=make_inmail(reply_rate="0.15"))
    assert rate.cost_at_high == find_channel_plan(changed).cost
    assert {slug for slug, _ in found} == {"inmail", "groups"}
    capped = find_channel_swings(
        find_channel_plan(make_request(inmail=make_inmail(reply_rate="0.8"), channels=()))
    )
    assert [(one.low, one.high) for one in capped] == [(Decimal("0.4"), 1)]


def test_without_a_plan_no_swing_has_a_number() -> None:
    few = make_request(channels=(replace(EMAIL, reach=Decimal("0.5")),))
    assert {one.swing for one in find_channel_swings(find_channel_plan(few))} == {None}


def test_a_rate_with_all_the_decimals_of_a_database_is_varied_too() -> None:
    email = replace(EMAIL, reply_rate=Decimal("0.034300000001"))
    found = find_channel_swings(find_channel_plan(make_request(channels=(email,))))
    rates = {(one.low, one.high) for one in found if one.field == "reply_rate"}
    assert rates == {(Decimal("0.01715"), Decimal("0.051450000002"))}


def test_the_channels_may_be_picked() -> None:
    both = make_request(channels=(EMAIL, GROUPS), deadline=date(2027, 2, 28))
    picked = find_channel_swings(find_channel_plan(both), slugs={"email"})
    assert {one.slug for one in picked} == {"email"}
