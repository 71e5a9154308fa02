"""The best first: people by what somebody typed, an exact name before what sounds like it.

What one word finds is fetched up to a bound and put in order here; a search that finds more than
that has no best ones, and is a list like any other.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from commonroot.core.filters.compiling import FEW, any_looked_up, asked_of_each, asked_of_few
from commonroot.core.filters.fields import Link
from commonroot.core.text import folded, skeletons, tokens
from commonroot.people import rules
from commonroot.people.models import Person, SearchKey
from commonroot.people.queries.searching import LAST, near, with_way, words

MOST = 2000  # people that are put in order
MOST_ROWS = 2 * MOST  # rows that may lead to them: somebody is called so, and works where it is so
SOON = 200  # people: of so few it is soonest asked which words they have
# How well a word of a search fits a word of somebody, best first.
EXACT, BEGINS, ELSEWHERE, SOUNDS, TYPO = 0, 2, 3, 5, 6


class Rows(NamedTuple):
    """Rows, and their path to the people whom a word means otherwise than by their own words: by
    country, course, circle.

    `own`: the same as a condition on people, where the rows are people themselves.
    """

    rows: QuerySet[Any]
    path: str = "person"
    own: Q | None = None


Beside = Callable[[str], list[Rows]]


@dataclass(frozen=True)
class Found:
    """What a search found: people in order (`best`), or what to list when they are too many.

    `most`: how many there are at most, where that is known. `is_exact`: somebody is called so.
    `begins`: people whose names begin so come first in a list of too many.
    """

    best: list[int] | None
    condition: Q
    most: int | None = None
    is_exact: bool = False
    begins: str = ""


def found(text: str, people: QuerySet[Person], *, beside: Beside, typo: bool = False) -> Found:
    """Those of `people` of whom each word of `text` begins a name, a place, an organisation, or
    means something beside them.

    A whole address or number finds whoever it belongs to. With `typo`, names and places may be
    spelled a little otherwise.
    """
    by_way = with_way(text)
    if by_way is not None:
        best = list(people.filter(by_way).values_list("pk", flat=True)[:MOST])
        return Found(best, by_way, is_exact=True)
    asked = [_Word(word, beside(word), typo=typo) for word in words(text)]
    if not asked:
        return Found([], Q(pk__in=()))
    candidates, is_spelled = _candidates(asked), False
    if candidates is None and not typo and any(word.sounds for word in asked):
        # What only sounds so is left out where it would hide who is called so.
        spelled = [_Word(word.text, word.beside, typo=False, sounds=False) for word in asked]
        if only := _candidates(spelled):
            asked, candidates, is_spelled = spelled, only, True
    if candidates is None:
        return _listed(asked)
    for word in asked:
        if not word.is_met:
            candidates = word.those_of(candidates)
    best, is_exact = _in_order(people.filter(pk__in=candidates), asked, text=text)
    return Found(best, Q(pk__in=best), is_exact=is_exact or is_spelled)


def _candidates(asked: Sequence["_Word"]) -> set[int] | None:
    """Whom a word means that means few, or whom all together mean; None when they are many.

    What is a name alone is tried first: what also means a country seldom means few.
    """
    for word in sorted(asked, key=lambda word: bool(word.beside)):
        if (few := word.ids()) is not None:
            return few
    if len(asked) == 1:
        return None
    if (some := _in_several(asked)) is not None:
        return some
    own = [word for word in asked if not word.beside]
    return _in_all(own) if len(own) > 1 else None


def _in_several(asked: Sequence["_Word"]) -> set[int] | None:
    """Whom those words mean that do not mean too many to be fetched; None when they are many."""
    known = [(word, people) for word in asked if (people := word.everybody()) is not None]
    some = set.intersection(*(people for _word, people in known)) if known else set()
    if not known or len(some) > MOST:
        return None
    for word, _people in known:
        word.is_met = True
    return some


Key = tuple[int, str, str]  # a search word of somebody: primary key, kind, word


class _Word:
    """One word of a search."""

    def __init__(self, text: str, beside: list[Rows], *, typo: bool, sounds: bool = True) -> None:
        self.text = text
        self.forms = tokens(text)
        self.beside = beside
        heard = skeletons(text) if sounds else []
        self.sounds = [
            rules.skeleton_word(rules.OTHER_SCRIPT[script], bare) for script, bare in heard
        ]
        self.near = [one for form in self.forms for one in near(form)] if typo else []
        self.is_met = False  # only people whom it means are candidates
        self.keys_known: list[Key] | None = None  # those of every candidate, or more

    @property
    def means(self) -> list[Q]:
        """The search words that it means; each condition is answered by an index alone."""
        spelled = [Q(value__gte=form, value__lt=form + LAST) for form in self.forms]
        return (
            [*spelled, Q(value__in=others)] if (others := [*self.sounds, *self.near]) else spelled
        )

    @property
    def keys(self) -> QuerySet[SearchKey]:
        """The same, for one question about somebody."""
        means = Q()
        for one in self.means:
            means |= one
        return SearchKey.objects.filter(means)

    @property
    def _sources(self) -> list[Rows]:
        """All that leads to somebody, each found through its index."""
        keys = [Rows(SearchKey.objects.filter(one)) for one in self.means]
        return [*keys, *self.beside]

    def ids(self) -> set[int] | None:
        """Whom it means, everybody among them; None when they are many."""
        keys = self._every_key()
        everyone = {pk for pk, _kind, _value in keys or ()}
        if keys is None or len(everyone) > MOST:
            return None
        for rows_beside, path, own in self.beside:
            most = MOST_ROWS if own is None else MOST
            pks = list(rows_beside.order_by().values_list(path, flat=True)[: most + 1])
            everyone.update(pks)
            if len(pks) > most or len(everyone) > MOST:
                return None
        self.keys_known, self.is_met = keys, True
        return everyone

    def _every_key(self) -> list[Key] | None:
        """Every search word that it means; None when they are many."""
        keys: list[Key] = []
        for one in self.means:
            # Not `distinct()`: PostgreSQL would read all there are before it gave the first.
            rows = SearchKey.objects.filter(one).order_by()
            keys += rows.values_list("person", "kind", "value")[: MOST_ROWS + 1 - len(keys)]
            if len(keys) > MOST_ROWS:
                return None
        return keys

    def those_of(self, few: set[int]) -> set[int]:
        """Whom it means of these few; however many it means in all."""
        keys = self._every_key() if len(few) > SOON else None
        if keys is None:
            rows = self.keys.order_by().filter(person__in=few)
            keys = list(rows.values_list("person", "kind", "value"))
        self.keys_known, self.is_met = keys, True
        meant = {pk for pk, _kind, _value in keys} & few
        for rows_beside, path, _own in self.beside:
            if rest := few - meant:
                known = rows_beside.order_by().filter(**{f"{path}__in": rest})
                meant.update(known.values_list(path, flat=True))
        return meant

    def everybody(self) -> set[int] | None:
        """Whom it means; None when they are more than are soonest looked up."""
        people: set[int] = set()
        for rows, path, _own in self._sources:
            people.update(rows.order_by().values_list(path, flat=True)[: FEW + 1])
            if len(people) > FEW:
                return None
        return people

    def keys_of(self, people: Iterable[int]) -> Iterable[Key]:
        """Those search words of these people that it means."""
        if self.keys_known is not None:
            return self.keys_known
        rows = self.keys.order_by().filter(person__in=people)
        return rows.values_list("person", "kind", "value")

    def most(self) -> int | None:
        """How many people it can mean at most; None: more than are soonest looked up."""
        total = sum(one.rows.order_by()[: FEW + 1].count() for one in self._sources)
        return total if total <= FEW else None

    def asked(self, link: Link) -> Q:
        """The condition that it means somebody, asked by `link`."""
        means = link(self.keys)
        for rows, path, own in self.beside:
            means |= link(rows, path) if own is None else own
        return means

    def looked_up(self) -> Q:
        """The same, to be looked up."""
        return any_looked_up(*(rows.values(path) for rows, path, _own in self._sources))

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
    some = list(keys.order_by().values_list("person", flat=True)[: MOST_ROWS + 1])
    people = set(some)
    return people if len(some) <= MOST_ROWS and len(people) <= MOST else None


def _listed(asked: Sequence[_Word]) -> Found:
    """The condition of a search that finds many: what the fewest have is looked up."""
    reach = {number: most for number, word in enumerate(asked) if (most := word.most()) is not None}
    fewest = min(reach, key=lambda number: reach[number], default=None)
    condition = Q()
    link = asked_of_each if fewest is None else asked_of_few
    for number, word in enumerate(asked):
        condition &= word.looked_up() if number == fewest else word.asked(link)
    begins = folded(asked[0].text) if len(asked) == 1 else ""
    return Found(None, condition, None if fewest is None else reach[fewest], begins=begins)


def _in_order(
    people: QuerySet[Person], asked: Sequence[_Word], *, text: str
) -> tuple[list[int], bool]:
    """Primary keys, the best first, and whether somebody has several words all just so."""
    known = {
        pk: (folded(name), sort_key)
        for pk, name, sort_key in people.order_by().values_list("pk", "shown_name", "sort_key")
    }
    fits = {pk: [ELSEWHERE] * len(asked) for pk in known}
    for number, word in enumerate(asked):
        best_of: dict[int, int] = {}
        for pk, kind, value in word.keys_of(known):
            if pk in known:
                fit = word.fit(kind, value)
                best_of[pk] = min(fit, best_of.get(pk, fit))
        for pk, fit in best_of.items():
            fits[pk][number] = fit
    wanted = folded(" ".join(text.split()))
    best = sorted(known, key=lambda pk: (known[pk][0] != wanted, sum(fits[pk]), known[pk][1], pk))
    return best, len(asked) > 1 and any(set(fit) == {EXACT} for fit in fits.values())
