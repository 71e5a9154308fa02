"""The share kit: flyers and pictures for everybody, all of it on one page of the desk."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.programmes import permissions, queries
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries import packs, pictures, reading, sharing
from commonroot.programmes.queries.sharing import Kit
from commonroot.programmes.queries.words import language_name

HOUR = 60 * 60


@require_safe
@public
def programme_flyer(request: ActorRequest, key: str) -> HttpResponse:
    """A programme on one page of paper."""
    return _given(_programme_kit(request, key), sharing.flyer, kind="application/pdf")


@require_safe
@public
def programme_square(request: ActorRequest, key: str) -> HttpResponse:
    """A programme as a square picture."""
    return _given(_programme_kit(request, key), sharing.square, kind="image/png")


@require_safe
@public
def session_flyer(request: ActorRequest, key: str) -> HttpResponse:
    """A session on one page of paper."""
    return _given(_session_kit(request, key), sharing.flyer, kind="application/pdf")


@require_safe
@public
def session_square(request: ActorRequest, key: str) -> HttpResponse:
    """A session as a square picture."""
    return _given(_session_kit(request, key), sharing.square, kind="image/png")


@require_safe
@public
def session_preview(request: ActorRequest, key: str) -> HttpResponse:
    """The picture that messengers show beside a link to a session."""
    picture = pictures.session_preview(_session(request, key), school=request.school, at=request.at)
    response = HttpResponse(picture, content_type="image/png")
    patch_cache_control(response, public=True, max_age=HOUR)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@public
def programme_pack(request: ActorRequest, key: str) -> HttpResponse:
    """A whole programme as pages to print."""
    found = queries.public_programme(key, at=request.at)
    pages = packs.pack(found, school=request.school, at=request.at) if found else b""
    if not pages:
        raise Http404
    response = HttpResponse(pages, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="programme.pdf"'
    patch_cache_control(response, public=True, max_age=HOUR)
    return response


def _programme_kit(request: ActorRequest, key: str) -> Kit:
    found = queries.public_programme(key, at=request.at)
    if found is None:
        raise Http404
    return sharing.programme_kit(found, school=request.school, at=request.at)


def _session_kit(request: ActorRequest, key: str) -> Kit:
    session = _session(request, key)
    return sharing.session_kit(session, school=request.school, at=request.at)


def _session(request: ActorRequest, key: str) -> Session:
    found = reading.public_session(key, at=request.at)
    if found is None:
        raise Http404
    return found


def _given(kit: Kit, make: Callable[[Kit], bytes], *, kind: str) -> HttpResponse:
    """What was made; nothing where our fonts lack letters: better no flyer than boxes."""
    if kit.missing:
        raise Http404
    response = HttpResponse(make(kit), content_type=kind)
    if kind == "application/pdf":
        response["Content-Disposition"] = 'inline; filename="flyer.pdf"'
    patch_cache_control(response, public=True, max_age=HOUR)
    return response


@require_safe
@guarded(permissions.can_edit_programme, find=queries.programme)
def share_kit(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Everything to pass a programme and its coming sessions on with, in one of its languages."""
    asked = request.GET.get("language", "")
    known = [code for code in programme.languages if translation.check_for_language(code)]
    language = asked if asked in known else (known or ["en"])[0]
    with translation.override(language):
        kits = [sharing.programme_kit(programme, school=request.school, at=request.at)]
        kits += [
            sharing.session_kit(session, school=request.school, at=request.at)
            for session in reading.sessions_ahead(programme, at=request.at)
        ]
    context = {
        "programme": programme,
        "title": queries.shown(programme.title, programme),
        "kits": kits,
        "language": language,
        "languages": [
            {
                "label": language_name(code),
                "url": f"?language={code}",
                "current": code == language,
            }
            for code in known
        ],
    }
    return render(request, "programmes/share_kit.html", context)
