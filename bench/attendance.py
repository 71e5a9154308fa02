"""A report of a video meeting with 5,000 lines, and certificates for 500 people: time."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.figures import Figure
from bench.seeds import SCHOOL
from bench.served import ROOT

LINES = int(os.environ.get("BENCH_LINES", "5000"))
PEOPLE = LINES * 3 // 5  # most join once, some lose the line, some sit before two devices
CERTIFICATES = max(1, LINES // 10)

ABOUT = (
    f"A report of {LINES:,} lines (shape D) of a session with {PEOPLE:,} places: reconnects, two\n"
    "devices, changed and numbered names, 2 % strangers, waiting rooms, programs that listen in.\n"
    "By `manage.py import_attendance`, from file to ticks with minutes, on SQLite, start of the\n"
    "program included. Certificates: PDF of each, one after the other."
)

FILLED = (
    SCHOOL
    + """
import json, random, sys
from commonroot.core.text import sort_key
from commonroot.people.actions import way_mark
from commonroot.people.models import ContactWay, Person
from commonroot.programmes.actions import load_programme, publish
from commonroot.programmes.models import Session
from commonroot.registration.models import Registration
random.seed(11)
PEOPLE, LINES = json.loads((settings.HOME / "sizes").read_text())
start = at.replace(minute=0, second=0, microsecond=0) - timedelta(days=1)
about = {
    "title": "Organizing for Health", "format": "open series", "languages": ["en"],
    "mode": "online", "time_zone": "UTC", "summary": "Evenings for health workers.",
}
evening = {
    "title": "Power Analysis!", "day": start.date().isoformat(), "time": f"{start:%H:%M}",
    "minutes": 120, "places": 100000,
}
programme = load_programme({"programme": about, "session": [evening]}, run_by=school, by=by, at=at)
publish(programme=programme, by=by, at=at)
session = Session.objects.get()
first = ["Amina", "Kofi", "Zoë", "Lin", "Ileana", "Ramesh", "Leila", "Mateo", "Shirin", "Olena"]
made = [Person(shown_name=f"{random.choice(first)} {chr(65 + n % 26)}ardo{n}", sort_key=str(n),
               origin="hand", created_at=at) for n in range(PEOPLE)]
Person.objects.bulk_create(made, batch_size=500)
ways = [ContactWay(person=p, kind="mail", value=f"p{n}@example.org", created_at=at,
                   mark=way_mark("mail", f"p{n}@example.org")) for n, p in enumerate(made)]
ContactWay.objects.bulk_create(ways, batch_size=500)
Registration.objects.bulk_create(
    [Registration(person=p, session=session, state="placed", position=n, asked_at=at)
     for n, p in enumerate(made, 1)], batch_size=500)
heads = ["Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", "Guest",
         "Recording disclaimer response", "In waiting room"]
rows = []
for number in range(LINES):
    n = number % PEOPLE
    p = made[n]
    begin = session.starts_at + timedelta(seconds=random.randrange(3000))
    end = begin + timedelta(seconds=random.randrange(600, 4000))
    name = random.choice((p.shown_name, f"{n}_{p.shown_name}", f"Phone {n} ({p.shown_name})"))
    mail = f"p{n}@example.org" if random.random() < 0.4 else ""
    if random.random() < 0.02:
        name, mail = f"Stranger {number}", ""
    times = [f"{t:%b} {t.day}, {t:%Y %H:%M:%S}" for t in (begin, end)]
    rows.append([name, mail, *times, "9", "Yes", "OK", "Yes" if random.random() < 0.02 else "No"])
import csv
with (settings.HOME / "report.csv").open("w", newline="") as file:
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([heads, *rows])
(settings.HOME / "session").write_text(session.key)
"""
)

PRINTED = """
import time
from django.utils import timezone
from django.conf import settings
from commonroot.accounts.roles import Actor
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from commonroot.registration.actions.certificates import printed
from commonroot.registration.models import Certificate
programme, at = Programme.objects.get(), timezone.now()
made = [Certificate(code=f"AAAA-{n:04}-AAAA", person=p, programme=programme, name=p.shown_name,
                    language="en", sessions=1, of_sessions=1, issued_at=at)
        for n, p in enumerate(Person.objects.order_by("pk")[:COUNT])]
printed(made[0], at=at)
started = time.monotonic()
for one in made:
    printed(one, at=at)
(settings.HOME / "printed").write_text(str((time.monotonic() - started) / len(made)))
"""


def measure() -> list[Figure]:
    """The report by command, a second time, and the certificates."""
    with tempfile.TemporaryDirectory(prefix="commonroot-bench-") as home:
        (Path(home) / "data").mkdir()
        (Path(home) / "sizes").write_text(json.dumps([PEOPLE, LINES]))
        env = {**os.environ, "COMMONROOT_HOME": home}
        env.pop("COMMONROOT_DEMO", None)
        manage = [sys.executable, "manage.py"]
        subprocess.run([*manage, "migrate", "-v0"], cwd=ROOT, env=env, check=True)
        subprocess.run([*manage, "shell", "-v0", "-c", FILLED], cwd=ROOT, env=env, check=True)
        first, found = _counted(manage, home=home, env=env)
        again, _found = _counted(manage, home=home, env=env)
        command = PRINTED.replace("COUNT", str(CERTIFICATES))
        subprocess.run([*manage, "shell", "-v0", "-c", command], cwd=ROOT, env=env, check=True)
        each = float((Path(home) / "printed").read_text())
    return [
        Figure(f"A report of {LINES:,} lines, from file to ticks", first, "s", 10),
        Figure("The same report again: nothing changes", again, "s", 10),
        Figure("People ticked with their minutes", found["changed"], "people"),
        Figure("Names that wait for somebody", len(found["queue"]), "names"),
        Figure(f"A certificate as PDF, mean of {CERTIFICATES}", each * 1000, "ms", 100),
    ]


def _counted(manage: list[str], *, home: str, env: dict[str, str]) -> tuple[float, dict]:
    """Seconds of one run of the command, and what it said; names may wait (3)."""
    session, report = (Path(home) / "session").read_text(), str(Path(home) / "report.csv")
    command = [*manage, "import_attendance", session, report, "--zone", "UTC", "--json"]
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
    took = time.monotonic() - started
    if done.returncode not in {0, 3}:
        raise RuntimeError(done.stderr.decode())
    return took, json.loads(done.stdout)
