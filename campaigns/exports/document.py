"""The JSON document of a scenario: what was understood, and every figure of the answer.

Money is a text of dollars and cents or null, rates are numbers from 0 to 1, days are ISO dates.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.forms import Field

from campaigns.decision import Decision
from campaigns.exports.amounts import Json, entered_money, money
from campaigns.exports.source import SpentBefore
from campaigns.figures import FIGURES
from campaigns.forms import ScenarioForm
from campaigns.forms.channel_sequence import STEPS
from campaigns.forms.fields import MoneyField, ShareField
from campaigns.presentation.audiences import compare_alone
from campaigns.presentation.dates import dates_of
from campaigns.query.faults import Fault
from campaigns.query.query import Query
from campaigns.studies.registry import Study, in_turn
from campaigns.study_outputs import load_outputs
from planner.planning.audience import Audience
from planner.planning.audience_results import AudienceResult
from planner.planning.channels import ChannelFigures, ChannelSequence
from planner.planning.comparison import BudgetReach, FrontierPoint
from planner.planning.estimate import Estimate
from planner.planning.key_dates import KeyDates
from planner.planning.layout import GroupSchedule, ScheduleRow
from planner.planning.terms import Terms
from planner.planning.together import Together


def make_document(
    decision: Decision, *, studies: Sequence[Study] = (), spent_before: SpentBefore | None = None
) -> Json:
    """The whole answer to a query, with the studies that are asked for.

    `spent_before` is that of a replanned campaign.
    """
    document = _describe_answer(decision)
    if spent_before is not None:
        document["whole_cost"] = _describe_whole_cost(spent_before, decision.chosen)
    for study in in_turn(studies):
        load_outputs(study, decision.query).add_to_document(decision, document)
    return document


def _describe_whole_cost(spent_before: SpentBefore, chosen: Estimate | None) -> Json:
    """What a replanned campaign has spent, and plans with the estimate shown in full."""
    planned = chosen.total if chosen else None
    return {
        "spent": money(spent_before.amount),
        "counts_from": spent_before.counts_from.isoformat(),
        "planned": money(planned),
        "total": money(spent_before.whole_cost(planned)),
    }


def describe_faults(faults: Sequence[Fault]) -> Json:
    """Everything that is wrong with the input, field by field in the form's order."""
    return {
        "faults": [
            {"field": fault.field, "given": fault.given, "allowed": fault.allowed}
            for fault in faults
        ]
    }


def _describe_answer(decision: Decision) -> Json:
    query, comparison = decision.query, decision.comparison
    best = comparison.cheapest
    return {
        "scenario": describe_scenario(query),
        "notices": [*query.deadline_notes],
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
        "each_alone": _describe_alone(compare_alone(decision)),
    }


def describe_scenario(query: Query) -> Json:
    """The scenario as understood, defaults filled in, with the names of the scenario file."""
    fields = ScenarioForm.base_fields
    inputs = {name: _plain(field, query.values[name]) for name, field in fields.items()}
    record = {name: inputs.pop(f"track_record_{name}") for name in ("sent", "replied")}
    inputs["track_record"] = None if record["sent"] is None else record
    inputs["held_seats"] = [
        asdict(held) | {"paid_until": held.paid_until.isoformat()}
        for held in query.scenario.held_seats
    ]
    inputs["audiences"] = [_describe_audience(one) for one in query.scenario.audiences]
    inputs["channel_figures"] = [_describe_figures(own) for own in query.channel_figures]
    inputs["sequences"] = [_describe_sequence(one) for one in query.sequences]
    inputs["custom_plans"] = [_describe_terms(terms) for terms in query.custom_plans]
    return inputs


def _describe_audience(audience: Audience) -> Json:
    """An audience as it was entered: null is what it has in common with the others."""
    described: Json = {}
    for name, value in asdict(audience).items():
        described[name] = float(value) if isinstance(value, Decimal) else value
    deadline_on = audience.deadline_on
    return described | {"deadline_on": deadline_on and deadline_on.isoformat()}


