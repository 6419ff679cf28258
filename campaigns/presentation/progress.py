"""What really happened, for the page of a campaign's progress: verdict, chart, spend, rate learned.

The verdict stands on the campaign's own page as well, so it is made by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from campaigns.charts.progress import ProgressChart, draw_progress
from campaigns.decision import Decision
from campaigns.models import ProgressEntry
from campaigns.presentation.judgement import Judgement
from campaigns.presentation.progress_audiences import (
    AudienceLine,
    judge_all,
    list_audience_lines,
)
from campaigns.query.query import Query
from campaigns.studies.forecasts import forecast_one
from campaigns.wording import day
from planner.planning.errors import TimeBudgetExceeded
from planner.planning.estimate import Estimate
from planner.planning.forecast import Forecast
from planner.planning.forecast.rates import FixedRate, RateBelief, RateBetween, TrackRecord
from planner.planning.money import cents
from planner.planning.progress.audience_pace import find_audience_paces
from planner.planning.progress.course import Course, course_of
from planner.planning.progress.learned import PLANNED_WEIGHT, Learned, learn_rates
from planner.planning.progress.pace import Pace, day_to_judge, find_pace
from planner.planning.progress.record import Record
from planner.planning.ranges import HORIZON, MOST_SENDS
from planner.planning.wording import chance, count, count_leads, dollars, percent
from planner.planning.worth.asked import chance_of

# Days without an entry after which the page asks whether nothing was sent.
DAYS_OF_SILENCE = 7
MOST_LISTED = 60
NOTHING_TO_COMPARE = "Nothing to compare with: what is planned does not send every message"


class JudgedProgress(NamedTuple):
    """A record against the estimate that a campaign shows; what is `None` cannot be compared."""

    judgement: Judgement
    course: Course | None
    pace: Pace | None
    audiences: tuple[AudienceLine, ...] = ()


class Line(NamedTuple):
    """An entry in the list, with the days that it covers in words."""

    row: ProgressEntry
    days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the page shows above the list of entries; empty texts have nothing to show."""

    judgement: Judgement
    audiences: tuple[AudienceLine, ...]
    as_of: date | None
    chart: ProgressChart | None
    silence: str
    spend: tuple[str, ...]
    learned: tuple[str, ...]
    record_items: dict[str, str]


def judge_progress(estimate: Estimate | None, record: Record, *, today: date) -> JudgedProgress:
    """The verdict on a record as of the day that RULES.md §12 names: the worst of its audiences."""
    course = course_of(estimate) if estimate else None
    if estimate is None or course is None:
        return JudgedProgress(Judgement(NOTHING_TO_COMPARE, "open"), None, None)
    as_of = day_to_judge(record, today=today)
    pace = find_pace(course, record, deadline=estimate.scenario.deadline, as_of=as_of)
    lines = list_audience_lines(find_audience_paces(estimate, course, record, as_of=as_of))
    judgement = judge_all(_judge(pace, course), lines, is_done=not pace.left)
    return JudgedProgress(judgement, course, pace, lines)


def show_progress(decision: Decision | None, record: Record, *, today: date) -> Progress:
    """The progress of a campaign whose saved query comes to `decision`."""
    chosen = decision.chosen if decision else None
    judged = judge_progress(chosen, record, today=today)
    chart = None
    if judged.course and judged.pace and record.entries:
        chart = draw_progress(judged.course, record, judged.pace)
    return Progress(
        judgement=judged.judgement,
        audiences=judged.audiences,
        as_of=judged.pace.as_of if judged.pace else None,
        chart=chart,
        silence=_notice_silence(record, judged.pace),
        spend=tuple(_describe_spend(judged.pace)) if judged.pace else (),
        learned=tuple(_describe_rate(decision, record)) if decision else (),
        record_items=_as_track_record(record),
    )


def list_lines(rows: Sequence[ProgressEntry]) -> list[Line]:
    """The entries with their days in words."""
    return [Line(row, write_days(row.first_on, row.last_on)) for row in rows]


def write_days(first_on: date, last_on: date) -> str:
    """The days of an entry: "3 Dec 2026", "1 Dec to 31 Dec 2026"."""
    if first_on == last_on:
        return day(first_on)
    begins = day(first_on)
    if first_on.year == last_on.year:
        begins = begins.rpartition(" ")[0]
    return f"{begins} to {day(last_on)}"


