"""The last minute before a deadline: 300 hand their applications in, and one comes too late."""

import json
import os
import random
import threading
import time
from datetime import UTC, datetime

from bench.figures import Figure
from bench.filling import Answered, Filler
from bench.postgres import private_postgres
from bench.seeds import SESSION
from bench.served import instance

PEOPLE = int(os.environ.get("COMMONROOT_BENCH_APPLICATIONS", "300"))
SECONDS = 60
AT_THE_END = 5  # seconds in which a third of them come
SEED = (
    SESSION
    + f"""
import json
from commonroot.admissions.actions import applying
from commonroot.admissions.models import Call, FormQuestion
call = Call.objects.create(
    programme=programme, opens_at=at, published_at=at, created_at=at, time_zone="Africa/Nairobi",
    languages=["en"],
)
question = FormQuestion.objects.create(
    call=call, position=1, kind="text", prompt={{"en": "What for?"}}, required=True,
)
drafts = []
for number in range({PEOPLE} + 1):
    begun = applying.begin(
        call=call, name=f"Person {{number}}", way_text=f"person{{number}}@example.org",
        language="en", by=Actor.public(), at=at,
    )
    text = f"{{number}} wrote this"
    applying.keep_answers(
        application=begun.application, values={{question.key: text}}, by=Actor.public(), at=at,
    )
    drafts.append([begun.token, begun.application.key])
call.closes_at = timezone.now().replace(microsecond=0) + timedelta(seconds={SECONDS} + 40)
call.save()
told = {{"drafts": drafts, "closes": call.closes_at.timestamp()}}
(settings.HOME / "drafts.json").open("w").write(json.dumps(told))
"""
)
ABOUT = (
    f"{PEOPLE} people have answered everything and press the button in the last {SECONDS} seconds, "
    f"a third of them in the last {AT_THE_END}; one more presses in the second after the deadline."
)


def measure() -> list[Figure]:
    """The last minute, on both databases."""
    figures = _last_minute("SQLite", {})
    with private_postgres() as address:
        figures += _last_minute("PostgreSQL", {"COMMONROOT_DATABASE": address})
    return figures


def _last_minute(database: str, environment: dict[str, str]) -> list[Figure]:
    with instance(SEED, **environment) as served:
        told = json.loads((served.home / "drafts.json").read_text())
        *fillers, last = [
            Filler(served.port, number, token=token, key=key)
            for number, (token, key) in enumerate(told["drafts"])
        ]
        answers, took = _pressed(fillers, closes=told["closes"])
        _sleep_until(told["closes"] + 1)
        late = last.hand_in()
        page = last.request("GET", f"/en/applications/{last.key}/check/").body
    kept = late.status == 409 and "Your text is kept." in late.body
    return [
        Figure(
            f"{database}: handed in of {PEOPLE}",
            sum(answer.status == 302 for answer in answers),
            "applications",
            floor=PEOPLE,
        ),
        Figure(f"{database}: the slowest answer", max(took), "s"),
        Figure(f"{database}: the middle answer", sorted(took)[len(took) // 2], "s"),
        Figure(f"{database}: the first after it was refused", int(kept), "yes", floor=1),
        Figure(
            f"{database}: its text is there",
            int(f"{PEOPLE} wrote this" in page),
            "yes",
            floor=1,
        ),
    ]


def _pressed(fillers: list[Filler], *, closes: float) -> tuple[list[Answered], list[float]]:
    """What everybody got who pressed in the last minute, and how long each took (seconds)."""
    dice = random.Random(60)
    answers: list[Answered] = []
    took: list[float] = []

    def press(filler: Filler, moment: float) -> None:
        _sleep_until(moment)
        began = time.monotonic()
        answers.append(filler.hand_in())
        took.append(time.monotonic() - began)

    threads = []
    for number, filler in enumerate(fillers):
        within = AT_THE_END if number % 3 == 0 else SECONDS
        moment = closes - 1 - dice.random() * (within - 1)
        threads.append(threading.Thread(target=press, args=(filler, moment)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, took


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - datetime.now(UTC).timestamp()))
