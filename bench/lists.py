"""Lists, searches and person pages of a register of 200,000 people, on SQLite and PostgreSQL.

Filling takes minutes. COMMONROOT_BENCH_REGISTER may name a folder, which is filled at the first
run and used again; COMMONROOT_BENCH_PEOPLE another number of people.
"""

import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.asking import PEOPLE, Organiser, filtered, percentile, waited
from bench.copied import copy_to_postgres
from bench.figures import Figure
from bench.postgres import private_postgres
from bench.seeds import ORGANISER, SCHOOL
from bench.served import ROOT, Served, serving

COUNT = int(os.environ.get("COMMONROOT_BENCH_PEOPLE", "200000"))
TIMES = 60
SEVERAL = ("KE", "IN", "CO")
ENTRIES = 300
FILL = f"""
from bench.people_made import fill
fill({COUNT}, seed=7, school=school, at=at)
"""
AGAIN = """
from django.conf import settings
from commonroot.accounts.roles import Actor
from commonroot.circles.queries import school as the_school
from commonroot.work.clock import now
school, by, at = the_school(), Actor.system(), now()
# A folder filled before courses were closed and answers had a day.
from commonroot.engagement.models import FollowUp, Participation
from commonroot.programmes.models import Programme
if not Programme.objects.exclude(closed_at=None).exists():
    open_ones = Programme.objects.order_by("-pk").values_list("pk", flat=True)[:2]
    Programme.objects.exclude(pk__in=list(open_ones)).update(closed_at=at)
    Participation.objects.exclude(pk__endswith="7").update(asked_at=at)
    FollowUp.objects.filter(state="answered").update(answered_at=at)
"""
LIFE = f"""
from datetime import timedelta
from commonroot.consent.actions import keep_until_asked
from commonroot.messaging.models import Letter
from commonroot.people.actions import add_person, edit
from commonroot.people.models import Person
if not Person.objects.filter(shown_name="Long Life").exists():
    life = add_person(
        shown_name="Long Life", origin="hand", by=by, at=at - timedelta(days=900)
    )
    keep_until_asked(person=life, by=by, at=at - timedelta(days=899))
    for number in range({ENTRIES} // 3):
        day = at - timedelta(days=800 - number)
        edit(person=life, changes={{"city": str(number)}}, cause="edit", by=by, at=day)
    Letter.objects.bulk_create(
        Letter(
            once=f"life {{number}}", subject_key=life.key, purpose="notice", template="t",
            state="sent", due_at=at, created_at=at - timedelta(days=number), subject=str(number),
        )
        for number in range({ENTRIES} * 2 // 3)
    )
"""
ABOUT = f"""A register of {COUNT:,} made-up people with agreements, courses, circles and languages,
one organiser on one connection; a search is the form sent and the page that follows. What a list
counts is kept for a while where counting takes long; the slowest request pays for it."""


def measure() -> list[Figure]:
    """Every page on both databases."""
    named = os.environ.get("COMMONROOT_BENCH_REGISTER")
    with tempfile.TemporaryDirectory(prefix="commonroot-register-") as own:
        home = Path(named or own)
        fill(home)
        with serving(home) as served:
            figures = _figures(served, home, database="SQLite")
        with private_postgres() as address:
            copy_to_postgres(home / "data" / "commonroot.sqlite3", address)
            with serving(home, COMMONROOT_DATABASE=address) as served:
                figures += _figures(served, home, database="PostgreSQL")
    return figures


def fill(home: Path) -> None:
    """Make the register in that folder unless it is there; the organiser signs in anew."""
    there = (home / "cookie").exists()
    (home / "data").mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "COMMONROOT_HOME": str(home)}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    seed = (AGAIN if there else SCHOOL + FILL) + LIFE + ORGANISER
    subprocess.run([*manage, "shell", "--no-imports", "-c", seed], cwd=ROOT, env=env, check=True)


def _figures(served: Served, home: Path, *, database: str) -> list[Figure]:
    known = _known(home / "data" / "commonroot.sqlite3")
    organiser = Organiser(served)
    organiser.ask(PEOPLE)
    found: list[Figure] = []

    def figure(
        name: str, operations: list[Callable[[], object]], *, bound: float | None = 150
    ) -> None:
        for operation in operations[:2]:
            operation()
        ordered = waited(operations)
        said = f"{name}, {database}"
        found.extend(
            (
                Figure(f"{said}: half within", percentile(ordered, 0.5), "ms"),
                Figure(f"{said}: p95", percentile(ordered, 0.95), "ms", bound),
            )
        )
        print(f"{said}: worst {ordered[-1]:.0f} ms", file=sys.stderr)

    def pages(addresses: list[str]) -> list[Callable[[], object]]:
        asked = [addresses[number % len(addresses)] for number in range(TIMES)]
        return [lambda path=path: organiser.ask(path) for path in asked]

    def searches(words: list[str]) -> list[Callable[[], object]]:
        return [lambda text=text: organiser.search(text) for text in words[:TIMES]]

    figure("list of everybody", pages([PEOPLE]))
    figure("further pages", pages(_further(organiser)))
    for name, addresses in _filters(known).items():
        figure(f"filter: {name}", pages(addresses))
    for order in ("confirmed", "fresh", "added", "country", "source"):
        figure(f"order: {order}", pages([f"{PEOPLE}?order={order}"]))
    for name, words in _words(known).items():
        figure(f"search: {name}", searches(words))
    figure("person page", pages([f"{PEOPLE}{key}/" for key in known["keys"]]), bound=100)
    figure("person page, a life of 300 entries", pages([f"{PEOPLE}{known['life'][0]}/"]), bound=100)
    figure("today", pages(["/en/desk/"]))
    figure("the list after a change", _after_changes(organiser))
    return found + _files(organiser, database=database)


