"""What is known of applications where they are chosen: points, aims, verdicts, signatures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from commonroot.accounts.models import Account
from commonroot.accounts.roles import Actor, Permission
from commonroot.admissions.models import (
    Applicant,
    Application,
    ApplicationAnswer,
    Call,
    Decision,
    Eligibility,
    FormQuestion,
    Priority,
    Reply,
    SignOff,
    Target,
)
from commonroot.admissions.queries import scores
from commonroot.admissions.queries.answers import by_meaning_of_members
from commonroot.admissions.queries.reading import conflicted, handed_in
from commonroot.admissions.rules import balance, choosing
from commonroot.circles.queries import others_holding
from commonroot.core.places import regions
from commonroot.programmes.models import Programme

State = Application.State
# Kinds of questions whose answers are codes, so that something can be looked for in them.
CODED = (
    FormQuestion.Kind.CHOICE,
    FormQuestion.Kind.SEVERAL,
    FormQuestion.Kind.YES_NO,
    FormQuestion.Kind.COUNTRY,
    FormQuestion.Kind.LANGUAGES,
    FormQuestion.Kind.SCALE,
    FormQuestion.Kind.AGREE,
)


def call_of(key: str) -> Call | None:
    """The call of the programme with that key."""
    return Call.objects.filter(programme__key=key).select_related("programme__run_by").first()


def coded_questions(call: Call) -> QuerySet[FormQuestion]:
    """Questions of the form in whose answers something can be looked for."""
    return FormQuestion.objects.filter(call=call, retired_at=None, kind__in=CODED)


@dataclass(frozen=True)
class Aims:
    """The three settings of a call, each apart."""

    eligibility: Sequence[Eligibility]
    priorities: Sequence[Priority]
    targets: Sequence[Target]

    @cached_property
    def mix(self) -> list[balance.Aim]:
        """The targets as rules know them."""
        return [balance.Aim(one.key, one.least, one.most) for one in self.targets]


def aims_of(call: Call) -> Aims:
    """What is looked for in a call; three queries."""
    return Aims(
        list(Eligibility.objects.filter(call=call).select_related("question").order_by("pk")),
        list(Priority.objects.filter(call=call).select_related("question").order_by("pk")),
        list(Target.objects.filter(call=call).select_related("question")),
    )


@dataclass
class Said:
    """What one application says to the questions that are looked at, as codes, person by person.

    `members`: who confirmed that they come with it.
    """

    people: int
    own: Mapping[int, frozenset[str]]
    members: Sequence[Mapping[int, frozenset[str]]]

    def meeting(self, question: FormQuestion, values: Sequence[str]) -> int:
        """How many of its people answered one of `values`."""
        wanted = frozenset(values)
        own = bool(self.own.get(question.pk, frozenset()) & wanted)
        if not question.each_member:
            return self.people * own
        return own + sum(bool(one.get(question.pk, frozenset()) & wanted) for one in self.members)

    def misses(self, rule: Eligibility) -> bool:
        """Whether somebody of it did not answer what must be answered."""
        return self.meeting(rule.question, rule.values) < self.people


def said_of(applications: Iterable[Application], aims: Aims) -> dict[int, Said]:
    """{application: what it says to what is looked for}, by primary keys; two queries.

    A question that was put anew keeps its old answers where both mean the same to the house.
    """
    ids = [one.pk for one in applications]
    questions = {
        question.pk: question
        for question in (
            *(rule.question for rule in aims.eligibility),
            *(rule.question for rule in aims.priorities),
            *(target.question for target in aims.targets),
        )
    }
    by_meaning: dict[str, list[int]] = defaultdict(list)
    for question in questions.values():
        if question.meaning:
            by_meaning[question.meaning].append(question.pk)
    members: dict[int, dict[int, dict[int, frozenset[str]]]] = defaultdict(dict)
    for pk, application in (
        Applicant.objects.filter(application__in=ids, state=Applicant.State.CONFIRMED)
        .exclude(person=F("application__person"))
        .values_list("pk", "application")
    ):
        members[application][pk] = {}
    own: dict[int, dict[int, frozenset[str]]] = defaultdict(dict)
    where = regions()
    answers = ApplicationAnswer.objects.filter(
        Q(question__in=questions) | Q(question__meaning__in=by_meaning), application__in=ids
    ).order_by("saved_at", "pk")
    for application, applicant, question_id, meaning, value in answers.values_list(
        "application", "applicant", "question", "question__meaning", "value"
    ):
        said = balance.codes_of(value, regions=where)
        whose = own[application] if applicant is None else members[application].get(applicant)
        if whose is not None:
            for pk in {question_id, *by_meaning.get(meaning, ())}:
                whose[pk] = said
    return {pk: Said(1 + len(members[pk]), own[pk], list(members[pk].values())) for pk in ids}


@dataclass
class Row:
    """One application on the board. Where it is `hidden` from whoever looks, nothing is told."""

    application: Application
    hidden: bool
    people: int = 1
    average: float | None = None
    extra: int = 0
    misses: Sequence[Eligibility] = ()
    reason: str = ""
    against: bool = False
    candidate: balance.Candidate | None = None
    changes: Sequence[balance.Change] = ()

    @property
    def verdict(self) -> str:
        """What was decided; "" where that is nobody's business or it was told already."""
        return "" if self.hidden else choosing.VERDICTS.get(self.application.state, "told")

    @property
    def points(self) -> float | None:
        """The panel's average and what priorities bring; None where nobody gave points."""
        return None if self.average is None else self.average + self.extra

    @property
    def holds(self) -> bool:
        """Whether its people take places."""
        return not self.hidden and self.application.state in choosing.HOLDING


