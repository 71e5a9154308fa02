"""What the person says who was asked: yes, yes and corrected, no, or that they are not the one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.roles import Actor
from commonroot.consent import actions as consent
from commonroot.consent.models import LedgerEvent
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.intake.actions.asking.ends import end, read_again
from commonroot.intake.models import Asked
from commonroot.intake.queries import asking as queries
from commonroot.people.actions import confirm, edit, end_link
from commonroot.people.actions.ways import mark_broken
from commonroot.people.models import ContactWay, Link, Person

State = Asked.State


class AnsweredAlready(Refused):
    """Somebody answered, or was answered for, a moment ago."""


@transaction.atomic
def keep(
    *,
    asked: Asked,
    changes: Mapping[str, Any] | None = None,
    language: str,
    way: ContactWay | None,
    by: Actor,
    at: datetime,
) -> None:
    """Yes, keep me; with `changes` also what was corrected.

    An answer counts whenever it comes, as long as there is somebody. Raises AnsweredAlready.
    """
    row = read_again(asked)
    person = row.person
    if person is None:
        raise AnsweredAlready(_("What we held about you is deleted already."))
    _write_down(person, {Purpose.REGISTER: True}, language=language, by=by, at=at)
    if changes:
        edit(person=person, changes=changes, cause="asked", by=by, at=at)
    confirm(person=person, way=way, by=by, at=at)
    corrected = changes is not None or row.state == State.CORRECTED
    end(row, State.CORRECTED if corrected else State.YES, at=at)


@transaction.atomic
def say_also(
    *, asked: Asked, also: Mapping[Purpose, bool], language: str, by: Actor, at: datetime
) -> None:
    """What somebody who stays answered to further questions; what they left open stays open.

    Raises AnsweredAlready for whoever has not said yes.
    """
    row = read_again(asked)
    if row.person is None or row.state not in queries.SAID_YES:
        raise AnsweredAlready(_("Say first whether we may keep you."))
    _write_down(row.person, also, language=language, by=by, at=at)


def _write_down(
    person: Person, answers: Mapping[Purpose, bool], *, language: str, by: Actor, at: datetime
) -> None:
    wordings = current_wordings(LedgerEvent.Form.KEEP)
    for purpose, yes in answers.items():
        consent.answer(
            person=person,
            purpose=purpose,
            yes=yes,
            how=LedgerEvent.How.LETTER,
            form=LedgerEvent.Form.KEEP,
            wording=wordings.get(purpose),
            language=language,
            by=by,
            at=at,
        )


@transaction.atomic
def refuse(*, asked: Asked, language: str, by: Actor, at: datetime) -> None:
    """No: the register lets go at once; what else keeps the person here is not touched."""
    row = read_again(asked)
    person = row.person
    if person is None:
        return
    _write_down(person, {Purpose.REGISTER: False}, language=language, by=by, at=at)
    end(row, State.NO, at=at)


@transaction.atomic
def not_them(*, asked: Asked, link: Link, by: Actor, at: datetime) -> None:
    """Whoever opened the letter is somebody else: the link ends, and that way leads nowhere."""
    row = read_again(asked)
    end_link(link=link, by=by, at=at)
    if link.way is not None and row.person is not None:
        mark_broken(person=row.person, mark=link.way.mark, at=at)
    if row.state in queries.UNSETTLED:
        end(row, State.BACK, at=at)
