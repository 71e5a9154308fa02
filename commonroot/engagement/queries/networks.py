"""Whose networks got linked: organisations of those from elsewhere, and our tie to them."""

from dataclasses import dataclass
from datetime import date, datetime

from commonroot.accounts.roles import Actor
from commonroot.core.text import folded
from commonroot.engagement.models import Participation
from commonroot.engagement.queries.queue import followed
from commonroot.people.models import Affiliation, Organisation, OrganisationTie

LINKED = (OrganisationTie.Kind.JOINT, OrganisationTie.Kind.AFFILIATED)


@dataclass(frozen=True)
class Network:
    """An organisation some of those active elsewhere are in; "" for the key: it has no page yet."""

    name: str
    key: str
    people: int
    tie: str
    tie_words: str
    since: date | None

    @property
    def is_linked(self) -> bool:
        """Whether we work with it, or it has joined."""
        return self.tie in LINKED


@dataclass(frozen=True)
class Networks:
    """Everybody who was active elsewhere: their organisations, and how many named none."""

    rows: list[Network]
    people: int
    without: int


def networks(actor: Actor, *, at: datetime) -> Networks:
    """Organisations of those active elsewhere whom `actor` may see, the most people first."""
    people = set(
        followed(actor, at=at)
        .filter(background=Participation.Background.ELSEWHERE)
        .order_by()
        .values_list("person", flat=True)
    )
    named: dict[str, tuple[str, set[int]]] = {}
    for person, name in Affiliation.objects.filter(person__in=people, until=None).values_list(
        "person", "organisation"
    ):
        named.setdefault(folded(name), (name, set()))[1].add(person)
    single = Participation.objects.filter(person__in=people).exclude(person__organisation="")
    for person, name in single.values_list("person", "person__organisation"):
        named.setdefault(folded(name), (name, set()))[1].add(person)
    pages: dict[str, Organisation] = {}
    for organisation in Organisation.objects.all():
        for spelled in (folded(organisation.name), *organisation.also):
            pages[spelled] = organisation
    ties = {
        tie.organisation_id: tie
        for tie in OrganisationTie.objects.filter(since__lte=at.date()).order_by("since", "pk")
    }
    rows: dict[str, Network] = {}
    found: set[int] = set()
    for spelled, (name, theirs) in named.items():
        found |= theirs
        page = pages.get(spelled)
        tie = ties.get(page.pk) if page else None
        kind = tie.kind if tie else OrganisationTie.Kind.NONE.value
        rows[spelled] = Network(
            name=page.name if page else name,
            key=page.key if page else "",
            people=len(theirs),
            tie=kind,
            tie_words=str(OrganisationTie.Kind(kind).label),
            since=tie.since if tie else None,
        )
    ordered = sorted(rows.values(), key=lambda row: (-row.people, row.name))
    return Networks(ordered, people=len(people), without=len(people - found))
