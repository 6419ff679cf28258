"""What one more unit or limit saves in dollars and in days (RULES.md §10)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from planner.planning.channels import (
    ChannelPlan,
    OneMore,
    explain_one_more,
    find_channel_plan,
    find_marginals,
    find_more_units,
    list_one_more,
)
from tests.known import known
from tests.planning.channel_book import (
    CALLS,
    EMAIL,
    INVITATIONS,
    MESSAGE_ADS,
    make_inmail,
    make_request,
)


def find_one_more(plan: ChannelPlan) -> list[OneMore]:
    return list(list_one_more(plan, find_marginals(plan), find_more_units(plan)))


def test_a_limit_that_saves_nothing_is_named_with_the_days_that_it_saves() -> None:
    plan = find_channel_plan(make_request(people=60, target=60, channels=(INVITATIONS,)))
    people, sender = find_one_more(plan)
    # 60 at 100 a week: the 5th day; of two senders the 3rd.
    assert (people.kind, people.slug, sender.kind) == ("people", None, "units")
    assert sender.slug == known(sender.share).channel.slug
    assert (known(sender.marginal).saves, known(sender.unit).days_sooner) == (0, 2)
    assert explain_one_more(sender) == (
        "One more person for Invitations saves nothing; the same people are reached 2 days sooner, "
        "on 3 Dec 2026, at the same cost."
    )
    assert explain_one_more(people) == "One more person on the list saves nothing."


def test_a_unit_without_a_limit_has_its_days_and_what_it_costs() -> None:
    plan = find_channel_plan(make_request(channels=(EMAIL,), deadline=date(2027, 2, 28)))
    mailbox = find_one_more(plan)[-1]
    assert (mailbox.kind, mailbox.slug, mailbox.marginal) == ("units", "email", None)
    assert explain_one_more(mailbox) == (
        "One more mailbox for Cold e-mail: the same people are reached 10 days sooner, on "
        "12 Feb 2027, for $21.60 more."
    )
    cheaper = mailbox._replace(unit=replace(known(mailbox.unit), costs=Decimal(-1)))
    assert explain_one_more(cheaper).endswith(", for $1.00 less.")


def test_a_seat_more_is_one_of_them() -> None:
    plan = find_channel_plan(make_request(channels=(), inmail=make_inmail(), target=200))
    seat = find_one_more(plan)[-1]
    assert explain_one_more(seat).startswith("One more seat for InMail: the same people are")


def test_what_saves_neither_money_nor_days_is_not_named() -> None:
    request = make_request(people=2_000, target=400, channels=(MESSAGE_ADS,))
    plan = find_channel_plan(request)
    assert find_more_units(plan) == {}
    kinds = {(one.kind, bool(known(one.marginal).saves)) for one in find_one_more(plan)}
    # Neither the list nor the week: what is sent is paid for, and sent on the first day.
    assert kinds == {("target", True)}


@pytest.mark.parametrize(("hours", "is_named"), [("50", True), ("51", False)])
def test_the_last_of_the_hours_is_named(hours: str, is_named: bool) -> None:
    request = make_request(channels=(CALLS,), people=2_000, most_hours=Decimal(hours))
    plan = find_channel_plan(request)
    # 1,000 calls of 3 minutes.
    assert known(plan.outcome).hours == 50
    assert ("hour" in {one.kind for one in find_one_more(plan)}) == is_named


def test_without_a_plan_only_what_makes_one_possible_is_named() -> None:
    request = make_request(channels=(INVITATIONS,), deadline=date(2026, 12, 1), target=15)
    plan = find_channel_plan(request)
    assert not plan.is_done
    found = find_one_more(plan)
    assert {explain_one_more(one) for one in found} == {
        "One more person for Invitations makes it possible.",
        "One more week makes it possible.",
    } | {explain_one_more(one) for one in found if one.kind == "target"}
    assert "people" not in {one.kind for one in found}
