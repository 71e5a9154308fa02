"""Absolute addresses of programmes and sessions, in the language now active."""

import re
import unicodedata
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from commonroot.programmes.models import Programme, Session

WORDS_LENGTH = 60


def absolute(path: str) -> str:
    """A path of ours with the address of this instance before it."""
    return f"{settings.ADDRESS}{path}"


def host() -> str:
    """The name of this instance in lasting identifiers."""
    return urlsplit(settings.ADDRESS).hostname or "localhost"


def programme_address(programme: Programme) -> str:
    """Where the programme's page is."""
    return absolute(reverse("programmes:programme", kwargs={"key": programme.key}))


def session_address(session: Session) -> str:
    """Where the session's page is."""
    return absolute(reverse("registration:session", kwargs={"key": session.key}))


def preview_address(programme: Programme) -> str:
    """Where the preview picture of the programme is."""
    return absolute(reverse("programmes:preview", kwargs={"key": programme.key}))


def session_preview_address(session: Session) -> str:
    """Where the preview picture of one session is."""
    return absolute(reverse("programmes:session_preview", kwargs={"key": session.key}))


def words_of(title: str) -> str:
    """A title as part of an address that can be read and typed: "power-analysis"; "" without any
    letters that every keyboard has.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    parts = [part for part in re.split(r"[^a-z0-9]+", plain) if part]
    return "-".join(parts)[:WORDS_LENGTH].strip("-") if _is_readable(title) else ""


def _is_readable(title: str) -> bool:
    letters = [one for one in title if one.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(one, "") for one in letters)


def led_to(words: str, *, at: datetime) -> list[tuple[str, Programme | Session]]:
    """(language, what is public under these words): programmes first, then sessions still to come,
    the next first, then those that were.
    """
    found: list[tuple[str, Programme | Session]] = []
    public = Programme.objects.filter(published_at__lte=at).order_by("pk")
    sessions = Session.objects.filter(programme__in=public).select_related("programme")
    in_order = sorted(sessions.order_by("pk"), key=lambda one: _order(one, at=at))
    things: list[Programme | Session] = [*public, *in_order]
    for one in things:
        told = next((code for code, text in one.title.items() if words_of(text) == words), None)
        if told is not None:
            found.append((told, one))
    return found


def _order(session: Session, *, at: datetime) -> tuple[bool, float]:
    when = session.starts_at.timestamp() if session.starts_at else at.timestamp()
    over = session.ends_at is not None and session.ends_at <= at
    return over, -when if over else when


def typed_address(thing: Programme | Session, *, language: str, at: datetime) -> str:
    """What a flyer says to type: "example.org/go/power-analysis" where these words lead there and
    nowhere else, else the whole address without its beginning.
    """
    session = isinstance(thing, Session)
    whole = session_address(thing) if isinstance(thing, Session) else programme_address(thing)
    words = words_of(thing.title.get(language, "") or str(thing.title))
    led = [one for _language, one in led_to(words, at=at)] if words else []
    alone = len(led) == 1 and led[0].pk == thing.pk and isinstance(led[0], Session) == session
    told = absolute(reverse("go", kwargs={"words": words})) if alone else whole
    return told.partition("://")[2].rstrip("/")
