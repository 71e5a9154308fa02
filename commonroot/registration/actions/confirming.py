"""What opening a mailed link and pressing its button proves, and whom it makes one."""

from datetime import datetime

from django.db import transaction

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer, confirm_requested, serve
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.messaging.actions import cancel_letters
from commonroot.people.actions import confirm, end_link, keep_apart, merge
from commonroot.people.models import ContactWay, Link, Person
from commonroot.people.queries import known_again, share_a_name
from commonroot.registration import queries
from commonroot.registration.actions.asking import register
from commonroot.registration.actions.deciding import settle_membership
from commonroot.registration.models import Registration

State = Registration.State


@transaction.atomic
def confirm_by_link(*, link: Link, by: Actor, at: datetime) -> Person:
    """Somebody opened a mailed link and pressed the button: the address is theirs. Who they are.

    A newcomer joins the one person known with this address and the same name. Are there several,
    or only other names, they stay apart and an organiser looks. What was asked for from the same
    address under the same name joins too. A link that was never mailed proves and changes nothing.
    """
    person, way = link.person, link.way
    if way is None:
        return person
    return _confirmed(person, way, by=by, at=at)


@transaction.atomic
def confirm_spoken(*, registration: Registration, by: Actor, at: datetime) -> Person:
    """An organiser reached somebody who gave only a number: the number is theirs."""
    way = registration.person.ways.order_by("pk").first()
    person = registration.person
    if way is None:
        return person
    return _confirmed(person, way, how=LedgerEvent.How.FORM, by=by, at=at)


def _confirmed(
    person: Person,
    way: ContactWay,
    *,
    by: Actor,
    at: datetime,
    how: str = LedgerEvent.How.LETTER,
) -> Person:
    if not person.provisional:
        confirm(person=person, way=way, by=by, at=at)
        return person
    certain, others = known_again(person, way=way)
    if len(certain) == 1:
        whole = certain[0]
        _join(person, whole, by=by, at=at)
    else:
        whole = person
        if others:
            Registration.objects.filter(person=person).update(may_be=(certain or others)[0])
    confirm(person=whole, way=whole.ways.filter(mark=way.mark).first(), by=by, at=at)
    confirm_requested(person=whole, how=how, by=by, at=at)
    for twin in _newcomers_like(whole, way):
        # Their own links were not opened: whoever typed that form may be somebody else.
        Agreement.objects.filter(person=twin, state=Agreement.State.REQUESTED).delete()
        _join(twin, whole, by=by, at=at)
    _ask_again(whole, by=by, at=at)
    settle_membership(person=whole, by=by, at=at)
    return whole


def _newcomers_like(person: Person, way: ContactWay) -> list[Person]:
    """Other newcomers who typed the same address under the same name: the same wish, said twice."""
    found = Person.objects.filter(provisional=True, ways__mark=way.mark).order_by("pk")
    return [twin for twin in found if share_a_name(person, twin)]


def _join(newcomer: Person, known: Person, *, by: Actor, at: datetime, cause: str = "link") -> None:
    """Make the newcomer one with the known person: one claim a session, the newest answers.

    A link or code that was shown on a screen ends: whoever typed a number need not live behind it.
    """
    Link.objects.filter(person=newcomer, scope=Link.Scope.PAGE, way=None, revoked_at=None).update(
        revoked_at=at
    )
    for said in Agreement.objects.filter(person=newcomer).order_by("pk"):
        _say_again(said, known, by=by, at=at)
    merge(other=newcomer, into=known, cause=cause, by=by, at=at)


def _say_again(said: Agreement, known: Person, *, by: Actor, at: datetime) -> None:
    """What the newcomer said, now that it is proven to be the known person's word."""
    purpose = Purpose(said.purpose)
    audience = Audience(AudienceKind(said.audience_kind), said.audience_key)
    if said.state == Agreement.State.SERVED:
        serve(
            person=known, purpose=purpose, audience=audience, until=said.valid_until, by=by, at=at
        )
        return
    event = LedgerEvent.objects.filter(person=said.person, purpose=purpose).latest("at", "pk")
    answer(
        person=known,
        purpose=purpose,
        audience=audience,
        yes=said.state in {Agreement.State.REQUESTED, Agreement.State.GIVEN},
        how=LedgerEvent.How.FORM,
        form=event.form,
        wording=event.wording,
        language=event.language,
        by=by,
        at=at,
    )


def _ask_again(person: Person, *, by: Actor, at: datetime) -> None:
    """A claim that lapsed before the link was opened is asked for anew, if that is possible."""
    lapsed = Registration.objects.filter(person=person, state=State.LAPSED, offered_until=None)
    for claim in lapsed.select_related("session__programme"):
        if queries.is_open(claim.session, at=at):
            needs, position = claim.needs, claim.position
            claim.delete()
            again = register(person=person, session=claim.session, needs=needs, by=by, at=at)
            note("asked again", again, by=by, at=at, person_key=person.key, facts={"was": position})


@transaction.atomic
def disown(*, link: Link, by: Actor, at: datetime) -> None:
    """Whoever opened the page says that it is not theirs: the link ends.

    A newcomer who never confirmed goes altogether: somebody typed an address that is not theirs.
    """
    person = link.person
    end_link(link=link, by=by, at=at)
    if person.provisional:
        cancel_letters(person_key=person.key, at=at)
        note("not theirs", None, by=by, at=at, person_key=person.key)
        person.delete()


@transaction.atomic
def settle_pair(*, registration: Registration, same: bool, by: Actor, at: datetime) -> Person:
    """An organiser looked at two that may be one: make them one, or remember that they are not."""
    known = registration.may_be
    person = registration.person
    Registration.objects.filter(person=person).update(may_be=None)
    if known is None or not same:
        if known is not None:
            keep_apart(one=person, other=known, by=by, at=at)
        note("kept apart", registration, by=by, at=at, person_key=person.key)
        return person
    _join(person, known, cause="hand", by=by, at=at)
    return known
