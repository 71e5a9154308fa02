"""A process with the school's own settings: takes a list in, brings it in, tells the register.

Run as `python -m tests.chaos.register take FILE | bring | tell`; answers with one line of JSON.
"""

# ruff: noqa: E402 - Django is set up before anything of ours is imported
import json
import sys
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from commonroot.accounts.roles import Actor
from commonroot.intake.actions import bring_in, take_lists
from commonroot.intake.models import Import, ImportRow, RowPair
from commonroot.people.models import Pair, Person
from commonroot.work.clock import now

BY = Actor.system()


def take(file: str) -> str:
    """Take a list in, for the work process to read."""
    path = Path(file)
    return take_lists(files=[(path.name, path.read_bytes())], by=BY, at=now(), at_once=-1).key


def bring() -> str:
    """Begin to bring it in."""
    batch = Import.objects.get()
    bring_in(batch=batch, by=BY, at=now())
    return batch.state


def tell() -> dict[str, object]:
    """Everything that must not depend on what was killed when."""
    people = {
        person.pk: [
            person.shown_name, person.country, person.city, person.organisation,
            person.provenance, sorted((way.kind, way.value) for way in person.ways.all()),
            sorted(person.ledger.values_list("purpose", "state")),
            sorted(person.agreements.values_list("purpose", "state")),
            sorted(person.further_names.values_list("text", flat=True)),
            person.search_keys.count(), person.match_keys.count(),
        ]
        for person in Person.objects.prefetch_related("ways")
    }  # fmt: skip
    rows = ImportRow.objects.order_by("position")
    return {
        "people": sorted(people.values(), key=repr),
        "rows": list(rows.values_list("position", "sheet", "number", "group", "verdict")),
        # The register looks for doubles itself; these are the pairs that the list gave it.
        "pairs": list(
            RowPair.objects.order_by("row__position", "other__position").values_list(
                "row__position", "other__position", "band"
            )
        ),
        "pairs_lost": sum(not _is_in_register(pair) for pair in RowPair.objects.all()),
        "truth": Import.objects.get().truth,
    }


def _is_in_register(pair: RowPair) -> bool:
    """Whether the register knows that these two may be one, unless they are one by now."""
    ends = sorted([pair.row.person_id, pair.other.person_id if pair.other else pair.person_id])
    return ends[0] == ends[1] or Pair.objects.filter(left=ends[0], right=ends[1]).exists()


COMMANDS: dict[str, Callable[..., object]] = {"take": take, "bring": bring, "tell": tell}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])) + "\n")
