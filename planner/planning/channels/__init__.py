"""Channels other than InMail, and all of them together (RULES.md §10).

    channel      a channel as data: prices, capacity, reach, rates, time, and their sources
    capacity     what its units do, day by day
    unit_costs   the units for a number of people, and their cost
    inmail       InMail as one of the channels, priced by the engine
    own_figures  a person's own figures in place of those published
    sequence     channels one after the other to the same people
    request      a goal over one list of people by a day
    choice       the people of each channel, counted and priced exactly
    formulation  the choices as an integer program
    search       the cheapest plan, and the most that a budget brings
    result       a plan: shares with units, dates, cash, outcome
    timeline     a plan month by month, and what is to be done on which day
    alone        each channel alone, and what binds
    marginals    what one more unit of each limit is worth
    one_more     the same with the days that one more unit saves
    swings       what each figure of a channel does
    break_evens  where one channel becomes cheaper than another
    explanation  the same in plain words

Money is exact dollars. The time limit decides how far a proof goes, not whether a statement is
true.
"""

from planner.planning.channels.alone import (
    LIMIT_KINDS,
    ChannelAlone,
    Limit,
    find_alone,
    find_each_alone,
)
from planner.planning.channels.break_evens import (
    ChannelBreakEven,
    CostPoint,
    find_channel_break_even,
)
from planner.planning.channels.channel import CAPACITY_PER, GRADES, REPLY_OF, Channel, Citation
from planner.planning.channels.choice import find_prices
from planner.planning.channels.explanation import (
    describe_payment,
    describe_reply_rate,
    describe_reply_share,
    describe_units,
    explain_alone,
    explain_channel_break_even,
    explain_consent,
    explain_limit,
    explain_marginal,
    explain_one_more,
    explain_plan,
    explain_sequence_limit,
    explain_sequences,
    name_figure,
    name_sequence,
    name_units,
)
from planner.planning.channels.inmail import InMail, MessagePrices
from planner.planning.channels.marginals import (
    MARGIN_KINDS,
    Marginal,
    OneMoreUnit,
    Relaxed,
    find_marginals,
    find_one_more_unit,
)
from planner.planning.channels.one_more import (
    MoreUnits,
    OneMore,
    find_more_units,
    list_one_more,
)
from planner.planning.channels.own_figures import OWN_FIGURES, ChannelFigures
from planner.planning.channels.request import AnyChannel, ChannelRequest
from planner.planning.channels.result import ChannelPlan, ChannelShare, SequenceShare
from planner.planning.channels.search import (
    GoalReach,
    begin_most,
    find_channel_plan,
    find_most,
)
from planner.planning.channels.sequence import MOST_SEQUENCES, ChannelSequence
from planner.planning.channels.swings import ChannelSwing, Costs, find_channel_swings
from planner.planning.channels.timeline import (
    PlanMonth,
    PlanStep,
    ShareMonth,
    list_months,
    list_plan_months,
    list_steps,
)

__all__ = [
    "CAPACITY_PER",
    "GRADES",
    "LIMIT_KINDS",
    "MARGIN_KINDS",
    "MOST_SEQUENCES",
    "OWN_FIGURES",
    "REPLY_OF",
    "AnyChannel",
    "Channel",
    "ChannelAlone",
    "ChannelBreakEven",
    "ChannelFigures",
    "ChannelPlan",
    "ChannelRequest",
    "ChannelSequence",
    "ChannelShare",
    "ChannelSwing",
    "Citation",
    "CostPoint",
    "Costs",
    "GoalReach",
    "InMail",
    "Limit",
    "Marginal",
    "MessagePrices",
    "MoreUnits",
    "OneMore",
    "OneMoreUnit",
    "PlanMonth",
    "PlanStep",
    "Relaxed",
    "SequenceShare",
    "ShareMonth",
    "begin_most",
    "describe_payment",
    "describe_reply_rate",
    "describe_reply_share",
    "describe_units",
    "explain_alone",
    "explain_channel_break_even",
    "explain_consent",
    "explain_limit",
    "explain_marginal",
    "explain_one_more",
    "explain_plan",
    "explain_sequence_limit",
    "explain_sequences",
    "find_alone",
    "find_channel_break_even",
    "find_channel_plan",
    "find_channel_swings",
    "find_each_alone",
    "find_marginals",
    "find_more_units",
    "find_most",
    "find_one_more_unit",
    "find_prices",
    "list_months",
    "list_one_more",
    "list_plan_months",
    "list_steps",
    "name_figure",
    "name_sequence",
    "name_units",
]
