"""The answers to "what now?" in words: every sentence is true of the numbers beside it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.presentation.judgement import write_span
from campaigns.replanning import Replanning
from planner.planning.days import DAY
from planner.planning.estimate import Estimate
from planner.planning.money import cents
from planner.planning.progress.carried_on import CarriedOn
from planner.planning.progress.learned import Learned
from planner.planning.progress.replan import Rest
from planner.planning.wording import (
    count,
    count_leads,
    dollars,
    exact_percent,
    percent,
    show_day,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of the answers: its name, the figure, the sentences, and the cost of the whole."""

    name: str
    figure: str
    sentences: tuple[str, ...]
    mood: str = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanPage:
    """What the page shows. `takes` are the ways that can be taken over, by the button's name."""

    headline: str
    facts: tuple[str, ...]
    answers: tuple[Answer, ...]
    takes: tuple[tuple[str, str], ...]
    shown: str


def show_replanning(replanning: Replanning) -> ReplanPage:
    """The page of a replanning."""
    answer = replanning.answer
    if not answer.rest.left:
        return ReplanPage(
            headline="Nothing is left to do",
            facts=tuple(_list_facts(replanning)),
            answers=(_write_done(replanning),),
            takes=(),
            shown=fingerprint(replanning),
        )
    return ReplanPage(
        headline=_write_headline(replanning),
        facts=tuple(_list_facts(replanning)),
        answers=(_write_best(replanning), _write_more(replanning), _write_unchanged(replanning)),
        takes=tuple(_list_takes(replanning)),
        shown=fingerprint(replanning),
    )


def fingerprint(replanning: Replanning) -> str:
    """The answers in short: a form takes over what its page showed, or nothing."""
    answer = replanning.answer
    parts: list[object] = [answer.rest.on, answer.rest.left, replanning.spent]
    for estimate in (answer.best, answer.cheapest_late):
        parts += [estimate.total, estimate.done_on, estimate.seats] if estimate else ["-"]
    return " ".join(map(str, parts))


def deadline_of(replanning: Replanning) -> date:
    """The day by which everything that is left has to be sent."""
    rest = replanning.answer.rest
    if rest.scenario is None or rest.deadline_is_over:
        return replanning.plan.scenario.own_deadline
    return rest.scenario.deadline


def _write_headline(replanning: Replanning) -> str:
    answer = replanning.answer
    deadline = show_day(deadline_of(replanning))
    best = answer.best
    if best is None or best.done_on is None:
        return "With these plans the rest is never sent"
    if answer.is_late and best.done_on <= deadline_of(replanning):
        return "Not every audience can be in time any more"
    if answer.is_late:
        return f"{deadline} cannot be made any more: {_write_day_against(best.done_on, replanning)}"
    if best.total is None:
        return f"{deadline} can still be made, at a price that is not known"
    return f"{deadline} can still be made, for {dollars(best.total)} from now on"


def _list_facts(replanning: Replanning) -> Iterator[str]:
    rest, scenario = replanning.answer.rest, replanning.plan.scenario
    verb = "is" if rest.left == 1 else "are"
    yield (
        f"{rest.left:,} of {count_leads(scenario.target, scenario.goal)} {verb} left "
        f"from {show_day(rest.on)} on."
    )
    if scenario.goal not in ("contacted", "replied"):
        replies = count_leads(rest.record.replied, "replied")
        verb = "counts" if rest.record.replied == 1 else "count"
        yield (
            f"{replies} {verb} so far; of what follows a reply the planned share is taken as "
            "reached."
        )
    if replanning.unmatched:
        verb = "is" if replanning.unmatched == 1 else "are"
        yield (
            f"{count(replanning.unmatched, 'answer')} {verb} noted beyond the messages: nothing is "
            "counted for that, neither a lead nor a credit."
        )
    for name in rest.overdue:
        yield f"{name} is late already: its own deadline is over."
    yield _write_seats(replanning)
    yield _write_spent(replanning)
    if replanning.learned and rest.left:
        yield _write_rate(replanning.learned, scenario.reply_rate, replanning.rate)
    planned = {one.name: one.reply_rate for one in scenario.audiences}
    for name, learned in replanning.learned_of.items() if rest.left else ():
        sentence = _write_rate(learned, planned[name], replanning.rates.get(name))
        yield f"{name}: {sentence[0].lower()}{sentence[1:]}"


