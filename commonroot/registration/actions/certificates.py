"""Giving certificates: to one, to everybody who completed, anew with another name, taking back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent.actions import answer
from commonroot.consent.models import LedgerEvent
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.text import one_line
from commonroot.people.actions import answer_link
from commonroot.people.models import Person
from commonroot.people.rules import PAGE_DAYS
from commonroot.programmes.models import Programme
from commonroot.registration import emails, rules
from commonroot.registration.models import Certificate, CertificateRound
from commonroot.registration.queries import certificates as queries
from commonroot.registration.queries.attendance import asked_of, completion_rule, progress
from commonroot.registration.rules.attendance import Reached, new_certificate_code
from commonroot.ui.printing import pdf

MADE_AT_ONCE = 50


class NotCompleted(Refused):
    """Somebody has not done what the programme asks for."""


class NobodyCompleted(Refused):
    """There is nobody to give a certificate to."""


class Revoked(Refused):
    """The certificate was taken back before."""


@transaction.atomic
def give(*, person: Person, programme: Programme, by: Actor, at: datetime) -> Certificate:
    """Give somebody the certificate of a programme they completed; the one they have, if any.

    Raises NotCompleted: eight of nine, where nine are asked for, give none.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    there = queries.valid_of(programme).get(person.pk)
    if there is not None:
        return there
    rule = completion_rule(programme)
    reached = progress(programme, asked=asked_of(rule)).get(person.pk)
    if reached is None or not reached.complete or (rule is not None and not rule.certificates):
        raise NotCompleted(
            _("%(name)s has %(done)s of the %(asked)s sessions that a certificate asks for.")
            % {
                "name": person.shown_name,
                "done": reached.counted if reached else 0,
                "asked": reached.asked if reached else "?",
            }
        )
    return _made(person, programme, reached=reached, by=by, at=at)


def _made(
    person: Person,
    programme: Programme,
    *,
    reached: Reached,
    by: Actor,
    at: datetime,
    name: str | None = None,
) -> Certificate:
    """A new certificate; whoever is in high care writes the name themself when they print it."""
    shown = person.shown_name if name is None else name
    made = Certificate.objects.create(
        code=new_certificate_code(),
        person=person,
        programme=programme,
        name="" if person.is_high else shown,
        language=queries.language_for(person, programme),
        sessions=reached.counted,
        of_sessions=reached.there_are,
        hours=queries.hours_of(person, programme),
        issued_at=at,
        issued_by=f"{by.kind}:{by.key}",
    )
    note("certificate given", made, by=by, at=at, person_key=person.key)
    return made


@transaction.atomic
def give_all(*, programme: Programme, by: Actor, at: datetime) -> CertificateRound:
    """Give certificates to everybody who completed, in the background. Raises NobodyCompleted.

    Asked for again while one is under way, it is that one.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    under_way = queries.open_rounds().filter(programme=programme).first()
    if under_way is not None:
        return under_way
    rule = completion_rule(programme)
    total = len(queries.due(programme, at=at))
    if not total or (rule is not None and not rule.certificates):
        raise NobodyCompleted(_("Nobody is without a certificate who completed the programme."))
    made = CertificateRound.objects.create(
        programme=programme, total=total, by=f"{by.kind}:{by.key}", asked_at=at
    )
    note("certificates asked", made, by=by, at=at, facts={"people": total})
    return made


@transaction.atomic
def go_on(*, making: CertificateRound, by: Actor, at: datetime) -> int:
    """Make the next certificates of a round; how many. The round ends with the last one.

    What was made stays made when this is cut off, and is not made twice.
    """
    programme = Programme.objects.select_for_update().get(pk=making.programme_id)
    again = CertificateRound.objects.get(pk=making.pk)
    if again.ended_at is not None:
        return 0
    waiting = queries.due(programme, at=at)
    for row in waiting[:MADE_AT_ONCE]:
        _made(row.person, programme, reached=row.reached, by=by, at=at)
    given = min(len(waiting), MADE_AT_ONCE)
    again.done = min(again.done + given, again.total)
    again.ended_at = at if len(waiting) <= MADE_AT_ONCE else None
    again.save(update_fields=["done", "ended_at"])
    return given


@transaction.atomic
def tell(*, certificate: Certificate, at: datetime) -> bool:
    """Write to somebody that their certificate is there; whether it was due."""
    again = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if again.told_at is not None or again.revoked_at is not None:
        return False
    again.told_at = at
    again.save(update_fields=["told_at"])
    token = answer_link(
        person=again.person, thing=f"certificate:{again.key}", days=PAGE_DAYS, at=at
    )
    emails.post_certificate(again, token=token, at=at)
    return True


@transaction.atomic
def revoke(*, certificate: Certificate, by: Actor, at: datetime) -> Certificate:
    """Take a certificate back: whoever checks it is told so. Raises Revoked."""
    again = _held(certificate)
    again.revoked_at = at
    again.save(update_fields=["revoked_at"])
    note("certificate revoked", again, by=by, at=at, person_key=again.person.key)
    return again


@transaction.atomic
def reissue(*, certificate: Certificate, name: str, by: Actor, at: datetime) -> Certificate:
    """Give a certificate anew with a corrected name; the earlier one is revoked. Raises Revoked."""
    earlier = _held(certificate)
    wanted = one_line(name)[:120]
    made = _made(
        earlier.person,
        earlier.programme,
        reached=Reached(
            counted=earlier.sessions, asked=0, there_are=earlier.of_sessions, excused=0, minutes=0
        ),
        name=wanted if rules.is_name(wanted) else earlier.name,
        by=by,
        at=at,
    )
    made.hours = earlier.hours
    made.save(update_fields=["hours"])
    earlier.revoked_at, earlier.replaced_by = at, made
    earlier.save(update_fields=["revoked_at", "replaced_by"])
    return made


def _held(certificate: Certificate) -> Certificate:
    again = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("person", "programme")
        .get(pk=certificate.pk)
    )
    if again.revoked_at is not None:
        raise Revoked(_("This certificate was taken back before. Nothing was changed."))
    return again


@transaction.atomic
def say_name_may_show(
    *, certificate: Certificate, yes: bool, language: str, by: Actor, at: datetime
) -> LedgerEvent:
    """The person says whether whoever checks their certificate may see the name on it."""
    return answer(
        person=certificate.person,
        purpose=Purpose.NAMING,
        audience=queries.audience(certificate),
        yes=yes,
        how=LedgerEvent.How.PAGE,
        language=language,
        by=by,
        at=at,
    )


def printed(certificate: Certificate, *, at: datetime, name: str = "") -> bytes:
    """The PDF of a certificate. A name written now is printed and not kept."""
    values = queries.on_paper(certificate, name=one_line(name)[:120], at=at)
    return pdf(queries.TEMPLATE.read_text(), values=values)
