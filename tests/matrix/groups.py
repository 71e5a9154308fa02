"""Small groups of the tried world: one of each team, with those whom the gate refuses in it."""

from datetime import datetime

from commonroot.groups.models import (
    Apart,
    Formation,
    Gathering,
    GroupMember,
    GroupNote,
    MonthReport,
    SmallGroup,
)
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from tests.factories.people import PersonFactory
from tests.matrix.known import World
from tests.matrix.people import MARKS, served


def group_things(
    world: World, person: Person, programme: Programme, *, side: str, at: datetime
) -> None:
    """A group that reported and calls for help; `person` is in it, and the lead who signs in."""
    formation = Formation.objects.create(
        programme=programme, number=1, state=Formation.State.CHOSEN, made_at=at, chosen_at=at
    )
    world.put("formation", formation, side=side)
    group = world.put(
        "small group", SmallGroup.objects.create(formation=formation, number=1), side=side
    )
    served(person, programme, at)
    place = GroupMember.objects.create(group=group, person=person, since=at)
    world.put("group place", place, side=side)
    for mark in MARKS:
        refused = Person.objects.filter(shown_name=f"{mark} Person").latest("pk")
        GroupMember.objects.create(group=group, person=refused, shows_way=True, since=at)
    gathering = Gathering.objects.create(group=group, number=1, starts_at=at, updated_at=at)
    world.put("gathering", gathering, side=side)
    writer = world.accounts["team" if side == "own" else "other team"]
    pair = Apart.objects.create(
        programme=programme, left=person, right=refused, by=f"account:{writer.key}", said_at=at
    )
    world.put("pair kept apart", pair, side=side)
    note = GroupNote.objects.create(group=group, person=person, text="Bring chairs", written_at=at)
    world.put("group note", note, side=side)
    report = MonthReport.objects.create(
        group=group, month=at.date().replace(day=1), person=person, ask="help",
        words={"need": "A room"}, asked_at=at, written_at=at, given_at=at,
    )  # fmt: skip
    world.put("group report", report, side=side)
    if side == "own":
        lead = PersonFactory(account=world.accounts["lead"], shown_name="Lee", created_at=at)
        served(lead, programme, at)
        GroupMember.objects.create(group=group, person=lead, leads=True, since=at)
