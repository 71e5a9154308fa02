"""Absolute addresses of programmes and sessions, in the language now active."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from commonroot.programmes.models import Programme, Session


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
