"""Invented people to be put into groups."""

import random
from datetime import date

from commonroot.core.places import regions
from commonroot.groups.rules.people import Meeting, Member, Plan

PLACES = (
    ("KE", "Africa/Nairobi", "en sw"), ("UG", "Africa/Kampala", "en"),
    ("EG", "Africa/Cairo", "ar en"), ("LB", "Asia/Beirut", "ar fr"),
    ("IN", "Asia/Kolkata", "en hi"), ("NP", "Asia/Kathmandu", "en ne"),
    ("BR", "America/Sao_Paulo", "es pt"), ("CO", "America/Bogota", "es"),
    ("US", "America/New_York", "en"), ("CA", "America/Vancouver", "en fr"),
    ("PH", "Asia/Manila", "en tl"), ("ES", "Europe/Madrid", "es"),
)  # fmt: skip
THEMES = ("hospitals", "medicines", "water", "gender", "nutrition")
SPRING = (Meeting(date(2027, 4, 12)), Meeting(date(2027, 5, 10)), Meeting(date(2027, 6, 14)))


def people(number: int, *, seed: int) -> list[Member]:
    """So many people, the same for the same seed; most can meet on a few evenings only."""
    chance = random.Random(seed)
    return [_member(n, chance) for n in range(number)]


def _member(n: int, chance: random.Random) -> Member:
    country, zone, spoken = chance.choice(PLACES)
    languages = spoken.split()
    free = set()
    for day in chance.sample(range(7), chance.randint(3, 6)):
        first = chance.choice((16, 24, 34, 36))
        free |= {(day, half) for half in range(first, min(48, first + chance.choice((6, 8, 10))))}
    return Member(
        key=f"p{n:03}",
        zone=zone,
        country=country,
        languages=tuple(sorted(chance.sample(languages, chance.randint(1, len(languages))))),
        themes=tuple(sorted(chance.sample(THEMES, 2))),
        marks=("new",) if chance.random() < 0.3 else (),
        free=frozenset(free) if chance.random() < 0.8 else frozenset(),
    )


def plan(members: list[Member], **changes: object) -> Plan:
    """Groups of five to seven, some in pairs, some who must not meet."""
    keys = [member.key for member in members]
    asked = {
        "smallest": 5,
        "largest": 7,
        "meetings": SPRING,
        "together": [keys[n : n + 2] for n in range(0, len(keys) // 5, 2)],
        "apart": [(keys[-1 - n], keys[-3 - n]) for n in range(0, len(keys) // 10, 2)],
        "region_of": regions(),
    }
    return Plan(**asked | changes)  # type: ignore[arg-type]  # what changes is of the plan
