"""What people's calendars answer to our invitations."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.people.models import Person
from commonroot.registration.models import Registration
from commonroot.registration.queries import invitations

MOST_BYTES = 1024 * 1024


class NotAReply(Refused):
    """The mail is no answer of a calendar to an invitation of ours."""


@transaction.atomic
def record_reply(*, raw: bytes, by: Actor, at: datetime) -> Registration:
    """Write down what a calendar answered; the place itself stays as it is.

    A calendar answers by itself and is easily tapped by mistake, so that nobody loses a place by
    it: organisers see the answer beside the name. An older answer than the one known changes
    nothing, nor does that of somebody whom an answer could harm. Raises NotAReply.
    """
    reply = invitations.read_reply(raw) if len(raw) <= MOST_BYTES else None
    claim = invitations.answering(reply) if reply else None
    if reply is None or claim is None:
        raise NotAReply(_("This is no answer to an invitation of ours. Nothing was changed."))
    claim = Registration.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    newest = claim.calendar_answered_at
    said_at = min(reply.said_at, at)
    if claim.person.risk == Person.Risk.HIGH or (newest is not None and newest >= said_at):
        return claim
    claim.calendar_answer, claim.calendar_answered_at = invitations.ANSWERS[reply.answer], said_at
    claim.save(update_fields=["calendar_answer", "calendar_answered_at"])
    note(
        "calendar answered", claim, by=by, at=at, person_key=claim.person.key,
        facts={"answer": claim.calendar_answer},
    )  # fmt: skip
    return claim
