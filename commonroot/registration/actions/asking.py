"""Asking for a place: by the form on the session's page, by hand, by what else gives places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import TooManyTries, count_try
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer, refuse_the_forgotten
from commonroot.consent.models import REGISTER_LATER, LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.text import masked, one_line, tokens
from commonroot.people.actions import (
    add_person,
    add_way,
    code_token,
    open_link,
    set_risk,
    typed_way,
)
from commonroot.people.models import ContactWay, Link, Person
from commonroot.people.queries import known_by_way
from commonroot.people.rules import names_cover
from commonroot.programmes.models import Session
from commonroot.registration import emails, queries, rules
from commonroot.registration.actions import places
from commonroot.registration.models import Answer, Registration

State = Registration.State
LETTERS_A_DAY = 10
FROM_A_NETWORK_AN_HOUR = 1000  # a workshop room shares one network; a machine that floods us too


class RegistrationClosed(Refused):
    """The session is over, called off, not public, or gives no places."""


class NotAName(Refused):
    """There is nothing in it that somebody could be called."""


class AskedTooOften(Refused):
    """The same address was typed too often today."""


@dataclass(frozen=True)
class Receipt:
    """What the screen says afterwards; none of it depends on whom we know.

    `waits_at` is the place in the waiting list, None for a place in the session. `token` and `code`
    open my page and are shown once, to those who gave only a phone number.
    """

    key: str
    way_shown: str
    way_kind: str
    waits_at: int | None
    token: str | None = None
    code: str | None = None


def take_registration(
    *,
    session: Session,
    name: str,
    way_text: str,
    answers: Mapping[str, str],
    agreements: Mapping[Purpose, bool | None],
    language: str,
    zone: str | None,
    by: Actor,
    at: datetime,
    needs: str = "",
    country: str = "",
    risk: str = "",
    network: str = "",
) -> Receipt:
    """Take what a visitor typed on a session's page, with its letter, in one transaction.

    It hangs on a provisional person until the mailed link is opened: typing an address proves
    nothing. `answers` are by the question's key; `agreements` are Yes, No or not said.
    Raises NoSuchWay, NotAName, RegistrationClosed, AskedTooOften, TooManyTries, and keeps nothing.
    """
    kind, value = typed_way(way_text)
    if not rules.is_name(one_line(name)):
        raise NotAName(_("Please write a name that we can use for you."))
    if network:
        hour = timedelta(hours=1)
        count_try("places", network, limit=FROM_A_NETWORK_AN_HOUR, per=hour, at=at)
    with transaction.atomic():
        _count(value, at=at)
        person = add_person(
            shown_name=name,
            origin=Person.Origin.REGISTRATION,
            provisional=True,
            details={"language": language, "country": country, "time_zone": zone or ""},
            by=by,
            at=at,
        )
        if risk and risk != person.risk:
            set_risk(person=person, risk=risk, by=by, at=at)
        way = add_way(person=person, kind=kind, value=value, at=at)
        places.let_organisers_see(person=person, session=session, by=by, at=at)
        _agree(person, agreements, language=language, by=by, at=at)
        session = places.locked(session)
        if not queries.is_open(session, at=at):
            raise RegistrationClosed(_("Registration for this session is closed."))
        registration = places.placed(
            person=person, session=session, needs=needs, language=language, by=by, at=at
        )
        _answer(registration, answers)
        _post_outcome(registration, way=way, at=at)
        token, code = (
            _open_on_screen(registration, at=at) if kind == ContactWay.Kind.PHONE else (None, None)
        )
        return Receipt(
            key=registration.key,
            way_shown=masked(value),
            way_kind=kind,
            waits_at=queries.waiting_place(registration),
            token=token,
            code=code,
        )


def _count(value: str, *, at: datetime) -> None:
    """No stranger's address is filled with our letters; known and unknown are told so alike."""
    try:
        count_try("register", value, limit=LETTERS_A_DAY, per=timedelta(days=1), at=at)
    except TooManyTries as error:
        raise AskedTooOften(
            _("Somebody asked for a place with this address several times today. "
              "Look for our letters there, or try again tomorrow.")
        ) from error  # fmt: skip


