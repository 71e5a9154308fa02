"""The whole plan of a campaign on one page, as far as whoever prints it may read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonroot.campaigns.models import Campaign, Step
from commonroot.campaigns.models.tools import TOOLS
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.models.tools.spectrum import WEDGES
from commonroot.campaigns.queries.entries import Shown, entries_of
from commonroot.campaigns.queries.paper_words import Letters, common_values, way
from commonroot.campaigns.queries.reading import Reader, as_others
from commonroot.campaigns.rules.chart import COLUMNS
from commonroot.campaigns.rules.shortening import Cut, Line, lengths, shortened
from commonroot.core.places import country_name
from commonroot.ui.printing import pdf

PAPER = Path(__file__).parents[1] / "templates" / "campaigns/print/plan.typ"
PAPERS = ("a4", "a3")


@dataclass(frozen=True)
class Box:
    """A part of the page: from which tool, how high beside the others, its picture."""

    tool: str
    height: int
    figure: str = ""


# The columns of the page and how wide they are beside each other.
PAGE: tuple[tuple[int, tuple[Box, ...]], ...] = (
    (30, (Box("problem", 3), Box("objectives", 6), Box("risks", 2))),
    (34, (Box("strategy", 1),)),
    (28, (Box("power", 1, "power"), Box("spectrum", 1, "spectrum"))),
    (30, (Box("story", 4), Box("path", 5))),
)


def shared_eyes(reader: Reader) -> Reader:
    """Eyes that see what could be shared at all: nothing that stays with the team, no dangers."""
    parts = [(code, Step.PUBLIC) for code in TOOLS]
    return as_others(reader, step=Step.PUBLIC, shared_to=Step.PUBLIC, parts=parts)


def plan_paper(
    campaign: Campaign,
    *,
    reader: Reader,
    whole: bool,
    paper: str,
    school: str,
    address: str,
    root: str,
    on: date,
) -> bytes:
    """The page as PDF, in the language now active.

    `whole`: the team's own print, with what stays with the team and, for those who read them, the
    notes on dangers; else a print of the team's holds nothing that could not be shared.
    """
    values = plan_values(
        campaign, reader=reader, whole=whole, paper=paper, school=school, address=address, on=on
    )
    return pdf(PAPER.read_text("utf-8"), values=values | {"root": root})


def plan_values(
    campaign: Campaign,
    *,
    reader: Reader,
    whole: bool,
    paper: str,
    school: str,
    address: str,
    on: date,
) -> dict[str, Any]:
    """What stands on the page."""
    write = Letters()
    eyes = reader if whole or not reader.is_team else shared_eyes(reader)
    found = {
        box.tool: entries_of(campaign, TOOLS[box.tool], reader=eyes)
        for _width, boxes in PAGE
        for box in boxes
    }
    columns = []
    for width, boxes in PAGE:
        shown = [_box(box, found[box.tool], write=write) for box in boxes if found[box.tool]]
        if shown:
            columns.append({"width": width, "boxes": shown})
    is_own = whole and reader.is_team
    values = common_values() | {
        "paper": paper if paper in PAPERS else PAPERS[0],
        "school": school,
        "title": write(campaign.name),
        "title_way": way(campaign.name),
        "summary": write(_first(campaign.summary)),
        "summary_way": way(campaign.summary),
        "facts": [write(one) for one in _facts(campaign, on=on, is_own=is_own)],
        "columns": columns,
        "dots": _dots(found["power"]),
        "counts": [
            sum(1 for one in found["spectrum"] if one.value("wedge") == code)
            for code, _name in WEDGES
        ],
        "words": {
            "decides": _("decides"),
            "against": _("against us"),
            "for_us": _("with us"),
            "whole": _("Everything is on this page."),
            "lines": _("Not on this page: lines"),
            "letters": _("letters"),
        },
        "foot": address,
    }
    return values | {"missing": write.words}


SUMMARY = 260  # letters of the first sentences, in the head of the page


def _first(text: str) -> str:
    return shortened(" ".join(text.split()), SUMMARY)[0]


def _facts(campaign: Campaign, *, on: date, is_own: bool) -> list[str]:
    where = " · ".join(
        one
        for one in (
            campaign.place,
            country_name(campaign.country, get_language() or "en") if campaign.country else "",
        )
        if one
    )
    stage = str(Campaign.Stage(campaign.stage).label)
    facts = [stage, where, _("printed on %(day)s") % {"day": date_format(on, "j M Y")}]
    if is_own:
        facts.append(_("The team’s own: not for others"))
    return [one for one in facts if one]


ROOM = 8000  # letters that no box holds: what is longer is not even tried


def _lengths(lines: Sequence[Line]) -> list[Cut]:
    """The lengths worth trying; the shortest whatever its length."""
    found = list(lengths(lines))
    letters = [sum(len(line.text) + len(line.second) for line in one.lines) for one in found]
    return [one for one, count in zip(found, letters, strict=True) if count <= ROOM] or found[-1:]


def _box(box: Box, found: Sequence[Shown], *, write: Letters) -> dict[str, Any]:
    lines = list(LINES[box.tool](found))
    return {
        "title": str(TOOLS[box.tool].name),
        "figure": box.figure,
        "height": box.height,
        "levels": [_level(one, write=write) for one in _lengths(lines)],
    }


def _level(cut: Cut, *, write: Letters) -> dict[str, Any]:
    note = _("and more: %(count)s") % {"count": cut.left} if cut.left else ""
    return {
        "rows": [
            {
                "label": one.label,
                "text": write(one.text),
                "second": write(one.second),
                "strong": one.strong,
                "way": way(one.text),
            }
            for one in cut.lines
        ],
        "note": note,
        "letters": cut.letters,
        "lines": cut.left,
    }


def _flat(text: str) -> str:
    return " ".join(text.split())


def _said(one: Shown, *codes: str) -> str:
    """Some fields of an entry after each other, with what each is where it is not plain."""
    return " · ".join(_flat(one.words(code)) for code in codes if one.words(code))


def _all_fields(found: Sequence[Shown]) -> Iterable[Line]:
    """Every field of entries in its own line: label and words."""
    for one in found:
        for cell in one.cells.values():
            if cell.words:
                yield Line(_flat(cell.words), label=str(cell.field.label))


def _objectives(found: Sequence[Shown]) -> Iterable[Line]:
    """Demands with whom they are put to and by when, then objectives."""
    for kind in ("demand", "objective"):
        rows = [one for one in found if one.kind.code == kind]
        if rows:
            yield _head(rows[0])
        for one in rows:
            codes: tuple[str, ...] = ("to_whom", "deadline", "status")
            if kind == "objective":
                codes = ("baseline", "value", "deadline", "status")
            yield Line(_flat(one.name), second=_said(one, *codes), strong=True, group=kind)


def _strategy(found: Sequence[Shown]) -> Iterable[Line]:
    """The chart of the first target, column after column; of the others the targets."""
    first = found[0]
    office = _flat(first.words("office"))
    yield Line(_flat(first.name), second=office, strong=True)
    for code in ("power", "our_power"):
        if first.words(code):
            yield Line(_flat(first.words(code)), label=str(first.cells[code].field.label))
    for _code, _fields, kinds in COLUMNS:
        for kind in kinds:
            yield from _of_kind(first.of(kind))
    for code in ("budget", "way"):
        if first.words(code):
            yield Line(_flat(first.words(code)), label=str(first.cells[code].field.label))
    for other in found[1:]:
        yield Line(_flat(other.name), second=_flat(other.words("office")), strong=True)


def _of_kind(rows: Sequence[Shown]) -> Iterable[Line]:
    told = [one for one in rows if one.name]
    if told:
        yield _head(told[0])
    for one in told:
        rest = [
            code
            for code, cell in one.cells.items()
            if code != one.kind.named_by and cell.field.type != Type.YES_NO
        ]
        said = _said(one, *rest)
        yield Line(_flat(one.name), second=said, strong=True, group=one.kind.code)


def _head(one: Shown) -> Line:
    """The name of a kind above what there is of it."""
    several = capfirst(str(one.kind.several))
    return Line("", label=several, group=one.kind.code, heads=True)


def _power(found: Sequence[Shown]) -> Iterable[Line]:
    """Everybody on the map, with the number of their dot."""
    for number, one in enumerate(_of_tool(found, "actor"), 1):
        yield Line(f"{number}  {_flat(one.name)}", second=_said(one, "office"))


def _spectrum(found: Sequence[Shown]) -> Iterable[Line]:
    """The groups of each wedge, and what we ask of whom."""
    groups = _of_tool(found, "ally_group")
    for code, name in WEDGES:
        names = [_flat(one.name) for one in groups if one.value("wedge") == code]
        if names:
            yield Line(" · ".join(names), label=str(name))
    for one in groups:
        for plan in one.of("shift"):
            yield Line(_flat(one.name), second=_said(plan, "request"), strong=True, group="plan")


def _path(found: Sequence[Shown]) -> Iterable[Line]:
    """The steps on the way, then what we do, by date; what has none comes last."""
    for number, one in enumerate(_of_tool(found, "outcome"), 1):
        yield Line(
            f"{number}  {_flat(one.name)}", second=_said(one, "status"), strong=True, group="way"
        )
    actions = _of_tool(found, "action")
    for one in sorted(actions, key=lambda one: (one.value("moment") or "9999", one.entry.place)):
        when, place = _said(one, "moment"), _said(one, "place")
        yield Line(_flat(one.name), label=when, second=place, group="action")


def _of_tool(found: Sequence[Shown], kind: str) -> list[Shown]:
    return [one for one in found if one.kind.code == kind]


LINES = {
    "problem": _all_fields,
    "objectives": _objectives,
    "risks": _all_fields,
    "strategy": _strategy,
    "power": _power,
    "spectrum": _spectrum,
    "story": _all_fields,
    "path": _path,
}


def _dots(found: Sequence[Shown]) -> list[list[float]]:
    """(number in the list, x, y) of everybody of whom both are known."""
    return [
        [number, one.value("x"), one.value("y")]
        for number, one in enumerate(_of_tool(found, "actor"), 1)
        if one.value("x") is not None and one.value("y") is not None
    ]
