"""Pairs that may be one person: found, decided, taken back, made one at a stroke."""

from datetime import datetime, timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.people import actions, queries, tasks
from commonroot.people.models import (
    BulkMerge,
    Decision,
    FullLook,
    Merge,
    Pair,
    Person,
    ToCompare,
)
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
BY = Actor(kind="account", key="organiser")
SYSTEM = Actor.system()


def known(name: str, *ways: str, at: datetime, **details: str) -> Person:
    """Somebody of the register with these addresses."""
    person = actions.add_person(
        shown_name=name, origin="hand", details={"country": "KE", **details}, by=BY, at=at
    )
    for way in ways:
        actions.add_way(person=person, kind="mail", value=way, at=at)
    return person


def a_pair(left: Person, right: Person, *, at: datetime, **fields: object) -> Pair:
    """An open pair of these two, certain."""
    values = {"band": "certain", "probability": 0.99, "levels": {"name": "8"}, "found_at": at}
    return Pair.objects.create(left=left, right=right, **(values | fields))


def two(at: datetime) -> tuple[Person, Person]:
    """The same person twice."""
    return (
        known("Amina Wekesa", "amina.wekesa@example.org", at=at),
        known("Wekesa Amina", "amina.wekesa@example.org", at=at, city="Kisumu"),
    )


def test_the_same_person_twice_becomes_a_pair(at):
    one, other = two(at)
    known("Baraka Otieno", "baraka@example.org", at=at)

    looked_at = tasks.look_for_doubles(at=at)

    pair = Pair.objects.get()
    assert looked_at == 3
    assert (pair.left, pair.right, pair.state, pair.band) == (one, other, "open", "certain")
    assert {"same_email"} <= {code for code, _bits in pair.reasons}
    assert not ToCompare.objects.exists()
    assert tasks.look_for_doubles(at=at) == 0


def test_a_pair_that_is_no_longer_likely_goes_and_what_was_said_stays(at):
    one, other = two(at)
    third = known("Zuri Achieng", at=at)
    a_pair(one, third, at=at)
    said = a_pair(other, third, at=at, state="unsure")

    tasks.look_for_doubles(at=at)

    ends = set(Pair.objects.values_list("left", "right", "state"))
    assert ends == {(one.pk, other.pk, "open"), (other.pk, third.pk, "unsure")}
    assert Pair.objects.filter(pk=said.pk, state="unsure").exists()


def test_nobody_is_asked_again_what_was_said_to_be_different(at):
    one, other = two(at)
    actions.keep_apart(one=other, other=one, by=BY, at=at)
    actions.keep_apart(one=one, other=other, by=BY, at=at)

    tasks.look_for_doubles(at=at)

    pair = Pair.objects.get()
    assert (pair.state, pair.probability) == ("different", 0.0)
    assert queries.said_different(other, one)
    assert Decision.objects.count() == 1


def test_a_newcomer_who_did_not_confirm_is_nobody_s_double(at):
    one, other = two(at)
    Person.objects.filter(pk=other.pk).update(provisional=True)
    tasks.look_for_doubles(at=at)
    before = Pair.objects.count()

    other.refresh_from_db()
    actions.confirm(person=other, way=None, by=SYSTEM, at=at)
    tasks.look_for_doubles(at=at)

    assert before == 0
    assert Pair.objects.get().left == one


def test_the_whole_register_is_looked_through_when_asked(at):
    two(at)
    tasks.look_for_doubles(at=at)
    Pair.objects.all().delete()

    look = actions.look_at_everybody(by=BY, at=at)
    again = actions.look_at_everybody(by=BY, at=at)
    under_way = queries.full_look()
    tasks.look_for_doubles(at=at)

    assert again == look
    assert under_way == (look, 2)
    assert queries.full_look() == (FullLook.objects.get(ended_at=at), 0)
    assert Pair.objects.count() == 1


def test_a_look_goes_on_where_it_was(at):
    two(at)
    look = actions.look_at_everybody(by=BY, at=at)

    actions.look_at_next(at=at, limit=1)

    look.refresh_from_db()
    assert (look.ended_at, queries.full_look()) == (None, (look, 1))


def test_before_the_first_look_there_is_none(at):
    assert queries.full_look() is None


def test_the_same_become_one_with_the_better_values(at):
    one, other = two(at)
    pair = a_pair(one, other, at=at)

    merge = actions.decide(pair=pair, answer="same", by=BY, at=at)

    one.refresh_from_db()
    assert (merge.person, merge.other_key, one.city) == (one, other.key, "Kisumu")
    assert list(Decision.objects.values_list("same", "levels")) == [(True, {"name": "8"})]
    assert not Pair.objects.exists()


