"""The list of campaigns, and starting one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded, public
from commonroot.campaigns.actions import campaigns as actions
from commonroot.campaigns.forms.campaigns import StartForm
from commonroot.campaigns.models import Campaign
from commonroot.campaigns.models.workspace import Service
from commonroot.campaigns.permissions.campaigns import can_start
from commonroot.campaigns.queries import listing, team
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.people.models import Person


def person_of(request: ActorRequest) -> Person | None:
    """Who asks: by their link, or whose account it is."""
    found = request.actor.person_id
    return Person.objects.filter(pk=found).first() if found is not None else None


@require_safe
@public
def campaigns(request: ActorRequest) -> HttpResponse:
    """One's own campaigns with the next step, those that others share; a visitor sees the ones
    that everybody may read.
    """
    language = get_language() or "en"
    found = listing.listed(request.actor, language=language, at=request.at)
    asked = {name: request.GET.get(name, "") for name in ("service", "country", "stage")}
    is_known = request.actor.person_id is not None
    context = {
        "base": "ui/personal.html" if is_known else "ui/page.html",
        "is_known": is_known,
        "found": found,
        "shared": listing.chosen(found.shared, **asked),
        "filters": _filters(found.shared, asked, language=language)
        if len(found.shared) > listing.FILTERED_FROM
        else [],
        "may_start": can_start(request.actor),
        "said": request.GET.get("said", ""),
    }
    return render(request, "campaigns/campaigns.html", context)


def _filters(
    rows: list[listing.Row], asked: dict[str, str], *, language: str
) -> list[dict[str, Any]]:
    """What the list can be narrowed to: only what there is, each as a plain list to choose from."""
    services, stages = dict(Service.choices), dict(Campaign.Stage.choices)
    there = [one.campaign for one in rows]
    return [
        {
            "name": name,
            "label": label,
            "any": any_words,
            "chosen": asked[name],
            "choices": sorted(
                {(code, str(words(code))) for one in there if (code := getattr(one, name))},
                key=lambda pair: pair[1],
            ),
        }
        for name, label, any_words, words in (
            ("service", _("What it is about"), _("about anything"), lambda code: services[code]),
            (
                "country",
                _("Country"),
                _("in any country"),
                lambda code: country_name(code, language),
            ),
            ("stage", _("Where it stands"), _("at any stage"), lambda code: stages[code]),
        )
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_start)
def start(request: ActorRequest) -> HttpResponse:
    """A new campaign: what it is, and whose."""
    person = person_of(request)
    assert person is not None  # the guard has seen that there is one
    initial = {
        "country": person.country,
        "languages": [person.language],
        "whose": request.GET.get("for", "mine"),
    }
    form = StartForm(
        request.POST if request.method == "POST" else None, own=team.own(person), initial=initial
    )
    refused = ""
    if form.is_valid():
        said = form.said | {"time_zone": person.time_zone or "UTC"}
        try:
            made = actions.start(
                said=said, person=person, **form.body, by=request.actor, at=request.at
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect("campaigns:workspace", key=made.key)
    context = {"form": form, "refused": refused}
    failed = bool(form.errors or refused)
    return render(request, "campaigns/start.html", context, status=400 if failed else 200)
