"""Accounts of those who ran a course, for those who run the next: asked, written, edited with their
author, approved.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.errors import Refused
from commonroot.engagement import emails
from commonroot.engagement.models import Experience
from commonroot.engagement.queries.parts import Held
from commonroot.people.actions import answer_link
from commonroot.people.queries import working_way
from commonroot.programmes.models import Programme

State = Experience.State
LENGTH = 3000
SERVED = timedelta(days=730)


class NotYours(Refused):
    """The words that stand are not those its author wrote or agreed to."""


class NothingWritten(Refused):
    """There is no account to read yet."""


@transaction.atomic
def ask_accounts(*, programme: Programme, parts: Iterable[Held], by: Actor, at: datetime) -> int:
    """Ask each of those who covered a part how they managed it, once; how many were asked now."""
    asked = 0
    for one in parts:
        experience, made = Experience.objects.get_or_create(
            programme=programme,
            person=one.person,
            part=one.part,
            defaults={"asked_at": at, "changed_at": at, "language": one.person.language},
        )
        if not made or one.person.frozen_at is not None:
            continue
        # Whoever runs a course is written to about it, as those who take part are.
        consent.serve(
            person=one.person,
            purpose=Purpose.THIS_PROGRAMME,
            audience=Audience(AudienceKind.PROGRAMME, programme.key),
            until=at + SERVED,
            by=by,
            at=at,
        )
        emails.post_ask_account(experience=experience, token=_link(experience, at=at), at=at)
        asked += 1
    note("accounts asked for", programme, by=by, at=at, facts={"people": asked})
    return asked


def _link(experience: Experience, *, at: datetime) -> str:
    return answer_link(
        person=experience.person,
        thing=f"experience:{experience.key}",
        way=working_way(experience.person),
        at=at,
    )


@transaction.atomic
def write_account(
    *,
    experience: Experience,
    text: str,
    language: str,
    show_to: str,
    named: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Its author writes it, or changes it; what was approved before is to be read once more.

    Agreeing word for word to what organisers edited approves it.
    """
    agreed = experience.state == State.BACK and text.strip() == experience.text
    experience.text = text.strip()[:LENGTH]
    experience.language, experience.show_to, experience.named = language, show_to, named
    experience.state = State.APPROVED if agreed else State.WRITTEN
    experience.changed_at = at
    experience.save()
    note(
        "account written", experience, by=by, at=at,
        person_key=experience.person.key, facts={"state": str(experience.state)},
    )  # fmt: skip


@transaction.atomic
def decline_account(*, experience: Experience, by: Actor, at: datetime) -> None:
    """Its author does not want to write, or takes it back: the words are gone."""
    experience.text, experience.translations = "", {}
    experience.state, experience.changed_at = State.DECLINED, at
    experience.save()
    note("account declined", experience, by=by, at=at, person_key=experience.person.key)


@transaction.atomic
def edit_account(*, experience: Experience, text: str, by: Actor, at: datetime) -> None:
    """Organisers shorten or clear it, and its author is asked whether it may stand like that.

    Raises NothingWritten.
    """
    if not experience.text:
        raise NothingWritten(_("Nothing is written yet. Its author was asked by letter."))
    text = text.strip()[:LENGTH]
    if text == experience.text:
        return
    experience.text, experience.state, experience.changed_at = text, State.BACK, at
    experience.save(update_fields=["text", "state", "changed_at"])
    emails.post_edited_account(experience=experience, token=_link(experience, at=at), at=at)
    note("account edited", experience, by=by, at=at, person_key=experience.person.key)


@transaction.atomic
def approve_account(*, experience: Experience, by: Actor, at: datetime) -> None:
    """Let it stand in the handbook, in its author's own words. Raises NotYours."""
    if experience.state == State.APPROVED:
        return
    if experience.state != State.WRITTEN:
        raise NotYours(_("Its author has not agreed to these words yet."))
    experience.state, experience.changed_at = State.APPROVED, at
    experience.save(update_fields=["state", "changed_at"])
    note("account approved", experience, by=by, at=at, person_key=experience.person.key)
