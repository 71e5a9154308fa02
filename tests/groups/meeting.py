"""A small group that meets every month: its people may be written to, its first member leads."""

from datetime import UTC, datetime, timedelta

from commonroot.accounts.roles import Actor
from commonroot.consent.actions import serve
from commonroot.consent.rules import Purpose
from commonroot.groups.models import Formation, Gathering, GroupMember, SmallGroup
from commonroot.groups.queries.people import audience_of
from tests.factories.admissions import CohortFactory
from tests.factories.people import ContactWayFactory

THEN = datetime(2026, 9, 1, tzinfo=UTC)
MET = datetime(2026, 10, 20, 16, tzinfo=UTC)  # 19:00 in Nairobi
MEETS = datetime(2026, 11, 24, 16, tzinfo=UTC)
TRIED = {"tried": "A stall", "happened": "40 came", "need": "", "next": "A march"}


def a_group(*, people=3, programme=None, number=1, dates=(MET, MEETS), **fields):
    """A group of a chosen proposal of `people` with addresses, the first of whom leads."""
    programme = programme or CohortFactory(time_zone="Africa/Nairobi")
    formation, _new = Formation.objects.get_or_create(
        programme=programme, state="chosen", defaults={"number": 1, "made_at": THEN}
    )
    group = SmallGroup.objects.create(
        formation=formation, number=number, join_address="https://meet.example.org/g", **fields
    )
    for n in range(people):
        join(group, leads=n == 0)
    Gathering.objects.bulk_create(
        Gathering(group=group, number=n + 1, starts_at=moment, updated_at=THEN)
        for n, moment in enumerate(dates)
    )
    return group


def join(group, *, leads=False, **person):
    """Somebody new in the group; `person` are fields of theirs."""
    way = ContactWayFactory(**{f"person__{name}": value for name, value in person.items()})
    serve(
        person=way.person,
        purpose=Purpose.THIS_PROGRAMME,
        audience=audience_of(group.formation.programme),
        until=MEETS + timedelta(days=700),
        by=Actor.system(),
        at=THEN,
    )
    return GroupMember.objects.create(group=group, person=way.person, leads=leads, since=THEN)


def by_link(member, *, scope="page", thing=""):
    """The actor of a link of a member."""
    return Actor(kind="link", person_id=member.person_id, scope=scope, thing=thing)
