"""What surrounds every page: one host name, strict headers, who is asking and what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.core.exceptions import MiddlewareNotUsed
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from commonroot.accounts.guards import ActorRequest
from commonroot.accounts.models import Account
from commonroot.accounts.queries import is_over, locks, visit_of
from commonroot.accounts.roles import Actor
from commonroot.circles.queries import actor_for, school
from commonroot.core.keys import mark
from commonroot.core.time import known_zones
from commonroot.core.zones import canonical
from commonroot.people.queries import link
from commonroot.programmes.queries import runs_high_care
from commonroot.work.clock import now

Answer = Callable[[HttpRequest], HttpResponse]

LINK_COOKIE = "page_demo" if settings.DEMO else "page"
ZONE_COOKIE = "zone"
BEFORE_THE_SCHOOL = ("/static/", "/healthz", "/_", "/favicon")
BETWEEN = "~"  # stands in no token
VISIT_PARTS = 3
SEEN_SECONDS = 60  # how exactly it is known when somebody was last here
DESK_PART = 2  # /en/desk/…
FOUND_BY_SEARCH = ("", "programmes", "sessions")

PERMISSIONS = ", ".join(
    [
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "autoplay",
            "browsing-topics",
            "camera",
            "display-capture",
            "encrypted-media",
            "fullscreen",
            "gamepad",
            "geolocation",
            "gyroscope",
            "hid",
            "idle-detection",
            "local-fonts",
            "magnetometer",
            "microphone",
            "midi",
            "otp-credentials",
            "payment",
            "picture-in-picture",
            "screen-wake-lock",
            "serial",
            "storage-access",
            "sync-xhr",
            "usb",
            "window-management",
            "xr-spatial-tracking",
        )
    ]
    + ["publickey-credentials-get=(self)", "publickey-credentials-create=(self)"]
)


def one_host(get_response: Answer) -> Answer:
    """Send 127.0.0.1 to localhost: a passkey belongs to a name, never to a number."""
    if settings.HTTPS:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        host = request.get_host()
        if host.startswith("127.0.0.1") and request.method == "GET" and request.path != "/healthz":
            name = host.replace("127.0.0.1", "localhost", 1)
            return HttpResponsePermanentRedirect(f"http://{name}{request.get_full_path()}")
        return get_response(request)

    return middleware


def first_run(get_response: Answer) -> Answer:
    """Until there is a school, every page for people leads to the first one."""
    founded = False

    def middleware(request: HttpRequest) -> HttpResponse:
        nonlocal founded
        if not founded and not request.path.startswith(BEFORE_THE_SCHOOL):
            founded = school() is not None
            if not founded and "/start/" not in request.path:
                return redirect("web:start")
        return get_response(request)

    return middleware


def strict_headers(get_response: Answer) -> Answer:
    """Headers that every response carries, errors and files included."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not _may_be_found(request.path):
            response.setdefault("X-Robots-Tag", "noindex")
        known = {settings.SESSION_COOKIE_NAME, LINK_COOKIE} & request.COOKIES.keys()
        # Styles and scripts are the same for everybody: whoever signed in keeps them too.
        if known and not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def by_button_only(get_response: Answer) -> Answer:
    """Say in words, with a way on, that an address only takes what a button sends."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            said = {"way_on": _way_on(request.path)}
            response.content = render_to_string("405.html", said, request=request).encode()
        return response

    return middleware


def _way_on(path: str) -> str:
    """From where somebody goes on: the desk, their own page, or the first page."""
    part = (*path.split("/"), "", "")[DESK_PART]
    return reverse({"desk": "web:today", "me": "web:me"}.get(part, "web:home"))


def _may_be_found(path: str) -> bool:
    """Whether search engines may list a page: home, programmes and sessions, nothing else."""
    parts = path.split("/")
    return len(parts) > DESK_PART and parts[DESK_PART] in FOUND_BY_SEARCH


def actor(get_response: Answer) -> Answer:
    """Tell views who is asking (`request.actor`), the moment (`request.at`) and the visitor's zone.

    A visitor without cookies costs no query outside the demo.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = cast(ActorRequest, request)
        asked.at = now()
        asked.actor = _actor(request)
        zone = request.COOKIES.get(ZONE_COOKIE, "")
        asked.zone = canonical(zone) if zone in known_zones() else None
        asked.school = SimpleLazyObject(school)
        response = get_response(request)
        _go_on(request, response)
        return response

    return middleware


