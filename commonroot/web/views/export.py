"""Taking a list of people along: what it will hold, a second yes, the file, and who took which."""

from typing import Any, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonroot.accounts.guards import ActorRequest, guarded, proven_lately
from commonroot.accounts.queries import last_change
from commonroot.admissions.models import Call
from commonroot.admissions.permissions.preparing import can_export_preparing
from commonroot.admissions.permissions.reading import can_export_applications
from commonroot.admissions.queries.calls import call_of
from commonroot.consent.actions import tell
from commonroot.core.errors import Refused
from commonroot.core.fields import Translated
from commonroot.groups.models import Formation
from commonroot.groups.permissions import can_export_groups
from commonroot.groups.queries import formation as find_formation
from commonroot.people.actions import (
    SomebodyLeft,
    agree_to_export,
    ask_export,
    decline_export,
    drop_export,
    fetch_export,
)
from commonroot.people.forms import ExportForm, ListExportForm, RegistrationsExportForm
from commonroot.people.models import Export
from commonroot.people.permissions import (
    can_decide_export,
    can_export_register,
    can_fetch_export,
    can_see_export,
)
from commonroot.people.queries import content, exports, others_who_may_agree
from commonroot.people.queries import export as find_export
from commonroot.programmes.models import Session
from commonroot.registration.permissions import can_export_registrations, can_give_places
from commonroot.registration.queries import session as find_session
from commonroot.web.queries import (
    applied,
    grouped,
    people,
    prepared,
    programme_lists,
    registered,
    taken,
)
from commonroot.web.queries import export as sheet
from commonroot.web.queries.around import around
from commonroot.web.queries.taken_file import CONTENT_TYPES
from commonroot.web.tasks import make_export
from commonroot.web.views.chosen import address_of, chosen
from commonroot.web.views.paper import agreed_paper
from commonroot.web.views.people import left_out_words

