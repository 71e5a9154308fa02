"""The people of a course in the register, and what they made."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.circles.models import Circle
from commonroot.circles.queries import circle, directory, school
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.engagement import actions, permissions, queries
from commonroot.engagement.forms import CommentForm, ProjectForm
from commonroot.engagement.models import Project, ProjectStatus
from commonroot.engagement.queries import gallery
from commonroot.engagement.rules import Standing
from commonroot.engagement.rules.closing import STATUS_MONTHS
from commonroot.people.queries import working_way
from commonroot.programmes.models import Programme

PAGE = 50
PLACE = re.compile(r"[0-9]{1,6}")
SAMPLE = 5


@require_GET
@guarded(permissions.can_follow_programme, find=queries.programme)
def alumni(request: ActorRequest, programme: Programme) -> HttpResponse:
    """The people of a course as far as they are in the register; the others as numbers."""
    found = queries.standings(programme, at=request.at)
    rows = queries.alumni(programme, at=request.at)
    asked_for = request.GET.get("from", "")
    start = int(asked_for) if PLACE.fullmatch(asked_for) else 0
    shown = list(rows[start : start + PAGE + 1])
    language = get_language() or "en"
    context = {
        "programme": programme,
        "rows": [
            {
                "row": row,
                "country": country_name(row.person.country, language) if row.person.country else "",
            }
            for row in shown[:PAGE]
        ],
        "total": found.total(),
        "there": found[Standing.IN],
        "missing": found.total() - found[Standing.IN],
        "said_no": found[Standing.NO],
        "not_asked": found[Standing.NOT_ASKED],
        "waiting": found[Standing.WAITING],
        "paused": found[Standing.PAUSED],
        "first": start + 1,
        "last": start + len(shown[:PAGE]),
        "next": start + PAGE if len(shown) > PAGE else None,
        "back": max(0, start - PAGE) if start else None,
        "waves": list(queries.waves(programme)),
    }
    return render(request, "engagement/alumni.html", context)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_programme, find=queries.programme)
def ask(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Count and sample, then one letter to each who was never asked."""
    if request.method == "POST":
        actions.ask_missing(programme=programme, by=request.actor, at=request.at)
        return redirect("engagement:alumni", key=programme.key)
    people = queries.to_ask(programme, at=request.at)
    ways = [working_way(person) for person in people]
    by_mail = sum(1 for way in ways if way is not None and way.kind == "mail")
    shown = queries.seen_among(people, programme=programme, seen_by=request.actor, at=request.at)
    context = {
        "programme": programme,
        "total": len(people),
        "by_mail": by_mail,
        "by_hand": len(people) - by_mail,
        "sample": [person for person in people if person.pk in shown][:SAMPLE],
    }
    return render(request, "engagement/ask.html", context)


