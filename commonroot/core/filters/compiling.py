"""From a filter to a condition on people, in the form that the database answers soonest.

A list is sorted and shows fifty rows. Where few people are meant, it is soonest to look them up
and sort them; where many are, to walk the sorted list until fifty are found. Neither database can
be relied on to see which, so the filter is compiled for the one or the other: what few rows point
to as `IN`, which is looked up, all the rest as `EXISTS`, which is asked of each row.

What one thing or another points to is looked up in one `IN`: PostgreSQL reads every person to
answer `IN … OR IN …`. What is asked besides of few who were looked up stands as a value and not as
`EXISTS`, of which PostgreSQL makes a join that reads everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value

from commonroot.core.filters.fields import Field, Link
from commonroot.core.filters.value import Filter, Node, Part

FEW = 12_000  # rows: up to so many are looked up and sorted rather than come across
NOBODY = Q(pk__in=())
LINKED = "linked"  # stands for rows that are only counted


def looked_up(rows: QuerySet[Any], path: str = "person") -> Q:
    """Those whom one of `rows` points to, to be looked up."""
    return Q(pk__in=rows.order_by().values(path))


def any_looked_up(*rows: QuerySet[Any]) -> Q:
    """Those whom one of these points to; each of `rows` selects people's primary keys alone."""
    first, *others = (one.order_by() for one in rows)
    return Q(pk__in=first.union(*others) if others else first)


def asked_of_each(rows: QuerySet[Any], path: str = "person") -> Q:
    """The same, to be asked of each row in turn."""
    return Q(Exists(rows.order_by().filter(**{path: OuterRef("pk")})))


class _There(Subquery):
    """Whether a question about one row finds anything: true or false, and never a join."""

    template = "((%(subquery)s) IS NOT NULL)"
    output_field = BooleanField()


def asked_of_few(rows: QuerySet[Any], path: str = "person") -> Q:
    """The same, to be asked of few, who were looked up."""
    found = rows.order_by().filter(**{path: OuterRef("pk")})
    return Q(_There(found.values(found=Value(1))[:1]))


def condition(
    node: Node,
    *,
    fields: Mapping[str, Field],
    at: datetime,
    among: QuerySet[Any] | None = None,
    link: Link = asked_of_each,
) -> Q:
    """What `node` asks of a person; those of `among` are looked up, without it they are asked by
    `link`.
    """
    if isinstance(node, Part):
        how = fields[node.field].hows[node.how]
        if among is None:
            return how.match(node.values, at=at, link=link)
        return _looked_up_among(among, how.match(node.values, at=at, link=looked_up))
    parts = [condition(part, fields=fields, at=at, among=among, link=link) for part in node.parts]
    if node.mode == "any":
        if parts and among is not None:
            return any_looked_up(*(among.filter(part).values("pk") for part in parts))
        found = NOBODY
        for part in parts:
            found |= part
        return found
    found = Q()
    for part in parts:
        found &= ~part if node.mode == "none" else part
    return found


def _looked_up_among(people: QuerySet[Any], found: Q) -> Q:
    """One condition that is itself "this or that", looked up in one `IN`."""
    either = [Q(one) for one in found.children]
    if found.negated or found.connector != Q.OR or not all(_is_link(one) for one in either):
        return found
    return any_looked_up(*(people.filter(one).values("pk") for one in either))


def _is_link(one: Q) -> bool:
    [leaf] = one.children
    return isinstance(leaf, tuple) and isinstance(leaf[1], QuerySet)


@dataclass(frozen=True)
class Plan:
    """A filter as a condition, and how many people it means at most (None: many)."""

    condition: Q
    most: int | None


def plan(
    asked: Filter, people: QuerySet[Any], *, fields: Mapping[str, Field], at: datetime
) -> Plan:
    """How to find those of `people` whom the filter means.

    Counts at most FEW rows of each part, through their indexes.
    """
    reach = _Reach(people.model, fields, at=at)
    if asked.mode == "all" and asked.parts:
        most = [reach.of(part) for part in asked.parts]
        known = [number for number in most if number is not None]
        if known:
            first = most.index(min(known))
            found = condition(asked.parts[first], fields=fields, at=at, among=people)
            for number, part in enumerate(asked.parts):
                if number != first:
                    found &= condition(part, fields=fields, at=at, link=asked_of_few)
            return Plan(found, min(known))
    at_most = reach.of(asked)
    among = None if at_most is None else people
    return Plan(condition(asked, fields=fields, at=at, among=among), at_most)


class _Reach:
    """How many people parts can mean at most; None: more than FEW, or nobody can say quickly."""

    def __init__(self, model: type[Model], fields: Mapping[str, Field], *, at: datetime) -> None:
        self.model, self.fields, self.at = model, fields, at

    def of(self, node: Node) -> int | None:
        if isinstance(node, Part):
            return self._of_part(node)
        if node.mode == "none" or not node.parts:
            return None
        reach = [self.of(part) for part in node.parts]
        return _least(reach) if node.mode == "all" else _total(reach)

    def _of_part(self, part: Part) -> int | None:
        how = self.fields[part.field].hows[part.how]
        linked: list[QuerySet[Any]] = []

        def remember(rows: QuerySet[Any], path: str = "person") -> Q:
            linked.append(rows)
            return Q(**{LINKED: len(linked) - 1})

        found = how.match(part.values, at=self.at, link=remember)
        if linked:
            return self._of_linked(found, linked)
        return _few(self.model._default_manager.filter(found)) if how.is_indexed else None

    def _of_linked(self, found: Q, linked: list[QuerySet[Any]]) -> int | None:
        """How many a condition means that asks for rows elsewhere, and perhaps more."""
        if found.negated:
            return None
        reach: list[int | None] = []
        for one in found.children:
            if isinstance(one, Q):
                reach.append(self._of_linked(one, linked))
            else:
                rows = linked[one[1]] if isinstance(one, tuple) and one[0] == LINKED else None
                reach.append(None if rows is None else _few(rows))
        return _total(reach) if found.connector == Q.OR else _least(reach)


def _few(rows: QuerySet[Any]) -> int | None:
    """How many rows there are; None: more than are soonest looked up."""
    number = rows.order_by()[: FEW + 1].count()
    return number if number <= FEW else None


def _least(reach: list[int | None]) -> int | None:
    return min((number for number in reach if number is not None), default=None)


def _total(reach: list[int | None]) -> int | None:
    known = [number for number in reach if number is not None]
    return sum(known) if len(known) == len(reach) and sum(known) <= FEW else None
