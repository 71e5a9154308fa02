"""Whom a mailing would reach now: how many, three of them, who is left out and why; their load."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from commonroot.consent.models import Unsafe
from commonroot.consent.rules import Purpose
from commonroot.mailings.models import GroupChoice, Mailing
from commonroot.mailings.queries.audiences import agreed, condition, known
from commonroot.mailings.rules import MONTH
from commonroot.messaging.models import Letter
from commonroot.people.models import ContactWay, Person
from commonroot.people.queries import BY_PHONE, in_high_care

SAMPLE = 3
# Why somebody is not written to, in the order in which it is looked at: each is counted once.
LEFT_OUT: dict[str, Any] = {
    "left": _("left this group"),
    "agreement": _("no agreement to such letters"),
    "unsafe": _("said to be unsafe to write to"),
    "circle": _("are reached through their circle only"),
    "way": _("no address or number that works"),
    "twice": _("are in it under two entries that became one"),
    "stopped": _("it was stopped before their turn"),
}
NOT_COUNTED = (Letter.State.CANCELLED, Letter.State.BOUNCED)


@dataclass(frozen=True)
class Load:
    """How many of the people of a mailing got how many letters from us in 30 days."""

    none: int
    some: int
    many: int
    from_many: int  # what "many" means here


@dataclass(frozen=True)
class Reach:
    """Whom a mailing reaches. `left_out` is (code, people); `languages` {code: people}."""

    count: int
    by_hand: int
    left_out: Mapping[str, int]
    languages: Mapping[str, int]

    @property
    def total(self) -> int:
        """Everybody it was meant for."""
        return self.count + sum(self.left_out.values())

    @property
    def reasons(self) -> Sequence[tuple[str, int]]:
        """The reasons in words, each with its number of people."""
        return [
            (str(LEFT_OUT[code]), self.left_out[code]) for code in LEFT_OUT if code in self.left_out
        ]


def meant(mailing: Mailing, *, at: datetime) -> QuerySet[Person]:
    """Everybody a mailing is meant for, with `left_out`: a code of LEFT_OUT, or "" for who gets it.

    Of those whom organisers see in a list anyway, and those who agreed to such letters: whoever
    paused everything is not even counted.
    """
    programme = mailing.programme
    ours = agreed(mailing.purpose, programme_key=programme.key if programme else "", at=at)
    said_yes = Exists(ours.filter(pk=OuterRef("pk")))
    people = Person.objects.filter(condition(mailing.filter, at=at), provisional=False).order_by()
    if mailing.purpose == Purpose.THIS_PROGRAMME:
        people = people.filter(said_yes)
    else:
        people = people.filter(said_yes | Exists(known(at=at).filter(pk=OuterRef("pk"))))
    sieves = [
        When(~said_yes, then=Value("agreement")),
        When(Exists(Unsafe.objects.filter(person=OuterRef("pk"))), then=Value("unsafe")),
        When(channel=Person.Channel.CIRCLE, then=Value("circle")),
        When(~Exists(_working()), then=Value("way")),
    ]
    if mailing.group is not None:
        said = GroupChoice.objects.filter(group=mailing.group, person=OuterRef("pk"))
        joined = Exists(said.filter(said=GroupChoice.Said.JOINED))
        people = people.filter(condition(mailing.group.filter, at=at) | Q(joined))
        left = Exists(said.filter(said=GroupChoice.Said.LEFT))
        sieves.insert(0, When(left, then=Value("left")))
    return people.annotate(left_out=Case(*sieves, default=Value(""), output_field=CharField()))


def _working(**kind: str) -> QuerySet[ContactWay]:
    return ContactWay.objects.filter(person=OuterRef("pk"), state=ContactWay.State.WORKING, **kind)


def reached(mailing: Mailing, *, at: datetime) -> QuerySet[Person]:
    """Who gets a letter of that mailing."""
    people: Any = meant(mailing, at=at)  # with the column that says why somebody is left out
    reached_by: QuerySet[Person] = people.filter(left_out="")
    return reached_by


def reach(mailing: Mailing, *, at: datetime) -> Reach:
    """What sending that mailing now would do. Two queries over its people."""
    people = meant(mailing, at=at)
    by_phone = Q(channel__in=BY_PHONE) & Q(Exists(_working(kind=ContactWay.Kind.PHONE)))
    by_hand = ~Q(Exists(_working(kind=ContactWay.Kind.MAIL))) | by_phone
    rows: Any = (
        people.annotate(by_hand=Case(When(by_hand, then=True), default=False))
        .values_list("left_out", "by_hand", "language")
        .annotate(number=Count("pk"))
    )
    left_out: dict[str, int] = {}
    languages: dict[str, int] = {}
    hand = 0
    for code, is_by_hand, language, number in rows:
        if code:
            left_out[code] = left_out.get(code, 0) + number
            continue
        languages[language] = languages.get(language, 0) + number
        hand += number if is_by_hand else 0
    return Reach(
        count=sum(languages.values()),
        by_hand=hand,
        left_out=left_out,
        languages=dict(sorted(languages.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def sample(mailing: Mailing, *, at: datetime) -> list[Person]:
    """Three of those who get it, in as many languages as there are.

    Only people whom organisers see in a list anyway. Nobody in high care: their letter is a link
    alone, and would tell of them.
    """
    seen = known(at=at)
    people = reached(mailing, at=at).filter(pk__in=seen.values("pk")).exclude(in_high_care())
    found: list[Person] = []
    for language in people.values_list("language", flat=True).distinct().order_by("language"):
        first = people.filter(language=language).order_by("key").first()
        if first is not None and len(found) < SAMPLE:
            found.append(first)
    more = people.exclude(pk__in=[one.pk for one in found]).order_by("key")
    return [*found, *more[: SAMPLE - len(found)]]


def letters_this_month(keys: Iterable[str], *, at: datetime) -> dict[str, int]:
    """How many letters each of these people got from us in 30 days, by key; all kinds together."""
    rows: Any = (
        Letter.objects.filter(subject_key__in=keys, created_at__gt=at - MONTH)
        .exclude(state__in=NOT_COUNTED)
        .values_list("subject_key")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def load(mailing: Mailing, reached_by: Reach, *, many: int, at: datetime) -> Load:
    """The load of everybody a mailing reaches."""
    keys: Any = reached(mailing, at=at).values("key")
    got = letters_this_month(keys, at=at)
    heavy = sum(number >= many for number in got.values())
    return Load(none=reached_by.count - len(got), some=len(got) - heavy, many=heavy, from_many=many)


def ways_of(people: Iterable[Person]) -> dict[int, ContactWay]:
    """Where letters to each of these people go, by primary key, as `working_way` chooses; one
    query.
    """
    channels: dict[int, str] = {one.pk: one.channel for one in people}
    ways = ContactWay.objects.filter(
        person_id__in=channels, state=ContactWay.State.WORKING
    ).order_by("-preferred", F("confirmed_at").desc(nulls_last=True), "pk")
    found: dict[int, ContactWay] = {}
    kinds = ContactWay.Kind
    for way in ways:
        there = found.get(way.person_id)
        by_phone = Person.Channel(channels[way.person_id] or "mail") in BY_PHONE
        first = kinds.PHONE if by_phone else kinds.MAIL
        if there is None or (there.kind != first and way.kind == first):
            found[way.person_id] = way
    return found
