"""The comparison as rows: for a spreadsheet (CSV) and for a terminal."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from campaigns.decision import Decision, describe_absence
from campaigns.exports.amounts import Json
from campaigns.exports.csv_format import DECIMAL_POINTS, CsvFormat, write_csv
from campaigns.exports.document import DATES, describe_estimate
from campaigns.exports.studies import NO_STUDIES, Studies, describe_forecast
from campaigns.forms import STRATEGY_NAMES
from campaigns.presentation.dates import dates_of
from campaigns.query.query import Query
from planner.planning.comparison import Comparison
from planner.planning.estimate import Estimate
from planner.planning.explain import explain
from planner.planning.phrases import reach
from planner.planning.wording import count, count_leads, dollars, exact_dollars

COMPARISON_COLUMNS = (
    "plan",
    "plan_name",
    "strategy",
    "seats",
    "status",
    "message",
    "months",
    "first_send_month",
    "months_paid",
    *DATES,
    "messages",
    "free_messages",
    "opening",
    "granted",
    "returned",
    "bought",
    "expired",
    "forfeited",
    "left",
    "price_known",
    "subscription_spend",
    "credit_spend",
    "total",
    "cost_per_lead",
    "cost_per_reply",
    "within_budget",
    "unused_worth",
    "forfeited_worth",
    "expired_worth",
    "why",
)
FORECAST_COLUMNS = (
    "total_p10",
    "total_p50",
    "total_p90",
    "total_mean",
    "months_p10",
    "months_p50",
    "months_p90",
    "credits_bought_p90",
    "chance_on_time",
    "chance_within_budget",
)
# Texts in the document, numbers in a table.
MONEY_COLUMNS = {
    "subscription_spend",
    "credit_spend",
    "total",
    "cost_per_lead",
    "cost_per_reply",
    "unused_worth",
    "forfeited_worth",
    "expired_worth",
    "spent_so_far",
    "total_p10",
    "total_p50",
    "total_p90",
    "total_mean",
}


def list_cells(described: Json, columns: Iterable[str]) -> list[object]:
    """What a description says under the columns' names, money as a number."""
    return [
        Decimal(value) if value is not None and column in MONEY_COLUMNS else value
        for column in columns
        for value in [described.get(column)]
    ]


def write_comparison_csv(
    decisions: Sequence[tuple[str, Decision]],
    *,
    studies: Studies = NO_STUDIES,
    csv_format: CsvFormat = DECIMAL_POINTS,
) -> str:
    """One row per estimate, best first, for each named scenario; money in dollars and cents.

    The forecast adds columns; the other studies are not about single estimates.
    """
    columns = (*COMPARISON_COLUMNS, *(FORECAST_COLUMNS if studies.forecast else ()))
    rows = (
        [name, *list_cells(_describe_row(decision.query, estimate, studies), columns)]
        for name, decision in decisions
        for estimate in decision.comparison.estimates
    )
    return write_csv(("scenario", *columns), rows, csv_format)


def _describe_row(query: Query, estimate: Estimate, studies: Studies) -> Json:
    described = describe_estimate(estimate, dates_of(query, estimate))
    described |= described["credits"] or {}
    if studies.forecast:
        described |= _flatten_forecast(describe_forecast(query, estimate))
    return described


def _flatten_forecast(forecast: Json | None) -> Json:
    """The forecast's figures under the names of their columns."""
    if forecast is None:
        return {}
    spreads = {
        f"{what}_{name}": value
        for what in ("total", "months", "credits_bought")
        for name, value in (forecast[what] or {}).items()
    }
    chances = {f"chance_{name}": forecast[name] for name in ("on_time", "within_budget")}
    return {**spreads, **chances}


def write_comparison_table(name: str, decision: Decision) -> str:
    """The comparison for a terminal: the scenario in a line, the estimates, the answer and why."""
    comparison, scenario = decision.comparison, decision.query.scenario
    lines = [
        f"{name}: {reach(scenario)} within {count(scenario.deadline_months, 'month')} "
        f"from {scenario.start_on}, prices of “{decision.query.book.name}”",
        "",
    ]
    head = ("Plan", "Strategy", "Months", "Bought", "Subscription", "Credits", "Total", "A lead")
    rows = [head, *(_table_row(estimate) for estimate in comparison.estimates)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        texts = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2], strict=True)]
        figures = [cell.rjust(width) for cell, width in zip(row[2:8], widths[2:], strict=True)]
        lines.append("  ".join([*texts, *figures, *row[8:]]).rstrip())
    lines += ["", _conclude(decision.comparison)]
    return "\n".join(lines)


def _table_row(estimate: Estimate) -> tuple[str, ...]:
    late = {"ok": "", "misses_deadline": "late", "out_of_reach": "out of reach"}
    amounts = (estimate.subscription_spend, estimate.credit_spend, estimate.total)
    return (
        estimate.terms.name,
        STRATEGY_NAMES[estimate.strategy],
        "–" if estimate.months is None else str(estimate.months),
        "–" if estimate.credits is None else f"{estimate.credits.bought:,}",
        *(
            "?"
            if amount is None and estimate.is_done
            else "–"
            if amount is None
            else dollars(amount)
            for amount in (*amounts, estimate.cost_per_lead)
        ),
        late.get(estimate.status, "no InMail"),
    )


def _conclude(comparison: Comparison) -> str:
    scenario = comparison.scenario
    best, reached = comparison.cheapest, comparison.for_budget
    if best is None or best.total is None:
        absence = describe_absence(comparison)
        lines = [f"{absence[0].upper()}{absence[1:]}."]
    else:
        way = STRATEGY_NAMES[best.strategy].lower()
        of_what = "" if comparison.has_the_least else " of the ways compared"
        lines = [
            f"Cheapest{of_what}: {best.terms.name}, {way}: {dollars(best.total)}. {explain(best)}"
        ]
    if reached is not None and scenario.budget is not None:
        by = f" with {reached.estimate.terms.name}" if reached.estimate else ""
        budget = exact_dollars(scenario.budget)
        leads = count_leads(reached.target, scenario.goal)
        lines.append(f"A budget of {budget} reaches {leads}{by}.")
    return "\n".join(lines)
