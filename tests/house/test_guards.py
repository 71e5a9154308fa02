"""Every page wears a guard."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from commonroot.accounts.guards import public

Patterns = list[URLPattern | URLResolver]


def pages(patterns: Patterns, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every address below the patterns with its view."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def unguarded(patterns: Patterns) -> list[str]:
    """Addresses whose view wears no guard."""
    return [address for address, view in pages(patterns) if not getattr(view, "guard", "")]


def test_every_page_is_guarded():
    assert unguarded(get_resolver().url_patterns) == []


def test_there_are_pages_to_guard():
    assert len(list(pages(get_resolver().url_patterns))) > 10


def test_a_page_without_a_guard_is_found():
    def naked(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    @public
    def dressed(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    patterns = [
        path("open/", dressed),
        path("desk/", include(([path("naked/", naked), path("dressed/", dressed)], "desk"))),
    ]

    assert unguarded(patterns) == ["desk/naked/"]
