"""The least that options of new seats can cost: the bound of one kind of seats in closed form.

Seats without an entry of held ones all live the same life, so the messages and the dollars of so
many of them, so many staying, are two products. Source: RULES.md §4.
"""

from collections.abc import Callable, Iterator
from math import ceil, inf

from planner.planning.convex import promising
from planner.planning.cost_bounds import CENT_DIGITS, Bound
from planner.planning.seats import PlanSeats


class NewSeatsBound(Bound):
    """The bound where all seats are new ones."""

    def __init__(self, seats: PlanSeats, end: int, *, buys: bool, by_credits: bool) -> None:
        super().__init__(seats, end, buys=buys, by_credits=by_credits)
        self._life = life = seats.life_of(0, end)
        # What each seat that stays adds.
        self._more = life.messages - life.messages_sooner
        self._dearer = life.dollars - life.dollars_sooner

    def of_seats(self, seats: int) -> float:
        """That of so many seats, whatever number is staying."""
        bound = self._of_seats.get(seats)
        if bound is None:
            bound = self._of_seats[seats] = self._of_best(seats)
        return bound

    def _of_best(self, seats: int) -> float:
        """That of so many seats with the best number staying, or beside it."""
        life = self._life
        messages, dollars = seats * life.messages_sooner, seats * life.dollars_sooner
        if not life.may_end_sooner:
            return self._of(messages, dollars, whole=True)
        more, dearer = self._more, self._dearer
        staying = self._least_between(messages, more, dearer, 1, seats)
        missing = self._to_send - (messages + staying * more)
        paid = dollars + staying * dearer if self._counts_seats else 0.0
        if missing <= 0 and self._is_allowed:
            return paid
        if not self._buys:
            return inf
        bound = paid + self._credit_price * ceil(missing / self._uses)
        # With whole credits another number may cost less, by a part of a credit.
        for beside in (staying - 1, staying + 1):
            if 1 <= beside <= seats:
                of_it = self._of(messages + beside * more, dollars + beside * dearer, whole=False)
                if of_it < bound:
                    bound = of_it
        return bound

    def of_any(self, fewest: int, most: int) -> float:
        """That of every number of seats from `fewest` to `most`, parts of seats included.

        Beyond the fewest seats each message is sent in the cheapest way there is: by a seat that
        stays, by a new one, or on a bought credit.
        """
        if self.may_idle:
            return super().of_any(fewest, most)
        life = self._life
        messages, dollars = fewest * life.messages_sooner, fewest * life.dollars_sooner
        ways: list[tuple[float, float]] = []
        if life.may_end_sooner:
            messages, dollars = messages + self._more, dollars + self._dearer
            ways.append((self._dearer, self._more))
        missing = self._to_send - messages
        if missing <= 0 and self._is_allowed:
            return dollars
        if most > fewest:
            ways += [(life.dollars_sooner, life.messages_sooner), (life.dollars, life.messages)]
        if self._buys:
            ways.append((self._credit_price, self._uses))
        rates = [cost / sent for cost, sent in ways if sent]
        return dollars + missing * min(rates) if rates else inf

    def least_seats(self, fewest: int, most: int) -> int:
        """The number of seats with the least bound, of those from `fewest` to `most`."""
        life, to_send = self._life, self._to_send
        if not life.messages_sooner:
            return super().least_seats(fewest, most)
        if fewest == most:
            return fewest
        # Straight lines between the numbers that send everything with one seat or all staying;
        # beyond them, more seats cost no less, and fewer than with all staying have to buy.
        one = ceil((to_send - life.messages + life.messages_sooner) / life.messages_sooner)
        all_ = ceil(to_send / life.messages)
        places = (fewest, all_ - 1, all_, one - 1, one) if self._buys else (all_, one - 1, one)
        turning = {
            fewest if place < fewest else most if place > most else place for place in places
        }
        return min([(round(self.of_seats(seats), CENT_DIGITS), seats) for seats in turning])[1]

    def splits_of(
        self, seats: int, is_open: Callable[[int, float], bool]
    ) -> Iterator[tuple[int, ...]]:
        """The numbers of seats staying whose bound is open, the least first."""
        life = self._life
        messages, dollars = seats * life.messages_sooner, seats * life.dollars_sooner
        if not life.may_end_sooner:
            yield from super().splits_of(seats, is_open)
            return
        more, dearer = self._more, self._dearer

        def of_staying(staying: int) -> float:
            sent, paid = messages + staying * more, dollars + staying * dearer
            return self._of(sent, paid, whole=self._counts_whole)

        start = self._least_between(messages, more, dearer, 1, seats)
        for staying in promising(of_staying, 1, seats, is_open, start=start):
            sent, paid = messages + staying * more, dollars + staying * dearer
            # Where nothing is bought, it is open with parts of a credit as it is without.
            if sent >= self._to_send or is_open(staying, self._of(sent, paid, whole=True)):
                yield (staying,)
