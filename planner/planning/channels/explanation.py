"""Plans over channels, limits and break-evens in plain words (RULES.md §10)."""

from collections.abc import Iterator
from decimal import Decimal

from planner.planning.channels.alone import ChannelAlone, Limit
from planner.planning.channels.break_evens import ChannelBreakEven
from planner.planning.channels.channel import Channel
from planner.planning.channels.marginals import Marginal
from planner.planning.channels.one_more import OneMore
from planner.planning.channels.request import AnyChannel, ChannelRequest
from planner.planning.channels.result import ChannelPlan, ChannelShare
from planner.planning.channels.sequence import ChannelSequence
from planner.planning.wording import (
    count,
    dollars,
    exact_percent,
    percent,
    rounded_percent,
    show_day,
)
from planner.planning.worth import count_stage
from planner.planning.worth.amounts import to_cents, to_tenths
from planner.planning.worth.explanation import NOUNS

ZERO = Decimal(0)
# How often a capacity is there.
PER: dict[str, str] = {
    "day": "a sending day",
    "week": "a week",
    "month": "a month",
    "once": "in all",
}


def explain_forbidden(channel: AnyChannel) -> str:
    """That a channel needs a consent that there is not, in words."""
    return f"{channel.name} is not allowed without the consent of the people."


def explain_limit(limit: Limit, channel: AnyChannel) -> str:
    """What a limit is, with both of its numbers, in words."""
    needed, available = count_stage(limit.needed, "people"), f"{int(limit.available):,}"
    needed = f"{needed} {'is' if limit.needed == 1 else 'are'} needed"
    if limit.kind == "consent":
        return explain_forbidden(channel)
    if limit.kind == "audience":
        return f"The audience: {channel.name} can reach {available}, and {needed}."
    if limit.kind == "list":
        return f"The list: {channel.name} can reach {available}, and {needed}."
    if limit.kind == "hours":
        return f"The hours: there are {available}, and {float(limit.needed):,.1f} are needed."
    if not limit.available:
        return f"Nobody can be reached by the deadline, and {needed}."
    return f"{_name_units(channel)} can reach {available} people by the deadline, and {needed}."


def _name_units(channel: AnyChannel) -> str:
    """What can do no more: "1 sender, at 100 a week,"."""
    if not isinstance(channel, Channel):
        return "All seats and credits"
    if channel.most_units is None:
        return f"Every {channel.unit}"
    at = describe_capacity(channel)
    return f"{count(channel.most_units, channel.unit)}{f', at {at},' if at else ''}"


def describe_capacity(channel: Channel) -> str:
    """What a unit can do: "100 a week each", "15 a sending day each"; empty without a limit."""
    if channel.capacity is None or channel.capacity_per == "unlimited":
        return ""
    return f"{channel.capacity.normalize():,f} {PER[channel.capacity_per]} each"


def explain_alone(found: ChannelAlone) -> str:
    """What a channel alone takes and costs, or why it does not do, and what binds."""
    name = found.channel.name
    if found.unknown:
        fields = ", ".join(field.replace("_", " ") for field in found.unknown)
        return f"{name}: not known: {fields}."
    binds = f" {explain_limit(found.binds, found.channel)}" if found.binds else ""
    if found.plan is None or not found.plan.is_done:
        return f"{name} alone: the goal is not reached by the deadline.{binds}"
    return f"{explain_plan(found.plan)}{binds}"


def explain_plan(plan: ChannelPlan) -> str:
    """The shares of a plan and its cost, and how far it is proven, in words."""
    if plan.cost is None:
        no_plan = "No plan over these channels reaches the goal by the deadline"
        return (
            f"{no_plan}." if plan.status == "infeasible" else f"{no_plan} that was found in time."
        )
    shares = "; ".join(_explain_share(share) for share in plan.shares)
    if plan.sequences:
        shares += f". {explain_sequences(plan)}"
    # What InMail costs is the least of one plan alone: a mix of plans is not tried.
    single = ", InMail by a single plan," if plan.request.inmail else ""
    proof = f"no plan over these channels{single} costs less"
    if plan.status == "feasible" and plan.gap is not None:
        proof = f"at most {dollars(plan.gap)} above the least"
    own_time = ", time included" if plan.request.with_time else _count_own_hours(plan)
    return f"{shares}. In all {dollars(plan.cost)}{own_time}: {proof}."


def name_sequence(request: ChannelRequest, sequence: ChannelSequence) -> str:
    """The channels of a sequence in their order: "Invitations, then Cold e-mail"."""
    names = {channel.slug: channel.name for channel in request.all_channels}
    return ", then ".join(names.get(slug, slug) for slug in sequence.steps)


