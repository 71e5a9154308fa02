"""Pairs that may be one person: what was said of them, and taking that back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.people import queries, rules
from commonroot.people.actions.merging import merge
from commonroot.people.actions.undoing import undo_merge
from commonroot.people.models import Decision, Merge, Pair, Person
from commonroot.people.queries.pairs import in_order

State = Pair.State


class NothingToTakeBack(Refused):
    """Nothing was said lately by whoever asks."""


@transaction.atomic
def decide(*, pair: Pair, answer: str, by: Actor, at: datetime) -> Merge | None:
    """Write down what somebody said of a pair: "same", "different" or "unsure".

    The same become one, each field with the better value, and their merge is returned. Different
    stands for ever, also when one of them is later made one with a third. What was said teaches
    the weights, without names. Raises CannotMerge.
    """
    if answer == "same":
        into, other = queries.who_stays(pair.left, pair.right)
        chosen = queries.proposed(other=other, into=into)
        learn(levels=pair.levels, same=True, at=at)
        return merge(other=other, into=into, chosen=chosen, cause="hand", by=by, at=at)
    pair.state = State(answer)
    pair.decided_at, pair.decided_by = at, f"{by.kind}:{by.key}"
    pair.save(update_fields=["state", "decided_at", "decided_by"])
    if pair.state == State.DIFFERENT:
        learn(levels=pair.levels, same=False, at=at)
    note(f"pair {answer}", pair, by=by, at=at, person_key=pair.left.key)
    return None


def learn(*, levels: Mapping[str, str], same: bool, at: datetime) -> None:
    """Keep what was said of a pair that had these levels, for refitting the weights."""
    Decision.objects.create(levels=dict(levels), same=same, at=at)


@transaction.atomic
def take_back_decision(*, by: Actor, at: datetime) -> Pair | None:
    """Take back what `by` said last of a pair: it is open again, and returned.

    None: there is nothing to show any more. Raises NothingToTakeBack, CannotUndo.
    """
    last = queries.last_said(by, at=at)
    if last is None:
        raise NothingToTakeBack(_("There is no answer of yours from today to take back."))
    if isinstance(last, Merge):
        undone = undo_merge(merge=last, by=by, at=at)
        left, right = in_order(undone.other, undone.into)
        pair = Pair.objects.filter(left=left, right=right).first()
        if pair is not None:
            _unlearn(pair, same=True, at=last.at)
        return pair
    if last.state == State.DIFFERENT and last.decided_at is not None:
        _unlearn(last, same=False, at=last.decided_at)
    last.state, last.decided_at, last.decided_by = State.OPEN, None, ""
    last.save(update_fields=["state", "decided_at", "decided_by"])
    note("pair open again", last, by=by, at=at, person_key=last.left.key)
    return last


def _unlearn(pair: Pair, *, same: bool, at: datetime) -> None:
    learnt = Decision.objects.filter(same=same, at=at).order_by("-pk")
    first = next((one for one in learnt if one.levels == pair.levels), None)
    if first is not None:
        first.delete()


@transaction.atomic
def keep_apart(*, one: Person, other: Person, by: Actor, at: datetime) -> Pair:
    """Remember for ever that these two are different people, whether or not they were a pair."""
    left, right = in_order(one, other)
    pair, _made = Pair.objects.get_or_create(
        left=left,
        right=right,
        defaults={"band": Pair.Band.POSSIBLE, "probability": 0.0, "found_at": at},
    )
    if pair.state != State.DIFFERENT:
        decide(pair=pair, answer=State.DIFFERENT, by=by, at=at)
    return pair


@transaction.atomic
def pairs_follow(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """Let what was said of `other` and third people be said of `into`; the pair of the two goes.

    Where both were compared with the same third, what was said for good stands: that they are
    different before that nobody is sure, and that before an open question.
    """
    theirs = Pair.objects.filter(left=other) | Pair.objects.filter(right=other)
    for pair in theirs.order_by("pk"):
        third = pair.right_id if pair.left_id == other.pk else pair.left_id
        if third == into.pk:
            pair.delete()
            continue
        left, right = sorted((third, into.pk))
        there = Pair.objects.filter(left=left, right=right).first()
        if there is None:
            Pair.objects.filter(pk=pair.pk).update(left=left, right=right)
        else:
            pair.delete()
            if rules.stands_before(pair.state, there.state):
                _say_as(there, pair)


def _say_as(there: Pair, pair: Pair) -> None:
    for field in ("state", "decided_at", "decided_by"):
        setattr(there, field, getattr(pair, field))
    there.save(update_fields=["state", "decided_at", "decided_by"])
