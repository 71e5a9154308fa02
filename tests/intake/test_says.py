"""What your list says, how it was read, and what is wrong with its rows: the pages."""

import re
from html import unescape

import pytest
from django.urls import reverse

from commonroot.intake import actions
from commonroot.intake.models import Import, ImportRow
from commonroot.sheets.limits import BROWSER
from commonroot.sheets.reading import read
from tests.factories.intake import ImportFactory, RowFactory, RowPairFactory

pytestmark = pytest.mark.django_db
LIST = (
    b"Nom;Courriel;Pays;Ann\xc3\xa9e;Where\n"
    b"Z\xc3\xa9na\xc3\xafde Kasongo;zenaide@example.org;RD Congo;2014;Goma\n"
    b"Ad\xc3\xa8le Mbuyi;adele@example;RD Congo;2014;\n"
)


@pytest.fixture
def batch(school, organiser, at):
    return actions.take_lists(files=[("2014.csv", LIST)], by=organiser, at=at)


def text(response):
    """What a page says, in one line."""
    page = re.sub(r"</?bdi[^>]*>", "", response.content.decode().split("<main", 1)[1])
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def address(name, batch):
    return reverse(f"intake:{name}", args=[batch.key])


def test_without_pairs_the_next_step_is_to_ask_all_of_them_once(desk, batch):
    page = text(desk.get(address("says", batch)))

    assert "Ask all of them once" in page
    assert "Bring them in, then ask" in page
    assert "Every row is either clearly new or clearly somebody you know." in page


def test_pairs_are_settled_first(desk):
    batch = ImportFactory(counts={"people": 3, "rows": 3})
    rows = [RowFactory(batch=batch) for _n in range(3)]
    RowPairFactory(batch=batch, row=rows[1], other=rows[0], person=None)
    RowPairFactory(batch=batch, row=rows[2], other=rows[0], person=None, said="different")

    page = text(desk.get(address("says", batch)))

    assert "1 pair needs your eye About 1 minute." in page
    assert "1 of the 2 pairs is answered already." in page
    assert "First: settle 1 pair" in page
    assert "then ask" not in page


def test_when_all_pairs_are_answered_it_says_so(desk):
    batch = ImportFactory(counts={"people": 2, "rows": 2})
    row = RowFactory(batch=batch)
    RowPairFactory(batch=batch, row=row, other=RowFactory(batch=batch), person=None, said="same")

    page = text(desk.get(address("says", batch)))

    assert "0 pairs need your eye 1 is answered. See how" in page
    assert "Bring them in, then ask" in page


@pytest.mark.parametrize(
    ("state", "phase", "far"),
    [
        ("waiting", "comparing", "Comparing the rows with one another: 300 of 2000"),
        ("applying", "adding", "Adding them to the register: 300 of 2000"),
        ("undoing", "taking", "Taking them out again: 300 of 2000"),
    ],
)
def test_while_it_works_the_page_says_how_far_it_is(*, desk, state, phase, far):
    batch = ImportFactory(state=state, phase=phase, done=300, total=2000)

    answer = desk.get(address("says", batch))

    assert far in text(answer)
    assert "data-goes-on" in answer.content.decode()
    assert re.search(r'<noscript>\s*<meta http-equiv="refresh"', answer.content.decode())


def test_before_it_begins_the_page_says_so(desk):
    batch = ImportFactory(state="waiting")

    assert "About to begin" in text(desk.get(address("says", batch)))


def test_bring_in_then_ask_leads_to_asking_once_they_are_in(desk, batch, organiser, at):
    desk.post(address("bring_in", batch), {"then": "ask"})
    batch.refresh_from_db()
    while batch.state == Import.State.APPLYING:
        actions.apply_rows(batch=batch, by=organiser, at=at)

    first = desk.get(address("says", batch))
    again = desk.get(address("says", batch))

    assert first.url == f"{reverse('intake:ask')}?list={batch.key}"
    assert again.status_code == 200
    assert f"{reverse('intake:ask')}?list={batch.key}" in again.content.decode()


def test_a_list_that_was_taken_back_says_what_became_of_it(desk):
    batch = ImportFactory(state="undone", outcome={"gone": 3, "kept": 1}, counts={"people": 4})

    page = text(desk.get(address("says", batch)))

    assert "3 people are out of the register again." in page
    assert "1 stays: something happened with them since." in page


