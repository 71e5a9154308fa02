"""Every page × every role × what is theirs, what is others', and what is not there; and on no page
somebody whom the gate refuses.
"""

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from commonroot.core.fields import new_key
from commonroot.web import middleware
from commonroot.work.clock import now
from tests.matrix import world as worlds
from tests.matrix.campaigns import TEAM_WORD
from tests.matrix.pages import EVERYBODY, LINES, Line
from tests.matrix.people import MARKS

OF_THE_TEAM = {"team", "liaison", "facilitator", "panel", "lead", "answer"}
# Each of the two persons works in one, and the letter's link is the first one's.
OF_THE_CAMPAIGN = {"person", "another", "answer"}
POST_ONLY = 405
NOT_FOUND = 404
FAILED = 500
SHOWING = 50  # pages on which somebody known is read


def named(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """ "area:name" of every address of the house."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns, pattern.namespace or space)
        else:
            yield f"{space}:{pattern.name}"


def pages() -> dict[str, list[Line]]:
    """The lines of the table by page."""
    found: dict[str, list[Line]] = {}
    for line in LINES:
        for page in line.pages.split():
            found.setdefault(page, []).append(line)
    return found


def is_let_in(answer: HttpResponse) -> bool:
    """Whether the guard opened; asking to sign in, or to send for a link, is keeping out."""
    there = answer.headers.get("Location", "")
    kept_out = there.split("?")[0] in {"/en/sign-in/", "/en/fresh/"}
    return answer.status_code not in {403, NOT_FOUND} and not kept_out


def visit(client: Client, address: str, *, sent: dict[str, str]) -> tuple[HttpResponse, str]:
    """The page as somebody gets it, and its words; nothing they do there stays."""
    kept = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.get(address)
        if answer.status_code == POST_ONLY:
            answer = client.post(address, sent)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    if file := getattr(answer, "file_to_stream", None):
        file.close()  # closing the answer would close the database of the test
    client.cookies = kept
    assert answer.status_code < FAILED, address
    return answer, words_of(content)


def words_of(content: bytes) -> str:
    """What can be read of an answer, also within a packed file."""
    if content.startswith(b"PK"):
        pack = zipfile.ZipFile(io.BytesIO(content))
        content = b"\n".join(pack.read(name) for name in pack.namelist())
    return content.decode(errors="replace")


def spared(line: Line) -> set[str]:
    """Who need not try a page: whom another one stands for there. A visit takes its time."""
    if line.who == EVERYBODY:
        return EVERYBODY - {"visitor", "organiser"}
    both = {"organiser", "steward"}
    # Each of them opens pages of their own; on all others one stands for both.
    alike = ("lead" in line.who) == ("panel" in line.who)
    return ({"lead"} if alike else set()) | ({"steward"} if both <= line.who else set())


def expected(line: Line, side: str) -> set[str]:
    """Who is let in to what belongs to the other team, or to somebody else."""
    if side == "own":
        return line.who
    who = line.who - OF_THE_TEAM - {"person"}
    who |= {"other team"} if "team" in line.who else set()
    return who | ({"another"} if "person" in line.who else set())


def test_every_page_stands_in_the_table():
    there, said = set(named(get_resolver().url_patterns)), set(pages())

    missing, gone = sorted(there - said), sorted(said - there)

    assert missing == [], "Add them to a line of tests/matrix/pages.py: who may open them?"
    assert gone == [], "These pages are no more: take them out of tests/matrix/pages.py."
    assert [page for page, lines in pages().items() if len(lines) > 1] == []


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="guards ask the same on both")
def test_everybody_gets_in_where_they_may_and_sees_nobody_whom_the_gate_refuses(
    school, settings, monkeypatch
):
    # What is remembered from page to page is remembered here too: thousands are asked for.
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": memory, "LOCATION": "matrix"}}
    monkeypatch.setattr(middleware, "SEEN_SECONDS", 24 * 3600)
    world = worlds.make(school, at=now())
    for client in world.clients.values():
        client.get("/en/desk/")
    faults, filled = [], set()
    for page, [line] in pages().items():
        clients, sent = dict(world.clients), world.sent.get(page, {})
        if page in worlds.ANSWERED:
            clients["answer"] = world.answering(page)
        clients = {name: clients[name] for name in sorted(clients.keys() - spared(line))}
        assert not line.thing or (line.thing, "own") in world.things, f"Nobody made {line.thing}."
        sides = [side for side in ("own", "other") if (line.thing, side) in world.things]
        for side in sides or ["own"]:
            address = worlds.address(page, world.things.get((line.thing, side), {}))
            let_in = set()
            for name, client in clients.items():
                answer, words = visit(client, address, sent=sent)
                if is_let_in(answer):
                    let_in.add(name)
                if "Amina Wekesa" in words:
                    filled.add(page)
                faults += [f"{page} ({side}) shows {found} to {name}" for found in seen_in(words)]
                if TEAM_WORD in words and name not in OF_THE_CAMPAIGN:
                    faults.append(f"{page} ({side}) shows a campaign of others to {name}")
            wanted = expected(line, side) & clients.keys()
            if let_in != wanted and line.who != EVERYBODY:
                more, less = sorted(let_in - wanted), sorted(wanted - let_in)
                faults.append(f"{page} ({side}): too many {more}, too few {less}")
        if "key" in world.things.get((line.thing, "own"), {}):
            faults += differing(world, page, line)
    assert faults == []
    # They would be found: whoever is like them but for the gate stands on many pages.
    assert len(filled) >= SHOWING, sorted(filled)


def seen_in(words: str) -> list[str]:
    """Which marks of the people whom the gate refuses stand in an answer."""
    return [mark for mark in MARKS if mark.casefold() in words.casefold()]


def differing(world: worlds.World, page: str, line: Line) -> list[str]:
    """Whoever may not open a thing learns nothing of whether it is there."""
    there = world.things[line.thing, "own"]
    name = next((one for one in ("panel", "visitor") if one not in line.who), None)
    if name is None or not world.clients.get(name):
        return []
    answers = [
        visit(world.clients[name], worlds.address(page, kwargs), sent=world.sent.get(page, {}))
        for kwargs in (there, there | {"key": new_key()})
    ]
    (forbidden, one), (missing, other) = answers
    same = forbidden.status_code == missing.status_code and one == other
    return [] if same else [f"{page} tells {name} what is there"]
