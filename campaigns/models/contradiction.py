from django.db import models

from campaigns.models.price_book import PriceBook


class Contradiction(models.Model):
    """A matter on which a book's source contradicts itself or others, and the reading taken."""

    book = models.ForeignKey(PriceBook, on_delete=models.CASCADE, related_name="contradictions")
    position = models.PositiveSmallIntegerField(default=0)
    matter = models.CharField(max_length=100)
    article_says = models.TextField()
    others_say = models.TextField()
    planner_takes = models.TextField()
    source_url = models.URLField("source address", blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.matter
