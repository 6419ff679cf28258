"""An estimate's figures: the one list that the page, the files and the terminal read.

A new figure is its rule, in `Estimate`, and an entry here: JSON and CSV have every one of them, the
workbook as well. `column` puts it into the page's comparison and the terminal's, `is_fact` onto the
estimate's own page and into the workbook's summary. An entry begins with the key, the head, the
kind, the width in the workbook and where the value is from.
"""

from campaigns.figure import KINDS, Figure
from campaigns.figure_values import (
    buys_nothing,
    by,
    described_as_paid,
    expected,
    has_nothing_paid,
    lost_on_cancelling,
    of_credits,
    of_dates,
    of_estimate,
    of_losses,
    of_outcome,
    of_scenario,
    of_terms,
    per,
    worth,
)
from campaigns.forms.names import STATUS_NAMES, STRATEGY_NAMES
from campaigns.wording import lead_label
from planner.planning.explain import explain, explain_status

FIGURES: tuple[Figure, ...] = (
    Figure("plan", "Plan’s short name", "word", 26, of_terms("slug")),
    Figure("plan_name", "Plan", "word", 30, of_terms("name"),
           is_printed=True, is_fact=True, column="plan", column_head="Plan and strategy"),
    Figure("strategy", "Strategy", "word", 24, of_estimate("strategy"),
           is_printed=True, is_fact=True, words=STRATEGY_NAMES),
    Figure("seats", "Seats", "whole", 7, of_estimate("seats"),
           is_printed=True, column="seats", column_head="Seats"),
    Figure("status", "Status", "word", 12, of_estimate("status"),
           is_printed=True, words=STATUS_NAMES),
    Figure("message", "Remark", "sentence", 40, by(explain_status), is_fact=True),
    Figure("months", "Months", "whole", 8, of_estimate("months"),
           is_printed=True, is_fact=True, column="months", column_head="Months"),
    Figure("first_send_month", "First message in month", "whole", 10,
           of_estimate("first_send_month")),
    Figure("months_paid", "Months paid", "whole", 8, of_estimate("months_paid"), is_fact=True),
    Figure("deadline", "Deadline", "day", 13, of_dates("deadline"), is_fact=True),
    Figure("done_on", "Done on", "day", 13, of_estimate("done_on"), is_fact=True),
    Figure("change_before", "Change to monthly payment before", "day", 13,
           of_dates("change_before"), is_fact=True),
    Figure("cancel_before", "Cancel before", "day", 13, of_dates("cancel_before"),
           is_fact=True, note=lost_on_cancelling),
    Figure("messages", "Messages", "whole", 10, of_scenario("messages")),
    Figure("free_messages", "Free messages", "whole", 10, of_scenario("free_messages")),
    Figure("opening", "Credits at the start", "whole", 10, of_credits("opening"),
           of_credits=True),
    Figure("granted", "Credits granted", "whole", 9, of_credits("granted"), of_credits=True),
    Figure("returned", "Credits back", "whole", 9, of_credits("returned"), of_credits=True),
    Figure("bought", "Credits to buy", "whole", 9, of_credits("bought"),
           is_printed=True, is_fact=True, of_credits=True, column="bought",
           column_head="To buy"),
    Figure("expired", "Credits expired", "whole", 9, of_credits("expired"),
           is_fact=True, of_credits=True, note=worth("expired_worth")),
    Figure("forfeited", "Lost at the cap", "whole", 9, of_credits("forfeited"),
           is_fact=True, of_credits=True, note=worth("forfeited_worth")),
    Figure("left", "Credits left", "whole", 9, of_credits("left"), of_credits=True),
    Figure("price_known", "Price known", "flag", 8, of_estimate("price_known")),
    Figure("subscription_spend", "Subscription", "money", 16, of_estimate("subscription_spend"),
           is_printed=True, is_owed=True, column="subscription", column_head="Subscription"),
    Figure("credit_spend", "Bought credits", "money", 16, of_estimate("credit_spend"),
           is_printed=True, is_owed=True, is_absent=buys_nothing, column="credits",
           column_head="Credits"),
    Figure("total", "Total", "money", 16, of_estimate("total"),
           is_printed=True, is_owed=True, is_fact=True, is_main=True, column="total",
           column_head="Total", note=described_as_paid),
    Figure("already_paid", "Already paid for seats", "money", 14, of_estimate("already_paid"),
           is_owed=True, is_fact=True, is_absent=has_nothing_paid),
    Figure("cost_per_lead", lead_label("contacted"), "money", 12, of_estimate("cost_per_lead"),
           is_printed=True, is_owed=True, is_fact=True, column="lead",
           column_head=lead_label("contacted"), of_lead=True),
    Figure("cost_per_reply", "A reply", "money", 12, of_estimate("cost_per_reply"),
           is_printed=True, is_fact=True),
    Figure("cost_per_positive", "A positive reply", "money", 12, per("positive")),
    Figure("cost_per_meeting", "A meeting", "money", 12, per("meetings"), is_fact=True),
    Figure("cost_per_customer", "A customer", "money", 12, per("customers"), is_fact=True),
    Figure("expected_replies", "Replies expected", "number", 10, expected("answers")),
    Figure("expected_positive", "Positive replies expected", "number", 10, expected("positive")),
    Figure("expected_meetings", "Meetings expected", "number", 10, expected("meetings")),
    Figure("expected_customers", "Customers expected", "number", 10, expected("customers")),
    Figure("own_hours", "Own hours", "number", 10, of_outcome("hours")),
    Figure("own_time_cost", "Own time", "money", 14, of_outcome("time_cost")),
    Figure("revenue", "Customers are worth", "money", 16, of_outcome("revenue"), is_fact=True),
    Figure("money_left", "Left after the cost", "money", 16, of_outcome("left"), is_fact=True),
    Figure("return_on_cost", "Left for each dollar", "number", 10, of_outcome("return_on_cost")),
    Figure("within_budget", "Within budget", "flag", 8, of_estimate("within_budget"),
           is_printed=True),
    Figure("unused_worth", "Months unused, worth", "money", 12, of_losses("unused_worth"),
           is_owed=True),
    Figure("forfeited_worth", "Lost at the cap, worth", "money", 12, of_losses("forfeited_worth"),
           is_owed=True),
    Figure("expired_worth", "Expired, worth", "money", 12, of_losses("expired_worth"),
           is_owed=True),
    Figure("why", "Why", "sentence", 64, by(explain), is_printed=True, is_fact=True),
)  # fmt: skip


def columns() -> list[Figure]:
    """The figures that have a column where estimates are compared, the plan first."""
    return [figure for figure in FIGURES if figure.column]


def facts() -> list[Figure]:
    """The figures that are listed of one estimate: names, money, numbers, days, sentences."""
    named = (figure for figure in FIGURES if figure.is_fact)
    return sorted(named, key=lambda figure: KINDS.index(figure.kind))
