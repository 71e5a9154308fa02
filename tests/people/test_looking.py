"""Looking through everybody: in portions of any size, and each two compared once."""

import pytest

from commonroot.accounts.roles import Actor
from commonroot.people import actions, tasks
from commonroot.people.actions import NewPerson, add_people
from commonroot.people.actions.indexing import compare_soon
from commonroot.people.models import FullLook, Pair, Person, ToCompare

pytestmark = pytest.mark.django_db
BY = Actor.system()
NAMES = (
    ("Amina Wekesa", "amina@example.org"), ("Amina Wekesa", "amina@example.org"),
    ("Amina Wekessa", ""), ("Beatriz Souza Lima", "b@example.org"), ("Beatriz S. Lima", ""),
    ("Zuri Achieng", "office@example.org"), ("Joseph Mutua", "office@example.org"),
    ("Grace Njeri", "office@example.org"), ("Peter Kamau", "office@example.org"),
    ("Peter Kamau Maina", "office@example.org"), ("Tomás Paz", ""), ("Paz Tomas", ""),
)  # fmt: skip


@pytest.fixture
def everybody(at) -> list[Person]:
    new = [
        NewPerson(
            shown_name=name,
            details={"country": "KE", "city": "Kisumu"},
            ways=[("mail", way)] if way else [],
        )
        for name, way in NAMES
    ]
    people = add_people(new=new, origin="import", by=BY, at=at)
    compare_soon([person.pk for person in people])
    tasks.look_for_doubles(at=at)
    return people


def weighed():
    return set(Pair.objects.values_list("left", "right", "band", "probability"))


@pytest.mark.parametrize("portion", [1, 5, 50])
def test_the_same_pairs_whatever_the_portion_as_for_each_alone(portion, everybody, at):
    alone = weighed()
    by_place = {person.pk: place for place, person in enumerate(everybody)}
    before = dict(Pair.objects.values_list("pk", "key"))
    actions.look_at_everybody(by=BY, at=at)

    steps = 0
    while actions.look_at_next(at=at, limit=portion):
        steps += 1
        assert dict(Pair.objects.values_list("pk", "key")) == before  # nothing goes meanwhile

    assert weighed() == alone
    assert {(by_place[left], by_place[right]) for left, right, *_ in alone} >= {(0, 1), (3, 4)}
    assert steps == -(-len(NAMES) // portion)
    assert FullLook.objects.get().ended_at == at
    assert not ToCompare.objects.exists()


def test_an_open_pair_is_weighed_anew_and_goes_only_when_it_is_unlikely(everybody, at):
    right = Pair.objects.get(left=everybody[0], right=everybody[1])
    Pair.objects.filter(pk=right.pk).update(probability=0.5)
    wrong = Pair.objects.create(
        left=everybody[0], right=everybody[6], band="possible", probability=0.5, found_at=at
    )
    actions.look_at_everybody(by=BY, at=at)

    actions.look_at_next(at=at, limit=1)
    meanwhile = set(Pair.objects.filter(probability=0.5))
    tasks.look_for_doubles(at=at)

    assert meanwhile == {right, wrong}  # the other of each still waits for their turn
    assert Pair.objects.get(pk=right.pk).probability == right.probability
    assert not Pair.objects.filter(pk=wrong.pk).exists()
