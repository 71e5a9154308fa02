"""Two who are introduced through us: what each may know of the other now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.engagement.models import Meeting, MeetingSide, RelayMessage
from commonroot.engagement.rules import SILENT
from commonroot.people.models import Person


@dataclass(frozen=True)
class Written:
    """A message between two: by whom, when, and its words."""

    mine: bool
    name: str
    message: RelayMessage


def side(key: str) -> MeetingSide | None:
    """One of two, by the key of their side."""
    return MeetingSide.objects.select_related("meeting", "person", "way").filter(key=key).first()


def audience_of(meeting: Meeting) -> Audience:
    """The two of an introduction, before the gate: what each said yes to is before them alone."""
    return Audience(AudienceKind.ALUMNI, f"meet:{meeting.key}")


def other(side: MeetingSide, *, at: datetime) -> MeetingSide | None:
    """The other of the two, as soon as both said yes and while the gate lets both."""
    if side.meeting.state != Meeting.State.OPEN:
        return None
    both = Person.objects.filter(meetings__meeting=side.meeting)
    passing = allowed(
        both, "", purpose=Purpose.DIRECTORY, audience=audience_of(side.meeting), at=at
    )
    if passing.count() != 2:  # noqa: PLR2004 - a meeting is of two
        return None
    rows = side.meeting.sides.exclude(pk=side.pk).select_related("person", "way")
    return rows.first()


def messages(side: MeetingSide, *, at: datetime) -> list[Written]:
    """What the two wrote to each other, the oldest first."""
    rows = RelayMessage.objects.filter(side__meeting=side.meeting).select_related("side__person")
    return [
        Written(row.side_id == side.pk, row.side.person.shown_name, row)
        for row in rows.order_by("sent_at", "pk")
    ]


def meetings_of(person: Person) -> QuerySet[MeetingSide]:
    """The introductions to others somebody was asked about, the newest first."""
    return (
        MeetingSide.objects.filter(person=person)
        .select_related("meeting")
        .order_by("-meeting__asked_at", "-pk")
    )


def meetings_to_lapse(*, at: datetime) -> QuerySet[Meeting]:
    """Those in which somebody has said nothing for a month."""
    return Meeting.objects.filter(state=Meeting.State.ASKED, asked_at__lte=at - SILENT)
