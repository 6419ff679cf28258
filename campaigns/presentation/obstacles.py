"""What stands between a plan and an answer: a price that nobody knows, a send limit too low."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from campaigns.bridge import Question
from campaigns.forms import write_terms
from campaigns.models import SoldPlan
from campaigns.presentation.comparison import ComparisonTable, Row


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


class Obstacles:
    """What is in the way of the rows of a comparison."""

    def __init__(self, question: Question, table: ComparisonTable) -> None:
        self.question = question
        self.table = table

    @property
    def unpriced_plans(self) -> Iterator[UnpricedPlan]:
        """Plans of the book that are compared without a price.

        Their forms make them plans of the person's own, with the same terms and a price.
        """
        rows = self.table.ranked_rows
        seen = {row.estimate.terms.slug for row in rows if not row.estimate.price_known}
        prefix = self.question.next_custom_form.prefix
        for slug in [slug for slug in self.question.plan_rows if slug in seen]:
            plan = self.question.plan_rows[slug]
            asked, label = self._ask_price_of(plan)
            terms = {"name": f"{plan.name} (your price)", **write_terms(plan)}
            hidden = [
                *self.question.said_in_address(),
                *(
                    (f"{prefix}-{name}", text)
                    for name, text in terms.items()
                    if text and name != asked
                ),
            ]
            yield UnpricedPlan(plan, hidden, f"{prefix}-{asked}", label)

    def _ask_price_of(self, plan: SoldPlan) -> tuple[str, str]:
        """The price that is missing first, and how it is asked for."""
        billing = self.question.scenario.billing
        is_yearly = billing == "annual"
        enough = ["annual_price"] if is_yearly else ["monthly_price"]
        if billing == "cheapest":
            enough.append("annual_price")
        if any(getattr(plan.price, name, None) is not None for name in enough):
            unknown = f"No price of a bought credit is known for {plan.name}."
            return "credit_price", f"{unknown} What would you pay for one?"
        kind, period = ("yearly price", "year") if is_yearly else ("price", "month")
        return enough[0], f"No {kind} is known for {plan.name}. What would you pay a {period}?"

    @cached_property
    def in_time_unpriced(self) -> Unpriced | None:
        """What makes the deadline at an unknown price, where nothing does at a known one."""
        comparison = self.question.comparison
        in_time = (estimate for estimate in comparison.estimates if estimate.status == "ok")
        if comparison.cheapest or (first := next(in_time, None)) is None:
            return None
        plans = (one for one in self.unpriced_plans if one.plan.slug == first.terms.slug)
        return Unpriced(self.table.row_of(first), next(plans, None))

    @property
    def too_slow(self) -> TooSlow | None:
        """Whether the send limit alone keeps everything from making the deadline."""
        scenario = self.question.scenario
        limit, deadline = scenario.monthly_send_limit, scenario.deadline_months
        if limit is None or limit * deadline >= scenario.to_send:
            return None
        enough = -(-scenario.to_send // deadline)
        address = self.question.address(monthly_send_limit=str(enough), estimate="")
        return TooSlow(limit, -(-scenario.to_send // limit), enough, address)