def write_rate(rate: float) -> str:
    """A learned rate in percent with one decimal: "10.6 %"."""
    return f"{rate * 100:.1f} %"


def _judge(pace: Pace, course: Course) -> Judgement:
    """The verdict's sentence, without its full stop."""
    if not pace.left and pace.last_on:
        end = f"All {count(pace.messages, 'message')} sent by {day(pace.last_on)}"
        if pace.days_late:
            return Judgement(f"{end}, {count(pace.days_late, 'day')} late", "bad")
        return Judgement(f"{end}, in time", "good")
    if pace.as_of < course.start_on and not pace.sent:
        return Judgement(f"Nothing is due yet: it starts on {day(course.start_on)}", "open")
    if pace.behind > 0:
        return _judge_behind(pace)
    ahead = f"{-pace.behind:,} ahead" if pace.behind else "As planned"
    if pace.last_on is None:
        return Judgement("Nothing is sent yet, and nothing is due yet", "open")
    if pace.days_late:
        late = count(pace.days_late, "day")
        return Judgement(f"{ahead}, but the plan itself is {late} late", "bad")
    end, earliest_on = f"On time: {_lower(ahead)}, done by", course.earliest_on
    if earliest_on is None or earliest_on >= pace.last_on:
        return Judgement(f"{end} {day(pace.last_on)}", "good")
    # An estimate has each message as early as it can go, so its day, which other pages show, comes
    # first; the other one is the last day of the same plan with the messages of a slice spread.
    evenly = f"{day(pace.last_on)} if sent evenly"
    if earliest_on <= pace.as_of:
        return Judgement(f"{end} {evenly}; the plan’s {day(earliest_on)} was the earliest", "good")
    return Judgement(f"{end} {day(earliest_on)} at the earliest, by {evenly}", "good")


def _judge_behind(pace: Pace) -> Judgement:
    behind = f"{pace.behind:,} behind"
    if not pace.sent:
        return Judgement(f"{behind}: nothing is sent yet", "bad")
    if pace.last_on is None:
        return Judgement(f"{behind}; at this pace not done within {HORIZON} months", "bad")
    end = f"{behind}; at this pace done on {day(pace.last_on)}"
    if pace.days_late:
        return Judgement(f"{end}, {count(pace.days_late, 'day')} late", "bad")
    return Judgement(f"{end}, still in time", "tight")


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _notice_silence(record: Record, pace: Pace | None) -> str:
    """That no entry is as new as the verdict, which takes those days for days without a message."""
    if pace is None or record.last_on is None or not pace.left:
        return ""
    if (pace.as_of - record.last_on).days < DAYS_OF_SILENCE:
        return ""
    return (
        f"Nothing is noted after {day(record.last_on)}: the days until {day(pace.as_of)} count as "
        "days on which nothing was sent."
    )


def describe_unmatched(noted: Record) -> str:
    """That the whole record has more answers than messages, as a sheet may; empty otherwise."""
    if not noted.unmatched:
        return ""
    return (
        f"{count(noted.answered, 'answer')} to {count(noted.sent, 'message')} in all: note the "
        "missing messages, or correct the answers."
    )


def _describe_spend(pace: Pace) -> Iterator[str]:
    """What is paid, beside what was planned to be paid by the same day and in all."""
    by, paid = day(pace.as_of), dollars(pace.paid)
    if pace.planned_paid is None or pace.overspend is None or pace.planned_total is None:
        yield f"Paid by {by}: {paid}. What was planned is not known: a price is missing."
        return
    than = "as planned"
    # Of the amounts as they are shown: these three stand in one sentence.
    if overspend := cents(pace.paid) - cents(pace.planned_paid):
        side = "more" if overspend > 0 else "less"
        planned = dollars(pace.planned_paid)
        than = f"{dollars(abs(overspend))} {side} than the {planned} planned by then"
    yield f"Paid by {by}: {paid}, {than}."
    yield f"The whole plan costs {dollars(pace.planned_total)}."


