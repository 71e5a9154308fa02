"""Preparing: each person's own list by link, and who has not done what at the desk."""

from typing import Any, cast
from urllib.parse import quote

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from commonroot.accounts.guards import ActorRequest, guarded
from commonroot.admissions.actions import preparing as actions
from commonroot.admissions.forms.preparing import (
    VISA_WORDS,
    PreparationForm,
    PreparedForm,
    ReadyForm,
)
from commonroot.admissions.models import Application, Call, Preparation, Prepared
from commonroot.admissions.permissions import preparing as permissions
from commonroot.admissions.permissions.reading import can_run_panel
from commonroot.admissions.queries import preparing as queries
from commonroot.admissions.queries.calls import call_of
from commonroot.core.errors import Refused
from commonroot.core.places import country_name
from commonroot.files.queries import content
from commonroot.people.models import Person
from commonroot.programmes.queries.words import day_words

SAMPLE = 5


def _person(request: ActorRequest) -> Person:
    """Who came by the link: the guard has seen that they come to the course."""
    return Person.objects.get(pk=cast(int, request.actor.person_id))


@require_safe
@guarded(permissions.can_prepare, find=queries.confirmed)
def prepare(request: ActorRequest, application: Application) -> HttpResponse:
    """What is left to do before the course, and what is done."""
    person = _person(request)
    todos = queries.todos_of(application, person, at=request.at)
    today = queries.today_at(application.call, request.at)
    rows: list[dict[str, Any]] = [
        {
            "todo": todo,
            "due": day_words(todo.preparation.due_on, today=today)
            if todo.preparation.due_on
            else "",
        }
        for todo in todos
    ]
    context = {
        "application": application,
        "programme": application.call.programme,
        "name": person.shown_name,
        "open": [row for row in rows if not row["todo"].is_done],
        "done": [row for row in rows if row["todo"].is_done],
        "count": len(rows),
        "by_page": request.actor.scope == "page",
        "said": request.GET.get("said", ""),
    }
    return render(request, "admissions/prepare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_prepare, find=queries.confirmed)
def prepare_one(request: ActorRequest, application: Application, *, task: str) -> HttpResponse:
    """One thing to do: read, write, send; done, or not any more. What is typed is kept."""
    person = _person(request)
    todos = queries.todos_of(application, person, at=request.at)
    todo = next((one for one in todos if one.preparation.key == task), None)
    if todo is None:
        raise Http404
    kept = todo.prepared
    posted = request.method == "POST"
    form = PreparedForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kind=todo.preparation.kind,
        initial={**((kept.details if kept else None) or {}), "words": kept.words if kept else ""},
    )
    refusal = ""
    if form.is_valid():
        done = request.POST.get("do") == "done"
        upload = form.cleaned_data.get("file")
        try:
            said = actions.keep_prepared(
                preparation=todo.preparation,
                application=application,
                person=person,
                words=form.cleaned_data["words"],
                details=form.journey,
                content=upload.file if upload else None,
                name=upload.name if upload else "",
                done=done,
                by=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            refusal = actions.what_is_missing(said) if done else ""
            if not refusal:
                here = reverse("admissions:prepare", args=[application.key])
                return redirect(f"{here}?said={'done' if said.done_at else 'kept'}")
            kept = said
    today = queries.today_at(application.call, request.at)
    due_on = todo.preparation.due_on
    context = {
        "application": application,
        "programme": application.call.programme,
        "name": person.shown_name,
        "task": todo.preparation,
        "kept": kept,
        "is_done": todo.is_done,
        "is_late": todo.is_late,
        "due": day_words(due_on, today=today) if due_on else "",
        "form": form,
        "refusal": refusal,
    }
    return render(request, "admissions/prepare_one.html", context, status=409 if refusal else 200)


@require_safe
@guarded(permissions.can_read_prepared, find=queries.prepared)
def prepared_file(request: ActorRequest, prepared: Prepared) -> HttpResponse:
    """What somebody sent, to save."""
    upload = prepared.file
    if upload is None:
        raise Http404
    response = StreamingHttpResponse(content(upload), content_type=upload.kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(upload.name, safe='')}"
    response["Content-Length"] = str(upload.bytes)
    response["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, response)  # a stream, but answered as any page


@require_safe
@guarded(permissions.can_see_preparing, find=call_of)
def preparing(request: ActorRequest, call: Call) -> HttpResponse:
    """People down, tasks across: who has not done what; only those with something left, or all."""
    table = queries.table(call, at=request.at)
    only_left = "left" in request.GET
    rows = [row for row in table.rows if row.left or not only_left]
    here = reverse("admissions:preparing", args=[call.programme.key])
    heads = [
        {"task": task, "done": done, "asked": asked}
        for task, (done, asked) in zip(table.tasks, table.done, strict=True)
    ]
    context = {
        "call": call,
        "programme": call.programme,
        "heads": heads,
        "rows": rows,
        "people": len(table.rows),
        "left_out": table.left_out,
        "missing": len(queries.missing(table)),
        "chips": [
            (here, not only_left),
            (f"{here}?left", only_left),
        ],
        "only_left": only_left,
        "here": here,
        "may_write": can_run_panel(request.actor, call),
        "may_export": permissions.can_export_preparing(request.actor, call),
        "travels": any(task.kind == Preparation.Kind.TRAVEL for task in table.tasks),
    }
    return render(request, "admissions/preparing.html", context)


@require_safe
@guarded(permissions.can_look_at_prepared, find=queries.prepared)
def prepared_one(request: ActorRequest, prepared: Prepared) -> HttpResponse:
    """What somebody wrote to one task, for the organisers."""
    context = {
        "prepared": prepared,
        "task": prepared.preparation,
        "programme": prepared.preparation.call.programme,
        "journey": _journey(prepared.details or {}),
    }
    return render(request, "admissions/prepared.html", context)


def _journey(details: dict[str, str]) -> dict[str, Any]:
    return {
        **details,
        "arrives": _moment(details.get("arrives", "")),
        "leaves": _moment(details.get("leaves", "")),
        "visa": dict(VISA_WORDS).get(details.get("visa", ""), "") if details.get("visa") else "",
    }


def _moment(text: str) -> Any:
    """A moment as phones send it, else the words that were typed instead."""
    try:
        return parse_datetime(text) or text
    except ValueError:
        return text


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_preparing, find=call_of)
def preparing_tasks(request: ActorRequest, call: Call) -> HttpResponse:
    """What is asked, in its order: begin with the ready-made, add one, put one first."""
    languages = call.languages or call.programme.languages
    posted = request.POST if request.method == "POST" else None
    ready = ReadyForm(posted if posted is not None and "ready" in posted else None)
    form = PreparationForm(
        posted if posted is not None and "kind" in posted else None, languages=languages
    )
    refusal = ""
    try:
        if ready.is_bound and ready.is_valid():
            actions.begin_with(call=call, **ready.cleaned_data, by=request.actor, at=request.at)
            return redirect("admissions:preparing_tasks", key=call.programme.key)
        if form.is_bound and form.is_valid():
            actions.ask(call=call, **_said(form), by=request.actor, at=request.at)
            return redirect("admissions:preparing_tasks", key=call.programme.key)
    except Refused as refused:
        refusal = str(refused)
    context = {
        "call": call,
        "programme": call.programme,
        "tasks": queries.tasks_of(call),
        "ready": ready,
        "form": form,
        "refusal": refusal,
    }
    return render(
        request, "admissions/preparing_tasks.html", context, status=409 if refusal else 200
    )


def _said(form: PreparationForm) -> dict[str, Any]:
    """What a form says of a task, as the actions take it."""
    given = form.cleaned_data
    return {
        "kind": given["kind"],
        "title": form.texts("title"),
        "words": form.texts("words"),
        "due_on": given["due_on"],
        "travellers_only": given["travellers_only"],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_change_preparation, find=queries.preparation)
def preparing_task(request: ActorRequest, preparation: Preparation) -> HttpResponse:
    """One task: its words, its day, one place up, off the list."""
    call = preparation.call
    posted = request.POST if request.method == "POST" else None
    doing = request.POST.get("do", "")
    form = PreparationForm(
        posted if posted is not None and doing == "change" else None,
        languages=call.languages or call.programme.languages,
        preparation=preparation,
    )
    said: dict[str, Any] = {"preparation": preparation, "by": request.actor, "at": request.at}
    refusal = ""
    try:
        if doing == "up":
            actions.move_up(**said)
        elif doing == "off":
            actions.take_off(**said)
        elif form.is_bound and form.is_valid():
            actions.change(**said, **_said(form))
        if doing in {"up", "off"} or (form.is_bound and form.is_valid()):
            return redirect("admissions:preparing_tasks", key=call.programme.key)
    except Refused as refused:
        refusal = str(refused)
    context = {
        "task": preparation,
        "programme": call.programme,
        "form": form,
        "refusal": refusal,
    }
    return render(
        request, "admissions/preparing_task.html", context, status=409 if refusal else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(permissions.can_see_preparing, find=call_of)
def preparing_remind(request: ActorRequest, call: Call) -> HttpResponse:
    """How many are reminded and of what, with some of them, before anything leaves."""
    asked = request.POST.get("task", "") or request.GET.get("task", "")
    table = queries.table(call, at=request.at)
    only = next((one for one in table.tasks if one.key == asked), None)
    if request.method == "POST":
        sent = actions.remind(call=call, only=only, by=request.actor, at=request.at)
        here = reverse("admissions:preparing_remind", args=[call.programme.key])
        return redirect(f"{here}?sent={sent}")
    found = queries.missing(table, only=only)
    told = request.GET.get("sent", "")
    context = {
        "call": call,
        "programme": call.programme,
        "only": only,
        "count": len(found),
        "sample": found[:SAMPLE],
        "more": max(0, len(found) - SAMPLE),
        "sent": int(told) if told.isdecimal() else None,
    }
    return render(request, "admissions/preparing_remind.html", context)


@require_safe
@guarded(permissions.can_see_preparing, find=call_of)
def arrivals(request: ActorRequest, call: Call) -> HttpResponse:
    """Who arrives when, to print: for whoever meets them."""
    language = get_language() or "en"
    table = queries.table(call, at=request.at)
    rows: list[dict[str, Any]] = [
        {
            "person": coming.person,
            "country": country_name(coming.country, language) if coming.country else "",
            "journey": _journey(details),
        }
        for coming, details in queries.journeys(table)
    ]
    context = {
        "call": call,
        "programme": call.programme,
        "rows": rows,
        "told": sum(bool(row["journey"]["arrives"]) for row in rows),
        "left_out": table.left_out,
    }
    return render(request, "admissions/arrivals.html", context)
