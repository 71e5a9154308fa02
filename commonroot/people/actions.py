"""People, their ways, links and marks: all writing."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.models import Account, AuditEntry
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.keys import mark, token_hash
from commonroot.core.text import one_line, skeletons, sort_key, tokens
from commonroot.people import rules
from commonroot.people.models import (
    Change,
    ContactWay,
    Link,
    Membership,
    Person,
    SearchKey,
    Suppression,
)
from commonroot.people.personal import everything_about

NAME_LENGTH = 120
SEARCH_LENGTH = 80
EDITABLE = (
    "shown_name",
    "given_name",
    "family_name",
    "pronouns",
    "language",
    "country",
    "city",
    "time_zone",
    "organisation",
    "offers",
    "wants",
)


class NoSuchWay(Refused):
    """What was typed is neither an e-mail address nor a phone number with its country code."""


def way_mark(kind: str, value: str) -> str:
    """The keyed mark under which a contact way is found."""
    return mark(f"way {kind}", value, ring=settings.KEY_RING)


def search_words(person: Person) -> set[tuple[str, str]]:
    """(kind, word) for everything a person is found by."""
    names = f"{person.shown_name} {person.given_name} {person.family_name}"
    words = {(SearchKey.Kind.NAME.value, word[:SEARCH_LENGTH]) for word in tokens(names)}
    words |= {
        (SearchKey.Kind.NAME.value, rules.skeleton_word(script, bare)[:SEARCH_LENGTH])
        for script, bare in skeletons(names)
    }
    return words | {
        (SearchKey.Kind.PLACE.value, word[:SEARCH_LENGTH]) for word in tokens(person.city)
    }


def index(person: Person) -> None:
    """Make the search keys of `person` what the name and place now say."""
    wanted = search_words(person)
    there = {(k.kind, k.value): k.pk for k in SearchKey.objects.filter(person=person)}
    SearchKey.objects.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    SearchKey.objects.bulk_create(
        [
            SearchKey(person=person, kind=kind, value=word)
            for kind, word in sorted(wanted - set(there))
        ]
    )


@transaction.atomic
def add_person(
    *,
    shown_name: str,
    origin: str,
    by: Actor,
    at: datetime,
    provisional: bool = False,
    details: Mapping[str, Any] | None = None,
) -> Person:
    """A new person under the name they use. `details` may hold any field of EDITABLE."""
    name = one_line(shown_name)[:NAME_LENGTH]
    person = Person(
        shown_name=name,
        sort_key=sort_key(name),
        origin=origin,
        provisional=provisional,
        created_at=at,
        provenance={"shown_name": [origin, at.date().isoformat()]},
    )
    for field, value in (details or {}).items():
        if field not in EDITABLE:
            raise ValueError(field)
        setattr(person, field, value)
        if value:
            person.provenance[field] = [origin, at.date().isoformat()]
    person.save()
    index(person)
    note("person added", person, by=by, at=at, person_key=person.key, facts={"origin": origin})
    return person


@transaction.atomic
def add_way(
    *, person: Person, kind: str, value: str, at: datetime, confirmed: bool = False
) -> ContactWay:
    """A way to reach `person`; adding it twice changes nothing but a confirmation."""
    way, made = ContactWay.objects.get_or_create(
        person=person,
        mark=way_mark(kind, value),
        defaults={
            "kind": kind,
            "value": value,
            "created_at": at,
            "confirmed_at": at if confirmed else None,
        },
    )
    if confirmed and not made and way.confirmed_at is None:
        way.confirmed_at = at
        way.save(update_fields=["confirmed_at"])
    return way


@transaction.atomic
def edit(
    *, person: Person, changes: Mapping[str, Any], cause: str, by: Actor, at: datetime
) -> bool:
    """Change fields of EDITABLE, keeping what stood there in the change log; whether anything
    changed.
    """
    before = {field: getattr(person, field) for field in changes}
    differing = {field: value for field, value in changes.items() if before[field] != value}
    if not differing:
        return False
    for field, value in differing.items():
        if field not in EDITABLE:
            raise ValueError(field)
        setattr(person, field, value)
        person.provenance[field] = [by.kind, at.date().isoformat()]
    if "shown_name" in differing:
        person.shown_name = one_line(person.shown_name)[:NAME_LENGTH]
        person.sort_key = sort_key(person.shown_name)
    # Nothing else: a pause or more care may have been asked for a moment ago.
    person.save(update_fields=[*differing, "sort_key", "provenance"])
    index(person)
    Change.objects.create(
        at=at,
        actor=f"{by.kind}:{by.key}",
        cause=cause,
        model="people.person",
        row_key=person.key,
        person=person,
        before={field: before[field] for field in differing},
        after=differing,
    )
    note(
        "person edited",
        person,
        by=by,
        at=at,
        person_key=person.key,
        facts={"fields": sorted(differing)},
    )
    return True


@transaction.atomic
def confirm(*, person: Person, way: ContactWay | None, at: datetime) -> None:
    """The person opened a link and pressed a button: the way works and somebody lives behind it."""
    if way is not None and way.confirmed_at is None:
        way.confirmed_at = at
        way.save(update_fields=["confirmed_at"])
    person.confirmed_at = at
    person.provisional = False
    person.save(update_fields=["confirmed_at", "provisional"])


@transaction.atomic
def open_link(
    *,
    person: Person,
    scope: str,
    at: datetime,
    thing: str = "",
    way: ContactWay | None = None,
    days: int | None = rules.PAGE_DAYS,
    fresh: bool = False,
    fresh_until: datetime | None = None,
    token: str = "",
) -> str:
    """A new link; returns its token, which is stored nowhere. `days=None`: it never runs out.

    `token` is given where it was not drawn here: `code_token` of six words.
    """
    token = token or secrets.token_urlsafe(16)
    Link.objects.create(
        person=person,
        scope=scope,
        thing=thing,
        way=way,
        token_hash=token_hash(token),
        fresh_until=at + timedelta(minutes=rules.FRESH_MINUTES) if fresh else fresh_until,
        expires_at=None if days is None else at + timedelta(days=days),
        created_at=at,
    )
    return token


def code_token(words: str) -> str:
    """The token of a link that is opened by typing words: keyed, so that a dump cannot be searched
    for them.
    """
    return mark("code", " ".join(words.casefold().split()), ring=settings.KEY_RING)


@transaction.atomic
def end_link(*, link: Link, by: Actor, at: datetime) -> None:
    """End one link."""
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    note("link ended", link, by=by, at=at, person_key=link.person.key)


@transaction.atomic
def revoke_links(*, person: Person, at: datetime) -> int:
    """End every link of `person`; how many."""
    return Link.objects.filter(person=person, revoked_at=None).update(revoked_at=at)


@transaction.atomic
def pause(*, person: Person, by: Actor, at: datetime) -> None:
    """Pause everything: nothing but duty passes the gate until `resume`."""
    person.frozen_at = at
    person.save(update_fields=["frozen_at"])
    note("person paused", person, by=by, at=at, person_key=person.key)


@transaction.atomic
def resume(*, person: Person, by: Actor, at: datetime) -> None:
    """End a pause."""
    person.frozen_at = None
    person.save(update_fields=["frozen_at"])
    note("person resumed", person, by=by, at=at, person_key=person.key)


@transaction.atomic
def set_risk(*, person: Person, risk: str, by: Actor, at: datetime) -> None:
    """Raise the care with which `person` is treated; only the person may lower it (the page sees
    to that).
    """
    person.risk = risk
    person.save(update_fields=["risk"])
    note("care changed", person, by=by, at=at, person_key=person.key)


@transaction.atomic
def join_circle(
    *, person: Person, circle: Circle, role: str, since: date, by: Actor, at: datetime
) -> Membership:
    """`person` is a member or the contact of `circle`; joining twice changes nothing."""
    membership, made = Membership.objects.get_or_create(
        person=person, circle=circle, role=role, until=None, defaults={"since": since}
    )
    if made:
        note("circle joined", membership, by=by, at=at, person_key=person.key, facts={"role": role})
    return membership


@transaction.atomic
def absorb(*, other: Person, into: Person, by: Actor, at: datetime) -> None:
    """`other` turned out to be `into`: everything that hangs on the one hangs on the other from now
    on.

    What `into` says of themself stands; what was blank is filled; the greater care wins, and a
    pause stays. Where both have a row of which there can be one (a way, an agreement), the one of
    `into` stays. Whoever has stricter wishes must have seen to them before
    (`registration.actions`).
    """
    for way in other.ways.all():
        twin = into.ways.filter(mark=way.mark).first()
        if twin is not None:
            Link.objects.filter(way=way).update(way=twin)
    for declaration, rows in everything_about(other):
        subject = declaration.subject
        # Sealed rows are never rewritten; rows below a moved row move with it.
        if subject in {None, "self"} or "__" in str(subject) or declaration.model is AuditEntry:
            continue
        for row in rows:
            try:
                with transaction.atomic():
                    setattr(row, str(subject), into.key if str(subject).endswith("_key") else into)
                    row.save(update_fields=[subject])
            except IntegrityError:
                row.delete()
    for field in EDITABLE:
        if not getattr(into, field):
            setattr(into, field, getattr(other, field))
    into.risk = max(into.risk, other.risk, key=rules.CARE.index)
    into.save(update_fields=[*EDITABLE, "risk"])
    if other.frozen_at is not None and into.frozen_at is None:
        into.frozen_at = other.frozen_at
        into.save(update_fields=["frozen_at"])
    key = other.key
    other.delete()
    index(into)
    note("person joined", into, by=by, at=at, person_key=into.key, facts={"other": key})


def suppress(*, person: Person, at: datetime) -> None:
    """Leave keyed marks of the person's ways, so that no list brings them back. Within a
    transaction.
    """
    marks = [Suppression(mark=way.mark, since=at.date()) for way in person.ways.all()]
    Suppression.objects.bulk_create(marks, ignore_conflicts=True)


def typed_way(text: str) -> tuple[str, str]:
    """(kind, value) of what somebody typed. Raises NoSuchWay."""
    way = rules.as_way(text)
    if way is None:
        raise NoSuchWay(
            _(
                "We could not read that as an e-mail address or a phone number. "
                "A phone number starts with + and the country code."
            )
        )
    return way


@transaction.atomic
def connect_account(*, person: Person, account: Account) -> None:
    """`person` is who signs in with `account`."""
    person.account = account
    person.save(update_fields=["account"])