def _describe_rate(decision: Decision, record: Record) -> Iterator[str]:
    """The rate learned, what it rests on, and what it does to the forecast."""
    query = decision.query
    learned, learned_of = learn_rates(query.scenario, query.belief, record)
    if learned is None and not learned_of:
        if record.sent < record.replied:
            replies = "1 reply is" if record.replied == 1 else f"{record.replied:,} replies are"
            yield (
                f"{replies} noted to {count(record.sent, 'message')}: some messages are missing, "
                "so no rate is learned."
            )
        return
    planned = {one.name: one.reply_rate or Decimal(0) for one in query.scenario.audiences}
    for name, one in learned_of.items():
        yield f"{name}: {_write_learned(one)}"
        yield _write_evidence(one, FixedRate(rate=planned[name]))
    if learned:
        whose = "The others: " if learned_of else ""
        yield f"{whose}{_write_learned(learned)}"
        yield _write_evidence(learned, query.belief)
        yield from _describe_chance(query, learned)
    if decision.chosen:
        yield from _describe_forecasts(query, decision.chosen, learned, learned_of)


def _write_learned(learned: Learned) -> str:
    """The rate learned, and its range."""
    return (
        f"{write_rate(learned.rate)} reply, with a chance of 80 % between "
        f"{write_rate(learned.low)} and {write_rate(learned.high)}."
    )


def _write_evidence(learned: Learned, belief: RateBelief) -> str:
    """What a rate rests on."""
    replies = count_leads(learned.replied, "replied")
    messages = count(learned.sent, "message")
    return f"It rests on {replies} to {messages}{_describe_beginning(belief)}."


def _describe_beginning(belief: RateBelief) -> str:
    """What the record is added to, for the end of a sentence."""
    match belief:
        case TrackRecord(sent=sent, replied=replied):
            return f", added to the {replied:,} of {sent:,} that the plan had"
        case RateBetween(low=low, high=high):
            return f", with the planned range of {percent(low)} to {percent(high)} to begin with"
        case FixedRate(rate=rate) if rate:
            return (
                f", with the planned {percent(rate)} to begin with, which weighs as much as "
                f"{PLANNED_WEIGHT} messages"
            )
    return " alone: no rate was planned"


def _describe_chance(query: Query, learned: Learned) -> Iterator[str]:
    scenario = query.scenario
    before, after = chance_of(scenario, query.belief), chance_of(scenario, learned.belief)
    if before is None or after is None:
        return
    bring = "brings" if before.messages == 1 else "bring"
    yield (
        f"The chance that {count(before.messages, 'message')} {bring} "
        f"{count_leads(scenario.target, scenario.goal)}: "
        f"{chance(before.chance)} as planned, {chance(after.chance)} with what is learned."
    )


def _describe_forecasts(
    query: Query, estimate: Estimate, learned: Learned | None, learned_of: dict[str, Learned]
) -> Iterator[str]:
    """How what is learned moves the forecast of the plan; nothing where there is no time for it."""
    known = replace(query, belief=learned.belief if learned else query.belief)
    own_beliefs = {name: one.belief for name, one in learned_of.items()}
    try:
        before = forecast_one(query, estimate)
        after = forecast_one(known, estimate, own_beliefs)
    except TimeBudgetExceeded:
        return
    if before is None or after is None:
        return
    if before.reached_by and before.reached_target is not None and after.reached_target is not None:
        yield (
            f"The chance that every audience gets its replies: {chance(before.reached_target)} as "
            f"planned, {chance(after.reached_target)} with what is learned."
        )
    yield from _describe_cost(before, after)


def _describe_cost(before: Forecast, after: Forecast) -> Iterator[str]:
    """What to budget to be 90 % sure, before and after."""
    planned, now = (one.total.p90 if one.total else None for one in (before, after))
    if planned is None or now is None:
        return
    was, then = dollars(planned), dollars(now)
    what = f"{was} either way" if was == then else f"{was} as planned, {then} now"
    yield f"Nine cases in ten cost at most {what}."


def _as_track_record(record: Record) -> dict[str, str]:
    """The record in the words of an address; empty where it cannot be one."""
    if not 0 < record.sent <= MOST_SENDS or record.replied > record.sent:
        return {}
    return {"track_record_sent": f"{record.sent}", "track_record_replied": f"{record.replied}"}
