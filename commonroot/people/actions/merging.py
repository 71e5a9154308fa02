"""Two people who turned out to be one: field by field, with nothing lost, undone for 30 days."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.core.text import folded, one_line, sort_key
from commonroot.people import queries, rules
from commonroot.people.actions.folding import fold, remove, rename, settle
from commonroot.people.actions.indexing import index
from commonroot.people.actions.keeping_apart import keep_names_apart
from commonroot.people.models import Affiliation, Change, FormerKey, FurtherName, Merge, Person
from commonroot.people.queries.network import work_key
from commonroot.people.queries.snapshots import difference, snapshot

NAME_LENGTH = 120


class CannotMerge(Refused):
    """These two are not made one, or not without somebody who looks."""


AGAINST = {
    "oneself": gettext_lazy("This is one and the same person already."),
    "accounts": gettext_lazy(
        "Both of them sign in to the desk. End the account of one of them first; "
        "nothing was changed."
    ),
    "different": gettext_lazy(
        "Somebody said that these are two different people. Take that back first, if it was "
        "wrong; nothing was changed."
    ),
}


@transaction.atomic
def merge(
    *,
    other: Person,
    into: Person,
    by: Actor,
    at: datetime,
    cause: str,
    chosen: Mapping[str, Any] | None = None,
) -> Merge:
    """Make `other` and `into` one: `into` is left, everything of both hangs on them.

    `chosen` is {field: "into", "other" or another value}; without it what `into` says stands, and
    what was blank is filled. Names and organisations not chosen become further ones, other values
    stay in the log. Greater care wins, a pause stays, ways and names unite, areas settle the rest
    (agreements: the most restrictive latest answer). The key of `other` leads to `into` from now
    on. `cause`: hand, link, bulk or import:KEY; for the last two nobody looks at the two, so that
    high care and differing agreements are refused. Raises CannotMerge.
    """
    _refuse(other=other, into=into, cause=cause)
    before = snapshot([other, into])
    made = Merge.objects.create(
        person=into, other_key=other.key, cause=cause, by=f"{by.kind}:{by.key}", at=at
    )
    settle(other=other, into=into, by=by, at=at)
    names, work = _names_of(other, into), _organisations_of(other, into)
    if other.is_high or into.is_high:
        for one in (other, into):
            keep_names_apart(one)
    _choose(other=other, into=into, chosen=chosen or {}, cause=f"merge:{made.key}", by=by, at=at)
    fold(losing=other, surviving=into)
    _keep_names(into, names)
    _keep_organisations(into, work)
    rename(other=other, into=into)
    FormerKey.objects.create(key=other.key, person=into)
    key = other.key
    remove(other)
    if into.is_high:
        keep_names_apart(into)
    made.log = difference(before, snapshot([into]))
    made.save(update_fields=["log"])
    index(into)
    note(
        "people merged",
        into,
        by=by,
        at=at,
        person_key=into.key,
        facts={"other": key, "cause": cause},
    )
    return made


def _refuse(*, other: Person, into: Person, cause: str) -> None:
    for code in queries.against(other=other, into=into):
        raise CannotMerge(AGAINST[code])
    if cause in rules.ATTENDED_TO:
        return
    if other.is_high or into.is_high:
        raise CannotMerge(_("Somebody must look at the two of them."))
    if queries.differing(other=other, into=into):
        raise CannotMerge(
            _("They agreed to different things. Somebody must look at the two of them.")
        )


def _choose(
    *,
    other: Person,
    into: Person,
    chosen: Mapping[str, Any],
    cause: str,
    by: Actor,
    at: datetime,
) -> None:
    """Give `into` the chosen values with where they come from, and what always wins."""
    before: dict[str, Any] = {}
    told = dict(into.provenance)
    for field in rules.EDITABLE:
        mine, theirs = getattr(into, field), getattr(other, field)
        pick = chosen.get(field, "into" if mine else "other")
        value = mine if pick == "into" else theirs if pick == "other" else pick
        source = other if pick == "other" else None
        if value == mine:
            continue
        before[field] = mine
        setattr(into, field, value)
        said = [by.kind, at.date().isoformat()]
        if source is not None:
            said = source.provenance.get(field) or [
                source.origin,
                source.created_at.date().isoformat(),
            ]
        into.provenance[field] = said
    into.shown_name = one_line(into.shown_name)[:NAME_LENGTH]
    into.sort_key = sort_key(into.shown_name)
    into.risk = rules.level(into.risk, other.risk)
    into.floor = rules.level(into.floor, other.floor)
    into.keeper = into.keeper or other.keeper
    into.frozen_at = min(_said(into.frozen_at, other.frozen_at), default=None)
    into.confirmed_at = max(_said(into.confirmed_at, other.confirmed_at), default=None)
    into.created_at = min(into.created_at, other.created_at)
    into.provisional = into.provisional and other.provisional
    if other.account_id is not None:
        account, other.account = other.account, None
        other.save(update_fields=["account"])
        into.account = account
    into.save()
    if before:
        Change.objects.create(
            at=at,
            actor=f"{by.kind}:{by.key}",
            cause=cause,
            model="people.person",
            row_key=into.key,
            person=into,
            fields=sorted(before),
            said={field: told[field] for field in before if field in told},
            before=before,
            after={field: getattr(into, field) for field in before},
        )


def _said(*moments: datetime | None) -> list[datetime]:
    return [moment for moment in moments if moment is not None]


# What was said, who said it and when.
Told = tuple[str, str, date]


def _names_of(*people: Person) -> list[Told]:
    """Every form of the names of several people as they stand before anything is chosen."""
    return [
        (form, *_told(person, "shown_name"))
        for person in people
        for form in queries.names_of(person)
    ]


def _organisations_of(*people: Person) -> list[Told]:
    return [
        (person.organisation, *_told(person, "organisation"))
        for person in people
        if person.organisation
    ]


def _told(person: Person, field: str) -> tuple[str, date]:
    told = person.provenance.get(field) or [person.origin, person.created_at.date().isoformat()]
    return told[0], date.fromisoformat(told[1])


def _keep_names(person: Person, names: Iterable[Told]) -> None:
    """Let every name that either of two had stay a name of the one."""
    there = set(queries.names_of(person))
    for text, source, said_on in names:
        if text in there or len(text) > NAME_LENGTH:
            continue
        there.add(text)
        same_script = folded(text).isascii() == folded(person.shown_name).isascii()
        kind = FurtherName.Kind.SPELLING if same_script else FurtherName.Kind.SCRIPT
        FurtherName.objects.create(
            person=person, kind=kind, text=text, source=source, said_on=said_on
        )


def _keep_organisations(person: Person, work: Iterable[Told]) -> None:
    """Let every organisation that either of two named stay one of the one."""
    there = queries.organisations_of(person)
    for text, source, said_on in work:
        if text.casefold() not in there:
            there.add(text.casefold())
            Affiliation.objects.create(
                person=person,
                organisation=text,
                sort_key=work_key(text),
                source=source,
                said_on=said_on,
            )
