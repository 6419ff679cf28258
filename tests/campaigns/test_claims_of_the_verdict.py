"""The verdict is true: the judgement, its timeline, and the ways beside it."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import example, given

from campaigns.decision import Decision
from campaigns.presentation.answer import Answer
from campaigns.presentation.brief import make_brief
from campaigns.presentation.timeline import BAR_HEIGHT
from campaigns.presentation.verdict import Verdict
from campaigns.wording import difference
from planner.planning.estimate import Estimate
from planner.planning.wording import count, dollars, show_day
from tests.campaigns.arbitrary import compared_queries as queries
from tests.campaigns.queries import answer_at
from tests.campaigns.spans import SPAN, is_difference, is_span
from tests.examples import examples
from tests.known import known
from tests.planning.claims import Said, check_clause, claim, money, number

pytestmark = pytest.mark.usefixtures("price_books")


def show(query: dict[str, Any]) -> tuple[Decision, Answer]:
    return answer_at(f"?{urlencode(query, doseq=True)}")


def is_in_time(estimate: Estimate) -> bool:
    return estimate.done_on is not None and estimate.done_on <= estimate.scenario.deadline


def is_late(verdict: Verdict, said: Said) -> bool:
    estimate = verdict.estimate
    is_so = is_span(said, estimate.scenario.deadline, known(estimate.done_on))
    return is_so and verdict.judgement.mood == "bad"


def is_early(verdict: Verdict, said: Said) -> bool:
    estimate = verdict.estimate
    is_so = is_span(said, known(estimate.done_on), estimate.scenario.deadline)
    return is_so and is_affordable(estimate) and verdict.judgement.mood == "good"


def is_affordable(estimate: Estimate) -> bool:
    budget = estimate.scenario.budget
    return estimate.total is not None and (budget is None or estimate.total <= budget)


def is_tight(verdict: Verdict, said: Said) -> bool:
    estimate = verdict.estimate
    is_so = estimate.done_on == estimate.scenario.deadline
    if estimate.audiences:
        is_so = any(one.done_on == one.deadline for one in estimate.audiences)
    return is_so and is_affordable(estimate) and verdict.judgement.mood == "tight"


def is_over_budget(verdict: Verdict, said: Said) -> bool:
    estimate = verdict.estimate
    over = known(estimate.total) - known(estimate.scenario.budget)
    return (
        is_in_time(estimate)
        and over == money(said["money"]) > 0
        and verdict.judgement.mood == "bad"
    )


def is_unpriced(verdict: Verdict, said: Said) -> bool:
    estimate = verdict.estimate
    return is_in_time(estimate) and estimate.total is None and verdict.judgement.mood == "open"


def tightest_days(estimate: Estimate) -> int:
    """The days from the last message to the deadline of the audience that has the fewest."""
    assert len(estimate.audiences) > 1
    return min((one.deadline - one.done_on).days for one in estimate.audiences)


def is_late_of_several(verdict: Verdict, said: Said) -> bool:
    is_so = -tightest_days(verdict.estimate) == number(said["days"]) > 0
    return is_so and verdict.judgement.mood == "bad"


def is_early_of_several(verdict: Verdict, said: Said) -> bool:
    estimate = verdict.estimate
    days = tightest_days(estimate)
    if "days" in said:
        is_so = 0 < days == number(said["days"]) <= 60
    else:
        months = number(said["months"])
        is_so = days > 60 and 28 * months <= days < 31 * (months + 1)
    return is_so and is_affordable(estimate) and verdict.judgement.mood == "good"


JUDGEMENTS = (
    claim(rf"No: {SPAN} late", is_late),
    claim(rf"Yes, {SPAN} early", is_early),
    claim(r"No: up to <days:n> days? late", is_late_of_several),
    claim(
        r"Yes, at least (?:<days:n> days?|<months:n> months?) early",
        is_early_of_several,
    ),
    claim(r"Tight: done on the last day", is_tight),
    claim(r"In time, but <money:money> over budget", is_over_budget),
    claim(r"In time, at an unknown price", is_unpriced),
    claim(
        r"No: 120 months are not enough",
        lambda verdict, said: verdict.estimate.done_on is None and verdict.judgement.mood == "bad",
    ),
    claim(
        r"No: .+ has no InMail",
        lambda verdict, said: verdict.estimate.status == "no_inmail",
    ),
)
CORE = {"plans": "sales-navigator-core", "seats": "1", "start_on": "2026-12-01"}


@examples(10, many=60)
@given(queries)
@example(CORE | {"target": "150", "deadline_on": "2027-02-01"})
@example(CORE | {"target": "150", "deadline_on": "2027-02-02"})
@example(CORE | {"target": "150", "deadline_on": "2027-03-18"})
@example(CORE | {"target": "150", "deadline_on": "2027-03-19"})
@example(CORE | {"target": "150", "deadline_on": "2027-04-01"})
@example(CORE | {"target": "150", "deadline_on": "2027-03-31"})
@example({"target": "150", "start_on": "2026-12-01", "estimate": "premium-career.as_granted"})
@example({"target": "1000", "deadline_months": "5", "seats": "1", "strategies": "as_granted"})
@example({"budget": "1", "target": "90"})
@example({"plans": "sales-navigator-team"})
@example({"plans": "free-account"})
def test_the_judgement_is_true_of_the_days_and_the_money(query: dict[str, Any]) -> None:
    verdict = show(query)[1].verdict
    if verdict:
        check_clause(verdict.judgement.text, verdict, JUDGEMENTS, whole=verdict.judgement.text)


def makes_it(facts: tuple[Decision, Answer], said: Said) -> bool:
    """So many seats, of the plan that is judged unless another is named, are in time."""
    decision, answer = facts
    late = known(answer.verdict).estimate
    [address] = [one.address for one in answer.suggestions if one.way_out]
    there = known(answer_at(address)[0].comparison.cheapest)
    if "more" in said:
        is_same = there.terms.slug == late.terms.slug
        is_so = is_same and there.seats == late.seats + number(said["more"]) > late.seats
    else:
        is_so = (count(there.seats, "seat"), there.terms.name) == (said["seats"], said["plan"])
    is_late = known(late.done_on) > known(late.tightest)[0]
    return is_so and is_in_time(there) and is_late and decision.comparison.cheapest is None


WAYS_OUT = (
    claim(r"<more:n> more (?:seat makes|seats make) it", makes_it),
    claim(r"(?P<seats>1 seat|[\d,]+ seats) of (?P<plan>.+) makes? it", makes_it),
)
TOO_FEW_SEATS = CORE | {"target": "1000", "deadline_months": "5"}


@examples(6, many=60)
@given(queries)
@example(TOO_FEW_SEATS)
@example(TOO_FEW_SEATS | {"target": "300"})
@example(TOO_FEW_SEATS | {"plans": ["recruiter-lite", "premium-career"], "seats": "2"})
@example(TOO_FEW_SEATS | {"price_book": "linkedin-2026", "plans": []})
@example({"target": "1000", "max_seats": "2", "deadline_months": "1", "strategies": "as_granted"})
def test_the_way_out_of_too_few_seats_stands_in_the_verdict(query: dict[str, Any]) -> None:
    decision, answer = show(query)
    verdict = answer.verdict
    if verdict is None:
        return
    titles = [one.title for one in answer.suggestions]
    has_seats = any(re.fullmatch(r"[\d,]+ seats? makes? it in time:", one) for one in titles)
    is_late = verdict.estimate.status == "misses_deadline"
    assert bool(verdict.way_out) == (has_seats and is_late)
    # A reader of the decision gets the same words.
    assert make_brief(decision).way_out == verdict.way_out
    if verdict.way_out:
        check_clause(verdict.way_out, (decision, answer), WAYS_OUT, whole=verdict.words)
        assert verdict.words == f"{verdict.judgement.text}; {verdict.way_out}"
        assert not any(title.startswith(verdict.way_out) for title in titles)
    else:
        assert verdict.words == verdict.judgement.text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "No: over 14 months late; 3 more seats make it"),
        ({"target": "300"}, "No: 1 day late; 1 more seat makes it"),
    ],
)
def test_the_verdict_counts_the_seats_that_are_missing(asked: dict[str, str], words: str) -> None:
    book = {"price_book": "linkedin-2026", "rules": "2"}
    verdict = known(show(TOO_FEW_SEATS | book | asked)[1].verdict)
    assert verdict.words == words


@examples(6, many=60)
@given(queries)
@example({"target": "1001", "seats": "2", "strategies": "buy_now", "deadline_months": "1"})
@example({"target": "1000", "seats": "3", "strategies": "buy_now"})
def test_the_messages_at_once_are_those_of_the_busiest_day(query: dict[str, Any]) -> None:
    verdict = show(query)[1].verdict
    if not verdict or not verdict.pace:
        return
    said = re.match(r"On (\d+ \w+ \d+) that is ([\d,]+) messages a seat at once", verdict.pace)
    assert said
    sent = {
        show_day(row.starts_on): row.ledger.sent + row.free for row in verdict.estimate.schedule
    }
    each, seats = number(said[2]), verdict.estimate.seats
    assert (each - 1) * seats < sent[said[1]] == max(sent.values()) <= each * seats


@pytest.mark.parametrize(
    ("deadline", "judgement", "mood"),
    [
        ("2027-02-01", "Tight: done on the last day", "tight"),
        ("2027-02-02", "Yes, 1 day early", "good"),
        ("2027-04-02", "Yes, 60 days early", "good"),
        ("2027-04-03", "Yes, over 2 months early", "good"),
        ("2027-05-01", "Yes, 3 months early", "good"),
        ("2027-05-02", "Yes, over 3 months early", "good"),
        ("2027-01-31", "No: 1 day late", "bad"),
        ("2026-12-03", "No: 60 days late", "bad"),
        ("2026-12-02", "No: over 1 month late", "bad"),
        ("2026-12-01", "No: 2 months late", "bad"),
    ],
)
def test_the_judgement_counts_days_then_whole_months(
    deadline: str, judgement: str, mood: str
) -> None:
    # 150 people, 50 credits a month: the last messages are sent on 1 February.
    asked = CORE | {"target": "150", "deadline_on": deadline, "strategies": "as_granted"}
    verdict = known(show(asked)[1].verdict)
    assert verdict.estimate.done_on == date(2027, 2, 1)
    assert verdict.judgement == (judgement, mood)


@examples(8, many=60)
@given(queries)
@example({"target": "300", "open_profile_share": "10 %", "seats": "1", "plans": "premium-career"})
@example({"target": "500", "deadline_months": "24", "seats": "1", "plans": "premium-career"})
@example({"start_on": "2026-12-31", "target": "200", "seats": "1"})
@example({"open_profile_share": "100 %", "monthly_send_limit": "7", "target": "50"})
@example({"plans": "sales-navigator-team"})
def test_the_months_of_the_timeline_sum_to_the_messages_and_the_total(
    query: dict[str, Any],
) -> None:
    verdict = show(query)[1].verdict
    if verdict is None:
        return
    estimate, months = verdict.estimate, verdict.timeline.months
    assert (months == ()) == (estimate.schedule == ())
    if not months:
        return
    assert sum(month.sent for month in months) == estimate.scenario.messages
    dues = [month.due for month in months]
    assert (None in dues) == (estimate.total is None)
    if estimate.total is not None:
        assert sum(map(known, dues)) == estimate.total
    starts = [month.starts_on for month in months]
    assert starts == sorted({*starts})
    assert starts[0] == estimate.scenario.start_on
    ends = [*starts[1:], date.max]
    for month, end in zip(months, ends, strict=True):
        within = [row for row in estimate.schedule if month.starts_on <= row.starts_on < end]
        assert month.sent == sum(row.ledger.sent + row.free for row in within)
    most = max(month.sent for month in months)
    for month in months:
        assert month.top + month.height == BAR_HEIGHT
        assert abs(month.height * most - month.sent * BAR_HEIGHT) * 2 <= most
    assert any(month.height == BAR_HEIGHT for month in months)
    sending = [month.starts_on for month in months if month.sent]
    assert sending[-1] <= known(estimate.done_on) < sending[-1] + timedelta(days=32)
    is_deadline_true(verdict)


def is_deadline_true(verdict: Verdict) -> None:
    """It is that of all messages, and stands in its month if late, behind all months if in time."""
    estimate, line = verdict.estimate, verdict.timeline
    different = {audience.deadline for audience in estimate.audiences}
    if estimate.done_on is None or estimate.tightest is None or len(different) > 1:
        assert line.deadline is None
        return
    assert line.deadline == estimate.tightest[0]
    marked = [month for month in line.months if month.deadline_at is not None]
    assert line.ends_with_deadline == (line.deadline >= estimate.done_on)
    assert len(marked) == (not line.ends_with_deadline)
    for month in marked:
        end = month.starts_on + timedelta(days=31)
        assert month.starts_on <= line.deadline < end
        assert 0 < known(month.deadline_at) <= 100


def is_sooner(days: tuple[date, date], said: Said) -> bool:
    return is_difference(said, *days)


SOONER = (claim(rf"{SPAN} sooner", is_sooner),)


@examples(5, many=40)
@given(queries)
@example({"seats": "1"})
@example({"seats": "1", "estimate": "recruiter-lite.buy_now"})
@example({"seats": "1", "estimate": "sales-navigator-core.cheapest"})
@example({"seats": "1", "target": "441", "strategies": "accumulate"})
@example({"seats": "1", "target": "100", "deadline_months": "3", "start_on": "2026-12-01"})
@example({"start_on": "2026-12-01", "deadline_on": "2027-02-10", "target": "200"})
@example({"seats": "1", "deadline_months": "3", "plans": "sales-navigator-professional"})
@example(
    {
        "price_book": "linkedin-2026",
        "start_on": "2026-11-26",
        "target": "90",
        "deadline_months": "20 Mar 2027",
        "seats": "1",
    }
)
@example({"plans": ["premium-career", "executive-25"], "estimate": "executive-25.buy_now"})
def test_a_chip_says_what_its_address_shows(query: dict[str, Any]) -> None:
    decision, answer = show(query)
    verdict, cheapest = answer.verdict, decision.comparison.cheapest
    if cheapest is None or verdict is None:
        assert verdict is None or verdict.chips == ()
        return
    total = known(cheapest.total)
    names = [chip.name for chip in verdict.chips]
    of_what = "single plan" if decision.comparison.has_the_least else "of the ways compared"
    assert names[0] == f"Cheapest {of_what}"
    assert len({*names}) == len(names)
    # Beside an estimate without a total there is no difference to show.
    marks = [chip.name for chip in verdict.chips if chip.is_current]
    assert len(marks) <= 1
    assert marks or verdict.estimate.total is None
    for chip in verdict.chips:
        there_decision, there_answer = answer_at(chip.address)
        there = known(there_answer.verdict).estimate
        more = known(there.total) - total
        if chip.name == names[0]:
            assert (chip.money, more) == (dollars(total), 0)
        else:
            assert chip.money == (difference(more) if more else "same money")
        if chip.is_current:
            assert known(there_answer.verdict).row.key == verdict.row.key
        if chip.name.endswith(" sooner"):
            days = known(there.done_on), known(cheapest.done_on)
            check_clause(chip.name, days, SOONER, whole=chip.name)
            assert there is there_decision.comparison.cheapest
        elif chip.name == "Nothing to buy":
            assert known(there.credits).bought == 0 < known(cheapest.credits).bought
            without = [
                one.total
                for one in decision.comparison.estimates
                if one.status == "ok" and one.total is not None and not known(one.credits).bought
            ]
            assert there.total == min(without)
        elif chip.name == "The article’s example":
            assert there_decision.is_article_example or decision.is_article_example
        else:
            assert chip.name in (names[0], "The way chosen")
