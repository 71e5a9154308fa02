"""Searching the register: the best first, and no typed name in an address."""

import pytest
from django.urls import reverse
from django.utils import timezone

from commonroot.accounts.queries import last_change
from commonroot.people import actions
from commonroot.people.models import FurtherName
from commonroot.web.queries import people as queries
from commonroot.web.queries.around import around
from commonroot.web.queries.ordering import ORDERS
from tests.factories.engagement import KenyaFactory
from tests.web.test_people import SYSTEM, TODAY, add, listed, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(school):
    """The real moment, which pages go by."""
    return timezone.now()


def search(desk, q, **more):
    return desk.post(reverse("web:people_search"), {"q": q, **more})


def test_an_exact_name_comes_before_longer_ones_and_before_what_sounds_like_it(school, at):
    for name in ("Amina Wekesa", "Aminata Diallo", "أمينة خوري", "Zed Amina", "Amina"):
        add(name, at)

    assert names(listed(at, q="amina")) == [
        "Amina",
        "Amina Wekesa",
        "Zed Amina",
        "Aminata Diallo",
        "أمينة خوري",
    ]


def test_a_name_comes_before_a_place_of_that_name(school, at):
    add("Baraka Otieno", at, city="Paris")
    add("Paris Zuma", at)
    add("Cali Rueda", at, organisation="Paris clinic")

    assert names(listed(at, q="paris")) == ["Paris Zuma", "Baraka Otieno", "Cali Rueda"]


def test_further_names_are_found(school, at):
    person = add("Amina Wekesa", at)
    FurtherName.objects.create(
        person=person, kind="former", text="Amina Njeri", source="hand", said_on=TODAY
    )
    actions.index(person)

    assert names(listed(at, q="njeri")) == ["Amina Wekesa"]


def test_words_are_all_of_the_same_person(school, at):
    add("Amina Wekesa", at, city="Kisumu")
    add("Amina Otieno", at, city="Nairobi")
    kenya = KenyaFactory()
    member = add("Amina Rueda", at)
    actions.join_circle(person=member, circle=kenya, role="member", since=TODAY, by=SYSTEM, at=at)

    assert names(listed(at, q="amina kisumu")) == ["Amina Wekesa"]
    assert names(listed(at, q="amina kenya")) == ["Amina Rueda"]
    assert names(listed(at, q="kenya amina rueda")) == ["Amina Rueda"]


@pytest.mark.parametrize("soon", [0, 200], ids=["a word looked up", "asked of the few"])
@pytest.mark.parametrize(("most", "rows"), [(2, 2), (2, 9), (9, 9)], ids=["many", "some", "few"])
def test_a_word_that_also_means_a_country_is_asked_of_those_the_name_means(
    school, at, monkeypatch, soon, most, rows
):
    monkeypatch.setattr("commonroot.people.queries.ranking.SOON", soon)
    monkeypatch.setattr("commonroot.people.queries.ranking.MOST", most)
    monkeypatch.setattr("commonroot.people.queries.ranking.MOST_ROWS", rows)
    for name, country in (("Amina Otieno", "KE"), ("Amina Rueda", "CO")):
        add(name, at, country=country)
    for name in ("Baraka Otieno", "Cali Kenya", "Dina Kenyatta"):
        add(name, at, country="KE")

    assert names(listed(at, q="amina kenya")) == ["Amina Otieno"]
    assert names(listed(at, q="kenya amina")) == ["Amina Otieno"]
    assert names(listed(at, q="amina baraka kenya")) == []


def test_more_than_can_be_put_in_order_are_a_list(school, at, monkeypatch):
    monkeypatch.setattr("commonroot.people.queries.ranking.MOST", 1)
    for name in ("Amina Wekesa", "Amina Otieno", "Baraka Amina"):
        add(name, at, country="KE")
    listing = listed(at, q="amina")

    assert names(listing) == ["Amina Otieno", "Amina Wekesa", "Baraka Amina"]
    assert names(listed(at, q="amina kenya")) == names(listing)
    assert names(listed(at, q="amina wekesa")) == ["Amina Wekesa"]
    assert names(listed(at, q="am ami kenya")) == names(listing)


def test_two_frequent_words_may_mean_few(school, at, monkeypatch):
    monkeypatch.setattr("commonroot.people.queries.ranking.MOST", 1)
    for name in ("Amina Wekesa", "Amina Otieno", "Baraka Wekesa", "Aminata Diallo"):
        add(name, at)

    assert names(listed(at, q="amina wekesa")) == ["Amina Wekesa"]
    assert names(listed(at, q="ami amin")) == ["Amina Otieno", "Amina Wekesa", "Aminata Diallo"]
    monkeypatch.setattr("commonroot.people.queries.ranking.FEW", 1)
    assert names(listed(at, q="amina wekesa")) == ["Amina Wekesa"]


