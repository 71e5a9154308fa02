"""The critical path and the line of time as a page shows them, and what the next step is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonroot.campaigns.models import Campaign, Entry
from commonroot.campaigns.models.tools import TOOLS
from commonroot.campaigns.models.tools.path import PATH, PHASES
from commonroot.campaigns.queries.entries import Shown, entries_of
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules import path as rules
from commonroot.campaigns.rules.path import When
from commonroot.campaigns.rules.reminding import is_told
from commonroot.core.time import instant

NO_PHASE = ""
# The drawing of the line of time, in its own units; the names of the phases stand before it.
WIDTH, LEFT, RIGHT, TRACK, LANE = 1120.0, 190.0, 1100.0, 36.0, 52.0
TOP = 40.0
DOT = 13.0
APART = 0.036  # of the line's length: a dot and a little air
NOTES = {
    "acts_first": _(
        "There are actions and no step that they lead to. What must be true the day before you win?"
    ),
    "jumped": _(
        "A later step is reached before an earlier one. Was the earlier one needed after all?"
    ),
    "stuck": _("A step is stuck. What did you take for granted there, and who can open it again?"),
    "only_mobilising": _(
        "All that is planned calls people out, nothing makes you more. What do those do who come"
        " for the first time?"
    ),
    "out_of_order": _(
        "An action of a later part of the campaign comes before one of an earlier part. Is that"
        " meant so?"
    ),
    "no_end": _("Nothing is planned for the day after the peak, won or lost."),
}


@dataclass(frozen=True)
class Act:
    """An action: when it is by the campaign's clock, and how it stands to today."""

    shown: Shown
    number: int
    on: date | None
    clock: str
    when: When

    @property
    def line(self) -> str:
        """Where, whether it organises or mobilises, whom it is to move, who looks after it."""
        told = (self.shown.words(code) for code in ("place", "tactic", "target", "lead"))
        return " · ".join(filter(None, told))

    @property
    def turnout(self) -> str:
        """How many came of how many should; "" where neither was said."""
        goal, came = self.shown.value("turnout_goal"), self.shown.value("turnout")
        if came is not None and goal is not None:
            return ngettext(
                "%(count)d came, %(goal)d should have come.",
                "%(count)d came, %(goal)d should have come.",
                came,
            ) % {"count": came, "goal": goal}
        if came is not None:
            return ngettext("%(count)d came.", "%(count)d came.", came) % {"count": came}
        if goal is not None:
            return ngettext("%(count)d should come.", "%(count)d should come.", goal) % {
                "count": goal
            }
        return ""

    @property
    def result(self) -> str:
        """What came of it, in words."""
        return self.shown.words("result")

    @property
    def is_untold(self) -> bool:
        """Whether it is over and nobody wrote down what came of it."""
        return self.when is When.UNTOLD


@dataclass(frozen=True)
class Lane:
    """The actions of one phase, in the order of time, those without a date last."""

    code: str
    label: str
    acts: list[Act]


@dataclass(frozen=True)
class Mark:
    """A dot, a month or today on the drawn line."""

    x: float
    y: float
    on: date
    act: Act | None = None


@dataclass(frozen=True)
class Drawn:
    """The drawn line of time."""

    height: float
    today: float
    lanes: list[tuple[str, float, float]]  # name, top, height
    months: list[Mark]
    dots: list[Mark]


@dataclass(frozen=True)
class Path:
    """All of it; `steps` in order from the goal back to now."""

    steps: list[Shown]
    goal: str
    lanes: list[Lane]
    drawn: Drawn | None
    notes: list[str]
    reached: int

    @property
    def acts(self) -> list[Act]:
        """Every action."""
        return [act for lane in self.lanes for act in lane.acts]

    @property
    def untold(self) -> list[Act]:
        """Actions that are over, and nobody wrote down what came of them."""
        return [act for act in self.acts if act.is_untold]

    @property
    def next(self) -> Act | None:
        """The action that comes next, or is today."""
        ahead = [one for one in self.acts if one.when in {When.TODAY, When.AHEAD}]
        return min(ahead, key=lambda one: (one.on, one.clock), default=None)


def today_of(campaign: Campaign, *, at: datetime) -> date:
    """The day by the campaign's own clock."""
    return at.astimezone(ZoneInfo(campaign.time_zone)).date()


