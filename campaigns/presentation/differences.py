"""What two questions ask differently, in the words of the form."""

from campaigns.bridge import Question
from campaigns.forms import BILLING_NAMES, CUSTOM_PLANS, GOAL_NAMES, STRATEGY_NAMES
from planner.planning.wording import dollars

Difference = tuple[str, str, str]

WORDS = {"goal": GOAL_NAMES, "billing": BILLING_NAMES, "strategies": STRATEGY_NAMES}


def tell_differences(one: Question, other: Question) -> list[Difference]:
    """The fields in which they differ: label, what `one` says, what `other` says."""
    differences: list[Difference] = []
    for name, field in one.form.fields.items():
        before, after = _in_words(one, name), _in_words(other, name)
        if before != after:
            differences.append((str(field.label), before, after))
    if _say_custom_plans(one) != _say_custom_plans(other):
        differences.append(
            ("Plans of your own", _name_custom_plans(one), _name_custom_plans(other))
        )
    if _day_of_prices(one) != _day_of_prices(other):
        differences.append(("Prices from", _day_of_prices(one), _day_of_prices(other)))
    if one.is_valid and other.is_valid and _total_of(one) != _total_of(other):
        differences.append(("Cheapest", _total_of(one), _total_of(other)))
    return differences


def _total_of(question: Question) -> str:
    best = question.comparison.cheapest
    if best and best.total is not None:
        return dollars(best.total)
    is_in_time = any(estimate.status == "ok" for estimate in question.comparison.estimates)
    return "in time at an unknown price" if is_in_time else "not in time"


def _in_words(question: Question, name: str) -> str:
    said = question.form.said.getlist(name)
    named = WORDS.get(name, {})
    if name == "plans":
        named = {slug: plan.name for slug, plan in question.plan_rows.items()}
    return ", ".join(named.get(text, text) for text in said) or "–"


def _day_of_prices(question: Question) -> str:
    if question.frozen is None or not question.is_frozen:
        return "today"
    return f"{question.frozen.frozen_on:%-d %b %Y}"


def _name_custom_plans(question: Question) -> str:
    return ", ".join(str(form["name"].value() or "") for form in question.custom_forms) or "none"


def _say_custom_plans(question: Question) -> list[tuple[str, str]]:
    return [said for said in question.said_in_address() if said[0].startswith(f"{CUSTOM_PLANS}-")]
