"""What circles and regions are told in numbers: their countries, in fives, once a month."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.circles import actions as circles
from commonroot.circles.models import NumbersTold
from commonroot.consent import actions as consent
from commonroot.core.fields import Translated
from commonroot.people.actions import set_risk
from commonroot.web.queries.numbers import counts, numbers
from commonroot.web.tasks import tell_numbers_of_the_month
from commonroot.work.sweeps import registered
from tests.web.test_people import add
from tests.web.test_rail import signed_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def country(code, at, region=None):
    return circles.open_circle(
        kind="country", name=Translated({"en": code}), country=code, region=region, by=SYSTEM, at=at
    )


def test_each_sees_their_own_countries_and_small_numbers_are_hidden(school, at):
    region = circles.open_circle(kind="region", name=Translated({"en": "Africa"}), by=SYSTEM, at=at)
    kenya, uganda = country("KE", at, region), country("UG", at, region)
    country("CO", at)
    people = [add(f"Amina {n}", at, country="KE") for n in range(7)]
    set_risk(person=people[0], risk="high", by=SYSTEM, at=at)
    consent.pause(person=people[1], by=Actor.public(), at=at)
    add("Otieno", at, country="UG")
    before = numbers(SYSTEM)
    told = [tell_numbers_of_the_month(at=at) for _ in range(2)]
    contact, client = signed_in(at, role="circle contact", circle=kenya)
    of_region, _client = signed_in(at, role="region", circle=region)
    of_school, _client = signed_in(at, role="region", circle=school)

    seen = [
        [(row.country, row.people) for row in numbers(actor)]
        for actor in (contact, of_region, of_school)
    ]
    page = client.get(reverse("web:numbers")).content.decode()

    assert (before, told) == ([], [1, 0])
    assert counts(at=at) == {"CO": 0, "KE": 5, "UG": 1}
    assert seen == [
        [("Kenya", 5)],
        [("Kenya", 5), ("Uganda", None)],
        [("Colombia", None), ("Kenya", 5), ("Uganda", None)],
    ]
    assert ("At least 5 people" in page, "Uganda" in page) == (True, False)
    assert uganda.pk != kenya.pk


def test_they_are_counted_once_a_month(school, at):
    sweep = registered()["commonroot.web.tasks.tell_numbers_of_the_month"]
    nothing = sweep.has_work(at=at)
    country("KE", at)

    told = [tell_numbers_of_the_month(at=at + timedelta(days=days)) for days in (0, 8, 9, 10, 40)]
    circles.tell_numbers(counts={"KE": 50}, at=at)

    assert (nothing, told) == (False, [1, 0, 1, 0, 1])
    assert [row.counts for row in NumbersTold.objects.all()] == [{"KE": 0}] * 3
