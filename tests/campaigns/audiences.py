"""Audiences as an address has them."""

from collections.abc import Iterable

# Core of the list of 2026, whose credits come on the 1st.
LIST_PRICES = {
    "price_book": "linkedin-2026",
    "start_on": "2026-12-01",
    "rules": "2",
    "deadline_months": "6",
    "plans": "sales-navigator-core",
}


# The worked example 43 of RULES.md §11.
CLIENTS = (
    {"name": "A", "target": "220", "deadline_on": "2027-01-31"},
    {"name": "B", "target": "510"},
    {"name": "C", "target": "60", "deadline_on": "2026-12-31"},
)


def entries(clients: Iterable[dict[str, str]] = CLIENTS, *, first: int = 0) -> dict[str, str]:
    return {
        f"audiences-{row}-{name}": text
        for row, fields in enumerate(clients, start=first)
        for name, text in fields.items()
    }
