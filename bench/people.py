"""The organiser's list and the CSV of 10,000 people."""

import http.client
import re
import time
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.parse import urlencode

from bench.figures import Figure
from bench.seeds import PEOPLE
from bench.served import Served, instance

TIMES = 200
FILES = 3
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Ask(Protocol):
    """One request as the organiser; its body."""

    def __call__(self, path: str, *, body: str = "") -> bytes: ...


def measure() -> list[Figure]:
    """The list page, a search, and the file."""
    with instance(PEOPLE) as served:
        cookies = {"session": (served.home / "cookie").read_text()}
        connection = http.client.HTTPConnection("localhost", served.port, timeout=120)

        def ask(path: str, *, body: str = "") -> bytes:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
            if body:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST" if body else "GET", path, body=body, headers=headers)
            response = connection.getresponse()
            content = response.read()
            for cookie in SimpleCookie(response.getheader("Set-Cookie") or "").values():
                cookies[cookie.key] = cookie.value
            if response.status != 200:
                raise RuntimeError(f"{path} answered {response.status}")
            return content

        for _number in range(5):
            ask("/en/desk/people/")
        page = served.cost(lambda _number: ask("/en/desk/people/") and None, times=TIMES)
        search = served.cost(lambda _number: ask("/en/desk/people/?q=salma") and None, times=TIMES)
        figures = [
            Figure("list of 10,000 people: CPU", page, "ms", 25),
            Figure("search in 10,000 people: CPU", search, "ms"),
        ]
        rows, cost, waited = _file(served, ask)
    return [
        *figures,
        Figure("CSV of 10,000 people: CPU", cost / 1000, "s", 2),
        Figure("CSV of 10,000 people: waited", waited, "s", 2),
        Figure("CSV of 10,000 people: rows missing", 10_000 - rows, "rows", 0),
    ]


def _file(served: Served, ask: Ask) -> tuple[int, float, float]:
    """(rows, CPU milliseconds, seconds waited) of the file with every column that there is."""
    form = ask("/en/desk/people/export/").decode()
    columns = re.findall(r'name="columns" value="([^"]+)"', form)
    token = TOKEN.findall(form)[0]
    fields = [("csrfmiddlewaretoken", token), ("reason", "check"), ("kind", "csv")]
    body = urlencode([*fields, *(("columns", column) for column in columns)])
    rows, waits = [0], []

    def fetch(_number: int) -> None:
        started = time.monotonic()
        content = ask("/en/desk/people/export/", body=body)
        waits.append(time.monotonic() - started)
        rows[0] = content.count(b"\r\n") - 1

    cost = served.cost(fetch, times=FILES)
    return rows[0], cost, min(waits)
