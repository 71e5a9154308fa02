"""At the door: big ticks on a phone, the word by which people tick themselves, paper keyed in."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from commonroot.accounts.guards import ActorRequest, from_our_pages, guarded, network, public
from commonroot.core.errors import Refused
from commonroot.programmes.models import Session
from commonroot.programmes.queries import session_words, shown
from commonroot.registration import permissions, queries, rules
from commonroot.registration.actions import attendance as actions
from commonroot.registration.forms.attendance import HereForm, HereWordForm, PaperForm
from commonroot.registration.models import Presence, Registration
from commonroot.registration.queries import attendance, reports
from commonroot.registration.queries.attendance import at_the_door
from commonroot.ui.qr import squares

State = Registration.State


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_roster, find=queries.session)
def check_in(request: ActorRequest, session: Session) -> HttpResponse:
    """The list for whoever stands at the door: one big tap a person, also with a weak net.

    A script may post one tick and get nothing back; without it the page comes again.
    """
    looked_for = request.GET.get("q", "")
    refused = ""
    if request.method == "POST":
        key, _colon, wish = request.POST.get("tick", "").partition(":")
        try:
            _tick(request, session, key=key, wish=wish)
        except Refused as refusal:
            refused = str(refusal)
        if request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(refused, status=409 if refused else 204, content_type="text/plain")
        if not refused:
            query = f"?{urlencode({'q': looked_for})}" if looked_for else ""
            return redirect(
                f"{reverse('registration:check_in', args=[session.key])}{query}#r-{key}"
            )
    everybody = at_the_door(session, looked_for="", seen_by=request.actor, at=request.at)
    rows = (
        at_the_door(session, looked_for=looked_for, seen_by=request.actor, at=request.at)
        if looked_for
        else everybody
    )
    context = _about(session, request) | {
        "rows": rows,
        "everybody": len(everybody),
        "came": sum(row.state == State.ATTENDED for row in everybody),
        "looked_for": looked_for,
        "may_tick": rules.may_check_in(to="attended", starts_at=session.starts_at, at=request.at),
        "may_write_in": permissions.can_give_places(request.actor, session)
        and session.starts_at is not None
        and session.starts_at <= request.at,
        "waiting": [row.key for row in reports.waiting_in_session(session)],
        "refused": refused,
    }
    return render(request, "registration/check_in.html", context, status=409 if refused else 200)


def _about(session: Session, request: ActorRequest) -> dict[str, Any]:
    return {
        "session": session,
        "title": shown(session.title, session.programme),
        "when": session_words(session, at=request.at),
    }


def _tick(request: ActorRequest, session: Session, *, key: str, wish: str) -> None:
    row = queries.registration(key)
    if row is None or row.session_id != session.pk or wish not in {State.PLACED, *rules.CHECKED}:
        raise Http404
    seen = attendance.visible(
        Registration.objects.filter(pk=row.pk), session, seen_by=request.actor, at=request.at
    )
    if not seen.exists():
        raise Http404
    actions.tick(
        registration=row, state=wish, how=Presence.How.DESK, by=request.actor, at=request.at
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_roster, find=queries.session)
def here_sheet(request: ActorRequest, session: Session) -> HttpResponse:
    """The word and the QR code by which people tick themselves: to show, to say, to print."""
    refused = ""
    if request.method == "POST":
        try:
            if "close" in request.POST:
                actions.close_here(session=session, by=request.actor, at=request.at)
            else:
                actions.open_here(session=session, by=request.actor, at=request.at)
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect("registration:here_sheet", key=session.key)
    word = attendance.here_word(session)
    address = f"{settings.ADDRESS}{reverse('registration:here', args=[session.key])}"
    context = _about(session, request) | {
        "word": word.word if word else "",
        "address": address,
        "qr": squares(f"{address}?{urlencode({'w': word.word})}") if word else None,
        "refused": refused,
    }
    return render(request, "registration/here_sheet.html", context, status=409 if refused else 200)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
@public
def here(request: ActorRequest, key: str) -> HttpResponse:
    """Say that you are there, by the word told in the session. Nobody learns who has a place."""
    session = queries.public_session(key, at=request.at)
    if session is None:
        raise Http404
    theirs = _place_of_link(request, session)
    form_class = HereWordForm if theirs else HereForm
    form = form_class(
        request.POST if request.method == "POST" else None,
        initial={"word": request.GET.get("w", "")},
    )
    said = False
    if form.is_valid():
        try:
            _say(request, session, theirs=theirs, said=form.cleaned_data)
        except Refused as refusal:
            form.add_error("word", str(refusal))
        else:
            said = True
    context = _about(session, request) | {"form": form, "theirs": theirs, "said": said}
    response = render(
        request, "registration/here.html", context, status=400 if form.errors else 200
    )
    response["Cache-Control"] = "no-store"
    return response


def _place_of_link(request: ActorRequest, session: Session) -> Registration | None:
    """The place of whoever opened their page in this browser, so that they need no name."""
    if not permissions.can_open_my_page(request.actor) or request.actor.person_id is None:
        return None
    return Registration.objects.filter(
        person=request.actor.person_id, session=session, state__in=(State.PLACED, *rules.CHECKED)
    ).first()


def _say(
    request: ActorRequest, session: Session, *, theirs: Registration | None, said: dict[str, Any]
) -> None:
    if theirs is not None:
        actions.say_here_by_link(
            registration=theirs, word=said["word"], by=request.actor, at=request.at
        )
        return
    actions.say_here(
        session=session,
        word=said["word"],
        name=said["name"],
        network=network(request),
        by=request.actor,
        at=request.at,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_roster, find=queries.session)
def paper(request: ActorRequest, session: Session) -> HttpResponse:
    """Key in a printed list: the numbers that are ticked, and names somebody added."""
    form = PaperForm(request.POST if request.method == "POST" else None)
    done: tuple[int, int] | None = None
    if form.is_valid():
        try:
            done = actions.key_in(
                session=session,
                numbered=form.cleaned_data["numbered"],
                names=form.lines(),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("numbered", str(refusal))
        else:
            form = PaperForm()
    waiting = reports.waiting_in_session(session).filter(shape="paper").first()
    context = _about(session, request) | {"form": form, "done": done, "waiting": waiting}
    return render(request, "registration/paper.html", context, status=400 if form.errors else 200)
