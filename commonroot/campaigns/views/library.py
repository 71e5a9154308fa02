"""The library of case studies, for everybody: finding one, reading one, hearing of new ones."""

import hashlib

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, cached_page, guarded, public
from commonroot.campaigns.actions import naming
from commonroot.campaigns.forms.studies import StandForm
from commonroot.campaigns.models import CaseStudy, StudyPerson
from commonroot.campaigns.permissions.studies import can_say_how_they_stand
from commonroot.campaigns.queries import studies, study_pages
from commonroot.programmes.queries import shown

PER_PAGE = 12
HOUR = 60 * 60
MARK_LENGTH = 24


@require_safe
@cached_page
@public
def library(request: ActorRequest) -> HttpResponse:
    """All case studies, found by words and by what they tell of."""
    asked = studies.asked_for(request.GET)
    found = studies.found(asked)
    rows = found.rows.defer("words", "texts")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "found": found,
        "page": page,
        "rows": studies.listed(page),
        "narrowed": bool(found.said),
    }
    return render(request, "campaigns/studies.html", context)


@require_safe
@public
def study(request: ActorRequest, key: str) -> HttpResponse:
    """One case study, as everybody may read it. No copy is kept: a name taken back is gone."""
    found = studies.published().filter(key=key).first()
    if found is None:
        raise Http404
    sessions = [
        {
            "title": shown(one.title, one.programme),
            "url": reverse("registration:session", args=[one.key]),
        }
        for one in studies.sessions_with(found, at=request.at)
    ]
    context = {
        "page": study_pages.study_page(found, school=request.school, at=request.at),
        "address": study_pages.lasting_address(found),
        "sessions": sessions,
        "applied": study_pages.applied_in(found),
    }
    return render(request, "campaigns/study.html", context)


@require_safe
@public
def studies_atom(request: ActorRequest) -> HttpResponse:
    """New case studies for news readers, the newest first."""
    content = study_pages.atom(school=request.school)
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = mark = f'"{hashlib.sha256(content).hexdigest()[:MARK_LENGTH]}"'
    patch_cache_control(response, public=True, max_age=HOUR)
    answer = get_conditional_response(request, etag=mark, response=response)
    return answer if isinstance(answer, HttpResponse) else response


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_say_how_they_stand, find=study_pages.study_person)
def named(request: ActorRequest, place: StudyPerson) -> HttpResponse:
    """How somebody stands in a case study: by name, by their part, not at all; changed whenever
    they like.
    """
    person, told = place.person, place.study
    answered_before = place.shown if place.answered_at else ""
    form = StandForm(
        request.POST if request.method == "POST" else None,
        initial={"shown": answered_before, "name": place.name or person.shown_name},
    )
    if form.is_valid():
        naming.stand_as(
            place=place,
            shown=form.cleaned_data["shown"],
            name=form.cleaned_data["name"],
            language=get_language() or "en",
            by=request.actor,
            at=request.at,
        )
        return redirect(f"{request.path}?saved")
    context = {
        "place": place,
        "study": told,
        "name": person.shown_name,
        "form": form,
        "is_public": told.state == CaseStudy.State.PUBLISHED,
        "high": person.is_high,
        "saved": "saved" in request.GET and place.answered_at is not None and not form.is_bound,
    }
    return render(request, "campaigns/named.html", context)