def explain_sequence_limit(request: ChannelRequest, sequence: ChannelSequence) -> str:
    """Why a sequence alone does not do, in words."""
    if sequence not in request.usable_sequences():
        return " ".join(_explain_unusable(request, sequence))
    reached = count_stage(request.reachable_by(sequence), "people")
    return f"Too little by the deadline: all of its channels reach {reached} of the list for sure."


def _explain_unusable(request: ChannelRequest, sequence: ChannelSequence) -> Iterator[str]:
    """Why a sequence cannot be used: a sentence for each channel that takes no part, or one."""
    channels = {channel.slug: channel for channel in request.all_channels}
    is_explained = False
    for slug in sequence.steps:
        channel = channels.get(slug)
        if channel is None:
            reason = f"{slug} is not among these channels."
        elif request.is_forbidden(channel):
            reason = explain_forbidden(channel)
        elif missing := request.missing_for(channel):
            fields = ", ".join(field.replace("_", " ") for field in missing)
            reason = f"{channel.name} takes no part; not known: {fields}."
        elif channel.share_of("answers") is None:
            reason = f"How many answer {channel.name} is not known."
        else:
            continue
        is_explained = True
        yield reason
    if is_explained:
        return
    if request.inmail and request.inmail.slug in sequence.steps[1:]:
        yield f"{request.inmail.name} can be the first step alone."
    else:
        yield "There are fewer days until the deadline than steps."


def explain_sequences(plan: ChannelPlan) -> str:
    """How many of the people get each sequence, in words; without the last point."""
    parts = [
        f"{count_stage(one.people, 'people')} get {name_sequence(plan.request, one.sequence)}"
        for one in plan.sequences
    ]
    return f"Of these, {'; '.join(parts)}, each step to those without an answer"


def _count_own_hours(plan: ChannelPlan) -> str:
    """The person's own hours beside the cash: " and 326.1 own hours".

    Empty without any, but for a plan that costs nothing else: without a word it reads as free.
    """
    hours = plan.outcome.hours if plan.outcome else None
    if not hours:
        # Without minutes there are none; they are not known where the replies are not.
        why = "not known" if hours is None else "not counted"
        return "" if plan.total else f", own time {why}"
    shown = to_tenths(hours)
    return f" and {shown:,} own {'hour' if shown == 1 else 'hours'}"


def _explain_share(share: ChannelShare) -> str:
    reached, units = count_stage(share.people, "people"), describe_units(share)
    done, cash = show_day(share.done_on), dollars(share.cash)
    return f"{share.channel.name}: {reached} with {units}, done on {done}, {cash}"


def describe_units(share: ChannelShare) -> str:
    """What a share takes: "5 mailboxes for 3 months".

    Of InMail with the plan and how it is paid: "3 seats of Sales Navigator Core for 11 months,
    paid by the year".
    """
    paid = f", {how}" if (how := describe_payment(share)) else ""
    return f"{name_units(share)} for {count(share.months, 'month')}{paid}"


def name_units(share: ChannelShare) -> str:
    """The units of a share: "5 mailboxes", "3 seats of Sales Navigator Core"."""
    if isinstance(share.channel, Channel):
        return count(share.units, share.channel.unit)
    of_plan = f" of {share.estimate.terms.name}" if share.estimate else ""
    return f"{count(share.units, 'seat')}{of_plan}"


def describe_payment(share: ChannelShare) -> str:
    """How the seats of InMail are paid: "paid by the year"; empty for all else."""
    return {
        "annual": "paid by the year",
        "monthly": "paid by the month",
        "both": "paid by the year and by the month",
        None: "",
    }[share.payment]


def describe_reply_rate(channel: AnyChannel) -> str:
    """The reply rate with what it is a share of: "3.43 % of people"; empty where it is unknown."""
    if isinstance(channel, Channel):
        rate, base = channel.reply_rate, channel.reply_of
    else:
        rate, base = channel.rates.reply_rate, "people"
    return "" if rate is None else f"{exact_percent(rate)} of {base}"


def name_figure(channel: AnyChannel, field: str) -> str:
    """A figure of a channel with what it is of: "reply rate of accepted", "capacity a week"."""
    name = field.replace("_", " ")
    if field == "reply_rate":
        return f"{name} of {channel.reply_of if isinstance(channel, Channel) else 'people'}"
    if field == "reach":
        return f"{name} of the list"
    if field == "capacity" and isinstance(channel, Channel) and channel.capacity_per in PER:
        return f"{name} {PER[channel.capacity_per]}"
    return name


