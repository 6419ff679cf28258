"""What other channels take for the goal of a query, each alone and all together (RULES.md §10)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeVar

from campaigns.query.channels import channels_of
from campaigns.query.query import Query
from campaigns.studies.cache import get_or_compute
from campaigns.studies.mixes import lend_solver
from campaigns.studies.time_budget import has_time_left, is_limited
from planner.planning.channels import (
    Channel,
    ChannelAlone,
    ChannelBreakEven,
    ChannelPlan,
    ChannelRequest,
    ChannelSwing,
    Costs,
    GoalReach,
    InMail,
    Marginal,
    MessagePrices,
    MoreUnits,
    OneMore,
    Relaxed,
    begin_most,
    find_channel_break_even,
    find_channel_plan,
    find_channel_swings,
    find_each_alone,
    find_marginals,
    find_more_units,
    find_most,
    find_prices,
    list_one_more,
)
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.mix import Solver
from planner.planning.ranges import MOST_LEADS
from planner.planning.scenario import Scenario
from planner.planning.worth import Stage
from planner.planning.worth.asked import effort_of, rates_of
from planner.planning.worth.funnel import STAGE_OF

# The e-mail of a book, whose break-even with InMail is the question asked most.
EMAIL = "email"
# So often in a row a page asks for the rest by itself although there is no more each time.
MOST_ROUNDS = 12
# For each proof: there are about as many of them as there are channels and limits.
SECONDS_FOR_A_PROOF = 0.6


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelStudy:
    """Each channel alone, InMail first; the cheapest plan over all; what one more is worth.

    `break_even` is InMail's with e-mail, `None` where the book has none or one is unknown. `swings`
    are of the channels that take part; `for_budget` is `None` without a budget. `with_consent` is
    the plan if the people agreed, `None` where no channel is left out without that. `of_sequences`
    are the plans with each sequence alone, of those that can take part. `more_units` are shares of
    the plan with one more unit. `left_out`
    names the parts, fields of this, for which there was no time, or too little: asking again goes
    on with them, from the `costs`, `relaxed` plans and `totals` that were calculated. `rounds` is
    how often in a row there was no more than this.
    """

    request: ChannelRequest
    alone: tuple[ChannelAlone, ...]
    plan: ChannelPlan
    marginals: tuple[Marginal, ...]
    break_even: ChannelBreakEven | None
    swings: tuple[ChannelSwing, ...]
    for_budget: GoalReach | None
    with_consent: ChannelPlan | None = None
    of_sequences: tuple[ChannelPlan, ...] = ()
    more_units: MoreUnits = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    rounds: int = 1
    costs: Costs = field(default_factory=dict)
    relaxed: Relaxed = field(default_factory=dict)
    totals: Mapping[str, Mapping[int, Decimal | None]] = field(default_factory=dict)

    @property
    def one_more(self) -> tuple[OneMore, ...]:
        """What one more of each limit, and of each unit of the plan, does."""
        return list_one_more(self.plan, self.marginals, self.more_units)

    @property
    def goes_on(self) -> bool:
        """Whether asking again is likely to find what is left out."""
        return bool(self.left_out) and self.rounds < MOST_ROUNDS

    @property
    def progress(self) -> tuple[object, ...]:
        """What changes with every step that is added."""
        reach = self.for_budget
        steps = reach and (reach.target, reach.beyond)
        return self.left_out, len(self.costs), len(self.relaxed), steps


def study_channels(query: Query) -> ChannelStudy | None:
    """What each channel takes for the query's goal; `None` without a plan or another channel.

    Raises `TimeBudgetExceeded` where the worker is busy with proofs of others.
    """
    request = make_request(query)
    if request is None:
        return None

    def compute() -> ChannelStudy:
        return go_on(None)

    def go_on(before: ChannelStudy | None) -> ChannelStudy:
        with lend_solver() as solver:
            return _Parts(query, request, solver, before).find()

    return get_or_compute(
        "channels",
        query,
        compute,
        request,
        is_limited(),
        is_final=_is_final,
        go_on=go_on,
    )


def _is_final(study: ChannelStudy) -> bool:
    """Whether more time would find no more."""
    is_budget_done = study.for_budget is None or study.for_budget.is_proven
    return study.plan.status == "optimal" and is_budget_done and not study.left_out


class _Parts:
    """The parts of a study: its plans in any case, the others while there is time."""

    def __init__(
        self, query: Query, request: ChannelRequest, solver: Solver, before: ChannelStudy | None
    ) -> None:
        self._budget, self._request, self._solver = query.scenario.budget, request, solver
        self._before = before
        # What InMail costs takes longest: nearly all of the parts ask for the same totals.
        self._prices = find_prices(request)
        self._of_inmail = {
            key: one for key, one in self._prices.items() if isinstance(one, MessagePrices)
        }
        self._costs: Costs = {}
        self._relaxed: Relaxed = {}
        if before:
            self._costs |= before.costs
            self._relaxed |= before.relaxed
            for key, prices in self._of_inmail.items():
                prices.learn(before.totals.get(key, {}))
        self._left_out: list[str] = []

    def find(self) -> ChannelStudy:
        request, prices, solver = self._request, self._prices, self._solver
        limits: dict[str, Any] = {"time_limit": SECONDS_FOR_A_PROOF, "solver": solver}
        in_time: dict[str, Any] = {**limits, "prices": prices, "has_time_left": has_time_left}
        if self._before:
            plan, alone = self._before.plan, self._before.alone
        else:
            plan = find_channel_plan(request, **in_time | {"time_limit": 2 * SECONDS_FOR_A_PROOF})
            alone = find_each_alone(request, **limits, prices=prices)
        taking_part = {share.channel.slug for share in plan.shares}
        with_consent = marginals = swings = for_budget = of_sequences = None
        if request.sequences:
            of_sequences = self._try("of_sequences", lambda: self._plan_sequences(in_time))
        if request.forbidden:
            with_consent = self._try("with_consent", self._plan_with_consent)
        break_even = self._try("break_even", lambda: _compare_with_email(request))
        # Of it alone a part is an answer as well.
        if self._budget is not None:
            for_budget = self._go_on_with_budget(plan, self._budget, in_time)
        if plan.is_done:
            marginals = self._try(
                "marginals", lambda: find_marginals(plan, plans=self._relaxed, **in_time)
            )
            swings = self._try(
                "swings",
                lambda: find_channel_swings(plan, slugs=taking_part, costs=self._costs, **in_time),
            )
        study = ChannelStudy(
            request=request,
            alone=alone,
            plan=plan,
            marginals=marginals or (),
            break_even=break_even,
            swings=swings or (),
            for_budget=for_budget,
            with_consent=with_consent,
            of_sequences=of_sequences or (),
            more_units=self._before.more_units if self._before else find_more_units(plan),
            left_out=tuple(self._left_out),
            costs=self._costs,
            relaxed=self._relaxed,
            totals={key: dict(one.known) for key, one in self._of_inmail.items()},
        )
        if self._before and study.progress == self._before.progress:
            return replace(study, rounds=self._before.rounds + 1)
        return study

    def _go_on_with_budget(
        self, plan: ChannelPlan, budget: Decimal, in_time: dict[str, Any]
    ) -> GoalReach:
        """The most that the budget brings, as far as there is time for it."""
        since = self._before.for_budget if self._before else None
        since = since or begin_most(plan, budget=budget)
        found = find_most(self._request, budget=budget, since=since, **in_time)
        if not found.is_whole:
            self._left_out.append("for_budget")
        return found

    def _plan_sequences(self, in_time: dict[str, Any]) -> tuple[ChannelPlan, ...]:
        sequences = self._request.usable_sequences()
        return tuple(find_channel_plan(self._request.only_by(one), **in_time) for one in sequences)

    def _plan_with_consent(self) -> ChannelPlan:
        request = replace(self._request, has_consent=True)
        return find_channel_plan(
            request,
            time_limit=SECONDS_FOR_A_PROOF,
            solver=self._solver,
            prices=find_prices(request, known=self._prices),
            has_time_left=has_time_left,
        )

    def _try(self, name: str, find: Callable[[], T]) -> T | None:
        """A part; `None`, and its name is noted, where there is no time for it."""
        if self._before and name not in self._before.left_out:
            found: T | None = getattr(self._before, name)
            return found
        try:
            if not has_time_left():
                raise TimeBudgetExceeded
            return find()
        except TimeBudgetExceeded:
            self._left_out.append(name)
            return None


def make_request(query: Query) -> ChannelRequest | None:
    """The goal of a query over its list of people; `None` where nothing can be compared."""
    scenario = query.scenario
    channels = channels_of(query.book, on=scenario.start_on, place=query.values["place"] or "")
    if not channels or not query.plans or scenario.messages > MOST_LEADS:
        return None
    most_hours = query.values["most_hours"]
    return ChannelRequest(
        goal=STAGE_OF[scenario.goal],
        target=scenario.target,
        people=query.values["list_size"] or scenario.messages,
        start_on=scenario.start_on,
        deadline=scenario.deadline,
        channels=tuple(_fill_in(query, channels)),
        inmail=InMail(
            scenario=scenario,
            plans=query.plans,
            rates=rates_of(scenario),
            effort=effort_of(scenario),
        ),
        has_consent=query.values["has_consent"],
        most_hours=None if most_hours is None else Decimal(most_hours),
        value_per_customer=scenario.value_per_customer,
        hour_cost=scenario.hour_cost,
        with_time=scenario.with_time,
        sequences=query.sequences,
    )


def _fill_in(query: Query, channels: Sequence[Channel]) -> list[Channel]:
    """The channels with what comes after a reply where unknown, and the person's own figures.

    A channel's own later rates count, and its minutes for a reply and a meeting, where it has any:
    else those of the funnel. Where a unit is a person there are as many as people that send, unless
    the person's own figure is another. One of which there can be no unit is left out.
    """
    own = {figures.channel: figures for figures in query.channel_figures}
    filled = [_fill_in_rates(query.scenario, one) for one in channels]
    if senders := query.values["senders"]:
        filled = [replace(one, most_units=senders) if one.unit_is_person else one for one in filled]
    taken = [own[one.slug].apply_to(one) if one.slug in own else one for one in filled]
    return [channel for channel in taken if channel.most_units != 0]


def _fill_in_rates(scenario: Scenario, channel: Channel) -> Channel:
    return replace(
        channel,
        positive_share=scenario.positive_share
        if channel.positive_share is None
        else channel.positive_share,
        meeting_rate=channel.meeting_rate or scenario.meeting_rate,
        win_rate=channel.win_rate or scenario.win_rate,
        effort=replace(
            channel.effort,
            minutes_per_answer=channel.effort.minutes_per_answer
            or Decimal(scenario.minutes_per_answer),
            minutes_per_meeting=channel.effort.minutes_per_meeting
            or Decimal(scenario.minutes_per_meeting),
        ),
    )


def _compare_with_email(request: ChannelRequest) -> ChannelBreakEven | None:
    """InMail beside e-mail, for each one that the goal counts, of people for each reply.

    A reply by the one is not worth what a reply by the other is where the goal is a later one.
    `None` where a rate of either is unknown.
    """
    email = next((one for one in request.channels if one.slug == EMAIL), None)
    stage: Stage = "answers" if request.goal == "people" else request.goal
    if email is None or request.inmail is None or not request.inmail.rates.reply_rate:
        return None
    if request.is_forbidden(email) or replace(request, goal=stage).missing_for(email):
        return None
    return find_channel_break_even(request, request.inmail, email, stage=stage)
