"""The panel of a call: who reads, by what rubric, when, and which applications each is given."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.admissions.emails import reading as letters
from commonroot.admissions.models import (
    Application,
    Call,
    Criterion,
    Review,
    Reviewer,
    ReviewPhase,
    Score,
)
from commonroot.admissions.queries import panel, reading, scores
from commonroot.admissions.rules import phases as rules
from commonroot.admissions.rules.giving_out import give_out as shared_out
from commonroot.admissions.rules.rubrics import READY_MADE
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated


class RubricInUse(Refused):
    """Points were given by it: what they mean cannot change any more."""


class PhaseRuns(Refused):
    """Readers go by it, or went by it."""


class PhasesOverlap(Refused):
    """Another phase runs at that time."""


class NothingToGiveOut(Refused):
    """Everybody reads all, or there is nobody to give anything to."""


@transaction.atomic
def add_reader(*, call: Call, account: Account, by: Actor, at: datetime) -> Reviewer:
    """Put somebody on the panel; who left it comes back with what they said."""
    reader, is_new = Reviewer.objects.get_or_create(
        call=call, account=account, defaults={"since": at}
    )
    if is_new or reader.ended_at is not None:
        reader.ended_at = None
        reader.save(update_fields=["ended_at"])
        note("reader added", call, by=by, at=at)
    return reader


@transaction.atomic
def end_reader(*, reviewer: Reviewer, by: Actor, at: datetime) -> int:
    """Take somebody off the panel; what they gave stays, what they had left is free: how many."""
    if reviewer.ended_at is not None:
        return 0
    reviewer.ended_at = at
    reviewer.save(update_fields=["ended_at"])
    unread = Review.objects.filter(reviewer=reviewer, given_at=None)
    freed = unread.count()
    unread.delete()
    note("reader ended", reviewer.call, by=by, at=at, facts={"free": freed})
    return freed


@transaction.atomic
def take_ready_made(*, call: Call, by: Actor, at: datetime) -> int:
    """Begin with the ready-made rubric where there is none; how many lines it brought."""
    if Criterion.objects.filter(call=call).exists():
        return 0
    languages = set(call.languages) or {"en"}
    for position, line in enumerate(READY_MADE, 1):
        Criterion.objects.create(
            call=call,
            position=position,
            title=_said_in(line.title, languages),
            words=_said_in(line.words, languages),
            most=line.most,
            weight=line.weight,
        )
    note("rubric changed", call, by=by, at=at)
    return len(READY_MADE)


def _said_in(texts: Mapping[str, str], languages: set[str]) -> Translated:
    chosen = {code: text for code, text in texts.items() if code in languages}
    return Translated(chosen or {"en": texts["en"]})


@transaction.atomic
def set_criterion(
    *,
    call: Call,
    criterion: Criterion | None,
    title: Mapping[str, str],
    words: Mapping[str, str],
    most: int,
    weight: int,
    by: Actor,
    at: datetime,
) -> Criterion:
    """Add a line to the rubric (`criterion` None) or say it anew. Raises RubricInUse when points
    were given and their scale would change; words and weight may.
    """
    if criterion is None:
        last = Criterion.objects.filter(call=call).aggregate(last=Max("position"))["last"] or 0
        criterion = Criterion(call=call, position=last + 1)
    elif criterion.most != most and Score.objects.filter(criterion=criterion).exists():
        raise RubricInUse(
            _("Points were given by this line already: the most points stay. Add a line instead.")
        )
    criterion.title, criterion.words = Translated(title), Translated(words)
    criterion.most, criterion.weight = most, weight
    criterion.save()
    note("rubric changed", call, by=by, at=at)
    return criterion


@transaction.atomic
def remove_criterion(*, criterion: Criterion, by: Actor, at: datetime) -> None:
    """Take a line off the rubric. Raises RubricInUse when points were given by it."""
    if Score.objects.filter(criterion=criterion).exists():
        raise RubricInUse(
            _("Points were given by it already. Give it the weight 0: then it counts nothing.")
        )
    call = criterion.call
    criterion.delete()
    note("rubric changed", call, by=by, at=at)


@transaction.atomic
def set_phase(
    *, call: Call, phase: ReviewPhase | None, said: Mapping[str, Any], by: Actor, at: datetime
) -> ReviewPhase:
    """Add a phase (`phase` None) or change it; `said`: title, opens_at, closes_at, blind,
    shows_others, scores, each.

    Raises PhasesOverlap, and PhaseRuns when it has begun and what readers go by would change: only
    its title, its end and whether readers see the others afterwards may.
    """
    others = ReviewPhase.objects.filter(call=call)
    if phase is not None:
        others = others.exclude(pk=phase.pk)
        before = {name: getattr(phase, name) for name in rules.SETTLED}
        changed = rules.changed_halfway(before, dict(said), has_begun=phase.opens_at <= at)
        if changed:
            raise PhaseRuns(
                _(
                    "This phase has begun: its beginning, what stays hidden, points and readers"
                    " stay as they are, so that everybody reads alike. End it and add another."
                )
            )
    spans = others.values_list("opens_at", "closes_at")
    if rules.overlaps(opens_at=said["opens_at"], closes_at=said["closes_at"], others=spans):
        raise PhasesOverlap(_("Another phase runs at that time. Let one end before the other."))
    if phase is None:
        last = others.aggregate(last=Max("position"))["last"] or 0
        phase = ReviewPhase(call=call, position=last + 1)
    for name in ("title", "opens_at", "closes_at", "blind", "shows_others", "scores", "each"):
        setattr(phase, name, said[name])
    phase.save()
    note("phase of reading set", call, by=by, at=at)
    return phase


@transaction.atomic
def remove_phase(*, phase: ReviewPhase, by: Actor, at: datetime) -> None:
    """Take a phase away that has not begun. Raises PhaseRuns."""
    if phase.opens_at <= at:
        raise PhaseRuns(_("This phase has begun. It stays, so that it can be seen who read how."))
    call = phase.call
    phase.delete()
    note("phase of reading set", call, by=by, at=at)


@dataclass(frozen=True)
class Shared:
    """What giving out did: pairs made, and applications that found fewer readers than wanted."""

    given: int
    short: int


@transaction.atomic
def give_out(*, call: Call, by: Actor, at: datetime) -> Shared:
    """Give every application that is handed in its readers, evenly and never in conflict; again
    for those whose readers left. What somebody has stays; who was given something is told at once
    where reading is open, else by the letters before its end. Raises NothingToGiveOut.
    """
    each = scores.readers_wanted(call)
    if each == 0:
        raise NothingToGiveOut(
            _("Everybody on the panel reads every application. Say in a phase how many read each.")
        )
    readers = list(panel.readers(call))
    there = allowed(
        Application.objects.filter(call=call).exclude(state__in=reading.NOT_READ),
        "person",
        purpose=Purpose.THIS_PROGRAMME,
        audience=reading.organisers_of(call),
        at=at,
    )
    applications = list(there.order_by("number", "pk").values_list("pk", flat=True))
    if not readers or not applications:
        raise NothingToGiveOut(_("There is nobody on the panel, or nothing to read yet."))
    held: dict[int, list[int]] = defaultdict(list)
    for application, reviewer in Review.objects.filter(application__in=applications).values_list(
        "application", "reviewer"
    ):
        held[application].append(reviewer)
    pairs = shared_out(
        applications,
        [one.pk for one in readers],
        each=each,
        never=reading.conflicted_readers(there, readers),
        held=held,
    )
    phase = panel.phase_now(call, at=at)
    Review.objects.bulk_create(
        Review(application_id=application, reviewer_id=reviewer, phase=phase, saved_at=at)
        for application, reviewer in pairs
    )
    now = {one.pk for one in readers}
    have = {one: len(now & set(held[one])) for one in applications}
    for application, _reviewer in pairs:
        have[application] += 1
    short = sum(number < each for number in have.values())
    note("applications given out", call, by=by, at=at, facts={"pairs": len(pairs)})
    theirs = {reviewer for _application, reviewer in pairs}
    _write_what_is_left(call, [one for one in readers if one.pk in theirs], at=at)
    return Shared(given=len(pairs), short=short)


@transaction.atomic
def remind_readers(*, call: Call, by: Actor, at: datetime) -> int:
    """Write to every reader with work left what they have, and until when; nobody twice a day.

    How many letters; none while nobody may read.
    """
    sent = _write_what_is_left(call, panel.readers(call), at=at)
    if sent:
        note("readers reminded", call, by=by, at=at, facts={"letters": sent})
    return sent


def _write_what_is_left(call: Call, readers: Iterable[Reviewer], *, at: datetime) -> int:
    phase = panel.phase_now(call, at=at)
    if phase is None:
        return 0
    sent = 0
    for reader in readers:
        left = panel.left(reader, at=at)
        if not left.left or not rules.may_nag(nagged_at=reader.nagged_at, at=at):
            continue
        if letters.post_left(reader, left=left, until=phase.closes_at, at=at) is None:
            continue
        reader.nagged_at = at
        reader.save(update_fields=["nagged_at"])
        sent += 1
    return sent
