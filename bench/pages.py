"""A public session page: CPU warm and with every cache off, weight of a first visit."""

import http.client
import re

from bench.figures import Figure
from bench.seeds import SESSION
from bench.served import Served, instance

TIMES = 500


def measure() -> list[Figure]:
    """Three instances: warm, caches off, and the weight of a first visit."""
    with instance(SESSION) as served:
        path = f"/en/sessions/{(served.home / 'session').read_text()}/"
        warm = _cost(served, path)
        home = _cost(served, "/en/")
        weight, requests = first_visit(served, path)
        home_weight, home_requests = first_visit(served, "/en/")
    with instance(SESSION, COMMONROOT_PAGE_CACHE="0") as served:
        path = f"/en/sessions/{(served.home / 'session').read_text()}/"
        cold = _cost(served, path)
        cold_home = _cost(served, "/en/")
    return [
        Figure("session page, warm: CPU", warm, "ms", 6),
        Figure("session page, caches off: CPU", cold, "ms", 20),
        Figure("home page, warm: CPU", home, "ms", 6),
        Figure("home page, caches off: CPU", cold_home, "ms", 20),
        Figure("session page, first visit: weight", weight / 1000, "kB", 60),
        Figure("session page, first visit: requests", requests, "requests", 8),
        Figure("home page, first visit: weight", home_weight / 1000, "kB", 60),
        Figure("home page, first visit: requests", home_requests, "requests", 8),
    ]


def _cost(served: Served, path: str) -> float:
    connection = http.client.HTTPConnection("localhost", served.port, timeout=60)

    def visit(_number: int) -> None:
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")

    for number in range(20):
        visit(number)
    return served.cost(visit, times=TIMES)


def first_visit(served: Served, path: str) -> tuple[int, int]:
    """(bytes as they travel, requests) of a page with everything it names."""
    _status, _headers, body = served.get(path)
    named = set(re.findall(rb'(?:href|src)="(/(?:static|_)[^"]+)"', body))
    links = re.findall(rb'<link[^>]+rel="(?:stylesheet|icon|preload)[^>]*>', body)
    wanted = [n for n in named if any(n in link for link in links) or b'src="' + n + b'"' in body]
    sizes = [
        len(served.get(name, **{"Accept-Encoding": "br"})[2])
        for name in (path, *(n.decode() for n in wanted))
    ]
    return sum(sizes), len(sizes)
