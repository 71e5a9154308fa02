"""Delivery: taking letters up, sending each once, and saying what became of it.

    queued ─ claimed ─ sending ─ sent
       ├── deferred ──┘   ├── bounced, deferred: the server said so
       └── cancelled      └── unknown: it was given over, and no answer came

*Sending* is committed before the server is given the letter. Whatever happens to this process, a
letter found *sending* when its lease ran out may have arrived: it becomes *unknown* and is never
sent again by itself.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from commonroot.messaging import queries, rules
from commonroot.messaging.actions.signing import NoKey, signed
from commonroot.messaging.actions.smtp import Later, Never, NoReply, ServerAway, Wire
from commonroot.messaging.emails import (
    NotOneRecipient,
    Rendered,
    School,
    compose,
    envelope_sender,
    render,
    render_bare,
)
from commonroot.messaging.models import Letter
from commonroot.messaging.rules.returns import HARD, refused_as

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
State = Letter.State

NO_AGREEMENT = "no agreement"
NO_REPLY = "no reply"
NO_KEY = "no key to sign with"
NOT_ONE_ADDRESS = "not one address"
CANNOT_BE_WRITTEN = "cannot be written"


class Permit(Protocol):
    """The gate: primary keys of those letters that may go out at that moment."""

    def __call__(self, letters: Iterable[Letter], *, at: datetime) -> set[int]: ...


class Bare(Protocol):
    """Primary keys of those letters that may hold a link and nothing else, as of now."""

    def __call__(self, letters: Iterable[Letter], /) -> set[int]: ...


def none_bare(_letters: Iterable[Letter], /) -> set[int]:
    """Every letter as it was written."""
    return set()


def deliver(
    batch_size: int,
    *,
    permit: Permit,
    school: School | None,
    at: datetime,
    clock: Clock,
    bare: Bare = none_bare,
) -> int:
    """Send up to `batch_size` letters that are due at `at`; how many were taken up.

    Those that `bare` names go as a link alone, whoever wrote what.

    `clock` tells the time while this runs. In the demo letters go to its post box; without a mail
    server they are held, to be sent by hand. Safe to run twice, and in two processes at once.
    """
    freed = free_leases(at=at)
    if settings.DEMO:
        return freed + _into_post_box(batch_size, permit=permit, school=school, at=at, bare=bare)
    if not settings.SMTP_HOST:
        return freed + hold(at=at)
    letters = _claim(batch_size, at=at, clock=clock)
    if letters:
        _send_all(letters, permit=permit, school=school, clock=clock, bare=bare)
    return freed + len(letters)


def free_leases(*, at: datetime) -> int:
    """Free what a killed process held; how many letters.

    Claimed ones wait again. Half-sent ones are unknown: they may have arrived.
    """
    expired = Letter.objects.filter(lease_until__lte=at)
    waiting = expired.filter(state=State.CLAIMED).update(state=State.QUEUED, lease_until=None)
    unknown = expired.filter(state=State.SENDING).update(
        state=State.UNKNOWN, lease_until=None, why=NO_REPLY
    )
    return waiting + unknown


def hold(*, at: datetime) -> int:
    """Without a mail server: whatever is due waits to be sent by hand. How many."""
    return _due(at).update(state=State.HELD)


@transaction.atomic
def blank_old(*, at: datetime) -> int:
    """Blank the words of letters that ended 30 days ago; the fact stays. How many."""
    return queries.letters_to_blank(at=at).update(
        subject="", text="", html="", calendar="", values={}, blanked_at=at
    )


def _due(at: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(state__in=queries.TO_GO, way=Letter.Way.MAIL, due_at__lte=at)


@transaction.atomic
def _claim(batch_size: int, *, at: datetime, clock: Clock) -> list[Letter]:
    """Take up the letters that waited longest; nobody else takes them while the lease lasts."""
    due = _due(at).select_for_update(skip_locked=True).order_by("due_at", "pk")
    letters = list(due[:batch_size])
    lease = clock() + rules.LEASE
    for letter in letters:
        letter.state, letter.lease_until = State.CLAIMED, lease
    pks = [letter.pk for letter in letters]
    Letter.objects.filter(pk__in=pks).update(state=State.CLAIMED, lease_until=lease)
    return letters


def write(
    letters: list[Letter], *, school: School | None, bare: Bare = none_bare
) -> dict[int, Rendered | None]:
    """Each letter in words by its primary key; None for one that cannot be written.

    A bare one loses its invitation to a calendar too.
    """
    found: dict[int, Rendered | None] = {}
    links = bare(letters)
    for letter in letters:
        if letter.pk in links:
            letter.calendar = ""
            found[letter.pk] = render_bare(letter)
            continue
        if letter.text:
            found[letter.pk] = Rendered(letter.subject, letter.text, letter.html)
            continue
        try:
            found[letter.pk] = render(letter, school=school)
        except Exception as error:  # noqa: BLE001 - one template's fault must not stop the others' post
            fault = type(error).__name__
            log.error("Letter %s cannot be written: %s", letter.template, fault)  # noqa: TRY400 - a trace could repeat the letter
            found[letter.pk] = None
    return found


def _into_post_box(
    batch_size: int, *, permit: Permit, school: School | None, at: datetime, bare: Bare
) -> int:
    """The demo: letters are written, checked at the gate and laid into the post box."""
    letters = _claim(batch_size, at=at, clock=lambda: at)
    words = write(letters, school=school, bare=bare)
    allowed = permit(letters, at=at)
    with transaction.atomic():
        for letter in letters:
            rendered = words[letter.pk]
            if letter.pk not in allowed:
                _cancel(letter, at=at)
            elif rendered is None:
                _put_off(letter, CANNOT_BE_WRITTEN, at=at)
            else:
                _held_by_us(letter).update(
                    state=State.SENT,
                    attempts=F("attempts") + 1,
                    lease_until=None,
                    ended_at=at,
                    why="",
                    **vars(rendered),
                )
    return len(letters)


def _send_all(
    letters: list[Letter], *, permit: Permit, school: School | None, clock: Clock, bare: Bare
) -> None:
    """Send the claimed letters one by one; what cannot go now is given back."""
    words = write(letters, school=school, bare=bare)
    began = clock()
    allowed = permit(letters, at=began)
    with Wire() as wire:
        for place, letter in enumerate(letters):
            now, rendered = clock(), words[letter.pk]
            if letter.pk not in allowed:
                _cancel(letter, at=now)
            elif rendered is None:
                _put_off(letter, CANNOT_BE_WRITTEN, at=now)
            elif now - began > rules.BATCH_TIME:
                _give_back(letters[place:])
                return
            else:
                try:
                    _send(letter, rendered, wire=wire, school=school, clock=clock)
                except ServerAway as away:
                    _give_back(letters[place:])
                    _wait_for_server(str(away), at=clock())
                    return


def _send(
    letter: Letter, rendered: Rendered, *, wire: Wire, school: School | None, clock: Clock
) -> None:
    """Send one letter and write down what became of it. Raises ServerAway: nothing happened."""
    try:
        recipient, content = compose(letter, rendered, school=school, at=clock())
        content = signed(content)
        wire.offer(recipient, sender=envelope_sender(letter))
    except NoKey as error:
        raise ServerAway(NO_KEY) from error
    except NotOneRecipient:
        _come_back(_held_by_us(letter), NOT_ONE_ADDRESS, at=clock())
        return
    except ValueError:
        _put_off(letter, CANNOT_BE_WRITTEN, at=clock())
        return
    except Never as refusal:
        _come_back(_held_by_us(letter), str(refusal), at=clock())
        return
    except Later as refusal:
        _put_off(letter, str(refusal), at=clock())
        return
    if not _begin(letter, rendered, at=clock()):
        wire.take_back()
        return
    ours = Letter.objects.filter(
        # A lease that ran out while we still waited is corrected by the answer.
        pk=letter.pk, attempts=letter.attempts, state__in=(State.SENDING, State.UNKNOWN),
    )  # fmt: skip

    def renew() -> None:
        ours.filter(state=State.SENDING).update(lease_until=clock() + rules.LEASE)

    try:
        wire.hand_over(content, waiting=renew)
    except Never as refusal:
        _come_back(ours, str(refusal), at=clock())
    except Later as refusal:
        _try_again(ours, letter.attempts, why=str(refusal), at=clock())
    except NoReply:
        ours.update(state=State.UNKNOWN, lease_until=None, why=NO_REPLY)
    else:
        ours.update(state=State.SENT, lease_until=None, ended_at=clock(), why="")


def _begin(letter: Letter, rendered: Rendered, *, at: datetime) -> bool:
    """Commit that this letter is being sent; false if it was cancelled or taken from us."""
    with transaction.atomic(durable=True):
        begun = _held_by_us(letter).update(
            state=State.SENDING,
            lease_until=at + rules.LEASE,
            attempts=letter.attempts + 1,
            **vars(rendered),
        )
    letter.attempts += 1
    return bool(begun)


def _held_by_us(letter: Letter) -> QuerySet[Letter]:
    """The letter's row, if it is still claimed under our lease."""
    return Letter.objects.filter(pk=letter.pk, state=State.CLAIMED, lease_until=letter.lease_until)


