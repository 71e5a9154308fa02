"""Finished public pages: one copy for all visitors without cookies, until something changes."""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import brotli
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from commonroot.programmes.queries import pages_version

# Pages also change as time passes (a session begins, a deadline ends), so that no copy is older
# than this.
SECONDS = 60
HARMLESS_COOKIES = frozenset({settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME})
BROTLI_QUALITY = 5

View = Callable[..., HttpResponseBase]
MARK_LENGTH = 24
PACK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)),
    "gzip": lambda body: gzip.compress(body, mtime=0),
}


@dataclass(frozen=True)
class Kept:
    """A finished page, plain and packed, with the mark of its words."""

    body: bytes
    content_type: str
    packed: dict[str, bytes]
    mark: str


class PageCache:
    """Innermost middleware: answers marked views (`accounts.guards.cached_page`) from kept copies.

    A copy belongs to one address without a query, one language and one state of the programmes;
    it is served to visitors who bring no cookie that could change the page. Marked pages are sent
    compressed: they hold no secret that the size could betray. In the demo nothing is kept, as
    its bar counts letters.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "page_is_public", False) and _is_plain(request, response):
            key = getattr(request, "page_key", None)
            wanted = PACK if key is not None else filter(None, [_encoding(request)])
            kept = _finished(response, encodings=wanted)
            if key is not None:
                cache.set(key, kept, SECONDS)
            return _answer(request, kept, etag=key is not None)
        return response

    def process_view(
        self, request: HttpRequest, view: View, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """The kept copy, if this view is marked and there is one."""
        if request.method != "GET" or settings.DEMO or not getattr(view, "cached", False):
            return None
        request.page_is_public = True  # type: ignore[attr-defined]  # read above, after the view
        if not settings.PAGE_CACHE or request.GET or not set(request.COOKIES) <= HARMLESS_COOKIES:
            return None
        key = f"page:{pages_version()}:{get_language()}:{request.get_host()}:{request.path}"
        kept = cache.get(key)
        if kept is not None:
            request.page_is_public = False  # type: ignore[attr-defined]  # finished already
            return _answer(request, kept, etag=True)
        request.page_key = key  # type: ignore[attr-defined]  # read above, after the view
        return None


def _is_plain(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this is a whole page without anything for one visitor alone."""
    return (
        response.status_code == 200  # noqa: PLR2004 - done
        and not response.streaming
        and not response.cookies
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and not response.has_header("Content-Encoding")
    )


def _finished(response: HttpResponse, *, encodings: Iterable[str]) -> Kept:
    body = response.content
    packed = {name: PACK[name](body) for name in encodings}
    mark = hashlib.sha256(body).hexdigest()[:MARK_LENGTH]
    return Kept(body=body, content_type=response["Content-Type"], packed=packed, mark=mark)


def _encoding(request: HttpRequest) -> str:
    """The best packing that the browser takes; "" for none."""
    told = request.headers.get("Accept-Encoding", "")
    accepted = {part.partition(";")[0].strip() for part in told.split(",")}
    return next((name for name in PACK if name in accepted), "")


def _answer(request: HttpRequest, kept: Kept, *, etag: bool) -> HttpResponse:
    encoding = _encoding(request)
    response = HttpResponse(kept.packed.get(encoding, kept.body), content_type=kept.content_type)
    if encoding:
        response["Content-Encoding"] = encoding
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    if not etag:
        return response
    response["ETag"] = mark = f'"{kept.mark}{encoding}"'
    answer = get_conditional_response(request, etag=mark, response=response)
    return answer if isinstance(answer, HttpResponse) else response
