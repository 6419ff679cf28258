"""State in the shipped price books on which day Sales Navigator's credits come, and who states it.

Only rows that are as they were shipped are changed: what an admin edited, or removed, stays.
"""

from typing import Any

from django.db import migrations
from django.db.models import Max

SOLD_WITHOUT_CREDITS = "LinkedIn: no further credits can be bought (also answer a101030)."
WITH_THE_DAY = (
    f"{SOLD_WITHOUT_CREDITS} Credits come on the 1st of each month, in UTC, whatever the billing "
    "day (answers 57013 and 75, LinkedIn's own words). Whether a new seat gets some on its first "
    "day LinkedIn does not state; here it gets none."
)
ARTICLE_SAYS = "The first day of the calendar month, and also the day of the sign-up."
SHIPPED_IN_ARTICLE = {
    "matter": "Day of the grant",
    "article_says": ARTICLE_SAYS,
    "others_say": "LinkedIn Help: Premium, the billing cycle; Sales Navigator, the first of the "
    "month in UTC; Recruiter, the account's own refresh date.",
    "planner_takes": "Billing months that begin on the campaign's start date. The calendar export "
    "names each date.",
    "source_url": "",
}
NOW_IN_ARTICLE = {
    "others_say": "LinkedIn Help, answers 75 and 57013: Premium, the billing cycle; Sales "
    "Navigator, the first of the month in UTC; Recruiter, the account's own refresh date.",
    "planner_takes": "The seat's renewal day for every plan in this book, as the article's example "
    "counts: the day on which it was subscribed, each month. The 1st for Sales Navigator in "
    "“LinkedIn list 2026”. The calendar export names each date.",
    "source_url": "https://www.linkedin.com/help/linkedin/answer/57013",
}
NEW_IN_2026 = (
    {
        "matter": "Day of the grant",
        "article_says": ARTICLE_SAYS,
        "others_say": "LinkedIn Help, answers 75 and 57013 (LinkedIn's own words; read November "
        "2026): Premium, the billing cycle; Sales Navigator, the first of the month in UTC; "
        "Recruiter, the account's own refresh date.",
        "planner_takes": "The 1st of each month for Sales Navigator, the seat's renewal day for "
        "Premium. Recruiter's refresh date is the account's own, so its renewal day is taken, too.",
        "source_url": "https://www.linkedin.com/help/linkedin/answer/57013",
    },
    {
        "matter": "Credits of a new Sales Navigator seat on its first day",
        "article_says": "The date of the first sign-up determines the renewal. Whether credits "
        "come on that day it does not state.",
        "others_say": "LinkedIn Help, answers 75 and 57013, name the first of the month and state "
        "nothing about the first day of a new seat (LinkedIn's own words; read November 2026).",
        "planner_takes": "None before the next 1st, which promises too little rather than too "
        "much. A switch on the form takes the other reading; where it changes the cheapest plan, "
        "the page names that plan and the dollars.",
        "source_url": "https://www.linkedin.com/help/linkedin/answer/75",
    },
)


def state_the_day(apps: Any, schema_editor: Any) -> None:
    """Bring notes and contradictions of shipped books up to date, where nobody edited them."""
    plans = apps.get_model("campaigns", "Plan").objects
    contradictions = apps.get_model("campaigns", "Contradiction").objects
    contradictions.filter(book__slug="article", **SHIPPED_IN_ARTICLE).update(**NOW_IN_ARTICLE)
    # A plan that grants on another day by now is an admin's.
    as_shipped = plans.filter(
        book__slug="linkedin-2026",
        slug__in=("sales-navigator-core", "sales-navigator-advanced"),
        grant_day="first",
        grants_on_start=False,
        note=SOLD_WITHOUT_CREDITS,
    )
    for book_id in set(as_shipped.values_list("book_id", flat=True)):
        own = contradictions.filter(book_id=book_id)
        position = own.aggregate(last=Max("position"))["last"] or 0
        matters = set(own.values_list("matter", flat=True))
        for contradiction in NEW_IN_2026:
            if contradiction["matter"] not in matters:
                position += 1
                contradictions.create(book_id=book_id, position=position, **contradiction)
    as_shipped.update(note=WITH_THE_DAY)


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0015_further_own_figures"),
    ]

    operations = [
        migrations.RunPython(state_the_day, migrations.RunPython.noop),
    ]
