"""Asking all of them once: whom, how each is reached, how far it is, and what comes next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet

from commonroot.consent.models import Agreement
from commonroot.consent.queries import to_be_asked
from commonroot.consent.rules import Purpose
from commonroot.intake.models import Asked, Import, ImportRow, ListRound
from commonroot.intake.rules import asking as rules
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Pair, Person

State = Asked.State
# Rows of people who still may answer, and about whom nothing is settled.
UNSETTLED = (State.WAITING, State.POSTED, State.ASKED)
SAID_YES = (State.YES, State.CORRECTED)
ANSWERED = (*SAID_YES, State.NO)
RUNNING = (ListRound.State.OPEN, ListRound.State.PAUSED)
WORKING = ContactWay.objects.filter(state=ContactWay.State.WORKING).order_by(
    "kind", "-preferred", "pk"
)
WAYS = Prefetch("ways", WORKING)
# Without the addresses themselves: counting whom a way reaches needs to unseal none.
SEALED_WAYS = Prefetch("ways", WORKING.defer("value"))
SOON_DAYS = 7


@dataclass(frozen=True)
class Prospect:
    """Somebody who would be asked: by which way, or why not ("paused", "no way")."""

    person: Person
    way: ContactWay | None
    why: str


@dataclass
class Preview:
    """Whom a round would ask, in counts of people."""

    people: int = 0
    by_mail: int = 0
    by_hand: int = 0
    no_way: int = 0
    paused: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        """How many letters there will be."""
        return self.by_mail + self.by_hand


@dataclass(frozen=True)
class Going:
    """A day on which people who did not answer are deleted, and how many."""

    day: date
    people: int


def list_round(key: str) -> ListRound | None:
    """The round with that key."""
    return ListRound.objects.filter(key=key).first()


def list_rounds() -> QuerySet[ListRound]:
    """All rounds, newest first."""
    return ListRound.objects.order_by("-made_at", "-pk")


def asked(key: str) -> Asked | None:
    """The row with that key, as long as there is somebody behind it."""
    found = Asked.objects.filter(key=key, person__isnull=False)
    return found.select_related("list_round", "person").first()


def unasked(*, but: ListRound | None = None) -> QuerySet[Person]:
    """Everybody who came with an old list and was never asked, in a round other than `but`.

    A round that was stopped does not count: it promised nothing any more. Nor do those count who
    could not be reached by it.
    """
    before = Asked.objects.filter(
        person=OuterRef("pk"), state__in=(State.WAITING, State.POSTED, State.ASKED, State.KEPT)
    ).exclude(list_round__state=ListRound.State.STOPPED)
    if but is not None:
        before = before.exclude(list_round=but)
    people = to_be_asked(Person.objects.filter(provisional=False))
    return people.exclude(Exists(before))


def chosen(list_round: ListRound) -> QuerySet[Person]:
    """Whom the round is about, as things stand."""
    people = unasked(but=list_round)
    if list_round.everybody:
        return people
    rows = ImportRow.objects.filter(person=OuterRef("pk"), batch__in=list_round.lists.all())
    return people.filter(Exists(rows))


def not_gathered(list_round: ListRound) -> QuerySet[Person]:
    """Those of `chosen` nobody has looked at for this round; whoever came later is not asked."""
    found = chosen(list_round).filter(frozen_at=None, created_at__lte=list_round.leaves_at)
    return found.filter(pk__gt=list_round.gathered_to).order_by("pk")


def prospects(people: QuerySet[Person]) -> Iterable[Prospect]:
    """Each of `people` with the way by which they would be asked; two queries per thousand."""
    for person in people.prefetch_related(SEALED_WAYS).iterator(chunk_size=1000):
        yield prospect(person)


def prospect(person: Person) -> Prospect:
    """The same of one person."""
    ways = list(person.ways.all())
    kind, why = rules.way_to_ask(
        ways={way.kind for way in ways if way.state == ContactWay.State.WORKING},
        channel=person.channel,
        is_high=person.is_high,
        is_paused=person.frozen_at is not None,
    )
    way = next(
        (one for one in ways if one.kind == kind and one.state == ContactWay.State.WORKING), None
    )
    return Prospect(person, way, why)


def counted(found: Iterable[tuple[Prospect, str]]) -> Preview:
    """The counts of prospects, each with the language of their letter."""
    preview = Preview()
    for one, language in found:
        preview.people += 1
        if one.why == "paused":
            preview.paused += 1
        elif one.way is None:
            preview.no_way += 1
        else:
            is_mail = one.way.kind == ContactWay.Kind.MAIL
            preview.by_mail += is_mail
            preview.by_hand += not is_mail
            preview.languages[language] += 1
            preview.countries[one.person.country] += 1
    return preview


def lists_to_ask() -> list[tuple[Import, int]]:
    """Lists in the register whose rows are still known, with how many of their people were never
    asked.
    """
    people = unasked()
    rows = ImportRow.objects.filter(
        person__in=people.values("pk"), batch__state=Import.State.APPLIED
    )
    numbers = dict(
        rows.order_by()
        .values_list("batch")
        .annotate(n=Count("person", distinct=True))
        .values_list("batch", "n")
    )
    return [
        (batch, numbers[batch.pk])
        for batch in Import.objects.filter(pk__in=numbers).order_by("-read_at", "-pk")
    ]


def open_pairs() -> int:
    """Pairs of people who may be one and whom nobody has looked at: settle them before asking."""
    return Pair.objects.filter(state=Pair.State.OPEN).count()


# What the work process finds to do.


def to_gather(*, at: datetime) -> QuerySet[ListRound]:
    """Rounds that were started and whose people have no rows yet."""
    return ListRound.objects.filter(state=ListRound.State.OPEN, gathered_at=None).order_by("pk")


def to_write(*, at: datetime) -> QuerySet[ListRound]:
    """Rounds that can no longer be taken back and have somebody left to write to."""
    waiting = Asked.objects.filter(list_round=OuterRef("pk"), state=State.WAITING)
    return (
        ListRound.objects.filter(state=ListRound.State.OPEN, leaves_at__lte=at)
        .exclude(gathered_at=None)
        .filter(Exists(waiting))
        .order_by("pk")
    )


def next_to_write(list_round: ListRound) -> QuerySet[Asked]:
    """Who waits for their first letter, in order."""
    people = Prefetch("person", Person.objects.prefetch_related(WAYS))
    return (
        Asked.objects.filter(list_round=list_round, state=State.WAITING)
        .prefetch_related(people)
        .order_by("pk")
    )


def to_settle(*, at: datetime) -> QuerySet[Asked]:
    """Rows whose letter has left or will not, whose person is gone, or who answered elsewhere."""
    letter = Letter.State
    ended = Q(
        state=State.POSTED, post__state__in=(letter.SENT, letter.BOUNCED, letter.CANCELLED)
    ) | Q(state=State.POSTED, post__state=letter.UNKNOWN, post__ended_at__isnull=False)
    reminder = Q(state=State.ASKED, reminded_at=None) & (
        Q(reminder__state__in=(letter.SENT, letter.BOUNCED, letter.CANCELLED))
        | Q(reminder__state=letter.UNKNOWN, reminder__ended_at__isnull=False)
    )
    unknown = Agreement.objects.filter(
        purpose=Purpose.REGISTER, state=Agreement.State.UNKNOWN, person=OuterRef("person")
    )
    rows = Asked.objects.filter(list_round__state__in=RUNNING, state__in=UNSETTLED)
    return (
        rows.filter(ended | reminder | ~Exists(unknown) | Q(person__frozen_at__isnull=False))
        .select_related("list_round", "person", "post", "reminder")
        .order_by("pk")
    )


def to_remind(*, at: datetime) -> QuerySet[Asked]:
    """Who was asked, has not answered, and gets the second letter now."""
    return (
        Asked.objects.filter(
            state=State.ASKED,
            remind_at__lte=at,
            reminder=None,
            reminded_at=None,
            list_round__state=ListRound.State.OPEN,
        )
        .select_related("list_round", "person")
        .order_by("remind_at", "pk")
    )


def silent(*, at: datetime) -> QuerySet[Asked]:
    """Who was asked twice and whose days are over."""
    return (
        Asked.objects.filter(
            state=State.ASKED,
            ends_at__lte=at,
            reminded_at__isnull=False,
            list_round__state=ListRound.State.OPEN,
        )
        .select_related("list_round", "person")
        .order_by("ends_at", "pk")
    )


def undecided(*, at: datetime) -> QuerySet[Asked]:
    """Who could not be asked, and about whom no organiser decided until the set date."""
    return (
        Asked.objects.filter(
            state=State.BACK, list_round__leaves_at__lte=at - rules.DECIDE, person__isnull=False
        )
        .exclude(list_round__state__in=(ListRound.State.DRAFT, ListRound.State.STOPPED))
        .select_related("list_round", "person")
        .order_by("pk")
    )


def to_finish(*, at: datetime) -> QuerySet[ListRound]:
    """Rounds in which nobody is left of whom we wait to hear."""
    waiting = Asked.objects.filter(list_round=OuterRef("pk"), state__in=UNSETTLED)
    return (
        ListRound.objects.filter(state=ListRound.State.OPEN, leaves_at__lte=at)
        .exclude(gathered_at=None)
        .exclude(Exists(waiting))
    )


# What the pages show.


def has_begun(list_round: ListRound) -> bool:
    """Whether a letter was posted, so that the whole can no longer be taken back."""
    return Asked.objects.filter(list_round=list_round, letters__gt=0).exists()


def counts(list_round: ListRound) -> dict[str, int]:
    """People per state, every state named, and `people`: all of them."""
    found = dict(
        Asked.objects.filter(list_round=list_round)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
        .values_list("state", "n")
    )
    numbers: dict[str, int] = {state.value: found.get(state.value, 0) for state in State}
    return numbers | {"people": sum(found.values())}


def held_by_hand(list_round: ListRound) -> int:
    """Letters of the round that wait for somebody's own phone."""
    rows = Asked.objects.filter(list_round=list_round, state__in=(State.POSTED, State.ASKED))
    held = Letter.State.HELD
    return rows.filter(Q(post__state=held) | Q(reminder__state=held)).count()


