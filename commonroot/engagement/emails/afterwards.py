"""Letters after a course, to circles and in the rounds of questions.

Who chose high care gets a letter that holds nothing but a link.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import override

from commonroot.consent.queries import SCHOOL
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.engagement.models import FollowUp, Introduction, Participation, Promise, Sending
from commonroot.engagement.queries import Sheet, ago_words, circle_words
from commonroot.engagement.queries.letters import audience_of, purpose_of
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import page_address, stop_address, working_way

Tells = Sequence[tuple[str, str, str]]


def posted(
    person: Person,
    template: str,
    *,
    once: str,
    purpose: Purpose,
    audience: Audience,
    values: Mapping[str, Any],
    at: datetime,
    due_at: datetime | None = None,
    language: str = "",
    tells: Tells = (),
    to: ContactWay | None = None,
) -> Letter | None:
    """One letter by mail; by hand to whom has a phone only, or nothing at all.

    `to`: the way to take, where somebody is written to about their circle.
    """
    way = to or working_way(person)
    by_mail = way is not None and way.kind == ContactWay.Kind.MAIL
    return post(
        once=once,
        subject_key=person.key,
        purpose=purpose,
        audience=str(audience),
        template=f"engagement/emails/{template}",
        values={"name": person.shown_name, "plain": person.is_high, **values},
        language=language or person.language,
        way=Letter.Way.MAIL if by_mail else Letter.Way.HAND,
        address=way.value if way is not None else "",
        at=at,
        due_at=due_at,
        tells=tells,
    )


def post_close(*, participation: Participation, token: str, at: datetime) -> Letter | None:
    """After a course: thank you, one promise, one question."""
    person, programme = participation.person, participation.programme
    return posted(
        person,
        "close",
        once=f"close:{participation.key}",
        purpose=Purpose.THIS_PROGRAMME,
        audience=Audience(AudienceKind.PROGRAMME, programme.key),
        values={
            "title": programme.title.chosen((person.language, *programme.languages))[0],
            "link": page_address(token),
        },
        at=at,
    )


def post_ask(*, participation: Participation, token: str, at: datetime) -> Letter | None:
    """Ask somebody once whether they may be kept in the register, and their circle be told."""
    person, programme = participation.person, participation.programme
    return posted(
        person,
        "ask",
        once=f"ask_register:{person.key}",
        purpose=Purpose.NOTICE,
        audience=SCHOOL,
        values={
            "title": programme.title.chosen((person.language, *programme.languages))[0],
            "yes": page_address(token, answer="yes"),
            "no": page_address(token, answer="no"),
        },
        at=at,
    )


def post_circle_letter(
    *,
    sending: Sending,
    sheet: Sheet,
    token: str,
    tells: Tells,
    at: datetime,
    to: ContactWay | None = None,
) -> Letter | None:
    """A circle letter to one contact, on its way when it can no longer be taken back."""
    letter = sending.letter
    return posted(
        sending.person,
        "circle_letter",
        once=f"circle_letter:{letter.key}:{sending.number}:{sending.person.key}",
        purpose=Purpose.CIRCLE_CONTACT,
        audience=audience_of(letter.circle),
        values={"sheet": sheet.values(), "link": page_address(token)},
        at=at,
        due_at=letter.leaves_at,
        language=sheet.language,
        to=to,
        tells=tells,
    )


def post_follow_up(
    *, follow_up: FollowUp, token: str, stop: str, again: bool, at: datetime
) -> Letter | None:
    """The question of a round, with an answer to choose behind each link."""
    person, wave = follow_up.person, follow_up.wave
    with override(person.language):
        ago = ago_words(wave.months)
        choices = Promise.Outcome if follow_up.promise else FollowUp.Engagement
        answers = [
            {"label": f"{choice.label}", "url": page_address(token, answer=choice.value)}
            for choice in choices
        ]
    return posted(
        person,
        "follow_up",
        once=f"follow_up:{follow_up.key}:{2 if again else 1}",
        purpose=Purpose.FOLLOW_UP,
        audience=SCHOOL,
        values={
            "ago": ago,
            "promise": follow_up.promise.text if follow_up.promise else "",
            "title": wave.programme.title.chosen((person.language, *wave.programme.languages))[0],
            "answers": answers,
            "link": page_address(token),
            "again": again,
            "unsubscribe": stop_address(stop),
        },
        at=at,
    )


def post_introduction_question(
    *, introduction: Introduction, token: str, stop: str, due_at: datetime, at: datetime
) -> Letter | None:
    """Ask somebody whether the circle that heard of them may have their address."""
    person, circle = introduction.person, introduction.meets
    with override(person.language):
        called = circle_words(circle, person.language)
    return posted(
        person,
        "introduction",
        once=f"introduction:{introduction.key}:{introduction.times_asked}",
        purpose=purpose_of(circle),
        audience=audience_of(circle),
        values={
            "circle": called,
            "yes": page_address(token, answer="yes"),
            "no": page_address(token, answer="no"),
            "link": page_address(token),
            "unsubscribe": stop_address(stop),
        },
        at=at,
        due_at=due_at,
    )


def post_introduction(
    *, introduction: Introduction, contact: Person, way: ContactWay, stop: str, at: datetime
) -> Letter | None:
    """Both sides agreed: one message to the contact and one to the person; returns the
    contact's.
    """
    person, circle = introduction.person, introduction.meets
    theirs = working_way(contact)
    about = (person.key, str(purpose_of(circle)), str(audience_of(circle)))
    written = posted(
        contact,
        "introduced_contact",
        once=f"introduced:{introduction.key}:{introduction.times_asked}:contact",
        purpose=Purpose.CIRCLE_CONTACT,
        audience=audience_of(circle),
        values={"person": person.shown_name, "address": way.value},
        at=at,
        tells=(about,),
    )
    with override(person.language):
        called = circle_words(circle, person.language)
    posted(
        person,
        "introduced_person",
        once=f"introduced:{introduction.key}:{introduction.times_asked}:person",
        purpose=purpose_of(circle),
        audience=audience_of(circle),
        values={
            "circle": called,
            "contact": contact.shown_name,
            "address": theirs.value if theirs is not None else "",
            "unsubscribe": stop_address(stop),
        },
        at=at,
        tells=((contact.key, str(Purpose.CIRCLE_CONTACT), str(audience_of(circle))),),
    )
    return written