def _agree(
    person: Person,
    agreements: Mapping[Purpose, bool | None],
    *,
    language: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what was said; register and being asked later are one question in one wording."""
    said = {purpose: yes for purpose, yes in agreements.items() if yes is not None}
    if not said:
        return
    worded = queries.wordings((REGISTER_LATER, *said))
    together = {Purpose.REGISTER, Purpose.FOLLOW_UP} <= set(said)
    for purpose, yes in said.items():
        joint = together and purpose in {Purpose.REGISTER, Purpose.FOLLOW_UP}
        answer(
            person=person,
            purpose=purpose,
            yes=yes,
            how=LedgerEvent.How.FORM,
            confirmed=False,
            wording=worded.get(REGISTER_LATER if joint else purpose),
            language=language,
            by=by,
            at=at,
        )


def _answer(registration: Registration, answers: Mapping[str, str]) -> None:
    """Keep what was answered to the organisers' questions; what was left empty is not kept."""
    said = {key: text for key, text in answers.items() if text}
    if said:
        asked = queries.questions(registration.session).filter(key__in=said)
        Answer.objects.bulk_create(
            [Answer(registration=registration, question=q, text=said[q.key]) for q in asked]
        )


def _post_outcome(registration: Registration, *, way: ContactWay, at: datetime) -> None:
    """Write to the address: placed, waiting, or that its owner had a claim before."""
    person = registration.person
    token = open_link(
        person=person,
        scope=Link.Scope.PAGE,
        thing=f"registration:{registration.key}",
        way=way,
        at=at,
    )
    template = "placed" if registration.state == State.PLACED else "waiting"
    if _had_a_claim(registration, way):
        template = "already"
    emails.post_about(registration, template, token=token, way=way, at=at)


def _had_a_claim(registration: Registration, way: ContactWay) -> bool:
    """Whether somebody known by this way and name has, or waits for, a place in the session."""
    name = tokens(registration.person.shown_name)
    return any(
        names_cover(name, tokens(known.shown_name))
        and queries.claim(person=known, session=registration.session) is not None
        for known in known_by_way(way.kind, way.value)
    )


def _open_on_screen(registration: Registration, *, at: datetime) -> tuple[str, str]:
    """A link and six words for the screen. They were sent nowhere, so that they prove no way."""
    code = rules.new_code()
    person, page = registration.person, Link.Scope.PAGE
    token = open_link(person=person, scope=page, thing=f"registration:{registration.key}", at=at)
    open_link(person=person, scope=page, thing="code", token=code_token(code), at=at)
    return token, code


@transaction.atomic
def register(
    *, person: Person, session: Session, by: Actor, at: datetime, needs: str = ""
) -> Registration:
    """Give a known person a place in `session`, or one in the queue when it is full, and tell them.

    Asking twice returns the first claim; whoever gave it up before gets a new one at the end of the
    order. Raises RegistrationClosed.
    """
    session = places.locked(session)
    if not queries.is_open(session, at=at):
        raise RegistrationClosed(_("Registration for this session is closed."))
    there = queries.claim(person=person, session=session)
    if there is not None:
        return there
    places.let_organisers_see(person=person, session=session, by=by, at=at)
    registration = places.placed(
        person=person, session=session, needs=needs, language=person.language, by=by, at=at
    )
    token = open_link(
        person=person, scope=Link.Scope.PAGE, thing=f"registration:{registration.key}", at=at
    )
    template = "placed" if registration.state == State.PLACED else "waiting"
    emails.post_about(registration, template, token=token, at=at)
    return registration


@transaction.atomic
def register_by_hand(
    *,
    session: Session,
    name: str,
    way_text: str,
    needs: str,
    language: str,
    by: Actor,
    at: datetime,
) -> Registration:
    """An organiser writes somebody in, with the same checks as the form.

    Somebody known by that way under a covering name is taken; else a person is added, unless they
    asked to be forgotten: they come back only by registering themself. Raises NoSuchWay, NotAName,
    RegistrationClosed, AskedToBeForgotten.
    """
    kind, value = typed_way(way_text)
    if not rules.is_name(one_line(name)):
        raise NotAName(_("Please write a name that we can use for this person."))
    words = tokens(name)
    known = next(
        (p for p in known_by_way(kind, value) if names_cover(words, tokens(p.shown_name))), None
    )
    if known is None:
        refuse_the_forgotten(kind, value)
        known = add_person(
            shown_name=name,
            origin=Person.Origin.HAND,
            details={"language": language},
            by=by,
            at=at,
        )
        add_way(person=known, kind=kind, value=value, at=at)
    return register(person=known, session=session, needs=needs, by=by, at=at)