def test_who_signs_in_stays(at):
    one, other = two(at)
    other.account = AccountFactory()
    other.save()

    assert queries.who_stays(one, other) == (other, one)
    assert queries.who_stays(other, one) == (other, one)


@pytest.mark.parametrize(("answer", "learnt"), [("different", 1), ("unsure", 0)])
def test_an_answer_stands_until_it_is_taken_back(at, answer, learnt):
    pair = a_pair(*two(at), at=at)

    merge = actions.decide(pair=pair, answer=answer, by=BY, at=at)

    pair.refresh_from_db()
    assert (merge, pair.state, pair.decided_by) == (None, answer, "account:organiser")
    assert Decision.objects.filter(same=False).count() == learnt

    back = actions.take_back_decision(by=BY, at=at + timedelta(minutes=1))

    assert (back, back.state, back.decided_at) == (pair, "open", None)
    assert not Decision.objects.exists()


def test_one_of_two_like_decisions_is_unlearnt(at):
    one, other = two(at)
    third = known("Zuri", at=at)
    levels = {"name": "5"}
    pair = a_pair(one, other, at=at)
    actions.decide(pair=a_pair(one, third, at=at, levels=levels), answer="different", by=BY, at=at)
    actions.decide(pair=pair, answer="different", by=BY, at=at)
    Pair.objects.filter(pk=pair.pk).update(levels=levels)

    actions.take_back_decision(by=BY, at=at)
    Decision.objects.filter(levels=levels).delete()
    Pair.objects.exclude(pk=pair.pk).update(decided_at=at)
    actions.take_back_decision(by=BY, at=at)

    assert list(Decision.objects.values_list("levels", flat=True)) == [{"name": "8"}]


def test_that_two_are_the_same_is_taken_back(at):
    one, other = two(at)
    pair = a_pair(one, other, at=at)
    actions.decide(pair=pair, answer="same", by=BY, at=at)

    back = actions.take_back_decision(by=BY, at=at)

    assert (back, back.state) == (pair, "open")
    assert set(Person.objects.values_list("key", flat=True)) == {one.key, other.key}
    assert not Decision.objects.exists()


def test_what_was_merged_without_a_pair_is_taken_back_without_one(at):
    one, other = two(at)
    actions.merge(other=other, into=one, cause="hand", by=BY, at=at)

    assert actions.take_back_decision(by=BY, at=at) is None
    assert Person.objects.count() == 2


def test_the_last_answer_is_taken_back_first(at):
    one, other = two(at)
    third = known("Zuri", at=at)
    actions.decide(pair=a_pair(one, third, at=at), answer="unsure", by=BY, at=at)
    later = at + timedelta(minutes=1)
    actions.decide(pair=a_pair(one, other, at=at), answer="same", by=BY, at=later)
    latest = later + timedelta(minutes=1)
    fourth = known("Neema", at=at)
    last = a_pair(one, fourth, at=at)
    actions.decide(pair=last, answer="different", by=BY, at=latest)

    first = actions.take_back_decision(by=BY, at=latest)
    second = actions.take_back_decision(by=BY, at=latest)
    states = set(Pair.objects.values_list("right", "state"))

    assert first == last
    assert (second.left, second.right.key) == (one, other.key)
    assert states == {(third.pk, "unsure"), (second.right_id, "open"), (fourth.pk, "open")}


def test_nothing_of_yesterday_or_of_somebody_else_is_taken_back(at):
    actions.decide(pair=a_pair(*two(at), at=at), answer="unsure", by=BY, at=at)

    with pytest.raises(actions.NothingToTakeBack):
        actions.take_back_decision(by=SYSTEM, at=at)
    with pytest.raises(actions.NothingToTakeBack):
        actions.take_back_decision(by=BY, at=at + timedelta(days=2))


def test_what_was_said_of_a_third_is_said_of_who_stays(at):
    one, other = two(at)
    third, fourth, fifth = (known(name, at=at) for name in ("Zuri", "Neema", "Juma"))
    a_pair(one, other, at=at)
    a_pair(one, third, at=at)
    a_pair(other, third, at=at, state="different")
    a_pair(one, fourth, at=at, state="different")
    a_pair(other, fourth, at=at)
    a_pair(other, fifth, at=at, state="unsure")

    actions.merge(other=one, into=other, cause="hand", by=BY, at=at)

    assert set(Pair.objects.values_list("left", "right", "state")) == {
        (other.pk, third.pk, "different"),
        (other.pk, fourth.pk, "different"),
        (other.pk, fifth.pk, "unsure"),
    }
    other.refresh_from_db()
    with pytest.raises(actions.CannotMerge):
        actions.merge(other=third, into=other, cause="hand", by=BY, at=at)


