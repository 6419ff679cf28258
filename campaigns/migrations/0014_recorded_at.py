from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery


def date_records(apps, schema_editor):
    """What was noted before was changed last when its newest entry was."""
    entries = apps.get_model("campaigns", "ProgressEntry").objects.order_by()
    of_campaign = entries.filter(campaign=OuterRef("pk")).values("campaign")
    newest = of_campaign.annotate(newest=Max("updated_at")).values("newest")
    campaigns = apps.get_model("campaigns", "Campaign").objects
    campaigns.filter(pk__in=entries.values("campaign")).update(recorded_at=Subquery(newest))


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0013_channel_numbers_and_places"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="recorded_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(date_records, migrations.RunPython.noop),
    ]
