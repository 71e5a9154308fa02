"""What is held about a person, and what has been held long enough."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from commonroot.core.privacy import Keep
from commonroot.people.models import Person
from commonroot.people.personal import Declaration, declarations, everything_about

# Fields that tell a machine something and a person nothing, or that point at somebody else.
UNSAID = {"mark", "token_hash", "username", "password", "sort_key", "provenance", "search_keys"}
UNSAID |= {"may_be"}


def archive(person: Person, *, at: datetime) -> dict[str, Any]:
    """Everything held about `person`: `{"made_at": …, "held": {model label: [{field: value}]}}`.

    Values are plain JSON; rows that hold nothing about the person are absent.
    """
    held: dict[str, list[dict[str, Any]]] = {}
    for declaration, rows in everything_about(person):
        said = [_said(row, declaration) for row in rows]
        said = [row for row in said if row]
        if said:
            held[declaration.label] = said
    return {"made_at": at.isoformat(), "held": held}


def _said(row: Model, declaration: Declaration) -> dict[str, Any]:
    """The fields of one row that say something, with times that belong to it."""
    fields = [name for name in (*declaration.kinds, *declaration.plain) if name not in UNSAID]
    out = {}
    for name in fields:
        value = _plain(row, name)
        if value not in ("", None, [], {}):
            out[name] = value
    return out


def _plain(row: Model, name: str) -> Any:
    value = getattr(row, name)
    if isinstance(value, Model):
        return getattr(value, "key", str(value)) if isinstance(value, Person) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def outlived(*, at: datetime) -> Iterator[tuple[Declaration, QuerySet[Any]]]:
    """Rows whose time of keeping is over, per model; only those that are deleted, not the
    registers.
    """
    for declaration in declarations():
        keep = declaration.keep
        if keep.after is None or keep.blanks or declaration.on_erase != "delete":
            continue
        yield declaration, declaration.model._default_manager.filter(_over(keep, at=at))


def to_blank(*, at: datetime) -> Iterator[tuple[Declaration, QuerySet[Any]]]:
    """Rows of which only the fact stays from now on, per model: what they said is still there."""
    for declaration in declarations():
        keep = declaration.keep
        if keep.after is None or not keep.blanks:
            continue
        said = Q(*(Q(**{f"{name}__isnull": False}) for name in keep.blanks), _connector=Q.OR)
        yield declaration, declaration.model._default_manager.filter(_over(keep, at=at), said)


def _over(keep: Keep, *, at: datetime) -> Q:
    over = Q(**{f"{keep.after}__lt": at - timedelta(days=keep.days)})
    if keep.otherwise is not None:
        before = at - timedelta(days=keep.otherwise_days)
        over |= Q(**{f"{keep.after}__isnull": True, f"{keep.otherwise}__lt": before})
    return over
