"""The planning bridge: what a person wrote and what the database holds → planning values → results.

The only place where the two worlds meet. `Question` reads a query string, a form or a scenario
file, which all use the same names, and puts it to the planning module.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from campaigns.forms import (
    CUSTOM_PLANS,
    MOST_CUSTOM_PLANS,
    CustomPlanForm,
    ScenarioForm,
    fill,
    is_key_of_filling,
    read_filling,
)
from campaigns.forms.fields import find_ambiguity
from campaigns.models import FrozenBook, SoldPlan
from campaigns.plan_terms import values_of
from campaigns.studies.registry import view_keys
from planner.planning.comparison import Comparison, compare
from planner.planning.scenario import Scenario
from planner.planning.strategies import Strategy
from planner.planning.terms import Terms

CUSTOM_PLAN_KEY = re.compile(
    rf"{CUSTOM_PLANS}-(0|[1-9][0-9]?)-({'|'.join(CustomPlanForm.base_fields)})"
)


# The address also says how the page shows the answer: the estimate in full and the base of the
# differences ("plan-slug.strategy" each), the column that the comparison is sorted by, and which
# studies are asked for ("yes").
VIEW_KEYS = ("estimate", "base", "sort", *view_keys())
# Characters of an address that each row of a table may say again.
LONGEST_LINK = 1_500


class Fault(NamedTuple):
    """One thing wrong with the input: which field, what was given, what is allowed."""

    field: str
    given: str
    allowed: str
    label: str = ""
    question: str = ""  # where what was given has two readings: which one is meant


def terms_of(plan: SoldPlan) -> Terms:
    """A plan's terms at its price, which `PlanQuerySet.with_prices_on` attached (RULES.md §2)."""
    return Terms(slug=plan.slug, name=plan.name, **values_of(plan))


