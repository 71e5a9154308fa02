"""Taking the own names of somebody in high care out of everything that lists read."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commonroot.core.text import sort_key
from commonroot.people import rules
from commonroot.people.models import Change, FurtherName, Person

NAMES = ("shown_name", "given_name", "family_name")


@transaction.atomic
def keep_names_apart(person: Person) -> None:
    """Seal every own name of `person`, and let a made-up one stand in lists instead.

    Called whenever names may have changed, it leaves nothing in clear whoever wrote it; nothing
    happens when all is kept apart already. What they chose as name for lists stays.
    """
    kept: dict[str, Any] | None = person.kept_apart
    further = _further(person)
    if kept is None:
        kept = {field: getattr(person, field) for field in NAMES}
        drawn = rules.made_up_name(secrets.randbits(32), like=person.shown_name)
        kept |= {"further": [], "shown_as": drawn}
    elif _is_apart(person, kept) and not further:
        return
    kept["further"] = [*kept["further"], *further]
    split = f"{person.given_name} {person.family_name}".strip()
    if not (kept["given_name"] or kept["family_name"]):
        kept |= {"given_name": person.given_name, "family_name": person.family_name}
    elif split and split not in rules.names_kept(kept):
        kept["further"].append(_spelling(split, person.created_at))
    person.kept_apart = kept
    person.shown_name, person.given_name, person.family_name = kept["shown_as"], "", ""
    person.sort_key = sort_key(person.shown_name)
    person.save(update_fields=[*NAMES, "sort_key", "kept_apart"])
    _clear_history(person)


def _is_apart(person: Person, kept: Mapping[str, Any]) -> bool:
    names = [getattr(person, field) for field in NAMES]
    return names == [kept["shown_as"], "", ""]


def take_names(
    person: Person, changes: Mapping[str, str], *, own: bool, at: datetime
) -> dict[str, str]:
    """What of `changes` is no name of somebody in high care; the names are kept apart.

    Their `own` word on the name shown is the name they want in lists; what anybody else writes
    there is one more of the names that nobody sees.
    """
    if person.kept_apart is None:
        keep_names_apart(person)
    kept: dict[str, Any] = dict(person.kept_apart)
    shown = changes.get("shown_name", "")
    if shown and own:
        kept["shown_as"] = shown
    elif shown:
        kept["further"] = [*kept["further"], _spelling(shown, at)]
    kept |= {field: changes[field] for field in ("given_name", "family_name") if field in changes}
    person.kept_apart = kept
    person.save(update_fields=["kept_apart"])
    return {field: value for field, value in changes.items() if field not in NAMES}


def _spelling(text: str, at: datetime) -> dict[str, str]:
    return {
        "kind": FurtherName.Kind.SPELLING.value,
        "text": text,
        "source": "hand",
        "said_on": at.date().isoformat(),
    }


def _further(person: Person) -> list[dict[str, str]]:
    """Their further names as plain values; the rows go."""
    rows = FurtherName.objects.filter(person=person)
    found = [
        {
            "kind": row.kind,
            "text": row.text,
            "source": row.source,
            "said_on": row.said_on.isoformat(),
        }
        for row in rows.order_by("pk")
    ]
    rows.delete()
    return found


def _clear_history(person: Person) -> None:
    """Take names out of what is kept of earlier details."""
    changes = Change.objects.filter(person=person)
    changes.filter(model="people.furthername").update(before=None, after=None)
    for change in changes.filter(model="people.person"):
        for side in ("before", "after"):
            values = getattr(change, side)
            if values:
                setattr(change, side, {k: v for k, v in values.items() if k not in NAMES})
        change.save(update_fields=["before", "after"])
