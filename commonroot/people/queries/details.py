"""What is held of a person: the single fields and what they may have several of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from commonroot.people.models import (
    Affiliation,
    Change,
    EarlierCourse,
    FurtherName,
    Interest,
    Offer,
    Person,
    SpokenLanguage,
)

SINGLE = (
    "shown_name",
    "given_name",
    "family_name",
    "pronouns",
    "city",
    "country",
    "origin_country",
    "language",
    "time_zone",
    "organisation",
    "offers",
    "wants",
    "channel",
)


def filled(person: Person) -> list[str]:
    """The single fields in which something stands."""
    return [field for field in SINGLE if getattr(person, field)]


@dataclass(frozen=True)
class Said:
    """Who said a detail, as provenance says it, when, and when the person last confirmed it."""

    source: str
    said_on: date
    confirmed_on: date | None

    @property
    def newest(self) -> date:
        """The last day on which anybody said so."""
        return max(filter(None, (self.said_on, self.confirmed_on)))


def said(person: Person, field: str) -> Said:
    """Who said what stands in `field` of `person`; how they came to us when nobody wrote it."""
    source, said_on, *confirmed = person.provenance.get(field) or _first(person)
    return Said(
        source=source,
        said_on=date.fromisoformat(said_on),
        confirmed_on=date.fromisoformat(confirmed[0]) if confirmed else None,
    )


def _first(person: Person) -> list[str]:
    """How and when a person came: with an old list on the day of the list, not of its import."""
    name: list[str] = person.provenance.get("shown_name", [])
    if name[:1] == [person.origin]:
        return name[:2]
    return [person.origin, person.created_at.date().isoformat()]


@dataclass(frozen=True)
class Several:
    """What a person has several of, each in its order."""

    names: list[FurtherName]
    languages: list[SpokenLanguage]
    organisations: list[Affiliation]
    courses: list[EarlierCourse]
    themes: list[Interest]
    offers: list[Offer]


def several(person: Person) -> Several:
    """Everything a person has several of: six queries."""
    return Several(
        names=list(FurtherName.objects.filter(person=person).order_by("pk")),
        languages=list(SpokenLanguage.objects.filter(person=person).order_by("pk")),
        organisations=list(
            Affiliation.objects.filter(person=person).order_by(
                F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "pk"
            )
        ),
        courses=list(EarlierCourse.objects.filter(person=person).order_by("-year", "pk")),
        themes=list(
            Interest.objects.filter(person=person)
            .select_related("theme")
            .order_by("theme__sort_key", "pk")
        ),
        offers=list(Offer.objects.filter(person=person).order_by("pk")),
    )


def change_of(person: Person, number: str) -> Change | None:
    """One change of somebody's details, by its number in their history."""
    if not number.isdecimal():
        return None
    return Change.objects.filter(person=person, pk=number).first()


def changes(person: Person) -> QuerySet[Change]:
    """What changed in somebody's details, the newest first."""
    return Change.objects.filter(person=person).order_by("-at", "-pk")
