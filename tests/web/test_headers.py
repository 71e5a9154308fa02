"""Strict headers on every address there is, whoever asks and whatever becomes of it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from django.utils import timezone

from commonroot.people.actions import open_link
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NOBODY = "k" * 22  # a key that nothing has
WANTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=()",
    "X-Content-Type-Options": "nosniff",
}
REFERRERS = {"same-origin", "no-referrer"}


def named(
    patterns: list[URLPattern | URLResolver], *, space: str = "", converters: dict | None = None
) -> Iterator[tuple[str, dict]]:
    """(full name, converters) of every address."""
    for one in patterns:
        # What an address takes by a pattern has no converter, only a name in the pattern.
        taken = getattr(one.pattern, "regex", None)
        words = dict.fromkeys(taken.groupindex) if taken is not None else {}
        known = {**(converters or {}), **words, **one.pattern.converters}
        if isinstance(one, URLResolver):
            inner = ":".join(filter(None, (space, one.namespace or "")))
            yield from named(one.url_patterns, space=inner, converters=known)
        else:
            yield ":".join(filter(None, (space, one.name or ""))), known


def addresses() -> list[str]:
    """Every address, with a key that nothing has wherever one is asked for."""
    found = set()
    for name, converters in named(get_resolver().url_patterns):
        values = {
            word: 1 if isinstance(converter, IntConverter) else NOBODY
            for word, converter in converters.items()
        }
        found.add(reverse(name, kwargs=values))
    return sorted(found)


def faults(response) -> list[str]:
    """What is wrong with the headers of an answer."""
    wrong = [name for name, start in WANTED.items() if not response.get(name, "").startswith(start)]
    policy = response.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
        wrong.append("Content-Security-Policy")
    wrong += [word for word in ("unsafe", "http:", "https:", "*") if word in policy]
    if response.get("Referrer-Policy") not in REFERRERS:
        wrong.append("Referrer-Policy")
    return wrong


def visitors(organiser_account) -> dict[str, Client]:
    """Somebody unknown, an organiser, and a person who came by a link."""
    stranger, desk, by_link = (Client(raise_request_exception=False) for _ in range(3))
    desk.force_login(organiser_account)
    token = open_link(person=PersonFactory(), scope="page", at=timezone.now())
    by_link.get(f"/p/{token}")
    return {"stranger": stranger, "organiser": desk, "by link": by_link}


def test_every_address_answers_everybody_with_strict_headers(organiser_account, settings):
    settings.ROOT_URLCONF = "tests.web.broken_named"
    every = addresses()
    wrong, kept = {}, set()

    for who, client in visitors(organiser_account).items():
        for address in every:
            response = client.get(address)
            response.close()
            if found := faults(response):
                wrong[who, address] = found
            if who != "stranger" and response.get("Cache-Control") != "no-store":
                kept.add((who, address))

    assert dict(list(wrong.items())[:5]) == {}
    assert kept == set()
    assert len(every) > 150
    assert "/_broken" in every


def test_what_is_posted_nowhere_or_from_elsewhere_is_refused_with_strict_headers(school):
    client = Client(enforce_csrf_checks=True)

    answers = [
        client.post(reverse("accounts:sign_in"), {"address": "a@example.org"}),
        client.post("/en/nothing/"),
        client.delete("/en/"),
        client.get("/", HTTP_HOST="evil.example.org"),
    ]

    assert [one.status_code for one in answers] == [403, 404, 403, 400]
    assert [faults(one) for one in answers] == [[]] * len(answers)
