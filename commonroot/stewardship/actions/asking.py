"""Asking people whether what we keep of them is still right, and writing down what they say."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.messaging.actions import take_back as take_letters_back
from commonroot.messaging.actions.delivery import write
from commonroot.messaging.models import Letter
from commonroot.people.actions import (
    answer_link,
    confirm,
    confirm_details,
    edit,
    stop_link,
)
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import working_way
from commonroot.stewardship import emails, queries, rules
from commonroot.stewardship.models import AskingRhythm, DetailsQuestion, DetailsRound

State = DetailsQuestion.State
AT_ONCE = 1000
SENTENCE = 300


class NobodyToAsk(Refused):
    """Everybody of the list is left out."""


class LeftAlready(Refused):
    """It is too late to take it back: the letters are on their way."""


def ask_details(
    *,
    people: QuerySet[Person],
    by: Actor,
    at: datetime,
    sentence: str = "",
    origin: str = DetailsRound.Origin.LIST,
) -> DetailsRound:
    """Ask those of `people` whom nothing leaves out; letters are written when it can no longer be
    taken back. Raises NobodyToAsk.

    Reading a large list takes a while: that is done before the one transaction that writes.
    """
    patient = origin != DetailsRound.Origin.PERSON
    found = queries.asking_preview(people, at=at, patient=patient).people
    return _ask(_keys(found), sentence=sentence, origin=origin, leaves=rules.RECALL, by=by, at=at)


def ask_person(*, person: Person, by: Actor, at: datetime) -> DetailsRound:
    """Ask one person, also when they were asked not long ago. Raises NobodyToAsk, saying why."""
    people = Person.objects.filter(pk=person.pk)
    found = queries.asking_preview(people, at=at, patient=False)
    if not found.count:
        raise NobodyToAsk(_("They are not asked: %(reason)s.") % {"reason": found.left_out[0][0]})
    return ask_details(people=people, origin=DetailsRound.Origin.PERSON, by=by, at=at)


def ask_this_week(*, at: datetime) -> int:
    """Make this week's round of those whose details grew old; how many people.

    It leaves a day later, so that organisers can look at it and take it back.
    """
    share = rules.share_of_week(queries.may_be_asked(at=at))
    keys = _keys(queries.grown_old(at=at)[:share])
    origin, by = DetailsRound.Origin.RHYTHM, Actor.system()
    try:
        made = _ask(keys, sentence="", origin=origin, leaves=rules.NOTICE, by=by, at=at)
    except NobodyToAsk:  # another process made the round a moment ago
        return 0
    return DetailsQuestion.objects.filter(round=made).count()


def _keys(people: QuerySet[Person]) -> list[int]:
    return [person.pk for person in people.only("pk")]


@transaction.atomic
def _ask(
    pks: list[int], *, sentence: str, origin: str, leaves: timedelta, by: Actor, at: datetime
) -> DetailsRound:
    """Write a round down: whoever is being asked by another one is left out once more."""
    asked = DetailsQuestion.objects.filter(state__in=queries.OPEN)
    taken = set(asked.values_list("person", flat=True))
    twice = origin == DetailsRound.Origin.RHYTHM and queries.rhythm_round_since(at - rules.WEEK)
    pks = [] if twice else [pk for pk in pks if pk not in taken]
    if not pks:
        raise NobodyToAsk(_("Nobody of this list is asked now."))
    round_ = DetailsRound.objects.create(
        origin=origin,
        sentence=sentence[:SENTENCE],
        made_at=at,
        made_by=f"{by.kind}:{by.key}",
        leaves_at=at + leaves,
    )
    DetailsQuestion.objects.bulk_create(
        [DetailsQuestion(round=round_, person_id=pk, made_at=at) for pk in pks],
        batch_size=AT_ONCE,
    )
    note("details asked", round_, by=by, at=at, facts={"people": len(pks)})
    return round_


@transaction.atomic
def take_round_back(*, round_: DetailsRound, by: Actor, at: datetime) -> int:
    """Nobody is asked after all; how many would have been. Raises LeftAlready."""
    row = DetailsRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if row.taken_back_at is not None:
        return 0
    if row.leaves_at <= at:
        raise LeftAlready(_("It is too late: the letters are on their way."))
    row.taken_back_at = at
    row.save(update_fields=["taken_back_at"])
    count, _models = DetailsQuestion.objects.filter(round=row).delete()
    note("asking taken back", row, by=by, at=at, facts={"people": count})
    return count


def sample_letters(
    people: Sequence[Person], *, school: Circle | None
) -> list[tuple[Person, str, str]]:
    """(person, subject, text) of the letter as each would get it; nothing is written down."""
    found = []
    for person in people:
        [written] = write([emails.sample(person)], school=school).values()
        if written is not None:
            found.append((person, written.subject, written.text))
    return found


@transaction.atomic
def set_rhythm(*, is_on: bool, months: int, by: Actor, at: datetime) -> AskingRhythm:
    """Whether everybody is asked again by itself, and after how many months."""
    rhythm = queries.rhythm()
    rhythm.is_on, rhythm.months, rhythm.changed_at = is_on, months, at
    rhythm.save()
    note("asking rhythm set", rhythm, by=by, at=at, facts={"on": is_on, "months": months})
    return rhythm


@transaction.atomic
def write_to(*, question: DetailsQuestion, at: datetime) -> bool:
    """Write the letter of a question whose round has left; false when they may not be asked now."""
    waits = DetailsQuestion.objects.select_for_update(of=("self",)).filter(
        pk=question.pk, state=State.WAITING
    )
    if not waits.exists():
        return False
    return _write(question, again=False, at=at)


@transaction.atomic
def write_again(*, question: DetailsQuestion, at: datetime) -> bool:
    """The second and last letter to somebody silent; false when they may not be asked now."""
    silent = DetailsQuestion.objects.filter(pk=question.pk, state=State.ASKED, reminded_at=None)
    if not silent.update(reminded_at=at):  # they answered a moment ago
        return False
    question.reminded_at = at
    return _write(question, again=True, at=at)


def _write(question: DetailsQuestion, *, again: bool, at: datetime) -> bool:
    person = question.person
    way = working_way(person)
    if way is None or not queries.permitted(Person.objects.filter(pk=person.pk), at=at).exists():
        question.state = State.STOPPED
        question.save(update_fields=["state"])
        return False
    thing = f"details_question:{question.key}"
    token = answer_link(person=person, thing=thing, way=way, at=at)
    stop = stop_link(person=person, thing=thing, at=at)
    question.post = emails.post_still_right(
        question=question, way=way, token=token, stop=stop, again=again, at=at
    )
    question.state = State.ASKED
    question.asked_at = question.asked_at or at
    question.save(update_fields=["post", "state", "asked_at"])
    return True


@transaction.atomic
def end_question(*, question: DetailsQuestion, at: datetime) -> str:
    """The letter came back or was stopped, or nobody answered, or nobody sent it; how it ended.

    A late answer still counts.
    """
    post = question.post
    if post is not None and post.state == Letter.State.BOUNCED:
        question.state = State.RETURNED
    elif post is not None and post.state == Letter.State.CANCELLED:
        question.state = State.STOPPED
    elif post is not None and post.state == Letter.State.HELD:
        question.state = State.UNSENT
        take_letters_back(letters=[post], why="too late", at=at)
    else:
        question.state = State.SILENT
    # Somebody who answers at this moment has the last word.
    DetailsQuestion.objects.filter(pk=question.pk, state=State.ASKED).update(state=question.state)
    return question.state


@transaction.atomic
def say_all_right(
    *, question: DetailsQuestion, way: ContactWay | None, by: Actor, at: datetime
) -> None:
    """Everything is right as it stands: each field is confirmed, and so is the address."""
    _answer(question, said=DetailsQuestion.Said.RIGHT, way=way, by=by, at=at)


@transaction.atomic
def say_changed(
    *,
    question: DetailsQuestion,
    changes: Mapping[str, Any],
    way: ContactWay | None,
    by: Actor,
    at: datetime,
) -> None:
    """Something had changed: it is written down, and the rest is right."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=question.person_id)
    cause = f"still right:{question.key}"
    changed = edit(person=person, changes=changes, cause=cause, by=by, at=at)
    said = DetailsQuestion.Said.CHANGED if changed else DetailsQuestion.Said.RIGHT
    _answer(question, said=said, way=way, by=by, at=at)