def _actor(request: HttpRequest) -> Actor:
    """The desk belongs to whoever signed in; everywhere else a link from a letter comes first.

    So an organiser who opens a letter of their own sees their own page, and keeps the desk.
    """
    if _is_desk(request.path):
        return _signed_in(request) or Actor.public()
    return _by_link(request) or _signed_in(request) or Actor.public()


def _is_desk(path: str) -> bool:
    parts = path.split("/")
    return len(parts) > DESK_PART and parts[DESK_PART] == "desk"


def _signed_in(request: HttpRequest) -> Actor | None:
    if not request.COOKIES.get(settings.SESSION_COOKIE_NAME) or SESSION_KEY not in request.session:
        return None
    account = (
        Account.objects.filter(pk=request.session[SESSION_KEY], is_active=True, locked_at=None)
        .exclude(Exists(locks()))
        .first()
    )
    # A changed password ends every session that was opened with the old one.
    known = request.session.get(HASH_SESSION_KEY, "")
    if account is None or not constant_time_compare(known, account.get_session_auth_hash()):
        return None
    # Not joined: SQLite would look through every person for the one with this account.
    person = getattr(account, "person", None)
    at = cast(ActorRequest, request).at
    actor = actor_for(account, person_id=person.pk if person else None, at=at)
    if not settings.DEMO and _is_over(request, actor=actor):
        request.session.flush()
        return None
    request.account = account  # type: ignore[attr-defined]  # for the desk's foot
    return actor


def _is_over(request: HttpRequest, *, actor: Actor) -> bool:
    """Whether a session lasted too long or lay idle; else it was seen now, to the minute.

    A longer visit ends as early as a short one where a programme or session of a circle they act
    for asks for high care; that is looked up only when it would make a difference.
    """
    at = cast(ActorRequest, request).at
    started, seen = request.session.get("times", (at.timestamp(), 0))
    if seen:
        over = partial(
            is_over,
            started_at=datetime.fromtimestamp(started, UTC),
            seen_at=datetime.fromtimestamp(seen, UTC),
            at=at,
        )
        if over(kind=visit_of(actor)) or (over(kind="account") and runs_high_care(actor)):
            return True
    if at.timestamp() - seen > SEEN_SECONDS:
        request.session.note_seen((started, at.timestamp()))  # type: ignore[attr-defined]  # our store
    return False


def _by_link(request: HttpRequest) -> Actor | None:
    """Whoever came by a link from a letter, while it works and they have not been away too long."""
    cookie = request.COOKIES.get(LINK_COOKIE)
    if not cookie:
        return None
    at = cast(ActorRequest, request).at
    token, started, seen = visit(cookie, at=at)
    opened = link(token, at=at)
    if opened is None:
        return None
    if not settings.DEMO and is_over(
        started_at=started, seen_at=seen, at=at, kind=opened.person.level
    ):
        return None
    request.link = opened  # type: ignore[attr-defined]  # the personal pages read person and way
    if cookie == token or (at - seen).total_seconds() > SEEN_SECONDS:
        request.goes_on = visit_cookie(token, started=started, at=at)  # type: ignore[attr-defined]  # set below
    return Actor(
        kind="link",
        key=opened.key,
        person_id=opened.person_id,
        scope=opened.scope,
        thing=opened.thing,
    )


def visit(cookie: str, *, at: datetime) -> tuple[str, datetime, datetime]:
    """(token, since when, last seen) of who came by a link; without our mark it begins now."""
    token, *rest = cookie.split(BETWEEN)
    if len(rest) == VISIT_PARTS and constant_time_compare(cookie, _marked(token, *rest[:-1])):
        started, seen = (datetime.fromtimestamp(int(moment), UTC) for moment in rest[:2])
        return token, started, seen
    return token, at, at


def visit_cookie(token: str, *, started: datetime, at: datetime) -> str:
    """The cookie of a visit that goes on."""
    return _marked(token, str(int(started.timestamp())), str(int(at.timestamp())))


def _marked(*said_parts: str) -> str:
    said = BETWEEN.join(said_parts)
    return BETWEEN.join((said, mark("visit", said, ring=settings.KEY_RING)))


def _go_on(request: HttpRequest, response: HttpResponse) -> None:
    """Remember in the browser that somebody who came by a link was here, unless they just left."""
    cookie = getattr(request, "goes_on", "")
    if cookie and LINK_COOKIE not in response.cookies:
        response.set_cookie(
            LINK_COOKIE, cookie, httponly=True, secure=settings.HTTPS, samesite="Lax"
        )