def test_reach_is_told_with_numbers(desk):
    batch = ImportFactory(counts={"people": 9, "with_mail": 5, "phone_only": 3, "unreachable": 1})

    page = text(desk.get(address("says", batch)))

    assert "5 by mail; 3 have only a phone and wait for you by hand; 1 cannot be reached." in page


def test_how_the_headings_were_understood_is_shown_with_cells(desk, batch):
    page = text(desk.get(address("columns", batch)))

    assert "2014.csv headings in line 1 · UTF-8 · separated by semicolons" in page
    assert "Nom Zénaïde Kasongo · Adèle Mbuyi" in page


def test_columns_that_were_not_understood_are_named(desk, batch):
    words = "Not understood, and so on nobody's page: Quand, Foo."
    before = text(desk.get(address("says", batch)))
    for heading in ("Quand", "Foo", "Quand", ""):
        batch.columns.append(
            {"sheet": "b", "index": 0, "heading": heading, "field": "unknown", "why": ""}
        )
    batch.save()

    page = text(desk.get(address("says", batch)))

    assert (words in before, words in page) == (False, True)


def test_once_it_is_in_the_columns_still_say_what_they_hold(desk, batch):
    Import.objects.filter(pk=batch.pk).update(state="applied")

    page = text(desk.get(address("columns", batch)))

    assert "E-mail the heading says “Courriel”" in page


def place_of(batch, heading):
    """The name of a heading's field in the form."""
    return f"column{[column['heading'] for column in batch.columns].index(heading)}"


def as_shown(batch):
    return {f"column{place}": column["field"] for place, column in enumerate(batch.columns)}


def test_a_corrected_column_is_read_again(desk, batch):
    said = as_shown(batch) | {place_of(batch, "Where"): "city", place_of(batch, "Nom"): "notes"}

    answer = desk.post(address("columns", batch), said)

    batch.refresh_from_db()
    assert answer.url == address("says", batch)
    assert batch.choices == {"2014.csv": {"0": "notes", "4": "city"}}


def test_nothing_corrected_reads_nothing_again(desk, batch):
    before = list(ImportRow.objects.values_list("pk", flat=True))

    desk.post(address("columns", batch), as_shown(batch))

    assert list(ImportRow.objects.values_list("pk", flat=True)) == before


def test_a_list_that_is_in_is_not_read_again(desk, batch):
    said = as_shown(batch) | {place_of(batch, "Nom"): "notes"}
    Import.objects.update(state=Import.State.APPLIED)

    answer = desk.post(address("columns", batch), said)

    assert answer.status_code == 409
    assert "can no longer be read in another way" in text(answer)
    assert 'type="submit">Read it again' not in answer.content.decode()


def test_an_unknown_meaning_of_a_column_is_refused(desk, batch):
    said = as_shown(batch) | {place_of(batch, "Nom"): "shoe size"}

    desk.post(address("columns", batch), said)

    batch.refresh_from_db()
    assert batch.choices == {}


def test_shapes_of_sheets_are_told_in_words(desk):
    batch = ImportFactory(
        columns=[
            {"sheet": name, "index": 0, "heading": "", "field": "unknown", "confidence": 0.1}
            for name in ("a", "b", "c", "d")
        ],
        shapes=[
            {"sheet": "a", "preset": "action_network", "encoding": "utf-8-sig", "delimiter": "|"},
            {"sheet": "b", "date_order": "mdy", "delimiter": "?"},
        ],
    )

    page = text(desk.get(address("columns", batch)))

    assert "a made by Action Network · UTF-8 · separated by upright strokes" in page
    assert "b dates with the month first" in page


def test_rows_with_something_wrong_are_taken_along_to_mend(desk, batch):
    answer = desk.get(address("to_mend", batch))
    [table] = read(b"".join(answer.streaming_content), "mend.xlsx", limits=BROWSER).tables

    assert answer["Content-Disposition"] == 'attachment; filename="2014-to-mend.xlsx"'
    assert table.headings[2] == "Nom"
    assert [row.cells[2] for row in table.rows] == ["Adèle Mbuyi"]


def test_strangers_find_nothing(client, batch):
    statuses = [client.get(address(name, batch)).status_code for name in ("columns", "to_mend")]

    assert statuses == [302, 302]
