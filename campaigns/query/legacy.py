"""Legacy rules: addresses and campaigns from before held seats existed show the same answers.

A legacy address carries the price book and the start, and no `rules`. Without a number of seats it
has one seat, every plan grants its credits on the renewal day, and credits held at the start go
along to any plan.
"""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from campaigns.forms import AUDIENCES, HELD_SEATS, SEQUENCES
from campaigns.forms.fields import WholeNumberField
from campaigns.forms.units import CREDITS
from planner.planning.ranges import MOST_CREDITS_HELD, MOST_HELD

OPENING_BALANCE = "opening_balance"
LEGACY_RULES = "1"
HELD_SEATS_IN_AN_ADDRESS = f"in an address as {HELD_SEATS}-0-plan, -seats, -credits and -paid_until"
# What every link carries: the defaults of the first two change with time.
ALWAYS_CARRIED = ("price_book", "start_on", "rules")
# Names that no legacy address has. The page's form sends all of them, even if they are empty.
NEW_NAMES = (
    "seat_daily_limit",
    "seat_monthly_limit",
    "sends_on",
    "answers_come",
    "grants_on_start",
)


class LegacyForm(forms.Form):
    """What only legacy addresses have: credits held at the start, on no plan in particular.

    `plans` is the number of plans that are compared, 0 where that is not known.
    """

    opening_balance = WholeNumberField(
        label="Credits held already, for any plan",
        low=0,
        high=MOST_CREDITS_HELD,
        units=CREDITS,
        required=False,
    )

    def __init__(self, data: MultiValueDict[str, str], *, rules: str, plans: int) -> None:
        super().__init__(data, auto_id="id_%s", use_required_attribute=False)
        self.rules, self.plans = rules, plans

    def clean_opening_balance(self) -> int:
        """Only by legacy rules several plans have credits in common."""
        balance: int = self.cleaned_data[OPENING_BALANCE] or 0
        if balance and self.rules != LEGACY_RULES and self.plans > 1:
            allowed = (
                "nothing here, and the credits among the seats that you have: "
                f"{HELD_SEATS_IN_AN_ADDRESS}"
            )
            raise ValidationError(allowed)
        if balance and self.plans > MOST_HELD:
            raise ValidationError(f"credits where at most {MOST_HELD} plans are compared")
        return balance


def mark_legacy_rules(data: MultiValueDict[str, str]) -> MultiValueDict[str, str]:
    """`data` with the legacy rules where it is a legacy address."""
    is_a_link = data.get("price_book") and data.get("start_on") and "rules" not in data
    new_rows = (f"{HELD_SEATS}-", f"{AUDIENCES}-", f"{SEQUENCES}-")
    is_new = any(key in NEW_NAMES or key.startswith(new_rows) for key in data)
    if not is_a_link or is_new:
        return data
    marked = MultiValueDict({key: data.getlist(key) for key in data})
    marked["rules"] = LEGACY_RULES
    if not data.get("seats"):
        marked["seats"] = "1"
    return marked


def hold_opening_balance(
    data: MultiValueDict[str, str], plan: str, *, row: int, seats: int, start_on: date
) -> MultiValueDict[str, str]:
    """`data` with its opening balance as credits of seats held on `plan`, the only one compared.

    They are the entry `row` of the seats held, paid for until the day before the start. A balance
    that cannot be read stays.
    """
    try:
        balance = LegacyForm.base_fields[OPENING_BALANCE].clean(data.get(OPENING_BALANCE) or "")
    except ValidationError:
        return data
    held = MultiValueDict({key: data.getlist(key) for key in data if key != OPENING_BALANCE})
    if balance:
        fields = {
            "plan": plan,
            "seats": str(seats),
            "credits": str(balance),
            "paid_until": (start_on - timedelta(days=1)).isoformat(),
        }
        for name, text in fields.items():
            held[f"{HELD_SEATS}-{row}-{name}"] = text
    return held
