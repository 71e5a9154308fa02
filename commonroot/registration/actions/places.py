"""Places under the session's lock: what every path through registration shares."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commonroot.accounts.actions import note, note_people
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import serve
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.people.actions import raise_floor
from commonroot.people.models import Person
from commonroot.programmes.actions import pages_changed
from commonroot.programmes.models import Session
from commonroot.registration import queries, rules
from commonroot.registration.models import Quota, Registration
from commonroot.registration.queries.care import floor_of

State = Registration.State
AT_ONCE = 500  # rows changed by one statement
STATE_WORDS = {
    State.PLACED: _("has a place"),
    State.WAITING: _("is on the waiting list"),
    State.OFFERED: _("has been offered a place"),
    State.CANCELLED: _("gave their place up"),
    State.ATTENDED: _("came"),
    State.ABSENT: _("did not come"),
    State.EXCUSED: _("is excused"),
    State.LAPSED: _("did not confirm in time"),
    State.ASKED: _("waits for a yes"),
    State.DECLINED: _("was told no"),
}


class NotPossible(Refused):
    """A claim in that state cannot become what was asked."""


def locked(session: Session) -> Session:
    """The session again, its row locked until the transaction ends; call it just before counting.

    SQLite knows no row locks: there the whole transaction began with the write lock (IMMEDIATE).
    """
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("programme__run_by")
        .get(pk=session.pk)
    )


def placed(
    *,
    person: Person,
    session: Session,
    needs: str,
    language: str,
    by: Actor,
    at: datetime,
    source: str = Registration.Source.FORM,
    brought_by: Registration | None = None,
    asks: bool = False,
    came: bool = False,
) -> Registration:
    """A new claim in a session that was just locked: a place if one is free, else a wait.

    With `asks` it waits for a yes first, of the organisers or of the network's membership. Whoever
    `came` to what has begun was there, whether a place was free or not.
    """
    raise_floor(person=person, floor=floor_of(session), by=by, at=at)
    quota = queries.quota_of(person, session, at=at)
    begins = State.ATTENDED if came else State.ASKED if asks else _where(session, quota)
    registration = Registration.objects.create(
        person=person,
        session=session,
        state=begins,
        position=queries.next_position(session),
        needs=needs,
        language=language,
        source=source,
        quota=quota,
        brought_by=brought_by,
        asked_at=at,
        checked_at=at if came else None,
    )
    note(
        "registered", registration, by=by, at=at, person_key=person.key,
        facts={"state": registration.state},
    )  # fmt: skip
    _places_shown_changed(session, frozenset({"", registration.state}))
    return registration


def _where(session: Session, quota: Quota | None) -> str:
    """Where a newcomer of that quota begins in a session that was just locked."""
    counts = queries.counts(session)
    shares = queries.shares(session)
    free = (
        rules.room_for_newcomer(
            quota.pk if quota else None,
            places=session.places,
            held=counts["held"],
            shares=shares,
            waiting=queries.waiting_by_quota(session),
        )
        if shares
        else rules.free_places(
            places=session.places, held=counts["held"], waiting=counts["waiting"]
        )
    )
    return State.WAITING if free == 0 else State.PLACED


def has_room(registration: Registration) -> bool:
    """Whether its session, just locked, has a place for one more of its quota."""
    session = registration.session
    left = rules.room(
        registration.quota_id,
        places=session.places,
        held=queries.counts(session)["held"],
        shares=queries.shares(session),
    )
    return left is None or left > 0


def admit(registration: Registration, *, by: Actor, at: datetime) -> Registration:
    """Whoever asked, or was told no, gets a place if one is free, else a wait; under the lock."""
    registration.quota = queries.quota_of(registration.person, registration.session, at=at)
    registration.save(update_fields=["quota"])
    to = _where(registration.session, registration.quota)
    return move(registration, to=to, by=by, at=at)


def _places_shown_changed(session: Session, states: frozenset[str]) -> None:
    """Public pages say how many places are left: they change with every place taken or freed."""
    if session.places is not None and len(states & set(rules.HOLDING)) == 1:
        pages_changed()


def let_organisers_see(*, person: Person, session: Session, by: Actor, at: datetime) -> None:
    """Open the gate to those who run the programme, until the time of keeping is over."""
    serve(
        person=person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=queries.organisers_of(session),
        until=(session.ends_at or at) + rules.KEPT_AFTER,
        by=by,
        at=at,
    )


@transaction.atomic
def move(
    registration: Registration, *, to: str, by: Actor, at: datetime, back: bool = False
) -> Registration:
    """Put a registration into the state `to` and write it down; the row was read under the lock.

    The only way by which a claim changes its state. With `back` a tick is taken back from somebody
    who never had a place. Raises NotPossible.
    """
    was = registration.state
    if not rules.may_move(was, to=to) and not (back and rules.may_go_back(was, to=to)):
        raise NotPossible(
            _("This person %(was)s: that cannot become “%(to)s”. Nothing was changed.")
            % {"was": STATE_WORDS[State(was)], "to": State(to).label}
        )
    registration.state = to
    registration.offered_until = None
    registration.cancelled_at = at if to in rules.ENDED else None
    registration.checked_at = at if to in rules.CHECKED else None
    registration.save(update_fields=["state", "offered_until", "cancelled_at", "checked_at"])
    note(
        "place changed", registration, by=by, at=at, person_key=registration.person.key,
        facts={"from": was, "to": to},
    )  # fmt: skip
    _places_shown_changed(registration.session, frozenset({was, to}))
    return registration


@transaction.atomic
def move_many(rows: Sequence[Registration], *, to: str, by: Actor, at: datetime) -> None:
    """Put many claims of one session, read under the lock, into the state `to`, as `move` does one.

    Raises NotPossible before anything is written. The trail names people and session.
    """
    for was in sorted({row.state for row in rows}):
        if not rules.may_move(was, to=to):
            raise NotPossible(
                _("Somebody %(was)s: that cannot become “%(to)s”. Nothing was changed.")
                % {"was": STATE_WORDS[State(was)], "to": State(to).label}
            )
    for was in sorted({row.state for row in rows}):
        those = [row for row in rows if row.state == was]
        for start in range(0, len(those), AT_ONCE):
            Registration.objects.filter(
                pk__in=[row.pk for row in those[start : start + AT_ONCE]]
            ).update(
                state=to,
                offered_until=None,
                cancelled_at=at if to in rules.ENDED else None,
                checked_at=at if to in rules.CHECKED else None,
            )
        note_people(
            "place changed",
            [row.person for row in those],
            by=by,
            at=at,
            facts={"from": was, "to": to, "session": those[0].session.key},
        )
        _places_shown_changed(those[0].session, frozenset({was, to}))
        for row in those:
            row.state = to


def take_over(registration: Registration, *, of: Registration, by: Actor, at: datetime) -> None:
    """One row says what is known of two claims, both over, that turned out to be of one person."""
    registration.state, registration.checked_at = of.state, of.checked_at
    registration.save(update_fields=["state", "checked_at"])
    note(
        "place changed", registration, by=by, at=at, person_key=registration.person.key,
        facts={"to": of.state, "joined": True},
    )  # fmt: skip


def read_again(registration: Registration) -> Registration:
    """The registration as it is now, its session locked first."""
    session = locked(registration.session)
    again = Registration.objects.select_related("person").get(pk=registration.pk)
    again.session = session
    return again