def at_a_stroke(at: datetime) -> int:
    """Run the sweep until nothing is left to do; how many pairs it took up."""
    return sum(iter(lambda: tasks.make_pairs_one(at=at), 0))


def doubled(at: datetime, number: int) -> list[Pair]:
    """So many people known twice, each with a certain pair."""
    pairs = []
    for count in range(number):
        way = f"p{count}@example.org"
        one = known(f"Amina {count}", way, at=at)
        pairs.append(a_pair(one, known(f"Amina {count}", way, at=at), at=at))
    return pairs


def test_certain_pairs_are_made_one_at_a_stroke_and_two_again(at):
    pairs = doubled(at, 7)
    preview = queries.identical(Pair.objects.all())

    bulk = actions.merge_identical(preview=preview, shown=preview.shown, by=BY, at=at)
    changed = pairs[3]
    Pair.objects.filter(pk=changed.pk).update(state="different")
    done = at_a_stroke(at)

    bulk.refresh_from_db()
    assert (len(preview.pairs), len(preview.sample), preview.left_out) == (7, 5, {})
    assert (done, bulk.state, bulk.done, bulk.left, bulk.total) == (7, "done", 7, 1, 7)
    assert Person.objects.count() == 8
    assert at_a_stroke(at) == 0
    assert queries.bulk_merge(bulk.key) == bulk

    actions.undo_stroke(bulk=bulk, by=BY, at=at)
    at_a_stroke(at)
    bulk.refresh_from_db()
    actions.undo_stroke(bulk=bulk, by=BY, at=at)

    assert (bulk.state, bulk.done, bulk.left) == ("undone", 6, 0)
    assert Person.objects.count() == 14


def test_who_was_made_one_with_somebody_else_since_stays_at_a_stroke_s_undoing(at):
    doubled(at, 2)
    preview = queries.identical(Pair.objects.all())
    bulk = actions.merge_identical(preview=preview, shown=preview.shown, by=BY, at=at)
    at_a_stroke(at)
    first, second = Person.objects.order_by("pk")
    actions.merge(other=second, into=first, cause="hand", by=BY, at=at)

    actions.undo_stroke(bulk=bulk, by=BY, at=at)
    at_a_stroke(at)

    bulk.refresh_from_db()
    assert (bulk.state, bulk.left, Person.objects.count()) == ("undone", 2, 1)
    assert Merge.objects.filter(undone_at=None).count() == 3


def test_no_more_are_taken_at_a_stroke_than_can_be_overseen(at, monkeypatch):
    pairs = doubled(at, 3)
    monkeypatch.setattr("commonroot.people.queries.pairs.MOST_AT_A_STROKE", 2)

    assert queries.identical(Pair.objects.all()).pairs == tuple(pairs[:2])


def test_what_changed_since_the_preview_is_not_done(at):
    doubled(at, 1)
    before = queries.identical(Pair.objects.all())
    doubled(at, 1)
    nothing = queries.identical(Pair.objects.none())

    with pytest.raises(actions.ChangedSince):
        actions.merge_identical(
            preview=queries.identical(Pair.objects.all()), shown=before.shown, by=BY, at=at
        )
    with pytest.raises(actions.ChangedSince):
        actions.merge_identical(preview=nothing, shown=nothing.shown, by=BY, at=at)

    assert not BulkMerge.objects.exists()


def test_who_needs_a_look_is_left_out_of_a_stroke(at):
    pairs = doubled(at, 6)
    Person.objects.filter(pk=pairs[0].left_id).update(risk="high")
    for person in (pairs[1].left, pairs[1].right):
        person.account = AccountFactory()
        person.save()
    for person, yes in ((pairs[2].left, True), (pairs[2].right, False)):
        consent.answer(person=person, purpose=Purpose.NEWS, yes=yes, how="form", by=SYSTEM, at=at)
    a_pair(pairs[3].left, pairs[4].right, at=at, probability=0.981)

    found = queries.identical(Pair.objects.all())

    assert found.pairs == tuple(pairs[3:])
    assert found.left_out == {"high_care": 1, "accounts": 1, "differing": 1, "twice": 1}


def test_a_stroke_refuses_what_came_to_need_a_look(at):
    pairs = doubled(at, 1)
    preview = queries.identical(Pair.objects.all())
    bulk = actions.merge_identical(preview=preview, shown=preview.shown, by=BY, at=at)
    Person.objects.filter(pk=pairs[0].left_id).update(risk="high")

    at_a_stroke(at)

    bulk.refresh_from_db()
    assert (bulk.left, Person.objects.count()) == (1, 2)
