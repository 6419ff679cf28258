"""Channels side by side with InMail, as a page shows them (RULES.md §10)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from campaigns.models import ConsentRule
from campaigns.presentation.channel_months import MonthTable, list_month_rows
from campaigns.studies.channel_plans import ChannelStudy
from campaigns.wording import day, lead_label
from planner.planning.channels import (
    AnyChannel,
    ChannelAlone,
    ChannelPlan,
    ChannelRequest,
    ChannelSequence,
    ChannelShare,
    describe_reply_share,
    describe_units,
    explain_channel_break_even,
    explain_consent,
    explain_limit,
    explain_one_more,
    explain_plan,
    explain_sequence_limit,
    name_sequence,
)
from planner.planning.scenario import Scenario
from planner.planning.wording import (
    count_leads,
    dollars,
    exact_dollars,
    rounded_percent,
    show_day,
)
from planner.planning.worth import Stage, count_stage
from planner.planning.worth.amounts import to_tenths
from planner.planning.worth.funnel import STAGE_OF

NO_ADVICE = "This is what is published, no legal advice."
# The parts of a study that may be left out, by its fields.
PARTS = {
    "of_sequences": "what each sequence takes alone",
    "with_consent": "what a consent would save",
    "for_budget": "what the budget brings over all channels",
    "break_even": "where InMail becomes cheaper than e-mail",
    "marginals": "what one more of each limit saves",
    "swings": "what moves this plan most",
}


class ChannelRow(NamedTuple):
    """A channel alone: what it takes, when, for how much, and what binds or is not known."""

    name: str
    slug: str
    takes: str
    done: str
    total: str
    each: str
    hours: str
    rate: str
    binds: str
    is_least: bool
    lacks_rate: bool = False


class TimelineRow(NamedTuple):
    """A channel's part of the plan over all: its people and its days.

    `latest` is the last day for the order, `None` where that is the planned one.
    """

    name: str
    people: str
    takes: str
    ordered_on: date | None
    latest: date | None
    warm_until: date | None
    first_on: date
    done_on: date
    hours: str
    cash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTable:
    """The study as its section shows it. Sentences are empty where something is unknown."""

    head_of_each: str
    rows: tuple[ChannelRow, ...]
    plan: str
    timeline: tuple[TimelineRow, ...]
    months: MonthTable | None
    without_rate: tuple[AnyChannel, ...]
    is_several: bool
    consent: str
    rules: tuple[ConsentRule, ...]
    without_rule: str
    break_even: str
    for_budget: str
    one_more: tuple[str, ...]
    left_out: str
    goes_on: bool
    list_size: int


def draw_channels(
    study: ChannelStudy, scenario: Scenario, rules: Iterable[ConsentRule] = ()
) -> ChannelTable:
    """The table of a study for the goal of a scenario.

    `rules` are what is published of consent where the people live.
    """
    rules = tuple(rules)
    goal = STAGE_OF[scenario.goal]
    least = min((cost for one in study.alone if (cost := _cost_of(one)) is not None), default=None)
    return ChannelTable(
        head_of_each=lead_label(scenario.goal),
        rows=(
            *(_make_row(one, goal, is_least=_is_least(one, least)) for one in study.alone),
            *_make_sequence_rows(study, goal),
        ),
        plan=explain_plan(study.plan),
        timeline=tuple(_draw_timeline(study.plan)),
        months=list_month_rows(study.plan),
        without_rate=tuple(
            one.channel for one in study.plan.shares if one.channel.share_of("answers") is None
        ),
        is_several=len(study.plan.shares) > 1,
        consent=explain_consent(study.plan, study.with_consent) if study.with_consent else "",
        rules=rules,
        without_rule=_list_without_rule(study, rules),
        break_even=explain_channel_break_even(study.break_even) if study.break_even else "",
        for_budget=_describe_budget(study, scenario),
        one_more=tuple(explain_one_more(one) for one in study.one_more),
        left_out=_write_left_out(study),
        goes_on=study.goes_on,
        list_size=study.request.people,
    )


def explain_rule(rule: ConsentRule) -> str:
    """A rule of a place with its source: "Germany, Cold calls: Of businesses, …"."""
    read = f", read {day(rule.read_on)}" if rule.read_on else ""
    published = f"{rule.source}, grade {rule.grade}{read}"
    return f"{rule.place}, {rule.channel.name}: {rule.rule} ({published})"


def _list_without_rule(study: ChannelStudy, rules: Iterable[ConsentRule]) -> str:
    """The names of the channels of the study that the rules of a place do not mention."""
    with_rule = {rule.channel.slug for rule in rules}
    names = (one.name for one in study.request.all_channels if one.slug not in with_rule)
    return ", ".join(names)


def _cost_of(found: ChannelAlone) -> Decimal | None:
    return found.plan.cost if found.plan else None


def _is_least(found: ChannelAlone, least: Decimal | None) -> bool:
    return least is not None and _cost_of(found) == least


def _make_row(found: ChannelAlone, goal: Stage, *, is_least: bool) -> ChannelRow:
    channel, share = found.channel, share_of(found)
    outcome = share.outcome if share else None
    each = outcome.cost_per_goal(goal, found.request.target) if outcome else None
    return ChannelRow(
        name=channel.name,
        slug=channel.slug,
        takes=_write_units(share) if share else "",
        done=show_day(share.done_on) if share else "",
        total=dollars(share.cash) if share else "",
        each=dollars(each) if each is not None else "",
        hours=_write_hours(outcome.hours) if outcome else "",
        rate=describe_reply_share(channel),
        binds=_write_limit(found),
        is_least=is_least,
        lacks_rate=channel.share_of("answers") is None,
    )


def _make_sequence_rows(study: ChannelStudy, goal: Stage) -> Iterator[ChannelRow]:
    """A row for each sequence that the person gave, alone."""
    request = study.request
    for sequence, plan in list_sequence_plans(study):
        outcome = plan.outcome if plan and plan.is_done else None
        each = outcome.cost_per_goal(goal, request.target) if outcome else None
        yield ChannelRow(
            name=name_sequence(request, sequence),
            slug=sequence.slug,
            takes=", ".join(map(_write_units, plan.shares)) if plan and outcome else "",
            done=show_day(plan.done_on) if plan and plan.done_on else "",
            total=dollars(plan.total) if plan and plan.total is not None else "",
            each=dollars(each) if each is not None else "",
            hours=_write_hours(outcome.hours) if outcome else "",
            rate=_write_share(request, sequence),
            binds=""
            if outcome or is_left_out(study, sequence)
            else explain_no_plan(study, sequence, plan),
            is_least=False,
        )


def share_of(found: ChannelAlone) -> ChannelShare | None:
    """What a channel alone takes; `None` where it has no plan."""
    return found.plan.shares[0] if found.plan and found.plan.shares else None


def list_sequence_plans(
    study: ChannelStudy,
) -> Iterator[tuple[ChannelSequence, ChannelPlan | None]]:
    """The sequences that the person gave, each with its plan alone; `None` where there is none."""
    plans = {plan.request.sequences[0]: plan for plan in study.of_sequences}
    for sequence in study.request.sequences:
        yield sequence, plans.get(sequence)


def is_left_out(study: ChannelStudy, sequence: ChannelSequence) -> bool:
    """Whether there was no time for the plan with a sequence alone, which may be used."""
    can_be_used = sequence in study.request.usable_sequences()
    return can_be_used and "of_sequences" in study.left_out


def explain_no_plan(
    study: ChannelStudy, sequence: ChannelSequence, plan: ChannelPlan | None
) -> str:
    """Why a sequence alone does not do; `plan` is what its search ended with, if there was one."""
    if plan is not None and plan.status != "infeasible":
        return explain_plan(plan)
    return explain_sequence_limit(study.request, sequence)


def explain_sequence(
    study: ChannelStudy, sequence: ChannelSequence, plan: ChannelPlan | None
) -> str:
    """What a sequence alone takes and costs, or why it does not do."""
    if plan is not None and plan.is_done:
        return explain_plan(plan)
    if is_left_out(study, sequence):
        return "Not worked out, for it takes longer than a page should wait."
    return explain_no_plan(study, sequence, plan)


def _write_share(request: ChannelRequest, sequence: ChannelSequence) -> str:
    """What part of the people answers any of the steps; empty where it is unknown."""
    if sequence not in request.usable_sequences():
        return ""
    share = replace(request, goal="answers").share_by(sequence)
    return f"{rounded_percent(share)} of people"


def _write_hours(hours: Fraction | None) -> str:
    """Own hours to a tenth; empty where they are unknown. None at all: none were entered."""
    if hours is None:
        return ""
    return f"{to_tenths(hours):,}" if hours else "not counted"


def _write_left_out(study: ChannelStudy) -> str:
    """What there was no time for; empty where the study is whole."""
    if not study.left_out:
        return ""
    parts = ", ".join(PARTS[name] for name in study.left_out)
    if study.goes_on:
        return f"Still being worked out: {parts}."
    return f"Not worked out, for it takes longer than a page should wait: {parts}."


def _describe_budget(study: ChannelStudy, scenario: Scenario) -> str:
    """The most that the budget brings over all channels; empty without a budget."""
    found = study.for_budget
    if found is None or scenario.budget is None or not (found.target or found.is_whole):
        return ""
    leads = count_leads(found.target, scenario.goal)
    proof = "" if found.is_proven else ", as far as was tried"
    return f"A budget of {exact_dollars(scenario.budget)} brings {leads} over all channels{proof}."


def _write_units(share: ChannelShare) -> str:
    """What a share takes; empty where messages that are all free take no seat."""
    return describe_units(share) if share.units else ""


def _write_limit(found: ChannelAlone) -> str:
    """What is not known, or the limit that is nearest."""
    if found.unknown:
        fields = ", ".join(field.replace("_", " ") for field in found.unknown)
        return f"Not known: {fields}. Enter your own figure to plan with it."
    if found.binds is None or (found.plan and found.plan.is_done and found.binds.is_met):
        return ""
    return explain_limit(found.binds, found.channel)


def _draw_timeline(plan: ChannelPlan) -> Iterator[TimelineRow]:
    for share in sorted(plan.shares, key=lambda one: one.first_touch_on):
        yield TimelineRow(
            name=share.channel.name,
            people=count_stage(share.people, "people"),
            takes=_write_units(share),
            ordered_on=share.starts_on if share.units else None,
            latest=share.order_by if share.order_by != share.starts_on else None,
            warm_until=share.warm_until,
            first_on=share.first_touch_on,
            done_on=share.done_on,
            hours=_write_hours(share.outcome.hours),
            cash=dollars(share.cash),
        )
