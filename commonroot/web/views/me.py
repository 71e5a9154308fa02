"""My page: what a person sees, changes and takes back by a link, without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, View, guarded, public
from commonroot.campaigns.queries.own import own_campaigns
from commonroot.campaigns.queries.study_pages import places_of
from commonroot.consent.actions import answer, pause
from commonroot.consent.queries import current_wordings
from commonroot.consent.rules import Purpose, is_asked, parse_audience
from commonroot.core.errors import Refused
from commonroot.core.text import masked
from commonroot.core.time import zone_or
from commonroot.people.actions import resume
from commonroot.people.models import Link
from commonroot.people.queries import working_way
from commonroot.people.queries.network import membership
from commonroot.registration import actions
from commonroot.registration.models import Registration
from commonroot.registration.permissions import can_open_my_page, is_theirs
from commonroot.registration.queries import registration as find_registration
from commonroot.registration.queries.certificates import certificates_of
from commonroot.web.middleware import LINK_COOKIE
from commonroot.web.queries import cohort, mine
from commonroot.web.queries.trail import looks_at
from commonroot.web.queries.zones import today_of


def remember_link(response: HttpResponse, token: str) -> HttpResponse:
    """Keep a link's token in the browser until it is closed, where no script can read it."""
    response.set_cookie(LINK_COOKIE, token, httponly=True, secure=settings.HTTPS, samesite="Lax")
    return response


def own_link(request: ActorRequest) -> Link:
    """The link by which the person came; the guard has seen that there is one."""
    found: Link = request.link  # type: ignore[attr-defined]  # set with the actor
    return found


def is_fresh(request: ActorRequest) -> bool:
    """Whether everything held is open now: for twenty minutes after a fresh link was used."""
    link = own_link(request)
    return (
        link.fresh_until is not None
        and link.fresh_until > request.at
        and link.thing != actions.FRESH
    )


