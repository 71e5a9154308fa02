"""Asking circles before a course: who is to be asked, the letters, how they ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import actions as consent
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.engagement.actions.letters import ENDED, NoContact, OnItsWay, QuietCircle
from commonroot.engagement.emails.liaison import post_before_course
from commonroot.engagement.models import Briefing, Liaison, LiaisonSending
from commonroot.engagement.queries import liaison as reading
from commonroot.engagement.queries.before import before_course, language_for
from commonroot.engagement.queries.boards import differing
from commonroot.engagement.queries.letters import (
    LEFT_THE_HOUSE,
    audience_of,
    contacts,
    purpose_of,
)
from commonroot.engagement.rules import TAKE_BACK
from commonroot.engagement.rules.liaison import may_tell_of_country
from commonroot.messaging.actions import take_back as take_back_letters
from commonroot.messaging.models import Letter
from commonroot.people.actions import answer_link
from commonroot.people.models import Membership, Person
from commonroot.people.queries import known_by_keys, way_for
from commonroot.programmes.models import Programme

State = Liaison.State


class NoCircle(Refused):
    """There is no circle to write to."""


class TooFew(Refused):
    """Nobody agreed to be named, and so few people come that one of them could be meant."""


@transaction.atomic
def make_liaisons(*, programme: Programme, by: Actor, at: datetime) -> int:
    """One row for each country and theme of those with a place; how many are new.

    A circle that was opened meanwhile is found; what nobody was told of goes again when nobody
    comes from there any more.
    """
    board = differing(programme, at=at)
    for one in board.gone:
        one.delete()
    for one, circle in board.found:
        one.circle, one.state = circle, State.OPEN if circle is not None else one.state
        one.save(update_fields=["circle", "state"])
    Liaison.objects.bulk_create(
        Liaison(
            programme=programme, country=country, theme_id=theme, circle_id=circle_pk, made_at=at
        )
        for country, theme, circle_pk in board.new
    )
    if board.new:
        note("circles to ask", programme, by=by, at=at, facts={"new": len(board.new)})
    return len(board.new)


@transaction.atomic
def say_briefing(
    *, programme: Programme, words: Mapping[str, str], by: Actor, at: datetime
) -> Briefing:
    """The organisers' own words in these letters, in each language that they wrote."""
    said = Translated({code: text.strip() for code, text in words.items() if text.strip()})
    briefing, _made = Briefing.objects.update_or_create(
        programme=programme, defaults={"words": said}
    )
    note("words to circles", programme, by=by, at=at, facts={"languages": sorted(said)})
    return briefing


@transaction.atomic
def send_liaison(*, liaison: Liaison, by: Actor, at: datetime, quiet_too: bool = False) -> int:
    """Write to every contact of the circle of a country or theme; how many.

    It leaves in ten minutes. Named is whom the gate lets that circle hear of, and nobody else.
    Again, when more people agreed meanwhile. Raises NoCircle, QuietCircle, TooFew, NoContact and
    OnItsWay.
    """
    liaison = locked(liaison)
    circle = liaison.circle
    if circle is None or circle.kind == Circle.Kind.REGION or circle.state == Circle.State.CLOSED:
        raise NoCircle(_("There is no circle to write to yet. Ask the region, or begin one."))
    if circle.state == Circle.State.DORMANT and not quiet_too:
        raise QuietCircle(
            _("This circle has been quiet. Say that somebody reads there, or ask the region.")
        )
    people = list(reading.to_be_named(liaison, circle, at=at))
    if not people and not may_tell(liaison, at=at):
        raise TooFew(
            _(
                "Nobody agreed to be named, and so few come that one of them could be meant. "
                "Write to all circles alike instead."
            )
        )
    return write_to(liaison, circle, people=people, again=False, by=by, at=at)


def may_tell(liaison: Liaison, *, at: datetime) -> bool:
    """Whether a circle may hear that people of its country or theme take part."""
    return may_tell_of_country(reading.people_of(liaison, at=at).count())


@transaction.atomic
def ask_region_before(*, liaison: Liaison, region: Circle, by: Actor, at: datetime) -> int:
    """Ask the contacts of a region about a country without a circle that answers; how many.

    Names nobody, and says that people come from there only when they are not few. Raises NoContact
    and OnItsWay.
    """
    liaison = locked(liaison)
    if region.kind != Circle.Kind.REGION:
        raise ValueError(region.kind)
    return write_to(liaison, region, people=[], again=False, by=by, at=at)


def write_to(
    liaison: Liaison,
    circle: Circle,
    *,
    people: Sequence[Person],
    again: bool,
    by: Actor,
    at: datetime,
) -> int:
    """Put a letter about `liaison` on its way to every contact of `circle`; how many."""
    if _is_waiting(liaison):
        raise OnItsWay(_("A letter about it is on its way. Nothing was sent twice."))
    to = contacts(circle, at=at)
    if not to:
        raise NoContact(_("Nobody of this circle can be written to yet. Name a contact first."))
    liaison.circle, liaison.came_back = circle, False
    liaison.state = State.REGION if circle.kind == Circle.Kind.REGION else State.ASKED
    liaison.asked_at = liaison.asked_at or at
    fields = ["circle", "state", "asked_at", "came_back"]
    if again:
        liaison.nudged_at = at
        fields.append("nudged_at")
    liaison.save(update_fields=fields)
    _post(liaison, circle, to=to, people=people, again=again, at=at)
    note(
        "circle asked before a course",
        liaison,
        by=by,
        at=at,
        facts={"contacts": len(to), "named": len(people), "again": again},
    )
    return len(to)


