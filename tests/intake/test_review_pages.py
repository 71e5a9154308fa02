"""The pages on which somebody looks at two rows at a time: answer, undo, take many at once."""

import re
from html import unescape

import pytest
from django.urls import reverse

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.intake import actions as intake
from commonroot.intake.models import Import, ImportRow, RowPair
from commonroot.people import actions as people
from commonroot.people.models import Person
from tests.factories.intake import ImportFactory, RowFactory, RowPairFactory
from tests.factories.registration import RegistrationFactory

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def batch(school):
    return ImportFactory(
        columns=[
            {"sheet": "old.csv", "index": 0, "heading": "Name", "field": "name"},
            {"sheet": "old.csv", "index": 1, "heading": "Mail", "field": "email"},
        ]
    )


def known(name, at, *, yes=True, **details):
    """Somebody in the register."""
    person = people.add_person(shown_name=name, origin="hand", by=SYSTEM, at=at, details=details)
    consent.answer(person=person, purpose=Purpose.REGISTER, yes=yes, how="page", by=SYSTEM, at=at)
    return person


def pair_of(batch, first, second, *, probability=0.95, **more):
    """A pair of two rows of the import, each given by its name."""
    rows = [
        RowFactory(batch=batch, fields={"name": name}, cells=[name]) for name in (first, second)
    ]
    return RowPairFactory(
        batch=batch, other=rows[0], row=rows[1], person=None, probability=probability, **more
    )


def text(response):
    """What a page says, in one line."""
    page = response.content.decode().split("<main", 1)[1]
    page = re.sub(r"</?(?:mark|bdi)[^>]*>", "", page)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def address(name, batch, *more):
    return reverse(f"intake:{name}", args=[batch.key, *more])


def test_the_likeliest_pair_comes_first_side_by_side(desk, batch):
    pair_of(batch, "Ana", "Anna", probability=0.5)
    pair_of(
        batch,
        "Tomás Rueda Lara",
        "RUEDA Tomas",
        reasons=[["same_phone", 5.0], ["other_email", 0.2]],
    )

    page = text(desk.get(address("pairs", batch)))

    assert "1 of 2, about 1 minute" in page
    assert "Probably. Same phone. Against it: other e-mail address." in page
    assert "Tomás Rueda Lara" in page
    assert len(re.findall(r"Row \d+ as it stands in \u2068old.csv\u2069", page)) == 2


def test_answers_lead_to_the_next_pair_and_to_the_end(desk, batch):
    first = pair_of(batch, "Ana", "Anna", probability=0.99)
    second = pair_of(batch, "Bea", "Beah", probability=0.98)

    answered = desk.post(address("pair", batch, first.key), {"answer": "same"}, follow=True)
    end = desk.post(address("pair", batch, second.key), {"answer": "unsure"}, follow=True)

    assert "2 of 2" in text(answered)
    assert "All 2 pairs are settled" in text(end)
    assert "1 the same, 0 different, 1 not sure." in text(end)
    assert list(RowPair.objects.order_by("pk").values_list("said", flat=True)) == ["same", "unsure"]


def test_what_was_answered_last_is_undone_and_shown_again(desk, batch):
    pairs = [pair_of(batch, f"A{n}", f"B{n}", probability=0.99 - n / 100) for n in range(3)]
    for one in pairs[:2]:
        desk.post(address("pair", batch, one.key), {"answer": "different"})

    undone = desk.post(address("pair_undo", batch))
    again = desk.post(address("pair_undo", batch))
    nothing = desk.post(address("pair_undo", batch))

    assert undone.url == address("pair", batch, pairs[1].key)
    assert again.url == address("pair", batch, pairs[0].key)
    assert nothing.url == address("pairs", batch)
    assert not RowPair.objects.exclude(said="").exists()


def test_skipped_pairs_come_again_at_the_end(desk, batch):
    first = pair_of(batch, "Ana", "Anna", probability=0.99)
    second = pair_of(batch, "Bea", "Beah", probability=0.98)

    skipped = desk.get(address("pairs", batch), {"after": first.key})
    again = desk.get(address("pairs", batch), {"after": second.key})

    assert "2 of 2" in text(skipped)
    assert "1 of 2" in text(again)


def test_an_earlier_answer_is_shown_and_can_be_changed(desk, batch):
    pair = pair_of(batch, "Ana", "Anna", said="same")

    page = desk.get(address("pair", batch, pair.key)).content.decode()
    desk.post(address("pair", batch, pair.key), {"answer": "different"})

    assert re.findall(r'value="(\w+)"[^>]*aria-pressed="true"', page) == ["same"]
    assert RowPair.objects.get().said == "different"


def test_an_unknown_answer_changes_nothing(desk, batch):
    pair = pair_of(batch, "Ana", "Anna")

    assert desk.post(address("pair", batch, pair.key), {"answer": "perhaps"}).status_code == 200
    assert desk.post(address("pair", batch, pair.key), {"answer": ""}).status_code == 200
    assert RowPair.objects.get().said == ""


def test_nothing_to_look_at_says_so(desk, batch):
    assert "No pair needs your eye" in text(desk.get(address("pairs", batch)))


