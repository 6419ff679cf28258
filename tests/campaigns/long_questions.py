"""Queries so long that a page carries them once, in a form."""

from urllib.parse import urlencode

PLANS = 16


def ask(plans: int = PLANS, **more: str) -> str:
    """A question with so many plans of one's own, all different."""
    words = {"price_book": "article", "start_on": "2026-12-01", "deadline_months": "60"}
    for number in range(plans):
        terms = {
            "name": f"Own plan {number}",
            "monthly_credits": str(10 + number),
            "rollover_cap": str(3 * (10 + number)),
            "credit_lifetime_days": "90",
            "monthly_price": f"{50 + number}.99",
            "credit_price": "10",
        }
        words |= {f"custom_plans-{number}-{name}": text for name, text in terms.items()}
    return urlencode(words | {"target": "100000"} | more)
