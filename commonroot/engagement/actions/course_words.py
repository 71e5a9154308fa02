"""What people say of a whole course: asked with the promise, by link or on paper, kept apart from
their names unless they want it otherwise.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from commonroot.accounts.actions import note
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.engagement import emails
from commonroot.engagement.models import Closing, ClosingAnswer, ClosingAsked, Participation
from commonroot.engagement.queries import closing as reading
from commonroot.engagement.rules.closing import STEPS, aim_codes
from commonroot.people.actions import answer_link
from commonroot.people.models import Person
from commonroot.people.queries import working_way
from commonroot.programmes.models import Programme

WORDS_LENGTH = 4000


class SaidBefore(Refused):
    """This person answered already."""


class NothingSaid(Refused):
    """The sheet is empty."""


@transaction.atomic
def open_closing(*, programme: Programme, at: datetime) -> Closing:
    """What the close of a course holds; from now on its aims are asked as they stand today."""
    found, _made = Closing.objects.get_or_create(
        programme=programme, defaults={"aims": programme.aims}
    )
    return found


def say_of_course(
    *,
    participation: Participation,
    scales: Mapping[str, int],
    change: str,
    language: str,
    named: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Keep what somebody says of a course, and that they said it: in two transactions, so that
    nothing joins the two. `scales`: {aim: 1 to 4}. Raises SaidBefore and NothingSaid.
    """
    asked = reading.asked(participation)
    if asked is None or asked.answered:
        raise SaidBefore(_("You answered this already. Thank you."))
    _keep(
        participation.programme,
        scales=scales,
        change=change,
        language=language,
        person=participation.person if named else None,
        on_paper=False,
        at=at,
    )
    ClosingAsked.objects.filter(pk=asked.pk).update(answered=True)


@transaction.atomic
def key_in_answer(
    *,
    programme: Programme,
    scales: Mapping[str, int],
    change: str,
    language: str,
    by: Actor,
    at: datetime,
) -> None:
    """Copy one sheet of paper, on which nobody's name stands. Raises NothingSaid."""
    _keep(
        programme,
        scales=scales,
        change=change,
        language=language,
        person=None,
        on_paper=True,
        at=at,
    )
    note("course questionnaire keyed in", programme, by=by, at=at)


@transaction.atomic
def _keep(
    programme: Programme,
    *,
    scales: Mapping[str, int],
    change: str,
    language: str,
    person: Person | None,
    on_paper: bool,
    at: datetime,
) -> None:
    closing = open_closing(programme=programme, at=at)
    known = aim_codes(len(closing.aims))
    kept = {code: step for code, step in scales.items() if code in known and step in STEPS}
    change = change.strip()[:WORDS_LENGTH]
    if not kept and not change:
        raise NothingSaid(_("Nothing is said yet. Choose an answer, or write a word."))
    ClosingAnswer.objects.create(
        programme=programme,
        person=person,
        said_on=at.date(),
        scales=kept,
        change=change,
        language=language,
        on_paper=on_paper,
    )


@transaction.atomic
def remind_of_close(*, programme: Programme, by: Actor, at: datetime) -> int:
    """Write once more to those who neither promised nor answered; how many letters."""
    rows = list(reading.to_remind(programme, at=at))
    posted = 0
    for asked in rows:
        participation = asked.participation
        token = answer_link(
            person=participation.person,
            thing=f"promise:{participation.key}",
            way=working_way(participation.person),
            at=at,
        )
        post = emails.post_remind_close(participation=participation, token=token, at=at)
        posted += post is not None
    ClosingAsked.objects.filter(pk__in=[asked.pk for asked in rows]).update(reminded_at=at)
    note("reminded of the close", programme, by=by, at=at, facts={"people": posted})
    return posted