def test_a_list_that_comes_in_is_no_longer_answered(desk, batch):
    pair = pair_of(batch, "Ana", "Anna")
    Import.objects.update(state=Import.State.APPLYING)

    refused = desk.post(address("pair", batch, pair.key), {"answer": "same"})

    assert (refused.status_code, RowPair.objects.get().said) == (409, "")
    assert "coming into the register already" in text(refused)
    assert desk.get(address("pairs", batch)).url == address("says", batch)
    assert desk.get(address("likely", batch)).url == address("says", batch)
    assert desk.post(address("pair_undo", batch)).url == address("says", batch)


def test_people_are_shown_with_what_the_register_holds(desk, batch, at):
    person = known("Amina Wekesa", at, city="Kisumu", country="KE", organisation="Maji")
    people.add_way(person=person, kind="mail", value="amina@example.org", at=at)
    row = RowFactory(
        batch=batch,
        fields={
            "name": "Amina", "emails": ["a.wekesa@example.org"], "city": "Kisumu",
            "likely_country": "KE", "born": "1990-05-03", "course": "Power", "year": 2014,
            "agreed": True, "agreed_on": "2014-05-03", "date": "2014-06-01",
        },
    )  # fmt: skip
    RowPairFactory(batch=batch, row=row, other=None, person=person)

    page = text(desk.get(address("pairs", batch)))

    for words in (
        "In the register since 2026", "amina@example.org", "Kisumu, Kenya",
        "the country is supposed", "3 May 1990", "Power 2014", "be kept: 22 Nov 2026",
        "yes, 3 May 2014", "1 Jun 2014",
    ):  # fmt: skip
        assert words in page


def test_of_who_asked_for_great_care_only_the_name_in_lists_is_shown(desk, batch, at):
    person = known("Amina Wekesa", at, city="Kisumu")
    people.add_way(person=person, kind="mail", value="amina@example.org", at=at)
    people.set_risk(person=person, risk="high", by=SYSTEM, at=at)
    row = RowFactory(batch=batch, fields={"name": "Amina"})
    RowPairFactory(batch=batch, row=row, other=None, person=person)

    page = text(desk.get(address("pairs", batch)))

    assert person.shown_name in page
    assert "Wekesa" not in page
    assert "Kisumu" not in page
    assert "example.org" not in page


def test_people_whom_the_gate_hides_are_counted_and_not_shown(desk, batch, at):
    row = RowFactory(batch=batch, fields={"name": "Amina"})
    pair = RowPairFactory(batch=batch, row=row, other=None, person=known("Amina W", at, yes=False))

    page = text(desk.get(address("pairs", batch)))

    assert "1 pair concerns somebody who is not shown" in page
    assert "Amina W" not in page
    assert desk.get(address("pair", batch, pair.key)).status_code == 404


def test_the_likely_ones_are_taken_after_a_count_and_a_sample_and_undone_as_a_whole(desk, batch):
    for n in range(7):
        pair_of(batch, f"Ana {n}", f"Anna {n}", probability=0.99 - n / 1000)
    pair_of(batch, "Bea", "Beah", probability=0.5)

    page = desk.get(address("likely", batch))
    shown = re.search(r'name="shown" value="(\w+)"', page.content.decode())[1]
    taken = desk.post(address("likely", batch), {"shown": shown}, follow=True)

    assert "Take all 7 very likely pairs as the same?" in text(page)
    assert re.findall(r"\d of \d shown", text(page)) == [f"{n} of 5 shown" for n in range(1, 6)]
    assert "8 of 8" in text(taken)
    assert "Undo the last 7" in text(taken)
    assert RowPair.objects.filter(said="same").count() == 7

    undone = desk.post(address("pair_undo", batch))

    assert undone.url == address("likely", batch)
    assert not RowPair.objects.exclude(said="").exists()


def test_what_was_not_shown_is_not_taken(desk, batch):
    pair_of(batch, "Ana", "Anna")
    page = desk.get(address("likely", batch)).content.decode()
    shown = re.search(r'name="shown" value="(\w+)"', page)[1]
    pair_of(batch, "Bea", "Beah")

    refused = desk.post(address("likely", batch), {"shown": shown})

    assert refused.status_code == 400
    assert "the number changed" in text(refused)
    assert not RowPair.objects.exclude(said="").exists()


def test_which_are_not_taken_is_said_with_the_reason(desk, batch, at, organiser_account):
    signs_in = known("Amina Wekesa", at)
    people.connect_account(person=signs_in, account=organiser_account)
    careful = known("Baraka", at)
    people.set_risk(person=careful, risk="high", by=SYSTEM, at=at)
    for person in (signs_in, careful):
        RowPairFactory(batch=batch, row=RowFactory(batch=batch), other=None, person=person)
    both = RowFactory(batch=batch)
    for name, probability in (("Cali", 0.99), ("Kali", 0.98)):
        RowPairFactory(
            batch=batch, row=both, other=None, person=known(name, at), probability=probability
        )

    page = text(desk.get(address("likely", batch)))

    assert "Take 1 very likely pair as the same?" in page
    assert "3 more are very likely, and are not taken" in page
    assert "1 would make two people of the register one." in page
    assert "1 concerns somebody who signs in to this desk." in page
    assert "1 needs somebody's look." in page


