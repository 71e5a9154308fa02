"""On the desk: how places of a session are given, and to whom some are kept."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import make_aware
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.circles.queries import directory
from commonroot.core.errors import Refused
from commonroot.programmes.models import Session
from commonroot.programmes.queries import session_words, shown
from commonroot.registration import actions, permissions, queries
from commonroot.registration.forms import DoorForm, QuotaForm
from commonroot.registration.models import Door

SPARE_ROWS = 2
TIMES = ("opens_at", "closes_at", "members_until")
OF_SESSION = ("open_to", "members_until", "join_opens_minutes")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_give_places, find=queries.session)
def door(request: ActorRequest, session: Session) -> HttpResponse:
    """Who may come, approval, guests, times, offers; places kept for some, first fitting first."""
    found = queries.door(session)
    zone = ZoneInfo(session.time_zone)
    # Where nobody can be a member the question is left out, unless a session asks for it still.
    network = request.school is not None and bool(request.school.members_by)
    for_members = network or session.open_to != Session.OpenTo.ANYONE
    form = DoorForm(
        request.POST or None,
        initial=_initial(session, found, zone=zone) | {"whole": "whole" in request.GET},
        for_members=for_members,
    )
    quotas = list(session.quotas.select_related("circle"))
    circles = {one.key: one for one in directory()}
    listed = [(key, str(one.name)) for key, one in circles.items()]
    rows = [
        QuotaForm(request.POST or None, circles=listed, prefix=f"quota-{number}", initial=initial)
        for number, initial in enumerate([*map(_row, quotas), *[{}] * SPARE_ROWS])
    ]
    refused = ""
    # Every form is looked at, so that all that is wrong is said at once.
    if request.method == "POST" and all([form.is_valid(), *[row.is_valid() for row in rows]]):
        by, at = request.actor, request.at
        told = {
            name: make_aware(value.replace(tzinfo=None), zone)
            if name in TIMES and value is not None
            else value
            for name, value in form.cleaned_data.items()
        }
        who_comes = {name: told.pop(name) for name in OF_SESSION if name in told}
        kept = [
            actions.Kept(
                kind=row.cleaned_data["kind"],
                kept=row.cleaned_data["kept"] or 0,
                at_most=row.cleaned_data["at_most"],
                countries=row.cleaned_data["countries"],
                circle=circles.get(row.cleaned_data["circle"]),
            )
            for row in rows
            if row.cleaned_data["kind"]
        ]
        whole = told.pop("whole")
        try:
            (actions.set_for_all if whole else actions.set_how_places_are_given)(
                session=session, quotas=kept, who_comes=who_comes, by=by, at=at, **told
            )
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect(reverse("registration:roster", kwargs={"key": session.key}))
    context = {
        "session": session,
        "title": shown(session.title, session.programme),
        "when": session_words(session, at=request.at),
        "form": form,
        "rows": rows,
        "counts": queries.counts(session),
        "refused": refused,
    }
    failed = request.method == "POST"
    return render(request, "registration/door.html", context, status=400 if failed else 200)


def _initial(session: Session, found: Door, *, zone: ZoneInfo) -> dict[str, Any]:
    asked = {name: getattr(session, name) for name in OF_SESSION} | {
        name: getattr(found, name)
        for name in (
            "opens_at", "closes_at", "by_approval", "guests", "offer_hours", "line_length",
            "dial_in",
        )
    }  # fmt: skip
    times = {
        name: value.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if value is not None else ""
        for name in TIMES
        for value in [asked[name]]
    }
    return asked | times


def _row(quota: Any) -> dict[str, Any]:
    return {
        "kind": quota.kind,
        "countries": ", ".join(quota.countries),
        "circle": quota.circle.key if quota.circle else "",
        "kept": quota.kept,
        "at_most": quota.at_most,
    }
