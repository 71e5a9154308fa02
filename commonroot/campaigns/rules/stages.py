"""Where a campaign stands, and the one thing to do next: from what its tools hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

# The stages as a strip shows them; the fifth is won, lost or paused.
STRIP = ("found", "researched", "planned", "running", "over", "told")
OVER = ("won", "lost", "paused")
# To which stages somebody may go from one, the next one first. Nothing is locked: a team may
# always go back.
WAYS = {
    "found": ("researched", "planned", "running", "paused"),
    "researched": ("planned", "found", "running", "paused"),
    "planned": ("running", "researched", "paused"),
    "running": ("won", "lost", "paused", "planned"),
    "won": ("told", "running"),
    "lost": ("told", "running"),
    "paused": ("running", "planned", "lost"),
    "told": ("won", "lost", "running"),
}
ENDED = frozenset({"won", "lost", "told"})
REPORTED_EVERY = timedelta(days=35)
THROWN_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Step:
    """One thing to do: `code` has its words, `tool` is where it is done; "" where it is the stage
    that moves, and then `to` says where.
    """

    code: str
    tool: str = ""
    to: str = ""


# What belongs to each stage, in the order in which it is best done. A tool with something in it
# counts as begun; whoever wants more of it finds it below.
DUE = {
    "found": (Step("problem", "problem"), Step("evidence", "evidence")),
    "researched": (
        Step("objectives", "objectives"),
        Step("power", "power"),
        Step("spectrum", "spectrum"),
        Step("strategy", "strategy"),
        Step("story", "story"),
        Step("path", "path"),
    ),
    "planned": (Step("risks", "risks"), Step("asks", "asks")),
    "won": (Step("lessons", "lessons"),),
    "lost": (Step("lessons", "lessons"),),
}
MOVES = {
    "found": Step("to_researched", to="researched"),
    "researched": Step("to_planned", to="planned"),
    "planned": Step("to_running", to="running"),
    "running": Step("go_on", "path"),
    "won": Step("tell", "study"),
    "lost": Step("tell", "study"),
    "paused": Step("take_up", to="running"),
    "told": Step("others", "studies"),
}


def next_step(
    stage: str,
    filled: Mapping[str, int],
    *,
    readable: frozenset[str],
    reported_at: datetime | None = None,
    untold: bool = False,
    since: datetime,
    at: datetime,
) -> Step:
    """The one thing to do next.

    `filled`: {tool: how many things stand in it}; `readable`: the tools open to whoever reads;
    `since`: when the stage began; `reported_at`: when a progress report was last written;
    `untold`: an action is over, and nobody wrote down what came of it.
    """
    for step in DUE.get(stage, ()):
        if step.tool in readable and not filled.get(step.tool):
            return step
    if stage == "running" and untold:
        return Step("untold", "path")
    if stage == "running" and at - max(reported_at or since, since) > REPORTED_EVERY:
        return Step("report", "reports")
    return MOVES[stage]


def place_of(stage: str) -> int:
    """Where a stage stands in the strip, from 0."""
    return STRIP.index("over" if stage in OVER else stage)


def ended_at(stage: str, *, ended_before: datetime | None, at: datetime) -> datetime | None:
    """When a campaign that goes to `stage` ended: an end is kept when it is told, and gone when it
    goes on.
    """
    return (ended_before or at) if stage in ENDED else None


def is_gone(thrown_at: datetime, *, at: datetime) -> bool:
    """Whether what was thrown away then is deleted now."""
    return at >= thrown_at + THROWN_FOR
