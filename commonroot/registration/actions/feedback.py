"""Asking about a session, and keeping what is said without who said it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.core.errors import Refused
from commonroot.people.actions import answer_link
from commonroot.programmes.models import Session
from commonroot.registration import emails
from commonroot.registration.models import Feedback, FeedbackAsked, Registration
from commonroot.registration.queries import feedback as queries


class SaidBefore(Refused):
    """This person answered about that session, or it is too long ago."""


@transaction.atomic
def ask(*, registration: Registration, at: datetime) -> FeedbackAsked | None:
    """Ask somebody who came what the session was worth to them; None when they were asked, or
    nothing reaches them.
    """
    asked, made = FeedbackAsked.objects.get_or_create(
        registration=registration, defaults={"asked_at": at}
    )
    if not made or not queries.may_be_written_to(registration, at=at):
        return None
    token = answer_link(
        person=registration.person,
        thing=f"feedback:{asked.key}",
        days=queries.ANSWERED_UNTIL.days,
        at=at,
    )
    emails.post_feedback(registration, token=token, at=at)
    return asked


def say(*, asked: FeedbackAsked, useful: str, text: str, language: str, at: datetime) -> None:
    """Keep an answer, and that there was one: in two transactions, so that nothing joins the two.

    Raises SaidBefore.
    """
    session = asked.registration.session
    ended = session.ends_at
    if asked.answered or ended is None or at > ended + queries.ANSWERED_UNTIL:
        raise SaidBefore(_("You answered already, or the session is over for a month. Thank you."))
    _keep(session, useful=useful, text=text, language=language, at=at)
    _mark(asked)


@transaction.atomic
def _keep(session: Session, *, useful: str, text: str, language: str, at: datetime) -> None:
    Feedback.objects.create(
        session=session,
        said_on=at.date(),
        useful=useful,
        text=text.strip()[:2000],
        language=language,
    )


@transaction.atomic
def _mark(asked: FeedbackAsked) -> None:
    FeedbackAsked.objects.filter(pk=asked.pk).update(answered=True)
