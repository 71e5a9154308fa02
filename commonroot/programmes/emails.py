"""Letters of the public pages, to those who wait for a date, and to presenters."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from commonroot.accounts.models import Account
from commonroot.circles.queries import school
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.fields import Translated
from commonroot.core.text import for_quotes
from commonroot.core.time import zone_or
from commonroot.messaging.actions import is_one_address, post
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, NetworkMembership, Person
from commonroot.people.queries import in_high_care, known_by_way, page_address
from commonroot.programmes.models import (
    DateWish,
    Enquiry,
    EnquiryLine,
    Presenter,
    Programme,
    Session,
)
from commonroot.programmes.queries.addresses import programme_address, session_address
from commonroot.programmes.queries.phrases import plain_words
from commonroot.programmes.queries.words import session_words


def post_join(*, person: Person, way: ContactWay, token: str, once: str, at: datetime) -> None:
    """Ask whoever typed an address whether it is theirs and news are welcome."""
    ours = school()
    post(
        once=once,
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(Audience(AudienceKind.SCHOOL)),
        template="programmes/emails/join",
        values={"school": str(ours) if ours else "", "link": page_address(token)},
        language=person.language,
        way=_sent_by(way),
        address=way.value,
        at=at,
    )


def post_welcome(
    *, membership: NetworkMembership, way: ContactWay, token: str, at: datetime
) -> None:
    """Welcome a new member, in the school's own words where it wrote some."""
    person, ours = membership.person, school()
    words = Translated(ours.welcome_words) if ours else Translated()
    post(
        once=f"welcome:{membership.key}",
        subject_key=person.key,
        purpose=Purpose.NEWS,
        audience=str(Audience(AudienceKind.SCHOOL)),
        template="programmes/emails/welcome",
        values={
            "name": person.shown_name,
            "words": words.chosen([person.language, *(ours.languages if ours else ())])[0],
            "link": page_address(token),
        },
        language=person.language,
        way=_sent_by(way),
        address=way.value,
        at=at,
    )


def post_themes(
    *, person: Person, way: ContactWay, token: str, once: str, leaves_at: datetime, at: datetime
) -> None:
    """Ask somebody which themes come next; the link opens that question and nothing else."""
    post(
        once=once,
        subject_key=person.key,
        purpose=Purpose.NEWS,
        audience=str(Audience(AudienceKind.SCHOOL)),
        template="programmes/emails/themes",
        values={"name": person.shown_name, "link": page_address(token)},
        language=person.language,
        way=_sent_by(way),
        address=way.value,
        due_at=leaves_at,
        at=at,
    )


def post_not_taken_in(*, membership: NetworkMembership, way: ContactWay, at: datetime) -> None:
    """Say that somebody was not taken into the network, and what is open to everybody."""
    person = membership.person
    with override(person.language):
        open_to_all = f"{settings.ADDRESS}{reverse('programmes:catalogue')}"
    post(
        once=f"not taken in:{membership.key}",
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(Audience(AudienceKind.SCHOOL)),
        template="programmes/emails/not_taken_in",
        values={"name": person.shown_name, "link": open_to_all},
        language=person.language,
        way=_sent_by(way),
        address=way.value,
        at=at,
    )


def post_answer(
    *,
    enquiry: Enquiry,
    line: EnquiryLine,
    subject_key: str,
    link: str,
    by: Account,
    at: datetime,
) -> Letter | None:
    """Answer a question, with a link to whoever has a page; by hand where they left a number."""
    by_mail = is_one_address(enquiry.address)
    return post(
        once=f"answer:{line.pk}",
        subject_key=subject_key,
        purpose=Purpose.NOTICE,
        audience=str(Audience(AudienceKind.SCHOOL)),
        template="programmes/emails/answer",
        values={
            "name": enquiry.name,
            "text": line.text,
            "by": by.shown_name,
            "link": link,
        },
        language=enquiry.language,
        way=Letter.Way.MAIL if by_mail else Letter.Way.HAND,
        address=enquiry.address,
        at=at,
    )


def post_wish_kept(*, wish: DateWish, way: ContactWay, token: str, once: str, at: datetime) -> None:
    """Say that somebody will be told of a date, and how to take that back."""
    values = {"link": page_address(token), "title": _about(wish, wish.person.language)}
    _post_to_wisher(wish, "wish", way=way, values=values, once=once, at=at)


def post_date(*, wish: DateWish, session: Session, way: ContactWay, at: datetime) -> None:
    """Tell the date that somebody waited for. It is the last letter about it."""
    person = wish.person
    with override(person.language):
        told = session_words(session, at=at, zone=zone_or(person.time_zone, session.time_zone))
        whole = wish.session_id is None
        values = {
            "title": _about(wish, person.language),
            "when": plain_words(told),
            "link": programme_address(wish.programme) if whole else session_address(session),
        }
    _post_to_wisher(wish, "date", way=way, values=values, once=f"date:{wish.key}", at=at)


def _post_to_wisher(
    wish: DateWish, name: str, *, way: ContactWay, values: dict[str, Any], once: str, at: datetime
) -> None:
    # Whoever is at high risk gets a link and no word of what it is about, also when somebody else
    # typed their address.
    high = wish.person.is_high or known_by_way(way.kind, way.value).filter(in_high_care()).exists()
    post(
        once=once,
        subject_key=wish.person.key,
        purpose=Purpose.THIS_PROGRAMME,
        audience=str(Audience(AudienceKind.PROGRAMME, wish.programme.key)),
        template=f"programmes/emails/{'link_only' if high else name}",
        values={"link": values["link"]} if high else values,
        language=wish.person.language,
        way=_sent_by(way),
        address=way.value,
        at=at,
    )


def post_invitation(*, presenter: Presenter, way: ContactWay, token: str, at: datetime) -> None:
    """Ask somebody to present a session; the page behind the link says all of it."""
    person, session = presenter.person, presenter.session
    ours = school()
    high = person.is_high
    with override(person.language):
        values = {
            "name": person.shown_name,
            "school": str(ours) if ours else "",
            "title": _in(session.title, session.programme, language=person.language),
            "when": plain_words(session_words(session, at=at)),
            "link": page_address(token),
        }
    post(
        once=f"present:{presenter.key}:{at.isoformat()}",
        subject_key=person.key,
        purpose=Purpose.NOTICE,
        audience=str(Audience(AudienceKind.SCHOOL)),
        template=f"programmes/emails/{'link_only' if high else 'present'}",
        values={"link": values["link"]} if high else values,
        language=person.language,
        way=_sent_by(way),
        address=way.value,
        at=at,
    )


def _about(wish: DateWish, language: str) -> str:
    texts = wish.session.title if wish.session is not None else wish.programme.title
    return _in(texts, wish.programme, language=language)


def _in(texts: Translated, programme: Programme, *, language: str) -> str:
    text, _language = texts.chosen([language, *programme.languages])
    return for_quotes(text)


def _sent_by(way: ContactWay) -> str:
    return "mail" if way.kind == ContactWay.Kind.MAIL else "hand"
