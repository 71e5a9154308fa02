from django.db import migrations, models

from commonroot.core.text import folded

AT_ONCE = 2000
LENGTH = 160


def fold_them(apps, schema_editor):
    """Fold the names that are there already, some at a time."""
    rows = apps.get_model("people", "Affiliation").objects
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk").only("organisation")[:AT_ONCE]):
        for row in some:
            row.sort_key = folded(row.organisation)[:LENGTH]
        rows.bulk_update(some, ["sort_key"])
        last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [("people", "0017_high_care_shows_no_way")]

    operations = [
        migrations.AddField(
            model_name="affiliation",
            name="sort_key",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The organisation's name folded, to be found by.",
                max_length=160,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fold_them, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="affiliation",
            index=models.Index(fields=["sort_key", "until", "person"], name="affiliation_by_name"),
        ),
    ]
