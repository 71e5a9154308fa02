"""What whoever applies sees of their own application, and what falls due with it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonroot.admissions.models import (
    Applicant,
    Application,
    Call,
    FormQuestion,
    Referee,
)
from commonroot.admissions.queries.answers import values_of
from commonroot.admissions.queries.calls import asked, questions_of
from commonroot.admissions.queries.told import told_state
from commonroot.admissions.rules import deadlines
from commonroot.admissions.rules.answers import is_empty
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.core.keys import token_hash
from commonroot.core.time import zone_or, zone_words
from commonroot.messaging.models import Letter
from commonroot.people.models import Person
from commonroot.programmes.models import Programme

Kind = FormQuestion.Kind
State = Application.State
UNREACHED = (Letter.State.BOUNCED,)
REFEREE_ONCE = "referee:"  # what the cause of the letter to a referee begins with
WHOLE = "call__programme__run_by"


@dataclass(frozen=True)
class Part:
    """A stretch of the form under one heading: its questions that are asked, and how far it is.

    `rows` are all of them, those among them that are asked only after another answer.
    """

    number: int
    title: str
    words: str
    rows: tuple[FormQuestion, ...]
    questions: tuple[FormQuestion, ...]
    answered: int
    needed: tuple[FormQuestion, ...]

    @property
    def of(self) -> int:
        """How many questions it asks."""
        return len(self.questions)

    @property
    def is_done(self) -> bool:
        """Whether nothing that is needed is missing, and something was answered."""
        return not self.needed and bool(self.answered or not self.of)


@dataclass(frozen=True)
class Progress:
    """How far a form is: its parts, how many of the questions are answered, which are needed."""

    parts: tuple[Part, ...]

    @property
    def answered(self) -> int:
        """Questions with an answer."""
        return sum(part.answered for part in self.parts)

    @property
    def of(self) -> int:
        """Questions asked."""
        return sum(part.of for part in self.parts)

    @property
    def needed(self) -> tuple[FormQuestion, ...]:
        """Questions that must be answered and are not."""
        return tuple(question for part in self.parts for question in part.needed)

    def part_of(self, question: FormQuestion) -> int:
        """The number of the part in which a question stands."""
        return next(part.number for part in self.parts if question in part.questions)


def organisers_of(call: Call) -> Audience:
    """Before whom the details of applicants stand: those who run the programme."""
    return Audience(AudienceKind.PROGRAMME, call.programme.key)


def own_application(key: str) -> Application | None:
    """The application with that key, in any state, with its call, programme and who wrote it."""
    return Application.objects.filter(key=key).select_related(WHOLE, "person").first()


def applicant(key: str) -> Applicant | None:
    """One of the others of a pair or group, with the application they were named in."""
    return (
        Applicant.objects.filter(key=key)
        .select_related(f"application__{WHOLE}", "application__person", "person")
        .first()
    )


def referee(token: str) -> Referee | None:
    """Whoever was asked to speak for somebody, by the token of their letter."""
    found = Referee.objects.filter(token_hash=token_hash(token))
    return found.select_related(f"application__{WHOLE}", "application__person", "question").first()


def public_call(programme_key: str, *, at: datetime) -> Call | None:
    """The published call of a public programme."""
    return (
        Call.objects.filter(programme__key=programme_key, published_at__lte=at)
        .filter(programme__published_at__lte=at)
        .select_related("programme__run_by")
        .first()
    )


def applications_of(person: Person) -> QuerySet[Application]:
    """Applications that somebody wrote, newest first, with their programmes."""
    return (
        Application.objects.filter(person=person)
        .select_related("call__programme", "person")
        .order_by("-begun_at", "-pk")
    )


def joined_by(person: Person) -> QuerySet[Applicant]:
    """In which applications of others somebody was named, newest first."""
    return (
        Applicant.objects.filter(person=person)
        .select_related("application__call__programme", "application__person")
        .order_by("-asked_at", "-pk")
    )


def window_of(application: Application, *, at: datetime) -> deadlines.Window:
    """Where `at` lies beside the deadline of an application."""
    call = application.call
    return deadlines.window(
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        grace_minutes=call.grace_minutes,
        begun_at=application.begun_at,
        at=at,
    )


def window_of_call(call: Call, *, at: datetime) -> deadlines.Window:
    """Where `at` lies beside the deadline of a call, for somebody who begins only now."""
    return deadlines.window(opens_at=call.opens_at, closes_at=call.closes_at, at=at)


def may_hand_in(application: Application, *, at: datetime) -> bool:
    """Whether the deadline, with its grace, is still ahead."""
    return window_of(application, at=at) in {deadlines.Window.OPEN, deadlines.Window.GRACE}


def may_change(application: Application, *, at: datetime) -> bool:
    """Whether what is kept can still be changed by whoever wrote it: a draft always, so that
    nothing typed is lost; what was handed in until the deadline.
    """
    if application.state == State.DRAFT:
        return True
    return told_state(application, at=at) == State.SUBMITTED and may_hand_in(application, at=at)


def questions_asked(
    application: Application, *, applicant: Applicant | None = None
) -> list[FormQuestion]:
    """The form's questions and headings as they are now, in order: all of them for whoever
    writes, for each of the others what everybody answers for themselves.
    """
    each = applicant is not None
    return questions_of(application.call, together=each, each=each)


def progress(
    application: Application,
    *,
    applicant: Applicant | None = None,
) -> Progress:
    """The parts of the form with what is answered and what is needed; three queries."""
    questions = questions_asked(application, applicant=applicant)
    values = values_of(application, applicant=applicant)
    there = _answered(application, values, applicant=applicant)
    shown = asked(questions, values)
    stretches: list[tuple[FormQuestion | None, list[FormQuestion]]] = [(None, [])]
    for question in questions:
        if question.kind == Kind.HEADING:
            stretches.append((question, []))
        else:
            stretches[-1][1].append(question)
    return Progress(
        tuple(
            _part(number, heading=heading, rows=rows, shown=shown, there=there)
            for number, (heading, rows) in enumerate(
                [(heading, rows) for heading, rows in stretches if rows], start=1
            )
        )
    )


def _part(
    number: int,
    *,
    heading: FormQuestion | None,
    rows: Sequence[FormQuestion],
    shown: frozenset[str],
    there: frozenset[str],
) -> Part:
    questions = tuple(row for row in rows if row.key in shown)
    return Part(
        number=number,
        title=str(heading.prompt) if heading else _("To begin with"),
        words=str(heading.explanation) if heading else "",
        rows=tuple(rows),
        questions=questions,
        answered=sum(row.key in there for row in questions),
        needed=tuple(row for row in questions if row.required and row.key not in there),
    )


def _answered(
    application: Application, values: Mapping[str, Any], *, applicant: Applicant | None
) -> frozenset[str]:
    there = {key for key, value in values.items() if not is_empty(value)}
    files = application.answers.filter(applicant=applicant, file__isnull=False)
    there.update(files.values_list("question__key", flat=True))
    if applicant is None:
        named = Counter(application.referees.values_list("question__key", "question__most"))
        there.update(key for (key, most), count in named.items() if count >= (most or 1))
    return frozenset(there)


def unconfirmed(application: Application) -> QuerySet[Applicant]:
    """The others who have not said yes or no yet."""
    return application.applicants.filter(state=Applicant.State.ASKED).order_by("pk")


def moment_words(moment: datetime, *, zone: str, at: datetime) -> str:
    """A moment to the second in a stated zone: "Sun 15 November, 23:59:59 (Nairobi, UTC+3)"."""
    local = moment.astimezone(ZoneInfo(zone_or(zone, "UTC")))
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    same_year = local.year == at.astimezone(local.tzinfo).year
    day = str(date_format(local.date(), "D j F" if same_year else "D j F Y"))
    told = zone_words(zone_or(zone, "UTC"), moment, language=get_language() or "en")
    return f"{day}{_(',')} {clock} ({told})"


def deadline_words(call: Call, *, at: datetime) -> str:
    """The deadline in the zone in which it is told; "" without one."""
    if call.closes_at is None:
        return ""
    return moment_words(call.closes_at, zone=call.time_zone, at=at)


def title_of(programme: Programme, language: str) -> str:
    """A programme's title for a letter in `language`."""
    title: str = programme.title.chosen([language, *programme.languages])[0]
    return title


