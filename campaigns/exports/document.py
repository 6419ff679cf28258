"""The JSON document of a scenario: what was understood, and every figure of the answer.

Money is a text of dollars and cents or null, rates are numbers from 0 to 1, days are ISO dates.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.forms import Field

from campaigns.decision import Decision
from campaigns.exports.amounts import Json, entered_money, money
from campaigns.exports.studies import (
    NO_STUDIES,
    Studies,
    describe_forecast,
    describe_mix,
    describe_sensitivity,
)
from campaigns.forms import ScenarioForm
from campaigns.forms.fields import MoneyField, ShareField
from campaigns.presentation.dates import dates_of
from campaigns.query.form import Fault
from campaigns.query.query import Query
from planner.planning.comparison import BudgetReach, Comparison, FrontierPoint
from planner.planning.estimate import Estimate, ScheduleMonth
from planner.planning.explain import explain, explain_status
from planner.planning.key_dates import KeyDates
from planner.planning.terms import Terms

DATES = ("deadline", "last_messages_from", "done_by", "change_before", "cancel_before")


def make_document(decision: Decision, *, studies: Studies = NO_STUDIES) -> Json:
    """The whole answer to a query, with the studies that are asked for."""
    query, comparison = decision.query, decision.comparison
    document = _describe_answer(query, comparison)
    # The mix first: it takes long by itself, while forecasts can stop between any two.
    mix = describe_mix(query) if studies.mix else None
    if studies.forecast:
        pairs = zip(document["estimates"], comparison.estimates, strict=True)
        for described, estimate in pairs:
            described["forecast"] = describe_forecast(query, estimate)
    if mix:
        document["mix"] = mix
    if studies.sensitivity:
        document["sensitivity"] = describe_sensitivity(query)
    return document


def describe_faults(faults: Sequence[Fault]) -> Json:
    """Everything that is wrong with the input, field by field in the form's order."""
    return {
        "faults": [
            {"field": fault.field, "given": fault.given, "allowed": fault.allowed}
            for fault in faults
        ]
    }


def _describe_answer(query: Query, comparison: Comparison) -> Json:
    best = comparison.cheapest
    return {
        "scenario": describe_scenario(query),
        "estimates": [
            describe_estimate(estimate, dates_of(query, estimate))
            for estimate in comparison.estimates
        ],
        "cheapest": None
        if best is None
        else {
            "plan": best.terms.slug,
            "strategy": best.strategy,
            "total": money(best.total),
        },
        "frontier": [_describe_point(point) for point in comparison.frontier],
        "for_budget": _describe_reach(comparison.for_budget),
    }


def describe_scenario(query: Query) -> Json:
    """The scenario as understood, defaults filled in, with the names of the scenario file."""
    fields = ScenarioForm.base_fields
    told = {name: _plain(field, query.values[name]) for name, field in fields.items()}
    record = {name: told.pop(f"track_record_{name}") for name in ("sent", "replied")}
    told["track_record"] = None if record["sent"] is None else record
    told["custom_plans"] = [_describe_terms(terms) for terms in query.custom_plans]
    return told


def _plain(field: Field, value: Any) -> object:
    """A field's value in JSON's words."""
    match field:
        case MoneyField():
            return entered_money(value)
        case ShareField():
            return None if value is None else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _describe_terms(terms: Terms) -> Json:
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name in Terms.__dataclass_fields__
        for value in [getattr(terms, name)]
    }


def describe_estimate(estimate: Estimate, dates: KeyDates) -> Json:
    """One estimate with its dates and its schedule."""
    scenario, credits, losses = estimate.scenario, estimate.credits, estimate.losses
    return {
        "plan": estimate.terms.slug,
        "plan_name": estimate.terms.name,
        "strategy": estimate.strategy,
        "seats": scenario.seats,
        "status": estimate.status,
        "message": explain_status(estimate),
        "months": estimate.months,
        "first_send_month": estimate.first_send_month,
        "months_paid": estimate.months_paid,
        **{name: _as_text(getattr(dates, name)) for name in DATES},
        "messages": scenario.messages,
        "free_messages": scenario.free_messages,
        "credits": None
        if credits is None
        else {name: getattr(credits, name) for name in type(credits).__dataclass_fields__},
        "price_known": estimate.price_known,
        "subscription_spend": money(estimate.subscription_spend),
        "credit_spend": money(estimate.credit_spend),
        "total": money(estimate.total),
        "cost_per_lead": money(estimate.cost_per_lead),
        "cost_per_reply": money(estimate.cost_per_reply),
        "within_budget": estimate.within_budget,
        "unused_worth": money(losses.unused_worth) if losses else None,
        "forfeited_worth": money(losses.forfeited_worth) if losses else None,
        "expired_worth": money(losses.expired_worth) if losses else None,
        "why": explain(estimate),
        "schedule": [describe_month(month) for month in estimate.schedule],
    }


def _as_text(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def describe_month(month: ScheduleMonth) -> Json:
    """One billing month of the ledger."""
    ledger = month.ledger._asdict()
    return {
        "month": ledger.pop("month"),
        "starts_on": month.starts_on.isoformat(),
        **ledger,
        "subscription_spend": money(month.subscription_spend),
        "credit_spend": money(month.credit_spend),
    }


def _describe_point(point: FrontierPoint) -> Json:
    return {
        "deadline_months": point.deadline_months,
        "plan": point.terms.slug if point.terms else None,
        "strategy": "cheapest" if point.terms else None,
        "total": money(point.way.total) if point.way else None,
    }


def _describe_reach(reach: BudgetReach | None) -> Json | None:
    if reach is None:
        return None
    estimate = reach.estimate
    return {
        "target": reach.target,
        "plan": estimate.terms.slug if estimate else None,
        "strategy": estimate.strategy if estimate else None,
        "total": money(estimate.total) if estimate else None,
    }
