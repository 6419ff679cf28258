"""The study of other channels as JSON has it (docs/formats.md)."""

from collections.abc import Iterable
from fractions import Fraction

from campaigns.exports.amounts import Json, money
from campaigns.models import ConsentRule
from campaigns.presentation.channels import share_of
from campaigns.studies.channel_plans import ChannelStudy
from planner.planning.channels import (
    ChannelAlone,
    ChannelPlan,
    ChannelSequence,
    ChannelShare,
    ChannelSwing,
    OneMore,
    PlanMonth,
    explain_channel_break_even,
    list_plan_months,
)
from planner.planning.worth import Outcome


def describe_channels(study: ChannelStudy, rules: Iterable[ConsentRule]) -> Json:
    """What other channels take for the same goal, and the rules of consent (docs/formats.md)."""
    plan = study.plan
    return {
        "people": study.request.people,
        "alone": [_describe_alone(one) for one in study.alone],
        "plan": {
            "status": plan.status,
            "total": money(plan.total),
            "bound": money(plan.bound),
            "shares": [_describe_share(share) for share in plan.shares],
            "sequences": [
                {"sequence": list(one.steps), "people": _people_of(plan, one)}
                for one in study.request.usable_sequences()
            ],
            "months": [_describe_month(month) for month in list_plan_months(plan)],
        },
        "sequences": [_describe_sequence(one) for one in study.of_sequences],
        "break_even": explain_channel_break_even(study.break_even) if study.break_even else None,
        "for_budget": study.for_budget
        and {"target": study.for_budget.target, "is_proven": study.for_budget.is_proven},
        "one_more": [_describe_one_more(one) for one in study.one_more],
        "consent": {
            "channels": [channel.slug for channel in study.request.forbidden],
            "total": money(study.with_consent.total) if study.with_consent else None,
        },
        "rules": [_describe_rule(rule) for rule in rules],
        "swings": [_describe_swing(swing) for swing in study.swings],
        "left_out": list(study.left_out),
    }


def _people_of(plan: ChannelPlan, sequence: ChannelSequence) -> int:
    return next((one.people for one in plan.sequences if one.sequence == sequence), 0)


def _describe_sequence(plan: ChannelPlan) -> Json:
    """What a sequence takes alone."""
    done_on = plan.done_on
    return {
        "sequence": list(plan.request.sequences[0].steps),
        "people": plan.people if plan.is_done else None,
        "total": money(plan.total),
        "done_on": done_on and done_on.isoformat(),
    }


def _describe_month(month: PlanMonth) -> Json:
    return {
        "month": month.month,
        "starts_on": month.starts_on.isoformat(),
        **_describe_outcome(month.outcome),
        "channels": [
            {"channel": one.channel.slug, **_describe_outcome(one.outcome)} for one in month.shares
        ],
    }


def _describe_outcome(outcome: Outcome) -> Json:
    return {
        "people": outcome.people,
        "cash": money(outcome.cash),
        "hours": _number(outcome.hours),
        "replies": _number(outcome.answers),
    }


def _describe_one_more(one: OneMore) -> Json:
    marginal, unit = one.marginal, one.unit
    return {
        "kind": one.kind,
        "channel": one.slug,
        "saves": money(marginal.saves) if marginal else None,
        "makes_possible": bool(marginal and marginal.makes_possible),
        "days_sooner": unit.days_sooner if unit else None,
        "done_on": unit.done_on.isoformat() if unit else None,
        "costs": money(unit.costs) if unit else None,
    }


def _describe_rule(rule: ConsentRule) -> Json:
    return {
        "channel": rule.channel.slug,
        "place": rule.place,
        "needs_consent": rule.needs_consent,
        "rule": rule.rule,
        "source": rule.source,
        "grade": rule.grade,
        "read_on": rule.read_on and rule.read_on.isoformat(),
    }


def _number(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)


def _describe_swing(swing: ChannelSwing) -> Json:
    return {
        "channel": swing.slug,
        "field": swing.field,
        "low": float(swing.low),
        "high": float(swing.high),
        "total_low": money(swing.cost_at_low),
        "total_high": money(swing.cost_at_high),
    }


def _describe_alone(found: ChannelAlone) -> Json:
    share, binds = share_of(found), found.binds
    return {
        "channel": found.channel.slug,
        "people_needed": found.people,
        "unknown": list(found.unknown),
        "binds": binds.kind if binds else None,
        "share": _describe_share(share) if share else None,
    }


def _describe_share(share: ChannelShare) -> Json:
    return {
        "channel": share.channel.slug,
        "plan": share.estimate.terms.slug if share.estimate else None,
        "payment": share.payment,
        "people": share.people,
        "units": share.units,
        "months": share.months,
        "starts_on": share.starts_on.isoformat(),
        "order_by": share.order_by.isoformat() if share.order_by else None,
        "warm_until": share.warm_until.isoformat() if share.warm_until else None,
        "first_touch_on": share.first_touch_on.isoformat(),
        "done_on": share.done_on.isoformat(),
        "cash": money(share.cash),
    }
