"""What every page of a campaign needs: whose eyes look at it, the tool, what stands above it."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404

from commonroot.accounts.guards import ActorRequest
from commonroot.campaigns.models import Campaign, Member, PublicAsk, Step
from commonroot.campaigns.models.tools import TOOLS, Tool
from commonroot.campaigns.permissions.campaigns import can_work_in
from commonroot.campaigns.queries.changes import newest
from commonroot.campaigns.queries.entries import open_clashes
from commonroot.campaigns.queries.reading import Reader, as_others, parts_of, reader_of
from commonroot.campaigns.queries.removed import is_gone

# The two words in an address with which a member looks as others would: "?as=cohort", and how
# far it would be shared: "&to=cohort.problem-cohort.power-group".
AS, TO = "as", "to"


@dataclass(frozen=True)
class ToolPage:
    """One tool of a campaign as somebody has it before them."""

    campaign: Campaign
    tool: Tool
    reader: Reader
    may_write: bool


def reader(request: ActorRequest, campaign: Campaign) -> Reader:
    """Whose eyes look: the visitor's, or for a member who looks ahead those of whom they chose.

    Raises Http404 for whom the campaign is not there.
    """
    found = reader_of(request.actor, campaign)
    if found is None:
        raise Http404
    step = request.GET.get(AS, "")
    if found.is_team and step in Step.values and step != Step.TEAM:
        shared_to, parts = _shared(request.GET.get(TO, ""), campaign)
        ahead = as_others(found, step=Step(step), shared_to=shared_to, parts=parts.items())
        asked = {AS: step} | ({TO: request.GET[TO]} if request.GET.get(TO) else {})
        return replace(ahead, query=f"?{urlencode(asked)}")
    return found


def _shared(words: str, campaign: Campaign) -> tuple[Step, dict[str, str]]:
    """How far everything would be shared, as an address says it; as it is where it says nothing."""
    first, *rest = words.split(".")
    if first not in Step.values:
        return Step(campaign.shared_to), parts_of(campaign)
    told = dict(one.partition("-")[::2] for one in rest)
    return Step(first), {
        tool: step for tool, step in told.items() if tool in TOOLS and step in Step.values
    }


def shared_words(shared_to: str, parts: dict[str, str]) -> str:
    """How far everything would be shared, for an address."""
    return ".".join([shared_to, *(f"{tool}-{step}" for tool, step in sorted(parts.items()))])


def ahead(step: str, *, shared_to: str, parts: dict[str, str]) -> str:
    """The end of an address of a page as it looks for others, once it is shared so far."""
    return "?" + urlencode({AS: step, TO: shared_words(shared_to, parts)})


def find_tool(request: ActorRequest, campaign: Campaign, *, code: str) -> ToolPage:
    """The tool with that code as the visitor may have it; Http404 where it is not there for them.

    What is posted needs somebody who may write, with their own eyes.
    """
    tool = TOOLS.get(code)
    eyes = reader(request, campaign)
    if tool is None or not eyes.reads(tool):
        raise Http404
    may_write = not eyes.looks_as and can_work_in(request.actor, campaign)
    if request.method == "POST" and not may_write:
        raise Http404
    return ToolPage(campaign, tool, eyes, may_write)


def own_member(request: ActorRequest, campaign: Campaign) -> Member:
    """The place in the team of whoever asks; Http404 where they look with other eyes."""
    found = reader(request, campaign).member
    if found is None:
        raise Http404
    return found


def page_context(campaign: Campaign, eyes: Reader) -> dict[str, Any]:
    """What "campaigns/_page.html" needs: nothing in a tab or a header tells what it is, but where
    everybody may read it.
    """
    is_open = eyes.step == Step.PUBLIC and not eyes.looks_as
    return {
        "campaign": campaign,
        "reader": eyes,
        "base": "ui/page.html" if is_open else "ui/personal.html",
        "is_open": is_open,
        "said": "",
    }


def public_ask(campaign: Campaign) -> dict[str, Any]:
    """What "campaigns/_public_ask.html" needs: the question that is open, and how it would look."""
    ask = PublicAsk.objects.filter(campaign=campaign).select_related("member__person").first()
    look = ahead(Step.PUBLIC, shared_to=ask.shared_to, parts=ask.parts) if ask else ""
    return {"ask": ask, "ask_query": look}


def tool_context(request: ActorRequest, page: ToolPage) -> dict[str, Any]:
    """What "campaigns/_tool.html" needs: whoever writes is told where words met and what is new."""
    found = open_clashes(page.campaign, reader=page.reader, tool=page.tool)
    gone = request.GET.get("gone", "")
    return page_context(page.campaign, page.reader) | {
        "tool": page.tool,
        "may_write": page.may_write,
        "said": request.GET.get("said", ""),
        "clashes": found if page.may_write else [],
        "gone": gone if page.may_write and is_gone(page.campaign, gone) else "",
        "newest": newest(page.campaign) if page.may_write else None,
    }
