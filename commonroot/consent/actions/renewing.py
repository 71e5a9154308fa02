"""Yeses that run out or no longer hold: asked anew by one letter, reminded once, then over."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from commonroot.accounts.actions import note, note_people
from commonroot.accounts.roles import Actor
from commonroot.consent import emails, queries
from commonroot.consent.actions.ledger import answer, write
from commonroot.consent.models import Agreement, LedgerEvent, Renewal
from commonroot.consent.queries.merging import Question
from commonroot.consent.queries.renewing import of_renewal
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.rows import insert
from commonroot.messaging.actions import WAITING, cancel_letters, take_back
from commonroot.messaging.models import Letter
from commonroot.people.actions import answer_link
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import working_way

AT_ONCE = 500
ANSWER_DAYS = 120  # longer than it takes from the letter to the end of what it asks about


def invalidate(*, purpose: Purpose, by: Actor, at: datetime) -> int:
    """Every yes to `purpose` was to other words than those in force now: none holds any more.

    The gate is closed at once; letters that waited are cancelled; a sweep asks anew. How many.
    """
    yes = Agreement.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=at),
        purpose=purpose,
        state__in=(Agreement.State.GIVEN, Agreement.State.REQUESTED),
    ).select_related("person")
    rows = list(yes.order_by("pk"))
    for start in range(0, len(rows), AT_ONCE):
        _invalidate(rows[start : start + AT_ONCE], by=by, at=at)
    return len(rows)


def _invalidate(rows: list[Agreement], *, by: Actor, at: datetime) -> None:
    insert(
        [
            LedgerEvent(
                person=row.person,
                purpose=row.purpose,
                audience_kind=row.audience_kind,
                audience_key=row.audience_key,
                state=LedgerEvent.State.INVALIDATED,
                how=LedgerEvent.How.SYSTEM,
                recorded_by=f"{by.kind}:{by.key}",
                at=at,
            )
            for row in rows
        ]
    )
    Agreement.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=Agreement.State.LAPSED, valid_until=None, since=at
    )
    for row in rows:
        cancel_letters(person_key=row.person.key, purpose=row.purpose, at=at)
    facts = {"purpose": rows[0].purpose}
    note_people("agreement invalidated", [row.person for row in rows], by=by, at=at, facts=facts)


@transaction.atomic
def expire(*, agreement: Agreement, at: datetime) -> bool:
    """A yes that has run out is over, in words too; the gate closed by itself. False: it holds."""
    row = Agreement.objects.select_for_update(of=("self",)).filter(pk=agreement.pk).first()
    if row is None or not queries.over(at=at).filter(pk=row.pk).exists():
        return False
    write(
        row.person,
        Purpose(row.purpose),
        audience=Audience(AudienceKind(row.audience_kind), row.audience_key),
        state=LedgerEvent.State.EXPIRED,
        how=LedgerEvent.How.SYSTEM,
        by=Actor.system(),
        at=at,
    )
    return True


@transaction.atomic
def ask_to_renew(*, person: Person, at: datetime) -> Renewal | None:
    """Ask by one letter whether all that soon runs out still holds; None: nobody is to be asked."""
    found = Person.objects.select_for_update(of=("self",)).filter(pk=person.pk).first()
    if found is None or not queries.to_renew(at=at).filter(pk=person.pk).exists():
        return None
    way = working_way(found)
    renewal = Renewal.objects.create(person=found, asked_at=at)
    if way is None:
        # Nothing reaches them: what they said runs out, and they are asked when they come again.
        renewal.ended_at = at
        renewal.save(update_fields=["ended_at"])
        return renewal
    _write(renewal, way, again=False, at=at)
    note("asked to renew", renewal, by=Actor.system(), at=at, person_key=found.key)
    return renewal


def _write(renewal: Renewal, way: ContactWay, *, again: bool, at: datetime) -> None:
    token = answer_link(
        person=renewal.person, thing=f"renewal:{renewal.key}", way=way, days=ANSWER_DAYS, at=at
    )
    emails.post_renewal(renewal, way, token=token, again=again, at=at)


@transaction.atomic
def remind(*, renewal: Renewal, at: datetime) -> bool:
    """Ask once more, when nothing came back; false when there is nothing left to ask."""
    due = queries.to_remind(at=at).select_for_update(of=("self",)).filter(pk=renewal.pk).first()
    if due is None:
        return False
    way = working_way(due.person)
    due.reminded_at = at
    due.save(update_fields=["reminded_at"])
    if way is None:
        return False
    _write(due, way, again=True, at=at)
    return True


@transaction.atomic
def end_renewal(*, renewal: Renewal, at: datetime) -> bool:
    """Nothing is left to be asked: all of it was answered, or is over. False: it is still open."""
    if not queries.to_end(at=at).filter(pk=renewal.pk).exists():
        return False
    _end(renewal, at=at)
    return True


def _end(renewal: Renewal, *, at: datetime) -> None:
    Renewal.objects.filter(pk=renewal.pk, ended_at=None).update(ended_at=at)
    letters = Letter.objects.filter(
        once__in=[emails.once(renewal, again=again) for again in (False, True)], state__in=WAITING
    )
    take_back(letters=letters, why="answered", at=at)


@transaction.atomic
def renew(
    *,
    renewal: Renewal,
    answers: Mapping[Question, bool],
    language: str,
    by: Actor,
    at: datetime,
) -> int:
    """What somebody answered to the letter: yes again, or no. How many questions.

    Only what the letter asks about is answered; when nothing is left, no reminder comes.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=renewal.person_id)
    asked = {question for question, _row in of_renewal(renewal, at=at)}
    wordings = queries.current_wordings(LedgerEvent.Form.RENEW)
    said = {question: yes for question, yes in answers.items() if question in asked}
    for question, yes in said.items():
        answer(
            person=person,
            purpose=question.purpose,
            audience=question.audience,
            yes=yes,
            how=LedgerEvent.How.LETTER,
            form=LedgerEvent.Form.RENEW,
            wording=wordings.get(question.purpose),
            language=language,
            by=by,
            at=at,
        )
    if asked <= said.keys():
        _end(renewal, at=at)
    return len(said)


def stop_renewals(*, person: Person, at: datetime) -> None:
    """Whoever pauses everything is not asked whether anything still holds."""
    for renewal in Renewal.objects.filter(person=person, ended_at=None):
        _end(renewal, at=at)
