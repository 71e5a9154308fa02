"""Words and addresses that several public pages share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries import words
from commonroot.programmes.queries.addresses import preview_address, session_preview_address
from commonroot.programmes.queries.reading import host_day
from commonroot.programmes.queries.words import DatedWords

Shown = SafeString | str


@dataclass(frozen=True)
class Share:
    """What helps to pass a page on: text to paste, address, pictures, a flyer for the wall."""

    text: str
    address: str
    preview: str
    title: str
    summary: str
    flyer: str
    square: str

    @property
    def rows(self) -> int:
        """How high the field must be to show the whole text, about."""
        return 1 + sum(1 + len(line) // 44 for line in self.text.splitlines())


def zone_address(back: str) -> str:
    """Where another clock is chosen, and from where."""
    return f"{reverse('programmes:zone')}?{urlencode({'back': back})}"


def apply_by_words(programme: Programme, *, at: datetime) -> str:
    """ "Apply by Sun 6 Dec"."""
    now = host_day(programme.time_zone, at=at)
    day = words.day_words(programme.apply_by, today=now, short=True) if programme.apply_by else ""
    return _("Apply by %(day)s") % {"day": day}


def places_line(left: int | None) -> str:
    """ "9 places left", "Full. You may wait for a place", or "" without a limit."""
    if left is None:
        return ""
    if left == 0:
        return _("Full. You may wait for a place")
    return ngettext("%(n)s place left", "%(n)s places left", left) % {"n": left}


def mode_words(programme: Programme) -> str:
    return str(programme.get_mode_display())


def plain_words(when: DatedWords) -> str:
    return f"{when.day}{_(',')} {when.clock} ({when.zone})" if when.clock else when.day


def filled(pairs: Sequence[tuple[str, Shown]]) -> list[tuple[str, Shown]]:
    return [(term, text) for term, text in pairs if text]


def share_of(
    programme: Programme,
    *,
    title: str,
    when: str,
    summary: str,
    address: str,
    session: Session | None = None,
) -> Share:
    """What helps to pass a programme on, or one session of it."""
    lines = [title, when, summary, address]
    kind, key = ("session", session.key) if session else ("programme", programme.key)
    return Share(
        text="\n".join(line for line in lines if line),
        address=address,
        preview=session_preview_address(session) if session else preview_address(programme),
        title=title,
        summary=summary or title,
        flyer=reverse(f"programmes:{kind}_flyer", kwargs={"key": key}),
        square=reverse(f"programmes:{kind}_square", kwargs={"key": key}),
    )
