"""What somebody known gains from a list, and what stands already and is left as it is."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.intake.actions.gaining import Gain, gain
from commonroot.intake.rules.golden import Course, Golden, Way, Work
from commonroot.people.actions import add_way, way_mark
from commonroot.people.models import (
    Affiliation,
    Change,
    ContactWay,
    EarlierCourse,
    FurtherName,
    Person,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
BY = Actor.system()
DAY = timedelta(days=1)
MAIL = Way("mail", "amina@example.org")


def gained(person, at, *, marks=None, **said):
    """How many people changed by what rows say of one person."""
    return gain(
        gains=[Gain(person, Golden(**said), marks or {})], cause="import:list", by=BY, at=at
    )


def test_a_town_of_another_country_is_not_set_beside_the_country_that_stands(at):
    amina = PersonFactory(country="KE")

    changed = gained(amina, at, details={"country": "SD", "city": "Khartoum"})

    amina.refresh_from_db()
    assert (changed, amina.country, amina.city) == (0, "KE", "")


@pytest.mark.parametrize("country", ["KE", ""])
def test_a_town_of_the_same_country_or_of_none_is(at, country):
    amina = PersonFactory(country="KE")

    changed = gained(amina, at, details={"country": country, "city": "Kisumu"})

    amina.refresh_from_db()
    assert (changed, amina.country, amina.city) == (1, "KE", "Kisumu")


def test_an_address_without_a_mark_is_not_added(at):
    amina = PersonFactory()

    changed = gained(amina, at, ways=[MAIL])

    assert (changed, ContactWay.objects.count()) == (0, 0)


def test_the_same_again_changes_nothing(at):
    amina = PersonFactory(organisation="Water Committee")
    said = {
        "marks": {("mail", MAIL.value): way_mark("mail", MAIL.value)},
        "details": {"organisation": "Nurses' Union"},
        "ways": [MAIL],
        "names": [("other", "Amina Atieno")],
        "works": [Work("Clinic", "chair", None)],
        "courses": [Course("Strategy", 2011, "", None)],
    }
    first = gained(amina, at, **said)
    logged = Change.objects.count()

    again = gained(amina, at + DAY, **said)

    assert (first, again, logged, Change.objects.count()) == (1, 0, 5, 5)
    assert list(ContactWay.objects.values_list("value", flat=True)) == [MAIL.value]
    assert list(FurtherName.objects.values_list("text", flat=True)) == ["Amina Atieno"]
    assert list(EarlierCourse.objects.values_list("title", flat=True)) == ["Strategy"]
    assert set(Affiliation.objects.values_list("organisation", "role")) == {
        ("Clinic", "chair"),
        ("Nurses' Union", ""),
    }
    assert Person.objects.get().organisation == "Water Committee"


def test_a_name_that_they_have_in_parts_is_no_further_name(at):
    amina = PersonFactory(given_name="Amina", family_name="Otieno")

    changed = gained(amina, at, names=[("other", "AMINA OTIENO")])

    assert (changed, FurtherName.objects.count()) == (0, 0)


def test_an_address_that_they_confirmed_is_not_marked_broken(at):
    amina = PersonFactory()
    add_way(person=amina, kind="mail", value=MAIL.value, at=at - DAY)
    ContactWay.objects.update(confirmed_at=at - DAY)
    marks = {("mail", MAIL.value): way_mark("mail", MAIL.value)}

    changed = gained(amina, at, ways=[Way("mail", MAIL.value, broken=True)], marks=marks)

    assert (changed, ContactWay.objects.get().state) == (0, "working")
