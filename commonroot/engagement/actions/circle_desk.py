"""The page of a circle: who was told by it, sent as a letter, asked what may be public."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.actions import ask_public_page
from commonroot.circles.models import Circle
from commonroot.consent import actions as consent
from commonroot.core.errors import Refused
from commonroot.engagement import queries
from commonroot.engagement.actions.introductions import wish_to_meet
from commonroot.engagement.actions.letters import NoContact
from commonroot.engagement.emails.liaison import post_circle_desk, post_public_question
from commonroot.engagement.models import Introduction
from commonroot.engagement.queries import circle_desk as reading
from commonroot.engagement.queries.before import language_for
from commonroot.engagement.queries.letters import audience_of, contacts, purpose_of
from commonroot.people.actions import answer_link
from commonroot.people.models import Membership, Person
from commonroot.people.queries import way_for


class ThisMonthAlready(Refused):
    """The contacts of a circle got that letter this month."""


@transaction.atomic
def told_by_desk(*, circle: Circle, at: datetime) -> int:
    """The circle looked at its page: who stands there and was never told of sees that it was."""
    alike: dict[tuple[str, ...], list[Person]] = {}
    for person in reading.not_told_yet(circle, at=at)[: reading.MOST]:
        what = ["name", *["offers"] * bool(person.offers), *["wants"] * bool(person.wants)]
        alike.setdefault(tuple(what), []).append(person)
    return sum(
        consent.tell(
            people=people,
            audience=audience_of(circle),
            audience_name=circle.name,
            what=list(what),
            purpose=purpose_of(circle),
            at=at,
        )
        for what, people in alike.items()
    )


@transaction.atomic
def ask_to_meet(
    *, circle: Circle, person: Person, contact: Person | None, by: Actor, at: datetime
) -> Introduction | None:
    """The circle would like to meet somebody on its page: they are asked by letter.

    None for whom it was told of by no course. Raises NotNamed where the gate says no.
    """
    course = person.participations.order_by("-recorded_at", "-pk").first()
    if course is None:
        return None
    return wish_to_meet(
        circle=circle,
        person=person,
        programme=course.programme,
        contact=contact,
        by=by,
        at=at,
    )


@transaction.atomic
def send_circle_desk(
    *, circle: Circle, by: Actor, at: datetime, only_without_sign_in: bool = False
) -> int:
    """Send each contact the link to the circle's page, with what waits there; how many letters.

    At most once in a month to each. Raises NoContact and ThisMonthAlready.
    """
    if not only_without_sign_in and not contacts(circle, at=at):
        raise NoContact(_("Nobody of this circle can be written to yet. Name a contact first."))
    posted = 0
    for membership in reading.without_desk(
        circle, at=at, only_without_sign_in=only_without_sign_in
    ):
        language = language_for(circle, membership.language)
        with override(language):
            called = queries.circle_words(circle, language)
            lines = _lines(circle, at=at)
        posted += (
            post_circle_desk(
                membership=membership,
                circle=circle,
                called=called,
                lines=lines,
                token=_link("circle_desk", membership, at=at),
                once=reading.once_this_month(circle, membership.person.key, at=at),
                language=language,
                at=at,
            )
            is not None
        )
    if not posted and not only_without_sign_in:
        raise ThisMonthAlready(_("They got it this month already. Nothing was sent twice."))
    if posted:
        note("circle desk sent", circle, by=by, at=at, facts={"letters": posted})
    return posted


def _lines(circle: Circle, *, at: datetime) -> list[str]:
    """What waits, naming nobody: the page shows who, as long as they agree."""
    lines = []
    for one in reading.waiting(circle, at=at):
        if one.liaison is not None:
            lines.append(_("Before %(title)s: your answer.") % {"title": one.title})
        else:
            text = ngettext(
                "After %(title)s: %(n)s person would like to hear from you.",
                "After %(title)s: %(n)s people would like to hear from you.",
                one.number,
            )
            lines.append(text % {"title": one.title, "n": one.number})
    return lines or [_("Nothing waits for an answer of yours.")]


def _link(kind: str, membership: Membership, *, at: datetime) -> str:
    return answer_link(
        person=membership.person,
        thing=f"{kind}:{membership.circle.key}",
        way=way_for(membership),
        at=at,
    )


@transaction.atomic
def ask_circle_public(*, circle: Circle, by: Actor, at: datetime) -> int:
    """Ask the contacts what everybody may read about the circle; how many. Once a month at most.

    Raises NoContact and ThisMonthAlready.
    """
    to = contacts(circle, at=at)
    if not to:
        raise NoContact(_("Nobody of this circle can be written to yet. Name a contact first."))
    posted = 0
    for membership in to:
        language = language_for(circle, membership.language)
        with override(language):
            called = queries.circle_words(circle, language)
        posted += (
            post_public_question(
                membership=membership,
                circle=circle,
                called=called,
                token=_link("circle_public", membership, at=at),
                once=f"circle_public:{circle.key}:{at:%Y-%m}:{membership.person.key}",
                language=language,
                at=at,
            )
            is not None
        )
    if not posted:
        raise ThisMonthAlready(_("They were asked this month already. Nothing was sent twice."))
    ask_public_page(circle=circle, by=by, at=at)
    return posted
