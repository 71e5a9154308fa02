"""Answering, taking back, taking over from another course, confirming."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.handbook.models import ChapterAnswer, FormerAnswer
from commonroot.handbook.queries.answers import answer_to, question_of
from commonroot.handbook.rules import answers as rules
from commonroot.programmes.models import Programme


class NothingToTakeOver(Refused):
    """The other course answered nothing that is still open here."""


class ChangedMeanwhile(Refused):
    """The answer is not the one that was read."""


@dataclass(frozen=True)
class Written:
    """What came of writing; `met`: the words were not read before, so theirs stand and these are
    kept beside them.
    """

    answer: ChapterAnswer | None
    met: bool = False


@transaction.atomic
def write(
    *,
    programme: Programme,
    question: str,
    text: str,
    seen: str,
    beside: str = "",
    language: str,
    by: Actor,
    at: datetime,
) -> Written:
    """Let `text` be what the course answers. What stood there is kept and can be taken back.

    `seen` is the stamp of the answer that was on the page. Where somebody changed it since, nothing
    is overwritten: the words are kept among the former ones until somebody chooses, and the caller
    shows both. `beside`: the words that met what stands, where that is what was chosen about.
    """
    text, who = text.strip()[: rules.LONGEST], f"{by.kind}:{by.key}"
    # Two who write the first answer at once wait here for one another.
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    answer = answer_to(programme, question)
    if answer is None:
        if not text:
            return Written(None)
        made = ChapterAnswer.objects.create(
            programme=programme, question=question, text=text, language=language,
            confirmed_at=at, by=who, changed_at=at,
        )  # fmt: skip
        return Written(made)
    if rules.meets(
        stands=answer.text, typed=text, stamp_now=rules.stamp(answer.changed_at), seen=seen
    ):
        _keep_beside(answer, text=text, who=who, at=at)
        return Written(answer, met=True)
    if text == answer.text:
        _settle(answer, beside=beside)
        return Written(answer)
    if answer.text:
        FormerAnswer.objects.create(answer=answer, text=answer.text, by=answer.by, at=at)
    answer.text, answer.language, answer.by = text, language, who
    answer.changed_at = answer.confirmed_at = at
    answer.save(update_fields=["text", "language", "by", "changed_at", "confirmed_at"])
    _settle(answer, beside=beside)
    return Written(answer)


def _keep_beside(answer: ChapterAnswer, *, text: str, who: str, at: datetime) -> None:
    """Keep words that met others until somebody chooses; the same words once."""
    kept = FormerAnswer.objects.filter(answer=answer, by=who).order_by("-pk").first()
    if kept is None or kept.text != text:
        kept = FormerAnswer(answer=answer, text=text, by=who, at=at)
    kept.waits = bool(text)
    if text:
        kept.save()


def _settle(answer: ChapterAnswer, *, beside: str) -> None:
    """Nothing waits any more of what was chosen about, nor of words that stand by now."""
    for row in FormerAnswer.objects.filter(answer=answer, waits=True):
        if row.text == beside.strip() or row.text in answer.text:
            row.waits = False
            row.save(update_fields=["waits"])


@transaction.atomic
def take_over(*, programme: Programme, source: Programme, by: Actor, at: datetime) -> int:
    """Bring along what another course answers to questions that are open here; how many.

    Each is marked with its course until somebody confirms or changes it. What the other course
    itself never confirmed stays there. Raises NothingToTakeOver.
    """
    rows = ChapterAnswer.objects.filter(programme=source).exclude(confirmed_at=None)
    here = {one.question: one for one in ChapterAnswer.objects.filter(programme=programme)}
    brought = 0
    for row in rows.exclude(text="").order_by("pk"):
        stands = here.get(row.question)
        if question_of(row.question) is None or (stands is not None and stands.text):
            continue
        ChapterAnswer.objects.update_or_create(
            programme=programme,
            question=row.question,
            defaults={
                "text": row.text,
                "language": row.language,
                "copied_from": source,
                "confirmed_at": None,
                "by": row.by,
                "changed_at": at,
            },
        )
        brought += 1
    if not brought:
        raise NothingToTakeOver(
            _("That course answered nothing that is still open here. Nothing was changed.")
        )
    note(
        "answers taken over", programme, by=by, at=at,
        facts={"from": source.key, "answers": brought},
    )  # fmt: skip
    return brought


@transaction.atomic
def confirm(*, programme: Programme, seen: Mapping[str, str], by: Actor, at: datetime) -> int:
    """Say that answers of another course hold here too: `{question: stamp}` as they were read.

    How many were confirmed. Raises ChangedMeanwhile where one of them has other words by now.
    """
    rows = ChapterAnswer.objects.select_for_update(of=("self",)).filter(
        programme=programme, question__in=seen, confirmed_at=None
    )
    found = [row for row in rows.order_by("pk") if row.text]
    if any(rules.stamp(row.changed_at) != seen[row.question] for row in found):
        raise ChangedMeanwhile(
            _("Somebody changed an answer meanwhile. Nothing was confirmed: read it once more.")
        )
    for row in found:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
    if found:
        note("answers confirmed", programme, by=by, at=at, facts={"answers": len(found)})
    return len(found)
