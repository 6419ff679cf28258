"""Saved scenarios say their numbers in notations that have one reading.

Before, "1" as a share was all of them and "1.680" as an amount was $1.68; now the planner asks
what is meant. What a campaign saved was answered, so its meaning is known.
"""

import re
from urllib.parse import parse_qsl, urlencode

from django.db import migrations

SHARES = re.compile(r"(reply_rate(_low|_high)?|decline_rate|open_profile_share)")
AMOUNTS = re.compile(r"budget|custom_plans-[0-9]+-(monthly_price|annual_price|credit_price)")
COUNTS = re.compile(
    r"target|deadline_months|seats|track_record_(sent|replied)|monthly_send_limit|opening_balance"
    r"|credit_lifetime_days|max_seats(_per_plan)?|trials|seed|custom_plans-[0-9]+-(monthly_credits"
    r"|rollover_cap|credit_lifetime_days|purchase_limit|trial_months)"
)
# Stripped wherever they stood.
SIGNS = re.compile("[ \u00a0\u202f_$]")


def write_with_one_reading(name: str, text: str) -> str:
    """The text that now means what `text` in the field `name` meant."""
    plain = SIGNS.sub("", text)
    if SHARES.fullmatch(name):
        return "100%" if re.fullmatch(r"0*1([.,]0*)?", plain) else text
    if AMOUNTS.fullmatch(name):
        return f"{plain}0" if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", plain) else plain
    return plain if COUNTS.fullmatch(name) else text


def rewrite_scenarios(apps, schema_editor):
    revisions = apps.get_model("campaigns", "Revision").objects
    for revision in revisions.using(schema_editor.connection.alias).iterator():
        said = parse_qsl(revision.asked, keep_blank_values=True)
        rewritten = [(name, write_with_one_reading(name, text)) for name, text in said]
        if rewritten != said:
            revision.asked = urlencode(rewritten)
            revision.save(update_fields=["asked"])


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_calendar_days"),
    ]

    operations = [
        migrations.RunPython(rewrite_scenarios, migrations.RunPython.noop),
    ]
