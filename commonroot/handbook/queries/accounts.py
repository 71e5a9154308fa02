"""What earlier organisers tell of their part of a course, filtered for whoever plans the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language

from commonroot.accounts.roles import Actor, Permission, circles_where, holds
from commonroot.core.places import language_name, regions
from commonroot.engagement.models import Experience
from commonroot.engagement.queries.closing import approved_experiences
from commonroot.engagement.queries.parts import part_words
from commonroot.handbook.models.chapters import CHAPTERS
from commonroot.handbook.models.shapes import Chapter
from commonroot.programmes.models import Programme

ShowTo = Experience.ShowTo
M49_LENGTH = 3


@dataclass(frozen=True)
class Wanted:
    """Which accounts somebody wants to read; "" is any."""

    kind: str = ""  # of course: a Programme.Format
    language: str = ""
    region: str = ""  # a code of the standard M49


@dataclass(frozen=True)
class Account:
    """One account as a reader gets it: in their language where it was put into it."""

    key: str
    part: str  # as it stands in a sentence
    name: str  # "" where its author is not named
    course: str
    year: int | None
    kind: str
    region: str
    text: str
    language: str
    languages: frozenset[str]
    chapters: frozenset[str]


def accounts(actor: Actor, *, at: datetime) -> list[Account]:
    """Every approved account that `actor` may read, of the newest course first. One query.

    Those for organisers are read by whoever edits programmes, anywhere; those for the team of
    their course by whoever edits its programmes; those for everybody by all who read the handbook.
    An author is named as they agreed, and never where that could harm them.
    """
    edits = holds(actor, Permission.EDIT_PROGRAMMES)
    teams = circles_where(actor, Permission.EDIT_PROGRAMMES)
    shown: tuple[str, ...] = (ShowTo.PUBLIC,)
    if edits:
        shown = (ShowTo.PUBLIC, ShowTo.ORGANISERS, ShowTo.TEAM)
    rows = approved_experiences(show_to=shown)
    return [
        _account(row, at=at)
        for row in rows
        if row.show_to != ShowTo.TEAM or teams is None or row.programme.run_by_id in teams
    ]


def _account(row: Experience, *, at: datetime) -> Account:
    reader = get_language() or "en"
    texts = {**row.translations, row.language: row.text}
    language = reader if texts.get(reader) else row.language
    held = row.programme.starts_on
    return Account(
        key=row.key,
        part=part_words(row.part),
        name=row.person.shown_name if row.named and not row.person.is_high else "",
        course=str(row.programme.title),
        year=held.year if held else None,
        kind=row.programme.format,
        region=region_of(row.programme),
        text=texts[language],
        language=language,
        languages=frozenset(code for code, text in texts.items() if text),
        chapters=frozenset(one.code for one in CHAPTERS if row.part in one.parts),
    )


def of_chapter(found: Iterable[Account], chapter: Chapter) -> list[Account]:
    """Those of whoever covered what the chapter is about."""
    return [one for one in found if chapter.code in one.chapters]


def that_fit(found: Iterable[Account], wanted: Wanted) -> list[Account]:
    """Those of that kind of course, in that language and of that region."""
    return [
        one
        for one in found
        if wanted.kind in {"", one.kind}
        and (not wanted.language or wanted.language in one.languages)
        and wanted.region in {"", one.region}
    ]


def region_of(programme: Programme) -> str:
    """The M49 code of where a course was held, by its host's zone; "" where that says nothing."""
    country = get_global("zone_territories").get(programme.time_zone, "")
    return _codes().get(regions().get(country, ""), "")


def _codes() -> dict[str, str]:
    """{English name: code} of the regions that countries lie in."""
    names = Locale.parse("en").territories
    found = {name: code for code, name in names.items() if len(code) == M49_LENGTH}
    return found | {
        "South-eastern Asia": "035",
        "Australia and New Zealand": "053",
        "Micronesia": "057",
    }


def choices(found: Iterable[Account]) -> dict[str, list[tuple[str, str]]]:
    """{"kind", "language", "region": (code, words) each}: only what would find something."""
    rows, reader = list(found), get_language() or "en"
    territories = Locale.parse(reader, sep="-").territories
    kinds = {one.kind for one in rows}
    languages = {code for one in rows for code in one.languages}
    where = {one.region for one in rows if one.region}
    return {
        "kind": [
            (value, str(label)) for value, label in Programme.Format.choices if value in kinds
        ],
        "language": sorted(((c, language_name(c, reader)) for c in languages), key=_by_words),
        "region": sorted(((c, territories.get(c, c)) for c in where), key=_by_words),
    }


def _by_words(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
