"""Taking a list back when its people were made one since, with one another and with others."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer
from commonroot.consent.models import Agreement
from commonroot.consent.rules import Purpose
from commonroot.intake import actions, tasks
from commonroot.intake.queries.merged_since import two_again
from commonroot.people.actions import add_way, edit, merge, undo_merge
from commonroot.people.models import Affiliation, ContactWay, FurtherName, Merge, Person
from commonroot.people.queries import person
from tests.intake.register import everything
from tests.intake.test_actions import bring, take
from tests.intake.test_undoing import DAY, a_list, somebody, take_back

pytestmark = pytest.mark.django_db
BY = Actor.system()
LINES = [
    (
        "Amina Atieno Otieno", "amina@example.org", "+254712345678", "Kenya", "Kisumu",
        "Nurses' Union", "chair", "2024", "no",
    ),
    ("Hassan Ali", "hassan@example.org", "", "Sudan", "Khartoum", "Water", "", "2025", "yes"),
    ("Zuri Njeri", "zuri@example.org", "", "Kenya", "Thika", "", "", "", "yes"),
]  # fmt: skip
KNOWN = 3  # who was there before; one more comes with the list


def world(at) -> list[Person]:
    """Those who were there before."""
    amina = somebody("Amina Otieno", at=at, mail="amina@example.org")
    answer(person=amina, purpose=Purpose.NEWS, yes=True, how="page", by=BY, at=at - 1100 * DAY)
    return [
        amina,
        somebody("Hassan Ali", at=at, mail="hassan@example.org", country="SD", agreed=False),
        somebody("Third", at=at, mail="third@example.org", country="KE"),
    ]


def made_one(other: str, into: str, *, at) -> None:
    """Make two one, by their names, where nothing stands against it."""
    merge(
        other=Person.objects.get(shown_name=other), into=Person.objects.get(shown_name=into),
        cause="hand", by=BY, at=at,
    )  # fmt: skip


def all_apart(at) -> None:
    """Undo every merge, the last first."""
    for one in Merge.objects.filter(undone_at=None).order_by("-pk"):
        undo_merge(merge=one, by=BY, at=at)


@pytest.fixture
def brought_in(at):
    """(the register before, the list, keys of everybody) of a list that came into it."""
    world(at)
    before = everything()
    batch = take(at, raw=a_list(LINES))
    bring(batch, at)
    return before, batch, list(Person.objects.order_by("pk").values_list("key", flat=True))


def lived(steps, *, keys, at) -> None:
    """Make one, by their places, those against whom nothing stands; -1: undo the last."""
    for one, two in steps:
        if one < 0:
            for last in Merge.objects.filter(undone_at=None).order_by("-pk")[:1]:
                undo_merge(merge=last, by=BY, at=at)
            continue
        other, into = person(keys[one]), person(keys[two])
        if other != into:
            merge(other=other, into=into, cause="hand", by=BY, at=at)


@settings(
    deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(st.tuples(st.integers(-1, KNOWN), st.integers(0, KNOWN)), min_size=1, max_size=4)
)
@example(steps=[(0, 3)])
@example(steps=[(1, 0), (0, 2), (2, 3)])
@example(steps=[(3, 0), (0, 1), (-1, 0)])
def test_whatever_was_made_one_since_nothing_is_left_once_they_are_two_again(at, brought_in, steps):
    before, batch, keys = brought_in
    with transaction.atomic():
        lived(steps, keys=keys, at=at)

        batch.refresh_from_db()
        take_back(batch, at + DAY)
        all_apart(at + DAY)
        while two_again(at=at + DAY):
            tasks.take_the_rest(at=at + DAY)
        connection.check_constraints()
        Merge.objects.all().delete()

        batch.refresh_from_db()
        assert (everything(), batch.outcome) == (before, {"gone": 1, "kept": 0})
        transaction.set_rollback(True)


def test_what_a_list_gave_goes_from_who_is_left_and_what_others_said_stays(at):
    amina, hassan, third = world(at)
    add_way(person=third, kind="phone", value="+254712345678", at=at - DAY)
    edit(
        person=third, changes={"city": "Kisumu", "organisation": "Nurses' Union"}, cause="edit",
        by=BY, at=at - DAY,
    )  # fmt: skip
    batch = take(at, raw=a_list(LINES))
    bring(batch, at)
    edit(
        person=third, changes={"shown_name": "Amina Atieno Otieno"}, cause="edit", by=BY, at=at
    )  # fmt: skip
    made_one("Amina Atieno Otieno", "Amina Otieno", at=at)

    take_back(batch, at + DAY)

    amina.refresh_from_db()
    assert (amina.city, amina.organisation, amina.country) == ("Kisumu", "Nurses' Union", "KE")
    assert set(amina.ways.values_list("kind", flat=True)) == {"mail", "phone"}
    assert FurtherName.objects.filter(text="Amina Atieno Otieno").exists()
    assert dict(Agreement.objects.filter(person=amina).values_list("purpose", "state")) == {
        "news": "given",
        "register": "unknown",
    }
    assert not ContactWay.objects.filter(person=hassan).exclude(kind="mail").exists()


def test_what_went_over_to_another_goes_from_there(at):
    world(at)
    batch = take(at, raw=a_list(LINES))
    bring(batch, at)
    third = Person.objects.get(shown_name="Third")
    Person.objects.filter(pk=third.pk).update(country="", provenance={})
    made_one("Amina Otieno", "Third", at=at)

    take_back(batch, at + DAY)

    third.refresh_from_db()
    assert (third.city, third.organisation, third.country) == ("", "", "")
    assert not Affiliation.objects.exists()
    # What Amina had agreed to stands for who is left; the list's no does not.
    assert Agreement.objects.get(person=third, purpose="news").state == "given"


@pytest.mark.parametrize("into", ["Amina Otieno", "Hassan Ali"])
def test_of_agreements_the_strictest_stands_that_the_list_did_not_tell(at, into):
    amina, hassan, _third = world(at)
    news = Agreement.objects.filter(purpose="news")
    news.filter(person=hassan).delete()
    news.filter(person=amina).update(person=hassan)
    answer(person=hassan, purpose=Purpose.FOLLOW_UP, yes=True, how="page", by=BY, at=at - DAY)
    batch = take(at, raw=a_list(LINES))
    bring(batch, at)
    told = set(Agreement.objects.values_list("person__shown_name", "purpose", "state"))
    other = ({"Amina Otieno", "Hassan Ali"} - {into}).pop()
    made_one(other, into, at=at)

    take_back(batch, at + DAY)

    assert {
        ("Amina Otieno", "news", "refused"),
        ("Hassan Ali", "register", "given"),
    } <= told
    stands = Agreement.objects.filter(person__shown_name=into).values_list("purpose", "state")
    assert dict(stands) == {"news": "given", "register": "unknown", "follow_up": "given"}


def test_nothing_waits_for_a_merge_that_stays(at):
    world(at)
    batch = take(at, raw=a_list(LINES))
    bring(batch, at)
    made_one("Amina Otieno", "Third", at=at)
    take_back(batch, at + DAY)
    waited = (two_again(at=at), list(batch.outcome["waits"]))
    Merge.objects.update(log=None)  # its 30 days are over

    done = tasks.take_the_rest(at=at + DAY)

    batch.refresh_from_db()
    assert waited == ([], [Merge.objects.get().key])
    assert (done, batch.outcome) == (1, {"gone": 1, "kept": 0})
    assert actions.take_the_rest(batch=batch, by=BY, at=at) == 0