def test_whoever_is_shown_is_whom_a_letter_to_the_list_goes_to(school, at, monkeypatch):
    monkeypatch.setattr("commonroot.people.queries.ranking.MOST", 1)
    for name in ("Zuri Wekesa", "Amina Otieno", "Amina Njeri"):
        add(name, at)
    seen = around(at=at, change=last_change(), language="en")

    found = queries.who_is(queries.Wanted(q="wekesa amina"), at=at, around=seen)

    assert (found.best, list(found.people)) == ([], [])


def test_a_search_is_said_beside_the_list_it_narrows(school):
    assert queries.described(queries.Wanted(q="amina")) == (
        "Everybody in the register, found by “amina”"
    )


def test_what_only_sounds_so_does_not_hide_who_is_called_so(school, at, monkeypatch):
    monkeypatch.setattr("commonroot.people.queries.ranking.MOST", 2)
    for name in ("سلمى خوري", "Salma A", "Salma B", "Salma C"):
        add(name, at)

    assert names(listed(at, q="سلمى")) == ["سلمى خوري"]


def test_names_that_begin_so_come_first_in_a_list_of_many(school, at, monkeypatch):
    monkeypatch.setattr("commonroot.people.queries.ranking.MOST", 1)
    monkeypatch.setattr("commonroot.people.queries.ranking.FEW", 1)
    monkeypatch.setattr("commonroot.web.queries.people.PAGE", 2)
    for name in ("Amina B", "Baraka Amina", "Amina A", "Zed Amina", "Amina C"):
        add(name, at)

    found, last = [], ""
    while True:
        page = listed(at, q="amina", after=last)
        found += names(page)
        last = page.last
        if not page.more:
            break

    assert found == ["Amina A", "Amina B", "Amina C", "Baraka Amina", "Zed Amina"]
    assert names(listed(at, q="amina", order=ORDERS["added"])) == ["Amina C", "Zed Amina"]


def test_who_is_called_just_so_is_enough(school, at):
    for name in ("Amina Wekesa", "Amnia Wekesa"):
        add(name, at)

    page = listed(at, q="amina wekesa")

    assert (names(page), page.alike) == (["Amina Wekesa"], False)


def test_a_search_goes_on_within_a_filter(school, at):
    add("Amina Wekesa", at, country="KE")
    add("Amina Rueda", at, country="CO")

    assert names(listed(at, ("country", "in", "CO"), q="amina")) == ["Amina Rueda"]


def test_what_was_typed_stands_in_no_address(desk, now):
    add("Amina Wekesa", now)

    answer = search(desk, "amina@example.org")
    again = search(desk, "amina@example.org")

    assert answer["Location"].startswith(reverse("web:people") + "?s=")
    assert "amina" not in answer["Location"]
    assert again["Location"] == answer["Location"]


def test_a_search_finds_and_can_be_narrowed_and_taken_along(desk, now):
    add("Amina Wekesa", now, country="KE")
    add("Amina Rueda", now, country="CO")
    add("Baraka Otieno", now, country="KE")

    found = desk.get(search(desk, "amina")["Location"])
    narrowed = desk.get(search(desk, "amina", f='{"all":[["country","in","KE"]]}')["Location"])

    page = found.content.decode()
    assert [name in page for name in ("Wekesa", "Rueda", "Otieno")] == [True, True, False]
    page = narrowed.content.decode()
    assert [name in page for name in ("Wekesa", "Rueda", "Otieno")] == [True, False, False]
    assert "amina" not in " ".join(part for part in page.split('"') if part.startswith("/"))


def test_an_empty_search_is_everybody(desk, now):
    add("Amina Wekesa", now)

    answer = search(desk, "  ")

    assert answer["Location"] == reverse("web:people")


def test_a_search_of_somebody_else_says_that_it_is_gone(desk, now):
    add("Amina Wekesa", now)

    page = desk.get(reverse("web:people") + "?s=unknown").content.decode()

    assert "What was searched here is no longer kept" in page
    assert "Amina Wekesa" in page


def test_only_the_latest_searches_are_kept(desk, now):
    first = search(desk, "word0")["Location"]
    for number in range(1, 31):
        search(desk, f"word{number}")

    assert "no longer kept" in desk.get(first).content.decode()
    assert len(desk.session["people searches"]) == 30


def test_typed_names_in_a_filter_stay_in_the_session_too(desk, now):
    add("Amina Wekesa", now)

    answer = desk.post(
        reverse("web:people_filter") + "?field=name", {"how": "begins", "words": "amina"}
    )

    assert answer["Location"].startswith(reverse("web:people") + "?s=")
    assert "are called <bdi>amina</bdi>" in desk.get(answer["Location"]).content.decode()
