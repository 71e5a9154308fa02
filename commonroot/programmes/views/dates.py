"""Dates at the desk: all of them, made by a rhythm, moved together, put back."""

from collections.abc import Sequence
from typing import Any

from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.programmes import actions, permissions, queries
from commonroot.programmes.forms import (
    ProposedForm,
    RhythmForm,
    ShiftForm,
    StreamsForm,
    proposed_initial,
)
from commonroot.programmes.models import DateChange, Phase, Programme, Session
from commonroot.programmes.queries.phrases import zone_address
from commonroot.programmes.queries.planning import dates, pages
from commonroot.programmes.queries.words import numbered_title
from commonroot.programmes.rules.rhythm import Proposed, TooMany

# What the rhythm said of all dates, carried along while they are looked at.
CARRIED = ("title", "stretch", "places", "time_zone")
Rows = formset_factory(ProposedForm, extra=1)


@require_safe
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_dates(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Every date, stretch by stretch, and what became of them."""
    context = {
        "programme": programme,
        "stretches": pages.stretches(programme, at=request.at, zone=request.zone),
        "changes": pages.history(programme, at=request.at),
        "zone": pages.host_zone_words(programme, at=request.at),
        "zone_url": zone_address(request.path),
        "refusal": request.GET.get("kept", "") and _("These dates were changed again meanwhile."),
    }
    return render(request, "programmes/plan_dates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_rhythm(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Dates by a rhythm: said, looked at one by one, and then made."""
    streams = list(programme.streams.order_by("position"))
    form = RhythmForm(
        request.POST or None,
        streams=streams,
        initial={"time_zone": programme.time_zone, "kind": _usual_kind(programme)},
    )
    rows: BaseFormSet[ProposedForm] | None = None
    if "make" in request.POST:
        rows = Rows(request.POST, prefix="row", form_kwargs={"streams": streams})
        made = _chosen(rows)
        if made and form.is_valid():
            _make(request, programme, made=made, said=form.cleaned_data)
            return redirect("programmes:plan_dates", key=programme.key)
    elif form.is_valid():
        try:
            proposed = form.proposed()
        except TooMany:
            form.add_error(None, _("That is more than 120 dates. Make them in pieces."))
        else:
            rows = Rows(
                prefix="row",
                initial=[proposed_initial(one) for one in proposed],
                form_kwargs={"streams": streams},
            )
    if rows is not None:
        _say_titles(rows, title=str(form["title"].value() or ""), programme=programme)
    context: dict[str, Any] = {
        "programme": programme,
        "form": form,
        "rows": rows,
        "streams": streams,
        "carried": list(form),
    }
    template = "programmes/plan_look.html" if rows is not None else "programmes/plan_rhythm.html"
    bad = bool(form.errors) or (rows is not None and rows.is_bound)
    return render(request, template, context, status=400 if bad else 200)


def _say_titles(rows: BaseFormSet[ProposedForm], *, title: str, programme: Programme) -> None:
    """Each row shows the title it gets while it has none of its own."""
    count = rows.initial_form_count()
    with override(programme.languages[0]):
        for number, row in enumerate(rows.forms[:count], 1):
            told = numbered_title(title, number=number, count=count)
            row.fields["name"].widget.attrs["placeholder"] = told


def _usual_kind(programme: Programme) -> str:
    return "course" if programme.format == Programme.Format.RESIDENTIAL else "weekly"


def _chosen(rows: BaseFormSet[ProposedForm]) -> list[Proposed]:
    """The dates that are kept; none when one of them cannot be read or nothing is kept."""
    kept = [form for form in rows if form["keep"].data and form["on"].data]
    undated = [form for form in rows if form["keep"].data and form["precision"].data == "open"]
    wanted = [form for form in rows if form in kept or form in undated]
    if not wanted or not all(form.is_valid() for form in wanted):
        return []
    return [form.proposed() for form in wanted]


def _make(
    request: ActorRequest, programme: Programme, *, made: Sequence[Proposed], said: dict[str, Any]
) -> None:
    language = programme.languages[0]
    phase: Phase | None = None
    if said["stretch"]:
        phase = actions.add_phase(
            programme=programme,
            title=Translated({language: said["stretch"]}),
            rule=Translated(),
            by=request.actor,
            at=request.at,
        )
    with override(language):
        actions.make_sessions(
            programme=programme,
            title=Translated({language: said["title"]}),
            proposed=made,
            time_zone=said["time_zone"],
            phase=phase,
            places=said["places"],
            by=request.actor,
            at=request.at,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_shift(request: ActorRequest, programme: Programme) -> HttpResponse:
    """Move dates together: looked at, told of, and put back with one button."""
    coming = pages.coming_of(programme, at=request.at)
    form = ShiftForm(
        request.POST or None,
        sessions=[(one.key, str(one.title)) for one in coming],
        initial={"sessions": request.GET.get("from", "")},
    )
    preview: list[pages.Moved] = []
    if form.is_valid():
        chosen = _from(coming, form.cleaned_data["sessions"])
        if "move" in request.POST:
            try:
                actions.shift(
                    programme=programme,
                    sessions=chosen,
                    days=form.days,
                    deadline=form.cleaned_data["deadline"],
                    tell=form.cleaned_data["tell"],
                    by=request.actor,
                    at=request.at,
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("programmes:plan_dates", key=programme.key)
        else:
            preview = pages.would_move(chosen, days=form.days, at=request.at)
    context = {
        "programme": programme,
        "form": form,
        "preview": preview,
        "moving": sum(one.moves for one in preview),
        "empty": not coming,
    }
    return render(
        request, "programmes/plan_shift.html", context, status=400 if form.errors else 200
    )


def _from(coming: Sequence[Session], key: str) -> Sequence[Session]:
    places = [one.key for one in coming]
    return coming[places.index(key) :] if key in places else coming


@require_POST
@guarded(permissions.can_put_dates_back, find=dates.date_change)
def plan_put_back(request: ActorRequest, change: DateChange) -> HttpResponse:
    """Put dates back to what they were."""
    response = redirect("programmes:plan_dates", key=change.programme.key)
    try:
        actions.undo_change(change=change, by=request.actor, at=request.at)
    except Refused:
        response["Location"] += "?kept=yes"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_edit_programme, find=queries.programme)
def plan_streams(request: ActorRequest, programme: Programme) -> HttpResponse:
    """What runs side by side."""
    had = list(programme.streams.order_by("position"))
    initial = {
        f"titles_{code}": "\n".join(one.title.get(code, "") for one in had)
        for code in programme.languages
    }
    form = StreamsForm(request.POST or None, programme=programme, initial=initial)
    if form.is_valid():
        titles = form.texts.written(form.cleaned_data)["titles"]
        try:
            actions.set_streams(
                programme=programme,
                titles=[Translated(title) for title in titles],
                by=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("programmes:plan_dates", key=programme.key)
    context = {"programme": programme, "form": form}
    return render(
        request, "programmes/plan_streams.html", context, status=400 if form.errors else 200
    )
