"""Taking mail that arrives, each once: from the mailbox, or from a provider that hands it over."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, transaction

from commonroot.core.keys import mark
from commonroot.messaging.actions.imap import MailboxAway, OpenMailbox
from commonroot.messaging.models import Correspondent, Mailbox, TakenMail
from commonroot.messaging.rules.arriving import (
    MOST_BYTES,
    TOO_LARGE,
    UNREADABLE,
    NotTaken,
    read_mail,
)

log = logging.getLogger(__name__)

AT_A_TIME = 50
# Letters wait meanwhile, so reading pauses after a while, even when mail is left.
AT_MOST_SECONDS = 10
MARKS_KEPT = timedelta(days=400)
Kind = TakenMail.Kind
Number = dict[str, str | int]


@dataclass(frozen=True)
class Routed:
    """What a mail was and, when it is not taken, a code of why."""

    kind: str
    why: str = ""


# Decides what a mail is and does what follows from it, within a transaction.
Route = Callable[[bytes], Routed]


def read_mailbox(*, route: Route, at: datetime) -> int:
    """Take what is new in the mailbox, each mail once; how many were looked at.

    What is refused stays there unread, and why is written down. A mailbox that cannot be read is
    tried again later.
    """
    box, _made = Mailbox.objects.get_or_create(pk=1)
    Mailbox.objects.filter(pk=1).update(tried_at=at)
    try:
        with OpenMailbox() as mailbox:
            done = _take_new(mailbox, box, route=route, at=at)
            _delete_old(mailbox, at=at)
    except MailboxAway as away:
        Mailbox.objects.filter(pk=1).update(fault=str(away))
        return 0
    Mailbox.objects.filter(pk=1).update(fault="", read_at=at)
    return done


def _take_new(mailbox: OpenMailbox, box: Mailbox, *, route: Route, at: datetime) -> int:
    began = monotonic()
    after = box.last_uid if box.validity == mailbox.validity else 0
    done = 0
    taken: Routed | None
    for uid, size in mailbox.after(after)[:AT_A_TIME]:
        if monotonic() - began > AT_MOST_SECONDS:
            break
        number: Number = {"validity": mailbox.validity, "uid": uid}
        if size > MOST_BYTES:
            taken = Routed(Kind.REFUSED, TOO_LARGE)
            _write_down(f"{mailbox.validity}:{uid}", taken, at=at, number=number)
        else:
            raw = mailbox.mail(uid)
            taken = take_mail(raw, route=route, at=at, number=number) if raw else None
        if taken is not None and taken.kind != Kind.REFUSED:
            mailbox.mark_read(uid)
        Mailbox.objects.filter(pk=1).update(validity=mailbox.validity, last_uid=uid)
        done += 1
    return done


def take_mail(
    raw: bytes, *, route: Route, at: datetime, number: Number | None = None
) -> Routed | None:
    """Take one mail, as `route` says; None when it was taken before.

    What follows from it and that it was taken are one transaction: a process that is killed between
    them takes it once all the same.
    """
    name = _name(raw)
    try:
        with transaction.atomic():
            if TakenMail.objects.filter(mark=_mark(name)).exists():
                return None
            routed = route(raw)
            _write_down(name, routed, at=at, number=number)
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - one mail's fault must not stop the others
        log.error("A mail cannot be taken: %s", type(error).__name__)  # noqa: TRY400 - a trace could repeat the mail
        routed = Routed(Kind.REFUSED, UNREADABLE)
        _write_down(name, routed, at=at, number=number)
    return routed


@transaction.atomic
def admit(*, address_mark: str, at: datetime) -> Correspondent:
    """Somebody outside the register wrote to us: an answer may go to them."""
    found, made = Correspondent.objects.get_or_create(mark=address_mark, defaults={"wrote_at": at})
    if not made and found.wrote_at < at:
        found.wrote_at = at
        found.save(update_fields=["wrote_at"])
    return found


def _write_down(name: str, routed: Routed, *, at: datetime, number: Number | None) -> None:
    TakenMail.objects.get_or_create(
        mark=_mark(name),
        defaults={"kind": routed.kind, "why": routed.why, "taken_at": at, **(number or {})},
    )


def _name(raw: bytes) -> str:
    """What a mail is known again by: its Message-ID, else all of it."""
    try:
        named = read_mail(raw).message_id
    except NotTaken:
        named = ""
    return named or hashlib.sha256(raw).hexdigest()


def _mark(name: str) -> str:
    return mark("mail", name, ring=settings.KEY_RING)


def _delete_old(mailbox: OpenMailbox, *, at: datetime) -> None:
    """Delete from the mailbox what was taken so many days ago, where the settings say so."""
    TakenMail.objects.filter(taken_at__lt=at - MARKS_KEPT).delete()
    if not settings.IMAP_DAYS:
        return
    old = TakenMail.objects.filter(
        validity=mailbox.validity,
        gone_at=None,
        uid__isnull=False,
        taken_at__lte=at - timedelta(days=settings.IMAP_DAYS),
    ).exclude(kind=Kind.REFUSED)
    numbers = old.order_by("uid").values_list("uid", flat=True)[:AT_A_TIME]
    uids = [uid for uid in numbers if uid is not None]
    if uids:
        mailbox.delete(uids)
        TakenMail.objects.filter(validity=mailbox.validity, uid__in=uids).update(gone_at=at)
