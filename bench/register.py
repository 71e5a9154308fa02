"""Knowing again in a register of 200,000 people: one new row, merging, undoing; both databases.

The register is that of `bench.lists`: COMMONROOT_BENCH_REGISTER may name its folder.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.copied import copy_to_postgres
from bench.figures import Figure
from bench.lists import COUNT, fill
from bench.postgres import private_postgres
from bench.served import ROOT

ROWS = 300
PAIRS = 40
ABOUT = f"""A register of {COUNT:,} made-up people. One new row is read, its keys looked up, whoever
shares them fetched and compared: a third strangers, a third known by name and address, a third
known by name and city alone. Merging takes field by field what hangs on two people; undoing brings
it back."""

PROBE = f"""
import dataclasses, json, random, sys, time
from django.utils import timezone
from bench.made.people import population
from bench.people_made import _new
from commonroot.accounts.roles import Actor
from commonroot.matching.records import Record
from commonroot.people import actions, queries
from commonroot.people.models import Person

dice = random.Random(11)
at, by = timezone.now(), Actor.system()

def rows_of_strangers(count):
    for number, one in enumerate(population(count * 3, dice=random.Random(99))[0][:count]):
        new = _new(one, dice=dice)
        kinds = {{kind: tuple(v for k, v in new.ways if k == kind) for kind in ("mail", "phone")}}
        details = new.details
        yield Record(
            ref=f"row {{number}}", names=(new.shown_name,), given=details.get("given_name", ""),
            family=details.get("family_name", ""), emails=kinds["mail"], phones=kinds["phone"],
            country=details.get("country", ""), city=details.get("city", ""),
            organisation=details.get("organisation", ""),
        )

def rows_of_known(count):
    pks = list(Person.objects.order_by("pk").values_list("pk", flat=True))
    for pk in dice.sample(pks, count):
        person = Person.objects.get(pk=pk)
        yield dataclasses.replace(queries.record_of(person), ref=f"row of {{pk}}")

third = {ROWS} // 3
rows = list(rows_of_strangers(third)) + list(rows_of_known(third))
rows += [
    dataclasses.replace(row, emails=(), phones=(), organisation="") for row in rows_of_known(third)
]
dice.shuffle(rows)

def timed(function, *given):
    started = time.perf_counter()
    result = function(*given)
    return (time.perf_counter() - started) * 1000, result

for row in rows[:10]:
    queries.likely(row)
took = [timed(queries.likely, row) for row in rows]
again = [
    bool(found) and found[0][0].pk == int(row.ref.split()[-1])
    for row, (_ms, found) in zip(rows, took)
    if row.ref.startswith("row of") and row.emails
]
pks = list(Person.objects.order_by("pk").values_list("pk", flat=True))
merging, undoing = [], []
for _number in range({PAIRS}):
    into, other = Person.objects.filter(pk__in=dice.sample(pks, 2)).order_by("pk")
    ms, made = timed(lambda: actions.merge(other=other, into=into, cause="hand", by=by, at=at))
    merging.append(ms)
    undoing.append(timed(lambda: actions.undo_merge(merge=made, by=by, at=at))[0])
print(json.dumps({{
    "rows": sorted(ms for ms, _found in took), "again": sum(again) / len(again),
    "merging": sorted(merging), "undoing": sorted(undoing),
}}))
"""


def measure() -> list[Figure]:
    """One new row, merging and undoing, on both databases."""
    named = os.environ.get("COMMONROOT_BENCH_REGISTER")
    with tempfile.TemporaryDirectory(prefix="commonroot-register-") as own:
        home = Path(named or own)
        fill(home)
        figures = _figures(home, "SQLite")
        with private_postgres() as address:
            copy_to_postgres(home / "data" / "commonroot.sqlite3", address)
            figures += _figures(home, "PostgreSQL", COMMONROOT_DATABASE=address)
    return figures


def _figures(home: Path, database: str, **environment: str) -> list[Figure]:
    env = {**os.environ, "COMMONROOT_HOME": str(home), **environment}
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "-c", PROBE]
    ended = subprocess.run(shell, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
    found = json.loads(ended.stdout.splitlines()[-1])

    def at(name: str, share: float) -> float:
        ordered: list[float] = found[name]
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    return [
        Figure(f"one new row, {database}: half within", at("rows", 0.5), "ms"),
        Figure(f"one new row, {database}: p95", at("rows", 0.95), "ms", 50),
        Figure(f"one new row, {database}: worst", at("rows", 1), "ms"),
        Figure(f"known by name and address, found first, {database}", found["again"], "share"),
        Figure(f"making two one, {database}: p95", at("merging", 0.95), "ms", 200),
        Figure(f"taking it back, {database}: p95", at("undoing", 0.95), "ms", 200),
    ]
