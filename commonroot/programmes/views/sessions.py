"""One session at the desk: its date, its texts, its parts, who presents it."""

from typing import Any

from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.programmes import actions, permissions, queries
from commonroot.programmes.actions import PartWritten
from commonroot.programmes.forms import InvitePresenterForm, PartForm, SessionForm
from commonroot.programmes.models import Presenter, Programme, Session
from commonroot.programmes.queries.planning import checks, pages, people
from commonroot.programmes.rules.rhythm import Proposed

Parts = formset_factory(PartForm, extra=2)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_session_new(request: ActorRequest, programme: Programme) -> HttpResponse:
    """One date by hand, as far as it is known."""
    form = SessionForm(request.POST or None, programme=programme)
    if form.is_valid():
        changes = form.changes()
        when, clock = form.when()
        title, phase, places = changes.pop("title"), changes.pop("phase"), changes.pop("places")
        made = actions.make_sessions(
            programme=programme,
            title=title,
            proposed=[Proposed(when, clock, form.cleaned_data["minutes"])],
            time_zone=form.cleaned_data["time_zone"],
            phase=phase,
            places=places,
            details=changes,
            by=request.actor,
            at=request.at,
        )
        return redirect("programmes:plan_session", key=made[0].key)
    context = {"programme": programme, "form": form}
    return render(
        request, "programmes/plan_session_new.html", context, status=400 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_session, find=pages.session)
def plan_session(request: ActorRequest, session: Session) -> HttpResponse:
    """Everything about one session that organisers decide."""
    form = SessionForm(request.POST or None, programme=session.programme, session=session)
    if form.is_valid():
        when, clock = form.when()
        actions.edit_session(
            session=session, changes=form.changes(), by=request.actor, at=request.at
        )
        actions.move_session(
            session=session,
            when=when,
            wall_time=clock,
            minutes=form.cleaned_data["minutes"],
            time_zone=form.cleaned_data["time_zone"],
            tell=form.cleaned_data["tell"],
            by=request.actor,
            at=request.at,
        )
        return redirect("programmes:plan_session", key=session.key)
    return _session_page(request, session, form=form)


def _session_page(
    request: ActorRequest,
    session: Session,
    *,
    form: SessionForm | None = None,
    invite: InvitePresenterForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    programme = session.programme
    shown = form or SessionForm(programme=programme, session=session)
    failed = shown.is_bound or refusal or (invite is not None and invite.is_bound)
    context: dict[str, Any] = {
        "session": session,
        "programme": programme,
        "when": pages.when(session, at=request.at),
        "yours": pages.yours_words(session, at=request.at, zone=request.zone),
        "form": shown,
        "invite": invite or InvitePresenterForm(),
        "presenters": (presenters := people.presenters(session)),
        "unseen": session.presenters.count() - presenters.count(),
        "parts": session.parts.order_by("position"),
        "hidden": checks.why_session_hidden(session, at=request.at),
        "refusal": refusal,
        "address": reverse("registration:session", kwargs={"key": session.key})
        if programme.published_at
        else "",
    }
    return render(request, "programmes/plan_session.html", context, status=400 if failed else 200)


@require_POST
@guarded(permissions.can_edit_session, find=pages.session)
def plan_session_state(request: ActorRequest, session: Session) -> HttpResponse:
    """Called off, on again, or deleted where nobody used it."""
    programme = session.programme
    tell = "tell" in request.POST
    if "remove" in request.POST:
        try:
            actions.remove_session(session=session, by=request.actor, at=request.at)
        except Refused as refusal:
            return _session_page(request, session, refusal=str(refusal))
        return redirect("programmes:plan_dates", key=programme.key)
    act = actions.call_off if "off" in request.POST else actions.call_on
    act(session=session, tell=tell, by=request.actor, at=request.at)
    return redirect("programmes:plan_session", key=session.key)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_session, find=pages.session)
def plan_parts(request: ActorRequest, session: Session) -> HttpResponse:
    """The parts of a session: what happens, how long, who leads, which exercise."""
    languages = session.programme.languages
    kwargs = {"languages": languages}
    rows = Parts(request.POST or None, prefix="part", form_kwargs=kwargs)
    if rows.is_bound and rows.is_valid():
        parts = []
        for form in rows:
            texts = form.texts.written(form.cleaned_data)
            if texts["title"]:
                parts.append(
                    PartWritten(
                        title=texts["title"],
                        minutes=form.cleaned_data["minutes"],
                        who=texts["who"],
                        exercise=form.cleaned_data["exercise"],
                    )
                )
        actions.set_parts(session=session, parts=parts, by=request.actor, at=request.at)
        return redirect("programmes:plan_session", key=session.key)
    if not rows.is_bound:
        rows = Parts(prefix="part", form_kwargs=kwargs, initial=pages.parts_initial(session))
    context = {"session": session, "programme": session.programme, "rows": rows}
    return render(
        request, "programmes/plan_parts.html", context, status=400 if rows.is_bound else 200
    )


@require_POST
@guarded(permissions.can_edit_session, find=pages.session)
def plan_invite(request: ActorRequest, session: Session) -> HttpResponse:
    """Invite somebody to present."""
    form = InvitePresenterForm(request.POST)
    if form.is_valid():
        try:
            actions.invite_presenter(
                session=session,
                name=form.cleaned_data["name"],
                way_text=form.cleaned_data["way"],
                language=get_language() or "en",
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("way", str(refusal))
        else:
            return redirect("programmes:plan_session", key=session.key)
    return _session_page(request, session, invite=form)


@require_POST
@guarded(permissions.can_edit_presenter, find=people.presenter)
def plan_presenter(request: ActorRequest, presenter: Presenter) -> HttpResponse:
    """Send somebody the link once more, or take them off."""
    session = presenter.session
    try:
        if "remove" in request.POST:
            actions.remove_presenter(presenter=presenter, by=request.actor, at=request.at)
        else:
            actions.ask_presenter_again(presenter=presenter, by=request.actor, at=request.at)
    except Refused as refusal:
        return _session_page(request, session, refusal=str(refusal))
    return redirect("programmes:plan_session", key=session.key)
