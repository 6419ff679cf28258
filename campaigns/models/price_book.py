from typing import Self

from django.db import models


class PriceBookQuerySet(models.QuerySet["PriceBook"]):
    def default_first(self) -> Self:
        """All books, the one that the planner starts with first."""
        return self.order_by("-is_default", "name")

    def default(self) -> "PriceBook | None":
        """The book that the planner starts with; `None` before any was loaded.

        Where none is marked as the default, it is the first by name.
        """
        return self.default_first().first()

    def with_plan_counts(self) -> Self:
        """Attach to each book the number of its plans as `plan_count`."""
        return self.annotate(plan_count=models.Count("plans"))


class PriceBook(models.Model):
    """A named, dated set of plans in US dollars (RULES.md §1)."""

    slug = models.SlugField(
        unique=True, help_text="Part of every link to this book; fixed once the book is saved."
    )
    name = models.CharField(max_length=100)
    as_of = models.DateField("as of", help_text="The day whose prices the book describes.")
    note = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    source_url = models.URLField("source address", blank=True)
    is_default = models.BooleanField("default", default=False)

    objects = PriceBookQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="price_book_one_default",
                violation_error_message="Default: another book is the default already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
