"""Places in a rush: 200 ask for 50 at once, 30 may wait; then 500 cancel while others move up."""

import json
import os
import re
import subprocess
import sys
from typing import Any

from bench.figures import Figure
from bench.postgres import private_postgres
from bench.seeds import ORGANISER, SESSION
from bench.served import ROOT, Served, instance
from bench.storm import ask_all_at_once

PEOPLE, PLACES, LINE, CANCELLATIONS = 200, 50, 30, 500
SETTLED = {"cancel done", "cancel 409", "ask 302", "ask 400", "offer gone"}
SEED = (
    SESSION
    + ORGANISER
    + f"""
from commonroot.registration.actions import set_door
stormed = Session.objects.get()
Session.objects.filter(pk=stormed.pk).update(places={PLACES})
set_door(session=stormed, line_length={LINE}, by=by, at=at)
"""
)
ABOUT = (
    f"{PEOPLE} people ask for {PLACES} places at the same moment, {LINE} may wait; then organisers "
    f"take {CANCELLATIONS} off the list while others ask, get offers and take them. A sampler "
    "counts every 50 ms who holds a place, as any reader sees it."
)


def measure() -> list[Figure]:
    """The rush and the storm, on both databases."""
    figures = _rushed("SQLite", {})
    with private_postgres() as address:
        figures += _rushed("PostgreSQL", {"COMMONROOT_DATABASE": address})
    return figures


def _rushed(database: str, environment: dict[str, str]) -> list[Figure]:
    with instance(SEED, **environment) as served:
        told = {name: (served.home / name).read_text() for name in ("session", "cookie")}
        own = {**os.environ, **environment, "COMMONROOT_HOME": str(served.home)}
        own["DJANGO_SETTINGS_MODULE"] = "config.settings"
        key = told["session"]
        weight = _weight(served, f"/en/sessions/{key}/")
        before = served.cpu()
        sampler = _script("sample", key, environment=own)
        answers = ask_all_at_once(served.port, key, people=PEOPLE)
        spent = served.cpu() - before
        taken = [answer for answer in answers if answer.status == 302]
        about = (key, str(served.port), told["cookie"], str(CANCELLATIONS))
        storm = _finished(_script("storm", *about, environment=own))
        sampled = _finished(sampler)
        rows = _finished(_script("rows", key, environment=own))
    seconds = max(answer.seconds for answer in answers)
    asked = sorted(answer.seconds for answer in answers)
    waits = storm["took"]
    wrong = [answer for answer in answers if answer.status not in {302, 400}]
    wrong += [status for status in storm["statuses"] if status not in SETTLED]
    gaps = sum(position != place for place, (_state, position) in enumerate(rows, start=1))
    requests = storm["cancelled"] + storm["asked"]
    return [
        Figure(f"{database}: of {PEOPLE} at once, got a place or wait", len(taken), "people"),
        Figure(
            f"{database}: most places held at any sample, of {PLACES}",
            sampled["most"],
            "places",
            PLACES,
        ),
        Figure(f"{database}: samples taken", sampled["samples"], "samples"),
        Figure(f"{database}: positions not in the order of commits", gaps, "positions", 0),
        Figure(f"{database}: answers that were an error of ours", len(wrong), "answers", 0),
        Figure(f"{database}: cancelled in the storm", storm["cancelled"], "places"),
        Figure(f"{database}: offers made in the storm", storm["offered"], "offers"),
        Figure(f"{database}: registrations a second in the rush", PEOPLE / seconds, "requests/s"),
        Figure(
            f"{database}: registration in the rush, p95", asked[int(len(asked) * 0.95)] * 1000, "ms"
        ),
        Figure(f"{database}: CPU a registration in the rush", spent / PEOPLE * 1000, "ms"),
        Figure(
            f"{database}: requests a second in the storm", requests / storm["seconds"], "requests/s"
        ),
        Figure(
            f"{database}: request in the storm, p95", waits[int(len(waits) * 0.95)] * 1000, "ms"
        ),
        Figure(f"{database}: page of a session, first visit, compressed", weight / 1000, "kB", 60),
    ]


def _weight(served: Served, path: str) -> int:
    """Bytes over the wire of a page with all it names, compressed."""
    _status, _headers, body = served.get(path)
    total = len(served.get(path, **{"Accept-Encoding": "gzip"})[2])
    for name in set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', body)):
        total += len(served.get(name.decode(), **{"Accept-Encoding": "gzip"})[2])
    return total


def _script(*what: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bench.storm", *what]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe)


def _finished(process: "subprocess.Popen[bytes]") -> Any:
    told, _errors = process.communicate(timeout=600)
    return json.loads(told)