def _plain(field: Field, value: Any) -> object:
    """A field's value in JSON's words."""
    match field:
        case MoneyField():
            return entered_money(value)
        case ShareField():
            return None if value is None else float(value)
    return value.isoformat() if isinstance(value, date) else value


def _describe_figures(own: ChannelFigures) -> Json:
    """Own figures of a channel; null where those of the book count."""
    return {
        name: (entered_money(value) if name.endswith("_price") else float(value))
        if isinstance(value, Decimal)
        else value
        for name, value in asdict(own).items()
    }


def _describe_sequence(sequence: ChannelSequence) -> Json:
    """The channels of a sequence by its steps; null where there is no third."""
    return dict.fromkeys(STEPS) | dict(zip(STEPS, sequence.steps, strict=False))


def _describe_terms(terms: Terms) -> Json:
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name in Terms.__dataclass_fields__
        for value in [getattr(terms, name)]
    }


def describe_estimate(estimate: Estimate, dates: KeyDates) -> Json:
    """One estimate: all its figures, those of credits together, and its schedule."""
    described: Json = {}
    for figure in FIGURES:
        value = _plain_figure(figure.value(estimate, dates))
        if not figure.of_credits:
            described[figure.key] = value
        elif estimate.credits is None:
            described["credits"] = None
        else:
            described.setdefault("credits", {})[figure.key] = value
    return described | {
        "groups": [describe_group(group) for group in estimate.groups],
        "schedule": [describe_row(row) for row in estimate.schedule],
        "audiences": describe_audiences(estimate.audiences),
    }


def describe_audiences(audiences: Sequence[AudienceResult]) -> list[Json]:
    """What each audience gets of an estimate, or of a mix."""
    return [
        {
            "name": one.audience.name,
            "deadline": one.deadline.isoformat(),
            "messages": one.messages,
            "on_credits": one.on_credits,
            "done_on": one.done_on.isoformat(),
            "days_late": one.days_late,
            "share": money(one.share),
        }
        for one in audiences
    ]


def _describe_alone(together: Together | None) -> Json | None:
    """Each audience on seats of its own, beside all together."""
    if together is None:
        return None
    return {
        "together": money(together.total),
        "total": money(together.total_alone),
        "seats": together.seats_alone,
        "why": together.why,
        "audiences": [
            {
                "name": one.audience.name,
                "plan": one.estimate.terms.slug if one.estimate else None,
                "seats": one.estimate.seats if one.estimate else None,
                "total": money(one.estimate.total) if one.estimate else None,
            }
            for one in together.alone
        ],
    }


def _plain_figure(value: Any) -> object:
    """A figure's value in JSON's words."""
    match value:
        case Decimal():
            return money(value)
        case date():
            return value.isoformat()
    return value


def describe_group(group: GroupSchedule) -> Json:
    """Seats that live the same life, what is paid for them, and their own rows."""
    return {
        "plan": group.terms.slug,
        "seats": group.seats,
        "is_held": group.group.is_held,
        "credits_held": group.group.credits,
        "first_day": group.first_day.isoformat(),
        "paid_until": group.paid_until.isoformat(),
        "months_paid": group.months_paid,
        "subscription_spend": money(group.spend),
        "schedule": [describe_row(row) for row in group.schedule],
    }


def describe_row(row: ScheduleRow) -> Json:
    """One slice of the ledger, by its first day."""
    ledger = row.ledger._asdict()
    del ledger["slice"]
    return {
        "month": row.month,
        "starts_on": row.starts_on.isoformat(),
        **ledger,
        "free": row.free,
        "subscription_spend": money(row.subscription_spend),
        "credit_spend": money(row.credit_spend),
    }


def _describe_point(point: FrontierPoint) -> Json:
    return {
        "deadline_months": point.deadline_months,
        "deadline": point.deadline.isoformat(),
        "plan": point.terms.slug if point.terms else None,
        "strategy": "cheapest" if point.terms else None,
        "total": money(point.option.total) if point.option else None,
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