# People: what takes longer than most of a second is made in the background. What is pressed, a
# workbook as well, takes nearly twice as long.
AT_ONCE = 10_000
SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_export_register)
@proven_lately
def people_export(request: ActorRequest) -> HttpResponse:
    """First what the file will hold and whom it leaves out; then, by one tap, the wish for it."""
    here = chosen(request)
    wanted = here.wanted
    change = last_change()
    figures = people.figures(at=request.at, change=change)
    seen = around(at=request.at, change=change, language=get_language() or "en")
    who = people.who_is(wanted, at=request.at, around=seen)
    total = people.how_many(wanted, who, at=request.at, figures=figures, change=change, count=True)
    choices = [(code, label) for code, label in sheet.COLUMNS.items() if code != "person_id"]
    form = ExportForm(request.POST or None, columns=choices, initial={"columns": sheet.USUAL})
    if form.is_valid():
        said = form.cleaned_data
        export = ask_export(
            wanted=taken.kept(wanted),
            sentence=people.described(wanted),
            narrowed=people.asked_fields(wanted),
            columns=sheet.columns(said["columns"], with_sources=said["with_sources"]),
            reason=said["reason"],
            kind=said["kind"],
            language=get_language() or "en",
            people=total or 0,
            left_out=figures.left_out,
            by=request.actor,
            at=request.at,
        )
        return _made(request, export)
    words = _usual(request, form) | {
        "total": total,
        "left_out": left_out_words(figures) if figures.left_out else "",
        "sentence": people.described(wanted),
        "back_url": address_of(request, here),
        "back": _("People"),
    }
    return render(request, "web/people_export.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_export_registrations, find=find_session)
@proven_lately
def registrations_export(request: ActorRequest, session: Session) -> HttpResponse:
    """The registrations of a session or its programme, by the same way as a list of people."""
    choices = [
        (code, label)
        for code, label in registered.COLUMNS.items()
        if code not in registered.ALWAYS
        and (code != "answers" or can_give_places(request.actor, session))
    ]
    form = RegistrationsExportForm(
        request.POST or None, columns=choices, initial={"columns": registered.USUAL}
    )
    if form.is_valid():
        said = form.cleaned_data
        theirs = registered.Claims(session, whole=said["whole"])
        return _begun(request, theirs, of=registered, said=said)
    one, whole = registered.Claims(session, whole=False), registered.Claims(session, whole=True)
    total = one.people(at=request.at)
    form.fields["whole"].help_text = _("People in all sessions: %(all)s; here: %(one)s.") % {
        "all": f"{whole.people(at=request.at):,}",
        "one": f"{total:,}",
    }
    back_url, back = registered.came_from(one.kept())
    words = _usual(request, form) | {
        "sentence": one.words(),
        "total": total,
        "left_out": one.left_out(at=request.at),
        "whole_left_out": whole.left_out(at=request.at),
        "care": registered.care_words(),
        "back_url": back_url,
        "back": back,
    }
    return render(request, "web/registrations_export.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_export_applications, find=call_of)
@proven_lately
def applications_export(request: ActorRequest, call: Call) -> HttpResponse:
    """The applications for a programme without names, and without those that whoever asks must not
    judge.
    """
    return _asked(request, applied.Applied(call, request.actor), of=applied)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_export_groups, find=find_formation)
@proven_lately
def groups_export(request: ActorRequest, formation: Formation) -> HttpResponse:
    """The small groups of a programme, by the same way as a list of people."""
    if formation.state != Formation.State.CHOSEN:
        return redirect("groups:proposal", key=formation.key)
    return _asked(request, grouped.Grouped(formation), of=grouped)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(can_export_preparing, find=call_of)
@proven_lately
def preparing_export(request: ActorRequest, call: Call) -> HttpResponse:
    """Who has not done what before a course, by the same way."""
    return _asked(request, prepared.Coming(call, request.at), of=prepared)


def _asked(
    request: ActorRequest, theirs: programme_lists.Chosen, *, of: programme_lists.Source
) -> HttpResponse:
    """What the file of one programme will hold and whom it leaves out, or the wish for it."""
    choices = [(code, label) for code, label in of.COLUMNS.items() if code not in of.ALWAYS]
    form = ListExportForm(request.POST or None, columns=choices, initial={"columns": of.USUAL})
    if form.is_valid():
        return _begun(request, theirs, of=of, said=form.cleaned_data)
    left_out = theirs.left_out(at=request.at)
    back_url, back = of.came_from(theirs.kept())
    words = _usual(request, form) | {
        "sentence": theirs.words(),
        "total": theirs.people(at=request.at),
        "left_out": of.left_out_words(left_out) if left_out else "",
        "care": of.care_words(),
        "back_url": back_url,
        "back": back,
    }
    return render(request, "web/list_export.html", words)


def _usual(request: ActorRequest, form: ListExportForm) -> dict[str, Any]:
    """What every page of them says of the way a list leaves."""
    return {
        "form": form,
        "alone": not others_who_may_agree(request.actor, at=request.at).exists(),
        "reasons": [{"value": code, "label": label} for code, label in form.REASONS],
    }


def _begun(
    request: ActorRequest,
    theirs: programme_lists.Chosen,
    *,
    of: programme_lists.Source,
    said: dict[str, Any],
) -> HttpResponse:
    """The wish for a list of the people of one programme, as the form `said`."""
    export = ask_export(
        wanted=theirs.kept(),
        sentence=theirs.words(),
        narrowed=["programme" if said.get("whole", True) else "session"],
        columns=programme_lists.columns(said["columns"], of=of),
        reason=said["reason"],
        kind=said["kind"],
        language=get_language() or "en",
        people=theirs.people(at=request.at),
        left_out=theirs.left_out(at=request.at),
        by=request.actor,
        at=request.at,
    )
    return _made(request, export)


def _made(request: ActorRequest, export: Export) -> HttpResponse:
    """The page of a wish; a file that nobody else need agree to is there at once, if small."""
    most = AT_ONCE if export.kind == "csv" else AT_ONCE // 2
    if export.state == Export.State.MAKING and export.people <= most:
        make_export(export, at=request.at)
    return redirect("web:taken_one", key=export.key)


@require_safe
@guarded(can_export_register)
def people_taken(request: ActorRequest) -> HttpResponse:
    """Every list that was taken along: who, when, why, what, and until when it can be fetched."""
    found = list(exports()[:SHOWN])
    words = {"lines": taken.lines(found, actor=request.actor)}
    return render(request, "web/people_taken.html", words)


@require_safe
@guarded(can_see_export, find=find_export)
def taken_one(request: ActorRequest, export: Export) -> HttpResponse:
    """One of them: its file for whoever asked, the question for everybody else."""
    return _one(request, export)


def _one(request: ActorRequest, export: Export, *, refusal: str = "") -> HttpResponse:
    [line] = taken.lines([export], actor=request.actor)
    back_url, back = taken.came_from(export, actor=request.actor)
    words = {
        "line": line,
        "export": export,
        "refusal": refusal,
        "decides": export.state == Export.State.ASKED and can_decide_export(request.actor, export),
        "far": _("%(done)s of %(all)s people written")
        % {"done": f"{export.done:,}", "all": f"{export.people:,}"},
        "left_out": taken.left_out_words(export) if export.left_out else "",
        "care": taken.care_words(export),
        "back_url": back_url,
        "back": back,
    }
    return render(request, "web/taken_one.html", words, status=409 if refusal else 200)


@require_POST
@guarded(can_decide_export, find=find_export)
@proven_lately
def taken_decide(request: ActorRequest, export: Export) -> HttpResponse:
    """The second yes, or a no."""
    decide = agree_to_export if request.POST.get("answer") == "yes" else decline_export
    try:
        decide(export=export, by=request.actor, at=request.at)
    except Refused as refusal:
        export.refresh_from_db()
        return _one(request, export, refusal=str(refusal))
    return _made(request, export)


@require_POST
@guarded(can_fetch_export, find=find_export)
@proven_lately
def taken_fetch(request: ActorRequest, export: Export) -> HttpResponse:
    """The file. That it left, and with what, stands in the audit trail and on the page of everybody
    in it.
    """
    try:
        first = fetch_export(
            export=export,
            still_open=taken.still_open(export, at=request.at),
            by=request.actor,
            at=request.at,
        )
    except SomebodyLeft as refusal:
        drop_export(export=export, by=request.actor, at=request.at)
        export.refresh_from_db()
        return _one(request, export, refusal=str(refusal))
    except Refused as refusal:
        return _one(request, export, refusal=str(refusal))
    if first:
        audience, purpose = taken.told_to(export)
        tell(
            people=taken.in_file(export),
            audience=audience,
            audience_name=Translated(taken.told_words(export)),
            what=taken.told_codes(export),
            purpose=purpose,
            at=request.at,
        )
    if export.kind == taken.PAPER:
        return agreed_paper(request, export)
    answer = StreamingHttpResponse(content(export), content_type=CONTENT_TYPES[export.kind])
    answer["Content-Disposition"] = f'attachment; filename="{export.name}"'
    answer["Content-Length"] = str(export.bytes)
    return cast(HttpResponse, answer)


@require_POST
@guarded(can_fetch_export, find=find_export)
def taken_drop(request: ActorRequest, export: Export) -> HttpResponse:
    """Delete a file before its time, or take the wish back."""
    address, _words = taken.came_from(export, actor=request.actor)
    drop_export(export=export, by=request.actor, at=request.at)
    return redirect(address)
