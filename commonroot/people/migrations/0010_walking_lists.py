"""A list is walked without reading who is provisional or has paused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_at_a_stroke")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("frozen_at", None), ("provisional", False)),
                fields=["sort_key", "id"],
                name="person_listed",
            ),
        ),
    ]
