"""Many people at once, as they come in with a list."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonroot.accounts.models import AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.people import actions, rules
from commonroot.people.actions import NewPerson, add_people
from commonroot.people.models import MatchKey, Person, SearchKey, ToCompare

pytestmark = pytest.mark.django_db
BY = Actor.system()
THEN = date(2019, 5, 1)


def test_many_are_added_as_each_alone_would_be(at):
    details = {"country": "KE", "city": "", "given_name": "Amina", "family_name": "Wekesa"}
    ways = [("mail", "amina@example.org"), ("phone", "+254700000001")]
    alone = actions.add_person(
        shown_name="Amina  Wekesa", origin="import", details=details, by=BY, at=at
    )
    for kind, value in ways:
        actions.add_way(person=alone, kind=kind, value=value, at=at)

    [together] = add_people(
        new=[NewPerson("Amina  Wekesa", details=details, ways=[*ways, ways[0]])],
        origin="import",
        by=BY,
        at=at,
    )

    said = {"key", "id"}
    for field in Person._meta.concrete_fields:
        if field.name not in said:
            assert getattr(together, field.attname) == getattr(alone, field.attname), field.name
    for model, columns in ((SearchKey, ("kind", "value")), (MatchKey, ("value",))):
        assert set(model.objects.filter(person=together).values_list(*columns)) == set(
            model.objects.filter(person=alone).values_list(*columns)
        )
    assert set(together.ways.values_list("kind", "mark")) == set(
        alone.ways.values_list("kind", "mark")
    )
    assert AuditEntry.objects.filter(verb="person added", facts={"origin": "import"}).count() == 2
    # A list was compared with the register when it was read.
    assert set(ToCompare.objects.values_list("person", flat=True)) == {alone.pk}


def test_what_a_list_says_besides_is_kept_with_its_day(at):
    new = NewPerson(
        "Amina",
        details={"organisation": "Clinic", "city": "Kisumu"},
        names=[("script", "أمينة"), ("spelling", "Amina")],
        works=[("Union", "member", None), ("Union", "member", None), ("Club", "", THEN)],
        said_on=date(2020, 1, 1),
        said={"city": THEN},
    )

    [person] = add_people(new=[new], origin="import", by=BY, at=at)

    assert person.provenance == {
        "shown_name": ["import", "2020-01-01"],
        "organisation": ["import", "2020-01-01"],
        "city": ["import", "2019-05-01"],
    }
    assert list(person.further_names.values_list("text", "said_on")) == [
        ("أمينة", date(2020, 1, 1))
    ]
    works = person.affiliations.order_by("pk").values_list("organisation", "role", "said_on")
    assert list(works) == [("Union", "member", date(2020, 1, 1)), ("Club", "", THEN)]


def test_only_what_can_be_edited_can_be_said(at):
    with pytest.raises(ValueError, match="risk"):
        add_people(
            new=[NewPerson("Amina", details={"risk": "open"})], origin="import", by=BY, at=at
        )


def test_thirty_take_no_more_queries_than_three(at):
    def queries(number: int) -> int:
        new = [NewPerson(f"Amina {n}", ways=[("mail", f"{n}@example.org")]) for n in range(number)]
        with CaptureQueriesContext(connection) as asked:
            add_people(new=new, origin="import", by=BY, at=at)
        return len(asked)

    assert queries(3) == queries(30)


def test_keys_follow_what_changes_and_nothing_is_written_twice(at):
    [person] = add_people(
        new=[NewPerson("Amina Wekesa", details={"country": "KE"})], origin="import", by=BY, at=at
    )
    before = set(MatchKey.objects.values_list("pk", "value"))
    actions.index(person)
    same = set(MatchKey.objects.values_list("pk", "value"))

    actions.edit(person=person, changes={"shown_name": "Zuri"}, cause="edit", by=BY, at=at)

    after = set(MatchKey.objects.values_list("pk", "value"))
    assert (same, bool(after & before)) == (before, False)
    words = set(SearchKey.objects.values_list("value", flat=True))
    actions.add_way(person=person, kind="mail", value="zuri@example.org", at=at)
    reached = set(SearchKey.objects.values_list("value", flat=True))
    assert (words, reached) == ({"zuri", "+zr", rules.NO_WAY}, {"zuri", "+zr"})


def test_who_was_there_before_is_noted_as_not_reached(at):
    reached = [NewPerson("Amina", ways=[("mail", "amina@example.org")]), NewPerson("Zuri")]
    add_people(new=reached, origin="import", by=BY, at=at)
    SearchKey.objects.filter(value=rules.NO_WAY).delete()

    for _twice in range(2):
        import_module("commonroot.people.migrations.0016_who_left_no_address").note_them(apps, None)

    noted = SearchKey.objects.filter(value=rules.NO_WAY)
    assert list(noted.values_list("person__shown_name", "kind")) == [("Zuri", "reach")]