class Question:
    """What is asked: a scenario, the plans to compare, the strategies.

    `data` maps names to lists of texts, as a query string does; custom plans are
    `custom_plans-0-name` and so on. Only a valid question has `scenario`, `plans`, `compare`.

    A saved campaign gives the book as it was saved (`frozen`), and the address under which it is
    shown (`root`); without one it is the planner's. Below every root stand the same pages.
    """

    def __init__(
        self,
        data: MultiValueDict[str, str],
        *,
        today: date,
        frozen: FrozenBook | None = None,
        root: str = "",
    ) -> None:
        self.data = data
        self.today = today
        self.frozen = frozen
        self.root = root or reverse("campaigns:planner")
        self.form = ScenarioForm(self.data, today=today, frozen=frozen)
        self.filling = read_filling(data)
        if self.filling:
            self.data = fill(data, self.filling, self.form.book_plans)

    @cached_property
    def unknown_keys(self) -> list[str]:
        """Names in the data that nothing reads."""
        return [
            key
            for key in self.data
            if key not in self.form.fields
            and key not in VIEW_KEYS
            and not CUSTOM_PLAN_KEY.fullmatch(key)
            and not is_key_of_filling(key)
        ]

    def view(self, key: str) -> str:
        """What the address says of how the answer is shown; empty where it says nothing."""
        return self.data.get(key) or ""

    @property
    def view_state(self) -> list[tuple[str, str]]:
        """All that the address says of how the answer is shown."""
        return [(key, self.view(key)) for key in VIEW_KEYS if self.view(key)]

    @property
    def notices(self) -> list[str]:
        """What the address says and nobody reads: told, lest a slip pass for answered."""
        notices = [
            f"“{key[:60]}” is not something the planner knows, so it was left out of the answer."
            for key in self.unknown_keys
        ]
        if self.filling and not self.is_filled:
            notices.append(f"“{self.filling.slug[:60]}” is no plan of this price book.")
        if len(self._filled_rows) > MOST_CUSTOM_PLANS:
            notices.append(f"Only the first {MOST_CUSTOM_PLANS} plans of your own are compared.")
        return notices

    @cached_property
    def custom_forms(self) -> list[CustomPlanForm]:
        """The custom plans that say anything at all, in order."""
        return [self._custom_form(row) for row in self._filled_rows[:MOST_CUSTOM_PLANS]]

    @property
    def blank_custom_forms(self) -> list[CustomPlanForm]:
        """The custom plans that the person left empty: the page has their fields, too."""
        blank = [row for row, says in self._custom_rows.items() if not says]
        return [self._custom_form(row) for row in blank[:MOST_CUSTOM_PLANS]]

    @property
    def is_filled(self) -> bool:
        """Whether it fills a custom plan with the terms of a plan that the book has."""
        slugs = (plan.slug for plan in self.form.book_plans)
        return self.filling is not None and self.filling.slug in slugs

    @property
    def filled_form(self) -> CustomPlanForm | None:
        """The custom plan that this question fills from a plan of the book; `None` mostly."""
        return self._custom_form(self.filling.row) if self.filling else None

    @property
    def next_custom_form(self) -> CustomPlanForm:
        """A further custom plan to fill in."""
        return self._custom_form(next(row for row in count() if row not in self._filled_rows))

    @property
    def _filled_rows(self) -> list[int]:
        """The numbers of the custom plans that say anything at all, in order."""
        return sorted(row for row, says in self._custom_rows.items() if says)

    @cached_property
    def _custom_rows(self) -> dict[int, bool]:
        """The numbers of the custom plans in the data, and whether each says anything."""
        says: dict[int, bool] = {}
        for key, texts in self.data.lists():
            if match := CUSTOM_PLAN_KEY.fullmatch(key):
                row = int(match[1])
                says[row] = says.get(row, False) or bool(texts[-1].strip())
        return says

    def _custom_form(self, row: int) -> CustomPlanForm:
        data = self.data if self._custom_rows.get(row) else None
        prefix = f"{CUSTOM_PLANS}-{row}"
        return CustomPlanForm(data, prefix=prefix, use_required_attribute=False)

    def address(self, page: str = "", /, **changes: str) -> str:
        """The page that shows this question, with `changes` made to it ("" removes a name).

        `page` is one below the root: "estimate/", "plan.csv".
        """
        said = [written for name, written in self._written_in_address if name not in changes]
        said += [urlencode({name: text}) for name, text in changes.items() if text]
        return f"{self.root}{page}?{'&'.join(said)}"

    def address_of_cheapest(self, **changes: str) -> str:
        """The page that shows the cheapest way with these changes, whatever it compares now."""
        unpicked = {} if "cheapest" in self.strategies else {"strategies": ""}
        return self.address(**changes, **unpicked)

    @property
    def is_long(self) -> bool:
        """Whether a link of each row would be too much: then a form carries it, once for all."""
        return len(self.address()) > LONGEST_LINK

    def said_in_address(self) -> list[tuple[str, str]]:
        """What an address has to say: names and texts.

        It says what differs from the defaults, and always the book and the start, whose defaults
        change with time: it gives the same page to whoever opens it, whenever.
        """
        return self._said_in_address

    # A page has hundreds of links, each of which says it again.

    @cached_property
    def _written_in_address(self) -> list[tuple[str, str]]:
        """Each name with what the address says of it."""
        return [(name, urlencode({name: text})) for name, text in self._said_in_address]

    @cached_property
    def _said_in_address(self) -> list[tuple[str, str]]:
        said = [
            (name, text)
            for name in self.form.fields
            if name in ("price_book", "start_on") or self._differs(name)
            for text in self.form.said.getlist(name)
        ]
        for key, texts in self.data.lists():
            if CUSTOM_PLAN_KEY.fullmatch(key) and texts[-1].strip():
                said.append((key, texts[-1]))
        return [*said, *self.view_state]

    def write_out(self, **view: str) -> str:
        """Everything that is said, defaults too, in the words of an address.

        It asks the same whatever the defaults become; `view` says how the answer is shown.
        """
        said = QueryDict(mutable=True)
        for name in self.form.fields:
            # A field that was left empty asks the same as one that was not there.
            if name in self.form.defaults or self._differs(name):
                said.setlist(name, self.form.said.getlist(name))
        for key, text in self.said_in_address():
            if key not in self.form.fields and key not in VIEW_KEYS:
                said[key] = text
        for key in VIEW_KEYS:
            if text := view.get(key, self.view(key)):
                said[key] = text
        return said.urlencode()

    def asks_the_same_as(self, other: "Question") -> bool:
        """Whether both ask the same, however the answer is shown."""
        unseen = dict.fromkeys(VIEW_KEYS, "")
        return self.write_out(**unseen) == other.write_out(**unseen)

    @property
    def is_frozen(self) -> bool:
        """Whether it is answered with the prices that a campaign saved."""
        return isinstance(self.form.book, FrozenBook)

    def _differs(self, name: str) -> bool:
        """Whether a field says something else than its default."""
        said = self.form.said.getlist(name)
        if name == "plans":
            return bool(said)  # an empty one means: only the person's own
        return said not in ([], [self.form.defaults.get(name, "")])

    @cached_property
    def faults(self) -> list[Fault]:
        """Everything that is wrong with the fields, in the form's order."""
        faults = list(_faults_of(self.form))
        taken = {*self.plan_rows}
        for form in self.custom_forms:
            if not form.errors and form.terms.slug in taken:
                named = "slug" if form["slug"].value() else "name"
                form.add_error(named, "a name that no other plan has")
            elif not form.errors:
                taken.add(form.terms.slug)
            faults += _faults_of(form)
        return faults

    @property
    def is_valid(self) -> bool:
        """Whether it can be answered."""
        return not self.faults

    @property
    def scenario(self) -> Scenario:
        """The scenario, as understood."""
        return self.form.scenario

    @cached_property
    def plan_rows(self) -> dict[str, SoldPlan]:
        """The book's plans by slug, for their notes and sources.

        None where only the person's own are compared: those may then be called like the book's.
        """
        if self.form.picks_only_custom_plans:
            return {}
        return {plan.slug: plan for plan in self.form.book_plans}

    @cached_property
    def custom_plans(self) -> list[Terms]:
        """The person's own plans."""
        return [form.terms for form in self.custom_forms]

    @cached_property
    def plans(self) -> list[Terms]:
        """Everything that is compared: the book's plans in order, then the person's own."""
        chosen = self.form.cleaned_data["plans"]
        rows = [row for slug, row in self.plan_rows.items() if slug in chosen]
        plans = [*map(terms_of, rows), *self.custom_plans]
        life = self.form.cleaned_data["credit_lifetime_days"]
        return plans if life is None else [replace(p, credit_lifetime_days=life) for p in plans]

    @property
    def strategies(self) -> list[Strategy]:
        """The strategies to compare, in their usual order."""
        strategies: list[Strategy] = self.form.cleaned_data["strategies"]
        return strategies

    @cached_property
    def comparison(self) -> Comparison:
        """The answer."""
        return compare(self.scenario, self.plans, self.strategies)


def _faults_of(form: ScenarioForm | CustomPlanForm) -> Iterator[Fault]:
    for name, errors in form.errors.items():
        field = form[name]
        given = field.value()
        text = ", ".join(given) if isinstance(given, list) else str(given or "")
        ambiguity = find_ambiguity(field)
        asked = ambiguity.question if ambiguity else ""
        yield Fault(field.html_name, text, str(errors[0]), str(field.label), asked)
