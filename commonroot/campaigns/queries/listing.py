"""Campaigns in a list: one's own with the next step, those that others share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from commonroot.accounts.roles import Actor
from commonroot.campaigns.models import Campaign, Entry, Member, Step
from commonroot.campaigns.models.tools import TOOLS
from commonroot.campaigns.queries.reading import Reader, readable_campaigns
from commonroot.campaigns.queries.stages import STEPS
from commonroot.campaigns.queries.workspace import in_tools
from commonroot.campaigns.rules import stages as rules
from commonroot.core.places import country_name
from commonroot.programmes.models import Programme

FILTERED_FROM = 12  # fewer are seen at a glance


@dataclass(frozen=True)
class Row:
    """A campaign in a list. `next`: the next step, for those of the team; "" while it runs."""

    campaign: Campaign
    place: str
    next: Any = ""


@dataclass(frozen=True)
class Listed:
    """One's own campaigns, where one is asked to join, and what others share."""

    mine: list[Row]
    asked: list[Member]
    shared: list[Row]
    thrown: list[Row]


def listed(actor: Actor, *, language: str, at: datetime) -> Listed:
    """All campaigns that somebody may know of, newest first; the number of queries is fixed."""
    found = readable_campaigns(actor).select_related("group", "programme", "circle")
    rows = list(found.order_by("-touched_at", "-pk"))
    own = [one for one in rows if one.step == Step.TEAM]  # type: ignore[attr-defined]  # annotated
    places = _places(own, actor)
    counts = _counts(own)
    mine = [
        Row(
            one,
            place_words(one, language),
            next=_next(one, counts.get(one.pk, {}), place=places.get(one.pk), at=at),
        )
        for one in own
        if one.thrown_at is None
    ]
    return Listed(
        mine=mine,
        asked=_asked(actor),
        shared=[
            Row(one, place_words(one, language))
            for one in rows
            if one.step != Step.TEAM  # type: ignore[attr-defined]  # annotated
        ],
        thrown=[Row(one, "") for one in own if one.thrown_at is not None],
    )


def _places(own: Iterable[Campaign], actor: Actor) -> dict[int, Member]:
    rows = Member.objects.filter(
        campaign__in=[one.pk for one in own], person=actor.person_id or 0, left_at=None
    )
    return {one.campaign_id: one for one in rows}


def _counts(own: Iterable[Campaign]) -> dict[int, dict[str, int]]:
    rows = Entry.objects.filter(campaign__in=[one.pk for one in own]).order_by()
    found: dict[int, dict[str, int]] = {}
    for campaign, kind, count in rows.values_list("campaign", "kind").annotate(count=Count("pk")):
        found.setdefault(campaign, {})[kind] = count
    return found


def _next(campaign: Campaign, kinds: dict[str, int], *, place: Member | None, at: datetime) -> Any:
    if campaign.stage == Campaign.Stage.RUNNING:
        return ""  # what comes next its own path says, and its page
    eyes = Reader(Step.TEAM, shared_to=Step(campaign.shared_to), member=place)
    step = rules.next_step(
        campaign.stage,
        in_tools(kinds),
        readable=frozenset(code for code, tool in TOOLS.items() if eyes.reads(tool)),
        since=campaign.stage_at,
        at=at,
    )
    return STEPS[step.code][0]


def _asked(actor: Actor) -> list[Member]:
    """Where somebody is asked to join and has not answered, by their own page or signed in."""
    is_own = actor.kind == "account" or (actor.kind == "link" and actor.scope == "page")
    rows = Member.objects.filter(
        person=(actor.person_id or 0) if is_own else 0,
        left_at=None, joined_at=None, campaign__thrown_at=None,
    )  # fmt: skip
    return list(rows.select_related("campaign").order_by("-invited_at", "pk"))


def place_words(campaign: Campaign, language: str) -> str:
    """Where it is: "Kisumu, Kenya"."""
    named = (campaign.place, country_name(campaign.country, language) if campaign.country else "")
    return ", ".join(one for one in named if one)


def chosen(rows: Iterable[Row], *, service: str, country: str, stage: str) -> list[Row]:
    """Those rows that are about that, there, at that stage; "" is any."""
    return [
        one
        for one in rows
        if service in ("", one.campaign.service)
        and country in ("", one.campaign.country)
        and stage in ("", one.campaign.stage)
    ]


def of_group(group: Any, *, actor: Actor) -> list[Campaign]:
    """The campaigns of a small group that somebody may know of."""
    return list(
        readable_campaigns(actor).filter(group=group, thrown_at=None).order_by("-touched_at", "-pk")
    )


def of_programme(programme: Programme, *, actor: Actor) -> list[Campaign]:
    """The campaigns of a course that somebody may know of: those that were shared."""
    found = readable_campaigns(actor).filter(programme=programme, thrown_at=None)
    return list(found.exclude(shared_to=Step.TEAM).order_by("-touched_at", "-pk"))


def of_circle(circle: Any, *, actor: Actor) -> list[Campaign]:
    """The campaigns of a circle that somebody may know of."""
    found = readable_campaigns(actor).filter(circle=circle, thrown_at=None)
    return list(found.order_by("-touched_at", "-pk"))
