"""A whole programme as pages to print: for places without a network, and for binders."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from commonroot.circles.models import Circle
from commonroot.programmes.models import Material, Programme, Session
from commonroot.programmes.queries import sharing, words
from commonroot.programmes.queries.addresses import absolute
from commonroot.programmes.queries.materials import materials, shown_materials
from commonroot.programmes.queries.presenters import presenters_plain
from commonroot.ui.printing import pdf
from commonroot.ui.scripts import unwritable


def pack(programme: Programme, *, school: Circle | None, at: datetime) -> bytes:
    """The pages as PDF; b"" where our fonts lack letters of it."""
    kit = sharing.programme_kit(programme, school=school, at=at)
    values = dict(kit.values) | _values(programme, at=at)
    if any(unwritable(text) for text in _texts(values)):
        return b""
    pictures = sharing.pictures_of(kit) | {"qr.svg": sharing.qr(kit.address)}
    return pdf(sharing.source("programmes/print/pack.typ"), values=values, files=pictures)


def _values(programme: Programme, *, at: datetime) -> dict[str, Any]:
    planned = programme.sessions.exclude(state=Session.State.CANCELLED)
    sessions = list(planned.prefetch_related("parts").order_by("position"))
    of_session: dict[int | None, list[Material]] = {}
    for one in materials(programme):
        of_session.setdefault(one.session_id, []).append(one)
    shown = [
        _session(session, programme=programme, found=of_session.get(session.pk, []), at=at)
        for session in sessions
    ]
    zones = {one["zone"] for one in shown if one["zone"]}
    return {
        "words": {
            "aims": _("What it is for"),
            "dates": _("The dates"),
            "learn": _("What you will learn"),
            "parts": _("What happens"),
            "materials": _("To read, hear and use"),
        },
        "purpose": _told(programme.purpose, programme),
        "aims": [_told(aim, programme) for aim in programme.aims],
        "dates": [[one["when"], one["clock"], one["title"]] for one in shown],
        "zone": zones.pop() if len(zones) == 1 else "",
        "sessions": shown,
        "materials": _things(of_session.get(None, []), programme),
    }


def _session(
    session: Session, *, programme: Programme, found: list[Material], at: datetime
) -> dict[str, Any]:
    when = words.session_words(session, at=at)
    parts = sorted(session.parts.all(), key=lambda part: part.position)
    return {
        "title": _told(session.title, programme),
        "when": when.day,
        "clock": when.clock,
        "zone": when.zone,
        "presenter": presenters_plain(session, at=at),
        "summary": _told(session.summary, programme),
        "learn": [_told(line, programme) for line in session.learn],
        "parts": [
            [
                _told(part.title, programme),
                words.length_words(part.minutes) if part.minutes else "",
            ]
            for part in parts
        ],
        "materials": _things(found, programme),
    }


def _things(found: list[Material], programme: Programme) -> list[dict[str, str]]:
    return [
        {
            "title": _told(one.title, programme),
            "second": f"{shown.second} · {shown.size}",
            "licence": shown.licence,
            "address": absolute(shown.url) if shown.is_ours and shown.url else shown.url,
        }
        for one, shown in zip(found, shown_materials(found), strict=True)
    ]


def _told(texts: dict[str, str], programme: Programme) -> str:
    return words.told_in(texts, programme)[0]


def _texts(value: Any) -> Iterable[str]:
    """Every text among the values, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
