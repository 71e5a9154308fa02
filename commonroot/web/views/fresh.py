"""Asking for a fresh link to my page, or opening it with six words."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonroot.accounts.actions import count_try
from commonroot.accounts.guards import ActorRequest, even_time, from_our_pages, network, public
from commonroot.accounts.roles import Actor
from commonroot.core.errors import Refused
from commonroot.registration import actions
from commonroot.registration.forms import CodeForm, WayForm
from commonroot.web.views.me import remember_link

FROM_A_NETWORK, HOUR = 60, timedelta(hours=1)  # an office, a clinic and a café share one


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@even_time
@public
def fresh(request: ActorRequest) -> HttpResponse:
    """Send me a fresh link: the same answer for known and unknown; or six words instead."""
    form, code = WayForm(), CodeForm()
    sent = ""
    if request.method == "POST" and "code" in request.POST:
        code = CodeForm(request.POST)
        if code.is_valid():
            return _opened_by_code(request, code)
    elif request.method == "POST":
        form = WayForm(request.POST)
        if form.is_valid():
            try:
                count_try(
                    "fresh from", network(request), limit=FROM_A_NETWORK, per=HOUR, at=request.at
                )
                sent = actions.send_fresh_links(
                    way_text=form.cleaned_data["way"], by=Actor.public(), at=request.at
                )
            except Refused as refusal:
                form.add_error("way", str(refusal))
            else:
                form = WayForm()  # what was typed stands, masked, in the answer alone
    return _fresh_page(request, form=form, code=code, sent=sent)


def _fresh_page(
    request: ActorRequest, *, form: WayForm, code: CodeForm, sent: str = ""
) -> HttpResponse:
    context = {"form": form, "code": code, "sent": sent, "gone": "gone" in request.GET}
    failed = form.errors or code.errors
    return render(request, "web/fresh.html", context, status=400 if failed else 200)


def _opened_by_code(request: ActorRequest, code: CodeForm) -> HttpResponse:
    """The page that six words open."""
    try:
        token = actions.open_by_code(
            text=code.cleaned_data["code"], network=network(request), at=request.at
        )
    except Refused as refusal:
        code.add_error("code", str(refusal))
    else:
        if token is not None:
            return remember_link(redirect("web:me"), token)
        code.add_error("code", _("These words open nothing. Look at each of them again."))
    return _fresh_page(request, form=WayForm(), code=code)
