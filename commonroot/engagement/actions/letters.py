"""Letters to circles: drafting, changing, sending, taking back, and seeing how they ended."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.circles.models import Circle
from commonroot.consent import actions as consent
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.engagement import emails, queries
from commonroot.engagement.models import CircleLetter, Introduction, Maker, Sending
from commonroot.engagement.queries.letters import LEFT_THE_HOUSE, Told, audience_of, purpose_of
from commonroot.engagement.queries.versions import OWN_PARTS, in_language, language_for
from commonroot.engagement.rules import TAKE_BACK
from commonroot.engagement.rules.closing import MEET_WITHIN
from commonroot.messaging.actions import take_back as take_back_letters
from commonroot.messaging.models import Letter
from commonroot.people.actions import answer_link, join_circle
from commonroot.people.models import Membership, Person
from commonroot.people.queries import known_by_keys, way_for
from commonroot.programmes.models import Programme

State = CircleLetter.State
ENDED = (*LEFT_THE_HOUSE, Letter.State.BOUNCED, Letter.State.CANCELLED)


class NoContact(Refused):
    """Nobody of the circle may be written to."""


class QuietCircle(Refused):
    """The circle has not been heard of for long, and nobody said that it may be written to."""


class OnItsWay(Refused):
    """The letter was sent before."""


class GoneAlready(Refused):
    """The ten minutes are over."""


class NothingToTell(Refused):
    """A comment on a project is still missing."""


@transaction.atomic
def make_contact(
    *, person: Person, circle: Circle, since: date, by: Actor, at: datetime
) -> Membership:
    """`person` is whom the school writes to about `circle`, and the gate is open for just that."""
    membership = join_circle(
        person=person, circle=circle, role=Membership.Role.CONTACT, since=since, by=by, at=at
    )
    consent.serve(
        person=person,
        purpose=Purpose.CIRCLE_CONTACT,
        audience=audience_of(circle),
        until=None,
        by=by,
        at=at,
    )
    return membership


@transaction.atomic
def draft_letter(*, programme: Programme, circle: Circle, by: Actor, at: datetime) -> CircleLetter:
    """The letter about `programme` to `circle`; there is one, drafting again finds it."""
    letter, made = CircleLetter.objects.get_or_create(
        programme=programme,
        circle=circle,
        defaults={
            "language": _language(circle),
            "drafted_at": at,
            "next_by": (at + MEET_WITHIN).date(),
        },
    )
    if made:
        note("circle letter drafted", letter, by=by, at=at)
    return letter


def _language(circle: Circle) -> str:
    """The circle's first language in which our sentences exist."""
    ours = dict(settings.LANGUAGES)
    return next((code for code in circle.languages if code in ours), settings.LANGUAGE_CODE)


@transaction.atomic
def change_letter(
    *,
    letter: CircleLetter,
    by: Actor,
    at: datetime,
    opening: str | None = None,
    ending: str | None = None,
    suggestion: str | None = None,
    language: str | None = None,
) -> None:
    """The organisers' own words and the language; None leaves a part as it is.

    Own words in another language wait there until it becomes the letter's, and the other way
    round. Whatever changes is to be approved anew. Raises OnItsWay.
    """
    locked = _locked(letter)
    if locked.state != State.DRAFT:
        raise OnItsWay(_("This letter is on its way. Take it back first, then change it."))
    given = {"opening": opening, "ending": ending, "suggestion": suggestion}
    changes: dict[str, Any] = {part: text for part, text in given.items() if text is not None}
    if language is not None and language != locked.language:
        changes = _turned(locked, language) | changes
    changes["approved_at"] = None
    for field, text in changes.items():
        setattr(letter, field, text)
        setattr(locked, field, text)
    locked.save(update_fields=list(changes))
    note("circle letter changed", letter, by=by, at=at, facts={"fields": sorted(changes)})


def _turned(letter: CircleLetter, language: str) -> dict[str, Any]:
    """What changes when a letter's language does: the words of each stand where they belong."""
    other = in_language(letter, language)
    versions = {code: own for code, own in letter.versions.items() if code != language}
    own = {part: getattr(letter, part) for part in OWN_PARTS if getattr(letter, part)}
    if own:
        versions[letter.language] = own
    kept = {part: getattr(other, part) for part in OWN_PARTS}
    return {"language": language, "versions": versions, **kept}


