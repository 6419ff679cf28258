"""Constraints without a send limit: each month sends all credits that it gets (RULES.md §6).

No credit is left at a refresh, so none expires, and a cap applies to the opening balance only.
"""

from planner.planning.mix.formulation import Formulation
from planner.planning.mix.program import Sum, add


def constrain_flow(formulation: Formulation) -> None:
    """Require that the credits in by the deadline, credits back included, send everything."""
    offer, program = formulation.offer, formulation.program
    rate = offer.sending.return_rate
    total_in = _add_opening_balance(formulation)  # but for the credits back
    returned: Sum = {}
    for month in offer.months:
        if month > 1 and rate:
            before, returned = returned, {program.variable(rate * offer.sending.to_send // 1): 1}
            program.require((1, returned), (-float(rate), add((1, total_in), (1, before))), most=0)
            # A credit back sends nothing where no seat is subscribed.
            any_seat = formulation.active(month, lambda terms: offer.sending.to_send)
            program.require((1, returned), (-1, before), (-1, any_seat), most=0)
        bought = dict.fromkeys(formulation.bought[month], 1)
        total_in = add((1, total_in), (1, formulation.granted(month)), (1, bought))
    program.require((1, total_in), (1, returned), least=offer.sending.to_send)


def _add_opening_balance(formulation: Formulation) -> Sum:
    """The part of the opening balance that the first refresh leaves beside its grant."""
    held = formulation.offer.sending.opening_balance
    if not held:
        return {}
    usable: Sum = {formulation.program.variable(held): 1}
    formulation.program.require(
        (1, usable), (1, formulation.granted(1)), (-1, formulation.cap(1)), most=0
    )
    return usable
