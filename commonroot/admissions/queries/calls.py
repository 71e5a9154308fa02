"""Calls and the questions of their forms."""

from collections.abc import Iterable, Mapping
from itertools import zip_longest

from django.db.models import QuerySet

from commonroot.admissions.models import Application, Call, FormQuestion
from commonroot.admissions.rules import questions as rules
from commonroot.admissions.rules.questions import Condition
from commonroot.programmes.models import Programme

Kind = FormQuestion.Kind


def call(key: str) -> Call | None:
    """The call of that key, with its programme."""
    return Call.objects.select_related("programme__run_by").filter(key=key).first()


def call_of(programme_key: str) -> Call | None:
    """The call of the programme of that key, with it."""
    return (
        Call.objects.select_related("programme__run_by")
        .filter(programme__key=programme_key)
        .first()
    )


def question(key: str) -> FormQuestion | None:
    """The question of that key, with its call and programme."""
    return FormQuestion.objects.select_related("call__programme__run_by").filter(key=key).first()


def questions(call: Call) -> QuerySet[FormQuestion]:
    """What the form of a call asks now, in its order."""
    return (
        FormQuestion.objects.filter(call=call, retired_at=None)
        .select_related("call__programme", "shown_if")
        .order_by("position")
    )


def questions_of(call: Call, *, together: bool, each: bool) -> list[FormQuestion]:
    """What one page asks: of somebody alone everything; of several what concerns them all, and
    with `each` what everybody answers for themselves. Headings with nothing below them are left
    out.
    """
    there = [
        one
        for one in questions(call)
        if one.kind == Kind.HEADING or not together or one.each_member == each
    ]
    return [
        one
        for one, after in zip_longest(there, there[1:])
        if one.kind != Kind.HEADING or (after is not None and after.kind != Kind.HEADING)
    ]


def retired(call: Call) -> QuerySet[FormQuestion]:
    """What the form asked once: kept for its answers, or to be asked again; the newest first."""
    return (
        FormQuestion.objects.filter(call=call, retired_at__isnull=False)
        .select_related("call__programme")
        .order_by("-retired_at", "position")
    )


def conditions(found: Iterable[FormQuestion]) -> list[Condition]:
    """What each question hangs on."""
    return [
        Condition(
            one.key,
            after=one.shown_if.key if one.shown_if else "",
            values=frozenset(one.shown_if_values),
        )
        for one in found
    ]


def asked(found: Iterable[FormQuestion], values: Mapping[str, object]) -> frozenset[str]:
    """Keys of those that are asked after these answers, `{question.key: value}`."""
    return rules.asked(conditions(found), values)


def answered(question: FormQuestion) -> int:
    """How many applications answered it, those not handed in among them."""
    return (
        Application.objects.filter(answers__question=question)
        .union(Application.objects.filter(referees__question=question))
        .count()
    )


def counts(call: Call) -> dict[str, int]:
    """`{"drafts": n, "handed_in": n}`, applications, in one query."""
    states = list(
        Application.objects.filter(call=call)
        .exclude(state=Application.State.WITHDRAWN)
        .values_list("submitted_at", flat=True)
    )
    handed_in = sum(1 for one in states if one is not None)
    return {"drafts": len(states) - handed_in, "handed_in": handed_in}


def handed_in_for(programme: Programme) -> int:
    """How many applications for a programme were handed in and not taken back."""
    return (
        Application.objects.filter(call__programme=programme, submitted_at__isnull=False)
        .exclude(state=Application.State.WITHDRAWN)
        .count()
    )
