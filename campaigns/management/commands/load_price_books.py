from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand

from campaigns.price_books import load_shipped_books


class Command(BaseCommand):
    help = (
        "Add the shipped price books, plans and channels that are missing. "
        "Nothing that is there already is changed, so it can be run at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_shipped_books()
        for book, rows in groupby(added, key=lambda row: row.book):
            self.stdout.write(f"{book}: added {'; '.join(row.name for row in rows)}.")
        if not added:
            self.stdout.write("Every shipped price book, plan and channel is there already.")