@dataclass
class Board:
    """Everything that is chosen from, with the balance of those who were accepted so far."""

    call: Call
    aims: Aims
    rows: list[Row]
    left_out: int

    @cached_property
    def shown(self) -> list[Row]:
        """Those that whoever looks may judge."""
        return [row for row in self.rows if not row.hidden]

    @cached_property
    def accepted(self) -> int:
        """People, not applications, of those that may be judged."""
        return sum(row.people for row in self.rows if row.holds)

    @cached_property
    def standings(self) -> list[balance.Standing]:
        """How each target stands among them."""
        those = [row.candidate for row in self.rows if row.holds and row.candidate is not None]
        return balance.standings(self.aims.mix, those)

    def count(self, *states: str) -> int:
        """How many of those shown are in one of `states`."""
        return sum(row.application.state in states for row in self.shown)


def board(call: Call, *, actor: Actor, at: datetime) -> Board:
    """All applications of a call that were handed in, by points, as `actor` may see them.

    The number of queries is fixed.
    """
    seen = handed_in(call, seen_by=actor, at=at).exclude(state=State.WITHDRAWN)
    hidden = conflicted(seen, actor=actor)
    applications = list(seen.select_related("person").order_by("number", "pk"))
    aims = aims_of(call)
    judged = [one for one in applications if one.pk not in hidden]
    said = said_of(judged, aims)
    averages = scores.averages(judged)
    decided = newest_decisions(judged)
    rows = []
    for one in applications:
        if one.pk in hidden:
            rows.append(Row(one, hidden=True))
            continue
        row = _row(one, said[one.pk], aims=aims, average=averages.get(one.pk))
        if newest := decided.get(one.pk):
            row.reason, row.against = newest.reason, newest.against
        rows.append(row)
    there = Application.objects.filter(call=call).exclude(state__in=(State.DRAFT, State.WITHDRAWN))
    found = Board(call, aims, rows, left_out=there.count() - len(applications))
    for row in rows:
        if row.candidate is not None:
            sign = -1 if row.holds else 1
            row.changes = balance.changes(found.standings, row.candidate, sign=sign)
    rows.sort(key=lambda row: (row.hidden, row.points is None, -(row.points or 0)))
    return found


def _row(one: Application, said: Said, *, aims: Aims, average: float | None) -> Row:
    return Row(
        one,
        hidden=False,
        people=said.people,
        average=average,
        extra=sum(
            priority.points
            for priority in aims.priorities
            if said.meeting(priority.question, priority.values)
        ),
        misses=[rule for rule in aims.eligibility if said.misses(rule)],
        candidate=balance.Candidate(
            one.key,
            said.people,
            {target.key: said.meeting(target.question, target.values) for target in aims.targets},
        ),
    )


