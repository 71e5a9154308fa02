"""Certificates: who is to get one, what stands on it, what anybody may check."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max, Min, QuerySet
from django.urls import reverse
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent.queries import may
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.people.models import Person
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries.words import day_words
from commonroot.registration.models import Certificate, CertificateRound, Registration
from commonroot.registration.queries.attendance import (
    asked_of,
    completion_rule,
    counted_sessions,
    progress,
    seen_people,
)
from commonroot.registration.rules.attendance import Reached, grouped
from commonroot.ui.qr import squares
from commonroot.ui.scripts import unwritable

TEMPLATE = Path(__file__).parents[1] / "templates" / "registration/certificate.typ"
PUBLIC = "cert"  # short: an audience is named in 32 letters, 22 of which are the key


def certificate(key: str) -> Certificate | None:
    """The certificate with that key, with its person and programme."""
    return (
        Certificate.objects.filter(key=key)
        .select_related("person", "programme__run_by", "replaced_by")
        .first()
    )


def checked(code: str) -> Certificate | None:
    """The certificate with the code that somebody typed, unless nothing of it may be public."""
    found = (
        Certificate.objects.filter(code=grouped(code)).select_related("person", "programme").first()
    )
    return None if found is None or found.person.is_high else found


def audience(found: Certificate) -> Audience:
    """Before whom the name on a certificate is shown: whoever checks this one."""
    return Audience(AudienceKind.PUBLIC, f"{PUBLIC}:{found.key}")


def shows_name(found: Certificate, *, at: datetime) -> bool:
    """Whether whoever checks it may see the name: only if the person agreed to that."""
    return bool(found.name) and may(found.person, Purpose.NAMING, audience(found), at=at)


def certificates_of(person: Person) -> QuerySet[Certificate]:
    """The certificates of a person that hold, the newest first."""
    return (
        Certificate.objects.filter(person=person, revoked_at=None)
        .select_related("programme")
        .order_by("-issued_at", "-pk")
    )


def valid_of(programme: Programme) -> dict[int, Certificate]:
    """The certificate of each person that holds, by primary key of the person."""
    rows = Certificate.objects.filter(programme=programme, revoked_at=None).order_by("pk")
    return {row.person_id: row for row in rows}


@dataclass(frozen=True)
class Progress:
    """How far somebody is in a programme, and the certificate they have."""

    person: Person
    reached: Reached
    certificate: Certificate | None


def everybody(programme: Programme, *, seen_by: Actor, at: datetime) -> list[Progress]:
    """Everybody with a place in a programme whom `seen_by` may see, and how far each is."""
    reached = progress(programme, asked=asked_of(completion_rule(programme)))
    given = valid_of(programme)
    return [
        Progress(person, reached[person.pk], given.get(person.pk))
        for person in seen_people(programme, seen_by=seen_by, at=at)
        if person.pk in reached
    ]


def due(programme: Programme, *, at: datetime) -> list[Progress]:
    """Who completed a programme and has no certificate that holds, in their sorting order."""
    rows = everybody(programme, seen_by=Actor.system(), at=at)
    return [row for row in rows if row.reached.complete and row.certificate is None]


def open_rounds() -> QuerySet[CertificateRound]:
    """Rounds of certificates that are under way."""
    return (
        CertificateRound.objects.filter(ended_at=None)
        .select_related("programme")
        .order_by("asked_at", "pk")
    )


def rounds_due(*, at: datetime) -> bool:
    """Whether certificates are to be made."""
    return open_rounds().exists()


def to_tell(*, at: datetime) -> QuerySet[Certificate]:
    """Certificates of which the person was not told yet."""
    return (
        Certificate.objects.filter(told_at=None, revoked_at=None, issued_at__lte=at)
        .select_related("person", "programme")
        .order_by("issued_at", "pk")
    )


def last_round(programme: Programme) -> CertificateRound | None:
    """The round of certificates last asked for."""
    return programme.certificate_rounds.order_by("-asked_at", "-pk").first()


def hours_of(person: Person, programme: Programme) -> Decimal:
    """Hours of the sessions somebody came to."""
    minutes = Registration.objects.filter(
        person=person,
        session__programme=programme,
        session__state=Session.State.PLANNED,
        state=Registration.State.ATTENDED,
    ).values_list("session__minutes", flat=True)
    return Decimal(sum(minutes)) / 60


def language_for(person: Person, programme: Programme) -> str:
    """The language of a certificate: the person's, if the house speaks it, else the programme's."""
    spoken = dict(settings.LANGUAGES)
    wanted = (person.language, *programme.languages, settings.LANGUAGE_CODE)
    return str(next(language for language in wanted if language in spoken))


def days_of(programme: Programme, *, at: datetime) -> str:
    """From which day to which a programme ran, in the language now active."""
    spans = counted_sessions(programme).aggregate(first=Min("held_on"), last=Max("held_on"))
    first, last = spans["first"], spans["last"]
    if first is None:
        return ""
    today = at.date().replace(year=1)  # a certificate is read years later: with the year
    if first == last:
        return day_words(first, today=today)
    return f"{day_words(first, today=today)} – {day_words(last, today=today)}"


def on_paper(found: Certificate, *, name: str = "", at: datetime) -> dict[str, Any]:
    """Everything that stands on a certificate, in its language: values for its template.

    `name` is one that the person writes now and nobody keeps. A name in a script that cannot be
    printed leaves a line to write it on by hand, and says so.
    """
    written = name or found.name
    person, programme = found.person, found.programme
    with override(found.language):
        title, _language = programme.title.chosen([found.language, *programme.languages])
        school = Circle.objects.filter(kind=Circle.Kind.SCHOOL).first()
        school_name = school.name.chosen([found.language, *school.languages])[0] if school else ""
        missing = unwritable(written) if written else ""
        public = not person.is_high
        address = f"{settings.ADDRESS}{reverse('registration:verify', args=[found.code])}"
        return {
            "language": found.language,
            "direction": "rtl" if get_language_info(found.language)["bidi"] else "ltr",
            "school": school_name,
            "heading": _("Certificate"),
            "name": "" if missing else written,
            "by_hand": _("The name is written in a script we cannot print. Write it here by hand.")
            if missing
            else ""
            if written
            else _("Write the name here by hand."),
            "completed": _("has completed"),
            "title": title,
            "facts": [
                fact
                for fact in (
                    _("%(sessions)s of %(all)s sessions")
                    % {"sessions": found.sessions, "all": found.of_sessions},
                    _("%(hours)s hours") % {"hours": _plain(found.hours)} if found.hours else "",
                    days_of(programme, at=at),
                )
                if fact
            ],
            "issued": _("Given on %(day)s")
            % {"day": day_words(found.issued_at.date(), today=at.date().replace(year=1))},
            "for_school": _("For the school"),
            "check": _("Anybody can check this certificate:") if public else "",
            "address": address if public else "",
            "code": found.code if public else "",
            "qr": _picture(address) if public else "",
        }


def _picture(address: str) -> str:
    """The QR code of an address as an SVG of its own."""
    path, size = squares(address)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="#16231a" d="{path}"/></svg>'
    )


def _plain(hours: Decimal) -> str:
    return f"{hours.normalize():f}"


def seen_by_checker(found: Certificate, *, at: datetime) -> dict[str, Any]:
    """What anybody is told who checks a certificate."""
    return {
        "title": found.programme.title,
        "days": days_of(found.programme, at=at),
        "sessions": found.sessions,
        "of_sessions": found.of_sessions,
        "issued": day_words(found.issued_at.date(), today=at.date().replace(year=1)),
        "name": found.name if shows_name(found, at=at) else "",
        "revoked": found.revoked_at is not None,
        "replaced": found.replaced_by_id is not None,
        "code": found.code,
    }
