"""A school with two teams, somebody in every role, and one of everything, twice.

What is "own" belongs to the one team and to one person; what is "other" to the other ones.
"""

from datetime import datetime

from django.test import Client
from django.urls import reverse

from commonroot.circles import actions as circles
from commonroot.circles.models import Circle
from commonroot.people import actions as people
from tests.factories.accounts import AccountFactory
from tests.matrix.applying import applying_things
from tests.matrix.campaigns import campaign_things
from tests.matrix.choosing import choosing_things
from tests.matrix.groups import group_things
from tests.matrix.handbook import handbook_things
from tests.matrix.known import ANSWERED, SYSTEM, World, arrived, circle_of
from tests.matrix.people import known, put_refused
from tests.matrix.preparing import preparing_things
from tests.matrix.reading import reading_things
from tests.matrix.things import circle_things, school_things, team_things

ROLES = {  # actor: (role, where)
    "organiser": ("organiser", "school"),
    "steward": ("steward", "school"),
    "team": ("organiser", "own team"),
    "liaison": ("student liaison", "own team"),
    "facilitator": ("facilitator", "own team"),
    "panel": ("panel", "own team"),
    "lead": ("group lead", "own team"),
    "other team": ("organiser", "other team"),
    "contact": ("circle contact", "country"),
    "region": ("region", "region"),
}


__all__ = ["ANSWERED", "ROLES", "World", "address", "make"]


def make(school: Circle, *, at: datetime) -> World:
    """The whole world; nothing in it depends on the day."""
    world = World(at)
    where = {
        "school": school,
        "own team": circle_of("team", "Own team", at),
        "other team": circle_of("team", "Other team", at),
        "region": (region := circle_of("region", "Africa", at)),
        "country": circle_of("country", "Kenya circle", at, country="KE", region=region),
    }
    for name, (role, place) in ROLES.items():
        account = AccountFactory(shown_name=f"The {name}")
        circles.give_mandate(
            account=account, circle=where[place], role=role, until=None, by=SYSTEM, at=at
        )
        client = Client()
        client.force_login(account)
        session = client.session
        session["proven"] = at.timestamp()
        session.save()
        world.accounts[name], world.clients[name] = account, client
    world.clients["visitor"] = Client()
    own, other = known("Amina Wekesa", at), known("Otieno Abdi", at)
    for name, person in (("person", own), ("another", other)):
        token = people.open_link(person=person, scope="page", at=at, fresh=True)
        world.clients[name] = arrived(token)
    world.answers = own
    world.sent = {
        "web:theme_settle": {"state": "open"},
        "web:person_keeper": {"keeper": world.accounts["steward"].key},
        "admissions:wish": {"wish": "withdraw"},
        "web:me_place": {"wish": "cannot"},
        "web:me_answer": {"purpose": "news", "answer": "yes"},
        "engagement:project_more": {"gallery": "no"},
        "engagement:draft": {"circle": where["country"].key},
        "campaigns:everybody": {"answer": "no"},
        "campaigns:place": {"do": "risks"},
        "campaigns:entry_do": {"do": "up"},
        "campaigns:closing_do": {"do": "hide"},
        "engagement:ask_region": {"region": region.key, "country": "KE"},
    }
    school_things(world, own, other, at)
    circle_things(world, own, where["country"], at)
    for side, person in (("own", own), ("other", other)):
        programme = team_things(world, person, run_by=where[f"{side} team"], side=side, at=at)
        put_refused(programme, like=person, at=at)
        applying_things(world, person, side=side, at=at)
        group_things(world, person, programme, side=side, at=at)
        preparing_things(world, person, programme, side=side, at=at)
        reading_things(world, side=side, at=at)
        choosing_things(world, side=side, at=at)
        handbook_things(world, programme, side=side)
        campaign_things(world, person, programme, side=side, at=at)
    return world


def address(name: str, kwargs: dict[str, str | int]) -> str:
    """Where a page is, by the name it has in the table."""
    return reverse(name.removeprefix(":"), kwargs=kwargs)