def drafts_to_remind(*, at: datetime) -> QuerySet[Application]:
    """Drafts whose deadline is within two days, begun at least half a day ago, not reminded yet."""
    return Application.objects.filter(
        state=State.DRAFT,
        received=Application.Received.FORM,
        reminded_at=None,
        begun_at__lte=at - timedelta(hours=12),
        call__closes_at__gt=at,
        call__closes_at__lte=at + deadlines.REMINDED_BEFORE,
        call__published_at__isnull=False,
    )


def drafts_to_let_go(*, at: datetime) -> QuerySet[Application]:
    """Drafts that were never handed in, some weeks after the deadline and the last change."""
    over, old = at - deadlines.LET_GO_AFTER, at - deadlines.FORGOTTEN_AFTER
    return Application.objects.filter(state=State.DRAFT).filter(
        Q(call__closes_at__lte=over, saved_at__lte=over)
        | Q(call__closes_at=None, saved_at__lte=old)
    )


def referees_to_ask_again(*, at: datetime) -> QuerySet[Referee]:
    """Referees who were asked some days ago, have not answered, and were not reminded."""
    return Referee.objects.filter(
        state=Referee.State.ASKED,
        asked_again_at=None,
        asked_at__lte=at - deadlines.REFEREE_AGAIN_AFTER,
        application__call__decided_at=None,
    ).exclude(application__state__in=(State.DRAFT, State.WITHDRAWN))


def referees_unreached(*, at: datetime) -> QuerySet[Referee]:
    """Referees whose letter came back, and of whom that was not said yet."""
    came_back = Letter.objects.filter(once=OuterRef("once"), state__in=UNREACHED)
    return (
        Referee.objects.filter(state=Referee.State.ASKED, asked_at__lte=at)
        .annotate(once=_once())
        .filter(Exists(came_back))
    )


def _once() -> Any:
    return Concat(Value(REFEREE_ONCE), F("key"), output_field=CharField())


def day_told(day: date, *, at: datetime) -> str:
    """ "Sun 15 November", with the year when it is not this one."""
    return str(date_format(day, "D j F" if day.year == at.year else "D j F Y"))


def in_zone(moment: datetime, zone: str) -> datetime:
    """A moment as a clock in a zone shows it."""
    return moment.astimezone(ZoneInfo(zone_or(zone, "UTC")))


def late_drafts(call: Call, *, at: datetime) -> QuerySet[Application]:
    """Drafts of a call whose deadline is over, of whom the gate shows to the organisers."""
    over = window_of_call(call, at=at) == deadlines.Window.OVER
    drafts = Application.objects.filter(call=call, state=State.DRAFT)
    drafts = drafts.filter(received=Application.Received.FORM)
    seen = allowed(
        drafts if over else drafts.none(),
        "person",
        purpose=Purpose.THIS_PROGRAMME,
        audience=organisers_of(call),
        at=at,
    )
    return seen.select_related("person", WHOLE).order_by("-saved_at", "-pk")
