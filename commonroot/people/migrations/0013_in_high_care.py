import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import commonroot.core.fields


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("circles", "0003_care"),
        ("people", "0012_network_and_organisations"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="floor",
            field=models.CharField(
                choices=[("open", "open"), ("careful", "careful"), ("high", "high")],
                default="open",
                help_text="The care that sessions and circles they are in ask for.",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="kept_apart",
            field=commonroot.core.fields.EncryptedJSONField(
                blank=True,
                help_text=(
                    "In high care: their own names, while the name shown is a made-up one."
                ),
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="keeper",
            field=models.ForeignKey(
                blank=True,
                help_text="The one organiser who sees the names kept apart.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="keeps",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
