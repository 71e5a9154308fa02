"""The demo's bodies and people."""

import random
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commonroot.accounts.actions import open_account
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import describe, found_school, give_mandate, open_circle
from commonroot.circles.models import Circle
from commonroot.consent.actions import answer, install_wordings, keep_until_asked
from commonroot.consent.rules import Purpose
from commonroot.core.fields import Translated
from commonroot.engagement.actions import make_contact
from commonroot.people.actions import add_person, add_way, confirm, connect_account
from commonroot.people.models import Person
from commonroot.web.demo import ORGANISER, PARTICIPANT

PEOPLE_PER_COUNTRY = 10
BY = Actor.system()
OFFERS = ("can teach power mapping", "translates Arabic and English", "can host two people", "")
WANTS = ("would like to meet whoever works on water", "looks for nurses who organise", "")


@dataclass
class Cast:
    """Everybody and everything the rest of the demo is built with."""

    school: Circle
    team: Circle
    circles: dict[str, Circle] = field(default_factory=dict)
    themes: list[Circle] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    old: list[Person] = field(default_factory=list)
    amina: Person | None = None
    dice: random.Random = field(default_factory=lambda: random.Random(22))  # noqa: S311 - the same people each time

    def of(self, country: str) -> list[Person]:
        """People of one country."""
        return [person for person in self.people if person.country == country]


def facts() -> dict[str, Any]:
    """The demo's file."""
    return tomllib.loads(Path(__file__).with_name("people.toml").read_text())


def found(*, at: datetime) -> Cast:
    """The school, its team, Leila who runs it, circles with contacts, and everybody."""
    long_ago = at - timedelta(days=800)
    school = found_school(
        name="Long Table School for Health",
        sentence="Learn to organise for health. Stay together for years.",
        languages=["en", "fr", "ar", "es", "pt"],
        country="KE",
        time_zone="Africa/Nairobi",
        by=BY,
        at=long_ago,
    )
    install_wordings(at=long_ago)
    rename(school)
    team = open_circle(
        kind=Circle.Kind.TEAM,
        name=Translated({"en": "Organizing for Health team"}),
        tie=Circle.Tie.SAME,
        by=BY,
        at=long_ago,
    )
    cast = Cast(school=school, team=team)
    _organiser(cast, at=long_ago)
    content = facts()
    for entry in content["country"]:
        _people_of(cast, entry, at=at)
    _circles(cast, content, at=long_ago)
    return cast


def rename(school: Circle) -> None:
    """The school's words in all five languages."""
    name = Translated(
        en="Long Table School for Health",
        fr="École de la longue table pour la santé",
        ar="مدرسة المائدة الطويلة للصحة",
        es="Escuela de la Mesa Larga por la Salud",
        pt="Escola da Mesa Longa pela Saúde",
    )
    sentence = Translated(
        en="Learn to organise for health. Stay together for years.",
        fr="Apprendre à s’organiser pour la santé. Rester ensemble pendant des années.",
        ar="تعلّموا التنظيم من أجل الصحة. وابقوا معًا سنوات.",
        es="Aprender a organizarse por la salud. Seguir juntas durante años.",
        pt="Aprender a se organizar pela saúde. Ficar juntos por anos.",
    )
    describe(circle=school, name=name, sentence=sentence, by=BY, at=school.created_at)


def _organiser(cast: Cast, *, at: datetime) -> None:
    account = open_account(
        address=ORGANISER,
        shown_name="Leila Haddad",
        password=None,
        language="en",
        time_zone="Africa/Nairobi",
        by=BY,
        at=at,
    )
    give_mandate(account=account, circle=cast.school, role="steward", until=None, by=BY, at=at)
    leila = _person(
        cast,
        "Leila Haddad",
        at=at,
        country="KE",
        city="Nairobi",
        language="en",
        zone="Africa/Nairobi",
    )
    connect_account(person=leila, account=account)


def _people_of(cast: Cast, entry: dict[str, Any], *, at: datetime) -> None:
    names = [f"{given} {family}" for given in entry["given"] for family in entry["family"]]
    cast.dice.shuffle(names)
    wanted = names[: PEOPLE_PER_COUNTRY if entry["code"] != "TD" else 2]
    if entry["code"] == "KE":
        wanted = [
            PARTICIPANT,
            *[name for name in wanted if name != PARTICIPANT][: PEOPLE_PER_COUNTRY - 1],
        ]
    for name in wanted:
        made = at - timedelta(days=cast.dice.randint(190, 700))
        person = _person(
            cast,
            name,
            at=made,
            country=entry["code"],
            city=entry["cities"][0] if name == PARTICIPANT else cast.dice.choice(entry["cities"]),
            language=entry["language"],
            zone=entry["zone"],
        )
        if name == PARTICIPANT:
            cast.amina = person
        _agreements(cast, person, at=made)


