"""What members do in the space of their group: notes, what others see of them, leaving, a word
to everybody.
"""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.groups.emails import space as emails
from commonroot.groups.models import Gathering, GroupMember, GroupNote, SmallGroup
from commonroot.groups.queries import space
from commonroot.groups.rules.reports import BACK_WITHIN
from commonroot.people.actions import answer_link
from commonroot.people.models import Person
from commonroot.people.rules import PAGE_DAYS

MARK_LENGTH = 16


class NobodyReached(Refused):
    """There is nobody in the group to whom a letter may go."""


class TooLateToComeBack(Refused):
    """Too much time has passed, or the group is over."""


@transaction.atomic
def write_note(
    *,
    group: SmallGroup,
    person: Person,
    text: str,
    gathering: Gathering | None = None,
    by: Actor,
    at: datetime,
) -> GroupNote:
    """Keep a note for the group. The same words sent twice in a row are kept once."""
    last = GroupNote.objects.filter(group=group, person=person).order_by("-pk").first()
    if last is not None and last.text == text.strip():
        return last
    kept = GroupNote.objects.create(
        group=group, person=person, gathering=gathering, text=text.strip(), written_at=at
    )
    note("group note written", kept, by=by, at=at)
    return kept


@transaction.atomic
def change_note(*, kept: GroupNote, text: str, by: Actor, at: datetime) -> None:
    """Put other words into a note; without any it is taken away."""
    if not text.strip():
        note("group note taken away", kept, by=by, at=at)
        kept.delete()
        return
    kept.text, kept.changed_at = text.strip(), at
    kept.save(update_fields=["text", "changed_at"])
    note("group note changed", kept, by=by, at=at)


@transaction.atomic
def show_way(*, member: GroupMember, shows: bool, by: Actor, at: datetime) -> None:
    """Let the group see how to reach somebody, or not any more."""
    member.shows_way = shows
    member.save(update_fields=["shows_way"])
    note(
        "group sees a way", member, by=by, at=at, person_key=member.person.key,
        facts={"shows": shows},
    )  # fmt: skip


@transaction.atomic
def leave_group(*, member: GroupMember, by: Actor, at: datetime) -> None:
    """Somebody leaves their group; what they wrote for it stays. Leaving twice is leaving."""
    if member.left_at is not None:
        return
    member.left_at, member.shows_way = at, False
    member.save(update_fields=["left_at", "shows_way"])
    note("left a group", member, by=by, at=at, person_key=member.person.key)


@transaction.atomic
def come_back(*, member: GroupMember, by: Actor, at: datetime) -> None:
    """Somebody who left comes back. Raises TooLateToComeBack after two weeks."""
    group = SmallGroup.objects.select_for_update(of=("self",)).get(pk=member.group_id)
    if member.left_at is None:
        return
    elsewhere = GroupMember.objects.filter(
        person=member.person, left_at=None, group__formation=group.formation_id
    )
    if at > member.left_at + BACK_WITHIN or group.ended_at is not None or elsewhere.exists():
        raise TooLateToComeBack(
            _("The group has gone on without you. Ask the organisers; they find a place for you.")
        )
    member.left_at = None
    member.save(update_fields=["left_at"])
    note("came back to a group", member, by=by, at=at, person_key=member.person.key)


@transaction.atomic
def write_to_group(*, group: SmallGroup, text: str, writer: str, by: Actor, at: datetime) -> int:
    """One letter to everybody in the group whom the gate lets through; how many.

    The same words to the same group leave once a day. Raises NobodyReached.
    """
    people = [one for one in space.reached(group, at=at) if one.pk != by.person_id]
    if not people:
        raise NobodyReached(
            _("There is nobody in the group whom this may reach. Nothing was sent.")
        )
    told = f"{at.date().isoformat()}|{by.kind}:{by.key}|{text.strip()}"
    once = hashlib.sha256(told.encode()).hexdigest()[:MARK_LENGTH]
    posted = 0
    for person in people:
        token = answer_link(person=person, thing=f"group:{group.key}", days=PAGE_DAYS, at=at)
        letter = emails.post_message(
            group=group, person=person, writer=writer, text=text.strip(), once=once, token=token,
            at=at,
        )  # fmt: skip
        posted += letter is not None
    note("wrote to a group", group, by=by, at=at, facts={"letters": posted})
    return posted
