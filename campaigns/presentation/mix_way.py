"""The mix of plans among the ways beside the verdict, where it costs less (RULES.md §6)."""

from dataclasses import dataclass

from campaigns.decision import Decision
from campaigns.presentation.alternatives import LEAST_SAVED
from campaigns.query.links import Links
from campaigns.studies.mixes import seats_beside
from campaigns.wording import difference
from planner.planning.estimate import Estimate
from planner.planning.mix import Mix, Mixes
from planner.planning.money import cents
from planner.planning.wording import count, dollars

# Below a root: where the way is looked for, after the answer is shown.
PAGE = "mix/way/"
# The study's section on the page that it leads to.
SECTION = "mix"


@dataclass(frozen=True, slots=True, kw_only=True)
class MixWay:
    """A mix that costs less than the cheapest single plan: its seats, dollars, the study of it.

    `money` is empty where none costs less: then `name` states that.
    """

    name: str
    money: str
    address: str


def address_of_search(decision: Decision, links: Links) -> str:
    """Where the page looks for a cheaper mix; empty where none can be cheaper."""
    cheapest = decision.comparison.cheapest
    return links.address(PAGE) if cheapest is not None and cheapest.total else ""


def address_of_mix(decision: Decision, cheapest: Estimate, links: Links) -> str:
    """The page that shows the mix with at most as many seats as the person may have."""
    return links.address(max_seats=str(seats_beside(decision.query, cheapest)))


def draw_mix_way(decision: Decision, mixes: Mixes, address: str) -> MixWay | None:
    """The mix as a way; `None` where it saves no dollar, or is as dear as another single plan.

    `address` is that of the page with the study that gives `mixes`.
    """
    mix, cheapest = mixes.mix, decision.comparison.cheapest
    if mix.total is None or cheapest is None or cheapest.total is None:
        return None
    more = cents(mix.total) - cents(cheapest.total)
    if more > -LEAST_SAVED or not _is_less_than_alone(mixes):
        return None
    return MixWay(
        name=_name_way(mix),
        money=f"{dollars(mix.total)} ({difference(more)})",
        address=f"{address}#{SECTION}",
    )


def draw_no_mix(decision: Decision, mixes: Mixes, address: str) -> MixWay | None:
    """That no mix costs less, as far as the study knows, or less than a dollar less.

    `None` where one costs less and is a way, or where a single plan costs as little as the mix.
    What is not proven is stated as not found: the study at `address` has what is left open.
    """
    mix, cheapest = mixes.mix, decision.comparison.cheapest
    if cheapest is None or not cheapest.total:
        return None
    total = cents(cheapest.total)
    if mix.total is not None and (saved := total - cents(mix.total)) > 0:
        is_way = saved >= LEAST_SAVED or not _is_less_than_alone(mixes)
        name = f"A mix saves only {dollars(saved)}"
        return None if is_way else MixWay(name=name, money="", address=f"{address}#{SECTION}")
    seats = f"of up to {count(mix.max_seats, 'seat')}"
    is_bound = mix.bound is not None and cents(mix.bound) >= total
    is_proven = mix.status in ("optimal", "infeasible") or is_bound
    name = f"No mix {seats} is cheaper" if is_proven else f"No cheaper mix {seats} found"
    return MixWay(name=name, money="", address=f"{address}#{SECTION}")


def _is_less_than_alone(mixes: Mixes) -> bool:
    """Whether a mix costs less than the best single plan, to the cent; it may have other seats."""
    total, alone = mixes.mix.total, mixes.best_single
    if total is None or alone is None or alone.total is None:
        return total is not None
    return cents(total) < cents(alone.total)


def _name_way(mix: Mix) -> str:
    """The mix in words: "Mix: 1 Core + 2 Business"; seats of one plan are no mix to a reader."""
    is_one_plan = len({group.terms.slug for group in mix.groups}) == 1
    if is_one_plan and len({group.paid_until for group in mix.groups}) > 1:
        return f"{name_seats(mix)}, not all to the end"
    return f"Mix: {name_seats(mix)}"


def name_seats(mix: Mix) -> str:
    """The seats of a mix, plan by plan: "1 Core + 2 Business"."""
    seats: dict[str, int] = {}
    names: dict[str, str] = {}
    for group in mix.groups:
        names[group.terms.slug] = group.terms.name
        seats[group.terms.slug] = seats.get(group.terms.slug, 0) + group.seats
    return " + ".join(f"{number:,} {names[slug]}" for slug, number in seats.items())
