"""One person: how far somebody may see them, what we hold and who said it, what is next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.consent.queries import SCHOOL, may
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.places import language_name, script_name
from commonroot.core.text import folded, script
from commonroot.engagement.models import Participation, Promise, Wave
from commonroot.people.models import ContactWay, Membership, Person
from commonroot.people.permissions import can_see_register
from commonroot.people.queries import Said, age_of, filled, freshness, said, several
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.words import day_words
from commonroot.registration.models import Registration
from commonroot.stewardship.models import DetailsQuestion
from commonroot.stewardship.queries import last_question
from commonroot.web.queries import words
from commonroot.web.queries.happenings import registrations, session_words
from commonroot.web.queries.labels import LABELS as LABELS  # noqa: PLC0414 - read from here by the page of a merge
from commonroot.web.queries.labels import label, value_words, work_words, years
from commonroot.web.queries.rail import programmes_of
from commonroot.web.queries.timeline import Happening, Reach, midnight

OWN_WORDS = {"link", "registration"}  # sources by which the person themself speaks


@dataclass(frozen=True)
class Detail:
    """Something we hold, who said it and when it was last said to be so."""

    label: str
    value: str
    source: str
    state: str
    age: str


def reach(person: Person, *, actor: Actor, at: datetime) -> Reach:
    """What `actor` may see of `person` now; nothing when neither agreement nor a place opens it."""
    if can_see_register(actor) and may(person, Purpose.REGISTER, SCHOOL, at=at):
        return Reach(register=True, programmes=frozenset())
    theirs = Registration.objects.filter(person=person, session__programme__in=programmes_of(actor))
    open_ones = set()
    for programme in Programme.objects.filter(pk__in=theirs.values("session__programme")):
        audience = Audience(AudienceKind.PROGRAMME, programme.key)
        if may(person, Purpose.THIS_PROGRAMME, audience, at=at):
            open_ones.add(programme)
    by_team = any(
        holds(actor, Permission.SEE_CONTACTS, within=programme.run_by_id) for programme in open_ones
    )
    return Reach(False, frozenset(programme.pk for programme in open_ones), by_team)


def details(person: Person, *, at: datetime, language: str) -> list[Detail]:
    """What is filled in of a person, and what they have several of."""
    found = several(person)
    work = {folded(row.organisation) for row in found.organisations}
    single = [
        _detail(
            label(field),
            value_words(field, getattr(person, field)),
            who=said(person, field),
            at=at,
            note=_("supposed") if _is_supposed(person, field) else "",
        )
        for field in filled(person)
        if not (field == "organisation" and folded(person.organisation) in work)
    ]
    rows = [
        *(
            (row, _upper(row.get_kind_display()), row.text, script_name(script(row.text), language))
            for row in found.names
        ),
        *(
            (
                row,
                _("Speaks"),
                f"{language_name(row.language, language)} · {row.get_level_display()}",
                "",
            )
            for row in found.languages
        ),
        *(
            (
                row,
                _("Organisation"),
                work_words(row.organisation, row.role, when=years(row.since, row.until)),
                "",
            )
            for row in found.organisations
        ),
        *((row, _("Theme"), str(row.theme), "") for row in found.themes),
        *((row, _("Offers to"), row.get_kind_display(), "") for row in found.offers),
    ]
    return single + [
        _detail(str(what), str(value), who=_said(row), at=at, note=note)
        for row, what, value, note in rows
    ]


@dataclass(frozen=True)
class WayShown:
    """An address or number: whether it works, who said it, and when it was last shown to be so."""

    value: str
    state: str
    confirmed: bool
    source: str
    fresh: str
    age: str


def ways(person: Person, *, at: datetime) -> list[WayShown]:
    """How somebody is reached, with whose words and how old each is."""
    rows = ContactWay.objects.filter(person=person).order_by("kind", "-preferred", "pk")
    return [_way(row, at=at) for row in rows]


def _way(row: ContactWay, *, at: datetime) -> WayShown:
    fresh, count, unit = age_of(max(filter(None, (row.created_at, row.confirmed_at))), at=at)
    return WayShown(
        value=row.value,
        state=row.state,
        confirmed=row.confirmed_at is not None,
        source=words.source(row.source),
        fresh=fresh,
        age=words.age(count, unit),
    )


def _is_supposed(person: Person, field: str) -> bool:
    # Lists seldom say in which language somebody reads: until they do, it is the school's.
    imported = person.origin == Person.Origin.IMPORT
    return field == "language" and imported and field not in person.provenance


def _said(row: object) -> Said:
    return Said(row.source, row.said_on, row.confirmed_on)  # type: ignore[attr-defined]  # every detail has them


def _detail(what: str, value: str, *, who: Said, at: datetime, note: str = "") -> Detail:
    state, count, unit = age_of(midnight(who.newest), at=at)
    by = [note, words.source(who.source)]
    if who.confirmed_on is not None and who.source not in OWN_WORDS:
        by.append(_("confirmed by themself"))
    return Detail(
        label=what,
        value=value,
        source=" · ".join(filter(None, by)),
        state=state,
        age=words.age(count, unit),
    )


def held_in_short(person: Person, *, language: str) -> list[tuple[str, str]]:
    """(what, value) of what we keep of somebody, as they are asked whether it is right."""
    found = several(person)
    single = [
        (label(field), value_words(field, getattr(person, field))) for field in filled(person)
    ]
    work = [
        work_words(row.organisation, row.role, when=years(row.since, row.until))
        for row in found.organisations
    ]
    lines = (
        (_("Other names"), [row.text for row in found.names]),
        (_("Speaks"), [language_name(row.language, language) for row in found.languages]),
        (_("Active in"), work),
        (_("Themes"), [str(row.theme) for row in found.themes]),
        (_("Offers to"), [str(row.get_kind_display()) for row in found.offers]),
    )
    separator = f"{_(',')} "
    return single + [(str(what), separator.join(values)) for what, values in lines if values]


def whose_words(person: Person, *, today: date) -> dict[str, str]:
    """{field: whose words stand there and since when}, for whoever is about to change them."""
    found = {}
    for field in filled(person):
        who = said(person, field)
        day = day_words(who.newest, today=today)
        found[field] = (
            _("Their own words, %(day)s.") % {"day": day}
            if who.source in OWN_WORDS
            else f"{_upper(words.source(who.source))}{_(',')} {day}."
        )
    return found


def freshness_words(person: Person, *, at: datetime) -> tuple[str, str]:
    """The sign of a person's freshness and its age in words."""
    state, count, unit = freshness(person, at=at)
    return state, words.age(count, unit)


