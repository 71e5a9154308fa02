"""The letters of registration, of plain values, each posted in the transaction of its cause."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.core.text import for_quotes
from commonroot.core.time import zone_or
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import in_high_care, known_by_way, page_address, working_way
from commonroot.programmes.models import Session
from commonroot.programmes.queries import session_words
from commonroot.programmes.queries.words import moment_words
from commonroot.registration import queries, rules
from commonroot.registration.models import Certificate, Feedback, Message, Registration
from commonroot.registration.queries.invitations import calendar_for

NOTICE = Audience(AudienceKind.SCHOOL)


def when_words(session: Session, *, person: Person, at: datetime) -> str:
    """When a session is, in the language now active and the person's zone, in one line."""
    words = session_words(session, zone=zone_or(person.time_zone, session.time_zone), at=at)
    return f"{words.day}{_(',')} {words.clock} ({words.zone})" if words.clock else words.day


def is_reached_by_hand(way: ContactWay) -> bool:
    """Whether an organiser must pass letters on: there is no address, only a number."""
    return way.kind == ContactWay.Kind.PHONE


def post_about(
    registration: Registration,
    template: str,
    *,
    token: str,
    at: datetime,
    way: ContactWay | None = None,
) -> Letter | None:
    """Post one letter about a place, in the person's language; None when nothing reaches them.

    Subjects are neutral for everybody. Whoever is at high risk gets a link and nothing else, also
    when a form that did not say so was filled in with their address.
    """
    person = registration.person
    way = way or working_way(person)
    if way is None:
        return None
    values: dict[str, Any] = {"page": page_address(token)}
    calendar = ""
    if not _is_high(person, way):
        with override(person.language):
            values |= _values(registration, at=at)
            calendar = calendar_for(registration, template, way=way, at=at)
    return _post(registration, template, values=values, way=way, calendar=calendar, at=at)


def post_about_several(
    claims: Sequence[Registration], *, token: str, way: ContactWay, at: datetime
) -> Letter | None:
    """Post one letter about places in several sessions of a programme, asked for together."""
    first = claims[0]
    person = first.person
    with override(person.language):
        lines = [_line(claim, at=at) for claim in claims]
    values = {
        "page": page_address(token),
        "name": person.shown_name,
        "lines": lines,
        "proven": not person.provisional,
        "days": rules.UNCONFIRMED.days,
    }
    return _post(first, "several", values=values, way=way, at=at)


def _line(claim: Registration, *, at: datetime) -> str:
    values = _values(claim, at=at)
    state = {
        Registration.State.PLACED: _("you have a place"),
        Registration.State.ASKED: _("the organisers decide"),
    }.get(
        Registration.State(claim.state),
        _("number %(place)s on the waiting list") % {"place": values["place"]},
    )
    return f"{values['when']}\n{values['title']}: {state}"


def post_message(
    registration: Registration, message: Message, *, token: str, at: datetime
) -> Letter | None:
    """Post what organisers wrote, in the person's language if it is there; it leaves later."""
    person = registration.person
    way = working_way(person)
    if way is None:
        return None
    languages = [person.language, *registration.session.programme.languages]
    values = {
        "page": page_address(token),
        "name": person.shown_name,
        "subject": Translated(message.subject).chosen(languages)[0],
        "text": Translated(message.text).chosen(languages)[0],
    }
    return _post(
        registration,
        "message",
        values=values,
        way=way,
        once=f"{queries.MESSAGE}{message.key}:{registration.key}",
        due_at=message.leaves_at,
        at=at,
    )


def _post(
    registration: Registration,
    template: str,
    *,
    values: dict[str, Any],
    way: ContactWay,
    at: datetime,
    once: str = "",
    due_at: datetime | None = None,
    calendar: str = "",
) -> Letter | None:
    person = registration.person
    return post(
        once=once or f"{template}:{registration.key}:{at.isoformat()}",
        subject_key=person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(queries.organisers_of(registration.session)),
        template=f"registration/emails/{'link_only' if _is_high(person, way) else template}",
        values={"page": values["page"]} if _is_high(person, way) else values,
        language=person.language,
        way=Letter.Way.HAND if is_reached_by_hand(way) else Letter.Way.MAIL,
        address=way.value,
        calendar=calendar,
        due_at=due_at,
        at=at,
    )


