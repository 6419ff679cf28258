"""The scenario as a person writes it: one form for the page's address and for a scenario file.

The choices of plans and price book come from the database; everything else is checked against the
planning module's own limits.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from campaigns.forms.day_fields import DeadlineField, StartField
from campaigns.forms.fields import PickField, PickSomeField
from campaigns.forms.names import FORMER_PLACES, NOT_STATED
from campaigns.forms.scenario_fields import PANELS
from campaigns.forms.scenario_rates import ScenarioRates
from campaigns.forms.shared_fields import SharedFields
from campaigns.forms.units import find_contradiction
from campaigns.models import BookSnapshot, PriceBook, SoldPlan
from campaigns.query.books import book_of, name_plan, plans_of, with_snapshot
from campaigns.query.channels import offer_places
from campaigns.query.query import Book, scenario_of
from campaigns.reading import Deadline, end_of, write_day
from campaigns.reply_rate_presets import USUAL_REPLY_RATE
from campaigns.wording import day
from planner.planning import ranges as limits
from planner.planning.days import DAY, add_months, month_of
from planner.planning.errors import InvalidInput
from planner.planning.forecast import SEED, TRIALS
from planner.planning.scenario import BEST
from planner.planning.strategies import STRATEGIES
from planner.planning.wording import count, percent, show_day

LISTS = ("plans", "strategies")
# The fields that a form changes, by its book and its start.
CHANGED = ("price_book", "start_on", "deadline_months", "place", "plans")


class Panel(NamedTuple):
    """What a panel shows of its fields while it is closed, and why it opens by itself."""

    is_set: bool
    has_faults: bool


class ScenarioForm(ScenarioRates):
    """The fields of a scenario, without its custom plans (`CustomPlanForm`).

    What the data does not mention takes its default: the form is always bound and shows what it
    calculates with.
    """

    def __init__(
        self,
        data: MultiValueDict[str, str],
        *,
        today: date,
        books: Sequence[PriceBook],
        snapshot: BookSnapshot | None = None,
    ) -> None:
        self.books = with_snapshot(books, snapshot)
        # Saved questions have the months as a default, too, where a day was entered alone.
        self.enters_months = bool(data.get("deadline_months", "").strip())
        # Sentences on the deadline, where another one was given.
        self.deadline_notes: list[str] = []
        # What the form is filled with: what was entered, and the defaults of the rest.
        # Of several texts for one value the last one counts, as a button's after its field.
        self.texts = MultiValueDict(
            {key: data.getlist(key)[0 if key in LISTS else -1 :] for key in data}
        )
        self.defaults = self.make_defaults(today)
        if not "".join(self.texts.getlist("reply_rate")).strip():
            # The page shows no 0 where a usual rate is taken, so it sends none.
            self.texts["reply_rate"] = self.defaults["reply_rate"]
        for field, default in self.defaults.items():
            if field not in self.texts:
                self.texts[field] = default
        # What a field shows beside its text where other fields decide, too.
        self.echoes = {}
        # What it shows there where its own value does not count.
        self.remarks: dict[str, str] = {}
        # What a field shows in place of its text, as the answer is calculated with it.
        self.shown: dict[str, str] = {}
        # What is calculated with where a field shows nothing.
        self.assumed: dict[str, str] = {}
        super().__init__(self.texts, auto_id="id_%s", use_required_attribute=False)
        cast(StartField, self.fields["start_on"]).today = today
        cast(DeadlineField, self.fields["deadline_months"]).start_on = self.start_day or today
        offered = cast(PickField, self.fields["price_book"])
        offered.offer([(book.slug, book.name) for book in self.books])
        if not self.books:
            offered.allow("one of the price books, once “manage.py load_price_books” loaded them")
        # A page alone lists the places, or a question that names one.
        places = cast(PickField, self.fields["place"])
        places.choices = lambda: self._places
        places.allow("a place that the channels of the price book have a rule of consent for")
        plans = cast(PickSomeField, self.fields["plans"])
        plans.offer([(plan.slug, plan.name) for plan in self.book_plans])
        plans.name_elsewhere = self.name_plan
        if self.book is None:
            # No plan can be wrong before there is a book to judge it by.
            plans.offer([(slug, slug) for slug in self.texts.getlist("plans")])

    def make_defaults(self, today: date) -> dict[str, str]:
        """The text of each field that was left out: the article's example."""
        return {
            "target": "100",
            "goal": "contacted",
            "price_book": self.default_book,
            "start_on": today.isoformat(),
            "deadline_months": "12",
            "seats": BEST,
            "billing": "cheapest",
            "reply_rate": "0",
            "decline_rate": "0",
            "declines_return_credit": "true",
            "open_profile_share": "0",
            "sends_on": "every_day",
            "answers_come": "next",
            "use_trial": "false",
            "positive_share": "100 %",
            "with_time": "false",
            "has_consent": "false",
            "rules": "2",
            "trials": str(TRIALS),
            "seed": str(SEED),
        }

    @cached_property
    def default_book(self) -> str:
        """The slug of the book that is used where none is named; empty before any is loaded."""
        return self.books[0].slug if self.books else ""

    @cached_property
    def book(self) -> Book | None:
        """The price book that is asked for; `None` where it does not exist."""
        return book_of(self.books, str(self.texts["price_book"]))

    @cached_property
    def book_plans(self) -> list[SoldPlan]:
        """The book's plans in order, with the prices in force when the campaign starts.

        Those of a saved campaign's book stay as they were saved.
        """
        return plans_of(self.book, on=self.start_day or limits.FIRST_START)

    @cached_property
    def _places(self) -> list[tuple[str, str]]:
        """The places that the book's channels have rules for, and one that was asked for before."""
        offered = [("", NOT_STATED), *offer_places(self.book)]
        asked = str(self.texts.get("place", ""))
        if asked in FORMER_PLACES and asked not in dict(offered):
            offered.append((asked, asked))
        return offered

    @cached_property
    def start_day(self) -> date | None:
        """The day of the start; `None` where its text cannot be read."""
        try:
            day: date = self.fields["start_on"].clean(self.texts["start_on"])
        except forms.ValidationError:
            return None
        return day

    @property
    def texts_for_links(self) -> MultiValueDict[str, str]:
        """The texts as addresses carry them: a start such as "tomorrow" is written as a day."""
        texts = self.texts.copy()
        if self.start_day is not None:
            texts["start_on"] = write_day(self.start_day)
        return texts

    @property
    def texts_for_good(self) -> MultiValueDict[str, str]:
        """The texts to save: an assumed rate is written out, as another one may follow."""
        texts = self.texts_for_links
        if self.assumes_reply_rate:
            texts["reply_rate"] = percent(USUAL_REPLY_RATE)
        for name in self.assumed_rates:
            texts[name] = percent(self.cleaned_data[name])
        return texts

    @property
    def plan_slugs(self) -> list[str]:
        """The short names of the book's plans."""
        return [plan.slug for plan in self.book_plans]

    @cached_property
    def picks_only_custom_plans(self) -> bool:
        """Whether `plans` is empty on purpose: the file's `[]`, the page's "only my own"."""
        return "plans" in self.texts and not any(self.texts.getlist("plans"))

    @property
    def current_plans(self) -> list[SoldPlan]:
        """The book's plans that are compared where none is picked."""
        return [plan for plan in self.book_plans if not plan.is_legacy]

    @property
    def older_plans(self) -> list[SoldPlan]:
        """The book's plans that are compared only where they are picked."""
        return [plan for plan in self.book_plans if plan.is_legacy]

    @property
    def picks_an_older_plan(self) -> bool:
        """Whether one of them is picked."""
        picked = self.texts.getlist("plans")
        return any(plan.slug in picked for plan in self.older_plans)

    @property
    def plans_of_other_books(self) -> list[tuple[str, str]]:
        """Picked plans that this book does not have, so that they can be unpicked: slug, name."""
        offered = {plan.slug for plan in self.book_plans}
        return [
            (slug, self.name_plan(slug) or slug)
            for slug in dict.fromkeys(self.texts.getlist("plans"))
            if slug not in {*offered, ""}
        ]

    def name_plan(self, slug: str) -> str:
        """The name of a plan in the first price book that has it; empty where none has."""
        return name_plan(self.books, slug, on=self.start_day or limits.FIRST_START)

    @cached_property
    def panels(self) -> Mapping[str, Panel]:
        """The panels of less common fields: whether one differs from its default, or has faults."""
        return {
            name: Panel(
                is_set=any(
                    self.texts.get(field, "") != self.defaults.get(field, "") for field in fields
                ),
                has_faults=any(field in self.errors for field in fields),
            )
            for name, fields in PANELS.items()
        }

    def clean_plans(self) -> list[str]:
        """The plans' slugs; none picked means every current plan of the book."""
        picked: list[str] = self.cleaned_data["plans"]
        if picked or self.picks_only_custom_plans:
            return picked
        return [plan.slug for plan in self.current_plans]

    def clean_strategies(self) -> list[str]:
        """The strategies in their usual order; none picked means all of them."""
        picked: list[str] = self.cleaned_data["strategies"] or list(STRATEGIES)
        return [strategy for strategy in STRATEGIES if strategy in picked]

    def clean_trials(self) -> int:
        return self.cleaned_data["trials"] or TRIALS

    def clean_seed(self) -> int:
        seed = self.cleaned_data["seed"]
        return SEED if seed is None else seed

    def clean(self) -> dict[str, Any]:
        """Checks what concerns several fields, by the planning module's own rules."""
        self._check_unit_of_target()
        if not self.errors:
            self._read_deadline()
            self._read_track_record()
            self._read_range()
            self._check_seats_of_mix()
            self._assume_reply_rate()
            self._assume_later_rates()
        if not self.errors:
            try:
                scenario_of(self.cleaned_data)
            except InvalidInput as fault:
                self.add_error(fault.field, fault.allowed)
        return self.cleaned_data

    def _check_unit_of_target(self) -> None:
        """A target of "40 meetings" has meetings as its goal."""
        cleaned = self.cleaned_data
        if "target" in cleaned and "goal" in cleaned:
            text = str(self.texts["target"])
            if allowed := find_contradiction(text, cleaned["goal"]):
                self.add_error("target", allowed)

    def _read_deadline(self) -> None:
        """Of two deadlines the day of its own field counts; the months are those until the day.

        By legacy rules a day too far is the last one that can be planned.
        """
        start_on, deadline_on = self.cleaned_data["start_on"], self.cleaned_data["deadline_on"]
        entered: Deadline = self.cleaned_data["deadline_months"]
        if isinstance(entered, date):
            self.cleaned_data["deadline_months"] = month_of(start_on, entered)
            if deadline_on is None:
                self.cleaned_data["deadline_on"] = entered
        if deadline_on is not None:
            # The page has one field for the deadline, which shows what is calculated with.
            self.shown["deadline_months"] = show_day(deadline_on)
            self.echoes["deadline_months"] = ""
        last = add_months(start_on, limits.MOST_MONTHS) - DAY
        if deadline_on is None:
            return
        if deadline_on < start_on or (deadline_on > last and self.cleaned_data["rules"] != "1"):
            self.add_error("deadline_on", f"a day from the start, {day(start_on)}, to {day(last)}")
            return
        if deadline_on > last:
            self.cleaned_data["deadline_on"] = last
            self.shown["deadline_months"] = show_day(last)
            self.deadline_notes.append(
                f"At most {limits.MOST_MONTHS} months can be planned, so the deadline is "
                f"{show_day(last)}, not {show_day(deadline_on)}."
            )
        if self.enters_months and deadline_on != end_of(entered, start_on=start_on):
            other = show_day(entered) if isinstance(entered, date) else count(entered, "month")
            self.deadline_notes.append(
                "The deadline was given twice, and the day counts: "
                f"{show_day(self.cleaned_data['deadline_on'])}, not {other}."
            )
        self.cleaned_data["deadline_months"] = month_of(start_on, self.cleaned_data["deadline_on"])

    def _check_seats_of_mix(self) -> None:
        seats, most = self.cleaned_data["seats"], self.cleaned_data["max_seats"]
        if seats != BEST and most is not None and most < seats:
            self.add_error("max_seats", f"at least the {seats:,} seats above")

    def clean_minutes_per_message(self) -> int:
        return self.cleaned_data["minutes_per_message"] or 0

    def clean_minutes_per_answer(self) -> int:
        return self.cleaned_data["minutes_per_answer"] or 0

    def clean_minutes_per_meeting(self) -> int:
        return self.cleaned_data["minutes_per_meeting"] or 0


ScenarioForm.base_fields = SharedFields(ScenarioForm.base_fields, own=CHANGED)
