"""What a campaign takes from the case studies of others: found, noted, come back to."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions.entries import add
from commonroot.campaigns.forms.entries import EntryForm
from commonroot.campaigns.models import Campaign, CaseStudy
from commonroot.campaigns.models.tools import KINDS
from commonroot.campaigns.permissions.campaigns import can_read_campaign
from commonroot.campaigns.queries import study_pages
from commonroot.campaigns.queries.entries import entries_of
from commonroot.campaigns.queries.lessons import lessons_of
from commonroot.campaigns.queries.reading import campaign as find_campaign
from commonroot.campaigns.queries.studies import Asked, asked_for, found, listed, published
from commonroot.campaigns.views.shared import find_tool, own_member, tool_context
from commonroot.core.errors import Refused

MOST = 8


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=find_campaign)
def lessons(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """The lessons of a campaign; for its team a search in the library, and one lesson at a time."""
    page = find_tool(request, campaign, code="lessons")
    asked = asked_for(request.GET)
    study = published().filter(key=request.GET.get("from", "")).first()
    form = EntryForm(
        KINDS["lesson"],
        request.POST if request.method == "POST" else None,
        initial=_address(study),
        only=("taken", "study", "applied"),
    )
    if study is not None:
        form.fields["study"].widget = forms.HiddenInput()
    if form.is_valid():
        try:
            entry = add(
                campaign=campaign,
                kind="lesson",
                said=form.said,
                member=own_member(request, campaign),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "") or None, str(refusal))
        else:
            return redirect(f"{request.path}?said=added#{entry.key}")
    context = tool_context(request, page) | {
        "lessons": lessons_of(entries_of(campaign, page.tool, reader=page.reader)),
        "form": form,
        "study": study,
        "asked": asked,
        "found": _found(campaign, asked) if page.may_write and study is None else [],
    }
    return render(request, "campaigns/lessons.html", context)


def _address(study: CaseStudy | None) -> dict[str, str]:
    return {"study": study_pages.lasting_address(study)} if study is not None else {}


def _found(campaign: Campaign, asked: Asked) -> list[object]:
    """What was searched for; where nothing was, studies of the same kind of fight."""
    looked = asked if asked.words else Asked(service=campaign.service)
    return list(listed(found(looked).rows.defer("words", "texts")[:MOST]))
