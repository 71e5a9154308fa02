"""Columns of the list, its orders, and when it is counted."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.people.models import (
    Affiliation,
    ContactWay,
    Interest,
    Offer,
    Person,
    SpokenLanguage,
)
from commonroot.web.queries import people as queries
from commonroot.web.queries.ordering import ORDERS
from tests.factories.engagement import ThemeFactory
from tests.web.test_lists import KENYA, PEOPLE, save, text
from tests.web.test_people import TODAY, add, listed, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


# Columns and orders


def test_columns_of_choice_are_remembered(desk, now):
    circle = ThemeFactory()
    person = add("Amina Wekesa", now, organisation="Clinic")
    said = {"person": person, "source": "link", "said_on": TODAY}
    SpokenLanguage.objects.create(language="sw", level="native", **said)
    Affiliation.objects.create(organisation="Union", **said)
    Affiliation.objects.create(organisation="Left long ago", until=TODAY, **said)
    Interest.objects.create(theme=circle, **said)
    Offer.objects.create(kind="teach", **said)
    for kind, state in (("mail", "working"), ("phone", "broken")):
        ContactWay.objects.create(
            person=person, kind=kind, value="x", mark=kind, state=state, created_at=now
        )
    codes = ["languages", "organisation", "themes", "offers", "reach", "source", "added", "odd"]

    answer = desk.post(reverse("web:people_columns"), {"columns": codes, "set_columns": "yes"})
    page = desk.get(answer["Location"]).content.decode()
    cells = re.findall(r'<td data-label="([^"]+)">(?:<bdi>)?(.*?)(?:</bdi>)?</td>', page)

    assert answer["Location"] == PEOPLE
    assert cells == [
        ("Languages", "Swahili"),
        ("Organisation", "Clinic, Union"),
        ("Themes", "Water and Health"),
        ("Offers", "teach"),
        ("Reached by", "e-mail, phone (came back)"),
        ("Where they come from", "added by an organiser"),
        ("Added", f"{now:%-d %b %Y}"),
    ]


def test_no_columns_at_all_are_a_choice_too(desk, now):
    add("Amina Wekesa", now)

    desk.post(reverse("web:people_columns"), {"set_columns": "yes"})

    assert "data-label" not in desk.get(PEOPLE).content.decode()


def test_a_saved_list_has_columns_of_its_own(desk, now):
    add("Amina Wekesa", now, country="KE")
    saved = save(now)

    desk.post(
        reverse("web:list_take", args=[saved.key]), {"columns": ["source"], "set_columns": "yes"}
    )

    saved.refresh_from_db()
    assert (saved.columns, saved.filter) == (["source"], KENYA)
    html = desk.get(f"{PEOPLE}?list={saved.key}").content.decode()
    assert re.findall(r'data-label="([^"]+)"', html) == ["Where they come from"]


ORDERED = {
    "name": ["A", "B", "C", "D", "E"],
    "country": ["D", "E", "B", "C", "A"],
    "source": ["A", "C", "E", "B", "D"],
    "confirmed": ["C", "E", "A", "D", "B"],
    "fresh": ["B", "D", "A", "E", "C"],
    "added": ["E", "D", "C", "B", "A"],
}


@pytest.mark.parametrize("code", list(ORDERED))
def test_lists_stand_in_the_order_asked_for_however_they_are_cut(school, at, code, monkeypatch):
    for number, (name, country, days) in enumerate(
        [("A", "UG", 30), ("B", "KE", 1), ("C", "KE", None), ("D", "", 20), ("E", "", None)]
    ):
        person = add(name, at + timedelta(hours=number), country=country, confirmed=days)
        origin = "hand" if name in "ACE" else "import"
        Person.objects.filter(pk=person.pk).update(origin=origin)
    whole = names(listed(at, order=ORDERS[code]))

    cut, last = [], ""
    monkeypatch.setattr("commonroot.web.queries.people.PAGE", 2)
    while True:
        page = listed(at, order=ORDERS[code], after=last)
        cut += names(page)
        last = page.last
        if not page.more:
            break

    everybody = queries.wanted_people(queries.Wanted(order=ORDERS[code]), at=at, around=None)
    assert whole == ORDERED[code]
    assert cut == whole
    assert [person.shown_name for person in everybody] == whole


def test_a_filtered_list_is_cut_in_its_order_too(school, at, monkeypatch):
    for name in "ABCDE":
        add(name, at, country="KE" if name != "C" else "CO")
    monkeypatch.setattr("commonroot.web.queries.people.PAGE", 2)

    first = listed(at, ("country", "in", "KE"))
    second = listed(at, ("country", "in", "KE"), after=first.last)

    assert (names(first), first.total, first.more) == (["A", "B"], 4, True)
    assert (names(second), second.total, second.more) == (["D", "E"], 4, False)


def test_headings_lead_to_other_orders(desk, now):
    add("Amina Wekesa", now)

    page = desk.get(PEOPLE + "?order=confirmed").content.decode()

    assert 'aria-sort="ascending"' in page
    assert "?order=fresh" in page
    assert 'aria-sort="descending"' in desk.get(PEOPLE + "?order=fresh").content.decode()


# Counting


def test_long_lists_are_counted_only_when_somebody_asks(desk, school, at, monkeypatch):
    for name in "ABC":
        add(name, at, country="KE")
    monkeypatch.setattr("commonroot.web.queries.people.PAGE", 2)

    waiting = listed(at, ("circle", "none"))
    counted = listed(at, ("circle", "none"), count=True)
    address = PEOPLE + '?f={"all":[["circle","none"]]}'

    assert (waiting.total, counted.total) == (None, 3)
    assert "2 shown, and there are more." in text(desk.get(address))
    assert "2 of 3 shown." in text(desk.get(address + "&count=yes"))
    number = desk.get(address.replace(PEOPLE, reverse("web:people_count")))
    assert number.json() == {"count": 3, "words": "3"}


def test_a_long_search_is_counted_only_when_somebody_asks(school, at, monkeypatch):
    for name in ("Amina A", "Amina B", "Amina C"):
        add(name, at)
    monkeypatch.setattr("commonroot.web.queries.people.PAGE", 2)
    monkeypatch.setattr("commonroot.people.queries.ranking.MOST", 1)
    monkeypatch.setattr("commonroot.people.queries.ranking.FEW", 1)

    assert listed(at, q="amina").total is None
    assert listed(at, q="amina", count=True).total == 3
