"""Offers to those who took part, who is on them, and what waits for too long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonroot.accounts.roles import Actor, Permission, circles_where
from commonroot.circles.models import Circle, Mandate
from commonroot.consent.queries import SCHOOL, may
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement.models import Introduction, Pathway
from commonroot.engagement.queries.letters import audience_of, purpose_of
from commonroot.engagement.rules import introductions as rules
from commonroot.people.models import Membership, Person


def pathway(key: str) -> Pathway | None:
    """The offer with that key."""
    return Pathway.objects.select_related("run_by", "circle").filter(key=key).first()


def pathways_of(actor: Actor) -> QuerySet[Pathway]:
    """Offers of the teams `actor` works for and of the school, those open first, with `taken`."""
    circles = circles_where(actor, Permission.EDIT_PROGRAMMES)
    found = Pathway.objects.all()
    if circles is not None:
        found = found.filter(Q(run_by__in=circles) | Q(run_by__kind=Circle.Kind.SCHOOL))
    counted = Q(introductions__state__in=rules.TAKES_A_PLACE)
    return (
        found.select_related("circle", "run_by")
        .prefetch_related("contacts__person")
        .annotate(
            taken=Count("introductions", filter=counted),
            asked=Count("introductions", filter=Q(introductions__state="suggested")),
        )
        .order_by("closed_at", "kind", "pk")
    )


def open_pathways(actor: Actor, *, person: Person, background: str, at: datetime) -> list[Pathway]:
    """Those `actor` may offer to `person` now: meant for them, open, with room."""
    there = Introduction.objects.filter(pathway=OuterRef("pk"), person=person)
    rows = (
        pathways_of(actor)
        .filter(~Exists(there), closed_at=None)
        .filter(Q(until=None) | Q(until__gte=at.date()))
        .filter(country__in=("", person.country))
    )
    return [
        one
        for one in rows
        if (not one.backgrounds or background in one.backgrounds)
        and rules.has_room(places=one.places, taken=one.taken)  # type: ignore[attr-defined]  # annotated
    ]


def taken(pathway: Pathway) -> int:
    """How many are on it."""
    return Introduction.objects.filter(pathway=pathway, state__in=rules.TAKES_A_PLACE).count()


def contact_of(pathway: Pathway, *, at: datetime) -> Person | None:
    """Whom somebody is introduced to on it now."""
    row = (
        pathway.contacts.filter(Q(until=None) | Q(until__gt=at.date()), since__lte=at.date())
        .select_related("person")
        .order_by("-since", "-pk")
        .first()
    )
    return row.person if row is not None else None


def _may_be_contact(*, at: datetime) -> Q:
    mandate = Mandate.objects.filter(
        Q(until=None) | Q(until__gt=at), account=OuterRef("account"), account__is_active=True
    )
    contact = Membership.objects.filter(
        Q(until=None) | Q(until__gt=at.date()),
        person=OuterRef("pk"),
        role=Membership.Role.CONTACT,
    )
    return Q(Exists(mandate)) | Q(Exists(contact))


def may_be_contact(person: Person, *, at: datetime) -> bool:
    """Whether `person` signs in, or is the contact of a circle: then we may write to them so."""
    return Person.objects.filter(_may_be_contact(at=at), pk=person.pk, frozen_at=None).exists()


def possible_contacts(*, at: datetime) -> QuerySet[Person]:
    """Whoever may be the contact of an offer."""
    people = Person.objects.filter(_may_be_contact(at=at), frozen_at=None)
    return people.order_by("sort_key", "pk")


def start_words(country: str, *, language: str) -> tuple[str, str]:
    """Title and words of the offer to start a circle, in that language."""
    with override(language):
        return (
            _("Start a circle in %(country)s") % {"country": country},
            _(
                "There is no circle yet. It takes one person who gathers a few others; "
                "we help with the first meeting."
            ),
        )


@dataclass(frozen=True)
class Overdue:
    """An introduction that waits for too long: since when, and whose turn it is."""

    introduction: Introduction
    since: datetime
    turn: str


def ours(rows: QuerySet[Introduction], actor: Actor) -> QuerySet[Introduction]:
    """Those of `rows` that come of the courses and offers of the teams `actor` works for."""
    circles = circles_where(actor, Permission.EDIT_PROGRAMMES)
    if circles is None:
        return rows
    return rows.filter(
        Q(letter__programme__run_by__in=circles)
        | Q(programme__run_by__in=circles)
        | Q(pathway__run_by__in=circles)
    )


def steps_of(people: Iterable[int], *, seen_by: Actor) -> QuerySet[Introduction]:
    """Introductions of these people (ids) that `seen_by` may see, the latest change first."""
    return (
        ours(Introduction.objects.filter(person__in=list(people)), seen_by)
        .select_related("circle", "pathway", "person", "letter__programme", "owner", "programme")
        .order_by("-changed_at", "-pk")
    )


def overdue(rows: QuerySet[Introduction], *, at: datetime) -> list[Overdue]:
    """Those of `rows` that wait for too long, the oldest first."""
    waiting = rows.filter(state__in=rules.WAITS).select_related(
        "circle", "pathway", "person", "letter__programme", "owner", "programme"
    )
    found = []
    for row in waiting:
        # A circle silent about a letter is nudged there; nobody was asked anything yet.
        if row.letter_id is not None and row.state == Introduction.State.SUGGESTED:
            continue
        since = rules.overdue_since(row.state, changed_at=row.changed_at, at=at)
        if since is not None:
            found.append(Overdue(row, since, rules.turn(row.state)))
    return sorted(found, key=lambda one: (one.since, one.introduction.pk))


def by_state(rows: QuerySet[Introduction]) -> list[tuple[str, int]]:
    """How many of `rows` stand where, in words, in the order of the states."""
    counted = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return [
        (str(state.label), counted[state.value])
        for state in Introduction.State
        if counted.get(state.value)
    ]


def to_introduce(*, at: datetime) -> QuerySet[Introduction]:
    """Introductions of those who agreed and wait for room or a contact."""
    return Introduction.objects.filter(state=Introduction.State.PERMISSION).exclude(pathway=None)


def to_nudge(*, at: datetime) -> QuerySet[Introduction]:
    """Those introduced two weeks ago of whom nobody said since how it went."""
    return (
        Introduction.objects.filter(
            state=Introduction.State.INTRODUCED,
            nudged_at=None,
            introduced_at__lte=at - rules.NUDGE,
        )
        .select_related("person", "circle", "pathway", "asked_by")
        .order_by("pk")
    )


def title_of(introduction: Introduction, language: str) -> tuple[str, str]:
    """What an introduction leads to, in words, and the language of these words."""
    leads_to: Translated | None = None
    if introduction.pathway is not None:
        leads_to = introduction.pathway.title
    elif introduction.circle is not None:
        leads_to = introduction.circle.name
    return leads_to.chosen((language,)) if leads_to else ("", "")


def may_follow(introduction: Introduction, state: str) -> bool:
    """Whether it may be said of an introduction now that it stands so."""
    return rules.may_move(introduction.state, state)


def may_be_named(introduction: Introduction, *, at: datetime) -> bool:
    """Whether the contact may still be told who it is: through the gate, each time."""
    person, circle = introduction.person, introduction.circle
    if circle is None:
        return may(person, Purpose.FOLLOW_UP, SCHOOL, at=at)
    return may(person, purpose_of(circle), audience_of(circle), at=at)
