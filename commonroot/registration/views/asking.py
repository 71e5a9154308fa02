"""The session's page with its form, and the receipt."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import (
    ActorRequest,
    cached_page,
    from_our_pages,
    network,
    public,
)
from commonroot.accounts.roles import Actor
from commonroot.consent.models import REGISTER_LATER
from commonroot.consent.rules import Purpose
from commonroot.core import keys
from commonroot.core.errors import Refused
from commonroot.people.actions import NoSuchWay, typed_way
from commonroot.people.queries import page_address
from commonroot.programmes.models import Session
from commonroot.programmes.queries import session_page, session_words, shown
from commonroot.programmes.queries.words import moment_words
from commonroot.registration import actions, queries, rules
from commonroot.registration.actions import Receipt
from commonroot.registration.forms import RegisterForm

RECEIPT_COOKIE = "receipt"
RECEIPT_SECONDS = 30 * 60
ASKED = (("keep", REGISTER_LATER), ("circle", Purpose.COUNTRY_CIRCLE), ("news", Purpose.NEWS))


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@cached_page
@public
def session(request: ActorRequest, key: str) -> HttpResponse:
    """A session and the form that asks for a place in it, on one page.

    The form acts for nobody: it takes what anybody may type, whoever is signed in.
    """
    return _asked_for(request, key)


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@public
def session_with(request: ActorRequest, *, key: str, invite: str) -> HttpResponse:
    """The same page, opened by the personal link of somebody who brings a colleague."""
    return _asked_for(request, key, invite=invite)


def _asked_for(request: ActorRequest, key: str, *, invite: str = "") -> HttpResponse:
    found = queries.public_session(key, at=request.at)
    if found is None:
        raise Http404
    form = RegisterForm(
        request.POST or None,
        questions=queries.questions(found),
        needs_country=queries.keeps_places_by_country([found]),
    )
    if request.method == "POST":
        answered = taken(request, form, sessions=[found], invite=invite)
        if answered is not None:
            return answered
    return _session_page(request, found, form=form, invite=invite)


def taken(
    request: ActorRequest, form: RegisterForm, *, sessions: list[Session], invite: str = ""
) -> HttpResponse | None:
    """Take what was typed for these sessions and answer with the receipt; None: refused."""
    if not form.is_valid():
        if form.cleaned_data.get("way"):
            # Said together with the rest, so that nobody is sent back twice.
            try:
                typed_way(form.cleaned_data["way"])
            except NoSuchWay as refusal:
                form.add_error("way", str(refusal))
        return None
    if form.cleaned_data["website"]:
        return redirect("registration:receipt")
    try:
        receipt = actions.take_registrations(
            sessions=sessions,
            name=form.cleaned_data["name"],
            way_text=form.cleaned_data["way"],
            needs=form.cleaned_data["needs"],
            risk=form.cleaned_data["risk"],
            country=form.cleaned_data["country"],
            answers=form.answers(),
            agreements=form.agreements(),
            language=get_language() or "en",
            zone=request.zone,
            network=network(request),
            invite=invite,
            by=Actor.public(),
            at=request.at,
        )
    except NoSuchWay as refusal:
        form.add_error("way", str(refusal))
    except actions.NotAName as refusal:
        form.add_error("name", str(refusal))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        # The browser would carry the form's own #save along.
        there = redirect(f"{reverse('registration:receipt')}#main")
        return _with_receipt(there, _typed(sessions[0], receipt, form=form))
    return None


def _session_page(
    request: ActorRequest, found: Session, *, form: RegisterForm, invite: str
) -> HttpResponse:
    counts = queries.counts(found)
    free = rules.free_places(places=found.places, held=counts["held"], waiting=counts["waiting"])
    taken = 0 if found.places is None or free is None else found.places - free
    context = {
        "page": session_page(
            found, at=request.at, zone=request.zone, taken=taken, school=request.school
        ),
        "form": form,
        "invite": invite,
        "door": queries.door(found),
        "not_open": _not_open(found, request),
        "for_members": not invite and queries.is_for_members(found, at=request.at),
        "questions": agreements(form),
        "bar": _bar(found, request),
        "full": free == 0,
        "waiting": counts["waiting"],
    }
    failed = request.method == "POST"
    return render(request, "registration/session.html", context, status=400 if failed else 200)


def _not_open(found: Session, request: ActorRequest) -> str:
    """Why places are not given just now, in a sentence, where organisers set a time for it."""
    door = queries.door(found)
    zone = request.zone or found.time_zone
    if door.opens_at is not None and request.at < door.opens_at:
        told = moment_words(door.opens_at, zone=zone, at=request.at)
        return _("Places are given from %(moment)s.") % {"moment": told}
    if door.closes_at is not None and request.at >= door.closes_at:
        return _("Registration for this session is closed.")
    return ""


def _bar(found: Session, request: ActorRequest) -> str:
    """ "Tue 1 Dec, 19:00": what the bar at the foot of a phone has room for."""
    when = session_words(found, at=request.at, zone=request.zone, short=True)
    return f"{when.day}{_(',')} {when.clock.partition('–')[0]}"


def agreements(form: RegisterForm) -> list[dict[str, Any]]:
    """The agreements as the form asks them: name, question, explanation, what was chosen."""
    worded = queries.wordings(tuple(code for _name, code in ASKED))
    return [
        {
            "name": name,
            "question": shown(worded[code].question),
            "help": shown(worded[code].explanation),
            "value": form[name].value() or "",
        }
        for name, code in ASKED
        if code in worded
    ]


def _typed(found: Session, receipt: Receipt, *, form: RegisterForm) -> dict[str, Any]:
    """What the receipt will say: what was typed, and what depends on the session alone."""
    return {
        "session": found.key,
        "name": form.cleaned_data["name"],
        "way": receipt.way_shown,
        "kind": receipt.way_kind,
        "waits_at": receipt.waits_at,
        "asked": [[one.session, one.state, one.waits_at] for one in receipt.asked],
        "token": receipt.token,
        "code": receipt.code,
        "said": {name: form.cleaned_data[name] for name, _code in ASKED},
    }


def _lines(asked: list[list[Any]], request: ActorRequest) -> list[dict[str, Any]]:
    """What became of each session, where several were asked for at once."""
    if len(asked) < 2:  # noqa: PLR2004 - one is told in the receipt's own words
        return []
    found = []
    for key, state, waits_at in asked:
        session = queries.public_session(key, at=request.at)
        if session is not None:
            when = session_words(session, at=request.at, zone=request.zone, short=True)
            title = shown(session.title, session.programme)
            found.append({"title": title, "when": when, "state": state, "waits_at": waits_at})
    return found


def _with_receipt(response: HttpResponse, typed: dict[str, Any]) -> HttpResponse:
    """Keep the receipt in the visitor's own browser, sealed, for half an hour; we have none."""
    sealed = keys.encrypt(json.dumps(typed), label=RECEIPT_COOKIE, ring=settings.KEY_RING)
    response.set_cookie(
        RECEIPT_COOKIE,
        sealed,
        max_age=RECEIPT_SECONDS,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
    return response


def _receipt(request: ActorRequest) -> dict[str, Any] | None:
    sealed = request.COOKIES.get(RECEIPT_COOKIE, "")
    try:
        opened = keys.decrypt(sealed, label=RECEIPT_COOKIE, ring=settings.KEY_RING)
    except keys.CannotDecrypt:
        return None
    typed: dict[str, Any] = json.loads(opened)
    return typed


@require_safe
@public
def receipt(request: ActorRequest) -> HttpResponse:
    """What was just asked for, as it was typed. Link and six words are shown once."""
    typed = _receipt(request)
    found = queries.public_session(typed["session"], at=request.at) if typed else None
    if typed is None or found is None:
        response = render(request, "registration/receipt_gone.html")
    else:
        worded = queries.wordings(tuple(code for _name, code in ASKED))
        words = {"yes": _("Yes"), "no": _("No")}
        asked = {
            "keep": _("The register"),
            "circle": _("Telling the circle"),
            "news": _("News"),
        }
        when = session_words(found, at=request.at, zone=request.zone)
        context = {
            "typed": typed,
            "session": found,
            "title": shown(found.title, found.programme),
            "when": when,
            "day": f"{when.day}{_(',')}" if when.clock else when.day,
            "url": reverse("registration:session", kwargs={"key": found.key}),
            "lines": _lines(typed["asked"], request),
            "state": typed["asked"][0][1],
            "link": page_address(typed["token"]) if typed["token"] else "",
            "said": [
                (asked[name], typed["said"][name], words.get(typed["said"][name]))
                for name, code in ASKED
                if code in worded
            ],
        }
        response = render(request, "registration/receipt.html", context)
        if typed["token"] or typed["code"]:
            _with_receipt(response, typed | {"token": None, "code": None, "shown": True})
    response["Cache-Control"] = "no-store"
    return response
