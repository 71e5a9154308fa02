"""The share kit of a programme or a session: flyer, square picture, preview, text, address.

All of it is in the language now active.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from commonroot.circles.models import Circle
from commonroot.programmes.models import Programme, Session
from commonroot.programmes.queries import words
from commonroot.programmes.queries.addresses import (
    host,
    preview_address,
    programme_address,
    session_address,
    session_preview_address,
    typed_address,
)
from commonroot.programmes.queries.lists import where_parts
from commonroot.programmes.queries.phrases import plain_words
from commonroot.programmes.queries.presenters import presenters_plain
from commonroot.programmes.rules import stages
from commonroot.ui.hue import DEFAULT_HUE, PAPER_LIGHT, colours
from commonroot.ui.patterns import BLOCK, MARK, band_svg
from commonroot.ui.printing import pdf, png
from commonroot.ui.scripts import unwritable

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
DRAWN_AS = "1"  # raised when a drawing changes, so that kept ones are made anew
POINTS = 3
SQUARE_SAYS = (
    "language", "root", "pattern", "kicker", "title", "when", "clock", "zone", "school",
)  # fmt: skip
COLOURS = 48
BLOCKS = 5  # whole blocks across a page: 42 mm each on A4


@dataclass(frozen=True)
class Kit:
    """What helps to pass a page on. The values are words alone, ready for paper."""

    key: str
    title: str
    when: str
    clock: str
    zone: str
    text: str
    address: str
    flyer: str
    square: str
    preview: str
    values: Mapping[str, Any]

    @property
    def missing(self) -> str:
        """Letters that our fonts for paper lack; "" when it can be printed."""
        return unwritable(" ".join(str(value) for value in self._told()))

    def _told(self) -> list[Any]:
        return [
            *(self.values[name] for name in ("title", "when", "zone", "lead", "call", "school")),
            *self.values["points"],
            *(text for _term, text in self.values["facts"]),
        ]


def programme_kit(programme: Programme, *, school: Circle | None, at: datetime) -> Kit:
    """The kit of a whole programme."""
    sessions = list(programme.sessions.all())
    when = words.programme_when(programme, sessions=sessions, at=at)
    applies = programme.format != Programme.Format.OPEN
    now = at.date()
    opened = stages.call_is_open(
        apply_by=programme.apply_by, starts_on=programme.starts_on, today=now
    )
    return _kit(
        programme,
        key=programme.key,
        kind="programmes",
        title=_told(programme.title, programme),
        kicker="",
        when=when,
        zone="",
        summary=_told(programme.summary, programme),
        points=[_told(aim, programme) for aim in programme.aims],
        points_title=_("What it is for"),
        facts=[
            (_("Rhythm"), _told(programme.schedule_words, programme)),
            (_("Where"), where_parts(programme)[0]),
            *_common_facts(programme),
        ],
        call=_("Apply") if applies and opened else _("All dates and places"),
        address=programme_address(programme),
        typed=typed_address(programme, language=get_language() or "en", at=at),
        preview=preview_address(programme),
        school=school,
    )


def session_kit(session: Session, *, school: Circle | None, at: datetime) -> Kit:
    """The kit of one session."""
    programme = session.programme
    told = words.session_words(session, at=at)
    return _kit(
        programme,
        key=session.key,
        kind="sessions",
        title=_told(session.title, programme),
        kicker=_told(programme.title, programme),
        when=f"{told.day}{_(',')}" if told.clock else told.day,
        clock=told.clock,
        zone=told.zone,
        summary=_told(session.summary, programme),
        points=[_told(line, programme) for line in session.learn],
        points_title=_("What you will learn"),
        facts=[
            (_("With"), presenters_plain(session, at=at)),
            (_("Where"), where_parts(programme)[0]),
            *_common_facts(programme),
        ],
        call=_("Save a place") if session.by_registration else _("Read more"),
        address=session_address(session),
        typed=typed_address(session, language=get_language() or "en", at=at),
        preview=session_preview_address(session),
        school=school,
        paste=plain_words(told),
    )


def _common_facts(programme: Programme) -> list[tuple[str, str]]:
    return [
        (_("Language"), words.language_names(programme.languages)),
        (_("Costs"), _told(programme.cost_words, programme)),
    ]


def _told(texts: Mapping[str, str], programme: Programme) -> str:
    return words.told_in(texts, programme)[0]


def _kit(
    programme: Programme,
    *,
    key: str,
    kind: str,
    title: str,
    kicker: str,
    when: str,
    zone: str,
    clock: str = "",
    summary: str,
    points: list[str],
    points_title: str,
    facts: list[tuple[str, str]],
    call: str,
    address: str,
    typed: str,
    preview: str,
    school: Circle | None,
    paste: str = "",
) -> Kit:
    hue = school.hue if school else DEFAULT_HUE
    own = {"key": key}
    return Kit(
        key=key,
        title=title,
        when=when,
        clock=clock,
        zone=zone,
        text="\n".join(line for line in (title, paste or when, summary, address) if line),
        address=address,
        flyer=reverse(f"programmes:{kind[:-1]}_flyer", kwargs=own),
        square=reverse(f"programmes:{kind[:-1]}_square", kwargs=own),
        preview=preview,
        values={
            "language": get_language() or "en",
            "rtl": get_language_bidi(),
            "root": colours(hue)[0].root,
            "paper": PAPER_LIGHT,
            "pattern": programme.key,
            "kicker": kicker,
            "title": title,
            "when": when,
            "clock": clock,
            "zone": zone,
            "lead": summary,
            "points": points[:POINTS],
            "points_title": points_title,
            "facts": [[term, text] for term, text in facts if text],
            "call": call,
            "address": typed,
            "school": str(school) if school else host(),
        },
    )


def flyer(kit: Kit) -> bytes:
    """One A4 page as PDF. It is not kept: it may name people, who may take that back."""
    files = pictures_of(kit) | {"qr.svg": qr(kit.address)}
    return pdf(source("programmes/print/flyer.typ"), values=kit.values, files=files)


def square(kit: Kit) -> bytes:
    """A square picture as PNG, at most 100 kB, drawn once for each wording."""
    place = _kept(kit)
    if place.exists():
        return place.read_bytes()
    made = _square(kit)
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(made)
    unfinished.replace(place)
    return made


def _square(kit: Kit) -> bytes:
    from PIL import Image

    drawn = png(
        source("programmes/print/square.typ"),
        values=kit.values,
        files=pictures_of(kit),
        dots_per_point=1,
    )
    out = BytesIO()
    picture = Image.open(BytesIO(drawn)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def qr(address: str) -> bytes:
    """A QR code that leads to an address, as SVG."""
    import segno

    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, dark="#16231a")
    return out.getvalue()


def pictures_of(kit: Kit) -> dict[str, bytes]:
    """The pattern of the programme and the mark, in the school's colour."""
    root = str(kit.values["root"])
    band = band_svg(str(kit.values["pattern"]), mark="")
    inside = band[band.index(">") + 1 : -len("</svg>")]
    return {
        "pattern.svg": _coloured(inside, box=f"{BLOCKS * BLOCK} {BLOCK}", root=root),
        "mark.svg": _coloured(MARK, box="48 48", root=root),
    }


def _coloured(inside: str, *, box: str, root: str) -> bytes:
    """A drawing of the house in fixed colours, for paper."""
    style = (
        f".drawn{{color:{root};fill:{PAPER_LIGHT};stroke:{PAPER_LIGHT}}}"
        f".pattern__cut{{color:{PAPER_LIGHT};fill:{root};stroke:{root}}}"
    )
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box}"><style>{style}</style>'
        f'<g class="drawn">{inside}</g></svg>'
    )
    return drawing.encode()


@cache
def source(name: str) -> str:
    """The template of that name."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _kept(kit: Kit) -> Path:
    """Where the square picture of these words lies. It names nobody."""
    said = repr([DRAWN_AS, *(kit.values[name] for name in SQUARE_SAYS)])
    name = hashlib.sha256(said.encode()).hexdigest()[:32]
    return Path(settings.DATA / "previews" / f"{name}.png")
