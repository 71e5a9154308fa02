"""Which applications somebody may read, and which of them they must not judge.

The rule goes row by row: whoever applied, or whose organisation did, sees all others and of this
one nothing that was said about it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from commonroot.accounts.queries import in_circles_of
from commonroot.accounts.roles import Actor, Permission
from commonroot.admissions.models import (
    Applicant,
    Application,
    ApplicationAnswer,
    Call,
    Conflict,
    FormQuestion,
    Reviewer,
)
from commonroot.admissions.rules.organisations import comparable, spellings_of
from commonroot.circles.models import Circle
from commonroot.consent.queries import allowed
from commonroot.consent.rules import Audience, AudienceKind, Purpose
from commonroot.people.models import Affiliation, ContactWay, Organisation, Person

HANDED_IN = frozenset(Application.State) - {Application.State.DRAFT}
NOT_READ = (Application.State.DRAFT, Application.State.WITHDRAWN)


def organisers_of(call: Call) -> Audience:
    """Before whom applications are shown: those who run the programme."""
    return Audience(AudienceKind.PROGRAMME, call.programme.key)


def application(key: str) -> Application | None:
    """The application with that key, handed in, with its call, programme and who wrote it."""
    return (
        Application.objects.filter(key=key)
        .exclude(state=Application.State.DRAFT)
        .select_related("call__programme__run_by", "person")
        .first()
    )


def handed_in(call: Call, *, seen_by: Actor, at: datetime) -> QuerySet[Application]:
    """Applications of `call` that were handed in and that `seen_by` may see, also withdrawn ones.

    Two walls, each of which alone refuses: the gate, and the circles of `seen_by`.
    """
    there = Application.objects.filter(call=call).exclude(state=Application.State.DRAFT)
    seen = in_circles_of(
        there,
        "call__programme__run_by",
        actor=seen_by,
        permission=Permission.READ_APPLICATIONS,
    )
    return allowed(
        seen, "person", purpose=Purpose.THIS_PROGRAMME, audience=organisers_of(call), at=at
    )


def left_out(call: Call, *, seen: int) -> int:
    """How many applications the gate keeps from the organisers, `seen` being shown."""
    there = Application.objects.filter(call=call).exclude(state=Application.State.DRAFT)
    return there.count() - seen


def judgeable(applications: QuerySet[Application], *, actor: Actor) -> QuerySet[Application]:
    """Those of `applications` of which `actor` may see what was said and decided about them."""
    return applications.exclude(pk__in=conflicted(applications, actor=actor))


def conflicted(applications: QuerySet[Application], *, actor: Actor) -> frozenset[int]:
    """Primary keys of those of `applications` that `actor` must not judge: their own, also as one
    of several or under another entry with the same address; of the same organisation; those of
    which they said so. The number of queries is fixed.
    """
    if actor.kind == "system":
        return frozenset()
    return conflicted_of(applications, account=actor.account_id, person=actor.person_id)


def conflicted_of(
    applications: QuerySet[Application], *, account: int | None, person: int | None
) -> frozenset[int]:
    """The same for the account and the person of somebody who is not asking just now."""
    found: set[int] = set()
    if account is not None:
        said = Conflict.objects.filter(
            reviewer__account=account, application__in=applications.order_by().values("pk")
        )
        found |= set(said.values_list("application", flat=True))
    if person is not None:
        selves = _selves(person)
        own = applications.order_by().filter(
            Q(person__in=selves) | Q(applicants__person__in=selves)
        )
        found |= set(own.values_list("pk", flat=True))
        work = _organisations_of(person)
        if work:
            found |= _of_organisations(applications, work)
    return frozenset(found)


def conflicted_readers(
    applications: QuerySet[Application], readers: Iterable[Reviewer]
) -> dict[int, frozenset[int]]:
    """{reader: applications they must not read}, by primary keys; `readers` with account and
    person.
    """
    return {
        one.pk: conflicted_of(
            applications,
            account=one.account_id,
            person=person.pk if (person := getattr(one.account, "person", None)) else None,
        )
        for one in readers
    }


def _selves(person: int) -> set[int]:
    """Who somebody may be in the register: themself, and every entry with an address of theirs."""
    marks = ContactWay.objects.filter(person=person).values("mark")
    same = ContactWay.objects.filter(mark__in=marks).values_list("person", flat=True)
    return {person, *same}


def _organisations_of(person: int) -> frozenset[str]:
    """Every name of the organisations somebody is in now, as names are compared."""
    names = [
        *Person.objects.filter(pk=person).values_list("organisation", flat=True),
        *Affiliation.objects.filter(person=person, until=None).values_list(
            "organisation", flat=True
        ),
    ]
    bodies = Circle.objects.filter(kind__in=(Circle.Kind.SCHOOL, Circle.Kind.TEAM))
    everybody = [text for name in bodies.values_list("name", flat=True) for text in _texts(name)]
    known = [
        (name, *also) for name, also in Organisation.objects.order_by().values_list("name", "also")
    ]
    return spellings_of(names, known=known, everybody=everybody)


def _texts(name: object) -> list[str]:
    return list(name.values()) if isinstance(name, dict) else [str(name)]


def _of_organisations(applications: QuerySet[Application], work: frozenset[str]) -> set[int]:
    """Which of `applications` come from one of these organisations, as anybody in them says."""
    ids = applications.order_by().values("pk")
    people: dict[int, set[int]] = defaultdict(set)
    found: set[int] = set()
    for pk, person, name in applications.order_by().values_list(
        "pk", "person", "person__organisation"
    ):
        people[person].add(pk)
        if comparable(name) in work:
            found.add(pk)
    together = Applicant.objects.filter(application__in=ids, person__isnull=False)
    for pk, person, name in together.values_list("application", "person", "person__organisation"):
        people[person].add(pk)
        if comparable(name) in work:
            found.add(pk)
    ties = Affiliation.objects.filter(person__in=list(people), until=None)
    for person, name in ties.values_list("person", "organisation"):
        if comparable(name) in work:
            found |= people[person]
    told = ApplicationAnswer.objects.filter(
        application__in=ids, question__meaning=FormQuestion.Meaning.ORGANISATION
    )
    for pk, value in told.values_list("application", "value"):
        if isinstance(value, str) and comparable(value) in work:
            found.add(pk)
    return found
