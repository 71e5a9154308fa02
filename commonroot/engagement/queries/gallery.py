"""What people made, as teams, makers and everybody may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.consent.queries import allowed, may
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.engagement.models import Maker, Project, ProjectStatus
from commonroot.engagement.rules import closing as rules
from commonroot.people.models import Person
from commonroot.people.queries import in_high_care
from commonroot.programmes.models import Programme


def seen_with(project_key: str) -> Audience:
    """Before whom a maker is named: everybody, for this one work and nothing else."""
    return Audience(AudienceKind.PUBLIC, f"work:{project_key}")


def maker(key: str) -> Maker | None:
    """Somebody's part in a work, by its key."""
    found = Maker.objects.select_related("person", "project__programme__run_by")
    return found.filter(key=key).first()


def makers_to_ask(programme: Programme, *, at: datetime) -> QuerySet[Maker]:
    """Makers nobody has asked how they want to appear, and whom the gate lets be written to."""
    rows = Maker.objects.filter(project__programme=programme, asked_at=None, said_at=None)
    audience = Audience(AudienceKind.PROGRAMME, programme.key)
    return (
        allowed(rows, "person", purpose=Purpose.THIS_PROGRAMME, audience=audience, at=at)
        .select_related("person", "project__programme")
        .order_by("pk")
    )


def is_named_publicly(maker: Maker, *, at: datetime) -> bool:
    """Whether a yes to stand with a work before everybody holds now."""
    return may(maker.person, Purpose.NAMING, seen_with(maker.project.key), at=at)


def is_public(project: Project) -> bool:
    """Whether every maker said that everybody may see a work; who paused everything stops it."""
    rows = list(project.makers.values_list("gallery", "person__frozen_at"))
    said = [gallery if frozen is None else Maker.Gallery.NO for gallery, frozen in rows]
    return rules.is_public(said)


def public_projects() -> QuerySet[Project]:
    """Works that everybody may see: put there by organisers, and every maker said yes."""
    makers = Maker.objects.filter(project=OuterRef("pk"))
    not_all = makers.filter(~Q(gallery=Maker.Gallery.YES) | Q(person__frozen_at__isnull=False))
    return (
        Project.objects.filter(
            Exists(makers), ~Exists(not_all), gallery_at__isnull=False,
            programme__published_at__isnull=False,
        )
        .select_related("programme", "theme", "picture", "preview")
        .order_by("-gallery_at", "-pk")
    )  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A work with the names it may stand with, and how many more made it (for organisers alone)."""

    project: Project
    names: tuple[str, ...]
    others: int
    picture: bool


def with_public_names(projects: Iterable[Project], *, at: datetime) -> list[Shown]:
    """Each work with those who agreed to stand with it before everybody: two queries for all.

    Who is at high risk is named nowhere.
    """
    projects = list(projects)
    rows = (
        Maker.objects.filter(project__in=projects)
        .exclude(naming=Maker.Naming.UNNAMED)
        .exclude(in_high_care("person"))
        .select_related("person", "project")
        .order_by("person__sort_key", "pk")
    )
    keys = {row.person_id: row.person for row in rows}
    let = _let(list(rows), at=at) if keys else set()
    names: dict[int, list[str]] = {}
    for row in rows:
        if row.pk in let:
            names.setdefault(row.project_id, []).append(appearance(row.person, row.naming))
    return [
        Shown(
            project=one,
            names=tuple(names.get(one.pk, ())),
            others=0,
            picture=one.picture_id is not None and rules.shows_picture(one.faces),
        )
        for one in projects
    ]


def _let(rows: list[Maker], *, at: datetime) -> set[int]:
    """Which of these the gate lets stand with their own work before everybody."""
    found: set[int] = set()
    for project in {row.project for row in rows}:
        theirs = Maker.objects.filter(pk__in=[row.pk for row in rows], project=project)
        through = allowed(
            theirs, "person", purpose=Purpose.NAMING, audience=seen_with(project.key), at=at
        )
        found |= set(through.values_list("pk", flat=True))
    return found


def appearance(person: Person, naming: str) -> str:
    """How somebody stands beside a work: by name, by initials, or not ("")."""
    if naming == Maker.Naming.NAME:
        return person.shown_name
    return rules.initials(person.shown_name) if naming == Maker.Naming.INITIALS else ""


def works_seen_by(actor: Actor) -> QuerySet[Project]:
    """The works of the courses whose teams an organiser works for, newest course first."""
    makers = Maker.objects.select_related("person").order_by("person__sort_key", "pk")
    rows = Project.objects.select_related("programme__run_by", "theme", "picture", "preview")
    return (
        in_circles_of(rows, "programme__run_by", actor=actor, permission=Permission.EDIT_PROGRAMMES)
        .prefetch_related(
            Prefetch("makers", queryset=makers),
            Prefetch("statuses", queryset=ProjectStatus.objects.order_by("months")),
        )
        .order_by("-programme__ends_on", "title", "pk")
    )


def works_to_ask(person: Person, programme: Programme) -> QuerySet[Project]:
    """What somebody made in a course: whoever made it may be asked how far it has come."""
    return (
        Project.objects.filter(programme=programme, makers__person=person)
        .prefetch_related(Prefetch("statuses", queryset=ProjectStatus.objects.order_by("months")))
        .order_by("title", "pk")
    )


def statuses(project: Project) -> QuerySet[ProjectStatus]:
    """How far a work had come at each moment it was asked, in their order."""
    return project.statuses.order_by("months")
