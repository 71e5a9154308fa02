"""What a cohort's story asks of the school beside its pages; run as a process of its own."""

import json
import random
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django

Typed = list[tuple[str, str]]


def team(team: list[list[str]]) -> dict[str, list[str]]:
    """Accounts [name, role, address] that signed in before: {name: their cookie}."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from commonroot.accounts.actions import open_account
    from commonroot.accounts.roles import Actor
    from commonroot.accounts.sessions import SessionStore
    from commonroot.circles.actions import give_mandate
    from commonroot.circles.queries import school
    from commonroot.people.actions import add_person, connect_account
    from commonroot.people.models import Person
    from commonroot.work.clock import now

    at, by, cookies = now(), Actor.system(), {}
    circle = school()
    assert circle is not None
    for name, role, address in team:
        account = open_account(
            address=address, shown_name=name, password=None, language="en",
            time_zone="Africa/Nairobi", by=by, at=at,
        )  # fmt: skip
        give_mandate(account=account, circle=circle, role=role, until=None, by=by, at=at)
        if not Person.objects.filter(account=account).exists():
            person = add_person(shown_name=name, origin=Person.Origin.HAND, by=by, at=at)
            connect_account(person=person, account=account)
        account.last_login = at
        account.save()
        store = SessionStore()
        store[SESSION_KEY] = str(account.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = account.get_session_auth_hash()
        store["proven"] = at.timestamp() + 10_000_000
        store.save()
        cookies[name] = [settings.SESSION_COOKIE_NAME, str(store.session_key)]
    return cookies


def links(key: str) -> dict[str, list[Any]]:
    """Links as letters carry them that leave in ten minutes or more: to join ([key, token, name]),
    to an offered place ([key, token, sentences to tick]), to one group.
    """
    from commonroot.admissions.models import Applicant, Offer
    from commonroot.groups.models import GroupMember
    from commonroot.people.models import Person
    from commonroot.work.clock import now

    at = now()
    joining = Applicant.objects.filter(application__call__programme__key=key, state="asked")
    offers = Offer.objects.filter(application__call__programme__key=key, answer="waiting")
    members = GroupMember.objects.filter(
        group__formation__programme__key=key, group__formation__state="chosen"
    ).select_related("person", "group")

    def link(person: Person | None, thing: str) -> str:
        assert person is not None
        return _link(person, thing, at=at)

    return {
        "joining": [
            [one.key, link(one.person, f"applicant:{one.key}"), one.name]
            for one in joining.select_related("person").order_by("pk")
        ],
        "offers": [
            [
                one.key,
                link(one.application.person, f"offer:{one.key}"),
                len(one.application.call.commitments),
            ]
            for one in offers.select_related("application__person", "application__call").order_by(
                "pk"
            )
        ],
        "groups": [
            link(one.person, f"group:{one.group.key}") for one in members.order_by("pk")[:1]
        ],
    }


def _link(person: Any, thing: str, *, at: datetime) -> str:
    from commonroot.people.actions import open_link

    return open_link(person=person, scope="answer", thing=thing, at=at)


def people(key: str, *, count: int, first: int, hours: int) -> list[dict[str, Any]]:
    """What `count` invented people type: {name, way, kind, language, parts, typed: fields}.

    `hours`: at most so many half-hours each; 0: as many as they like.
    """
    from commonroot.admissions.queries.calls import call_of, questions
    from commonroot.web.demo_school.applicants import answers
    from commonroot.web.demo_school.people import facts

    call = call_of(key)
    assert call is not None
    asked = {one.key: one for one in questions(call)}
    parts = max(1, sum(one.kind == "heading" for one in asked.values()))
    dice = random.Random(first)
    places = [one for one in facts()["country"] if one["code"] != "TD"]
    found = []
    for number in range(first, first + count):
        entry = places[number % len(places)]
        said = answers(
            asked.values(),
            language=entry["language"],
            country=entry["code"],
            city=dice.choice(entry["cities"]),
            dice=dice,
            wants_help=number % 7 == 0,
        )
        phone = number % 20 == 19
        found.append(
            {
                "name": f"{dice.choice(entry['given'])} {dice.choice(entry['family'])}",
                "way": f"+2547110{number:05}" if phone else f"applicant{number}@example.org",
                "kind": "alone",
                "language": entry["language"],
                "parts": parts,
                "typed": [
                    pair
                    for name, value in said.items()
                    for pair in _typed(asked[name], value, hours=hours, spoken=call.languages)
                ],
            }
        )
    return found


def _typed(question: Any, value: Any, *, hours: int, spoken: Iterable[str]) -> Typed:
    """One answer as the fields of the form carry it."""
    name = question.key
    if question.kind == "hours":
        return [(name, f"{day}-{half}") for day, half in (value[:hours] if hours else value)]
    if question.kind == "languages":
        return _spoken(name, value, fixed=set(spoken))
    if question.kind == "several":
        return [(name, one) for one in value]
    if question.kind == "yes_no":
        return [(name, "yes" if value else "no")]
    return [(name, "on" if question.kind == "agree" else str(value))]


def _spoken(name: str, levels: dict[str, int], *, fixed: set[str]) -> Typed:
    """Languages of the call have a line of their own, others are named."""
    found = [(f"{name}-{code}", str(level)) for code, level in levels.items() if code in fixed]
    others = [(code, level) for code, level in levels.items() if code not in fixed]
    for number, (code, level) in enumerate(others):
        found += [(f"{name}-{number}-code", code), (f"{name}-{number}-level", str(level))]
    return found


if __name__ == "__main__":
    django.setup()
    what, told = sys.argv[1], json.loads(sys.argv[2])
    sys.stdout.write(json.dumps({"team": team, "links": links, "people": people}[what](**told)))