def post_certificate(certificate: Certificate, *, token: str, at: datetime) -> Letter | None:
    """Post that a certificate is there; None when nothing reaches the person."""
    person, programme = certificate.person, certificate.programme
    way = working_way(person)
    if way is None:
        return None
    title, _language = programme.title.chosen([person.language, *programme.languages])
    values = {"page": page_address(token), "name": person.shown_name, "title": for_quotes(title)}
    return post(
        once=f"certificate:{certificate.key}",
        subject_key=person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(Audience(AudienceKind.PROGRAMME, programme.key)),
        template=f"registration/emails/{'link_only' if person.is_high else 'certificate'}",
        values={"page": values["page"]} if person.is_high else values,
        language=person.language,
        way=Letter.Way.HAND if is_reached_by_hand(way) else Letter.Way.MAIL,
        address=way.value,
        at=at,
    )


def post_feedback(registration: Registration, *, token: str, at: datetime) -> Letter | None:
    """Ask what a session was worth, in the person's morning; each answer is a link of its own."""
    person, session = registration.person, registration.session
    way = working_way(person)
    if way is None:
        return None
    title, _language = session.title.chosen([person.language, *session.programme.languages])
    with override(person.language):
        answers = [
            {"label": str(label), "url": page_address(token, answer=code)}
            for code, label in Feedback.Useful.choices
        ]
    values = {
        "page": page_address(token),
        "name": person.shown_name,
        "title": for_quotes(title),
        "answers": answers,
    }
    return _post(
        registration,
        "feedback",
        values=values,
        way=way,
        once=f"feedback:{registration.key}",
        due_at=rules.next_morning(at, zone=zone_or(person.time_zone, session.time_zone)),
        at=at,
    )


def _is_high(person: Person, way: ContactWay) -> bool:
    return person.is_high or (
        person.provisional and known_by_way(way.kind, way.value).filter(in_high_care()).exists()
    )


def _values(registration: Registration, *, at: datetime) -> dict[str, Any]:
    person, session = registration.person, registration.session
    title, _language = session.title.chosen([person.language, *session.programme.languages])
    until = registration.offered_until
    zone = zone_or(person.time_zone, session.time_zone)
    return {
        "name": person.shown_name,
        "title": for_quotes(title),
        "when": when_words(session, person=person, at=at),
        "place": queries.waiting_place(registration) or 0,
        "proven": not person.provisional,
        "days": rules.UNCONFIRMED.days,
        "until": moment_words(until, zone=zone, at=at) if until else "",
    }


def post_fresh_link(person: Person, way: ContactWay, *, token: str, at: datetime) -> Letter | None:
    """Post a link that for some minutes also opens what we hold. It says nothing of the school."""
    return post(
        once=f"fresh:{token[:6]}:{person.key}:{at.isoformat()}",
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(NOTICE),
        template="registration/emails/fresh_link",
        values={"page": page_address(token), "name": person.shown_name},
        language=person.language,
        way=Letter.Way.HAND if is_reached_by_hand(way) else Letter.Way.MAIL,
        address=way.value,
        at=at,
    )


def post_own_way(
    person: Person, *, kind: str, value: str, token: str, at: datetime
) -> Letter | None:
    """Ask at a new address of somebody whether it is theirs. It says nothing of the school."""
    return post(
        once=f"own way:{person.key}:{at.isoformat()}",
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(NOTICE),
        template="registration/emails/own_way",
        values={"page": page_address(token), "name": person.shown_name},
        language=person.language,
        way=Letter.Way.HAND if kind == ContactWay.Kind.PHONE else Letter.Way.MAIL,
        address=value,
        at=at,
    )
