"""How the sheets of an import were read: their shape and columns, with cells to recognise them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from commonroot.core.text import folded
from commonroot.intake.models import Import, ImportRow

FIRST_ROWS = 40  # lines of each sheet in which samples are looked for
SAMPLES = 3
SURE = 0.6
LONGEST = 40
LISTS_LOOKED_BACK = 50


@dataclass(frozen=True)
class ReadColumn:
    """A column as it was understood: its place among all of them, some of its cells, and why."""

    place: int
    heading: str
    samples: tuple[str, ...]
    why: str
    unsure: bool


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as it was read; `words` say where its headings stand and how it was decoded."""

    name: str
    words: str
    columns: tuple[ReadColumn, ...]

    @property
    def unsure(self) -> bool:
        """Whether something in it is worth a look."""
        return any(column.unsure for column in self.columns)


@dataclass(frozen=True)
class SaidBefore:
    """What somebody said the columns of an earlier sheet hold, by its headings."""

    sheet: str
    headings: frozenset[str]
    fields: Mapping[str, str]

    def of(self, headings: Sequence[str]) -> dict[int, str]:
        """{index: field} for a sheet of the same headings, in whatever order; {} for others."""
        places = {folded(heading): index for index, heading in enumerate(headings)}
        if self.headings != places.keys() - {""}:
            return {}
        return {places[heading]: field for heading, field in self.fields.items()}


def said_before(batch: Import) -> list[SaidBefore]:
    """Columns put right in the latest other lists, the newest first."""
    others = Import.objects.exclude(choices={}).exclude(pk=batch.pk).order_by("-read_at", "-pk")
    found = []
    for choices, columns in others.values_list("choices", "columns")[:LISTS_LOOKED_BACK]:
        for sheet, chosen in choices.items():
            headings = {
                one["index"]: folded(one["heading"]) for one in columns if one["sheet"] == sheet
            }
            fields = {
                headings[int(index)]: field
                for index, field in chosen.items()
                if headings.get(int(index))
            }
            found.append(SaidBefore(sheet, frozenset(headings.values()) - {""}, fields))
    return found


def sheets(batch: Import) -> list[ReadSheet]:
    """The sheets of an import in their order; one query for the cells of all."""
    samples: dict[tuple[str, int], dict[str, None]] = {}
    rows = ImportRow.objects.filter(batch=batch, number__lte=FIRST_ROWS).order_by("position")
    for row in rows.only("sheet", "cells"):
        for index, cell in enumerate(row.cells):
            if cell.strip():
                samples.setdefault((row.sheet, index), {})[cell.strip()[:LONGEST]] = None
    columns: dict[str, list[ReadColumn]] = {}
    for place, column in enumerate(batch.columns):
        found = samples.get((column["sheet"], column["index"]), {})
        columns.setdefault(column["sheet"], []).append(
            ReadColumn(
                place=place,
                heading=column["heading"],
                samples=tuple(found)[:SAMPLES],
                why=column.get("why", ""),
                unsure=column.get("confidence", 1) < SURE or column["field"] == "unknown",
            )
        )
    shapes = {shape["sheet"]: shape for shape in batch.shapes}
    return [
        ReadSheet(name, _shape_words(shapes.get(name, {})), tuple(some))
        for name, some in columns.items()
    ]


def _shape_words(shape: Mapping[str, Any]) -> str:
    """ "Headings in line 3 · utf-8 · separated by commas · dates with the day first"."""
    orders = {
        "dmy": _("dates with the day first"),
        "mdy": _("dates with the month first"),
        "ymd": _("dates with the year first"),
    }
    marks = {
        ",": _("separated by commas"),
        ";": _("separated by semicolons"),
        "\t": _("separated by tabs"),
        "|": _("separated by upright strokes"),
    }
    said = [
        _("headings in line %(n)d") % {"n": shape["header_row"]} if shape.get("header_row") else "",
        _("made by %(service)s") % {"service": shape["preset"].replace("_", " ").title()}
        if shape.get("preset")
        else "",
        shape.get("encoding", "").removesuffix("-sig").upper(),
        marks.get(shape.get("delimiter", ""), ""),
        orders.get(shape.get("date_order", ""), ""),
    ]
    return " · ".join(word for word in said if word)
