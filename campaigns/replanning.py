"""A saved query with the record of its campaign → what now, as a query that can be saved."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.http import QueryDict

from campaigns.decision import Decision, decide, key_of
from campaigns.forms import AUDIENCES, HELD_SEATS, OTHER_RATES
from campaigns.models import PriceBook, Revision
from campaigns.query.form import AUDIENCES_KEY, HELD_SEATS_KEY, QueryForm
from campaigns.query.query import Query
from campaigns.reading import write_day
from planner.planning.audience import OWN_RATES, Audience
from planner.planning.estimate import Estimate
from planner.planning.layout import add_dollars
from planner.planning.progress.learned import Learned, learn_rates
from planner.planning.progress.record import Record
from planner.planning.progress.replan import Replan, replan
from planner.planning.scenario import HeldSeats, Scenario
from planner.planning.wording import exact_percent

# A rate that is learned, in hundredths of a percent: it is known no better.
STEP_OF_A_RATE = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanning:
    """The answers to "what now?" of a saved revision.

    `plan` is the estimate that the revision shows, `rate` the reply rate in place of the planned
    one, `None` for that. `learned_of` and `rates` are the same of the audiences with rates of their
    own. `spent_before` are dollars spent before the plan's own record, `None` where unknown.
    `unmatched` are the answers noted beyond the messages, which count as nothing (RULES.md §12).
    """

    revision: Revision
    query: Query
    plan: Estimate
    answer: Replan
    learned: Learned | None
    learned_of: dict[str, Learned]
    rate: Decimal | None
    rates: dict[str, Decimal]
    spent_before: Decimal | None
    unmatched: int

    @property
    def spent(self) -> Decimal | None:
        """Dollars that the whole campaign has spent so far."""
        return add_dollars([self.spent_before, self.answer.rest.paid])

    def whole_cost(self, planned: Decimal | None) -> Decimal | None:
        """Dollars of the whole campaign with so many planned from now on."""
        return add_dollars([self.spent, planned])


def find_replanning(
    query: Query,
    revision: Revision,
    record: Record,
    *,
    today: date,
    takes_learned: bool,
    paid_until: date | None = None,
) -> Replanning | None:
    """What now, by the whole record of a campaign; `None` where the revision shows no estimate.

    `takes_learned`: with the rate that the record leaves, where it leaves one. Raises
    `InvalidInput` where what is left cannot be planned.
    """
    plan = decide(query).chosen
    if plan is None:
        return None
    learned, learned_of = _learn(query, record.since(revision.counts_from))
    # An answer may be to a message of an earlier version, so those of all versions are matched.
    unmatched = record.unmatched
    record = record.matched().since(revision.counts_from)
    rate = round_rate(learned.rate) if learned and takes_learned else None
    rates = {name: round_rate(one.rate) for name, one in learned_of.items() if takes_learned}
    answer = replan(
        plan, query.plans, record, today=today, rate=rate, rates=rates, paid_until=paid_until
    )
    return Replanning(
        revision=revision,
        query=query,
        plan=plan,
        answer=answer,
        learned=learned,
        learned_of=learned_of,
        rate=rate,
        rates=rates,
        spent_before=revision.spent if revision.counts_from else Decimal(0),
        unmatched=unmatched,
    )


def _learn(query: Query, record: Record) -> tuple[Learned | None, dict[str, Learned]]:
    """The rates that a record leaves; none where neither the plan nor the record has a reply."""
    scenario = query.scenario
    learned, learned_of = learn_rates(scenario, query.belief, record)
    if learned is not None and not scenario.reply_rate and not learned.replied:
        learned = None
    planned = {one.name: one.reply_rate for one in scenario.audiences}
    return learned, {name: one for name, one in learned_of.items() if planned[name] or one.replied}


def round_rate(rate: float) -> Decimal:
    """A rate in hundredths of a percent, and not 0."""
    rounded = Decimal(rate).quantize(STEP_OF_A_RATE, rounding=ROUND_HALF_UP)
    return max(rounded, STEP_OF_A_RATE)


def decide_on(
    replanning: Replanning, estimate: Estimate, *, books: Iterable[PriceBook]
) -> Decision | None:
    """The decision that shows an estimate of what is left, at the saved prices.

    `None` where the form cannot ask for it.
    """
    query = replanning.query
    form = QueryForm(
        _write_query(replanning, estimate),
        today=query.today,
        books=list(books),
        snapshot=replanning.revision.book_snapshot,
    )
    if form.query is None or _plainly(form.query.scenario) != _plainly(estimate.scenario):
        return None
    return decide(form.query)


def _plainly(scenario: Scenario) -> Scenario:
    """The scenario with its deadline written in one way."""
    return replace(scenario, deadline_on=scenario.own_deadline, deadline_months=1)


def _write_query(replanning: Replanning, estimate: Estimate) -> QueryDict:
    query, was, now = replanning.query, replanning.plan.scenario, estimate.scenario
    data = QueryDict(query.to_query_string(query.display), mutable=True)
    for key in list(data):
        if HELD_SEATS_KEY.fullmatch(key) or AUDIENCES_KEY.fullmatch(key):
            del data[key]
    data["target"] = str(now.target)
    data["start_on"] = write_day(now.start_on)
    if now.own_deadline != was.own_deadline or now.start_on != was.start_on:
        data["deadline_months"] = data["deadline_on"] = write_day(now.own_deadline)
    data["seats"] = str(now.seats)
    data["use_trial"] = "true" if now.use_trial else "false"
    if now.budget is not None:
        data["budget"] = f"{now.budget:f}"
    if replanning.rate is not None:
        for name in OTHER_RATES:
            data.pop(name, None)
    for name in ("reply_rate", "decline_rate", "open_profile_share"):
        if getattr(now, name) != getattr(was, name):
            data[name] = exact_percent(getattr(now, name))
    for number, held in enumerate(now.held_seats):
        for name, text in _write_held(held).items():
            data[f"{HELD_SEATS}-{number}-{name}"] = text
    for number, audience in enumerate(now.audiences):
        for name, text in _write_audience(audience).items():
            data[f"{AUDIENCES}-{number}-{name}"] = text
    strategies = data.getlist("strategies")
    if any(strategies) and estimate.strategy not in strategies:
        data.setlist("strategies", [*strategies, estimate.strategy])
    data["estimate"] = key_of(estimate)
    return data


def _write_audience(audience: Audience) -> dict[str, str]:
    texts = {
        "name": audience.name,
        "target": str(audience.target),
        "priority": str(audience.priority),
    }
    if audience.deadline_on is not None:
        texts["deadline_on"] = write_day(audience.deadline_on)
    rates = {name: getattr(audience, name) for name in OWN_RATES}
    known = {name: exact_percent(rate) for name, rate in rates.items() if rate is not None}
    return texts | known


def _write_held(held: HeldSeats) -> dict[str, str]:
    return {
        "plan": held.plan,
        "seats": str(held.seats),
        "credits": str(held.credits),
        "paid_until": write_day(held.paid_until),
    }
