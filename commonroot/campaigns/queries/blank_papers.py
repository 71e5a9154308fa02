"""A tool on paper: lines to write on with the questions beside them, or what somebody typed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commonroot.campaigns.models.tools import Field, Kind, Tool
from commonroot.campaigns.models.tools.shapes import Type
from commonroot.campaigns.models.tools.spectrum import WEDGES
from commonroot.campaigns.models.tools.story import ROWS, STORY_TABLE
from commonroot.campaigns.queries.charts import TITLES
from commonroot.campaigns.queries.paper_words import Letters, common_values, way
from commonroot.campaigns.queries.words import words_of
from commonroot.campaigns.rules.blanks import BELONGS
from commonroot.campaigns.rules.chart import COLUMNS
from commonroot.ui.printing import pdf

PAPER = Path(__file__).parents[1] / "templates" / "campaigns/print/blank.typ"
# How a tool is laid out; what is not here is a form to fill in.
DRAWS = {"strategy": "columns", "power": "figure", "spectrum": "figure", "path": "figure"}
# Which fields of a kind have a column on paper, and how many empty rows there are.
ON_PAPER: Mapping[str, tuple[tuple[str, ...], int]] = {
    "actor": (("label", "office", "x", "y", "source", "confidence"), 10),
    "tie": (("from", "relation", "to", "source"), 5),
    "ally_group": (("name", "wedge", "why", "size", "link"), 12),
    "shift": ((BELONGS, "request", "appeal", "tactic", "result"), 6),
    "outcome": (("outcome", "assumption", "evidence"), 5),
    "action": (("title", "moment", "place", "target", "needed_people"), 8),
    "demand": ((), 3),
    "objective": ((), 2),
}
LINES = {"goal": 18, "resource": 4, "gain": 3, "inner_problem": 3, "constituent": 7,
         "opponent": 6, "second_target": 9, "tactic": 16}  # fmt: skip
Rows = Sequence[tuple[str, Mapping[str, Any]]]


def blank_paper(tool: Tool, *, rows: Rows = (), school: str) -> bytes:
    """The pages as PDF, in the language now active."""
    return pdf(PAPER.read_text("utf-8"), values=blank_values(tool, rows=rows, school=school))


def blank_values(tool: Tool, *, rows: Rows = (), school: str) -> dict[str, Any]:
    """What stands on the pages. `rows`: (kind, {field: value}) as a blank tool holds them."""
    write = Letters()
    kinds = [_kind(kind, tool, rows=rows, write=write) for kind in tool.kinds]
    draws = DRAWS.get(tool.code, "forms")
    values = common_values() | {
        "draws": draws,
        "figure": tool.code,
        "title": str(tool.name),
        "why": str(tool.why),
        "questions": [str(one) for one in tool.questions] if draws != "columns" else [],
        "school": school,
        "foot": _("Nobody has what stands on this sheet but you."),
        "words": _words(),
        "kinds": kinds,
        "columns": _columns(tool, rows, write=write) if draws == "columns" else [],
        "dots": _dots(rows) if tool.code == "power" else [],
        "wedges": _wedges(rows) if tool.code == "spectrum" else [[] for _code, _name in WEDGES],
    }
    return values | {"missing": write.words}


def _words() -> dict[str, Any]:
    return {
        "top": [_("Campaign"), _("Who, when")],
        "decides": _("decides"),
        "no_influence": _("no influence"),
        "against": _("against us"),
        "for_us": _("with us"),
        "wedges": [str(name) for _code, name in WEDGES],
    }


def _of(rows: Rows, kind: str) -> list[Mapping[str, Any]]:
    return [said for code, said in rows if code == kind]


def _kind(kind: Kind, tool: Tool, *, rows: Rows, write: Letters) -> dict[str, Any]:
    columns, empty = ON_PAPER.get(kind.code, ((), 1))
    typed = _of(rows, kind.code)
    fields = [one for one in kind.fields if one.type not in {Type.MEMBER, Type.DUE}]
    shown = [_field(one) for one in fields]
    if BELONGS in columns:
        above = next(one for one in tool.kinds if one.code == kind.parent)
        shown.insert(0, _plain(BELONGS, str(above.name)))
    return {
        "code": kind.code,
        "name": capfirst(str(kind.name)),
        "several": capfirst(str(kind.several)),
        "single": kind.single,
        "fields": shown,
        "columns": list(columns),
        "rows": [_row(said, fields, write=write) for said in typed],
        "empty": max(0, (1 if kind.single else empty) - len(typed)),
        "pairs": _pairs(kind) if kind is STORY_TABLE else None,
    }


def _field(one: Field) -> dict[str, Any]:
    choices = one.choices if one.type in {Type.CHOICE, Type.SEVERAL} else ()
    return {
        "code": one.code,
        "label": str(one.label),
        "help": str(one.help or ""),
        "type": str(one.type),
        "choices": [[code, str(label)] for code, label in choices],
    }


def _plain(code: str, label: str) -> dict[str, Any]:
    return {"code": code, "label": label, "help": "", "type": "line", "choices": []}


def _row(said: Mapping[str, Any], fields: Sequence[Field], *, write: Letters) -> dict[str, Any]:
    row = {}
    for one in fields:
        value = said.get(one.code)
        if value is None:
            continue
        # What names another entry was typed as a name: it stands as it was typed.
        words = str(value) if one.type == Type.ENTRY else words_of(one, value, names={})
        row[one.code] = _said(words, write=write)
        row[one.code]["codes"] = value if isinstance(value, list) else [str(value)]
    if said.get(BELONGS):
        row[BELONGS] = _said(str(said[BELONGS]), write=write)
    return row


def _said(words: str, *, write: Letters) -> dict[str, Any]:
    return {"words": write(words), "way": way(words)}


def _pairs(kind: Kind) -> dict[str, Any]:
    """The battle of the story: its five rows, theirs beside ours, and what stands below."""
    paired = {f"{side}_{code}" for code, _name, _help in ROWS for side in ("theirs", "ours")}
    return {
        "theirs": _("Their story"),
        "ours": _("Our story"),
        "rows": [
            {
                "label": str(name),
                "help": str(help_words),
                "theirs": f"theirs_{code}",
                "ours": f"ours_{code}",
            }
            for code, name, help_words in ROWS
        ],
        "rest": [one.code for one in kind.fields if one.code not in paired],
    }


def _columns(tool: Tool, rows: Rows, *, write: Letters) -> list[dict[str, Any]]:
    """The strategy chart: what stands in each of its five columns."""
    chart = tool.kinds[0]
    said = next(iter(_of(rows, chart.code)), {})
    kinds = {one.code: one for one in tool.kinds}
    return [
        {
            "title": str(TITLES[code][0]),
            "question": str(TITLES[code][1]),
            "fields": [_field(chart.field(one)) for one in fields],
            "row": _row(said, chart.fields, write=write),
            "kinds": [_lines(kinds[one], rows, write=write) for one in below],
        }
        for code, fields, below in COLUMNS
    ]


def _lines(kind: Kind, rows: Rows, *, write: Letters) -> dict[str, Any]:
    typed = []
    for said in _of(rows, kind.code):
        row = _row(said, kind.fields, write=write)
        words = [row[one.code]["words"] for one in kind.fields if one.code in row]
        typed.append({"words": " · ".join(words), "way": way(" ".join(words))})
    labels = [str(one.label) for one in kind.fields if one.type != Type.YES_NO]
    return {
        "several": str(kind.several),
        "labels": " · ".join(labels),
        "rows": typed,
        "empty": max(1, LINES.get(kind.code, 3) - len(typed)),
    }


def _dots(rows: Rows) -> list[list[float]]:
    """(number in the table, x, y) of everybody on the map of whom both are known."""
    return [
        [number, said["x"], said["y"]]
        for number, said in enumerate(_of(rows, "actor"), 1)
        if said.get("x") is not None and said.get("y") is not None
    ]


def _wedges(rows: Rows) -> list[list[int]]:
    """The numbers of the groups in each wedge, active allies first."""
    groups = list(enumerate(_of(rows, "ally_group"), 1))
    return [
        [number for number, said in groups if said.get("wedge") == code] for code, _name in WEDGES
    ]
