"""Calendar feeds of 500 sessions: a programme's, the school's and a person's own, and 304."""

import http.client
import statistics
import time

from bench.figures import Figure
from bench.seeds import SCHOOL
from bench.served import Served, instance

COUNT = 500
TIMES = 60
BOUND = 100
ABOUT = f"""One programme of {COUNT} sessions, and one person with a place in each; one request
after another on one connection, each feed made anew. A calendar that has a feed gets 304."""

FEEDS = (
    SCHOOL
    + f"""
from commonroot.people.actions import add_person
from commonroot.programmes.actions import load_programme, publish
from commonroot.programmes.models import Session
from commonroot.registration.actions import open_feed
from commonroot.registration.models import Registration
about = {{
    "title": "Organizing for Health", "format": "open series", "languages": ["en"],
    "mode": "online", "time_zone": "Africa/Nairobi",
    "summary": "Evenings for health workers who want to organise.",
}}
evenings = [
    {{
        "title": f"Evening {{number}}: who has the power, and what follows?",
        "summary": "Two hours with a case, a map and a plan, told by those who did it.",
        "day": (at + timedelta(days=9 + number)).date().isoformat(), "time": "19:00",
        "minutes": 120, "join_address": "https://meet.example.org/room",
    }}
    for number in range({COUNT})
]
content = {{"programme": about, "session": evenings}}
programme = load_programme(content, run_by=school, by=by, at=at)
publish(programme=programme, by=by, at=at)
person = add_person(shown_name="Amina", origin="hand", by=by, at=at)
Registration.objects.bulk_create(
    Registration(person=person, session=session, state="placed", position=1, asked_at=at)
    for session in Session.objects.all()
)
(settings.HOME / "programme").open("w").write(programme.key)
(settings.HOME / "school").open("w").write(school.key)
(settings.HOME / "token").open("w").write(open_feed(person=person, by=by, at=at))
"""
)


def measure() -> list[Figure]:
    """Waits for each feed whole and for 304, and the weight of one."""
    figures = []
    with instance(FEEDS) as served:
        named = {
            name: (served.home / name).read_text() for name in ("programme", "school", "token")
        }
        feeds = {
            "of a programme": f"/feeds/programme/{named['programme']}.ics",
            "of the school": f"/feeds/circle/{named['school']}.ics",
            "of a person": f"/feeds/me/{named['token']}.ics",
        }
        for name, path in feeds.items():
            whole, mark, size = _waits(served, path)
            again, _mark, _size = _waits(served, path, mark=mark)
            figures += [
                Figure(f"feed {name}, {COUNT} sessions: p95", whole, "ms", BOUND),
                Figure(f"feed {name}, nothing new (304): p95", again, "ms", BOUND),
                Figure(f"feed {name}: weight", size / 1000, "kB"),
            ]
    return figures


def _waits(served: Served, path: str, *, mark: str = "") -> tuple[float, str, int]:
    """(95th percentile in milliseconds, the mark of the answer, its bytes)."""
    connection = http.client.HTTPConnection("localhost", served.port, timeout=60)
    headers = {"If-None-Match": mark} if mark else {}
    waits, size, told = [], 0, ""
    for number in range(TIMES + 5):
        started = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        size = len(response.read())
        if number >= 5:  # the first ones warm up
            waits.append((time.perf_counter() - started) * 1000)
        if response.status != (304 if mark else 200):
            raise RuntimeError(f"{path} answered {response.status}")
        told = response.headers["ETag"]
    return statistics.quantiles(waits, n=20)[-1], told, size