def path_of(campaign: Campaign, *, reader: Reader, at: datetime, mirrored: bool = False) -> Path:
    """The path and the line of time of a campaign as somebody may read them."""
    found = entries_of(campaign, PATH, reader=reader)
    steps = [one for one in found if one.kind.code == "outcome"]
    today = today_of(campaign, at=at)
    acts = _acts([one for one in found if one.kind.code == "action"], today=today)
    lanes = [
        Lane(code, str(label), [one for one in acts if (one.shown.value("phase") or "") == code])
        for code, label in (*PHASES, (NO_PHASE, _("Not placed yet")))
    ]
    codes = rules.notes(
        [rules.Step(one.value("status") or "") for one in steps],
        [
            rules.Act(one.shown.value("phase") or "", one.on, one.shown.value("tactic") or "")
            for one in acts
        ],
    )
    return Path(
        steps=steps[::-1],
        goal=_goal(campaign, reader=reader),
        lanes=[lane for lane in lanes if lane.acts or lane.code],
        drawn=_drawn(lanes, today=today, mirrored=mirrored),
        notes=[str(NOTES[code]) for code in codes] if reader.is_team else [],
        reached=sum(one.value("status") == rules.REACHED for one in steps),
    )


def _acts(found: list[Shown], *, today: date) -> list[Act]:
    """Actions in the order of time, those without a date last; numbered in that order."""
    timed = sorted(found, key=lambda one: one.value("moment") or "9999")
    acts = []
    for number, one in enumerate(timed, 1):
        moment = datetime.fromisoformat(one.value("moment")) if one.value("moment") else None
        on = moment.date() if moment else None
        acts.append(
            Act(
                shown=one,
                number=number,
                on=on,
                clock=_clock(moment, one.value("ends")) if moment else "",
                when=rules.standing(on=on, is_told=is_told("action", one.entry.said), today=today),
            )
        )
    return acts


def _clock(starts: datetime, ends: str | None) -> str:
    """ "18:00", or "18:00–20:00" where it ends on the same day."""
    until = datetime.fromisoformat(ends) if ends else starts
    same = until > starts and until.date() == starts.date()
    return f"{starts:%H:%M}–{until:%H:%M}" if same else f"{starts:%H:%M}"


def _goal(campaign: Campaign, *, reader: Reader) -> str:
    """What the path leads to: the first objective about a change, where it is open to them."""
    tool = TOOLS.get("objectives")
    found = entries_of(campaign, tool, reader=reader) if tool else []
    goals = [one for one in found if one.kind.code == "objective"]
    outcomes = [one for one in goals if one.value("kind") != "activity"]
    return next((one.name for one in [*outcomes, *goals]), "")


def _drawn(lanes: list[Lane], *, today: date, mirrored: bool) -> Drawn | None:
    """The line of time with everything that has a date; None where nothing has."""
    days = [act.on for lane in lanes for act in lane.acts if act.on]
    if not days:
        return None
    line = rules.line(days, today=today)

    def x(on: date) -> float:
        place = LEFT + line.share(on) * (RIGHT - LEFT)
        return round(WIDTH - place if mirrored else place, 1)

    top, shown, dots = TOP, [], []
    for lane in lanes:
        dated = [act for act in lane.acts if act.on]
        if not lane.code and not dated:
            continue
        tracks = rules.tracks([line.share(act.on) for act in dated if act.on], apart=APART)
        height = LANE + TRACK * max(tracks, default=0)
        shown.append((lane.label, top, height))
        dots += [
            Mark(x(act.on), top + LANE / 2 + TRACK * track, act.on, act)
            for act, track in zip(dated, tracks, strict=True)
            if act.on
        ]
        top += height
    months = [Mark(x(on), TOP, on) for on in line.marks()]
    return Drawn(height=top, today=x(today), lanes=shown, months=months, dots=dots)


def untold(campaign: Campaign, *, at: datetime) -> list[Entry]:
    """Actions that are over and of which nobody wrote down what came, the oldest first."""
    today = today_of(campaign, at=at)
    late = defaultdict(list)
    for one in Entry.objects.filter(campaign=campaign, kind="action").order_by("place", "pk"):
        moment = one.said.get("moment")
        on = datetime.fromisoformat(moment).date() if moment else None
        if rules.standing(on=on, is_told=is_told("action", one.said), today=today) is When.UNTOLD:
            late[moment].append(one)
    return [one for moment in sorted(late) for one in late[moment]]


def instant_of(campaign: Campaign, moment: str) -> datetime:
    """The moment of an action, written by the campaign's clock, as an instant."""
    wall = datetime.fromisoformat(moment)
    return instant(wall.date(), time(wall.hour, wall.minute), campaign.time_zone)
