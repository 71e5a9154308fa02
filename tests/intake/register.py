"""The whole register as plain values, to compare what was before with what is after."""

from typing import Any

from commonroot.people.models import Person
from commonroot.people.personal import declarations

# What only ever grows, what belongs to the import itself, and marks of work to be done.
ASIDE = {
    "accounts.auditentry", "consent.ledgerevent", "intake.importrow", "intake.rowpair",
    "people.tocompare",
}  # fmt: skip


def everything() -> dict[str, list[Any]]:
    """{model: rows without their primary keys} of every declared model."""
    keys = dict(Person.objects.values_list("pk", "key"))
    found = {}
    for declaration in declarations():
        if declaration.label in ASIDE:
            continue
        rows = [
            {
                field.attname: keys.get(value, value) if field.related_model is Person else value
                for field in row._meta.concrete_fields
                if field is not row._meta.pk
                for value in [getattr(row, field.attname)]
            }
            for row in declaration.model._default_manager.all()
        ]
        found[declaration.label] = sorted(rows, key=repr)
    return {label: rows for label, rows in found.items() if rows}
