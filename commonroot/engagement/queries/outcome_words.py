"""What came of courses, in words: the same for the page, the paper and the public version."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from commonroot.core.places import country_name, regions
from commonroot.engagement.models import FollowUp, Participation, ProjectStatus
from commonroot.engagement.queries.follow_up import after_words
from commonroot.engagement.queries.outcomes import Outcomes, Round
from commonroot.engagement.rules.outcomes import LINKS, Outcome, Share

State = FollowUp.State
Background = Participation.Background
# Where each sub-region lies on the map of tiles: (row, column), from one.
ON_THE_MAP = {
    "Northern America": (1, 1), "Northern Europe": (1, 4), "Eastern Europe": (1, 5),
    "Western Europe": (2, 3), "Southern Europe": (2, 4), "Western Asia": (2, 5),
    "Central Asia": (2, 6), "Eastern Asia": (2, 7),
    "Central America": (3, 1), "Caribbean": (3, 2), "Northern Africa": (3, 4),
    "Southern Asia": (3, 6), "South-eastern Asia": (3, 7), "Micronesia": (3, 8),
    "South America": (4, 2), "Western Africa": (4, 3), "Middle Africa": (4, 4),
    "Eastern Africa": (4, 5), "Melanesia": (4, 8),
    "Southern Africa": (5, 4), "Australia and New Zealand": (5, 7), "Polynesia": (5, 8),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing that is counted: its name, and for each group a number with what it is part of."""

    title: str
    cells: list[str]


def share_words(share: Share) -> str:
    """ "14 of 31, 6 not known"; a dash where it is about nobody."""
    if not share.of:
        return "–"
    told = _("%(yes)s of %(of)s") % {"yes": share.yes, "of": share.of}
    if not share.unknown:
        return told
    unknown = ngettext("%(n)s not known", "%(n)s not known", share.unknown) % {"n": share.unknown}
    return pgettext("two counts", "%(told)s, %(unknown)s") % {"told": told, "unknown": unknown}


def group_name(one: Outcome) -> str:
    """A starting background in words; everybody together."""
    return str(Background(one.background).label) if one.background else _("everybody")


def lines(found: Outcomes) -> list[Line]:
    """Everything that is counted of people, a line each; the last cell is everybody."""
    groups = [*found.groups, found.whole]

    def line(title: str, shares: list[Share]) -> Line:
        return Line(title, [share_words(share) for share in shares])

    new = [one if one.background in {Background.NEW, ""} else None for one in groups]
    elsewhere = [one if one.background == Background.ELSEWHERE else None for one in groups]
    nobody = Share(0, 0, 0)
    first = [one.first_step for one in found.groups if one.background == Background.NEW]
    network = [one.network for one in found.groups if one.background == Background.ELSEWHERE]
    return [
        line(_("Say the course did them good"), [one.strengthened for one in groups]),
        line(_("Details confirmed within a year"), [one.confirmed for one in groups]),
        *(
            line(
                ngettext(
                    "Introduced to a circle or offer within %(n)s month",
                    "Introduced to a circle or offer within %(n)s months",
                    months,
                )
                % {"n": months},
                [one.linked[months] for one in groups],
            )
            for months in LINKS
        ),
        line(_("Active in a circle or offer now"), [one.active for one in groups]),
        line(
            _("First step within six months (new to activism)"),
            [
                nobody if one is None else one.first_step if one.background
                else first[0] if first else nobody
                for one in new
            ],
        ),
        line(
            _("Their network linked with ours (active elsewhere)"),
            [one.network if one else nobody for one in elsewhere[:-1]]
            + [network[0] if network else nobody],
        ),
        line(_("Promise kept, or still at it"), [one.kept for one in groups]),
        line(_("Teach what they learned"), [one.teaching for one in groups]),
    ]  # fmt: skip


def moved(one: Outcome) -> list[dict[str, Any]]:
    """What they do now compared with before, as parts of a bar."""
    return [
        {"label": _("more than before"), "value": one.more, "kind": "known"},
        {"label": _("about the same"), "value": one.same, "kind": "outline"},
        {"label": _("less than before"), "value": one.less, "kind": "repeat"},
        {"label": _("not known"), "value": one.unknown, "kind": "unknown"},
    ]


