"""Gatherings of groups in calendars (RFC 5545) and as invitations (RFC 5546)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from commonroot.core import calendars
from commonroot.groups.models import Formation, Gathering
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from commonroot.programmes.queries.addresses import host
from commonroot.programmes.queries.words import told_in

ALARM_MINUTES = 30


def gatherings_of(person: Person) -> list[Gathering]:
    """Gatherings with an hour of the groups that somebody is in, in the order of time."""
    rows = Gathering.objects.filter(
        starts_at__isnull=False,
        group__ended_at=None,
        group__formation__state=Formation.State.CHOSEN,
        group__members__person=person,
        group__members__left_at=None,
    )
    return list(rows.select_related("group__formation__programme").order_by("starts_at", "pk"))


def feed_lines(person: Person) -> Iterator[str]:
    """The events of somebody's groups in their own calendar, with the links to join."""
    for one in gatherings_of(person):
        yield from event(one, stamp=one.updated_at, join=one.group.join_address)


def invitation(gathering: Gathering, *, attendee: str, organiser: str, at: datetime) -> str:
    """One gathering with an hour as an invitation for one letter. Nobody else is named.

    Nobody reads what calendars answer to it.
    """
    people = [
        f"ORGANIZER;CN={calendars.parameter(host())}:mailto:{calendars.address(organiser)}",
        f"ATTENDEE;CN={calendars.parameter(attendee)};ROLE=REQ-PARTICIPANT;"
        f"PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{calendars.address(attendee)}",
    ]
    lines = event(gathering, stamp=at, people=people)
    return calendars.calendar({"METHOD": "REQUEST"}, lines).decode()


def event(
    gathering: Gathering,
    *,
    stamp: datetime,
    join: str = "",
    people: Iterable[str] = (),
) -> Iterator[str]:
    """One gathering with an hour; its group is called by its number or name, nobody is named."""
    assert gathering.starts_at is not None  # asked before
    programme: Programme = gathering.group.formation.programme
    course = calendars.text(told_in(programme.title, programme)[0])
    title = calendars.text(group_name(gathering.group.name, gathering.group.number))
    yield "BEGIN:VEVENT"
    yield f"UID:gathering-{gathering.key}@{host()}"
    yield f"DTSTAMP:{calendars.moment(stamp)}"
    yield f"SEQUENCE:{gathering.sequence}"
    yield f"LAST-MODIFIED:{calendars.moment(gathering.updated_at)}"
    yield f"DTSTART:{calendars.moment(gathering.starts_at)}"
    yield f"DTEND:{calendars.moment(gathering.starts_at + timedelta(minutes=gathering.minutes))}"
    yield f"SUMMARY:{title}"
    yield f"DESCRIPTION:{course}"
    if join:
        yield f"LOCATION:{calendars.text(join)}"
    yield f"CATEGORIES:{course}"
    yield "STATUS:CONFIRMED"
    yield from people
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"TRIGGER:-PT{ALARM_MINUTES}M"
    yield f"DESCRIPTION:{title}"
    yield "END:VALARM"
    yield "END:VEVENT"


def group_name(name: str, number: int) -> str:
    """What a group is called: its name, else "Group 3"."""
    return name or _("Group %(number)s") % {"number": number}
