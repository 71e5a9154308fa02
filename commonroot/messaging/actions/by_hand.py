"""Letters that a person sends or settles: from their own phone, or after an unclear end."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.core.errors import Refused
from commonroot.messaging.actions.delivery import Bare, Permit, none_bare, write
from commonroot.messaging.emails import ForHand, School, for_hand
from commonroot.messaging.models import Letter

State = Letter.State
TAKE_BACK = timedelta(minutes=10)  # so long "Sent" can be taken back


class AlreadySettled(Refused):
    """Somebody else has sent or settled this letter in the meantime."""


class SendingNotSetUp(Refused):
    """There is no mail server to send through."""


class Doer(Protocol):
    """Who does it: an actor, of whom only kind and key are written down."""

    @property
    def kind(self) -> str: ...

    @property
    def key(self) -> str: ...


def text_for_hand(
    letter: Letter,
    *,
    permit: Permit,
    school: School | None,
    at: datetime,
    bare: Bare = none_bare,
) -> ForHand | None:
    """The letter in words, to be sent from somebody's own phone; None when the gate says no."""
    found = texts_for_hand([letter], permit=permit, school=school, at=at, bare=bare)
    return found.get(letter.pk)


def texts_for_hand(
    letters: Iterable[Letter],
    *,
    permit: Permit,
    school: School | None,
    at: datetime,
    bare: Bare = none_bare,
) -> dict[int, ForHand]:
    """Each letter that may go out now in words, by primary key; kept nowhere.

    One whose template is broken is left out, and told in the log.
    The page leaves WhatsApp out where somebody is at risk: the post office knows no people.
    """
    letters = list(letters)
    allowed = permit(letters, at=at)
    words = write([one for one in letters if one.pk in allowed], school=school, bare=bare)
    return {
        letter.pk: for_hand(letter, rendered)
        for letter in letters
        if (rendered := words.get(letter.pk)) is not None
    }


@transaction.atomic
def mark_sent_by_hand(*, letter: Letter, by: Doer, at: datetime) -> None:
    """Somebody sent it from their own phone. Raises AlreadySettled: no letter is sent twice."""
    _settle(letter, was=State.HELD, state=State.SENT, ended_at=at, ended_by=_name(by))


@transaction.atomic
def not_sent_after_all(*, letter: Letter, by: Doer, at: datetime) -> None:
    """Sent was pressed by mistake: it waits again. Within ten minutes, by whoever pressed it.

    Raises AlreadySettled.
    """
    taken_back = Letter.objects.filter(
        pk=letter.pk,
        state=State.SENT,
        ended_by=_name(by),
        ended_at__gt=at - TAKE_BACK,
        blanked_at=None,
    ).update(state=State.HELD, ended_at=None, ended_by="")
    if not taken_back:
        raise AlreadySettled(_("It is too late for that: the letter counts as sent."))


@transaction.atomic
def resend_unknown(*, letter: Letter, by: Doer, at: datetime) -> None:
    """Send again what may not have arrived; it passes the gate once more. Raises AlreadySettled."""
    _settle(letter, was=State.UNKNOWN, state=State.QUEUED, due_at=at, why="", ended_by=_name(by))


@transaction.atomic
def skip_unknown(*, letter: Letter, by: Doer, at: datetime) -> None:
    """Leave it: it stays unknown, and nobody is asked again. Raises AlreadySettled."""
    _settle(letter, was=State.UNKNOWN, ended_at=at, ended_by=_name(by))


@transaction.atomic
def release_held(*, at: datetime) -> int:
    """Send by mail what was held without a mail server; how many. Raises SendingNotSetUp."""
    if not settings.SMTP_HOST and not settings.DEMO:
        raise SendingNotSetUp(
            _("Sending is not set up yet. Set it up first, or send them by hand.")
        )
    held = Letter.objects.filter(state=State.HELD, way=Letter.Way.MAIL)
    return held.update(state=State.QUEUED, due_at=at)


def _settle(letter: Letter, *, was: str, **changes: object) -> None:
    settled = Letter.objects.filter(pk=letter.pk, state=was, ended_at=None).update(**changes)
    if not settled:
        raise AlreadySettled(_("Somebody else has already dealt with this letter."))


def _name(by: Doer) -> str:
    return f"{by.kind}:{by.key}"