def round_lines(rounds: list[Round]) -> list[Line]:
    """Each round with all its ends, in the order of the table's headings."""
    ends = (
        (State.ANSWERED,), (State.SENT, State.SILENT), (State.WITHDRAWN,), (State.UNSAFE,),
        (State.BOUNCED, State.UNREACHABLE), (State.PAUSED,), (State.NOT_ASKED,),
    )  # fmt: skip
    return [
        Line(
            after_words(one.months),
            [str(one.listed), *(str(sum(one.ends.get(s, 0) for s in many)) for many in ends)],
        )
        for one in rounds
    ]


def project_bars(found: Outcomes) -> list[dict[str, Any]]:
    """How far the works had come when somebody last said so."""
    names: list[tuple[str, str, str]] = [
        (state.value, str(state.label), "unknown" if not state.value else "known")
        for state in ProjectStatus.State
    ]
    return [
        {
            "label": label,
            "value": found.projects.get(state, 0),
            "text": _("%(yes)s of %(of)s")
            % {"yes": found.projects.get(state, 0), "of": found.works},
            "kind": kind,
        }
        for state, label, kind in [*names, ("", _("nobody said"), "unknown")]
    ]


def gaps(found: Outcomes) -> list[tuple[str, str]]:
    """What must be done better, (sign, sentence) each: what records show, then what people said."""
    work, told = found.work, []
    for one in found.groups:
        if one.background == Background.NEW and one.first_step.no:
            told.append(
                _("%(n)s of %(of)s new to activism found no first step within six months.")
                % {"n": one.first_step.no, "of": one.people}
            )
        if one.background == Background.ELSEWHERE and one.network.no:
            told.append(
                _("%(n)s of %(of)s active elsewhere: their network is not linked yet.")
                % {"n": one.network.no, "of": one.people}
            )
    if found.whole.less:
        told.append(
            _("%(n)s of %(of)s do less than before.")
            % {"n": found.whole.less, "of": found.whole.people}
        )
    if late := work.countries - work.before_start:
        told.append(
            _("%(n)s of %(of)s countries were not contacted before it began.")
            % {"n": late, "of": work.countries}
        )
    if unsent := work.letters - work.sent:
        told.append(
            _("%(n)s of %(of)s letters to circles have not left.")
            % {"n": unsent, "of": work.letters}
        )
    if late := work.rounds - work.on_time:
        told.append(
            _("%(n)s of %(of)s rounds of questions left more than a week late.")
            % {"n": late, "of": work.rounds}
        )
    if found.whole.people and 2 * found.whole.unknown > found.whole.people:
        told.append(_("Of more than half we do not know how it went on."))
    signs = {"done": "done", "open": "waiting", "not_now": "open"}
    return [("late", sentence) for sentence in told] + [
        (signs.get(state, "waiting"), text) for text, state in work.changes
    ]


def work_facts(found: Outcomes) -> list[tuple[str, str]]:
    """How the work itself went: (what, number with what it is part of)."""
    work = found.work

    def of(number: int, all_of: int) -> str:
        return _("%(yes)s of %(of)s") % {"yes": number, "of": all_of} if all_of else "–"

    taken = work.days_to_letter
    days = (
        _("%(middle)s days in the middle (%(least)s to %(most)s), %(n)s letters")
        % {"middle": taken.middle, "least": taken.least, "most": taken.most, "n": taken.number}
        if taken
        else "–"
    )
    return [
        (_("Countries contacted"), of(work.contacted, work.countries)),
        (_("Of these, before it began"), of(work.before_start, work.countries)),
        (_("Letters to circles that left"), of(work.sent, work.letters)),
        (_("From the end to the letter"), days),
        (_("Circles that answered"), of(work.answered, work.sent)),
        (_("Rounds of questions on their day"), of(work.on_time, work.rounds)),
    ]


def tiles(found: Outcomes, language: str) -> list[dict[str, Any]]:
    """The map: sub-regions where they lie, in each its countries by number of people."""
    most = max(found.countries.values(), default=1)
    by_region: dict[str, list[dict[str, Any]]] = {}
    for country, number in sorted(found.countries.items(), key=lambda one: (-one[1], one[0])):
        region = regions().get(country, "Polynesia")
        by_region.setdefault(region, []).append(
            {
                "code": country,
                "name": country_name(country, language),
                "number": number,
                "shade": 1 + (3 * (number - 1)) // max(most, 1),
            }
        )
    return [
        {"row": row, "column": column, "countries": by_region[region]}
        for region, (row, column) in ON_THE_MAP.items()
        if region in by_region
    ]
