"""Correcting what somebody else may be correcting too, and putting back what stood there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.people import rules
from commonroot.people.actions.details import MODELS, erase, restore
from commonroot.people.actions.people import edit
from commonroot.people.models import Change, Person
from commonroot.people.rules import EDITABLE

PERSON = "people.person"


class ChangedMeanwhile(Refused):
    """Somebody else changed the same since the page was opened; `now` is what stands there."""

    def __init__(self, now: Mapping[str, str]) -> None:
        """`now`: {field: value} of what both changed."""
        super().__init__(
            _("Somebody else changed this while you were writing. Nothing is saved yet.")
        )
        self.now = dict(now)


class CannotBePutBack(Refused):
    """What stood there before is not kept any more, or something else stands there since."""


@transaction.atomic
def correct(
    *,
    person: Person,
    was: Mapping[str, str],
    wanted: Mapping[str, str],
    cause: str,
    by: Actor,
    at: datetime,
) -> list[str]:
    """Write what somebody changed in a form that showed `was`; the names of the fields.

    What they did not touch stays as it is now. Raises ChangedMeanwhile, having written nothing,
    where somebody else wrote something other since.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    now = {field: getattr(person, field) for field in wanted}
    clash = rules.meanwhile(was=was, wanted=wanted, now=now)
    if clash:
        raise ChangedMeanwhile(clash)
    changes = rules.changed(was=was, wanted=wanted)
    changes = {field: value for field, value in changes.items() if now[field] != value}
    edit(person=person, changes=changes, cause=cause, by=by, at=at)
    return sorted(changes)


@transaction.atomic
def put_back(*, change: Change, field: str = "", by: Actor, at: datetime) -> None:
    """Let stand again what stood there before `change`: one `field` of a person, or a whole
    further detail.

    Who had said it stands again too. That is a change of its own, which can be put back as well.
    Raises CannotBePutBack.
    """
    if at - change.at > rules.HISTORY_KEPT or (change.before is None and change.after is None):
        raise CannotBePutBack(_("What stood there before was kept for 30 days, and is gone."))
    if change.model == PERSON:
        _put_back_field(change, field, by=by, at=at)
    else:
        _put_back_row(change, by=by, at=at)


def _put_back_field(change: Change, field: str, *, by: Actor, at: datetime) -> None:
    person = Person.objects.select_for_update(of=("self",)).get(pk=change.person_id)
    before: dict[str, Any] = change.before or {}
    if field not in before or field not in EDITABLE:
        raise CannotBePutBack(_("We do not know what stood there before."))
    edit(person=person, changes={field: before[field]}, cause="put back", by=by, at=at)
    if field in change.said:
        person.provenance[field] = change.said[field]
        person.save(update_fields=["provenance"])


def _put_back_row(change: Change, *, by: Actor, at: datetime) -> None:
    model = MODELS.get(change.model)
    if model is None:
        raise CannotBePutBack(_("We do not know what stood there before."))
    there = model._default_manager.filter(person=change.person_id, key=change.row_key).first()
    if change.before is None:
        if there is not None:
            erase(there, cause="put back", by=by, at=at)
        return
    if not restore(change, there, by=by, at=at):
        raise CannotBePutBack(_("The same stands there already, written down anew."))
    note("detail put back", change.person, by=by, at=at, person_key=change.person.key)
