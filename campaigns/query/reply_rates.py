"""Sentences about a query's reply rate: that it is assumed, or that it is hardly possible."""

from collections.abc import Iterator
from decimal import Decimal

from campaigns.query.query import Query
from campaigns.reading.numbers import read_ungrouped
from campaigns.reply_rate_presets import BEST_PUBLISHED, UNUSUAL_REPLY_RATE, WHY_USUAL
from planner.planning.wording import percent


def explain_assumed_rate(query: Query) -> str:
    """Why the reply rate is what it is, where it was not entered; else empty."""
    return WHY_USUAL if query.assumes_reply_rate else ""


def question_rate(query: Query) -> str:
    """A question about an entered reply rate that is above every published one; else empty.

    The person's own numbers are not questioned.
    """
    rate: Decimal = query.values["reply_rate"]
    if rate <= UNUSUAL_REPLY_RATE or query.values["track_record_sent"] is not None:
        return ""
    question = (
        f"Do {percent(rate)} really answer? The best that is published is {BEST_PUBLISHED}. "
        f"This is calculated with {percent(rate)}."
    )
    text = "".join(query.texts["reply_rate"]).strip()
    number = read_ungrouped(text)
    if number == rate < 1:
        question += f" If you mean a part of one percent, write {text} %."
    return question


def describe_rate(query: Query) -> Iterator[str]:
    """A sentence where the reply rate is assumed, and one where it is questioned."""
    if why := explain_assumed_rate(query):
        yield f"Reply rate: {percent(query.values['reply_rate'])}: {why}."
    if question := question_rate(query):
        yield question
