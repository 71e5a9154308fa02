"""The demo bar's pages: see it as somebody, read every letter, move the clock."""

from urllib.parse import urlencode

from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import urlize
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, demo_only
from commonroot.messaging.models import Letter
from commonroot.people.actions import open_link
from commonroot.people.models import Link
from commonroot.web import demo
from commonroot.web.middleware import LINK_COOKIE
from commonroot.work.actions import send_clock
from commonroot.work.clock import on_its_way

SHOWN = 100


@require_POST
@demo_only
def demo_as(request: ActorRequest) -> HttpResponse:
    """Look at the demo with somebody else's eyes."""
    who = request.POST.get("as")
    if who == "organiser":
        account = demo.organiser()
        if account is None:
            raise Http404
        login(request, account, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("web:today")
    if who == "participant":
        person, scope, thing = demo.participant(), Link.Scope.PAGE, ""
    else:
        person, thing = demo.circle_contact(), demo.circle_thing()
        scope = Link.Scope.ANSWER if thing else Link.Scope.PAGE
    if person is None:
        raise Http404
    token = open_link(person=person, scope=scope, thing=thing, at=request.at)
    return redirect("plain:enter", token=token)


@require_http_methods(["GET", "HEAD"])
@demo_only
def demo_letters(request: ActorRequest) -> HttpResponse:
    """Every letter that left, newest first: the demo's post box."""
    letters = Letter.objects.filter(state=Letter.State.SENT).order_by("-ended_at", "-pk")
    return render(
        request,
        "web/demo_letters.html",
        {"letters": list(letters[:SHOWN]), "total": letters.count(), "shown": SHOWN},
    )


@require_http_methods(["GET", "HEAD"])
@demo_only
def demo_letter(request: ActorRequest, key: str) -> HttpResponse:
    """One letter as it would be read, its links working."""
    letter = Letter.objects.filter(key=key, state=Letter.State.SENT).first()
    if letter is None:
        raise Http404
    body = mark_safe(urlize(letter.text, nofollow=True, autoescape=True))  # noqa: S308 - urlize escapes
    return render(request, "web/demo_letter.html", {"letter": letter, "body": body})


@require_POST
@demo_only
def demo_jump(request: ActorRequest) -> HttpResponse:
    """Send the demo's clock ahead; while it is on its way, pressing again changes nothing."""
    if on_its_way() is None:
        goal = demo.moment(request.POST.get("to", ""), at=request.at)
        if goal is None:
            raise Http404
        send_clock(to=goal, at=request.at)
    back = {"next": request.headers.get("Referer", "")}
    response = redirect(f"{reverse('web:demo_moving')}?{urlencode(back)}")
    response.delete_cookie(LINK_COOKIE)
    return response


@require_http_methods(["GET", "HEAD"])
@demo_only
def demo_moving(request: ActorRequest) -> HttpResponse:
    """How far the clock is; loads itself anew, and once it is there goes back to where one was."""
    way = on_its_way()
    if way is not None:
        return render(request, "web/demo_moving.html", {"way": demo.way(way, at=request.at)})
    back = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if ours else "web:home")
