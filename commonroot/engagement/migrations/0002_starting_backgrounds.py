"""People are looked for by where they were starting from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(
                fields=["background", "person"], name="participation_by_background"
            ),
        ),
    ]
