"""Answers to pairs of an import: the last word, its undo, what they teach and what follows."""

from datetime import timedelta

import pytest

from commonroot.accounts.roles import Actor
from commonroot.intake import actions as intake
from commonroot.intake.actions import reviewing as actions
from commonroot.intake.models import Import, RowPair
from commonroot.intake.queries import reviewing as queries
from commonroot.people.models import Decision
from tests.factories.intake import RowFactory, RowPairFactory
from tests.intake.test_review_pages import batch, known, pair_of

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
__all__ = ["batch"]  # a fixture


def test_groups_of_rows_and_known_people_tie_pairs_together(batch, at):
    person = known("Amina", at)
    first, again, third = (
        RowFactory(batch=batch, group=0, person=person, position=0),
        RowFactory(batch=batch, group=0, person=person, position=1),
        RowFactory(batch=batch, position=2),
    )
    RowPairFactory(batch=batch, row=third, other=again, person=None, said="same")
    open_pair = RowPairFactory(batch=batch, row=third, other=None, person=person)

    review = queries.review(batch, at=at)

    assert first.position == 0
    assert set(review.ties) == {(1, 0), (1, -person.pk)}
    assert dict(review.queue.follows) == {open_pair.pk: "same"}


def test_answering_twice_keeps_the_last_word(batch, at, organiser):
    pair = pair_of(batch, "Ana", "Anna")

    actions.answer(pair=pair, said="same", by=organiser, at=at)
    actions.answer(pair=pair, said="unsure", by=organiser, at=at)

    assert RowPair.objects.get().said == "unsure"
    assert RowPair.objects.get().said_by == f"account:{organiser.key}"


def test_single_answers_teach_the_weights_once_and_strokes_do_not(batch, at, organiser):
    for n in range(5):
        pair_of(batch, f"Ana {n}", f"Anna {n}", levels={"name": str(n)}, probability=0.95)
    first, second, third, *_many = RowPair.objects.order_by("pk")
    for place, (pair, said) in enumerate(
        ((first, "same"), (second, "different"), (third, "unsure"))
    ):
        moment = at + timedelta(seconds=place)
        actions.answer(pair=pair, said=said, by=organiser, at=moment)
    shown = queries.digest(queries.likely(queries.review(batch, at=at)).take)
    actions.accept_likely(batch=batch, shown=shown, by=organiser, at=at + timedelta(minutes=1))

    intake.bring_in(batch=batch, by=organiser, at=at)
    while batch.state == Import.State.APPLYING:
        intake.apply_rows(batch=batch, by=organiser, at=at)

    learnt = Decision.objects.order_by("pk").values_list("levels", "same")
    assert list(learnt) == [({"name": "0"}, True), ({"name": "1"}, False)]


def test_nobody_undoes_what_somebody_else_answered(batch, at, organiser):
    pair = pair_of(batch, "Ana", "Anna")
    actions.answer(pair=pair, said="same", by=SYSTEM, at=at)

    assert actions.take_back(batch=batch, by=organiser) == []
    assert RowPair.objects.get().said == "same"


def test_the_order_is_kept_and_what_was_said_is_read_each_time(batch, at, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    first, second = pair_of(batch, "Ana", "Anna"), pair_of(batch, "Bea", "Beah")
    before = queries.review(batch, at=at).queue
    RowPair.objects.filter(pk=first.pk).update(said="same")

    after = queries.review(batch, at=at).queue

    assert (before.open, after.open) == ((first.pk, second.pk), (second.pk,))
    third = pair_of(batch, "Cali", "Kali", probability=0.99)
    assert queries.review(batch, at=at).queue.order == (third.pk, first.pk, second.pk)
