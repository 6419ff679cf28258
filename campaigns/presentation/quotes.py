"""What a quote shows to the client, and what it rests on, both as JSON that never changes.

The client's part is made here once, in words and amounts; the pages and files only lay it out. Own
cost, mark-up, plan, seats and prices of the agency's subscriptions are in the other part alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.decision import Decision
from campaigns.exports.amounts import Json
from campaigns.forms.names import SENDS_ON_NAMES
from campaigns.models.campaign import LONGEST_NAME
from campaigns.presentation.brief import list_key_days
from campaigns.presentation.judgement import judge
from campaigns.presentation.quote_dates import DEADLINE, DONE, name_day
from campaigns.query.reply_rates import explain_assumed_rate
from campaigns.saved.quotes import CURRENCY, VERSION, QuoteDraft
from campaigns.wording import day
from planner.planning.audience_results import AudienceResult
from planner.planning.estimate import Estimate
from planner.planning.money import cents
from planner.planning.progress.audiences_left import count_reached
from planner.planning.progress.record import Record
from planner.planning.quotes import Pricing, list_costs, price_quote
from planner.planning.wording import count, count_leads, percent

# The days that are the client's, too; when the agency cancels its seats is its own.
CLIENT_DAYS = ("First message", "Everything sent", "Deadline")

NO_END = "The campaign as saved reaches no end, so there is nothing to quote."


class NothingToQuote(Exception):
    """Why the campaign has no total that a price could be made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the agency enters: texts, the pricing, and the last day on which the quote is valid.

    `audience` is the name of the one that is quoted; empty: all of them. `before` is what a
    replanned campaign had before its plan, where that is quoted as well; `paid` are the dollars
    that were paid before for held seats, as far as they are quoted.
    """

    title: str
    client: str
    agency: str
    prefix: str
    note: str
    valid_until: date
    pricing: Pricing
    audience: str = ""
    before: "Before | None" = None
    paid: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a campaign did and spent, in dollars, before the day from which its plan counts.

    `spent` is `None` where it is unknown: then the whole campaign cannot be quoted.
    """

    counts_from: date
    spent: Decimal | None
    record: Record

    @property
    def done(self) -> Record:
        """What is noted before that day, matched over the whole record (RULES.md §12)."""
        return self.record.matched().before(self.counts_from)


def estimate_to_quote(decision: Decision) -> Estimate:
    """The estimate that the campaign's page shows in full; raises `NothingToQuote`."""
    chosen = decision.chosen
    if chosen is None or not chosen.is_done:
        raise NothingToQuote(NO_END)
    if chosen.total is None:
        raise NothingToQuote("A price of the campaign is not known, so it cannot be quoted.")
    return chosen


def warn_of_lateness(chosen: Estimate, audience: str) -> str:
    """That the plan to be quoted misses its deadline, for the agency; empty where it does not."""
    if chosen.status != "misses_deadline":
        return ""
    how = judge(chosen).text
    if one := find_audience(chosen, audience):
        if not one.days_late:
            return ""
        how = f"{count(one.days_late, 'day')} late"
    return f"The plan misses its deadline, as your client can see from the dates: {how}."


def warn_of_nothing(draft: QuoteDraft) -> str:
    """That a quote asks for nothing, for the agency; empty where it asks for something."""
    if draft.price.total:
        return ""
    return (
        "The quote comes to $0.00: no own cost counts, and a mark-up in percent adds nothing to it."
    )


