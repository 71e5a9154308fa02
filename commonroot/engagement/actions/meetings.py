"""Two alumni: asked one by one, introduced when both said yes, then writing through us."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import actions as consent
from commonroot.consent.queries import SCHOOL, allowed, may
from commonroot.consent.queries.safety import unsafe_among
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.engagement import emails
from commonroot.engagement.models import Meeting, MeetingSide, RelayMessage
from commonroot.engagement.queries.meetings import audience_of
from commonroot.messaging.actions import take_back
from commonroot.people.actions import answer_link, stop_link
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import working_way
from commonroot.people.rules import ANSWER_DAYS

State, Said = Meeting.State, MeetingSide.Said
RELAY_DAYS = 365
A_DAY = 20  # messages one of the two may write in a day


class NotBoth(Refused):
    """One of the two may not be asked, or they are one and the same."""


class NotOpen(Refused):
    """They may not write to each other, or not any more."""


@transaction.atomic
def ask_two(
    *,
    one: Person,
    other: Person,
    about: str,
    language: str,
    run_by: Circle,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Ask two alumni, each alone, whether they want to know each other. Raises NotBoth.

    `about` says what they have in common and must name nobody: both read it before they agreed.
    """
    pair = Person.objects.filter(pk__in=(one.pk, other.pk))
    asked = allowed(pair, "", purpose=Purpose.FOLLOW_UP, audience=SCHOOL, at=at)
    if asked.count() != 2 or unsafe_among(pair):  # noqa: PLR2004 - a meeting is of two
        raise NotBoth(_("Both must have agreed to be asked later, and be safe to write to."))
    there = (
        Meeting.objects.filter(state__in=(State.ASKED, State.OPEN), sides__person=one)
        .filter(sides__person=other)
        .first()
    )
    if there is not None:
        return there
    meeting = Meeting.objects.create(run_by=run_by, about=about, language=language, asked_at=at)
    for person in (one, other):
        side = MeetingSide.objects.create(meeting=meeting, person=person)
        side.post = emails.post_meeting_question(
            side=side,
            token=_link(side, days=ANSWER_DAYS, at=at),
            stop=stop_link(person=person, thing=str(Purpose.FOLLOW_UP), at=at),
            at=at,
        )
        side.save(update_fields=["post"])
    note("two were asked to meet", meeting, by=by, at=at)
    return meeting


def _link(side: MeetingSide, *, days: int, at: datetime) -> str:
    return answer_link(
        person=side.person,
        thing=f"meeting:{side.key}",
        way=working_way(side.person),
        days=days,
        at=at,
    )


@transaction.atomic
def say_to_meeting(
    *, side: MeetingSide, yes: bool, way: ContactWay | None = None, by: Actor, at: datetime
) -> Meeting:
    """What one of the two says, and which address the other may have (None: only through us).

    When both said yes, each learns of the other by one letter. A no ends it; the other is told
    nothing. Raises NotOpen after an end.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=side.meeting_id)
    if meeting.state not in {State.ASKED, State.OPEN}:
        raise NotOpen(_("This introduction is over. Nothing was saved."))
    side.said, side.said_at = Said.YES if yes else Said.NO, at
    side.way = way if yes else None
    side.save(update_fields=["said", "said_at", "way"])
    consent.answer(
        person=side.person,
        purpose=Purpose.DIRECTORY,
        audience=audience_of(meeting),
        yes=yes,
        how="letter",
        form="meeting",
        language=side.person.language,
        by=by,
        at=at,
    )
    note(
        "answered about a meeting",
        meeting,
        by=by,
        at=at,
        person_key=side.person.key,
        facts={"yes": yes},
    )
    sides = list(meeting.sides.select_related("person", "way", "post").order_by("pk"))
    if not yes:
        _end(meeting, State.ENDED if meeting.state == State.OPEN else State.DECLINED, at=at)
    elif meeting.state == State.ASKED and [one.said for one in sides] == [Said.YES, Said.YES]:
        _open(meeting, sides, at=at)
    return meeting


def _open(meeting: Meeting, sides: list[MeetingSide], *, at: datetime) -> None:
    meeting.state, meeting.opened_at = State.OPEN, at
    meeting.save(update_fields=["state", "opened_at"])
    for side, other in (sides, sides[::-1]):
        side.meeting = meeting
        emails.post_meeting_open(
            side=side, other=other, token=_link(side, days=RELAY_DAYS, at=at), at=at
        )
        consent.tell(
            people=[other.person],
            audience=audience_of(meeting),
            audience_name=_somebody(other.person),
            what=["name", "address"] if other.way is not None else ["name"],
            purpose=Purpose.DIRECTORY,
            at=at,
        )


def _somebody(reader: Person) -> Translated:
    """Whom they were told to: in words, so that no name stays when that one is forgotten."""
    with override(reader.language):
        return Translated({reader.language: _("the one you were introduced to")})


def _end(meeting: Meeting, state: str, *, at: datetime) -> None:
    meeting.state, meeting.ended_at = state, at
    meeting.save(update_fields=["state", "ended_at"])
    questions = [side.post for side in meeting.sides.select_related("post") if side.post]
    take_back(letters=questions, why="over", at=at)


@transaction.atomic
def write_through_us(
    *, side: MeetingSide, text: str, language: str, by: Actor, at: datetime
) -> RelayMessage:
    """Carry a message to the other by a letter of ours. Raises NotOpen when one of them ended it,
    paused, or was forgotten, and after many messages in a day.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=side.meeting_id)
    other = meeting.sides.exclude(pk=side.pk).select_related("person", "meeting").first()
    audience = audience_of(meeting)
    both = other is not None and all(
        may(one.person, Purpose.DIRECTORY, audience, at=at) for one in (side, other)
    )
    if meeting.state != State.OPEN or other is None or not both:
        raise NotOpen(_("You cannot write to each other any more. Nothing was sent."))
    today = side.written.filter(sent_at__date=at.date()).count()
    if today >= A_DAY:
        raise NotOpen(_("That is enough for today. Your words were not sent: try again tomorrow."))
    message = RelayMessage.objects.create(side=side, text=text, language=language, sent_at=at)
    message.post = emails.post_relay(
        message=message, to=other, token=_link(other, days=RELAY_DAYS, at=at), at=at
    )
    message.save(update_fields=["post"])
    note("wrote through us", meeting, by=by, at=at, person_key=side.person.key)
    return message


@transaction.atomic
def end_meeting(*, side: MeetingSide, by: Actor, at: datetime) -> None:
    """One of the two wants no more of it; the other is not written to any more."""
    say_to_meeting(side=side, yes=False, by=by, at=at)


@transaction.atomic
def let_meeting_lapse(*, meeting: Meeting, at: datetime) -> None:
    """Nobody answered for a month: whoever said yes hears nothing of who the other was."""
    _end(meeting, State.LAPSED, at=at)
