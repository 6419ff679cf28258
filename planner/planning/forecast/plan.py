"""What the trials of a forecast take over from an estimate (RULES.md §7).

Slices are counted from 0. The slices after the planned ones follow from the groups that go on.
"""

from dataclasses import replace
from decimal import Decimal

from planner.planning.billing import bill
from planner.planning.days import MONTHS_IN_A_YEAR
from planner.planning.estimate import Estimate
from planner.planning.groups import SeatGroup, count_held, list_groups
from planner.planning.layout import GroupSchedule
from planner.planning.money import Subscription
from planner.planning.scenario import Scenario
from planner.planning.timeline import Timeline, timeline_of


class Plan:
    """The groups of an estimate, what it buys in each slice, and which groups go on.

    `first_slice` and `last_slice` are those of the first and the last message on a credit. A group
    that is there in the last one goes on for as long as anything is unsent; the others end as
    planned, with the slice before that in `ends`.
    """

    def __init__(self, estimate: Estimate) -> None:
        self.estimate, self.scenario, self.terms = estimate, estimate.scenario, estimate.terms
        # The slices of the estimate are cut for new seats, too, where it has none.
        kinds = list_groups(self.terms, self.scenario, count_held(self.terms, self.scenario) + 1)
        self.timeline: Timeline = timeline_of(self.scenario, [kind.calendar for kind in kinds])
        self.groups: list[SeatGroup] = [one.group for one in estimate.groups]
        sends = [row.ledger.slice for row in estimate.schedule if row.ledger.sent]
        self.first_slice, self.last_slice = min(sends, default=0), max(sends, default=-1)
        self.bought = {row.ledger.slice: row.ledger.bought for row in estimate.schedule}
        tracks = [self.timeline.tracks[group.calendar] for group in self.groups]
        planned = [
            track.last_slice_of(group.last_month) + 1
            for track, group in zip(tracks, self.groups, strict=True)
        ]
        self.goes_on = [end > self.last_slice for end in planned]
        self.ends = [
            len(self.timeline) if goes_on else end
            for goes_on, end in zip(self.goes_on, planned, strict=True)
        ]
        self._tracks = tracks
        self._spends: dict[int, Decimal | None] = {}

    @property
    def has_limited_free_messages(self) -> bool:
        """Whether the day of a message to an open profile depends on those on credits."""
        asked = self.scenario
        limits = asked.monthly_send_limit, asked.seat_daily_limit, asked.seat_monthly_limit
        return asked.free_messages > 0 and any(limit is not None for limit in limits)

    def refresh_after(self, position: int) -> int:
        """The first slice after this one that begins with a refresh of seats still there."""
        return next(
            (
                later
                for later in range(position + 1, len(self.timeline))
                if any(
                    track.refreshes[later] and later < end
                    for track, end in zip(self._tracks, self.ends, strict=True)
                )
            ),
            len(self.timeline),
        )

    def spend_through(self, slices: int) -> Decimal | None:
        """Dollars that fall due for all seats if everything is sent in so many slices.

        `None` where a price is unknown.
        """
        if slices not in self._spends:
            self._spends[slices] = self._sum_spends(slices)
        return self._spends[slices]

    def _sum_spends(self, slices: int) -> Decimal | None:
        total = Decimal(0)
        parts = zip(self.estimate.groups, self._tracks, self.goes_on, strict=True)
        for one, track, goes_on in parts:
            month = track.months[slices - 1] if slices else 0
            months = max(0, month if goes_on else min(month, one.group.last_month))
            spend = subscription_lasting(one, self.scenario, months=months).spend
            if spend is None:
                return None
            total += spend
        return total


def subscription_lasting(one: GroupSchedule, scenario: Scenario, *, months: int) -> Subscription:
    """A group's subscription where it lasts `months` months instead of the planned ones.

    A planned year is paid in advance, also where the campaign is done early; all other months are
    single months. With yearly billing, or where a single month has no known price, years follow.
    """
    repriced = bill(one.group, scenario, months)
    if scenario.billing == "annual" or repriced.monthly_price is None:
        return repriced
    due = months - repriced.free_months
    years = min(one.subscription.years, -(-due // MONTHS_IN_A_YEAR))
    return replace(repriced, years=years, single_months=max(0, due - years * MONTHS_IN_A_YEAR))