def _person(
    cast: Cast, name: str, *, at: datetime, country: str, city: str, language: str, zone: str
) -> Person:
    dice = cast.dice
    person = add_person(
        shown_name=name,
        origin=Person.Origin.REGISTRATION,
        by=BY,
        at=at,
        details={
            "country": country,
            "city": city,
            "language": language,
            "time_zone": zone,
            "offers": dice.choice(OFFERS),
            "wants": dice.choice(WANTS),
        },
    )
    confirm(person=person, way=None, by=BY, at=at + timedelta(days=dice.randint(0, 180)))
    number = len(cast.people)
    if dice.random() < 0.95:  # noqa: PLR2004 - one in twenty has only a phone
        add_way(
            person=person,
            kind="mail",
            value=f"{country.casefold()}{number}@example.org",
            at=at,
            confirmed=True,
        )
    else:
        add_way(person=person, kind="phone", value=f"+254700000{number:03}", at=at, confirmed=True)
    cast.people.append(person)
    return person


def _agreements(cast: Cast, person: Person, *, at: datetime) -> None:
    """Most say yes to the register, many to the circle, some to nothing: as in life."""
    dice = cast.dice
    sure = person.shown_name == PARTICIPANT
    for purpose, share in (
        (Purpose.REGISTER, 0.78),
        (Purpose.FOLLOW_UP, 0.78),
        (Purpose.COUNTRY_CIRCLE, 0.6),
        (Purpose.NEWS, 0.5),
    ):
        thrown = dice.random()
        if sure or thrown < share:
            answer(
                person=person,
                purpose=purpose,
                yes=True,
                how="form",
                by=BY,
                at=at,
                language=person.language,
            )
        elif thrown > 0.9:  # noqa: PLR2004 - one in ten says no; the rest were not asked or did not say
            answer(
                person=person,
                purpose=purpose,
                yes=False,
                how="form",
                by=BY,
                at=at,
                language=person.language,
            )


def _circles(cast: Cast, content: dict[str, Any], *, at: datetime) -> None:
    for entry in content["circle"]:
        circle = open_circle(
            kind=Circle.Kind.COUNTRY,
            name=Translated(entry["name"]),
            country=entry["country"],
            state=entry["state"],
            tie=Circle.Tie.SEPARATE,
            languages=[cast.of(entry["country"])[0].language],
            by=BY,
            at=at,
        )
        cast.circles[entry["country"]] = circle
        if entry["state"] != Circle.State.DORMANT:
            _contact(cast.of(entry["country"])[-1], circle, at=at)
    for entry in content["region"]:
        region = open_circle(
            kind=Circle.Kind.REGION,
            name=Translated(entry["name"]),
            tie=Circle.Tie.SAME,
            by=BY,
            at=at,
        )
        _contact(cast.of(entry["contact_country"])[0], region, at=at)
    for entry in content["theme"]:
        theme = open_circle(
            kind=Circle.Kind.THEME,
            name=Translated(entry["name"]),
            tie=Circle.Tie.SAME,
            by=BY,
            at=at,
        )
        cast.themes.append(theme)
        _contact(cast.dice.choice(cast.people), theme, at=at)


def _contact(person: Person, circle: Circle, *, at: datetime) -> None:
    make_contact(person=person, circle=circle, since=at.date(), by=BY, at=at)


def old_list(cast: Cast, *, at: datetime) -> None:
    """Names from an old sheet: kept, not written to, and not confirmed for years."""
    for number in range(24):
        template = cast.dice.choice(cast.people)
        donor = cast.dice.choice(cast.of(template.country))
        name = f"{template.shown_name.split()[0]} {donor.shown_name.split()[-1]}"
        person = add_person(
            shown_name=name,
            origin=Person.Origin.IMPORT,
            by=BY,
            at=at - timedelta(days=40),
            details={
                "country": template.country,
                "city": template.city,
                "language": template.language,
            },
        )
        add_way(person=person, kind="mail", value=f"old{number}@example.org", at=at)
        keep_until_asked(person=person, by=BY, at=at - timedelta(days=40))
        cast.old.append(person)
