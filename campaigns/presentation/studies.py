"""The studies of a query as a page shows them: addresses, tables, sentences."""

from typing import NamedTuple

from campaigns.decision import Decision
from campaigns.presentation.comparison import ComparisonTable, Row
from campaigns.query.links import Links
from campaigns.query.query import Query
from campaigns.studies.forecasts import forecast_all
from campaigns.studies.mixes import seats_allowed
from planner.planning.forecast import Forecast
from planner.planning.forecast.certainty import CertainRanking, explain_forecast, explain_ranking
from planner.planning.forecast.rates import RateBelief, RateBetween, TrackRecord
from planner.planning.mix import Mix, Mixes
from planner.planning.wording import count, percent

# The team that is suggested where nobody has said how large it is.
SEATS_SUGGESTED = 5


class StudyLinks:
    """Where the studies of a query are found, and which of them its page shows."""

    def __init__(self, query: Query, links: Links) -> None:
        self.has_forecast = query.display.forecast != ""
        self.has_sensitivity = query.display.sensitivity != ""
        self.has_mix = query.values["max_seats"] is not None
        self.seats_suggested = max(SEATS_SUGGESTED, query.scenario.seats)
        self.forecast = links.address("forecast/")
        self.estimate_forecast = links.address("estimate/forecast/")
        self.sensitivity = links.address("sensitivity/")
        self.mix = links.address("mix/")
        self.with_forecast = links.address(forecast="yes")
        self.estimate_with_forecast = links.address("estimate/", forecast="yes")
        self.with_sensitivity = links.address(sensitivity="yes")
        # What the form for a team's seats carries on.
        self.without_mix = [item for item in links.query_items if item[0] != "max_seats"]


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
        self.belief = describe_belief(query.belief, query.trials)
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


def describe_belief(belief: RateBelief, trials: int) -> str:
    """Where the reply rates of the trials come from, in words."""
    tries = f"{trials:,} campaigns were lived through"
    match belief:
        case TrackRecord(sent=sent, replied=replied):
            return (
                f"{tries}; their reply rates follow from {replied:,} replies to your {sent:,} "
                "messages."
            )
        case RateBetween(low=low, high=high):
            return (
                f"{tries}; nine times in ten their reply rate lies between {percent(low)} "
                f"and {percent(high)}."
            )
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
