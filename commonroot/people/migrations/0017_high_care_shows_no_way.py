"""In high care no list shows how somebody is reached, so that each counts as who left no way."""

from itertools import islice

from django.db import migrations
from django.db.models import Q

AT_ONCE = 2000


def note_them(apps, schema_editor):
    """Give those who are in high care already their word, some at a time."""
    words = apps.get_model("people", "SearchKey").objects
    high = apps.get_model("people", "Person").objects.filter(Q(risk="high") | Q(floor="high"))
    rest = high.values_list("pk", flat=True).order_by("pk").iterator(AT_ONCE)
    while some := list(islice(rest, AT_ONCE)):
        words.bulk_create(
            [words.model(person_id=pk, kind="reach", value="!") for pk in some],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0016_who_left_no_address")]

    operations = [migrations.RunPython(note_them, migrations.RunPython.noop)]
