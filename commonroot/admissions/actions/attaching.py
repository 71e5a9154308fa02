"""Files as answers of an application."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from commonroot.accounts.roles import Actor
from commonroot.admissions.actions.applying import Kept, locked, now_kept, refuse_late_changes
from commonroot.admissions.models import Applicant, Application, ApplicationAnswer, FormQuestion
from commonroot.files import actions as files


@transaction.atomic
def keep_file(
    *,
    application: Application,
    question: FormQuestion,
    content: BinaryIO,
    name: str,
    applicant: Applicant | None = None,
    by: Actor,
    at: datetime,
) -> Kept:
    """Keep a file as the answer to a question, in place of the one before. Raises
    files.NotTaken, CallClosed.
    """
    application = locked(application)
    refuse_late_changes(application, by=by, at=at)
    upload = files.keep(content=content, name=name, at=at)
    answer, _made = ApplicationAnswer.objects.get_or_create(
        application=application,
        applicant=applicant,
        question=question,
        defaults={"saved_at": at},
    )
    before, answer.file, answer.saved_at = answer.file, upload, at
    answer.save(update_fields=["file", "saved_at"])
    if before is not None:
        files.let_go(upload=before, at=at)
    return now_kept(application, revision=None, at=at)


@transaction.atomic
def drop_file(
    *,
    application: Application,
    question: FormQuestion,
    applicant: Applicant | None = None,
    by: Actor,
    at: datetime,
) -> Kept:
    """Take a file away again. Raises CallClosed."""
    application = locked(application)
    refuse_late_changes(application, by=by, at=at)
    for answer in ApplicationAnswer.objects.filter(
        application=application, applicant=applicant, question=question, file__isnull=False
    ).select_related("file"):
        upload = answer.file
        answer.delete()
        assert upload is not None  # the filter asks for one
        files.let_go(upload=upload, at=at)
    return now_kept(application, revision=None, at=at)
