"""In which order lists of people stand, and how a page goes on where the last one ended.

A page is fetched in stretches, each of which an index answers in order: equal values first, then
the larger ones; people without the value in a stretch of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from commonroot.people.models import Person
from commonroot.people.queries.searching import LAST


@dataclass(frozen=True)
class Order:
    """An order of the list: by `column` and then by name; or by a moment alone, perhaps empty."""

    code: str
    words: Any
    column: str = ""
    is_moment: bool = False
    newest_first: bool = False


# What the rows of a list need of a person.
SHOWN = (
    "key", "shown_name", "risk", "floor", "sort_key", "country", "city", "confirmed_at",
    "organisation", "origin", "created_at",
)  # fmt: skip

ORDERS = {
    one.code: one
    for one in (
        Order("name", _("by name")),
        Order("country", _("by country"), "country"),
        Order("source", _("by where they come from"), "origin"),
        Order("confirmed", _("oldest details first"), "confirmed_at", is_moment=True),
        Order(
            "fresh",
            _("newest details first"),
            "confirmed_at",
            is_moment=True,
            newest_first=True,
        ),
        Order("added", _("newest first"), "created_at", is_moment=True, newest_first=True),
    )
}
NAME = ORDERS["name"]


def first(
    people: QuerySet[Person], order: Order, *, after: Person | None, most: int, begins: str = ""
) -> list[Person]:
    """The first `most` of `people` in that order, after that one.

    By name, those whose names begin with `begins` come before all others: an index leads to them.
    """
    found: list[Person] = []
    for stretch in _by_beginning(people, order, after=after, begins=begins):
        found += stretch.only(*SHOWN)[: most - len(found)]
        if len(found) >= most:
            break
    return found


def _by_beginning(
    people: QuerySet[Person], order: Order, *, after: Person | None, begins: str
) -> Iterator[QuerySet[Person]]:
    if not begins or order is not NAME:
        yield from stretches(people, order, after=after)
        return
    end = begins + LAST
    is_past = after is not None and not begins <= after.sort_key < end
    if not is_past:
        beginning = people.filter(sort_key__gte=begins, sort_key__lt=end)
        yield from stretches(beginning, order, after=after)
    others = people.filter(Q(sort_key__lt=begins) | Q(sort_key__gte=end))
    yield from stretches(others, order, after=after if is_past else None)


def all_in(people: QuerySet[Person], order: Order, *, few: bool = False) -> QuerySet[Person]:
    """Everybody in that order, for files and paper. `few`: to be looked up, then sorted."""

    def by(column: str) -> Any:
        # No index holds this expression, so that nobody walks one to come across a few people.
        return Coalesce(column, column) if few else F(column)

    if not order.is_moment:
        columns = ([order.column] if order.column else []) + ["sort_key"]
        return people.order_by(*(by(column).asc() for column in columns), "pk")
    if order.newest_first:
        return people.order_by(by(order.column).desc(nulls_last=True), "-pk")
    return people.order_by(by(order.column).asc(nulls_first=True), "pk")


def stretches(
    people: QuerySet[Person], order: Order, *, after: Person | None
) -> Iterator[QuerySet[Person]]:
    """The stretches of a list after that person, each in its order."""
    if order.is_moment:
        yield from _by_moment(people, order, after=after)
        return
    by_name = ("sort_key", "pk")
    column = order.column
    if not column:
        yield _after_name(people, after).order_by(*by_name)
    elif after is None:
        yield people.order_by(column, *by_name)
    else:
        value = getattr(after, column)
        yield _after_name(people.filter(**{column: value}), after).order_by(*by_name)
        yield people.filter(**{f"{column}__gt": value}).order_by(column, *by_name)


def _after_name(people: QuerySet[Person], after: Person | None) -> QuerySet[Person]:
    if after is None:
        return people
    return people.filter(sort_key__gte=after.sort_key).filter(
        Q(sort_key__gt=after.sort_key) | Q(pk__gt=after.pk)
    )


def _by_moment(
    people: QuerySet[Person], order: Order, *, after: Person | None
) -> Iterator[QuerySet[Person]]:
    """Whoever never said anything stands before the oldest, and after the newest."""
    column, down = order.column, order.newest_first
    key = "-pk" if down else "pk"
    never = people.filter(**{column: None}).order_by(key)
    dated = people.exclude(**{column: None}).order_by(f"-{column}" if down else column, key)
    if after is not None:
        further = Q(pk__lt=after.pk) if down else Q(pk__gt=after.pk)
        value = getattr(after, column)
        if value is None:
            never = never.filter(further)
        else:
            side, beyond = ("lte", "lt") if down else ("gte", "gt")
            dated = dated.filter(**{f"{column}__{side}": value}).filter(
                Q(**{f"{column}__{beyond}": value}) | further
            )
        passed = (value is None) if down else (value is not None)
        if passed:
            yield never if down else dated
            return
    yield from (dated, never) if down else (never, dated)
