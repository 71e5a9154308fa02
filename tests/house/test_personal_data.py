"""Every model that names a person says what it holds about them."""

from importlib import import_module

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.test.utils import isolate_apps

from commonroot.core.fields import KeyField
from commonroot.core.privacy import AS_LONG_AS_THE_PERSON, Keep
from commonroot.people.models import Person
from commonroot.people.personal import MOVING

# "keep": the row names people by keys that mean nothing once the person is gone (the audit trail).
ERASING = {"delete", "blank", "keep"}
# "never": two of these are never one; any other word: a function in the actions of the area.
MERGING = set(MOVING)
# Models of libraries are declared in stewardship, not by themselves.
OURS = "commonroot."


def names_a_person(model: type[models.Model]) -> bool:
    """Whether a model points at a person, or at a model that says it is about one."""
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey | models.ManyToManyField):
            continue
        target = field.related_model
        if target is Person or (target is not model and hasattr(target, "Personal")):
            return True
    return False


def undeclared(found: list[type[models.Model]]) -> list[str]:
    """What is missing or wrong in the declarations of these models, in sentences."""
    faults = []
    for model in found:
        name = model._meta.label
        personal = model.__dict__.get("Personal")
        if personal is None:
            if names_a_person(model):
                faults.append(f"{name} names a person and has no class Personal")
            continue
        faults += [f"{name} {fault}" for fault in faults_in(model, personal)]
    return faults


def faults_in(model: type[models.Model], personal: type) -> list[str]:
    """What is wrong in one declaration."""
    faults = []
    kinds, plain = dict(personal.kinds), set(personal.plain)
    subject = personal.subject
    first = (subject or "").partition("__")[0]
    fields = {field.name: field for field in model._meta.get_fields() if field.concrete}
    said_already = {first, *getattr(personal, "others", ())} | {
        name for name, field in fields.items() if field.primary_key or isinstance(field, KeyField)
    }
    classed = kinds.keys() | plain
    unclassed = sorted(fields.keys() - said_already - classed)
    faults += [f"classes {name} as nothing" for name in unclassed]
    faults += [f"classes {name}, which it has not" for name in sorted(classed - fields.keys())]
    faults += [f"classes {field} twice" for field in sorted(kinds.keys() & plain)]
    if subject not in (None, "self") and not is_path(model, subject):
        faults.append(f"has no path {subject} to a person")
    if not isinstance(personal.keep, Keep) or not all(
        is_path(model, path) for path in (personal.keep.after, personal.keep.otherwise) if path
    ):
        faults.append("does not say for how long it is kept")
    elif personal.keep.otherwise is None and may_be_empty(model, personal.keep.after or ""):
        faults.append("does not say for how long it is kept when that moment is empty")
    if personal.on_erase not in ERASING:
        faults.append(f"does not know how to {personal.on_erase} when a person is forgotten")
    if personal.on_merge not in MERGING and not settles(model, personal.on_merge):
        faults.append(f"does not know how to {personal.on_merge} when two are one")
    if (read_by := getattr(personal, "read_by", "")) and not reads(model, read_by):
        faults.append(f"does not know how {read_by} reads it")
    return faults


def settles(model: type[models.Model], function: str) -> bool:
    """Whether the area of a model has an action of that name."""
    area = model.__module__.partition(".models")[0]
    return callable(getattr(import_module(f"{area}.actions"), function, None))


def reads(model: type[models.Model], function: str) -> bool:
    """Whether the queries of a model's area have a function of that name: `read`, `room.read`."""
    area = model.__module__.partition(".models")[0]
    room, _dot, name = function.rpartition(".")
    try:
        there = import_module(f"{area}.queries.{room}".rstrip("."))
    except ModuleNotFoundError:
        return False
    return callable(getattr(there, name, None))


def is_path(model: type[models.Model], steps: str) -> bool:
    """Whether `a__b__c` leads from field to field."""
    for step in steps.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return False
        model = field.related_model or model
    return True


def may_be_empty(model: type[models.Model], steps: str) -> bool:
    """Whether `a__b__c` may lead to nothing, so that a row would never run out."""
    for step in filter(None, steps.split("__")):
        field = model._meta.get_field(step)
        if field.null:
            return True
        model = field.related_model or model
    return False


def test_every_model_that_names_a_person_says_so():
    ours = [model for model in apps.get_models() if model.__module__.startswith(OURS)]

    assert undeclared(ours) == []


@isolate_apps("commonroot.people")
def test_faulty_declarations_are_found():
    class Silent(models.Model):
        person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "people"

    class Careless(models.Model):
        key = KeyField()
        person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
        text = models.TextField()
        state = models.TextField()
        forgotten = models.TextField()

        class Personal:
            subject = "person"
            kinds = {"text": "answer", "state": "answer", "gone": "answer"}
            plain = ("state",)
            keep = Keep(after="nowhere", days=3)
            on_erase, on_merge = "hide", "move"
            read_by = "told.nothing"

        class Meta:
            app_label = "people"

    class Second(models.Model):
        careless = models.ForeignKey(Careless, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "people"

    class Good(models.Model):
        careless = models.ForeignKey(Careless, on_delete=models.CASCADE, related_name="+")

        class Personal:
            subject = "careless__person"
            kinds: dict[str, str] = {}
            plain = ()
            keep = AS_LONG_AS_THE_PERSON
            on_erase, on_merge = "delete", "move"

        class Meta:
            app_label = "people"

    class Endless(models.Model):
        person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

        class Personal:
            subject = "person"
            kinds: dict[str, str] = {}
            plain = ()
            keep = Keep(after="person__confirmed_at", days=3)
            on_erase, on_merge = "delete", "move"

        class Meta:
            app_label = "people"

    assert undeclared([Silent, Careless, Second, Good, Endless]) == [
        "people.Silent names a person and has no class Personal",
        "people.Careless classes forgotten as nothing",
        "people.Careless classes gone, which it has not",
        "people.Careless classes state twice",
        "people.Careless does not say for how long it is kept",
        "people.Careless does not know how to hide when a person is forgotten",
        "people.Careless does not know how told.nothing reads it",
        "people.Second names a person and has no class Personal",
        "people.Endless does not say for how long it is kept when that moment is empty",
    ]
