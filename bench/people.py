"""The organiser's list and the CSV of 10,000 people."""

import re
import time
from urllib.parse import urlencode

from bench.asking import PEOPLE as LIST
from bench.asking import TOKEN, Organiser
from bench.figures import Figure
from bench.seeds import PEOPLE
from bench.served import Served, instance

TIMES = 200
FILES = 3


def measure() -> list[Figure]:
    """The list page, a search, and the file."""
    with instance(PEOPLE) as served:
        organiser = Organiser(served)
        for _number in range(5):
            organiser.search("salma")
        page = served.cost(lambda _number: organiser.ask(LIST) and None, times=TIMES)
        search = served.cost(lambda _number: organiser.search("salma") and None, times=TIMES)
        figures = [
            Figure("list of 10,000 people: CPU", page, "ms", 25),
            Figure("search in 10,000 people: CPU", search, "ms"),
        ]
        rows, cost, waited = _file(served, organiser)
    return [
        *figures,
        Figure("CSV of 10,000 people: CPU", cost / 1000, "s", 2),
        Figure("CSV of 10,000 people: waited", waited, "s", 2),
        Figure("CSV of 10,000 people: rows missing", 10_000 - rows, "rows", 0),
    ]


def _file(served: Served, organiser: Organiser) -> tuple[int, float, float]:
    """(rows, CPU milliseconds, seconds waited) of the file with every column that there is."""
    form = organiser.ask("/en/desk/people/export/").decode()
    columns = re.findall(r'name="columns" value="([^"]+)"', form)
    token = TOKEN.findall(form)[0]
    fields = [("csrfmiddlewaretoken", token), ("reason", "check"), ("kind", "csv")]
    body = urlencode([*fields, *(("columns", column) for column in columns)])
    rows, waits = [0], []

    def fetch(_number: int) -> None:
        started = time.monotonic()
        content = organiser.fetch(organiser.ask("/en/desk/people/export/", body=body))
        waits.append(time.monotonic() - started)
        rows[0] = content.count(b"\r\n") - 1

    cost = served.cost(fetch, times=FILES)
    return rows[0], cost, min(waits)