def fresh_only(view: View) -> View:
    """Open for twenty minutes after a fresh link was used; everybody else is offered one."""

    @wraps(view)
    def fresh(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_fresh(request) else redirect("web:me_fresh")

    return fresh


def comes_by_link(view: View) -> View:
    """Send whoever has no link to the page that mails one."""

    @wraps(view)
    def asked(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_open_my_page(request.actor):
            return redirect("web:fresh")
        return view(request, *args, **kwargs)

    asked.guard = view.guard  # type: ignore[attr-defined]  # the guard inside decides
    return asked


@require_safe
@comes_by_link
@guarded(can_open_my_page)
def me(request: ActorRequest) -> HttpResponse:
    """What comes next, one request at most, my dates, who was told what, what I agreed to."""
    link = own_link(request)
    person = link.person
    if link.thing == actions.FRESH and link.fresh_until and link.fresh_until > request.at:
        return render(request, "web/me_open.html", {"person": person})
    return _me(request)


def _me(request: ActorRequest, refused: str = "") -> HttpResponse:
    link = own_link(request)
    person = link.person
    places = mine.coming(person, at=request.at, zone=request.zone)
    ahead = [place for place in places if place.state != Registration.State.EXCUSED]
    first = (ahead or places)[0] if places else None
    today = today_of(request)
    confirms = person.provisional and link.way is not None
    my_groups = [] if confirms else cohort.groups(person, at=request.at, zone=request.zone)
    context = {
        "person": person,
        "next": first,
        "dates": [place for place in places if place is not first],
        "confirms": confirms,
        "unreached": person.provisional and link.way is None,
        "way": masked(link.way.value) if link.way else "",
        "certificates": [] if confirms else certificates_of(person),
        "in_network": not confirms and membership(person) is not None,
        "asks": None if confirms else mine.request_of(person, at=request.at),
        "still_yes": "" if confirms else mine.still_yes_of(person, at=request.at),
        "still_right": "" if confirms else mine.still_right_of(person),
        "my_groups": my_groups,
        "group_next": next((one.next for one in my_groups if one.next is not None), None),
        "applied": [] if confirms else cohort.applied(person, at=request.at),
        "preparing": [] if confirms else cohort.preparing(person, at=request.at),
        "own_campaigns": [] if confirms else own_campaigns(person, today=today),
        "in_studies": [] if confirms else list(places_of(person)),
        "told": mine.told(person, today=today, limit=mine.TOLD_SHOWN),
        "told_count": mine.told_count(person),
        "agreements": mine.agreements(person, today=today),
        "refused": refused,
        "said": request.GET.get("said", ""),
    }
    return render(request, "web/me.html", context, status=409 if refused else 200)


@require_POST
@guarded(can_open_my_page)
def me_confirm(request: ActorRequest) -> HttpResponse:
    """This is me: the address is mine."""
    actions.confirm_by_link(link=own_link(request), by=request.actor, at=request.at)
    return redirect(f"{reverse('web:me')}?said=confirmed")


@require_POST
@guarded(is_theirs, find=find_registration)
def me_place(request: ActorRequest, registration: Registration) -> HttpResponse:
    """I cannot come; I take the place; I come after all."""
    wishes: dict[str, Callable[..., object]] = {
        "cannot": actions.cannot_come,
        "take": actions.take_offer,
        "come": actions.come_after_all,
    }
    wish = request.POST.get("wish", "")
    if wish not in wishes:
        raise Http404
    try:
        wishes[wish](registration=registration, by=request.actor, at=request.at)
    except Refused as refusal:
        return _me(request, refused=str(refusal))
    return redirect(f"{reverse('web:me')}?said={wish}")


@require_POST
@guarded(can_open_my_page)
def me_answer(request: ActorRequest) -> HttpResponse:
    """Yes, No, or taking it back. A yes from an address not yet proven waits until it is."""
    purpose, yes = request.POST.get("purpose", ""), request.POST.get("answer")
    if purpose not in {p.value for p in Purpose if is_asked(p)} or yes not in {"yes", "no"}:
        raise Http404
    audience = request.POST.get("audience", "")
    person = own_link(request).person
    if audience and not mine.was_asked(person, purpose=purpose, audience=audience):
        raise Http404
    answer(
        person=person,
        purpose=Purpose(purpose),
        audience=parse_audience(audience) if audience else None,
        yes=yes == "yes",
        how="page",
        confirmed=not person.provisional,
        form="mine",
        wording=current_wordings("mine").get(purpose),
        language=get_language() or "en",
        by=request.actor,
        at=request.at,
    )
    return redirect(f"{reverse('web:me')}#agreed")


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
def me_calendar(request: ActorRequest) -> HttpResponse:
    """My dates in my own calendar: one address, made when asked for and shown once."""
    context: dict[str, Any] = {"person": own_link(request).person}
    if context["person"].is_high:  # a calendar on a phone tells whoever looks at it
        return redirect("web:me_care")
    if request.method == "POST":
        token = actions.open_feed(person=context["person"], by=request.actor, at=request.at)
        path = reverse("plain:person_feed", kwargs={"token": token})
        context["address"] = f"{settings.ADDRESS}{path}"
        context["live"] = f"webcal://{settings.ADDRESS.partition('://')[2]}{path}"
    return render(request, "web/me_calendar.html", context)


@require_safe
@comes_by_link
@guarded(can_open_my_page)
def me_told(request: ActorRequest) -> HttpResponse:
    """All of who was told what, and who looked."""
    person = own_link(request).person
    zone = zone_or(request.zone or person.time_zone, "UTC")
    context = {
        "person": person,
        "told": mine.told(person, today=today_of(request)),
        "looks": looks_at(person, zone=zone),
    }
    return render(request, "web/me_told.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
def me_fresh(request: ActorRequest) -> HttpResponse:
    """What is behind a fresh link, and the button that sends one to an address we hold."""
    person = own_link(request).person
    way = working_way(person)
    sent = refused = ""
    if request.method == "POST" and way is not None:
        try:
            sent = actions.send_fresh_links(way_text=way.value, by=request.actor, at=request.at)
        except Refused as refusal:
            refused = str(refusal)
    context = {
        "person": person,
        "way": masked(way.value) if way else "",
        "by_hand": way is not None and way.kind == "phone",
        "sent": sent,
        "refused": refused,
    }
    return render(request, "web/me_fresh.html", context)


@require_POST
@guarded(can_open_my_page)
def me_open(request: ActorRequest) -> HttpResponse:
    """Use a mailed fresh link: it ends here, and everything is open for the minutes left."""
    token = actions.open_fully(link=own_link(request), by=request.actor, at=request.at)
    if token is None:
        return redirect("web:me_fresh")
    return remember_link(redirect("web:me_held"), token)


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
def me_pause(request: ActorRequest) -> HttpResponse:
    """Pause everything, or go on: it protects and is undone at will, so no fresh link is asked."""
    person = own_link(request).person
    if request.method == "POST":
        act = resume if person.frozen_at else pause
        act(person=person, by=request.actor, at=request.at)
        return redirect("web:me")
    return render(request, "web/me_pause.html", {"person": person})


@require_http_methods(["GET", "HEAD", "POST"])
@comes_by_link
@guarded(can_open_my_page)
def me_not(request: ActorRequest) -> HttpResponse:
    """This page is not mine: the link ends."""
    if request.method == "POST":
        actions.disown(link=own_link(request), by=request.actor, at=request.at)
        return emptied(redirect("web:left"))
    return render(request, "web/me_not.html", {"person": own_link(request).person})


@require_POST
@public
def me_leave(request: ActorRequest) -> HttpResponse:
    """Leave this page: the browser forgets it, and shows one that says nothing."""
    return emptied(redirect("web:left"))


def emptied(response: HttpResponse) -> HttpResponse:
    """The browser forgets the link, and what it kept of our pages."""
    response.delete_cookie(LINK_COOKIE, samesite="Lax")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
@public
def left(request: ActorRequest) -> HttpResponse:
    """A page that says nothing."""
    return render(request, "web/left.html", {"forgotten": "forgotten" in request.GET})
