"""The counts of a list follow what was answered, before it comes in and after."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.intake.models import Import, RowPair
from commonroot.intake.queries.settled import recounted, settled, truth_now
from commonroot.people.models import Person
from tests.factories.intake import ImportFactory, RowFactory, RowPairFactory
from tests.factories.people import PersonFactory
from tests.intake.test_actions import bring, take

pytestmark = pytest.mark.django_db
BY = Actor.system()
COUNTED = ("rows", "people", "new", "known", "repeated", "refused", "with_mail", "pairs")


def some(truth):
    return tuple(truth[name] for name in COUNTED)


@pytest.fixture
def batch():
    return ImportFactory(
        counts={"rows": 5, "people": 4, "new": 4, "refused": 1, "pairs": 3, "with_mail": 4}
    )


@pytest.fixture
def rows(batch):
    """Four rows that are somebody, and one that nobody could read."""
    RowFactory(batch=batch, position=9, group=None, verdict="refused")
    return [
        RowFactory(batch=batch, position=n, fields={"name": f"N{n}", "emails": ["n@example.org"]})
        for n in range(4)
    ]


def test_nothing_answered_changes_no_count(batch, rows):
    RowPairFactory(row=rows[1], other=rows[0])

    assert truth_now(batch) == batch.truth


def test_the_same_is_one_person_less(batch, rows):
    RowPairFactory(row=rows[1], other=rows[0], said="same")
    RowPairFactory(row=rows[3], other=rows[2], said="different")

    assert some(truth_now(batch)) == (5, 3, 3, 0, 1, 1, 3, 3)


def test_a_row_that_joins_somebody_known_is_not_new(batch, rows):
    RowPairFactory(row=rows[1], person=PersonFactory(), said="same")

    assert some(truth_now(batch)) == (5, 4, 3, 1, 0, 1, 4, 3)


def test_who_was_known_when_it_was_read_stays_known(batch, rows):
    rows[2].person = PersonFactory()
    rows[2].save()
    RowPairFactory(row=rows[3], other=rows[2], said="same")

    assert some(truth_now(batch)) == (5, 3, 2, 1, 1, 1, 3, 3)


def test_another_answer_counts_anew(batch, rows):
    pair = RowPairFactory(row=rows[1], other=rows[0], said="same")
    before = truth_now(batch)["people"]

    RowPair.objects.filter(pk=pair.pk).update(said="different")

    assert (before, truth_now(batch)["people"]) == (3, 4)


def test_counted_once_for_each_answer(batch, rows, django_assert_num_queries, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    RowPairFactory(row=rows[1], other=rows[0], said="same")
    truth_now(batch)

    with django_assert_num_queries(1):
        truth_now(batch)


def test_once_it_is_in_the_counts_are_those_of_then(batch, rows):
    RowPairFactory(row=rows[1], other=rows[0], said="same")
    batch.state = Import.State.APPLIED

    assert truth_now(batch) == batch.truth


def test_who_is_one_person_goes_by_groups(batch, rows):
    pair = RowPairFactory(row=rows[3], other=rows[1], said="same")

    found = settled(batch)

    assert (found.groups, found.people) == ({0, 1, 2, 3}, {})
    assert found.found.first(3) == pair.other.group
    assert recounted(batch, found=found.found)["people"] == 3


def test_what_came_in_is_what_was_counted(school, at):
    batch = take(at)
    RowPair.objects.filter(batch=batch).update(said="same", said_by=str(BY.key), said_at=at)
    before = truth_now(batch)

    bring(batch, at)

    assert some(batch.truth) == some(before)
    assert batch.truth["new"] == Person.objects.count() == 2
