"""Channels for tests, with the figures, sources and grades of published claims (read in 2026)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from planner.planning.channels import Channel, ChannelRequest, Citation, InMail, find_prices
from planner.planning.channels.capacity import Day, list_days
from planner.planning.channels.unit_costs import UnitPrices
from planner.planning.terms import Terms
from planner.planning.worth import Effort, Rates
from tests.planning.builders import make_scenario, make_terms

START = date(2026, 12, 1)
READ_ON = date(2026, 11, 20)


def cite(field: str, value: str, source: str, grade: Any, sample: str = "") -> Citation:
    return Citation(
        field=field, value=value, source=source, grade=grade, read_on=READ_ON, sample=sample
    )


INVITATIONS = Channel(
    slug="invitations",
    name="Invitations",
    unit="person",
    capacity_per="week",
    capacity=Decimal(100),
    most_units=1,
    reply_rate=Decimal("0.21"),
    reply_of="accepted",
    acceptance_rate=Decimal("0.27"),
    sends_on="every_day",
    citations=(
        cite("capacity", "about 100", "tools' documents; LinkedIn publishes no number", "C"),
        cite("acceptance_rate", "25-30 %", "Reachium", "B", "316,703 sequences"),
        cite("acceptance_rate", "29.6 %", "Expandi", "B", "20 M attempts"),
        cite("acceptance_rate", "26.4 %", "Botdog", "B", "16,492"),
        cite("reply_rate", "16-26 % of accepted in 2026", "linkedinsider.blog", "B"),
    ),
)
EMAIL = Channel(
    slug="email",
    name="Cold e-mail",
    unit="mailbox",
    capacity_per="day",
    capacity=Decimal(15),
    unit_price=Decimal("7.20"),
    set_up_price=Decimal(15),
    units_per_set_up=2,
    tool_price=Decimal(37),
    contact_price=Decimal("0.02"),
    ramp=(Decimal(0),) * 4,
    touches=3,
    reply_rate=Decimal("0.0343"),
    needs_consent=True,
    citations=(
        cite("capacity", "15", "puzzleinbox, alchemail", "C"),
        cite("capacity", "30-50", "warmbly", "C"),
        cite("unit_price", "$7.20", "seohero", "C"),
        cite("unit_price", "$7-8.40", "Inframail", "C"),
        cite("reply_rate", "3.43 % of people", "Instantly 2026", "B", "billions"),
        cite("reply_rate", "0.59 % of touches at step 1", "Belkins 2025", "B", "7.5 M+ e-mails"),
        cite("reply_rate", "7.4 %, median", "Gangly", "B", "500"),
    ),
)
CALLS = Channel(
    slug="calls",
    name="Calls",
    unit="caller",
    capacity_per="day",
    capacity=Decimal(52),
    reply_rate=Decimal("0.05742"),
    meeting_rate=Decimal("0.046"),
    effort=Effort(minutes_per_message=Decimal(3)),
    citations=(
        cite("capacity", "52 a day", "ZoomInfo's industry average", "C"),
        cite("reply_rate", "9.9 % connect, 58 % of them talk", "Belkins", "B", "175,000 calls"),
        cite("meeting_rate", "4.6 %", "Belkins", "B", "175,000 calls"),
        cite("meeting_rate", "2.3 % (base unclear)", "copies", "C"),
    ),
)
MESSAGE_ADS = Channel(
    slug="message_ads",
    name="Message Ads",
    unit="campaign",
    capacity_per="unlimited",
    touch_price=Decimal("0.50"),
    least_audience=300,
    reply_rate=Decimal("0.03"),
    citations=(
        cite("least_audience", "300", "LinkedIn Help lms/117096", "A"),
        cite("touch_price", "$0.25-0.75", "LeadsBridge", "C"),
    ),
)
GROUPS = Channel(
    slug="groups",
    name="Group messages",
    unit="person",
    capacity_per="month",
    capacity=Decimal(15),
    most_units=1,
    reach=Decimal("0.2"),
    reply_rate=Decimal("0.1"),
    citations=(cite("capacity", "15 a month", "LinkedIn, 2015-06-18", "A"),),
)
CHANNELS = (INVITATIONS, EMAIL, CALLS, MESSAGE_ADS, GROUPS)

CORE = make_terms(
    slug="core",
    monthly_credits=50,
    rollover_cap=150,
    monthly_price=Decimal("119.99"),
    annual_price=None,
    purchase_limit=0,
)


def make_inmail(*plans: Terms, reply_rate: str = "0.1", **changes: Any) -> InMail:
    """InMail with Sales Navigator Core at its list price of 2026, or with other plans."""
    scenario = changes.pop("scenario", make_scenario(start_on=START, seats="best"))
    rates = changes.pop("rates", Rates(reply_rate=Decimal(reply_rate)))
    return InMail(scenario=scenario, plans=plans or (CORE,), rates=rates, **changes)


def make_request(**changes: Any) -> ChannelRequest:
    """1,000 people, all of them to be reached within a year from December 2026."""
    usual: dict[str, Any] = {
        "goal": "people",
        "target": 1_000,
        "people": 1_000,
        "start_on": START,
        "deadline": date(2027, 11, 30),
        "channels": CHANNELS,
        "has_consent": True,
    }
    return ChannelRequest(**usual | changes)


def make_channel(**changes: Any) -> Channel:
    """Ten touches a day, every day."""
    usual: dict[str, Any] = {
        "slug": "channel",
        "name": "Channel",
        "unit": "unit",
        "capacity_per": "day",
        "capacity": Decimal(10),
        "unit_price": Decimal(5),
        "sends_on": "every_day",
        "reply_rate": Decimal("0.1"),
    }
    return Channel(**usual | changes)


def prices_of(request: ChannelRequest, channel: Channel) -> UnitPrices:
    prices = find_prices(replace(request, channels=(channel,)))[channel.slug]
    assert isinstance(prices, UnitPrices)
    return prices


def days_of(channel: Channel, last: date) -> tuple[Day, ...]:
    return list_days(channel, START, last, 100)
