"""What your list says."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.places import country_name
from commonroot.intake import permissions, queries, rules
from commonroot.intake.models import Import

SHOWN_NOTES = 12


@require_http_methods(["GET", "HEAD"])
@guarded(permissions.can_see_import, find=queries.import_)
def says(request: ActorRequest, batch: Import) -> HttpResponse:
    """What your list says; while it comes in, how far it is; afterwards, what became of it."""
    done, total = queries.progress(batch)
    truth = batch.truth
    return render(
        request,
        "intake/says.html",
        {
            "batch": batch,
            "truth": truth,
            "done": done,
            "total": total,
            "unknown": truth.get("people", 0) - truth.get("agreed", 0),
            "minutes": rules.minutes_for(truth.get("look", 0)),
            "countries": _countries(truth),
            "country_count": len(truth.get("countries", [])),
            "who": _who(truth),
            "kept": _kept(truth),
            "age": request.at.year - truth["newest"] if truth.get("newest") else None,
            "undo": queries.can_be_undone(batch, at=request.at),
            "notes": batch.notes[:SHOWN_NOTES],
            "more_notes": max(0, len(batch.notes) - SHOWN_NOTES),
        },
    )


def _countries(truth: dict[str, Any]) -> str:
    """ "Kenya 18, Bangladesh 14, Colombia 11"."""
    language = get_language() or "en"
    most = truth.get("countries", [])[: rules.SHOWN_COUNTRIES]
    return ", ".join(f"{country_name(code, language)} {count}" for code, count in most)


def _who(truth: dict[str, Any]) -> list[dict[str, Any]]:
    """Parts of the bar under the number of people."""
    return [
        {
            "label": _("new"),
            "value": truth.get("new", 0),
            "kind": "known",
        },
        {
            "label": _("known"),
            "value": truth.get("known", 0),
            "kind": "outline",
        },
        {
            "label": _("repeated"),
            "value": truth.get("repeated", 0),
            "kind": "repeat",
        },
    ]


def _kept(truth: dict[str, Any]) -> list[dict[str, Any]]:
    """Parts of the bar under the number who agreed."""
    agreed = truth.get("agreed", 0)
    unknown = truth.get("people", 0) - agreed
    return [
        {"label": _("agreed"), "value": agreed, "kind": "agreed"},
        {"label": _("unknown"), "value": unknown, "kind": "unknown"},
    ]
