"""Campaigns of the tried world: one of each team's course, shared with nobody."""

from datetime import datetime

from commonroot.campaigns.models import (
    Campaign,
    CaseStudy,
    ClosingGathering,
    Entry,
    Member,
    StudyPerson,
)
from commonroot.core.fields import Translated
from commonroot.people.models import Person
from commonroot.programmes.models import Programme
from tests.matrix.known import World

# Stands in every field of both campaigns; nobody but who works in them may read it anywhere.
TEAM_WORD = "Mwalimukilo"


def campaign_things(
    world: World, person: Person, programme: Programme, *, side: str, at: datetime
) -> None:
    """A campaign with something in some tools, a case study of it that is not told yet, one that
    everybody reads, and the closing gathering of its course.
    """
    campaign = Campaign.objects.create(
        name=f"{TEAM_WORD} hospital", summary=TEAM_WORD, place=TEAM_WORD, programme=programme,
        stage_at=at, made_at=at, touched_at=at,
    )  # fmt: skip
    world.put("campaign", campaign, side=side)
    member = Member.objects.create(
        campaign=campaign, person=person, leads=True, reads_risks=True, invited_at=at, joined_at=at
    )
    world.put("campaign place", member, side=side)
    said = {
        "demand": {"text": TEAM_WORD}, "chart": {"target": TEAM_WORD},
        "actor": {"label": TEAM_WORD, "x": 1, "y": 1},
        "ally_group": {"name": TEAM_WORD, "wedge": "3"},
    }  # fmt: skip
    entries = {
        kind: Entry.objects.create(
            campaign=campaign, kind=kind, said=words, made_at=at, changed_at=at
        )
        for kind, words in said.items()
    }
    world.put("campaign tool", campaign, side=side, tool="objectives")
    world.put("kind in a tool", campaign, side=side, tool="objectives", kind="demand")
    one = entries["demand"].key
    world.put("thing in a tool", campaign, side=side, tool="objectives", entry=one)
    world.put("chart", campaign, side=side, entry=entries["chart"].key)
    world.put("actor on the map", campaign, side=side, entry=entries["actor"].key)
    world.put("group of allies", campaign, side=side, group=entries["ally_group"].key)
    study = CaseStudy.objects.create(
        campaign=campaign, title=Translated({"en": TEAM_WORD}), made_at=at, changed_at=at
    )
    asked = StudyPerson.objects.create(study=study, person=person, role="Nurse", asked_at=at)
    world.put("somebody in a study", asked, side=side)
    if side == "own":
        _what_is_everybodys(world, at)
    ClosingGathering.objects.create(programme=programme, asked_at=at, shown_at=at)
    world.put("campaign feed", campaign, side=side, secret="s" * 20)


def _what_is_everybodys(world: World, at: datetime) -> None:
    told = CaseStudy.objects.create(
        title=Translated({"en": "How a county kept its hospital"}), state="published",
        made_at=at, changed_at=at, published_at=at,
    )  # fmt: skip
    world.put("case study", told)
    world.things["blank tool", "own"] = {"tool": "strategy"}
