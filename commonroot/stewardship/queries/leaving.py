"""People whom nothing keeps here any more: who goes with the next run of retention, and why."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from commonroot.accounts.models import AuditEntry
from commonroot.consent.queries.bases import has_another_basis, left_without, without_a_basis
from commonroot.engagement.models import Participation
from commonroot.intake.models import Asked
from commonroot.people.models import Person
from commonroot.programmes.models import Presenter
from commonroot.registration.models import Registration
from commonroot.stewardship.queries.retention import clock_jumped_from

# Between the end of the last reason and the end of the person: time to notice a mistake.
GRACE = timedelta(days=14)
# As long as the places of a course are kept.
COURSE_KEPT = timedelta(days=730)
# By how much the clock may be behind what is written down already, and still be believed.
SLACK = timedelta(hours=1)
SILENT, NOTHING_LEFT = "did not answer", "nothing keeps them"


def leaving(*, at: datetime) -> dict[str, QuerySet[Person]]:
    """Who goes now, by reason: asked and silent (or never reached), or kept by nothing for a while.

    Nobody goes while a place, a course of the last two years or a session they presented is kept.
    """
    ended = Asked.objects.filter(
        person=OuterRef("pk"), state__in=(Asked.State.SILENT, Asked.State.LET_GO)
    )
    people = Person.objects.filter(Exists(ended), frozen_at=None)
    silent = _not_in_records(without_a_basis(people, at=at), at=at)
    without = left_without(Person.objects.all(), at=at, since=at - GRACE).exclude(Exists(ended))
    return {SILENT: silent, NOTHING_LEFT: _not_in_records(without, at=at)}


def _not_in_records(people: QuerySet[Person], *, at: datetime) -> QuerySet[Person]:
    """Those of `people` whom no record needs: it is let go of on its own date, they after it."""
    of_them = {"person": OuterRef("pk")}
    return (
        people.exclude(Exists(Registration.objects.filter(**of_them)))
        .exclude(Exists(Presenter.objects.filter(**of_them)))
        .exclude(Exists(Participation.objects.filter(recorded_at__gt=at - COURSE_KEPT, **of_them)))
    )


def clock_is_behind(*, at: datetime) -> bool:
    """Whether something was written down at a later moment than `at`.

    Then the clock is wrong, or a story is being told from its beginning: nobody is let go of.
    """
    return AuditEntry.objects.filter(at__gt=at + SLACK).exists()


def clock_is_doubtful(*, at: datetime) -> bool:
    """Whether the clock is behind, or so far ahead that somebody has to confirm it first."""
    return clock_is_behind(at=at) or clock_jumped_from(at=at) is not None


def somebody_leaves(*, at: datetime) -> bool:
    """Whether anybody goes with the next run."""
    if clock_is_doubtful(at=at):
        return False
    return any(people.exists() for people in leaving(at=at).values())


def is_here_for_more(person: Person, *, at: datetime) -> bool:
    """Whether somebody from an old list is here for other reasons too, which go with them."""
    one = Person.objects.filter(pk=person.pk)
    return has_another_basis(person, at=at) or not _not_in_records(one, at=at).exists()
