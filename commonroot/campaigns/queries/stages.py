"""Where a campaign stands, in words: the strip of stages and the one next step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from commonroot.campaigns.models import Campaign, CaseStudy, Change
from commonroot.campaigns.models.tools import TOOLS
from commonroot.campaigns.queries.path import untold
from commonroot.campaigns.queries.reading import Reader
from commonroot.campaigns.rules import stages as rules

# {code of a step: (what to do, why, the button)}
STEPS: Mapping[str, tuple[Any, Any, Any]] = {
    "problem": (
        _("Say what is wrong"),
        _("Whom does it harm, what causes it, who could end it? Five lines are enough to begin."),
        _("Write down the problem"),
    ),
    "evidence": (
        _("Collect what you know"),
        _("Numbers, stories, papers: each with where it comes from, so that nobody can wave it "
          "away."),
        _("Open the evidence"),
    ),
    "to_researched": (
        _("You know the problem. Go on to who decides"),
        _("More evidence may come at any time. The next tools ask what you want, and from whom."),
        _("We know the problem"),
    ),
    "objectives": (
        _("Say what you want, and from whom"),
        _("A demand names one person in an office who can say yes, and the day."),
        _("Write a demand"),
    ),
    "power": (
        _("Write down who decides"),
        _("Who can say yes, who moves them, who is for it and against it?"),
        _("Open the power map"),
    ),
    "spectrum": (
        _("See who could come one step nearer"),
        _("Groups from those who act with you to those who act against you. Nobody has to cross "
          "it all."),
        _("Open the spectrum"),
    ),
    "strategy": (
        _("Put it together: one chart for each person who decides"),
        _("What you have, whom you bring, what moves the one who decides."),
        _("Open the strategy chart"),
    ),
    "story": (
        _("Tell it against their story"),
        _("Who are the heroes, what does the picture show, what is taken for granted?"),
        _("Open the battle of the story"),
    ),
    "path": (
        _("Say what has to come first"),
        _("From now to the day you win: what has to have happened, and what you do when."),
        _("Open the path"),
    ),
    "to_planned": (
        _("Your plan stands. Say so"),
        _("Everything in it can still change; plans that stand still are no plans."),
        _("The plan stands"),
    ),
    "risks": (
        _("Think of the dangers together"),
        _("What could happen to whom, what prevents it, who decides on the day? Few of you read "
          "it."),
        _("Open the notes on dangers"),
    ),
    "asks": (
        _("Ask people for one thing each"),
        _("Who asks whom, for what, until when? Whoever said yes is reminded."),
        _("Open asks and promises"),
    ),
    "to_running": (
        _("Begin"),
        _("The day you go outside with it. Until then only your plan exists."),
        _("We have begun"),
    ),
    "untold": (
        _("Write down how it was"),
        _("An action is over: how many came, what came of it, what you learnt. Three lines while "
          "you still know."),
        _("Open the path"),
    ),
    "report": (
        _("Write down how the month went"),
        _("Four lines: what you did, what came of it, what you learnt, what is next."),
        _("Write the report"),
    ),
    "go_on": (
        _("Do what comes next on your path"),
        _("Say of each outcome whether it came, and change what did not work."),
        _("Open the path"),
    ),
    "lessons": (
        _("Say what you would do again, and what not"),
        _("While you remember. Others will stand where you stood."),
        _("Write down what you learnt"),
    ),
    "tell": (
        _("Tell it to others"),
        _("What you wrote becomes a case study: you choose what of it, and who is named."),
        _("Make a case study of it"),
    ),
    "take_up": (
        _("It rests"),
        _("Everything is kept as you left it."),
        _("Take it up again"),
    ),
    "others": (
        _("It is told"),
        _("Thank you. See what others learnt, and help the next ones."),
        _("Read other case studies"),
    ),
}  # fmt: skip

STAGE_WORDS: Mapping[str, Any] = {
    "found": _("found"),
    "researched": _("researched"),
    "planned": _("planned"),
    "running": _("running"),
    "over": _("won or lost"),
    "told": pgettext_lazy("stage of a campaign", "told"),
}


@dataclass(frozen=True)
class Next:
    """The next step in words: what, why, the button, and where it leads or what it sends."""

    code: str
    title: Any
    why: Any
    button: Any
    url: str = ""
    to: str = ""


def next_step(
    campaign: Campaign, filled: Mapping[str, int], *, reader: Reader, at: datetime
) -> Next:
    """The one thing to do next, for somebody of the team; two queries at most."""
    runs = campaign.stage == "running"
    readable = frozenset(code for code, tool in TOOLS.items() if reader.reads(tool))
    told = campaign.studies.first() if campaign.stage in rules.OVER else None
    step = rules.next_step(
        campaign.stage,
        filled,
        readable=readable,
        reported_at=_reported_at(campaign) if runs else None,
        untold=runs and bool(untold(campaign, at=at)),
        since=campaign.stage_at,
        at=at,
    )
    title, why, button = STEPS[step.code]
    return Next(step.code, title, why, button, url=_url(campaign, step, told), to=step.to)


def _url(  # noqa: PLR0917 - what the address is made of
    campaign: Campaign, step: rules.Step, told: CaseStudy | None
) -> str:
    if step.tool == "studies":
        return reverse("campaigns:studies")
    if step.tool == "study":
        return reverse("campaigns:tell", args=[campaign.key])
    return reverse("campaigns:tool", args=[campaign.key, step.tool]) if step.tool else ""


def _reported_at(campaign: Campaign) -> datetime | None:
    kinds = [kind.code for kind in TOOLS["reports"].kinds] if "reports" in TOOLS else []
    newest = Change.objects.filter(campaign=campaign, kind__in=kinds).order_by("-pk").first()
    return newest.at if newest is not None else None


def strip(campaign: Campaign) -> list[dict[str, Any]]:
    """The stages as the ui part takes them: what is done, where it is now, since when."""
    now = rules.place_of(campaign.stage)
    since = date_format(campaign.stage_at, pgettext("day and month, as in 3 May", "j F"))
    return [
        {
            "word": campaign.get_stage_display()
            if place == now and code == "over"
            else STAGE_WORDS[code],
            "state": "done" if place < now else "now" if place == now else "later",
            "date": since if place == now else "",
        }
        for place, code in enumerate(rules.STRIP)
    ]


def ways(campaign: Campaign) -> list[tuple[str, str]]:
    """Where it may go from where it is: [(code, words)]."""
    return [(code, str(Campaign.Stage(code).label)) for code in rules.WAYS[campaign.stage]]
