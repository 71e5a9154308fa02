"""Pages without an account: being told of a date, and answering as a presenter."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import (
    ActorRequest,
    cached_page,
    from_our_pages,
    guarded,
    network,
    public,
)
from commonroot.accounts.roles import Actor
from commonroot.consent.rules import Purpose
from commonroot.core.errors import Refused
from commonroot.programmes import actions, permissions, queries
from commonroot.programmes.forms import PresentForm, WishForm
from commonroot.programmes.models import DateWish, Presenter, Programme, Session
from commonroot.programmes.queries.planning import pages, people


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_pages
@public
def tell_me(request: ActorRequest, key: str) -> HttpResponse:
    """Tell me when there is a date: for a programme or one session, by its key."""
    programme, session = _wanted(request, key)
    form = WishForm(request.POST or None)
    if form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("programmes:tell_me_kept")
        try:
            actions.wish_for_date(
                programme=programme,
                session=session,
                way_text=form.cleaned_data["way"],
                language=get_language() or "en",
                network=network(request),
                by=Actor.public(),
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("way", str(refusal))
        else:
            return redirect("programmes:tell_me_kept")
    thing = session or programme
    context = {
        "form": form,
        "title": queries.shown(thing.title, programme),
        "back": reverse("registration:session", args=[session.key])
        if session
        else reverse("programmes:programme", args=[programme.key]),
    }
    return render(request, "programmes/tell_me.html", context, status=400 if form.errors else 200)


def _wanted(request: ActorRequest, key: str) -> tuple[Programme, Session | None]:
    programme = queries.public_programme(key, at=request.at)
    if programme is not None:
        return programme, None
    session = pages.session(key)
    if session is None or queries.public_programme(session.programme.key, at=request.at) is None:
        raise Http404
    return session.programme, session


@require_safe
@cached_page
@public
def tell_me_kept(request: ActorRequest) -> HttpResponse:
    """The same words for everybody, whether or not the address is known."""
    return render(request, "programmes/tell_me_kept.html")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_drop_wish, find=people.date_wish)
def date_wish(request: ActorRequest, wish: DateWish) -> HttpResponse:
    """What somebody waits for, and the button that ends it."""
    if request.method == "POST":
        actions.drop_wish(wish=wish, by=request.actor, at=request.at)
        return redirect("programmes:tell_me_dropped")
    session = people.date_of(wish, at=request.at)
    thing = wish.session or wish.programme
    context = {
        "title": queries.shown(thing.title, wish.programme),
        "when": pages.when(session, at=request.at) if session and session.starts_at else None,
        "address": reverse("registration:session", args=[session.key]) if session else "",
    }
    return render(request, "programmes/date_wish.html", context)


@require_safe
@cached_page
@public
def tell_me_dropped(request: ActorRequest) -> HttpResponse:
    """Nothing more comes."""
    return render(request, "programmes/tell_me_dropped.html")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_answer_as_presenter, find=people.presenter)
def present(request: ActorRequest, presenter: Presenter) -> HttpResponse:
    """Whether somebody presents, under which name, with which line; and taking it back."""
    session = presenter.session
    recorded = session.recording != Session.Recording.NO
    form = PresentForm(
        None if "no" in request.POST else request.POST or None,
        recorded=recorded,
        initial={
            "shown_name": presenter.shown_name or presenter.person.shown_name,
            "line": presenter.line,
            "recording": presenter.recording,
        },
    )
    if "no" in request.POST:
        actions.answer_invitation(presenter=presenter, yes=False, by=request.actor, at=request.at)
        return redirect("programmes:present", key=presenter.key)
    if form.is_valid():
        said = form.cleaned_data
        actions.answer_invitation(
            presenter=presenter,
            yes=True,
            shown_name=said["shown_name"],
            line=said["line"],
            language=get_language() or "en",
            recording=said.get("recording", ""),
            agreements={
                Purpose.NAMING: said["naming"] == "yes",
                Purpose.TEACHING: said["teaching"] == "yes",
            },
            by=request.actor,
            at=request.at,
        )
        return redirect("programmes:present", key=presenter.key)
    programme = session.programme
    context = {
        "presenter": presenter,
        "form": form,
        "title": queries.shown(session.title, programme),
        "series": queries.shown(programme.title, programme),
        "summary": queries.shown(session.summary, programme),
        "when": pages.when(session, at=request.at, zone=request.zone),
        "length": queries.length_words(session.minutes),
        "changing": "change" in request.GET or form.is_bound,
    }
    return render(request, "programmes/present.html", context, status=400 if form.errors else 200)
