"""The pages of bringing a list in."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commonroot.intake.models import Import
from commonroot.people.models import Person
from tests.factories.intake import ImportFactory
from tests.intake.test_actions import LIST

pytestmark = pytest.mark.django_db


def upload(desk, raw=LIST, name="old.csv"):
    return desk.post(
        reverse("intake:lists"), {"sheets": SimpleUploadedFile(name, raw)}, follow=True
    )


def test_a_file_leads_to_what_the_list_says(desk):
    page = upload(desk).content.decode()

    assert "and for 3 of them we do not know if they agreed" in page
    assert Person.objects.count() == 0


def test_pasted_cells_are_read_like_a_file(desk):
    pasted = "Name\tE-mail\nAmina\tamina@example.org\n"

    desk.post(reverse("intake:lists"), {"pasted": pasted})

    assert Import.objects.get().truth["people"] == 1


def test_the_same_file_again_says_that_it_was_here(desk):
    first = upload(desk).content.decode()
    again = upload(desk).content.decode()

    assert "This list was brought here before, on " in again
    assert "brought here before" not in first
    assert Import.objects.count() == 1


def test_lists_say_how_many_people_and_ten_stand_open(desk):
    ImportFactory(name="waits.csv", state="waiting", truth={})
    ImportFactory.create_batch(10, truth={"people": 3})
    ImportFactory(name="single.csv", truth={"people": 1})

    page = desk.get(reverse("intake:lists")).content.decode().split("<main", 1)[1]
    rows = [
        " ".join(re.sub(r"<[^>]+>", " ", row).split())
        for row in re.findall(r'row__second">(.*?)</span>', page, re.DOTALL)
    ]

    assert sorted(set(rows)) == [
        "1 person, read, nothing changed yet",
        "3 people, read, nothing changed yet",
        "about to be read",
    ]
    assert page.split("<details")[0].count('row__second"') == 10
    assert page.split("<details")[1].count('row__second"') == 2


def test_a_file_of_30_mb_is_refused_in_a_sentence(desk):
    page = upload(desk, raw=b"x" * 30_000_000).content.decode()

    assert "too large" in page
    assert not Import.objects.exists()


def test_hostile_names_are_text(desk):
    raw = b"Name,E-mail\n<script>alert(1)</script>,a@example.org\n"
    upload(desk, raw=raw)

    page = desk.get(reverse("intake:rows", args=[Import.objects.get().key])).content.decode()

    assert "<script>alert" not in page
    assert "alert(1)&lt;/script" in page


def test_strangers_find_nothing(client, desk):
    upload(desk)
    key = Import.objects.get().key

    statuses = [
        client.get(reverse(name, args=[key])).status_code for name in ("intake:says", "intake:rows")
    ]

    assert statuses == [302, 302]
    assert client.post(reverse("intake:bring_in", args=[key])).status_code == 302
    assert Import.objects.get().state == "read"


@pytest.mark.parametrize("rows", [1, 50])
def test_the_rows_page_costs_the_same_for_any_number(desk, rows, django_assert_num_queries):
    lines = "\n".join(f"Person {n},p{n}@example.org" for n in range(rows))
    upload(desk, raw=f"Name,E-mail\n{lines}\n".encode())
    address = reverse("intake:rows", args=[Import.objects.get().key])
    desk.get(address)

    with django_assert_num_queries(ROWS_PAGE_QUERIES):
        desk.get(address)


# Nothing is remembered in tests: four of them count what stands beside the words of the rail.
ROWS_PAGE_QUERIES = 13
