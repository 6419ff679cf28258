"""What a record means for each audience, in words, and the verdict on all (RULES.md §12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.presentation.judgement import Judgement, Mood
from campaigns.wording import begin_large, day
from planner.planning.progress.audience_pace import AudiencePace
from planner.planning.ranges import HORIZON
from planner.planning.wording import count

# More than these would hide the verdict that they make; the table has all.
MOST_NAMED = 2
# The worst first; an audience of which nothing is due makes nothing better or worse.
WORST_FIRST: tuple[Mood, ...] = ("bad", "tight")


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceLine:
    """One audience as the page shows it: its pace, and what is made of it."""

    pace: AudiencePace
    judgement: Judgement

    @property
    def verdict(self) -> str:
        """The verdict as a text of its own."""
        return begin_large(self.judgement.text)


def list_audience_lines(paces: Iterable[AudiencePace]) -> tuple[AudienceLine, ...]:
    """The lines of the audiences, in the order in which they are written to."""
    return tuple(AudienceLine(pace=one, judgement=judge_audience(one)) for one in paces)


def judge_all(whole: Judgement, lines: Sequence[AudienceLine], *, is_done: bool) -> Judgement:
    """The worst verdict on an audience, by its name; that on the `whole` where none is worse.

    `is_done`: as many messages are sent as are planned in all.
    """
    for mood in WORST_FIRST:
        if worst := [one for one in lines if one.judgement.mood == mood]:
            return Judgement(_name(worst), mood)
    if is_done and (lacking := [one for one in lines if one.pace.left]):
        return Judgement(_name(lacking), "good")
    return whole


def judge_audience(one: AudiencePace) -> Judgement:
    """The verdict on one audience, to stand after its name, without a full stop."""
    if not one.left and one.pace_on:
        end = f"all {count(one.messages, 'message')} sent by {day(one.pace_on)}"
        if one.days_late:
            return Judgement(f"{end}, {count(one.days_late, 'day')} late", "bad")
        return Judgement(f"{end}, in time", "good")
    if one.behind > 0:
        return _judge_behind(one)
    has_begun = one.sent or one.planned
    ahead = "nothing is due yet" if not has_begun else "as planned"
    if one.behind:
        ahead = f"{-one.behind:,} ahead"
    if one.is_out_of_credits:
        return Judgement(f"{ahead}, but {_lack_credits(one)}", "bad")
    if one.days_late:
        late = count(one.days_late, "day")
        return Judgement(f"{ahead}, but the plan itself is {late} late", "bad")
    if not has_begun or one.last_on is None:
        return Judgement(ahead, "open")
    return Judgement(f"on time: {ahead}, done by {day(one.last_on)}", "good")


def _judge_behind(one: AudiencePace) -> Judgement:
    behind = f"{one.behind:,} behind"
    if not one.sent:
        behind += ", nothing is sent yet"
    if one.is_out_of_credits:
        return Judgement(f"{behind}; {_lack_credits(one)}", "bad")
    if not one.sent:
        return Judgement(behind, "bad")
    if one.last_on is None:
        return Judgement(f"{behind}; at this pace not done within {HORIZON} months", "bad")
    end = f"{behind}; at this pace done on {day(one.last_on)}"
    if one.days_late:
        return Judgement(f"{end}, {count(one.days_late, 'day')} late", "bad")
    return Judgement(f"{end}, still in time", "tight")


def _lack_credits(one: AudiencePace) -> str:
    """Until when the credits delay an audience, for the end of a sentence."""
    if one.soonest_on is None:
        return "the plan’s seats do not send the rest"
    late = count((one.soonest_on - one.deadline).days, "day")
    return f"with the plan’s credits done on {day(one.soonest_on)} at the soonest, {late} late"


def _name(lines: Sequence[AudienceLine]) -> str:
    """The first of the audiences with their verdicts, and how many more there are."""
    named = [f"{one.pace.name}: {one.judgement.text}" for one in lines[:MOST_NAMED]]
    if more := len(lines[MOST_NAMED:]):
        named.append(f"and {count(more, 'more audience')}")
    return "; ".join(named)
