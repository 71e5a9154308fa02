"""A promise comes back to whoever made it, on its day, and they say how it went."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.queries import SCHOOL, allowed, is_unsafe
from commonroot.consent.rules import Purpose
from commonroot.engagement import emails
from commonroot.engagement.models import Promise
from commonroot.engagement.queries.promises import since_words
from commonroot.engagement.rules import months_after
from commonroot.engagement.rules.waves import next_morning
from commonroot.people.actions import answer_link, confirm, stop_link
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import working_way

AGAIN_MONTHS = 3


@transaction.atomic
def bring_promise_back(*, promise: Promise, at: datetime) -> bool:
    """Ask how it went, in the person's next morning; false where they may not be asked now."""
    promise.asked_at = at
    promise.save(update_fields=["asked_at"])
    person = promise.person
    people = Person.objects.filter(pk=person.pk)
    may = allowed(people, "", purpose=Purpose.FOLLOW_UP, audience=SCHOOL, at=at).exists()
    if not may or is_unsafe(person) or working_way(person) is None:
        return False
    token = answer_link(
        person=person, thing=f"promise_back:{promise.key}", way=working_way(person), at=at
    )
    stop = stop_link(person=person, thing=str(Purpose.FOLLOW_UP), at=at)
    promise.post = emails.post_promise(
        promise=promise,
        ago=since_words(promise, on=at.date(), language=person.language),
        token=token,
        stop=stop,
        due_at=next_morning(at, zone=person.time_zone),
        at=at,
    )
    promise.save(update_fields=["post"])
    return True


@transaction.atomic
def answer_promise(
    *,
    promise: Promise,
    by: Actor,
    at: datetime,
    outcome: str = "",
    word: str = "",
    again: bool = False,
    way: ContactWay | None = None,
) -> None:
    """How it went; what is left empty stays. With `again` it comes back in three months once more.

    `way`: where the letter was sent; an answer proves that it works.
    """
    if outcome:
        promise.outcome, promise.answered_at = outcome, promise.answered_at or at
    if word:
        promise.word = word
    if again:
        promise.due_on = months_after(at.date(), AGAIN_MONTHS)
    promise.save(update_fields=["outcome", "answered_at", "word", "due_on"])
    confirm(person=promise.person, way=way, by=by, at=at)
    note("promise answered", promise, by=by, at=at, person_key=promise.person.key)
