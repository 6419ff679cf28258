"""What a person entered: the scenario's form and those of the custom plans, read at once."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import count
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.utils.datastructures import MultiValueDict

from campaigns.forms import (
    AUDIENCES,
    CHANNEL_FIGURES,
    CUSTOM_PLANS,
    HELD_SEATS,
    MOST_CHANNEL_FIGURES,
    MOST_CUSTOM_PLANS,
    SEQUENCES,
    AudienceForm,
    ChannelFiguresForm,
    ChannelSequenceForm,
    CustomPlanForm,
    HeldSeatsForm,
    ScenarioForm,
    fill,
    is_key_of_filling,
    read_filling,
)
from campaigns.models import BookSnapshot, PriceBook
from campaigns.query.audiences import fill_target, has_own_deadlines, list_capped_deadlines
from campaigns.query.channels import offer_channels
from campaigns.query.display import DISPLAY_PARAMS, LEGACY_VIEWS, read_display
from campaigns.query.entries import (
    check_audiences,
    check_channel_figures,
    check_custom_plans,
    check_held_seats,
    check_sequences,
)
from campaigns.query.faults import Fault, faults_of
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
from campaigns.query.rows import Data, Rows, find_entered, key_of
from planner.planning.audience import MOST_AUDIENCES, Audience, find_target
from planner.planning.channels import MOST_SEQUENCES
from planner.planning.ranges import MOST_HELD
from planner.planning.scenario import BEST, HeldSeats
from planner.planning.terms import Terms

HELD_SEATS_KEY = key_of(HELD_SEATS, HeldSeatsForm)
CUSTOM_PLAN_KEY = key_of(CUSTOM_PLANS, CustomPlanForm)
AUDIENCES_KEY = key_of(AUDIENCES, AudienceForm)
CHANNEL_FIGURES_KEY = key_of(CHANNEL_FIGURES, ChannelFiguresForm)
SEQUENCES_KEY = key_of(SEQUENCES, ChannelSequenceForm)

Items = tuple[tuple[str, str], ...]


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
        rows = [row for row, has_text in find_entered(data, AUDIENCES_KEY).items() if has_text]
        if rows:
            data = fill_target(data, rows)
        self.form = ScenarioForm(data, today=today, books=books, snapshot=snapshot)
        self.filling = read_filling(data)
        self._data = fill(data, self.filling, self.form.book_plans) if self.filling else data
        self.display = read_display(self._data)
        self.custom = Rows(
            self._data, CUSTOM_PLANS, CUSTOM_PLAN_KEY, _make_custom_form, most=MOST_CUSTOM_PLANS
        )
        taken = () if self.form.picks_only_custom_plans else self.form.plan_slugs
        custom_faults = list(check_custom_plans(self.custom, taken))
        compared = [] if custom_faults else self._list_slugs()
        self._hold_opening_balance(compared)
        # One more than is allowed, which shows the fault.
        self.held = Rows(
            self._data, HELD_SEATS, HELD_SEATS_KEY, self._make_held_form, most=MOST_HELD + 1
        )
        # One more than is allowed, here too.
        self.audiences = Rows(
            self._data, AUDIENCES, AUDIENCES_KEY, self._make_audience_form, most=MOST_AUDIENCES + 1
        )
        self.channels = Rows(
            self._data,
            CHANNEL_FIGURES,
            CHANNEL_FIGURES_KEY,
            self._make_channel_form,
            most=MOST_CHANNEL_FIGURES,
        )
        # One more than is allowed, here too.
        self.sequences = Rows(
            self._data, SEQUENCES, SEQUENCES_KEY, self._make_sequence_form, most=MOST_SEQUENCES + 1
        )
        rules = str(self.form.texts["rules"])
        self.legacy_form = LegacyForm(self._data, rules=rules, plans=len(compared))
        self.faults = [
            *faults_of(self.form),
            *custom_faults,
            *check_held_seats(self.held),
            *check_audiences(self.audiences, None if self.form.errors else self._check_audience),
            *check_channel_figures(self.channels),
            *check_sequences(self.sequences),
            *faults_of(self.legacy_form),
        ]
        self.query_items: Items = (*self._items(with_defaults=False), *self.display.items)
        self.query = None if self.faults else self._make_query()
        if self.query and has_own_deadlines(self.query.scenario):
            self.form.remarks["deadline_months"] = "Each audience has its own"

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
            and not any(rows.knows(key) for rows in self._every_rows)
            and key != OPENING_BALANCE
            and not is_key_of_filling(key)
        ]
        notices = [
            f"“{key[:60]}” is not something the planner knows, so it was left out of the answer."
            for key in unknown
        ]
        if self.filling and not self.is_filled:
            notices.append(f"“{self.filling.slug[:60]}” is no plan of this price book.")
        if self.custom.number > MOST_CUSTOM_PLANS:
            notices.append(f"Only the first {MOST_CUSTOM_PLANS} plans of your own are compared.")
        if self.query:
            notices += self.query.deadline_notes
            notices += list_capped_deadlines(self.query.scenario)
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
        return self.held.has_faults or bool(self.legacy_form.errors)

    @property
    def uses_snapshot(self) -> bool:
        """Whether it is answered with the prices that a campaign saved."""
        return isinstance(self.form.book, BookSnapshot)

    @property
    def is_filled(self) -> bool:
        """Whether it fills a custom plan with the terms of a plan that the book has."""
        slugs = (plan.slug for plan in self.form.book_plans)
        return self.filling is not None and self.filling.slug in slugs

    @property
    def filled_form(self) -> CustomPlanForm | None:
        """The custom plan that was just filled from a plan of the book; `None` mostly."""
        return self.custom.form_of(self.filling.row) if self.filling else None

    @property
    def entries(self) -> list[Form]:
        """The forms of all entries that the page has fields for."""
        return [form for rows in self._every_rows for form in (*rows.forms, *rows.blank)]

    @property
    def _every_rows(self) -> tuple[Rows[Any], ...]:
        """All kinds of entries."""
        return self.custom, self.held, self.audiences, self.channels, self.sequences

    def to_query_string(self) -> str:
        """Everything that was entered, defaults too, and how the answer is shown."""
        return urlencode([*self._items(with_defaults=True), *self.display.items])

    def is_same_as(self, other: "QueryForm") -> bool:
        """Whether both ask for the same scenario; with faults, whether the same was entered."""
        if self.query and other.query:
            return is_same_scenario(self.query, other.query)
        return self._items(with_defaults=True) == other._items(with_defaults=True)

    def _make_held_form(self, data: Data | None, prefix: str) -> HeldSeatsForm:
        custom = [(one.terms.slug, one.terms.name) for one in self.custom.forms if one.terms]
        return HeldSeatsForm(
            data,
            prefix=prefix,
            plans=[*((plan.slug, plan.name) for plan in self.form.book_plans), *custom],
            start_on=self._start_on,
            name_elsewhere=self.form.name_plan,
            use_required_attribute=False,
        )

    def _make_audience_form(self, data: Data | None, prefix: str) -> AudienceForm:
        return AudienceForm(
            data,
            prefix=prefix,
            check=None if self.form.errors else self._check_audience,
            goal=None if self.form.errors else self.form.cleaned_data["goal"],
            use_required_attribute=False,
        )

    def _check_audience(self, *audiences: Audience) -> None:
        """Raise `InvalidInput` where audiences do not go with the rest of the scenario."""
        values = self.form.cleaned_data | {"target": find_target(audiences)}
        scenario_of(values, audiences=audiences)

    def _list_audiences(self) -> list[Audience]:
        return [form.audience for form in self.audiences.forms if form.audience]

    def _make_channel_form(self, data: Data | None, prefix: str) -> ChannelFiguresForm:
        return ChannelFiguresForm(
            data,
            prefix=prefix,
            channels=lambda: self._offered_channels,
            use_required_attribute=False,
        )

    def _make_sequence_form(self, data: Data | None, prefix: str) -> ChannelSequenceForm:
        return ChannelSequenceForm(
            data,
            prefix=prefix,
            channels=lambda: self._offered_channels,
            use_required_attribute=False,
        )

    @cached_property
    def _offered_channels(self) -> list[tuple[str, str]]:
        """The channels of the book, by their short names."""
        return offer_channels(self.form.book)

    @property
    def _start_on(self) -> date | None:
        """The day of the start; `None` where it could not be read."""
        start_on: date | None = getattr(self.form, "cleaned_data", {}).get("start_on")
        return start_on

    def _list_slugs(self) -> list[str]:
        """The short names of all plans that are compared; none where they could not be read."""
        if "plans" in self.form.errors:
            return []
        custom = [one.terms.slug for one in self.custom.forms if one.terms]
        return [*self.form.cleaned_data["plans"], *custom]

    def _hold_opening_balance(self, compared: Sequence[str]) -> None:
        """Credits held on no plan in particular are those of the only plan compared."""
        seats = getattr(self.form, "cleaned_data", {}).get("seats")
        if not self.has_opening_balance or len(compared) != 1 or not seats or not self._start_on:
            return
        rows = find_entered(self._data, HELD_SEATS_KEY)
        self._data = hold_opening_balance(
            self._data,
            compared[0],
            row=next(row for row in count() if not rows.get(row)),
            seats=1 if seats == BEST else seats,
            start_on=self._start_on,
        )

    def _list_held(self, plans: Sequence[Terms]) -> list[HeldSeats]:
        """The seats held, and by legacy rules the credits that go along to any plan."""
        values = self.form.cleaned_data
        listed = [form.held for form in self.held.forms if form.held]
        if balance := self.legacy_form.cleaned_data[OPENING_BALANCE]:
            seats = 1 if values["seats"] == BEST else values["seats"]
            eve = values["start_on"] - timedelta(days=1)
            listed += [
                HeldSeats(plan=terms.slug, seats=seats, credits=balance, paid_until=eve)
                for terms in plans
            ]
        return listed

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
            if name != "deadline_months" or self._carries_months
            for text in carried.getlist(name)
        ]
        for key, texts in self._data.lists():
            is_entered = any(rows.has_text_at(key) for rows in self._every_rows)
            if is_entered and texts[-1].strip():
                items.append((key, texts[-1]))
        if self.has_opening_balance:
            items.append((OPENING_BALANCE, str(self._data[OPENING_BALANCE])))
        return tuple(items)

    @property
    def _carries_months(self) -> bool:
        """Whether the months of the deadline are asked for: not by default beside a day."""
        return self.form.enters_months or not "".join(self.form.texts.getlist("deadline_on"))

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
        custom_plans = [one.terms for one in self.custom.forms if one.terms]
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
            channel_figures=tuple(one.figures for one in self.channels.forms if one.figures),
            sequences=tuple(one.sequence for one in self.sequences.forms if one.sequence),
            opening_balance=self.legacy_form.cleaned_data[OPENING_BALANCE],
            book=form.book,
            book_rows=tuple(form.book_plans),
            assumes_reply_rate=form.assumes_reply_rate,
            assumed_rates=form.assumed_rates,
            deadline_notes=tuple(form.deadline_notes),
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


def _make_custom_form(data: Data | None, prefix: str) -> CustomPlanForm:
    return CustomPlanForm(data, prefix=prefix, use_required_attribute=False)
