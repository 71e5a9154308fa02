"""Offers to somebody in particular: asked by letter, introduced, and what came of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.queries import SCHOOL, allowed, is_unsafe
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.engagement import emails
from commonroot.engagement.actions.introductions import STOOD, CannotFollow, State, stand
from commonroot.engagement.models import Introduction, Pathway
from commonroot.engagement.queries.letters import audience_of, purpose_of
from commonroot.engagement.queries.pathways import contact_of, taken
from commonroot.engagement.rules import introductions as rules
from commonroot.people.actions import answer_link, stop_link
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import working_way
from commonroot.programmes.models import Programme


class MayNotBeAsked(Refused):
    """They did not agree to be asked later, paused everything, or are not safe to write to."""


@transaction.atomic
def suggest(
    *,
    pathway: Pathway,
    person: Person,
    owner: Account | None = None,
    programme: Programme | None = None,
    by: Actor,
    at: datetime,
) -> Introduction:
    """Offer somebody a pathway: they are asked by letter whether it suits them.

    Offered again after a no or an end, they are asked anew; while it stands, nothing changes.
    Raises MayNotBeAsked.
    """
    people = Person.objects.filter(pk=person.pk)
    may = allowed(people, "", purpose=Purpose.FOLLOW_UP, audience=SCHOOL, at=at)
    if not may.exists() or is_unsafe(person):
        raise MayNotBeAsked(
            _("They did not agree to be asked later, or may not be written to now.")
        )
    introduction, made = Introduction.objects.select_for_update(of=("self",)).get_or_create(
        pathway=pathway,
        person=person,
        defaults={
            "circle": pathway.circle,
            "programme": programme,
            "owner": owner,
            "state": State.SUGGESTED,
            "suggested_at": at,
            "changed_at": at,
        },
    )
    if not made and not rules.may_move(introduction.state, State.SUGGESTED):
        return introduction
    stand(introduction, State.SUGGESTED, at=at)
    introduction.owner = owner or introduction.owner
    introduction.times_asked += 1
    introduction.post = emails.post_pathway(
        introduction=introduction,
        token=_pathway_link(introduction, at=at),
        stop=stop_link(person=person, thing=str(Purpose.FOLLOW_UP), at=at),
        at=at,
    )
    introduction.save(update_fields=[*STOOD, "owner", "times_asked", "post"])
    note("pathway suggested", introduction, by=by, at=at, person_key=person.key)
    return introduction


def _pathway_link(introduction: Introduction, *, at: datetime) -> str:
    return answer_link(
        person=introduction.person,
        thing=f"pathway:{introduction.key}",
        way=working_way(introduction.person),
        at=at,
    )


@transaction.atomic
def answer_pathway(
    *, introduction: Introduction, answer: str, way: ContactWay | None, by: Actor, at: datetime
) -> Introduction:
    """What somebody says to an offer: "yes" (with the address the contact may have), "not_now" or
    "no_fit".

    With a yes they are introduced at once where there is a contact and room; else it waits for
    the organisers. Saying yes, they agree that the circle behind the offer is told. Raises
    CannotFollow.
    """
    locked = (
        Introduction.objects.select_for_update(of=("self",))
        .select_related("pathway", "circle", "person", "post")
        .get(pk=introduction.pk)
    )
    to = {"yes": State.PERMISSION, "not_now": State.NOT_NOW, "no_fit": State.NO_FIT}[answer]
    if locked.state == to:
        return locked
    if not rules.may_move(locked.state, to) or (to == State.PERMISSION and way is None):
        raise CannotFollow(_("You are further than that already. Nothing was changed."))
    stand(locked, to, at=at)
    locked.way = way if to == State.PERMISSION else None
    locked.save(update_fields=[*STOOD, "way"])
    if to == State.PERMISSION and locked.circle is not None:
        consent.answer(
            person=locked.person,
            purpose=purpose_of(locked.circle),
            audience=audience_of(locked.circle),
            yes=True,
            how="letter",
            form="pathway",
            language=locked.person.language,
            by=by,
            at=at,
        )
    note(
        "pathway answered",
        locked,
        by=by,
        at=at,
        person_key=locked.person.key,
        facts={"answer": answer},
    )
    if to == State.PERMISSION:
        introduce(introduction=locked, by=by, at=at)
    return locked


@transaction.atomic
def introduce(*, introduction: Introduction, by: Actor, at: datetime) -> bool:
    """Introduce who agreed to the contact of their pathway; false while there is no contact or no
    room.

    Both get one letter: the contact the name and the address, the person the name of the contact.
    """
    pathway = introduction.pathway
    if pathway is None or introduction.state != State.PERMISSION or introduction.way is None:
        return False
    locked = Pathway.objects.select_for_update(of=("self",)).get(pk=pathway.pk)
    contact = contact_of(locked, at=at)
    if contact is None or not rules.has_room(places=locked.places, taken=taken(locked)):
        return False
    stand(introduction, State.INTRODUCED, at=at)
    introduction.asked_by, introduction.nudged_at, introduction.told_at = contact, None, None
    introduction.post = emails.post_pathway_introduction(
        introduction=introduction,
        contact=contact,
        token=_how_link(introduction, contact, at=at),
        own=_how_link(introduction, introduction.person, at=at),
        at=at,
    )
    introduction.save(update_fields=[*STOOD, "asked_by", "nudged_at", "told_at", "post"])
    note("introduced", introduction, by=by, at=at, person_key=introduction.person.key)
    return True


def _how_link(introduction: Introduction, reader: Person, *, at: datetime) -> str:
    return answer_link(
        person=reader, thing=f"introduced:{introduction.key}", way=working_way(reader), at=at
    )


@transaction.atomic
def say_how_it_went(*, introduction: Introduction, state: str, by: Actor, at: datetime) -> None:
    """What came of an introduction, as the person, the contact or an organiser says it.

    Saying the same again changes nothing. Raises CannotFollow.
    """
    locked = (
        Introduction.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=introduction.pk)
    )
    if locked.state == state:
        return
    if not rules.may_move(locked.state, state):
        raise CannotFollow(_("That does not follow from where it stands. Nothing was changed."))
    stand(locked, state, at=at)
    locked.save(update_fields=list(STOOD))
    introduction.state = state
    note(
        "introduction went on",
        locked,
        by=by,
        at=at,
        person_key=locked.person.key,
        facts={"state": state},
    )


@transaction.atomic
def ask_how_it_went(*, introduction: Introduction, at: datetime) -> bool:
    """Ask the contact, once, how it went; whether a letter was written."""
    introduction.nudged_at = at
    introduction.save(update_fields=["nudged_at"])
    contact = introduction.asked_by
    if contact is None or working_way(contact) is None:
        return False
    token = _how_link(introduction, contact, at=at)
    return (
        emails.post_how_it_went(introduction=introduction, contact=contact, token=token, at=at)
        is not None
    )
