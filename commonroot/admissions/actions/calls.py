"""Calls for applications: made from what the programme says, published, prolonged, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Call, FormQuestion
from commonroot.admissions.queries import call_checks
from commonroot.admissions.rules import calls as rules
from commonroot.admissions.rules import questions as question_rules
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.core.time import instant
from commonroot.programmes.actions import edit_programme, pages_changed
from commonroot.programmes.models import Programme


class CallNotSound(Refused):
    """Its settings contradict each other."""


class CallNotReady(Refused):
    """Something must be put right before anybody sees it."""


@dataclass(frozen=True)
class CallSettings:
    """Everything that organisers set about a call, beside its questions."""

    way: str
    words: Translated
    languages: tuple[str, ...]
    opens_at: datetime | None
    closes_at: datetime | None
    time_zone: str
    grace_minutes: int
    hear_on: date | None
    alone: bool
    pairs: bool
    groups: bool
    most_in_group: int
    places: int | None
    commitments: tuple[Translated, ...]
    offer_days: int
    reply_to: str
    help_with_travel: bool
    help_with_stay: bool
    held_in: str
    visa_weeks: int
    two_yes: bool
    keep_days: int


@transaction.atomic
def make_call(*, programme: Programme, by: Actor, at: datetime) -> Call:
    """The call of a programme, filled with what the programme says; the one there is, if there is
    one. Nobody sees it yet.
    """
    zone = programme.time_zone
    closes_at = instant(programme.apply_by, rules.LAST_SECOND, zone) if programme.apply_by else None
    call, made = Call.objects.get_or_create(
        programme=programme,
        defaults={
            "languages": programme.languages,
            "time_zone": zone,
            "closes_at": closes_at,
            "places": rules.places_in(programme.places_words.values()),
            "commitments": [dict(programme.commitment)] if programme.commitment else [],
            "created_at": at,
        },
    )
    if not made:
        return call
    for position, asks in enumerate(programme.apply_asks):
        FormQuestion.objects.create(
            call=call,
            position=position,
            kind=FormQuestion.Kind.TEXT,
            prompt=Translated({code: rules.sentence(text) for code, text in asks.items()}),
            most=question_rules.TEXT_LENGTH // 2,
            required=True,
        )
    note("call made", call, by=by, at=at)
    return call


@transaction.atomic
def set_call(*, call: Call, settings: CallSettings, by: Actor, at: datetime) -> bool:
    """Set how a call goes; whether anything differed. A deadline that moves is noted as such.

    Raises CallNotSound.
    """
    call = _locked(call)
    _check(settings)
    changes = {
        **settings.__dict__,
        "languages": list(settings.languages),
        "commitments": [dict(one) for one in settings.commitments],
    }
    was = call.closes_at
    if not _keep(call, changes):
        return False
    note("call changed", call, by=by, at=at)
    if was != call.closes_at:
        _note_deadline(call, was=was, by=by, at=at)
    return True


@transaction.atomic
def publish_call(*, call: Call, by: Actor, at: datetime) -> None:
    """Let people see the form, and hand it in once it is open. Raises CallNotReady."""
    call = _locked(call)
    if call.published_at is not None:
        return
    stopping = [one for one in call_checks.checks(call, at=at) if one.stops]
    if stopping:
        raise CallNotReady(stopping[0].title)
    _keep(call, {"published_at": at})
    note("call published", call, by=by, at=at)
    _tell_programme(call, by=by, at=at)


@transaction.atomic
def hide_call(*, call: Call, by: Actor, at: datetime) -> None:
    """Take the form down. What was begun or handed in stays; nobody begins anything new."""
    call = _locked(call)
    if _keep(call, {"published_at": None}):
        note("call hidden", call, by=by, at=at)


@transaction.atomic
def close_call(*, call: Call, by: Actor, at: datetime) -> None:
    """Take no further applications from now on, whatever the deadline was. Drafts stay as they are.

    Raises CallNotSound when it is closed already.
    """
    call = _locked(call)
    was = call.closes_at
    if was is not None and was <= at:
        raise CallNotSound(_("It is closed already."))
    # The second of a deadline itself still counts, so that it was the one before.
    now = at.replace(microsecond=0) - timedelta(seconds=1)
    _keep(call, {"closes_at": now, "grace_minutes": 0})
    _note_deadline(call, was=was, by=by, at=at)


@transaction.atomic
def prolong_call(*, call: Call, until: datetime, by: Actor, at: datetime) -> None:
    """Take applications for longer; open again what was closed. Raises CallNotSound."""
    call = _locked(call)
    if until <= at:
        raise CallNotSound(_("That is over already: choose a later day."))
    was = call.closes_at
    if was is not None and until <= was:
        raise CallNotSound(_("That is no later than the deadline there is."))
    if call.programme.starts_on and until.date() >= call.programme.starts_on:
        raise CallNotSound(_("The course has begun by then: choose an earlier day."))
    _keep(call, {"closes_at": until})
    _note_deadline(call, was=was, by=by, at=at)


def _note_deadline(call: Call, *, was: datetime | None, by: Actor, at: datetime) -> None:
    moments = {"was": was, "now": call.closes_at}
    facts = {name: one.isoformat() if one else "" for name, one in moments.items()}
    note("deadline moved", call, by=by, at=at, facts=facts)
    if call.published_at is not None:
        _tell_programme(call, by=by, at=at)


def _tell_programme(call: Call, *, by: Actor, at: datetime) -> None:
    """What public pages say as the last day is the day of the deadline, by the call's clock."""
    closes_at = call.closes_at
    last = closes_at.astimezone(ZoneInfo(call.time_zone)).date() if closes_at else None
    edit_programme(programme=call.programme, changes={"apply_by": last}, by=by, at=at)


def _check(settings: CallSettings) -> None:
    if not (settings.alone or settings.pairs or settings.groups):
        raise CallNotSound(_("Say who may apply: one person, two together, or a group."))
    if not settings.languages:
        raise CallNotSound(_("Choose at least one language for the form."))
    opens, closes = settings.opens_at, settings.closes_at
    if opens is not None and closes is not None and opens >= closes:
        raise CallNotSound(_("It would close before it opens."))


def _keep(call: Call, changes: Mapping[str, Any]) -> bool:
    differing = {name: one for name, one in changes.items() if getattr(call, name) != one}
    if not differing:
        return False
    for name, value in differing.items():
        setattr(call, name, value)
    call.save(update_fields=list(differing))
    pages_changed()
    return True


def _locked(call: Call) -> Call:
    """The call as it is now, until the transaction ends, with its programme."""
    return Call.objects.select_related("programme").select_for_update(of=("self",)).get(pk=call.pk)
