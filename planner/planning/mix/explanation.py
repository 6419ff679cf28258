"""The explanation of a mix, in a few sentences for sales people."""

from decimal import Decimal

from planner.planning.estimate import Estimate
from planner.planning.layout import GroupSchedule
from planner.planning.mix.result import Mix
from planner.planning.phrases import name_trials
from planner.planning.wording import count, dollars, percent

# The plans whose contracts share credits have names that begin so (RULES.md §1).
SHARING = "recruiter"


def explain_mix(mix: Mix, best_single: Estimate | None) -> str:
    """What the mix is, how it compares with the best single plan, and how far that is proven.

    `best_single` is the cheapest estimate of one plan that makes the deadline, if there is one.
    """
    if mix.total is None:
        return _explain_failure(mix)
    if not mix.groups:
        return (
            "Every message goes to an open profile, which costs no credit, "
            "so no subscription is needed."
        )
    sentences = [
        f"{_describe(mix, mix.total)}, {_compare(mix, mix.total, best_single)}.",
        f"{_prove(mix)}.",
        name_trials(mix.groups),
        _name_shared_credits(mix),
    ]
    return " ".join(filter(None, sentences))


def _explain_failure(mix: Mix) -> str:
    what = count(mix.scenario.to_send, "message")
    if mix.scenario.free_messages:
        what += f" and {count(mix.scenario.free_messages, 'message')} to open profiles"
    when = f"by {mix.scenario.deadline.isoformat()}"
    if mix.status == "infeasible":
        return f"{_any_mix(mix, 'No mix')} with known prices sends {what} {when}."
    return (
        f"{_any_mix(mix, 'No mix')} was found that sends {what} {when}, "
        "nor a proof that there is none."
    )


def _describe(mix: Mix, total: Decimal) -> str:
    *firsts, last = [_describe_group(group) for group in mix.groups]
    seats = f"{', '.join(firsts)} and {last}" if firsts else last
    bought = mix.credits.bought if mix.credits else 0
    purchase = f" with {count(bought, 'bought credit')}" if bought else ""
    verb = "costs" if mix.seats == 1 else "cost"
    return f"{seats}{purchase} {verb} {dollars(total)}{_of_new_money(mix)}"


def _of_new_money(mix: Mix) -> str:
    return " of new money" if mix.scenario.held_seats else ""


def _describe_group(one: GroupSchedule) -> str:
    seats = count(one.seats, "held seat" if one.group.is_held else "seat")
    if one.group.is_held and not one.group.last_month:
        return f"{seats} of {one.group.terms.name} as long as paid for"
    months = count(one.group.last_month, "month")
    more = " more" if one.group.is_held else ""
    return f"{seats} of {one.group.terms.name} for {months}{more}"


def _compare(mix: Mix, total: Decimal, best_single: Estimate | None) -> str:
    if best_single is None or best_single.total is None:
        return "and no single plan with known prices makes the deadline"
    seats = count(best_single.seats, "seat")
    single = f"the best single plan, {seats} of {best_single.terms.name}"
    saved = best_single.total - total
    if not saved:
        return f"no less than {single}"
    return f"{dollars(abs(saved))} {'less' if saved > 0 else 'more'} than {single}"


def _prove(mix: Mix) -> str:
    """How far it is proven, of mixes that are searched: new seats begin on the start day."""
    if not mix.gap or not mix.total:
        return (
            f"That is the least of all mixes of at most {count(mix.max_seats, 'seat')} "
            "whose new seats begin on the start day"
        )
    return (
        f"Whether {_any_mix(mix, 'a mix')} costs less is not proven; "
        f"it would save at most {dollars(mix.gap)} ({percent(mix.gap / mix.total)})"
    )


def _any_mix(mix: Mix, article: str) -> str:
    seats = count(mix.max_seats, "seat")
    return f"{article} of at most {seats}, all new ones begun on the start day,"


def _name_shared_credits(mix: Mix) -> str:
    """That several Recruiter seats share credits in fact; empty where there are none."""
    if sum(one.seats for one in mix.groups if _shares_credits(one)) < 2:
        return ""
    return (
        "Recruiter seats of one contract share their credits; "
        "the mix counts on those of each group of seats alone."
    )


def _shares_credits(one: GroupSchedule) -> bool:
    """Whether contracts for a plan share credits: those that LinkedIn calls Recruiter."""
    return one.group.terms.name.casefold().startswith(SHARING)
