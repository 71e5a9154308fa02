"""The organiser's list and the CSV of 10,000 people."""

import http.client
import time
from urllib.parse import urlencode

from bench.figures import Figure
from bench.seeds import PEOPLE
from bench.served import instance

TIMES = 200
FILES = 3


def measure() -> list[Figure]:
    """The list page, a search, and the file."""
    with instance(PEOPLE) as served:
        cookie = f"session={(served.home / 'cookie').read_text()}"
        connection = http.client.HTTPConnection("localhost", served.port, timeout=120)

        def ask(
            path: str, *, method: str = "GET", body: str = "", headers: dict[str, str] | None = None
        ) -> bytes:
            connection.request(
                method, path, body=body, headers={"Cookie": cookie, **(headers or {})}
            )
            response = connection.getresponse()
            content = response.read()
            if response.status != 200:
                raise RuntimeError(f"{path} answered {response.status}")
            return content

        for _number in range(5):
            ask("/en/desk/people/")
        page = served.cost(lambda _number: ask("/en/desk/people/") and None, times=TIMES)
        search = served.cost(lambda _number: ask("/en/desk/people/?q=salma") and None, times=TIMES)
        figures = [
            Figure("list of 10,000 people: CPU", page, "ms", 25),
            Figure("search in 10,000 people: CPU", search, "ms", 25),
        ]
        rows, cost, waited = _file(served, ask)
    return [
        *figures,
        Figure("CSV of 10,000 people: CPU", cost / 1000, "s", 2),
        Figure("CSV of 10,000 people: waited", waited, "s", 2),
        Figure("CSV of 10,000 people: rows missing", 10_000 - rows, "rows", 0),
    ]


def _file(served, ask) -> tuple[int, float, float]:  # type: ignore[no-untyped-def]  # closures of `measure`
    import re

    form = ask("/en/desk/people/export/").decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    fields = [("csrfmiddlewaretoken", token.group(1) if token else "")]
    rows, waits = 0, []

    def fetch(_number: int) -> None:
        nonlocal rows
        started = time.monotonic()
        body = urlencode(fields)
        content = ask("/en/desk/people/export/", method="POST", body=body)
        waits.append(time.monotonic() - started)
        rows = content.count(b"\r\n") - 1

    cost = served.cost(fetch, times=FILES)
    return rows, cost, min(waits)
