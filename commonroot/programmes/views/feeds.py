"""What calendars and news readers ask for again and again."""

import hashlib
import unicodedata
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from commonroot.accounts.guards import ActorRequest, public
from commonroot.circles.models import Circle
from commonroot.circles.queries import circle as circle_of
from commonroot.programmes import queries
from commonroot.programmes.queries import news

HOUR = 60 * 60
MARK_LENGTH = 24


@require_safe
@public
def feed(request: ActorRequest, key: str) -> HttpResponse:
    """The calendar of a programme, to subscribe to or to download once."""
    found = queries.public_programme(key, at=request.at)
    if found is None:
        raise Http404
    content = _kept(f"feed:{found.key}", lambda: queries.feed(found, at=request.at))
    return _calendar(request, content, name=found.key)


@require_safe
@public
def circle_feed(request: ActorRequest, key: str) -> HttpResponse:
    """The calendar of what a circle runs; one that runs nothing public has none."""
    found = circle_of(key)
    if found is None or found.state == Circle.State.CLOSED:
        raise Http404
    if not queries.circle_programmes(found, at=request.at).exists():
        raise Http404
    content = _kept(f"circle feed:{found.pk}", lambda: queries.circle_feed(found, at=request.at))
    return _calendar(request, content, name=found.key)


def _kept(key: str, make: Callable[[], bytes]) -> bytes:
    """A feed as it was made since public pages last changed, or made now. It names nobody."""
    told = hashlib.sha256(f"{queries.pages_version()}:{key}".encode()).hexdigest()
    if settings.DEMO or not settings.PAGE_CACHE:
        return make()
    content: bytes | None = cache.get(told)
    if content is None:
        content = make()
        cache.set(told, content, HOUR)
    return content


@require_safe
@public
def programmes_atom(request: ActorRequest) -> HttpResponse:
    """Public programmes for news readers, the newest first."""
    content = news.atom(school=request.school, at=request.at)
    return answered(request, content, kind="application/atom+xml; charset=utf-8")


def _calendar(request: ActorRequest, content: bytes, *, name: str) -> HttpResponse:
    copy = f"{_file_name(name)}.ics" if "download" in request.GET else ""
    return answered(request, content, kind="text/calendar; charset=utf-8", copy=copy)


def answered(request: ActorRequest, content: bytes, *, kind: str, copy: str = "") -> HttpResponse:
    """What was asked for, or 304 when the asker has it already; `copy`: the name of a download."""
    response = HttpResponse(content, content_type=kind)
    mark = f'"{hashlib.sha256(content).hexdigest()[:MARK_LENGTH]}"'
    response["ETag"] = mark
    if copy:
        response["Content-Disposition"] = f'attachment; filename="{copy}"'
    patch_cache_control(response, public=True, max_age=HOUR)
    answer = get_conditional_response(request, etag=mark, response=response)
    return answer if isinstance(answer, HttpResponse) else response


def _file_name(key: str) -> str:
    plain = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    return "".join(c for c in plain if c.isalnum() or c in "-_") or "programme"