def points_of(call: Call) -> dict[int, float | None]:
    """{application: points with what priorities bring}, of all that can still be decided."""
    those = list(Application.objects.filter(call=call, state__in=choosing.DECIDABLE))
    aims = aims_of(call)
    said, averages = said_of(those, aims), scores.averages(those)
    return {
        one.pk: _row(one, said[one.pk], aims=aims, average=averages.get(one.pk)).points
        for one in those
    }


def newest_decisions(applications: Iterable[Application]) -> dict[int, Decision]:
    """{application: its newest decision}, by primary keys."""
    found = Decision.objects.filter(application__in=[one.pk for one in applications])
    return {one.application_id: one for one in found.order_by("at", "pk")}


def history(application: Application) -> QuerySet[Decision]:
    """All that was decided about one application, the newest first."""
    found = Decision.objects.filter(application=application)
    return found.select_related("by").order_by("-at", "-pk")


def held(call: Call) -> int:
    """How many people have a place, an offer, or are accepted."""
    those = Application.objects.filter(call=call, state__in=choosing.HOLDING)
    return sum(people_in(those).values())


def people_in(applications: QuerySet[Application]) -> dict[int, int]:
    """{application: how many people come with it}: who writes, and who confirmed."""
    coming = Q(applicants__state=Applicant.State.CONFIRMED) & ~Q(applicants__person=F("person"))
    counted = applications.order_by().annotate(others=Count("applicants", filter=coming))
    return {pk: 1 + others for pk, others in counted.values_list("pk", "others")}


def untold(call: Call) -> QuerySet[Application]:
    """What can still be decided: handed in, and nothing was told yet; not of people who paused."""
    told = Reply.objects.filter(application=OuterRef("pk"), sent_at__isnull=False)
    return Application.objects.filter(
        ~Exists(told), call=call, state__in=choosing.DECIDABLE, person__frozen_at=None
    )


def mark(call: Call) -> str:
    """The mark of everything that was decided and not told yet, as it is now."""
    return choosing.mark_of(untold(call).order_by().values_list("key", "state"))


def signatures(call: Call) -> list[SignOff]:
    """Who stands by all decisions as they are now, the first one first."""
    now = mark(call)
    return list(
        SignOff.objects.filter(call=call, mark=now).select_related("by").order_by("at", "pk")
    )


def other_signers(call: Call, *, beside: Actor, at: datetime) -> QuerySet[Account]:
    """Organisers of the programme's circle or the school who signed in before, but `beside`."""
    within = call.programme.run_by_id
    permissions = (Permission.EDIT_PROGRAMMES, Permission.READ_APPLICATIONS)
    return others_holding(*permissions, beside=beside, within=within, at=at)


def was_told(call: Call) -> bool:
    """Whether anybody was told anything of what was decided."""
    return Reply.objects.filter(application__call=call, sent_at__isnull=False).exists()


def is_signed(call: Call, *, needed: int) -> bool:
    """Whether what was decided and not told yet was signed as it is, often enough."""
    return len(signatures(call)) >= needed


def backgrounds(programme: Programme) -> dict[str, str]:
    """{person key: where they are starting from}, as everybody who comes said when they applied."""
    coming = Application.objects.filter(
        call__programme=programme, state=State.CONFIRMED
    ).select_related("person")
    applications = list(coming)
    found = {one.person.key: str(one.background) for one in applications}
    said = by_meaning_of_members(applications)
    together = Applicant.objects.filter(pk__in=list(said), state=Applicant.State.CONFIRMED)
    for pk, key in together.filter(person__isnull=False).values_list("pk", "person__key"):
        found[key] = str(said[pk].get(FormQuestion.Meaning.BACKGROUND, ""))
    known = set(Application.Background.values) - {Application.Background.UNKNOWN}
    return {key: background for key, background in found.items() if background in known}
