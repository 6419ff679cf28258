"""The studies of a query as a page shows them: addresses, tables, sentences."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from campaigns.decision import Decision
from campaigns.presentation.audiences import draw_rows
from campaigns.presentation.comparison import ComparisonTable, Row
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.reading import write_share
from campaigns.studies.forecasts import forecast_all
from campaigns.studies.mixes import SEATS_SUGGESTED, seats_allowed, suggest_seats
from campaigns.studies.registry import STUDIES, Study
from planner.planning.comparison import find_least_total
from planner.planning.forecast import Forecast
from planner.planning.forecast.certainty import CertainRanking, explain_forecast, explain_ranking
from planner.planning.forecast.rates import BetaRate, RateBelief, RateBetween, TrackRecord
from planner.planning.mix import Mix, Mixes
from planner.planning.scenario import Scenario
from planner.planning.wording import chance, count, count_leads, dollars, percent
from planner.planning.worth import GoalChance, explain_chance
from planner.planning.worth.asked import chance_of, scenario_of_sure

# The suggested size of a team where none is given.


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyLink:
    """A study of a query: where it is had, the page with it, what a form for it carries on."""

    study: Study
    address: str
    address_of_estimate: str
    page: str
    page_of_estimate: str
    carried: list[tuple[str, str]]
    is_requested: bool


class StudyLinks:
    """Where the studies of a query are found, and which of them its page shows."""

    def __init__(self, query: Query, links: Links) -> None:
        self.links = [_link(study, query, links) for study in STUDIES]
        self.seats_suggested = max(SEATS_SUGGESTED, suggest_seats(query.scenario))

    @property
    def requested(self) -> list[StudyLink]:
        """Those that the page shows."""
        return [link for link in self.links if link.is_requested]

    @property
    def offered(self) -> list[StudyLink]:
        """Those that it does not show: links first, then those that a field asks for."""
        offered = (link for link in self.links if not link.is_requested)
        return sorted(offered, key=lambda link: link.study.field != "")

    @property
    def of_estimate(self) -> list[StudyLink]:
        """Those that there are of a single estimate."""
        return [link for link in self.links if link.study.template_of_estimate]


def _link(study: Study, query: Query, links: Links) -> StudyLink:
    name = study.name
    shown = {} if study.field else {name: "yes"}
    items = links.query_items if study.field else ()
    return StudyLink(
        study=study,
        address=links.address(f"{name}/"),
        address_of_estimate=links.address(f"estimate/{name}/"),
        page=links.address(**shown),
        page_of_estimate=links.address("estimate/", **shown),
        carried=[item for item in items if item[0] != study.field],
        is_requested=study in query.studies,
    )


class ForecastRow(NamedTuple):
    """A line of the comparison with its forecast."""

    row: Row
    forecast: Forecast
    address: str
    is_best: bool


class ForecastTable:
    """The comparison ranked by what is enough in 90 % of the trials."""

    def __init__(self, decision: Decision, links: Links) -> None:
        query = decision.query
        table = ComparisonTable(decision, links)
        rows = {id(row.estimate): row for row in table.ranked_rows}
        estimates = [row.estimate for row in rows.values()]
        self.ranking: CertainRanking = forecast_all(query, estimates)
        self.rows = [
            ForecastRow(
                row=rows[id(forecast.estimate)],
                forecast=forecast,
                address=links.address(
                    "estimate/", estimate=rows[id(forecast.estimate)].key, forecast="yes"
                ),
                is_best=forecast is self.ranking.best,
            )
            for forecast in self.ranking.forecasts
        ]
        self.belief = describe_trials(query.scenario, query.belief, query.trials)
        chance = chance_of(query.scenario, query.belief)
        self.goal_chance = explain_chance(chance) if chance else ""
        self.surer = _find_surer(chance, query, links)
        self.left_out = sum(1 for one in estimates if one.is_done) - len(self.rows)

    @property
    def verdict(self) -> str:
        """Whether certainty changes what is best."""
        return explain_ranking(self.ranking) or ""

    @property
    def best_in_words(self) -> str:
        """What to plan with the way that is best at 90 % certainty."""
        best = self.ranking.best or self.ranking.usual
        return explain_forecast(best) if best else ""


class Surer(NamedTuple):
    """The messages that reach the goal in 9 of 10 cases: what they cost, and where that is."""

    cost: str
    address: str


def _find_surer(chance: GoalChance | None, query: Query, links: Links) -> Surer | None:
    """What the messages for 90 % cost by the deadline; `None` where they are no more."""
    surer = scenario_of_sure(query.scenario, chance)
    if surer is None:
        return None
    total = find_least_total(surer, query.plans)
    # Rates that are assumed for a goal go along: the goal of people needs none.
    assumed = {name: write_share(query.values[name]) for name in query.assumed_rates}
    if query.assumes_reply_rate:
        assumed["reply_rate"] = write_share(query.values["reply_rate"])
    address = links.address(goal="", target=str(surer.target), estimate="", forecast="", **assumed)
    cost = "No plan sends them in time" if total is None else f"They cost {dollars(total)}"
    return Surer(cost, address)


def describe_trials(scenario: Scenario, belief: RateBelief, trials: int) -> str:
    """The same for a scenario, whose audiences may have rates of their own (RULES.md §11)."""
    if scenario.all_have_own("reply_rate"):
        return (
            f"{trials:,} campaigns were lived through, each audience at its own reply rate: only "
            "who answers is left to chance."
        )
    text = describe_belief(belief, trials)
    if any(one.reply_rate is not None for one in scenario.audiences):
        return f"{text} An audience with a reply rate of its own has that in each of them."
    return text


def describe_belief(belief: RateBelief, trials: int) -> str:
    """Where the reply rates of the trials come from, in words."""
    tries = f"{trials:,} campaigns were lived through"
    match belief:
        case TrackRecord(sent=sent, replied=replied):
            replies, messages = count_leads(replied, "replied"), count(sent, "message")
            return f"{tries}; their reply rates follow from {replies} to your {messages}."
        case RateBetween(low=low, high=high):
            return (
                f"{tries}; nine times in ten their reply rate lies between {percent(low)} "
                f"and {percent(high)}."
            )
        case BetaRate(a=a, b=b):
            around = chance(a / (a + b))
            return f"{tries}; their reply rates are those learned, around {around}."
        case _:
            rate = percent(belief.rate)
            return (
                f"{tries}, all at a reply rate of {rate}: only who answers is left to chance. "
                "Enter a range or your own numbers, and the rate is left to chance, too."
            )


class MixPoint(NamedTuple):
    """The best mix by a deadline, and whether it is proven that none costs less."""

    mix: Mix
    is_proven: bool


class MixAnswer:
    """The best mix beside the best single plan."""

    def __init__(self, query: Query, study: Mixes) -> None:
        self.mix, self.why = study.mix, study.why
        self.frontier = study.frontier
        self.max_seats, _ = seats_allowed(query)

    @property
    def title(self) -> str:
        return f"Best mix for a team of up to {count(self.max_seats, 'seat')}"

    @property
    def audiences(self) -> dict[str, Any] | None:
        """The rows of its audiences; `None` where there are none."""
        rows = draw_rows(self.mix)
        return {"rows": rows} if rows else None

    @property
    def points(self) -> list[MixPoint]:
        """The mixes of the frontier, each at the first deadline that allows it."""
        points: list[MixPoint] = []
        for mix in self.frontier:
            if mix.is_done and (not points or mix.total != points[-1].mix.total):
                points.append(MixPoint(mix, self._is_proven(mix)))
        return points

    def _is_proven(self, mix: Mix) -> bool:
        # What no mix beats by a later deadline, none beats by an earlier one.
        costs_the_least = self.mix.status == "optimal" and mix.total == self.mix.total
        return mix.status == "optimal" or costs_the_least
