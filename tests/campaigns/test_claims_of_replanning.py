"""Every sentence of the page that plans what is left, recomputed from the record and the plan."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.presentation.replan import show_replanning
from campaigns.query.books import list_books
from campaigns.replanning import Replanning, decide_on
from planner.planning.days import DAY, add_months
from planner.planning.estimate import Estimate, make_estimate
from planner.planning.money import cents
from planner.planning.progress.record import Entry, Record
from tests.campaigns.factories import save_campaign
from tests.campaigns.replanning import find, queries, write
from tests.examples import examples
from tests.known import known

pytestmark = pytest.mark.usefixtures("book")

DOLLARS = r"\$([\d,]+\.\d\d)"
DAY_OF = r"(\d+ [A-Z][a-z]{2} \d{4})"
AGAINST = r"(on the last day|.+ before the deadline|.+ late)"
Check = Callable[[Replanning, tuple[str, ...]], None]


def dollars_of(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def day_of(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").date()


def best_of(found: Replanning) -> Estimate:
    assert found.answer.best
    return found.answer.best


def total_of(estimate: Estimate | None) -> Decimal:
    assert estimate
    assert estimate.total is not None
    return estimate.total


def last_day(found: Replanning) -> date:
    """The day by which what is left has to be sent: that of the last audience that lacks some."""
    rest, own = found.answer.rest, found.plan.scenario.own_deadline
    if rest.scenario is None or rest.on > own:
        return own
    return max(rest.scenario.deadline, rest.on)


def check_overdue(found: Replanning, said: tuple[str, ...]) -> None:
    audience = next(one for one in found.plan.scenario.audiences if one.name == said[0])
    rest = found.answer.rest
    assert audience.deadline_on
    assert audience.deadline_on < rest.on
    assert rest.scenario is None or audience.name in {one.name for one in rest.scenario.audiences}


def check_due_together(found: Replanning, _: tuple[str, ...]) -> None:
    best = best_of(found)
    assert all(one.deadline_on is None for one in best.scenario.audiences)
    assert best.scenario.deadline == best.done_on


def check_due_on_the_last_day(found: Replanning, _: tuple[str, ...]) -> None:
    best = best_of(found)
    taken = known(decide_on(found, best, books=list_books())).query.scenario
    assert found.answer.is_late
    assert not taken.audiences
    assert taken.deadline == best.done_on


def check_limit(found: Replanning, said: tuple[str, ...]) -> None:
    assert found.answer.is_late
    assert best_of(found).scenario.monthly_send_limit == int(said[0])
    assert found.plan.scenario.monthly_send_limit == int(said[0])


def check_not_every(found: Replanning, _: tuple[str, ...]) -> None:
    assert found.answer.rest.scenario
    for terms in found.query.plans:
        assert make_estimate(terms, found.answer.rest.scenario, "cheapest").status != "ok"
    done_on = best_of(found).done_on
    assert done_on
    assert done_on <= last_day(found)


def check_against(text: str, done_on: date, deadline: date) -> None:
    """The span between a last day and the deadline, counted by itself."""
    if text == "on the last day":
        assert done_on == deadline
        return
    span = re.fullmatch(r"(over )?(\d+) (day|month)s? (before the deadline|late)", text)
    assert span, text
    first, last = sorted([done_on, deadline])
    assert (span[4] == "late") == (done_on > deadline)
    if span[3] == "day":
        assert last - first == timedelta(days=int(span[2]))
    else:
        reached = add_months(first, int(span[2]))
        assert reached < last if span[1] else reached == last
        assert add_months(first, int(span[2]) + 1) > last


def check_left(found: Replanning, said: tuple[str, ...]) -> None:
    scenario, record = found.plan.scenario, found.answer.rest.record
    left, target, _, on = said
    assert int(target.replace(",", "")) == scenario.target
    assert day_of(on) > (record.last_on or date.min)
    reached = {"contacted": record.sent, "replied": record.replied}.get(scenario.goal)
    if reached is None:
        reached = int(record.replied * scenario.positive_share * (scenario.meeting_rate or 1))
    assert int(left.replace(",", "")) == max(0, scenario.target - reached)


def check_best(found: Replanning, said: tuple[str, ...]) -> None:
    name, seats, done_on, against = said
    best = best_of(found)
    assert (best.terms.name, best.seats) == (name, int(seats))
    assert day_of(done_on) == best.done_on
    check_against(against, day_of(done_on), last_day(found))


def check_whole(found: Replanning, said: tuple[str, ...]) -> None:
    spent, planned, whole = map(dollars_of, said)
    assert spent + planned == whole
    assert found.spent is not None
    assert spent == cents(found.spent)
    carried = found.answer.carried_on
    known = [one.total for one in (found.answer.best, carried) if one and one.total is not None]
    assert planned in [cents(one) for one in known] or (planned == 0 and not found.answer.rest.left)


def check_unchanged(found: Replanning, said: tuple[str, ...]) -> None:
    done_on, against, total = said
    carried = found.answer.carried_on
    assert carried
    assert carried.total is not None
    assert (carried.done_on, cents(carried.total)) == (day_of(done_on), dollars_of(total))
    check_against(against, day_of(done_on), last_day(found))


def check_left_of_plan(found: Replanning, said: tuple[str, ...]) -> None:
    left, on = dollars_of(said[0]), day_of(said[1])
    rows = [row for row in found.plan.schedule if row.starts_on >= on]
    seats = sum((row.subscription_spend or Decimal(0) for row in rows), Decimal(0))
    bought = found.plan.credits.bought if found.plan.credits else 0
    to_buy = max(0, bought - found.answer.rest.record.bought)
    assert left == cents(seats + to_buy * (found.plan.terms.credit_price or 0))


def check_spent(found: Replanning, said: tuple[str, ...]) -> None:
    spent, source = dollars_of(said[0]), said[1]
    record = found.answer.rest.record
    rest = found.answer.rest
    since = (
        [
            row.subscription_spend or Decimal(0)
            for row in found.plan.schedule
            if known(record.last_on) < row.starts_on < rest.on
        ]
        if record.paid
        else []
    )
    if source == "as noted":
        assert spent == cents(record.paid)
        assert not sum(since)
    elif parts := re.fullmatch(
        rf"{DOLLARS} as noted and {DOLLARS} that fell due after that", source
    ):
        assert dollars_of(parts[1]) == cents(record.paid)
        assert dollars_of(parts[2]) == cents(sum(since, Decimal(0)))
        assert spent == cents(record.paid + sum(since, Decimal(0)))
    else:
        rows = [row for row in found.plan.schedule if row.starts_on < found.answer.rest.on]
        seats = sum((row.subscription_spend or Decimal(0) for row in rows), Decimal(0))
        price = found.plan.terms.credit_price or Decimal(0)
        assert not record.paid
        assert spent == cents(seats + record.bought * price)
        assert (source == "as nothing was due yet") == (not spent)


def check_seats(found: Replanning, said: tuple[str, ...]) -> None:
    credits, source, seats = said
    number = 0 if credits == "no credits" else int(credits.split()[0].replace(",", ""))
    there = found.answer.rest.seats_now
    assert number == sum(one.credits for one in there)
    noted = [one for one in found.answer.rest.record.entries if one.credits_now is not None]
    assert source.endswith("by the plan and what is noted") == (not noted)
    listed = re.findall(rf"([\d,]+) seats? of \w+ paid until {DAY_OF}", seats)
    counted: dict[date, int] = {}
    for one in there:
        counted[one.paid_until] = counted.get(one.paid_until, 0) + one.seats
    assert {day_of(day): int(number) for number, day in listed} == counted


def check_can_be_made(found: Replanning, said: tuple[str, ...]) -> None:
    best = best_of(found)
    assert day_of(said[0]) == last_day(found)
    assert best.done_on
    assert best.done_on <= last_day(found)
    assert dollars_of(said[1]) == cents(total_of(best))


def check_cannot_be_made(found: Replanning, said: tuple[str, ...]) -> None:
    best = best_of(found)
    assert day_of(said[0]) == last_day(found)
    assert best.done_on == day_of(said[1])
    assert best.done_on > last_day(found)
    check_against(said[2], best.done_on, last_day(found))


def check_cheapest_late(found: Replanning, said: tuple[str, ...]) -> None:
    late = found.answer.cheapest_late
    assert late
    assert found.answer.is_late
    assert (late.terms.name, late.seats, late.done_on) == (said[0], int(said[1]), day_of(said[3]))
    assert dollars_of(said[2]) == cents(total_of(late))
    assert total_of(late) <= total_of(found.answer.best)


def check_no_change(found: Replanning, _: tuple[str, ...]) -> None:
    carried = found.answer.carried_on
    assert carried
    assert carried.done_on
    assert carried.total is not None
    assert carried.done_on <= last_day(found)
    assert carried.total <= total_of(found.answer.best)


def check_late_then(found: Replanning, said: tuple[str, ...]) -> None:
    carried, rest = found.answer.carried_on, found.answer.rest
    assert carried
    assert carried.done_on
    assert rest.scenario
    names = said[0].split(", ")
    assert names == list(carried.late)
    due = {one.audience.name: one.deadline for one in rest.scenario.queue}
    assert all(due[name] < carried.done_on for name in names)


def check_same(found: Replanning, _: tuple[str, ...]) -> None:
    assert found.answer.rest.plan_left is not None
    assert cents(total_of(found.answer.best) - found.answer.rest.plan_left) == 0


def check_figure_more(found: Replanning, said: tuple[str, ...]) -> None:
    left = found.answer.rest.plan_left
    assert left is not None
    more = cents(total_of(found.answer.best) - left)
    assert more == dollars_of(said[0]) * (1 if said[1] == "more" else -1)


def check_unsent(found: Replanning, said: tuple[str, ...]) -> None:
    carried, rest = found.answer.carried_on, found.answer.rest
    assert carried
    assert (carried.done_on, carried.unsent) == (None, int(said[0].replace(",", "")))
    if said[1]:
        assert rest.seats_now == ()


def check_rate(found: Replanning, said: tuple[str, ...]) -> None:
    rate, replies, sent, planned = said
    record = found.answer.rest.record
    assert found.rate is not None
    assert Decimal(rate) / 100 == found.rate == best_rate(found)
    assert (int(replies), int(sent)) == (record.replied, record.sent)
    if planned != "none":
        assert abs(Decimal(planned) / 100 - found.plan.scenario.reply_rate) < Decimal("0.001")


def best_rate(found: Replanning) -> Decimal | None:
    return found.answer.best.scenario.reply_rate if found.answer.best else found.rate


def check_frees(found: Replanning, _: tuple[str, ...]) -> None:
    answer = found.answer
    assert answer.rest.scenario
    asked = answer.rest.scenario.seats
    assert asked != "best"
    assert best_of(found).seats > asked
    for terms in found.query.plans:
        assert make_estimate(terms, answer.rest.scenario, "cheapest").status != "ok"


CHECKS: list[tuple[str, Check]] = [
    (rf"([\d,]+) of ([\d,]+) (\w+) (?:is|are) left from {DAY_OF} on\.", check_left),
    (rf"(\w+) with ([\d,]+) seats?: done by {DAY_OF}, {AGAINST}\.", check_best),
    (rf"The whole campaign: {DOLLARS} spent and {DOLLARS} planned, {DOLLARS}\.", check_whole),
    (
        rf"The plan’s seats go on until all is sent, each message as early as it can go: "
        rf"done by {DAY_OF}, {AGAINST}, for {DOLLARS} from now on\.",
        check_unchanged,
    ),
    (rf"The plan had {DOLLARS} left to pay from {DAY_OF} on\.", check_left_of_plan),
    (
        rf"{DOLLARS} is spent so far, ([^,]+(?:, as none is noted)?|\$\S+ as noted and .+)\.",
        check_spent,
    ),
    (r"There are (no credits|[\d,]+ credits?), (.+), and (\d.*)\.", check_seats),
    (rf"{DAY_OF} can still be made, for {DOLLARS} from now on", check_can_be_made),
    (
        rf"{DAY_OF} cannot be made any more: {DAY_OF} at the soonest, {AGAINST}",
        check_cannot_be_made,
    ),
    (
        r"The cheapest single plan, whenever it ends: (\w+) with ([\d,]+) seats?, "
        rf"{DOLLARS} from now on, "
        rf"done by {DAY_OF}\.",
        check_cheapest_late,
    ),
    (r"(\w+) is late already: its own deadline is over\.", check_overdue),
    (r"Taken over, every audience is due by that day\.", check_due_together),
    (r"Taken over, that day is the deadline\.", check_due_on_the_last_day),
    (r"It sends at most (\d+) messages? a month, as the plan did\.", check_limit),
    (r"Not every audience can be in time any more", check_not_every),
    (r"That is in time, and no single plan in time costs less\.", check_no_change),
    (r"Late then: ([^.]+)\.", check_late_then),
    (r"It costs the same\.", check_same),
    (rf"{DOLLARS} (more|less)", check_figure_more),
    (
        r"The plan as it is leaves ([\d,]+) messages? unsent(: its seats have ended)?\.",
        check_unsent,
    ),
    (
        r"Planned with ([\d.]+) % replies, as learned from (\d+) repl(?:y|ies) to (\d+) messages?; "
        r"the plan had (none|[\d.]+)(?: %)?\.",
        check_rate,
    ),
    (r"It takes more seats than you asked for: with those it is late\.", check_frees),
    (
        rf"The plan has {DOLLARS} left, which need not be paid: "
        r"cancel the seats before they renew\.",
        lambda found, said: check_left_of_plan(
            found, (said[0], f"{found.answer.rest.on:%d %b %Y}")
        ),
    ),
    (
        r"No seat of (\w+) is there any more: the plan’s have ended\.",
        lambda found, _: None if not found.answer.rest.seats_now else pytest.fail("there is one"),
    ),
    (
        r"(\d+) repl(?:y counts|ies count) so far; of what follows a reply the planned share is "
        r"taken as reached\.",
        lambda found, said: (
            pytest.fail("another number")
            if int(said[0]) != found.answer.rest.record.replied
            else None
        ),
    ),
]


def check(found: Replanning, sentence: str) -> None:
    for pattern, recompute in CHECKS:
        if match := re.fullmatch(pattern, sentence):
            recompute(found, match.groups())
            return
    pytest.fail(f"nothing recomputes “{sentence}”")


entries = st.fixed_dictionaries(
    {
        "sent": st.integers(0, 200),
        "answered": st.integers(0, 30),
        "bought": st.integers(0, 20),
        "paid": st.sampled_from([Decimal(0), Decimal("79.99"), Decimal("250.555")]),
        "credits_now": st.none() | st.integers(0, 60),
    }
)
"""What an entry notes."""


@examples(10, many=400)
@given(asked=queries, counts=entries, days=st.integers(0, 250))
def test_every_sentence_is_true(asked: dict[str, Any], counts: dict[str, Any], days: int) -> None:
    campaign = save_campaign(write(asked))
    on = date(2026, 12, 1) + days * DAY
    counts["answered"] = min(counts["answered"], counts["sent"])
    what = Record.of(
        [Entry(first_on=date(2026, 12, 1), last_on=on - DAY, **counts)] if days else []
    )
    found = find(campaign, what, today=on)
    page = show_replanning(found)
    plain = [page.headline, *page.facts]
    for answer in page.answers:
        plain += answer.sentences
        if re.search("more$|less$", answer.figure):
            plain.append(answer.figure)
    fixed = {
        "Nothing is left to do": not found.answer.rest.left,
        "The plan begins on 1 Dec 2026, with its seats as it has them.": not days,
    }
    for sentence in plain:
        if sentence in fixed:
            assert fixed[sentence]
        else:
            check(found, sentence)
    figures = {answer.name: answer.figure for answer in page.answers}
    if found.answer.best:
        name = "The cheapest single plan to still make it"
        name = "The soonest way" if found.answer.is_late else name
        assert figures[name] == f"${cents(total_of(found.answer.best)):,}"
    for action, _ in page.takes:
        way = found.answer.best if action == "take" else found.answer.cheapest_late
        assert way
        assert decide_on(found, way, books=list_books())
