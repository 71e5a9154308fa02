"""Planning at the desk: a new programme, its texts, what to look at, copying, the team."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.circles.models import Circle
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.programmes import actions, permissions, queries
from commonroot.programmes.forms import (
    CommitmentForm,
    CoverForm,
    PlanForm,
    ProgrammeForm,
    PublishLaterForm,
)
from commonroot.programmes.models import Commitment, Programme
from commonroot.programmes.queries.planning import checks, people


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_make_programmes)
def plan_new(request: ActorRequest) -> HttpResponse:
    """Five lines, and there is a plan."""
    ours = people.own_circle(request.actor)
    if ours is None:
        raise Http404
    language = _own_language(ours)
    form = PlanForm(
        request.POST or None, languages=ours.languages, initial={"languages": [language]}
    )
    if form.is_valid():
        said = form.cleaned_data
        made = actions.create_programme(
            run_by=ours,
            title=Translated({language: said["title"]}),
            format=said["format"],
            details={
                "summary": Translated({language: said["summary"]} if said["summary"] else {}),
                "audience": Translated({language: said["audience"]} if said["audience"] else {}),
                "languages": sorted(said["languages"], key=lambda code: code != language),
                "mode": Programme.Mode.ON_SITE
                if said["format"] == Programme.Format.RESIDENTIAL
                else Programme.Mode.ONLINE,
            },
            by=request.actor,
            at=request.at,
        )
        return redirect("programmes:plan_dates", key=made.key)
    return render(
        request, "programmes/plan_new.html", {"form": form}, status=400 if form.errors else 200
    )


def _own_language(ours: Circle) -> str:
    """Whoever writes in a language that the school does not use writes in its first one."""
    reader = get_language() or ""
    return reader if reader in ours.languages else str(ours.languages[0])


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_texts(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What its page says, in each of its languages."""
    form = ProgrammeForm(request.POST or None, programme=programme)
    if form.is_valid():
        actions.edit_programme(
            programme=programme, changes=form.changes(), by=request.actor, at=request.at
        )
        return redirect("web:programme", key=programme.key)
    context = {
        "programme": programme,
        "form": form,
        "blanked": checks.blanked_words(checks.still_blank(programme)),
    }
    return render(
        request, "programmes/plan_texts.html", context, status=400 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_ready(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What to look at before it is public, why it is not seen, and making it public."""
    zone = ZoneInfo(programme.time_zone)
    later = programme.publish_at.astimezone(zone) if programme.publish_at else None
    initial = {"on": later.date(), "clock": later.time()} if later else {}
    form = PublishLaterForm(request.POST or None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.publish_later(
                programme=programme,
                publish_at=datetime.combine(said["on"], said["clock"], tzinfo=zone),
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("on", str(refusal))
        else:
            return redirect("programmes:plan_ready", key=programme.key)
    found = checks.checks(programme, at=request.at)
    context = {
        "programme": programme,
        "form": form,
        "stopping": [one for one in found if one.stops],
        "noticed": [one for one in found if not one.stops],
        "no_sessions": any(one.code == "no_sessions" for one in found),
        "hidden": checks.why_hidden(programme, at=request.at),
        "waiting": people.waiting_for_dates(programme),
    }
    return render(
        request, "programmes/plan_ready.html", context, status=400 if form.errors else 200
    )


@require_POST
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_not_later(request: ActorRequest, programme: Programme) -> HttpResponse:
    """It does not become public by itself after all."""
    actions.publish_later(programme=programme, publish_at=None, by=request.actor, at=request.at)
    return redirect("programmes:plan_ready", key=programme.key)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_copy(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What a copy keeps and what it leaves out, and the copy."""
    if request.method == "POST":
        copy = actions.copy_programme(
            programme=programme, run_by=programme.run_by, by=request.actor, at=request.at
        )
        return redirect("programmes:plan_texts", key=copy.key)
    context = {
        "programme": programme,
        "sessions": programme.sessions.filter(state="planned").count(),
        "blanked": checks.blanked_words(checks.given(programme)),
    }
    return render(request, "programmes/plan_copy.html", context)


@require_safe
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_team(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Who covers what, and what was promised by when."""
    return _team_page(request, programme)


def _team_page(
    request: ActorRequest,
    programme: Programme,
    *,
    cover: CoverForm | None = None,
    commitment: CommitmentForm | None = None,
) -> HttpResponse:
    known = list(people.at_the_desk(programme))
    everything = "all" in request.GET
    today = request.at.astimezone(ZoneInfo(programme.time_zone)).date()
    context: dict[str, Any] = {
        "programme": programme,
        "cover": cover
        or CoverForm(people=known, now=people.team(programme), everything=everything),
        "everything": everything,
        "commitments": [
            {"row": one, "late": one.done_at is None and one.due_on and one.due_on < today}
            for one in people.commitments(programme)
        ],
        "form": commitment or CommitmentForm(people=known),
    }
    return render(
        request, "programmes/plan_team.html", context, status=400 if cover or commitment else 200
    )


@require_POST
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_cover(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Keep who covers what."""
    known = list(people.at_the_desk(programme))
    everything = "all" in request.GET
    form = CoverForm(request.POST, people=known, now=people.team(programme), everything=everything)
    if not form.is_valid():
        return _team_page(request, programme, cover=form)
    by_key = {one.key: one for one in known}
    for kind, _label in form.kinds:
        actions.cover(
            programme=programme,
            kind=kind,
            person=by_key.get(form.cleaned_data[f"who_{kind}"]),
            words=form.cleaned_data[f"words_{kind}"],
            by=request.actor,
            at=request.at,
        )
    return redirect("programmes:plan_team", key=programme.key)


@require_POST
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_promise(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Write something down that was promised."""
    known = list(people.at_the_desk(programme))
    form = CommitmentForm(request.POST, people=known)
    if not form.is_valid():
        return _team_page(request, programme, commitment=form)
    actions.promise(
        programme=programme,
        what=form.cleaned_data["what"],
        person={one.key: one for one in known}.get(form.cleaned_data["who"]),
        due_on=form.cleaned_data["due_on"],
        by=request.actor,
        at=request.at,
    )
    return redirect("programmes:plan_team", key=programme.key)


@require_POST
@guarded(permissions.can_edit_commitment, find=people.commitment)
def plan_promise_kept(request: ActorRequest, commitment: Commitment) -> HttpResponse:
    """Tick something off, open it again, or take it off the list."""
    if "drop" in request.POST:
        actions.drop_promise(commitment=commitment, by=request.actor, at=request.at)
    else:
        actions.keep_promise(
            commitment=commitment, done="done" in request.POST, by=request.actor, at=request.at
        )
    return redirect("programmes:plan_team", key=commitment.programme.key)
