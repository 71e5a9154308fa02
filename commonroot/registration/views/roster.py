"""On the desk: who comes to a session, who came, and writing somebody in."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import (
    ActorRequest,
    guarded,
)
from commonroot.core.errors import Refused
from commonroot.people.actions import NoSuchWay
from commonroot.programmes.models import Session
from commonroot.programmes.queries import session_words, shown
from commonroot.registration import actions, permissions, queries, rules
from commonroot.registration.actions.attendance import tick
from commonroot.registration.forms import ByHandForm
from commonroot.registration.models import Presence, Registration


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_roster, find=queries.session)
def roster(request: ActorRequest, session: Session) -> HttpResponse:
    """Who comes to a session and who came: ticked by one tap each, printed as a sheet."""
    refused = ""
    if request.method == "POST":
        key, _colon, wish = request.POST.get("tick", "").partition(":")
        try:
            done = _tick(request, session, key=key, wish=wish)
        except Refused as refusal:
            refused = str(refusal)
        else:
            if not done:
                raise Http404
            address = reverse("registration:roster", kwargs={"key": session.key})
            return redirect(f"{address}#r-{key}")
    placed = list(queries.roster(session, seen_by=request.actor, at=request.at))
    waiting = list(queries.waiting_list(session, seen_by=request.actor, at=request.at))
    asked = list(queries.asked(session, seen_by=request.actor, at=request.at))
    counts = queries.counts(session)
    context = {
        "session": session,
        "title": shown(session.title, session.programme),
        "programme": shown(session.programme.title, session.programme),
        "when": session_words(session, at=request.at),
        "rows": placed,
        "waiting": waiting,
        "asked": asked,
        "skips": queries.passed_over(session, seen_by=request.actor, at=request.at),
        "ways": _ways(request, session),
        "counts": counts,
        "came": sum(row.state == Registration.State.ATTENDED for row in placed),
        "ticked": sum(row.state in rules.CHECKED for row in placed),
        "left_out": queries.left_out(session, shown=len(placed) + len(waiting) + len(asked)),
        "any_needs": permissions.can_see_needs(request.actor, session)
        and any(row.needs for row in placed),
        "may_give": permissions.can_give_places(request.actor, session),
        "may_tick": rules.may_check_in(to="attended", starts_at=session.starts_at, at=request.at),
        "open": queries.is_open(session, at=request.at),
        "begun": session.starts_at is not None and session.starts_at <= request.at,
        "refused": refused,
    }
    if "print" in request.GET:
        return render(request, "registration/roster_sheet.html", context)
    return render(request, "registration/roster.html", context, status=409 if refused else 200)


def _ways(request: ActorRequest, session: Session) -> list[dict[str, str]]:
    """Where else an organiser goes from the list."""
    places = (
        ("questions", _("What you ask"), permissions.can_give_places),
        ("answers", _("What they answered"), permissions.can_give_places),
        ("door", _("How places are given"), permissions.can_give_places),
        ("write", _("Write to them"), permissions.can_write_to),
        ("paste", _("Register several"), permissions.can_give_places),
        ("reports", _("Report of the video meeting"), permissions.can_see_roster),
        ("said", _("What was said of it"), permissions.can_see_roster),
    )
    found = [
        {"label": label, "url": reverse(f"registration:{name}", kwargs={"key": session.key})}
        for name, label, can in places
        if can(request.actor, session)
    ]
    if permissions.can_export_registrations(request.actor, session):
        address = reverse("web:registrations_export", kwargs={"key": session.key})
        found.append({"label": _("Take the list along"), "url": address})
    return [*found, {"label": _("Print the list"), "url": "?print"}]


def _tick(request: ActorRequest, session: Session, *, key: str, wish: str) -> bool:
    """Do what one button of the list asks; false when it is not there or not for this organiser."""
    registration = queries.registration(key)
    if registration is None or registration.session_id != session.pk:
        return False
    by, at = request.actor, request.at
    if wish in {*rules.CHECKED, Registration.State.PLACED}:
        tick(registration=registration, state=wish, how=Presence.How.DESK, by=by, at=at)
    elif not permissions.can_give_places(by, session):
        return False
    elif wish == "cancel":
        actions.cancel(registration=registration, by=by, at=at)
    elif wish == "approve":
        actions.approve(registration=registration, by=by, at=at)
    elif wish == "decline":
        actions.decline(registration=registration, by=by, at=at)
    elif wish == "spoken":
        actions.confirm_spoken(registration=registration, by=by, at=at)
    else:
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_give_places, find=queries.session)
def by_hand(request: ActorRequest, session: Session) -> HttpResponse:
    """Write somebody in, with the same checks as the public form; once it has begun, as there."""
    begun = session.starts_at is not None and session.starts_at <= request.at
    form = ByHandForm(request.POST or None, questions=queries.questions(session), begun=begun)
    if request.method == "POST" and form.is_valid():
        try:
            registration = _write_in(request, form, session=session, begun=begun)
        except NoSuchWay as refusal:
            form.add_error("way", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            address = reverse("registration:roster", kwargs={"key": session.key})
            return redirect(f"{address}#r-{registration.key}")
    context = {
        "session": session,
        "title": shown(session.title, session.programme),
        "form": form,
        "begun": begun,
        "counts": queries.counts(session),
    }
    return render(request, "registration/by_hand.html", context, status=400 if form.errors else 200)


def _write_in(
    request: ActorRequest, form: ByHandForm, *, session: Session, begun: bool
) -> Registration:
    said: dict[str, Any] = {
        "session": session,
        "name": form.cleaned_data["name"],
        "way_text": form.cleaned_data["way"],
        "language": get_language() or "en",
        "answers": form.answers(),
        "by": request.actor,
        "at": request.at,
    }
    if begun:
        return actions.write_in(**said)
    return actions.register_by_hand(needs=form.cleaned_data["needs"], **said)
