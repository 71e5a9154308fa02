"""The pages of bringing a list in."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commonroot.intake.models import Import
from commonroot.people.models import Person
from tests.factories.intake import ImportFactory, RowFactory, RowPairFactory
from tests.intake.test_actions import LIST, bring

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


def test_lists_stand_where_they_are_what_waits_first(desk):
    ImportFactory.create_batch(41, state="applied", truth={"people": 3, "known": 1})
    ImportFactory(name="bad.csv", state="unreadable", refusal="bad.csv: a picture.")
    ImportFactory(name="waits.csv", state="waiting", truth={})
    ImportFactory(name="single.csv", truth={"people": 1})
    one, other = RowFactory.create_batch(2, batch=ImportFactory(truth={"people": 4}))
    RowPairFactory(row=one, other=other)

    page = desk.get(reverse("intake:lists")).content.decode().split("<main", 1)[1]
    rows = [
        " ".join(re.sub(r"<[^>]+>", " ", row).split())
        for row in re.findall(r'row__second">(.*?)</span>', page, re.DOTALL)
    ]

    assert rows == [
        "4 people, 1 pair needs your eye",
        "1 person, read, nothing changed yet",
        "about to be read",
        *["3 people, 2 new, 1 known before"] * 41,
        "bad.csv: a picture.",
    ]
    assert page.split("<details")[0].count('row__second"') == 43


def test_one_bad_file_among_many_is_left_out_and_named(desk, settings):
    settings.UPLOAD_MAX_BYTES = 2_000
    files = [("old.csv", LIST), ("a.csv", b""), ("b.xlsx", b"%PDF-1.4 x"), ("c.csv", b"x" * 3_000)]

    page = desk.post(
        reverse("intake:lists"),
        {"sheets": [SimpleUploadedFile(name, raw) for name, raw in files]},
        follow=True,
    ).content.decode()

    batch = Import.objects.get()
    assert [line.split(":")[0] for line in batch.refusal.splitlines()] == [
        "c.csv",
        "a.csv",
        "b.xlsx",
    ]
    assert (batch.state, batch.truth["people"]) == ("read", 3)
    assert "3 files are left out; all others are read." in page
    assert "\u2068old.csv\u2069 and 2 more" in page


def test_when_every_file_is_bad_each_is_named(desk):
    page = desk.post(
        reverse("intake:lists"),
        {"sheets": [SimpleUploadedFile(name, b"") for name in ("a.csv", "b.csv")]},
    ).content.decode()

    assert [
        name in page for name in ("a.csv: This file is empty", "b.csv: This file is empty")
    ] == [
        True,
        True,
    ]
    assert Import.objects.get().state == "unreadable"


def test_where_one_list_is_in_the_next_one_is_offered(desk):
    done = ImportFactory(state="applied", counts={"people": 3, "new": 1, "known": 2})
    before = desk.get(reverse("intake:says", args=[done.key])).content.decode()
    waits = ImportFactory(name="pasted.tsv")

    page = desk.get(reverse("intake:says", args=[done.key])).content.decode()

    assert "Bring in the next list" in before
    assert "Next list: \u2068Pasted cells\u2069" in page
    assert reverse("intake:says", args=[waits.key]) in page
    assert "2 people were known: what was newer stands on their pages now." in page


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


def test_rows_tell_which_line_they_repeat_and_whom_they_were_known_as(desk, at):
    upload(desk, raw=b"Name,E-mail\nAmina Otieno,amina@example.org\n", name="first.csv")
    bring(Import.objects.get(), at)
    upload(desk, raw=b"Name,E-mail\nAmina Otieno,amina@example.org\nAsha V,asha@example.org\n" * 2)
    again = Import.objects.get(name="old.csv")

    page = desk.get(reverse("intake:rows", args=[again.key])).content.decode()

    assert page.count(reverse("web:person", args=[Person.objects.get().key])) == 1
    assert re.findall(r">line (\d+)<", page) == ["2", "3"]


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
