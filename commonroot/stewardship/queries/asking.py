"""Whom to ask whether their details are still right, and what came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonroot.accounts.roles import Actor, Permission, holds
from commonroot.consent.models import Agreement
from commonroot.consent.queries import SCHOOL, STANDING, allowed
from commonroot.consent.rules import Purpose
from commonroot.core.due import Due
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.permissions import SCHOOL_ONLY
from commonroot.people.queries.people import BY_PHONE
from commonroot.stewardship import rules
from commonroot.stewardship.models import AskingRhythm, DetailsQuestion, DetailsRound

State = DetailsQuestion.State
OPEN = (State.WAITING, State.ASKED)
SAMPLE = 3

# Why somebody of a list is not asked, in the order in which they are looked at.
LEFT_OUT = {
    "paused": gettext_lazy("paused everything"),
    "basis": gettext_lazy("no agreement to be in the register"),
    "unsafe": gettext_lazy("said to be unsafe to write to"),
    "declined": gettext_lazy("asked not to be asked"),
    "circle": gettext_lazy("are reached through their circle only"),
    "way": gettext_lazy("no address that works"),
    "asked": gettext_lazy("were asked not long ago"),
    "fresh": gettext_lazy("said not long ago that all is right"),
}


def rhythm() -> AskingRhythm:
    """How often everybody is asked; as for a new school when nobody has said."""
    return AskingRhythm.objects.order_by("pk").first() or AskingRhythm()


def details_round(key: str) -> DetailsRound | None:
    """The round with that key."""
    return DetailsRound.objects.filter(key=key).first()


def details_question(key: str) -> DetailsQuestion | None:
    """The question with that key, with its person and round."""
    return DetailsQuestion.objects.filter(key=key).select_related("person", "round").first()


def open_question(person: Person) -> DetailsQuestion | None:
    """What `person` was asked and has not answered yet; the latest."""
    asked = DetailsQuestion.objects.filter(person=person, state=State.ASKED)
    return asked.order_by("-asked_at", "-pk").first()


def last_question(person: Person) -> DetailsQuestion | None:
    """The latest question to `person`, however it ended."""
    asked = DetailsQuestion.objects.filter(person=person).select_related("round")
    return asked.order_by("-made_at", "-pk").first()


def permitted(people: QuerySet[Person], *, at: datetime) -> QuerySet[Person]:
    """Those of `people` who said yes to the register, and so may be asked about what stands there.

    Who came with an old list and was never asked is not written to.
    """
    return people.filter(_agreed(at=at), provisional=False)


def _agreed(*, at: datetime) -> Exists:
    return Exists(_agreements(at=at).filter(person=OuterRef("pk")))


def _agreements(*, at: datetime) -> QuerySet[Agreement]:
    """Every yes to the register that the gate lets through."""
    said_yes = Agreement.objects.filter(purpose=Purpose.REGISTER, state__in=STANDING)
    return allowed(said_yes, "person", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)


def _asked(**states: Any) -> Exists:
    return Exists(DetailsQuestion.objects.filter(person=OuterRef("pk"), **states))


def _sieved(people: QuerySet[Person], *, at: datetime, patient: bool = True) -> QuerySet[Any]:
    """`people` with `left_out`: a code of LEFT_OUT, or "" for who is asked.

    Without `patient` those asked or answered not long ago are asked again.
    """
    since = rules.asked_since(months=rhythm().months, at=at)
    waits = _asked(state__in=OPEN)
    sieves = [
        When(frozen_at__isnull=False, then=Value("paused")),
        When(~_agreed(at=at) | Q(provisional=True), then=Value("basis")),
        When(_asked(state=State.UNSAFE), then=Value("unsafe")),
        When(_asked(state=State.DECLINED), then=Value("declined")),
        When(channel=Person.Channel.CIRCLE, then=Value("circle")),
        When(~Exists(_working()), then=Value("way")),
    ]
    if patient:
        sieves += [
            When(_asked(made_at__gt=since) | waits, then=Value("asked")),
            When(confirmed_at__gt=since, then=Value("fresh")),
        ]
    else:
        sieves.append(When(waits, then=Value("asked")))
    return people.annotate(left_out=Case(*sieves, default=Value(""), output_field=CharField()))


def _working(**kind: str) -> QuerySet[ContactWay]:
    return ContactWay.objects.filter(person=OuterRef("pk"), state=ContactWay.State.WORKING, **kind)


def _by_hand() -> Q:
    """Who has a phone only, or for whom it is the safe way."""
    by_phone = Q(channel__in=BY_PHONE) & Q(Exists(_working(kind=ContactWay.Kind.PHONE)))
    return ~Q(Exists(_working(kind=ContactWay.Kind.MAIL))) | by_phone


@dataclass(frozen=True)
class Preview:
    """Whom an asking would reach: how many, three of them, and whom it leaves out and why.

    `left_out` is pairs of reason and number of people; each person is counted under the first
    reason that holds.
    """

    people: QuerySet[Person]
    count: int
    by_hand: int
    sample: Sequence[Person]
    left_out: Sequence[tuple[str, int]]

    @property
    def total(self) -> int:
        """Everybody of the list."""
        return self.count + sum(number for _reason, number in self.left_out)


def asking_preview(people: QuerySet[Person], *, at: datetime, patient: bool = True) -> Preview:
    """What asking `people` now would do; see `_sieved` for `patient`. Reads all of them once."""
    sieved = _sieved(people.order_by(), at=at, patient=patient)
    counted = sieved.annotate(by_hand=Case(When(_by_hand(), then=True), default=False))
    rows: Any = counted.values_list("left_out", "by_hand").annotate(number=Count("pk"))
    numbers: dict[str, int] = {}
    by_hand = 0
    for reason, is_by_hand, number in rows:
        numbers[reason] = numbers.get(reason, 0) + number
        by_hand += number if is_by_hand and not reason else 0
    asked = sieved.filter(left_out="").order_by("sort_key", "pk")
    count = numbers.pop("", 0)
    return Preview(
        people=asked,
        count=count,
        by_hand=by_hand,
        sample=list(asked[:SAMPLE]) if count else [],
        left_out=[
            (str(words), numbers[code]) for code, words in LEFT_OUT.items() if code in numbers
        ],
    )


def grown_old(*, at: datetime) -> QuerySet[Person]:
    """Who may be asked and neither said that all is right nor was asked since the rhythm's time.

    The longest without a word first. Who came to us only since then is not old yet.
    """
    asked = sieved_old(Person.objects.all(), at=at).filter(left_out="")
    return asked.order_by(F("confirmed_at").asc(nulls_first=True), "pk")


def sieved_old(people: QuerySet[Person], *, at: datetime) -> QuerySet[Any]:
    """Those of `people` whose details grew old, with `left_out`: a code of LEFT_OUT, or ""."""
    since = rules.asked_since(months=rhythm().months, at=at)
    old = people.filter(provisional=False).filter(
        Q(confirmed_at__lte=since) | Q(confirmed_at=None, created_at__lte=since)
    )
    return _sieved(old, at=at)


def round_of_week_due(*, at: datetime) -> bool:
    """Whether this week's round of the rhythm is still to be made, and there is somebody to ask.

    Nothing starts by itself while every letter would have to be sent by hand.
    """
    if not rhythm().is_on or not (settings.SMTP_HOST or settings.DEMO):
        return False
    if rhythm_round_since(at - rules.WEEK):
        return False
    return grown_old(at=at).exists()


def rhythm_round_since(moment: datetime) -> bool:
    """Whether the rhythm made a round after that moment."""
    rounds_ = DetailsRound.objects.filter(origin=DetailsRound.Origin.RHYTHM)
    return rounds_.filter(made_at__gt=moment).exists()


def may_be_asked(*, at: datetime) -> int:
    """How many people the rhythm goes round."""
    return _agreements(at=at).filter(person__provisional=False).count()


def long_silent(*, at: datetime) -> int:
    """How many of these said nothing of their details since the rhythm's time."""
    since = rules.asked_since(months=rhythm().months, at=at)
    unsaid = Q(person__confirmed_at=None) | Q(person__confirmed_at__lte=since)
    return _agreements(at=at).filter(unsaid, person__provisional=False).count()


