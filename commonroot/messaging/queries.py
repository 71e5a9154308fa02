"""Reading the outbox: what is due, and the lists of the desk and of the demo's post box."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet

from commonroot.messaging.models import Letter, Mailbox, Pause, TakenMail
from commonroot.messaging.rules import WORDS_KEPT

TO_GO = (Letter.State.QUEUED, Letter.State.DEFERRED)
LEASED = (Letter.State.CLAIMED, Letter.State.SENDING)
NEWEST_FIRST = ("-created_at", "-pk")
# How often the mailbox is read, and how soon again after it could not be.
READ_EVERY = timedelta(seconds=55)
TRY_AGAIN = timedelta(minutes=5)
REFUSED_SHOWN = timedelta(days=14)
# What lists do not show, and need not unseal.
LONG = ("values", "text", "html", "calendar", "tells")


def letter(key: str) -> Letter | None:
    """The letter with that key."""
    return Letter.objects.filter(key=key).first()


def letters_to_read(rows: QuerySet[Letter], *, at: datetime) -> QuerySet[Letter]:
    """Those of the letters that may be read by whom they are for: not before they are due, and
    none that was taken back before.
    """
    never_left = Q(state=Letter.State.CANCELLED, ended_at__lt=F("due_at"))
    return rows.filter(due_at__lte=at).exclude(never_left)


def letters_due(*, at: datetime) -> QuerySet[Letter]:
    """Letters to send now, and letters whose process was killed while it had them."""
    return Letter.objects.filter(
        Q(state__in=TO_GO, due_at__lte=at) | Q(state__in=LEASED, lease_until__lte=at)
    )


def pause() -> Pause | None:
    """Why sending stands still, if it does."""
    return Pause.objects.filter(ended_at=None).first()


def mailbox() -> Mailbox:
    """How far the mailbox was read, and whether it could be."""
    return Mailbox.objects.first() or Mailbox()


def mailbox_due(*, at: datetime) -> bool:
    """Whether the mailbox is to be read now: one is named, and it was not read or tried lately."""
    if not settings.IMAP_HOST or settings.DEMO:
        return False
    box = mailbox()
    wait = TRY_AGAIN if box.fault else READ_EVERY
    return box.tried_at is None or box.tried_at <= at - wait


def refused_mail(*, at: datetime) -> QuerySet[TakenMail]:
    """Mails of the last two weeks that were not taken, the last first."""
    lately = TakenMail.objects.filter(kind=TakenMail.Kind.REFUSED, taken_at__gt=at - REFUSED_SHOWN)
    return lately.order_by("-taken_at", "-pk")


def letters_to_blank(*, at: datetime) -> QuerySet[Letter]:
    """Letters that ended so long ago that their words go and only the fact stays."""
    return Letter.objects.filter(blanked_at=None, ended_at__lte=at - WORDS_KEPT)


def waiting() -> QuerySet[Letter]:
    """What goes out by itself, newest first."""
    return _newest(Letter.objects.filter(state__in=(*TO_GO, *LEASED)))


def by_hand() -> QuerySet[Letter]:
    """What waits for somebody to send it from their own phone, newest first; complete rows."""
    return Letter.objects.filter(state=Letter.State.HELD).order_by(*NEWEST_FIRST)


def waits_for_sending() -> QuerySet[Letter]:
    """Those of `by_hand` that go by mail once sending is set up."""
    return by_hand().filter(way=Letter.Way.MAIL)


def unknown() -> QuerySet[Letter]:
    """What may or may not have arrived, and nobody has settled yet, newest first."""
    return _newest(Letter.objects.filter(state=Letter.State.UNKNOWN, ended_at=None))


def came_back() -> QuerySet[Letter]:
    """What could not be delivered, newest first."""
    return _newest(Letter.objects.filter(state=Letter.State.BOUNCED))


def sent() -> QuerySet[Letter]:
    """What left, the last first."""
    letters = Letter.objects.filter(state=Letter.State.SENT)
    return letters.defer(*LONG).order_by("-ended_at", "-pk")


def letters_to(subject_key: str) -> QuerySet[Letter]:
    """Every letter to a person, newest first."""
    return _newest(Letter.objects.filter(subject_key=subject_key))


def counts() -> dict[str, int]:
    """How many letters wait, by hand, may have arrived, came back, were sent and were not sent.

    Keys: waiting, by_hand, waits_for_sending, unknown, came_back, sent, cancelled. One query.
    """
    state = Letter.State
    return Letter.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=(*TO_GO, *LEASED))),
        by_hand=Count("pk", filter=Q(state=state.HELD)),
        waits_for_sending=Count("pk", filter=Q(state=state.HELD, way=Letter.Way.MAIL)),
        unknown=Count("pk", filter=Q(state=state.UNKNOWN, ended_at=None)),
        came_back=Count("pk", filter=Q(state=state.BOUNCED)),
        sent=Count("pk", filter=Q(state=state.SENT)),
        cancelled=Count("pk", filter=Q(state=state.CANCELLED)),
    )


def _newest(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    return letters.defer(*LONG).order_by(*NEWEST_FIRST)
