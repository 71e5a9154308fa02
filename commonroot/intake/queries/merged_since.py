"""People made one since a list came in: what only the list said of them, and what others say, too.

A merge writes down what was before, so that whatever it took away or changed can be told from what
a list added.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import reduce
from typing import Any

from commonroot.consent.models import Agreement
from commonroot.consent.rules import Standing, stricter
from commonroot.core.text import folded
from commonroot.intake.models import Import
from commonroot.people.models import Change, Merge, Person

PERSON, AGREEMENT = Person._meta.label_lower, Agreement._meta.label_lower
WAITS = "waits"
SAID = ("state", "since", "valid_until")


class MergedSince:
    """The merges into some people that can still be undone, the oldest first."""

    def __init__(self, people: Collection[int]) -> None:
        self.into: dict[int, list[Merge]] = defaultdict(list)
        merges = Merge.objects.filter(person__in=people, undone_at=None, log__isnull=False)
        for merge in merges.order_by("pk"):
            self.into[merge.person_id].append(merge)

    def last(self, person: int) -> Merge | None:
        """The merge of somebody that is undone first."""
        merges = self.into.get(person)
        return merges[-1] if merges else None

    def gave(self, person: Person, field: str) -> bool:
        """Whether a blank of somebody was filled by a merge."""
        found = (
            merge.log["changed"].get(PERSON, {}).get(str(person.pk), {}).get(field)
            for merge in self.into.get(person.pk, ())
        )
        return any(one is not None and not one[0] for one in found)

    def removed(self, person: int, label: str) -> Iterator[dict[str, Any]]:
        """The rows of one model that merges into somebody took away."""
        for merge in self.into.get(person, ()):
            yield from merge.log["removed"].get(label, {}).values()

    def said_otherwise(self, person: Person, field: str) -> bool:
        """Whether somebody who went into them said the same, but not by a list."""
        return any(
            row[field] == getattr(person, field) and not _by_list(row, field)
            for row in self.removed(person.pk, PERSON)
        )

    def written(self, person: int) -> set[str]:
        """Names and organisations that those who went into somebody had, but not by a list."""
        found = set()
        for row in self.removed(person, PERSON):
            found.add(folded(row["shown_name"]))
            if not _by_list(row, "family_name"):
                found.add(folded(f"{row['given_name']} {row['family_name']}".strip()))
            if not _by_list(row, "organisation"):
                found.add(folded(row["organisation"]))
        return found

    def marks(self, person: int) -> set[str]:
        """Marks of ways that somebody who went into them had as well."""
        return {row["mark"] for row in self.removed(person, "people.contactway")}

    def stood(self, change: Change) -> dict[str, Any] | None:
        """What stands of an agreement once a list's word is gone: the strictest that remains."""
        after = change.after or {}
        words = [change.before] if change.before else []
        rows = Agreement.objects.filter(person=change.person_id, purpose=change.row_key)
        for row in rows.filter(state=after["state"]):
            place = (row.purpose, row.audience_kind, row.audience_key)
            for gone in self.removed(change.person_id, AGREEMENT):
                if (gone["purpose"], gone["audience_kind"], gone["audience_key"]) == place:
                    words.append({name: gone[name] for name in SAID})
            for merge in self.into.get(change.person_id, ()):
                altered = merge.log["changed"].get(AGREEMENT, {}).get(str(row.pk), {})
                if altered.keys() & set(SAID):
                    words.append(
                        {
                            name: altered[name][0] if name in altered else after[name]
                            for name in SAID
                        }
                    )
        others = [_standing(word) for word in words if word != after]
        return _word(reduce(stricter, others)) if others else None


def _by_list(row: dict[str, Any], field: str) -> bool:
    told: str = row["provenance"].get(field, [row["origin"]])[0]
    return told == Person.Origin.IMPORT


def _standing(word: dict[str, Any]) -> Standing:
    until = word["valid_until"]
    return Standing(
        word["state"],
        datetime.fromisoformat(word["since"]),
        datetime.fromisoformat(until) if until else None,
    )


def _word(standing: Standing) -> dict[str, Any]:
    until = standing.valid_until
    return {
        "state": standing.state,
        "since": standing.since.isoformat(),
        "valid_until": until.isoformat() if until else None,
    }


def settled_merges(batch: Import) -> dict[str, Merge | None]:
    """{key: merge} of those that an import taken back waited for and that are undone by now; None:
    one that can be undone no more.
    """
    waits = batch.outcome.get(WAITS, {})
    merges = {one.key: one for one in Merge.objects.filter(key__in=waits).defer("log")}
    open_ = set(
        Merge.objects.filter(key__in=waits, undone_at=None, log__isnull=False).values_list(
            "key", flat=True
        )
    )
    return {
        key: merges[key] if key in merges and merges[key].undone_at else None
        for key in waits
        if key not in open_
    }


def two_again(*, at: datetime) -> list[Import]:
    """Imports taken back that still have something to take from people who are two again."""
    waiting = Import.objects.filter(
        state=Import.State.UNDONE, outcome__has_key=WAITS, read_at__lte=at
    )
    return [batch for batch in waiting if settled_merges(batch)]
