"""The gate asks an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_source_of_words")]

    operations = [
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(
                fields=[
                    "person",
                    "purpose",
                    "audience_kind",
                    "audience_key",
                    "state",
                    "valid_until",
                ],
                name="agreement_at_the_gate",
            ),
        ),
    ]