def circles_of(person: Person) -> list[str]:
    """The circles somebody is in, with their part in it."""
    rows = (
        Membership.objects.filter(person=person, until=None)
        .select_related("circle")
        .order_by("since", "pk")
    )
    return [
        _("%(circle)s (contact)") % {"circle": row.circle}
        if row.role == Membership.Role.CONTACT
        else str(row.circle)
        for row in rows
    ]


def following(person: Person, *, reach: Reach, at: datetime, today: date) -> list[Happening]:
    """What is next: sessions they come to, questions to them, promises due; the soonest first."""
    coming = (
        registrations(person, reach)
        .filter(session__starts_at__gt=at, state__in=("placed", "waiting", "offered"))
        .select_related("session__programme")
    )
    found = [
        Happening(at=row.session.starts_at, **vars(session_words(row)))
        for row in coming
        if row.session.starts_at is not None
    ]
    if reach.register:
        programmes = Participation.objects.filter(person=person).values("programme")
        waves = Wave.objects.filter(programme__in=programmes, sent_at=None, due_on__gte=today)
        found += [
            Happening(
                at=midnight(wave.due_on),
                title=_("We ask how it goes"),
                text=str(wave.programme),
                url=reverse("engagement:wave", args=[wave.key]),
            )
            for wave in waves.select_related("programme")
        ]
        found += [
            Happening(
                at=midnight(promise.due_on), title=_("Their promise comes back"), text=promise.text
            )
            for promise in Promise.objects.filter(person=person, due_on__gte=today)
        ]
        asked = last_question(person)
        if asked is not None and asked.state == DetailsQuestion.State.WAITING:
            found.append(
                Happening(
                    at=asked.round.leaves_at,
                    title=_("We ask whether their details are right"),
                    url=reverse("web:still_right_round", args=[asked.round.key]),
                )
            )
    return sorted(found, key=lambda one: one.at)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
