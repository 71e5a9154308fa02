"""What readers do: keep and give what they found, say that they must not read one, mark a text that
tells who wrote it; and organisers' notes where there is no panel.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.models import (
    Application,
    ApplicationAnswer,
    Call,
    Conflict,
    Criterion,
    Review,
    Reviewer,
    Score,
)
from commonroot.admissions.queries import panel
from commonroot.core.errors import Refused


class NothingIsRead(Refused):
    """No phase of reading runs."""


class PointsNotSettled(Refused):
    """Points are missing or outside their scale."""


class NotTheirs(Refused):
    """The application is not among what this reader reads."""


@transaction.atomic
def keep_review(
    *,
    reviewer: Reviewer,
    application: Application,
    words: str,
    feedback: str,
    points: Mapping[str, int],
    give: bool,
    by: Actor,
    at: datetime,
) -> Review:
    """Keep what a reader found so far; with `give` it counts, and every line needs its points.

    `points` by the key of the line. What was given before stays given, and may be changed while a
    phase runs. Raises NothingIsRead, NotTheirs, PointsNotSettled: nothing is changed then.
    """
    call = reviewer.call
    phase = panel.phase_now(call, at=at)
    if phase is None:
        raise NothingIsRead(_("Reading is closed. What you wrote stands below, but was not kept."))
    if not panel.to_read(reviewer, at=at).filter(pk=application.pk).exists():
        raise NotTheirs(_("This application is not among those that you read."))
    rubric = {one.key: one for one in panel.rubric(call)} if phase.scores else {}
    outside = [
        key for key, given in points.items() if key in rubric and not _fits(rubric[key], given)
    ]
    if outside:
        raise PointsNotSettled(_("Points go from 0 to the most of their line."))
    if give and rubric.keys() - points.keys():
        raise PointsNotSettled(
            _("Some lines have no points yet. What you gave is kept below: choose the others.")
        )
    review, _is_new = Review.objects.get_or_create(
        application=application, reviewer=reviewer, defaults={"saved_at": at}
    )
    is_first = give and review.given_at is None
    review.words, review.feedback = words.strip(), feedback.strip()
    review.phase, review.saved_at = phase, at
    if is_first:
        review.given_at = at
    review.save()
    for key, given in points.items():
        if key in rubric:
            Score.objects.update_or_create(
                review=review, criterion=rubric[key], defaults={"points": given}
            )
    if is_first:
        note("application read by the panel", call, by=by, at=at)
    return review


def _fits(line: Criterion, given: int) -> bool:
    return 0 <= given <= line.most


@transaction.atomic
def say_conflict(
    *, reviewer: Reviewer, application: Application, words: str, by: Actor, at: datetime
) -> None:
    """A reader knows who applied or must not read it: it leaves their list, with what they wrote of
    it. Saying so twice changes nothing.
    """
    _said, is_new = Conflict.objects.get_or_create(
        application=application,
        reviewer=reviewer,
        defaults={"words": words.strip(), "said_at": at},
    )
    Review.objects.filter(application=application, reviewer=reviewer).delete()
    if is_new:
        note("reader stood back", reviewer.call, by=by, at=at)


@transaction.atomic
def mark_telling(*, answer: ApplicationAnswer, by: Actor, at: datetime) -> None:
    """A reader says that a text tells who wrote it: no reader sees it before it is covered."""
    if not answer.identifies:
        answer.identifies = True
        answer.save(update_fields=["identifies"])
        note("answer marked as telling", answer.application.call, by=by, at=at)


@transaction.atomic
def cover(*, answer: ApplicationAnswer, words: str, by: Actor, at: datetime) -> None:
    """What the panel reads instead of a text that tells who wrote it; the text itself stays."""
    answer.identifies, answer.covered = True, words.strip()
    answer.save(update_fields=["identifies", "covered"])
    note("answer covered", answer.application.call, by=by, at=at)


@transaction.atomic
def uncover(*, answer: ApplicationAnswer, by: Actor, at: datetime) -> None:
    """It tells nobody who wrote it after all: the panel reads it as it is."""
    answer.identifies, answer.covered = False, ""
    answer.save(update_fields=["identifies", "covered"])
    note("answer uncovered", answer.application.call, by=by, at=at)


@transaction.atomic
def note_down(
    *, call: Call, application: Application, words: str, feedback: str, by: Actor, at: datetime
) -> Review | None:
    """An organiser's own note where a list with two notes is enough; empty: their note goes.

    None when nothing is left. Raises NotTheirs for whoever does not sign in.
    """
    if by.account_id is None:
        raise NotTheirs(_("Only whoever signs in writes a note."))
    reader, _is_new = Reviewer.objects.get_or_create(
        call=call, account_id=by.account_id, defaults={"since": at}
    )
    if not words.strip() and not feedback.strip():
        Review.objects.filter(application=application, reviewer=reader).delete()
        return None
    review, _is_new = Review.objects.update_or_create(
        application=application,
        reviewer=reader,
        defaults={
            "words": words.strip(),
            "feedback": feedback.strip(),
            "saved_at": at,
            "given_at": at,
        },
    )
    note("note on an application written", call, by=by, at=at)
    return review
