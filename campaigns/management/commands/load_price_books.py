from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand

from campaigns.price_books import load_shipped_books


class Command(BaseCommand):
    help = (
        "Add the shipped price books and plans that are missing. "
        "Nothing that is there already is changed, so it can be run at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_shipped_books()
        for book, plans in groupby(added, key=lambda plan: plan.book):
            self.stdout.write(f"{book}: added {'; '.join(plan.name for plan in plans)}.")
        if not added:
            self.stdout.write("Every shipped price book and plan is there already.")
