"""Asking for a place: by the form on the session's page, by hand, by what else gives places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import TooManyTries, count_try
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer
from commonroot.consent.models import REGISTER_LATER, LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.text import masked, one_line
from commonroot.people.actions import (
    add_person,
    add_way,
    code_token,
    open_link,
    set_risk,
    typed_way,
)
from commonroot.people.models import ContactWay, Link, Person
from commonroot.people.queries import is_member, known_by_way, share_a_name
from commonroot.programmes.models import Question, Session
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


class LineFull(Refused):
    """All places are taken, and as many wait as may."""


class LinkUsedUp(Refused):
    """The personal link by which somebody came brought as many as it may, or has ended."""


@dataclass(frozen=True)
class Asked:
    """What became of the wish for one session: the state, and the place in the waiting list."""

    session: str
    state: str
    waits_at: int | None


@dataclass(frozen=True)
class Receipt:
    """What the screen says afterwards; none of it depends on whom we know.

    `key` and `waits_at` are those of the first session; `waits_at` is the place in the waiting
    list, None for a place in the session. `token` and `code` open my page and are shown once, to
    those who gave only a phone number.
    """

    key: str
    way_shown: str
    way_kind: str
    waits_at: int | None
    token: str | None = None
    code: str | None = None
    asked: tuple[Asked, ...] = ()


class Typed(TypedDict):
    """What a visitor typed. `answers` are by the question's key; `agreements` Yes, No or not said.

    `invite` is what the personal link of whoever brings them carries.
    """

    name: str
    way_text: str
    answers: Mapping[str, str]
    agreements: Mapping[Purpose, bool | None]
    language: str
    zone: str | None
    by: Actor
    at: datetime
    needs: NotRequired[str]
    country: NotRequired[str]
    risk: NotRequired[str]
    network: NotRequired[str]
    invite: NotRequired[str]


def take_registration(*, session: Session, **typed: Unpack[Typed]) -> Receipt:
    """Take what a visitor typed on one session's page: `take_registrations` for that one."""
    return take_registrations(sessions=[session], **typed)


def take_registrations(*, sessions: Sequence[Session], **typed: Unpack[Typed]) -> Receipt:
    """Take what a visitor typed for some sessions, with one letter, in one transaction.

    It hangs on a provisional person until the mailed link is opened: typing an address proves
    nothing. Raises NoSuchWay, NotAName, RegistrationClosed, LineFull, LinkUsedUp,
    AskedTooOften, TooManyTries, and keeps nothing.
    """
    by, at, language = typed["by"], typed["at"], typed["language"]
    kind, value = typed_way(typed["way_text"])
    if not rules.is_name(one_line(typed["name"])):
        raise NotAName(_("Please write a name that we can use for you."))
    if network := typed.get("network", ""):
        hour = timedelta(hours=1)
        count_try("places", network, limit=FROM_A_NETWORK_AN_HOUR, per=hour, at=at)
    with transaction.atomic():
        _count(value, at=at)
        person = _newcomer(typed)
        way = add_way(person=person, kind=kind, value=value, at=at)
        latest = max(sessions, key=lambda one: (one.ends_at is not None, one.ends_at, one.pk))
        places.let_organisers_see(person=person, session=latest, by=by, at=at)
        _agree(person, typed["agreements"], language=language, by=by, at=at)
        # In one order for everybody, so that no two wait for each other's lock.
        claims = [
            _claim(person, session, typed=typed)
            for session in sorted(sessions, key=lambda one: one.pk)
        ]
        claims.sort(key=lambda claim: (claim.session.starts_at, claim.pk))
        _post_outcome(claims, way=way, at=at)
        first = claims[0]
        token, code = (
            _open_on_screen(first, at=at) if kind == ContactWay.Kind.PHONE else (None, None)
        )
        asked = tuple(
            Asked(
                session=claim.session.key,
                state=claim.state,
                waits_at=queries.waiting_place(claim),
            )
            for claim in claims
        )
        return Receipt(
            key=first.key,
            way_shown=masked(value),
            way_kind=kind,
            waits_at=asked[0].waits_at,
            token=token,
            code=code,
            asked=asked,
        )


def _newcomer(typed: Typed) -> Person:
    by, at, risk = typed["by"], typed["at"], typed.get("risk", "")
    person = add_person(
        shown_name=typed["name"],
        origin=Person.Origin.REGISTRATION,
        provisional=True,
        details={
            "language": typed["language"],
            "country": typed.get("country", ""),
            "time_zone": typed["zone"] or "",
        },
        by=by,
        at=at,
    )
    if risk and risk != person.risk:
        set_risk(person=person, risk=risk, by=by, at=at)
    return person


