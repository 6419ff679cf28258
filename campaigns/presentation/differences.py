"""What two queries ask differently, in the words of the form."""

from campaigns.decision import decide, first_in_time
from campaigns.forms import BILLING_NAMES, CUSTOM_PLANS, GOAL_NAMES, STRATEGY_NAMES
from campaigns.query.form import QueryForm
from campaigns.query.query import Query
from planner.planning.wording import dollars

Difference = tuple[str, str, str]

WORDS = {"goal": GOAL_NAMES, "billing": BILLING_NAMES, "strategies": STRATEGY_NAMES}


def list_differences(one: QueryForm, other: QueryForm) -> list[Difference]:
    """The fields in which they differ: label, the text of `one`, the text of `other`."""
    differences: list[Difference] = []
    for name, field in one.form.fields.items():
        before, after = _in_words(one, name), _in_words(other, name)
        if before != after:
            differences.append((str(field.label), before, after))
    if _custom_plan_texts(one) != _custom_plan_texts(other):
        differences.append(
            ("Plans of your own", _name_custom_plans(one), _name_custom_plans(other))
        )
    if _day_of_prices(one) != _day_of_prices(other):
        differences.append(("Prices from", _day_of_prices(one), _day_of_prices(other)))
    if one.query and other.query:
        before, after = _total_of(one.query), _total_of(other.query)
        if before != after:
            differences.append(("Cheapest", before, after))
    return differences


def _total_of(query: Query) -> str:
    comparison = decide(query).comparison
    best = comparison.cheapest
    if best and best.total is not None:
        return dollars(best.total)
    return "in time at an unknown price" if first_in_time(comparison) else "not in time"


def _in_words(query_form: QueryForm, name: str) -> str:
    texts = query_form.form.texts_for_links.getlist(name)
    named = WORDS.get(name, {})
    if name == "plans":
        named = {plan.slug: plan.name for plan in query_form.form.book_plans}
    return ", ".join(named.get(text, text) for text in texts) or "–"


def _day_of_prices(query_form: QueryForm) -> str:
    if query_form.snapshot is None or not query_form.uses_snapshot:
        return "today"
    return f"{query_form.snapshot.taken_on:%-d %b %Y}"


def _name_custom_plans(query_form: QueryForm) -> str:
    return ", ".join(str(form["name"].value() or "") for form in query_form.custom.forms) or "none"


def _custom_plan_texts(query_form: QueryForm) -> list[tuple[str, str]]:
    return [item for item in query_form.query_items if item[0].startswith(f"{CUSTOM_PLANS}-")]
