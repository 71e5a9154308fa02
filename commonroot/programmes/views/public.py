"""Public pages of programmes, and questions to the organisers."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import (
    ActorRequest,
    cached_page,
    from_our_pages,
    network,
    public,
)
from commonroot.accounts.roles import Actor
from commonroot.circles.queries import school
from commonroot.core.errors import Refused
from commonroot.core.time import known_zones
from commonroot.programmes import actions, queries
from commonroot.programmes.forms import AskForm
from commonroot.programmes.models import Programme
from commonroot.programmes.queries import lists, pictures, zones
from commonroot.programmes.queries.addresses import led_to

ZONE_COOKIE = "zone"
YEAR = 365 * 24 * 60 * 60
HOUR = 60 * 60
PER_PAGE = 50


@require_safe
@cached_page
@public
def catalogue(request: ActorRequest) -> HttpResponse:
    """Programmes that come and sessions that were, narrowed by language and theme."""
    chosen = lists.Choice(
        language=request.GET.get("language", ""),
        theme=request.GET.get("theme", ""),
        place=request.GET.get("place", ""),
    )
    coming = lists.narrowed(queries.coming_programmes(at=request.at), chosen)
    courses = queries.past_programmes(at=request.at).exclude(format=Programme.Format.OPEN)
    page = Paginator(lists.past_sessions(chosen, at=request.at), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "strips": lists.strips(coming, at=request.at),
        "courses": [
            lists.past_course_row(course, at=request.at)
            for course in lists.narrowed(courses[:PER_PAGE], chosen)
        ],
        "page": page,
        "sessions": lists.past_session_rows(page, at=request.at),
        "filters": lists.filter_words(chosen, at=request.at),
        "chosen": chosen,
        "feed": reverse("circle_feed", kwargs={"key": request.school.key}),
    }
    return render(request, "programmes/catalogue.html", context)


@require_safe
@cached_page
@public
def programme(request: ActorRequest, key: str) -> HttpResponse:
    """One programme: what it is, when it meets, how to come in."""
    found = _public(request, key)
    page = queries.programme_page(found, at=request.at, zone=request.zone, school=request.school)
    return render(request, "programmes/programme.html", {"page": page})


@require_safe
@public
def go(request: ActorRequest, words: str) -> HttpResponse:
    """Lead on from the words of a title, as flyers print them, in the language they are in."""
    found = led_to(words.casefold(), at=request.at)
    if not found:
        raise Http404
    language, thing = found[0]
    with override(language if language in dict(settings.LANGUAGES) else get_language()):
        if isinstance(thing, Programme):
            return redirect("programmes:programme", key=thing.key)
        return redirect("registration:session", key=thing.key)


@require_safe
@public
def preview(request: ActorRequest, key: str) -> HttpResponse:
    """The picture that messengers show beside a link to the programme."""
    picture = pictures.preview(_public(request, key), school=school())
    response = HttpResponse(picture, content_type="image/png")
    patch_cache_control(response, public=True, max_age=24 * HOUR)
    # The picture is made to be shown by others: messengers fetch it from their own pages.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@public
def ask(request: ActorRequest, key: str = "") -> HttpResponse:
    """A question to the organisers, an application, or the wish to be told of a date."""
    about = _public(request, key) if key else None
    wish = request.GET.get("about", "") if about else ""
    initial = {"text": _("Please tell me when there is a date.")} if wish == "date" else {}
    form = AskForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("programmes:asked")
        try:
            actions.ask_organisers(
                programme=about,
                name=form.cleaned_data["name"],
                way_text=form.cleaned_data["way"],
                text=form.cleaned_data["text"],
                language=get_language() or "en",
                network=network(request),
                by=Actor.public(),
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("way", str(refusal))
        else:
            return redirect("programmes:asked")
    context: dict[str, Any] = {
        "form": form,
        "about": about,
        "wish": wish,
        "title": _ask_title(wish),
    }
    if about:
        context["about_title"] = queries.shown(about.title, about)
        context["asks"] = [queries.shown(line, about) for line in about.apply_asks]
        context["about_url"] = reverse("programmes:programme", kwargs={"key": about.key})
    return render(request, "programmes/ask.html", context, status=400 if form.errors else 200)


def _ask_title(wish: str) -> str:
    titles = {"date": _("Tell me when there is a date"), "apply": _("Apply")}
    return titles.get(wish, _("Ask the organisers"))


@require_safe
@cached_page
@public
def asked(request: ActorRequest) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "programmes/asked.html")


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@public
def zone(request: ActorRequest) -> HttpResponse:
    """Choose whose clock the pages go by, and go back to where one was."""
    asked_for = request.POST if request.method == "POST" else request.GET
    back = asked_for.get("back", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("programmes:catalogue")
    if request.method != "POST":
        context = {
            "regions": zones.choices(get_language() or "en"),
            "chosen": request.zone,
            "back": back,
        }
        return render(request, "programmes/zone.html", context)
    response = redirect(back)
    chosen = request.POST.get("zone", "")
    if chosen in known_zones():
        response.set_cookie(
            ZONE_COOKIE,
            chosen,
            max_age=YEAR,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )
    else:
        response.delete_cookie(ZONE_COOKIE, samesite="Lax")
    return response


def _public(request: ActorRequest, key: str) -> Programme:
    found = queries.public_programme(key, at=request.at)
    if found is None:
        raise Http404
    return found