def _is_waiting(liaison: Liaison) -> bool:
    waiting = liaison.sendings.filter(post__isnull=False, post__ended_at=None)
    return waiting.exclude(post__state__in=LEFT_THE_HOUSE).exists()


def _post(
    liaison: Liaison,
    circle: Circle,
    *,
    to: Sequence[Membership],
    people: Sequence[Person],
    again: bool,
    at: datetime,
) -> None:
    number = (liaison.sendings.aggregate(last=Max("number"))["last"] or 0) + 1
    tells = [(one.key, str(purpose_of(circle)), str(audience_of(circle))) for one in people]
    of_country = may_tell(liaison, at=at)
    for membership in to:
        sheet = before_course(
            liaison,
            circle=circle,
            people=people,
            of_country=of_country,
            language=language_for(circle, membership.language),
        )
        sending = LiaisonSending.objects.create(
            liaison=liaison, person=membership.person, number=number
        )
        sending.post = post_before_course(
            sending=sending,
            membership=membership,
            sheet=sheet,
            token=_link(liaison, membership, at=at),
            again=again,
            tells=tells,
            due_at=at + TAKE_BACK,
            at=at,
        )
        sending.save(update_fields=["post"])


def _link(liaison: Liaison, membership: Membership, *, at: datetime) -> str:
    return answer_link(
        person=membership.person, thing=f"liaison:{liaison.key}", way=way_for(membership), at=at
    )


@transaction.atomic
def send_liaisons(*, programme: Programme, by: Actor, at: datetime) -> int:
    """Write to every circle for which nobody has to decide anything; how many circles."""
    board = reading.board(programme, language="en", at=at)
    for row in board.ready:
        send_liaison(liaison=row.liaison, by=by, at=at)
    return len(board.ready)


@transaction.atomic
def take_liaison_back(*, liaison: Liaison, by: Actor, at: datetime) -> bool:
    """Stop letters that have not left; whether there were any."""
    liaison = locked(liaison)
    waiting = liaison.sendings.filter(post__ended_at=None).select_related("post")
    stopped = take_back_letters(
        letters=[sending.post for sending in waiting if sending.post], why="taken back", at=at
    )
    if not stopped:
        return False
    _back_to_open(liaison)
    note("circle letter taken back", liaison, by=by, at=at)
    return True


def _back_to_open(liaison: Liaison, *, came_back: bool = False) -> None:
    """As if nothing had been sent, unless an earlier letter left."""
    liaison.sendings.filter(told_at=None).exclude(post__state__in=LEFT_THE_HOUSE).delete()
    gone = liaison.sendings.exclude(told_at=None).exists()
    liaison.came_back = came_back
    if not gone:
        liaison.state, liaison.asked_at = State.OPEN, None
        if liaison.circle is not None and liaison.circle.kind == Circle.Kind.REGION:
            liaison.circle = reading.circle_for(liaison.country)
    liaison.save(update_fields=["state", "asked_at", "came_back", "circle"])


@transaction.atomic
def settle_liaison(*, liaison: Liaison, at: datetime) -> bool:
    """See how letters on their way ended; whether anything was written.

    Once one has left, whoever is named in it sees on their page that the circle was told. When none
    could leave, the circle counts as not written to.
    """
    liaison = locked(liaison)
    sendings = list(liaison.sendings.filter(told_at=None).select_related("post").order_by("pk"))
    posts = [sending.post for sending in sendings if sending.post]
    left = [(one, one.post) for one in sendings if one.post and one.post.state in LEFT_THE_HOUSE]
    if left and liaison.circle is not None:
        _tell(liaison.circle, left[0][1], at=at)
        numbers = {sending.number for sending, _post in left}
        liaison.sendings.filter(number__in=numbers).update(told_at=at)
        return True
    if posts and all(post.state in ENDED for post in posts):
        bounced = any(post.state == Letter.State.BOUNCED for post in posts)
        _back_to_open(liaison, came_back=bounced)
        return True
    return False


def _tell(circle: Circle, post: Letter, *, at: datetime) -> None:
    """Write down for everybody named what the letter said about them when it left."""
    alike: dict[tuple[str, ...], list[Person]] = {}
    for person in known_by_keys([key for key, *_rest in post.tells]):
        what = ["name", *["offers"] * bool(person.offers), *["wants"] * bool(person.wants)]
        alike.setdefault(tuple(what), []).append(person)
    for codes, people in alike.items():
        consent.tell(
            people=people,
            audience=audience_of(circle),
            audience_name=circle.name,
            what=list(codes),
            purpose=purpose_of(circle),
            at=post.ended_at or at,
        )


def locked(liaison: Liaison) -> Liaison:
    """The row of a country or theme, held until the transaction ends."""
    found = Liaison.objects.select_for_update(of=("self",)).select_related(
        "programme", "programme__run_by", "circle", "theme"
    )
    return found.get(pk=liaison.pk)
