"""The word campaign belongs to people's campaigns; asking the people of old lists is a round."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_asking")]

    operations = [
        migrations.RenameModel("Campaign", "ListRound"),
        migrations.RemoveIndex("asked", "asked_by_state"),
        migrations.RenameField("asked", "campaign", "list_round"),
        migrations.AddIndex(
            "asked",
            models.Index(fields=["list_round", "state", "ends_at"], name="asked_by_state"),
        ),
        migrations.AlterField(
            "listround",
            "lists",
            models.ManyToManyField(blank=True, related_name="list_rounds", to="intake.import"),
        ),
        migrations.RenameIndex("listround", "list_round_by_state", old_name="campaign_by_state"),
    ]
