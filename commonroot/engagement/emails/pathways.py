"""Letters about offers, promises that come back, the relay between two alumni, and help asked for.

Before somebody said yes to be introduced no letter tells anything of them.
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from commonroot.accounts.models import Account
from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Audience, Purpose
from commonroot.engagement.emails.afterwards import Tells, posted
from commonroot.engagement.models import (
    FollowUp,
    Introduction,
    MeetingSide,
    Promise,
    RelayMessage,
)
from commonroot.engagement.queries.letters import audience_of, purpose_of
from commonroot.engagement.queries.meetings import audience_of as audience_of_two
from commonroot.engagement.queries.pathways import title_of
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.people.queries import page_address, stop_address, working_way

DIRECTORY = Purpose.DIRECTORY


def post_pathway(
    *, introduction: Introduction, token: str, stop: str, at: datetime
) -> Letter | None:
    """Ask somebody whether an offer suits them."""
    person, pathway = introduction.person, introduction.pathway
    assert pathway is not None  # only offers come here
    return posted(
        person,
        "pathway",
        once=f"pathway:{introduction.key}:{introduction.times_asked}",
        purpose=Purpose.FOLLOW_UP,
        audience=SCHOOL,
        values={
            "title": pathway.title.chosen((person.language,))[0],
            "words": pathway.words.chosen((person.language,))[0],
            "yes": page_address(token, answer="yes"),
            "not_now": page_address(token, answer="not_now"),
            "no_fit": page_address(token, answer="no_fit"),
            "link": page_address(token),
            "unsubscribe": stop_address(stop),
        },
        at=at,
    )


def _purpose_to_contact(introduction: Introduction) -> tuple[Purpose, Audience]:
    """For what the contact of an offer is written to: about the work of their circle, else as
    somebody of the desk.
    """
    if introduction.circle is not None:
        return Purpose.CIRCLE_CONTACT, audience_of(introduction.circle)
    return Purpose.NOTICE, SCHOOL


def _about(introduction: Introduction) -> Tells:
    """Who is named before the contact, to be asked of the gate again when the letter leaves."""
    if introduction.circle is not None:
        circle = introduction.circle
        return ((introduction.person.key, str(purpose_of(circle)), str(audience_of(circle))),)
    return ((introduction.person.key, str(Purpose.FOLLOW_UP), str(SCHOOL)),)


def post_pathway_introduction(
    *, introduction: Introduction, contact: Person, token: str, own: str, at: datetime
) -> Letter | None:
    """Both sides agreed: one letter to the contact and one to the person; the contact's."""
    person, way = introduction.person, introduction.way
    assert way is not None  # chosen with the yes
    purpose, audience = _purpose_to_contact(introduction)
    written = posted(
        contact,
        "pathway_contact",
        once=f"pathway_contact:{introduction.key}:{introduction.times_asked}",
        purpose=purpose,
        audience=audience,
        values={
            "person": person.shown_name,
            "address": way.value,
            "title": title_of(introduction, contact.language)[0],
            "link": page_address(token),
        },
        at=at,
        tells=_about(introduction),
    )
    theirs = working_way(contact)
    posted(
        person,
        "pathway_introduced",
        once=f"pathway_introduced:{introduction.key}:{introduction.times_asked}",
        purpose=Purpose.FOLLOW_UP,
        audience=SCHOOL,
        values={
            "contact": contact.shown_name,
            "address": theirs.value if theirs is not None else "",
            "title": title_of(introduction, person.language)[0],
            "link": page_address(own),
        },
        at=at,
    )
    return written


def post_how_it_went(
    *, introduction: Introduction, contact: Person, token: str, at: datetime
) -> Letter | None:
    """Ask the contact once how it went; it names nobody, the page behind it does."""
    purpose, audience = _purpose_to_contact(introduction)
    return posted(
        contact,
        "how_it_went",
        once=f"how_it_went:{introduction.key}:{introduction.times_asked}",
        purpose=purpose,
        audience=audience,
        values={"link": page_address(token)},
        at=at,
    )


def post_promise(
    *, promise: Promise, ago: str, token: str, stop: str, due_at: datetime, at: datetime
) -> Letter | None:
    """What somebody promised comes back to them on its day, with four answers to choose."""
    person = promise.person
    with override(person.language):
        answers = [
            {"label": f"{choice.label}", "url": page_address(token, answer=choice.value)}
            for choice in Promise.Outcome
        ]
    return posted(
        person,
        "promise_back",
        once=f"promise_back:{promise.key}:{promise.due_on}",
        purpose=Purpose.FOLLOW_UP,
        audience=SCHOOL,
        values={
            "ago": ago,
            "promise": promise.text,
            "answers": answers,
            "link": page_address(token),
            "unsubscribe": stop_address(stop),
        },
        at=at,
        due_at=due_at,
    )


def post_meeting_question(
    *, side: MeetingSide, token: str, stop: str, at: datetime
) -> Letter | None:
    """Ask one of two whether they want to be introduced; nothing tells who the other is."""
    return posted(
        side.person,
        "meeting_question",
        once=f"meeting:{side.key}",
        purpose=Purpose.FOLLOW_UP,
        audience=SCHOOL,
        values={
            "about": side.meeting.about,
            "yes": page_address(token, answer="yes"),
            "no": page_address(token, answer="no"),
            "link": page_address(token),
            "unsubscribe": stop_address(stop),
        },
        at=at,
    )


def post_meeting_open(*, side: MeetingSide, other: MeetingSide, token: str, at: datetime) -> None:
    """Both said yes: each learns the name of the other and, if they chose so, an address."""
    audience = audience_of_two(side.meeting)
    posted(
        side.person,
        "meeting_open",
        once=f"meeting_open:{side.key}",
        purpose=DIRECTORY,
        audience=audience,
        values={
            "other": other.person.shown_name,
            "address": other.way.value if other.way is not None else "",
            "link": page_address(token),
        },
        at=at,
        tells=((other.person.key, str(DIRECTORY), str(audience)),),
    )


def post_relay(
    *, message: RelayMessage, to: MeetingSide, token: str, at: datetime
) -> Letter | None:
    """Carry what one of two wrote to the other; the answer goes by the link."""
    audience = audience_of_two(to.meeting)
    sender = message.side.person
    return posted(
        to.person,
        "relay",
        once=f"relay:{message.key}",
        purpose=DIRECTORY,
        audience=audience,
        values={"other": sender.shown_name, "text": message.text, "link": page_address(token)},
        at=at,
        tells=((sender.key, str(DIRECTORY), str(audience)),),
    )


def post_help(*, follow_up: FollowUp, account: Account, at: datetime) -> Letter | None:
    """Tell an organiser at once that somebody asked for help: not who, the desk says it."""
    person = getattr(account, "person", None)
    if person is None:
        return None
    with override(account.language):
        link = f"{settings.ADDRESS}{reverse('engagement:queue')}"
    return post(
        once=f"help:{follow_up.key}:{account.key}",
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(SCHOOL),
        template="engagement/emails/help",
        values={"name": account.shown_name, "link": link},
        language=account.language,
        way=Letter.Way.MAIL,
        address=account.address,
        at=at,
    )
