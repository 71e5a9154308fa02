"""Letters at the close of a course: reminders, makers, accounts, and a circle that is silent."""

from datetime import datetime

from django.utils.translation import override

from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.engagement.emails.afterwards import posted
from commonroot.engagement.models import CircleLetter, Experience, Maker, Participation
from commonroot.engagement.queries import circle_words
from commonroot.engagement.queries.letters import audience_of
from commonroot.engagement.queries.parts import part_words
from commonroot.messaging.models import Letter
from commonroot.people.models import Membership, Person
from commonroot.people.queries import page_address, way_for
from commonroot.programmes.models import Programme


def _team(programme: Programme) -> Audience:
    return Audience(AudienceKind.PROGRAMME, programme.key)


def _title(programme: Programme, person: Person) -> str:
    return str(programme.title.chosen((person.language, *programme.languages))[0])


def post_remind_close(*, participation: Participation, token: str, at: datetime) -> Letter | None:
    """Once more, and only once: the promise and the questions about the course still wait."""
    person, programme = participation.person, participation.programme
    return posted(
        person,
        "remind_close",
        once=f"remind_close:{participation.key}",
        purpose=Purpose.THIS_PROGRAMME,
        audience=_team(programme),
        values={"title": _title(programme, person), "link": page_address(token)},
        at=at,
    )


def post_ask_maker(*, maker: Maker, token: str, at: datetime) -> Letter | None:
    """Ask somebody how they want to appear beside what they made, and who may see it."""
    person, project = maker.person, maker.project
    return posted(
        person,
        "ask_maker",
        once=f"ask_maker:{maker.key}",
        purpose=Purpose.THIS_PROGRAMME,
        audience=_team(project.programme),
        values={"work": project.title, "link": page_address(token)},
        at=at,
    )


def post_ask_account(*, experience: Experience, token: str, at: datetime) -> Letter | None:
    """Ask whoever covered a part of a course how they managed it."""
    person, programme = experience.person, experience.programme
    with override(person.language):
        part = part_words(experience.part)
    return posted(
        person,
        "ask_account",
        once=f"ask_account:{experience.key}",
        purpose=Purpose.THIS_PROGRAMME,
        audience=_team(programme),
        values={"title": _title(programme, person), "part": part, "link": page_address(token)},
        at=at,
    )


def post_edited_account(*, experience: Experience, token: str, at: datetime) -> Letter | None:
    """Ask the author whether their account may stand as organisers edited it."""
    person, programme = experience.person, experience.programme
    return posted(
        person,
        "edited_account",
        once=f"edited_account:{experience.key}:{at.isoformat()}",
        purpose=Purpose.THIS_PROGRAMME,
        audience=_team(programme),
        values={"title": _title(programme, person), "link": page_address(token)},
        at=at,
    )


def post_remind_circle(
    *, letter: CircleLetter, contact: Membership, token: str, at: datetime
) -> Letter | None:
    """A letter to the circle waits for its answer; nobody is named here."""
    person = contact.person
    language = contact.language or person.language
    with override(language):
        called = circle_words(letter.circle, language)
    return posted(
        person,
        "remind_circle",
        once=f"remind_circle:{letter.key}:{person.key}",
        purpose=Purpose.CIRCLE_CONTACT,
        audience=audience_of(letter.circle),
        values={
            "circle": called,
            "title": _title(letter.programme, person),
            "link": page_address(token),
        },
        at=at,
        language=language,
        to=way_for(contact),
    )
