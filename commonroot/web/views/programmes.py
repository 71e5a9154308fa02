"""The desk's programmes: the list, and one with its stage, its checklist and its dates."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.permissions import can_open_desk
from commonroot.admissions.permissions.preparing import prepares
from commonroot.admissions.queries.calls import handed_in_for as handed_in
from commonroot.campaigns.queries.listing import of_programme
from commonroot.circles.queries import school
from commonroot.core.errors import Refused
from commonroot.core.time import zone_words
from commonroot.groups.permissions import can_form_groups
from commonroot.groups.queries import chosen
from commonroot.programmes.actions import publish as publish_programme
from commonroot.programmes.actions import withdraw as withdraw_programme
from commonroot.programmes.actions.making import make_session_page
from commonroot.programmes.forms import SessionPageForm
from commonroot.programmes.models import Programme
from commonroot.programmes.permissions import can_edit_programme, can_make_programmes
from commonroot.programmes.queries import programme as find_programme
from commonroot.programmes.queries.addresses import programme_address
from commonroot.programmes.queries.planning.checks import why_hidden
from commonroot.programmes.queries.words import language_names
from commonroot.web.permissions import can_see_programme, can_see_programme_trail
from commonroot.web.queries import programmes as queries
from commonroot.web.queries.zones import today_of


@require_safe
@guarded(can_open_desk)
def programmes(request: ActorRequest) -> HttpResponse:
    """Every programme with its stage, its next date and how many people."""
    strips = queries.programmes(request.actor, at=request.at, today=today_of(request))
    may_make = can_make_programmes(request.actor)
    return render(request, "web/programmes.html", {"strips": strips, "may_make": may_make})


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_make_programmes)
def programme_new(request: ActorRequest) -> HttpResponse:
    """A title, a day, a time: a public page where people save a place."""
    ours = school()
    if ours is None:
        raise Http404
    form = SessionPageForm(request.POST or None, initial={"time_zone": ours.time_zone})
    if form.is_valid():
        # Whoever writes in a language that the school does not use writes in its first one.
        reader = get_language() or ""
        language = reader if reader in ours.languages else ours.languages[0]
        try:
            made = make_session_page(
                run_by=ours, language=language, by=request.actor, at=request.at, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error("on", str(refusal))
        else:
            return redirect("web:programme", key=made.key)
    return render(
        request, "web/programme_new.html", {"form": form}, status=400 if form.errors else 200
    )


@require_safe
@guarded(can_see_programme, find=find_programme)
def programme(request: ActorRequest, programme: Programme) -> HttpResponse:
    """One programme: stage, what is left to do, dates with places, what to tell people."""
    today = today_of(request)
    sessions = list(queries.sessions_of(programme))
    left = queries.left_to_do(programme, sessions, at=request.at, today=today)
    late = sum(one.state == "late" for one in left)
    steps = queries.strip_of_stages(programme, at=request.at, late=late)
    public = programme.published_at is not None
    may_edit = can_edit_programme(request.actor, programme)
    address = programme_address(programme) if public else ""
    words = {
        "programme": programme,
        "steps": steps,
        "now": next(step["word"] for step in steps if step["state"] == "now"),
        "kicker": " · ".join(
            (
                programme.get_format_display(),
                programme.get_mode_display(),
                language_names(programme.languages),
            )
        ),
        "stamp": queries.call_words(programme, today=today),
        "left": left,
        "dates": queries.dates(sessions, at=request.at),
        "zone": zone_words(programme.time_zone, request.at, language=get_language() or "en"),
        "people": queries.people_of(programme),
        "backgrounds": queries.starting_from(programme),
        "waves": queries.waves_of(programme, today=today),
        "address": address,
        "share_text": _("%(title)s. %(summary)s %(address)s")
        % {"title": programme.title, "summary": programme.summary, "address": address}
        if public
        else "",
        "may_edit": may_edit,
        "applies": (applies := programme.format != Programme.Format.OPEN),
        "applications": handed_in(programme) if applies else 0,
        "prepares": prepares(request.actor, programme),
        "has_groups": chosen(programme) is not None,
        "campaigns": of_programme(programme, actor=request.actor),
        "forms_groups": applies and can_form_groups(request.actor, programme),
        "next_session": next(
            (one for one in sessions if one.ends_at is not None and one.ends_at > request.at), None
        ),
        "may_see_trail": can_see_programme_trail(request.actor, programme),
        "plan_action": _("Plan the dates") if may_edit else "",
        "hidden": why_hidden(programme, at=request.at),
    }
    return render(request, "web/programme.html", words)


@require_POST
@guarded(can_edit_programme, find=find_programme)
def publish(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Put the page before the public."""
    publish_programme(programme=programme, by=request.actor, at=request.at)
    return redirect("web:programme", key=programme.key)


@require_POST
@guarded(can_edit_programme, find=find_programme)
def withdraw(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Take the page off the public site; places and people stay."""
    withdraw_programme(programme=programme, by=request.actor, at=request.at)
    return redirect("web:programme", key=programme.key)
