"""The power map as Kumu's two sheets, and lists of others laid beside the map."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import Count

from commonroot.campaigns.models import Campaign, Change, Entry, Snapshot
from commonroot.campaigns.models.tools.power import ACTOR, POWER, TIE
from commonroot.campaigns.queries.entries import Shown
from commonroot.campaigns.queries.power.showing import Map
from commonroot.campaigns.queries.snapshots import snapshots
from commonroot.campaigns.rules.kumu.reading import Listed, Sheet
from commonroot.campaigns.rules.kumu.writing import Drawn, Sheets, written
from commonroot.sheets.reading import read_lines, read_pasted_lines
from commonroot.sheets.write import csv_chunks, write_book

KINDS = [kind.code for kind in POWER.kinds]
OLDEST = (1980, 1, 1, 0, 0, 0)  # the moment of files in an archive: the same bytes each time


@dataclass(frozen=True)
class Plan:
    """What a list would add. `places`: of each listed actor the key of whom it is already, or "".

    `actors`, `ties`: places in the list of those who are new.
    """

    listed: Listed
    places: list[str]
    actors: list[int]
    ties: list[int]

    @property
    def known(self) -> int:
        """How many of those listed are on the map already."""
        return len(self.places) - len(self.actors)

    @property
    def known_ties(self) -> int:
        """How many of the ties are on the map already."""
        return len(self.listed.ties) - len(self.ties)


def sheets_in(source: bytes, name: str) -> list[Sheet]:
    """The sheets of a file. Raises Unreadable."""
    return [(grid.name, grid.lines) for grid in read_lines(source, name)]


def sheets_pasted(texts: Mapping[str, str]) -> list[Sheet]:
    """The sheets of {name: cells that were pasted}. Raises Unreadable."""
    return [(name, read_pasted_lines(text).lines) for name, text in texts.items() if text.strip()]


def plan_of(campaign: Campaign, listed: Listed) -> Plan:
    """What of a list is new: whoever is called just so on the map already is them."""
    there = Entry.objects.filter(campaign=campaign, kind__in=KINDS).order_by("place", "pk")
    called: dict[str, list[str]] = defaultdict(list)
    tied: Counter[str] = Counter()
    for entry in there:
        if entry.kind == ACTOR.code:
            called[entry.said.get("label", "")].append(entry.key)
        else:
            tied[_mark(entry.said)] += 1
    places = [
        called[who.said["label"]].pop(0) if called[who.said["label"]] else ""
        for who in listed.actors
    ]
    ties = []
    for number, tie in enumerate(listed.ties):
        ends = {"from": places[tie.start], "to": places[tie.end]}
        mark = _mark(tie.said | ends)
        if all(ends.values()) and tied[mark]:
            tied[mark] -= 1
        else:
            ties.append(number)
    return Plan(listed, places, [at for at, key in enumerate(places) if not key], ties)


def _mark(said: dict[str, object]) -> str:
    return json.dumps(said, sort_keys=True)


def sheets_of(drawn: Map, *, with_team_only: bool) -> Sheets:
    """The two sheets of a map; without what is for the team alone, if so wished."""
    actors = [_drawn(dot.shown, whole=with_team_only) for dot in drawn.dots]
    ties = [_drawn(tie.shown, whole=with_team_only) for tie in drawn.ties]
    if not with_team_only:
        actors = [one for one in actors if not one.team_only]
        ties = [one for one in ties if not one.team_only]
    return written(actors, ties)


def _drawn(shown: Shown, *, whole: bool) -> Drawn:
    """An entry, with or without the fields that are for the team alone."""
    inside = {field.code for field in shown.kind.fields if field.inside and not whole}
    said = {code: value for code, value in shown.entry.said.items() if code not in inside}
    return Drawn(shown.key, said, shown.entry.team_only)


def as_zip(sheets: Sheets) -> bytes:
    """Two CSV files in an archive: elements.csv and connections.csv."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, headings, rows in _both(sheets):
            content = b"".join(csv_chunks(headings, rows))
            archive.writestr(ZipInfo(f"{name.lower()}.csv", OLDEST), content, ZIP_DEFLATED)
    return target.getvalue()


def as_workbook(sheets: Sheets) -> bytes:
    """One workbook with the sheets Elements and Connections."""
    target = BytesIO()
    write_book(target, sheets=_both(sheets))
    return target.getvalue()


def _both(sheets: Sheets) -> Sequence[tuple[str, list[str], list[list[str]]]]:
    return (
        ("Elements", sheets.element_headings, sheets.elements),
        ("Connections", sheets.connection_headings, sheets.connections),
    )


@dataclass(frozen=True)
class Brought:
    """A list that was brought in: how the map stood before, and how many of it are there still."""

    kept: Snapshot
    actors: int
    ties: int


def brought(campaign: Campaign) -> list[Brought]:
    """The lists of which anything is on the map still, the newest first.

    What came with a list was made in the very moment in which the map before it was kept.
    """
    kept = list(snapshots(campaign, POWER))
    rows = Entry.objects.filter(
        campaign=campaign, kind__in=KINDS, made_at__in=[one.taken_at for one in kept]
    )
    counted: dict[datetime, dict[str, int]] = defaultdict(dict)
    for row in rows.order_by().values("made_at", "kind").annotate(count=Count("pk")):
        counted[row["made_at"]][row["kind"]] = row["count"]
    return [
        Brought(one, counts.get(ACTOR.code, 0), counts.get(TIE.code, 0))
        for one in kept
        if (counts := counted.get(one.taken_at))
    ]


def untouched(kept: Snapshot) -> list[Entry]:
    """What came with a list and nobody has written in since: ties first, then who has none else."""
    came = Entry.objects.filter(
        campaign=kept.campaign_id, kind__in=KINDS, made_at=kept.taken_at
    ).order_by("place", "pk")
    later = Change.objects.filter(
        campaign=kept.campaign_id, entry_key__in=[one.key for one in came]
    )
    touched = set(later.exclude(did=Change.Did.ADDED).values_list("entry_key", flat=True))
    plain = [one for one in came if one.key not in touched]
    ties = [one for one in plain if one.kind == TIE.code]
    gone = {one.key for one in ties}
    stay = Entry.objects.filter(campaign=kept.campaign_id, kind=TIE.code).exclude(key__in=gone)
    needed = {key for one in stay for key in (one.said.get("from"), one.said.get("to"))}
    return ties + [one for one in plain if one.kind == ACTOR.code and one.key not in needed]
