"""The battle of the story as a page shows it: what a campaign has one of, cell by cell."""

from dataclasses import dataclass

from commonroot.campaigns.models import Campaign
from commonroot.campaigns.models.tools import Kind
from commonroot.campaigns.models.tools.story import FRAMES, POINTS, ROWS, STORY
from commonroot.campaigns.queries import changes
from commonroot.campaigns.queries.entries import Cell, Shown, entries_of
from commonroot.campaigns.queries.reading import Reader


@dataclass(frozen=True)
class Row:
    """One row of the table: its code, its name, what is asked, and both cells (None: not there)."""

    code: str
    name: str
    asks: str
    theirs: Cell | None
    ours: Cell | None


@dataclass(frozen=True)
class Told:
    """The whole page. `seen`: the newest change that it vouches for."""

    seen: int
    kinds: dict[str, Shown | None]
    rows: list[Row]
    points: list[tuple[str, Cell | None]]

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything yet."""
        return not any(
            cell.words for shown in self.kinds.values() if shown for cell in shown.cells.values()
        )

    @property
    def weak_points(self) -> str:
        """Where their story is weak."""
        table = self.kinds["story"]
        return table.words("weak_points") if table else ""


def told(campaign: Campaign, *, reader: Reader) -> Told:
    """The story of a campaign as somebody may read it."""
    seen = changes.newest(campaign)
    found = {one.kind.code: one for one in entries_of(campaign, STORY, reader=reader)}
    table, points = found.get("story"), found.get("intervention")
    chosen = points.value("points") or [] if points else []
    return Told(
        seen=seen,
        kinds={kind.code: found.get(kind.code) for kind in STORY.kinds},
        rows=[
            Row(
                code=code,
                name=str(name),
                asks=str(asks),
                theirs=cell_of(table, f"theirs_{code}"),
                ours=cell_of(table, f"ours_{code}"),
            )
            for code, name, asks in ROWS
        ],
        points=[
            (str(label), cell_of(points, code))
            for code, label in POINTS
            if code in chosen or (cell_of(points, code) or EMPTY).words
        ],
    )


def cell_of(shown: Shown | None, code: str) -> Cell | None:
    """One cell; None where nobody wrote in that kind yet."""
    return shown.cells.get(code) if shown else None


def written(shown: Shown | None, kind: Kind) -> dict[str, object]:
    """{field: what stands in it}, for a form."""
    return {one.code: shown.value(one.code) for one in kind.fields} if shown else {}


EMPTY = Cell(FRAMES.fields[0], None, "")
