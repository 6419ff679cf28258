"""The least that options with an end can cost, without running a ledger (RULES.md §4)."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil, inf

from planner.planning.bounds import SLACK, messages_allowed
from planner.planning.convex import least_place, promising
from planner.planning.seats import PlanSeats
from planner.planning.stages import SeatLife, Stage

# Bounds that differ by less than a cent tie.
CENT_DIGITS = 5


class Bound:
    """Dollars, or bought credits, that no option with this end is below."""

    def __init__(self, seats: PlanSeats, end: int, *, buys: bool, by_credits: bool) -> None:
        self._seats, self._end = seats, end
        self._of_seats: dict[int, float] = {}
        allowed = messages_allowed(seats.sending, seats.timeline, end)
        self._allowed, self._to_send = allowed, seats.sending.to_send
        self._buys = buys and seats.terms.sells_credits and allowed >= self._to_send
        self._counts_seats = not by_credits
        self._credit_price = 1.0 if by_credits else seats.credit_price
        self._uses = seats.most_uses(end)
        self._life = seats.life_of(0, end) if len(seats.kinds) == 1 else None

    def of_split(self, stage: Stage, staying: Sequence[int], *, whole: bool = True) -> float:
        """That of a stage with so many seats staying; infinite where too few messages are sent.

        Bought are `whole` credits, or also parts of one, which makes the bound convex.
        """
        messages, dollars = stage.messages, stage.dollars
        for stay, piece in zip(staying, stage.pieces, strict=True):
            messages += stay * piece.messages
            dollars += stay * piece.dollars
        return self._of(messages, dollars, whole=whole)

    def _of(self, messages: float, dollars: float, *, whole: bool) -> float:
        """That of seats that cost `dollars` and send so many messages without buying."""
        sent = messages if messages < self._allowed else self._allowed
        missing = self._to_send - sent - SLACK
        paid = dollars if self._counts_seats else 0.0
        if missing <= 0:
            return paid
        if not self._buys:
            return inf
        bought = missing / self._uses
        return paid + self._credit_price * (ceil(bought) if whole else bought)

    def of_seats(self, seats: int) -> float:
        """That of so many seats, whatever number is staying."""
        if seats not in self._of_seats:
            if self._life:
                self._of_seats[seats] = self._of_new_seats(seats, self._life)
            else:
                self._of_seats[seats] = self._of_all_kinds(seats)
        return self._of_seats[seats]

    def _of_all_kinds(self, seats: int) -> float:
        stage = self._seats.stage(seats, self._end)
        if not stage.pieces:
            return self.of_split(stage, ())
        low, high = stage.fewest_staying, stage.most_staying

        def convex(staying: int) -> float:
            return self.of_split(stage, stage.first(staying), whole=False)

        staying = self._least_staying(stage, convex)
        others = [convex(one) for one in (staying - 1, staying + 1) if low <= one <= high]
        if len(stage.pieces) > 1:
            # Another split may cost less than these, but by no more than a seat.
            dearest = max(piece.dollars for piece in stage.pieces) if self._counts_seats else 0.0
            return min([convex(staying), *others]) - dearest
        return min([self.of_split(stage, (staying,)), *others])

    def _of_new_seats(self, seats: int, life: SeatLife) -> float:
        """The same where all seats are new ones, as of all stages of one piece."""
        messages, dollars = seats * life.messages_sooner, seats * life.dollars_sooner
        if not life.may_end_sooner:
            return self._of(messages, dollars, whole=True)
        more, dearer = life.messages - life.messages_sooner, life.dollars - life.dollars_sooner
        # A straight line up to the number that sends everything, and another one beyond.
        places = [1]
        if more:
            enough = ceil((self._to_send - SLACK - messages) / more)
            places += [min(max(one, 1), seats) for one in (enough - 1, enough)]
        costs = [self._of(messages + n * more, dollars + n * dearer, whole=False) for n in places]
        least = min(costs)
        staying = places[costs.index(least)]
        bound = self._of(messages + staying * more, dollars + staying * dearer, whole=True)
        for other in (staying - 1, staying + 1):
            if 1 <= other <= seats:
                beside = self._of(messages + other * more, dollars + other * dearer, whole=False)
                bound = min(bound, beside)
        return bound

    def least_seats(self, fewest: int, most: int) -> int:
        """The number of seats with the least bound, of those from `fewest` to `most`."""
        if not self._life or not self._life.messages_sooner:
            return least_place(self.of_seats, fewest, most)
        # Straight lines between the numbers that send everything with one seat or all staying.
        life, to_send = self._life, self._to_send - SLACK
        one = ceil((to_send - life.messages + life.messages_sooner) / life.messages_sooner)
        all_ = ceil(to_send / life.messages)
        places = {fewest, most, one - 1, one, all_ - 1, all_}
        turning = {min(max(place, fewest), most) for place in places}
        return min(turning, key=lambda seats: (round(self.of_seats(seats), CENT_DIGITS), seats))

    def _least_staying(self, stage: Stage, convex: Callable[[int], float]) -> int:
        """The number of seats staying with the least bound."""
        low, high = stage.fewest_staying, stage.most_staying
        if len(stage.pieces) > 1 or not stage.pieces[0].messages:
            return least_place(convex, low, high)
        # A straight line up to the number that sends everything, and another one beyond.
        enough = ceil((self._to_send - SLACK - stage.messages) / stage.pieces[0].messages)
        turning = sorted({min(max(one, low), high) for one in (low, enough - 1, enough)})
        return min(turning, key=convex)

    def list_splits(
        self, stage: Stage, is_open: Callable[[int, float], bool]
    ) -> Iterator[tuple[int, ...]]:
        """The numbers of seats by piece whose bound is open, the least first."""
        if stage.has_few_splits:
            bounds = sorted((self.of_split(stage, split), split) for split in stage.splits())
            # Seats that send nothing beside the others end sooner and cost less than their bound.
            yield from (split for bound, split in bounds if bound < inf)
            return

        def convex(staying: int) -> float:
            return self.of_split(stage, stage.first(staying), whole=False)

        start = self._least_staying(stage, convex)
        for staying in promising(
            convex, stage.fewest_staying, stage.most_staying, is_open, start=start
        ):
            split = stage.first(staying)
            if is_open(staying, self.of_split(stage, split)):
                yield split
