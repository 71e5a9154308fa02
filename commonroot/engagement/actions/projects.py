"""What people made in a course."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.text import one_line
from commonroot.engagement import queries
from commonroot.engagement.actions.letters import draft_letter
from commonroot.engagement.models import Maker, Project
from commonroot.people.models import Person
from commonroot.programmes.models import Programme

TITLE_LENGTH = 160


class NotOfTheProgramme(Refused):
    """Somebody named as a maker did not take part."""


@transaction.atomic
def record_project(
    *,
    programme: Programme,
    title: str,
    kind: str,
    makers: Mapping[str, str],
    by: Actor,
    at: datetime,
    summary: str = "",
    comment: str = "",
    country: str = "",
    theme: Circle | None = None,
    language: str = "en",
) -> Project:
    """Something people made. `makers`: {person key: naming}. Raises NotOfTheProgramme."""
    project = Project.objects.create(
        programme=programme,
        title=one_line(title)[:TITLE_LENGTH],
        kind=kind,
        summary=summary,
        comment=comment,
        country=country,
        theme=theme,
        language=language,
        created_at=at,
        updated_at=at,
    )
    _set_makers(project, makers)
    _draft_letters(project, by=by, at=at)
    note("project recorded", project, by=by, at=at, facts={"makers": len(makers)})
    return project


@transaction.atomic
def edit_project(
    *,
    project: Project,
    title: str,
    kind: str,
    makers: Mapping[str, str],
    by: Actor,
    at: datetime,
    summary: str = "",
    country: str = "",
    theme: Circle | None = None,
    language: str = "en",
) -> None:
    """Change everything about a project but the organisers' comment. Raises NotOfTheProgramme."""
    project.title, project.kind, project.summary = one_line(title)[:TITLE_LENGTH], kind, summary
    project.country, project.theme, project.language = country, theme, language
    project.updated_at = at
    project.save(
        update_fields=["title", "kind", "summary", "country", "theme", "language", "updated_at"]
    )
    _set_makers(project, makers)
    _draft_letters(project, by=by, at=at)
    note("project edited", project, by=by, at=at, facts={"makers": len(makers)})


@transaction.atomic
def comment_project(*, project: Project, comment: str, by: Actor, at: datetime) -> None:
    """What the organisers make of the work, as the circle reads it."""
    project.comment, project.updated_at = comment, at
    project.save(update_fields=["comment", "updated_at"])
    note("project commented", project, by=by, at=at)


def _draft_letters(project: Project, *, by: Actor, at: datetime) -> None:
    """Once a course is closed, the circles that read of a project have a letter waiting."""
    if project.programme.closed_at is None:
        return
    concerned = Q(pk=project.theme_id)
    if project.country:
        concerned |= Q(kind=Circle.Kind.COUNTRY, country=project.country)
    for circle in (
        Circle.objects.filter(concerned).exclude(state=Circle.State.CLOSED).order_by("pk")
    ):
        draft_letter(programme=project.programme, circle=circle, by=by, at=at)


def _set_makers(project: Project, makers: Mapping[str, str]) -> None:
    people = {
        person.key: person
        for person in Person.objects.filter(
            pk__in=queries.taking_part(project.programme).values("pk"), key__in=makers
        )
    }
    if len(people) != len(makers):
        raise NotOfTheProgramme(_("Somebody you chose did not take part in this course."))
    Maker.objects.filter(project=project).exclude(person__in=people.values()).delete()
    said = set(
        Maker.objects.filter(project=project, said_at__isnull=False).values_list(
            "person__key", flat=True
        )
    )
    for key, naming in makers.items():
        if key not in said:  # who decided themselves is decided for by nobody
            Maker.objects.update_or_create(
                project=project, person=people[key], defaults={"naming": naming}
            )
