"""Organisations around the school: who they are, how close, what they do for it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.text import folded, one_line, sort_key
from commonroot.people.models import Organisation, OrganisationRole, OrganisationTie
from commonroot.people.queries.network import organisation_called


class HasAPage(Refused):
    """An organisation of that name has a page already."""


@transaction.atomic
def add_organisation(
    *,
    name: str,
    country: str = "",
    address: str = "",
    words: Translated | None = None,
    also: list[str] | None = None,
    by: Actor,
    at: datetime,
) -> Organisation:
    """A page for an organisation. Raises HasAPage."""
    made = Organisation(created_at=at)
    _describe(made, name=name, country=country, address=address, words=words, also=also)
    made.save()
    note("organisation added", made, by=by, at=at)
    return made


@transaction.atomic
def describe_organisation(
    *,
    organisation: Organisation,
    name: str,
    country: str,
    address: str,
    words: Translated,
    also: list[str],
    by: Actor,
    at: datetime,
) -> None:
    """Say anew what an organisation is; its earlier name still finds it. Raises HasAPage."""
    before = organisation.name
    spelled = also if folded(before) == folded(name) else [*also, before]
    _describe(organisation, name=name, country=country, address=address, words=words, also=spelled)
    organisation.save()
    note("organisation described", organisation, by=by, at=at)


def _describe(
    organisation: Organisation,
    *,
    name: str,
    country: str,
    address: str,
    words: Translated | None,
    also: list[str] | None,
) -> None:
    written = one_line(name)
    for spelled in (written, *(also or ())):
        other = organisation_called(spelled)
        if other is not None and other.pk != organisation.pk:
            raise HasAPage(_("%(name)s has a page already: use that one.") % {"name": other.name})
    organisation.name, organisation.sort_key = written, sort_key(written)
    organisation.country, organisation.address = country, address
    organisation.words = words or Translated()
    organisation.also = sorted({folded(one) for one in also or ()} - {folded(written), ""})


@transaction.atomic
def say_tie(
    *, organisation: Organisation, kind: str, since: date, words: str, by: Actor, at: datetime
) -> OrganisationTie:
    """Say how close the school and an organisation are from a day on; the past stays."""
    tie = OrganisationTie.objects.create(
        organisation=organisation, kind=kind, since=since, words=one_line(words), said_at=at
    )
    note("tie said", organisation, by=by, at=at, facts={"kind": kind})
    return tie


@transaction.atomic
def give_role(
    *,
    organisation: Organisation,
    kind: str,
    words: str,
    since: date | None,
    until: date | None,
    by: Actor,
    at: datetime,
) -> OrganisationRole:
    """What an organisation does, or did, for the school."""
    role = OrganisationRole.objects.create(
        organisation=organisation, kind=kind, words=one_line(words), since=since, until=until
    )
    note("organisation role given", organisation, by=by, at=at, facts={"kind": kind})
    return role


@transaction.atomic
def end_role(*, role: OrganisationRole, by: Actor, at: datetime) -> None:
    """It does that no more, from today; doing it again changes nothing."""
    if role.until is not None and role.until <= at.date():
        return
    role.until = at.date()
    role.save(update_fields=["until"])
    note("organisation role ended", role.organisation, by=by, at=at, facts={"kind": role.kind})
