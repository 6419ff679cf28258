from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0009_progress"),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="counts_from",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="creation_key",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="done_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("edit", "Edited"),
                    ("replan", "Replanned"),
                    ("restore", "Made the newest again"),
                ],
                db_default="edit",
                default="edit",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="spent",
            field=models.DecimalField(decimal_places=2, editable=False, max_digits=20, null=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="total",
            field=models.DecimalField(decimal_places=2, editable=False, max_digits=20, null=True),
        ),
    ]
