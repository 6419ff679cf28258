"""What is asked, as a value: a scenario, the plans to compare, the strategies, the studies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from campaigns.models import BookSnapshot, PriceBook, SoldPlan
from campaigns.plan_terms import values_of
from campaigns.query.display import DisplayOptions
from campaigns.studies.registry import STUDIES, Study
from planner.planning.audience import Audience
from planner.planning.channels import ChannelFigures, ChannelSequence
from planner.planning.forecast.rates import FixedRate, RateBelief, RateBetween, TrackRecord
from planner.planning.scenario import BEST, HeldSeats, Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms

Book = PriceBook | BookSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query without faults.

    `opening_balance` are credits that go along to any plan, as only the legacy rules allow: in
    the scenario they are held on every plan compared. `values` are the form's fields as they were
    understood; `texts` are the same as they were entered, defaults filled in, and `defaults` are
    those of the day. `plans` are all that is compared: the book's in their order, then
    `custom_plans`. `channel_figures` are the person's own for channels of the book, `sequences`
    channels one after the other. `book_rows` are all plans of the book; `items` and `all_items` are
    what an address carries, without and with the defaults. With `assumes_reply_rate` replies are
    the goal, no rate was entered, and a usual one is taken; `assumed_rates` are the fields of the
    later rates for which the same holds.
    """

    scenario: Scenario
    plans: tuple[Terms, ...]
    custom_plans: tuple[Terms, ...]
    strategies: tuple[Strategy, ...]
    belief: RateBelief
    values: Mapping[str, Any]
    texts: Mapping[str, tuple[str, ...]]
    defaults: Mapping[str, str]
    display: DisplayOptions
    channel_figures: tuple[ChannelFigures, ...]
    sequences: tuple[ChannelSequence, ...]
    opening_balance: int
    book: Book
    book_rows: tuple[SoldPlan, ...]
    assumes_reply_rate: bool
    assumed_rates: tuple[str, ...]
    deadline_notes: tuple[str, ...]
    today: date
    items: tuple[tuple[str, str], ...]
    all_items: tuple[tuple[str, str], ...]

    @property
    def uses_snapshot(self) -> bool:
        """Whether it is answered with the prices that a campaign saved."""
        return isinstance(self.book, BookSnapshot)

    @property
    def plan_rows(self) -> dict[str, SoldPlan]:
        """The book's plans by slug, for their notes and sources.

        None where only custom plans are compared: those may then have the book's slugs.
        """
        return {} if self.picks_only_custom_plans else {row.slug: row for row in self.book_rows}

    @property
    def compared_rows(self) -> dict[str, SoldPlan]:
        """Those of the book's plans that are compared, by slug."""
        picked = self.values["plans"]
        return {slug: row for slug, row in self.plan_rows.items() if slug in picked}

    @property
    def picks_only_custom_plans(self) -> bool:
        """Whether no plan of the book is compared."""
        return bool(self.texts["plans"]) and not any(self.texts["plans"])

    @property
    def studies(self) -> list[Study]:
        """The studies that its page shows: asked for by name, or by a field that has a value."""
        named = {name for name, _ in self.display.studies}
        return [
            study
            for study in STUDIES
            if (self.values[study.field] is not None if study.field else study.name in named)
        ]

    def is_default(self, name: str) -> bool:
        """Whether a field was left as it was offered, or empty without a default."""
        default = self.defaults.get(name)
        return self.texts[name] == (() if default is None else (default,))

    @property
    def trials(self) -> int:
        """How many trials a forecast takes."""
        trials: int = self.values["trials"]
        return trials

    @property
    def seed(self) -> int:
        """The seed of a forecast's random numbers."""
        seed: int = self.values["seed"]
        return seed

    def to_query_string(self, display: DisplayOptions) -> str:
        """The whole query, so that later defaults do not change it."""
        return urlencode([*self.all_items, *display.items])


def is_same_scenario(one: Query, other: Query) -> bool:
    """Whether both ask the same, however that was entered and however the answer is shown."""
    return (
        one.values == other.values
        and one.custom_plans == other.custom_plans
        and one.channel_figures == other.channel_figures
        and one.sequences == other.sequences
        and one.scenario.held_seats == other.scenario.held_seats
        and one.scenario.audiences == other.scenario.audiences
    )


def terms_of(plan: SoldPlan) -> Terms:
    """A plan's terms at its price, which `PlanQuerySet.with_prices_on` attached (RULES.md §2)."""
    return Terms(slug=plan.slug, name=plan.name, **values_of(plan))


def under_rules(values: Mapping[str, Any], plans: Iterable[Terms]) -> list[Terms]:
    """The plans with the terms that the question itself sets: a lifetime, the legacy rules."""
    changes: dict[str, Any] = {}
    if values["credit_lifetime_days"] is not None:
        changes["credit_lifetime_days"] = values["credit_lifetime_days"]
    if values["rules"] == "1":
        changes["grant_day"] = "renewal"
    return [replace(terms, **changes) for terms in plans] if changes else list(plans)


def scenario_of(
    values: Mapping[str, Any],
    held_seats: Sequence[HeldSeats] = (),
    audiences: Sequence[Audience] = (),
) -> Scenario:
    """The planning module's scenario. Raises `InvalidInput` by the rules for several fields."""
    fields = {name: values[name] for name in Scenario.__dataclass_fields__ if name in values}
    is_by_legacy_rules = values["rules"] == "1"
    # By legacy rules the most seats of one plan concern only a mix.
    per_plan = None if is_by_legacy_rules else values["max_seats_per_plan"]
    most = filter(None, (most_seats(values), per_plan))
    fields["max_seats"] = min(most, default=None)
    return Scenario(
        **fields,
        held_seats=tuple(held_seats),
        renews_all_seats=is_by_legacy_rules,
        audiences=tuple(audiences),
    )


def most_seats(values: Mapping[str, Any]) -> int | None:
    """The most seats of all plans together, `None` for any number.

    Where none is entered, as many as people that send, unless the number of seats is given.
    """
    if values["max_seats"] is not None:
        return cast("int", values["max_seats"])
    return values["senders"] if values["seats"] == BEST else None


def belief_of(values: Mapping[str, Any]) -> RateBelief:
    """What is known of the reply rate (RULES.md §7).

    A track record takes precedence over a range, and a range over the rate.
    """
    if values["track_record_sent"] is not None:
        return TrackRecord(sent=values["track_record_sent"], replied=values["track_record_replied"])
    if values["reply_rate_low"] is not None:
        return RateBetween(low=values["reply_rate_low"], high=values["reply_rate_high"])
    return FixedRate(rate=values["reply_rate"])