# What the sweeps find.


def to_post(*, at: datetime) -> QuerySet[DetailsQuestion]:
    """Questions of rounds that have left, whose letter is not written yet."""
    return (
        DetailsQuestion.objects.filter(
            state=State.WAITING, round__leaves_at__lte=at, round__taken_back_at=None
        )
        .select_related("person", "round")
        .order_by("pk")
    )


def to_ask_again(*, at: datetime) -> QuerySet[DetailsQuestion]:
    """Those silent for two weeks who were written to only once, and got that letter."""
    return (
        DetailsQuestion.objects.filter(
            state=State.ASKED,
            reminded_at=None,
            asked_at__lte=at - rules.SECOND_TRY,
            asked_at__gt=at - rules.SILENT,
            post__state__in=(Letter.State.SENT, Letter.State.UNKNOWN),
        )
        .select_related("person", "round", "post")
        .order_by("pk")
    )


def to_end(*, at: datetime) -> QuerySet[DetailsQuestion]:
    """Those whose letter came back or was stopped, who kept silent, or whom nobody wrote to."""
    ended = (Letter.State.BOUNCED, Letter.State.CANCELLED)
    silent = Q(asked_at__lte=at - rules.SILENT) & ~Q(post__state=Letter.State.HELD)
    unsent = Q(asked_at__lte=at - rules.BY_HAND)
    return (
        DetailsQuestion.objects.filter(state=State.ASKED)
        .filter(Q(post__state__in=ended) | silent | unsent)
        .select_related("person", "post")
        .order_by("pk")
    )


