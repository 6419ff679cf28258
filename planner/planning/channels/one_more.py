"""One more of each limit and of each unit of a plan: dollars saved, days sooner (RULES.md §10)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from planner.planning.channels.marginals import (
    Marginal,
    MarginKind,
    OneMoreUnit,
    find_one_more_unit,
)
from planner.planning.channels.result import ChannelPlan, ChannelShare

# By channel, its share with one more unit.
MoreUnits = Mapping[str, tuple[ChannelShare, OneMoreUnit]]


class OneMore(NamedTuple):
    """One more of something: the dollars that it saves, and what it does for the same people.

    `marginal` is `None` of a unit whose number has no limit; `share` and `unit` are `None` of
    anything but a unit of the plan that brings its last day forward.
    """

    marginal: Marginal | None
    share: ChannelShare | None = None
    unit: OneMoreUnit | None = None

    @property
    def kind(self) -> MarginKind:
        """What there is one more of."""
        return self.marginal.kind if self.marginal else "units"

    @property
    def slug(self) -> str | None:
        """The channel of a unit; `None` of anything else."""
        if self.marginal:
            return self.marginal.slug
        return self.share.channel.slug if self.share else None


def find_more_units(plan: ChannelPlan) -> MoreUnits:
    """The shares of a plan that one more unit brings forward, each with that unit.

    Source: RULES.md §10.
    """
    found = ((share, find_one_more_unit(plan, share)) for share in plan.shares if share.units)
    return {
        share.channel.slug: (share, more) for share, more in found if more and more.days_sooner > 0
    }


def list_one_more(
    plan: ChannelPlan, marginals: Iterable[Marginal], units: MoreUnits
) -> tuple[OneMore, ...]:
    """What one more of each limit of a plan does, and then of the units without a limit.

    Of limits those that save something, make a plan possible, bring it forward, or are used up.
    """
    return tuple(_list_one_more(plan, marginals, units))


def _list_one_more(
    plan: ChannelPlan, marginals: Iterable[Marginal], units: MoreUnits
) -> Iterator[OneMore]:
    limited = set()
    for one in marginals:
        share, unit = units.get(one.slug or "", (None, None))
        limited.add(one.slug)
        if one.saves or one.makes_possible or unit or _is_used_up(plan, one):
            yield OneMore(one, share, unit)
    for slug, (share, unit) in units.items():
        if slug not in limited:
            yield OneMore(None, share, unit)


def _is_used_up(plan: ChannelPlan, one: Marginal) -> bool:
    """Whether the plan needs the whole list, or the last of the hours."""
    request, outcome = plan.request, plan.outcome
    if outcome is None:
        return False
    if one.kind == "hour" and request.most_hours is not None:
        return (outcome.hours or 0) > request.most_hours - 1
    return one.kind == "people" and plan.people == request.people