def describe_reply_share(channel: AnyChannel) -> str:
    """The replies as a share of the people, and what that comes from; empty where unknown.

    "3.43 % of people", "4 % of people (25 % accept, 16 % of these reply)".
    """
    share = channel.share_of("answers")
    if share is None:
        return ""
    if not isinstance(channel, Channel) or channel.reply_of == "people":
        return f"{percent(Decimal(share.numerator) / share.denominator)} of people"
    of_people = f"{rounded_percent(share)} of people"
    if channel.reply_of == "touches":
        return f"{of_people} ({describe_reply_rate(channel)})"
    accept, rate = (
        exact_percent(one or ZERO) for one in (channel.acceptance_rate, channel.reply_rate)
    )
    return f"{of_people} ({accept} accept, {rate} of these reply)"


def explain_marginal(found: Marginal) -> str:
    """What one more of a limit is worth, in words."""
    what = {
        "people": "One more person on the list",
        "units": _name_one_more(found),
        "week": "One more week",
        "hour": "One more hour",
        "target": f"A goal of one {NOUNS[found.plan.request.goal][0]} less",
    }[found.kind]
    if found.makes_possible:
        return f"{what} makes it possible."
    if not found.saves:
        return f"{what} saves nothing."
    return f"{what} saves {dollars(found.saves)}."


def explain_one_more(one: OneMore) -> str:
    """What one more saves, and how much sooner the same people are reached, in words."""
    share, unit = one.share, one.unit
    saves = explain_marginal(one.marginal) if one.marginal else ""
    if share is None or unit is None:
        return saves
    if unit.costs:
        more = "more" if unit.costs > 0 else "less"
        cost = f"for {dollars(abs(unit.costs))} {more}"
    else:
        cost = "at the same cost"
    days = count(unit.days_sooner, "day")
    sooner = f"the same people are reached {days} sooner, on {show_day(unit.done_on)}, {cost}."
    if saves:
        return f"{saves.removesuffix('.')}; {sooner}"
    return f"{_name_one_more_of(share.channel)}: {sooner}"


def explain_consent(plan: ChannelPlan, with_consent: ChannelPlan) -> str:
    """What it costs that channels are left out without a consent, in words.

    `with_consent` is the plan of the same request if the people agreed.
    """
    names = " and ".join(channel.name for channel in plan.request.forbidden)
    left_out = f"{names}: left out without the consent of the people."
    if with_consent.cost is None:
        return f"{left_out} With it, too, no plan was found that is in time."
    if plan.cost is None:
        return f"{left_out} With it the goal is reached for {dollars(with_consent.cost)}."
    if with_consent.cost >= plan.cost:
        return f"{left_out} With it no plan was found that costs less."
    saved = dollars(plan.cost - with_consent.cost)
    return f"{left_out} With it the cheapest plan costs {saved} less."


def _name_one_more(found: Marginal) -> str:
    """One more unit of its channel: "One more sender for Invitations"."""
    request = found.plan.request
    channel = next((one for one in request.all_channels if one.slug == found.slug), None)
    return _name_one_more_of(channel)


def _name_one_more_of(channel: AnyChannel | None) -> str:
    if not isinstance(channel, Channel):
        return "One more seat for InMail"
    return f"One more {channel.unit} for {channel.name}"


def explain_channel_break_even(found: ChannelBreakEven) -> str:
    """From which answer rate on, and below how many people, the first channel costs less."""
    first, second = found.first.name, found.second.name
    one, _ = NOUNS[found.stage]
    rate = describe_reply_rate(found.second)
    answering = f" ({rate} answer)" if rate else ""
    base = f"{first} costs less for each {one} than {second}{answering}"
    parts = []
    if found.least_reply_rate is not None:
        parts.append(f"if at least {exact_percent(found.least_reply_rate)} answer {first}")
    if found.not_below is None:
        parts.append(f"for up to {count_stage(found.people, 'people')}")
    elif found.not_below > 1:
        parts.append(f"below {count_stage(found.not_below, 'people')}")
    if not parts:
        return f"{base} at no answer rate and for no number of people."
    return f"{base} {', or '.join(parts)}{_costs(found)}."


def _costs(found: ChannelBreakEven) -> str:
    first, second = found.cost_of_first, found.cost_of_second
    if first is None or second is None:
        return ""
    of_first = f"{found.first.name} costs {dollars(to_cents(first))}"
    of_second = f"{found.second.name} {dollars(to_cents(second))}"
    return f"; for {count_stage(found.people, 'people')} {of_first}, {of_second}"
