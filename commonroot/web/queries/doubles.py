"""Pairs of the register that may be one person: which comes next, and what is due of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonroot.accounts.roles import Actor
from commonroot.consent.models import Agreement
from commonroot.consent.queries import SCHOOL, allowed
from commonroot.consent.rules import Purpose
from commonroot.core.due import Due
from commonroot.engagement.models import Participation
from commonroot.people.models import Pair, Person
from commonroot.people.permissions import can_edit_register
from commonroot.people.queries.sides import Side, sides_of
from commonroot.programmes.queries.words import day_words

SECONDS_PER_PAIR = 8
AHEAD = 400  # pairs that are put in order: more than anybody looks at in one go


@dataclass(frozen=True)
class Ahead:
    """The pairs to be looked at next, those of one person together; `total` counts them all."""

    pairs: tuple[int, ...]
    total: int

    def after(self, pk: int | None) -> int | None:
        """The pair after `pk`, from the beginning again at the end; None when there is none."""
        if pk not in self.pairs:
            return self.pairs[0] if self.pairs else None
        place = self.pairs.index(pk) + 1
        return self.pairs[place % len(self.pairs)]


def shown_pairs(state: str, *, at: datetime) -> QuerySet[Pair]:
    """Pairs in this state of which both people may be shown."""
    pairs = Pair.objects.filter(state=state, left__provisional=False, right__provisional=False)
    for end in ("left", "right"):
        pairs = allowed(pairs, end, purpose=Purpose.REGISTER, audience=SCHOOL, at=at)
    return pairs


def ahead(state: str, *, at: datetime) -> Ahead:
    """What is to be looked at next: the likeliest pairs first, with others of the same people."""
    pairs = shown_pairs(state, at=at)
    first = list(pairs.order_by("-probability", "pk").values_list("pk", "left", "right")[:AHEAD])
    total = pairs.count() if len(first) == AHEAD else len(first)
    return Ahead(_together(first), total)


def _together(pairs: Sequence[tuple[int, int, int]]) -> tuple[int, ...]:
    """Pairs, given the likeliest first, with others of the same people right behind."""
    leads: dict[int, int] = {}

    def first(person: int) -> int:
        while person in leads:
            person = leads[person]
        return person

    for _pk, left, right in pairs:
        one, other = first(left), first(right)
        if one != other:
            leads[other] = one
    groups: dict[int, list[int]] = {}
    for pk, left, _right in pairs:
        groups.setdefault(first(left), []).append(pk)
    return tuple(pk for group in groups.values() for pk in group)


def pair(key: str) -> Pair | None:
    """A pair with its people."""
    return Pair.objects.filter(key=key).select_related("left", "right").first()


def may_be_shown(pair: Pair, *, at: datetime) -> bool:
    """Whether the gate lets both people of a pair be shown."""
    people = Person.objects.filter(pk__in=(pair.left_id, pair.right_id), provisional=False)
    return allowed(people, "", purpose=Purpose.REGISTER, audience=SCHOOL, at=at).count() == 2  # noqa: PLR2004 - both


def sides(people: Sequence[Person], *, at: datetime) -> list[Side]:
    """People as sides of a comparison, with their courses and what they agreed to."""
    pks = [one.pk for one in people]
    today = at.date()
    said = Agreement.objects.filter(person__in=pks, purpose=Purpose.REGISTER)
    agreed = {
        row.person_id: _("be kept: %(day)s")
        % {"day": day_words(row.since.date(), today=today, short=True)}
        if row.state in (Agreement.State.GIVEN, Agreement.State.SERVED)
        else _("not asked yet")
        for row in said
    }
    rows = Participation.objects.filter(person__in=pks).select_related("programme")
    courses: dict[int, list[str]] = {}
    for row in rows.order_by("-recorded_at"):
        courses.setdefault(row.person_id, []).append(str(row.programme))
    return sides_of(
        people,
        agreed=agreed,
        courses={pk: tuple(names) for pk, names in courses.items()},
    )


def certain(*, at: datetime) -> int:
    """How many open pairs are surely one person: they may be taken at a stroke."""
    return shown_pairs(Pair.State.OPEN, at=at).filter(band=Pair.Band.CERTAIN).count()


def minutes(pairs: int) -> int:
    """How long looking at so many pairs takes, in whole minutes."""
    return -(-pairs * SECONDS_PER_PAIR // 60)


def about(person: Person, *, at: datetime) -> QuerySet[Pair]:
    """Open pairs with this person, the likeliest first."""
    theirs = Q(left=person) | Q(right=person)
    return shown_pairs(Pair.State.OPEN, at=at).filter(theirs).order_by("-probability", "pk")


def due(actor: Actor, *, at: datetime) -> list[Due]:
    """Doubles in the register that wait for somebody's eye."""
    if not can_edit_register(actor):
        return []
    open_pairs = shown_pairs(Pair.State.OPEN, at=at)
    there = open_pairs.aggregate(number=Count("pk"), oldest=Min("found_at"))
    number, oldest = there["number"], there["oldest"]
    if not number:
        return []
    return [
        Due(
            minutes=min(minutes(number), 10),
            what=ngettext("%(n)d pair may be one person", "%(n)d pairs may be one person", number)
            % {"n": number},
            why=_("Two pages for one person means two letters, and half of what we know on each."),
            button=_("Look at them"),
            address=reverse("web:doubles"),
            since=oldest,
        )
    ]