@transaction.atomic
def translate_letter(
    *, letter: CircleLetter, language: str, own: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """The organisers' own words once more in a further language. Raises OnItsWay."""
    locked = _locked(letter)
    if locked.state != State.DRAFT:
        raise OnItsWay(_("This letter is on its way. Take it back first, then change it."))
    words = {part: own[part] for part in OWN_PARTS if own.get(part)}
    versions = {code: said for code, said in locked.versions.items() if code != language}
    letter.versions = locked.versions = versions | ({language: words} if words else {})
    letter.approved_at = locked.approved_at = None
    locked.save(update_fields=["versions", "approved_at"])
    note("circle letter changed", letter, by=by, at=at, facts={"fields": ["versions"]})


def _locked(letter: CircleLetter) -> CircleLetter:
    found = CircleLetter.objects.select_for_update(of=("self",)).select_related(
        "programme", "programme__run_by", "circle"
    )
    return found.get(pk=letter.pk)


@transaction.atomic
def send_letter(
    *,
    letter: CircleLetter,
    by: Actor,
    at: datetime,
    quiet_too: bool = False,
    without_comments: bool = False,
) -> int:
    """Put the letter on its way to every contact of its circle; how many. It leaves in ten minutes.

    Who is counted or named is written on each copy, and asked of the gate again when it leaves.
    Raises
    OnItsWay, QuietCircle, NothingToTell (a comment is missing and nobody said to go without) and
    NoContact.
    """
    letter = _locked(letter)
    if letter.state != State.DRAFT:
        raise OnItsWay(_("This letter was sent already. Nothing was sent twice."))
    if letter.circle.state == Circle.State.DORMANT and not quiet_too:
        raise QuietCircle(
            _("This circle has been quiet. Say that somebody reads there, or ask the region.")
        )
    told = queries.content(letter, at=at)
    if told.content.without_comment and not without_comments:
        raise NothingToTell(
            _("A project has no comment yet. Write it, or say that the letter goes without.")
        )
    contacts = queries.contacts(letter.circle, at=at)
    if not contacts:
        raise NoContact(_("Nobody of this circle can be written to yet. Name a contact first."))
    letter.state, letter.leaves_at, letter.stopped = State.LEAVING, at + TAKE_BACK, ""
    _introduce(letter, told, at=at)
    _post(letter, told, contacts=contacts, at=at)
    letter.facts = _facts(told)
    letter.save(update_fields=["state", "leaves_at", "stopped", "facts"])
    note("circle letter sent", letter, by=by, at=at, facts={"contacts": len(contacts)})
    return len(contacts)


def _introduce(letter: CircleLetter, told: Told, *, at: datetime) -> None:
    """One row per person named; whom the circle knows already from an earlier letter stays
    known.
    """
    named = Person.objects.filter(key__in=[person.key for person in told.content.named])
    known = set(
        Introduction.objects.filter(
            circle=letter.circle, person__in=named, state=Introduction.State.KNOWN
        ).values_list("person_id", flat=True)
    )
    Introduction.objects.filter(letter=letter).exclude(person__in=named).delete()
    for person in named:
        Introduction.objects.get_or_create(
            letter=letter,
            person=person,
            defaults={
                "circle": letter.circle,
                "state": Introduction.State.KNOWN
                if person.pk in known
                else Introduction.State.SUGGESTED,
                "changed_at": at,
            },
        )


def _post(letter: CircleLetter, told: Told, *, contacts: list[Membership], at: datetime) -> None:
    sheets: dict[str, queries.Sheet] = {}
    purpose, audience = str(purpose_of(letter.circle)), str(audience_of(letter.circle))
    tells = [(key, purpose, audience) for key in told.content.told]
    number = (letter.sendings.aggregate(last=Max("number"))["last"] or 0) + 1
    for contact in contacts:
        sending = Sending.objects.create(letter=letter, person=contact.person, number=number)
        token = answer_link(
            person=contact.person, thing=f"circle_letter:{letter.key}", way=way_for(contact), at=at
        )
        language = language_for(letter, reads=contact.language or contact.person.language)
        if language not in sheets:
            sheets[language] = queries.sheet(letter, told, at=at, language=language)
        sending.post = emails.post_circle_letter(
            sending=sending,
            sheet=sheets[language],
            to=way_for(contact),
            token=token,
            tells=tells,
            at=at,
        )
        sending.save(update_fields=["post"])


def _facts(told: Told) -> dict[str, Any]:
    """Counts and project texts as they leave; nobody's name and nobody's key."""
    content = told.content
    return {
        "people": told.people,
        "countries": told.countries,
        "counted": content.counted,
        "left_out": content.left_out,
        "not_named": content.not_named,
        "works": [
            {
                "key": shown.work.key,
                "title": shown.work.title,
                "language": shown.work.language,
                "kind": shown.work.kind,
                "summary": shown.work.summary,
                "comment": shown.work.comment,
                "makers": len(shown.work.makers),
            }
            for shown in content.works
        ],
    }


@transaction.atomic
def take_back(*, letter: CircleLetter, by: Actor, at: datetime) -> None:
    """Stop a letter on its way; it can be changed and sent again. Raises GoneAlready."""
    locked = _locked(letter)
    if locked.state != State.LEAVING or _has_left(locked):
        raise GoneAlready(_("This letter has left already. It can no longer be taken back."))
    _stop(locked, why="taken back", stopped="", at=at)
    note("circle letter taken back", letter, by=by, at=at)


def _has_left(letter: CircleLetter) -> bool:
    going = (*LEFT_THE_HOUSE, Letter.State.SENDING)
    return letter.sendings.filter(post__state__in=going).exists()


def _stop(letter: CircleLetter, *, why: str, stopped: str, at: datetime) -> None:
    """Back to a draft: copies that wait are cancelled, nobody counts as named to the circle."""
    take_back_letters(
        letters=[
            sending.post for sending in letter.sendings.select_related("post") if sending.post
        ],
        why=why,
        at=at,
    )
    Introduction.objects.filter(letter=letter).delete()
    letter.state, letter.facts, letter.stopped = State.DRAFT, None, stopped
    letter.save(update_fields=["state", "facts", "stopped"])


@transaction.atomic
def settle_letter(*, letter: CircleLetter, at: datetime) -> bool:
    """See how a letter on its way ended; whether anything was written.

    Once a copy has left, those counted and named see on their page that the circle was told: at
    that
    moment, not when the button was pressed. When no copy could leave, the letter is a draft again
    and
    says why.
    """
    letter = _locked(letter)
    sendings = list(letter.sendings.select_related("post").order_by("pk"))
    left = [
        sending
        for sending in sendings
        if sending.told_at is None and sending.post and sending.post.state in LEFT_THE_HOUSE
    ]
    if left:
        _tell(letter, left[0], at=at)
        letter.sendings.filter(number=left[0].number).update(told_at=at)
        if letter.sent_at is None:
            letter.sent_at = (left[0].post and left[0].post.ended_at) or at
            if (
                letter.state == State.LEAVING
            ):  # an answer may come before a letter sent by hand is marked
                letter.state = State.SENT
            letter.save(update_fields=["state", "sent_at"])
        return True
    latest = [sending for sending in sendings if sending.number == sendings[-1].number]
    posts = [sending.post for sending in latest if sending.post]
    if letter.state == State.LEAVING and all(post.state in ENDED for post in posts):
        bounced = any(post.state == Letter.State.BOUNCED for post in posts)
        stopped = CircleLetter.Stopped.RETURNED if bounced else CircleLetter.Stopped.WITHDRAWN
        _stop(letter, why="", stopped=stopped, at=at)
        return True
    return False


def _tell(letter: CircleLetter, sending: Sending, *, at: datetime) -> None:
    """Write down for everybody counted or named what a copy said about them when it left."""
    tells = sending.post.tells if sending.post else []
    people = known_by_keys([key for key, _purpose, _audience in tells])
    named = set(letter.introductions.values_list("person_id", flat=True))
    works = [work["key"] for work in (letter.facts or {"works": []})["works"]]
    beside = set(
        Maker.objects.filter(project__key__in=works, naming=Maker.Naming.NAME).values_list(
            "person_id", flat=True
        )
    )
    alike: dict[tuple[str, ...], list[Person]] = {}
    for person in people:
        what = ["attendance"]
        if person.pk in named:
            what = ["name", "project"] if person.pk in beside else ["name"]
            what += ["offers"] * bool(person.offers) + ["wants"] * bool(person.wants)
        alike.setdefault(tuple(what), []).append(person)
    for codes, group in alike.items():
        consent.tell(
            people=group,
            audience=audience_of(letter.circle),
            audience_name=letter.circle.name,
            what=list(codes),
            purpose=purpose_of(letter.circle),
            at=(sending.post and sending.post.ended_at) or at,
        )
