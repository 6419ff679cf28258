"""The verdict: whether an estimate makes the deadline, what it costs, and the ways beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from campaigns.decision import ARTICLE_EXAMPLE, SEATS_OF_ARTICLE_EXAMPLE, Decision, key_of
from campaigns.figure_values import write_already_paid
from campaigns.models import PriceBook
from campaigns.presentation.alternatives import Suggestion, address_by
from campaigns.presentation.comparison import ComparisonTable, Row
from campaigns.presentation.judgement import Judgement, judge, write_difference
from campaigns.presentation.mix_way import address_of_search
from campaigns.presentation.sources import (
    Source,
    describe_prices,
    find_row,
    list_sources_of_price,
)
from campaigns.presentation.sure_budget import SureBudget, offer_budget
from campaigns.presentation.timeline import Timeline, draw_timeline
from campaigns.query.links import Links
from campaigns.wording import begin_large, difference, name_cheapest, write_deadline
from planner.planning.comparison import Comparison
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.options import PurchaseOption
from planner.planning.phrases import describe_sends, reach
from planner.planning.wording import dollars, exact_dollars, show_day

NAME_OF_EXAMPLE = "The article’s example"
# More messages of a seat on one day than a person would send: no number is published.
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A way worth knowing: its name, the dollars more than the cheapest, where it is shown."""

    name: str
    money: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The estimate shown, judged.

    `way_out` is what makes the deadline that it misses, if known.
    `search_for_mix` is where one more way is looked for; empty where it cannot be cheaper.
    `sure_budget` is where the budget for 90 % is found; `None` where no rate makes it another.
    """

    title: str
    judgement: Judgement
    way_out: str
    row: Row
    sends: str
    prices: str
    sources: tuple[Source, ...]
    # Where all prices of the book stand with what contradicts them; empty for what is no row of it.
    book_slug: str
    pace: str
    timeline: Timeline
    chips: tuple[Chip, ...]
    search_for_mix: str
    sure_budget: SureBudget | None

    @property
    def estimate(self) -> Estimate:
        """The estimate that is judged."""
        return self.row.estimate

    @property
    def words(self) -> str:
        """The judgement, and what makes it: "No: 12 days late; 2 more seats make it"."""
        return "; ".join(filter(None, (self.judgement.text, self.way_out)))

    @property
    def price(self) -> str:
        """The price of one seat: "$99.99 a month"; of a year where only that is known."""
        terms = self.estimate.terms
        if terms.monthly_price is not None:
            return f"{exact_dollars(terms.monthly_price)} a month"
        if terms.annual_price is not None:
            return f"{exact_dollars(terms.annual_price)} a year"
        return "No price is known"

    @property
    def whole_dollars(self) -> str:
        """The total without its cents: "$1,234"."""
        return self._amount.partition(".")[0]

    @property
    def cents(self) -> str:
        """The cents of the total: ".50"; empty where it has none."""
        cents = self._amount.partition(".")[2]
        return f".{cents}" if cents.strip("0") else ""

    @property
    def _amount(self) -> str:
        return dollars(self.estimate.total or Decimal(0))

    @property
    def counts_new_money(self) -> bool:
        """Whether a part of what is used was paid for before the start."""
        return any(group.group.is_held for group in self.estimate.groups) or bool(self.already_paid)

    @property
    def already_paid(self) -> str:
        """What is already paid, no part of the total, with its prices; or empty."""
        return write_already_paid(self.estimate)


def draw_verdict(
    decision: Decision, table: ComparisonTable, links: Links, *, suggestions: Iterable[Suggestion]
) -> Verdict | None:
    """The verdict on the estimate shown; `None` where no plan is compared."""
    chosen = decision.chosen
    if chosen is None:
        return None
    query = decision.query
    is_of_book = find_row(chosen.terms, query) is not None
    return Verdict(
        title=f"{_title(decision, table, chosen)} for {reach(decision.query.scenario)}",
        judgement=judge(chosen),
        way_out=next((one.way_out for one in suggestions if one.way_out), ""),
        row=table.row_of(chosen),
        sends=describe_sends(chosen),
        prices=describe_prices(chosen.terms),
        sources=tuple(list_sources_of_price(chosen.terms, query)),
        book_slug=query.book.slug if isinstance(query.book, PriceBook) and is_of_book else "",
        pace=write_pace(chosen),
        timeline=draw_timeline(chosen),
        chips=tuple(_list_chips(decision, table, links)),
        search_for_mix=address_of_search(decision, links),
        sure_budget=offer_budget(chosen, links),
    )


def _title(decision: Decision, table: ComparisonTable, chosen: Estimate) -> str:
    """What the estimate shown is among those compared."""
    comparison = decision.comparison
    if table.row_of(chosen).is_cheapest:
        within = write_deadline(comparison.scenario)
        of_what = name_cheapest(comparison).capitalize()
        return f"{of_what} {within}" if comparison.has_the_least else f"{of_what}, {within}"
    if decision.is_article_example:
        return NAME_OF_EXAMPLE
    if decision.is_picked:
        return "The way chosen"
    return _title_of_nearest(chosen, comparison)


def _title_of_nearest(nearest: Estimate, comparison: Comparison) -> str:
    """What the first of a comparison is in which nothing is in time at a known price."""
    if nearest.status == "ok":
        return "In time at an unknown price"
    if not nearest.is_done:
        return "No way found"
    is_soonest = _is_soonest(nearest, comparison.estimates)
    return "Nearest to it" if is_soonest else "Nearest to it at a known price"


def _is_soonest(estimate: Estimate, others: Iterable[Estimate]) -> bool:
    """Whether none of `others` is done in fewer months."""
    months = [other.months for other in others if other.months is not None]
    return estimate.months is not None and estimate.months <= min(months)


def write_pace(estimate: Estimate) -> str:
    """How many messages a seat sends at once, where that is more than usual; else empty.

    Without a limit everything goes on the day on which its credits are there.
    """
    if estimate.scenario.is_paced or not estimate.schedule or not estimate.seats:
        return ""
    busiest = max(estimate.schedule, key=lambda row: row.ledger.sent + row.free)
    each = -(-(busiest.ledger.sent + busiest.free) // estimate.seats)
    if each <= MOST_AT_ONCE:
        return ""
    return (
        f"On {show_day(busiest.starts_on)} that is {each:,} messages a seat at once; "
        "“Most of one seat a day” plans a slower pace."
    )


def _list_chips(decision: Decision, table: ComparisonTable, links: Links) -> Iterator[Chip]:
    """The cheapest way, then those that are sooner or buy nothing, then the one that is shown."""
    cheapest, chosen = decision.comparison.cheapest, decision.chosen
    if cheapest is None or cheapest.total is None or chosen is None:
        return
    shown = table.row_of(chosen).estimates
    # Where nothing is picked, the page of the article's example shows that.
    picked = key_of(cheapest) if decision.shows_article_example else ""
    yield Chip(
        name=name_cheapest(decision.comparison).capitalize(),
        money=dollars(cheapest.total),
        address=links.address(estimate=picked),
        is_current=cheapest in shown,
    )
    yield from _list_sooner(decision, cheapest, links)
    ways: list[tuple[str, Estimate]] = []
    if _count_bought(cheapest) and (without := _find_without_buying(decision.comparison)):
        ways.append(("Nothing to buy", without))
    if not any(estimate in shown for estimate in (cheapest, *(one for _, one in ways))):
        name = NAME_OF_EXAMPLE if decision.is_article_example else "The way chosen"
        ways.append((name, chosen))
    for name, estimate in ways:
        if estimate.total is not None:
            yield Chip(
                name=name,
                money=_write_more(estimate.total - cheapest.total),
                address=links.address(estimate=key_of(estimate)),
                is_current=estimate in shown,
            )
    example = _work_out_example(decision)
    if example and example.total is not None:
        yield Chip(
            name=NAME_OF_EXAMPLE,
            money=_write_more(example.total - cheapest.total),
            address=links.address(seats=str(SEATS_OF_ARTICLE_EXAMPLE), estimate=""),
            is_current=False,
        )


def _work_out_example(decision: Decision) -> Estimate | None:
    """The article's example, where it is offered."""
    slug, _, _ = ARTICLE_EXAMPLE.partition(".")
    terms = next((plan for plan in decision.query.plans if plan.slug == slug), None)
    if terms is None or not decision.offers_article_example:
        return None
    scenario = replace(decision.query.scenario, seats=SEATS_OF_ARTICLE_EXAMPLE)
    return make_estimate(terms, scenario, "accumulate")