def _write_rate(learned: Learned, planned: Decimal | None, rate: Decimal | None) -> str:
    """With which rate it is planned, and what is noted of it."""
    had = percent(planned) if planned else "none"
    evidence = f"{count_leads(learned.replied, 'replied')} to {count(learned.sent, 'message')}"
    if rate is None:
        return f"Planned with {had} replies, as before; noted are {evidence}."
    now = f"Planned with {exact_percent(rate)} replies, as learned from {evidence}"
    return f"{now}; the plan had {had}."


def _write_seats(replanning: Replanning) -> str:
    """The seats that are there, until when they are paid, and their credits."""
    rest, plan = replanning.answer.rest, replanning.plan
    if rest.on == plan.scenario.start_on:
        return f"The plan begins on {show_day(rest.on)}, with its seats as it has them."
    if not rest.seats_now:
        return f"No seat of {plan.terms.name} is there any more: the plan’s have ended."
    by_day = Counter[date]()
    for one in rest.seats_now:
        by_day[one.paid_until] += one.seats
    seats = " and ".join(
        f"{count(number, 'seat')} of {plan.terms.name} paid until {show_day(day)}"
        for day, number in sorted(by_day.items())
    )
    credits = "no credits" if not rest.credits else count(rest.credits, "credit")
    return f"There are {credits}, {_name_source(rest)}, and {seats}."


def _name_source(rest: Rest) -> str:
    noted = [entry for entry in rest.record.entries if entry.credits_now is not None]
    if not noted:
        return "by the plan and what is noted"
    on = noted[-1].last_on
    if on == rest.on - DAY:
        return f"as noted on {show_day(on)}"
    return f"counted on from those noted on {show_day(on)}"


def _write_spent(replanning: Replanning) -> str:
    rest, spent = replanning.answer.rest, replanning.spent
    if spent is None:
        return "What is spent so far is not known: a price is missing."
    if rest.paid_is_noted and rest.paid_since:
        noted, since = dollars(rest.record.paid), dollars(rest.paid_since)
        source = f"{noted} as noted and {since} that fell due after that"
    elif rest.paid_is_noted:
        source = "as noted"
    elif not rest.paid:
        source = "as nothing was due yet"
    else:
        source = "by the plan’s payments, as none is noted"
    if replanning.spent_before and rest.paid is not None:
        return (
            f"{dollars(spent)} is spent so far: {dollars(replanning.spent_before)} before this "
            f"version and {dollars(rest.paid)} since, {source}."
        )
    return f"{dollars(spent)} is spent so far, {source}."


def _write_best(replanning: Replanning) -> Answer:
    name, answer = "The cheapest single plan to still make it", replanning.answer
    best = answer.best
    if best is None or best.done_on is None:
        sentence = "None of the plans that are compared sends the rest within 120 months."
        return Answer(name=name, figure="None", sentences=(sentence,), mood="bad")
    sentences = [
        f"{_name_way(best)}: done by {show_day(best.done_on)}, "
        f"{_write_against(best.done_on, replanning)}."
    ]
    if answer.is_late:
        name = "The soonest way"
    if answer.is_late and best.scenario.audiences:
        sentences.append("Taken over, every audience is due by that day.")
    elif answer.is_late:
        sentences.append("Taken over, that day is the deadline.")
    if answer.is_late and (limit := best.scenario.monthly_send_limit) is not None:
        sentences.append(f"It sends at most {count(limit, 'message')} a month, as the plan did.")
    if answer.frees_seats:
        sentences.append("It takes more seats than you asked for: with those it is late.")
    sentences += _write_whole(replanning, best.total)
    late = answer.cheapest_late
    if late is not None and late.done_on and _is_another(late, best):
        sentences.append(
            f"The cheapest single plan, whenever it ends: {_name_way(late)}, "
            f"{_write(late.total)} from now on, done by {show_day(late.done_on)}."
        )
    return Answer(
        name=name,
        figure=_write(best.total),
        sentences=tuple(sentences),
        mood="bad" if answer.is_late else "good",
    )


def _write_more(replanning: Replanning) -> Answer:
    name, answer = "Against what the plan had left", replanning.answer
    more, left = answer.more, answer.rest.plan_left
    if more is None or left is None:
        sentence = "The two cannot be compared: a price is missing, or nothing makes it."
        return Answer(name=name, figure="?", sentences=(sentence,), mood="bad")
    shown = cents(more)
    had = f"The plan had {dollars(left)} left to pay from {show_day(answer.rest.on)} on."
    if not shown:
        return Answer(name=name, figure="Nothing", sentences=(had, "It costs the same."))
    verb = "more" if shown > 0 else "less"
    return Answer(
        name=name,
        figure=f"{dollars(abs(shown))} {verb}",
        sentences=(had,),
        mood="bad" if shown > 0 else "good",
    )


