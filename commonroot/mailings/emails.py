"""The letters of a mailing: one for each person, with words filled in and links of their own."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from commonroot.consent.rules import Purpose, is_asked
from commonroot.core.fields import Translated
from commonroot.core.keys import token_hash
from commonroot.core.text import one_line
from commonroot.mailings import queries, rules
from commonroot.mailings.models import Mailing, Recipient
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Link, Person
from commonroot.people.queries import page_address, stop_address

TEMPLATE = "mailings/emails/letter"
NOWHERE = "…"  # what stands in a sample where a letter has its secret
READ_DAYS = 180


@dataclass(frozen=True)
class Written:
    """A letter to one person with the links it opens; not stored yet."""

    letter: Letter
    links: Sequence[Link]


def once(recipient: Recipient) -> str:
    """What makes the letter of one recipient be posted once."""
    return f"mailing:{recipient.key}"


def written(
    recipient: Recipient, mailing: Mailing, *, way: ContactWay, school: Any, at: datetime
) -> Written:
    """The letter to one recipient and its links. It carries the recipient's key."""
    person = recipient.person
    stopping = is_asked(Purpose(mailing.purpose))
    page, stop = secrets.token_urlsafe(16), secrets.token_urlsafe(16) if stopping else ""
    links = [
        _link(
            person, Link.Scope.ANSWER, thing=f"mailing:{recipient.key}", token=page, at=at, way=way
        )
    ]
    if stop:
        kind = "group" if mailing.group_id else mailing.purpose
        links.append(
            _link(
                person, Link.Scope.UNSUBSCRIBE, thing=f"{kind}:{recipient.key}", token=stop, at=at
            )
        )
    by_hand = way.kind == ContactWay.Kind.PHONE
    letter = Letter(
        key=recipient.key,
        once=once(recipient),
        subject_key=person.key,
        purpose=mailing.purpose,
        audience=str(queries.audience_of_mailing(mailing)),
        template=TEMPLATE,
        values=values(mailing, person, page=page, stop=stop, school=school),
        language=language(mailing, person, school=school),
        way=Letter.Way.HAND if by_hand else Letter.Way.MAIL,
        address=way.value,
        state=Letter.State.HELD if by_hand else Letter.State.QUEUED,
        due_at=recipient.due_at,
        created_at=at,
    )
    return Written(letter, links)


def _link(
    person: Person,
    scope: str,
    *,
    thing: str,
    token: str,
    at: datetime,
    way: ContactWay | None = None,
) -> Link:
    ends = at + timedelta(days=READ_DAYS) if scope == Link.Scope.ANSWER else None
    return Link(
        person=person, scope=scope, thing=thing, way=way, token_hash=token_hash(token),
        expires_at=ends, created_at=at,
    )  # fmt: skip


def language(mailing: Mailing, person: Person, *, school: Any) -> str:
    """In which language `person` gets it."""
    there = [code for code in mailing.subject if mailing.text.get(code)]
    ours = school.languages if school is not None else ()
    return rules.language_for(person.language, written=there, school=ours)


def values(
    mailing: Mailing, person: Person, *, page: str, stop: str, school: Any
) -> dict[str, Any]:
    """What the template needs: the words of this person's letter."""
    code = language(mailing, person, school=school)
    name = Translated(school.name).chosen((code,))[0] if school is not None else ""
    link = page_address(page)
    words = {"name": person.shown_name, "school": one_line(name), "page": link}
    found: dict[str, Any] = {
        "subject": rules.filled(mailing.subject.get(code, ""), words=words),
        "paragraphs": [
            rules.filled(part, words=words) for part in rules.paragraphs(mailing.text.get(code, ""))
        ],
        "quiet": person.level != Person.Risk.OPEN,
        "page": link,
        "feedback": feedback(mailing),
    }
    if stop:
        found["unsubscribe"] = stop_address(stop)
    if mailing.group is not None:
        found["group"] = Translated(mailing.group.name).chosen((code,))[0]
        found["groups_url"] = f"{link}?a=groups"
        found["list_id"] = list_id(mailing.group)
    return found


def list_id(group: Any) -> str:
    """What mail programs sort the letters of a group by: "All alumni <alumni.example.org>"."""
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    name = next(iter(Translated(group.name).values()), "")
    return f"{one_line(name)} <{group.local}.{host}>"


def feedback(mailing: Mailing) -> str:
    """campaign:audience:kind: what a provider reports complaints by; it names nobody."""
    audience = mailing.group.local if mailing.group is not None else mailing.purpose
    return f"{mailing.key}:{audience}:mailing"


def sample(mailing: Mailing, person: Person, *, school: Any) -> Letter:
    """The letter as `person` would get it, with links that open nothing; it is not posted."""
    stopping = is_asked(Purpose(mailing.purpose)) if mailing.purpose else False
    return Letter(
        template=TEMPLATE,
        language=language(mailing, person, school=school) or person.language,
        values=values(
            mailing, person, page=NOWHERE, stop=NOWHERE if stopping else "", school=school
        ),
    )


def values_for_test(mailing: Mailing, *, name: str, code: str, school: Any) -> Mapping[str, Any]:
    """The words of the test letter that an organiser gets of their own mailing."""
    title = Translated(school.name).chosen((code,))[0] if school is not None else ""
    words = {"name": name, "school": one_line(title), "page": f"{settings.ADDRESS}/"}
    return {
        "subject": rules.filled(mailing.subject.get(code, ""), words=words),
        "paragraphs": [
            rules.filled(part, words=words) for part in rules.paragraphs(mailing.text.get(code, ""))
        ],
        "quiet": False,
    }
