"""Asking all of them once: whom, how each is reached, how far it is, and what comes next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet

from commonroot.consent.models import Agreement
from commonroot.consent.queries import to_be_asked
from commonroot.consent.rules import Purpose
from commonroot.intake.models import Asked, Campaign, Import, ImportRow
from commonroot.intake.rules import asking as rules
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Pair, Person

State = Asked.State
# Rows of people who still may answer, and about whom nothing is settled.
UNSETTLED = (State.WAITING, State.POSTED, State.ASKED)
SAID_YES = (State.YES, State.CORRECTED)
ANSWERED = (*SAID_YES, State.NO)
RUNNING = (Campaign.State.OPEN, Campaign.State.PAUSED)
WAYS = Prefetch(
    "ways", ContactWay.objects.filter(state=ContactWay.State.WORKING).order_by(
        "kind", "-preferred", "pk"
    )
)  # fmt: skip
SOON_DAYS = 7


@dataclass(frozen=True)
class Prospect:
    """Somebody who would be asked: by which way, or why not ("paused", "no way")."""

    person: Person
    way: ContactWay | None
    why: str


@dataclass
class Preview:
    """Whom a campaign would ask, in counts of people."""

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


def campaign(key: str) -> Campaign | None:
    """The campaign with that key."""
    return Campaign.objects.filter(key=key).first()


def campaigns() -> QuerySet[Campaign]:
    """All campaigns, newest first."""
    return Campaign.objects.order_by("-made_at", "-pk")


def asked(key: str) -> Asked | None:
    """The row with that key, as long as there is somebody behind it."""
    found = Asked.objects.filter(key=key, person__isnull=False)
    return found.select_related("campaign", "person").first()


def unasked(*, but: Campaign | None = None) -> QuerySet[Person]:
    """Everybody who came with an old list and was never asked, in a campaign other than `but`.

    A campaign that was stopped does not count: it promised nothing any more. Nor do those count who
    could not be reached by it.
    """
    before = Asked.objects.filter(
        person=OuterRef("pk"), state__in=(State.WAITING, State.POSTED, State.ASKED, State.KEPT)
    ).exclude(campaign__state=Campaign.State.STOPPED)
    if but is not None:
        before = before.exclude(campaign=but)
    people = to_be_asked(Person.objects.filter(provisional=False))
    return people.exclude(Exists(before))


def chosen(campaign: Campaign) -> QuerySet[Person]:
    """Whom the campaign is about, as things stand."""
    people = unasked(but=campaign)
    if campaign.everybody:
        return people
    rows = ImportRow.objects.filter(person=OuterRef("pk"), batch__in=campaign.lists.all())
    return people.filter(Exists(rows))


def not_gathered(campaign: Campaign) -> QuerySet[Person]:
    """Those of `chosen` who have no row in the campaign yet; whoever came later is not asked."""
    there = Asked.objects.filter(campaign=campaign, person=OuterRef("pk"))
    found = chosen(campaign).filter(frozen_at=None, created_at__lte=campaign.leaves_at)
    return found.exclude(Exists(there)).order_by("pk")


def prospects(people: QuerySet[Person]) -> Iterable[Prospect]:
    """Each of `people` with the way by which they would be asked; two queries per thousand."""
    for person in people.prefetch_related(WAYS).iterator(chunk_size=1000):
        yield prospect(person)


def prospect(person: Person) -> Prospect:
    """The same of one person."""
    ways = list(person.ways.all())
    kind, why = rules.way_to_ask(
        ways={way.kind for way in ways if way.state == ContactWay.State.WORKING},
        channel=person.channel,
        is_high=person.risk == Person.Risk.HIGH,
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
    rows = ImportRow.objects.filter(person__in=people.values("pk"))
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


def to_gather(*, at: datetime) -> QuerySet[Campaign]:
    """Campaigns that were started and whose people have no rows yet."""
    return Campaign.objects.filter(state=Campaign.State.OPEN, gathered_at=None).order_by("pk")


def to_write(*, at: datetime) -> QuerySet[Campaign]:
    """Campaigns that can no longer be taken back and have somebody left to write to."""
    waiting = Asked.objects.filter(campaign=OuterRef("pk"), state=State.WAITING)
    return (
        Campaign.objects.filter(state=Campaign.State.OPEN, leaves_at__lte=at)
        .exclude(gathered_at=None)
        .filter(Exists(waiting))
        .order_by("pk")
    )


def next_to_write(campaign: Campaign) -> QuerySet[Asked]:
    """Who waits for their first letter, in order."""
    people = Prefetch("person", Person.objects.prefetch_related(WAYS))
    return (
        Asked.objects.filter(campaign=campaign, state=State.WAITING)
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
    rows = Asked.objects.filter(campaign__state__in=RUNNING, state__in=UNSETTLED)
    return (
        rows.filter(ended | reminder | ~Exists(unknown) | Q(person__frozen_at__isnull=False))
        .select_related("campaign", "person", "post", "reminder")
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
            campaign__state=Campaign.State.OPEN,
        )
        .select_related("campaign", "person")
        .order_by("remind_at", "pk")
    )


def silent(*, at: datetime) -> QuerySet[Asked]:
    """Who was asked twice and whose days are over."""
    return (
        Asked.objects.filter(
            state=State.ASKED,
            ends_at__lte=at,
            reminded_at__isnull=False,
            campaign__state=Campaign.State.OPEN,
        )
        .select_related("campaign", "person")
        .order_by("ends_at", "pk")
    )


def undecided(*, at: datetime) -> QuerySet[Asked]:
    """Who could not be asked, and about whom no organiser decided until the set date."""
    return (
        Asked.objects.filter(
            state=State.BACK, campaign__leaves_at__lte=at - rules.DECIDE, person__isnull=False
        )
        .exclude(campaign__state__in=(Campaign.State.DRAFT, Campaign.State.STOPPED))
        .select_related("campaign", "person")
        .order_by("pk")
    )


def to_finish(*, at: datetime) -> QuerySet[Campaign]:
    """Campaigns in which nobody is left of whom we wait to hear."""
    waiting = Asked.objects.filter(campaign=OuterRef("pk"), state__in=UNSETTLED)
    return (
        Campaign.objects.filter(state=Campaign.State.OPEN, leaves_at__lte=at)
        .exclude(gathered_at=None)
        .exclude(Exists(waiting))
    )


# What the pages show.


def has_begun(campaign: Campaign) -> bool:
    """Whether a letter was posted, so that the whole can no longer be taken back."""
    return Asked.objects.filter(campaign=campaign, letters__gt=0).exists()


def counts(campaign: Campaign) -> dict[str, int]:
    """People per state, every state named, and `people`: all of them."""
    found = dict(
        Asked.objects.filter(campaign=campaign)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
        .values_list("state", "n")
    )
    numbers: dict[str, int] = {state.value: found.get(state.value, 0) for state in State}
    return numbers | {"people": sum(found.values())}


def held_by_hand(campaign: Campaign) -> int:
    """Letters of the campaign that wait for somebody's own phone."""
    rows = Asked.objects.filter(campaign=campaign, state__in=(State.POSTED, State.ASKED))
    held = Letter.State.HELD
    return rows.filter(Q(post__state=held) | Q(reminder__state=held)).count()


