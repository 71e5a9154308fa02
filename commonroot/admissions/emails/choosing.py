"""Letters about what was decided: the decision, an offer that runs out, a yes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from commonroot.admissions.emails.applying import is_high
from commonroot.admissions.models import Application, Offer, Reply
from commonroot.admissions.queries import replies
from commonroot.admissions.queries.reading import organisers_of
from commonroot.admissions.rules import letters as rules
from commonroot.consent.rules import Purpose
from commonroot.core.text import for_quotes
from commonroot.core.time import zone_or
from commonroot.messaging.actions import post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import page_address, working_way
from commonroot.programmes.models import Session
from commonroot.programmes.queries import session_words
from commonroot.programmes.queries.words import moment_words

LINK_ONLY = "registration/emails/link_only"


def post_reply(
    reply: Reply, *, offer: Offer | None, token: str, due_at: datetime, at: datetime
) -> Letter | None:
    """Tell one application what was decided; to whom nothing reaches, by hand."""
    return _post(
        reply.application,
        "decision",
        values=reply_values(reply, offer=offer, at=at),
        once=f"decision:{reply.key}:{at.isoformat()}",
        token=token,
        due_at=due_at,
        at=at,
    )


def post_reminder(offer: Offer, *, token: str, at: datetime) -> Letter | None:
    """Say once that an offer runs out."""
    values = {**_plain(offer.application), "until": until_words(offer, at=at)}
    once = f"offer_ends:{offer.key}"
    return _post(offer.application, "offer_ends", values=values, once=once, token=token, at=at)


def post_lapsed(offer: Offer, *, token: str, at: datetime) -> Letter | None:
    """Say that an offer ran out, and what is open to them."""
    values = {**_plain(offer.application), "next": next_steps(offer.application, at=at)}
    once = f"offer_lapsed:{offer.key}"
    return _post(offer.application, "offer_lapsed", values=values, once=once, token=token, at=at)


def post_confirmed(
    application: Application,
    *,
    person: Person,
    sessions: Sequence[Session],
    token: str,
    at: datetime,
) -> Letter | None:
    """Say to everybody who comes that they do, and when all sessions are."""
    with override(person.language):
        lines = [_session_line(session, person=person, at=at) for session in sessions]
    return _post(
        application,
        "comes",
        values={**_plain(application, person=person), "lines": lines},
        once=f"comes:{application.key}:{person.key}:{at.isoformat()}",
        token=token,
        person=person,
        at=at,
    )


def reply_values(reply: Reply, *, offer: Offer | None, at: datetime) -> dict[str, Any]:
    """Everything that stands in the letter but its link, in the language of the person."""
    application = reply.application
    words, language = replies.words_for(application, verdict=reply.verdict)
    with override(language):
        values = _plain(application, language=language)
        filled = rules.filled(
            words,
            values={
                "title": values["title"],
                "school": replies.school_name(language),
                "until": until_words(offer, at=at) if offer else "…",
                "why": replies.why_not(application, language=language),
            },
        )
    declined = reply.verdict in replies.DECLINED
    return {
        **values,
        "verdict": reply.verdict,
        "words": filled,
        "added": reply.added,
        "next": next_steps(application, at=at) if declined else [],
    }


def next_steps(application: Application, *, at: datetime) -> list[dict[str, str]]:
    """What is open to somebody who was not accepted, in their language: words and an address."""
    person = application.person
    with override(person.language):
        steps = [
            {
                "words": gettext("An open series, without applying: “%(title)s”")
                % {"title": for_quotes(title)},
                "url": f"{settings.ADDRESS}{reverse('programmes:programme', args=[key])}",
            }
            for key, title in replies.open_series(person, at=at)
        ]
        circle = replies.circle_for(person)
        if circle is not None:
            name = circle.name.chosen([person.language, *circle.languages])[0]
            steps.append(
                {
                    "words": gettext("People near you: %(circle)s. We introduce you if you wish.")
                    % {"circle": name},
                    "url": f"{settings.ADDRESS}{reverse('web:join_network')}",
                }
            )
        steps.append(
            {
                "words": gettext("The next courses, as soon as they are known"),
                "url": f"{settings.ADDRESS}{reverse('programmes:catalogue')}",
            }
        )
    return steps


def until_words(offer: Offer, *, at: datetime) -> str:
    """Until when an offer is held, on the clock of whoever applied, in the language now active."""
    application = offer.application
    own = application.time_zone or application.person.time_zone
    zone = zone_or(own, application.call.time_zone)
    return moment_words(offer.until, zone=zone, at=at)


def _session_line(session: Session, *, person: Person, at: datetime) -> str:
    words = session_words(session, zone=zone_or(person.time_zone, session.time_zone), at=at)
    title = session.title.chosen([person.language, *session.programme.languages])[0]
    when = f"{words.day}{_(',')} {words.clock} ({words.zone})" if words.clock else words.day
    return f"{when}\n{title}"


def _plain(
    application: Application, *, person: Person | None = None, language: str = ""
) -> dict[str, Any]:
    person = person or application.person
    programme = application.call.programme
    spoken = [language or person.language, *programme.languages]
    return {
        "name": person.shown_name,
        "title": for_quotes(programme.title.chosen(spoken)[0]),
    }


def _post(
    application: Application,
    template: str,
    *,
    values: dict[str, Any],
    once: str,
    token: str,
    at: datetime,
    due_at: datetime | None = None,
    person: Person | None = None,
) -> Letter | None:
    person = person or application.person
    way = working_way(person)
    bare = way is not None and is_high(person, way)
    page = page_address(token)
    return post(
        once=once,
        subject_key=person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(organisers_of(application.call)),
        template=LINK_ONLY if bare else f"admissions/emails/{template}",
        values={"page": page}
        if bare
        else {**values, "page": page, "reply_to": application.call.reply_to},
        language=person.language,
        way=Letter.Way.MAIL
        if way is not None and way.kind == ContactWay.Kind.MAIL
        else Letter.Way.HAND,
        address=way.value if way is not None else "",
        due_at=due_at,
        at=at,
    )
