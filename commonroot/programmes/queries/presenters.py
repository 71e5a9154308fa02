"""Who presents, as everybody may read it: named as they agreed, else a guest presenter."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from html import unescape
from operator import or_

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.programmes.models import Presenter, Session
from commonroot.programmes.queries.words import RIGHT_TO_LEFT, shown

State = Presenter.State


def naming(session_key: str) -> Audience:
    """Before whom a presenter is named: everybody, for this one session and nothing else."""
    return Audience(AudienceKind.PUBLIC, f"session:{session_key}")


def named_presenters(session: Session, *, at: datetime) -> QuerySet[Presenter]:
    """Those who present and agreed to be named before everybody, in their order."""
    agreed = session.presenters.filter(state=State.AGREED).exclude(shown_name="")
    return _allowed(agreed, session.key, at=at).order_by("position", "pk")


def _allowed(
    presenters: QuerySet[Presenter], session_key: str, *, at: datetime
) -> QuerySet[Presenter]:
    return allowed(
        presenters, "person", purpose=Purpose.NAMING, audience=naming(session_key), at=at
    )


def names_by_session(sessions: Iterable[int], *, at: datetime) -> dict[int, str]:
    """{session: names of those who agreed to be named}, for lists: two queries at most."""
    agreed = Presenter.objects.filter(session__in=list(sessions), state=State.AGREED)
    agreed = agreed.exclude(shown_name="")
    keys = sorted(set(agreed.order_by().values_list("session__key", flat=True)))
    if not keys:
        return {}
    # A yes is for one session, so each asks the gate for its own.
    each = [_allowed(agreed.filter(session__key=key), key, at=at) for key in keys]
    named = reduce(or_, each).order_by("position", "pk")
    found: dict[int, list[str]] = {}
    for session, name in named.values_list("session", "shown_name"):
        found.setdefault(session, []).append(name)
    return {session: ", ".join(names) for session, names in found.items()}


def presenters_plain(session: Session, *, at: datetime) -> str:
    """The same as `presenters_words`, as plain text for paper."""
    return unescape(strip_tags(presenters_words(session, at=at)))


def presenters_words(session: Session, *, at: datetime) -> SafeString | str:
    """Who presents: names and lines, how many guests, and what the organisers say in words."""
    # Earlier faculty, whom nobody asked for a name, stands in the organisers' words alone.
    expected = session.presenters.filter(state__in=(State.ASKED, State.AGREED))
    count = expected.exclude(asked_at=None).count()
    words = shown(session.presenter_words, session.programme)
    if not count:
        return words
    named = [_named(one) for one in named_presenters(session, at=at)]
    guests = count - len(named)
    if guests > 0:
        named.append(
            format_html(
                "{}",
                ngettext("guest presenter", "%(n)s guest presenters", guests) % {"n": guests},
            )
        )
    if words:
        named.append(format_html("{}", words))
    return format_html_join(" · ", "{}", ((one,) for one in named))


def _named(presenter: Presenter) -> SafeString:
    name = format_html("<bdi>{}</bdi>", presenter.shown_name)
    if not presenter.line:
        return name
    direction = "rtl" if presenter.language in RIGHT_TO_LEFT else "ltr"
    return format_html(
        '{}, <bdi lang="{}" dir="{}">{}</bdi>', name, presenter.language, direction, presenter.line
    )
