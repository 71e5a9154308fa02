"""The best first: people by what somebody typed, an exact name before what sounds like it.

What one word finds is fetched up to a bound and put in order here; a search that finds more than
that has no best ones, and is a list like any other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from commonroot.core.filters.compiling import FEW, asked_of_each, looked_up
from commonroot.core.text import folded, skeletons, tokens
from commonroot.people import rules
from commonroot.people.models import Person, SearchKey
from commonroot.people.queries.searching import LAST, near, with_way, words

MOST = 2000  # people that are put in order
# How well a word of a search fits a word of somebody, best first.
EXACT, BEGINS, ELSEWHERE, SOUNDS, TYPO = 0, 2, 3, 5, 6

# People whom a word means otherwise than by their own words: by country, course, circle.
Beside = Callable[[str], list[QuerySet[Person]]]


@dataclass(frozen=True)
class Found:
    """What a search found: people in order (`best`), or what to list when they are too many."""

    best: list[int] | None
    condition: Q


def found(text: str, people: QuerySet[Person], *, beside: Beside, typo: bool = False) -> Found:
    """Those of `people` of whom each word of `text` begins a name, a place, an organisation, or
    means something beside them.

    A whole address or number finds whoever it belongs to. With `typo`, names and places may be
    spelled a little otherwise.
    """
    by_way = with_way(text)
    if by_way is not None:
        return Found(list(people.filter(by_way).values_list("pk", flat=True)[:MOST]), by_way)
    asked = [_Word(word, beside(word), typo=typo) for word in words(text)]
    if not asked:
        return Found([], Q(pk__in=()))
    few = [ids for word in asked if (ids := word.ids()) is not None]
    own = [word for word in asked if not word.beside]
    if few:
        candidates: set[int] | None = set.intersection(*few)
    else:
        candidates = _in_all(own) if len(own) > 1 else None
    if candidates is None:
        return Found(None, _listed(asked, own))
    there = people.filter(pk__in=candidates)
    for word in asked:
        if word.ids() is None:
            there = there.filter(word.condition(looked_up))
    return Found(_in_order(there, asked, text=text), Q(pk__in=candidates))


class _Word:
    """One word of a search."""

    def __init__(self, text: str, beside: list[QuerySet[Person]], *, typo: bool) -> None:
        self.forms = tokens(text)
        self.beside = beside
        self.sounds = [
            rules.skeleton_word(rules.OTHER_SCRIPT[script], bare)
            for script, bare in skeletons(text)
        ]
        self.near = [one for form in self.forms for one in near(form)] if typo else []
        self._ids: set[int] | None = None
        self._asked = False

    @property
    def keys(self) -> QuerySet[SearchKey]:
        """The search words that it means."""
        means = Q(value__in=[*self.sounds, *self.near])
        for form in self.forms:
            means |= Q(value__gte=form, value__lt=form + LAST)
        return SearchKey.objects.filter(means)

    def ids(self) -> set[int] | None:
        """Whom it means, everybody among them; None when they are many."""
        if not self._asked:
            self._asked, self._ids = True, self._fetched()
        return self._ids

    def _fetched(self) -> set[int] | None:
        sources: list[QuerySet[Any, int]] = [self.keys.values_list("person", flat=True).distinct()]
        sources += [people.order_by().values_list("pk", flat=True) for people in self.beside]
        everyone: set[int] = set()
        for source in sources:
            some = list(source[: MOST + 1])
            if len(some) > MOST:
                return None
            everyone.update(some)
        return everyone

    def condition(self, link: Callable[..., Q]) -> Q:
        """The condition that it means somebody."""
        means = link(self.keys)
        for people in self.beside:
            means |= link(people, "pk")
        return means

    def fit(self, kind: str, value: str) -> int:
        """How well a search word of somebody fits; the lower the better."""
        elsewhere = 0 if kind == SearchKey.Kind.NAME else 1
        if value in self.forms:
            return EXACT + elsewhere
        if value.startswith(tuple(self.forms)):
            return BEGINS + elsewhere
        return SOUNDS if value in self.sounds else TYPO


def _in_all(asked: Sequence[_Word]) -> set[int] | None:
    """Who has all of these words; None when they are many."""
    keys = asked[0].keys
    for word in asked[1:]:
        keys = keys.filter(person__in=word.keys.values("person"))
    some = list(keys.order_by().values_list("person", flat=True).distinct()[: MOST + 1])
    return set(some) if len(some) <= MOST else None


def _listed(asked: Sequence[_Word], own: Sequence[_Word]) -> Q:
    """The condition of a search that finds many: what few have is looked up first."""
    condition = Q()
    for word in asked:
        rare = word in own and word.keys.order_by()[: FEW + 1].count() <= FEW
        condition &= word.condition(looked_up if rare else asked_of_each)
    return condition


def _in_order(people: QuerySet[Person], asked: Sequence[_Word], *, text: str) -> list[int]:
    known = {
        pk: (folded(name), sort_key)
        for pk, name, sort_key in people.order_by().values_list("pk", "shown_name", "sort_key")
    }
    means = asked[0].keys
    for word in asked[1:]:
        means |= word.keys
    fits = {pk: [ELSEWHERE] * len(asked) for pk in known}
    seen: set[tuple[int, int]] = set()
    for pk, kind, value in means.filter(person__in=known).values_list("person", "kind", "value"):
        for number, word in enumerate(asked):
            fit = word.fit(kind, value)
            first = (pk, number) not in seen
            if fit != TYPO or value in word.near:
                seen.add((pk, number))
                fits[pk][number] = fit if first else min(fit, fits[pk][number])
    wanted = folded(" ".join(text.split()))
    return sorted(known, key=lambda pk: (known[pk][0] != wanted, sum(fits[pk]), known[pk][1], pk))
