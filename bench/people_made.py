"""A register full of made-up people with what stands around them, for measuring; the same each
time.

Run inside Django: `from bench.people_made import fill`.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from bench.made.naming import Name
from bench.made.people import ROWS_A_PERSON, population
from bench.made.people import Person as Made
from commonroot.accounts.actions import seal
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import open_circle
from commonroot.circles.models import Circle
from commonroot.consent.models import Agreement, LedgerEvent
from commonroot.core.fields import Translated
from commonroot.core.places import country_name
from commonroot.engagement.models import FollowUp, Participation, Promise, Wave
from commonroot.people.actions import NewPerson, add_people
from commonroot.people.models import Interest, Membership, Offer, Person, SpokenLanguage
from commonroot.programmes.models import Programme

AT_ONCE = 2000
THEMES = ("Water", "Trade", "Medicines", "Women’s health", "Primary care", "Climate")
COURSES = 24
OPEN_COURSES = 2
SOUTH_ASIA = {"IN", "NP", "LK", "BD"}


def fill(people: int, *, seed: int, school: Circle, at: datetime) -> None:
    """Add so many people, with their agreements, courses, circles, languages and promises."""
    dice = random.Random(seed)
    made, _alike = population(round(people * ROWS_A_PERSON * 1.02), dice=dice)
    assert len(made) >= people, "more rows are needed"
    circles = _circles({one.country.code for one in made}, at=at)
    courses = _courses(school, at=at)
    waves = [
        Wave.objects.create(
            programme=course, months=6, due_on=course.starts_on + timedelta(days=180)
        )
        for course in courses
    ]
    rest = iter(made[:people])
    while batch := list(islice(rest, AT_ONCE)):
        with transaction.atomic():
            added = add_people(
                new=[_new(one, dice=dice) for one in batch],
                origin="import",
                by=Actor.system(),
                at=at,
            )
            _around(added, circles=circles, courses=courses, waves=waves, dice=dice, at=at)
    seal(at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _circles(codes: set[str], *, at: datetime) -> dict[str, Circle]:
    by = Actor.system()
    found = {}
    for code in sorted(codes):
        name = Translated({"en": f"{country_name(code, 'en')} circle"})
        found[code] = open_circle(kind="country", name=name, country=code, by=by, at=at)
    for theme in THEMES:
        found[theme] = open_circle(kind="theme", name=Translated({"en": theme}), by=by, at=at)
    return found


def _courses(school: Circle, *, at: datetime) -> list[Programme]:
    return [
        Programme.objects.create(
            run_by=school,
            format="residential",
            title=Translated({"en": f"The Struggle for Health {number % 3 + 1}"}),
            starts_on=date(2010 + number // 2, 5 if number % 2 else 10, 4),
            ends_on=date(2010 + number // 2, 5 if number % 2 else 10, 14),
            closed_at=at if number < COURSES - OPEN_COURSES else None,
            created_at=at,
            updated_at=at,
        )
        for number in range(COURSES)
    ]


def _new(one: Made, *, dice: random.Random) -> NewPerson:
    native = dice.random() < 0.3
    shown = written(one.name, native=native)
    other = written(one.name, native=not native)
    details = {
        "country": one.country.code if dice.random() < 0.95 else "",
        "city": one.city[0] if dice.random() < 0.7 else "",
        "organisation": one.organisation.english if dice.random() < 0.5 else "",
        "language": one.country.language,
    }
    ways = [("mail", text.casefold()) for _since, text in one.emails[-1:] if dice.random() < 0.85]
    ways += [("phone", f"+{text.lstrip('+')}") for _since, text in one.phones[-1:]]
    names = [("script", other)] if other != shown and dice.random() < 0.2 else []
    return NewPerson(
        shown_name=shown,
        details=details,
        ways=ways[: 2 if dice.random() < 0.4 else 1],
        names=names,
        said_on=date(dice.randint(2010, 2026), dice.randint(1, 11), dice.randint(1, 28)),
    )


def written(name: Name, *, native: bool) -> str:
    """A name as its bearer writes it: in their own script, or in Latin letters."""
    words = [*name.given, *name.family]
    return " ".join((word.native or word.usual) if native else word.usual for word in words)


def _around(
    people: list[Person],
    *,
    circles: dict[str, Circle],
    courses: list[Programme],
    waves: list[Wave],
    dice: random.Random,
    at: datetime,
) -> None:
    """What stands around these people; most rows of a register."""
    today = at.date()
    for person in people:
        asked = dice.random()
        person.confirmed_at = at - timedelta(days=dice.randint(0, 2500)) if asked < 0.7 else None
        person.risk = dice.choices(("open", "careful", "high"), weights=(10, 86, 4))[0]
        person.created_at = at - timedelta(days=dice.randint(0, 5000))
        person.origin = dice.choices(("import", "registration", "hand"), weights=(6, 3, 1))[0]
    moment = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE people_person SET confirmed_at = %s, risk = %s, created_at = %s, origin = %s"
            " WHERE id = %s",
            [
                (moment(one.confirmed_at), one.risk, moment(one.created_at), one.origin, one.pk)
                for one in people
            ],
        )
    rows: dict[type[Model], list[Any]] = {Participation: []}

    def add(model: type[Model], **fields: Any) -> None:
        rows.setdefault(model, []).append(model(**fields))

    for person in people:
        state = dice.choices(("given", "unknown", "refused"), weights=(78, 17, 5))[0]
        for purpose, share in (("register", 1.0), ("follow_up", 0.5), ("news", 0.3)):
            if dice.random() < share:
                said = state if purpose == "register" else dice.choice(("given", "refused"))
                add(
                    Agreement, person=person, purpose=purpose, audience_kind="school",
                    state=said, since=at,
                )  # fmt: skip
                # Else everybody would differ from the ledger, and be looked at twice.
                add(
                    LedgerEvent, person=person, purpose=purpose, audience_kind="school",
                    state=said, how="import", recorded_by="system:", at=at,
                )  # fmt: skip
        for course in dice.sample(courses, dice.choices((0, 1, 2), weights=(45, 45, 10))[0]):
            add(
                Participation, person=person, programme=course, came=dice.randint(1, 9),
                role="presenter" if dice.random() < 0.03 else "participant",
                background=dice.choice(("movement", "elsewhere", "new", "unknown")),
                asked_at=at if len(rows[Participation]) % 50 else None,
                recorded_at=at,
            )  # fmt: skip
            if dice.random() < 0.08:
                due = today + timedelta(days=dice.randint(-300, 300))
                add(
                    Promise, person=person, programme=course, text="Meet the union.",
                    due_on=due, made_at=at,
                )  # fmt: skip
            if dice.random() < 0.2:
                state = dice.choice(("sent", "answered", "silent"))
                add(
                    FollowUp, wave=waves[courses.index(course)], person=person,
                    background="new", state=state, asked_at=at,
                    answered_at=at if state == "answered" else None,
                )  # fmt: skip
        if dice.random() < 0.15 and person.country in circles:
            role = "contact" if dice.random() < 0.02 else "member"
            circle = circles[person.country]
            add(Membership, person=person, circle=circle, role=role, since=today)
        if dice.random() < 0.1:
            theme = circles[dice.choice(THEMES)]
            add(Interest, person=person, theme=theme, source="link", said_on=today)
        if dice.random() < 0.04:
            kind = dice.choice(("teach", "translate", "host", "mentor"))
            add(Offer, person=person, kind=kind, source="link", said_on=today)
        for language in {person.language, "en"} if dice.random() < 0.5 else {"en"}:
            level = dice.choice(("some", "works", "fluent", "native"))
            add(
                SpokenLanguage, person=person, language=language, level=level, source="link",
                said_on=today,
            )  # fmt: skip
    for model, many in rows.items():
        model._default_manager.bulk_create(many, batch_size=5000)


def counted() -> Iterator[str]:
    """What the register holds, a line a table."""
    for model in (Person, Agreement, Participation, Membership, SpokenLanguage):
        yield f"{model.__name__}: {model._default_manager.count():,}"