def _list_sooner(decision: Decision, cheapest: Estimate, links: Links) -> Iterator[Chip]:
    """The least total of being done a month or so sooner, and as soon as possible, if there is."""
    if cheapest.done_on is None or cheapest.months is None:
        return
    sooner = {
        point.option.months: point.option
        for point in decision.comparison.frontier
        if point.option
        and point.option.total is not None
        and 0 < point.option.months < cheapest.months
    }
    named: dict[str, PurchaseOption] = {}
    for option in (sooner[max(sooner)], sooner[min(sooner)]) if sooner else ():
        # Two that are as many whole months sooner differ by days.
        named.setdefault(write_difference(option.done_on, cheapest.done_on), option)
    for name, option in named.items():
        yield Chip(
            name=begin_large(name),
            money=_write_more((option.total or Decimal(0)) - (cheapest.total or Decimal(0))),
            address=address_by(option.months, option.done_on, decision.query.scenario, links),
            is_current=False,
        )


def _find_without_buying(comparison: Comparison) -> Estimate | None:
    """The best of the ways compared that buys no credits, in time at a known price."""
    found = (
        one
        for one in comparison.estimates
        if one.status == "ok" and one.total is not None and not _count_bought(one)
    )
    return next(found, None)


def _count_bought(estimate: Estimate) -> int:
    return estimate.credits.bought if estimate.credits else 0


def _write_more(more: Decimal) -> str:
    return difference(more) if more else "same money"