@require_GET
@guarded(permissions.can_follow_programme, find=queries.programme)
def projects(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What people made."""
    language = get_language() or "en"
    found = list(queries.projects(programme))
    everybody = [maker.person for project in found for maker in project.makers.all()]
    shown = queries.seen_among(everybody, programme=programme, seen_by=request.actor, at=request.at)
    rows = []
    for project in found:
        makers = list(project.makers.all())
        named = [maker for maker in makers if maker.person_id in shown]
        rows.append(
            {
                "project": project,
                "country": country_name(project.country, language) if project.country else "",
                "makers": named,
                "others": len(makers) - len(named),
                "status": max(project.statuses.all(), key=lambda one: one.months, default=None),
            }
        )
    context = {
        "programme": programme,
        "rows": rows,
        "makers": sum(len(project.makers.all()) for project in found),
        "unsaid": sum(maker.said_at is None for project in found for maker in project.makers.all()),
        "to_ask": gallery.makers_to_ask(programme, at=request.at).count(),
        "without_comment": sum(not row["project"].comment for row in rows),  # type: ignore[attr-defined]  # a row holds several kinds
    }
    return render(request, "engagement/projects.html", context)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_programme, find=queries.programme)
def add_project(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Record something people made."""
    form = ProjectForm(request.POST or None, **_choices(request, programme))
    refusal = ""
    if form.is_valid():
        try:
            actions.record_project(
                programme=programme, **_content(form), by=request.actor, at=request.at
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:projects", key=programme.key)
    context = {"programme": programme, "form": form, "project": None, "refusal": refusal}
    return render(request, "engagement/project.html", context)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_project, find=queries.project)
def project(request: ActorRequest, project: Project) -> HttpResponse:
    """Change what is known about something people made, and write the comment."""
    choices = _choices(request, project.programme)
    offered = {key for key, _name in choices["people"]}
    everybody = {maker.person.key: maker.naming for maker in queries.makers(project)}
    makers = {key: naming for key, naming in everybody.items() if key in offered}
    # Whoever is not shown here, having paused perhaps, has made it all the same.
    unseen = {key: naming for key, naming in everybody.items() if key not in offered}
    initial = {
        "title": project.title,
        "kind": project.kind,
        "country": project.country,
        "theme": project.theme.key if project.theme else "",
        "language": project.language,
        "summary": project.summary,
    }
    commenting = request.method == "POST" and "comment" in request.POST
    comment = CommentForm(
        request.POST if commenting else None, initial={"comment": project.comment}
    )
    form = ProjectForm(
        request.POST if request.method == "POST" and not commenting else None,
        initial=initial,
        makers=makers,
        **choices,
    )
    refusal = ""
    try:
        if commenting and comment.is_valid():
            actions.comment_project(
                project=project,
                comment=comment.cleaned_data["comment"],
                by=request.actor,
                at=request.at,
            )
            return redirect(_back(request, project))
        if form.is_valid():
            content = _content(form)
            content["makers"] |= unseen
            actions.edit_project(project=project, **content, by=request.actor, at=request.at)
            return redirect(_back(request, project))
    except Refused as refused:
        refusal = str(refused)
    context = {
        "programme": project.programme,
        "project": project,
        "form": form,
        "comment": comment,
        "letter": request.GET.get("letter", ""),
        "others": len(unseen),
        "refusal": refusal,
        "statuses": _statuses(project),
        "status_choices": ProjectStatus.State.choices,
        "public_yes": gallery.is_public(project),
        "said": project.makers.filter(said_at__isnull=False).count(),
        "made_by": project.makers.count(),
    }
    return render(request, "engagement/project.html", context)


def _statuses(project: Project) -> list[dict[str, Any]]:
    """What was said of a work at each agreed moment, and the choices."""
    said = {row.months: row for row in gallery.statuses(project)}
    return [
        {
            "months": months,
            "said": said.get(months),
            "words": ngettext("after %(n)s month", "after %(n)s months", months) % {"n": months}
            if months
            else _("at the end of the course"),
        }
        for months in STATUS_MONTHS
    ]


def _back(request: ActorRequest, project: Project) -> str:
    """The letter somebody came from, else the list."""
    letter = queries.letter(request.GET.get("letter", ""))
    if letter is not None and letter.programme_id == project.programme_id:
        return reverse("engagement:letter", args=[letter.key])
    return reverse("engagement:projects", args=[project.programme.key])


def _choices(request: ActorRequest, programme: Programme) -> dict[str, Any]:
    ours = school()
    languages = list(dict.fromkeys([*programme.languages, *(ours.languages if ours else ["en"])]))
    return {
        "people": [
            (person.key, person.shown_name)
            for person in queries.seen(
                queries.taking_part(programme),
                "",
                programme=programme,
                seen_by=request.actor,
                at=request.at,
            )
        ],
        "themes": [
            (theme.key, str(theme)) for theme in directory() if theme.kind == Circle.Kind.THEME
        ],
        "languages": languages,
    }


def _content(form: ProjectForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "title": given["title"],
        "kind": given["kind"],
        "summary": given["summary"],
        "country": given["country"],
        "theme": circle(given["theme"]) if given["theme"] else None,
        "language": given["language"],
        "makers": form.cleaned_makers,
    }