def draft_quote(
    decision: Decision,
    wish: Wish,
    *,
    number: int,
    revision: int,
    prices_from: date,
    logo: bytes | None,
    made_on: date,
) -> QuoteDraft:
    """The quote of a decision; raises `NothingToQuote` where it has no total."""
    estimate = estimate_to_quote(decision)
    lines = _list_lines(estimate, wish, wish.paid)
    costs = [cost for _, cost in lines]
    price = price_quote(costs, wish.pricing)
    shown = {
        "version": VERSION,
        "number": f"{wish.prefix}{number}",
        "title": wish.title,
        "client": wish.client,
        "agency": wish.agency,
        "note": wish.note,
        "made_on": made_on.isoformat(),
        "valid_until": wish.valid_until.isoformat(),
        "currency": CURRENCY,
        "scope": [*_list_scope(estimate, wish), *_list_done_before(wish)],
        "dates": list(_list_dates(decision, estimate, wish)),
        "rests_on": list(_list_what_it_rests_on(decision, prices_from, wish.audience)),
        "lines": [
            {"name": name, "price": str(amount)}
            for (name, _), amount in zip(lines, price.prices, strict=True)
        ],
        "subtotal": str(price.subtotal),
        "tax_percent": plain(wish.pricing.tax_percent),
        "tax": str(price.tax),
        "total": str(price.total),
    }
    basis = {
        "version": VERSION,
        "revision": revision,
        "asked": decision.query.to_query_string(decision.display_to_save),
        "plan": estimate.terms.name,
        "audience": wish.audience,
        "costs": [plain(cost) for cost in costs],
        "already_paid": plain(_count_paid(estimate, wish, costs)),
        "markup_percent": _plain_or_none(wish.pricing.markup_percent),
        "fee": _plain_or_none(wish.pricing.fee),
    }
    return QuoteDraft(
        client=wish.client,
        number=number,
        valid_until=wish.valid_until,
        shown=shown,
        basis=basis,
        logo=logo,
        price=price,
    )


