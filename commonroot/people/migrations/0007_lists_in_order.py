"""What lists of hundreds of thousands are found and sorted by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_looking_for_doubles")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_by_confirmed"),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["confirmed_at", "id"], name="person_confirmed_first"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["created_at", "id"], name="person_added_first"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["origin", "sort_key"], name="person_by_origin"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["origin_country"], name="person_by_origin_country"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["language"], name="person_by_language"),
        ),
        migrations.AddIndex(
            model_name="contactway",
            index=models.Index(fields=["kind", "state", "person"], name="way_by_state"),
        ),
        migrations.RemoveIndex(model_name="searchkey", name="search_key_by_value"),
        migrations.AddIndex(
            model_name="searchkey",
            index=models.Index(fields=["value", "kind", "person"], name="search_key_by_word"),
        ),
    ]
