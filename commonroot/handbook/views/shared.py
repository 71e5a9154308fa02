"""What several pages of the handbook need."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from commonroot.accounts.guards import ActorRequest
from commonroot.handbook.models.chapters import CHAPTERS, chapter_of
from commonroot.handbook.models.shapes import Chapter
from commonroot.handbook.queries.accounts import Account, Wanted, choices, that_fit


def found_chapter(code: str) -> Chapter:
    """The chapter of that code. Raises Http404."""
    chapter = chapter_of(code)
    if chapter is None:
        raise Http404
    return chapter


def read_together(chapter: Chapter) -> list[Chapter]:
    """The chapters that are read together with it, in the order of the handbook."""
    return [one for one in CHAPTERS if one.code in chapter.reads_with]


def wanted_from(request: HttpRequest) -> Wanted:
    """Which accounts a page is asked for by its address."""
    return Wanted(
        kind=request.GET.get("kind", ""),
        language=request.GET.get("language", ""),
        region=request.GET.get("region", ""),
    )


def accounts_context(request: ActorRequest, told: list[Account]) -> dict[str, Any]:
    """Accounts as `handbook/_accounts.html` takes them, narrowed as the address asks."""
    wanted, offered = wanted_from(request), choices(told)
    fields = (
        ("kind", _("Kind of course"), wanted.kind),
        ("language", _("Language"), wanted.language),
        ("region", _("Region"), wanted.region),
    )
    shown = that_fit(told, wanted)
    return {
        "accounts": shown,
        "accounts_all": len(told),
        # One choice is no choice, unless it was made.
        "narrowing": [
            {"name": name, "label": label, "options": offered[name], "value": value}
            for name, label, value in fields
            if len(offered[name]) > 1 or value
        ],
        "is_narrowed": wanted != Wanted(),
    }


def chapter_at(chapters: list[Chapter], chapter: Chapter) -> dict[str, Chapter | None]:
    """The chapters before and after one."""
    place = chapters.index(chapter)
    return {
        "earlier": chapters[place - 1] if place else None,
        "following": chapters[place + 1] if place + 1 < len(chapters) else None,
    }
