"""Letters to those who apply, to those they apply with, and to those who speak for them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from commonroot.admissions.models import Applicant, Application, Referee
from commonroot.admissions.queries import applying as queries
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.text import for_quotes
from commonroot.core.time import zone_or
from commonroot.messaging.actions import post as post_letter
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import in_high_care, known_by_way, page_address, working_way

LINK_ONLY = "registration/emails/link_only"
SCHOOL = str(Audience(AudienceKind.SCHOOL))


def post(
    application: Application,
    template: str,
    *,
    token: str,
    at: datetime,
    earlier: str = "",
    way: ContactWay | None = None,
    text: str = "",
) -> bool:
    """Post one letter about an application to whoever wrote it, in their language; whether one
    left.

    Templates: begun, reminder, handed_in, withdrawn, late, group_message. Whoever is in high
    care gets a link and nothing else, also when a form was filled in with their address.
    """
    person = application.person
    way = way or working_way(person)
    if way is None:
        return False
    values: dict[str, Any] = {"page": page_address(token)}
    if not is_high(person, way):
        with override(person.language):
            values |= _values(application, at=at)
        values |= {"earlier": page_address(earlier) if earlier else "", "text": text}
    return _post(
        person,
        template,
        application=application,
        values=values,
        way=way,
        once=f"application:{template}:{application.key}:{at.isoformat()}",
        at=at,
    )


def post_to_applicant(
    applicant: Applicant,
    template: str,
    *,
    token: str,
    at: datetime,
    text: str = "",
) -> bool:
    """Post one letter to somebody who was named as one of several; whether one left.

    Templates: named, group_message. It says who named them and for what, and nothing else.
    """
    person, application = applicant.person, applicant.application
    way = working_way(person) if person is not None else None
    if person is None or way is None:
        return False
    values: dict[str, Any] = {"page": page_address(token)}
    if not is_high(person, way):
        with override(person.language):
            values |= _values(application, at=at)
        values |= {"name": applicant.name, "from": application.person.shown_name, "text": text}
    return _post(
        person,
        template,
        application=application,
        values=values,
        way=way,
        once=f"applicant:{template}:{applicant.key}:{at.isoformat()}",
        at=at,
    )


def post_to_referee(
    referee: Referee, template: str, *, kind: str, address: str, token: str, at: datetime
) -> bool:
    """Ask somebody by letter to speak for an application; whether one left.

    Templates: referee, referee_again. It stands for the applicant: while they are paused or gone
    nothing leaves.
    """
    application = referee.application
    person = application.person
    with override(referee.language):
        values = _values(application, at=at)
    values |= {
        "page": f"{settings.ADDRESS}/{referee.language}/speak/{token}/",
        "name": referee.name,
        "from": person.shown_name,
        "reply_to": application.call.reply_to,
    }
    once = f"{queries.REFEREE_ONCE}{referee.key}"
    letter = post_letter(
        once=once if template == "referee" else f"{once}:again",
        subject_key=person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(queries.organisers_of(application.call)),
        template=f"admissions/emails/{template}",
        values=values,
        language=referee.language,
        way=Letter.Way.HAND if kind == ContactWay.Kind.PHONE else Letter.Way.MAIL,
        address=address,
        at=at,
    )
    return letter is not None


def _post(
    person: Person,
    template: str,
    *,
    application: Application,
    values: dict[str, Any],
    way: ContactWay,
    once: str,
    at: datetime,
) -> bool:
    # What asks whether an address is theirs is a notice; the rest serves the application.
    asks = template == "named"
    bare = len(values) == 1
    letter = post_letter(
        once=once,
        subject_key=person.key,
        purpose=Purpose.NOTICE if asks else Purpose.THIS_PROGRAMME,
        audience=SCHOOL if asks else str(queries.organisers_of(application.call)),
        template=LINK_ONLY if bare else f"admissions/emails/{template}",
        values=values if bare else values | {"reply_to": application.call.reply_to},
        language=person.language,
        way=Letter.Way.HAND if way.kind == ContactWay.Kind.PHONE else Letter.Way.MAIL,
        address=way.value,
        at=at,
    )
    return letter is not None


def is_high(person: Person, way: ContactWay) -> bool:
    """Whether letters to somebody hold a link and nothing else."""
    return person.is_high or (
        person.provisional and known_by_way(way.kind, way.value).filter(in_high_care()).exists()
    )


def _values(application: Application, *, at: datetime) -> dict[str, Any]:
    call, person = application.call, application.person
    language = person.language
    own = zone_or(application.time_zone or person.time_zone, call.time_zone)
    hears = call.hear_on
    return {
        "name": person.shown_name,
        "title": for_quotes(queries.title_of(call.programme, language)),
        "deadline": queries.deadline_words(call, at=at),
        "own_deadline": queries.moment_words(call.closes_at, zone=own, at=at)
        if call.closes_at and own != call.time_zone
        else "",
        "number": application.number or 0,
        "hear_on": queries.day_told(hears, at=at) if hears else "",
        "proven": not person.provisional,
    }
