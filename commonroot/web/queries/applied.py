"""Applications as a file for those who choose: no names, no way to reach anybody, and no row that
whoever takes it must not judge.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor
from commonroot.admissions.models import Application, Call, Decision, FormQuestion, Offer
from commonroot.admissions.queries import reading, scores
from commonroot.admissions.queries.answers import answer_words
from commonroot.admissions.queries.calls import call_of
from commonroot.admissions.queries.choosing import newest_decisions
from commonroot.admissions.queries.shown import MONEY
from commonroot.circles.queries import actor_for
from commonroot.consent.rules import Audience, Purpose
from commonroot.groups.models import Formation, GroupMember
from commonroot.people.models import Export, Person
from commonroot.people.queries import in_high_care
from commonroot.programmes.queries import told_in
from commonroot.web.queries.programme_lists import ListGone, Table, in_utc, unlike

WHAT = "applications"

# In their fixed order; the first two are always there. "answers" becomes a column a question.
COLUMNS: dict[str, Any] = {
    "application_id": gettext_lazy("Key of the application"),
    "person_id": gettext_lazy("Key"),
    "number": gettext_lazy("Number"),
    "cohort": gettext_lazy("Course"),
    "state": gettext_lazy("How far"),
    "score_mean": gettext_lazy("Points of 100"),
    "score_spread": gettext_lazy("Between lowest and highest reader"),
    "reviews": gettext_lazy("How many read it"),
    "decision": gettext_lazy("What was decided"),
    "decided_at": gettext_lazy("Decided, in UTC"),
    "offer_answer": gettext_lazy("What they said to the offer"),
    "group": gettext_lazy("Small group"),
    "answers": gettext_lazy("What they answered, as the panel reads it"),
}
ALWAYS: tuple[str, ...] = ("application_id", "person_id")
USUAL: tuple[str, ...] = ("number", "state", "score_mean", "score_spread", "reviews", "answers")
FIXED = "answers"


@dataclass(frozen=True)
class Applied:
    """The applications of a file, as `actor` may judge them."""

    call: Call
    actor: Actor

    def all(self) -> QuerySet[Application]:
        """Everything that was handed in, also what the gate refuses."""
        return Application.objects.filter(call=self.call).exclude(state=Application.State.DRAFT)

    def open(self, *, at: datetime) -> QuerySet[Application]:
        """What the gate lets through at this moment and `actor` may judge."""
        seen = reading.handed_in(self.call, seen_by=self.actor, at=at)
        return reading.judgeable(seen, actor=self.actor).order_by("number", "pk")

    def people(self, *, at: datetime) -> int:
        """How many people that is: one for each application, whoever writes it."""
        return self.open(at=at).order_by().values("person").distinct().count()

    def left_out(self, *, at: datetime) -> int:
        """How many are kept out of it: by the gate, or because `actor` must not judge them."""
        return self.all().values("person").distinct().count() - self.people(at=at)

    def kept(self) -> dict[str, Any]:
        """The same as it can be stored until the file is made; `within`: who runs the programme."""
        programme = self.call.programme
        return {"call": programme.key, "within": programme.run_by_id}

    def words(self) -> str:
        """Which ones, as whoever agrees to the file reads it."""
        programme, _language = told_in(self.call.programme.title, self.call.programme)
        return _("Applications for %(programme)s, without names") % {"programme": programme}


def is_of(export: Export) -> bool:
    """Whether a list taken along holds applications."""
    return "call" in (export.wanted or {})


def applied_of(export: Export, *, at: datetime) -> Applied:
    """The applications a file was asked for, as its taker may judge them now. Raises ListGone."""
    call = call_of((export.wanted or {}).get("call", ""))
    account = Account.objects.filter(key=export.account_key).select_related("person").first()
    if call is None or account is None:
        raise ListGone
    person = getattr(account, "person", None)
    return Applied(call, actor_for(account, person_id=person.pk if person else None, at=at))


def told_to(export: Export) -> tuple[Audience, Purpose]:
    """Who took it, before the gate: those who run the programme. Raises ListGone."""
    call = call_of((export.wanted or {}).get("call", ""))
    if call is None:
        raise ListGone
    return reading.organisers_of(call), Purpose.THIS_PROGRAMME


def came_from(kept: Mapping[str, Any]) -> tuple[str, str]:
    """Where the list belongs: an address, and what it is called."""
    return reverse("admissions:applications", args=[kept["call"]]), _("Applications")


def in_it_words() -> str:
    """Who is in such a file."""
    return _("Everybody who handed an application in, unless they paused or took back their yes.")


def care_words() -> str:
    """What such a file keeps to itself even of those in it."""
    return _(
        "No name, no address, and no answer that is hidden from the panel or tells who wrote it."
        " Who could be harmed stands in it without answers."
    )


def left_out_words(number: int) -> str:
    """How many are left out of such a file, and why."""
    return ngettext(
        "%(count)s left out: they paused everything, took back what lets you see them, or are not"
        " for you to judge.",
        "%(count)s left out: they paused everything, took back what lets you see them, or are not"
        " for you to judge.",
        number,
    ) % {"count": f"{number:,}"}


def table_of(export: Export, *, at: datetime) -> Table:
    """The file as it is written. Raises ListGone."""
    return table(applied_of(export, at=at), columns=export.columns, at=at)


def table(applied: Applied, *, columns: Sequence[str], at: datetime) -> Table:
    """A row of texts for each application that whoever takes it may judge."""
    questions = _asked(applied.call) if FIXED in columns else []
    plain = [name for name in columns if name != FIXED]
    named: list[str] = []
    for question in questions:
        named.append(unlike(str(question.prompt), {*COLUMNS, *named}))
    return Table([*plain, *named], _rows(applied, plain=plain, questions=questions, at=at))


def _asked(call: Call) -> list[FormQuestion]:
    """Questions whose answers the panel sees also while it reads blind, files and referees aside;
    never sensitive ones.
    """
    kinds = FormQuestion.Kind
    return list(
        FormQuestion.objects.filter(call=call, panel=FormQuestion.Panel.SHOWN)
        .exclude(kind__in=(kinds.HEADING, kinds.FILE, kinds.REFEREE))
        .exclude(care=FormQuestion.Care.SENSITIVE)
        .exclude(meaning__in=MONEY)
        .order_by("position", "pk")
    )


def _rows(
    applied: Applied,
    *,
    plain: Sequence[str],
    questions: Sequence[FormQuestion],
    at: datetime,
) -> Iterator[list[str]]:
    rows = list(applied.open(at=at).select_related("person").prefetch_related("answers"))
    found = scores.found(rows)
    decided = newest_decisions(rows)
    offers = {
        row.application_id: row
        for row in Offer.objects.filter(application__in=[one.pk for one in rows]).order_by("pk")
    }
    groups = _groups(applied.call, people={one.person_id for one in rows})
    high = set(
        Person.objects.filter(in_high_care(), pk__in={one.person_id for one in rows}).values_list(
            "pk", flat=True
        )
    )
    cohort = told_in(applied.call.programme.title, applied.call.programme)[0]
    for one in rows:
        decision: Decision | None = decided.get(one.pk)
        offer = offers.get(one.pk)
        what = found.get(one.pk, scores.Found())
        told = {
            "application_id": one.key,
            "person_id": one.person.key,
            "number": str(one.number or ""),
            "cohort": cohort,
            "state": one.state,
            "score_mean": _number(what.mean),
            "score_spread": _number(what.spread),
            "reviews": str(what.given),
            "decision": decision.verdict if decision else "",
            "decided_at": in_utc(decision.at) if decision else "",
            "offer_answer": offer.answer if offer else "",
            "group": groups.get(one.person_id, ""),
        }
        said = {} if one.person_id in high else _answers(one, questions)
        yield [*(told[name] for name in plain), *(said.get(q.pk, "") for q in questions)]


def _answers(one: Application, questions: Sequence[FormQuestion]) -> dict[int, str]:
    """What whoever writes answered; a text that tells who it is, as it was covered."""
    asked = {question.pk: question for question in questions}
    return {
        row.question_id: row.covered
        if row.identifies
        else answer_words(asked[row.question_id], row.value)
        for row in one.answers.all()
        if row.question_id in asked and row.applicant_id is None
    }


def _groups(call: Call, *, people: set[int]) -> dict[int, str]:
    """{person: number of their small group} once groups were chosen."""
    members = GroupMember.objects.filter(
        group__formation__programme=call.programme_id,
        group__formation__state=Formation.State.CHOSEN,
        person__in=people,
        left_at=None,
    )
    return {pk: str(number) for pk, number in members.values_list("person", "group__number")}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
