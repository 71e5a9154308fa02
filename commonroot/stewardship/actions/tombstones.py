"""Those forgotten stay forgotten: their keyed marks in a file that is newer than any backup."""

import json
import os
import shutil
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from commonroot.core.keys import mark
from commonroot.people.models import FormerKey, Person
from commonroot.stewardship.models import Tombstone

NAME = "forgotten.jsonl"

Stone = tuple[str, list[str], date]


def tombstone_file() -> Path:
    """Where they are written: beside the data folder, so that no backup holds it."""
    return Path(settings.DATA).parent / NAME


def key_mark(key: str) -> str:
    """The keyed mark of a person's key."""
    return mark("forgotten", key, ring=settings.KEY_RING)


def set_up(*, person: Person, marks: bool, at: datetime, beside: Collection[str] = ()) -> None:
    """A tombstone for somebody who is being forgotten, in the caller's transaction.

    `marks`: lists are kept from bringing them back, too, by their ways and the marks `beside`. It
    is written to the file once the transaction stands; a sweep writes what a crash left out.
    """
    former = FormerKey.objects.filter(person=person).values_list("key", flat=True)
    ways = [*person.ways.values_list("mark", flat=True), *sorted(beside)] if marks else []
    stones = [
        Tombstone(mark=key_mark(key), ways=ways, since=at.date()) for key in (person.key, *former)
    ]
    Tombstone.objects.bulk_create(stones, ignore_conflicts=True)
    transaction.on_commit(write_stones)


def write_stones() -> int:
    """Append to the file what it has not yet; how many. Safe to run twice."""
    with transaction.atomic():
        stones = list(Tombstone.objects.select_for_update().filter(written=False).order_by("pk"))
        if not stones:
            return 0
        lines = [
            json.dumps({"mark": one.mark, "ways": one.ways, "since": one.since.isoformat()})
            for one in stones
        ]
        descriptor = os.open(tombstone_file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        Tombstone.objects.filter(pk__in=[one.pk for one in stones]).update(written=True)
    return len(stones)


def copy_beside(folder: Path) -> None:
    """Put a copy beside the backups, to be carried away with them."""
    source = tombstone_file()
    if source.exists():
        shutil.copyfile(source, folder / NAME)


def stones_in(file: Path) -> list[Stone]:
    """(mark, ways, since) of each line; a line cut off by a crash is passed over."""
    stones = []
    for line in file.read_text().splitlines():
        try:
            one = json.loads(line)
        except ValueError:
            continue
        stones.append((one["mark"], one["ways"], date.fromisoformat(one["since"])))
    return stones