def _cancel(letter: Letter, *, at: datetime) -> None:
    _held_by_us(letter).update(
        state=State.CANCELLED, lease_until=None, ended_at=at, why=NO_AGREEMENT
    )


def _come_back(row: QuerySet[Letter], why: str, *, at: datetime) -> None:
    returned = HARD if why == NOT_ONE_ADDRESS else refused_as(why)
    row.update(
        state=State.BOUNCED, lease_until=None, ended_at=at, why=why,
        returned=returned, returned_at=at if returned else None,
    )  # fmt: skip


def _put_off(letter: Letter, why: str, *, at: datetime) -> None:
    """A try that failed before the letter was given over."""
    attempts = letter.attempts + 1
    row = _held_by_us(letter)
    row.update(attempts=attempts)
    _try_again(row, attempts, why=why, at=at)


def _try_again(row: QuerySet[Letter], attempts: int, *, why: str, at: datetime) -> None:
    """Wait for the next try, or come back when there is none."""
    due = rules.next_try(attempts, at=at)
    if due is None:
        _come_back(row, why, at=at)
    else:
        row.update(state=State.DEFERRED, lease_until=None, due_at=due, why=why)


def _give_back(letters: list[Letter]) -> None:
    """Let letters wait again as if they had not been taken up."""
    for letter in letters:
        _held_by_us(letter).update(state=State.QUEUED, lease_until=None)


def _wait_for_server(why: str, *, at: datetime) -> None:
    """No letter is due before the server is tried again: one waits for a dead line, not each."""
    again = at + rules.SERVER_AWAY
    _due(again).update(due_at=again, why=why)
