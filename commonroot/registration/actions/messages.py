"""What organisers write to those of a session: previewed, sent after ten minutes, called back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.messaging.actions import take_back
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.models import Link
from commonroot.programmes.models import Session
from commonroot.registration import emails, queries, rules
from commonroot.registration.models import Message

RECALLED = "called back"


class NothingToSend(Refused):
    """There is no text, or nobody to send it to."""


class TooLateToRecall(Refused):
    """The letters have begun to leave."""


@transaction.atomic
def write_to(
    *,
    session: Session,
    states: Iterable[str],
    subject: Translated,
    text: Translated,
    by: Actor,
    at: datetime,
) -> Message:
    """Queue a letter to everybody of `session` in these states whom the gate lets through.

    They leave in ten minutes, and pass the gate once more then. Raises NothingToSend.
    """
    states = sorted(set(states))
    if not any(text.values()) or not any(subject.values()):
        raise NothingToSend(_("Write a subject and a text first."))
    reached = queries.reached(session, states, seen_by=by, at=at)
    if not reached.rows:
        raise NothingToSend(_("Nobody is reached by this. Nothing was sent."))
    message = Message.objects.create(
        session=session,
        states=states,
        subject=dict(subject),
        text=dict(text),
        sent_by=f"{by.kind}:{by.key}",
        letters=len(reached.rows),
        left_out=reached.left_out,
        sent_at=at,
        leaves_at=at + rules.SETTLED,
    )
    for row in reached.rows:
        thing = f"registration:{row.key}"
        token = open_link(person=row.person, scope=Link.Scope.PAGE, thing=thing, at=at)
        emails.post_message(row, message, token=token, at=at)
    note("wrote to a session", session, by=by, at=at, facts={"letters": message.letters})
    return message


@transaction.atomic
def recall(*, message: Message, by: Actor, at: datetime) -> int:
    """Call back what has not left; how many letters. Raises TooLateToRecall after ten minutes."""
    if message.recalled_at is not None or at >= message.leaves_at:
        raise TooLateToRecall(_("The ten minutes are over: the letters are on their way."))
    letters = Letter.objects.filter(once__startswith=f"{queries.MESSAGE}{message.key}:")
    stopped = take_back(letters=letters, why=RECALLED, at=at)
    message.recalled_at = at
    message.save(update_fields=["recalled_at"])
    note("called a message back", message.session, by=by, at=at, facts={"letters": stopped})
    return stopped
