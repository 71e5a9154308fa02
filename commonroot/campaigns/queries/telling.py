"""What a case study takes over from the campaign it tells of, and how far its telling has come."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from commonroot.campaigns.models import Campaign, CaseStudy, Entry, Member, StudyPerson
from commonroot.campaigns.models.tools import KINDS, TOOLS, Field, Kind
from commonroot.campaigns.models.tools.shapes import Type

OVER = (Campaign.Stage.WON, Campaign.Stage.LOST, Campaign.Stage.PAUSED, Campaign.Stage.TOLD)
OUTCOMES = {
    Campaign.Stage.WON: CaseStudy.Outcome.WON,
    Campaign.Stage.LOST: CaseStudy.Outcome.LOST,
}
WORDS = (Type.LINE, Type.TEXT)
FRIENDS = ("1", "2")
AGAINST = ("4", "5")


def study_of(campaign: Campaign) -> CaseStudy | None:
    """The study in which a campaign is told, the last begun one."""
    rows = CaseStudy.objects.filter(campaign=campaign)
    return rows.select_related("campaign__programme__run_by").order_by("-pk").first()


def texts_from(campaign: Campaign) -> dict[str, str]:
    """{text of a study: words} from what stands in the tools of a campaign. One query.

    Notes on dangers, whatever stays with the team, and names of people are not taken over: people
    are told of by their part, and a target by the office.
    """
    rows = Entry.objects.filter(campaign=campaign, team_only=False).order_by("kind", "place", "pk")
    by_kind: dict[str, list[Entry]] = {}
    for row in rows:
        kind = KINDS.get(row.kind)
        if kind is not None and not kind.restricted:
            by_kind.setdefault(row.kind, []).append(row)
    told = {
        "problem": _of_tool("problem", by_kind),
        "goals": [*_named("objectives", by_kind), *_said(by_kind, "goal", "text")],
        "organisations": _said(by_kind, "constituent", "name", "how_organised"),
        "allies": _in_wedges(by_kind, FRIENDS),
        "opponents": [
            *_said(by_kind, "chart", "office"),
            *_said(by_kind, "opponent", "name", "will_do"),
            *_in_wedges(by_kind, AGAINST),
        ],
        "tactics": [
            *_said(by_kind, "tactic", "tactic", "power_shown"),
            *_said(by_kind, "action", "title", "result"),
        ],
        "period": _said({"outcome": _reached(by_kind)}, "outcome", "outcome"),
        "outcomes": _of_tool("reports", by_kind),
        "lessons": [*_said(by_kind, "action", "lesson"), *_said(by_kind, "lesson", "taken")],
    }
    return {code: "\n".join(dict.fromkeys(lines)) for code, lines in told.items() if lines}


def _said(by_kind: dict[str, list[Entry]], kind: str, *codes: str) -> list[str]:
    """A line for each entry of a kind: the words of these fields."""
    lines = (
        [str(row.said.get(code, "")).strip() for code in codes] for row in by_kind.get(kind, ())
    )
    return [": ".join(filter(None, line)) for line in lines if any(line)]


def _in_wedges(by_kind: dict[str, list[Entry]], wedges: Iterable[str]) -> list[str]:
    there = [
        row for row in by_kind.get("ally_group", ()) if str(row.said.get("wedge")) in set(wedges)
    ]
    return _said({"ally_group": there}, "ally_group", "name")


def _reached(by_kind: dict[str, list[Entry]]) -> list[Entry]:
    """The steps of the way that were reached: what is still ahead is no turning point."""
    return [row for row in by_kind.get("outcome", ()) if row.said.get("status") == "reached"]


def _kinds_of(tool: str) -> Iterator[Kind]:
    return iter(TOOLS[tool].kinds if tool in TOOLS else ())


def _named(tool: str, by_kind: dict[str, list[Entry]]) -> list[str]:
    """What names each entry of a tool."""
    return [line for kind in _kinds_of(tool) for line in _said(by_kind, kind.code, kind.named_by)]


def _of_tool(tool: str, by_kind: dict[str, list[Entry]]) -> list[str]:
    """All words of a tool that are for others too, a line for each field."""
    return [
        words
        for kind in _kinds_of(tool)
        for row in by_kind.get(kind.code, ())
        for one in kind.fields
        if _is_told(one) and (words := str(row.said.get(one.code, "")).strip())
    ]


def _is_told(field: Field) -> bool:
    return field.type in WORDS and not field.inside


def team(campaign: Campaign) -> QuerySet[Member]:
    """Who is in the team now."""
    rows = Member.objects.filter(campaign=campaign, left_at=None).exclude(joined_at=None)
    return rows.select_related("person").order_by("joined_at", "pk")


def to_be_asked(study: CaseStudy) -> list[Member]:
    """Those of the team who were not asked yet how they want to stand in it."""
    if study.campaign is None:
        return []
    asked = set(StudyPerson.objects.filter(study=study).values_list("person", flat=True))
    return [one for one in team(study.campaign) if one.person_id not in asked]


def waiting_to_be_read() -> QuerySet[CaseStudy]:
    """What teams handed over and no organiser has answered, the oldest first."""
    rows = CaseStudy.objects.filter(state=CaseStudy.State.ASKED)
    return rows.select_related("campaign__programme__run_by").order_by("changed_at", "pk")
