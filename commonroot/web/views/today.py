"""Today: what is due, in minutes, with one button each."""

from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from commonroot.accounts.actions import bring_back, postpone
from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.accounts.permissions import can_open_desk
from commonroot.accounts.queries import due_mark, put_off
from commonroot.admissions.permissions.reading import can_open_reading
from commonroot.circles.queries import circles_of
from commonroot.web.permissions import can_begin, can_see_numbers
from commonroot.web.queries import today as queries
from commonroot.web.queries.week import headline
from commonroot.web.queries.zones import today_of, zone_of

MINUTES = {"10": 10, "30": 30}
TODAY = "today"  # in the session: how many things there were, for the rail of the other pages


@require_safe
@guarded(can_begin)
def today(request: ActorRequest) -> HttpResponse:
    """The day, how many things and minutes, the things; coming dates and others' tasks beside.

    Whoever signs in for a circle alone gets its page; for a region, numbers; on a panel, what
    there is to read; for a group, that.
    """
    if not can_open_desk(request.actor):
        theirs = circles_of(request.actor)
        if theirs:
            return redirect("web:circle_desk", key=theirs[0].key)
        if can_see_numbers(request.actor):
            return redirect("web:numbers")
        reads = can_open_reading(request.actor)
        return redirect("admissions:readings" if reads else "groups:mine")
    zone = zone_of(request)
    everything = queries.tasks(request.actor, at=request.at, zone=zone)
    chosen = request.GET.get("have", "")
    if chosen in MINUTES:
        shown = queries.that_fit(everything, minutes=MINUTES[chosen])
    elif "all" in request.GET:
        shown = everything
    else:
        shown = everything[: queries.AT_MOST]
    if request.session.get(TODAY) != len(everything):
        kept = request.session
        kept.note_aside(TODAY, len(everything))  # type: ignore[attr-defined]  # sessions of ours
    here = reverse("web:today")
    dates = queries.coming(request.actor, at=request.at, zone=zone)
    dropped = request.GET.get("put_off", "")
    words = {
        "day": date_format(today_of(request), pgettext("day, as in Sunday 22 November", "l j F")),
        "headline": headline(shown),
        "tasks": shown,
        "more": len(everything) - len(shown),
        "chosen": chosen if chosen in MINUTES else "",
        "chips": [
            {"label": label, "url": url, "current": value == (chosen if chosen in MINUTES else "")}
            for value, label, url in (
                ("10", _("10 min"), f"{here}?have=10"),
                ("30", _("30 min"), f"{here}?have=30"),
                ("", _("all"), here),
            )
        ],
        "later": [
            ("tomorrow", _("tomorrow")),
            ("week", _("next week")),
            ("never", _("not needed")),
        ],
        "put_off": dropped
        if dropped and due_mark(dropped) in put_off(request.actor, at=request.at)
        else "",
        "dates": dates,
        "waiting": queries.waiting(request.actor, at=request.at),
        "next_day": dates[0].day if dates else "",
    }
    return render(request, "web/today.html", words)


@require_POST
@guarded(can_open_desk)
def later(request: ActorRequest) -> HttpResponse:
    """Put a thing off, or bring it back."""
    code = request.POST.get("task", "")[:200]
    local = request.at.astimezone(ZoneInfo(zone_of(request)))
    choice = request.POST.get("until", "")
    if code and postpone(code=code, choice=choice, by=request.actor, at=local):
        return redirect(f"{reverse('web:today')}?{urlencode({'put_off': code})}")
    bring_back(code=code, by=request.actor)
    return redirect("web:today")