def _write_unchanged(replanning: Replanning) -> Answer:
    name, carried = "If nothing is changed", replanning.answer.carried_on
    if carried is None or carried.done_on is None:
        sentence = (
            f"The plan as it is leaves {count(carried.unsent if carried else 0, 'message')} unsent"
        )
        rest = replanning.answer.rest
        if rest.on > replanning.plan.scenario.start_on and not rest.seats_now:
            sentence += ": its seats have ended"
        return Answer(name=name, figure="Never done", sentences=(f"{sentence}.",), mood="bad")
    is_late = carried.done_on > deadline_of(replanning) or bool(carried.late)
    sentences = [
        "The plan’s seats go on until all is sent, each message as early as it can go: "
        f"done by {show_day(carried.done_on)}, {_write_against(carried.done_on, replanning)}, "
        f"for {_write(carried.total)} from now on.",
        *_write_whole(replanning, carried.total),
    ]
    if carried.late:
        sentences.append(f"Late then: {', '.join(carried.late)}.")
    if _needs_no_change(replanning, carried):
        sentences.append("That is in time, and no single plan in time costs less.")
    return Answer(
        name=name,
        figure=show_day(carried.done_on),
        sentences=tuple(sentences),
        mood="bad" if is_late else "good",
    )


def _needs_no_change(replanning: Replanning, carried: CarriedOn) -> bool:
    """Whether the plan as it is is in time, and no single plan in time costs less."""
    best = replanning.answer.best
    if best is None or carried.done_on is None or carried.total is None or best.total is None:
        return False
    is_in_time = carried.done_on <= deadline_of(replanning) and not carried.late
    return is_in_time and not replanning.answer.is_late and carried.total <= best.total


def _write_done(replanning: Replanning) -> Answer:
    rest = replanning.answer.rest
    sentences = [*_write_whole(replanning, Decimal(0))]
    if rest.plan_left:
        sentences.append(
            f"The plan has {dollars(rest.plan_left)} left, which need not be paid: "
            "cancel the seats before they renew."
        )
    scenario = replanning.plan.scenario
    figure = f"{count_leads(scenario.target, scenario.goal)}"
    return Answer(name="Reached", figure=figure, sentences=tuple(sentences))


def _write_whole(replanning: Replanning, planned: Decimal | None) -> Iterator[str]:
    """The cost of the whole campaign, its parts as they are shown."""
    spent, whole = replanning.spent, replanning.whole_cost(planned)
    if spent is None or whole is None or planned is None:
        yield "The whole campaign’s cost is not known: a price is missing."
    else:
        yield (
            f"The whole campaign: {dollars(spent)} spent and {dollars(planned)} planned, "
            f"{dollars(cents(spent) + cents(planned))}."
        )


def _list_takes(replanning: Replanning) -> Iterator[tuple[str, str]]:
    answer = replanning.answer
    if answer.best is None:
        return
    late = answer.cheapest_late
    if answer.is_late and late is not None and _is_another(late, answer.best):
        yield "take", "Take the soonest over as a new version"
        yield "take-late", "Take the cheapest single plan over as a new version"
    else:
        yield "take", "Take it over as a new version"


def _is_another(late: Estimate, best: Estimate) -> bool:
    return (late.total, late.done_on) != (best.total, best.done_on)


def _name_way(estimate: Estimate) -> str:
    return f"{estimate.terms.name} with {count(estimate.seats, 'seat')}"


def _write(amount: Decimal | None) -> str:
    return "a price that is not known" if amount is None else dollars(amount)


def _write_against(done_on: date, replanning: Replanning) -> str:
    """A last day against the deadline: "3 days before the deadline"."""
    deadline = deadline_of(replanning)
    if done_on == deadline:
        return "on the last day"
    if done_on < deadline:
        return f"{write_span(done_on, deadline)} before the deadline"
    return f"{write_span(deadline, done_on)} late"


def _write_day_against(done_on: date, replanning: Replanning) -> str:
    return f"{show_day(done_on)} at the soonest, {_write_against(done_on, replanning)}"