def test_the_link_counts_only_what_may_be_taken(desk, batch, at):
    careful = known("Baraka", at)
    people.set_risk(person=careful, risk="high", by=SYSTEM, at=at)
    RowPairFactory(batch=batch, row=RowFactory(batch=batch), other=None, person=careful)
    for n in range(5):
        pair_of(batch, f"Ana {n}", f"Anna {n}")

    page = text(desk.get(address("pairs", batch)))

    assert "Take the 5 very likely ones at a stroke" in page
    assert "Take all 5 very likely pairs" in text(desk.get(address("likely", batch)))


def test_strangers_see_no_pair(client, batch):
    pair = pair_of(batch, "Ana", "Anna")

    statuses = [
        client.get(address("pairs", batch)).status_code,
        client.get(address("pair", batch, pair.key)).status_code,
        client.post(address("pair", batch, pair.key), {"answer": "same"}).status_code,
        client.get(address("likely", batch)).status_code,
        client.post(address("pair_undo", batch)).status_code,
    ]

    assert statuses == [302] * 5
    assert RowPair.objects.get().said == ""


def test_a_pair_of_another_list_is_not_found(desk, batch):
    pair = pair_of(ImportFactory(), "Ana", "Anna")

    assert desk.get(address("pair", batch, pair.key)).status_code == 404


@pytest.mark.parametrize("number", [1, 40])
def test_a_pair_costs_the_same_in_any_queue(desk, batch, number, django_assert_num_queries):
    for n in range(number):
        pair_of(batch, f"Ana {n}", f"Anna {n}", probability=0.95 - n / 1000)
    desk.get(address("pairs", batch))

    with django_assert_num_queries(PAIR_PAGE_QUERIES):
        desk.get(address("pairs", batch))


PAIR_PAGE_QUERIES = 19


def test_courses_of_the_register_and_many_files_are_told(desk, at):
    batch = ImportFactory(name="2014.csv, 2015.csv, 2016.csv")
    person = known("Amina Wekesa", at)
    place = RegistrationFactory(person=person)
    RowPairFactory(batch=batch, row=RowFactory(batch=batch), other=None, person=person)

    page = text(desk.get(address("pairs", batch)))

    assert "\u20682014.csv\u2069 and 2 more" in page
    assert str(place.session.programme) in page


def test_above_each_side_stands_the_list_it_came_with(desk, at):
    batch = ImportFactory(name="2014.csv, 2015.csv")
    person, careful = known("Amina Wekesa", at), known("Zuhura Makame", at)
    people.set_risk(person=careful, risk="high", by=SYSTEM, at=at)
    earlier = ImportFactory(name="2010.csv", state="applied")
    for one in (person, careful):
        RowFactory(batch=earlier, sheet="2010.csv", person=one)
    row = RowFactory(batch=batch, sheet="2015.csv")
    RowPairFactory(batch=batch, row=row, other=None, person=person)
    RowPairFactory(batch=batch, row=RowFactory(batch=batch), other=None, person=careful)

    first, second = (
        text(desk.get(address("pair", batch, pair.key))) for pair in batch.pairs.order_by("pk")
    )

    assert f"In the register from \u20682010.csv\u2069 2015.csv row {row.number}" in first
    assert "In the register since 20" in second
    assert "2010.csv" not in second


def test_rows_without_a_name_or_headings_are_shown_all_the_same(desk, batch):
    first = RowFactory(batch=batch, fields={"emails": ["a@example.org"]}, cells=["x", " ", "y"])
    second = RowFactory(batch=batch, fields={}, cells=[], sheet="other.csv")
    RowPairFactory(batch=batch, row=second, other=first, person=None)

    page = text(desk.get(address("pairs", batch)))

    assert "a@example.org" in page
    assert "Column 3" in page


def test_the_answers_of_a_short_list_decide_who_comes_in(desk, school, organiser, at):
    raw = (
        b"Name,E-mail,Phone,City,Country\n"
        b"Zuhura Makame,zuhura@example.org,+255719305122,Dodoma,Tanzania\n"
        b"Zuhura M. Makame,z.makame@example.net,+255719305122,Dodoma,Tanzania\n"
    )
    batch = intake.take_lists(files=[("old.csv", raw)], by=organiser, at=at)
    row, other = ImportRow.objects.order_by("position")
    RowPair.objects.all().delete()
    ImportRow.objects.update(group=None)
    for one in (row, other):
        ImportRow.objects.filter(pk=one.pk).update(group=one.position, verdict="new")
    pair = RowPairFactory(batch=batch, row=other, other=row, person=None)

    desk.post(address("pair", batch, pair.key), {"answer": "same"})
    intake.bring_in(batch=batch, by=organiser, at=at)
    while batch.state == Import.State.APPLYING:
        intake.apply_rows(batch=batch, by=organiser, at=at)

    assert Person.objects.count() == 1