def plain(amount: Decimal) -> str:
    """A number without an exponent and without zeros at its end: "19", "7.7"."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain_or_none(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)


def find_audience(estimate: Estimate, name: str) -> AudienceResult | None:
    """What an audience gets of the estimate; `None` for the whole campaign.

    Raises `NothingToQuote` for one that the campaign does not have.
    """
    if not name:
        return None
    found = next((one for one in estimate.audiences if one.audience.name == name), None)
    if found is None:
        raise NothingToQuote("The campaign has no such audience any more.")
    return found


def _list_lines(estimate: Estimate, wish: Wish, paid: Decimal) -> list[tuple[str, Decimal]]:
    """What is offered, with own cost, of which `paid` dollars were paid before (RULES.md §14)."""
    one = find_audience(estimate, wish.audience)
    spent = wish.before.spent if wish.before else None
    costs = list_costs(estimate, paid=paid, spent=spent or Decimal(0))
    names = [each.audience.name for each in estimate.audiences] or [wish.title]
    lines = list(zip(names, costs, strict=True))
    if one is not None:
        lines = [(wish.title, cost) for name, cost in lines if name == one.audience.name]
    return lines


def _count_paid(estimate: Estimate, wish: Wish, costs: Sequence[Decimal]) -> Decimal:
    """The part of the own cost that was paid before, of the lines that are quoted."""
    without = sum((cents(cost) for _, cost in _list_lines(estimate, wish, Decimal(0))), Decimal(0))
    return max(sum(map(cents, costs), Decimal(0)) - without, Decimal(0))


def _list_done_before(wish: Wish) -> Iterator[str]:
    """What the whole campaign, or the audience that is quoted, did before its plan."""
    if wish.before is None:
        return
    done = _done_before(wish.before, wish.audience)
    yield (
        f"Of these before {day(wish.before.counts_from)}: {count(done.sent, 'message')} sent, "
        f"{count(done.answered, 'answer')}"
    )


def propose_title(estimate: Estimate, *, audience: str = "", before: Before | None = None) -> str:
    """What is offered, in the words of a campaign's proposed name: "500 people from 1 Dec 2026".

    Of an audience after its name; with `before` of the whole campaign, from its first message on.
    Raises `NothingToQuote` as `find_audience`.
    """
    scenario, entries = estimate.scenario, _done_before(before, audience).entries
    first_on = min((one.first_on for one in entries if one.sent), default=scenario.start_on)
    reached = _count_all(estimate, audience, before)
    title = f"{count_leads(reached, scenario.goal)} from {day(first_on)}"
    return f"{audience}: {title}" if audience else title


def name_part(name: str, audience: str) -> str:
    """What is offered of a campaign with a name of its own: "Autumn: CFOs"; all of it: "Autumn".

    The name is cut where both together are longer than a title may be.
    """
    part = f": {audience}" if audience else ""
    room = LONGEST_NAME - len(part)
    cut = name if len(name) <= room else f"{name[: room - 1].rstrip()}…"
    return f"{cut}{part}"


def _list_scope(estimate: Estimate, wish: Wish) -> Iterator[str]:
    """The people and messages that the quote covers: of the whole campaign those before as well."""
    scenario, one = estimate.scenario, find_audience(estimate, wish.audience)
    done = _done_before(wish.before, wish.audience)
    messages = count((one.messages if one else scenario.messages) + done.sent, "message")
    reached = count_leads(_count_all(estimate, wish.audience, wish.before), scenario.goal)
    if one is not None:
        yield f"{one.audience.name}: {reached} by InMail on LinkedIn"
    else:
        for name, leads in _count_by_audience(estimate, wish.before).items():
            yield f"{name or 'Of no audience in particular'}: {count_leads(leads, scenario.goal)}"
        how = "written to on LinkedIn by InMail"
        if scenario.goal != "contacted":
            how = "the goal, by InMail on LinkedIn"
        yield f"{reached} are {how}"
    yield f"{messages} in all, one to a person"


def _done_before(before: Before | None, audience: str = "") -> Record:
    """What the campaign, or one of its audiences, did before its plan."""
    if before is None:
        return Record()
    return before.done.of_audiences([audience]) if audience else before.done


def _count_all(estimate: Estimate, audience: str, before: Before | None) -> int:
    """The leads that the campaign, or one of its audiences, is to reach, those before included."""
    if by_audience := _count_by_audience(estimate, before):
        find_audience(estimate, audience)
        return by_audience[audience] if audience else sum(by_audience.values())
    scenario = estimate.scenario
    return scenario.target + count_reached(scenario, _done_before(before))


def _count_by_audience(estimate: Estimate, before: Before | None) -> dict[str, int]:
    """The same by audience, those that the plan has no more after it; empty where it has none.

    What was noted of no audience is under an empty name.
    """
    if not estimate.audiences:
        return {}
    scenario, done = estimate.scenario, _done_before(before)
    leads = {
        one.audience.name: one.audience.target
        + count_reached(scenario, done.of_audiences([one.audience.name]))
        for one in estimate.audiences
    }
    others = done.of_audiences(leads, others=True)
    for name in {one.audience.casefold(): one.audience for one in others.entries}.values():
        if reached := count_reached(scenario, others.of_audiences([name])):
            leads[name] = reached
    return leads


def _list_dates(decision: Decision, estimate: Estimate, wish: Wish) -> Iterator[Json]:
    """The days of the campaign, and of each of several audiences.

    Of one audience that is quoted, which waits for others, those of its own.
    """
    if one := find_audience(estimate, wish.audience):
        yield {"name": "Everything sent", "on": one.done_on.isoformat()}
        yield {"name": "Deadline", "on": one.deadline.isoformat()}
        return
    # The first message of a whole campaign went before its plan.
    shown = CLIENT_DAYS if wish.before is None else CLIENT_DAYS[1:]
    for key_day in list_key_days(decision.query, estimate):
        if key_day.name in shown:
            yield {"name": key_day.name, "on": key_day.on.isoformat()}
    for one in estimate.audiences if len(estimate.audiences) > 1 else ():
        yield {"name": name_day(one.audience.name, DONE), "on": one.done_on.isoformat()}
        yield {"name": name_day(one.audience.name, DEADLINE), "on": one.deadline.isoformat()}


def _list_what_it_rests_on(decision: Decision, prices_from: date, audience: str) -> Iterator[str]:
    """The assumptions that are the client's, too."""
    query, scenario = decision.query, decision.query.scenario
    shown = [one for one in scenario.audiences if audience in ("", one.name)]
    own = [one for one in shown if one.reply_rate is not None]
    if scenario.reply_rate and (not shown or len(own) < len(shown)):
        yield f"Reply rate: {percent(scenario.reply_rate)}"
        if why := explain_assumed_rate(query):
            yield why
    for one in own:
        yield f"Reply rate of {one.name}: {percent(one.reply_rate or Decimal(0))}"
    if scenario.sends_on != "every_day":
        yield f"Messages are sent on {SENDS_ON_NAMES[scenario.sends_on]}"
    yield f"Terms of LinkedIn as of {day(prices_from)}"
