"""The verdicts and the spend on a campaign's progress, recomputed from the record and the plan."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import ProgressEntry
from campaigns.presentation.judgement import Judgement, Mood
from campaigns.presentation.progress import describe_unmatched, list_lines
from planner.planning.money import cents
from planner.planning.progress.record import Entry, Record
from tests.campaigns.progress_cases import (
    CASES,
    START,
    Facts,
    Noted,
    questions,
    records,
    show,
)
from tests.campaigns.sentences import (
    DAY_OF,
    DOLLARS,
    N,
    Said,
    check_plurals,
    day_of,
    dollars_of,
    number,
)
from tests.examples import examples
from tests.planning.progress_recount import DAY, Pace, due_by, sent_by

pytestmark = pytest.mark.usefixtures("book")

AGAINST = r", (in time|still in time|[\d,]+ days? late)"
CREDITS = (
    rf"(the plan’s seats do not send the rest|"
    rf"with the plan’s credits done on {DAY_OF} at the soonest, {N} days? late)"
)
STANDS = rf"({N[1:-1]} ahead|as planned|nothing is due yet)"
Verdict = Callable[[Facts, Pace, Said], Mood]


def check_against(text: str, last_on: date, deadline: date) -> bool:
    """Whether it is late; the days of that are counted."""
    late = (last_on - deadline).days
    if late > 0:
        assert text == f"{late:,} day{'' if late == 1 else 's'} late"
    else:
        assert text.endswith("in time")
    return late > 0


def check_behind(pace: Pace, text: str) -> None:
    assert pace.planned - pace.sent == number(text) > 0
    assert not pace.is_done


def check_stands(pace: Pace, text: str) -> None:
    """Ahead by so many messages, or as planned."""
    assert not pace.is_done
    if text.lower() == "nothing is due yet":
        assert pace.planned == pace.sent == 0
    else:
        ahead = 0 if text.lower() == "as planned" else number(text.split()[0])
        assert pace.sent - pace.planned == ahead
        assert bool(ahead) != (text.lower() == "as planned")


# The campaign as a whole


def check_all_sent(facts: Facts, pace: Pace, said: Said) -> Mood:
    many, on, against = said
    assert pace.is_done
    assert number(many) == pace.messages
    assert day_of(on) == pace.pace_on
    return "bad" if check_against(against, day_of(on), pace.deadline) else "good"


def check_not_begun(facts: Facts, pace: Pace, said: Said) -> Mood:
    assert day_of(said[0]) == facts.plan.scenario.start_on > facts.recount.as_of
    assert not pace.sent
    return "open"


def check_nothing_sent(facts: Facts, pace: Pace, said: Said) -> Mood:
    check_behind(pace, said[0])
    assert not pace.sent
    assert not pace.counts_credits or pace.soonest_on
    return "bad"


def check_never(facts: Facts, pace: Pace, said: Said) -> Mood:
    check_behind(pace, said[0])
    assert pace.sent
    assert pace.pace_on is None
    return "bad"


def check_pace(facts: Facts, pace: Pace, said: Said) -> Mood:
    behind, on, against = said
    check_behind(pace, behind)
    assert pace.sent
    assert day_of(on) == pace.last_on
    return "bad" if check_against(against, day_of(on), pace.deadline) else "tight"


def check_nothing_due(facts: Facts, pace: Pace, _: Said) -> Mood:
    assert pace.planned == pace.sent == 0
    assert facts.recount.as_of >= facts.plan.scenario.start_on
    return "open"


def check_late_plan(facts: Facts, pace: Pace, said: Said) -> Mood:
    stands, late = said
    check_stands(pace, stands)
    assert (pace.planned_on - pace.deadline).days == number(late) > 0
    return "bad"


def check_evenly(facts: Facts, pace: Pace, stands: str, evenly: str) -> None:
    check_stands(pace, stands)
    assert pace.sent
    assert day_of(evenly) == pace.planned_on <= pace.deadline


def check_on_time(facts: Facts, pace: Pace, said: Said) -> Mood:
    check_evenly(facts, pace, *said)
    assert facts.plan.done_on
    assert facts.plan.done_on >= day_of(said[1])
    return "good"


def check_earliest_is_over(facts: Facts, pace: Pace, said: Said) -> Mood:
    check_evenly(facts, pace, *said[:2])
    assert day_of(said[2]) == facts.plan.done_on
    assert day_of(said[2]) < pace.planned_on
    assert day_of(said[2]) <= facts.recount.as_of
    return "good"


def check_earliest(facts: Facts, pace: Pace, said: Said) -> Mood:
    check_evenly(facts, pace, said[0], said[2])
    assert day_of(said[1]) == facts.plan.done_on
    assert facts.recount.as_of < day_of(said[1]) < pace.planned_on
    return "good"


WHOLE: list[tuple[str, Verdict]] = [
    (rf"All {N} messages? sent by {DAY_OF}{AGAINST}", check_all_sent),
    (rf"Nothing is due yet: it starts on {DAY_OF}", check_not_begun),
    (rf"{N} behind: nothing is sent yet", check_nothing_sent),
    (rf"{N} behind; at this pace not done within 120 months", check_never),
    (rf"{N} behind; at this pace done on {DAY_OF}{AGAINST}", check_pace),
    (r"Nothing is sent yet, and nothing is due yet", check_nothing_due),
    (rf"(?i:{STANDS}), but the plan itself is {N} days? late", check_late_plan),
    (rf"On time: {STANDS}, done by {DAY_OF}", check_on_time),
    (
        rf"On time: {STANDS}, done by {DAY_OF} if sent evenly; "
        rf"the plan’s {DAY_OF} was the earliest",
        check_earliest_is_over,
    ),
    (
        rf"On time: {STANDS}, done by {DAY_OF} at the earliest, by {DAY_OF} if sent evenly",
        check_earliest,
    ),
]


# Each audience


def check_credits(pace: Pace, said: Said) -> Mood:
    """The credits never come, or come so late that they alone make it late."""
    _, on, late = said
    assert pace.counts_credits
    if not on:
        assert pace.soonest_on is None
        return "bad"
    assert day_of(on) == pace.soonest_on
    assert pace.soonest_on > max(pace.planned_on, pace.pace_on or pace.deadline)
    assert (pace.soonest_on - pace.deadline).days == number(late) > 0
    return "bad"


def check_behind_credits(facts: Facts, pace: Pace, said: Said) -> Mood:
    behind, nothing, *credits = said
    check_behind(pace, behind)
    assert bool(nothing) == (not pace.sent)
    return check_credits(pace, tuple(credits))


def check_stands_credits(facts: Facts, pace: Pace, said: Said) -> Mood:
    check_stands(pace, said[0])
    return check_credits(pace, said[1:])


def check_open(facts: Facts, pace: Pace, said: Said) -> Mood:
    check_stands(pace, said[0])
    assert pace.planned == pace.sent == 0
    assert pace.last_on
    assert pace.last_on <= pace.deadline
    return "open"


def check_in_time(facts: Facts, pace: Pace, said: Said) -> Mood:
    check_stands(pace, said[0])
    assert day_of(said[1]) == pace.last_on
    assert day_of(said[1]) <= pace.deadline
    return "good"


AUDIENCE: list[tuple[str, Verdict]] = [
    (rf"all {N} messages? sent by {DAY_OF}{AGAINST}", check_all_sent),
    (rf"{N} behind(, nothing is sent yet)?; {CREDITS}", check_behind_credits),
    (rf"{N} behind, nothing is sent yet", check_nothing_sent),
    (rf"{N} behind; at this pace not done within 120 months", check_never),
    (rf"{N} behind; at this pace done on {DAY_OF}{AGAINST}", check_pace),
    (rf"{STANDS}, but {CREDITS}", check_stands_credits),
    (rf"{STANDS}, but the plan itself is {N} days? late", check_late_plan),
    (rf"{STANDS}", check_open),
    (rf"on time: {STANDS}, done by {DAY_OF}", check_in_time),
]


def check_verdict(
    registry: list[tuple[str, Verdict]], facts: Facts, pace: Pace, judgement: Judgement
) -> str:
    """The pattern of a verdict, which is true and has the color of what it states."""
    check_plurals(judgement.text)
    for pattern, recompute in registry:
        if match := re.fullmatch(pattern, judgement.text):
            said = tuple(text or "" for text in match.groups())
            assert recompute(facts, pace, said) == judgement.mood, judgement
            return pattern
    pytest.fail(f"nothing recomputes “{judgement.text}”")


def check_worst(facts: Facts) -> bool:
    """Whether the verdict is that on audiences: the worst by name, of more than two the number."""
    lines = facts.page.audiences
    moods = [one.judgement.mood for one in lines]
    named = next(
        (
            [one for one in lines if one.judgement.mood == worst]
            for worst in ("bad", "tight")
            if worst in moods
        ),
        [],
    )
    if not named and facts.whole.is_done:
        named = [one for one in lines if one.pace.sent < one.pace.messages]
    if not named:
        return False
    texts = [f"{one.pace.name}: {one.judgement.text}" for one in named[:2]]
    if len(named) > 2:
        texts.append(f"and {len(named) - 2} more audience{'s' if len(named) > 3 else ''}")
    assert facts.page.judgement.text == "; ".join(texts)
    worst = named[0].judgement.mood
    assert facts.page.judgement.mood == (worst if worst in ("bad", "tight") else "good")
    return True


def check_verdicts(facts: Facts) -> Iterator[str]:
    """The patterns of the verdict and of those on the audiences."""
    paces = facts.recount.audiences
    for line, pace in zip(facts.page.audiences, paces, strict=True):
        shown = line.pace
        assert (shown.name, shown.messages, shown.planned, shown.sent, shown.deadline) == (
            pace.name,
            pace.messages,
            pace.planned,
            pace.sent,
            pace.deadline,
        )
        assert line.verdict.lower() == line.judgement.text.lower()
        yield f"audience: {check_verdict(AUDIENCE, facts, pace, line.judgement)}"
    if not check_worst(facts):
        yield f"whole: {check_verdict(WHOLE, facts, facts.whole, facts.page.judgement)}"


# Spend, silence, and what the chart is called


def paid_by(facts: Facts, on: date) -> Decimal:
    return sum((one.paid for one in facts.record.entries if one.first_on <= on), Decimal(0))


def check_paid(facts: Facts, on: str, paid: str) -> None:
    assert day_of(on) == facts.recount.as_of
    assert dollars_of(paid) == cents(paid_by(facts, day_of(on)))


def check_spend(facts: Facts, said: Said) -> None:
    on, paid, difference, side, planned = said
    check_paid(facts, on, paid)
    due = due_by(facts.plan, day_of(on))
    assert due is not None
    # One shown amount less the other one is the difference.
    more = dollars_of(paid) - cents(due)
    if difference:
        assert dollars_of(planned) == cents(due)
        assert more == dollars_of(difference) * (1 if side == "more" else -1)
    assert bool(difference) == bool(more)


def check_unpriced(facts: Facts, said: Said) -> None:
    check_paid(facts, *said)
    assert due_by(facts.plan, date.max) is None


def check_whole_cost(facts: Facts, said: Said) -> None:
    total = due_by(facts.plan, date.max)
    assert total is not None
    assert dollars_of(said[0]) == cents(total)


def check_silence(facts: Facts, said: Said) -> None:
    last, until = map(day_of, said)
    assert last == max(one.last_on for one in facts.record.entries)
    assert until == facts.recount.as_of
    assert (until - last).days >= 7
    assert sent_by(facts.record.entries, until) == facts.record.sent == facts.whole.sent


def check_summary(facts: Facts, said: Said) -> None:
    sent, messages, on, planned = said
    whole = facts.whole
    assert day_of(on) == facts.recount.as_of
    assert tuple(map(number, (sent, messages, planned))) == (
        whole.sent,
        whole.messages,
        whole.planned,
    )


def check_deadline(facts: Facts, said: Said) -> None:
    assert day_of(said[0]) == facts.whole.deadline


FACTS: list[tuple[str, Callable[[Facts, Said], None]]] = [
    (
        rf"Paid by {DAY_OF}: {DOLLARS}, "
        rf"(?:as planned|{DOLLARS} (more|less) than the {DOLLARS} planned by then)\.",
        check_spend,
    ),
    (
        rf"Paid by {DAY_OF}: {DOLLARS}\. What was planned is not known: a price is missing\.",
        check_unpriced,
    ),
    (rf"The whole plan costs {DOLLARS}\.", check_whole_cost),
    (
        rf"Nothing is noted after {DAY_OF}: the days until {DAY_OF} count as days on which "
        r"nothing was sent\.",
        check_silence,
    ),
    (rf"{N} of {N} messages? sent by {DAY_OF}, {N} planned\.", check_summary),
    (rf"Deadline: {DAY_OF}", check_deadline),
]


def list_facts(facts: Facts) -> Iterator[str]:
    page = facts.page
    yield from page.spend
    if page.silence:
        yield page.silence
    if page.chart:
        yield page.chart.summary
        yield from (one.name for one in page.chart.legend if one.key == "deadline")


def check_facts(facts: Facts) -> Iterator[str]:
    """The patterns of the sentences beside the verdict."""
    for sentence in list_facts(facts):
        check_plurals(sentence)
        for pattern, recompute in FACTS:
            if match := re.fullmatch(pattern, sentence):
                recompute(facts, tuple(text or "" for text in match.groups()))
                yield pattern
                break
        else:
            pytest.fail(f"nothing recomputes “{sentence}”")


def check_page(facts: Facts) -> set[str]:
    """The patterns of all sentences of a page, each of which is true."""
    page, entries = facts.page, facts.record.entries
    if facts.decision.chosen is None or not facts.plan.is_done:
        assert page.judgement == (
            "Nothing to compare with: what is planned does not send every message",
            "open",
        )
        assert (page.spend, page.silence, page.chart, page.audiences) == ((), "", None, ())
        return {"nothing to compare with"}
    assert page.as_of == facts.recount.as_of
    assert bool(page.chart) == bool(entries)
    is_silent = bool(entries) and page.as_of - max(one.last_on for one in entries) >= 7 * DAY
    assert bool(page.silence) == (is_silent and not facts.whole.is_done)
    met = {*check_verdicts(facts), *check_facts(facts)}
    if check_worst(facts):
        met.add("audiences")
    return met


@examples(20, many=400)
@given(asked=questions(), noted=records, today=st.integers(-2, 130) | st.integers(0, 400))
def test_every_sentence_is_true(asked: dict[str, Any], noted: list[Noted], today: int) -> None:
    check_page(show(asked, noted, today))


def test_every_pattern_is_met() -> None:
    met = set[str]()
    for asked, noted, today in CASES:
        met |= check_page(show(asked, noted, today))
    wanted = {f"whole: {pattern}" for pattern, _ in WHOLE}
    wanted |= {f"audience: {pattern}" for pattern, _ in AUDIENCE}
    wanted |= {pattern for pattern, _ in FACTS} | {"audiences", "nothing to compare with"}
    assert wanted - met == set()


@given(record=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3))
def test_answers_beyond_the_messages_are_counted(record: list[tuple[int, int]]) -> None:
    entries = [
        Entry(first_on=START, last_on=START, sent=sent, answered=answered)
        for sent, answered in record
    ]
    answers, messages = sum(two for _, two in record), sum(one for one, _ in record)
    text = describe_unmatched(Record.of(entries))
    check_plurals(text)
    assert bool(text) == (answers > messages)
    if text:
        assert re.findall(r"\d+", text) == [str(answers), str(messages)]


@given(first=st.dates(date(2026, 1, 1), date(2027, 12, 31)), days=st.integers(0, 400))
def test_the_days_of_a_line_are_those_of_its_entry(first: date, days: int) -> None:
    row = ProgressEntry(first_on=first, last_on=first + timedelta(days=days))
    [line] = list_lines([row])
    begins, _, ends = line.days.partition(" to ")
    last = day_of(ends or begins)
    if len(begins.split()) == 2:
        assert first.year == last.year
        begins = f"{begins} {last.year}"
    assert (day_of(begins), last) == (row.first_on, row.last_on)
    assert bool(ends) == (days > 0)
