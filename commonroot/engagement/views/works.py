"""What people made: its picture, its status, the gallery of a team and the one for everybody."""

from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.engagement import permissions, queries
from commonroot.engagement.actions import making
from commonroot.engagement.forms import closing as forms
from commonroot.engagement.models import Project, ProjectStatus
from commonroot.engagement.permissions import closing as may
from commonroot.engagement.queries import gallery as reading
from commonroot.engagement.rules.closing import STATUS_MONTHS, shows_picture
from commonroot.files.models import Upload
from commonroot.files.queries import content
from commonroot.programmes.models import Programme
from commonroot.programmes.permissions import can_make_programmes

A_PAGE = 5  # pictures of 7 kB: a page stays under 60 kB
DESK_PAGE = 24


@require_POST
@guarded(permissions.can_follow_programme, find=queries.programme)
def makers_ask(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Ask each maker how they want to appear."""
    making.ask_makers(programme=programme, by=request.actor, at=request.at)
    return redirect("engagement:projects", key=programme.key)


@require_http_methods(["GET", "POST"])
@guarded(permissions.can_follow_project, find=queries.project)
def project_picture(request: ActorRequest, project: Project) -> HttpResponse:
    """The picture of a work, in words too, and whether faces are visible."""
    form = forms.PictureForm(
        request.POST or None,
        request.FILES or None,
        initial={"words": project.picture_words, "faces": project.faces},
    )
    refusal = ""
    if form.is_valid():
        picture = form.cleaned_data["picture"]
        try:
            making.set_picture(
                project=project,
                picture=picture.file if picture else None,
                name=picture.name if picture else "",
                words=form.cleaned_data["words"],
                faces=form.cleaned_data["faces"],
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("engagement:project", key=project.key)
    context = {"project": project, "form": form, "refusal": refusal}
    return render(
        request, "engagement/project_picture.html", context, status=409 if refusal else 200
    )


@require_POST
@guarded(permissions.can_follow_project, find=queries.project)
def project_more(request: ActorRequest, project: Project) -> HttpResponse:
    """How far it has come, whether it is in the gallery, its picture taken away."""
    try:
        _more(request, project)
    except Refused as refused:
        context = {"project": project, "refusal": str(refused)}
        return render(request, "engagement/project_refused.html", context, status=409)
    return redirect("engagement:project", key=project.key)


def _more(request: ActorRequest, project: Project) -> None:
    said: dict[str, Any] = {"project": project, "by": request.actor, "at": request.at}
    months = request.POST.get("months", "")
    if "drop_picture" in request.POST:
        making.drop_picture(**said)
    elif "gallery" in request.POST:
        making.put_in_gallery(yes=request.POST["gallery"] == "yes", **said)
    elif request.POST.get("status") in ProjectStatus.State and months in map(str, STATUS_MONTHS):
        making.say_project_status(state=request.POST["status"], months=int(months), **said)
    else:
        raise Http404


@require_safe
@guarded(can_make_programmes)
def works(request: ActorRequest) -> HttpResponse:
    """Everything made in the courses of one's team, by country and theme; to print."""
    found, filters = _filtered(request, reading.works_seen_by(request.actor))
    page = Paginator(found, DESK_PAGE).get_page(request.GET.get("page"))
    shown = _seen_makers(request, page)
    language = get_language() or "en"
    rows = []
    for project in page:
        makers = list(project.makers.all())
        names = [
            reading.appearance(maker.person, maker.naming)
            for maker in makers
            if maker.pk in shown and maker.naming != "unnamed"
        ]
        statuses = list(project.statuses.all())
        rows.append(
            {
                "project": project,
                "country": country_name(project.country, language) if project.country else "",
                "names": names,
                "others": len(makers) - len(names),
                "status": statuses[-1] if statuses else None,
            }
        )
    context = {"rows": rows, "page": page, "filters": filters, "today": request.at.date()}
    return render(request, "engagement/works.html", context)


def _seen_makers(request: ActorRequest, page: Page[Project]) -> set[int]:
    """Makers whom the reader may see, course by course."""
    found: set[int] = set()
    for programme in {project.programme for project in page}:
        makers = [
            maker
            for project in page
            if project.programme_id == programme.pk
            for maker in project.makers.all()
        ]
        seen = queries.seen_among(
            (maker.person for maker in makers),
            programme=programme,
            seen_by=request.actor,
            at=request.at,
        )
        found |= {maker.pk for maker in makers if maker.person_id in seen}
    return found


@require_safe
@public
def gallery(request: ActorRequest) -> HttpResponse:
    """What alumni made and everybody may see, by country and theme."""
    found, filters = _filtered(request, reading.public_projects())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "en"
    rows = [
        {
            "shown": shown,
            "project": shown.project,
            "country": country_name(shown.project.country, language)
            if shown.project.country
            else "",
        }
        for shown in reading.with_public_names(page, at=request.at)
    ]
    context = {"rows": rows, "page": page, "filters": filters}
    return render(request, "engagement/gallery.html", context)


@require_safe
@public
def work(request: ActorRequest, key: str) -> HttpResponse:
    """One work, as all who made it let everybody see it."""
    found = reading.public_projects().filter(key=key)
    shown = next(iter(reading.with_public_names(found, at=request.at)), None)
    if shown is None:
        raise Http404
    language = get_language() or "en"
    country = shown.project.country
    context = {
        "shown": shown,
        "project": shown.project,
        "country": country_name(country, language) if country else "",
    }
    return render(request, "engagement/work.html", context)


def _filtered(request: ActorRequest, found: Any) -> tuple[Any, dict[str, Any]]:
    """The works of one country or theme, and the words to choose others."""
    language = get_language() or "en"
    country, theme = request.GET.get("country", ""), request.GET.get("theme", "")
    codes = sorted(set(found.exclude(country="").order_by().values_list("country", flat=True)))
    themes = {
        project.theme.key: str(project.theme)
        for project in found.filter(theme__isnull=False)
        if project.theme is not None
    }
    if country in codes:
        found = found.filter(country=country)
    if theme in themes:
        found = found.filter(theme__key=theme)
    names = sorted((country_name(code, language), code) for code in codes)
    return found, {
        "countries": _words(
            [(code, name) for name, code in names],
            name="country",
            current=country,
            everything=_("every country"),
            theme=theme,
        ),
        "themes": _words(
            sorted(themes.items(), key=lambda pair: pair[1]),
            name="theme",
            current=theme,
            everything=_("every theme"),
            country=country,
        ),
        "chosen": bool(country in codes or theme in themes),
        "query": urlencode(
            {
                "country": country if country in codes else "",
                "theme": theme if theme in themes else "",
            }
        ),
    }


def _words(
    pairs: list[tuple[str, str]], *, name: str, current: str, everything: str, **kept: str
) -> list[dict[str, Any]]:
    rest = "".join(f"&{key}={value}" for key, value in kept.items() if value)
    rows = [{"label": everything, "url": f"?{name}={rest}", "current": not current}]
    rows += [
        {"label": label, "url": f"?{name}={code}{rest}", "current": code == current}
        for code, label in pairs
    ]
    return rows if pairs else []


@require_safe
@guarded(may.can_see_picture, find=queries.project)
def picture(request: ActorRequest, project: Project) -> HttpResponse:
    """The picture of a work, drawn anew by us."""
    return _given(project.picture, project)


@require_safe
@guarded(may.can_see_picture, find=queries.project)
def picture_small(request: ActorRequest, project: Project) -> HttpResponse:
    """The same in a few kilobytes."""
    return _given(project.preview, project)


def _given(upload: Upload | None, project: Project) -> HttpResponse:
    if upload is None:
        raise Http404
    response = StreamingHttpResponse(content(upload), content_type=upload.kind)
    response["Content-Length"] = str(upload.bytes)
    open_to_all = project.gallery_at is not None and shows_picture(project.faces)
    response["Cache-Control"] = "private, max-age=300" if open_to_all else "no-store"
    return cast(HttpResponse, response)  # a stream, but answered as any page
