"""Rows for the tests: plain, valid, and the same on every run."""

from datetime import date
from decimal import Decimal

import factory

from campaigns.models import Contradiction, Plan, PlanPrice, PriceBook


class PriceBookFactory(factory.django.DjangoModelFactory[PriceBook]):
    class Meta:
        model = PriceBook

    slug = factory.Sequence(lambda n: f"book-{n}")
    name = factory.Sequence(lambda n: f"Book {n}")
    as_of = date(2026, 1, 1)


class PlanFactory(factory.django.DjangoModelFactory[Plan]):
    class Meta:
        model = Plan

    book = factory.SubFactory(PriceBookFactory)
    slug = factory.Sequence(lambda n: f"plan-{n}")
    name = factory.Sequence(lambda n: f"Plan {n}")
    family = "Premium"
    monthly_credits = 20
    rollover_cap = 60
    checked_on = date(2026, 11, 1)


class PlanPriceFactory(factory.django.DjangoModelFactory[PlanPrice]):
    class Meta:
        model = PlanPrice

    plan = factory.SubFactory(PlanFactory)
    effective_on = date(2026, 1, 1)
    monthly_price = Decimal("79.99")
    annual_price = Decimal("779.88")
    credit_price = Decimal("10.00")


class ContradictionFactory(factory.django.DjangoModelFactory[Contradiction]):
    class Meta:
        model = Contradiction

    book = factory.SubFactory(PriceBookFactory)
    matter = factory.Sequence(lambda n: f"Matter {n}")
    article_says = "One thing."
    others_say = "Another thing."
    planner_takes = "The other thing."
