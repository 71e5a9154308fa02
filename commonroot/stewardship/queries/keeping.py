"""What is held about a person."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from commonroot.people.models import Person
from commonroot.people.personal import Declaration, everything_about, readable

# Fields that tell a machine something and a person nothing, or that point at somebody else.
UNSAID = {"mark", "token_hash", "username", "password", "sort_key", "provenance", "search_keys"}
UNSAID |= {"may_be", "lock_mark", "secret"}
# Who read an application, and which organiser decided: what they found is said, without them.
UNSAID |= {"reviewer"}
UNSAID_OF = {"admissions.decision.by"}
# What opens somebody's page or calendar, or stops their letters.
SECRETS = re.compile(r"(/(?:p|u|feeds/me)/)[\w.~-]+")


def archive(person: Person, *, at: datetime) -> dict[str, Any]:
    """Everything held about `person`: `{"made_at": …, "held": {model label: [{field: value}]}}`.

    Values are plain JSON; rows that hold nothing about the person, or that they may not read yet,
    are absent.
    """
    held: dict[str, list[dict[str, Any]]] = {}
    for declaration, rows in everything_about(person):
        said = [_said(row, declaration) for row in readable(rows, declaration, at=at)]
        said = [row for row in said if row]
        if said:
            held[declaration.label] = said
    return {"made_at": at.isoformat(), "held": held}


def _said(row: Model, declaration: Declaration) -> dict[str, Any]:
    """The fields of one row that say something, with times that belong to it."""
    unsaid = UNSAID | {
        label.rpartition(".")[2] for label in UNSAID_OF if label.startswith(f"{declaration.label}.")
    }
    fields = [name for name in (*declaration.kinds, *declaration.plain) if name not in unsaid]
    out = {}
    for name in fields:
        value = _plain(row, name)
        if value not in ("", None, [], {}):
            out[name] = value
    return out


def _plain(row: Model, name: str) -> Any:
    return unlinked(_value(row, name))


def unlinked(value: Any) -> Any:
    """The same without the secret part of addresses: the file opens nobody's page."""
    if isinstance(value, str):
        return SECRETS.sub(r"\1…", value)
    if isinstance(value, dict):
        return {key: unlinked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [unlinked(item) for item in value]
    return value


def _value(row: Model, name: str) -> Any:
    value = getattr(row, name)
    if isinstance(value, Model):
        return getattr(value, "key", str(value)) if isinstance(value, Person) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
