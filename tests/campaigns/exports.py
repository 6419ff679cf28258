"""What the tests of exports export."""

from dataclasses import replace
from typing import Any

from campaigns.decision import Decision
from campaigns.exports import EXPORTS, ExportSource, make_source
from tests.campaigns.queries import TODAY, decide_on

__all__ = ["TODAY"]
OWN_PLAN = {
    "name": "Our deal",
    "monthly_price": "64.50",
    "annual_price": "700",
    "monthly_credits": "40",
    "rollover_cap": "120",
    "credit_lifetime_days": "90",
    "credit_price": "9.9990",
    "purchase_limit": "5",
    "trial_months": "1",
}
# Those that need no study.
KINDS = [kind for kind, one in EXPORTS.items() if not one.study]
CSV_KINDS = [kind for kind in KINDS if EXPORTS[kind].content_type.startswith("text/csv")]


def ask(**query: Any) -> Decision:
    """The answer to a query of 1 December 2026."""
    return decide_on(query)


def make_scenario(*, own_plan: dict[str, str] | None = None, **query: Any) -> ExportSource:
    """An unsaved scenario, with a custom plan beside the book's if given."""
    said = {f"custom_plans-0-{name}": text for name, text in (own_plan or {}).items()}
    return make_source(ask(**query, **said))


def make_campaign(*, own_plan: dict[str, str] | None = None, **said: Any) -> ExportSource:
    """A campaign; what is not about it is its scenario's."""
    about = {name: said.pop(name) for name in ExportSource.__dataclass_fields__ if name in said}
    return replace(make_scenario(own_plan=own_plan, **said), **{"name": "Spring round", **about})