def soon(campaign: Campaign, *, at: datetime, days: int = SOON_DAYS) -> list[Going]:
    """Who goes on which of the next days if they stay silent, today first; empty days left out."""
    ends = Asked.objects.filter(
        campaign=campaign,
        state=State.ASKED,
        reminded_at__isnull=False,
        ends_at__lt=at + timedelta(days=days),
    ).values_list("ends_at", flat=True)
    found = Counter(max(end, at).date() for end in ends if end is not None)
    return [Going(day, people) for day, people in sorted(found.items())]


def last_day(campaign: Campaign) -> datetime | None:
    """When the last of those asked so far runs out."""
    rows = Asked.objects.filter(campaign=campaign, state=State.ASKED)
    return rows.order_by("-ends_at").values_list("ends_at", flat=True).first()


def next_reminder(campaign: Campaign) -> datetime | None:
    """When the next second letter is due."""
    rows = Asked.objects.filter(campaign=campaign, state=State.ASKED, reminder=None)
    first: datetime | None = rows.aggregate(first=Min("remind_at"))["first"]
    return first


def rows_of(campaign: Campaign, *, state: str) -> QuerySet[Asked]:
    """The rows of one state with their people, in their sorting order."""
    return (
        Asked.objects.filter(campaign=campaign, state=state, person__isnull=False)
        .select_related("person")
        .order_by("ends_at", "person__sort_key", "pk")
    )


def reachable_now(campaign: Campaign) -> list[Asked]:
    """Those who could not be asked and have a way by now."""
    people = Prefetch("person", Person.objects.prefetch_related(WAYS))
    rows = Asked.objects.filter(campaign=campaign, state=State.BACK, person__isnull=False)
    return [
        row
        for row in rows.prefetch_related(people).order_by("pk")
        if row.person is not None and prospect(row.person).way is not None
    ]


def going_soon(campaign: Campaign, *, at: datetime, days: int = SOON_DAYS) -> QuerySet[Asked]:
    """The rows of those who go within so many days if they stay silent, the first to go first."""
    return rows_of(campaign, state=State.ASKED).filter(
        reminded_at__isnull=False, ends_at__lt=at + timedelta(days=days)
    )
