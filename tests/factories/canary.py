"""One row in every model that names a person, with a word in it that can be searched for."""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

from commonroot.core.fields import EncryptedJSONField, KeyField, TranslatedField
from commonroot.people.actions import way_mark
from commonroot.people.models import ContactWay, Person
from commonroot.people.personal import Declaration, declarations
from tests.factories.people import PersonFactory

CANARY = "Kanarienvogel"
SHARED = "Gemeingut"  # the same in what belongs to everybody: courses, questions, wordings
MAIL = "kanarienvogel@example.org"
THEN = datetime(2026, 1, 1, tzinfo=UTC)
_numbers = count(1)


def person_in_every_model() -> Person:
    """A person about whom every declared model holds a row, each with the canary where text
    fits.
    """
    person = PersonFactory(shown_name=f"{CANARY} Person", sort_key="kanarienvogel")
    way = ContactWay.objects.create(
        person=person, kind="mail", value=MAIL, mark=way_mark("mail", MAIL), created_at=THEN
    )
    made: dict[type[models.Model], models.Model] = {Person: person, ContactWay: way}
    for declaration in declarations():
        if declaration.model not in made:
            made[declaration.model] = _row(declaration.model, made, person, declaration)
    return person


def _row(
    model: type[models.Model],
    made: dict[type[models.Model], models.Model],
    person: Person,
    declaration: Declaration | None = None,
) -> models.Model:
    values: dict[str, Any] = {}
    # What is kept holds nothing but keys, of which this test could not tell one from another.
    theirs = declaration is not None and declaration.on_erase != "keep"
    word = CANARY if theirs else SHARED
    for field in model._meta.fields:
        if field.primary_key or isinstance(field, KeyField):
            continue
        values[field.name] = _value(field, made, person, word=word)
    for other in declaration.others if declaration is not None else ():
        values[other] = PersonFactory()
    if declaration is not None and declaration.subject is None:
        values["mark"] = way_mark("mail", MAIL)
    if declaration is not None and (declaration.subject or "").endswith("_key"):
        values[declaration.subject] = person.key
    if model._meta.label_lower == "programmes.session":
        values |= {"precision": "day", "held_on": date(2026, 1, 1), "wall_time": time(12)}
    if model._meta.label_lower == "intake.rowpair":
        values["other"] = None  # a row and a person, or two rows
    row = model._default_manager.create(**values)
    if model._meta.label_lower == "accounts.account":
        person.account = row
        person.save()
    return row


def _value(  # noqa: PLR0911, PLR0912 - one answer for each kind of field
    field: models.Field[Any, Any],
    made: dict[type[models.Model], models.Model],
    person: Person,
    *,
    word: str,
) -> Any:
    if isinstance(field, models.ForeignKey):
        target = field.related_model
        if target not in made:
            if field.null:
                return None
            declared = next((d for d in declarations() if d.model is target), None)
            made[target] = _row(target, made, person, declared)
        return made[target]
    if isinstance(field, TranslatedField):
        return {"en": word}
    if isinstance(field, EncryptedJSONField):
        return [word]
    if isinstance(field, models.JSONField):
        return []
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.DateTimeField):
        return THEN
    if isinstance(field, models.DateField):
        return THEN.date()
    if isinstance(field, models.TimeField):
        return time(12)
    if isinstance(field, models.DecimalField):
        return 0
    if isinstance(field, models.FloatField):
        return 0.5
    if isinstance(field, models.IntegerField):
        return next(_numbers)
    if field.choices:
        return field.flatchoices[0][0]
    length = field.max_length or 1000
    if length < len(word) + 8:
        return f"k{next(_numbers)}"[:length]
    return f"{word} {next(_numbers)}."


def hits(word: str) -> list[str]:
    """Models in whose rows `word` can be read, after decryption, upper or lower case."""
    found = []
    for model in apps.get_models():
        for row in model._default_manager.all():
            text = " ".join(
                str(getattr(row, field.attname)) for field in model._meta.concrete_fields
            )
            if word.casefold() in text.casefold():
                found.append(model._meta.label_lower)
    return sorted(set(found))
