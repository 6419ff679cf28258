"""Random requests over channels, in which every rule plays a part."""

import random
from datetime import date, timedelta
from decimal import Decimal

from planner.planning.channels import Channel, ChannelRequest, InMail
from planner.planning.worth import Effort, Rates
from tests.planning.builders import make_scenario, make_terms

STARTS = (date(2026, 11, 1), date(2026, 12, 31), date(2027, 2, 3))
REACHES = ("1", "1", "0.9", "0.6", "0.7")
RATES = ("0.2", "0.3", "0.5", "0.1", "0.375")


def draw_request(seed: int, *, most_people: int, most_channels: int) -> ChannelRequest:
    """A list of at most `most_people`, channels with small capacities, often InMail."""
    draw = random.Random(seed)
    people = draw.randint(2, most_people)
    start_on = draw.choice(STARTS)
    channels = tuple(_draw_channel(draw, n) for n in range(draw.randint(2, most_channels)))
    goal = draw.choice(["people", "people", "answers"])
    target = (
        draw.randint((people + 1) // 2, people)
        if goal == "people"
        else draw.randint(1, 1 + people // 8)
    )
    with_time = draw.random() < 0.3
    return ChannelRequest(
        goal=goal,  # type: ignore[arg-type]
        target=target,
        people=people,
        start_on=start_on,
        deadline=start_on + timedelta(days=draw.choice([12, 25, 40, 70, 100])),
        channels=channels,
        inmail=_draw_inmail(draw) if draw.random() < 0.5 else None,
        has_consent=draw.random() < 0.8,
        most_hours=Decimal(draw.randint(0, 4)) if draw.random() < 0.2 else None,
        hour_cost=Decimal(draw.choice([20, 61])),
        with_time=with_time,
    )


def _draw_channel(draw: random.Random, number: int) -> Channel:
    per = draw.choice(["day", "week", "week", "month", "once", "once", "unlimited"])
    ramp = draw.choice([(), (), (0,), (0, 1)]) if per in ("day", "week") else ()
    return Channel(
        slug=f"channel-{number}",
        name=f"Channel {number}",
        unit="unit",
        capacity_per=per,  # type: ignore[arg-type]
        capacity=Decimal(draw.choice(["1", "2", "3.5", "0.25"])),
        ramp=tuple(Decimal(week) for week in ramp),
        unit_price=Decimal(draw.choice(["0", "4", "7.20"])),
        set_up_price=Decimal(draw.choice(["0", "0", "15"])),
        units_per_set_up=draw.choice([1, 2]),
        tool_price=Decimal(draw.choice(["0", "0", "12.50"])),
        touch_price=Decimal(draw.choice(["0", "0.50", "1.25"])),
        contact_price=Decimal(draw.choice(["0", "0.08"])),
        lead_days=draw.choice([0, 0, 2, 20]),
        loss_rate=Decimal(draw.choice(["0", "0", "0.15"])),
        most_units=draw.choice([None, 1, 1, 1, 2]),
        touches=draw.choice([1, 1, 1, 2, 3]),
        reach=Decimal(draw.choice(REACHES)),
        least_audience=draw.choice([0, 0, 0, 0, 3]),
        reply_rate=Decimal(draw.choice(RATES)),
        reply_of=draw.choice(["people", "people", "touches", "accepted"]),
        acceptance_rate=Decimal("0.5"),
        effort=Effort(
            minutes_per_message=Decimal(draw.choice([0, 3])),
            minutes_per_answer=Decimal(draw.choice([0, 10])),
        ),
        sends_on=draw.choice(["every_day", "weekdays"]),
        needs_consent=draw.random() < 0.2,
    )


def _draw_inmail(draw: random.Random) -> InMail:
    plans = tuple(
        make_terms(
            slug=slug,
            monthly_credits=draw.choice([1, 3, 5]),
            rollover_cap=15,
            monthly_price=Decimal(draw.choice(["9.99", "20"])),
            annual_price=None,
            purchase_limit=draw.choice([0, None, 2]),
            credit_price=Decimal(draw.choice(["3", "10"])),
        )
        for slug in ("first", "second")[: draw.randint(1, 2)]
    )
    most_seats = draw.choice([None, 1, 2])
    return InMail(
        scenario=make_scenario(seats="best", max_seats=most_seats),
        plans=plans,
        rates=Rates(reply_rate=Decimal(draw.choice(RATES))),
        effort=Effort(minutes_per_message=Decimal(draw.choice([0, 2]))),
        reach=Decimal(draw.choice(REACHES)),
    )
