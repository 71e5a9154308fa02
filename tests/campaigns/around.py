"""A campaign with everybody who could stand near it: by page, by letter, signed in."""

from dataclasses import dataclass
from datetime import datetime

from commonroot.accounts.roles import Actor, Held
from commonroot.campaigns.models import Campaign
from commonroot.circles.models import Circle
from commonroot.consent.actions import serve
from commonroot.consent.rules import Purpose
from commonroot.groups.queries.people import audience_of
from commonroot.people.models import Membership, Person
from commonroot.programmes.models import Programme
from commonroot.registration.models import Registration
from tests.factories.campaigns import MADE, CampaignFactory, MemberFactory
from tests.factories.groups import GroupMemberFactory, SmallGroupFactory
from tests.factories.people import PersonFactory
from tests.factories.programmes import TeamFactory
from tests.factories.registration import RegistrationFactory


@dataclass(frozen=True)
class Around:
    """The campaign, and everybody around it by what they are to it."""

    campaign: Campaign
    people: dict[str, Person]
    actors: dict[str, Actor]


def by_page(person: Person) -> Actor:
    """Somebody who opened their own page."""
    return Actor(kind="link", key="l", person_id=person.pk, scope="page")


def by_letter(person: Person, thing: str) -> Actor:
    """Somebody who opened the link of a letter about one thing."""
    return Actor(kind="link", key="l", person_id=person.pk, scope="answer", thing=thing)


def signed_in(role: str, circle: Circle, person: Person | None = None) -> Actor:
    """Somebody signed in with one role in one circle; the school's holds everywhere."""
    is_school = circle.kind == Circle.Kind.SCHOOL
    held = (Held(role=role, circle_id=circle.pk, is_school=is_school),)
    found = person.pk if person is not None else None
    return Actor(kind="account", key="a", account_id=1, person_id=found, held=held)


def let_be_seen(person: Person, programme: Programme, *, at: datetime) -> None:
    """Let the people of a course see somebody, as whoever comes to it is seen."""
    audience = audience_of(programme)
    serve(
        person=person, purpose=Purpose.THIS_PROGRAMME, audience=audience, until=None,
        by=Actor.system(), at=at,
    )  # fmt: skip


def in_circle(person: Person, circle: Circle, role: str = "member") -> None:
    """Make somebody part of a circle."""
    Membership.objects.create(person=person, circle=circle, role=role, since=MADE.date())


def around(school: Circle) -> Around:
    """A campaign of a small group of a course, and of a circle; nothing of it is shared."""
    group = SmallGroupFactory()
    course = group.formation.programme
    circle = Circle.objects.create(kind="country", name={"en": "Kenya"}, country="KE",
                                   sort_key="kenya", created_at=MADE)  # fmt: skip
    elsewhere = Circle.objects.create(kind="country", name={"en": "Chad"}, country="TD",
                                      sort_key="chad", created_at=MADE)  # fmt: skip
    campaign = CampaignFactory(group=group, programme=course, circle=circle)
    people = {
        name: PersonFactory(shown_name=name)
        for name in (
            "lead", "member", "asked", "gone", "fellow", "past fellow", "classmate", "other course",
            "circle member", "circle contact", "other circle", "stranger",
        )
    }  # fmt: skip
    MemberFactory(campaign=campaign, person=people["lead"], lead=True)
    MemberFactory(campaign=campaign, person=people["member"])
    MemberFactory(campaign=campaign, person=people["asked"], asked=True)
    MemberFactory(campaign=campaign, person=people["gone"], left_at=MADE)
    GroupMemberFactory(group=group, person=people["fellow"])
    GroupMemberFactory(group=group, person=people["past fellow"], left_at=MADE)
    placed = Registration.State.PLACED
    RegistrationFactory(person=people["classmate"], session__programme=course, state=placed)
    RegistrationFactory(person=people["other course"], state=placed)
    in_circle(people["circle member"], circle)
    in_circle(people["circle contact"], circle, "contact")
    in_circle(people["other circle"], elsewhere)
    course_team = course.run_by
    actors = {name: by_page(person) for name, person in people.items()}
    actors |= {
        "member by its letter": by_letter(people["member"], f"campaign:{campaign.key}"),
        "member by another letter": by_letter(people["member"], "campaign:another"),
        "member by a follow-up": by_letter(people["member"], "follow_up:one"),
        "member signed in": signed_in("panel", course_team, people["member"]),
        "member's calendar": Actor(
            kind="link", key="f", person_id=people["member"].pk, scope="feed"
        ),
        "fellow by the group's letter": by_letter(people["fellow"], f"group:{group.key}"),
        "contact by the circle's letter": by_letter(
            people["circle contact"], f"circle_desk:{circle.key}"
        ),
        "contact signed in": signed_in("circle contact", circle),
        "contact of another": signed_in("circle contact", elsewhere),
        "organiser": signed_in("organiser", course_team),
        "facilitator": signed_in("facilitator", course_team),
        "organiser elsewhere": signed_in("organiser", TeamFactory()),
        "steward of the school": signed_in("steward", school),
        "visitor": Actor.public(),
        "system": Actor.system(),
    }
    return Around(campaign, people, actors)
