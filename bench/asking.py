"""Asking a served instance as its organiser, over one connection."""

import http.client
import json
import re
import time
from collections.abc import Callable, Iterable
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

from bench.served import Served

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FETCH = re.compile(r'action="([^"]+/fetch/)"')
PEOPLE = "/en/desk/people/"
MADE_SECONDS, LOOK_SECONDS = 120, 0.5  # the longest a file may take; how often its page is asked


class Organiser:
    """A browser that is signed in: cookies kept, redirects followed, nothing drawn."""

    def __init__(self, served: Served) -> None:
        self.cookies = {"session": (served.home / "cookie").read_text()}
        self.connection = http.client.HTTPConnection("localhost", served.port, timeout=120)
        self.token = ""
        self.place = ""

    def ask(self, path: str, *, body: str = "") -> bytes:
        """One page; a redirect is followed. Raises RuntimeError for anything but a page."""
        self.place = path
        status, where, content = self._once(path, body=body)
        if status == 302:
            self.place = where
            status, where, content = self._once(where)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}: {content[:300]!r}")
        return content

    def post(self, path: str, fields: Iterable[tuple[str, str]]) -> bytes:
        """Send a form; its token is taken from the list of people."""
        if not self.token:
            self.token = TOKEN.findall(self.ask(PEOPLE).decode())[0]
        return self.ask(path, body=urlencode([("csrfmiddlewaretoken", self.token), *fields]))

    def fetch(self, page: bytes) -> bytes:
        """The file of the page just asked for; looked at again until it says that it is ready."""
        place, text = self.place, page.decode()
        deadline = time.monotonic() + MADE_SECONDS
        while not FETCH.search(text):
            if time.monotonic() > deadline:
                raise TimeoutError(f"The file at {place} is not made.")
            time.sleep(LOOK_SECONDS)
            text = self.ask(place).decode()
        [address] = FETCH.findall(text)
        token = TOKEN.findall(text)[0]
        return self.ask(address, body=urlencode([("csrfmiddlewaretoken", token)]))

    def search(self, words: str) -> bytes:
        """What the search box does: send the words, follow to the list."""
        return self.post(f"{PEOPLE}search/", [("q", words)])

    def _once(self, path: str, *, body: str = "") -> tuple[int, str, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request("POST" if body else "GET", path, body=body, headers=headers)
        response = self.connection.getresponse()
        content = response.read()
        for line in response.headers.get_all("Set-Cookie") or ():
            for cookie in SimpleCookie(line).values():
                self.cookies[cookie.key] = cookie.value
        return response.status, response.getheader("Location") or "", content


def filtered(content: object, **more: str) -> str:
    """The address of a list narrowed by a filter."""
    said = quote(json.dumps(content, ensure_ascii=False))
    return f"{PEOPLE}?f={said}" + "".join(f"&{key}={value}" for key, value in more.items())


def waited(operations: Iterable[Callable[[], object]]) -> list[float]:
    """Milliseconds of each, in order of length."""
    found = []
    for operation in operations:
        started = time.perf_counter()
        operation()
        found.append((time.perf_counter() - started) * 1000)
    return sorted(found)


def percentile(ordered: list[float], share: float) -> float:
    """The value below which that share lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
