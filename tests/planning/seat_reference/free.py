"""RULES.md §3: messages to open profiles, placed once all messages on credits are known.

Readings chosen here, where the text leaves a choice:

- Messages on credits never wait for free ones, so the credits' ledger is run first, alone; "the
  credits that still come in the same month of the limit" are those that it sends in that month.
- Of several groups the first in order sends as many free ones as its limits leave, then the next.
- All persons of a campaign send free ones, from the start day to the end, subscribed or not.
"""

from datetime import date

from tests.planning.seat_reference.days import month_number
from tests.planning.seat_reference.ledger import Run, Slice, Wallet


def sent_on(wallet: Wallet, day: date) -> int:
    """Return the messages on credits that a group sends in the slice that begins on a day."""
    return sum(row.sent for row in wallet.rows if row.on == day)


def place_free_messages(ledgers: Run) -> tuple[dict[tuple[date, int], int], int]:
    """Return the free messages by slice and group, and how many find no place at all."""
    scenario = ledgers.scenario
    left = scenario.free_messages
    placed: dict[tuple[date, int], int] = {}
    free_in_seat_month: dict[tuple[int, int], int] = {}
    free_in_campaign_month: dict[int, int] = {}
    for part in ledgers.slices:
        if left == 0:
            break
        for number, wallet in enumerate(ledgers.wallets):
            campaign_month = month_number(scenario.start_on, part.first)
            seat_month = (number, wallet.month(part.first))
            room = left if part.days else 0
            if scenario.seat_daily_limit is not None:
                in_slice = scenario.seat_daily_limit * wallet.group.seats * len(part.days)
                room = min(room, in_slice - sent_on(wallet, part.first))
            if scenario.seat_monthly_limit is not None:
                in_month = scenario.seat_monthly_limit * wallet.group.seats
                on_credits = wallet.sent_in.get(seat_month[1], 0)
                taken = on_credits + free_in_seat_month.get(seat_month, 0)
                room = min(room, in_month - taken)
            if scenario.monthly_send_limit is not None:
                on_credits = ledgers.sent_in_campaign_month.get(campaign_month, 0)
                taken = on_credits + free_in_campaign_month.get(campaign_month, 0)
                room = min(room, scenario.monthly_send_limit - taken)
            if room > 0:
                left -= room
                placed[part.first, number] = room
                free_in_seat_month[seat_month] = free_in_seat_month.get(seat_month, 0) + room
                free_in_campaign_month[campaign_month] = (
                    free_in_campaign_month.get(campaign_month, 0) + room
                )
    return placed, left


def day_of_message(part: Slice, number: int, daily: int | None) -> date:
    """Return the day of the n-th message that a group sends in a slice."""
    return part.days[0] if daily is None else part.days[-(-number // daily) - 1]
