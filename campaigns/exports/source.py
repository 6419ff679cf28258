"""What is exported: a decision, and what is known of the campaign that it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from django.utils.text import slugify

from campaigns.decision import Decision
from campaigns.query.query import Query
from campaigns.wording import write_deadline
from planner.planning.comparison import Comparison
from planner.planning.estimate import Estimate
from planner.planning.layout import add_dollars
from planner.planning.phrases import reach

LONGEST_STEM = 60


class SpentBefore(NamedTuple):
    """What a replanned campaign has spent before the day from which its plan counts.

    `amount` is in dollars, `None` where it is unknown.
    """

    amount: Decimal | None
    counts_from: date

    def whole_cost(self, planned: Decimal | None) -> Decimal | None:
        """Dollars of the whole campaign with so many planned; `None` where one is unknown."""
        return add_dollars([self.amount, planned])


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSource:
    """A scenario or a campaign, as it is exported.

    `uid` is the seed of the calendar's
    identifiers: it stays the same as long as it is the same campaign, and gives no access to
    it. `name` and `note` are empty for an unsaved scenario. `prices_from` is the day on
    which a campaign's snapshot was taken; `None`: they are those in force on the start date.
    `changed_at` is when it last changed; `past_days` are those that its earlier calendars had.
    `spent_before` is that of a replanned campaign, in what its edit link leads to.
    """

    decision: Decision
    uid: str
    name: str = ""
    note: str = ""
    prices_from: date | None = None
    changed_at: datetime | None = None
    past_days: Mapping[str, str] = field(default_factory=dict)
    spent_before: SpentBefore | None = None

    @property
    def query(self) -> Query:
        return self.decision.query

    @property
    def comparison(self) -> Comparison:
        return self.decision.comparison

    @property
    def chosen(self) -> Estimate | None:
        """The estimate that the page shows in full, too; `None` where no plan is compared."""
        return self.decision.chosen

    @property
    def title(self) -> str:
        """What it is called: the campaign's name, or what is asked."""
        return self.name or f"Reaching {reach(self.query.scenario)}"

    @property
    def query_line(self) -> str:
        """What is asked, in one line: "100 people within 12 months from 2026-12-01"."""
        scenario = self.query.scenario
        return f"{reach(scenario)} {write_deadline(scenario)} from {scenario.start_on}"

    @property
    def stamped_at(self) -> datetime:
        """When it last changed; of an unsaved scenario, the day of the request.

        A day, not an instant: the same question gives the same bytes all day long.
        """
        return self.changed_at or datetime.combine(self.query.today, time(), UTC)

    @property
    def file_stem(self) -> str:
        """What its files' names begin with, in ASCII: "outreach-plan-100-people-2026-12-01"."""
        name = slugify(self.name)[:LONGEST_STEM].strip("-") or "outreach-plan"
        target = slugify(reach(self.query.scenario).replace(",", ""))
        return f"{name}-{target}-{self.query.scenario.start_on}"


def make_source(decision: Decision, *, root: str = "/") -> ExportSource:
    """An unsaved scenario: its plan and strategy make its calendar the same or another one.

    So a changed scenario that is imported again changes the old events instead of doubling them.
    """
    chosen = decision.chosen
    way = "" if chosen is None else f"{chosen.terms.slug}.{chosen.strategy}"
    return ExportSource(decision=decision, uid=sha256(f"{root} {way}".encode()).hexdigest())
