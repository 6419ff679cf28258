"""What a person entered: the scenario's form and those of the custom plans, read at once."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode

from django.forms import Form
from django.utils.datastructures import MultiValueDict

from campaigns.forms import (
    AUDIENCES,
    CUSTOM_PLANS,
    HELD_SEATS,
    MOST_CUSTOM_PLANS,
    AudienceForm,
    CustomPlanForm,
    HeldSeatsForm,
    ScenarioForm,
    fill,
    is_key_of_filling,
    read_filling,
)
from campaigns.forms.fields import find_ambiguity
from campaigns.models import BookSnapshot, PriceBook
from campaigns.plan_terms import PLAN_TERMS
from campaigns.query.audiences import AUDIENCES_KEY, fill_target
from campaigns.query.display import DISPLAY_PARAMS, LEGACY_VIEWS, read_display
from campaigns.query.legacy import (
    ALWAYS_CARRIED,
    OPENING_BALANCE,
    LegacyForm,
    hold_opening_balance,
    mark_legacy_rules,
)
from campaigns.query.query import (
    Query,
    belief_of,
    is_same_scenario,
    scenario_of,
    terms_of,
    under_rules,
)
from campaigns.query.reply_rates import question_rate
from planner.planning.audience import MOST_AUDIENCES, Audience, find_target
from planner.planning.errors import InvalidInput
from planner.planning.scenario import BEST, MOST_HELD, HeldSeats
from planner.planning.terms import Terms
from planner.planning.wording import show_day

HELD_SEATS_KEY = re.compile(
    rf"{HELD_SEATS}-(0|[1-9][0-9]?)-({'|'.join(HeldSeatsForm.base_fields)})"
)
CUSTOM_PLAN_KEY = re.compile(
    rf"{CUSTOM_PLANS}-(0|[1-9][0-9]?)-({'|'.join(CustomPlanForm.base_fields)})"
)
# Lists of choices without an empty one: a browser sends them for a plan that was left empty, too.
ALWAYS_PICKED = {term.name for term in PLAN_TERMS if term.kind in ("choice", "flag")}

Items = tuple[tuple[str, str], ...]


class Fault(NamedTuple):
    """One thing wrong with the input: which field, what was given, what is allowed."""

    field: str
    given: str
    allowed: str
    label: str = ""
    question: str = ""  # where what was given has two readings: which one is meant


class QueryForm:
    """The forms of a query, filled in and read: `query` is its value, or there are `faults`.

    `data` maps names to lists of texts, as a query string does; custom plans are
    `custom_plans-0-name` and so on, held seats `held_seats-0-plan`, audiences `audiences-0-name`,
    whose people together are the target. `books` are all price books
    (`list_books`); a saved campaign gives the book as it was saved, `snapshot`. `query_items` are
    what an address has to carry.
    """

    def __init__(
        self,
        data: MultiValueDict[str, str],
        *,
        today: date,
        books: Sequence[PriceBook],
        snapshot: BookSnapshot | None = None,
    ) -> None:
        self.today = today
        self.snapshot = snapshot
        data = mark_legacy_rules(data)
        self._audience_rows = _read_rows(data, AUDIENCES_KEY)
        entered_audiences = sorted(row for row, has_text in self._audience_rows.items() if has_text)
        if entered_audiences:
            data = fill_target(data, entered_audiences)
        self.form = ScenarioForm(data, today=today, books=books, snapshot=snapshot)
        self.filling = read_filling(data)
        self._data = fill(data, self.filling, self.form.book_plans) if self.filling else data
        self.display = read_display(self._data)
        self._rows = _read_rows(self._data, CUSTOM_PLAN_KEY)
        entered = sorted(row for row, has_text in self._rows.items() if has_text)
        self._entered_rows = entered
        self.custom_forms = [self._custom_form(row) for row in entered[:MOST_CUSTOM_PLANS]]
        custom_faults = list(self._check_custom_plans())
        compared = [] if custom_faults else self._list_slugs()
        self._hold_opening_balance(compared)
        self._held_rows = _read_rows(self._data, HELD_SEATS_KEY)
        entered_held = sorted(row for row, has_text in self._held_rows.items() if has_text)
        # One more than is allowed, which shows the fault.
        self.held_forms = [self._held_form(row) for row in entered_held[: MOST_HELD + 1]]
        # One more than is allowed, here too.
        self.audience_forms = [
            self._audience_form(row) for row in entered_audiences[: MOST_AUDIENCES + 1]
        ]
        rules = str(self.form.texts["rules"])
        self.legacy_form = LegacyForm(self._data, rules=rules, plans=len(compared))
        self.faults = [
            *_faults_of(self.form),
            *custom_faults,
            *self._check_held_seats(),
            *self._check_audiences(),
            *_faults_of(self.legacy_form),
        ]
        self.query_items: Items = (*self._items(with_defaults=False), *self.display.items)
        self.query = None if self.faults else self._make_query()

    @property
    def has_opening_balance(self) -> bool:
        """Whether credits are held on no plan in particular, as only the legacy rules allow."""
        return (self._data.get(OPENING_BALANCE) or "").strip(" 0") != ""

    @property
    def notices(self) -> list[str]:
        """What was entered and not read, so that a slip does not pass for answered."""
        unknown = [
            key
            for key in self._data
            if key not in self.form.fields
            and key not in (*DISPLAY_PARAMS, *LEGACY_VIEWS)
            and not CUSTOM_PLAN_KEY.fullmatch(key)
            and not HELD_SEATS_KEY.fullmatch(key)
            and not AUDIENCES_KEY.fullmatch(key)
            and key != OPENING_BALANCE
            and not is_key_of_filling(key)
        ]
        notices = [
            f"“{key[:60]}” is not something the planner knows, so it was left out of the answer."
            for key in unknown
        ]
        if self.filling and not self.is_filled:
            notices.append(f"“{self.filling.slug[:60]}” is no plan of this price book.")
        if len(self._entered_rows) > MOST_CUSTOM_PLANS:
            notices.append(f"Only the first {MOST_CUSTOM_PLANS} plans of your own are compared.")
        notices += self._list_capped_deadlines()
        if self.query and (question := question_rate(self.query)):
            notices.append(question)
        return notices

    @property
    def starts_on_another_text(self) -> bool:
        """Whether the start was written otherwise than addresses write it, as "tomorrow" is."""
        start_on = self.form.start_day
        return start_on is not None and str(self.form.texts["start_on"]).strip() != str(start_on)

    @property
    def has_faults_in_held(self) -> bool:
        """Whether something is wrong with the seats held, or the credits held on no plan."""
        return any(form.errors for form in (*self.held_forms, self.legacy_form))

    @property
    def has_faults_in_audiences(self) -> bool:
        """Whether something is wrong with an audience."""
        return any(form.errors for form in self.audience_forms)

    @property
    def has_faults_in_custom(self) -> bool:
        """Whether something is wrong with a custom plan."""
        return any(form.errors for form in self.custom_forms)

    @property
    def uses_snapshot(self) -> bool:
        """Whether it is answered with the prices that a campaign saved."""
        return isinstance(self.form.book, BookSnapshot)

    @property
    def blank_custom_forms(self) -> list[CustomPlanForm]:
        """The custom plans that were left empty: the page has their fields, too."""
        blank = [row for row, has_text in self._rows.items() if not has_text]
        return [self._custom_form(row) for row in blank[:MOST_CUSTOM_PLANS]]

    @property
    def is_filled(self) -> bool:
        """Whether it fills a custom plan with the terms of a plan that the book has."""
        slugs = (plan.slug for plan in self.form.book_plans)
        return self.filling is not None and self.filling.slug in slugs

    @property
    def filled_form(self) -> CustomPlanForm | None:
        """The custom plan that was just filled from a plan of the book; `None` mostly."""
        return self._custom_form(self.filling.row) if self.filling else None

    @property
    def next_custom_form(self) -> CustomPlanForm:
        """A further custom plan to fill in."""
        return self._custom_form(next(row for row in count() if row not in self._entered_rows))

    def to_query_string(self) -> str:
        """Everything that was entered, defaults too, and how the answer is shown."""
        return urlencode([*self._items(with_defaults=True), *self.display.items])

    def is_same_as(self, other: "QueryForm") -> bool:
        """Whether both ask for the same scenario; with faults, whether the same was entered."""
        if self.query and other.query:
            return is_same_scenario(self.query, other.query)
        return self._items(with_defaults=True) == other._items(with_defaults=True)

    @property
    def blank_held_forms(self) -> list[HeldSeatsForm]:
        """The entries of held seats that were left empty: the page has their fields, too."""
        blank = [row for row, has_text in self._held_rows.items() if not has_text]
        return [self._held_form(row) for row in blank[:MOST_HELD]]

    @property
    def next_held_form(self) -> HeldSeatsForm:
        """A further entry of held seats to fill in."""
        taken = [form.row for form in self.held_forms]
        return self._held_form(next(row for row in count() if row not in taken))

    @property
    def blank_audience_forms(self) -> list[AudienceForm]:
        """The audiences that were left empty: the page has their fields, too."""
        blank = [row for row, has_text in self._audience_rows.items() if not has_text]
        return [self._audience_form(row) for row in blank[:MOST_AUDIENCES]]

    @property
    def next_audience_form(self) -> AudienceForm:
        """A further audience to fill in."""
        taken = [form.row for form in self.audience_forms]
        return self._audience_form(next(row for row in count() if row not in taken))

    def _audience_form(self, row: int) -> AudienceForm:
        return AudienceForm(
            self._data if self._audience_rows.get(row) else None,
            prefix=f"{AUDIENCES}-{row}",
            check=None if self.form.errors else self._check_audience,
            use_required_attribute=False,
        )

    def _check_audience(self, *audiences: Audience) -> None:
        """Raise `InvalidInput` where audiences do not go with the rest of the scenario."""
        values = self.form.cleaned_data | {"target": find_target(audiences)}
        scenario_of(values, audiences=audiences)

    def _check_audiences(self) -> Iterator[Fault]:
        taken: set[str] = set()
        for form in self.audience_forms:
            form.full_clean()
            if form in self.audience_forms[MOST_AUDIENCES:]:
                form.add_error("name", f"at most {MOST_AUDIENCES} audiences")
            if form.audience and (name := form.audience.name.casefold()) in taken:
                form.add_error("name", "a name that no other audience has")
            elif form.audience:
                taken.add(name)
        if self.audience_forms and not (self.form.errors or self.has_faults_in_audiences):
            try:
                self._check_audience(*self._list_audiences())
            except InvalidInput as fault:
                self.audience_forms[-1].add_error("target", fault.allowed)
        for form in self.audience_forms:
            yield from _faults_of(form)

    def _list_audiences(self) -> list[Audience]:
        return [form.audience for form in self.audience_forms if form.audience]

    def _list_capped_deadlines(self) -> list[str]:
        """The audiences whose own deadline does not count, as it is after that of everything."""
        scenario = self.query.scenario if self.query else None
        if scenario is None:
            return []
        return [
            f"“{one.name}” is to be done by the deadline of everything, "
            f"{show_day(scenario.own_deadline)}, which is before its own."
            for one in scenario.audiences
            if one.deadline_on is not None and one.deadline_on > scenario.own_deadline
        ]

    def _held_form(self, row: int) -> HeldSeatsForm:
        custom = [(one.terms.slug, one.terms.name) for one in self.custom_forms if one.terms]
        return HeldSeatsForm(
            self._data if self._held_rows.get(row) else None,
            prefix=f"{HELD_SEATS}-{row}",
            plans=[*((plan.slug, plan.name) for plan in self.form.book_plans), *custom],
            start_on=self._start_on,
            use_required_attribute=False,
        )

    @property
    def _start_on(self) -> date | None:
        """The day of the start; `None` where it could not be read."""
        start_on: date | None = getattr(self.form, "cleaned_data", {}).get("start_on")
        return start_on

    def _list_slugs(self) -> list[str]:
        """The short names of all plans that are compared; none where they could not be read."""
        if "plans" in self.form.errors:
            return []
        custom = [one.terms.slug for one in self.custom_forms if one.terms]
        return [*self.form.cleaned_data["plans"], *custom]

    def _hold_opening_balance(self, compared: Sequence[str]) -> None:
        """Credits held on no plan in particular are those of the only plan compared."""
        seats = getattr(self.form, "cleaned_data", {}).get("seats")
        if not self.has_opening_balance or len(compared) != 1 or not seats or not self._start_on:
            return
        rows = _read_rows(self._data, HELD_SEATS_KEY)
        self._data = hold_opening_balance(
            self._data,
            compared[0],
            row=next(row for row in count() if not rows.get(row)),
            seats=1 if seats == BEST else seats,
            start_on=self._start_on,
        )

    def _check_held_seats(self) -> Iterator[Fault]:
        for form in self.held_forms:
            form.full_clean()
            if form in self.held_forms[MOST_HELD:]:
                form.add_error("plan", f"at most {MOST_HELD} entries of seats that you have")
            yield from _faults_of(form)

    def _list_held(self, plans: Sequence[Terms]) -> list[HeldSeats]:
        """The seats held, and by legacy rules the credits that go along to any plan."""
        values = self.form.cleaned_data
        listed = [form.held for form in self.held_forms if form.held]
        if balance := self.legacy_form.cleaned_data[OPENING_BALANCE]:
            seats = 1 if values["seats"] == BEST else values["seats"]
            eve = values["start_on"] - timedelta(days=1)
            listed += [
                HeldSeats(plan=terms.slug, seats=seats, credits=balance, paid_until=eve)
                for terms in plans
            ]
        return listed

    def _custom_form(self, row: int) -> CustomPlanForm:
        data = self._data if self._rows.get(row) else None
        prefix = f"{CUSTOM_PLANS}-{row}"
        return CustomPlanForm(data, prefix=prefix, use_required_attribute=False)

    def _check_custom_plans(self) -> Iterator[Fault]:
        """The custom plans' faults; no two plans of a comparison have the same slug."""
        taken = set() if self.form.picks_only_custom_plans else set(self.form.plan_slugs)
        for form in self.custom_forms:
            form.full_clean()
            if form.terms and form.terms.slug in taken:
                named = "slug" if form["slug"].value() else "name"
                form.add_error(named, "a name that no other plan has")
            elif form.terms:
                taken.add(form.terms.slug)
            yield from _faults_of(form)

    def _items(self, *, with_defaults: bool) -> Items:
        """Names and texts that ask the same, without how the answer is shown.

        Without the defaults these are what an address has to carry: what differs from them, and
        always the book and the start, whose defaults change with time, so that it gives the same
        page at any time. With them later defaults change nothing.
        """
        always = self.form.defaults if with_defaults else ALWAYS_CARRIED
        carried = self.form.texts_for_good if with_defaults else self.form.texts_for_links
        assumed = self.form.assumed_rates
        items = [
            (name, text)
            for name in self.form.fields
            if name in always or self._differs(name) or (with_defaults and name in assumed)
            for text in carried.getlist(name)
        ]
        for key, texts in self._data.lists():
            custom = CUSTOM_PLAN_KEY.fullmatch(key)
            in_row = HELD_SEATS_KEY.fullmatch(key) or AUDIENCES_KEY.fullmatch(key)
            is_entered = self._rows[int(custom[1])] if custom else in_row
            if is_entered and texts[-1].strip():
                items.append((key, texts[-1]))
        if self.has_opening_balance:
            items.append((OPENING_BALANCE, str(self._data[OPENING_BALANCE])))
        return tuple(items)

    def _differs(self, name: str) -> bool:
        """Whether a field has another text than its default."""
        texts = self.form.texts.getlist(name)
        if name == "plans":
            return bool(texts)  # an empty one means: only custom plans
        return texts not in ([], [self.form.defaults.get(name, "")])

    def _make_query(self) -> Query | None:
        form, values = self.form, self.form.cleaned_data
        if form.book is None:
            return None
        rows = [] if form.picks_only_custom_plans else form.book_plans
        custom_plans = [one.terms for one in self.custom_forms if one.terms]
        compared = [*(terms_of(row) for row in rows if row.slug in values["plans"]), *custom_plans]
        plans = under_rules(values, compared)
        texts = {name: tuple(form.texts.getlist(name)) for name in form.fields}
        return Query(
            scenario=scenario_of(values, self._list_held(plans), self._list_audiences()),
            plans=tuple(plans),
            custom_plans=tuple(custom_plans),
            strategies=tuple(values["strategies"]),
            belief=belief_of(values),
            values=MappingProxyType(values),
            texts=MappingProxyType(texts),
            defaults=MappingProxyType(form.defaults),
            display=self.display,
            opening_balance=self.legacy_form.cleaned_data[OPENING_BALANCE],
            book=form.book,
            book_rows=tuple(form.book_plans),
            assumes_reply_rate=form.assumes_reply_rate,
            assumed_rates=form.assumed_rates,
            today=self.today,
            items=self.query_items,
            all_items=self._items(with_defaults=True),
        )


def read_query(
    data: MultiValueDict[str, str],
    *,
    today: date,
    books: Sequence[PriceBook],
    snapshot: BookSnapshot | None = None,
) -> Query | list[Fault]:
    """The query that `data` asks, or everything that is wrong with it, in the form's order."""
    form = QueryForm(data, today=today, books=books, snapshot=snapshot)
    return form.query or form.faults


def _read_rows(data: MultiValueDict[str, str], of_row: re.Pattern[str]) -> dict[int, bool]:
    """The numbers of the entries in the data, and whether each has any text."""
    rows: dict[int, bool] = {}
    for key, texts in data.lists():
        if match := of_row.fullmatch(key):
            row, name = int(match[1]), match[2]
            has_text = name not in ALWAYS_PICKED and bool(texts[-1].strip())
            rows[row] = rows.get(row, False) or has_text
    return rows


def _faults_of(form: Form) -> Iterator[Fault]:
    for name, errors in form.errors.items():
        field = form[name]
        given = field.value()
        text = ", ".join(given) if isinstance(given, list) else str(given or "")
        ambiguity = find_ambiguity(field)
        question = ambiguity.question if ambiguity else ""
        yield Fault(field.html_name, text, str(errors[0]), str(field.label), question)