# What organisers see.


@dataclass(frozen=True)
class Numbers:
    """What came of some questions, in people; `asked` is everybody a letter was written to."""

    waiting: int = 0
    asked: int = 0
    answered: int = 0
    right: int = 0
    changed: int = 0
    open: int = 0
    by_hand: int = 0
    silent: int = 0
    returned: int = 0
    unsent: int = 0
    unsafe: int = 0
    declined: int = 0
    stopped: int = 0


def numbers(questions: QuerySet[DetailsQuestion]) -> Numbers:
    """The numbers of `questions`, in one query."""
    said = DetailsQuestion.Said
    counts: Mapping[str, int] = questions.order_by().aggregate(
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        asked=Count("pk", filter=Q(asked_at__isnull=False)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        right=Count("pk", filter=Q(said=said.RIGHT)),
        changed=Count("pk", filter=Q(said=said.CHANGED)),
        open=Count("pk", filter=Q(state=State.ASKED)),
        by_hand=Count("pk", filter=Q(state=State.ASKED, post__state=Letter.State.HELD)),
        silent=Count("pk", filter=Q(state=State.SILENT)),
        returned=Count("pk", filter=Q(state=State.RETURNED)),
        unsent=Count("pk", filter=Q(state=State.UNSENT)),
        unsafe=Count("pk", filter=Q(state=State.UNSAFE, answered_at=None)),
        declined=Count("pk", filter=Q(state=State.DECLINED, answered_at=None)),
        stopped=Count("pk", filter=Q(state=State.STOPPED)),
    )
    return Numbers(**counts)


def numbers_since(since: datetime) -> Numbers:
    """Of everybody asked since that moment."""
    return numbers(DetailsQuestion.objects.filter(made_at__gte=since))


def rounds() -> QuerySet[DetailsRound]:
    """Every round, the newest first, each with `asked`, `answered` and `returned`."""
    return DetailsRound.objects.annotate(
        people=Count("questions"),
        asked=Count("questions", filter=Q(questions__asked_at__isnull=False)),
        answered=Count("questions", filter=Q(questions__answered_at__isnull=False)),
        returned=Count("questions", filter=Q(questions__state=State.RETURNED)),
    ).order_by("-made_at", "-pk")


def questions_of(
    round_: DetailsRound, *, at: datetime, state: str = ""
) -> QuerySet[DetailsQuestion]:
    """The questions of a round that an organiser may see now, by the people's sorting order."""
    found = DetailsQuestion.objects.filter(round=round_)
    if state:
        found = found.filter(state=state)
    seen = allowed(found, "person", purpose=Purpose.REGISTER, audience=SCHOOL, at=at)
    return seen.select_related("person").order_by("person__sort_key", "pk")


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """A round that leaves by itself, to be looked at before; letters that came back."""
    if not holds(actor, Permission.WRITE_LETTERS, within=SCHOOL_ONLY):
        return []
    found = []
    leaving = DetailsRound.objects.filter(
        origin=DetailsRound.Origin.RHYTHM, leaves_at__gt=at, taken_back_at=None
    ).annotate(people=Count("questions"))
    for one in leaving:
        found.append(
            Due(
                minutes=2,
                what=ngettext(
                    "%(n)s person is asked tomorrow whether their details are right",
                    "%(n)s people are asked tomorrow whether their details are right",
                    one.people,
                )
                % {"n": one.people},
                why=_("Nobody said so for a year. Nothing is to be done, unless you take it back."),
                button=_("Look"),
                address=reverse("web:still_right_round", args=[one.key]),
                since=one.made_at,
            )
        )
    return found
