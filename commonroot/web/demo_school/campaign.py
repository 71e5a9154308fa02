"""A campaign of the demo: three of a small group work against the lease of their hospital."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commonroot.campaigns.actions import campaigns as workspace
from commonroot.campaigns.actions import snapshots, spectrum
from commonroot.campaigns.actions.entries import add, write
from commonroot.campaigns.actions.team import ask_to_join, join
from commonroot.campaigns.models import Campaign, Entry, Member
from commonroot.campaigns.models.tools import TOOLS
from commonroot.campaigns.queries.changes import newest
from commonroot.web.demo_school.days import post_leaves
from commonroot.web.demo_school.people import BY, Cast

WORDS = Path(__file__).with_name("campaign.toml")
COUNTRY, OTHERS = "KE", 2
BEGUN, PICTURED, MOVED = timedelta(days=100), timedelta(days=90), timedelta(days=4)
STAGES = ("researched", "planned", "running")
NOT_SAID = {"kind", "id", "parent"}


def tell_campaign(cast: Cast, *, at: datetime) -> None:
    """What Amina's team wrote into its tools until `at`, with a picture of an earlier day."""
    if cast.amina is None:
        return
    words = tomllib.loads(WORDS.read_text("utf-8"))
    campaign = workspace.start(said=words["campaign"], person=cast.amina, by=BY, at=at - BEGUN)
    team = _team(cast, campaign, at=at - BEGUN)
    entries = _entries(words["entry"], team, at=at)
    for plan in words["plan"]:
        said = _said({key: it for key, it in plan.items() if key not in {"group", "goal"}},
                     team=team, entries=entries, at=at)  # fmt: skip
        spectrum.plan(
            group=entries[plan["group"]], goal=plan["goal"], said=said, member=team[0],
            by=BY, at=at - PICTURED,
        )  # fmt: skip
    for code in ("power", "spectrum"):
        snapshots.take(campaign=campaign, tool=TOOLS[code], by=BY, at=at - PICTURED)
    for name, fields in words["later"].items():
        write(
            entry=entries[name],
            said=_said(fields, team=team, entries=entries, at=at),
            seen=newest(campaign),
            member=team[1],
            by=BY,
            at=at - MOVED,
        )
    for days, stage in zip((80, 60, 40), STAGES, strict=True):
        campaign.refresh_from_db()
        workspace.go_to(campaign=campaign, stage=stage, by=BY, at=at - timedelta(days=days))


def _team(cast: Cast, campaign: Campaign, *, at: datetime) -> list[Member]:
    """Amina and others of her country in the order in which they came, no organiser."""
    assert cast.amina is not None  # asked before
    near = [
        one
        for one in cast.of(COUNTRY)
        if one != cast.amina and one.account_id is None and not one.is_high
    ]
    for person in near[:OTHERS]:
        member, _token = ask_to_join(
            campaign=campaign, person=person, host=cast.amina, by=BY, at=at
        )
        post_leaves(at=at + timedelta(hours=1))
        join(member=member, link=None, by=BY, at=at + timedelta(days=1))
    return list(Member.objects.filter(campaign=campaign).order_by("pk"))


def _entries(rows: list[dict[str, Any]], team: list[Member], *, at: datetime) -> dict[str, Entry]:
    """Every entry by its name, written by each of the team in turn."""
    entries: dict[str, Entry] = {}
    for number, row in enumerate(rows):
        made = add(
            campaign=team[0].campaign,
            kind=row["kind"],
            said=_said(row, team=team, entries=entries, at=at),
            parent=entries.get(row.get("parent", "")),
            member=team[number % len(team)],
            by=BY,
            at=at - BEGUN + timedelta(hours=number),
        )
        entries[row.get("id", str(number))] = made
    return entries


def _said(
    row: Mapping[str, Any], *, team: list[Member], entries: Mapping[str, Entry], at: datetime
) -> dict[str, Any]:
    """What a row of the file says, its days and names looked up; `kind_` is a field called kind."""

    def value(words: Any) -> Any:
        if not isinstance(words, str):
            return words
        if words.startswith("#"):
            return entries[words[1:]].key
        if words.startswith("member:"):
            return team[int(words.partition(":")[2])].key
        if words.startswith("@"):
            days, clock, hour = words[1:].partition("T")
            return f"{(at + timedelta(days=int(days))).date()}{clock}{hour}"
        return words

    return {key.rstrip("_"): value(it) for key, it in row.items() if key not in NOT_SAID}
