"""The battle of the story: two columns, five rows, and what belongs to them, on one page."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.campaigns.actions.singles import write_single
from commonroot.campaigns.forms.entries import EntryForm
from commonroot.campaigns.models import Campaign, Clash
from commonroot.campaigns.models.tools.story import POINTS, ROWS, STORY
from commonroot.campaigns.permissions.campaigns import can_read_campaign
from commonroot.campaigns.queries import changes, reading, story
from commonroot.campaigns.views import shared
from commonroot.campaigns.views.keeping import (
    kept_answer,
    met_address,
    seen_of,
    sent_names,
    wants_json,
)

CODE = "story"
PURPOSES = ("organising", "mobilising", "advocacy")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_read_campaign, find=reading.campaign)
def open_story(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Their story and ours; the team writes where it reads."""
    page = shared.find_tool(request, campaign, code=CODE)
    told = story.told(campaign, reader=page.reader)
    forms = {
        kind.code: EntryForm(
            kind,
            request.POST if request.method == "POST" else None,
            initial=story.written(told.kinds[kind.code], kind),
        )
        for kind in STORY.kinds
    }
    if request.method == "POST" and wants_json(request):
        return _keep(request, campaign)
    if request.method == "POST" and not _amiss(forms):
        met = _write(request, campaign, forms=forms)
        if met:
            return redirect(met_address(campaign, met[0]))
        back = reverse("campaigns:tool", args=[campaign.key, CODE])
        return redirect(f"{back}?said=kept")
    context = shared.tool_context(request, page) | _context(told, forms)
    return render(request, "campaigns/story.html", context)


def _amiss(forms: dict[str, EntryForm]) -> list[str]:
    """The kinds in which something cannot stand; every one is looked at, so that each says so."""
    return [code for code, form in forms.items() if not form.is_valid()]


def _write(
    request: ActorRequest, campaign: Campaign, *, forms: dict[str, EntryForm]
) -> list[Clash]:
    """Write every kind; the places where words met."""
    member = shared.own_member(request, campaign)
    return [
        clash
        for code, form in forms.items()
        for clash in write_single(
            campaign=campaign,
            kind=code,
            said=form.said,
            seen=form.read_until,
            member=member,
            by=request.actor,
            at=request.at,
        )
    ]


def _keep(request: ActorRequest, campaign: Campaign) -> HttpResponse:
    """Keep the fields that were left, each on its own: one amiss does not hold up the others."""
    sent, seen = sent_names(request), seen_of(request, sent_names(request))
    names: list[str] = []
    errors: dict[str, str] = {}
    met: dict[str, str] = {}
    for kind in STORY.kinds:
        own = [field.code for field in kind.fields if field.code in sent]
        form = EntryForm(kind, request.POST, only=own)
        form.is_valid()
        errors |= {name: str(words[0]) for name, words in form.errors.items() if name in own}
        for name in own:
            names.append(name)
            if name in errors:
                continue
            clashes = write_single(
                campaign=campaign,
                kind=kind.code,
                said={name: form.cleaned_data.get(name)},
                seen=seen[name],
                member=shared.own_member(request, campaign),
                by=request.actor,
                at=request.at,
            )
            met |= {clash.field: met_address(campaign, clash) for clash in clashes}
    if not names:
        raise Http404
    return kept_answer(names=names, newest=changes.newest(campaign), errors=errors, met=met)


def _context(told: story.Told, forms: dict[str, EntryForm]) -> dict[str, Any]:
    table, points = forms["story"], forms["intervention"]
    for name in table.fields:
        table.fields[name].help_text = ""  # each row says its question once, for both
    points.fields["points"].label = points.fields["points"].help_text
    points.fields["points"].help_text = ""
    return {
        "told": told,
        "cornerstones": forms["cornerstones"],
        "rows": [
            {"row": row, "theirs": table[f"theirs_{row.code}"], "ours": table[f"ours_{row.code}"]}
            for row in told.rows
        ],
        "weak_points": table["weak_points"],
        "points": points["points"],
        "at_points": [points[code] for code, _label in POINTS],
        "purposes": [points[code] for code in PURPOSES],
        "frames": forms["frames"].asked,
        "cells": 2 * len(ROWS),
    }
