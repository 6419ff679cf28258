"""What stands between a plan and an answer: an unknown price, a send limit too low."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from campaigns.decision import Decision, first_in_time
from campaigns.forms import write_terms
from campaigns.models import SoldPlan
from campaigns.presentation.comparison import ComparisonTable, Row
from campaigns.query.links import Links
from campaigns.query.query import Query
from planner.planning.comparison import Comparison
from planner.planning.money import Billing
from planner.planning.scenario import Scenario


class UnpricedPlan(NamedTuple):
    """A plan that lacks a price, what the form for it carries on, the price's field and label."""

    plan: SoldPlan
    hidden: list[tuple[str, str]]
    price_field: str
    label: str


class Unpriced(NamedTuple):
    """The first way that makes the deadline, where all that it lacks is a price, and the form."""

    row: Row
    plan: UnpricedPlan | None


class TooSlow(NamedTuple):
    """The send limit that lets nothing make the deadline, and the least that would."""

    limit: int
    months: int
    enough: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacles:
    """What is in the way of the rows of a comparison.

    `unpriced_plans` are the book's plans that are compared without a price; their forms make them
    custom plans, with the same terms and a price. `in_time_unpriced` makes the deadline at an
    unknown price, where nothing does at a known one. `too_slow`: the send limit alone keeps
    everything from making the deadline.
    """

    unpriced_plans: tuple[UnpricedPlan, ...]
    in_time_unpriced: Unpriced | None
    too_slow: TooSlow | None


def find_obstacles(
    decision: Decision, table: ComparisonTable, links: Links, *, free_prefix: str
) -> Obstacles:
    """The obstacles; `free_prefix` is that of a custom plan which is not filled in yet."""
    plans = tuple(_find_unpriced(decision.query, table, links, free_prefix))
    return Obstacles(
        unpriced_plans=plans,
        in_time_unpriced=_find_in_time(decision.comparison, table, plans),
        too_slow=_find_slowness(decision.query.scenario, links),
    )


def _find_unpriced(
    query: Query, table: ComparisonTable, links: Links, prefix: str
) -> Iterator[UnpricedPlan]:
    rows = table.ranked_rows
    unpriced = {row.estimate.terms.slug for row in rows if not row.estimate.price_known}
    for slug, plan in query.plan_rows.items():
        if slug not in unpriced:
            continue
        missing, label = _missing_price_of(plan, query.scenario.billing)
        terms = {"name": f"{plan.name} (your price)", **write_terms(plan)}
        hidden = [
            *links.query_items,
            *(
                (f"{prefix}-{name}", text)
                for name, text in terms.items()
                if text and name != missing
            ),
        ]
        yield UnpricedPlan(plan, hidden, f"{prefix}-{missing}", label)


def _missing_price_of(plan: SoldPlan, billing: Billing) -> tuple[str, str]:
    """The price that is missing first, and how it is asked for."""
    is_yearly = billing == "annual"
    enough = ["annual_price"] if is_yearly else ["monthly_price"]
    if billing == "cheapest":
        enough.append("annual_price")
    if any(getattr(plan.price, name, None) is not None for name in enough):
        unknown = f"No price of a bought credit is known for {plan.name}."
        return "credit_price", f"{unknown} What would you pay for one?"
    kind, period = ("yearly price", "year") if is_yearly else ("price", "month")
    return enough[0], f"No {kind} is known for {plan.name}. What would you pay a {period}?"


def _find_in_time(
    comparison: Comparison, table: ComparisonTable, plans: Iterable[UnpricedPlan]
) -> Unpriced | None:
    if comparison.cheapest or (first := first_in_time(comparison)) is None:
        return None
    of_first = (one for one in plans if one.plan.slug == first.terms.slug)
    return Unpriced(table.row_of(first), next(of_first, None))


def _find_slowness(scenario: Scenario, links: Links) -> TooSlow | None:
    limit, deadline = scenario.monthly_send_limit, scenario.months_until_deadline
    if limit is None or limit * deadline >= scenario.to_send:
        return None
    enough = -(-scenario.to_send // deadline)
    address = links.address(monthly_send_limit=str(enough), estimate="")
    return TooSlow(limit, -(-scenario.to_send // limit), enough, address)
