"""What two people agreed to, side by side, before they are made one."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import NamedTuple

from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.rules import (
    Audience,
    AudienceKind,
    Event,
    Purpose,
    Standing,
    closed_by,
    fold,
    stricter,
)
from commonroot.people.models import Person

AT_ONCE = 1000


class Question(NamedTuple):
    """What is agreed to: for what, before whom."""

    purpose: Purpose
    audience: Audience


class Settled(NamedTuple):
    """One question of two people: the state with each, "" for none, and what will stand."""

    question: Question
    into: str
    other: str
    stands: str


def standings(person: Person) -> dict[Question, Standing]:
    """What stands for one person."""
    return standings_of([person.pk])[person.pk]


def standings_of(pks: Sequence[int]) -> Mapping[int, dict[Question, Standing]]:
    """What stands for each of many people, in a query for each thousand."""
    found: dict[int, dict[Question, Standing]] = {pk: {} for pk in pks}
    for start in range(0, len(pks), AT_ONCE):
        for row in Agreement.objects.filter(person__in=pks[start : start + AT_ONCE]):
            found[row.person_id][question_of(row)] = Standing(
                state=row.state, since=row.since, valid_until=row.valid_until
            )
    return found


def told_of(pks: Sequence[int]) -> dict[Question, Standing | None]:
    """What the ledgers of these people tell together, in the order in which they were written."""
    events: dict[Question, list[Event]] = {}
    for row in LedgerEvent.objects.filter(person__in=pks).order_by("pk"):
        events.setdefault(question_of(row), []).append(Event(row.state, row.at, row.valid_until))
    return {question: fold(said) for question, said in events.items()}


def question_of(row: Agreement | LedgerEvent) -> Question:
    """What an agreement or an event is about."""
    kind = AudienceKind(row.audience_kind)
    return Question(Purpose(row.purpose), Audience(kind, row.audience_key))


def united(
    mine: Mapping[Question, Standing], theirs: Mapping[Question, Standing]
) -> dict[Question, Standing]:
    """What stands when two are one: of each question the most restrictive of the latest answers."""
    stands = {
        question: stricter(mine[question], theirs[question])
        if question in mine and question in theirs
        else (mine.get(question) or theirs[question])
        for question in {**mine, **theirs}
    }
    for one, other in ((mine, theirs), (theirs, mine)):
        for question, answer in one.items():
            no = _no_of(question, other) if answer.is_yes else None
            if no is not None and not stands[question].is_no:
                stands[question] = no
    return stands


def _no_of(question: Question, other: Mapping[Question, Standing]) -> Standing | None:
    """What the other of two said that closes this question."""
    closing = [
        standing
        for (purpose, audience), standing in other.items()
        if standing.is_no and purpose == question.purpose and closed_by(audience, question.audience)
    ]
    return reduce(stricter, closing) if closing else None


def most_restrictive_differing(
    pairs: Sequence[tuple[Person, Person]],
) -> set[tuple[int, int]]:
    """Primary keys of those pairs of which one said yes to something to which the other said no."""
    stands = standings_of(list({person.pk for pair in pairs for person in pair}))
    return {(one.pk, other.pk) for one, other in pairs if _differ(stands[one.pk], stands[other.pk])}


def _differ(mine: Mapping[Question, Standing], theirs: Mapping[Question, Standing]) -> bool:
    return any(
        answer.is_yes and _no_of(question, opposite) is not None
        for said, opposite in ((mine, theirs), (theirs, mine))
        for question, answer in said.items()
    )


def most_restrictive_preview(*, other: Person, into: Person) -> list[Settled]:
    """Every question that either of two answered, and what will stand."""
    mine, theirs = standings(into), standings(other)
    return [
        Settled(
            question,
            into=mine[question].state if question in mine else "",
            other=theirs[question].state if question in theirs else "",
            stands=standing.state,
        )
        for question, standing in sorted(
            united(mine, theirs).items(), key=lambda item: str(item[0])
        )
    ]
