"""Who may open a page. Every view wears one of these; a view without one fails the build."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from time import monotonic, sleep
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.views.decorators.csrf import csrf_exempt

from commonroot.accounts import rules
from commonroot.accounts.roles import Actor

View = Callable[..., HttpResponse]
Finder = TypeVar("Finder", bound=Callable[..., Any])


class ActorRequest(HttpRequest):
    """A request as the views see it: with who is asking and what time it is."""

    actor: Actor
    at: datetime
    zone: str | None  # the visitor's zone, when they chose one
    school: Any  # the school's circle, looked up at most once, when first used


def public(view: View) -> View:
    """Open to everybody; the view itself shows only what is public."""
    view.guard = "public"  # type: ignore[attr-defined]  # read by the house test and the page cache
    return view


def cached_page(view: View) -> View:
    """Mark a public page as the same for everybody, so that a copy may be kept for a while.

    The page must not read cookies, protect a form with a token or depend on anything but its
    address, the language and what `programmes.queries.pages_version` counts.
    """
    view.cached = True  # type: ignore[attr-defined]  # read by the page cache
    return view


def from_our_pages(view: View) -> View:
    """Accept what is posted from our own pages, without a token (docs/decisions/0011).

    For public forms only, which act for nobody's session. Browsers say where a form came from, in
    Sec-Fetch-Site or Origin, older ones in Referer; what comes from elsewhere is refused.
    """

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "OPTIONS"} and not _is_ours(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guard)


def _is_ours(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    told = request.headers.get("Origin") or request.headers.get("Referer")
    if told is None:
        return (
            True  # a browser of before 2019, or a program: neither can be made to act for somebody
        )
    ours = urlsplit(request.build_absolute_uri("/"))
    theirs = urlsplit(told)
    return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc)


def network(request: HttpRequest) -> str:
    """Where a request comes from, coarsely: only for counting tries, kept as the mark of a day.

    Behind proxies of ours the visitor is the address that the outermost of them saw: so many
    from the end of the list. What stands before it anybody may have written.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
        address = told[-settings.PROXIES] if len(told) >= settings.PROXIES else address
    return rules.network(address)


def following_keys(find: Finder) -> Finder:
    """Mark a finder that also knows the keys which a thing had before: its pages say so (301)."""
    find.follows_keys = True  # type: ignore[attr-defined]  # read by `guarded`
    return find


def _may_have_moved(request: HttpRequest, find: Callable[[str], Any]) -> bool:
    return getattr(find, "follows_keys", False) and request.method in {"GET", "HEAD"}


def _moved(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
    """The same page under the key that its thing has now, with what was asked of it."""
    match = resolve(request.path_info)
    address = reverse(match.view_name, kwargs=kwargs)
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address, permanent=True)


def guarded(
    can: Callable[..., bool], *, find: Callable[..., Any] | None = None
) -> Callable[[View], View]:
    """Open to those for whom `can(actor[, thing])` holds.

    With `find`, the view's `key` is looked up first (`find(key)`, None → not found) and the view
    gets the thing itself, so that no page holds an object unguarded. Somebody who may not gets
    the same "not found" as for a key that does not exist; a visitor who might sign in is asked
    to.
    """

    def wear(view: View) -> View:
        @wraps(view)
        def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = cast(ActorRequest, request).actor
            if find is None:
                if can(actor):
                    return view(request, *args, **kwargs)
            else:
                key = kwargs.pop("key")
                thing = find(key)
                if thing is not None and can(actor, thing):
                    if _may_have_moved(request, find) and thing.key != key:
                        return _moved(request, {**kwargs, "key": thing.key})
                    return view(request, thing, *args, **kwargs)
            if actor.kind == "public" and getattr(can, "sign_in", False):
                return redirect(f"{reverse('accounts:sign_in')}?next={request.path}")
            raise Http404

        guard.guard = can.__name__  # type: ignore[attr-defined]  # read by the house test
        return guard

    return wear


def proven_lately(view: View) -> View:
    """Ask whoever signed in to show once more who they are, unless they did within five minutes.

    For what cannot be taken back: a list that leaves, somebody else's access. The demo has nobody
    to protect and no passwords to ask for.
    """

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return to_prove(cast(ActorRequest, request)) or view(request, *args, **kwargs)

    return guard


def to_prove(request: ActorRequest) -> HttpResponse | None:
    """Where whoever signed in shows once more who they are; None: they did within five minutes."""
    if settings.DEMO or request.actor.kind != "account":
        return None
    proven = request.session.get("proven", 0)
    if request.at.timestamp() - proven <= rules.PROVEN.total_seconds():
        return None
    return redirect(f"{reverse('accounts:prove')}?next={quote(_place_of(request))}")


def _place_of(request: HttpRequest) -> str:
    """Where the page is that asked: what was posted cannot be opened, so the page with its form."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    here = came_from.netloc == request.get_host() and came_from.path
    return came_from.path if here else reverse("accounts:mine")


def even_time(view: View) -> View:
    """Answer what is posted only when a fixed time has passed, whatever there was to do.

    For pages that say the same for known and unknown addresses and have more to do for the known:
    a letter, a withdrawal. Work that takes longer is answered at the next multiple, so that time
    tells nothing of what was found.
    """

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        began = monotonic()
        response = view(request, *args, **kwargs)
        sleep(rules.time_left(monotonic() - began, step=settings.EVEN_SECONDS))
        return response

    return guard


def by_sign_in(can: Callable[..., bool]) -> Callable[..., bool]:
    """Mark a permission as one that signing in may give, so that visitors are asked to."""
    can.sign_in = True  # type: ignore[attr-defined]  # read by `guarded`
    return can


def demo_only(view: View) -> View:
    """Open only while looking around the demo school."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    guard.guard = "demo only"  # type: ignore[attr-defined]  # read by the house test
    return guard
