"""Closing a course: its roll, promises, where people started, and the question about the
register.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.admissions.queries.choosing import backgrounds as said_when_applying
from commonroot.circles.models import Circle
from commonroot.consent import actions as consent
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.engagement import emails, queries
from commonroot.engagement.actions.course_words import open_closing
from commonroot.engagement.actions.follow_up import plan_waves
from commonroot.engagement.actions.letters import draft_letter
from commonroot.engagement.models import ClosingAsked, Participation, Promise
from commonroot.people.actions import answer_link
from commonroot.people.models import Person
from commonroot.people.queries import in_high_care, working_way
from commonroot.programmes.actions import close
from commonroot.programmes.models import Programme

Role = Participation.Role


class NotOverYet(Refused):
    """The course has sessions to come."""


class ClosedAlready(Refused):
    """Somebody closed the course before."""


@transaction.atomic
def close_programme(
    *, programme: Programme, by: Actor, at: datetime, backgrounds: Mapping[str, str] | None = None
) -> int:
    """Close a course: its people go on the roll, rounds of questions are planned, letters drafted.

    Participants get one letter that asks for a promise and where they were starting from.
    `backgrounds`: what was said before, {person key: background}, beside what people said when
    they applied. Returns how many people are on the roll. Raises NotOverYet and ClosedAlready.
    """
    ended = queries.ended_on(programme)
    if ended is None or ended >= at.date():
        raise NotOverYet(_("This course is not over yet. Close it the day after its last session."))
    if not close(programme=programme, by=by, at=at):
        raise ClosedAlready(_("This course was closed already. Nothing was changed."))
    known = {**said_when_applying(programme), **(backgrounds or {})}
    people = queries.came(programme)
    for one in people:
        background = known.get(one.person.key, Participation.Background.UNKNOWN)
        for role, holds in ((Role.PARTICIPANT, one.participates), (Role.PRESENTER, one.presents)):
            if holds:
                Participation.objects.get_or_create(
                    person=one.person,
                    programme=programme,
                    role=role,
                    defaults={"background": background, "came": one.came, "recorded_at": at},
                )
    open_closing(programme=programme, at=at)
    rolled = Participation.objects.filter(programme=programme, role=Role.PARTICIPANT)
    ClosingAsked.objects.bulk_create(
        ClosingAsked(participation=participation, asked_at=at) for participation in rolled
    )
    for participation in rolled.select_related("person", "programme").order_by("pk"):
        token = _answer_link(participation.person, f"promise:{participation.key}", at=at)
        emails.post_close(participation=participation, token=token, at=at)
    plan_waves(programme=programme, ended_on=ended, at=at)
    _draft_letters(programme, by=by, at=at)
    note("people put on the roll", programme, by=by, at=at, facts={"people": len(people)})
    return len(people)


def _draft_letters(programme: Programme, *, by: Actor, at: datetime) -> None:
    countries = (
        Participation.objects.filter(programme=programme)
        .exclude(in_high_care("person"))
        .values("person__country")
    )
    concerned = Circle.objects.filter(
        Q(kind=Circle.Kind.COUNTRY, country__in=countries) | Q(projects__programme=programme)
    )
    for circle in (
        concerned.exclude(state=Circle.State.CLOSED).distinct().order_by("sort_key", "pk")
    ):
        draft_letter(programme=programme, circle=circle, by=by, at=at)


def _answer_link(person: Person, thing: str, *, at: datetime) -> str:
    return answer_link(person=person, thing=thing, way=working_way(person), at=at)


@transaction.atomic
def ask_missing(*, programme: Programme, by: Actor, at: datetime) -> int:
    """Ask everybody on the roll who was never asked about the register, once; how many."""
    people = queries.to_ask(programme, at=at)
    rows = Participation.objects.filter(programme=programme, person__in=people).select_related(
        "person", "programme"
    )
    asked: set[int] = set()
    for participation in rows.order_by("pk"):
        if participation.person_id not in asked:
            token = _answer_link(participation.person, f"questions:{participation.key}", at=at)
            emails.post_ask(participation=participation, token=token, at=at)
            asked.add(participation.person_id)
    rows.update(asked_at=at)
    note("asked about the register", programme, by=by, at=at, facts={"people": len(asked)})
    return len(asked)


@transaction.atomic
def answer_questions(
    *,
    participation: Participation,
    answers: Mapping[Purpose, bool],
    language: str,
    by: Actor,
    at: datetime,
) -> None:
    """What somebody said from the letter about the register and their circle; what they left open
    stays so.
    """
    wordings = current_wordings("close")
    for purpose, yes in answers.items():
        consent.answer(
            person=participation.person,
            purpose=purpose,
            yes=yes,
            how="letter",
            form="close",
            wording=wordings.get(purpose),
            language=language,
            by=by,
            at=at,
        )


@transaction.atomic
def say_background(
    *, participation: Participation, background: str, by: Actor, at: datetime
) -> bool:
    """Where somebody was starting from, as first said; what was said before is never
    overwritten.
    """
    written = Participation.objects.filter(
        pk=participation.pk, background=Participation.Background.UNKNOWN
    ).update(background=background)
    if written and background != Participation.Background.UNKNOWN:
        participation.background = background
        note(
            "starting background said",
            participation,
            by=by,
            at=at,
            person_key=participation.person.key,
        )
        return True
    return False


@transaction.atomic
def write_promise(
    *,
    person: Person,
    programme: Programme,
    text: str,
    due_on: date,
    language: str,
    by: Actor,
    at: datetime,
) -> Promise:
    """What somebody will do, and by when; written again, the new words stand."""
    promise, _made = Promise.objects.update_or_create(
        person=person,
        programme=programme,
        defaults={"text": text, "due_on": due_on, "language": language},
        create_defaults={"text": text, "due_on": due_on, "language": language, "made_at": at},
    )
    note("promise written", promise, by=by, at=at, person_key=person.key)
    return promise
