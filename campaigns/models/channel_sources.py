"""Where a channel's figures come from, and where it needs consent, as published."""

from django.db import models

from campaigns.channel_terms import CHANNEL_TERMS
from campaigns.models.channel import Channel
from planner.planning.channels import GRADES, OWN_FIGURES
from planner.planning.ranges import MOST_RATE_DECIMALS

WHAT_GRADES_MEAN = (
    "A: the platform’s or an authority’s own words; B: a named third party with a sample; "
    "C: repeated claims"
)


class Published(models.Model):
    """Something that was published: its source, its grade, the day on which it was read."""

    source = models.CharField(max_length=300)
    source_url = models.URLField("source address", blank=True)
    grade = models.CharField(
        max_length=1, choices=[(grade, grade) for grade in GRADES], help_text=f"{WHAT_GRADES_MEAN}."
    )
    read_on = models.DateField(null=True, blank=True, help_text="The day on which it was read.")

    class Meta:
        abstract = True


def require_grade(model: str) -> models.CheckConstraint:
    """The constraint that a row of `model` has one of the grades."""
    return models.CheckConstraint(
        condition=models.Q(grade__in=GRADES),
        name=f"{model}_grade_is_known",
        violation_error_message=f"Grade: {', '.join(GRADES)}.",
    )


class Citation(Published):
    """A published figure of a channel; those of one term stand side by side."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField(default=0)
    field = models.CharField(
        "figure", max_length=40, choices=[(term.name, term.label) for term in CHANNEL_TERMS]
    )
    value = models.CharField(max_length=200, help_text="As published: “25–30 %”.")
    sample = models.CharField(max_length=200, blank=True, help_text="Of what: “316,703 sequences”.")
    is_used = models.BooleanField(
        "used", default=False, help_text="The channel’s figure rests on this one."
    )
    number = models.DecimalField(
        "to plan with",
        max_digits=MOST_RATE_DECIMALS + 8,
        decimal_places=MOST_RATE_DECIMALS,
        null=True,
        blank=True,
        help_text="What a person’s own figure becomes who takes this one: of answers a share of "
        "the people (0.0343), of a range one end. Empty: it cannot be taken.",
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            require_grade("citation"),
            models.CheckConstraint(
                condition=models.Q(number=None) | models.Q(number__gte=0, field__in=OWN_FIGURES),
                name="citation_number_is_an_own_figure",
                violation_error_message="To plan with: a number from 0 on, of a figure that is a "
                "number itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.value}"


class ConsentRule(Published):
    """Whether a channel needs consent in a place, as published: no legal advice."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="consent_rules")
    position = models.PositiveSmallIntegerField(default=0)
    place = models.CharField(max_length=60, help_text="A country, or the EU.")
    within = models.CharField(
        max_length=60,
        blank=True,
        help_text="A place around it whose rules hold here, too, where there are none of its own: "
        "“European Union” for a country of it.",
    )
    needs_consent = models.BooleanField(
        null=True, blank=True, help_text="Unknown: what is published does not settle it."
    )
    rule = models.TextField(help_text="What is published, in a sentence.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            require_grade("consent_rule"),
            models.UniqueConstraint(
                fields=["channel", "place"],
                name="consent_rule_place_once",
                violation_error_message="Place: this channel already has a rule for this place.",
            ),
        ]

    def __str__(self) -> str:
        return self.place
