"""Where no send limit keeps credits waiting: each month sends all that came in it (RULES.md §6).

No credit is left at a refresh, so none expires and no cap matters but to the opening balance.
"""

from planner.planning.mix.formulation import Formulation
from planner.planning.mix.program import Sum, add


def let_credits_flow(formulation: Formulation) -> None:
    """What has come in by the deadline, credits back included, sends everything."""
    offer, program = formulation.offer, formulation.program
    rate = offer.sending.return_rate
    came = _hold_opening_balance(formulation)
    back: Sum = {}
    for month in offer.months:
        if month > 1 and rate:
            before, back = back, {program.variable(rate * offer.sending.to_send // 1): 1}
            program.require((1, back), (-float(rate), add((1, came), (1, before))), most=0)
            # What comes back when no seat is kept any longer sends nothing.
            any_seat = formulation.active(month, lambda terms: offer.sending.to_send)
            program.require((1, back), (-1, before), (-1, any_seat), most=0)
        bought = dict.fromkeys(formulation.bought[month], 1)
        came = add((1, came), (1, formulation.granted(month)), (1, bought))
    program.require((1, came), (1, back), least=offer.sending.to_send)


def _hold_opening_balance(formulation: Formulation) -> Sum:
    """The credits held at the start that the first refresh leaves beside its grant."""
    held = formulation.offer.sending.opening_balance
    if not held:
        return {}
    kept: Sum = {formulation.program.variable(held): 1}
    formulation.program.require(
        (1, kept), (1, formulation.granted(1)), (-1, formulation.cap(1)), most=0
    )
    return kept