def _answer(
    question: DetailsQuestion, *, said: str, way: ContactWay | None, by: Actor, at: datetime
) -> None:
    person = question.person
    confirm_details(person=person, by=by, at=at)
    confirm(person=person, way=way, by=by, at=at)
    if question.said != DetailsQuestion.Said.CHANGED:
        question.said = said
    question.state, question.answered_at = State.ANSWERED, question.answered_at or at
    question.save(update_fields=["said", "state", "answered_at"])
    _take_letter_back(question, why="answered", at=at)
    note(
        "still right answered",
        question,
        by=by,
        at=at,
        person_key=person.key,
        facts={"said": question.said},
    )


@transaction.atomic
def stop_asking_details(*, question: DetailsQuestion, by: Actor, at: datetime) -> None:
    """They do not want to be asked by letter whether their details are right. An answer stays."""
    _end_by_word(question, State.DECLINED, verb="asks not to be asked", by=by, at=at)


@transaction.atomic
def call_unsafe(*, question: DetailsQuestion, by: Actor, at: datetime) -> None:
    """An organiser knows that it is not safe to write to them: they are not asked by list again."""
    _end_by_word(question, State.UNSAFE, verb="called unsafe to write to", by=by, at=at)


def _end_by_word(
    question: DetailsQuestion, state: str, *, verb: str, by: Actor, at: datetime
) -> None:
    question.state = state
    question.save(update_fields=["state"])
    _take_letter_back(question, why=state, at=at)
    note(verb, question, by=by, at=at, person_key=question.person.key)


def _take_letter_back(question: DetailsQuestion, *, why: str, at: datetime) -> None:
    if question.post is not None:
        take_letters_back(letters=[question.post], why=why, at=at)
