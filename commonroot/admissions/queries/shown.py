"""What the panel may see of an application: never how to reach anybody, never money; while it reads
blind neither names nor what tells who wrote it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from commonroot.admissions.models import (
    Applicant,
    Application,
    ApplicationAnswer,
    FormQuestion,
    Review,
    ReviewPhase,
    Score,
)
from commonroot.admissions.queries.answers import Said, answers_of
from commonroot.people.models import EarlierCourse
from commonroot.programmes.queries import told_in
from commonroot.registration.models import Registration

Kind = FormQuestion.Kind
# Whether somebody needs help with money never weighs on points, whatever a form says of it.
MONEY = frozenset(
    {
        FormQuestion.Meaning.TRAVEL,
        FormQuestion.Meaning.STAY,
        FormQuestion.Meaning.CIRCUMSTANCES,
    }
)


@dataclass(frozen=True)
class Told:
    """One answer as a reader sees it. `hidden`: it tells who wrote it and is not covered yet.

    `file`: the answer to fetch the file by; `quotes`: what referees say.
    """

    question: FormQuestion
    prompt: str
    words: str
    applicant: Applicant | None = None
    covered: bool = False
    hidden: bool = False
    markable: bool = False
    file: ApplicationAnswer | None = None
    quotes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """Answers of one of those who apply; `called` is empty for whoever writes or all together."""

    called: str
    answers: list[Told]


def parts(application: Application, *, blind: bool) -> list[Part]:
    """Everything the panel reads of an application: what was said for all, then each one's own."""
    found = [Part("", _told(application, None, blind=blind))]
    members = application.applicants.exclude(state=Applicant.State.DECLINED).order_by("pk")
    for number, member in enumerate(members, 2):
        called = _("Person %(number)s") % {"number": number} if blind else member.name
        found.append(Part(called, _told(application, member, blind=blind)))
    return [part for part in found if part.answers]


def _told(application: Application, member: Applicant | None, *, blind: bool) -> list[Told]:
    rows = answers_of(application, for_panel=True, blind=blind, applicant=member)
    return [_one(row, member, blind=blind) for row in rows if row.question.meaning not in MONEY]


def _one(row: Said, member: Applicant | None, *, blind: bool) -> Told:
    question, answer = row.question, row.answer
    covers = blind and answer is not None and answer.identifies
    if question.kind == Kind.REFEREE:
        names = _people(len(row.referees)) if blind else row.words
        quotes = [one.words for one in row.referees if one.words]
        return Told(question, row.prompt, names, member, quotes=quotes)
    if covers and answer is not None:
        return Told(
            question,
            row.prompt,
            answer.covered,
            member,
            covered=bool(answer.covered),
            hidden=not answer.covered,
        )
    if question.kind == Kind.FILE:
        words = _("a file") if blind else row.words
        return Told(question, row.prompt, words, member, file=answer, markable=blind)
    markable = blind and question.kind in {Kind.LINE, Kind.TEXT}
    return Told(question, row.prompt, row.words, member, markable=markable)


def _people(number: int) -> str:
    return _("People who speak for them: %(number)s") % {"number": number}


def answer_shown(
    application: Application, *, question: str, applicant: str, blind: bool
) -> ApplicationAnswer | None:
    """The answer of those keys, if a reader may see it now; None else."""
    there = ApplicationAnswer.objects.filter(
        application=application, question__key=question
    ).select_related("question", "file", "application__call")
    answer = (
        there.filter(applicant__key=applicant) if applicant else there.filter(applicant=None)
    ).first()
    if answer is None or answer.question.meaning in MONEY:
        return None
    panel = answer.question.panel
    if panel == FormQuestion.Panel.NEVER or (blind and panel == FormQuestion.Panel.BLIND):
        return None
    return None if blind and answer.identifies else answer


def courses_before(application: Application) -> list[str]:
    """Courses in which whoever writes took part before: told in phases that are not blind."""
    here = Registration.objects.filter(
        person=application.person_id, state=Registration.State.ATTENDED
    ).select_related("session__programme")
    titles = [told_in(row.session.programme.title, row.session.programme)[0] for row in here]
    before = EarlierCourse.objects.filter(person=application.person_id).order_by("year", "pk")
    earlier = [f"{row.title} ({row.year})" if row.year else row.title for row in before]
    return list(dict.fromkeys([*titles, *earlier]))


@dataclass(frozen=True)
class Another:
    """What somebody else of the panel found."""

    who: str
    words: str
    feedback: str
    points: list[tuple[str, int, int]]


def reviews_of(application: Application, *, without: int | None = None) -> list[Another]:
    """Given reviews of an application with their points, the first given first; without those of
    one reader.
    """
    given = (
        Review.objects.filter(application=application, given_at__isnull=False)
        .exclude(reviewer=without)
        .select_related("reviewer__account")
        .order_by("given_at", "pk")
    )
    rows = list(given)
    points: dict[int, list[tuple[str, int, int]]] = {row.pk: [] for row in rows}
    for score in _scores(rows):
        line = score.criterion
        points[score.review_id].append((str(line.title), score.points, line.most))
    return [
        Another(row.reviewer.account.shown_name, row.words, row.feedback, points[row.pk])
        for row in rows
    ]


def _scores(reviews: Iterable[Review]) -> Iterable[Score]:
    return (
        Score.objects.filter(review__in=[row.pk for row in reviews])
        .select_related("criterion")
        .order_by("criterion__position")
    )


def others(
    application: Application, *, mine: Review | None, phase: ReviewPhase | None
) -> list[Another]:
    """What the others found, once a reader gave their own and the phase says so; else nothing."""
    if phase is None or not phase.shows_others or mine is None or mine.given_at is None:
        return []
    return reviews_of(application, without=mine.reviewer_id)