def _files(organiser: Organiser, *, database: str) -> list[Figure]:
    """Lists of nearly 10,000 people, made at once, and of more, made in the background."""
    found = []
    three = ["country", "in", *SEVERAL]
    for name, parts, bound in (
        ("CSV, a 10,000 rows, made at once", [three, ["circle", "none"]], 2),
        ("CSV, a 10,000 rows, made in the background", [three], None),
    ):
        content, seconds = _file(organiser, {"all": parts})
        rows = content.count(b"\r\n") - 1
        found.append(Figure(f"{name}, {database}", seconds / rows * 10_000, "s", bound))
    return found


def _known(database: Path) -> dict[str, list[str]]:
    """Names, addresses and keys to ask for, drawn from the register."""
    dice = random.Random(3)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT p.key, p.shown_name FROM people_person p JOIN consent_agreement a"
            " ON a.person_id = p.id AND a.purpose = 'register' AND a.state = 'given'"
            " WHERE p.shown_name <> 'Long Life'"
        ).fetchall()
        [life] = connection.execute("SELECT key FROM people_person WHERE shown_name = 'Long Life'")
    drawn = dice.sample(rows, 400)
    names = [name for _key, name in drawn if len(name.split()) > 1]
    latin = [name for name in names if name.isascii()]
    other = [name for name in names if not name.isascii() and not name[0].isascii()]
    return {
        "keys": [key for key, _name in drawn],
        "life": list(life),
        "names": names,
        "latin": latin,
        "other": other,
    }


def _filters(known: dict[str, list[str]]) -> dict[str, list[str]]:
    codes = ("KE", "IN", "CO", "LB", "EG", "PH")

    def each(*parts: object) -> list[str]:
        return [filtered({"all": [["country", "in", code], *parts]}) for code in codes]

    return {
        "one country": each(),
        "country and circle, not asked lately": each(
            ["circle", "some"], ["confirmed", "in", "old", "never"]
        ),
        "few: offer to teach, letters in French": [
            filtered({"all": [["offer", "in", "teach"], ["language", "in", "fr"]]})
        ],
        "half of all: took part in a course": [filtered({"all": [["course", "some"]]})],
        "either, or": [
            filtered(
                {
                    "all": [
                        {"any": [["country", "in", code], ["offer", "in", "host"]]},
                        ["course", "some"],
                    ]
                }
            )
            for code in codes
        ],
        "but not": each({"none": [["circle", "some"], ["course", "some"]]}),
        "organisation and city": [
            filtered({"all": [["organisation", "begins", word], ["city", "begins", city]]})
            for word, city in (("health", "nairobi"), ("union", "bogota"), ("peoples", "cairo"))
        ],
        "said yes to news, fresh details": [
            filtered({"all": [["agreement", "yes", "news"], ["confirmed", "in", "fresh"]]})
        ],
        "no address at all": [filtered({"all": [["reach", "none"]]})],
        "in order of age, one country": [
            filtered({"all": [["country", "in", code]]}, order="confirmed") for code in codes
        ],
    }


def _words(known: dict[str, list[str]]) -> dict[str, list[str]]:
    def mistyped(name: str) -> str:
        first, rest = name.split(" ", 1)
        return f"{first[:2]}{first[3]}{first[2]}{first[4:]} {rest}" if len(first) > 4 else name

    return {
        "whole names": known["names"],
        "first names": [name.split()[0] for name in known["names"]],
        "beginnings": [name[:3] for name in known["latin"]],
        "with a typo": [mistyped(name) for name in known["latin"]],
        "other scripts": known["other"],
        "name and country": [f"{name.split()[0]} kenya" for name in known["latin"]],
        "nobody": [f"zzyx{number} qwert" for number in range(TIMES)],
        "an address": [f"nobody{number}@example.org" for number in range(TIMES)],
    }


def _further(organiser: Organiser) -> list[str]:
    """The addresses of the next twenty pages."""
    found, path = [], PEOPLE
    for _page in range(20):
        page = organiser.ask(path).decode()
        [after] = re.findall(r"after=([\w-]+)", page)[:1]
        path = f"{PEOPLE}?after={after}"
        found.append(path)
    return found


def _after_changes(organiser: Organiser) -> list[Callable[[], object]]:
    """Somebody is added before each list; only the list is timed."""

    def change(number: int) -> None:
        fields = {
            "shown_name": f"Newcomer {number}",
            "way": f"new{number}.{time.time_ns()}@example.org",
            "told": "yes",
            "language": "en",
            "country": "KE",
        }
        organiser.post(f"{PEOPLE}new/", fields.items())

    class Changed(list):
        def __iter__(self):
            for number in range(20):
                change(number)
                yield lambda: organiser.ask(PEOPLE)

        def __getitem__(self, _where):
            return []

    return Changed()


def _file(organiser: Organiser, asked: object) -> tuple[bytes, float]:
    """(file, seconds) of a list with the usual columns and how to reach people; the page of one
    made in the background is asked until it is there.
    """
    fields = [("reason", "check"), ("kind", "csv")]
    fields += [
        ("columns", name)
        for name in ("display_name", "email", "phone", "country", "city", "circles", "confirmed_on")
    ]
    started = time.perf_counter()
    page = organiser.post(filtered(asked).replace(PEOPLE, f"{PEOPLE}export/"), fields)
    return organiser.fetch(page), time.perf_counter() - started
