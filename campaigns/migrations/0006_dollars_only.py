from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


def _amount(help_text: str) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(Decimal(1_000_000))],
        help_text=help_text,
    )


class Migration(migrations.Migration):
    """The currency goes: it has always been the dollar. The amounts are not altered in a table."""

    dependencies = [("campaigns", "0005_creation_key")]

    operations = [
        migrations.RemoveField(model_name="pricebook", name="currency"),
        *(
            migrations.AlterField(
                model_name="subscriptionchoice", name=name, field=_amount(help_text)
            )
            for name, help_text in {
                "monthly_price": "One month, paid monthly. Empty: unknown.",
                "annual_price": "Twelve months, paid at once. Empty: unknown.",
                "credit_price": "One bought credit. Empty: unknown or not sold.",
            }.items()
        ),
    ]