def soon(list_round: ListRound, *, at: datetime, days: int = SOON_DAYS) -> list[Going]:
    """Who goes on which of the next days if they stay silent, today first; empty days left out."""
    ends = Asked.objects.filter(
        list_round=list_round,
        state=State.ASKED,
        reminded_at__isnull=False,
        ends_at__lt=at + timedelta(days=days),
    ).values_list("ends_at", flat=True)
    found = Counter(max(end, at).date() for end in ends if end is not None)
    return [Going(day, people) for day, people in sorted(found.items())]


def last_day(list_round: ListRound) -> datetime | None:
    """When the last of those asked so far runs out."""
    rows = Asked.objects.filter(list_round=list_round, state=State.ASKED)
    return rows.order_by("-ends_at").values_list("ends_at", flat=True).first()


def next_reminder(list_round: ListRound) -> datetime | None:
    """When the next second letter is due."""
    rows = Asked.objects.filter(list_round=list_round, state=State.ASKED, reminder=None)
    first: datetime | None = rows.aggregate(first=Min("remind_at"))["first"]
    return first


def rows_of(list_round: ListRound, *, state: str) -> QuerySet[Asked]:
    """The rows of one state with their people, in their sorting order."""
    return (
        Asked.objects.filter(list_round=list_round, state=state, person__isnull=False)
        .select_related("person")
        .order_by("ends_at", "person__sort_key", "pk")
    )


def reachable_now(list_round: ListRound) -> list[Asked]:
    """Those who could not be asked and have a way by now."""
    people = Prefetch("person", Person.objects.prefetch_related(WAYS))
    rows = Asked.objects.filter(list_round=list_round, state=State.BACK, person__isnull=False)
    return [
        row
        for row in rows.prefetch_related(people).order_by("pk")
        if row.person is not None and prospect(row.person).way is not None
    ]


def going_soon(list_round: ListRound, *, at: datetime, days: int = SOON_DAYS) -> QuerySet[Asked]:
    """The rows of those who go within so many days if they stay silent, the first to go first."""
    return rows_of(list_round, state=State.ASKED).filter(
        reminded_at__isnull=False, ends_at__lt=at + timedelta(days=days)
    )
