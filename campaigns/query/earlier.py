"""Addresses and saved campaigns of before seats had owners: they go on showing what they showed.

Until version 0.3 every link carried the price book and the start, a campaign had one seat where it
named no number, and credits held at the start went along to any plan.
"""

from datetime import date, timedelta

from django.utils.datastructures import MultiValueDict

from campaigns.forms import CUSTOM_PLANS, HELD_SEATS, ScenarioForm

OPENING_BALANCE = "opening_balance"
# What every link carries: the defaults of the first two change with time.
ALWAYS_CARRIED = ("price_book", "start_on", "rules")
# Names that no address of before has.
NEW_NAMES = (
    "seat_daily_limit",
    "seat_monthly_limit",
    "sends_on",
    "answers_come",
    "grants_on_start",
)


def mark_earlier_rules(data: MultiValueDict[str, str]) -> MultiValueDict[str, str]:
    """`data` with the rules of before where it is an address of before."""
    is_a_link = data.get("price_book") and data.get("start_on") and "rules" not in data
    is_new = any(name in data for name in NEW_NAMES) or any(
        key.startswith(f"{HELD_SEATS}-") for key in data
    )
    if not is_a_link or is_new:
        return data
    marked = MultiValueDict({key: data.getlist(key) for key in data})
    marked["rules"] = "1"
    if not data.get("seats"):
        marked["seats"] = "1"
    return marked


def hold_opening_balance(
    data: MultiValueDict[str, str], form: ScenarioForm
) -> tuple[MultiValueDict[str, str], int | None]:
    """`data` with its opening balance as credits held on the one plan that is compared.

    Of several plans it stays, and is given back, by the rules of before; by those of today it has no
    meaning: `None`.
    """
    text = (data.get(OPENING_BALANCE) or "").strip()
    if not text or set(text) == {"0"}:
        return _without(data), 0
    if not text.isascii() or not text.isdigit() or len(text) > 7 or int(text) > 1_000_000:
        return data, None
    picked = [slug for slug in data.getlist("plans") if slug]
    custom = {key.split("-")[1] for key in data if key.startswith(f"{CUSTOM_PLANS}-")}
    if len(picked) == 1 and not custom:
        return _held_on(picked[0], text, data, form), 0
    return data, int(text) if form.texts.get("rules") == "1" else None


def _held_on(
    plan: str, credits: str, data: MultiValueDict[str, str], form: ScenarioForm
) -> MultiValueDict[str, str]:
    held = _without(data)
    rows = {key.split("-")[1] for key in data if key.startswith(f"{HELD_SEATS}-")}
    row = next(str(number) for number in range(len(rows) + 1) if str(number) not in rows)
    try:
        start_on = date.fromisoformat(str(form.texts.get("start_on")))
    except ValueError:
        return held
    seats = str(form.texts.get("seats") or "1")
    fields = {
        "plan": plan,
        "seats": seats if seats.isdigit() else "1",
        "credits": credits,
        "paid_until": (start_on - timedelta(days=1)).isoformat(),
    }
    for name, text in fields.items():
        held[f"{HELD_SEATS}-{row}-{name}"] = text
    return held


def _without(data: MultiValueDict[str, str]) -> MultiValueDict[str, str]:
    return MultiValueDict({key: data.getlist(key) for key in data if key != OPENING_BALANCE})
