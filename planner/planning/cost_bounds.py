"""The least that options with an end can cost, without running a ledger (RULES.md §4)."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import ceil, inf

from planner.planning.bounds import SLACK, messages_allowed
from planner.planning.convex import least_place, promising
from planner.planning.seats import PlanSeats
from planner.planning.stages import Piece, Stage

# Bounds that differ by less than a cent tie.
CENT_DIGITS = 5


class Bound:
    """Dollars, or bought credits, that no option with this end is below."""

    def __init__(self, seats: PlanSeats, end: int, *, buys: bool, by_credits: bool) -> None:
        self._seats, self._end = seats, end
        self._of_seats: dict[int, float] = {}
        self._to_send = seats.sending.to_send - SLACK
        # Whether the limit of the whole campaign allows all messages.
        self._is_allowed = messages_allowed(seats.sending, seats.timeline, end) >= self._to_send
        self._buys = buys and seats.sells_credits and self._is_allowed
        self._counts_seats = not by_credits
        # Whether seats that send nothing may cost less than this.
        self.may_idle = seats.may_idle and not by_credits
        # Whole credits alone fall as more seats stay, so their bound needs no parts to be convex.
        self._counts_whole = by_credits
        self._credit_price = 1.0 if by_credits else seats.credit_price
        self._uses = seats.most_uses(end)
        # Dollars of a message on a bought credit.
        self._message_price = self._credit_price / self._uses if self._buys else inf

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
        missing = self._to_send - messages
        paid = dollars if self._counts_seats else 0.0
        if missing <= 0 and self._is_allowed:
            return paid
        if not self._buys:
            return inf
        bought = missing / self._uses
        return paid + self._credit_price * (ceil(bought) if whole else bought)

    def of_seats(self, seats: int) -> float:
        """That of so many seats, whatever number is staying."""
        if seats not in self._of_seats:
            stage = self._seats.stage(seats, self._end)
            if not stage.pieces:
                self._of_seats[seats] = self.of_split(stage, ())
            elif len(stage.pieces) == 1:
                self._of_seats[seats] = self._of_one_piece(stage, stage.pieces[0])
            else:
                self._of_seats[seats] = self._of_pieces(stage)
        return self._of_seats[seats]

    def _of_one_piece(self, stage: Stage, piece: Piece) -> float:
        """That of a stage of one piece: with the best number staying, or beside it."""
        low, high = stage.fewest_staying, piece.seats
        staying = self._least_staying(stage, piece)
        bound = self._of_staying(stage, piece, staying, whole=True)
        if staying > low:
            bound = min(bound, self._of_staying(stage, piece, staying - 1))
        if staying < high:
            bound = min(bound, self._of_staying(stage, piece, staying + 1))
        return bound

    def _of_staying(
        self, stage: Stage, piece: Piece, staying: int, *, whole: bool = False
    ) -> float:
        """`of_split` of a stage of one piece."""
        messages = stage.messages + staying * piece.messages
        return self._of(messages, stage.dollars + staying * piece.dollars, whole=whole)

    def _least_staying(self, stage: Stage, piece: Piece) -> int:
        """The number of seats staying with the least bound, in a stage of one piece."""
        return self._least_between(
            stage.messages, piece.messages, piece.dollars, stage.fewest_staying, piece.seats
        )

    def _least_between(
        self, messages: float, more: float, dearer: float, low: int, high: int
    ) -> int:
        """The number from `low` to `high` with the least bound, each adding messages and dollars.

        A straight line up to the number that sends everything, and a rising one beyond.
        """
        if not more:
            return low
        # In dollars: a seat more, and the credits for the messages that it sends.
        dearer = dearer if self._counts_seats else 0.0
        price, missing = self._message_price, self._to_send - messages
        if dearer >= price * more:
            return low
        enough = ceil(missing / more)
        if enough <= low:
            return low
        if enough > high:
            return high
        missing -= (enough - 1) * more
        return enough - 1 if dearer >= price * missing else enough

    def _of_pieces(self, stage: Stage) -> float:
        """That of a stage of several pieces."""
        low, high = stage.fewest_staying, stage.most_staying
        staying = self._least_staying_of(stage)
        beside = [one for one in (staying - 1, staying, staying + 1) if low <= one <= high]
        # Another split may cost less than these, but by no more than a seat.
        dearest = max(piece.dollars for piece in stage.pieces) if self._counts_seats else 0.0
        return min(self._of_first(stage, one) for one in beside) - dearest

    def _least_staying_of(self, stage: Stage) -> int:
        """The number of the first seats of a stage with the least bound, with parts of a credit.

        Each piece costs more for a message than the one before: after the first that is not worth
        all its seats, none is worth any.
        """
        messages, before = stage.messages, 0
        for place in stage.order:
            piece = stage.pieces[place]
            low = min(max(stage.fewest_staying - before, 0), piece.seats)
            staying = self._least_between(messages, piece.messages, piece.dollars, low, piece.seats)
            before += staying
            if staying < piece.seats:
                break
            messages += staying * piece.messages
        return before

    def _of_first(self, stage: Stage, staying: int) -> float:
        """`of_split` of the first seats of a stage, with parts of a credit."""
        return self.of_split(stage, stage.first(staying), whole=False)

    def of_any(self, fewest: int, _most: int) -> float:
        """That of every number of seats between two, also where some of them send nothing."""
        return self._seats.least_dollars(fewest, self._end)

    def idle_saving(self, seats: int) -> float:
        """Dollars by which so many seats may cost less than this, as some send nothing."""
        return self._seats.idle_saving(seats, self._end) if self.may_idle else 0.0

    def least_seats(self, fewest: int, most: int) -> int:
        """The number of seats with the least bound, of those from `fewest` to `most`."""
        return least_place(self.of_seats, fewest, most)

    def stage(self, seats: int) -> Stage:
        """So many seats at the end of the option."""
        return self._seats.stage(seats, self._end)

    def list_seats(
        self, fewest: int, most: int, is_open: Callable[[int, float], bool]
    ) -> Iterator[int]:
        """The numbers of seats from `fewest` to `most` whose bound is open, the least first."""
        start = self.least_seats(fewest, most)
        return promising(self.of_seats, fewest, most, is_open, start=start)

    def splits_of(
        self, seats: int, is_open: Callable[[int, float], bool]
    ) -> Iterator[tuple[int, ...]]:
        """The numbers of seats staying by piece whose bound is open, the least first."""
        stage = self.stage(seats)
        if stage.has_few_splits:
            bounds = sorted((self.of_split(stage, split), split) for split in stage.splits())
            yield from (one for bound, one in bounds if bound < inf and is_open(sum(one), bound))
            return
        low, high = stage.fewest_staying, stage.most_staying
        if len(stage.pieces) == 1:
            convex = partial(self._of_staying, stage, stage.pieces[0], whole=self._counts_whole)
            start = self._least_staying(stage, stage.pieces[0])
        else:
            convex = partial(self._of_first, stage)
            start = self._least_staying_of(stage)
        splits = map(stage.first, promising(convex, low, high, is_open, start=start))
        yield from (one for one in splits if is_open(sum(one), self.of_split(stage, one)))
