"""Who left no address and no number is found by a search word, and not by looking at everybody."""

from itertools import islice

from django.db import migrations, models
from django.db.models import Exists, OuterRef

AT_ONCE = 2000


def note_them(apps, schema_editor):
    """Give those who are in the register already their word, some at a time."""
    ways = apps.get_model("people", "ContactWay").objects.filter(person=OuterRef("pk"))
    words = apps.get_model("people", "SearchKey").objects
    people = apps.get_model("people", "Person").objects.filter(~Exists(ways))
    rest = people.values_list("pk", flat=True).order_by("pk").iterator(AT_ONCE)
    while some := list(islice(rest, AT_ONCE)):
        words.bulk_create(
            [words.model(person_id=pk, kind="reach", value="!") for pk in some],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0015_contacts_of_circles")]

    operations = [
        migrations.AlterField(
            model_name="searchkey",
            name="kind",
            field=models.CharField(
                choices=[
                    ("name", "name"),
                    ("place", "place"),
                    ("org", "organisation"),
                    ("reach", "how they are reached"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(note_them, migrations.RunPython.noop),
    ]