def _claim(person: Person, session: Session, *, typed: Typed) -> Registration:
    """One claim of a newcomer, its answers with it, under the session's lock."""
    by, at, invite = typed["by"], typed["at"], typed.get("invite", "")
    session = places.locked(session)
    if not queries.is_open(session, at=at):
        raise RegistrationClosed(_("Registration for this session is closed."))
    door = queries.door(session)
    brought_by = queries.inviting(invite, session=session)
    if invite and (brought_by is None or queries.guests(brought_by).count() >= door.guests):
        raise LinkUsedUp(
            _("This personal link was used up. You can ask for a place without it: "
              "open the session's own page.")
        )  # fmt: skip
    registration = places.placed(
        person=person,
        session=session,
        needs=typed.get("needs", ""),
        language=typed["language"],
        brought_by=brought_by,
        # Nobody has proven yet that they are a member: the mailed link will tell.
        asks=door.by_approval or (brought_by is None and queries.is_for_members(session, at=at)),
        by=by,
        at=at,
    )
    if door.line_length is not None and registration.state == State.WAITING:
        before = queries.waiting_place(registration)
        if before is not None and before > door.line_length:
            raise LineFull(
                _("All places are taken, and the waiting list is full. Nothing was saved.")
            )
    keep_answers(registration, typed["answers"])
    return registration


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
            form=LedgerEvent.Form.PLACE,
            confirmed=False,
            wording=worded.get(REGISTER_LATER if joint else purpose),
            language=language,
            by=by,
            at=at,
        )


def keep_answers(registration: Registration, answers: Mapping[str, str]) -> None:
    """Keep what was answered to the organisers' questions; what was left empty is not kept.

    A question of several sessions is asked once: its answer goes with each of them.
    """
    said = {key: text for key, text in answers.items() if text}
    if not said:
        return
    shared = Question.objects.filter(key__in=said).exclude(family="")
    families = {family: said[key] for key, family in shared.values_list("key", "family")}
    Answer.objects.bulk_create(
        Answer(registration=registration, question=question, text=text)
        for question in queries.questions(registration.session)
        if (text := said.get(question.key) or families.get(question.family, ""))
    )


def _post_outcome(claims: Sequence[Registration], *, way: ContactWay, at: datetime) -> None:
    """Write to the address: placed, waiting, asked, or that its owner had a claim before."""
    first = claims[0]
    thing = f"registration:{first.key}" if len(claims) == 1 else ""
    token = open_link(person=first.person, scope=Link.Scope.PAGE, thing=thing, way=way, at=at)
    if len(claims) > 1:
        emails.post_about_several(claims, token=token, way=way, at=at)
        return
    template = outcome(first, at=at)
    if _had_a_claim(first, way):
        template = "already"
    emails.post_about(first, template, token=token, way=way, at=at)


def outcome(registration: Registration, *, at: datetime) -> str:
    """The letter that says what became of a wish for a place."""
    if registration.state == State.ASKED:
        members = queries.waits_for_membership(registration, at=at)
        return "asked_member" if members else "asked"
    return {State.PLACED: "placed", State.WAITING: "waiting"}.get(
        State(registration.state), "declined"
    )


def _had_a_claim(registration: Registration, way: ContactWay) -> bool:
    """Whether somebody known by this way and name has, or waits for, a place in the session."""
    return any(
        share_a_name(registration.person, known)
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
    *,
    person: Person,
    session: Session,
    by: Actor,
    at: datetime,
    needs: str = "",
    source: str = Registration.Source.HAND,
    asks: bool = False,
) -> Registration:
    """Give a known person a place in `session`, or one in the queue when it is full, and tell them.

    Asking twice returns the first claim; whoever gave it up before gets a new one at the end of the
    order. With `asks` the door counts: approval, and places for members alone; an organiser who
    writes somebody in has said yes. Raises RegistrationClosed.
    """
    session = places.locked(session)
    if not queries.is_open(session, at=at):
        raise RegistrationClosed(_("Registration for this session is closed."))
    there = queries.claim(person=person, session=session)
    if there is not None:
        return there
    members = queries.is_for_members(session, at=at) and not is_member(person, at=at)
    if asks and members:
        raise RegistrationClosed(_("Places in this session are for members of the network."))
    places.let_organisers_see(person=person, session=session, by=by, at=at)
    registration = places.placed(
        person=person,
        session=session,
        needs=needs,
        language=person.language,
        source=source,
        asks=asks and queries.door(session).by_approval,
        by=by,
        at=at,
    )
    token = open_link(
        person=person, scope=Link.Scope.PAGE, thing=f"registration:{registration.key}", at=at
    )
    emails.post_about(registration, outcome(registration, at=at), token=token, at=at)
    return registration
