"""The plan of rounds of a course: when they are, and who is asked, until each is sent."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.engagement.actions.follow_up import plan_waves
from commonroot.engagement.models import Wave
from commonroot.engagement.rules import months_after
from commonroot.programmes.models import Programme


class SentAlready(Refused):
    """The round has left, or there is one at that distance."""


@transaction.atomic
def begin_plan(*, programme: Programme, ended_on: date, by: Actor, at: datetime) -> list[Wave]:
    """The usual rounds, to be changed from there on; those there are stay."""
    waves = plan_waves(programme=programme, ended_on=ended_on, at=at)
    note("rounds planned", programme, by=by, at=at, facts={"rounds": len(waves)})
    return waves


@transaction.atomic
def add_wave(
    *, programme: Programme, months: int, only_new: bool, ended_on: date, by: Actor, at: datetime
) -> Wave:
    """One more round, so many months after the end. Raises SentAlready where there is one."""
    wave, made = Wave.objects.get_or_create(
        programme=programme,
        months=months,
        defaults={"due_on": months_after(ended_on, months), "only_new": only_new},
    )
    if not made:
        raise SentAlready(_("There is a round after so many months already. Change that one."))
    note("round added", wave, by=by, at=at, facts={"months": months})
    return wave


@transaction.atomic
def change_wave(*, wave: Wave, due_on: date, only_new: bool, by: Actor, at: datetime) -> None:
    """Another day, or others who are asked. Raises SentAlready."""
    if wave.sent_at is not None:
        raise SentAlready(_("This round was sent already. Nothing was changed."))
    wave.due_on, wave.only_new = due_on, only_new
    wave.save(update_fields=["due_on", "only_new"])
    note("round changed", wave, by=by, at=at)


@transaction.atomic
def drop_wave(*, wave: Wave, by: Actor, at: datetime) -> None:
    """Leave a round out. Raises SentAlready."""
    if wave.sent_at is not None:
        raise SentAlready(_("This round was sent already. Nothing was changed."))
    note("round left out", wave.programme, by=by, at=at, facts={"months": wave.months})
    wave.delete()
