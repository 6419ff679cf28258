from datetime import date
from typing import Self

from django.db import models

from campaigns.models.channel_figures import ChannelFigures
from campaigns.models.price_book import PriceBook


class ChannelQuerySet(models.QuerySet["Channel"]):
    def in_order(self) -> Self:
        """Channels as the book lists them."""
        return self.order_by("position", "name")

    def with_figures_on(self, day: date) -> Self:
        """Attach to each channel the figures in force on `day`, in one query for all."""
        return self.prefetch_related(
            models.Prefetch(
                "dated_figures",
                ChannelFigures.objects.in_force_on(day),
                to_attr="figures_in_force",
            )
        )

    def with_next_figures(self, *, after: date) -> Self:
        """Attach to each channel the first figures that come after that day."""
        return self.prefetch_related(
            models.Prefetch(
                "dated_figures",
                ChannelFigures.objects.next_after(after),
                to_attr="figures_to_come",
            )
        )


class Channel(models.Model):
    """A way to reach people other than InMail, in a price book (RULES.md §10).

    Its figures are dated rows of their own, its citations what is published of them.
    """

    book = models.ForeignKey(PriceBook, on_delete=models.CASCADE, related_name="channels")
    slug = models.SlugField(
        help_text="Part of every link to this channel; fixed once the channel is saved."
    )
    name = models.CharField(max_length=100)
    unit = models.CharField(
        max_length=40, help_text="What one is bought or used: a mailbox, a person, a caller."
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Channels are listed by this number, smallest first."
    )
    note = models.TextField(blank=True)
    # Filled by with_figures_on and with_next_figures; at most one row each.
    figures_in_force: list[ChannelFigures]
    figures_to_come: list[ChannelFigures]

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["book", "slug"],
                name="channel_slug_once_in_a_book",
                violation_error_message="Slug: this book already has a channel with this slug.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def figures(self) -> ChannelFigures | None:
        """The figures in force on the day given to `with_figures_on`; `None` where none are."""
        return next(iter(self.figures_in_force), None)

    @property
    def next_figures(self) -> ChannelFigures | None:
        """The first change after the day given to `with_next_figures`; `None` if none is known."""
        return next(iter(self.figures_to_come), None)
